//! What is printed of an issuance and of a visit without one, gathered from the store.

use serde::{Deserialize, Serialize};

use super::reserve::Parties;
use crate::domain::calendar::Moment;
use crate::domain::id::WindowId;
use crate::domain::journal::{Head, Outcome};
use crate::domain::procedure::employer_key::case::{Case, Presenter};
use crate::domain::procedure::{self, Papers as _};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::{Assessment, Finding, Said, Verdict};
use crate::domain::turn::{Origin, Reason};
use crate::domain::visit::Person as CasePerson;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::House;
use crate::ops::house::operation::{Operation as _, Subject};
use crate::ops::procedure::employer_key::{employer_name, role};
use crate::ops::procedure::{AtCounter, with_papers};
use crate::ops::settings::{self, Settings};
use crate::ops::turn::{BookAlone, BookTurn, MoveTurn};
use crate::ops::visit::{EndOthersVisit, EndVisit, Surroundings, complete, parsed};
use crate::print::documents::{
    self, Attendance, Attendee, Document, Employer, HandOver, Issuance, Occasion, Paper, Person, Point, PointKind,
    Sheet, TurnConfirmation, Worth,
};
use crate::store::erasure::ERASED_DRAFT;
use crate::store::issuance::Issuance as Slip;
use crate::store::journal::Chained;
use crate::store::turn::TurnRow;
use crate::store::visit::Visit;
use crate::store::{self, Reader};

/// The acknowledgement that the recipient signs, handed over by `by`.
pub(super) fn acknowledgement(house: &House, slip: &Slip, by: &HandOver) -> Result<Document, Error> {
    let reader = house.reader()?;
    let settings = settings::load(&reader, house.centre().id)?;
    let content = content(house, &reader, &settings, slip)?;
    Ok(documents::acknowledgement(&content, by, sheet(house, &settings))?)
}

/// The "Constancia de atención" of whoever leaves without a key: each point that concerns the visit, and what to bring.
pub(super) fn constancia(house: &House, visit: &Visit, printed_again: Option<Moment>) -> Result<Document, Error> {
    let reader = house.reader()?;
    let settings = settings::load(&reader, house.centre().id)?;
    let at = visit.ended_at_ms.map_or_else(|| house.clock().now(), Moment);
    let about = store::journal::about(&reader, Subject::from(visit.id).kind.code(), visit.id.0)?;
    let ended = ending_of(visit, &about);
    let kept = match &ended {
        Some(entry) => kept_told(&reader, entry.entry.number)?,
        None => None,
    };
    let told = match kept {
        Some(told) => told,
        // Ended by the day's close, or by an earlier version: judged as it is read now.
        None => {
            let around = Surroundings { now: at, centre: house.centre(), settings: &settings };
            with_papers!(&visit.procedure, P => told_now::<P>(&reader, around, visit))
                .unwrap_or_else(|| Err(Error::Inconsistent("esta atención no lleva constancia".into())))?
        }
    };
    let attendance = Attendance {
        procedure: ProcedureId::parse(&visit.procedure)
            .map_or(visit.procedure.clone(), |id| procedure::name(id).into()),
        turn: told.turn,
        people: told.people,
        employer: told.employer,
        occasion: occasion(house, at, visit.window),
        points: told.points,
        remark: told.remark,
        another_day: with_papers!(&visit.procedure, P => P::ANOTHER_DAY).unwrap_or_default().to_owned(),
        journal_mark: ended.map(|it| Head { number: it.entry.number, hash: it.hash }.mark()),
        printed_again,
    };
    Ok(documents::constancia(&attendance, sheet(house, &settings))?)
}

fn told_now<P: AtCounter>(reader: &Reader, around: Surroundings<'_>, visit: &Visit) -> Result<Told, Error> {
    let case = complete_unerased::<P>(reader, around, visit)?;
    Ok(Told::of(&case, &procedure::assess(&case)))
}

/// The confirmation of a turn that was booked here, as it was booked or moved last.
pub(in crate::ops) fn turn_confirmation(
    house: &House,
    row: &TurnRow,
    printed_again: Option<Moment>,
) -> Result<Document, Error> {
    let reader = house.reader()?;
    let settings = settings::load(&reader, house.centre().id)?;
    let turn = &row.turn;
    let Origin::Online { hour } = turn.origin else { return refuse("state", "Este turno no tiene hora.") };
    let about = store::journal::about(&reader, Subject::from(row.id).kind.code(), row.id.0)?;
    let sets = |operation: &str| [BookTurn::NAME, BookAlone::NAME, MoveTurn::NAME].contains(&operation);
    let set = about.iter().rfind(|it| it.entry.outcome == Outcome::Done && sets(&it.entry.operation));
    let set = set.ok_or_else(|| Error::Inconsistent(format!("nadie reservó el turno {}", turn.code)))?;
    let card = procedure::find(turn.procedure).map(|listed| listed.card.to_bring());
    let told = TurnConfirmation {
        code: turn.code.to_string(),
        procedure: procedure::name(turn.procedure).into(),
        holder: Person { name: turn.holder_name.clone(), number: turn.holder.clone() },
        day: turn.day,
        hour,
        bring: card.iter().flat_map(|card| &card.everybody).map(|thing| (*thing).to_owned()).collect(),
        some_bring: card.map(|card| card.in_words().1).unwrap_or_default(),
        occasion: occasion(house, Moment(set.entry.at_ms), set.entry.window),
        journal_mark: Some(Head { number: set.entry.number, hash: set.hash }.mark()),
        printed_again,
    };
    Ok(documents::turn_confirmation(&told, sheet(house, &settings))?)
}

/// The entry by which the visit ended as it stands now: one that was refused ended nothing, and an earlier one is another
/// ending's. The day's close ends visits without an entry about each.
pub(super) fn ending_of<'e>(visit: &Visit, about: &'e [Chained]) -> Option<&'e Chained> {
    let ends = |operation: &str| [EndVisit::NAME, EndOthersVisit::NAME].contains(&operation);
    about.iter().rev().find(|it| {
        let entry = &it.entry;
        entry.outcome == Outcome::Done && ends(&entry.operation) && Some(entry.at_ms) == visit.ended_at_ms
    })
}

/// What a constancia says of the visit itself: kept with the entry that ended it, so that it says the same when it is
/// printed again, whatever the registers say by then.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::ops) struct Told {
    turn: Option<String>,
    people: Vec<Attendee>,
    employer: Option<String>,
    points: Vec<Point>,
    /// What whoever attended adds for the person to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    remark: Option<String>,
}

impl Told {
    /// Under this name it stands in the entry's detail.
    pub(in crate::ops) const NAME: &'static str = "constancia";

    /// What is told of a case as it is judged.
    pub(in crate::ops) fn of<P: AtCounter>(case: &procedure::Case<P>, assessment: &Assessment) -> Self {
        Self {
            turn: case.around.turn_code().map(str::to_owned),
            people: P::people(case),
            employer: P::on_behalf_of(case),
            points: assessment.findings().iter().filter_map(point).collect(),
            remark: None,
        }
    }

    /// With what whoever attended adds for the person to read.
    pub(in crate::ops) fn with_remark(self, remark: Option<&Reason>) -> Self {
        Self { remark: remark.map(|remark| remark.as_str().to_owned()), ..self }
    }
}

fn kept_told(reader: &Reader, entry: i64) -> Result<Option<Told>, Error> {
    let told =
        kept_detail(reader, entry)?.and_then(|mut detail| detail.get_mut(Told::NAME).map(serde_json::Value::take));
    told.map(serde_json::from_value).transpose().map_err(|fault| {
        Error::Inconsistent(format!(
            "no se lee lo que decía la constancia en la entrada {entry} de la bitácora ({fault})"
        ))
    })
}

/// The detail of an entry, unless it was erased.
fn kept_detail(reader: &Reader, entry: i64) -> Result<Option<serde_json::Value>, Error> {
    let detail = store::journal::detail(reader, entry)?;
    Ok(detail.and_then(|detail| serde_json::from_str(&detail.payload).ok()))
}

/// How a point is told: what is lacking by its sentence, what is in order or was not looked at by its title.
fn point(finding: &Finding) -> Option<Point> {
    let said = finding.said()?;
    let kind = match said {
        Said::Missing => PointKind::Missing,
        Said::Refused => PointKind::Refused,
        Said::Unsettled => PointKind::Warning,
        Said::Unseen => PointKind::Unseen,
        Said::InOrder => PointKind::InOrder,
    };
    let is_justified = matches!(finding.verdict, Verdict::Warning(_));
    let sentence = match said {
        Said::InOrder if is_justified => format!("{} (con justificación)", finding.title),
        Said::InOrder | Said::Unseen => finding.title.to_owned(),
        _ => finding.sentence.clone(),
    };
    Some(Point { kind, sentence, bring: finding.bring.clone() })
}

/// The case of a visit whose papers were not erased.
fn complete_unerased<P: AtCounter>(
    reader: &Reader,
    around: Surroundings<'_>,
    visit: &Visit,
) -> Result<procedure::Case<P>, Error> {
    if visit.draft == ERASED_DRAFT {
        return refuse(
            "erased",
            "Los datos de esta atención se borraron al cumplirse su plazo: el papel ya no se puede imprimir.",
        );
    }
    complete(reader, around, visit)
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

/// What is told of a key that was handed over, as its papers say it.
pub(in crate::ops) fn handed_over(house: &House, reader: &Reader, slip: &Slip) -> Result<Issuance, Error> {
    content(house, reader, &settings::load(reader, house.centre().id)?, slip)
}

/// What slip and acknowledgement say of a line of the ledger.
pub(super) fn content(house: &House, reader: &Reader, settings: &Settings, slip: &Slip) -> Result<Issuance, Error> {
    let lacking =
        || Error::Inconsistent(format!("la atención de la clave de serie {} no dice a quién se entrega", slip.serial));
    let visit = known(store::visit::get(reader, slip.visit)?, "la atención de esta clave")?;
    let at = Moment(slip.reserved_at_ms);
    let case: Case = complete_unerased(reader, Surroundings { now: at, centre: house.centre(), settings }, &visit)?;
    let applicant = case.copy.papers.applicant.as_ref().and_then(person).ok_or_else(lacking)?;
    let at_window = case.copy.papers.presenter.as_ref().and_then(Presenter::at_window);
    let recipient = match at_window {
        Some(somebody) => person(&somebody.person).ok_or_else(lacking)?,
        None => applicant.clone(),
    };
    let parties = Parties::of(&case)?;
    if (&parties.recipient, &parties.employer, &parties.branch) != (&slip.recipient, &slip.employer, &slip.branch) {
        return Err(Error::Inconsistent(format!(
            "la atención de la clave de serie {} ya no es la que se juzgó",
            slip.serial
        )));
    }
    let entry = store::journal::entry(reader, slip.journal_number)?
        .ok_or_else(|| Error::Inconsistent(format!("falta la entrada {} de la bitácora", slip.journal_number)))?;
    // The register may say something else by now: the paper says what it said when the slip was reserved.
    let kept = kept_detail(reader, slip.journal_number)?;
    let kept = |name: &str| kept.as_ref().and_then(|detail| detail.get(name)?.as_str().map(str::to_owned));
    let name = kept(EMPLOYER_NAME).unwrap_or_else(|| employer_name(&case));
    Ok(Issuance {
        serial: slip.serial.clone(),
        employer: Employer { name, number: slip.employer.clone(), branch: slip.branch.clone() },
        applicant,
        recipient,
        recipient_role: kept(RECIPIENT_ROLE).unwrap_or_else(|| role(&case).into()),
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

/// Under these names the entry's detail holds what the papers of a slip took from the registers.
pub(super) const EMPLOYER_NAME: &str = "employer_name";
/// See [`EMPLOYER_NAME`].
pub(super) const RECIPIENT_ROLE: &str = "recipient_role";
