//! How much a long run does in one transaction, so that nobody who waits for the writer notices it.
//!
//! A chunk is paced twice: beforehand by what the ones before it took, and while it runs by the clock, so that one that
//! meets a slow disk ends early.

use std::time::{Duration, Instant};

/// What a chunk should take, its commit included. About half of what is promised: disks have bad moments.
const AIM: Duration = Duration::from_millis(27);
/// When a chunk under way stops taking more; the commit is still to come.
const STOP: Duration = Duration::from_millis(30);
/// Between two looks at the clock.
const LOOK_EVERY: usize = 32;
/// The least that a chunk does, so that a run gets on in any case.
const LEAST: usize = 32;

/// Adapts the size of a run's chunks to the machine.
#[derive(Debug, Clone)]
pub struct ChunkPacer {
    units: usize,
    last: Duration,
}

/// One chunk under way.
#[derive(Debug)]
pub struct Chunk {
    units: usize,
    done: usize,
    began: Instant,
}

impl ChunkPacer {
    /// Begins with chunks of `units` rows (or whatever the run counts).
    #[must_use]
    pub fn new(units: usize) -> Self {
        Self { units: units.max(LEAST), last: Duration::ZERO }
    }

    /// How many units the next chunk should have.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units
    }

    /// How long the last chunk held the writer.
    #[must_use]
    pub fn last_took(&self) -> Duration {
        self.last
    }

    /// Starts the clock of a chunk.
    #[must_use]
    pub fn begin(&self) -> Chunk {
        Chunk { units: self.units, done: 0, began: Instant::now() }
    }

    /// Learns from a chunk that has been committed.
    pub fn end(&mut self, chunk: &Chunk) {
        self.took(chunk.done, chunk.began.elapsed());
    }

    /// Learns from `units` done in `elapsed`. Slower is believed at once, faster only by and by; what remained of a
    /// file at its end says little and is not held against the next.
    pub fn took(&mut self, units: usize, elapsed: Duration) {
        self.last = elapsed;
        let micros = elapsed.as_micros().max(1);
        let fitting =
            u128::try_from(units).unwrap_or(0).saturating_mul(AIM.as_micros()).checked_div(micros).unwrap_or(0);
        let fitting = usize::try_from(fitting).unwrap_or(usize::MAX);
        let most = self.units.saturating_add(self.units.div_ceil(4));
        let least = if elapsed > AIM { self.units.div_ceil(4) } else { self.units };
        self.units = fitting.clamp(least.min(most), most).max(LEAST);
    }
}

impl Chunk {
    /// Counts one unit; answers whether there is room for it. The first always has room.
    pub fn takes_one_more(&mut self) -> bool {
        if self.done >= self.units {
            return false;
        }
        let looks = self.done > 0 && self.done.checked_rem(LOOK_EVERY) == Some(0);
        if looks && self.began.elapsed() >= STOP {
            return false;
        }
        self.done = self.done.saturating_add(1);
        true
    }

    /// Takes all the units at once, for work that cannot be stopped in between; answers how many.
    pub fn take_all(&mut self) -> usize {
        self.done = self.units;
        self.done
    }

    /// How many units it has taken.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_chunk_makes_the_next_one_smaller_at_once() {
        let mut pacer = ChunkPacer::new(8_000);
        pacer.took(8_000, 2 * AIM);
        assert_eq!(pacer.units(), 4_000);
    }

    #[test]
    fn a_fast_chunk_makes_the_next_one_larger_by_a_quarter_at_most() {
        let mut pacer = ChunkPacer::new(8_000);
        pacer.took(8_000, Duration::from_millis(1));
        assert_eq!(pacer.units(), 10_000);
    }

    #[test]
    fn a_stalled_disk_does_not_stop_the_run() {
        let mut pacer = ChunkPacer::new(64);
        for _ in 0..20 {
            pacer.took(1, Duration::from_secs(5));
        }
        assert_eq!(pacer.units(), LEAST);
        assert!(pacer.begin().takes_one_more());
    }

    #[test]
    fn the_end_of_a_file_does_not_make_the_next_run_timid() {
        let mut pacer = ChunkPacer::new(8_000);
        pacer.took(3, Duration::from_millis(2));
        assert_eq!(pacer.units(), 8_000);
    }

    #[test]
    fn a_chunk_takes_what_it_was_told_and_no_more() {
        let mut chunk = ChunkPacer::new(40).begin();
        let taken = (0..100).filter(|_| chunk.takes_one_more()).count();
        assert_eq!((taken, chunk.done()), (40, 40));
    }
}
