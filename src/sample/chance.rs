//! Chance that comes out the same every time: the sample is the same on every machine and on every day.

/// A small generator (splitmix64) with a seed.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// From this seed on.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 where there is none.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        // The upper half of the product is as even as the sample needs, and cheaper than a remainder.
        u64::try_from((u128::from(self.next()) * u128::from(bound)) >> 64).unwrap_or(0)
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: u32, last: u32) -> u32 {
        let count = u64::from(last.saturating_sub(first)).saturating_add(1);
        first.saturating_add(u32::try_from(self.below(count)).unwrap_or(0))
    }

    /// True so many times in a thousand.
    pub(super) fn happens(&mut self, per_mille: u64) -> bool {
        self.below(1_000) < per_mille
    }

    /// One of some values.
    pub(super) fn pick<T: Copy, const N: usize>(&mut self, from: &[T; N]) -> T {
        const { assert!(N > 0, "nothing to pick from") };
        let index = usize::try_from(self.below(N as u64)).unwrap_or(0);
        // `below` stays within the array; the first stands in for what cannot be.
        from.get(index).copied().unwrap_or(from[0])
    }

    /// One of some values, in proportion to their weights.
    pub(super) fn weighted<T: Copy, const N: usize>(&mut self, from: &[(T, u32); N]) -> T {
        const { assert!(N > 0, "nothing to pick from") };
        self.weighted_among(from).unwrap_or(from[0].0)
    }

    /// One of however many values, in proportion to their weights; nothing where no weight is.
    pub(super) fn weighted_among<T: Copy>(&mut self, from: &[(T, u32)]) -> Option<T> {
        let whole: u64 = from.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut left = self.below(whole);
        for (value, weight) in from {
            match left.checked_sub(u64::from(*weight)) {
                Some(rest) => left = rest,
                None => return Some(*value),
            }
        }
        None
    }
}
