//! The vaults of the machines of one centre, where its store stands on a server: each has its own, and what passwords wrap is
//! the same in all of them.

use std::thread;
use std::time::{Duration, Instant};

use super::looking::{as_owner, free_place, reached};
use super::operation::{Changed, Noun};
use super::place::Place;
use super::{House, make_folder, remove, server};
use crate::domain::duty::Duty;
use crate::domain::id::UserId;
use crate::ops::error::{Error, refuse};
use crate::ops::user::TakeOverSlot;
use crate::store::postgres::{Address, Listener, Sharing};
use crate::store::vault_slot::SharedSlots;
use crate::store::{self, Reader, Store};
use crate::vault::{self, KdfCost, Shared, SlotInfo, Vault, VaultKind};

impl House {
    /// Does the store stand on a server, which other windows share?
    #[must_use]
    pub fn is_on_server(&self) -> bool {
        matches!(self.store(), Store::Server(_))
    }

    /// Does something that may be done twice as well as once, and again where the way to the server was cut or another window
    /// stood in its way, until that is over or patience ends.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn again<T>(&self, mut work: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
        let began = Instant::now();
        loop {
            match work() {
                Err(Error::Store(store::Error::Cut { .. } | store::Error::Busy { .. }))
                    if self.is_on_server() && began.elapsed() < PATIENCE =>
                {
                    thread::sleep(PAUSE)
                }
                done => return done,
            }
        }
    }

    /// Listens to what other windows of the centre do; a file has no others.
    ///
    /// # Errors
    /// The server's.
    pub fn listen(&self) -> Result<Option<Listener>, Error> {
        Ok(self.store().listen()?)
    }

    /// Takes over what an entry of this kind, or of an unknown one, may have changed in what is held here, whoever wrote it;
    /// answers which lists to read again.
    ///
    /// # Errors
    /// The store's and the vault's.
    pub fn heard(&self, kind: &str) -> Result<&'static [Changed], Error> {
        let kind = Noun::from_code(kind);
        if kind.is_none() && self.duty() == Duty::Window {
            self.compare_anchor_again(&self.reader()?)?;
        }
        if matches!(kind, None | Some(Noun::User | Noun::House)) {
            self.take_over_vault(&self.reader()?)?;
        }
        if matches!(kind, None | Some(Noun::House | Noun::Window)) {
            self.read_centre()?;
            self.read_windows()?;
            self.read_serial_epoch()?;
        }
        Ok(kind.map_or(&Changed::ALL, lists_of))
    }

    /// What the store, and with it the other machines, are to take over of a slot that changed here.
    pub(in crate::ops) fn to_take_over(&self, slot: &SlotInfo, set_by: UserId) -> TakeOverSlot {
        TakeOverSlot::of(&self.vault(), slot, set_by)
    }

    /// The recovery code that was made here serves at every machine.
    pub(in crate::ops) fn share_recovery_code(&self) -> Result<(), Error> {
        let shared = self.vault().shared_recovery();
        match shared {
            Some(slot) => Ok(self.store().write(|tx| store::vault_slot::put_recovery(tx, &slot))?),
            None => Ok(()),
        }
    }

    /// Takes over who comes in, and with what password, as the other machines know it.
    ///
    /// # Errors
    /// The store's and the vault's.
    pub fn take_over_vault(&self, reader: &Reader) -> Result<(), Error> {
        if !self.is_on_server() {
            return Ok(());
        }
        let _changing = self.taking_over_vault();
        self.take_over_vault_now(reader)
    }

    /// The same, by whoever [changes](House::changing_vault) vault and store.
    pub(in crate::ops) fn take_over_vault_now(&self, reader: &Reader) -> Result<(), Error> {
        if self.is_on_server() {
            let shared = shared(reader)?;
            self.vault().take_over(self.secret(), &shared)?;
        }
        Ok(())
    }
}

/// How long something is done again that meets no server, and after what pause.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(200);

/// The lists that an entry about something like this may have touched.
fn lists_of(kind: Noun) -> &'static [Changed] {
    match kind {
        Noun::Turn => &[Changed::Turns],
        Noun::Visit => &[Changed::Visits, Changed::Turns, Changed::Approvals, Changed::Insured],
        Noun::Approval => &[Changed::Approvals, Changed::Visits],
        Noun::Issuance => &[Changed::Issuances, Changed::Visits, Changed::Turns, Changed::Approvals],
        Noun::Scan => &[Changed::Visits],
        Noun::Complaint => &[Changed::Complaints],
        Noun::User => &[Changed::Users],
        Noun::Challenge | Noun::SelfService => &[Changed::SelfService, Changed::Mail, Changed::Turns, Changed::Insured],
        Noun::Insured => &[Changed::Insured],
        Noun::NotarialPower => &[Changed::NotarialPowers],
        Noun::ArtisanQualification => &[Changed::ArtisanQualifications],
        Noun::Person | Noun::Employer | Noun::Day | Noun::House | Noun::Window => &Changed::ALL,
    }
}

/// As what a machine joins a centre.
#[derive(Debug, Clone, Copy)]
pub struct Joining {
    /// What it is for.
    pub duty: Duty,
    /// The window that it is, and that an arrival desk's entries name; a call screen has none.
    pub window: u16,
    /// Its role may be one whose machine is gone, which comes in no more.
    pub in_its_place: bool,
}

/// Makes this machine one of a centre that is at work on a server: a vault of its own for everybody who comes in there, and a
/// role of its own on the server, made by the centre's owner, with the rights of its duty. Nobody is logged in by it.
///
/// # Errors
/// A refusal when the place is taken or the centre has no such window; the vault's and the server's. What a failure leaves
/// is removed again.
pub fn join(place: &Place, owner: (&str, &[u8]), joining: Joining, cost: KdfCost) -> Result<String, Error> {
    let Joining { duty, window, in_its_place } = joining;
    let address = free_place(place)?;
    let as_owner = || as_owner(address, owner);
    let store = reached(address, as_owner().and_then(Store::open_on))?;
    let reader = store.reader()?;
    let identity = store::centre::identity(&reader)?;
    let windows = store::centre::windows(&reader)?;
    if duty != Duty::Calls && !windows.iter().any(|known| known.number == window) {
        let known: Vec<_> = windows.iter().map(|known| known.number.to_string()).collect();
        return refuse(
            "window",
            format!(
                "El centro no tiene la ventanilla {window}; tiene {}. Supervisión la agrega en Configuración.",
                known.join(", ")
            ),
        );
    }
    let centre = store::centre::centres(&reader)?.into_iter().next().map(|centre| centre.name).unwrap_or_default();
    make_folder(&place.folder)?;
    make_folder(&place.anchor_folder)?;
    let kind = if identity.demo { VaultKind::Demo } else { VaultKind::Real };
    let (_, secret) =
        Vault::join(&place.vault_file(), (kind, cost), (vault::StoreId(identity.store_id), 1), &shared(&reader)?)?;
    let admitted =
        as_owner().and_then(|owner| Store::admit_on(owner, server(address, &secret)?, duty, in_its_place)).map(drop);
    // Nothing opens with this vault: without it the place is free for another try.
    admitted.inspect_err(|_| remove(&place.vault_file()))?;
    Ok(centre)
}

/// Lets a window of another centre of the database count the months of this one, or no more. The right is its role's, given by
/// the centre's owner: no entry tells of it, as none tells of a machine that joins.
///
/// # Errors
/// The server's, by name: also where the role is not a window's of another centre.
pub fn share_figures(centre: &Address, owner: (&str, &[u8]), role: &str, sharing: Sharing) -> Result<(), Error> {
    Ok(Store::share_on(as_owner(centre, owner)?, role, sharing)?)
}

/// The roles of other centres' windows that count the months of this one.
///
/// # Errors
/// The server's.
pub fn shares_figures_with(centre: &Address, owner: (&str, &[u8])) -> Result<Vec<String>, Error> {
    Ok(Store::shared_on(as_owner(centre, owner)?)?)
}

/// What is shared at a centre.
pub(in crate::ops) fn shared(reader: &Reader) -> Result<Shared, Error> {
    let SharedSlots { users: slots, recovery } = store::vault_slot::all(reader)?;
    Ok(Shared { slots, recovery })
}
