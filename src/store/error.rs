//! What can go wrong in the store, one name for each, said in Spanish with what to do next.
//!
//! Every statement says what it was for (`.while_doing("guardar la visita")`), so that no error reaches a screen
//! as a bare code of the engine. A file refused at opening is never changed by the refusal.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::ffi;
use tokio_postgres::error::SqlState;

use super::link::{self, Fault};
use super::postgres;

use crate::domain::system::{Details, ForLog, InSpanish, case_of};

/// An error of the store. The `source` keeps the engine's own words, for the details on demand.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no store in the folder.
    #[error("No hay un almacén en {}. Revise la carpeta, o cree el almacén con la instalación.", file.display())]
    NotFound {
        /// The file that was looked for.
        file: PathBuf,
    },
    /// A store is there already; a new one is never laid over it.
    #[error("Ya existe un almacén en {}. Elija otra carpeta; el existente no se ha tocado.", file.display())]
    AlreadyExists {
        /// The file that stands in the way.
        file: PathBuf,
    },
    /// Another process has the store open.
    #[error("El almacén {} está abierto en otra ventana o proceso. Ciérrelo allí e intente de nuevo.", file.display())]
    InUse {
        /// The store's file.
        file: PathBuf,
    },
    /// The file or its folder cannot be written.
    #[error("No se puede escribir en {}. Revise los permisos de la carpeta y del archivo, o que el disco no esté protegido contra escritura.", file.display())]
    ReadOnly {
        /// The file or folder that cannot be written.
        file: PathBuf,
    },
    /// The disk is full. What was being done has been undone.
    #[error(
        "El disco está lleno: no se pudo {doing}. Libere espacio e intente de nuevo; lo ya guardado está completo."
    )]
    DiskFull {
        /// What was being done.
        doing: &'static str,
    },
    /// The key does not open the file: a wrong key and a damaged first page look alike, because both leave
    /// nothing that can be deciphered.
    #[error("La llave no abre el almacén {}: es de otro almacén, o el inicio del archivo está dañado (desde fuera no \
             se distingue). El archivo no se ha tocado. Pruebe con la bóveda de contraseñas que acompaña a este \
             almacén; si no, restaure un respaldo.", file.display())]
    KeyRefused {
        /// The store's file.
        file: PathBuf,
    },
    /// The file cannot be a store of ours, or a part of it cannot be deciphered.
    #[error("El almacén {} está dañado: {finding}. No lo borre; restaure un respaldo en otra carpeta y guarde este archivo.", file.display())]
    Damaged {
        /// The damaged file.
        file: PathBuf,
        /// What was found, in Spanish.
        finding: String,
    },
    /// The file was written by a later version of the program.
    #[error("El almacén {} es de una versión más nueva del programa (esquema {found}; este programa conoce hasta el {known}). Instale la versión nueva; el archivo no se ha tocado.", file.display())]
    Newer {
        /// The store's file.
        file: PathBuf,
        /// The schema version in the file.
        found: i64,
        /// The newest schema version that this program knows.
        known: i64,
    },
    /// The file is of an earlier schema, and was opened only for reading.
    #[error("El almacén {} es de una versión anterior (esquema {found}; este programa usa el {known}). Ábralo una vez en la ventana para actualizarlo.", file.display())]
    Older {
        /// The store's file.
        file: PathBuf,
        /// The schema version in the file.
        found: i64,
        /// The schema version of this program.
        known: i64,
    },
    /// The engine waited for another connection for too long.
    #[error("El almacén está ocupado: no se pudo {doing}. Intente de nuevo en un momento.")]
    Busy {
        /// What was being done.
        doing: &'static str,
    },
    /// A blob is not what its address says.
    #[error("El documento digitalizado {address} del archivo {} está dañado: su contenido no corresponde a su dirección. Restaure ese archivo desde un respaldo.", file.display())]
    ScanDamaged {
        /// The file of scans.
        file: PathBuf,
        /// The address asked for, in hexadecimal.
        address: String,
    },
    /// A blob is larger than any scan may be.
    #[error(
        "El documento digitalizado es demasiado grande ({bytes} bytes; el máximo es {largest}). Digitalícelo con menos resolución."
    )]
    ScanTooLarge {
        /// Its size.
        bytes: usize,
        /// The most that is taken.
        largest: usize,
    },
    /// The operating system refused a file operation.
    #[error("No se pudo {doing} ({}): {}.", file.display(), InSpanish(source))]
    File {
        /// What was being done.
        doing: &'static str,
        /// On which file.
        file: PathBuf,
        /// The system's own error.
        source: io::Error,
    },
    /// The server, or the way to it, is gone; or it does not answer.
    #[error(
        "No hay conexión con el servidor del centro (al {doing}). Lo escrito sigue aquí. Cuando vuelva, mire si quedó hecho \
         antes de repetirlo; si dura, avise a soporte técnico."
    )]
    Cut {
        /// What was being done.
        doing: &'static str,
        /// What became of it.
        source: postgres::Fault,
    },
    /// The server was not reached at the first question: nothing was under way there.
    #[error(
        "No se llega al servidor «{host}». Revise en la dirección su nombre y su puerto, y la red de este equipo. Si están bien, \
         quien lo administra puede ver si está encendido y si recibe a este equipo."
    )]
    Unreached {
        /// Which server.
        host: String,
        /// What became of it.
        source: postgres::Fault,
    },
    /// The role or its password is not let in.
    #[error(
        "El servidor del centro no permite ingresar a este rol: la contraseña no es la suya, o le falta un permiso. No se pudo {doing}."
    )]
    NotLetIn {
        /// What was being done.
        doing: &'static str,
    },
    /// The server has no tables of this centre.
    #[error("En {address} no hay un centro. Revise la dirección, o créelo con «ventanilla store init».")]
    CentreMissing {
        /// Where it was looked for.
        address: String,
    },
    /// The server is not believed to be the centre's, or is not heard in private.
    #[error("{why}")]
    Distrusted {
        /// Why.
        why: postgres::Distrust,
        /// In what words it was found.
        source: postgres::Fault,
    },
    /// The server has no database of this name.
    #[error(
        "El servidor no tiene la base de datos que dice la dirección. Revise su nombre: va después del servidor y de «/»."
    )]
    DatabaseMissing,
    /// The role is another machine's of this centre.
    #[error(
        "El rol «{role}» ya es de otro equipo de este centro. Ponga otro en la dirección; si este equipo reemplaza a aquel, \
         dígalo (en la línea de comandos, con --replace)."
    )]
    RoleTaken {
        /// Which.
        role: String,
    },
    /// The role is not a window's of another centre of the database.
    #[error(
        "El rol «{role}» no es de una ventanilla de otro centro de esta base. Escriba el de la dirección que está en station.toml \
         de ese equipo."
    )]
    NoWindowElsewhere {
        /// Which.
        role: String,
    },
    /// The role does not count the months of this centre.
    #[error("El rol «{role}» no lee las cifras de este centro: no hay permiso que quitar.")]
    NotShared {
        /// Which.
        role: String,
    },
    /// The role is another centre's, another program's, or the owner's own.
    #[error(
        "El rol «{role}» ya existe en el servidor y no es de un equipo de este centro. Ponga otro en la dirección: al unir el \
         equipo se crea."
    )]
    RoleOfOthers {
        /// Which.
        role: String,
    },
    /// The tables of this centre are there already.
    #[error("En {address} ya hay un centro. Elija otro nombre; el existente no se ha tocado.")]
    CentreExists {
        /// Where.
        address: String,
    },
    /// What is done with a file, and means nothing on a server.
    #[error(
        "El almacén está en un servidor: no se puede {doing} desde aquí. Lo hacen quienes administran el servidor."
    )]
    OnServer {
        /// What was asked.
        doing: &'static str,
    },
    /// Any other refusal of the engine.
    #[error("No se pudo {doing}. Nada quedó a medias; si se repite, avise a soporte técnico{Details}.")]
    Statement {
        /// What was being done.
        doing: &'static str,
        /// The engine's own error.
        source: Fault,
    },
}

impl ForLog for Error {
    fn for_log(&self) -> String {
        let case = case_of(self);
        match self {
            Self::Distrusted { source, .. } | Self::Unreached { source, .. } => {
                format!("store {case}: {}", source.for_log())
            }
            Self::Statement { doing, source: Fault::Sqlite(source) } => {
                format!("store {case}: {doing}: {}", engine_for_log(source))
            }
            Self::Statement { doing, source: Fault::Postgres(source) } | Self::Cut { doing, source } => {
                format!("store {case}: {doing}: {}", source.for_log())
            }
            Self::File { doing, source, .. } => format!("store {case}: {doing}: {}", source.for_log()),
            Self::DiskFull { doing } | Self::Busy { doing } | Self::NotLetIn { doing } | Self::OnServer { doing } => {
                format!("store {case}: {doing}")
            }
            Self::Damaged { finding, .. } => format!("store {case}: {finding}"),
            Self::Newer { found, known, .. } | Self::Older { found, known, .. } => {
                format!("store {case}: schema {found}, known {known}")
            }
            Self::ScanDamaged { address, .. } => format!("store {case}: {address}"),
            _ => format!("store {case}"),
        }
    }
}

/// The engine's words on a rule of the schema name tables and columns; its other words may repeat what was looked for.
fn engine_for_log(source: &rusqlite::Error) -> String {
    match source {
        rusqlite::Error::SqliteFailure(failure, words) => {
            let rule = words.as_ref().filter(|_| failure.code == ErrorCode::ConstraintViolation);
            let rule = rule.map(|words| format!(": {words}")).unwrap_or_default();
            format!("engine {:?} ({}){rule}", failure.code, failure.extended_code)
        }
        // About a text of ours, which holds no value.
        rusqlite::Error::SqlInputError { error, msg, .. } => {
            format!("engine {:?} ({}): {msg}", error.code, error.extended_code)
        }
        rusqlite::Error::FromSqlConversionFailure(column, kind, _) => format!("engine: column {column} holds {kind}"),
        rusqlite::Error::InvalidColumnType(column, name, kind) => {
            format!("engine: column {column} ({name}) holds {kind}")
        }
        other => format!("engine {}", case_of(other)),
    }
}

impl Error {
    /// Whether a uniqueness rule of the schema was the reason: the one refusal that callers tell apart.
    pub fn is_duplicate(&self) -> bool {
        match self {
            Self::Statement { source: Fault::Sqlite(rusqlite::Error::SqliteFailure(failure, _)), .. } => matches!(
                failure.extended_code,
                ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID
            ),
            Self::Statement { source: Fault::Postgres(fault), .. } => fault.code() == Some(&SqlState::UNIQUE_VIOLATION),
            _ => false,
        }
    }

    /// An error of the operating system on `file`, under its own name where it has one.
    pub(super) fn from_file(doing: &'static str, file: &Path, source: io::Error) -> Self {
        let file = file.to_path_buf();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { doing },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { file },
            _ => Self::File { doing, file, source },
        }
    }

    fn from_server(doing: &'static str, fault: postgres::Fault) -> Self {
        if let postgres::Fault::Distrusted { why, .. } = &fault {
            return Self::Distrusted { why: why.clone(), source: fault };
        }
        match (&fault, fault.code()) {
            (postgres::Fault::TooLate | postgres::Fault::Cut(_), _) => Self::Cut { doing, source: fault },
            (_, Some(&SqlState::DISK_FULL)) => Self::DiskFull { doing },
            (_, Some(&SqlState::INVALID_CATALOG_NAME)) => Self::DatabaseMissing,
            (
                _,
                Some(
                    &SqlState::INVALID_PASSWORD
                    | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION
                    | &SqlState::INSUFFICIENT_PRIVILEGE,
                ),
            ) => Self::NotLetIn { doing },
            (
                _,
                Some(
                    &SqlState::T_R_SERIALIZATION_FAILURE
                    | &SqlState::T_R_DEADLOCK_DETECTED
                    | &SqlState::LOCK_NOT_AVAILABLE
                    | &SqlState::TOO_MANY_CONNECTIONS,
                ),
            ) => Self::Busy { doing },
            _ => Self::Statement { doing, source: Fault::Postgres(fault) },
        }
    }

    /// An error of the engine on `file`, under its own name where it has one.
    pub(super) fn from_engine(doing: &'static str, file: &Path, source: impl Into<Fault>) -> Self {
        let source = source.into();
        let failure = match source {
            Fault::Postgres(fault) => return Self::from_server(doing, fault),
            Fault::Sqlite(rusqlite::Error::SqliteFailure(failure, _)) => failure,
            Fault::Sqlite(_) => return Self::Statement { doing, source },
        };
        // The shared memory of the write-ahead log is the one place where the engine reports a full disk as an
        // input-output error.
        if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE {
            return Self::DiskFull { doing };
        }
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull { doing },
            ErrorCode::ReadOnly => Self::ReadOnly { file: file.to_path_buf() },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy { doing },
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => Self::Damaged {
                file: file.to_path_buf(),
                finding: format!("no se pudo {doing} porque una parte no se puede descifrar o leer"),
            },
            _ => Self::Statement { doing, source },
        }
    }
}

/// Says what a statement was for. The only way from an error of the engine to an [`Error`].
pub trait WhileDoing<T> {
    /// Names the work in Spanish, as an infinitive that completes «No se pudo …».
    ///
    /// # Errors
    /// The error of the engine under its name in [`Error`].
    fn while_doing(self, doing: &'static str) -> Result<T, Error>;
}

impl<T> WhileDoing<T> for link::Result<T> {
    fn while_doing(self, doing: &'static str) -> Result<T, Error> {
        self.map_err(|source| Error::from_engine(doing, Path::new(super::sqlite::STORE_FILE), source))
    }
}

impl<T> WhileDoing<T> for Result<T, postgres::Fault> {
    fn while_doing(self, doing: &'static str) -> Result<T, Error> {
        self.map_err(|fault| Error::from_server(doing, fault))
    }
}

impl<T> WhileDoing<T> for rusqlite::Result<T> {
    fn while_doing(self, doing: &'static str) -> Result<T, Error> {
        self.map_err(Fault::from).while_doing(doing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(code: std::ffi::c_int, words: &str) -> Error {
        let source = rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some(words.to_owned()));
        Error::Statement { doing: "guardar el turno", source: source.into() }
    }

    #[test]
    fn the_log_hears_the_engine_and_nothing_that_was_looked_for() {
        let rule = statement(ffi::SQLITE_CONSTRAINT_UNIQUE, "UNIQUE constraint failed: turn.code");
        let heard =
            "store Statement: guardar el turno: engine ConstraintViolation (2067): UNIQUE constraint failed: turn.code";
        assert_eq!(rule.for_log(), heard);
        let search = statement(ffi::SQLITE_ERROR, "fts5: syntax error near Rosa");
        assert_eq!(search.for_log(), "store Statement: guardar el turno: engine Unknown (1)");
        let source = io::Error::from_raw_os_error(5);
        let file = Error::File { doing: "leer el documento", file: "/casa/Rosa.pdf".into(), source };
        assert!(
            file.for_log().starts_with("store File: leer el documento: system ") && !file.for_log().contains("Rosa")
        );
    }
}
