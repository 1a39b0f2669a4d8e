//! What is queued, and the sending of it, one letter after the other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::change;
use super::way::Way;
use super::writing::write;
use crate::domain::calendar::Moment;
use crate::domain::challenge::ChallengeKind;
use crate::domain::email::Email;
use crate::domain::id::{ChallengeId, EmployerId, IssuanceId, MailId, SelfServiceId, TurnId};
use crate::domain::journal::Digest;
use crate::domain::mail::{Intent, MailFault, MailState, latest_next_try};
use crate::domain::number::EmployerNumber;
use crate::domain::system::ForLog as _;
use crate::mail::Failure;
use crate::ops::error::{Error, known};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::house::{House, Session};
use crate::ops::self_service::mark;
use crate::store::outbox::Queued;
use crate::store::{self, Reader};

/// Does the centre send mail? A demonstration writes it to a folder.
pub(in crate::ops) fn is_set_up(work: &Work<'_>) -> Result<bool, Error> {
    Ok(work.demo || change::load(work.tx, work.centre.id)?.is_set_up())
}

/// Queues a letter within an operation, where the centre sends mail.
pub(in crate::ops) fn queue(work: &Work<'_>, intent: Intent) -> Result<(), Error> {
    if is_set_up(work)? {
        store::outbox::queue(work.tx, work.centre.id, intent, work.now.0)?;
    }
    Ok(())
}

/// Was the letter with a code or a link taken over, and that noted? Whatever uses the secret finds the entry that names it.
pub(in crate::ops) fn is_noted_as_sent(work: &Work<'_>, challenge: ChallengeId) -> Result<bool, Error> {
    let queued = store::outbox::about(work.tx, Intent::Challenge(challenge))?;
    Ok(queued.is_some_and(|queued| queued.state == MailState::Sent))
}

/// Queues the letter to an employer whose key was handed over, where an address is registered.
pub(in crate::ops) fn employer_hears(
    work: &Work<'_>,
    employer: &EmployerNumber,
    slip: IssuanceId,
) -> Result<(), Error> {
    let employer = store::employer::by_number(work.tx, employer)?;
    match employer.is_some_and(|employer| Email::parse(&employer.email).is_ok()) {
        true => queue(work, Intent::KeyDelivered(slip)),
        false => Ok(()),
    }
}

/// Queues the confirmation of a turn that was booked or moved, where there is an address for it: what it said before holds no
/// more.
pub(in crate::ops) fn turn_booked(work: &Work<'_>, turn: TurnId) -> Result<(), Error> {
    let contact = store::turn::contact(work.tx, turn)?;
    if contact.is_some_and(|contact| Email::parse(&contact.email).is_ok()) && is_set_up(work)? {
        store::outbox::queue_anew(work.tx, work.centre.id, Intent::TurnBooked(turn), work.now.0)?;
    }
    Ok(())
}

impl From<Intent> for Subject {
    fn from(intent: Intent) -> Self {
        match intent {
            Intent::KeyDelivered(slip) => slip.into(),
            Intent::Challenge(challenge) => challenge.into(),
            Intent::KeyChosen(flow) => flow.into(),
            Intent::TurnBooked(turn) => turn.into(),
        }
    }
}

/// A letter was taken over by the server.
#[derive(Debug, Clone)]
pub struct NoteSent {
    /// Which.
    pub mail: MailId,
    /// What it is about.
    pub intent: Intent,
    /// Since when it waited, in milliseconds: one that was queued anew meanwhile says something else, and waits on.
    pub queued_at_ms: i64,
    /// The code or the link that it brought, where it brought one.
    pub brought: Option<Brought>,
    /// How it went, where that is known.
    pub went: Option<Went>,
}

/// Under this name the entry's detail holds how a letter went.
pub(in crate::ops) const WENT: &str = "went";

/// By what a letter went: what was otherwise for that moment alone is found by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Went {
    /// The mark of the mail's settings.
    pub(in crate::ops) settings: String,
    /// The employer at whose registered address it arrived, and the mark of that address.
    pub(in crate::ops) employer: Option<(EmployerId, String)>,
    /// The last entry of the journal when it was written.
    pub(in crate::ops) as_of: i64,
}

/// The mark of an address as a register has it.
pub(in crate::ops) fn address_mark(email: &str) -> String {
    let canonical = Email::parse(email).map_or_else(|_| email.to_owned(), |email| email.as_str().to_owned());
    Digest::of(canonical.as_bytes()).to_string()
}

/// The employer to whose registered address a letter goes.
fn employer_of(reader: &Reader, intent: Intent) -> Result<Option<(EmployerId, String)>, Error> {
    let number = match intent {
        Intent::KeyDelivered(slip) => store::issuance::get(reader, slip)?.map(|slip| slip.employer),
        Intent::Challenge(challenge) => {
            let challenge = store::challenge::get(reader, challenge)?;
            let is_for_employer = |kind| matches!(kind, ChallengeKind::RecoveryCode | ChallengeKind::RecoveryLink);
            let flow = match challenge.filter(|it| is_for_employer(it.kind)) {
                Some(challenge) => store::self_service::get(reader, challenge.flow)?,
                None => None,
            };
            flow.and_then(|flow| EmployerNumber::parse(&flow.employer.0).ok())
        }
        Intent::KeyChosen(_) | Intent::TurnBooked(_) => None,
    };
    let Some(number) = number else { return Ok(None) };
    let employer = store::employer::by_number(reader, &number)?;
    Ok(employer.map(|it| (it.id, address_mark(&it.email))))
}

/// The code or the link that a letter brought.
#[derive(Debug, Clone)]
pub struct Brought {
    /// By what the entries that use its secret name that.
    mark: String,
    /// For whom it was.
    flow: SelfServiceId,
}

impl Operation for NoteSent {
    const NAME: &'static str = "mail.sent";
    const FOR_SELF_SERVICE: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.intent.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let queued = known(store::outbox::get(work.tx, self.mail)?, "ese correo")?;
        if queued.queued_at_ms == self.queued_at_ms {
            store::outbox::mark_sent(work.tx, self.mail, work.now.0)?;
        }
        let done = Done::new((), self.intent, &[Changed::Mail]);
        Ok(match &self.brought {
            None => done.code(self.intent.kind()).detail(json!({ WENT: self.went })),
            Some(Brought { mark, flow }) => {
                let code = format!("{} {mark}", self.intent.kind());
                done.code(code).detail(json!({ "flow": flow, WENT: self.went }))
            }
        })
    }
}

/// A letter is given up.
#[derive(Debug, Clone, Copy)]
pub struct NoteFailed {
    /// Which.
    pub mail: MailId,
    /// What it is about.
    pub intent: Intent,
    /// As in [`NoteSent`].
    pub queued_at_ms: i64,
    /// What kept it from being carried.
    pub fault: MailFault,
}

impl Operation for NoteFailed {
    const NAME: &'static str = "mail.failed";
    const FOR_SELF_SERVICE: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.intent.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let queued = known(store::outbox::get(work.tx, self.mail)?, "ese correo")?;
        if queued.queued_at_ms == self.queued_at_ms {
            store::outbox::mark_failed(work.tx, self.mail, self.fault, work.now.0, work.accounting_day)?;
        }
        let code = format!("{} {}", self.intent.kind(), self.fault.code());
        Ok(Done::new((), self.intent, &[Changed::Mail]).code(code))
    }
}

/// Who sends, and what they have in mind from letter to letter.
#[derive(Debug, Default)]
pub struct Sender {
    /// Letters that a server took over and that could not be noted, by since when they waited, each with what it brought
    /// and how it went: they are noted, and not sent again.
    taken_over: BTreeMap<(MailId, i64), (Option<Brought>, Went)>,
}

/// What came of looking for a letter to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// None is due.
    Nothing,
    /// A letter was taken over.
    Sent,
    /// There was nothing to be sent any more.
    Dropped,
    /// It goes on waiting.
    Waits(MailFault),
    /// It is given up.
    GivenUp(MailFault),
}

/// Sends the letter that is due first, in the name of `by`. `stopped` is asked while a server is waited for.
///
/// # Errors
/// The store's; a refusal of whoever may not act.
pub fn send_next(
    house: &House,
    by: &Session,
    way: &Way,
    sender: &mut Sender,
    stopped: &dyn Fn() -> bool,
) -> Result<Carried, Error> {
    let (reader, now) = (house.reader()?, house.clock().now());
    let Some(queued) = store::outbox::due(&reader, now.0, latest_next_try(now).0)? else {
        return Ok(Carried::Nothing);
    };
    if super::proving::is_idle(&reader, queued.intent)? {
        house.store().write(|tx| store::outbox::mark_sent(tx, queued.id, now.0))?;
        return Ok(Carried::Dropped);
    }
    if sender.taken_over.contains_key(&(queued.id, queued.queued_at_ms)) {
        return note_sent(house, by, sender, &queued);
    }
    // Noted before it is tried: whatever cuts this off, the letter waits for its pause.
    let next = queued.intent.next_try(queued.attempts.saturating_add(1), now);
    if !house.store().write(|tx| store::outbox::note_try(tx, queued.id, queued.attempts, next.0))? {
        return Ok(Carried::Nothing);
    }
    match carry(house, &reader, way, &queued, stopped)? {
        Ok(taken_over) => {
            sender.taken_over.insert((queued.id, queued.queued_at_ms), taken_over);
            note_sent(house, by, sender, &queued)
        }
        Err(failure) => {
            tracing::warn!(error = failure.for_log(), mail = queued.id.0, "a letter was not carried");
            // Nobody may have been at the window meanwhile: it is late only for what was just tried in vain.
            if failure.is_permanent() || queued.intent.is_too_late(Moment(queued.queued_at_ms), now) {
                return give_up(house, by, &queued, failure.fault);
            }
            house.store().write(|tx| store::outbox::note_fault(tx, queued.id, failure.fault))?;
            Ok(Carried::Waits(failure.fault))
        }
    }
}

/// Carries a letter; answers what it brought and how it went, as that was when the letter was written.
fn carry(
    house: &House,
    reader: &Reader,
    way: &Way,
    queued: &Queued,
    stopped: &dyn Fn() -> bool,
) -> Result<Result<(Option<Brought>, Went), Failure>, Error> {
    let (carrier, from, settings) = match way {
        Way::Closed(failure) => return Ok(Err(failure.clone())),
        Way::Open { carrier, from, settings, .. } => (carrier, from, settings.clone()),
    };
    let as_of = store::journal::head(reader)?.number;
    let went = Went { settings, employer: employer_of(reader, queued.intent)?, as_of };
    let letter = match write(house, reader, from, queued)? {
        Ok(letter) => letter,
        Err(failure) => return Ok(Err(failure)),
    };
    let brought = match queued.intent {
        Intent::Challenge(challenge) => {
            let challenge = store::challenge::get(reader, challenge)?;
            let made = challenge.and_then(|challenge| Some((challenge.made?.0, challenge.flow)));
            made.map(|(proof, flow)| Brought { mark: mark(&proof), flow })
        }
        _ => None,
    };
    Ok(carrier.carry(&letter, stopped).map(|()| (brought, went)))
}

fn note_sent(house: &House, by: &Session, sender: &mut Sender, queued: &Queued) -> Result<Carried, Error> {
    let Queued { id: mail, intent, queued_at_ms, .. } = *queued;
    let (brought, went) = sender.taken_over.get(&(mail, queued_at_ms)).cloned().unzip();
    house.perform(by, &NoteSent { mail, intent, queued_at_ms, brought: brought.flatten(), went })?;
    sender.taken_over.remove(&(mail, queued_at_ms));
    Ok(Carried::Sent)
}

fn give_up(house: &House, by: &Session, queued: &Queued, fault: MailFault) -> Result<Carried, Error> {
    let Queued { id: mail, intent, queued_at_ms, .. } = *queued;
    house.perform(by, &NoteFailed { mail, intent, queued_at_ms, fault })?;
    Ok(Carried::GivenUp(fault))
}
