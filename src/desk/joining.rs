//! A machine that is to work with a centre's server: what stands there, joining it, and founding a centre there.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::office::Office;
use super::{Desk, Error, RunJob, Station, Ticket};
use crate::domain::duty::Duty;
use crate::ops::{self, Address, Joining, Place, Refusal, ThereOnServer, join, look_on_server};
use crate::store;
use crate::vault::KdfCost;

/// A server, for the role that owns the centre's tables there. What it comes in with is typed once and kept nowhere.
#[derive(Clone)]
pub struct AsOwner {
    /// The address, with the role that this machine is to have.
    pub address: Address,
    /// The owner's role.
    pub role: String,
    /// Its password.
    pub password: Zeroizing<String>,
}

impl AsOwner {
    /// Role and password.
    pub(super) fn owner(&self) -> (&str, &[u8]) {
        (&self.role, self.password.as_bytes())
    }
}

impl std::fmt::Debug for AsOwner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AsOwner").field("address", &self.address).field("role", &self.role).finish_non_exhaustive()
    }
}

/// As what this machine joins a centre.
#[derive(Debug, Clone)]
pub struct WantedJoin {
    /// Where.
    pub server: AsOwner,
    /// What it is for.
    pub duty: Duty,
    /// The number over it; of a call screen nobody asks.
    pub window: u16,
    /// Its role is another machine's, in whose place it is.
    pub replaces: bool,
}

/// This machine works with a centre on a server from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The centre's name.
    pub centre: String,
    /// What the machine is for.
    pub duty: Duty,
    /// Its number.
    pub window: u16,
}

impl Desk {
    /// Looks what stands at an address. Nothing is changed by it.
    pub fn look_on_server(&self, server: AsOwner) -> Ticket<ThereOnServer> {
        self.door.hand_in(move |bench| {
            let place = place_on(&bench.office, &server.address)?;
            Ok(look_on_server(&place, server.owner())?)
        })
    }

    /// Makes this machine one of the centre at an address. It can be asked to stop until the server is asked.
    pub fn join(&self, wanted: WantedJoin) -> RunJob<Joined> {
        self.watched(&self.door, move |bench, watch| {
            let WantedJoin { server, duty, window, replaces } = wanted;
            let place = place_on(&bench.office, &server.address)?;
            let cost = KdfCost::calibrated().map_err(ops::Error::from)?;
            if watch.cancel.is_cancelled() {
                return Err(ops::Error::Cancelled.into());
            }
            let joining = Joining { duty, window, in_its_place: replaces };
            let centre = join(&place, server.owner(), joining, cost)?;
            remember_server(&bench.office, &server.address, window);
            let station = bench.office.station();
            bench.office.set_station(Station { place, window, ..Station::clone(&station) });
            Ok(Joined { centre, duty, window })
        })
    }
}

/// Writes down at once which server this machine works with: whoever closes the window the moment it has joined finds it again.
/// Where that fails the page says so, which writes it down too.
pub(super) fn remember_server(office: &Office, address: &Address, window: u16) {
    let Some(mut kept) = office.station().kept_in.clone() else { return };
    let written = kept.change(|settings| {
        settings.store = Some(address.to_string().into());
        settings.window = Some(window);
    });
    if written.is_err() {
        tracing::warn!("the server that this machine joined was not written down");
    }
}

/// Where this machine keeps what is its own of a centre at an address.
pub(super) fn place_on(office: &Office, address: &Address) -> Result<Place, Error> {
    let station: Arc<Station> = office.station();
    match &station.kept_in {
        Some(kept) => Ok(kept
            .place(Some(address.to_string().as_ref()))
            .map_err(|fault| ops::Error::Refused(Refusal::new("station", fault.to_string())))?),
        None => Ok(station.place.clone().on_server(address.clone())),
    }
}

impl Error {
    /// Is the role of another machine of this centre, which one may be in the place of?
    #[must_use]
    pub fn is_role_taken(&self) -> bool {
        matches!(self, Self::Ops(ops::Error::Store(store::Error::RoleTaken { .. })))
    }

    /// Did the server not let the role in under this password?
    #[must_use]
    pub fn is_not_let_in(&self) -> bool {
        matches!(self, Self::Ops(ops::Error::Store(store::Error::NotLetIn { .. })))
    }
}
