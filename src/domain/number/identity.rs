//! What a number is, whichever it is: the reading behind the command `identity`.
//!
//! A text of digits has one reading, by its length. A text of letters and digits may be a foreigner code or a
//! passport, which nothing in it can tell: it has both.

use super::branch::Branch;
use super::cedula::Cedula;
use super::check::CheckDigit;
use super::employer::EmployerNumber;
use super::fault::Fault;
use super::foreigner_code::ForeignerCode;
use super::mrz::{MachineReadableZone, MrzFormat};
use super::notarial_code::{NotarialCode, NotarialForm};
use super::passport::PassportNumber;
use super::ruc::RucKind;
use super::{DomesticHolder, lookalike, typed};

/// Of a text that is no number, the characters shown.
const SHOWN_CHARS: usize = 60;

/// One thing that a text may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The canonical number, or as much of the text as fits a line.
    pub number: String,
    /// What it is taken for.
    pub kind: Kind,
    /// Whether it may be used.
    pub verdict: Verdict,
    /// Why, in Spanish.
    pub reason: String,
}

/// The kinds of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A cédula.
    Cedula,
    /// A RUC of a known kind.
    Ruc(RucKind),
    /// Something that was to be a RUC.
    UnreadableRuc,
    /// A domestic-service employer's number.
    Domestic,
    /// An employer's branch.
    Branch,
    /// A foreigner's code.
    ForeignerCode,
    /// A passport's or visa's number.
    Passport,
    /// The machine-readable zone of a document.
    Zone(MrzFormat),
    /// Something that was to be a machine-readable zone.
    UnreadableZone,
    /// A notary's code.
    Notarial,
    /// Nothing that is known here.
    Unknown,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Cedula => "cédula",
            Self::Ruc(kind) => return kind.fmt(f),
            Self::UnreadableRuc => "RUC",
            Self::Domestic => "número de servicio doméstico",
            Self::Branch => "sucursal",
            Self::ForeignerCode => "código de extranjero",
            Self::Passport => "número de pasaporte o visa",
            Self::Zone(MrzFormat::Td3) => "zona de lectura mecánica de pasaporte",
            Self::Zone(MrzFormat::MrvA | MrzFormat::MrvB) => "zona de lectura mecánica de visa",
            Self::Zone(MrzFormat::Td1 | MrzFormat::Td2) => "zona de lectura mecánica de documento de identidad",
            Self::UnreadableZone => "zona de lectura mecánica",
            Self::Notarial => "código notarial",
            Self::Unknown => "desconocido",
        };
        f.pad(name)
    }
}

/// Whether a number may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Structure and check digit are right.
    Valid,
    /// It may be right: somebody has to look.
    Warning,
    /// It cannot be right.
    Invalid,
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Valid => "válido",
            Self::Warning => "advertencia",
            Self::Invalid => "inválido",
        })
    }
}

/// What `text` may be, the likeliest first; never empty.
pub fn read(text: &str) -> Vec<Reading> {
    if text.contains('<') {
        return vec![zone(text)];
    }
    if let Some(reading) = NotarialCode::parse(text).ok().as_ref().and_then(notarial) {
        return vec![reading];
    }
    match typed::digits(text) {
        Ok(digits) => vec![number_of_digits(&digits)],
        Err(fault @ (Fault::Empty | Fault::TooLong { .. })) => {
            vec![invalid(text, Kind::Unknown, &fault)]
        }
        Err(not_a_digit) => code(text, &not_a_digit),
    }
}

/// A number of digits only, by its length.
fn number_of_digits(digits: &str) -> Reading {
    match digits.len() {
        4 => match Branch::parse(digits) {
            Ok(branch) => valid(branch.as_str(), Kind::Branch, "tiene 4 cifras"),
            Err(fault) => invalid(digits, Kind::Branch, &fault),
        },
        ..=11 => match Cedula::parse(digits) {
            Ok(cedula) => checked(cedula.as_str(), Kind::Cedula, cedula.check_digit()),
            Err(fault) => invalid(digits, Kind::Cedula, &fault),
        },
        _ => match EmployerNumber::parse(digits) {
            Ok(EmployerNumber::Ruc(ruc)) => checked(ruc.as_str(), Kind::Ruc(ruc.kind()), ruc.check_digit()),
            Ok(EmployerNumber::Domestic(number)) => match number.holder() {
                DomesticHolder::Cedula(_) => checked(number.as_str(), Kind::Domestic, number.check_digit()),
                DomesticHolder::ForeignerCode(_) => {
                    let fault = Fault::Length { found: digits.len(), expected: 13 };
                    invalid(digits, Kind::UnreadableRuc, &fault)
                }
            },
            Err(fault) => invalid(digits, Kind::UnreadableRuc, &fault),
        },
    }
}

/// A text with something other than digits in it.
fn code(text: &str, not_a_digit: &Fault) -> Vec<Reading> {
    match (ForeignerCode::parse(text), PassportNumber::parse(text)) {
        (Ok(code), Ok(passport)) => match meant_as_digits(code.as_str()) {
            Some(kind) => vec![invalid(text, kind, not_a_digit)],
            None => vec![
                warning(code.as_str(), Kind::ForeignerCode, "su formato no es público: búsquelo en el sistema"),
                warning(passport.as_str(), Kind::Passport, "sin zona de lectura mecánica no se puede verificar"),
            ],
        },
        _ if !text.contains(|c: char| c.is_ascii_alphabetic()) => vec![invalid(text, Kind::Unknown, not_a_digit)],
        (Err(fault), _) | (_, Err(fault)) => vec![invalid(text, Kind::Unknown, &fault)],
    }
}

/// The kind of number that this would be if each O, I and L were the digit it looks like.
fn meant_as_digits(code: &str) -> Option<Kind> {
    let only_lookalikes = code.chars().all(|c| c.is_ascii_digit() || lookalike::digit_for(c).is_some());
    match code.len() {
        10 if only_lookalikes => Some(Kind::Cedula),
        13 if only_lookalikes => Some(Kind::UnreadableRuc),
        _ => None,
    }
}

fn notarial(code: &NotarialCode) -> Option<Reading> {
    match code.form() {
        NotarialForm::Current { .. } => Some(valid(code.as_str(), Kind::Notarial, "tiene la forma actual")),
        NotarialForm::Other { suggestion: Some(suggestion) } => {
            let reason = format!("no tiene la forma actual; ¿será {suggestion}? (confusión de O con 0 o de I con 1)");
            Some(warning(code.as_str(), Kind::Notarial, &reason))
        }
        NotarialForm::Other { suggestion: None } => None,
    }
}

fn zone(text: &str) -> Reading {
    match MachineReadableZone::parse(text) {
        Ok(zone) => valid(
            zone.number().as_str(),
            Kind::Zone(zone.format()),
            "los dígitos verificadores coinciden; compruebe que esté vigente",
        ),
        Err(fault) => invalid(text, Kind::UnreadableZone, &fault),
    }
}

fn checked(number: &str, kind: Kind, check_digit: CheckDigit) -> Reading {
    match check_digit {
        CheckDigit::Agrees => valid(number, kind, "el dígito verificador coincide"),
        CheckDigit::Differs => {
            warning(number, kind, "el dígito verificador no coincide: compárelo cifra por cifra con el documento")
        }
    }
}

fn valid(number: &str, kind: Kind, reason: &str) -> Reading {
    Reading { number: number.to_owned(), kind, verdict: Verdict::Valid, reason: reason.to_owned() }
}

fn warning(number: &str, kind: Kind, reason: &str) -> Reading {
    Reading { number: number.to_owned(), kind, verdict: Verdict::Warning, reason: reason.to_owned() }
}

fn invalid(text: &str, kind: Kind, fault: &Fault) -> Reading {
    Reading { number: on_one_line(text), kind, verdict: Verdict::Invalid, reason: fault.to_string() }
}

/// The text as one line of a terminal can show it: short, and what is invisible or a line end as `·`.
fn on_one_line(text: &str) -> String {
    let mut shown: String =
        text.chars().take(SHOWN_CHARS).map(|c| if c == ' ' || !lookalike::is_invisible(c) { c } else { '·' }).collect();
    if text.chars().nth(SHOWN_CHARS).is_some() {
        shown.push('…');
    }
    shown
}
