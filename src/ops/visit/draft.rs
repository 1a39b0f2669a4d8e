//! The working copy of a visit: saved as the clerk leaves each field, without an entry in the journal; but where words
//! lapse with it, an entry says so.

use serde_json::Value;

use super::case::{complete_copy, keys, read_draft};
use super::refuse_open_slip;
use crate::domain::approval::{Matter, code_using};
use crate::domain::calendar::Moment;
use crate::domain::id::{ApprovalId, VisitId};
use crate::domain::journal::{Head, Outcome};
use crate::domain::procedure::Case;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::visit::{ScannedPaper, WorkingCopy};
use crate::ops::LAPSED;
use crate::ops::day::accounting_day;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{JournalEnd, Subject};
use crate::ops::house::transact::{Facts, InForce, new_op_id};
use crate::ops::house::{House, Session};
use crate::ops::procedure::{AtCounter, has_papers, with_papers};
use crate::ops::settings::Settings;
use crate::store;
use crate::store::visit::{Keys, Visit, VisitState};

/// The working copy of a visit that has no papers: a plain attention.
const NO_PAPERS: &str = "{}";

/// Saves a working copy in its text, as [`save_copy`] does; answers whether it was saved.
///
/// # Errors
/// As [`save_copy`]; a refusal when the text does not read.
pub fn save_draft(house: &House, by: &Session, id: VisitId, draft: &str, revision: i64) -> Result<bool, Error> {
    fn in_its_text<P: AtCounter>(saving: &Saving<'_>, draft: &str) -> Result<(bool, Option<Head>), Error> {
        match P::read_draft(draft) {
            Ok(copy) => saving.save::<P>(copy).map(|(case, entry)| (case.is_some(), entry)),
            Err(fault) => refuse("draft", format!("La atención no se puede guardar: {fault}")),
        }
    }
    Saving::carry_out(house, by, id, revision, |saving| {
        with_papers!(&saving.visit.procedure, P => in_its_text::<P>(saving, draft)).unwrap_or_else(refuse_procedure)
    })
}

/// Saves the working copy of the visit that `by` attends, and answers the case as the store completes it. `revision` grows
/// with each copy: one that arrives late does not overwrite a newer one, and `None` says so.
///
/// With another employer, branch, applicant or person acting for them, whatever was answered for in the visit is dropped:
/// not every warning's sentence names them, and what was good for one is not for another. What supervisors had been asked
/// or had said about it lapses, with an entry. What was scanned of those of
/// before stays attached, and counts as no paper that is asked for.
///
/// # Errors
/// A refusal when the visit is not open, is somebody else's or of another procedure; the store's.
pub fn save_copy<P: AtCounter>(
    house: &House,
    by: &Session,
    id: VisitId,
    copy: WorkingCopy<P>,
    revision: i64,
) -> Result<Option<Case<P>>, Error> {
    Saving::carry_out(house, by, id, revision, |saving| {
        if saving.visit.procedure != P::PROCEDURE.as_str() {
            return refuse_procedure();
        }
        saving.save(copy)
    })
}

fn refuse_procedure<T>() -> Result<T, Error> {
    refuse("procedure", "Este trámite se atiende sin formulario.")
}

/// A working copy on its way into the store.
struct Saving<'a> {
    tx: &'a store::Transaction<'a>,
    house: &'a House,
    by: &'a Session,
    visit: Visit,
    revision: i64,
    now: Moment,
    settings: Settings,
}

impl Saving<'_> {
    /// Saves in one transaction; once it is over, the entry of what lapsed is remembered.
    fn carry_out<T>(
        house: &House,
        by: &Session,
        id: VisitId,
        revision: i64,
        save: impl FnOnce(&Saving<'_>) -> Result<(T, Option<Head>), Error>,
    ) -> Result<T, Error> {
        let (saved, entry) = house.store().write_beside(|tx| save(&Saving::begin(tx, house, by, id, revision)?))?;
        if let Some(head) = entry {
            house.remember(&head);
        }
        Ok(saved)
    }
}

impl<'a> Saving<'a> {
    fn begin(
        tx: &'a store::Transaction<'a>,
        house: &'a House,
        by: &'a Session,
        id: VisitId,
        revision: i64,
    ) -> Result<Self, Error> {
        tx.foresee(|| {
            house.foresee_guard(tx, by);
            let _ = store::visit::get_held(tx, id);
            let _ = refuse_open_slip(tx, id);
        })?;
        let InForce { now, settings, .. } = house.guarded(tx, by, false)?;
        let visit = known(store::visit::get_held(tx, id)?, "esta atención")?;
        // What was under way when a supervisor set the visit aside is its clerk's still.
        if matches!(visit.state, VisitState::Ended(_)) || visit.clerk != by.actor().user {
            return refuse(
                "state",
                "Esta atención ya no está abierta en su ventanilla: lo último que escribió no se guardó.",
            );
        }
        if !has_papers(&visit) {
            return refuse_procedure();
        }
        refuse_open_slip(tx, id)?;
        Ok(Self { tx, house, by, visit, revision, now, settings })
    }

    /// The completed case, unless a newer copy is there; and the entry that says what lapsed with it.
    fn save<P: AtCounter>(&self, copy: WorkingCopy<P>) -> Result<(Option<Case<P>>, Option<Head>), Error> {
        let Self { tx, visit, .. } = self;
        // What was judged earlier the same day stands as the ending kept it: it is not the clerk's to write.
        let before: WorkingCopy<P> = read_draft(&visit.draft)?;
        let copy = WorkingCopy { first_judgement: before.first_judgement, ..copy };
        let same_parties = P::parties(&before.papers) == P::parties(&copy.papers);
        let outdated = P::outdated_scans(&copy.papers, &before.papers);
        let around = super::Surroundings { now: self.now, centre: self.house.centre(), settings: &self.settings };
        let draft = write(&copy)?;
        let mut case = complete_copy(tx, around, visit, copy)?;
        if !store::visit::save_draft(tx, visit.id, &draft, self.revision, &keys(&case), self.now.0)? {
            return Ok((None, None));
        }
        for paper in outdated {
            store::scan::rename(tx, ("visit", visit.id.0), paper.code(), ScannedPaper::Other.code())?;
        }
        if !same_parties {
            store::visit::clear_overrides(tx, visit.id)?;
            case.around.overrides.clear();
            let (of_visit, of_turn) = (Subject::from(visit.id), Subject::from(visit.turn));
            let mut lapsed = Vec::new();
            for (matter, subject) in
                [(Matter::Override, of_visit), (Matter::SecondKeyToday, of_visit), (Matter::OwnWalkIn, of_turn)]
            {
                lapsed.extend(store::approval::lapse(tx, matter, subject.kind.code(), subject.id)?);
            }
            if !lapsed.is_empty() {
                let entry = self.note_lapsed(&lapsed)?;
                return Ok((Some(case), Some(entry)));
            }
        }
        Ok((Some(case), None))
    }

    /// A word that was given and serves nobody any more leaves its trace, though a draft has no entry of its own.
    fn note_lapsed(&self, lapsed: &[ApprovalId]) -> Result<Head, Error> {
        let head = JournalEnd::of(self.tx).held()?;
        if self.house.is_put_back(&head) {
            return self.house.refuse_doubt();
        }
        let facts = Facts {
            id: new_op_id()?,
            accounting_day: accounting_day(self.tx, self.house.centre(), self.now)?,
            operation: LAPSED,
            subject: self.visit.id.into(),
            outcome: Outcome::Done,
            code: &code_using("", lapsed),
        };
        self.house.append(self.tx, self.by, self.now, &head, facts, &Value::Null)
    }
}

/// What a visit begins with.
pub(super) fn blank(procedure: ProcedureId) -> Result<String, Error> {
    with_papers!(procedure.as_str(), P => write::<P>(&WorkingCopy::default())).unwrap_or_else(|| Ok(NO_PAPERS.into()))
}

/// What the next visit of the same person begins with, and by what it is searched.
pub(super) fn linked<P: AtCounter>(draft: &str) -> Result<(String, Keys), Error> {
    let WorkingCopy { confirmation, papers, .. } = read_draft::<P>(draft)?;
    let copy = WorkingCopy { confirmation, first_judgement: None, papers: papers.linked() };
    Ok((write(&copy)?, P::keys(&copy.papers, &P::Answers::default())))
}

/// The text of a working copy.
pub(super) fn write<P: AtCounter>(copy: &WorkingCopy<P>) -> Result<String, Error> {
    P::write_draft(copy).map_err(|fault| Error::Inconsistent(fault.to_string()))
}
