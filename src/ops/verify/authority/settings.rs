//! The settings that decide what needs a second person, and which printers may carry a key: each value is the one that a
//! supervisor signed last.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Said;
use crate::ops::house::operation::Operation as _;
use crate::ops::house::settings::{NAME, WENT_BY, mark};
use crate::ops::issuance::TRUSTED_AS;
use crate::ops::mail::{self, ChangeMail, MailSettings};
use crate::ops::printer::{PREFIX, PrinterTrust, TrustPrinter};
use crate::ops::settings::{ChangeSettings, Settings};
use crate::ops::verify::{Stop, problem};
use crate::print::ipp::Fingerprint;
use crate::store::{self, Reader};

/// The settings as the journal knows them.
#[derive(Default)]
pub(super) struct RebuiltSettings {
    centre: Kept,
    mail: Kept,
    /// The marks of all that the mail was ever set to: a letter under way when it was changed went by what was before.
    mail_marks: BTreeSet<String>,
    /// One of these does not say it any more.
    is_mail_erased: bool,
    /// By address.
    printers: BTreeMap<String, Value>,
    /// How many entries about printers said it in a detail that was erased.
    erased_printers: usize,
}

#[derive(Default)]
enum Kept {
    /// Nobody changed it.
    #[default]
    AsAtFirst,
    /// The value last signed.
    Is(Box<Value>),
    /// It stood in a detail that was erased.
    Erased,
}

impl RebuiltSettings {
    /// An entry about the house.
    pub(super) fn take(&mut self, said: &Said<'_>) {
        match said.entry.operation.as_str() {
            ChangeSettings::NAME => {
                self.centre = Kept::told(said);
            }
            ChangeMail::NAME => {
                self.mail = Kept::told(said);
                match &self.mail {
                    Kept::Is(value) => _ = self.mail_marks.insert(mark(Some(value))),
                    _ => self.is_mail_erased = true,
                }
            }
            TrustPrinter::NAME => match said.text("/printer").zip(said.told("/trust")) {
                Some((printer, trust)) => {
                    self.printers.insert(printer.to_owned(), trust.clone());
                }
                None => self.erased_printers = self.erased_printers.saturating_add(1),
            },
            _ => {}
        }
    }

    /// Does the centre have one supervisor, by now, as far as that is said?
    pub(super) fn sole_supervisor(&self) -> Option<bool> {
        match &self.centre {
            Kept::AsAtFirst => Some(Settings::default().sole_supervisor),
            Kept::Is(value) => value.get("sole_supervisor")?.as_bool(),
            Kept::Erased => None,
        }
    }

    /// An entry that hangs on the settings: they were those that a supervisor had signed.
    pub(super) fn hold_against(&self, said: &Said<'_>) -> Result<(), String> {
        let entry = said.entry;
        let signed = match &self.centre {
            Kept::AsAtFirst => mark(None),
            Kept::Is(value) => mark(Some(value)),
            Kept::Erased => return Ok(()),
        };
        match said.detail.is_none() || said.text(&format!("/{WENT_BY}")) == Some(&signed) {
            true => Ok(()),
            false => Err(format!(
                "La entrada {} ({}) se hizo con otra configuración del centro que la que supervisión había firmado.",
                entry.number, entry.operation
            )),
        }
    }

    /// A letter that was sent: by settings that a supervisor had signed. A demonstration's goes by none.
    pub(super) fn take_letter(&self, entry: i64, settings: &str) -> Result<(), String> {
        match settings.is_empty() || self.is_mail_erased || self.mail_marks.contains(settings) {
            true => Ok(()),
            false => Err(format!(
                "La carta de la entrada {entry} se envió con otra configuración del correo que las que supervisión había \
                 firmado."
            )),
        }
    }

    /// A key that was entered in the ledger: its printer was trusted as far as a supervisor had signed.
    pub(super) fn take_key(&self, said: &Said<'_>) -> Result<(), String> {
        if !said.full || said.detail.is_none() || self.erased_printers > 0 {
            return Ok(());
        }
        let printer = said.text("/printer").unwrap_or_default();
        let signed = self.printers.get(printer).and_then(trust_in).unwrap_or_default();
        match said.told(&format!("/{TRUSTED_AS}")).and_then(trust_in).is_some_and(|used| used == signed) {
            true => Ok(()),
            false => Err(format!(
                "La clave de la entrada {} fue a la impresora {printer} con otra confianza que la que supervisión había \
                 firmado.",
                said.entry.number
            )),
        }
    }

    /// Compares with the table.
    pub(super) fn compare(mut self, reader: &Reader) -> Result<(), Stop> {
        let rows = store::centre::settings(reader)?;
        let stands = |wanted| rows.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        if !self.centre.agrees_with::<Settings>(stands(NAME)) {
            return problem("La configuración del centro no es la última que supervisión firmó en la bitácora.".into());
        }
        if !self.mail.agrees_with::<MailSettings>(stands(mail::NAME)) {
            return problem("La configuración del correo no es la última que supervisión firmó en la bitácora.".into());
        }
        let trusted = rows.iter().filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?, value)));
        for (printer, value) in trusted {
            let is_as_said = match self.printers.remove(printer) {
                Some(said) => serde_json::from_str::<Value>(value).is_ok_and(|stands| stands == said),
                None => false,
            };
            if !is_as_said && self.erased_printers == 0 {
                return problem(format!(
                    "La confianza en la impresora {printer} no es la última que supervisión firmó en la bitácora."
                ));
            }
            self.erased_printers = self.erased_printers.saturating_sub(usize::from(!is_as_said));
        }
        Ok(())
    }
}

impl Kept {
    /// What an entry says of the value from then on.
    fn told(said: &Said<'_>) -> Self {
        said.told("/after").map_or(Self::Erased, |after| Self::Is(Box::new(after.clone())))
    }

    /// Does this stand in the table?
    fn agrees_with<T: DeserializeOwned + PartialEq>(&self, stands: Option<&str>) -> bool {
        match (self, stands) {
            (Self::Erased, _) | (Self::AsAtFirst, None) => true,
            (Self::Is(said), Some(stands)) => same::<T>(said, stands),
            (Self::AsAtFirst, Some(_)) | (Self::Is(_), None) => false,
        }
    }
}

/// What an entry says and what stands are the same settings, though a version in between knows more of them.
fn same<T: DeserializeOwned + PartialEq>(said: &Value, stands: &str) -> bool {
    let Ok(stands) = serde_json::from_str::<Value>(stands) else { return false };
    let read = |value: &Value| serde_json::from_value::<T>(value.clone()).ok();
    *said == stands || read(said).zip(read(&stands)).is_some_and(|(said, stands)| said == stands)
}

/// Trust as it is compared: a fingerprint may be written in several ways.
fn trust_in(value: &Value) -> Option<PrinterTrust> {
    let mut trust: PrinterTrust = serde_json::from_value(value.clone()).ok()?;
    let parsed = trust.certificate.as_ref().and_then(|text| text.parse::<Fingerprint>().ok());
    trust.certificate = parsed.map(|parsed| parsed.to_string()).or(trust.certificate);
    Some(trust)
}
