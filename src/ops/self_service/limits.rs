//! What was done too often within the hour is refused, and how long to wait is said. What refuses reads nothing of the
//! registers: whether anybody has the number does not matter.

use std::collections::BTreeSet;

use crate::domain::calendar::Moment;
use crate::domain::challenge::{ChallengeKind, HOUR_MS, Wait, may_ask, may_begin, may_guess, may_write_to};
use crate::domain::id::SelfServiceId;
use crate::domain::journal::Outcome;
use crate::domain::number::PersonNumber;
use crate::domain::procedure_id::ProcedureId;
use crate::ops::error::{Error, refuse};
use crate::ops::house::operation::{Subject, Work};
use crate::ops::mail;
use crate::store;

type WhoCounts<'a> = (&'a PersonNumber, &'a str);

fn since(work: &Work<'_>) -> i64 {
    work.now.0.saturating_sub(HOUR_MS)
}

/// The same was begun too often, for a person or an employer.
pub(in crate::ops) fn refuse_often(work: &Work<'_>, procedure: ProcedureId, who: WhoCounts<'_>) -> Result<(), Error> {
    let begun = store::self_service::begun_since(work.tx, procedure.as_str(), who, since(work))?;
    within(begun.iter().try_for_each(|begun| may_begin(begun, work.now)), "Se intentó muchas veces.")
}

/// A code or a link was asked for too often, or a moment ago.
pub(super) fn refuse_asking(work: &Work<'_>, kind: ChallengeKind, who: WhoCounts<'_>) -> Result<(), Error> {
    let asked = store::challenge::asked_since(work.tx, kind, who, since(work))?;
    within(
        asked.iter().try_for_each(|asked| may_ask(asked, work.now)),
        "Ya se pidió un correo hace poco: revise también la carpeta de correo no deseado.",
    )
}

/// Codes were guessed at too often.
pub(super) fn refuse_guessing(work: &Work<'_>, kind: ChallengeKind, who: WhoCounts<'_>) -> Result<(), Error> {
    let wrong = store::challenge::wrong_since(work.tx, kind, who, since(work))?;
    within(wrong.iter().try_for_each(|wrong| may_guess(wrong, work.now)), "Se escribieron muchos códigos equivocados.")
}

/// Under this name the detail of an entry that asks for a letter holds the mark of the address that was typed for it.
pub(in crate::ops) const TO: &str = "to";

/// Letters were asked for too often to an address that was typed at this screen, whosever number was given with it. Answers the
/// address's mark.
pub(super) fn refuse_writing(work: &Work<'_>, email: &str) -> Result<String, Error> {
    let (mark, since) = (mail::address_mark(&email.to_lowercase()), since(work));
    // What was begun in the hour before may have asked again within this one.
    let begun_after = since.saturating_sub(HOUR_MS);
    let mut asked = Vec::new();
    for day in BTreeSet::from([Moment(since).day(work.centre.zone), work.day, work.accounting_day]) {
        let flows = store::self_service::of_day(work.tx, work.centre.id, day, None)?;
        for flow in flows.iter().filter(|flow| flow.begun_at_ms > begun_after) {
            asked.extend(asked_to(work, flow.id, &mark, since)?);
        }
    }
    let why = "Ya se enviaron muchos correos a esa dirección: revise también la carpeta de correo no deseado.";
    within(may_write_to(&asked, work.now), why).map(|()| mark)
}

/// When letters of a flow were asked for to the address of this mark.
fn asked_to(work: &Work<'_>, flow: SelfServiceId, mark: &str, since: i64) -> Result<Vec<i64>, Error> {
    let subject = Subject::from(flow);
    let mut asked = Vec::new();
    for said in store::journal::about(work.tx, subject.kind.code(), subject.id)? {
        if said.entry.at_ms <= since || said.entry.outcome != Outcome::Done {
            continue;
        }
        let detail = store::journal::detail(work.tx, said.entry.number)?;
        let detail = detail.and_then(|detail| serde_json::from_str::<serde_json::Value>(&detail.payload).ok());
        if detail.is_some_and(|detail| detail.get(TO).and_then(|to| to.as_str()) == Some(mark)) {
            asked.push(said.entry.at_ms);
        }
    }
    Ok(asked)
}

fn within(allowed: Result<(), Wait>, why: &str) -> Result<(), Error> {
    match allowed {
        Ok(()) => Ok(()),
        Err(wait) => refuse("too_often", format!("{why} Vuelva a intentarlo en {}.", wait.in_words())),
    }
}
