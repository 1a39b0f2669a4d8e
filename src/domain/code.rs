//! Closed lists whose members have a stable code: the same word in the store, in the JSON of a visit and in the
//! journal. The code never changes; what people read is written elsewhere.

/// A closed list with one stable code a member.
pub trait Coded: Sized + Copy + PartialEq + 'static {
    /// Every member with its code, in the order in which it is offered.
    const ALL: &'static [(Self, &'static str)];

    /// The member's code.
    fn code(self) -> &'static str {
        Self::ALL.iter().find(|(member, _)| *member == self).map_or("", |(_, code)| code)
    }

    /// The member with this code.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(member, _)| *member)
    }
}

/// Declares an enum and its codes in one place.
macro_rules! coded {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$doc:meta])* $member:ident = $code:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name { $($(#[$doc])* $member,)+ }

        impl $crate::domain::code::Coded for $name {
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$member, $code),)+];
        }
    };
}
pub(crate) use coded;
