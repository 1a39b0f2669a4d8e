//! The working copy of a visit: saved as the clerk leaves each field, without an entry in the journal.

use super::case::{complete_copy, read_draft};
use super::refuse_open_slip;

use crate::domain::approval::Matter;
use crate::domain::id::VisitId;
use crate::domain::procedure;
use crate::domain::procedure::employer_key::case::{Case, EmployerKey, Presenter};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::visit::WorkingCopy;
use crate::intake::visit_v1;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::{House, Session};
use crate::ops::operation::Subject;
use crate::ops::procedure::employer_key::{Parties, keys, keys_of};
use crate::ops::scan::ScannedPaper;
use crate::ops::settings;
use crate::store;
use crate::store::visit::VisitState;

/// The working copy of a visit that has no papers: a plain attention.
const NO_PAPERS: &str = "{}";

/// Saves a working copy in its text, as [`save_copy`] does; answers whether it was saved.
///
/// # Errors
/// As [`save_copy`]; a refusal when the text does not read.
pub fn save_draft(house: &House, by: &Session, id: VisitId, draft: &str, revision: i64) -> Result<bool, Error> {
    let read = || match visit_v1::read_draft(draft) {
        Ok(copy) => Ok(copy),
        Err(fault) => refuse("draft", format!("La atención no se puede guardar: {fault}")),
    };
    Ok(save(house, by, id, read, revision)?.is_some())
}

/// Saves the working copy of the visit that `by` attends, and answers the case as the store completes it. `revision` grows
/// with each copy: one that arrives late does not overwrite a newer one, and `None` says so.
///
/// With another employer, branch, applicant or person acting for them, whatever was answered for in the visit is dropped:
/// not every warning's sentence names them, and what was good for one is not for another. What was scanned of those of
/// before stays attached, and counts as no paper that is asked for.
///
/// # Errors
/// A refusal when the visit is not open or is somebody else's; the store's.
pub fn save_copy(
    house: &House,
    by: &Session,
    id: VisitId,
    copy: WorkingCopy<EmployerKey>,
    revision: i64,
) -> Result<Option<Case>, Error> {
    save(house, by, id, || Ok(copy), revision)
}

fn save(
    house: &House,
    by: &Session,
    id: VisitId,
    copy: impl FnOnce() -> Result<WorkingCopy<EmployerKey>, Error>,
    revision: i64,
) -> Result<Option<Case>, Error> {
    house.store().write(|tx| {
        let now = house.guarded_now(tx, by, false)?;
        let visit = known(store::visit::get(tx, id)?, "esta atención")?;
        // What was under way when a supervisor set the visit aside is its clerk's still.
        if matches!(visit.state, VisitState::Ended(_)) || visit.clerk != by.actor().user {
            return refuse(
                "state",
                "Esta atención ya no está abierta en su ventanilla: lo último que escribió no se guardó.",
            );
        }
        if procedure::checklist(&visit.procedure).is_none() {
            return refuse("procedure", "Este trámite se atiende sin formulario.");
        }
        refuse_open_slip(tx, id)?;
        // What was judged earlier the same day stands as the ending kept it: it is not the clerk's to write.
        let before = read_draft(&visit.draft)?;
        let copy = WorkingCopy { first_judgement: before.first_judgement, ..copy()? };
        let same_parties = parties(&before.papers) == parties(&copy.papers);
        let outdated = Parties::of(&copy.papers).outdated_scans(&Parties::of(&before.papers));
        let settings = settings::load(tx, by.actor().centre)?;
        let around = super::Surroundings { now, centre: house.centre(), settings: &settings };
        let draft = write(&copy)?;
        let mut case = complete_copy(tx, around, &visit, copy)?;
        if !store::visit::save_draft(tx, id, &draft, revision, &keys(&case), now.0)? {
            return Ok(None);
        }
        for paper in outdated {
            store::scan::rename(tx, ("visit", id.0), paper.code(), ScannedPaper::Other.code())?;
        }
        if !same_parties {
            store::visit::clear_overrides(tx, id)?;
            case.around.overrides.clear();
            let (of_visit, of_turn) = (Subject::from(id), Subject::from(visit.turn));
            for (matter, subject) in
                [(Matter::Override, of_visit), (Matter::SecondKeyToday, of_visit), (Matter::OwnWalkIn, of_turn)]
            {
                store::approval::lapse(tx, matter, subject.kind, subject.id)?;
            }
        }
        Ok(Some(case))
    })
}

/// For whom the visit is and who acts: employer, branch, applicant, presenter, attorney.
fn parties(papers: &EmployerKey) -> [String; 5] {
    let attorney = papers.presenter.as_ref().and_then(Presenter::attorney);
    let attorney = attorney.and_then(|(attorney, _)| attorney.person.number.as_ref());
    let keys = keys_of(papers, "");
    [
        keys.employer_number,
        keys.employer_branch,
        keys.applicant_number,
        keys.presenter_number,
        attorney.map(|number| number.canonical().to_owned()).unwrap_or_default(),
    ]
}

/// What a visit begins with.
pub(super) fn blank(procedure: ProcedureId) -> Result<String, Error> {
    match procedure::checklist(procedure.as_str()) {
        Some(_) => write(&WorkingCopy::default()),
        None => Ok(NO_PAPERS.into()),
    }
}

/// The same person's visit for another employer begins with the person, and with no answer: what was looked at for the
/// first one is looked at again.
pub(super) fn for_another_employer(draft: &str) -> Result<WorkingCopy<EmployerKey>, Error> {
    let WorkingCopy { confirmation, papers, .. } = read_draft(draft)?;
    let papers = EmployerKey { applicant: papers.applicant, ..EmployerKey::default() };
    Ok(WorkingCopy { confirmation, first_judgement: None, papers })
}

/// The text of a working copy.
pub(super) fn write(copy: &WorkingCopy<EmployerKey>) -> Result<String, Error> {
    visit_v1::write_draft(copy).map_err(|fault| Error::Inconsistent(fault.to_string()))
}
