//! Why a zone cannot be trusted, with the field by its name.

use crate::domain::number::fault::Symbol;
use crate::domain::number::lookalike;

/// A field of the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MrzField {
    /// Who issued it.
    Issuer,
    /// Surnames and given names.
    Names,
    /// The document's number.
    Number,
    /// The holder's nationality.
    Nationality,
    /// Date of birth.
    Birth,
    /// Date of expiry.
    Expiry,
    /// A passport's optional personal number.
    PersonalNumber,
    /// All checked fields together.
    Whole,
}

impl std::fmt::Display for MrzField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Issuer => "país emisor",
            Self::Names => "nombres",
            Self::Number => "número de documento",
            Self::Nationality => "nacionalidad",
            Self::Birth => "fecha de nacimiento",
            Self::Expiry => "fecha de caducidad",
            Self::PersonalNumber => "número personal",
            Self::Whole => "dígito verificador general",
        })
    }
}

/// What is wrong with a machine-readable zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum MrzFault {
    /// Longer than any zone.
    #[error("es demasiado larga para ser una zona de lectura mecánica (más de {limit} caracteres)")]
    TooLong {
        /// The most characters looked at.
        limit: usize,
    },
    /// Lines that have no format's number and length.
    #[error(
        "{}; deben ser 2 de 44 (pasaporte, visa), 2 de 36 o 3 de 30 (documento de identidad, visa): léala otra vez",
        measure(lengths)
    )]
    Measure {
        /// Characters of each line found.
        lengths: Vec<usize>,
    },
    /// A character that no zone has.
    #[error("en la línea {line}, lugar {place}, hay {found} y solo puede haber letras de la A a la Z, cifras y «<»")]
    Character {
        /// Line, from 1.
        line: usize,
        /// Place in the line, from 1.
        place: usize,
        /// The character there.
        found: Symbol,
    },
    /// The first letter is none that this measure has.
    #[error(
        "tipo de documento: «{found}» no es un pasaporte (P), una visa (V) ni un documento de identidad (A, C, I) de ese tamaño"
    )]
    DocumentType {
        /// The two characters of the type.
        found: String,
    },
    /// A digit in a field of letters.
    #[error("{field}: en la línea {line}, lugar {place}, hay {found} y debe ir una letra{}", letter_hint(*found))]
    NotALetter {
        /// The field.
        field: MrzField,
        /// Line, from 1.
        line: usize,
        /// Place in the line, from 1.
        place: usize,
        /// The digit there.
        found: Symbol,
    },
    /// A letter in a date.
    #[error("{field}: hay {found} y solo van cifras{}", found.digit_hint())]
    LetterInDate {
        /// The date's field.
        field: MrzField,
        /// The letter there.
        found: Symbol,
    },
    /// Six digits that are no day of the calendar.
    #[error("{field}: «{found}» no es una fecha (año, mes y día, dos cifras cada uno)")]
    Date {
        /// The date's field.
        field: MrzField,
        /// The six characters.
        found: String,
    },
    /// Something other than M, F, X or a filler.
    #[error("sexo: hay {found} y debe ir M, F o «<»")]
    Sex {
        /// The character there.
        found: Symbol,
    },
    /// Nothing but fillers.
    #[error("{field}: está vacío")]
    Empty {
        /// The field.
        field: MrzField,
    },
    /// A number longer than any document's.
    #[error("número de documento: tiene {found} caracteres y debe tener entre 1 y 20")]
    NumberTooLong {
        /// Letters and digits of the number.
        found: usize,
    },
    /// A check digit that does not agree.
    #[error(
        "{field}: el dígito verificador leído es {read} y se calcula {computed}{}: léala otra vez o compárela con el documento",
        exchange(*confused)
    )]
    CheckDigit {
        /// The field.
        field: MrzField,
        /// The digit as read.
        read: Symbol,
        /// The digit that the field calls for.
        computed: Symbol,
        /// The character read and the look-alike with which it would agree.
        confused: Option<(Symbol, Symbol)>,
    },
}

fn measure(lengths: &[usize]) -> String {
    match lengths {
        [] => "está vacía".to_owned(),
        [one] => format!("tiene una sola línea de {one} caracteres"),
        many => {
            let lengths: Vec<String> = many.iter().map(usize::to_string).collect();
            format!("tiene {} líneas, de {} caracteres", many.len(), lengths.join(" y "))
        }
    }
}

fn letter_hint(found: Symbol) -> String {
    match lookalike::letter_for(found.0) {
        Some(letter) => format!("; ¿será {}?", lookalike::named(letter)),
        None => String::new(),
    }
}

fn exchange(confused: Option<(Symbol, Symbol)>) -> String {
    match confused {
        Some((read, meant)) => format!("; coincidiría si {read} fuera {meant}"),
        None => String::new(),
    }
}
