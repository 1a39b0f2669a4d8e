//! The register of employers: one row for each branch and representative of an employer.
//!
//! Columns: `numero, tipo, razon_social, sucursal` and, optional, `nombre_sucursal, correo, estado_sri, artesano,
//! representante_numero, representante_nombre, representante_calidad`. Every number is parsed: wrong structure makes a
//! bad row, a wrong check digit a warning. Rows of one employer are not brought together here, nor compared.

mod people;

use crate::domain::email::Email;
use crate::domain::name::folded;
use crate::domain::number::{Branch, DomesticHolder, EmployerNumber, PersonNumber};
use crate::domain::register::{ArtisanMark, EmployerKind, SriState};

use super::cells::Cells;
use super::table::{BadRow, Column, Limits, Need, Numbered, Record, Records, Row};

pub use super::cells::Warning;
pub use people::{People, PersonRow};

/// The rows of a register file.
pub type Employers<R> = Records<R, EmployerRow>;

/// A person who may act for the employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Representative {
    /// Cédula or foreigner code.
    pub number: PersonNumber,
    /// Single blanks.
    pub name: String,
    /// As what: "gerente general", "propietario".
    pub capacity: Option<String>,
}

/// An employer's branch and representative, as the register has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmployerRow {
    /// The line of the file, from 1.
    pub line: u64,
    /// RUC or domestic-service number.
    pub number: EmployerNumber,
    /// What kind of employer.
    pub kind: EmployerKind,
    /// *Razón social*, or the person's name.
    pub legal_name: String,
    /// The same in the form in which it is searched.
    pub folded_name: String,
    /// The branch of this row.
    pub branch: Branch,
    /// Its name, where it has one.
    pub branch_name: Option<String>,
    /// The registered address; none where it is blank or, with a warning, malformed.
    pub email: Option<Email>,
    /// The RUC's state; not known where the file does not say.
    pub sri_state: SriState,
    /// Whether marked as an artisan's; not where the file does not say.
    pub artisan: ArtisanMark,
    /// Whether it was ever given a key, where the file says it.
    pub has_key: Option<bool>,
    /// The representative of this row; none where number and name are both blank.
    pub representative: Option<Representative>,
    /// What should be looked at.
    pub warnings: Vec<Warning>,
}

const NUMBER: usize = 0;
const KIND: usize = 1;
const LEGAL_NAME: usize = 2;
const BRANCH: usize = 3;
const BRANCH_NAME: usize = 4;
const EMAIL: usize = 5;
const SRI_STATE: usize = 6;
const ARTISAN: usize = 7;
const REPRESENTATIVE_NUMBER: usize = 8;
const REPRESENTATIVE_NAME: usize = 9;
const REPRESENTATIVE_CAPACITY: usize = 10;
const HAS_KEY: usize = 11;

const COLUMNS: [Column; 12] = [
    Column { name: "numero", spellings: &["ruc", "numero de empleador", "numero patronal"], need: Need::Required },
    Column { name: "tipo", spellings: &["tipo de empleador", "tipo empleador"], need: Need::Required },
    Column { name: "razon_social", spellings: &["empleador", "nombre de la empresa"], need: Need::Required },
    Column { name: "sucursal", spellings: &["codigo de sucursal", "codigo sucursal"], need: Need::Required },
    Column { name: "nombre_sucursal", spellings: &["nombre de la sucursal"], need: Need::Optional },
    Column { name: "correo", spellings: &["correo electronico", "email", "e-mail"], need: Need::Optional },
    Column { name: "estado_sri", spellings: &["estado del ruc", "estado ruc"], need: Need::Optional },
    Column { name: "artesano", spellings: &["artesano calificado", "es artesano"], need: Need::Optional },
    Column {
        name: "representante_numero",
        spellings: &["numero del representante", "cedula del representante", "representante_cedula"],
        need: Need::Optional,
    },
    Column {
        name: "representante_nombre",
        spellings: &["nombre del representante", "representante", "representante legal"],
        need: Need::Optional,
    },
    Column {
        name: "representante_calidad",
        spellings: &["calidad del representante", "calidad", "cargo del representante"],
        need: Need::Optional,
    },
    Column {
        name: "tiene_clave",
        spellings: &["con clave", "clave entregada", "clave generada"],
        need: Need::Optional,
    },
];

const KINDS: [(&str, EmployerKind); 17] = [
    ("empresaprivada", EmployerKind::PrivateCompany),
    ("privada", EmployerKind::PrivateCompany),
    ("privado", EmployerKind::PrivateCompany),
    ("compania", EmployerKind::PrivateCompany),
    ("personajuridicaprivada", EmployerKind::PrivateCompany),
    ("empresapublica", EmployerKind::PublicBody),
    ("publica", EmployerKind::PublicBody),
    ("publico", EmployerKind::PublicBody),
    ("entidadpublica", EmployerKind::PublicBody),
    ("personajuridicapublica", EmployerKind::PublicBody),
    ("independiente", EmployerKind::Independent),
    ("empleadorindependiente", EmployerKind::Independent),
    ("personanatural", EmployerKind::Independent),
    ("serviciodomestico", EmployerKind::DomesticService),
    ("domestico", EmployerKind::DomesticService),
    ("empleadordomestico", EmployerKind::DomesticService),
    ("empleadordeserviciodomestico", EmployerKind::DomesticService),
];

const SRI_STATES: [(&str, SriState); 9] = [
    ("", SriState::Unknown),
    ("activo", SriState::Active),
    ("activa", SriState::Active),
    ("suspendido", SriState::Suspended),
    ("suspensiondefinitiva", SriState::Closed),
    ("suspendida", SriState::Suspended),
    ("pasivo", SriState::Closed),
    ("cerrado", SriState::Closed),
    ("cancelado", SriState::Closed),
];

const ARTISANS: [(&str, ArtisanMark); 9] = [
    ("", ArtisanMark::NotMarked),
    ("no", ArtisanMark::NotMarked),
    ("n", ArtisanMark::NotMarked),
    ("0", ArtisanMark::NotMarked),
    ("falso", ArtisanMark::NotMarked),
    ("si", ArtisanMark::Artisan),
    ("s", ArtisanMark::Artisan),
    ("1", ArtisanMark::Artisan),
    ("verdadero", ArtisanMark::Artisan),
];

const KEYS: [(&str, Option<bool>); 9] = [
    ("", None),
    ("no", Some(false)),
    ("n", Some(false)),
    ("0", Some(false)),
    ("sinclave", Some(false)),
    ("si", Some(true)),
    ("s", Some(true)),
    ("1", Some(true)),
    ("conclave", Some(true)),
];

impl Record for EmployerRow {
    const COLUMNS: &'static [Column] = &COLUMNS;
    const LIMITS: Limits = Limits::for_rows(20_000_000);
    type Memory = ();

    fn read(row: Row<'_>, (): &mut ()) -> Result<EmployerRow, BadRow> {
        let mut cells = Cells::new(row, &COLUMNS);
        let number = number(&mut cells)?;
        let kind = kind(&cells, &number)?;
        let legal_name = cells.name(LEGAL_NAME)?;
        let branch = branch(&mut cells, kind)?;
        let branch_name = cells.words(BRANCH_NAME);
        let email = cells.email(EMAIL);
        let sri_state = cells.listed(SRI_STATE, &SRI_STATES, "«activo», «suspendido» o «cerrado», o déjela vacía")?;
        let artisan = cells.listed(ARTISAN, &ARTISANS, "«sí» o «no», o déjela vacía")?;
        let has_key = cells.listed(HAS_KEY, &KEYS, "«sí» o «no», o déjela vacía")?;
        let representative = representative(&mut cells)?;
        let (line, warnings) = (cells.line(), cells.warnings);
        Ok(EmployerRow {
            line,
            number,
            kind,
            folded_name: folded(&legal_name),
            legal_name,
            branch,
            branch_name,
            email,
            sri_state,
            artisan,
            has_key,
            representative,
            warnings,
        })
    }
}

impl Numbered for EmployerRow {
    const NUMBER: usize = NUMBER;
}

fn number(cells: &mut Cells<'_>) -> Result<EmployerNumber, BadRow> {
    let number: EmployerNumber = cells.number(NUMBER)?;
    if number.is_made_by_algorithm() {
        cells.warn_of_check_digit(NUMBER, number.check_digit());
    }
    if let EmployerNumber::Domestic(domestic) = &number
        && let DomesticHolder::ForeignerCode(code) = domestic.holder()
    {
        cells.warn_of_lost_zero(NUMBER, code.as_str());
    }
    Ok(number)
}

/// The kind, which has to go with the number: a household has no RUC, and nobody else has a household's number.
fn kind(cells: &Cells<'_>, number: &EmployerNumber) -> Result<EmployerKind, BadRow> {
    let advice = "«empresa privada», «entidad pública», «independiente» o «servicio doméstico»";
    let kind = cells.listed(KIND, &KINDS, advice)?;
    match (kind, number) {
        (EmployerKind::DomesticService, EmployerNumber::Ruc(_)) => {
            Err(cells.bad(KIND, "es servicio doméstico y el número es un RUC; el número es la cédula seguida de 000"))
        }
        (EmployerKind::DomesticService, EmployerNumber::Domestic(_)) | (_, EmployerNumber::Ruc(_)) => Ok(kind),
        (_, EmployerNumber::Domestic(_)) => {
            Err(cells.bad(KIND, "el número es de servicio doméstico; corrija el tipo, o escriba el RUC en el número"))
        }
    }
}

fn branch(cells: &mut Cells<'_>, kind: EmployerKind) -> Result<Branch, BadRow> {
    let branch: Branch = cells.number(BRANCH)?;
    if kind == EmployerKind::DomesticService && branch != Branch::domestic() {
        cells.warn(BRANCH, format!("el servicio doméstico tiene solo la sucursal {}", Branch::domestic()));
    }
    Ok(branch)
}

fn representative(cells: &mut Cells<'_>) -> Result<Option<Representative>, BadRow> {
    let columns = [REPRESENTATIVE_NUMBER, REPRESENTATIVE_NAME, REPRESENTATIVE_CAPACITY];
    if columns.iter().all(|column| cells.text(*column).is_empty()) {
        return Ok(None);
    }
    let number = cells.person(REPRESENTATIVE_NUMBER)?;
    let name = cells.name(REPRESENTATIVE_NAME)?;
    Ok(Some(Representative { number, name, capacity: cells.words(REPRESENTATIVE_CAPACITY) }))
}
