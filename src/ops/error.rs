//! What can keep an operation from being done: a rule refused it, or something technical failed.
//!
//! A refusal is an answer: it is journalled and tells the clerk what to do. A failure is not: nothing was done.

use serde::{Deserialize, Serialize};

use crate::domain::system::{Details, ForLog, InSpanish, case_of, without_values};
use crate::domain::turn::{Reason, ReasonFault};
use crate::{print, store, vault};

/// A rule's no, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{sentence}")]
pub struct Refusal {
    /// What refused: a short code, journalled.
    pub code: String,
    /// Why, and what to do, for whoever asked.
    pub sentence: String,
}

impl Refusal {
    /// A refusal with its code and its sentence.
    pub fn new(code: &str, sentence: impl Into<String>) -> Self {
        Self { code: code.into(), sentence: sentence.into() }
    }
}

/// Why an operation was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule refused it; an entry says so.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed; nothing was done.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The vault refused or failed.
    #[error(transparent)]
    Vault(#[from] vault::VaultError),
    /// A document could not be made.
    #[error(transparent)]
    Paper(#[from] print::pdf::Error),
    /// A table could not be made.
    #[error(transparent)]
    Table(#[from] print::spreadsheet::SheetError),
    /// The printer could not be reached or refused.
    #[error(transparent)]
    Printer(#[from] print::Fault),
    /// A file of this machine could not be read or written.
    #[error("No se pudo {doing} ({}): {}. Revise la ruta, los permisos y el espacio libre.", file.display(), InSpanish(source))]
    File {
        /// What was being done.
        doing: &'static str,
        /// On which file.
        file: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The operating system gave no random bytes.
    #[error("El sistema no entrega números al azar; no se pueden emitir claves. Avise a soporte técnico.")]
    Random,
    /// Whoever was asked to stop, stopped.
    #[error("Se detuvo a pedido. Lo que ya se había guardado quedó guardado.")]
    Cancelled,
    /// Something that the store promised is not there.
    #[error(
        "El almacén no concuerda consigo mismo: {0}. Ejecute «ventanilla verify» y avise a soporte técnico{Details}."
    )]
    Inconsistent(String),
}

impl ForLog for Error {
    fn for_log(&self) -> String {
        match self {
            Self::Refused(refusal) => format!("refused: {}", refusal.code),
            Self::Store(error) => error.for_log(),
            Self::Vault(error) => error.for_log(),
            Self::Paper(error) => format!("paper {}", case_of(error)),
            Self::Table(error) => format!("table {}", case_of(error)),
            Self::Printer(fault) => fault.for_log(),
            Self::File { doing, source, .. } => format!("file: {doing}: {}", source.for_log()),
            Self::Inconsistent(what) => format!("inconsistent: {}", without_values(what)),
            Self::Random | Self::Cancelled => case_of(self).to_lowercase(),
        }
    }
}

impl Error {
    /// Did something fail? A rule's no, a wrong password and a stop that was asked for are answers.
    #[must_use]
    pub fn is_a_failure(&self) -> bool {
        !matches!(
            self,
            Self::Refused(_)
                | Self::Cancelled
                | Self::Vault(vault::VaultError::WrongLogin | vault::VaultError::Wait { .. })
        )
    }
}

/// A refusal, as an error.
pub fn refuse<T>(code: &str, sentence: impl Into<String>) -> Result<T, Error> {
    Err(Error::Refused(Refusal::new(code, sentence)))
}

/// A reason as typed, or a refusal that asks for it: `ask` says what is to be written.
pub(super) fn reasoned(typed: &str, ask: &str) -> Result<Reason, Error> {
    Reason::parse(typed).or_else(|fault| match fault {
        ReasonFault::Blank | ReasonFault::NoWord => refuse("reason", ask),
        ReasonFault::TooLong => refuse("reason", format!("No se puede guardar: {fault}.")),
    })
}

/// What an id names, or a refusal that says that it names nothing.
pub fn known<T>(found: Option<T>, what: &str) -> Result<T, Error> {
    found.ok_or_else(|| {
        Error::Refused(Refusal::new("unknown", format!("No existe {what}. Actualice la lista y elija de nuevo.")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_hears_no_name_number_or_file_of_anybody() {
        let missing = || std::io::Error::from_raw_os_error(2);
        let errors = [
            (Error::from(Refusal::new("login_taken", "El usuario «rosa» ya existe.")), "refused: login_taken"),
            (Error::from(vault::VaultError::LoginTaken("rosa".into())), "vault LoginTaken"),
            (
                Error::File { doing: "leer la imagen", file: "/escaner/Cedula de Rosa.pdf".into(), source: missing() },
                "file: leer la imagen: system NotFound (2)",
            ),
            (
                Error::Inconsistent("no se lee el borrador (invalid value: string \"Rosa\", line 1)".into()),
                "inconsistent: no se lee el borrador (invalid value: string …, line 1)",
            ),
            (Error::Cancelled, "cancelled"),
        ];
        for (error, heard) in errors {
            assert_eq!(error.for_log(), heard);
        }
    }
}
