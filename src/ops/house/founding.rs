//! Founding: a house where there was none, with its first supervisor, rows and entry; or nothing.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;

use super::admission::Unlocker;
use super::clock::Clock;
use super::looking::{as_owner, reached};
use super::place::Place;
use super::transact::{Facts, new_op_id};
use super::{House, Session, make_folder, of_server, remove, server};
use crate::domain::calendar::{Moment, Zone};
use crate::domain::id::{CentreId, UserId, WindowId};
use crate::domain::journal::{Head, Outcome};
use crate::domain::ledger::CentreCode;
use crate::domain::system::ForLog as _;
use crate::domain::user::{Gender, Role};
use crate::ops::error::{Error, refuse};
use crate::store::centre::Centre;
use crate::store::user::User;
use crate::store::{self, CreateOptions, Store, StoreKey, Transaction};
use crate::vault::{self, KdfCost, Login, NewPassword, NewUser, StoreSecret, Vault, VaultKind};

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
        let as_owner = || as_owner(address, owner);
        let make = |secret: &StoreSecret, options| {
            let made = as_owner().and_then(|owner| Store::create_on(owner, server(address, secret)?, options));
            Ok(reached(address, made)?)
        };
        let unmake = || {
            if let Err(error) = as_owner().and_then(|owner| Store::remove_from(owner, address.role())) {
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
