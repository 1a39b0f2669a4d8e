//! The card of a procedure, as this centre hands it over. It is public and names nobody: printing it leaves no entry.

use super::error::{Error, known};
use super::house::House;
use super::issuance::sheet;
use super::settings;
use crate::domain::catalogue::Here;
use crate::domain::procedure;
use crate::domain::procedure_id::ProcedureId;
use crate::print::documents::{self, Document, ProcedureCard};
use crate::store::Reader;

/// What this centre says of itself on a card.
///
/// # Errors
/// The store's.
pub fn here(house: &House, reader: &Reader) -> Result<Here, Error> {
    let settings = settings::load(reader, house.centre().id)?;
    Ok(Here { centre: house.centre().name.clone(), hours: settings.hours })
}

/// The card on paper.
///
/// # Errors
/// The store's; a text that no page holds.
pub fn page(house: &House, procedure: ProcedureId) -> Result<Document, Error> {
    let reader = house.reader()?;
    let listed = known(procedure::find(procedure), "este trámite")?;
    let told = ProcedureCard {
        name: listed.name,
        card: &listed.card,
        here: here(house, &reader)?,
        printed_on: house.clock().now().day(house.centre().zone),
    };
    let settings = settings::load(&reader, house.centre().id)?;
    Ok(documents::procedure_card(&told, sheet(house, &settings))?)
}
