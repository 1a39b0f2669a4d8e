//! The working copy of a visit: saved as the clerk leaves each field, without an entry in the journal.

use super::case::{keys, read_draft};
use super::{Parties, complete, refuse_open_slip};
use std::collections::BTreeSet;

use crate::domain::approval::Matter;
use crate::domain::calendar::{Calendar, Moment, Zone};
use crate::domain::hours::WeekHours;
use crate::domain::id::VisitId;
use crate::domain::procedure;
use crate::domain::procedure::employer_key::case::{Case, EmployerKey, Presenter};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::Supervision;
use crate::domain::visit::Tolerance;
use crate::intake::visit_v1;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::{House, Session};
use crate::ops::operation::Subject;
use crate::ops::scan::ScannedPaper;
use crate::ops::settings;
use crate::store;
use crate::store::visit::VisitState;

/// The working copy of a visit that has no papers: a plain attention.
const NO_PAPERS: &str = "{}";

/// Saves the working copy of the visit that `by` attends. `revision` grows with each copy: one that arrives late does not
/// overwrite a newer one, and `false` says so.
///
/// With another employer, branch, applicant or person acting for them, whatever was answered for in the visit is dropped:
/// not every warning's sentence names them, and what was good for one is not for another. What was scanned of those of
/// before stays attached, and counts as no paper that is asked for.
///
/// # Errors
/// A refusal when the visit is not open or is somebody else's, or the copy does not read; the store's.
pub fn save_draft(house: &House, by: &Session, id: VisitId, draft: &str, revision: i64) -> Result<bool, Error> {
    house.store().write(|tx| {
        let now = house.guarded_now(tx, by, false)?;
        let mut visit = known(store::visit::get(tx, id)?, "esta atención")?;
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
        let mut case = match visit_v1::read_employer_key(draft) {
            Ok(case) => case,
            Err(fault) => return refuse("draft", format!("La atención no se puede guardar: {fault}")),
        };
        // What was judged earlier the same day stands as the ending kept it, and what was answered for is the store's: neither
        // is the clerk's to write.
        let before = read_draft(&visit.draft)?;
        let same_parties = parties(&before) == parties(&case);
        let outdated = Parties::of(&case).outdated_scans(&Parties::of(&before));
        case.first_judgement = before.first_judgement;
        case.overrides.clear();
        visit.draft = write(&case)?;
        let settings = settings::load(tx, by.actor().centre)?;
        let around = super::Surroundings { now, centre: house.centre(), settings: &settings };
        let keys = keys(&complete(tx, around, &visit)?);
        let saved = store::visit::save_draft(tx, id, &visit.draft, revision, &keys, now.0)?;
        if saved {
            for paper in outdated {
                store::scan::rename(tx, ("visit", id.0), paper.code(), ScannedPaper::Other.code())?;
            }
        }
        if saved && !same_parties {
            store::visit::clear_overrides(tx, id)?;
            let (of_visit, of_turn) = (Subject::from(id), Subject::from(visit.turn));
            for (matter, subject) in
                [(Matter::Override, of_visit), (Matter::SecondKeyToday, of_visit), (Matter::OwnWalkIn, of_turn)]
            {
                store::approval::lapse(tx, matter, subject.kind, subject.id)?;
            }
        }
        Ok(saved)
    })
}

/// For whom the visit is and who acts: employer, branch, applicant, presenter, attorney.
fn parties(case: &Case) -> [String; 5] {
    let attorney = case.papers.presenter.as_ref().and_then(Presenter::attorney);
    let attorney = attorney.and_then(|(attorney, _)| attorney.person.number.as_ref());
    let keys = keys(case);
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
    match procedure::checklist(procedure.as_str()).is_some() {
        true => write(&Case {
            now: Moment(0),
            centre: String::new(),
            calendar: Calendar { zone: Zone::Mainland, holidays: BTreeSet::new(), hours: WeekHours::default() },
            tolerance: Tolerance::default(),
            clerk: String::new(),
            supervision: Supervision::Several,
            arrival: None,
            turn: None,
            overrides: Vec::new(),
            first_judgement: None,
            papers: EmployerKey::default(),
        }),
        false => Ok(NO_PAPERS.into()),
    }
}

/// The same person's visit for another employer begins with the person, and with no answer: what was looked at for the
/// first one is looked at again.
pub(super) fn for_another_employer(draft: &str) -> Result<String, Error> {
    let mut case = read_draft(draft)?;
    case.overrides.clear();
    case.first_judgement = None;
    case.papers = EmployerKey { applicant: case.papers.applicant, ..EmployerKey::default() };
    write(&case)
}

/// The text of a working copy.
///
/// # Errors
/// [`Error::Inconsistent`] when the case cannot be written.
pub fn write(case: &Case) -> Result<String, Error> {
    visit_v1::write_employer_key(case).map_err(|fault| Error::Inconsistent(fault.to_string()))
}
