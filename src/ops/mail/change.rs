//! What a centre has set for its mail. A setting of its own beside the others, signed as they are; the password stands apart
//! from it, is never shown again, and is in no entry.

use serde::{Deserialize, Serialize};
use serde_json::json;
use zeroize::Zeroizing;

use crate::domain::email::Email;
use crate::domain::id::CentreId;
use crate::domain::mail::Encryption;
use crate::domain::sentence;
use crate::mail::{Root, is_this_machine};
use crate::ops::error::{Error, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::house::settings::mark;
use crate::store::{self, Reader};

/// Under this name the setting stands in the store, as one JSON object.
pub(in crate::ops) const NAME: &str = "mail";
/// Under this one the password.
const PASSWORD: &str = "mail.password";

/// How a centre sends mail.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailSettings {
    /// The server's name, or nothing: then no mail is sent.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How what is said to it is enciphered.
    pub encryption: Encryption,
    /// Who logs in at it, or nothing.
    pub user: String,
    /// In whose name letters are sent.
    pub from_address: String,
    /// What is shown for that; without it, the centre's name.
    pub from_name: String,
    /// Own root certificates in PEM, instead of those that this machine trusts.
    pub root: Option<String>,
}

impl MailSettings {
    /// Is there a server?
    #[must_use]
    pub fn is_set_up(&self) -> bool {
        !self.server.is_empty()
    }

    /// Is the same server spoken to in the same way by the same user?
    fn same_login(&self, other: &Self) -> bool {
        let login = |it: &Self| (it.server.clone(), it.port, it.encryption, it.user.clone(), it.root.clone());
        login(self) == login(other)
    }
}

/// What is set.
///
/// # Errors
/// The store's; [`Error::Inconsistent`] when what stands there is not ours.
pub fn load(reader: &Reader, centre: CentreId) -> Result<MailSettings, Error> {
    match store::centre::setting(reader, centre, NAME)? {
        None => Ok(MailSettings::default()),
        Some(text) => serde_json::from_str(&text)
            .map_err(|fault| Error::Inconsistent(format!("lo guardado sobre el correo no se lee ({fault})"))),
    }
}

/// The mark of what is set, by which an entry names it.
pub(super) fn kept_mark(reader: &Reader, centre: CentreId) -> Result<String, Error> {
    let kept = store::centre::setting(reader, centre, NAME)?;
    let value = kept.and_then(|text| serde_json::from_str(&text).ok());
    Ok(mark(value.as_ref()))
}

/// The password, where there is one.
pub(super) fn password(reader: &Reader, centre: CentreId) -> Result<Option<Zeroizing<String>>, Error> {
    let kept = store::centre::setting(reader, centre, PASSWORD)?;
    Ok(kept.map(Zeroizing::new).filter(|password| !password.is_empty()))
}

/// The certificates of a PEM file, and nothing else that it may hold.
///
/// # Errors
/// A refusal that says what is wrong with it.
pub fn parse_root(pem: &str) -> Result<String, Error> {
    match Root::parse(pem) {
        Ok(root) => Ok(root.as_pem().to_owned()),
        Err(fault) => refuse("root", sentence(&fault.to_string())),
    }
}

/// What becomes of the password.
#[derive(Clone, Default)]
pub enum PasswordChange {
    /// It stays what it is.
    #[default]
    Keep,
    /// It is this one from now on.
    Set(Zeroizing<String>),
}

impl std::fmt::Debug for PasswordChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Keep => "Keep",
            Self::Set(_) => "Set(…)",
        })
    }
}

/// Changes how the centre sends mail. What waits is tried at once.
#[derive(Debug, Clone)]
pub struct ChangeMail {
    /// From now on.
    pub settings: MailSettings,
    /// The password.
    pub password: PasswordChange,
}

impl Operation for ChangeMail {
    const NAME: &'static str = "mail.change";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let centre = work.centre.id;
        let before = load(work.tx, centre)?;
        let settings = sound(&self.settings)?;
        let kept = password(work.tx, centre)?;
        let new = match (&self.password, settings.user.is_empty()) {
            (_, true) => None,
            (PasswordChange::Set(new), false) if !new.is_empty() => Some(new.clone()),
            // A password that is not known to whoever changes this is not sent to another server.
            (_, false) if kept.is_some() && !settings.same_login(&before) => {
                return refuse(
                    "password",
                    "Cambió el servidor, el usuario o el cifrado: escriba de nuevo la contraseña del correo.",
                );
            }
            (_, false) if kept.is_none() => {
                return refuse("password", "Con un usuario hace falta su contraseña: escríbala.");
            }
            (_, false) => kept.clone(),
        };
        let what = match (&kept, &new) {
            (before, after) if before == after => "kept",
            (_, None) => "removed",
            (_, Some(_)) => "set",
        };
        let text = serde_json::to_string(&settings).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        store::centre::set_setting(work.tx, centre, NAME, &text)?;
        store::centre::set_setting(work.tx, centre, PASSWORD, new.as_ref().map_or("", |new| new.as_str()))?;
        store::outbox::try_now(work.tx, centre, work.now.0)?;
        let code = if settings.is_set_up() { "on" } else { "off" };
        Ok(Done::new((), Subject::HOUSE, &[Changed::Settings, Changed::Mail]).code(code).detail(json!({
            "before": before,
            "after": settings,
            "password": what,
        })))
    }
}

/// The settings as they are kept, or what is wrong with them.
fn sound(typed: &MailSettings) -> Result<MailSettings, Error> {
    let trimmed = |text: &str| text.trim().to_owned();
    let settings = MailSettings {
        server: trimmed(&typed.server),
        user: trimmed(&typed.user),
        from_address: trimmed(&typed.from_address),
        from_name: crate::mail::one_line(&typed.from_name),
        root: typed.root.as_deref().map(parse_root).transpose()?,
        ..typed.clone()
    };
    if !settings.is_set_up() {
        // Nothing of a server that is not used any more stays.
        return Ok(MailSettings::default());
    }
    let is_host = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':' | '[' | ']');
    if !settings.server.chars().all(is_host) {
        return refuse("server", "El servidor se escribe solo con su nombre o su dirección, sin puerto ni espacios.");
    }
    if settings.port == 0 {
        return refuse("port", "Escriba el puerto del servidor: un número de 1 a 65535.");
    }
    if settings.encryption == Encryption::None && !is_this_machine(&settings.server) {
        return refuse(
            "encryption",
            "Sin cifrado solo se habla con un servidor de este mismo equipo. Elija un cifrado.",
        );
    }
    if let Err(fault) = Email::parse(&settings.from_address) {
        return refuse("from", format!("La dirección del remitente no sirve: {fault}."));
    }
    Ok(settings)
}
