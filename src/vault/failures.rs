//! Failed logins: how long the next attempt must wait, and what is reported once the store is open.
//!
//! Counted by login name, with one common count for all unknown names: what was typed there is never kept, because
//! people type passwords into the wrong field. These notes are made while nobody holds the store's secret, so they are
//! *not* authenticated: somebody who may write the file can erase them. They slow down a guesser at the window, no more.

use std::time::Duration;

use super::error::VaultError;
use super::octets::{Reader, Writer};
use super::password::Login;

/// The longest wait.
const LONGEST_WAIT_SECS: u64 = 60;
/// Times kept for each name between two openings; the count goes on beyond.
const TIMES_KEPT: usize = 32;

/// Failed logins under one name since the last report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedLogins {
    /// The name tried; `None` for all names that have no slot, together.
    pub login: Option<Login>,
    /// How many.
    pub count: u32,
    /// When, milliseconds since the Unix epoch; the latest 32.
    pub times_ms: Vec<i64>,
}

/// The notes of one vault.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Failures(Vec<Note>);

#[derive(Clone, PartialEq, Eq)]
struct Note {
    login: Option<Login>,
    /// Failures since the last success under this name: decides the wait.
    streak: u32,
    last_ms: i64,
    /// Failures not yet reported.
    unreported: u32,
    times_ms: Vec<i64>,
}

impl Failures {
    /// Counts one more failure.
    pub(super) fn note(&mut self, login: Option<&Login>, now_ms: i64) {
        let place = self.0.iter().position(|note| note.login.as_ref() == login);
        let mut note = place.map_or_else(
            || Note { login: login.cloned(), streak: 0, last_ms: now_ms, unreported: 0, times_ms: Vec::new() },
            |place| self.0.swap_remove(place),
        );
        note.streak = note.streak.saturating_add(1);
        note.last_ms = now_ms;
        note.unreported = note.unreported.saturating_add(1);
        if note.times_ms.len() >= TIMES_KEPT {
            note.times_ms.remove(0);
        }
        note.times_ms.push(now_ms);
        self.0.push(note);
    }

    /// A success under this name ends its waits; what was not reported stays.
    pub(super) fn end_waits(&mut self, login: &Login) {
        for note in &mut self.0 {
            if note.login.as_ref() == Some(login) {
                note.streak = 0;
            }
        }
        self.forget_the_settled();
    }

    /// Whether [`Failures::end_waits`] would change anything.
    pub(super) fn any_wait_of(&self, login: &Login) -> bool {
        let mut notes = self.0.iter();
        notes.any(|note| note.login.as_ref() == Some(login) && note.streak > 0)
    }

    /// What was not reported.
    pub(super) fn unreported(&self) -> Vec<FailedLogins> {
        let unreported = self.0.iter().filter(|note| note.unreported > 0);
        let told = unreported.map(|note| FailedLogins {
            login: note.login.clone(),
            count: note.unreported,
            times_ms: note.times_ms.clone(),
        });
        told.collect()
    }

    /// Forgets what was reported; the waits stay, and so does what was counted since.
    pub(super) fn forget(&mut self, reported: &[FailedLogins]) {
        for note in &mut self.0 {
            if let Some(told) = reported.iter().find(|told| told.login == note.login) {
                note.unreported = note.unreported.saturating_sub(told.count);
                note.times_ms.retain(|time| !told.times_ms.contains(time));
            }
        }
        self.forget_the_settled();
    }

    fn forget_the_settled(&mut self) {
        self.0.retain(|note| note.streak > 0 || note.unreported > 0);
    }

    /// How long until the next attempt under this name: 1, 2, 4 … 60 s after the last failure.
    pub(super) fn wait(&self, login: Option<&Login>, now_ms: i64) -> Duration {
        let Some(note) = self.0.iter().find(|note| note.login.as_ref() == login) else {
            return Duration::ZERO;
        };
        let passed_ms = now_ms.saturating_sub(note.last_ms).max(0);
        let passed = Duration::from_millis(passed_ms.unsigned_abs());
        full_wait(note.streak).saturating_sub(passed)
    }

    /// Brings failures that lie in the future to now: after a clock was set back the wait begins anew from here, so it
    /// is neither skipped nor longer than its full length. Says whether anything changed.
    pub(super) fn rebase(&mut self, now_ms: i64) -> bool {
        let ahead = self.0.iter_mut().filter(|note| note.last_ms > now_ms);
        ahead.map(|note| note.last_ms = now_ms).count() > 0
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.u16(u16::try_from(self.0.len()).unwrap_or(u16::MAX));
        for note in self.0.iter().take(usize::from(u16::MAX)) {
            out.short_text(note.login.as_ref().map_or("", Login::as_str));
            out.u32(note.streak);
            out.i64(note.last_ms);
            out.u32(note.unreported);
            out.u8(u8::try_from(note.times_ms.len()).unwrap_or(u8::MAX));
            for time in note.times_ms.iter().take(usize::from(u8::MAX)) {
                out.i64(*time);
            }
        }
    }

    pub(super) fn read(input: &mut Reader<'_>) -> Result<Self, VaultError> {
        const DAMAGED: VaultError = VaultError::Damaged("intentos fallidos");
        let mut notes: Vec<Note> = Vec::new();
        for _ in 0..input.u16()? {
            let login = match input.short_text()? {
                "" => None,
                text => Some(Login::parse(text).map_err(|_| DAMAGED)?),
            };
            if notes.iter().any(|note| note.login == login) {
                return Err(DAMAGED);
            }
            let (streak, last_ms, unreported) = (input.u32()?, input.i64()?, input.u32()?);
            let kept = usize::from(input.u8()?);
            if kept > TIMES_KEPT {
                return Err(DAMAGED);
            }
            let times_ms = (0..kept).map(|_| input.i64()).collect::<Result<_, _>>()?;
            notes.push(Note { login, streak, last_ms, unreported, times_ms });
        }
        Ok(Self(notes))
    }
}

fn full_wait(streak: u32) -> Duration {
    let seconds = match streak {
        0 => 0,
        _ => 1_u64.checked_shl(streak - 1).unwrap_or(LONGEST_WAIT_SECS).clamp(1, LONGEST_WAIT_SECS),
    };
    Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ana() -> Login {
        Login::parse("ana").unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn the_waits_are_1_2_4_up_to_60_seconds() {
        let mut failures = Failures::default();
        let mut waits = Vec::new();
        for _ in 0..80 {
            failures.note(Some(&ana()), 1_000);
            waits.push(failures.wait(Some(&ana()), 1_000).as_secs());
        }
        assert_eq!(waits.get(..8), Some([1, 2, 4, 8, 16, 32, 60, 60].as_slice()));
        assert!(waits.iter().skip(6).all(|wait| *wait == 60), "{waits:?}");
    }

    #[test]
    fn a_wait_passes_and_is_of_one_name_only() {
        let mut failures = Failures::default();
        failures.note(Some(&ana()), 1_000);
        failures.note(Some(&ana()), 1_000);
        assert_eq!(failures.wait(Some(&ana()), 2_500), Duration::from_millis(500));
        assert_eq!(failures.wait(Some(&ana()), 3_000), Duration::ZERO);
        assert_eq!(failures.wait(None, 1_000), Duration::ZERO);
    }

    #[test]
    fn a_clock_set_back_neither_skips_the_wait_nor_makes_it_longer_than_its_length() {
        let mut failures = Failures::default();
        for _ in 0..3 {
            failures.note(Some(&ana()), 1_000_000);
        }
        assert!(failures.rebase(5));
        assert_eq!(failures.wait(Some(&ana()), 5), Duration::from_secs(4));
        assert_eq!(failures.wait(Some(&ana()), 4_005), Duration::ZERO);
        assert!(!failures.rebase(5));
    }

    #[test]
    fn extreme_times_do_not_overflow() {
        let mut failures = Failures::default();
        failures.note(None, i64::MIN);
        assert_eq!(failures.wait(None, i64::MAX), Duration::ZERO);
        failures.note(None, i64::MAX);
        assert_eq!(failures.wait(None, i64::MIN), Duration::from_secs(2));
    }

    #[test]
    fn reporting_leaves_the_waits_and_success_leaves_the_report() {
        let mut failures = Failures::default();
        failures.note(Some(&ana()), 7);
        failures.note(None, 8);
        failures.end_waits(&ana());
        let told = failures.unreported();
        assert_eq!(told.iter().map(|one| one.count).sum::<u32>(), 2);
        failures.note(None, 8);
        failures.forget(&told);
        assert_eq!(failures.unreported().iter().map(|one| one.count).sum::<u32>(), 1, "counted since");
        failures.forget(&failures.unreported());
        assert!(failures.unreported().is_empty());
        assert_eq!(failures.wait(Some(&ana()), 8), Duration::ZERO);
        assert_eq!(failures.wait(None, 8), Duration::from_secs(2));
    }

    #[test]
    fn thousands_of_failures_stay_small_and_all_are_counted() {
        let mut failures = Failures::default();
        for time in 0..5_000 {
            failures.note(None, time);
        }
        let taken = failures.unreported();
        assert!(matches!(taken.as_slice(), [one] if one.count == 5_000 && one.times_ms.len() == 32
            && one.times_ms.last() == Some(&4_999)));
    }
}
