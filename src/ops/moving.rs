//! Moving a centre: from the file of this machine to a server, or back. Everything is copied and compared, table by table;
//! the journal goes on where it ended. What it was moved from stays as it is, and is not worked with any more: this machine
//! would see that its journal ends too early.

use std::ops::ControlFlow;
use std::path::Path;

use serde_json::json;

use super::error::{Error, refuse};
use super::house::looking::{as_owner, reached};
use super::house::operation::{Done, Operation, Subject, Work};
use super::house::run::{Progress, Watch};
use super::house::sharing::shared;
use super::house::{House, Session, make_folder, remove, remove_store, server};
use crate::domain::duty::Duty;
use crate::domain::id::UserId;
use crate::domain::system::ForLog as _;
use crate::ops::house::place::Place;
use crate::store::centre::Identity;
use crate::store::moving::{Table, made_with, set_epoch, tables_of};
use crate::store::{self, Reader, Store, StoreKey};
use crate::vault::{self, KdfCost, StoreSecret, Vault, VaultKind};

/// That the centre is moved from here on, and where to.
#[derive(Debug, Clone)]
pub(super) struct NoteMove {
    to: String,
}

impl Operation for NoteMove {
    const NAME: &'static str = "house.move";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, _work: &Work<'_>) -> Result<Done<()>, Error> {
        Ok(Done::new((), Subject::HOUSE, &[]).detail(json!({ "to": self.to })))
    }
}

/// What was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Rows of all tables.
    pub rows: u64,
    /// Scans.
    pub scans: u64,
    /// Scans that papers name and that are missing or damaged here already.
    pub missing_scans: u64,
    /// The last entry of the journal.
    pub last_entry: i64,
}

/// The one table whose row is made with the tables.
const IDENTITY: &str = "store_identity";

impl House {
    /// Copies this centre to `to`: to a server, whose tables `owner` makes, or to a folder of this machine. A supervisor signs
    /// it. Long work; nobody else may work meanwhile.
    ///
    /// # Errors
    /// A refusal when `to` is taken, or somebody worked meanwhile; [`Error::Cancelled`]; the stores' and the vault's. What a
    /// failure leaves there is removed again; here everything stays as it is.
    pub fn move_to(
        &self,
        by: &Session,
        to: &Place,
        owner: Option<(&str, &[u8])>,
        watch: &mut Watch<'_>,
    ) -> Result<Moved, Error> {
        if to.is_taken() {
            return refuse("taken", format!("En {} ya hay un almacén.", to.folder.display()));
        }
        let told = to.server.as_ref().map_or_else(|| to.folder.display().to_string(), ToString::to_string);
        self.perform(by, &NoteMove { to: told })?;
        make_folder(&to.folder)?;
        let from = self.reader()?;
        let identity = store::centre::identity(&from)?;
        let moved = match (&to.server, owner) {
            (Some(_), Some(owner)) => self.move_to_server(&from, &identity, (to, owner), watch),
            (Some(_), None) => refuse("owner", "Indique el rol que es dueño de las tablas en el servidor."),
            (None, _) => self.move_to_file(&from, &identity, to, watch),
        };
        if moved.is_err() {
            remove(&to.vault_file());
        }
        moved
    }

    fn move_to_server(
        &self,
        from: &Reader,
        identity: &Identity,
        (to, owner): (&Place, (&str, &[u8])),
        watch: &mut Watch<'_>,
    ) -> Result<Moved, Error> {
        let Some(address) = &to.server else { return refuse("no_server", "Indique la dirección del servidor.") };
        let as_owner = || as_owner(address, owner);
        let made = made_with(from)?;
        let into = reached(address, as_owner().and_then(|owner| Store::make_on(owner, address.role(), made)))?;
        let moved = self.copy_into(from, identity, (&into, &to.folder, self.secret()), watch).and_then(|moved| {
            share_vault(&self.vault(), to, &into)?;
            Store::admit_on(as_owner()?, server(address, self.secret())?, Duty::Window, false)?;
            Ok(moved)
        });
        moved.inspect_err(|_| {
            if let Err(error) = as_owner().and_then(|owner| Store::remove_from(owner, address.role())) {
                tracing::warn!(error = error.for_log(), "a centre that could not be moved was not removed");
            }
        })
    }

    fn move_to_file(
        &self,
        from: &Reader,
        identity: &Identity,
        to: &Place,
        watch: &mut Watch<'_>,
    ) -> Result<Moved, Error> {
        let kind = if identity.demo { VaultKind::Demo } else { VaultKind::Real };
        let cost = if identity.demo { KdfCost::sample() } else { KdfCost::calibrated()? };
        // The store remembers how often the vault of a file had changed.
        let of = (vault::StoreId(identity.store_id), self.seen(from)?.saturating_add(1));
        let (_, secret) = Vault::join(&to.vault_file(), (kind, cost), of, &shared(from)?)?;
        let into = Store::create(&to.folder, StoreKey::from_bytes(*secret.store_key()), made_with(from)?)?;
        let moved = self.copy_into(from, identity, (&into, &to.folder, &secret), watch);
        let moved = moved.and_then(|moved| into.close().map(|()| moved).map_err(Error::from));
        moved.inspect_err(|_| remove_store(to))
    }

    fn copy_into(
        &self,
        from: &Reader,
        identity: &Identity,
        (into, folder, secret): (&Store, &Path, &StoreSecret),
        watch: &mut Watch<'_>,
    ) -> Result<Moved, Error> {
        let ended = store::journal::head(from)?;
        let there = into.reader()?;
        let (tables, theirs) = (tables_of(from)?, tables_of(&there)?);
        let is_alike = tables.len() == theirs.len() && tables.iter().zip(&theirs).all(|(one, other)| one.is_as(other));
        if !is_alike {
            return Err(Error::Inconsistent("sus tablas no son las del otro almacén".into()));
        }
        let mut rows = 0_u64;
        for table in &tables {
            rows = rows.saturating_add(table.count(from)?);
        }
        // Each row is written, and read again.
        let mut progress = Progress { total: Some(rows.saturating_mul(2)), ..Progress::default() };
        into.write(|tx| set_epoch(tx, identity.serial_epoch))?;
        for table in &tables {
            self.move_table(table, from, (into, &there), &mut progress, watch)?;
        }
        let (scans, missing_scans) = self.copy_scans(into, folder, secret, watch)?;
        match store::journal::head(from)? == ended && store::journal::head(&there)? == ended {
            true => Ok(Moved { rows, scans, missing_scans, last_entry: ended.number }),
            false => refuse(
                "meanwhile",
                "Alguien trabajó en el centro mientras se copiaba. Cierre las otras ventanillas e inténtelo de nuevo.",
            ),
        }
    }

    fn move_table(
        &self,
        table: &Table,
        from: &Reader,
        (into, there): (&Store, &Reader),
        progress: &mut Progress,
        watch: &mut Watch<'_>,
    ) -> Result<(), Error> {
        let mut tell = |more: u64| {
            progress.done = progress.done.saturating_add(more);
            (watch.progress)(*progress);
            match watch.cancel.is_cancelled() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        };
        let read = match table.name() {
            IDENTITY => Some(table.mark(from)?),
            _ => table.move_rows(from, into, &mut tell)?,
        };
        let Some(read) = read else { return Err(Error::Cancelled) };
        let written = table.mark(there)?;
        if !written.is_as(&read) {
            return Err(Error::Inconsistent(format!("la tabla {} no se copió igual", table.name())));
        }
        match tell(written.rows()) {
            ControlFlow::Break(()) => Err(Error::Cancelled),
            ControlFlow::Continue(()) => Ok(()),
        }
    }

    fn copy_scans(
        &self,
        into: &Store,
        folder: &Path,
        secret: &StoreSecret,
        watch: &mut Watch<'_>,
    ) -> Result<(u64, u64), Error> {
        let there = into.scans(folder, StoreKey::from_bytes(*secret.scan_key()))?;
        let (mut copied, mut missing) = (0_u64, 0_u64);
        for year in self.scans().years()? {
            self.scans().each(year, |address| -> Result<(), Error> {
                if watch.cancel.is_cancelled() {
                    return Err(Error::Cancelled);
                }
                let content = match self.scans().get(year, address) {
                    Ok(Some(content)) => content,
                    Ok(None) | Err(store::Error::ScanDamaged { .. }) => {
                        missing = missing.saturating_add(1);
                        return Ok(());
                    }
                    Err(error) => return Err(error.into()),
                };
                let put = there.put(year, &content, self.clock().now().0)?;
                // Reading checks it against its address.
                match there.get(year, &put)? {
                    Some(_) => copied = copied.saturating_add(1),
                    None => return Err(Error::Inconsistent(format!("el documento {put} no se copió"))),
                }
                Ok(())
            })?;
        }
        Ok((copied, missing))
    }
}

/// This machine goes on with the vault that it has, whose secret opens the server now; what passwords wrap is there for
/// others.
fn share_vault(vault: &Vault, to: &Place, into: &Store) -> Result<(), Error> {
    vault.copy_to(&to.vault_file())?;
    into.write(|tx| -> Result<(), Error> {
        for slot in vault.slots() {
            let shared = vault.shared_slot(slot.user_id).unwrap_or_default();
            store::vault_slot::put(tx, UserId(slot.user_id), &shared)?;
        }
        match vault.shared_recovery() {
            Some(shared) => Ok(store::vault_slot::put_recovery(tx, &shared)?),
            None => Ok(()),
        }
    })
}
