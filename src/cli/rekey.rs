//! `ventanilla rekey`: a new secret for the store, everything enciphered anew.

use super::Ended;
use super::args::Rekey;
use super::error::Error;
use super::voice::{complain, say};
use crate::domain::user::Role;

/// Changes the store's key.
pub(super) fn run(words: &Rekey) -> Result<Ended, Error> {
    let place = words.door.place()?;
    let (house, session) = words.door.open()?;
    if place.server.is_some() {
        house.rekey(&session, &place)?;
        say!(
            "Listo: esta ventanilla ingresa al servidor con otra contraseña. Si alguien se fue, hágalo en el equipo de cada ventanilla."
        );
        return Ok(Ended::Done);
    }
    if session.actor().role == Role::Supervisor {
        complain!("Cifrando de nuevo el almacén; no apague el equipo. Si se corta, al abrirlo otra vez continúa.");
    }
    house.rekey(&session, &place)?;
    say!(
        "Listo: el almacén tiene otra llave. Las contraseñas son las mismas; los respaldos anteriores siguen con la llave anterior."
    );
    Ok(Ended::Done)
}
