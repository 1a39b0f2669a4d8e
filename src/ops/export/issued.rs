//! The export of issuances: how the central system learns of the keys that this centre delivered or voided.
//!
//! One line a settled slip. A delivered key replaces the earlier ones of the same number and branch; a void one never
//! counts.

use std::path::Path;

use super::{Days, Export, Exported, Said, export};
use crate::domain::calendar::Moment;
use crate::domain::ledger::{Acknowledgement, IssuanceState};
use crate::ops::error::Error;
use crate::ops::house::operation::{Done, Operation, Subject, Work};
use crate::ops::house::{House, Session};
use crate::store;
use crate::store::issuance::Issuance;

/// That issuances were exported.
#[derive(Debug, Clone)]
pub(in crate::ops) struct ExportIssued(Said);

impl Operation for ExportIssued {
    const NAME: &'static str = "export.issued";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, _work: &Work<'_>) -> Result<Done<()>, Error> {
        Ok(self.0.done())
    }
}

impl Export for ExportIssued {
    const PURPOSE: &'static str = "ventanilla export of issuances v1";
    const DOING: &'static str = "escribir el libro de claves";
    const REFUSAL: &'static str = "El libro de claves solo lo exporta supervisión.";
    const COLUMNS: &'static [&'static str] =
        &["serie", "estado", "numero_empleador", "sucursal", "numero_receptor", "hash", "fecha_hora", "firmado"];

    fn of(said: Said) -> Self {
        Self(said)
    }

    fn each(house: &House, days: Days, line: &mut dyn FnMut(&[String]) -> Result<(), Error>) -> Result<(), Error> {
        store::issuance::walk(&house.reader()?, |slip| -> Result<(), Error> {
            // By the day on which it was settled: a slip settled after the export of its own day is in the next one.
            let settled = settled_at(&slip).day(house.centre().zone);
            match days.hold(settled) && matches!(slip.state, IssuanceState::Delivered | IssuanceState::Void) {
                true => line(&line_of(house, &slip)),
                false => Ok(()),
            }
        })
    }
}

/// Writes the settled slips of some days to `file`, signed. The entry is made before anything of them is written.
///
/// # Errors
/// A refusal for who is not a supervisor, of which the journal tells, or when `file` exists; the system's. Then there is
/// no file; where it could not be written, the entry stands.
pub fn export_issued(house: &House, by: &Session, days: Days, file: &Path) -> Result<Exported, Error> {
    export::<ExportIssued>(house, by, days, file)
}

fn settled_at(slip: &Issuance) -> Moment {
    Moment(slip.ended_at_ms.unwrap_or(slip.reserved_at_ms))
}

fn line_of(house: &House, slip: &Issuance) -> [String; 8] {
    let signed = match slip.acknowledgement {
        Some(Acknowledgement::Signed) => "sí",
        Some(Acknowledgement::Unsigned) => "no",
        None => "",
    };
    [
        slip.serial.to_string(),
        slip.state.spanish().into(),
        slip.employer.as_str().into(),
        slip.branch.as_str().into(),
        slip.recipient.as_str().into(),
        slip.key_hash.clone(),
        settled_at(slip).local(house.centre().zone).to_rfc3339(),
        signed.into(),
    ]
}
