//! What can go wrong between a page and paper.

use std::path::PathBuf;

use super::ipp;
use crate::domain::system::{ForLog, case_of};

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

impl ForLog for Fault {
    /// A printer's words are of machines and jobs; an address stands as somebody typed it.
    fn for_log(&self) -> String {
        match self {
            Self::Printer(fault @ ipp::Error::Address { .. }) => format!("printer {}", case_of(fault)),
            Self::Printer(fault) => format!("printer {}: {fault}", case_of(fault)),
            Self::Folder { what, .. } => format!("printer Folder: {what}"),
        }
    }
}
