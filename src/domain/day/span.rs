//! Lengths of time, kept one by one so that days can be added up and their middle still be found.

use serde::{Deserialize, Serialize};

/// Lengths of time in whole seconds, the shortest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<u32>", into = "Vec<u32>")]
pub struct Spans(Vec<u32>);

impl From<Vec<u32>> for Spans {
    fn from(mut seconds: Vec<u32>) -> Self {
        seconds.sort_unstable();
        Self(seconds)
    }
}

impl From<Spans> for Vec<u32> {
    fn from(spans: Spans) -> Self {
        spans.0
    }
}

impl Spans {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The length that half of them do not exceed, in seconds; `None` where there is none.
    #[must_use]
    pub fn median_secs(&self) -> Option<u32> {
        self.percentile_secs(50)
    }

    /// The length that nine of ten do not exceed, in seconds; `None` where there is none.
    #[must_use]
    pub fn ninetieth_secs(&self) -> Option<u32> {
        self.percentile_secs(90)
    }

    /// By the nearest rank: the shortest length that at least `percent` of a hundred do not exceed. It is one of those
    /// measured, never a value between two.
    fn percentile_secs(&self, percent: usize) -> Option<u32> {
        let rank = self.0.len().saturating_mul(percent).div_ceil(100).max(1);
        self.0.get(rank.checked_sub(1)?).copied()
    }

    /// These and others.
    pub(super) fn add(&mut self, others: &Self) {
        self.0.extend_from_slice(&others.0);
        self.0.sort_unstable();
    }
}

/// "12:05 min", in minutes and seconds, or a dash where nothing was measured.
#[must_use]
pub fn span_in_figures(secs: Option<u32>) -> String {
    match secs {
        None => "—".to_owned(),
        Some(secs) => format!("{} min", minutes_and_seconds(secs)),
    }
}

/// "12:05".
#[must_use]
pub fn minutes_and_seconds(secs: u32) -> String {
    format!("{}:{:02}", secs.div_euclid(60), secs.rem_euclid(60))
}

#[cfg(test)]
mod tests {
    use super::{Spans, span_in_figures};

    #[test]
    fn a_span_is_minutes_and_seconds() {
        assert_eq!([Some(725), Some(59), None].map(span_in_figures), ["12:05 min", "0:59 min", "—"]);
    }

    #[test]
    fn median_and_ninetieth_are_lengths_that_were_measured() {
        let of = |seconds: &[u32]| {
            let spans = Spans::from(seconds.to_vec());
            (spans.median_secs(), spans.ninetieth_secs())
        };
        assert_eq!(of(&[]), (None, None));
        assert_eq!(of(&[7]), (Some(7), Some(7)));
        assert_eq!(of(&[4, 2]), (Some(2), Some(4)));
        assert_eq!(of(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), (Some(5), Some(9)));
        assert_eq!(of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), (Some(6), Some(10)));
    }

    #[test]
    fn the_spans_of_two_days_are_those_of_both() {
        let mut both = Spans::from(vec![60, 10]);
        both.add(&Spans::from(vec![20, 5]));
        assert_eq!(both, Spans::from(vec![5, 10, 20, 60]));
    }
}
