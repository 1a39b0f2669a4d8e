//! The case of a visit as it is judged: the clerk's working copy, with everything that is not the clerk's to say from the
//! store: around it the time, the turn, the arrival, the overrides and who gave them; and what the registers answer.

use crate::domain::calendar::Moment;
use crate::domain::number::{Cedula, Entered, ForeignerCode, PassportNumber, PersonNumber};
use crate::domain::procedure::Case;
use crate::domain::rule::{Approver, Covers, Override, Supervision};
use crate::domain::turn::Origin;
use crate::domain::visit::{
    Around, OnlineTurn, Person, Tolerance, TurnAnswer, TurnOrigin, TurnRecord, TypedNumber, VisitTurn, WorkingCopy,
};
use crate::ops::error::{Error, known};
use crate::ops::holiday;
use crate::ops::procedure::AtCounter;
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
pub fn complete<P: AtCounter>(reader: &Reader, around: Surroundings<'_>, visit: &Visit) -> Result<Case<P>, Error> {
    complete_copy(reader, around, visit, read_draft(&visit.draft)?)
}

/// The case of a visit whose working copy is this one.
pub(super) fn complete_copy<P: AtCounter>(
    reader: &Reader,
    around: Surroundings<'_>,
    visit: &Visit,
    copy: WorkingCopy<P>,
) -> Result<Case<P>, Error> {
    reader.foresee(|| {
        let _ = P::ask(reader, &copy.papers);
        let _ = store::user::get(reader, visit.clerk);
        let _ = store::turn::get(reader, visit.turn);
        let _ = holiday::calendar(reader, around.centre, around.settings);
        let _ = overrides(reader, visit);
    })?;
    let answers = P::ask(reader, &copy.papers)?;
    Ok(Case { around: around_of(reader, around, visit)?, answers, copy })
}

/// By what the visit of a case is searched and listed.
pub(super) fn keys<P: AtCounter>(case: &Case<P>) -> Keys {
    P::keys(&case.copy.papers, &case.answers)
}

fn around_of(reader: &Reader, around: Surroundings<'_>, visit: &Visit) -> Result<Around, Error> {
    let clerk = known(store::user::get(reader, visit.clerk)?, "quien atiende")?;
    let turn = known(store::turn::get(reader, visit.turn)?, "el turno de esta atención")?;
    Ok(Around {
        now: around.now,
        centre: around.centre.code.clone(),
        calendar: holiday::calendar(reader, around.centre, around.settings)?,
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
pub(super) fn read_draft<P: AtCounter>(draft: &str) -> Result<WorkingCopy<P>, Error> {
    P::read_draft(draft).map_err(|fault| Error::Inconsistent(format!("no se lee el borrador de la atención ({fault})")))
}

fn turn_of(row: &TurnRow, centre: &Centre) -> VisitTurn {
    let turn = &row.turn;
    // What was booked here is on the centre's own list, as what an agenda brought is.
    let record = match row.recorded_from {
        RecordedFrom::Agenda | RecordedFrom::Window => TurnRecord::Agenda,
        RecordedFrom::Confirmation => TurnRecord::Confirmation,
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
