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

use chrono::NaiveDate;
use serde_json::json;

use self::admission::Unlocker;
use self::anchor::{Anchor, AnchorState};
use self::clock::{Clock, RunningClock};
use self::place::Place;
pub(in crate::ops) use self::session::Pen;
pub use self::session::Session;
use self::transact::{Facts, new_op_id, refuse_elsewhere};
use crate::domain::calendar::{Moment, Zone};
use crate::domain::duty::Duty;
use crate::domain::id::{CentreId, UserId, WindowId};
use crate::domain::journal::{Head, Outcome};
use crate::domain::ledger::CentreCode;
use crate::domain::system::ForLog as _;
use crate::domain::user::{Gender, Role};
use crate::ops::error::{Error, refuse};
use crate::store::centre::{Centre, Identity, ServiceWindow};
use crate::store::postgres::{Address, Server};
use crate::store::scans::Scans;
use crate::store::user::User;
use crate::store::{self, CreateOptions, Reader, Store, StoreKey, Transaction, WhileDoing as _};
use crate::vault::{self, KdfCost, Login, NewPassword, NewUser, Password, StoreSecret, Unlocked, Vault, VaultKind};

/// What a new house is founded with.
#[derive(Debug, Clone)]
pub struct Founding {
    /// The centre's short code, part of every serial.
    pub centre_code: CentreCode,
    /// The centre's name, as on paper.
    pub centre_name: String,
    /// Its province.
    pub province: String,
    /// Its canton.
    pub canton: String,
    /// Its zone.
    pub zone: Zone,
    /// The number of the first window.
    pub window: u16,
    /// The first supervisor's login.
    pub login: Login,
    /// The first supervisor's name.
    pub full_name: String,
    /// In which gender the first supervisor's function is said, where it is known.
    pub gender: Option<Gender>,
    /// The rest days to begin with.
    pub holidays: Vec<(NaiveDate, String)>,
    /// A throw-away house: cheap passwords, printing to files, every page marked.
    pub demo: bool,
}

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
    /// Founds a house where there is none, with its first supervisor logged in.
    ///
    /// # Errors
    /// A refusal when the place is taken; the vault's and the store's. What a failure leaves is removed again.
    pub fn found(
        place: &Place,
        founding: &Founding,
        password: &NewPassword,
        cost: KdfCost,
        clock: Arc<dyn Clock>,
    ) -> Result<(Self, Session), Error> {
        let make = |secret: &StoreSecret, options| {
            Ok(Store::create(&place.folder, StoreKey::from_bytes(*secret.store_key()), options)?)
        };
        Self::found_with(place, founding, password, (cost, clock), make, || remove_store(place))
    }

    /// The same on the server that the place names, whose tables `owner` makes: the same address for the role that owns them.
    ///
    /// # Errors
    /// As [`House::found`]; a place without a server.
    pub fn found_on(
        place: &Place,
        owner: (&str, &[u8]),
        founding: &Founding,
        password: &NewPassword,
        (cost, clock): (KdfCost, Arc<dyn Clock>),
    ) -> Result<(Self, Session), Error> {
        let Some(address) = &place.server else {
            return refuse("no_server", "Indique la dirección del servidor del centro.");
        };
        let as_owner = || Server::at(address.of_role(owner.0), owner.1).while_doing("crear las tablas del centro");
        let make =
            |secret: &StoreSecret, options| Ok(Store::create_on(as_owner()?, server(address, secret)?, options)?);
        let unmake = || {
            if let Err(error) = as_owner().and_then(Store::remove_from) {
                tracing::warn!(error = error.for_log(), "a centre of a failed founding was not removed");
            }
        };
        Self::found_with(place, founding, password, (cost, clock), make, unmake)
    }

    fn found_with(
        place: &Place,
        founding: &Founding,
        password: &NewPassword,
        (cost, clock): (KdfCost, Arc<dyn Clock>),
        make: impl FnOnce(&StoreSecret, CreateOptions) -> Result<Store, Error>,
        unmake: impl FnOnce(),
    ) -> Result<(Self, Session), Error> {
        if place.is_taken() {
            return refuse(
                "taken",
                format!("En {} ya hay un almacén. Ábralo, o elija una carpeta vacía.", place.folder.display()),
            );
        }
        make_folder(&place.folder)?;
        make_folder(&place.anchor_folder)?;
        let kind = if founding.demo { VaultKind::Demo } else { VaultKind::Real };
        let first = NewUser { user_id: 1, login: founding.login.clone(), role: vault::Role::Supervisor, generation: 1 };
        let (vault, secret) = Vault::create(&place.vault_file(), kind, cost, first, password)?;
        let options = CreateOptions { demo: founding.demo, store_id: vault.store_id().0, created_at_ms: clock.now().0 };
        let founded = make(&secret, options).and_then(|store| {
            Self::settle_in(place, founding, password, (store, vault, secret), clock).inspect_err(|_| unmake())
        });
        // Nothing is stored under this vault: without it the place is free for another try.
        founded.inspect_err(|_| remove(&place.vault_file()))
    }

    /// The first rows, the first login, and the first entry.
    fn settle_in(
        place: &Place,
        founding: &Founding,
        password: &NewPassword,
        (store, mut vault, secret): (Store, Vault, StoreSecret),
        clock: Arc<dyn Clock>,
    ) -> Result<(Self, Session), Error> {
        let clock = of_server(&store, clock)?;
        let now = clock.now();
        store.write(|tx| first_rows(tx, founding, &vault, now))?;
        let unlocked = vault.unlock(founding.login.as_str(), password.password(), now.0)?;
        let house = Self::assemble(place, store, vault, secret, clock)?;
        let session = house.session_of(Unlocker::apart(unlocked).0, WindowId(1))?;
        let head = house.store.write(|tx| -> Result<Head, Error> {
            let key = crate::ops::keys_code(session.signer().map(|key| key.public().0));
            let code = format!("{key} {}", crate::ops::JOURNAL_FORM);
            let facts = Facts {
                id: new_op_id()?,
                accounting_day: now.day(founding.zone),
                operation: crate::ops::FOUNDED,
                subject: session.actor().user.into(),
                outcome: Outcome::Done,
                code: &code,
            };
            let detail = json!({ "centre": founding.centre_name, "supervisor": founding.full_name });
            house.append(tx, &session, now, &Head::EMPTY, facts, &detail)
        })?;
        house.remember(&head);
        house.remember_vault();
        Ok((house, session))
    }

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
        let reader = store.reader()?;
        let identity = store::centre::identity(&reader)?;
        let duty = store.duty()?;
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

/// The centre, its first window, its rest days, its first supervisor.
fn first_rows(tx: &Transaction<'_>, founding: &Founding, vault: &Vault, now: Moment) -> Result<(), Error> {
    let centre = store::centre::add_centre(
        tx,
        &Centre {
            id: CentreId(0),
            code: founding.centre_code.to_string(),
            name: founding.centre_name.clone(),
            province: founding.province.clone(),
            canton: founding.canton.clone(),
            zone: founding.zone,
        },
    )?;
    store::centre::add_window(tx, centre, founding.window)?;
    for (day, name) in &founding.holidays {
        store::centre::set_holiday(tx, centre, *day, name)?;
    }
    let slot = vault.slots().next();
    store::user::add(
        tx,
        &User {
            id: UserId(0),
            centre,
            login: founding.login.as_str().into(),
            full_name: founding.full_name.clone(),
            role: Role::Supervisor,
            gender: founding.gender,
            enabled: true,
            generation: 1,
            temporary_password: false,
            public_key: slot.and_then(|slot| slot.signing_public).map(|key| key.0),
            credentials_set_by: None,
            credentials_set_at_ms: now.0,
            last_login_at_ms: None,
        },
    )?;
    Ok(store::vault_slot::put(tx, UserId(1), &vault.shared_slot(1).unwrap_or_default())?)
}

/// What a failed founding made in a place that was free.
pub(in crate::ops) fn remove_store(place: &Place) {
    let store = place.folder.join(store::STORE_FILE);
    for ending in ["", "-wal", "-shm"] {
        let mut file = store.clone().into_os_string();
        file.push(ending);
        remove(Path::new(&file));
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
    if let Ok(store) = &opened
        && store.duty()? == Duty::Calls
    {
        refuse_elsewhere(Duty::Calls)?;
    }
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
