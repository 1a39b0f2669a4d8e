//! The case of a visit as it is judged: the clerk's working copy, with everything that is not the clerk's to say from the
//! store: around it the time, the turn, the arrival, the overrides and who gave them; and what the registers answer.

use super::revocation;
use crate::domain::calendar::{Calendar, Moment};
use crate::domain::number::{Cedula, EmployerNumber, Entered, ForeignerCode, PassportNumber, PersonNumber};
use crate::domain::procedure::employer_key::case::{Answers, Case, EmployerChoice, EmployerKey, Presenter};
use crate::domain::register::{
    Answer, ArtisanMark, EmployerRecord, PeopleRegister, Provenance, RegisterAnswer, RegisteredBranch, Representative,
};
use crate::domain::rule::{Approver, Covers, Override, Supervision};
use crate::domain::turn::Origin;
use crate::domain::visit::{
    Around, Asked, OnlineTurn, Person, Tolerance, TurnAnswer, TurnOrigin, TurnRecord, TypedNumber, VisitTurn,
    WorkingCopy,
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
    complete_copy(reader, around, visit, read_draft(&visit.draft)?)
}

/// The case of a visit whose working copy is this one.
pub(super) fn complete_copy(
    reader: &Reader,
    around: Surroundings<'_>,
    visit: &Visit,
    copy: WorkingCopy<EmployerKey>,
) -> Result<Case, Error> {
    let answers = answers(reader, &copy.papers)?;
    Ok(Case { around: around_of(reader, around, visit)?, answers, copy })
}

fn around_of(reader: &Reader, around: Surroundings<'_>, visit: &Visit) -> Result<Around, Error> {
    let clerk = known(store::user::get(reader, visit.clerk)?, "quien atiende")?;
    let turn = known(store::turn::get(reader, visit.turn)?, "el turno de esta atención")?;
    let holidays = store::centre::holidays(reader, around.centre.id)?;
    Ok(Around {
        now: around.now,
        centre: around.centre.code.clone(),
        calendar: Calendar {
            zone: around.centre.zone,
            holidays: holidays.into_iter().map(|(day, _)| day).collect(),
            hours: around.settings.hours,
        },
        tolerance: Tolerance {
            early_minutes: around.settings.tolerance_early_minutes,
            late_minutes: around.settings.tolerance_late_minutes,
        },
        clerk: clerk.login,
        supervision: if around.settings.sole_supervisor { Supervision::Sole } else { Supervision::Several },
        arrival: turn.turn.arrived,
        turn: Some(TurnAnswer::Turn(turn_of(&turn, around.centre))),
        overrides: overrides(reader, visit)?,
    })
}

/// The working copy, as the clerk left it.
pub(super) fn read_draft(draft: &str) -> Result<WorkingCopy<EmployerKey>, Error> {
    visit_v1::read_draft(draft)
        .map_err(|fault| Error::Inconsistent(format!("no se lee el borrador de la atención ({fault})")))
}

fn turn_of(row: &TurnRow, centre: &Centre) -> VisitTurn {
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
            Origin::Online { hour } => TurnOrigin::Online(OnlineTurn { at: hour, record }),
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

/// What the registers say of what the clerk wrote.
fn answers(reader: &Reader, papers: &EmployerKey) -> Result<Answers, Error> {
    let employer = match &papers.employer {
        Some(EmployerChoice { number, .. }) => match number.value() {
            Ok(known) => Some(Answer { about: number.clone(), answer: register_answer(reader, known)? }),
            Err(_) => None,
        },
        None => None,
    };
    let presenter = papers.presenter.as_ref();
    let third_party = presenter.and_then(Presenter::third_party);
    let third_party = third_party.map(|it| people_register(reader, &it.somebody.person)).transpose()?.flatten();
    let power = presenter.and_then(Presenter::attorney).and_then(|(_, power)| power?.paper());
    let power_revoked = power.map(|power| revocation::of_power(reader, power)).transpose()?.flatten();
    let paper = papers.artisan_paper.as_ref().and_then(Asked::paper);
    let paper_revoked = paper.map(|paper| revocation::of_artisan_paper(reader, paper)).transpose()?.flatten();
    Ok(Answers {
        employer,
        third_party,
        power_revoked: power.zip(power_revoked).map(|(power, revocation)| power.revoked(revocation)),
        artisan_paper_revoked: paper.zip(paper_revoked).map(|(paper, revocation)| paper.revoked(revocation)),
    })
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

fn people_register(
    reader: &Reader,
    person: &Person,
) -> Result<Option<Answer<Option<TypedNumber>, PeopleRegister>>, Error> {
    let Some(number) = person.number.as_ref().and_then(parsed) else { return Ok(None) };
    let answer = match store::person::by_number(reader, &number)? {
        Some(_) => PeopleRegister::Found,
        None => PeopleRegister::NotFound,
    };
    Ok(Some(Answer { about: person.number.clone(), answer }))
}

/// What is searched and listed of a case.
#[must_use]
pub(super) fn keys(case: &Case) -> Keys {
    keys_of(&case.copy.papers, case.record().map_or("", |record| record.name.as_str()))
}

/// What is searched and listed of papers, with the employer's name where a register gave one.
pub(super) fn keys_of(papers: &EmployerKey, employer_name: &str) -> Keys {
    let number_of = |person: Option<&Person>| {
        person.and_then(|person| person.number.as_ref()).map(|number| number.canonical().to_owned()).unwrap_or_default()
    };
    let presenter = papers.presenter.as_ref().and_then(Presenter::at_window).map(|somebody| &somebody.person);
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
