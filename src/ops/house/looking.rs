//! What stands on a server at an address, as the owner of its tables sees it: looked at before a machine joins a centre there,
//! or one is founded. Nothing is changed by it.

use super::place::Place;
use crate::ops::error::{Error, refuse};
use crate::store::postgres::{Address, RoleThere, Server};
use crate::store::{self, Store, WhileDoing as _};

/// What was found at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThereOnServer {
    /// The centre, if one is there.
    pub centre: Option<CentreThere>,
    /// What the role of the address is already.
    pub role: RoleThere,
}

/// A centre that is at work on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreThere {
    /// Its name, as on paper.
    pub name: String,
    /// The numbers of its windows, in order.
    pub windows: Vec<u16>,
}

/// Looks what stands at the address of a place, with the role and the password of whoever owns the tables there.
///
/// # Errors
/// A refusal where the place is taken or has no server; [`store::Error::Unreached`]; the server's.
pub fn look_on_server(place: &Place, owner: (&str, &[u8])) -> Result<ThereOnServer, Error> {
    let address = free_place(place)?;
    let (store, role) =
        reached(address, as_owner(address, owner).and_then(|owner| Store::look_on(owner, address.role())))?;
    let centre = store.map(|store| -> Result<Option<CentreThere>, Error> {
        let reader = store.reader()?;
        // Tables without a centre are what a founding left that was cut: it is founded anew.
        let Some(centre) = store::centre::centres(&reader)?.into_iter().next() else { return Ok(None) };
        let mut windows: Vec<u16> = store::centre::windows(&reader)?.iter().map(|known| known.number).collect();
        windows.sort_unstable();
        Ok(Some(CentreThere { name: centre.name, windows }))
    });
    Ok(ThereOnServer { centre: centre.transpose()?.flatten(), role })
}

/// The address of a place on a server at which this machine has nothing yet.
pub(in crate::ops) fn free_place(place: &Place) -> Result<&Address, Error> {
    let Some(address) = &place.server else {
        return refuse("no_server", "Indique la dirección del servidor del centro.");
    };
    if place.is_taken() {
        return refuse(
            "taken",
            format!(
                "Este equipo ya está unido a ese centro con ese rol: su bóveda está en {}. Para trabajar con ella, en \
                 station.toml: store = \"{address}\"; para unirlo de nuevo, retire antes esa carpeta.",
                place.folder.display()
            ),
        );
    }
    Ok(address)
}

/// The server of an address, for the role that owns the tables.
pub(in crate::ops) fn as_owner(address: &Address, (role, password): (&str, &[u8])) -> Result<Server, store::Error> {
    Server::at(address.of_role(role), password).while_doing("ingresar al servidor del centro")
}

/// What came of the first question to a server. Where it was not reached nothing is under way that might have been done:
/// what is to be looked at is the address.
pub(in crate::ops) fn reached<T>(address: &Address, answer: Result<T, store::Error>) -> Result<T, store::Error> {
    answer.map_err(|error| match error {
        store::Error::Cut { source, .. } => store::Error::Unreached { host: address.host(), source },
        other => other,
    })
}
