//! The case of a visit as it is judged: the clerk's working copy, with everything that is not the clerk's to say taken
//! from the store: the time, the turn, the arrival, the registers, the overrides and who gave them.

use super::revocation;
use crate::domain::calendar::{Calendar, Moment};
use crate::domain::number::{Cedula, EmployerNumber, Entered, ForeignerCode, PassportNumber, PersonNumber};
use crate::domain::procedure::employer_key::case::{Case, Presenter, ThirdParty};
use crate::domain::register::{
    ArtisanMark, EmployerRecord, PeopleRegister, Provenance, RegisterAnswer, RegisteredBranch, Representative,
};
use crate::domain::rule::{Approver, Covers, Override, Supervision};
use crate::domain::turn::Origin;
use crate::domain::visit::{
    ConfirmationShown, OnlineTurn, Person, Tolerance, TurnAnswer, TurnOrigin, TurnRecord, TypedNumber, VisitTurn,
};
use crate::intake::visit_v1;
use crate::ops::error::{Error, known};
use crate::ops::settings::Settings;
use crate::store::centre::Centre;
use crate::store::turn::{RecordedFrom, TurnRow};
use crate::store::visit::{Keys, Visit};
use crate::store::{self, Reader};

/// What the case is completed with besides the store.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The moment of judging.
    pub now: Moment,
    /// The centre.
    pub centre: &'a Centre,
    /// Its settings.
    pub settings: &'a Settings,
}

/// The case of a visit, completed from the store.
///
/// # Errors
/// The store's; [`Error::Inconsistent`] when the working copy does not read.
pub fn complete(reader: &Reader, around: Surroundings<'_>, visit: &Visit) -> Result<Case, Error> {
    let mut case = read_draft(&visit.draft)?;
    let clerk = known(store::user::get(reader, visit.clerk)?, "quien atiende")?;
    let turn = known(store::turn::get(reader, visit.turn)?, "el turno de esta atención")?;
    let confirmation = confirmation_of(&case);
    case.now = around.now;
    case.centre.clone_from(&around.centre.code);
    let holidays = store::centre::holidays(reader, around.centre.id)?;
    case.calendar = Calendar {
        zone: around.centre.zone,
        holidays: holidays.into_iter().map(|(day, _)| day).collect(),
        hours: around.settings.hours,
    };
    case.tolerance = Tolerance {
        early_minutes: around.settings.tolerance_early_minutes,
        late_minutes: around.settings.tolerance_late_minutes,
    };
    case.clerk = clerk.login;
    case.supervision = if around.settings.sole_supervisor { Supervision::Sole } else { Supervision::Several };
    case.arrival = turn.turn.arrived;
    case.turn = Some(TurnAnswer::Turn(turn_of(&turn, around.centre, confirmation)));
    case.overrides = overrides(reader, visit)?;
    fill_from_registers(reader, &mut case)?;
    Ok(case)
}

/// The working copy, as the clerk left it.
pub(super) fn read_draft(draft: &str) -> Result<Case, Error> {
    visit_v1::read_employer_key(draft)
        .map_err(|fault| Error::Inconsistent(format!("no se lee el borrador de la atención ({fault})")))
}

fn confirmation_of(case: &Case) -> Option<ConfirmationShown> {
    match &case.turn {
        Some(TurnAnswer::Turn(VisitTurn { origin: TurnOrigin::Online(online), .. })) => online.confirmation,
        _ => None,
    }
}

fn turn_of(row: &TurnRow, centre: &Centre, confirmation: Option<ConfirmationShown>) -> VisitTurn {
    let turn = &row.turn;
    let record = match row.recorded_from {
        RecordedFrom::Agenda => TurnRecord::Agenda,
        RecordedFrom::Confirmation | RecordedFrom::Window => TurnRecord::Confirmation,
    };
    VisitTurn {
        code: turn.code.as_str().into(),
        procedure: turn.procedure,
        centre: centre.code.clone(),
        day: turn.day,
        holder: Person { number: Some(typed(&turn.holder)), name: turn.holder_name.clone() },
        origin: match turn.origin {
            Origin::Online { hour } => TurnOrigin::Online(OnlineTurn { at: hour, record, confirmation }),
            Origin::WalkIn => TurnOrigin::WalkIn(turn.priority),
        },
    }
}

/// A number of the store, as a visit holds it.
#[must_use]
pub fn typed(number: &PersonNumber) -> TypedNumber {
    match number {
        PersonNumber::Cedula(it) => TypedNumber::Cedula(Entered::<Cedula>::new(it.as_str())),
        PersonNumber::ForeignerCode(it) => TypedNumber::ForeignerCode(Entered::<ForeignerCode>::new(it.as_str())),
        PersonNumber::Passport(it) => TypedNumber::Passport(Entered::<PassportNumber>::new(it.as_str())),
    }
}

/// A number of a visit, as the store keeps it; `None` while it is no such number.
#[must_use]
pub fn parsed(number: &TypedNumber) -> Option<PersonNumber> {
    match number {
        TypedNumber::Cedula(it) => it.value().ok().cloned().map(PersonNumber::Cedula),
        TypedNumber::ForeignerCode(it) => it.value().ok().cloned().map(PersonNumber::ForeignerCode),
        TypedNumber::Passport(it) => it.value().ok().cloned().map(PersonNumber::Passport),
    }
}

fn overrides(reader: &Reader, visit: &Visit) -> Result<Vec<Override>, Error> {
    store::visit::overrides(reader, visit.id)?
        .into_iter()
        .map(|given| {
            let by = known(store::user::get(reader, given.given_by)?, "quien justificó una advertencia")?;
            let answered_by = match given.approval {
                Some(id) => store::approval::get(reader, id)?.and_then(|approval| approval.answered_by),
                None => None,
            };
            let approver = match answered_by {
                Some(user) => {
                    store::user::get(reader, user)?.map(|user| Approver { login: user.login, role: user.role })
                }
                None => None,
            };
            Ok(Override {
                rule: given.rule,
                covers: Covers::Sentence(given.sentence),
                reason: given.reason,
                by: by.login,
                approver,
            })
        })
        .collect()
}

fn fill_from_registers(reader: &Reader, case: &mut Case) -> Result<(), Error> {
    if let Some(employer) = &mut case.papers.employer {
        employer.register = match employer.number.value() {
            Ok(number) => Some(register_answer(reader, number)?),
            Err(_) => None,
        };
    }
    match &mut case.papers.presenter {
        Some(Presenter::ThirdParty(third_party)) => fill_people_register(reader, third_party)?,
        Some(Presenter::ThirdPartySentByAttorney { third_party, power, .. }) => {
            fill_people_register(reader, third_party)?;
            revocation::fill_power(reader, power)?;
        }
        Some(Presenter::Attorney { power, .. }) => revocation::fill_power(reader, power)?,
        _ => {}
    }
    revocation::fill_artisan_paper(reader, &mut case.papers.artisan_paper)
}

/// What the register of employers says of a number.
///
/// # Errors
/// The store's.
pub fn register_answer(reader: &Reader, number: &EmployerNumber) -> Result<RegisterAnswer, Error> {
    let Some(employer) = store::employer::by_number(reader, number)? else { return Ok(RegisterAnswer::NotFound) };
    let branches = store::employer::branches(reader, employer.id)?;
    let representatives = store::employer::representatives(reader, employer.id)?;
    Ok(RegisterAnswer::Found(EmployerRecord {
        kind: employer.kind,
        name: employer.name,
        provenance: provenance(&employer.provenance),
        branches: branches
            .into_iter()
            .map(|it| RegisteredBranch {
                number: Entered::new(it.branch.as_str()),
                provenance: provenance(&it.provenance),
            })
            .collect(),
        representatives: representatives
            .into_iter()
            .map(|it| Representative {
                person: Person { number: Some(typed(&it.number)), name: it.name },
                provenance: provenance(&it.provenance),
            })
            .collect(),
        artisan: if employer.artisan { ArtisanMark::Artisan } else { ArtisanMark::NotMarked },
        sri_state: employer.sri_state,
    }))
}

fn provenance(stored: &store::provenance::Provenance) -> Provenance {
    use store::provenance::Entered as How;
    match (stored.entered, stored.confirmed) {
        (How::Import, _) => Provenance::Import,
        (How::Hand, Some(_)) => Provenance::Confirmed,
        (How::Hand, None) => Provenance::Hand,
    }
}

fn fill_people_register(reader: &Reader, third_party: &mut ThirdParty) -> Result<(), Error> {
    let number = third_party.somebody.person.number.as_ref().and_then(parsed);
    third_party.people_register = match number {
        Some(number) => Some(match store::person::by_number(reader, &number)? {
            Some(_) => PeopleRegister::Found,
            None => PeopleRegister::NotFound,
        }),
        None => None,
    };
    Ok(())
}

/// What is searched and listed of a working copy.
#[must_use]
pub(super) fn keys(case: &Case) -> Keys {
    let papers = &case.papers;
    let number_of = |person: Option<&Person>| {
        person.and_then(|person| person.number.as_ref()).map(|number| number.canonical().to_owned()).unwrap_or_default()
    };
    let presenter = papers.presenter.as_ref().and_then(Presenter::at_window).map(|somebody| &somebody.person);
    let employer_name = match papers.employer.as_ref().and_then(|employer| employer.register.as_ref()) {
        Some(RegisterAnswer::Found(record)) => record.name.as_str(),
        _ => "",
    };
    let names = [
        papers.applicant.as_ref().map_or("", |person| person.name.as_str()),
        presenter.map_or("", |person| person.name.as_str()),
        employer_name,
    ];
    Keys {
        employer_number: papers.employer.as_ref().map(|it| canonical(&it.number)).unwrap_or_default(),
        employer_branch: papers
            .employer
            .as_ref()
            .and_then(|it| it.branch.as_ref())
            .map(|it| it.value().map_or(it.text(), |branch| branch.as_str()).to_owned())
            .unwrap_or_default(),
        applicant_number: number_of(papers.applicant.as_ref()),
        presenter_number: number_of(presenter),
        folded: crate::domain::name::folded(&names.join(" ")),
    }
}

fn canonical(number: &Entered<EmployerNumber>) -> String {
    number.value().map_or(number.text(), |number| number.as_str()).to_owned()
}
