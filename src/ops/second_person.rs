//! Who may confirm what hands wrote: somebody who wrote none of it since it was last trusted.
//!
//! The row knows the last hand only: whoever wrote first could let another correct an accent and confirm their own words.
//! The journal knows them all. An entry whose detail was erased counts as one more hand.

use serde_json::Value;

use super::error::{Error, refuse};
use super::operation::{Subject, Work};
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

/// Refuses whoever wrote the fact last, or at any time since it was last trusted. `touch` says what an entry about
/// `subject` did to it.
pub(super) fn refuse_own(
    work: &Work<'_>,
    subject: impl Into<Subject>,
    provenance: &Provenance,
    touch: impl Fn(&Entry, &Value) -> Touch,
) -> Result<(), Error> {
    let (subject, user) = (subject.into(), work.actor.user);
    let mut wrote = false;
    for chained in store::journal::about(work.tx, subject.kind, subject.id)? {
        let entry = chained.entry;
        if entry.outcome != Outcome::Done {
            continue;
        }
        let detail = store::journal::detail(work.tx, entry.number)?;
        let detail = detail.and_then(|detail| serde_json::from_str(&detail.payload).ok()).unwrap_or(Value::Null);
        wrote = match touch(&entry, &detail) {
            Touch::Nothing => wrote,
            Touch::Wrote { over_trusted } => entry.user == user || (wrote && !over_trusted),
            Touch::Confirmed => false,
        };
    }
    match wrote || provenance.recorded_by == user {
        true => refuse(
            "second_person",
            "Usted registró o corrigió este dato: debe confirmarlo otra persona, con su propio usuario.",
        ),
        false => Ok(()),
    }
}

/// Whether an entry's detail says that what it replaced had been trusted.
pub(super) fn over_trusted(detail: &Value) -> bool {
    detail.pointer("/before/trusted").and_then(Value::as_bool).unwrap_or(false)
}
