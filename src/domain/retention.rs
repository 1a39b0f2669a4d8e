//! For how long scans and personal data are kept, as a centre sets it.

use serde::{Deserialize, Serialize};

/// How many years personal data are kept after the person was last dealt with, where the centre set no other term (own).
pub const TERM_YEARS: u16 = 7;

/// The review terms of a centre; none is set at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// How many years scans are kept after the last use of their paper.
    pub scans_years: Option<u16>,
    /// How many years personal data are kept after a person was last dealt with.
    pub personal_data_years: Option<u16>,
}

/// The shortest and the longest term of scans, in years (own).
pub const SCANS_YEARS: (u16, u16) = (1, 30);

/// The shortest and the longest term of personal data, in years (own). The export of issuances names recipients: it
/// must find them for as long as the central system may ask.
pub const PERSONAL_DATA_YEARS: (u16, u16) = (TERM_YEARS, 30);

impl Retention {
    /// Why these are no terms, if they are none.
    #[must_use]
    pub fn fault(self) -> Option<String> {
        let is_off =
            |years: Option<u16>, (least, most): (u16, u16)| years.is_some_and(|years| !(least..=most).contains(&years));
        let told = |what: &str, (least, most): (u16, u16)| {
            Some(format!("El plazo de los {what} va de {least} a {most} años. Escriba otro."))
        };
        match () {
            () if is_off(self.scans_years, SCANS_YEARS) => told("documentos digitalizados", SCANS_YEARS),
            () if is_off(self.personal_data_years, PERSONAL_DATA_YEARS) => {
                told("datos personales", PERSONAL_DATA_YEARS)
            }
            () => None,
        }
    }
}
