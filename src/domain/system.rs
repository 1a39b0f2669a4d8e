//! What the operating system refused, in Spanish: its own words are English, and say nothing of what to do. And what fails
//! as the log keeps it, and where the log is, for those who are told of it.
//!
//! Values in, words out: nothing here asks the system for anything.

use std::fmt;
use std::io::{Error, ErrorKind};
use std::path::PathBuf;
use std::sync::OnceLock;

/// What failed and each cause of it, as the log keeps it: no word that anybody typed, nobody's name or number, no file's
/// name. A sentence for the screen may hold them all.
pub trait ForLog {
    /// In words for whoever mends it.
    fn for_log(&self) -> String;
}

impl ForLog for Error {
    fn for_log(&self) -> String {
        match self.raw_os_error() {
            Some(number) => format!("system {:?} ({number})", self.kind()),
            None => format!("system {:?}", self.kind()),
        }
    }
}

/// The name of an error's case, without what it holds.
pub fn case_of(error: &impl fmt::Debug) -> String {
    format!("{error:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect()
}

/// A sentence of our own or a library's without the values in it: what stands in quotes, and long numbers.
#[must_use]
pub fn without_values(sentence: &str) -> String {
    let mut kept = String::new();
    let mut rest = sentence.chars().peekable();
    while let Some(letter) = rest.next() {
        let closes = match letter {
            '«' => Some('»'),
            '"' | '`' | '\'' => Some(letter),
            _ => None,
        };
        if let Some(closes) = closes {
            // What is never closed is left out to the end.
            rest.by_ref().find(|inner| *inner == closes);
            kept.push('…');
        } else if letter.is_ascii_digit() {
            let mut number = String::from(letter);
            while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                number.push(digit);
            }
            kept.push_str(if number.len() > LONGEST_NUMBER { "…" } else { &number });
        } else {
            kept.push(letter);
        }
    }
    kept
}

/// Digits of the number of an entry or a row; a person's has more.
const LONGEST_NUMBER: usize = 8;

static LOG_FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// This process writes down the details of what fails in this folder. An error is said by whoever meets it, and few of
/// them know this machine's folders.
pub fn details_are_kept_in(folder: PathBuf) {
    // The first one stays: a process has one log.
    let _ = LOG_FOLDER.set(folder);
}

/// The end of a sentence that sends somebody to whoever mends it: where the details are.
#[derive(Debug, Clone, Copy)]
pub struct Details;

impl fmt::Display for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match LOG_FOLDER.get() {
            Some(folder) => write!(f, " con los detalles, que están en {}", folder.display()),
            None => Ok(()),
        }
    }
}

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
    use super::{ForLog as _, InSpanish, case_of, without_values};
    use std::io::Error;

    #[test]
    fn the_log_hears_what_failed_and_no_value() {
        assert_eq!(Error::from_raw_os_error(2).for_log(), "system NotFound (2)");
        assert_eq!(Error::other("la cédula de Rosa").for_log(), "system Other");
        assert_eq!(case_of(&Some("Rosa")), "Some");
        for (sentence, kept) in [
            ("no se lee el resultado de la entrada 4711", "no se lee el resultado de la entrada 4711"),
            ("no se lee «Rosa Quispe» (línea 3)", "no se lee … (línea 3)"),
            (r#"invalid type: string "Rosa", expected u32"#, "invalid type: string …, expected u32"),
            ("unknown field `rosa`", "unknown field …"),
            ("la persona 1710034065 no está", "la persona … no está"),
            ("sin cerrar «Rosa Quispe", "sin cerrar …"),
        ] {
            assert_eq!(without_values(sentence), kept);
        }
    }

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
