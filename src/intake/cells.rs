//! What the tables have in common: cells of text, numbers and listed words, and what is odd without being wrong.

use std::str::FromStr;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::domain::day::Month;
use crate::domain::email::Email;
use crate::domain::name::is_apostrophe;
use crate::domain::number::{Cedula, CheckDigit, EmployerNumber, Fault, PersonNumber};
use crate::domain::register::BirthDay;
use crate::domain::telephone::Telephone;

use super::lost_letters;
use super::table::{BadRow, Column, Need, Row};
use super::when;

/// Characters of a cell that are repeated in a reason.
const SHOWN_CHARS: usize = 40;
/// What becomes of numbers in a spreadsheet whose column is not marked as text.
const LOST_ZEROS: &str = "; si una hoja de cálculo le quitó ceros o lo abrevió, dé a la columna formato de texto";

/// Of a cell that must not be blank.
pub(super) const BLANK: &str = "está vacía y debe tener un valor";

/// The column of a person's number.
pub(super) const PERSON_NUMBER: Column = Column {
    name: "numero",
    spellings: &["cedula", "identificacion", "numero de identidad", "numero de identificacion"],
    need: Need::Required,
};
/// The column of a person's name.
pub(super) const PERSON_NAME: Column = Column {
    name: "nombre",
    spellings: &["nombres", "apellidos y nombres", "nombres y apellidos", "nombre completo"],
    need: Need::Required,
};

/// Something about a row that somebody should look at; the row can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The documented title of the column.
    pub column: &'static str,
    /// In Spanish.
    pub reason: String,
}

/// The cells of one row, and what was found odd in them.
pub(super) struct Cells<'t> {
    row: Row<'t>,
    columns: &'static [Column],
    pub(super) warnings: Vec<Warning>,
}

impl<'t> Cells<'t> {
    pub(super) fn new(row: Row<'t>, columns: &'static [Column]) -> Self {
        Cells { row, columns, warnings: Vec::new() }
    }

    pub(super) fn line(&self) -> u64 {
        self.row.line()
    }

    pub(super) fn text(&self, column: usize) -> &'t str {
        self.row.text(column)
    }

    /// The row is bad because of this cell.
    pub(super) fn bad(&self, column: usize, reason: impl Into<String>) -> BadRow {
        BadRow { line: self.row.line(), column: Some(self.name_of(column)), reason: reason.into() }
    }

    /// The cell is odd.
    pub(super) fn warn(&mut self, column: usize, reason: impl Into<String>) {
        self.warnings.push(Warning { column: self.name_of(column), reason: reason.into() });
    }

    fn name_of(&self, column: usize) -> &'static str {
        self.columns.get(column).map_or("", |column| column.name)
    }

    /// A cell that must not be blank.
    pub(super) fn filled(&self, column: usize) -> Result<&'t str, BadRow> {
        match self.text(column) {
            "" => Err(self.bad(column, BLANK)),
            text => Ok(text),
        }
    }

    /// A name, of a person or of a company: single blanks, one kind of apostrophe, and at least one letter or digit.
    pub(super) fn name(&mut self, column: usize) -> Result<String, BadRow> {
        let name = one_apostrophe(single_blanks(self.filled(column)?));
        if !name.chars().any(char::is_alphanumeric) {
            return Err(self.bad(column, format!("{} no es un nombre", shown(&name))));
        }
        self.warn_of_lost_letters(column, &name);
        Ok(name)
    }

    /// Free text, which may be blank.
    pub(super) fn words(&mut self, column: usize) -> Option<String> {
        let words = one_apostrophe(single_blanks(self.text(column)));
        self.warn_of_lost_letters(column, &words);
        Some(words).filter(|words| !words.is_empty())
    }

    /// An e-mail address, which may be blank. A malformed one is as good as none: with a warning.
    pub(super) fn email(&mut self, column: usize) -> Option<Email> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let email = Email::parse(text);
        if let Err(fault) = email {
            self.warn(column, format!("no es una dirección de correo ({fault}); se guarda sin correo"));
        }
        email.ok()
    }

    /// A telephone, which may be blank. A malformed one is as good as none: with a warning.
    pub(super) fn telephone(&mut self, column: usize) -> Option<Telephone> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let telephone = Telephone::parse(text);
        if let Err(fault) = telephone {
            let has_lost_a_zero = Telephone::parse(&format!("0{text}")).is_ok();
            let hint = if has_lost_a_zero { LOST_ZEROS } else { "" };
            self.warn(column, format!("{} no es un teléfono ({fault}); se guarda sin él{hint}", shown(text)));
        }
        telephone.ok()
    }

    /// A day, which may be blank; the hour that may stand behind it does not count.
    pub(super) fn day(&self, column: usize) -> Result<Option<NaiveDate>, BadRow> {
        match self.text(column) {
            "" => Ok(None),
            text => when::day(text).map(|day| Some(day.value)).map_err(|reason| self.bad(column, reason)),
        }
    }

    /// A birthday, which may be blank. A malformed one is as good as none: with a warning.
    pub(super) fn birth_day(&mut self, column: usize) -> Option<BirthDay> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let birth = when::birth_day(text);
        if let Err(reason) = &birth {
            self.warn(column, format!("{reason}; se guarda sin él"));
        }
        birth.ok()
    }

    /// A month, which may be blank.
    pub(super) fn month(&self, column: usize) -> Result<Option<Month>, BadRow> {
        match self.text(column) {
            "" => Ok(None),
            text => when::month(text).map(Some).map_err(|reason| self.bad(column, reason)),
        }
    }

    fn warn_of_lost_letters(&mut self, column: usize, text: &str) {
        if let Some(reason) = lost_letters::reason(text, self.row.encoding_in_doubt()) {
            self.warn(column, reason);
        }
    }

    /// A number.
    pub(super) fn number<T: FromStr<Err = Fault>>(&self, column: usize) -> Result<T, BadRow> {
        let text = self.filled(column)?;
        text.parse().map_err(|fault: Fault| {
            let shortened =
                text.contains("E+") || matches!(fault, Fault::Length { found, expected } if found < expected);
            let hint = if shortened { LOST_ZEROS } else { "" };
            self.bad(column, format!("{}: {fault}{hint}", shown(text)))
        })
    }

    /// The number of a person: a wrong check digit is a warning, an employer's number is not a person's.
    pub(super) fn person(&mut self, column: usize) -> Result<PersonNumber, BadRow> {
        let number: PersonNumber = self.number(column)?;
        match &number {
            PersonNumber::Cedula(cedula) => self.warn_of_check_digit(column, cedula.check_digit()),
            PersonNumber::ForeignerCode(code) if is_employer_number(code.as_str()) => {
                let reason = format!("{} es un número de empleador y aquí va el de una persona", shown(code.as_str()));
                return Err(self.bad(column, reason));
            }
            PersonNumber::ForeignerCode(code) => self.warn_of_lost_zero(column, code.as_str()),
            PersonNumber::Passport(_) => {}
        }
        Ok(number)
    }

    pub(super) fn warn_of_check_digit(&mut self, column: usize, check: CheckDigit) {
        if check == CheckDigit::Differs {
            let number = self.text(column);
            self.warn(column, format!("el dígito verificador de {} no concuerda; confirme el número", shown(number)));
        }
    }

    /// A code that would be a cédula, check digit included, if it had one more zero in front.
    pub(super) fn warn_of_lost_zero(&mut self, column: usize, code: &str) {
        if code.len() == 9
            && Cedula::parse(&format!("0{code}")).is_ok_and(|cedula| cedula.check_digit() == CheckDigit::Agrees)
        {
            let reason =
                format!("{} se toma por código de extranjero y parece una cédula sin su cero inicial", shown(code));
            self.warn(column, reason + LOST_ZEROS);
        }
    }

    /// One of a list of words, each written as its [`key`].
    pub(super) fn listed<T: Copy>(&self, column: usize, list: &[(&str, T)], advice: &str) -> Result<T, BadRow> {
        let text = self.text(column);
        let wanted = key(text);
        let found = list.iter().find(|(word, _)| *word == wanted);
        found.map(|(_, value)| *value).ok_or_else(|| {
            let what =
                if text.is_empty() { "está vacía".to_owned() } else { format!("{} no se conoce", shown(text)) };
            self.bad(column, format!("{what}; escriba {advice}"))
        })
    }
}

/// Thirteen digits that are a RUC or a domestic-service number.
fn is_employer_number(code: &str) -> bool {
    code.len() == 13 && code.bytes().all(|byte| byte.is_ascii_digit()) && EmployerNumber::parse(code).is_ok()
}

/// A cell's text as a reason repeats it, shortened.
pub(super) fn shown(text: &str) -> String {
    let mut characters = text.chars();
    let start: String = characters.by_ref().take(SHOWN_CHARS).collect();
    let more = if characters.next().is_some() { "…" } else { "" };
    format!("«{start}{more}»")
}

/// Runs of blanks of any kind as one blank; the text has none at its ends.
fn single_blanks(text: &str) -> String {
    // What begins a blank other than the common one in UTF-8; ñ and the vowels with accents begin with 0xC3.
    let is_suspect = |byte: &u8| matches!(byte, ..0x20 | 0xC2 | 0xE1..=0xE3);
    if !text.contains("  ") && !text.as_bytes().iter().any(is_suspect) {
        return text.to_owned();
    }
    let mut single = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !single.is_empty() {
            single.push(' ');
        }
        single.push_str(word);
    }
    single
}

/// The same text with every sign that stands for an apostrophe between two letters made one.
fn one_apostrophe(text: String) -> String {
    let is_plain = |c: char| c == '\'' || !is_apostrophe(c);
    if text.chars().all(is_plain) {
        return text;
    }
    let mut same = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_inside = same.ends_with(char::is_alphabetic) && rest.peek().is_some_and(|next| next.is_alphabetic());
        same.push(if is_inside && !is_plain(c) { '\'' } else { c });
    }
    same
}

/// A word or title reduced to its letters and digits: accents, case, blanks and punctuation do not count.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    if text.is_ascii() {
        key.extend(text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()));
    } else {
        key.extend(text.nfd().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase));
    }
    key
}
