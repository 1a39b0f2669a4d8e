//! What can keep a command from being carried out, and how the program ends for it.

use std::io;
use std::path::PathBuf;

use super::Ended;
use crate::domain::system::{ForLog, InSpanish};
use crate::vault::VaultError;
use crate::{ops, station, store};

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// An operation was refused, or failed.
    #[error(transparent)]
    Ops(#[from] ops::Error),
    /// This machine's settings.
    #[error(transparent)]
    Station(#[from] station::Error),
    /// The window.
    #[error(transparent)]
    Window(#[from] crate::ui::Error),
    /// The words of the command contradict each other, or cannot be meant.
    #[error("{0}")]
    Words(String),
    /// The file to be read is not there, or not to be read.
    #[error("No se pudo abrir {}: {}. Revise cómo está escrito el nombre y sus permisos.", file.display(), InSpanish(source))]
    Input {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nobody can be asked for the password.
    #[error(
        "No hay un terminal para preguntar la contraseña. Désela por un descriptor: … --password-fd 3 3< archivo-con-la-contraseña"
    )]
    NoTerminal,
    /// The descriptor that was to give the password does not.
    #[error(
        "No se pudo leer la contraseña del descriptor {number}: {}. Ábralo al llamar, así: … --password-fd {number} {number}< archivo-con-la-contraseña",
        InSpanish(source)
    )]
    Descriptor {
        /// Which.
        number: u32,
        /// What the system said.
        source: io::Error,
    },
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Ops(error.into())
    }
}

impl Error {
    /// How the command ends for it.
    pub(super) fn ends(&self) -> Ended {
        match self {
            Self::Words(_) | Self::Input { .. } => Ended::Malformed,
            // A file that is no table of this kind, found out by the import itself.
            Self::Ops(ops::Error::Refused(refusal)) if refusal.code == "file" => Ended::Malformed,
            Self::Ops(
                ops::Error::Refused(_)
                | ops::Error::Cancelled
                | ops::Error::Vault(VaultError::WrongLogin | VaultError::Wait { .. }),
            ) => Ended::No,
            Self::Ops(_) | Self::Station(_) | Self::Window(_) | Self::NoTerminal | Self::Descriptor { .. } => {
                Ended::Failed
            }
        }
    }
}

impl ForLog for Error {
    fn for_log(&self) -> String {
        match self {
            Self::Ops(error) => error.for_log(),
            Self::Station(error) => error.for_log(),
            // What the drivers said, and the system.
            Self::Window(error) => format!("window: {error}"),
            Self::Words(_) => "words".into(),
            Self::Input { source, .. } => format!("input: {}", source.for_log()),
            Self::NoTerminal => "password: no terminal".into(),
            Self::Descriptor { number, source } => format!("password: descriptor {number}: {}", source.for_log()),
        }
    }
}
