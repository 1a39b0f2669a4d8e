//! What people do by themselves at a screen that was turned to them: begun, proved with codes and links, ended.
//!
//! Each procedure begins its own ([`crate::ops::procedure`]); what follows a code or a link is here, since a letter is given back
//! wherever the person stands by then. Every limit is counted in the store: a program that is started anew forgets none. The
//! secret of a code or a link is made when its letter is sent; there is the hash alone of it, and each entry that uses one names
//! the beginning of that hash's digest, as the entry of its sending does.
//!
//! Whoever turned the screen answers for it: the entries are in their name, and [`Operation::FOR_SELF_SERVICE`] says which
//! operations such a session may do, and no others.
//!
//! [`Operation::FOR_SELF_SERVICE`]: crate::ops::house::operation::Operation::FOR_SELF_SERVICE

mod accompanying;
mod again;
mod choose;
mod code;
mod leave;
mod limits;
mod link;
mod proof;
mod shown;
mod working;

pub use accompanying::{Accompanied, accompanied};
pub use again::AskAgain;
pub use choose::{ChooseKey, Chosen, hashed_answer, hashed_answers, hashed_key, refuse_own_number};
pub use code::{CodeAnswer, GiveCode};
pub use leave::LeaveFlow;
pub use link::{LinkAnswer, OpenLink};
pub use shown::{FlowAtHand, LetterAtHand, LetterStanding, flow_at_hand};

pub(in crate::ops) use limits::{TO, refuse_often};
pub(in crate::ops) use proof::{hash_of_answer, is_answer, mark, proof_of};
pub(in crate::ops) use working::Working;

use crate::domain::challenge::ChallengeKind;
use crate::domain::id::SelfServiceId;
use crate::domain::mail::Intent;
use crate::domain::number::PersonNumber;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::Contact;
use crate::domain::self_service::{FlowOutcome, Step};
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Noun, Subject, Work};
use crate::ops::mail;
use crate::store;
use crate::store::self_service::Flow;

/// What an operation is about that begins one.
pub(in crate::ops) const NEW: Subject = Subject::to_be(Noun::SelfService);

/// For whom somebody begins: their number, and the employer's with its branch, or two blanks.
pub(in crate::ops) struct Who<'a> {
    pub(in crate::ops) person: &'a PersonNumber,
    pub(in crate::ops) employer: (&'a str, &'a str),
}

/// How it stands once it is begun.
pub(in crate::ops) enum Begun<'a> {
    /// Something is waited for.
    Waits(Step, &'a Working),
    /// It ended at once.
    Ended(FlowOutcome),
}

/// Begins one, within the limits.
pub(in crate::ops) fn begin(
    work: &Work<'_>,
    procedure: ProcedureId,
    who: &Who<'_>,
    begun: &Begun<'_>,
) -> Result<SelfServiceId, Error> {
    if matches!(who.person, PersonNumber::Passport(_)) {
        return refuse("number", "Escriba el número de cédula, o el código de extranjero del IESS.");
    }
    refuse_without_mail(work)?;
    leave::end_left(work)?;
    refuse_often(work, procedure, (who.person, who.employer.0))?;
    let (step, working, outcome) = match begun {
        Begun::Waits(step, working) => (*step, working.to_text()?, None),
        Begun::Ended(outcome) => (Step::Data, String::new(), Some(*outcome)),
    };
    let flow = Flow {
        id: SelfServiceId(0),
        centre: work.centre.id,
        window: work.actor.window,
        begun_by: work.actor.user,
        procedure: procedure.as_str().into(),
        accounting_day: work.accounting_day,
        begun_at_ms: work.now.0,
        person: who.person.clone(),
        employer: (who.employer.0.into(), who.employer.1.into()),
        step,
        working,
        outcome,
        journal_number: work.entry_number()?,
    };
    Ok(store::self_service::add(work.tx, &flow)?)
}

/// Sends a code or a link, within the limits; those of the same kind that were sent before serve no more. Answers the mark of the
/// address that was typed for it, where one was: the entry's detail holds it under [`TO`], and the limit of an address counts that.
pub(in crate::ops) fn send(
    work: &Work<'_>,
    (flow, who): (SelfServiceId, (&PersonNumber, &str)),
    kind: ChallengeKind,
    is_decoy: bool,
) -> Result<Option<String>, Error> {
    limits::refuse_asking(work, kind, who)?;
    let to = match kind {
        ChallengeKind::KeyLink | ChallengeKind::BookingCode => {
            let flow = known(store::self_service::get(work.tx, flow)?, "este autoservicio")?;
            Some(limits::refuse_writing(work, &contact_given(&flow)?.email)?)
        }
        // They go to an address that a register holds: nobody who stands at the screen chooses it.
        ChallengeKind::RecoveryCode | ChallengeKind::RecoveryLink | ChallengeKind::UnlockLink => None,
    };
    let challenge = store::challenge::ask(work.tx, flow, kind, is_decoy, work.now.0)?;
    mail::queue(work, Intent::Challenge(challenge))?;
    Ok(to)
}

/// What serves itself by mail does not, where the centre sends none.
fn refuse_without_mail(work: &Work<'_>) -> Result<(), Error> {
    match mail::is_set_up(work)? {
        true => Ok(()),
        false => refuse(
            "no_mail",
            "Este trámite se hace con un código que llega por correo, y este centro todavía no envía correos. Pida ayuda en la \
             ventanilla.",
        ),
    }
}

/// One that has not ended, and waits for this.
fn open_at(work: &Work<'_>, id: SelfServiceId, step: Step) -> Result<(Flow, Working), Error> {
    let flow = known(store::self_service::get(work.tx, id)?, "este autoservicio")?;
    if flow.outcome.is_some() {
        return refuse("ended", "Esto ya terminó. Empiece de nuevo.");
    }
    if flow.step != step {
        return refuse("step", "Esto ya no es lo que sigue. Empiece de nuevo.");
    }
    let working = Working::of_text(&flow.working)?;
    Ok((flow, working))
}

/// As [`open_at`], for a procedure's own operations: one of its own.
pub(in crate::ops) fn own_open_at(
    work: &Work<'_>,
    procedure: ProcedureId,
    id: SelfServiceId,
    step: Step,
) -> Result<(Flow, Working), Error> {
    let (flow, working) = open_at(work, id, step)?;
    match flow.procedure == procedure.as_str() {
        true => Ok((flow, working)),
        false => refuse("procedure", "Esto es de otro trámite. Empiece de nuevo."),
    }
}

/// How whoever began it is reached, as they gave it.
pub(in crate::ops) fn contact_given(flow: &Flow) -> Result<Contact, Error> {
    match flow.outcome {
        None => Ok(Working::of_text(&flow.working)?.contact),
        Some(_) => Ok(Contact::default()),
    }
}

/// For whom a flow is, as limits count.
fn who(flow: &Flow) -> (&PersonNumber, &str) {
    (&flow.person, flow.employer.0.as_str())
}
