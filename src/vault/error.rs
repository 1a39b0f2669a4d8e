//! What can go wrong with the vault, each with its own name and a sentence that says what to do next.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::domain::system::{ForLog, InSpanish, case_of};

/// Why a vault could not be read, opened or changed. `Display` is the Spanish sentence for the person at the screen.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The file is missing, is no regular file, or does not begin like a vault.
    #[error(
        "El archivo {} no es una bóveda de contraseñas de Ventanilla. Compruebe que eligió la carpeta del almacén.",
        .0.display()
    )]
    NotAVault(PathBuf),
    /// The file was written by a newer program.
    #[error(
        "La bóveda de contraseñas es de la versión {found} y este programa conoce hasta la {known}. Actualice el \
         programa; el archivo no se tocó."
    )]
    NewerVersion {
        /// The version the file says.
        found: u16,
        /// The newest version this program reads.
        known: u16,
    },
    /// The file is cut short, altered by a fault, or says something impossible.
    #[error("La bóveda de contraseñas está dañada ({0}). No la borre: restaure el respaldo más reciente.")]
    Damaged(&'static str),
    /// A password slot asks for more memory or passes than this program ever writes.
    #[error(
        "La bóveda de contraseñas pide {memory_kib} KiB de memoria y {passes} pasadas por contraseña, más de lo \
         permitido. No la use: restaure un respaldo."
    )]
    CostTooHigh {
        /// Memory asked for, KiB.
        memory_kib: u32,
        /// Passes asked for.
        passes: u32,
    },
    /// A vault that is not a demonstration's asks for less than the floor.
    #[error(
        "La protección de contraseñas pedida ({memory_kib} KiB, {passes} pasadas) es menor que la mínima. Solo un almacén de demostración puede usarla."
    )]
    CostTooLow {
        /// Memory asked for, KiB.
        memory_kib: u32,
        /// Passes asked for.
        passes: u32,
    },
    /// The vault belongs to another store.
    #[error("La bóveda de contraseñas es de otro almacén. Ponga junto al almacén la que le corresponde.")]
    OtherStore,
    /// The vault's content does not agree with the store's secret: changed from outside, or another secret.
    #[error(
        "La bóveda de contraseñas no concuerda con la llave del almacén: se cambió fuera del programa o es de un \
         respaldo anterior. Avise a supervisión y restaure un respaldo."
    )]
    Tampered,
    /// Unknown login name or wrong password: deliberately one error.
    #[error("Usuario o contraseña incorrectos. Revise las mayúsculas y vuelva a intentar.")]
    WrongLogin,
    /// Too soon after failed logins.
    #[error("Espere {seconds} s antes de volver a intentar.")]
    Wait {
        /// Whole seconds left, at least 1.
        seconds: u64,
    },
    /// The recovery code is not this vault's, or was already used.
    #[error("El código de recuperación no es el de esta bóveda o ya fue usado. Busque el último código impreso.")]
    WrongRecoveryCode,
    /// The login name already has a slot.
    #[error("El nombre de usuario {0} ya existe. Elija otro.")]
    LoginTaken(String),
    /// The user already has a slot.
    #[error("Este usuario ya tiene contraseña. Use «Restablecer contraseña».")]
    UserTaken,
    /// The user has no slot.
    #[error("Este usuario no tiene contraseña en la bóveda. Pida a supervisión que la restablezca.")]
    UnknownUser,
    /// The operation is for supervisors' slots only.
    #[error("El código de recuperación solo restablece la contraseña de un usuario de supervisión. Elija uno.")]
    NotASupervisor,
    /// Without this slot no supervisor could open the store.
    #[error("Es el último usuario de supervisión con acceso. Agregue otro antes de quitarlo.")]
    LastSupervisor,
    /// A slot that the list of users does not name would receive the new secret.
    #[error(
        "La bóveda da acceso a «{0}», que no está entre los usuarios habilitados con esa contraseña. Quítelo antes de cambiar la llave."
    )]
    NotOnRoster(String),
    /// A change of the store's secret was begun and not finished.
    #[error("Hay un cambio de llave sin terminar. Abra el almacén para terminarlo y vuelva a intentar.")]
    RekeyUnfinished,
    /// The new password is the old one.
    #[error("La contraseña nueva es igual a la anterior. Elija otra.")]
    SamePassword,
    /// The vault has as many slots as it can.
    #[error("La bóveda no admite más usuarios. Quite los que ya no trabajan en el centro.")]
    Full,
    /// A vault already exists where a new one was to be made.
    #[error("Ya existe una bóveda de contraseñas en {}. No se sobrescribió.", .0.display())]
    AlreadyExists(PathBuf),
    /// Not enough memory for the password's derivation.
    #[error("No hay memoria suficiente para comprobar la contraseña. Cierre otros programas y vuelva a intentar.")]
    NoMemory,
    /// The operating system gave no random bytes.
    #[error("El sistema operativo no entregó números aleatorios. Reinicie el equipo.")]
    NoRandomness,
    /// A file operation failed.
    #[error("No se pudo {doing} la bóveda de contraseñas ({}): {}. Revise el disco y los permisos de la carpeta.", path.display(), InSpanish(source))]
    Io {
        /// What was being done, a Spanish infinitive.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ForLog for VaultError {
    fn for_log(&self) -> String {
        match self {
            Self::Io { doing, source, .. } => format!("vault Io: {doing}: {}", source.for_log()),
            Self::Damaged(what) => format!("vault Damaged: {what}"),
            other => format!("vault {}", case_of(other)),
        }
    }
}
