//! How large something is on a disk, in words.

use std::fmt;

/// So many bytes; written as people read it off a disk, in steps of a thousand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((unit, name)) = UNITS.into_iter().find(|(unit, _)| self.0 >= *unit) else {
            return write!(f, "{} bytes", self.0);
        };
        let (whole, rest) = (self.0.checked_div(unit).unwrap_or(0), self.0.checked_rem(unit).unwrap_or(0));
        match rest.saturating_mul(10).checked_div(unit).unwrap_or(0) {
            0 => write!(f, "{whole} {name}"),
            tenths => write!(f, "{whole},{tenths} {name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn a_size_is_written_with_a_comma_and_one_figure_after_it() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1 kB"),
            (12_480_000, "12,4 MB"),
            (999_999_999, "999,9 MB"),
            (2_000_000_000, "2 GB"),
            (u64::MAX, "18446744073,7 GB"),
        ] {
            assert_eq!(Size(bytes).to_string(), words);
        }
    }
}
