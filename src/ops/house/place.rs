//! Where a house stands on this machine: the folder of its files, another one for its anchor, and a third one that says
//! which stores this machine knows.

use std::path::{Path, PathBuf};

use crate::ops::error::{Error, refuse};
use crate::store;
use crate::store::postgres::Address;
use crate::vault::{Vault, VaultKind};

/// The vault's file, beside the store.
pub(in crate::ops) const VAULT_FILE: &str = "vault";

/// Where a house stands on this machine.
#[derive(Debug, Clone)]
pub struct Place {
    /// The folder of store, vault and scans.
    pub folder: PathBuf,
    /// The folder of the anchor: another one than the store's.
    pub anchor_folder: PathBuf,
    /// The folder with the names of the stores that were seen here: another one than the anchor's, so that an anchor that
    /// was taken away is told from one that never was.
    pub known_folder: PathBuf,
    /// Where the store itself stands, when that is a server; the vault and what this machine remembers are in the folders all
    /// the same.
    pub server: Option<Address>,
}

impl Place {
    /// The place of a demonstration's house: its anchor stands beside it, so that both are thrown away together.
    #[must_use]
    pub fn of_demo(folder: PathBuf) -> Self {
        Self {
            anchor_folder: folder.with_file_name("anchor"),
            known_folder: folder.with_file_name("known"),
            folder,
            server: None,
        }
    }

    /// The same place, with the store on a server.
    #[must_use]
    pub fn on_server(self, address: Address) -> Self {
        Self { server: Some(address), ..self }
    }

    /// A place that is all in one room: thrown away with it.
    #[must_use]
    pub fn within(room: &Path) -> Self {
        Self::of_demo(room.join("store"))
    }

    /// The same place, with the anchor where it belongs if a demonstration's house stands here.
    #[must_use]
    pub fn or_of_demo(self) -> Self {
        if !Vault::open(&self.vault_file()).is_ok_and(|vault| vault.kind() == VaultKind::Demo) {
            return self;
        }
        match self.folder.canonicalize() {
            Ok(whole) => Self { folder: self.folder, server: self.server, ..Self::of_demo(whole) },
            Err(_) => self,
        }
    }

    pub(in crate::ops) fn vault_file(&self) -> PathBuf {
        self.folder.join(VAULT_FILE)
    }

    /// Is there a house here, or the remains of one?
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.vault_file().exists() || self.folder.join(store::STORE_FILE).exists()
    }

    /// Says what is lacking here, before anybody is asked for a password.
    ///
    /// # Errors
    /// A refusal where there is no house, or one without its vault.
    pub fn require_house(&self) -> Result<(), Error> {
        let folder = self.folder.display();
        let has_store = self.server.is_some() || self.folder.join(store::STORE_FILE).exists();
        match (has_store, self.vault_file().exists()) {
            (true, true) => Ok(()),
            (true, false) if self.server.is_some() => refuse(
                "no_vault",
                format!(
                    "En {folder} falta la bóveda de contraseñas («{VAULT_FILE}») de este equipo. Sin ella no se puede ingresar al \
                     servidor del centro: una el equipo, con «ventanilla» o «ventanilla store join». Si ya tenía ese rol, diga \
                     que lo reemplaza."
                ),
            ),
            (true, false) => refuse(
                "no_vault",
                format!(
                    "En {folder} está el almacén pero falta la bóveda de contraseñas («{VAULT_FILE}»). Sin ella no se \
                     puede abrir: restáurela de un respaldo."
                ),
            ),
            (false, true) => refuse(
                "no_store",
                format!(
                    "En {folder} está la bóveda de contraseñas pero falta el almacén («{}»). Restáurelo de un respaldo.",
                    store::STORE_FILE
                ),
            ),
            (false, false) => refuse(
                "no_house",
                format!("En {folder} no hay ningún almacén. Indique su carpeta con --store, o en station.toml."),
            ),
        }
    }
}
