//! The papers without a key that leave the counter: the acknowledgement, the constancia and the confirmation of a turn, each
//! time with an entry, the first time and again. What is printed again says so, and says otherwise what it said before.

use serde::{Deserialize, Serialize};

use super::ledger::refuse_other_window;
use super::paper;
use super::settle::DeliverSlip;
use crate::domain::calendar::Moment;
use crate::domain::id::{IssuanceId, TurnId, VisitId};
use crate::domain::journal::Outcome;
use crate::domain::ledger::IssuanceState;
use crate::domain::turn::TurnState;
use crate::domain::user::Role;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Done, Operation, Subject, Work};
use crate::ops::house::{House, Session};
use crate::ops::procedure::has_papers;
use crate::ops::turn::MoveTurn;
use crate::print::documents::{Document, HandOver};
use crate::store;
use crate::store::journal::Chained;
use crate::store::visit::{Visit, VisitOutcome, VisitState};

/// A paper without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CounterPaper {
    /// What the recipient of a key signs.
    Acknowledgement(IssuanceId),
    /// What whoever leaves without a key takes along.
    Constancia(VisitId),
    /// What whoever booked a turn takes along.
    TurnConfirmation(TurnId),
}

impl CounterPaper {
    /// The word for it in the journal.
    fn code(self, printing: Printing) -> &'static str {
        match (self, printing) {
            (Self::Acknowledgement(_), Printing::First) => "acknowledgement",
            (Self::Acknowledgement(_), Printing::Again) => "acknowledgement_again",
            (Self::Constancia(_), Printing::First) => "constancia",
            (Self::Constancia(_), Printing::Again) => "constancia_again",
            (Self::TurnConfirmation(_), Printing::First) => "turn_confirmation",
            (Self::TurnConfirmation(_), Printing::Again) => "turn_confirmation_again",
        }
    }
}

impl From<CounterPaper> for Subject {
    fn from(paper: CounterPaper) -> Self {
        match paper {
            CounterPaper::Acknowledgement(id) => id.into(),
            CounterPaper::Constancia(id) => id.into(),
            CounterPaper::TurnConfirmation(id) => id.into(),
        }
    }
}

/// Is it the first time that a paper is printed?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Printing {
    /// The first time.
    First,
    /// It was sent to a printer before, and may have come out.
    Again,
}

/// Notes that a paper is printed, before it is: nothing leaves the machine before the row that says so.
#[derive(Debug, Clone, Copy)]
pub struct PrintPaper {
    /// Which.
    pub paper: CounterPaper,
}

impl Operation for PrintPaper {
    const NAME: &'static str = "paper.print";
    type Output = Printing;

    fn subject(&self) -> Subject {
        self.paper.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<Printing>, Error> {
        let ended = match self.paper {
            CounterPaper::TurnConfirmation(id) => {
                let row = known(store::turn::get(work.tx, id)?, "este turno")?;
                if !row.is_booked_here() || row.turn.state != TurnState::Scheduled || row.turn.day < work.day {
                    return refuse(
                        "state",
                        "La confirmación es de un turno reservado en el centro que está por venir.",
                    );
                }
                None
            }
            CounterPaper::Acknowledgement(id) => {
                let slip = known(store::issuance::get(work.tx, id)?, "esta clave")?;
                match slip.state {
                    IssuanceState::Void => {
                        return refuse(
                            "slip_state",
                            format!(
                                "La clave de serie {} está anulada: no lleva acuse de \
                                                             recibo.",
                                slip.serial
                            ),
                        );
                    }
                    IssuanceState::Delivered => {
                        refuse_anothers(
                            work,
                            &known(store::visit::get(work.tx, slip.visit)?, "la atención de esta clave")?,
                        )?;
                    }
                    _ => refuse_other_window(work.actor, &slip)?,
                }
                None
            }
            CounterPaper::Constancia(id) => {
                let visit = known(store::visit::get(work.tx, id)?, "esta atención")?;
                if visit.state != VisitState::Ended(VisitOutcome::NotServed) || !has_papers(&visit) {
                    return refuse("state", "La constancia es de una atención que terminó sin resultado.");
                }
                refuse_anothers(work, &visit)?;
                Some(visit)
            }
        };
        let subject = self.subject();
        let before = store::journal::about(work.tx, subject.kind.code(), subject.id)?;
        // The paper of an earlier ending is another paper.
        let moved = before.iter().rfind(|it| it.entry.operation == MoveTurn::NAME && it.entry.outcome == Outcome::Done);
        let since = |it: &Chained| match &ended {
            // The paper of a turn that was moved says another hour.
            None => moved.is_none_or(|moved| it.entry.number > moved.entry.number),
            Some(visit) => match paper::ending_of(visit, &before) {
                Some(ending) => it.entry.number > ending.entry.number,
                None => visit.ended_at_ms.is_none_or(|ended_at| it.entry.at_ms >= ended_at),
            },
        };
        let is_print = |it: &Chained| it.entry.operation == Self::NAME && it.entry.outcome == Outcome::Done;
        let was_printed = before.iter().any(|it| is_print(it) && since(it));
        let printing = if was_printed { Printing::Again } else { Printing::First };
        Ok(Done::new(printing, subject, &[]).code(self.paper.code(printing)))
    }
}

/// Whoever stands at a counter today may need today's papers from any clerk; an earlier day's are for who attended, or a
/// supervisor.
fn refuse_anothers(work: &Work<'_>, visit: &Visit) -> Result<(), Error> {
    let is_todays = visit.accounting_day == work.accounting_day;
    match work.actor.role == Role::Supervisor || visit.clerk == work.actor.user || is_todays {
        true => Ok(()),
        false => {
            refuse("others_visit", "Esta atención es de otro día y de otra persona: su papel lo imprime supervisión.")
        }
    }
}

/// The acknowledgement of a slip, to be printed now: names who hands the key over, or handed it over.
///
/// # Errors
/// As [`PrintPaper`]; the store's; a text that no page holds.
pub fn acknowledgement(house: &House, by: &Session, id: IssuanceId) -> Result<Document, Error> {
    let printing = house.perform(by, &PrintPaper { paper: CounterPaper::Acknowledgement(id) })?.output;
    let reader = house.reader()?;
    let slip = known(store::issuance::get(&reader, id)?, "esta clave")?;
    let about = store::journal::about(&reader, Subject::from(id).kind.code(), id.0)?;
    let delivered = about.into_iter().rev().map(|it| it.entry).find(|entry| {
        slip.state == IssuanceState::Delivered && entry.operation == DeliverSlip::NAME && entry.outcome == Outcome::Done
    });
    let (clerk, window) = match delivered {
        Some(entry) => (known(store::user::get(&reader, entry.user)?, "quien entregó")?.full_name, entry.window),
        None => (by.full_name().to_owned(), by.actor().window),
    };
    let by = HandOver { clerk, window: house.window_number(window), printed_again: again(house, printing) };
    paper::acknowledgement(house, &slip, &by)
}

/// The constancia of a visit that ended without a key, to be printed now.
///
/// # Errors
/// As [`PrintPaper`]; the store's; a text that no page holds.
pub fn constancia(house: &House, by: &Session, id: VisitId) -> Result<Document, Error> {
    let printing = house.perform(by, &PrintPaper { paper: CounterPaper::Constancia(id) })?.output;
    let visit = known(store::visit::get(&house.reader()?, id)?, "esta atención")?;
    paper::constancia(house, &visit, again(house, printing))
}

/// The confirmation of a turn that was booked here, to be printed now.
///
/// # Errors
/// As [`PrintPaper`]; the store's; a text that no page holds.
pub fn turn_confirmation(house: &House, by: &Session, id: TurnId) -> Result<(String, Document), Error> {
    let printing = house.perform(by, &PrintPaper { paper: CounterPaper::TurnConfirmation(id) })?.output;
    let row = known(store::turn::get(&house.reader()?, id)?, "este turno")?;
    Ok((row.turn.code.to_string(), paper::turn_confirmation(house, &row, again(house, printing))?))
}

fn again(house: &House, printing: Printing) -> Option<Moment> {
    (printing == Printing::Again).then(|| house.clock().now())
}
