//! Who may confirm what hands wrote: somebody who wrote none of it since it was last trusted.
//!
//! The row knows the last hand only: whoever wrote first could let another correct an accent and confirm their own words.
//! The journal knows them all. An entry whose detail was erased counts as one more hand.

use serde_json::Value;

use super::approval::made_by_requester;
use super::error::{Error, known, refuse};
use crate::domain::id::UserId;
use crate::domain::journal::counted::OWN_ACCOUNT;
use crate::domain::journal::{Entry, Outcome};
use crate::ops::house::operation::{Subject, Work};
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

/// How the person who confirms stands to those who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Confirmer {
    /// Somebody else.
    Apart,
    /// Made or reset a writer's account within the pause, in a centre with one supervisor.
    MadeWriter,
}

impl Confirmer {
    /// What the entry's code says.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Apart => "",
            Self::MadeWriter => OWN_ACCOUNT,
        }
    }

    /// These and others: one doubt is a doubt.
    pub(super) fn and(self, other: Self) -> Self {
        if self == Self::Apart { other } else { self }
    }
}

/// Refuses whoever wrote the fact last, or at any time since it was last trusted, whose account one of these made or reset
/// within the pause, and who made or reset theirs: with its temporary password the same hand writes and confirms. `touch`
/// says what an entry about `subject` did to it.
///
/// The last is no refusal where the centre has one supervisor: they make every account, and for a month nobody could confirm
/// what a new colleague writes. It is flagged then, in the entry and where supervisors review. Elsewhere another supervisor
/// or clerk confirms, and until then a supervisor may answer for the unconfirmed fact, who is no hand in it: nobody is sent
/// home.
pub(super) fn refuse_own(
    work: &Work<'_>,
    subject: impl Into<Subject>,
    provenance: &Provenance,
    touch: impl Fn(&Entry, &Value) -> Touch,
) -> Result<Confirmer, Error> {
    let subject = subject.into();
    let mut writers: Vec<UserId> = Vec::new();
    for chained in store::journal::about(work.tx, subject.kind.code(), subject.id)? {
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
    let mut confirmer = Confirmer::Apart;
    for writer in writers {
        if has_made(work, writer)? {
            if !work.settings.sole_supervisor {
                return refuse(
                    "second_person",
                    "Usted creó o restableció hace menos de 30 días la cuenta de quien registró este dato: debe confirmarlo \
                     otra persona.",
                );
            }
            confirmer = Confirmer::MadeWriter;
        }
        if is_made_by(work, writer)? {
            return refuse(
                "second_person",
                "Quien registró este dato creó o restableció su cuenta hace menos de 30 días: debe confirmarlo otra \
                 persona.",
            );
        }
    }
    Ok(confirmer)
}

/// Is this account perhaps one that whoever acts made for themselves: did they make or reset it within the pause, or the one
/// that did? Where the centre has one supervisor, who makes every account, that says nothing. The other way round neither: it
/// would be so of every clerk in a centre's first month.
pub(super) fn may_be_own(work: &Work<'_>, other: UserId) -> Result<bool, Error> {
    Ok(!work.settings.sole_supervisor && has_made(work, other)?)
}

/// Did whoever acts make or reset this account within the pause, or the one that did?
fn has_made(work: &Work<'_>, other: UserId) -> Result<bool, Error> {
    // An imported row may name somebody who is no user here.
    let Some(other) = store::user::get(work.tx, other)? else { return Ok(false) };
    Ok(work.actor.user != other.id && made_by_requester(work, work.actor.user, &other)?)
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
