//! A turn that somebody books by themselves at the turned screen (employer-key sheet, in person, step 1, b to h): once the code
//! came back that went to the address they gave.

use serde_json::json;

use super::booking::{BookTurn, HAS_TURN};
use crate::domain::calendar::Moment;
use crate::domain::challenge::ChallengeKind;
use crate::domain::email::Email;
use crate::domain::id::{SelfServiceId, TurnId};
use crate::domain::number::PersonNumber;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::Contact;
use crate::domain::self_service::{FlowOutcome, Step};
use crate::domain::telephone::Telephone;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::House;
use crate::ops::house::Session;
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::ops::issuance::confirmation_of;
use crate::ops::self_service::{Begun, NEW, TO, Who, Working, begin, own_open_at, send};
use crate::print::documents::Document;
use crate::store;

/// Begins a booking: the code goes to the address.
#[derive(Debug, Clone)]
pub struct BeginBooking {
    /// Cédula or foreigner code.
    pub person: PersonNumber,
    /// The name, as on the document.
    pub name: String,
    /// Where the code goes, and later the confirmation.
    pub email: Email,
    /// Where they are called.
    pub mobile: Telephone,
}

impl Operation for BeginBooking {
    const NAME: &'static str = "turn.begin_booking";
    const FOR_SELF_SERVICE: bool = true;
    type Output = SelfServiceId;

    fn subject(&self) -> Subject {
        NEW
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<SelfServiceId>, Error> {
        if self.name.trim().is_empty() {
            return refuse("name", "Escriba sus apellidos y nombres, como están en su documento.");
        }
        if !self.mobile.may_be_mobile() {
            return refuse("mobile", "El celular tiene 10 cifras y empieza con 09: corríjalo.");
        }
        let working = Working {
            name: self.name.trim().to_owned(),
            contact: Contact {
                email: self.email.as_str().to_owned(),
                mobile: self.mobile.as_str().to_owned(),
                telephone: String::new(),
            },
            ..Working::default()
        };
        let who = Who { person: &self.person, employer: ("", "") };
        let flow = begin(work, ProcedureId::TURN_BOOKING, &who, &Begun::Waits(Step::Code, &working))?;
        let to = send(work, (flow, (&self.person, "")), ChallengeKind::BookingCode, false)?;
        Ok(Done::new(flow, flow, &[Changed::Mail, Changed::SelfService])
            .detail(json!({ "number": self.person.as_str(), TO: to })))
    }
}

/// Books the turn, at a place that is left.
#[derive(Debug, Clone, Copy)]
pub struct BookAlone {
    /// For whom: their code came back.
    pub flow: SelfServiceId,
    /// The procedure.
    pub procedure: ProcedureId,
    /// The day …
    pub day: chrono::NaiveDate,
    /// … and the hour at which its slot begins.
    pub hour: chrono::NaiveTime,
}

impl Operation for BookAlone {
    const NAME: &'static str = "turn.book_alone";
    const FOR_SELF_SERVICE: bool = true;
    const BY_SETTINGS: bool = true;
    type Output = TurnId;

    fn subject(&self) -> Subject {
        Subject::to_be(Noun::Turn)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<TurnId>, Error> {
        let (flow, working) = own_open_at(work, ProcedureId::TURN_BOOKING, self.flow, Step::Slot)?;
        let booked = BookTurn {
            procedure: self.procedure,
            holder: flow.person.clone(),
            holder_name: working.name,
            day: self.day,
            hour: self.hour,
            email: Email::parse(&working.contact.email).ok(),
            mobile: Telephone::parse(&working.contact.mobile).ok(),
        };
        // Whoever books knows a number, and need not be whose it is: nothing is said of another turn of theirs.
        let mut done = match booked.perform(work) {
            Err(Error::Refused(refusal)) if refusal.code == HAS_TURN => {
                return refuse("not_here", "Este turno no se puede reservar aquí. Pida ayuda en la ventanilla.");
            }
            other => other?,
        };
        store::self_service::end(work.tx, flow.id, FlowOutcome::Done, work.now.0)?;
        done.changed = &[Changed::Turns, Changed::Mail, Changed::SelfService];
        // In the code, and not in the detail: that goes once the person is erased, and the day's figures stay.
        Ok(done.code(format!("{} {}", self.procedure.as_str(), flow.id)))
    }
}

/// What was completed by the entry of a [`BookAlone`] with this code.
pub(in crate::ops) fn completed_by(code: &str) -> Option<SelfServiceId> {
    let (_, flow) = code.split_once(' ')?;
    flow.parse().ok().map(SelfServiceId)
}

/// Whoever booked a moment ago takes the confirmation along: later it is printed at the window.
const PRINTS_WITHIN_MS: i64 = 10 * 60_000;

/// Prints the confirmation of a turn that was booked at this screen a moment ago.
#[derive(Debug, Clone, Copy)]
pub struct PrintBooked {
    /// The turn.
    pub turn: TurnId,
}

impl Operation for PrintBooked {
    const NAME: &'static str = "turn.print_booked";
    const FOR_SELF_SERVICE: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let row = known(store::turn::get(work.tx, self.turn)?, "este turno")?;
        let is_of_now = work.now.0.saturating_sub(row.created_at_ms) <= PRINTS_WITHIN_MS;
        if !row.is_booked_here() || row.created_by != work.actor.user || !is_of_now {
            return refuse("not_now", "La confirmación de este turno se imprime en la ventanilla.");
        }
        Ok(Done::new((), self.turn, &[]))
    }
}

/// The confirmation of a turn that was booked at the turned screen, to be printed now; with the turn's code.
///
/// # Errors
/// As [`PrintBooked`]; a text that no page holds.
pub fn confirmation_alone(house: &House, by: &Session, turn: TurnId) -> Result<(String, Document), Error> {
    house.perform(by, &PrintBooked { turn })?;
    let row = known(store::turn::get(&house.reader()?, turn)?, "este turno")?;
    Ok((row.turn.code.to_string(), confirmation_of(house, &row, None::<Moment>)?))
}
