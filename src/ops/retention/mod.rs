//! For how long scans and personal data are kept: a review term a kind, set by the centre or not at all.
//!
//! Nothing goes by itself. A supervisor asks what is due ([`review_people`], [`review_scans`]), sees it, and has it erased
//! ([`EraseDue`], [`EraseScans`]): runs that are journalled and signed, whose chunks stay done when they are stopped. What
//! is left out is due again at the next review. Neither review is written down: it names numbers, not people.
//!
//! * **Personal data** are due when the last visit, turn, power or artisan paper of a person is older than the term, and
//!   the register of employers names the person no more. Who came in with an import and was never dealt with is the
//!   institution's register, and not due.
//! * **Scans** are due when their visit ended, or their power or qualification was last recorded or used, before the term.
//!   The visit, the power and the qualification stay.

mod people;
mod review;
mod scans;

use serde::{Deserialize, Serialize};

pub use self::people::EraseDue;
pub use self::review::{
    DuePeople, DuePerson, DueScans, LISTED_PAPERS, LookAtDue, PaperScans, ScannedKind, review_people, review_scans,
};
pub use self::scans::{EraseScans, ScansErased};
use super::erasure::TERM_YEARS;
use super::error::{Error, refuse};

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
    /// Refuses terms that are none.
    pub(super) fn require_sound(self) -> Result<(), Error> {
        let is_off =
            |years: Option<u16>, (least, most): (u16, u16)| years.is_some_and(|years| !(least..=most).contains(&years));
        if is_off(self.scans_years, SCANS_YEARS) {
            let (least, most) = SCANS_YEARS;
            return refuse(
                "retention",
                format!("El plazo de los documentos digitalizados va de {least} a {most} años. Escriba otro."),
            );
        }
        if is_off(self.personal_data_years, PERSONAL_DATA_YEARS) {
            let (least, most) = PERSONAL_DATA_YEARS;
            return refuse(
                "retention",
                format!("El plazo de los datos personales va de {least} a {most} años. Escriba otro."),
            );
        }
        Ok(())
    }
}
