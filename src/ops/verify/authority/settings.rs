//! The settings that decide what needs a second person, and which printers may carry a key: each value is the one that a
//! supervisor signed last.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Said;
use crate::ops::operation::Operation as _;
use crate::ops::printer::{PREFIX, TrustPrinter};
use crate::ops::settings::{ChangeSettings, NAME, Settings};
use crate::ops::verify::{Stop, problem};
use crate::store::{self, Reader};

/// The settings as the journal knows them.
#[derive(Default)]
pub(super) struct RebuiltSettings {
    centre: Centre,
    /// By address.
    printers: BTreeMap<String, Value>,
    /// How many entries about printers said it in a detail that was erased.
    erased_printers: usize,
}

#[derive(Default)]
enum Centre {
    /// Nobody changed them.
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
                self.centre = said.told("/after").map_or(Centre::Erased, |after| Centre::Is(Box::new(after.clone())));
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
            Centre::AsAtFirst => Some(Settings::default().sole_supervisor),
            Centre::Is(value) => value.get("sole_supervisor")?.as_bool(),
            Centre::Erased => None,
        }
    }

    /// Compares with the table.
    pub(super) fn compare(mut self, reader: &Reader) -> Result<(), Stop> {
        let rows = store::centre::settings(reader)?;
        let centre = rows.iter().find(|(name, _)| name == NAME).map(|(_, value)| value.as_str());
        let is_as_said = match (&self.centre, centre) {
            (Centre::Erased, _) | (Centre::AsAtFirst, None) => true,
            (Centre::Is(said), Some(stands)) => same_settings(said, stands),
            (Centre::AsAtFirst, Some(_)) | (Centre::Is(_), None) => false,
        };
        if !is_as_said {
            return problem("La configuración del centro no es la última que supervisión firmó en la bitácora.".into());
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

/// What an entry says and what stands are the same settings, though a version in between knows more of them.
fn same_settings(said: &Value, stands: &str) -> bool {
    let Ok(stands) = serde_json::from_str::<Value>(stands) else { return false };
    let read = |value: &Value| serde_json::from_value::<Settings>(value.clone()).ok();
    *said == stands || read(said).zip(read(&stands)).is_some_and(|(said, stands)| said == stands)
}
