//! Who may confirm what hands wrote: somebody who wrote none of it since it was last trusted.
//!
//! The row knows the last hand only: whoever wrote first could let another correct an accent and confirm their own words.
//! The journal knows them all. An entry whose detail was erased counts as one more hand.

use serde_json::Value;

use super::approval::made_by_requester;
use super::error::{Error, known, refuse};
use super::operation::{Subject, Work};
use crate::domain::id::UserId;
use crate::domain::journal::{Entry, Outcome};
use crate::store;
use crate::store::provenance::Provenance;

/// What an entry did to a fact.
pub(super) enum Touch {
    /// It is about something else.
    Nothing,
    /// Wrote it, and it had been trusted or not.
    Wrote {
        /// An import or a second person had vouched for what stood there.
        over_trusted: bool,
    },
    /// A second person vouched for it.
    Confirmed,
}

/// Refuses whoever wrote the fact last, or at any time since it was last trusted, and whose account one of these made or
/// reset within the pause. `touch` says what an entry about
/// `subject` did to it.
pub(super) fn refuse_own(
    work: &Work<'_>,
    subject: impl Into<Subject>,
    provenance: &Provenance,
    touch: impl Fn(&Entry, &Value) -> Touch,
) -> Result<(), Error> {
    let subject = subject.into();
    let mut writers: Vec<UserId> = Vec::new();
    for chained in store::journal::about(work.tx, subject.kind, subject.id)? {
        let entry = chained.entry;
        if entry.outcome != Outcome::Done {
            continue;
        }
        let detail = store::journal::detail(work.tx, entry.number)?;
        let detail = detail.and_then(|detail| serde_json::from_str(&detail.payload).ok()).unwrap_or(Value::Null);
        match touch(&entry, &detail) {
            Touch::Nothing => {}
            Touch::Confirmed => writers.clear(),
            Touch::Wrote { over_trusted } => {
                if over_trusted {
                    writers.clear();
                }
                writers.push(entry.user);
            }
        }
    }
    writers.push(provenance.recorded_by);
    if writers.contains(&work.actor.user) {
        return refuse(
            "second_person",
            "Usted registró o corrigió este dato: debe confirmarlo otra persona, con su propio usuario.",
        );
    }
    for writer in writers {
        if is_made_by(work, writer)? {
            return refuse(
                "second_person",
                "Quien registró este dato creó o restableció su cuenta hace menos de 30 días: debe confirmarlo otra \
                 persona.",
            );
        }
    }
    Ok(())
}

/// Did this person make or reset, within the pause, the account of whoever acts, or the one that did?
pub(super) fn is_made_by(work: &Work<'_>, other: UserId) -> Result<bool, Error> {
    let actor = known(store::user::get(work.tx, work.actor.user)?, "este usuario")?;
    Ok(work.actor.user != other && made_by_requester(work, other, &actor)?)
}

/// Whether an entry's detail says that what it replaced had been trusted.
pub(super) fn over_trusted(detail: &Value) -> bool {
    detail.pointer("/before/trusted").and_then(Value::as_bool).unwrap_or(false)
}
