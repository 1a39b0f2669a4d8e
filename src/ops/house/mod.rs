//! The house: an open store with its vault, clock, anchor and centre. Founded once, opened by a login, closed at the end.
//!
//! Beside it stands the mechanism by which everything is done: what an operation is ([`operation`]), the one way in which it is
//! done ([`transact`]), long work in chunks ([`run`]), who comes in, and what this machine remembers.

pub(in crate::ops) mod admission;
pub(in crate::ops) mod anchor;
pub(in crate::ops) mod beside;
pub(in crate::ops) mod clock;
pub(in crate::ops) mod day;
pub(in crate::ops) mod edition;
pub(in crate::ops) mod entries;
mod founding;
pub(in crate::ops) mod looking;
pub(in crate::ops) mod operation;
pub(in crate::ops) mod place;
pub(in crate::ops) mod registry;
pub mod run;
mod session;
pub(in crate::ops) mod settings;
pub(in crate::ops) mod sharing;
pub(in crate::ops) mod transact;

use std::path::Path;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use self::admission::Unlocker;
use self::anchor::{Anchor, AnchorState};
use self::clock::{Clock, RunningClock};
pub use self::founding::Founding;
pub(in crate::ops) use self::founding::remove_store;
use self::place::Place;
pub(in crate::ops) use self::session::Pen;
pub use self::session::Session;
use self::transact::refuse_elsewhere;
use crate::domain::calendar::Moment;
use crate::domain::duty::Duty;
use crate::domain::id::WindowId;
use crate::domain::journal::Head;
use crate::domain::system::ForLog as _;
use crate::ops::error::{Error, refuse};
use crate::store::centre::{Centre, Identity, ServiceWindow};
use crate::store::postgres::{Address, Server};
use crate::store::scans::Scans;
use crate::store::{self, Reader, Store, StoreKey, WhileDoing as _};
use crate::vault::{self, Password, StoreSecret, Unlocked, Vault, VaultKind};

/// An open house.
pub struct House {
    store: Store,
    scans: Scans,
    vault: Mutex<Vault>,
    /// Held while vault and store change together: nothing is taken over in between.
    changing_vault: Mutex<()>,
    secret: StoreSecret,
    clock: Arc<dyn Clock>,
    anchor: Anchor,
    identity: Identity,
    duty: Duty,
    /// Of the serials: raised while the house is open when a supervisor accepts a journal that lacks entries.
    serial_epoch: AtomicU16,
    /// The centre as it stands. One that was renamed is kept for as long as the program runs: whoever looked at it may
    /// hold it still, and a centre is renamed once in years.
    centre: RwLock<&'static Centre>,
    windows: RwLock<Vec<ServiceWindow>>,
}

impl House {
    /// Opens the house with somebody's login, at one of its windows.
    ///
    /// # Errors
    /// [`Error::Refused`] when the vault is missing or the person does not count; the vault's ([`vault::VaultError::WrongLogin`],
    /// [`vault::VaultError::Wait`] …) and the store's, each by name; the store's file is untouched by each of them.
    pub fn open(
        place: &Place,
        login: &str,
        password: &Password,
        window: u16,
        clock: Arc<dyn Clock>,
    ) -> Result<(Self, Session), Error> {
        let mut vault = open_vault(place)?;
        let mut unlocked = vault.unlock(login, password, clock.now().0)?;
        let store = open_store(place, &mut vault, &mut unlocked)?;
        let clock = of_server(&store, clock)?;
        make_folder(&place.anchor_folder)?;
        let (who, secret) = Unlocker::apart(unlocked);
        let house = Self::assemble(place, store, vault, secret, clock)?;
        house.vault().ensure_store(vault::StoreId(house.identity.store_id))?;
        house.take_over_vault(&house.reader()?)?;
        house.doubt_an_older_vault()?;
        let session = house.come_in(who, window)?;
        house.note_failed_logins(&session)?;
        house.remember_vault();
        Ok((house, session))
    }

    fn assemble(
        place: &Place,
        store: Store,
        vault: Vault,
        secret: StoreSecret,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Error> {
        let duty = store.duty()?;
        if duty == Duty::Calls {
            refuse_elsewhere(duty)?;
        }
        let reader = store.reader()?;
        let identity = store::centre::identity(&reader)?;
        refuse_other_kind(&vault, &identity)?;
        let centre = store::centre::centres(&reader)?
            .into_iter()
            .next()
            .ok_or_else(|| Error::Inconsistent("no tiene centro de atención".into()))?;
        let centre = RwLock::new(&*Box::leak(Box::new(centre)));
        let windows = RwLock::new(store::centre::windows(&reader)?);
        let anchor = Anchor::compare(place, &identity, &reader)?;
        if duty == Duty::Arrivals {
            // It gives out nothing twice that a journal put back has lost, and can accept nothing: the windows see to it.
            anchor.accept();
        }
        let scans = store.scans(&place.folder, StoreKey::from_bytes(*secret.scan_key()))?;
        let serial_epoch = AtomicU16::new(identity.serial_epoch);
        Ok(Self {
            store,
            scans,
            vault: Mutex::new(vault),
            changing_vault: Mutex::new(()),
            secret,
            clock,
            anchor,
            identity,
            duty,
            serial_epoch,
            centre,
            windows,
        })
    }

    /// A reader of its own, to be kept by a thread.
    ///
    /// # Errors
    /// The store's.
    pub fn reader(&self) -> Result<Reader, Error> {
        Ok(self.store.reader()?)
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The scans.
    pub fn scans(&self) -> &Scans {
        &self.scans
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// The centre.
    pub fn centre(&self) -> &Centre {
        *self.centre.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes over the centre as it stands in the store.
    pub(in crate::ops) fn read_centre(&self) -> Result<(), Error> {
        if let Some(centre) = store::centre::centres(&self.reader()?)?.into_iter().next() {
            *self.centre.write().unwrap_or_else(PoisonError::into_inner) = Box::leak(Box::new(centre));
        }
        Ok(())
    }

    /// The windows, by number.
    pub fn windows(&self) -> Vec<ServiceWindow> {
        self.windows.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A window's number, 0 for one that is not the centre's.
    #[must_use]
    pub fn window_number(&self, id: WindowId) -> u16 {
        self.windows().iter().find(|window| window.id == id).map_or(0, |window| window.number)
    }

    /// Takes over the windows as they stand in the store.
    pub(in crate::ops) fn read_windows(&self) -> Result<(), Error> {
        let windows = store::centre::windows(&self.reader()?)?;
        *self.windows.write().unwrap_or_else(PoisonError::into_inner) = windows;
        Ok(())
    }

    /// Takes over the epoch of the serials as it stands in the store: another window's supervisor may have begun another.
    pub(in crate::ops) fn read_serial_epoch(&self) -> Result<(), Error> {
        let identity = store::centre::identity(&self.reader()?)?;
        self.serial_epoch.store(identity.serial_epoch, Ordering::SeqCst);
        Ok(())
    }

    /// Refuses what is done at windows alone.
    ///
    /// # Errors
    /// A refusal `arrivals` or `calls`.
    pub fn require_window(&self) -> Result<(), Error> {
        refuse_elsewhere(self.duty)
    }

    /// What this machine is for: a window, or the arrival desk.
    #[must_use]
    pub fn duty(&self) -> Duty {
        self.duty
    }

    /// Made by `demo`?
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.identity.demo
    }

    /// The store's own id.
    #[must_use]
    pub fn store_id(&self) -> [u8; 16] {
        self.identity.store_id
    }

    pub(in crate::ops) fn serial_epoch(&self) -> u16 {
        self.serial_epoch.load(Ordering::SeqCst)
    }

    pub(in crate::ops) fn vault(&self) -> MutexGuard<'_, Vault> {
        self.vault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Until dropped, nothing else changes vault and store together. Who comes in is no arrival desk's to say.
    pub(in crate::ops) fn changing_vault(&self) -> Result<MutexGuard<'_, ()>, Error> {
        refuse_elsewhere(self.duty)?;
        Ok(self.taking_over_vault())
    }

    /// Until dropped, nothing changes vault and store together.
    pub(in crate::ops) fn taking_over_vault(&self) -> MutexGuard<'_, ()> {
        self.changing_vault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in crate::ops) fn secret(&self) -> &StoreSecret {
        &self.secret
    }

    /// How the journal stands to what this machine remembers.
    pub fn anchor_state(&self) -> AnchorState {
        self.anchor.state()
    }

    pub(in crate::ops) fn remember(&self, head: &Head) {
        self.anchor.remember(head);
    }

    /// Compares the journal once more with what this machine remembers.
    pub(in crate::ops) fn compare_anchor_again(&self, reader: &Reader) -> Result<(), Error> {
        self.anchor.compare_again(reader)
    }

    /// Does the journal end before what this process wrote itself? Then it is in doubt from here on.
    pub(in crate::ops) fn is_put_back(&self, head: &Head) -> bool {
        self.anchor.is_behind(head)
    }

    /// Something else than the journal's end is in doubt: `sentence` says what.
    pub(in crate::ops) fn doubt(&self, sentence: &str) {
        self.anchor.doubt(sentence);
    }

    /// Journal and vault count from here on as they are.
    pub(in crate::ops) fn accept_journal(&self, head: &Head) -> Result<(), Error> {
        self.read_serial_epoch()?;
        self.accept_vault()?;
        self.anchor.accept();
        self.anchor.remember(head);
        Ok(())
    }

    /// Closes the store and hands back what opens it.
    pub(in crate::ops) fn dismantle(self) -> Result<(Vault, StoreSecret), Error> {
        let Self { store, vault, secret, .. } = self;
        store.close()?;
        Ok((vault.into_inner().unwrap_or_else(PoisonError::into_inner), secret))
    }

    /// Closes the house: the log is moved into the store's file.
    ///
    /// # Errors
    /// The store's.
    pub fn close(self) -> Result<(), Error> {
        Ok(self.store.close()?)
    }
}

/// A real store that calls itself a demonstration's would be believed where only one of those is: nothing is opened of it.
pub(in crate::ops) fn refuse_other_kind(vault: &Vault, identity: &Identity) -> Result<(), Error> {
    match identity.demo == (vault.kind() == VaultKind::Demo) {
        true => Ok(()),
        false => refuse(
            "other_kind",
            "El almacén y su bóveda de contraseñas no coinciden en si son de una demostración. No se abre: avise a soporte \
             técnico.",
        ),
    }
}

pub(in crate::ops) fn remove(file: &Path) {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(error = error.for_log(), "a file of a failed founding was not removed");
        }
        _ => {}
    }
}

pub(in crate::ops) fn open_vault(place: &Place) -> Result<Vault, Error> {
    place.require_house()?;
    Ok(Vault::open(&place.vault_file())?)
}

/// Opens the store with the vault's secret; after a change of the secret that was cut in the middle, with the one before.
fn open_store(place: &Place, vault: &mut Vault, unlocked: &mut Unlocked) -> Result<Store, Error> {
    let opened = match &place.server {
        Some(address) => {
            Store::open_on(server(address, &unlocked.secret)?).and_then(|store| store.held_here(&place.folder))
        }
        None => Store::open(&place.folder, StoreKey::from_bytes(*unlocked.secret.store_key())),
    };
    match (opened, unlocked.previous_secret.take()) {
        (Err(store::Error::KeyRefused { .. } | store::Error::NotLetIn { .. }), Some(previous)) => {
            let store = crate::ops::rekey::finish(place, vault, &unlocked.secret, &previous)?;
            Ok(store.held_here(&place.folder)?)
        }
        (Ok(store), Some(_)) => {
            vault.finish_rekey(&unlocked.secret)?;
            Ok(store)
        }
        (opened, _) => Ok(opened?),
    }
}

/// The machines of a centre on a server go by its clock, and not each by its own.
pub(in crate::ops) fn of_server(store: &Store, clock: Arc<dyn Clock>) -> Result<Arc<dyn Clock>, Error> {
    if !clock.is_this_machines() || matches!(store, Store::File(_)) {
        return Ok(clock);
    }
    Ok(match store.reader()?.server_now_ms()? {
        Some(now_ms) => Arc::new(RunningClock::set_to(Moment(now_ms))),
        None => clock,
    })
}

/// The server, for this window's role.
pub(in crate::ops) fn server(address: &Address, secret: &StoreSecret) -> Result<Server, store::Error> {
    Server::at(address.clone(), secret.server_password().as_bytes()).while_doing("ingresar al servidor del centro")
}

pub(in crate::ops) fn make_folder(folder: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(folder).map_err(|source| Error::File {
        doing: "crear la carpeta",
        file: folder.into(),
        source,
    })
}
