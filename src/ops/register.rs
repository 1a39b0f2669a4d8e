//! What the registers answer, as the rules look at it.

use super::error::Error;
use super::visit::typed;
use crate::domain::number::{EmployerNumber, Entered};
use crate::domain::register::{
    ArtisanMark, EmployerRecord, Provenance, RegisterAnswer, RegisteredBranch, Representative,
};
use crate::domain::visit::Person;
use crate::store::{self, Reader};

/// What the register of employers says of a number.
///
/// # Errors
/// The store's.
pub fn employer(reader: &Reader, number: &EmployerNumber) -> Result<RegisterAnswer, Error> {
    let Some(employer) = store::employer::by_number(reader, number)? else { return Ok(RegisterAnswer::NotFound) };
    reader.foresee(|| {
        let _ = store::employer::branches(reader, employer.id);
        let _ = store::employer::representatives(reader, employer.id);
    })?;
    let branches = store::employer::branches(reader, employer.id)?;
    let representatives = store::employer::representatives(reader, employer.id)?;
    Ok(RegisterAnswer::Found(EmployerRecord {
        kind: employer.kind,
        name: employer.name,
        provenance: provenance(&employer.provenance),
        branches: branches
            .into_iter()
            .map(|it| RegisteredBranch {
                number: Entered::new(it.branch.as_str()),
                provenance: provenance(&it.provenance),
            })
            .collect(),
        representatives: representatives
            .into_iter()
            .map(|it| Representative {
                person: Person { number: Some(typed(&it.number)), name: it.name },
                provenance: provenance(&it.provenance),
            })
            .collect(),
        artisan: if employer.artisan { ArtisanMark::Artisan } else { ArtisanMark::NotMarked },
        sri_state: employer.sri_state,
    }))
}

/// Where a fact of the register comes from, as the rules look at it.
pub(super) fn provenance(stored: &store::provenance::Provenance) -> Provenance {
    use store::provenance::Entered as How;
    match (stored.entered, stored.confirmed) {
        (How::Import, _) => Provenance::Import,
        (How::Hand, Some(_)) => Provenance::Confirmed,
        (How::Hand, None) => Provenance::Hand,
    }
}
