//! A supervisor's word: what it covers, how entries say it, how it is used up and given back.

use super::error::{Error, known, refuse};
use super::procedure::{AtCounter as _, with_papers};
use crate::domain::approval::{Matter, RequestState, used_in};
use crate::domain::id::ApprovalId;
use crate::ops::house::operation::{Subject, Work};
use crate::store;
use crate::store::approval::Approval;
use crate::store::issuance::Issuance;
use crate::store::visit::Visit;

/// What the code of a request says: what is asked, and about what. Those of earlier versions leave the second to the detail.
pub(super) fn asked_in(code: &str) -> Option<(Matter, Option<(String, i64)>)> {
    let mut parts = code.splitn(3, ':');
    let matter = Matter::from_code(parts.next()?)?;
    let about = parts.next().zip(parts.next().and_then(|id| id.parse().ok()));
    Some((matter, about.map(|(kind, id)| (kind.to_owned(), id))))
}

/// What a word covers: the sentence that was asked about, where there is one, and for whom.
pub(super) fn covers(sentence: &str, whose: &str) -> String {
    let parts: Vec<&str> = [sentence, whose].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// Whose key a slip is and who receives it, in words.
pub(super) fn whose_slip(slip: &Issuance) -> String {
    whose(slip.employer.as_str(), slip.branch.as_str(), slip.recipient.as_str())
}

/// For whom a visit is, in words; nothing while nobody is known.
pub(super) fn whose_visit(visit: &Visit) -> String {
    with_papers!(&visit.procedure, P => P::whose(&visit.keys)).unwrap_or_default()
}

/// Whose key it is and who receives it, in words.
pub(super) fn whose(employer: &str, branch: &str, recipient: &str) -> String {
    match [employer, branch, recipient].iter().all(|it| it.is_empty()) {
        true => String::new(),
        false => format!("Empleador {employer}, sucursal {branch}; recibe {recipient}."),
    }
}

/// How the code of an answer says yes.
pub(super) const GRANTED: &str = "granted";

/// What the code of an answer says.
pub(super) struct AnswerCode {
    /// What was asked.
    pub(super) matter: Matter,
    /// Yes or no.
    pub(super) granted: bool,
    /// Answered only because the centre has one supervisor. Those of earlier versions leave it to the detail.
    pub(super) sole: bool,
}

impl AnswerCode {
    /// A yes carries out at once what was asked: there is nothing left to use.
    pub(super) fn mends_now(&self) -> bool {
        self.granted && mends_now(self.matter)
    }
}

/// What the code of an answer says.
pub(super) fn answer_in(code: &str) -> Option<AnswerCode> {
    let mut parts = code.split(':');
    let (matter, answer) = (Matter::from_code(parts.next()?)?, parts.next()?);
    Some(AnswerCode { matter, granted: answer == GRANTED, sole: parts.any(|flag| flag == "sole") })
}

/// How the code of an answer says which epoch of serials begins with it.
pub(super) fn epoch_code(epoch: u16) -> String {
    format!(":{EPOCH}{epoch}")
}

const EPOCH: &str = "epoch-";

/// The epoch of serials that begins with an answer, where one does.
pub(super) fn epoch_in(code: &str) -> Option<u16> {
    code.split(':').find_map(|part| part.strip_prefix(EPOCH)?.parse().ok())
}

/// Does a yes carry out at once what was asked?
pub(super) fn mends_now(matter: Matter) -> bool {
    matches!(matter, Matter::ClockSetBack | Matter::AnchorMismatch)
}

/// Under this name an entry's detail holds what the words covered that it used, by the requests' ids.
pub(super) const WORDS: &str = "words";

/// A word that was used, and what it covered.
pub(super) struct UsedWord {
    /// The request.
    pub(super) id: ApprovalId,
    covers: String,
}

/// The words that an operation used, for its entry: the code names the requests, the detail what they covered.
pub(super) fn ids_of(used: &[UsedWord]) -> Vec<ApprovalId> {
    used.iter().map(|word| word.id).collect()
}

/// What each of them covered, by the request's id.
pub(super) fn covers_of(used: &[UsedWord]) -> serde_json::Value {
    used.iter().map(|word| (word.id.to_string(), word.covers.clone().into())).collect::<serde_json::Map<_, _>>().into()
}

/// Uses the word granted for exactly this sentence and these people, or refuses with `ask`.
pub(super) fn use_granted(
    work: &Work<'_>,
    matter: Matter,
    subject: Subject,
    (sentence, whose): (&str, &str),
    ask: &str,
) -> Result<UsedWord, Error> {
    let covers = covers(sentence, whose);
    let granted = store::approval::granted_for(work.tx, matter, subject.kind.code(), subject.id, &covers)?;
    let is_own = |it: &Approval| it.answered_by == Some(work.actor.user) && !it.sole_supervisor;
    match granted.iter().find(|it| !is_own(it)).cloned() {
        None if !granted.is_empty() => {
            refuse("second_person", "Quien aprobó no usa su propia aprobación: la usa quien la pidió.")
        }
        Some(found) => {
            let held = store::approval::get_held(work.tx, found.id)?;
            // Used or lapsed in the same moment at another window.
            let Some(mut approval) = held.filter(|it| it.state == found.state) else {
                return refuse(matter.code(), ask);
            };
            approval.state = RequestState::Used;
            store::approval::update(work.tx, &approval)?;
            Ok(UsedWord { id: approval.id, covers })
        }
        None => refuse(matter.code(), ask),
    }
}

/// Makes the words good again that an entry used: what they were used for did not come about.
pub(super) fn give_back(work: &Work<'_>, entry: i64) -> Result<(), Error> {
    let entry = store::journal::entry(work.tx, entry)?;
    for id in entry.iter().flat_map(|chained| used_in(&chained.entry.code).1) {
        let mut approval = known(store::approval::get(work.tx, id)?, "un pedido de aprobación ya usado")?;
        if approval.state == RequestState::Used {
            approval.state = RequestState::Granted;
            store::approval::update(work.tx, &approval)?;
        }
    }
    Ok(())
}
