//! What can go wrong between a page and paper.

use std::path::PathBuf;

use super::ipp;

/// Why a destination did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The printer's own.
    #[error(transparent)]
    Printer(#[from] ipp::Error),
    /// The folder of a demo store.
    #[error("No se pudo escribir en {}: {what}. Elija otra carpeta.", folder.display())]
    Folder {
        /// Which folder.
        folder: PathBuf,
        /// What happened.
        what: String,
    },
}
