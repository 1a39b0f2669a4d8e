//! Where the time comes from: the machine's clock, or a clock set by hand for a demo and for tests; and the moment that it must
//! not go behind.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::domain::calendar::Moment;
use crate::domain::id::CentreId;
use crate::ops::error::Error;
use crate::store::{self, Reader, Transaction};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Moment;

    /// Is it the machine's own, which a server's takes the place of?
    fn is_this_machines(&self) -> bool {
        false
    }

    /// Goes on from this moment, where it follows another clock.
    fn follow(&self, _now: Moment) {}
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        // A clock before 1970 counts as 1970: the journal's baseline refuses it anyway.
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }

    fn is_this_machines(&self) -> bool {
        true
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Standing at `moment`.
    #[must_use]
    pub fn at(moment: Moment) -> Self {
        Self(AtomicI64::new(moment.0))
    }

    /// Moves it by so many milliseconds, forth or back.
    pub fn advance_ms(&self, by: i64) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

impl<C: Clock> Clock for std::sync::Arc<C> {
    fn now(&self) -> Moment {
        (**self).now()
    }

    fn is_this_machines(&self) -> bool {
        (**self).is_this_machines()
    }

    fn follow(&self, now: Moment) {
        (**self).follow(now);
    }
}

/// A clock that was set to a moment and goes on from there: a demonstration's, or a server's, which it is set to again.
#[derive(Debug)]
pub struct RunningClock(Mutex<(Moment, Instant)>);

impl RunningClock {
    /// Set to `moment` now.
    #[must_use]
    pub fn set_to(moment: Moment) -> Self {
        Self(Mutex::new((moment, Instant::now())))
    }
}

impl Clock for RunningClock {
    fn now(&self) -> Moment {
        let (from, since) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX);
        Moment(from.0.saturating_add(gone))
    }

    fn follow(&self, now: Moment) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (now, Instant::now());
    }
}

/// Under this name the clock's baseline stands among the settings.
pub(in crate::ops) const BASELINE: &str = "clock_baseline_ms";

/// What the clock must not go behind: the last moment noted, or the one that a supervisor accepted since.
pub(in crate::ops) fn baseline(reader: &Reader, centre: CentreId) -> Result<Moment, Error> {
    read_baseline(store::centre::setting(reader, centre, BASELINE)?.as_deref())
}

/// The same, as it is kept.
pub(in crate::ops) fn read_baseline(kept: Option<&str>) -> Result<Moment, Error> {
    match kept {
        None => Ok(Moment(i64::MIN)),
        Some(text) => text
            .parse()
            .map(Moment)
            .map_err(|_| Error::Inconsistent("la hora de referencia del reloj no se lee".into())),
    }
}

/// Notes that it was this moment, unless a later one was noted.
pub(in crate::ops) fn note_moment(tx: &Transaction<'_>, centre: CentreId, now: Moment) -> Result<(), Error> {
    Ok(store::centre::raise_setting(tx, centre, BASELINE, now.0)?)
}

/// What a supervisor accepted is what counts from here on, though it be earlier.
pub(in crate::ops) fn set_baseline(tx: &Transaction<'_>, centre: CentreId, now: Moment) -> Result<(), Error> {
    Ok(store::centre::set_setting(tx, centre, BASELINE, &now.0.to_string())?)
}
