//! Serials that stand on paper and in no ledger: what a restore names of the time between its backup and the paper.
//!
//! Nobody knows any more whose slips they were. So they are no lines of the ledger: the entry of the restore names them,
//! and its code, which the chain holds, is where they stand.

use std::fmt;

use super::{Serial, SerialFault};

/// More serials than a window gives out between two backups; a slip of the finger names more.
pub const MOST_UNKNOWN: u32 = 10_000;

/// So many serials of one window and epoch, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSerials {
    /// The first of them.
    pub first: Serial,
    /// How many, from 1 to [`MOST_UNKNOWN`].
    pub count: u32,
}

impl UnknownSerials {
    /// The serials after `known` up to the one of the paper; none where the paper tells nothing new.
    #[must_use]
    pub fn between(known: u32, on_paper: &Serial) -> Option<Self> {
        let count = on_paper.number.checked_sub(known).filter(|count| *count > 0)?;
        Some(Self { first: Serial { number: known.checked_add(1)?, ..on_paper.clone() }, count })
    }

    /// The last of them.
    #[must_use]
    pub fn last(&self) -> Serial {
        let number = self.first.number.saturating_add(self.count.saturating_sub(1));
        Serial { number, ..self.first.clone() }
    }

    /// Each of them, as printed.
    pub fn serials(&self) -> impl Iterator<Item = String> + '_ {
        (self.first.number..=self.last().number).map(|number| Serial { number, ..self.first.clone() }.to_string())
    }

    fn parse(text: &str) -> Result<Self, SerialFault> {
        let (first, count) = text.split_once('+').ok_or(SerialFault::Parts)?;
        let count: u32 = count.parse().map_err(|_| SerialFault::Number)?;
        let first = Serial::parse(first)?;
        let fits = (1..=MOST_UNKNOWN).contains(&count) && first.number.checked_add(count).is_some();
        fits.then_some(Self { first, count }).ok_or(SerialFault::Number)
    }
}

/// `1701-03-1-000043+9`: nine serials from that one on.
impl fmt::Display for UnknownSerials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}+{}", self.first, self.count)
    }
}

/// The code of a restore's entry: the epoch that begins, and the serials that are unknown.
#[must_use]
pub fn restored_code(epoch: u16, unknown: &[UnknownSerials]) -> String {
    let unknown: Vec<String> = unknown.iter().map(UnknownSerials::to_string).collect();
    format!("{epoch}:{}", unknown.join(","))
}

/// The epoch and the unknown serials in such a code; none where it is no such code.
#[must_use]
pub fn restored_in(code: &str) -> Option<(u16, Vec<UnknownSerials>)> {
    let (epoch, unknown) = code.split_once(':')?;
    let unknown = unknown.split(',').filter(|text| !text.is_empty()).map(UnknownSerials::parse);
    Some((epoch.parse().ok()?, unknown.collect::<Result<_, _>>().ok()?))
}

/// How many serials the code of a restore names as unknown; 0 for another code.
#[must_use]
pub fn unknown_in(code: &str) -> u64 {
    let named = restored_in(code).map(|(_, unknown)| unknown).unwrap_or_default();
    named.iter().map(|serials| u64::from(serials.count)).fold(0, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serial(text: &str) -> Serial {
        Serial::parse(text).unwrap()
    }

    #[test]
    fn what_lies_between_is_named_to_the_last() {
        let unknown = UnknownSerials::between(42, &serial("1701-03-1-000045")).unwrap();
        let all: Vec<String> = unknown.serials().collect();
        assert_eq!(all, ["1701-03-1-000043", "1701-03-1-000044", "1701-03-1-000045"]);
        assert_eq!(unknown.last(), serial("1701-03-1-000045"));
        for known in [45, 46, u32::MAX] {
            assert_eq!(UnknownSerials::between(known, &serial("1701-03-1-000045")), None, "{known}");
        }
    }

    #[test]
    fn a_code_is_read_back_and_anything_else_is_none() {
        let unknown = |known, paper| UnknownSerials::between(known, &serial(paper)).unwrap();
        for all in
            [vec![], vec![unknown(42, "1701-03-1-000051")], vec![unknown(0, "1701-01-1-1"), unknown(6, "1701-02-1-7")]]
        {
            assert_eq!(restored_in(&restored_code(2, &all)), Some((2, all)));
        }
        for none in ["", "2", "x:", "2:1701-03-1-000043", "2:1701-03-1-000043+0", "2:1701-03-1-000043+10001", "2:+3"] {
            assert_eq!(restored_in(none), None, "{none}");
        }
    }
}
