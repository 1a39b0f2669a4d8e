//! How a visit ends without a key: not served, with the reasons counted; abandoned; or, for a plain attention, served.
//! A visit for a key ends served when the slip is delivered.

use std::collections::BTreeSet;

use serde_json::json;

use super::case::{complete, keys, read_draft};
use super::draft::write;
use super::notice::leave_notice;
use super::{Surroundings, own_open_visit, refuse_open_slip, settle_turn, take_up};
use crate::domain::id::{TurnId, VisitId};
use crate::domain::procedure::{self, Case};
use crate::domain::rule::{Assessment, Finding, OverrideStatus, Verdict};
use crate::domain::turn::Reason;
use crate::domain::visit::{FirstJudgement, KeptFinding, KeptVerdict, NoticeKind, OwnReason, PlainReason};
use crate::ops::error::{Error, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::issuance::Told;
use crate::ops::procedure::{AtCounter, REGISTERS, Served, has_papers, with_papers};
use crate::store;
use crate::store::visit::{Visit, VisitOutcome, VisitState};

/// How it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Without what the person came for; the rules say why.
    NotServed {
        /// What whoever attends adds. Where every rule is met it is a doubt, and the one reason of the ending.
        note: Option<Reason>,
        /// A supervisor shall look at it; for the note's sake.
        asks_look: bool,
    },
    /// The person left.
    Abandoned,
    /// A plain attention was given.
    PlainServed,
    /// A plain attention could not be given, for this reason.
    PlainNotServed(PlainReason),
}

impl Ending {
    /// Without what the person came for, and nothing to add.
    #[must_use]
    pub fn not_served() -> Self {
        Self::NotServed { note: None, asks_look: false }
    }
}

/// Ends a visit without a key.
#[derive(Debug, Clone)]
pub struct EndVisit {
    /// The visit.
    pub visit: VisitId,
    /// How.
    pub ending: Ending,
}

impl Operation for EndVisit {
    const NAME: &'static str = "visit.end";
    type Output = Vec<String>;

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<Vec<String>>, Error> {
        let visit = own_open_visit(work, self.visit)?;
        refuse_open_slip(work.tx, self.visit)?;
        let plain = !has_papers(&visit);
        let mut told = None;
        let (outcome, reasons) = match (&self.ending, plain) {
            (Ending::NotServed { note: None, asks_look: true }, _) => {
                return refuse("look_without_note", "Escriba qué debe revisar supervisión.");
            }
            (Ending::NotServed { note, asks_look }, false) => {
                let Judged { mut reasons, told: said } = judge(work, &visit)?;
                // A note beside what is in the way is no doubt: it is told, and not counted. What a supervisor shall look
                // at, and a doubt, are not for the person to read.
                let is_for_the_person = !reasons.is_empty() && !asks_look;
                told = Some(said.with_remark(note.as_ref().filter(|_| is_for_the_person)));
                match (reasons.is_empty(), note) {
                    (false, _) => {}
                    (true, Some(_)) => reasons.push(OwnReason::ClerkDoubt.code().to_owned()),
                    (true, None) => {
                        let sentence = with_papers!(&visit.procedure, P => P::NOTHING_IN_THE_WAY);
                        return refuse("nothing_in_the_way", sentence.unwrap_or_default());
                    }
                }
                (VisitOutcome::NotServed, reasons)
            }
            (Ending::PlainNotServed(reason), true) => (VisitOutcome::NotServed, vec![reason.code().to_owned()]),
            (Ending::PlainServed, true) => (VisitOutcome::Served, Vec::new()),
            (Ending::Abandoned, _) => (VisitOutcome::Abandoned, Vec::new()),
            _ => return refuse("ending", "Ese final no es de este trámite. Elija otro."),
        };
        // Whoever comes back with what was missing finds the papers that were copied today. Who only left is another matter.
        let taken = match (&self.ending, plain) {
            (Ending::NotServed { .. }, false) => take_up(work, &visit, Served::No)?,
            _ => None,
        };
        store::visit::set_reasons(work.tx, visit.id, &reasons)?;
        store::visit::set_state(work.tx, visit.id, VisitState::Ended(outcome), visit.clerk, visit.window, work.now.0)?;
        settle_turn(work, visit.turn)?;
        let changed = &[Changed::Turns, Changed::Visits, Changed::NotarialPowers, Changed::ArtisanQualifications];
        let mut detail =
            serde_json::Map::from_iter([("reasons".to_owned(), json!(reasons)), (Told::NAME.to_owned(), json!(told))]);
        if let Some(taken) = taken {
            detail.insert(REGISTERS.to_owned(), json!(taken));
        }
        if let Ending::NotServed { note: Some(note), asks_look } = &self.ending {
            detail.insert("reason".to_owned(), json!(note.as_str()));
            detail.insert("asks_look".to_owned(), json!(asks_look));
            if *asks_look {
                leave_notice(work, &visit, NoticeKind::Look)?;
            }
        }
        Ok(Done::new(reasons, self.visit, changed).code(outcome.code()).detail(detail.into()))
    }
}

/// Ends the visits that are in pause as not served, for a reason that is no rule's.
pub(in crate::ops) fn end_parked(work: &Work<'_>, parked: &[Visit], reason: &str) -> Result<(), Error> {
    for visit in parked {
        store::visit::set_reasons(work.tx, visit.id, &[reason.to_owned()])?;
        let ended = VisitState::Ended(VisitOutcome::NotServed);
        store::visit::set_state(work.tx, visit.id, ended, visit.clerk, visit.window, work.now.0)?;
    }
    // A turn may have several of them.
    let turns: BTreeSet<TurnId> = parked.iter().map(|visit| visit.turn).collect();
    turns.into_iter().try_for_each(|turn| settle_turn(work, turn))
}

/// A visit as it is judged at its end.
pub(super) struct Judged {
    /// The rules in the way, as they are counted: what nobody looked at apart from what is lacking.
    reasons: Vec<String>,
    /// What the constancia says.
    pub(super) told: Told,
}

/// The rules in the way, if there are any; and what stands for the day is kept with the working copy.
pub(super) fn judge(work: &Work<'_>, visit: &Visit) -> Result<Judged, Error> {
    with_papers!(&visit.procedure, P => judge_papers::<P>(work, visit))
        .unwrap_or_else(|| Err(Error::Inconsistent("esta atención no lleva papeles que juzgar".into())))
}

fn judge_papers<P: AtCounter>(work: &Work<'_>, visit: &Visit) -> Result<Judged, Error> {
    let around = Surroundings { now: work.now, centre: work.centre, settings: work.settings };
    let case: Case<P> = complete(work.tx, around, visit)?;
    let assessment = procedure::assess(&case);
    let reasons: Vec<String> = assessment.blocking().map(Finding::reason).collect();
    if case.copy.first_judgement.is_none() {
        // Only the judgement is added to the working copy: what the registers said is asked again each time.
        let mut draft = read_draft::<P>(&visit.draft)?;
        draft.first_judgement = Some(first_judgement(work, &case, &assessment));
        let next = visit.draft_revision.saturating_add(1);
        store::visit::save_draft(work.tx, visit.id, &write(&draft)?, next, &keys(&case), work.now.0)?;
    }
    Ok(Judged { reasons, told: Told::of(&case, &assessment) })
}

fn first_judgement<P: AtCounter>(work: &Work<'_>, case: &Case<P>, assessment: &Assessment) -> FirstJudgement {
    let kept = assessment.findings().iter().filter_map(|finding| {
        let verdict = match (&finding.verdict, &finding.override_status) {
            (Verdict::Met, _) => KeptVerdict::Met,
            (Verdict::Warning(_), Some(OverrideStatus::Accepted { .. })) => {
                let given = case.around.overrides.iter().find(|given| given.rule == finding.rule.as_str())?;
                KeptVerdict::Overridden(given.clone())
            }
            _ => return None,
        };
        Some(KeptFinding { rule: finding.rule.as_str().into(), sentence: finding.sentence.clone(), verdict })
    });
    FirstJudgement {
        at: work.now,
        turn_code: case.around.turn_code().unwrap_or_default().into(),
        about: procedure::subject(case).into(),
        findings: kept.collect(),
    }
}
