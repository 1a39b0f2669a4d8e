//! How often somebody does what is not the rule, against the rest of the centre: where to look, and no more than that.

/// Something that is allowed, has its reasons, and is worth a look where one person does it far more than the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Habit {
    /// Attentions in which a warning was overridden.
    Overrides,
    /// Slips that ended void.
    Voids,
    /// Calls out of order.
    OutOfOrder,
    /// Attentions of a turn given at the window.
    WalkIns,
}

impl Habit {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Overrides, Self::Voids, Self::OutOfOrder, Self::WalkIns];

    /// Its name.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Overrides => "Advertencias justificadas",
            Self::Voids => "Claves anuladas",
            Self::OutOfOrder => "Llamados fuera de orden",
            Self::WalkIns => "Turnos presenciales",
        }
    }

    /// What its share is of.
    #[must_use]
    pub fn of_what(self) -> &'static str {
        match self {
            Self::Overrides | Self::WalkIns => "de sus atenciones",
            Self::Voids => "de sus claves",
            Self::OutOfOrder => "de sus llamados",
        }
    }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Those in which it was done.
    pub part: u64,
    /// All of them.
    pub whole: u64,
}

impl Share {
    /// In whole percent, rounded; `None` of nothing.
    #[must_use]
    pub fn percent(self) -> Option<u64> {
        let half = self.whole.checked_div(2)?;
        self.part.saturating_mul(100).saturating_add(half).checked_div(self.whole)
    }
}

/// What somebody did, or a whole centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Habits {
    /// The attentions.
    pub attentions: u64,
    /// Attentions in which a warning was overridden.
    pub overrides: u64,
    /// Attentions of a turn given at the window.
    pub walk_ins: u64,
    /// Slips that ended.
    pub slips: u64,
    /// Those that ended void.
    pub voids: u64,
    /// Calls.
    pub calls: u64,
    /// Those out of order.
    pub out_of_order: u64,
}

impl Habits {
    /// The share of one habit.
    #[must_use]
    pub fn share(&self, habit: Habit) -> Share {
        let (part, whole) = match habit {
            Habit::Overrides => (self.overrides, self.attentions),
            Habit::Voids => (self.voids, self.slips),
            Habit::OutOfOrder => (self.out_of_order, self.calls),
            Habit::WalkIns => (self.walk_ins, self.attentions),
        };
        Share { part, whole }
    }

    /// These and others.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            attentions: self.attentions.saturating_add(other.attentions),
            overrides: self.overrides.saturating_add(other.overrides),
            walk_ins: self.walk_ins.saturating_add(other.walk_ins),
            slips: self.slips.saturating_add(other.slips),
            voids: self.voids.saturating_add(other.voids),
            calls: self.calls.saturating_add(other.calls),
            out_of_order: self.out_of_order.saturating_add(other.out_of_order),
        }
    }
}

/// Fewer than these say nothing: of what the share is …
pub const LEAST_WHOLE: u64 = 30;
/// … and in how many of them it was done.
pub const LEAST_PART: u64 = 5;

/// How many times the centre's share somebody's is, in whole times, where it is worth a look: twice the centre's or more,
/// in at least [`LEAST_PART`] of at least [`LEAST_WHOLE`] (own rule: below that, chance alone doubles a share). The centre's
/// includes theirs.
#[must_use]
pub fn stands_out(own: Share, centre: Share) -> Option<u64> {
    if own.whole < LEAST_WHOLE || own.part < LEAST_PART {
        return None;
    }
    let product = |one: u64, other: u64| u128::from(one).saturating_mul(u128::from(other));
    let times = product(own.part, centre.whole).checked_div(product(centre.part, own.whole))?;
    u64::try_from(times).ok().filter(|times| *times >= 2)
}

/// "el doble del centro", for what [`stands_out`] says.
#[must_use]
pub fn in_words(times: u64) -> String {
    match times {
        0..=2 => "el doble del centro".to_owned(),
        3 => "el triple del centro".to_owned(),
        _ => format!("{times} veces lo del centro"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(part: u64, whole: u64) -> Share {
        Share { part, whole }
    }

    #[test]
    fn twice_the_centres_share_stands_out() {
        let centre = share(20, 400);
        assert_eq!(stands_out(share(10, 100), centre), Some(2));
        assert_eq!(stands_out(share(9, 100), centre), None, "not quite twice");
        assert_eq!(stands_out(share(16, 100), centre), Some(3), "3.2 times is three, not four");
        assert_eq!([2, 3, 7].map(in_words), ["el doble del centro", "el triple del centro", "7 veces lo del centro"]);
    }

    #[test]
    fn a_few_cases_say_nothing() {
        let centre = share(5, 5_000);
        assert_eq!(stands_out(share(4, 40), centre), None);
        assert_eq!(stands_out(share(5, 29), centre), None);
        assert_eq!(stands_out(share(5, 30), centre), Some(166));
    }

    #[test]
    fn whoever_is_all_of_the_centre_is_no_more_than_it() {
        assert_eq!(stands_out(share(50, 60), share(50, 60)), None);
        assert_eq!(stands_out(share(50, 60), share(0, 0)), None);
        assert_eq!(stands_out(share(u64::MAX, u64::MAX), share(1, u64::MAX)), Some(u64::MAX));
    }

    #[test]
    fn a_share_is_in_whole_percent_and_nothing_has_none() {
        assert_eq!(
            [share(1, 3), share(2, 3), share(0, 9), share(1, 0)].map(Share::percent),
            [Some(33), Some(67), Some(0), None]
        );
    }

    #[test]
    fn each_habit_is_a_share_of_its_own() {
        let one = Habits { attentions: 10, overrides: 1, walk_ins: 2, slips: 5, voids: 3, calls: 20, out_of_order: 4 };
        let both = one.and(one);
        let shares = Habit::ALL.map(|habit| (both.share(habit).part, both.share(habit).whole));
        assert_eq!(shares, [(2, 20), (6, 10), (8, 40), (4, 20)]);
    }
}
