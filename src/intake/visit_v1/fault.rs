//! What a visit's JSON can be refused for, in Spanish, with the place.

use std::fmt;

use crate::domain::system::InSpanish;

/// Why a visit's JSON was refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The device's.
    #[error("no se pudo leer el archivo de la atención: {}", InSpanish(.0))]
    Device(#[from] std::io::Error),
    /// More than [`super::LIMIT_BYTES`].
    #[error("el archivo de la atención pasa de 1 MiB; una atención ocupa unos pocos KiB: revise qué archivo es")]
    TooLarge,
    /// Not UTF-8 text.
    #[error("el archivo no es texto UTF-8 (byte {valid_up_to}); guárdelo como UTF-8")]
    NotUtf8 {
        /// Bytes that are.
        valid_up_to: usize,
    },
    /// No JSON, or not of this format.
    #[error("{place}: {reason}")]
    Malformed {
        /// Where.
        place: Place,
        /// Why, in Spanish.
        reason: String,
    },
    /// Another version.
    #[error("la versión {found} de este formato no se conoce; este programa lee la versión {known}")]
    Version {
        /// The version of the file.
        found: u32,
        /// The version read here.
        known: u32,
    },
    /// No such procedure.
    #[error("el trámite «{found}» no se conoce")]
    UnknownProcedure {
        /// As written.
        found: String,
    },
    /// The arm of the procedure is lacking.
    #[error("falta el campo «{arm}» con los papeles del trámite")]
    NoPapers {
        /// The arm.
        arm: &'static str,
    },
    /// The arm of another procedure.
    #[error("el trámite «{procedure}» no lleva el campo «{arm}»")]
    OtherPapers {
        /// The procedure.
        procedure: &'static str,
        /// The arm that is there.
        arm: &'static str,
    },
}

/// Where in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1; 0 where there is none.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// The way through the fields: `employer_key.request`.
    pub path: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "línea {}, columna {}", self.line, self.column)?;
        match &self.path {
            Some(path) => write!(f, ", en «{path}»"),
            None => Ok(()),
        }
    }
}

/// An error with the fields on the way to it.
pub(super) fn of_json(fault: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    let path = fault.path().to_string();
    let known = !matches!(path.as_str(), "." | "?");
    malformed(fault.inner(), known.then_some(path))
}

/// An error after the last field.
pub(super) fn at_the_end(fault: &serde_json::Error) -> Error {
    malformed(fault, None)
}

fn malformed(fault: &serde_json::Error, path: Option<String>) -> Error {
    let place = Place { line: fault.line(), column: fault.column(), path };
    Error::Malformed { place, reason: in_spanish(&fault.to_string()) }
}

/// What serde's sentences begin with, and how they go on in Spanish.
const SENTENCES: [(&str, &str); 25] = [
    ("unknown field ", "campo desconocido: "),
    ("missing field ", "falta el campo "),
    ("duplicate field ", "está repetido el campo "),
    ("unknown variant ", "valor desconocido: "),
    ("invalid type: ", "no es del tipo que va aquí: "),
    ("invalid value: ", "valor que no puede ser: "),
    ("invalid length ", "cantidad equivocada: "),
    ("EOF while parsing", "el archivo termina antes de tiempo"),
    ("trailing characters", "sobra texto después del final"),
    ("trailing comma", "sobra una coma"),
    ("recursion limit exceeded", "demasiados niveles, uno dentro de otro"),
    ("expected `,` or `}`", "falta una coma o la llave que cierra"),
    ("expected `,` or `]`", "falta una coma o el corchete que cierra"),
    ("expected `:`", "faltan los dos puntos después del nombre del campo"),
    ("key must be a string", "el nombre del campo va entre comillas"),
    ("control character", "hay un carácter de control dentro de un texto"),
    ("invalid escape", "hay una barra invertida mal usada"),
    ("lone leading surrogate", "hay un carácter \\u a medias"),
    ("unexpected end of hex escape", "hay un carácter \\u a medias"),
    ("invalid unicode code point", "hay un carácter \\u que no existe"),
    ("invalid number", "hay un número mal escrito"),
    ("number out of range", "hay un número demasiado grande"),
    ("expected value", "aquí falta un valor"),
    ("expected ident", "hay una palabra mal escrita (true, false o null)"),
    ("premature end of input", "no es una fecha u hora completa (2026-11-20, 10:05, 2026-11-20T10:05:00-05:00)"),
];

/// Words inside serde's sentences. Longer ones stand first.
const WORDS: [(&str, &str); 22] = [
    ("expected one of", "se admite"),
    ("expected", "se espera"),
    ("there are no fields", "ninguno"),
    ("a borrowed string", "un texto"),
    ("a formatted date and time string or a unix timestamp", "una fecha con hora"),
    ("an RFC 3339 formatted date and time string", "una fecha con hora (2026-11-20T10:05:00-05:00)"),
    ("a formatted date string", "una fecha (2026-11-20)"),
    ("floating point", "número con decimales"),
    ("a sequence", "una lista"),
    ("a string", "un texto"),
    ("variant identifier", "una de las palabras conocidas"),
    ("string or map", "un texto o un objeto"),
    ("newtype variant", "palabra con valor"),
    ("unit variant", "palabra sola"),
    ("struct variant", "palabra con campos"),
    ("sequence", "lista"),
    ("boolean", "sí/no"),
    ("integer", "número entero"),
    ("string", "texto"),
    ("map", "objeto"),
    ("null", "vacío"),
    (" or ", " o "),
];

/// serde's sentence in Spanish; what is quoted in it stays as it is.
fn in_spanish(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    let Some((begin, spanish)) = SENTENCES.iter().find(|(begin, _)| message.starts_with(begin)) else {
        let date =
            ["input contains invalid characters", "input is out of range", "trailing input", "input is not enough"];
        return if date.iter().any(|known| message.starts_with(known)) {
            "no es una fecha u hora válida (2026-11-20, 10:05, 2026-11-20T10:05:00-05:00)".to_owned()
        } else {
            format!("no es JSON bien formado ({message})")
        };
    };
    if !spanish.ends_with(' ') {
        return (*spanish).to_owned();
    }
    let rest = message.strip_prefix(begin).unwrap_or_default();
    format!("{spanish}{}", translated(rest))
}

/// The rest of a sentence, word by word outside quotes; Rust's names of types are left out.
fn translated(rest: &str) -> String {
    let mut spanish = String::new();
    for (index, part) in rest.split('`').enumerate() {
        if index % 2 == 1 {
            spanish.push_str(&format!("«{part}»"));
            continue;
        }
        let (plain, quoted) = part.split_once('"').map_or((part, ""), |(plain, quoted)| (plain, quoted));
        let mut plain = plain.to_owned();
        for kind in ["struct ", "enum "] {
            if let Some((before, name)) = plain.split_once(kind) {
                let rest = name.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
                plain = format!("{before}un objeto con sus campos{rest}");
            }
        }
        for whole in ["u8", "u16", "u32", "u64", "i64", "usize"] {
            plain = plain.replace(&format!("expected {whole}"), "expected un número entero");
        }
        for (english, word) in WORDS {
            plain = plain.replace(english, word);
        }
        spanish.push_str(&plain);
        if !quoted.is_empty() {
            let (text, after) = quoted.rsplit_once('"').unwrap_or((quoted, ""));
            spanish.push_str(&format!("«{text}»{}", translated(after)));
        }
    }
    spanish
}
