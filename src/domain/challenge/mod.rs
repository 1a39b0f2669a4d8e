//! Codes and links: how somebody shows that a letter reached them. What each is for, how long it is good, how often it may
//! be asked for and guessed at; all of it pure, and the one place where these numbers stand: the letters, the screens and the
//! rules read them here.
//!
//! A code is typed and may be guessed at, so guesses are few; a link is read by a reader or copied whole, and is too long to be
//! guessed at all.

mod limit;
mod secret;

pub use limit::{
    BEGUN_PER_HOUR, GUESSES_PER_CODE, GUESSES_PER_HOUR, HOUR_MS, LETTERS_PER_ADDRESS, PAUSE_SECS, REQUESTS_PER_HOUR,
    Wait, may_ask, may_begin, may_guess, may_write_to,
};
pub use secret::{OneTimeSecret, typed};

use crate::domain::calendar::Moment;

/// What a secret looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Eight digits, to be typed.
    Code,
    /// 26 letters and digits, to be read by a reader or copied.
    Link,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident, $code:literal, $form:ident, $minutes:literal, $source:literal;)+) => {
        /// What a code or a link is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ChallengeKind {
            $($(#[$doc])* $kind,)+
        }

        impl ChallengeKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The word for it in the store and in the journal.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$kind => $code,)+ }
            }

            /// What its secret looks like.
            #[must_use]
            pub fn form(self) -> Form {
                match self { $(Self::$kind => Form::$form,)+ }
            }

            /// For how many minutes it is good, from the moment on at which its letter is sent.
            #[must_use]
            pub fn minutes(self) -> u16 {
                match self { $(Self::$kind => $minutes,)+ }
            }

            /// Where that is written, in Spanish.
            #[must_use]
            pub fn source(self) -> &'static str {
                match self { $(Self::$kind => $source,)+ }
            }
        }
    };
}

kinds! {
    /// The code that begins the recovery of an employer key.
    RecoveryCode, "recovery_code", Code, 3, "Recuperación de clave de empleador, paso 5";
    /// The link by which it is completed.
    RecoveryLink, "recovery_link", Link, 3, "Recuperación de clave de empleador, paso 6";
    /// The link by which an affiliate key is made.
    KeyLink, "key_link", Link, 15, "Clave de afiliado, paso 10";
    /// The link by which an affiliate key is unlocked.
    UnlockLink, "unlock_link", Link, 3, "Desbloqueo de clave de afiliado, desbloqueo virtual, letra c";
    /// The code by which whoever books a turn shows that the address is theirs.
    BookingCode, "booking_code", Code, 10, "Regla interna";
}

/// Within so many minutes from the opening of the link on a new key is to be chosen (affiliate-key sheet, step 12; for the
/// employer key's recovery: own).
pub const CHOOSE_WITHIN_MINUTES: u16 = 15;

const MINUTE_MS: i64 = 60_000;

impl ChallengeKind {
    /// Reads its word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Until when a secret is good whose letter was sent then.
    #[must_use]
    pub fn good_until(self, made: Moment) -> Moment {
        Moment(made.0.saturating_add(i64::from(self.minutes()).saturating_mul(MINUTE_MS)))
    }

    /// Is it good? Not by a clock that was set back to before its letter: it would be good for longer than it is.
    #[must_use]
    pub fn is_good(self, made: Moment, now: Moment) -> bool {
        made <= now && now < self.good_until(made)
    }
}

/// How a code or a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChallengeState {
    /// Its letter is to be sent.
    Asked,
    /// Its letter was sent, or is being sent.
    Open,
    /// It was given back, and serves no more.
    Used,
    /// A newer one took its place, or whoever it was for went away.
    Replaced,
    /// It was guessed at too often.
    Spent,
}

impl ChallengeState {
    const ALL: [Self; 5] = [Self::Asked, Self::Open, Self::Used, Self::Replaced, Self::Spent];

    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Open => "open",
            Self::Used => "used",
            Self::Replaced => "replaced",
            Self::Spent => "spent",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// May it still be given back?
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_no_two_are_the_same() {
        for kind in ChallengeKind::ALL {
            assert_eq!(ChallengeKind::from_code(kind.code()), Some(*kind));
        }
        for state in ChallengeState::ALL {
            assert_eq!(ChallengeState::from_code(state.code()), Some(state));
        }
    }

    #[test]
    fn each_is_good_for_as_long_as_its_sheet_says_and_not_a_millisecond_longer() {
        let made = Moment(1_795_186_800_000);
        for (kind, minutes) in [
            (ChallengeKind::RecoveryCode, 3),
            (ChallengeKind::RecoveryLink, 3),
            (ChallengeKind::KeyLink, 15),
            (ChallengeKind::UnlockLink, 3),
            (ChallengeKind::BookingCode, 10),
        ] {
            let end = made.0 + minutes * MINUTE_MS;
            assert!(kind.is_good(made, Moment(end - 1)), "{kind:?}");
            assert!(!kind.is_good(made, Moment(end)), "{kind:?}");
            assert!(kind.is_good(made, made) && !kind.is_good(made, Moment(made.0 - 1)), "{kind:?}");
        }
    }
}
