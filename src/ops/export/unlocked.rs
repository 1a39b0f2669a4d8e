//! The export of unlockings: how the central system learns of the affiliate keys that this centre unlocked, and of the data
//! that were brought up to date with it.
//!
//! One line an unlocking. Whose it was and what the person gave, its entry says; where that was erased, the line says so.

use std::path::Path;

use super::{Days, Export, Exported, Said, export};
use crate::domain::calendar::Moment;
use crate::domain::register::{Contact, UnlockedIn};
use crate::ops::error::Error;
use crate::ops::house::operation::{Done, Operation, Subject, Work};
use crate::ops::house::{House, Session};
use crate::print::spreadsheet::disarmed;
use crate::store::erasure::ERASED;
use crate::store::key_unlock::KeyUnlock;
use crate::store::{self, Reader};

/// That unlockings were exported.
#[derive(Debug, Clone)]
pub(in crate::ops) struct ExportUnlocked(Said);

impl Operation for ExportUnlocked {
    const NAME: &'static str = "export.unlocked";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, _work: &Work<'_>) -> Result<Done<()>, Error> {
        Ok(self.0.done())
    }
}

impl Export for ExportUnlocked {
    const PURPOSE: &'static str = "ventanilla export of unlockings v1";
    const DOING: &'static str = "escribir los desbloqueos";
    const REFUSAL: &'static str = "Los desbloqueos solo los exporta supervisión.";
    const COLUMNS: &'static [&'static str] =
        &["entrada", "numero", "fecha_hora", "motivo", "centro", "actualiza_datos", "correo", "celular", "telefono"];

    fn of(said: Said) -> Self {
        Self(said)
    }

    fn each(house: &House, days: Days, line: &mut dyn FnMut(&[String]) -> Result<(), Error>) -> Result<(), Error> {
        let (walked, reader) = (house.reader()?, house.reader()?);
        store::key_unlock::walk(&walked, |unlock| -> Result<(), Error> {
            match days.hold(Moment(unlock.unlocked_at_ms).day(house.centre().zone)) {
                true => line(&line_of(house, &reader, &unlock)?),
                false => Ok(()),
            }
        })
    }
}

/// Writes the unlockings of some days to `file`, signed. The entry is made before anything of them is written.
///
/// # Errors
/// As [`export_issued`](super::export_issued).
pub fn export_unlocked(house: &House, by: &Session, days: Days, file: &Path) -> Result<Exported, Error> {
    export::<ExportUnlocked>(house, by, days, file)
}

fn line_of(house: &House, reader: &Reader, unlock: &KeyUnlock) -> Result<[String; 9], Error> {
    let detail = store::journal::detail(reader, unlock.journal_number)?;
    let said = detail.and_then(|detail| serde_json::from_str::<serde_json::Value>(&detail.payload).ok());
    let number = said.as_ref().and_then(|said| said.pointer("/number")?.as_str()).unwrap_or(ERASED);
    let given = said.as_ref().and_then(|said| serde_json::from_value(said.pointer("/after")?.clone()).ok());
    let contact: Contact = given.unwrap_or_default();
    Ok([
        unlock.journal_number.to_string(),
        number.to_owned(),
        Moment(unlock.unlocked_at_ms).local(house.centre().zone).to_rfc3339(),
        match unlock.occasion {
            UnlockedIn::Visit { reason, .. } => reason.spanish().into(),
            UnlockedIn::SelfService(_) => "Autoservicio".into(),
        },
        house.centre().code.as_str().into(),
        if unlock.brings_up_to_date() { "sí" } else { "no" }.into(),
        // Whatever a person gave stays text in a spreadsheet.
        disarmed(&contact.email),
        disarmed(&contact.mobile),
        disarmed(&contact.telephone),
    ])
}
