//! What the operating system refused, in Spanish: its own words are English, and say nothing of what to do.
//!
//! Values in, words out: nothing here asks the system for anything.

use std::fmt;
use std::io::{Error, ErrorKind};

/// The system's refusal as the end of a sentence: «No se pudo leer el archivo (agenda.csv): …».
#[derive(Debug, Clone, Copy)]
pub struct InSpanish<'e>(pub &'e Error);

impl fmt::Display for InSpanish<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.kind() {
            ErrorKind::NotFound => "no existe",
            ErrorKind::PermissionDenied => "este usuario no tiene permiso",
            ErrorKind::AlreadyExists => "ya existe",
            ErrorKind::IsADirectory => "es una carpeta y debe ser un archivo",
            ErrorKind::NotADirectory => "una parte de la ruta es un archivo y no una carpeta",
            ErrorKind::DirectoryNotEmpty => "la carpeta no está vacía",
            ErrorKind::StorageFull => "el disco está lleno",
            ErrorKind::QuotaExceeded => "este usuario ya ocupó todo el espacio que tiene asignado",
            ErrorKind::FileTooLarge => "el archivo es demasiado grande para este disco",
            ErrorKind::ReadOnlyFilesystem => "el disco está protegido contra escritura",
            ErrorKind::InvalidFilename => "el nombre no es válido o es demasiado largo",
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "otro programa lo está usando",
            ErrorKind::InvalidData => "el contenido no es texto UTF-8",
            ErrorKind::UnexpectedEof => "termina antes de tiempo",
            ErrorKind::BrokenPipe => "quien leía dejó de leer",
            ErrorKind::OutOfMemory => "no hay memoria suficiente",
            ErrorKind::TimedOut => "no respondió a tiempo",
            // What has no words of ours: the number tells a technician which it was.
            _ => {
                return match self.0.raw_os_error() {
                    Some(number) => write!(f, "el sistema lo rechazó (error {number})"),
                    None => f.write_str("el sistema lo rechazó"),
                };
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::InSpanish;
    use std::io::Error;

    #[test]
    fn the_numbers_of_the_system_have_words_and_none_is_english() {
        for (number, words) in [
            (2, "no existe"),
            (13, "este usuario no tiene permiso"),
            (21, "es una carpeta y debe ser un archivo"),
            (28, "el disco está lleno"),
            (30, "el disco está protegido contra escritura"),
            (5, "el sistema lo rechazó (error 5)"),
        ] {
            assert_eq!(InSpanish(&Error::from_raw_os_error(number)).to_string(), words);
        }
        assert_eq!(InSpanish(&Error::other("unheard of")).to_string(), "el sistema lo rechazó");
    }
}
