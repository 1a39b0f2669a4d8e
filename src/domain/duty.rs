//! What a machine of a centre is for.

/// What a machine of a centre is for, and with it what its role on the centre's server may do there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duty {
    /// A service window: everything.
    Window,
    /// The arrival desk: who comes is marked as here, and is given a turn.
    Arrivals,
    /// The waiting room's call screen: which turn is called to which window, and nothing else.
    Calls,
}

impl Duty {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Window, Self::Arrivals, Self::Calls];

    /// Its word on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Arrivals => "arrivals",
            Self::Calls => "calls",
        }
    }

    /// Reads [`Duty::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.code() == code)
    }
}
