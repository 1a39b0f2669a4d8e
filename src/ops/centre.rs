//! The centre itself: its name, which stands on every paper.

use serde_json::json;

use super::error::{Error, refuse};
use super::house::{House, Session};
use super::import::unprintable;
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::store;

/// The longest name that a paper's head holds, in characters.
const LONGEST: usize = 80;

/// A supervisor gives the centre another name: on paper from then on, the code in the serials stays.
#[derive(Debug, Clone)]
pub(super) struct RenameCentre {
    name: String,
}

impl Operation for RenameCentre {
    const NAME: &'static str = "centre.rename";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > LONGEST {
            return refuse("name", format!("Escriba el nombre del centro, de hasta {LONGEST} letras."));
        }
        if let Some(character) = unprintable(name) {
            return refuse("name", format!("El papel no puede imprimir «{character}»: escriba el nombre sin él."));
        }
        if name == work.centre.name {
            return refuse("same", "El centro ya se llama así.");
        }
        store::centre::rename(work.tx, work.centre.id, name)?;
        let detail = json!({ "before": work.centre.name, "after": name });
        Ok(Done::new((), Subject::HOUSE, &[Changed::Settings]).detail(detail))
    }
}

impl House {
    /// A supervisor gives the centre another name.
    ///
    /// # Errors
    /// As [`House::transact`].
    pub fn rename_centre(&self, by: &Session, name: &str) -> Result<(), Error> {
        self.perform(by, &RenameCentre { name: name.to_owned() })?;
        self.read_centre()
    }
}
