//! What the waiting room's call screen shows: which turn is called to which window. It opens with the password of anybody who
//! comes in at the centre, logs nobody in, writes nothing, and cannot read whose turns they are: the rights of that machine's
//! role on the server see to it.

use std::sync::Arc;

use super::error::{Error, refuse};
use super::house::admission::Unlocker;
use super::house::clock::Clock;
use super::house::place::Place;
use super::house::sharing::shared;
use super::house::{of_server, open_vault, refuse_other_kind, server};
use crate::domain::calendar::Moment;
use crate::domain::id::TurnId;
use crate::domain::turn::TurnCode;
use crate::store::centre::{Centre, ServiceWindow};
use crate::store::postgres::Listener;
use crate::store::{self, Reader, Store, WhileDoing as _};
use crate::vault::Password;

/// A call, as the waiting room is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The turn.
    pub turn: TurnId,
    /// Its code, as the person's confirmation or ticket has it.
    pub code: TurnCode,
    /// The number over the window.
    pub window: u16,
    /// When it was first made.
    pub at: Moment,
    /// How often, this time among them.
    pub times: u16,
}

/// The calls of a centre, for as long as its screen is open.
pub struct CallBoard {
    store: Store,
    reader: Reader,
    centre: Centre,
    windows: Vec<ServiceWindow>,
    clock: Arc<dyn Clock>,
}

impl CallBoard {
    /// Opens it with somebody's login, for this process alone of those of this machine.
    ///
    /// # Errors
    /// A refusal where the centre stands on no server or the password is no longer the one that counts; the vault's, the
    /// server's.
    pub fn open(place: &Place, login: &str, password: &Password, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let Some(address) = &place.server else {
            return refuse(
                "no_server",
                "La pantalla de llamados es de un centro en un servidor: una este equipo con «ventanilla store join --as calls».",
            );
        };
        let mut vault = open_vault(place)?;
        let (who, secret) = Unlocker::apart(vault.unlock(login, password, clock.now().0)?);
        let store = Store::open_on(server(address, &secret)?)?.held_here(&place.folder)?;
        let reader = store.reader()?;
        refuse_other_kind(&vault, &store::centre::identity(&reader)?)?;
        vault.take_over(&secret, &shared(&reader)?)?;
        who.require_to_count_in(&vault)?;
        let centre = store::centre::centres(&reader)?.into_iter().next();
        let centre = centre.ok_or_else(|| Error::Inconsistent("no tiene centro de atención".into()))?;
        let windows = store::centre::windows(&reader)?;
        let clock = of_server(&store, clock)?;
        Ok(Self { store, reader, centre, windows, clock })
    }

    /// The server's clock, as it is followed here.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The centre.
    #[must_use]
    pub fn centre(&self) -> &Centre {
        &self.centre
    }

    /// Today's newest calls, the newest first; at most `most`.
    ///
    /// # Errors
    /// The server's.
    pub fn calls(&mut self, most: u8) -> Result<Vec<Call>, Error> {
        let today = self.clock.now().day(self.centre.zone);
        let told = store::turn_call::told(&self.reader, self.centre.id, today, most)?;
        // A window may have been added since, and the centre renamed.
        self.windows = store::centre::windows(&self.reader)?;
        if let Some(centre) = store::centre::centres(&self.reader)?.into_iter().next() {
            self.centre = centre;
        }
        let calls = told.into_iter().filter_map(|call| {
            let window = self.number(&call)?;
            let store::turn_call::ToldCall { turn, code, at, times, .. } = call;
            Some(Call { turn, code, window, at, times })
        });
        Ok(calls.collect())
    }

    fn number(&self, call: &store::turn_call::ToldCall) -> Option<u16> {
        self.windows.iter().find(|window| window.id == call.window).map(|window| window.number)
    }

    /// Is the server there? Its clock, in milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// The server's.
    pub fn still_there(&self, ear: &Listener) -> Result<i64, Error> {
        Ok(ear.now_ms().while_doing("preguntar al servidor del centro")?)
    }

    /// Listens to what the centre's windows do.
    ///
    /// # Errors
    /// The server's.
    pub fn listen(&self) -> Result<Option<Listener>, Error> {
        Ok(self.store.listen()?)
    }
}
