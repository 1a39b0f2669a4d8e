//! The registers and the agenda of the sample, brought in as a centre brings them in: by its imports.

use csv::Writer;

use super::agenda::OnlineTurn;
use super::employers::SampleEmployer;
use super::insured::SampleInsured;
use super::people::SamplePerson;
use crate::domain::day::Month;
use crate::domain::procedure::find;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::{EmployerKind, SriState};
use crate::ops::house::run::{Run, Watch};
use crate::ops::import::{
    AgendaImport, EmployerImport, ImportFile, ImportReport, InsuredImport, PeopleImport, WorkHistoryImport,
};
use crate::ops::{Error, House, Session, new_op_id};
use crate::print::ipp::CancelFlag;
use chrono::NaiveDate;

/// Imports people.
pub(super) fn people(house: &House, by: &Session, people: &[SamplePerson]) -> Result<(), Error> {
    let rows = people.iter().map(|person| [person.number.as_str(), &person.name]);
    let file = file("personas.csv", ["numero", "nombre"], rows)?;
    whole(&run(house, by, &mut PeopleImport::open(file)?)?)
}

/// Imports employers: a row for each branch and each representative.
pub(super) fn employers(house: &House, by: &Session, employers: &[&SampleEmployer]) -> Result<(), Error> {
    let columns = [
        "numero",
        "tipo",
        "razon_social",
        "sucursal",
        "nombre_sucursal",
        "correo",
        "estado_sri",
        "artesano",
        "representante_numero",
        "representante_nombre",
        "representante_calidad",
    ];
    let file = file("empleadores.csv", columns, employers.iter().flat_map(|employer| employer_rows(employer)))?;
    whole(&run(house, by, &mut EmployerImport::open(file)?)?)
}

/// Imports the insured.
pub(super) fn insured(house: &House, by: &Session, insured: &[SampleInsured]) -> Result<(), Error> {
    let columns = [
        "numero",
        "nombre",
        "tipo",
        "estado_clave",
        "correo",
        "celular",
        "telefono",
        "fecha_actualizacion",
        "fecha_nacimiento",
    ];
    let rows = insured.iter().map(|one| {
        let SampleInsured { person, kind, key, contact, up_to_date_on, birth, .. } = one;
        let up_to_date_on = up_to_date_on.map(|day| day.to_string()).unwrap_or_default();
        let number = person.number.as_str();
        let texts = [number, &person.name, kind.spanish(), key.spanish(), &contact.email, &contact.mobile];
        let [number, name, kind, key, email, mobile] = texts.map(str::to_owned);
        [number, name, kind, key, email, mobile, contact.telephone.clone(), up_to_date_on, birth.to_string()]
    });
    let file = file("asegurados.csv", columns, rows)?;
    whole(&run(house, by, &mut InsuredImport::open(file)?)?)
}

/// Imports for whom the insured worked.
pub(super) fn work_histories(house: &House, by: &Session, insured: &[SampleInsured]) -> Result<(), Error> {
    let rows = insured.iter().flat_map(|one| {
        one.history.iter().map(|employment| {
            let to = employment.to.map(Month::in_file_names).unwrap_or_default();
            let from = employment.from.in_file_names();
            [one.person.number.as_str().to_owned(), employment.employer.clone(), from, to]
        })
    });
    let file = file("historia-laboral.csv", ["numero", "empleador", "desde", "hasta"], rows)?;
    whole(&run(house, by, &mut WorkHistoryImport::open(file)?)?)
}

/// Imports a day's online turns.
pub(super) fn agenda(house: &House, by: &Session, day: NaiveDate, turns: &[OnlineTurn]) -> Result<(), Error> {
    let columns = ["codigo_turno", "fecha", "hora", "centro", "tramite", "numero", "nombre"];
    let centre = house.centre().code.as_str();
    let rows = turns.iter().map(|turn| {
        let (day, hour) = (day.format("%Y-%m-%d").to_string(), turn.hour.format("%H:%M").to_string());
        let holder = &turn.holder;
        let texts =
            [&turn.code, &day, &hour, centre, agenda_name(turn.procedure), holder.number.as_str(), &holder.name];
        texts.map(str::to_owned)
    });
    let file = file("agenda.csv", columns, rows)?;
    whole(&run(house, by, &mut AgendaImport::open(file)?)?.rows)
}

fn run<R: Run>(house: &House, by: &Session, import: &mut R) -> Result<R::Report, Error> {
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    Ok(house.run(by, new_op_id()?, import, &mut watch)?.output)
}

/// Every row of the sample is good.
fn whole(report: &ImportReport) -> Result<(), Error> {
    match report.bad_rows.first() {
        None => Ok(()),
        Some(bad) => Err(Error::Inconsistent(format!("la muestra tiene una fila que no se importa: {}", bad.reason))),
    }
}

fn file<const N: usize, T: AsRef<[u8]>>(
    name: &str,
    columns: [&str; N],
    rows: impl Iterator<Item = [T; N]>,
) -> Result<ImportFile<std::io::Cursor<Vec<u8>>>, Error> {
    let failed = |fault: String| Error::Inconsistent(format!("no se pudo escribir la muestra ({fault})"));
    let mut table = Writer::from_writer(Vec::new());
    table.write_record(columns).map_err(|fault| failed(fault.to_string()))?;
    for row in rows {
        table.write_record(row).map_err(|fault| failed(fault.to_string()))?;
    }
    let bytes = table.into_inner().map_err(|fault| failed(fault.to_string()))?;
    let length = u64::try_from(bytes.len()).ok();
    Ok(ImportFile { source: std::io::Cursor::new(bytes), name: name.into(), bytes: length })
}

fn employer_rows(employer: &SampleEmployer) -> impl Iterator<Item = [String; 11]> {
    let rows = employer.branches.len().max(employer.representatives.len());
    (0..rows).filter_map(move |row| {
        let (branch, branch_name) = employer.branches.get(row).or(employer.branches.first())?;
        let representative = employer.representatives.get(row).or(employer.representatives.first())?;
        let texts = [
            employer.number.as_str(),
            kind(employer.kind),
            &employer.name,
            branch.as_str(),
            branch_name,
            &employer.email,
            sri_state(employer.sri_state),
            if employer.artisan { "sí" } else { "no" },
            representative.person.number.as_str(),
            &representative.person.name,
            representative.capacity,
        ];
        Some(texts.map(str::to_owned))
    })
}

fn kind(kind: EmployerKind) -> &'static str {
    match kind {
        EmployerKind::PrivateCompany => "empresa privada",
        EmployerKind::PublicBody => "empresa pública",
        EmployerKind::Independent => "independiente",
        EmployerKind::DomesticService => "servicio doméstico",
    }
}

fn sri_state(state: SriState) -> &'static str {
    match state {
        SriState::Unknown => "",
        SriState::Active => "activo",
        SriState::Suspended => "suspendido",
        SriState::Closed => "cerrado",
    }
}

/// How the agenda writes a procedure.
fn agenda_name(procedure: ProcedureId) -> &'static str {
    find(procedure).and_then(|it| it.spellings.first().copied()).unwrap_or_default()
}
