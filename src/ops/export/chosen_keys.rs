//! The export of chosen keys: how the central system learns of the keys that people chose by themselves at this centre.
//!
//! One line a key, with its hash alone. A newer one of the same number and branch replaces the earlier ones. Whose it is, its
//! entry says; where that was erased, the line says so.

use std::path::Path;

use super::{Days, Export, Exported, Said, export};
use crate::domain::calendar::Moment;
use crate::domain::procedure;
use crate::ops::error::{Error, known};
use crate::ops::house::operation::{Done, Operation, Subject, Work};
use crate::ops::house::{House, Session};
use crate::store::chosen_key::ChosenKey;
use crate::store::erasure::ERASED;
use crate::store::{self, Reader};

/// That chosen keys were exported.
#[derive(Debug, Clone)]
pub(in crate::ops) struct ExportChosenKeys(Said);

impl Operation for ExportChosenKeys {
    const NAME: &'static str = "export.chosen_keys";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, _work: &Work<'_>) -> Result<Done<()>, Error> {
        Ok(self.0.done())
    }
}

impl Export for ExportChosenKeys {
    const PURPOSE: &'static str = "ventanilla export of chosen keys v1";
    const DOING: &'static str = "escribir las claves elegidas";
    const REFUSAL: &'static str = "Las claves elegidas solo las exporta supervisión.";
    const COLUMNS: &'static [&'static str] =
        &["entrada", "tramite", "numero", "sucursal", "hash", "fecha_hora", "centro"];

    fn of(said: Said) -> Self {
        Self(said)
    }

    fn each(house: &House, days: Days, line: &mut dyn FnMut(&[String]) -> Result<(), Error>) -> Result<(), Error> {
        let (walked, reader) = (house.reader()?, house.reader()?);
        store::chosen_key::walk(&walked, |key| -> Result<(), Error> {
            match days.hold(Moment(key.made_at_ms).day(house.centre().zone)) {
                true => line(&line_of(house, &reader, &key)?),
                false => Ok(()),
            }
        })
    }
}

/// Writes the keys that were chosen on some days to `file`, signed. The entry is made before anything of them is written.
///
/// # Errors
/// As [`export_issued`](super::export_issued).
pub fn export_chosen_keys(house: &House, by: &Session, days: Days, file: &Path) -> Result<Exported, Error> {
    export::<ExportChosenKeys>(house, by, days, file)
}

fn line_of(house: &House, reader: &Reader, key: &ChosenKey) -> Result<[String; 7], Error> {
    let flow = known(store::self_service::get(reader, key.flow)?, "este autoservicio")?;
    let detail = store::journal::detail(reader, key.journal_number)?;
    let said = detail.and_then(|detail| serde_json::from_str::<serde_json::Value>(&detail.payload).ok());
    let told = |place: &str| said.as_ref().and_then(|said| said.pointer(place)?.as_str()).filter(|it| !it.is_empty());
    // An employer's key is its own, a person's theirs.
    let number = told("/employer").or_else(|| told("/number")).unwrap_or(ERASED);
    Ok([
        key.journal_number.to_string(),
        procedure::name_of(&flow.procedure).into(),
        number.to_owned(),
        told("/branch").unwrap_or_default().to_owned(),
        key.hash.clone(),
        Moment(key.made_at_ms).local(house.centre().zone).to_rfc3339(),
        house.centre().code.as_str().into(),
    ])
}
