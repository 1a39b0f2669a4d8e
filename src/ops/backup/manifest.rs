//! What a backup says of itself without a password: of which store, of when, up to which entry. No personal data.
//!
//! It tells backups apart and notices a missing, shortened or exchanged file. Whether the content is what was written,
//! each file proves under its own key: the store page by page, the vault by its seal, a scan by its address.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::target::MANIFEST;
use crate::domain::journal::{Head, HeadOnPaper};
use crate::ops::error::{Error, refuse};

/// The only form so far.
const FORMAT: u32 = 1;
/// More than any manifest has.
const LONGEST_BYTES: u64 = 64 << 10;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The store's id, in hexadecimal.
    pub store: String,
    /// When, in milliseconds since the Unix epoch.
    pub taken_at_ms: i64,
    /// Where its journal ends: number and hash.
    pub journal: String,
    /// The epoch of its serials.
    pub serial_epoch: u16,
    /// The size of the store's file.
    pub store_bytes: u64,
    /// SHA-256 of the vault's, in hexadecimal: a damaged one must not look like a wrong password.
    pub vault_sha256: String,
    /// The folder with its scans, beside the backup's own.
    pub scans: String,
}

impl Manifest {
    /// Of the store with this id, now.
    pub(super) fn new(store_id: &[u8; 16], taken_at_ms: i64, scans: String) -> Self {
        Self {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").into(),
            store: crate::ops::hexadecimal(store_id),
            taken_at_ms,
            journal: String::new(),
            serial_epoch: 0,
            store_bytes: 0,
            vault_sha256: String::new(),
            scans,
        }
    }

    /// Reads what stands in a backup's folder.
    ///
    /// # Errors
    /// A refusal where there is none, or where it is not understood.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let file = folder.join(MANIFEST);
        let text = match fs::metadata(&file) {
            Ok(about) if about.is_file() && about.len() <= LONGEST_BYTES => fs::read_to_string(&file),
            Ok(_) => Err(std::io::ErrorKind::InvalidData.into()),
            Err(error) => Err(error),
        };
        let manifest: Option<Self> = text.ok().and_then(|text| serde_json::from_str(&text).ok());
        match manifest {
            Some(manifest) if manifest.format > FORMAT => refuse(
                "newer",
                format!(
                    "El respaldo {} es de una versión más nueva del programa ({}). Instale esa versión.",
                    folder.display(),
                    manifest.program
                ),
            ),
            Some(manifest) if manifest.head().is_some() && is_plain(&manifest.scans) => Ok(manifest),
            _ => refuse(
                "no_backup",
                format!(
                    "En {} no hay un respaldo que se pueda leer: falta «{MANIFEST}» o está dañado. Indique la carpeta de un respaldo (ventanilla-AAAA-MM-DD-HHMM).",
                    folder.display()
                ),
            ),
        }
    }

    /// Where its journal ends.
    pub(in crate::ops) fn head(&self) -> Option<HeadOnPaper> {
        HeadOnPaper::parse(&self.journal).ok()
    }

    pub(super) fn set_head(&mut self, head: &Head) {
        self.journal = format!("{}-{}", head.number, head.hash);
    }
}

/// A name, not a way to somewhere else.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
