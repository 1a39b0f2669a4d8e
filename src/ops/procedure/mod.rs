//! What the counter does with the papers of each procedure that is served by a checklist, a folder and one line each; and what
//! people do by themselves of the others.

pub mod affiliate_key;
pub mod affiliate_key_unlock;
pub mod employer_key;
pub mod employer_key_recovery;

mod by_themselves;

pub(in crate::ops) use affiliate_key::take_over as take_over_own_key;
pub use affiliate_key::{AnswerQuestions, BeginKey, ConfirmData};
pub(in crate::ops) use affiliate_key_unlock::unlock_by_themselves;
pub use affiliate_key_unlock::{AskUnlock, UnlockKey};
pub(in crate::ops) use by_themselves::{BEGINNINGS, chooses_own_key};
pub use employer_key_recovery::BeginRecovery;

use serde_json::Value;

use crate::domain::id::{ApprovalId, VisitId};
use crate::domain::journal::{Digest, Entry};
use crate::domain::procedure::{self, Case, Papers, checklists};
use crate::domain::visit::ScannedPaper;
use crate::intake::visit_v1::KeptPapers;
use crate::ops::error::Error;
use crate::ops::house::operation::{Noun, Operation, Work};
use crate::print::documents::Attendee;
use crate::store::erasure::ERASED_DRAFT;
use crate::store::visit::{Keys, Visit};
use crate::store::{self, Reader};

/// What the counter does with the papers of a procedure.
pub trait AtCounter: Papers<Answers: Default> + KeptPapers + Default {
    /// The operation by which a visit is served. Its subject is the visit, unless what serves is in the ledger of slips.
    type Serves: Operation;

    /// Said where a visit is to end without what the person came for, although nothing is in the way.
    const NOTHING_IN_THE_WAY: &'static str;

    /// For what a further visit of the same person is linked to one that is at hand, as a button says it; none where one
    /// visit serves all that one person can come for.
    const LINKS: Option<&'static str>;

    /// Asks the registers.
    ///
    /// # Errors
    /// The store's.
    fn ask(reader: &Reader, papers: &Self) -> Result<Self::Answers, Error>;

    /// By what a visit is searched and listed.
    fn keys(papers: &Self, answers: &Self::Answers) -> Keys;

    /// For whom a visit is, in words, as a supervisor's word covers it; nothing while nobody is known.
    fn whose(keys: &Keys) -> String;

    /// For whom the visit is and who acts, by number: what was answered for in a visit stands only while these do.
    fn parties(papers: &Self) -> Vec<String>;

    /// The papers whose scans show what was brought for those whom the visit was for before.
    fn outdated_scans(papers: &Self, before: &Self) -> Vec<ScannedPaper>;

    /// What the next visit of the same person under the same turn begins with.
    fn linked(self) -> Self;

    /// Takes what was copied in a visit that ends into the registers, and notes where it served. Answers what was taken, by
    /// noun and id, for the entry of the ending; nothing where nothing was.
    ///
    /// # Errors
    /// The store's.
    fn take_up(work: &Work<'_>, visit: &Visit, case: &Case<Self>, served: Served) -> Result<Option<Value>, Error>;

    /// The people whom a constancia names.
    fn people(case: &Case<Self>) -> Vec<Attendee>;

    /// For what company or household the visit was, as a constancia names it.
    fn on_behalf_of(case: &Case<Self>) -> Option<String>;

    /// Who came, by the papers that were noted: in what part, and who that is.
    fn who_came(case: &Case<Self>) -> Vec<(&'static str, String)>;

    /// The papers of the registers that were used: which one, and what was seen of it.
    fn papers_used(case: &Case<Self>) -> Vec<(&'static str, String)>;
}

/// Under this name an entry holds the warnings that were answered for when what the person came for was done.
pub(in crate::ops) const ANSWERED_FOR: &str = "answered_for";

/// A warning that was answered for, as such an entry tells it: the rule, the mark of the sentence, and the words that were used.
pub(in crate::ops) type AnsweredFor = (String, String, Option<ApprovalId>);

/// The warnings of a visit that were answered for.
pub(in crate::ops) fn answered_for(reader: &Reader, visit: VisitId) -> Result<Vec<AnsweredFor>, Error> {
    let given = store::visit::overrides(reader, visit)?.into_iter();
    Ok(given.map(|it| (it.rule, sentence_mark(&it.sentence), it.approval)).collect())
}

/// The mark of a warning's sentence: which of a rule's warnings it was.
pub(in crate::ops) fn sentence_mark(sentence: &str) -> String {
    Digest::of(sentence.as_bytes()).to_string()
}

/// Under this name the entry of an ending holds what was taken into the registers.
pub(in crate::ops) const REGISTERS: &str = "registers";

/// Whether the papers served: the person left with what they came for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    /// They did.
    Yes,
    /// They did not.
    No,
}

macro_rules! serving {
    (; $($folder:ident: $type:ident,)+) => {
        /// The names of the operations by which visits are served.
        const SERVING: &[&str] = &[$(<<procedure::$folder::$type as AtCounter>::Serves as Operation>::NAME),+];
    };
}

checklists!([serving]);

/// Is this the entry of an operation that served a visit, and is about that visit?
pub(in crate::ops) fn serves_visit(entry: &Entry) -> bool {
    entry.subject_kind == Noun::Visit.code() && SERVING.contains(&entry.operation.as_str())
}

/// Is this visit served by a checklist? One that was begun as a plain attention stays one, whatever its procedure is served
/// by since.
#[must_use]
pub fn has_papers(visit: &Visit) -> bool {
    procedure::checklist(&visit.procedure).is_some() && visit.draft != ERASED_DRAFT
}

/// Does something with the type of the papers of the procedure with this id; `None` for a plain attention.
macro_rules! with_papers {
    ($procedure:expr, $papers:ident => $done:expr) => {
        'found: {
            let procedure: &str = $procedure;
            $crate::domain::procedure::checklists!([$crate::ops::procedure::with_papers_of] 'found, procedure, $papers => $done);
            None
        }
    };
}

/// The same, with the list of the procedures.
macro_rules! with_papers_of {
    ($found:lifetime, $procedure:ident, $papers:ident => $done:expr; $($folder:ident: $type:ident,)+) => {
        $crate::ops::procedure::with_papers_of!(@each $found, $procedure, $papers, ($done); $($folder: $type,)+);
    };
    (@each $found:lifetime, $procedure:ident, $papers:ident, $done:tt; ) => {};
    (@each $found:lifetime, $procedure:ident, $papers:ident, $done:tt; $folder:ident: $type:ident, $($rest:tt)*) => {
        {
            type $papers = $crate::domain::procedure::$folder::$type;
            if $procedure == <$papers as $crate::domain::procedure::Papers>::PROCEDURE.as_str() {
                break $found Some($done);
            }
        }
        $crate::ops::procedure::with_papers_of!(@each $found, $procedure, $papers, $done; $($rest)*);
    };
}

pub(crate) use {with_papers, with_papers_of};

/// For what a further visit of the same person is linked to one of the procedure with this id, as a button says it.
#[must_use]
pub fn links(procedure: &str) -> Option<&'static str> {
    with_papers!(procedure, P => P::LINKS).flatten()
}
