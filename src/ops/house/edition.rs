//! The vault's edition, against the highest that the store has seen.
//!
//! The vault counts its changes. One that stands behind what the store remembers was put back from a copy: whoever was
//! taken out of it since has a slot again, and old passwords open. The list of users keeps such people out; that it
//! happened is for a supervisor to know, as with a journal that ends too early.
//!
//! Of a centre on a server each machine has a vault of its own, and [takes over](House::take_over_vault) what counts: nothing
//! is doubted there.

use super::House;
use super::anchor::AnchorState;
use crate::domain::system::ForLog as _;
use crate::ops::error::Error;
use crate::store::{self, Reader};

/// Under this name the highest edition stands among the settings.
const SEEN: &str = "vault_edition";

impl House {
    /// At the opening: a vault older than the store remembers puts the house in doubt.
    pub(in crate::ops) fn doubt_an_older_vault(&self) -> Result<(), Error> {
        if self.is_on_server() {
            return Ok(());
        }
        let (edition, seen) = (self.vault().edition(), self.seen(&self.reader()?)?);
        if edition < seen {
            self.doubt(&format!(
                "La bóveda de contraseñas lleva {edition} cambios y este almacén ya vio {seen}: parece traída de un \
                 respaldo anterior."
            ));
        }
        Ok(())
    }

    /// After the vault changed: the store remembers it, unless the house is in doubt. What could not be noted is logged
    /// and noted with the next change: the store may lag, it never runs ahead.
    pub(in crate::ops) fn remember_vault(&self) {
        if self.anchor_state() != AnchorState::Agrees || self.is_on_server() {
            return;
        }
        let edition = self.vault().edition();
        let noted = self.reader().and_then(|reader| self.seen(&reader)).and_then(|seen| match edition > seen {
            true => self.note_edition(edition),
            false => Ok(()),
        });
        if let Err(error) = noted {
            tracing::warn!(error = error.for_log(), "the vault's edition was not noted");
        }
    }

    /// A supervisor accepted the vault as it is.
    pub(in crate::ops) fn accept_vault(&self) -> Result<(), Error> {
        if self.is_on_server() {
            return Ok(());
        }
        let edition = self.vault().edition();
        self.note_edition(edition)
    }

    fn note_edition(&self, edition: u64) -> Result<(), Error> {
        let centre = self.centre().id;
        Ok(self.store().write(|tx| store::centre::set_setting(tx, centre, SEEN, &edition.to_string()))?)
    }

    pub(in crate::ops) fn seen(&self, reader: &Reader) -> Result<u64, Error> {
        match store::centre::setting(reader, self.centre().id, SEEN)? {
            None => Ok(0),
            Some(text) => {
                text.parse().map_err(|_| Error::Inconsistent("la edición de la bóveda que se anotó no se lee".into()))
            }
        }
    }
}
