//! The register of the insured: one row a person.
//!
//! Columns: `numero, nombre, tipo, estado_clave` and, optional, `correo, celular, telefono, fecha_actualizacion,
//! fecha_corte, fecha_nacimiento`, of which day and month are read. What kind and how the key stands have to be said: neither
//! is guessed from a blank. Which of two words counts, the file's or the counter's, is not decided here.

use chrono::NaiveDate;

use crate::domain::number::PersonNumber;
use crate::domain::register::{AffiliateKeyState, BirthDay, Contact, FIXED_LINE, InsuredKind};

use super::cells::{Cells, PERSON_NAME, PERSON_NUMBER};
use super::table::{BadRow, Column, Limits, Need, Numbered, Record, Records, Row};

pub use super::cells::Warning;

/// The insured of a file.
pub type InsuredPeople<R> = Records<R, InsuredRow>;

/// An insured person as the file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsuredRow {
    /// The line of the file, from 1.
    pub line: u64,
    /// Cédula or foreigner code.
    pub number: PersonNumber,
    /// Single blanks.
    pub name: String,
    /// In what quality they are insured.
    pub kind: InsuredKind,
    /// The state of their key …
    pub key: AffiliateKeyState,
    /// … on this day, where the file says which.
    pub key_as_of: Option<NaiveDate>,
    /// How they are reached; blank where the cell is, or, with a warning, malformed.
    pub contact: Contact,
    /// The day on which that was last brought up to date.
    pub up_to_date_on: Option<NaiveDate>,
    /// Day and month of their birth; none where the cell is blank, or, with a warning, malformed.
    pub birth: Option<BirthDay>,
    /// What should be looked at.
    pub warnings: Vec<Warning>,
}

const NUMBER: usize = 0;
const NAME: usize = 1;
const KIND: usize = 2;
const KEY: usize = 3;
const EMAIL: usize = 4;
const MOBILE: usize = 5;
const TELEPHONE: usize = 6;
const UP_TO_DATE: usize = 7;
const AS_OF: usize = 8;
const BIRTH: usize = 9;

const COLUMNS: [Column; 10] = [
    PERSON_NUMBER,
    PERSON_NAME,
    Column { name: "tipo", spellings: &["tipo de asegurado", "tipo asegurado", "calidad"], need: Need::Required },
    Column {
        name: "estado_clave",
        spellings: &["estado de la clave", "clave", "estado de clave"],
        need: Need::Required,
    },
    Column { name: "correo", spellings: &["correo electronico", "email", "e-mail"], need: Need::Optional },
    Column { name: "celular", spellings: &["telefono celular", "movil"], need: Need::Optional },
    Column {
        name: "telefono",
        spellings: &["telefono convencional", "telefono fijo", "convencional"],
        need: Need::Optional,
    },
    Column {
        name: "fecha_actualizacion",
        spellings: &["fecha de la ultima actualizacion", "ultima actualizacion", "fecha de actualizacion"],
        need: Need::Optional,
    },
    Column {
        name: "fecha_corte",
        spellings: &["fecha de corte", "corte", "fecha del estado de la clave"],
        need: Need::Optional,
    },
    Column { name: "fecha_nacimiento", spellings: &["fecha de nacimiento", "nacimiento"], need: Need::Optional },
];

const KINDS: [(&str, InsuredKind); 8] = [
    ("afiliado", InsuredKind::Affiliate),
    ("afiliada", InsuredKind::Affiliate),
    ("afiliadoa", InsuredKind::Affiliate),
    ("jubilado", InsuredKind::Pensioner),
    ("jubilada", InsuredKind::Pensioner),
    ("jubiladoa", InsuredKind::Pensioner),
    ("derechohabiente", InsuredKind::Beneficiary),
    ("derechohabientes", InsuredKind::Beneficiary),
];

const KEYS: [(&str, AffiliateKeyState); 7] = [
    ("sinclave", AffiliateKeyState::Never),
    ("notiene", AffiliateKeyState::Never),
    ("nogenerada", AffiliateKeyState::Never),
    ("activa", AffiliateKeyState::Active),
    ("activo", AffiliateKeyState::Active),
    ("bloqueada", AffiliateKeyState::Blocked),
    ("bloqueado", AffiliateKeyState::Blocked),
];

impl Record for InsuredRow {
    const COLUMNS: &'static [Column] = &COLUMNS;
    const LIMITS: Limits = Limits::for_rows(20_000_000);
    type Memory = ();

    fn read(row: Row<'_>, (): &mut ()) -> Result<InsuredRow, BadRow> {
        let mut cells = Cells::new(row, &COLUMNS);
        let number = cells.person(NUMBER)?;
        let name = cells.name(NAME)?;
        let kind = cells.listed(KIND, &KINDS, "«afiliado», «jubilado» o «derechohabiente»")?;
        let key = cells.listed(KEY, &KEYS, "«sin clave», «activa» o «bloqueada»")?;
        let contact = Contact {
            email: cells.email(EMAIL).map(String::from).unwrap_or_default(),
            mobile: mobile(&mut cells),
            telephone: telephone(&mut cells, TELEPHONE),
        };
        let (up_to_date_on, key_as_of) = (cells.day(UP_TO_DATE)?, cells.day(AS_OF)?);
        let birth = cells.birth_day(BIRTH);
        let (line, warnings) = (cells.line(), cells.warnings);
        Ok(InsuredRow { line, number, name, kind, key, key_as_of, contact, up_to_date_on, birth, warnings })
    }
}

impl Numbered for InsuredRow {
    const NUMBER: usize = NUMBER;
}

/// A fixed line is no mobile; where it belongs, nobody guesses.
fn mobile(cells: &mut Cells<'_>) -> String {
    match cells.telephone(MOBILE) {
        Some(number) if number.may_be_mobile() => number.as_str().to_owned(),
        Some(_) => {
            cells.warn(MOBILE, format!("{FIXED_LINE}; se guarda sin él"));
            String::new()
        }
        None => String::new(),
    }
}

fn telephone(cells: &mut Cells<'_>, column: usize) -> String {
    cells.telephone(column).map(|it| it.as_str().to_owned()).unwrap_or_default()
}
