//! Letters that the program sends, pure: what a waiting one is about, how it stands, what can keep it from being carried,
//! and when it is tried again.

use serde::{Deserialize, Serialize};

use super::calendar::Moment;
use super::id::{ChallengeId, IssuanceId, SelfServiceId, TurnId};

macro_rules! intents {
    ($($(#[$doc:meta])* $intent:ident($id:ident), $kind:literal;)+) => {
        /// What a letter is about: never its text, nor whom it is for. Both are read when it is sent.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Intent {
            $($(#[$doc])* $intent($id),)+
        }

        impl Intent {
            /// The word for its kind in the store and in the journal.
            #[must_use]
            pub fn kind(self) -> &'static str {
                match self { $(Self::$intent(_) => $kind,)+ }
            }

            /// The id of what it is about.
            #[must_use]
            pub fn about(self) -> i64 {
                match self { $(Self::$intent(id) => id.0,)+ }
            }

            /// Reads a kind with its id.
            #[must_use]
            pub fn from_parts(kind: &str, about: i64) -> Option<Self> {
                match kind {
                    $($kind => Some(Self::$intent($id(about))),)+
                    _ => None,
                }
            }
        }
    };
}

intents! {
    /// A key was handed over: the employer hears of it at the registered address.
    KeyDelivered(IssuanceId), "key_delivered";
    /// A code or a link: it is made when the letter is sent.
    Challenge(ChallengeId), "challenge";
    /// Somebody chose a new key by themselves: whoever it belongs to hears of it.
    KeyChosen(SelfServiceId), "key_chosen";
    /// A turn was booked here: its confirmation.
    TurnBooked(TurnId), "turn_booked";
}

/// How a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// It is to be sent.
    Waiting,
    /// A server took it over.
    Sent,
    /// It is not tried any more.
    Failed,
}

impl MailState {
    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Sent, Self::Failed].into_iter().find(|state| state.code() == code)
    }
}

/// How a conversation with the mail server is kept from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encryption {
    /// Begun in the clear and enciphered before anything is said (STARTTLS, usually port 587).
    #[default]
    StartTls,
    /// Enciphered from the first byte on (usually port 465).
    Implicit,
    /// Not at all: for a server on this machine, and no other.
    None,
}

impl Encryption {
    /// The port that servers usually have for it.
    #[must_use]
    pub fn usual_port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Implicit => 465,
            Self::None => 25,
        }
    }
}

macro_rules! faults {
    ($($(#[$doc:meta])* $fault:ident, $code:literal, $permanent:literal, $sentence:literal;)+) => {
        /// What kept a letter from being carried.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum MailFault {
            $($(#[$doc])* $fault,)+
        }

        impl MailFault {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$fault,)+];

            /// The word for it in the store and in the journal.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$fault => $code,)+ }
            }

            /// Will trying again never help this letter? Whatever somebody can mend, or passes by itself, is not so.
            #[must_use]
            pub fn is_permanent(self) -> bool {
                match self { $(Self::$fault => $permanent,)+ }
            }

            /// What it is, and what to do.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$fault => $sentence,)+ }
            }
        }
    };
}

faults! {
    /// No server is set.
    NoServer, "no_server", false,
        "El centro no tiene servidor de correo. Supervisión lo pone en Configuración, Correo.";
    /// What is set cannot be used.
    Settings, "settings", false,
        "Lo guardado sobre el correo no sirve. Supervisión lo revisa y lo guarda de nuevo en Configuración, Correo.";
    /// The server was not reached.
    Unreachable, "unreachable", false,
        "No se pudo conectar con el servidor de correo. Soporte técnico revisa la red, el nombre del servidor y el puerto.";
    /// The server did not answer in time.
    Slow, "slow", false,
        "El servidor de correo no respondió a tiempo. Si se repite, soporte técnico revisa la red y el servidor.";
    /// The server does not encipher.
    NoEncryption, "no_encryption", false,
        "El servidor de correo no ofrece cifrado, y sin él no se envía nada. Supervisión revisa el cifrado y el puerto en \
         Configuración, Correo.";
    /// It could not be agreed how to encipher.
    Encryption, "encryption", false,
        "No se pudo cifrar la comunicación con el servidor de correo. Supervisión revisa el cifrado y el puerto en \
         Configuración, Correo.";
    /// Nobody that is trusted vouches for the server, or it has another name.
    Certificate, "certificate", false,
        "El certificado del servidor de correo no es de confianza o es de otro servidor. Supervisión revisa el nombre del \
         servidor y el certificado propio en Configuración, Correo.";
    /// User or password is wrong, or lacking.
    Credentials, "credentials", false,
        "El servidor de correo no acepta el usuario o la contraseña. Supervisión los corrige en Configuración, Correo.";
    /// The server wants nothing to do with this machine.
    ServerRefused, "server_refused", false,
        "El servidor de correo no acepta correos de este equipo. Soporte técnico lo arregla con quien administra el servidor.";
    /// The server does not send in the name of the sender's address.
    SenderRefused, "sender_refused", false,
        "El servidor de correo no acepta la dirección del remitente. Supervisión la corrige en Configuración, Correo.";
    /// The server asks to come again.
    TryLater, "try_later", false,
        "El servidor de correo pidió intentarlo más tarde.";
    /// The conversation broke off.
    Cut, "cut", false,
        "La comunicación con el servidor de correo se cortó. Si se repite, soporte técnico revisa la red y el servidor.";
    /// The program was closed.
    Stopped, "stopped", false,
        "El programa se cerró mientras se enviaba.";
    /// The folder of a demonstration could not be written to.
    Folder, "folder", false,
        "No se pudo escribir el correo en la carpeta de la demostración. Revise que exista y el espacio libre.";
    /// The server knows that nobody has this address.
    RecipientRefused, "recipient_refused", true,
        "El servidor de correo no acepta la dirección registrada: puede que ya no exista. Pida que la actualicen y avise por \
         otro medio.";
    /// The server does not take the letter.
    Rejected, "rejected", true,
        "El servidor de correo rechazó el mensaje. Avise por otro medio, y a soporte técnico si se repite.";
    /// A hand wrote the employer's address, and nobody confirmed it.
    AddressByHand, "address_by_hand", false,
        "El correo del empleador se escribió a mano y nadie lo confirmó. Cuando otra persona confirme al empleador en Registros, \
         se envía solo.";
    /// The employer has no registered address any more.
    NoAddress, "no_address", true,
        "Ya no hay un correo registrado. Avise por otro medio.";
    /// The turn that the letter confirms was cancelled meanwhile.
    TurnCancelled, "turn_cancelled", true,
        "El turno se canceló antes de enviar su confirmación.";
    /// What the letter was to say is gone.
    Gone, "gone", true,
        "Los datos ya se borraron: el aviso ya no se puede escribir.";
}

impl MailFault {
    /// Reads its word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fault| fault.code() == code)
    }
}

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 3_600_000;

/// After so many minutes a letter is tried again, the first time, the second …; from the last on always.
const PAUSES_MIN: [i64; 5] = [1, 5, 15, 60, 240];

/// A letter that nobody took in so much time is not tried any more: later it would be no news.
pub const GIVEN_UP_AFTER_HOURS: i64 = 48;

/// When a letter is tried again that was now tried the `attempts`-th time.
fn next_try(attempts: u32, now: Moment) -> Moment {
    let index = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let pause = PAUSES_MIN.get(index).or(PAUSES_MIN.last()).copied().unwrap_or(1);
    Moment(now.0.saturating_add(pause.saturating_mul(MINUTE_MS)))
}

/// Whoever waits for a code waits at a screen: after so many seconds its letter is tried again …
const PAUSE_OF_A_CODE_SECS: i64 = 15;

/// … and after so many minutes it is given up: a later one would reach nobody there.
const GIVEN_UP_OF_A_CODE_AFTER_MINUTES: i64 = 10;

impl Intent {
    /// When its letter is tried again that was now tried the `attempts`-th time.
    #[must_use]
    pub fn next_try(self, attempts: u32, now: Moment) -> Moment {
        match self {
            Self::Challenge(_) => Moment(now.0.saturating_add(PAUSE_OF_A_CODE_SECS.saturating_mul(1000))),
            _ => next_try(attempts, now),
        }
    }

    /// Is it too late for its letter, which waits since then?
    #[must_use]
    pub fn is_too_late(self, waits_since: Moment, now: Moment) -> bool {
        match self {
            Self::Challenge(_) => {
                let waited = now.0.saturating_sub(waits_since.0);
                waited >= GIVEN_UP_OF_A_CODE_AFTER_MINUTES.saturating_mul(MINUTE_MS)
            }
            _ => is_too_late(waits_since, now),
        }
    }
}

/// No pause is longer: a try that lies farther ahead was set by a clock that ran ahead, and is due.
#[must_use]
pub fn latest_next_try(now: Moment) -> Moment {
    next_try(u32::MAX, now)
}

/// Is it too late for a letter that waits since then?
fn is_too_late(waits_since: Moment, now: Moment) -> bool {
    now.0.saturating_sub(waits_since.0) >= GIVEN_UP_AFTER_HOURS.saturating_mul(HOUR_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_no_two_are_the_same() {
        for fault in MailFault::ALL {
            assert_eq!(MailFault::from_code(fault.code()), Some(*fault));
            assert!(fault.sentence().ends_with('.'), "{}", fault.sentence());
        }
        for state in [MailState::Waiting, MailState::Sent, MailState::Failed] {
            assert_eq!(MailState::from_code(state.code()), Some(state));
        }
        let intent = Intent::KeyDelivered(IssuanceId(7));
        assert_eq!(Intent::from_parts(intent.kind(), intent.about()), Some(intent));
        assert_eq!(Intent::from_parts("other", 7), None);
    }

    #[test]
    fn a_letter_is_tried_more_and_more_rarely_and_given_up_after_two_days() {
        let now = Moment(1_795_186_800_000);
        let minutes = |attempts| (next_try(attempts, now).0 - now.0) / MINUTE_MS;
        assert_eq!([0, 1, 2, 3, 4, 5, 6, u32::MAX].map(minutes), [1, 1, 5, 15, 60, 240, 240, 240]);
        assert_eq!(latest_next_try(now), next_try(5, now));
        let since = |hours: i64| Moment(now.0 - hours * HOUR_MS);
        assert!(!is_too_late(since(47), now) && is_too_late(since(48), now));
        assert!(!is_too_late(Moment(now.0 + HOUR_MS), now), "a clock that was set back makes nothing late");
        assert_eq!(next_try(1, Moment(i64::MAX)), Moment(i64::MAX));
    }
}
