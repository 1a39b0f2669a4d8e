//! How often something may be asked for and guessed at. Each limit counts what happened within the last hour, wherever and
//! whenever the program was started since.

use crate::domain::calendar::Moment;

/// So often within an hour a code or a link of one kind is sent to one person, or for one employer (own).
pub const REQUESTS_PER_HOUR: usize = 5;

/// Between two of them so many seconds pass (own).
pub const PAUSE_SECS: i64 = 60;

/// After so many wrong guesses a code serves no more (own).
pub const GUESSES_PER_CODE: usize = 5;

/// After so many wrong guesses within an hour no code of a person's, nor of an employer's, is looked at (own).
pub const GUESSES_PER_HOUR: usize = 10;

/// So often within an hour the same procedure is begun for one person, or for one employer (own).
pub const BEGUN_PER_HOUR: usize = 10;

/// So many letters an hour with a code or a link of any kind go to an address that was typed at the screen, whosever number was
/// given with it (own).
pub const LETTERS_PER_ADDRESS: usize = 10;

/// An hour.
pub const HOUR_MS: i64 = 3_600_000;

/// How long has to be waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// In seconds, one at the least.
    pub secs: i64,
}

impl Wait {
    fn until(at_ms: i64, now: Moment) -> Self {
        Self { secs: at_ms.saturating_sub(now.0).saturating_add(999).div_euclid(1000).max(1) }
    }

    /// «45 segundos», «12 minutos».
    #[must_use]
    pub fn in_words(self) -> String {
        match self.secs {
            1 => "1 segundo".into(),
            secs if secs < 90 => format!("{secs} segundos"),
            secs => format!("{} minutos", secs.saturating_add(59).div_euclid(60)),
        }
    }
}

/// May another code be sent, where these were asked for, each by its moment?
///
/// # Errors
/// How long has to be waited.
pub fn may_ask(asked: &[i64], now: Moment) -> Result<(), Wait> {
    let last = asked.iter().copied().max();
    let rests_until = last.map(|at| at.saturating_add(PAUSE_SECS.saturating_mul(1000)));
    if let Some(until) = rests_until.filter(|until| *until > now.0) {
        return Err(Wait::until(until, now));
    }
    fewer_than(REQUESTS_PER_HOUR, asked, now)
}

/// May another guess be looked at, where these were wrong, each by its moment?
///
/// # Errors
/// How long has to be waited.
pub fn may_guess(wrong: &[i64], now: Moment) -> Result<(), Wait> {
    fewer_than(GUESSES_PER_HOUR, wrong, now)
}

/// May the same be begun anew, where it was begun then?
///
/// # Errors
/// How long has to be waited.
pub fn may_begin(begun: &[i64], now: Moment) -> Result<(), Wait> {
    fewer_than(BEGUN_PER_HOUR, begun, now)
}

/// May another letter go to an address, where these were asked for, each by its moment?
///
/// # Errors
/// How long has to be waited.
pub fn may_write_to(asked: &[i64], now: Moment) -> Result<(), Wait> {
    fewer_than(LETTERS_PER_ADDRESS, asked, now)
}

/// Fewer than so many within the hour. What lies ahead, by a clock that ran ahead, is within it too.
fn fewer_than(most: usize, at: &[i64], now: Moment) -> Result<(), Wait> {
    let since = now.0.saturating_sub(HOUR_MS);
    let mut within: Vec<i64> = at.iter().copied().filter(|at| *at > since).collect();
    within.sort_unstable_by(|one, other| other.cmp(one));
    match most.checked_sub(1).and_then(|nth| within.get(nth)) {
        // Once the oldest of the newest ones is an hour old there is room again.
        Some(oldest) => Err(Wait::until(oldest.saturating_add(HOUR_MS), now)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_795_186_800_000);

    fn ago(secs: &[i64]) -> Vec<i64> {
        secs.iter().map(|secs| NOW.0.saturating_sub(secs.saturating_mul(1000))).collect()
    }

    #[test]
    fn a_pause_and_five_an_hour() {
        assert_eq!(may_ask(&[], NOW), Ok(()));
        assert_eq!(may_ask(&ago(&[59]), NOW), Err(Wait { secs: 1 }));
        assert_eq!(may_ask(&ago(&[60]), NOW), Ok(()));
        assert_eq!(may_ask(&ago(&[60, 120, 180, 240]), NOW), Ok(()));
        assert_eq!(may_ask(&ago(&[60, 120, 180, 240, 3000]), NOW), Err(Wait { secs: 600 }));
        assert_eq!(may_ask(&ago(&[60, 120, 180, 240, 3600]), NOW), Ok(()));
    }

    #[test]
    fn ten_guesses_an_hour_wherever_they_were_made() {
        assert_eq!(may_guess(&ago(&[1; 9]), NOW), Ok(()));
        assert_eq!(may_guess(&ago(&[1; 10]), NOW), Err(Wait { secs: 3599 }));
        assert_eq!(may_guess(&ago(&[3600; 10]), NOW), Ok(()));
        assert!(may_guess(&ago(&[-600; 10]), NOW).is_err(), "a clock that ran ahead gives no guess back");
    }

    #[test]
    fn ten_letters_an_hour_to_one_address() {
        assert_eq!(may_write_to(&ago(&[1; 9]), NOW), Ok(()), "no pause lies between those of several people");
        assert_eq!(may_write_to(&ago(&[1; 10]), NOW), Err(Wait { secs: 3599 }));
        assert_eq!(may_write_to(&ago(&[3600; 10]), NOW), Ok(()));
    }

    #[test]
    fn a_wait_is_said_in_words() {
        let words = |secs| Wait { secs }.in_words();
        assert_eq!([1, 45, 90, 61 * 60].map(words), ["1 segundo", "45 segundos", "2 minutos", "61 minutos"]);
    }
}
