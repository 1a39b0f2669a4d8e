//! What is printed of an issuance and of a visit without one, gathered from the store.

use super::reserve::Parties;
use crate::domain::calendar::Moment;
use crate::domain::id::{IssuanceId, VisitId, WindowId};
use crate::domain::journal::{Head, JournalMark};
use crate::domain::procedure;
use crate::domain::procedure::employer_key;
use crate::domain::procedure::employer_key::case::{Case, EmployerKind, Presenter, RegisterAnswer};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::Verdict;
use crate::domain::visit::Person as CasePerson;
use crate::ops::error::{Error, known};
use crate::ops::house::House;
use crate::ops::settings::{self, Settings};
use crate::ops::visit::{Surroundings, complete, parsed};
use crate::print::documents::{
    self, Attendance, Attendee, Document, Employer, Issuance, Occasion, Paper, Person, Point, PointKind, Sheet, Worth,
};
use crate::store::issuance::Issuance as Slip;
use crate::store::visit::Visit;
use crate::store::{self, Reader};

/// The acknowledgement that the recipient signs.
///
/// # Errors
/// The store's; a text that no page holds.
pub fn acknowledgement(house: &House, id: IssuanceId) -> Result<Document, Error> {
    let reader = house.reader()?;
    let slip = known(store::issuance::get(&reader, id)?, "esta clave")?;
    let settings = settings::load(&reader, house.centre().id)?;
    Ok(documents::acknowledgement(&content(house, &reader, &settings, &slip)?, sheet(house, &settings))?)
}

/// The "Constancia de atención" of whoever leaves without a key: each point missing, refused or warned about, and what
/// to bring.
///
/// # Errors
/// The store's; a text that no page holds.
pub fn constancia(house: &House, id: VisitId) -> Result<Document, Error> {
    let reader = house.reader()?;
    let visit = known(store::visit::get(&reader, id)?, "esta atención")?;
    let settings = settings::load(&reader, house.centre().id)?;
    let now = visit.ended_at_ms.map_or_else(|| house.clock().now(), Moment);
    let case = complete(&reader, Surroundings { now, centre: house.centre(), settings: &settings }, &visit)?;
    let ends = |operation: &str| matches!(operation, "visit.end" | "visit.end_others");
    let ended = store::journal::about(&reader, "visit", id.0)?.into_iter().rev().find(|it| ends(&it.entry.operation));
    let mark = ended.map(|it| Head { number: it.entry.number, hash: it.hash }.mark());
    Ok(documents::constancia(&attendance(house, &case, &visit, now, mark), sheet(house, &settings))?)
}

/// The sheet that the centre prints on.
pub(crate) fn sheet(house: &House, settings: &Settings) -> Sheet {
    Sheet { paper: settings.paper.into(), worth: if house.is_demo() { Worth::Sample } else { Worth::Real } }
}

impl From<settings::Paper> for Paper {
    fn from(set: settings::Paper) -> Self {
        match set {
            settings::Paper::A4 => Self::A4,
            settings::Paper::A5 => Self::A5,
            settings::Paper::Roll80 => Self::Roll80,
        }
    }
}

/// What slip and acknowledgement say of a line of the ledger.
pub(super) fn content(house: &House, reader: &Reader, settings: &Settings, slip: &Slip) -> Result<Issuance, Error> {
    let lacking = || Error::Inconsistent(format!("la atención de la clave {} no dice a quién se entrega", slip.serial));
    let visit = known(store::visit::get(reader, slip.visit)?, "la atención de esta clave")?;
    let at = Moment(slip.reserved_at_ms);
    let case = complete(reader, Surroundings { now: at, centre: house.centre(), settings }, &visit)?;
    let applicant = case.papers.applicant.as_ref().and_then(person).ok_or_else(lacking)?;
    let at_window = case.papers.presenter.as_ref().and_then(Presenter::at_window);
    let recipient = match at_window {
        Some(somebody) => person(&somebody.person).ok_or_else(lacking)?,
        None => applicant.clone(),
    };
    let parties = Parties::of(&case)?;
    if (&parties.recipient, &parties.employer, &parties.branch) != (&slip.recipient, &slip.employer, &slip.branch) {
        return Err(Error::Inconsistent(format!("la atención de la clave {} ya no es la que se juzgó", slip.serial)));
    }
    let entry = store::journal::entry(reader, slip.journal_number)?
        .ok_or_else(|| Error::Inconsistent(format!("falta la entrada {} de la bitácora", slip.journal_number)))?;
    Ok(Issuance {
        serial: slip.serial.clone(),
        employer: Employer { name: employer_name(&case), number: slip.employer.clone(), branch: slip.branch.clone() },
        applicant,
        recipient,
        recipient_role: role(&case).into(),
        occasion: occasion(house, at, slip.window),
        journal_mark: Head { number: slip.journal_number, hash: entry.hash }.mark(),
    })
}

fn occasion(house: &House, at: Moment, window: WindowId) -> Occasion {
    Occasion { centre: house.centre().name.clone(), window: house.window_number(window), at, zone: house.centre().zone }
}

fn person(person: &CasePerson) -> Option<Person> {
    let number = person.number.as_ref().and_then(parsed)?;
    Some(Person { name: person.name.trim().into(), number })
}

fn employer_name(case: &Case) -> String {
    match case.papers.employer.as_ref().and_then(|employer| employer.register.as_ref()) {
        Some(RegisterAnswer::Found(record)) => record.name.clone(),
        _ => String::new(),
    }
}

/// In what quality the presenter receives the paper.
fn role(case: &Case) -> &'static str {
    let kind = match case.papers.employer.as_ref().and_then(|employer| employer.register.as_ref()) {
        Some(RegisterAnswer::Found(record)) => Some(record.kind),
        _ => None,
    };
    match (&case.papers.presenter, kind) {
        (Some(Presenter::ThirdParty(_) | Presenter::ThirdPartySentByAttorney { .. }), _) => "tercero autorizado",
        (Some(Presenter::Attorney { .. }), _) => "apoderado",
        (Some(Presenter::Curator { .. }), _) => "curador",
        (_, Some(EmployerKind::Independent)) => "empleador independiente",
        (_, Some(EmployerKind::DomesticService)) => "empleador de servicio doméstico",
        _ => "representante legal",
    }
}

fn attendance(house: &House, case: &Case, visit: &Visit, now: Moment, journal_mark: Option<JournalMark>) -> Attendance {
    let attendee = |role: &str, person: &CasePerson| Attendee {
        role: role.into(),
        name: person.name.trim().into(),
        number: person.number.as_ref().map(|number| number.canonical().to_owned()).unwrap_or_default(),
    };
    let at_window = case.papers.presenter.as_ref().and_then(Presenter::at_window);
    let applicant = case.papers.applicant.iter().map(|person| attendee("Solicitante", person));
    let presenter = at_window.into_iter().map(|somebody| {
        let mut named = role(case).chars();
        let first: String = named.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
        attendee(&format!("{first}{}", named.as_str()), &somebody.person)
    });
    let employer =
        case.papers.employer.as_ref().map(|employer| format!("{} {}", employer_name(case), employer.number.text()));
    let assessment = employer_key::assess(case);
    Attendance {
        procedure: ProcedureId::parse(&visit.procedure)
            .map_or(visit.procedure.clone(), |id| procedure::name(id).into()),
        turn: case.turn_code().map(str::to_owned),
        people: applicant.chain(presenter).collect(),
        employer: employer.map(|text| text.trim().to_owned()),
        occasion: occasion(house, now, visit.window),
        points: assessment
            .blocking()
            // What only the clerk had yet to record is nothing to bring.
            .filter(|finding| {
                finding.bring.is_some() || matches!(finding.verdict, Verdict::Warning(_) | Verdict::Refused)
            })
            .map(|finding| Point {
                kind: match finding.verdict {
                    Verdict::Refused => PointKind::Refused,
                    Verdict::Warning(_) => PointKind::Warning,
                    _ => PointKind::Missing,
                },
                sentence: finding.sentence.clone(),
                bring: finding.bring.clone(),
            })
            .collect(),
        journal_mark,
    }
}
