//! Warnings that were answered for: each row is what the last entry of its visit and rule says, for the people that the
//! visit is for.

use std::collections::HashMap;

use super::Said;
use crate::domain::approval::used_in;
use crate::domain::id::{ApprovalId, UserId, VisitId};
use crate::ops::house::operation::Operation as _;
use crate::ops::procedure::{ANSWERED_FOR, AnsweredFor, sentence_mark};
use crate::ops::verify::{Stop, problem};
use crate::ops::visit::{GiveOverride, WHOSE};
use crate::ops::word::{whose_slip, whose_visit};
use crate::store::erasure::ERASED;
use crate::store::visit::Override;
use crate::store::{self, Reader};

/// The overrides as the journal knows them, by visit and rule.
#[derive(Default)]
pub(super) struct RebuiltOverrides(HashMap<(i64, String), Given>);

struct Given {
    entry: i64,
    by: UserId,
    at_ms: i64,
    /// The words that were used, as far as that is still said.
    approval: Option<Option<ApprovalId>>,
    sentence: Option<String>,
    reason: Option<String>,
    /// For whom, as far as that is still said.
    whose: Option<String>,
}

impl Given {
    /// Was it another warning of the rule that was answered for, or with other words? As far as its entry still says it.
    fn is_other(&self, (sentence, approval): (String, Option<ApprovalId>)) -> bool {
        self.sentence.as_ref().is_some_and(|given| sentence_mark(given) != sentence)
            || self.approval.is_some_and(|given| given != approval)
    }
}

impl RebuiltOverrides {
    /// A key that was entered: each warning that its visit went by had been answered for by then.
    pub(super) fn take_key(&self, said: &Said<'_>) -> Result<(), String> {
        match said.told("/visit").and_then(serde_json::Value::as_i64) {
            Some(visit) => self.went_by(said, visit),
            None if said.says_moment && said.detail.is_some() => {
                Err(format!("La clave de la entrada {} no dice de qué atención es.", said.entry.number))
            }
            None => Ok(()),
        }
    }

    /// A visit that was served by this entry.
    pub(super) fn take_served(&self, said: &Said<'_>) -> Result<(), String> {
        self.went_by(said, said.entry.subject_id)
    }

    fn went_by(&self, said: &Said<'_>, visit: i64) -> Result<(), String> {
        let entry = said.entry;
        let answered = said.told(&format!("/{ANSWERED_FOR}")).and_then(serde_json::Value::as_array);
        if answered.is_none() && said.says_moment && said.detail.is_some() {
            return Err(format!("La entrada {} no dice qué advertencias se habían justificado.", entry.number));
        }
        for told in answered.into_iter().flatten() {
            // Earlier versions told the rule alone.
            let (rule, which) = match serde_json::from_value::<AnsweredFor>(told.clone()) {
                Ok((rule, sentence, approval)) => (rule, Some((sentence, approval))),
                Err(_) => (told.as_str().unwrap_or_default().to_owned(), None),
            };
            if which.is_none() && said.says_moment {
                return Err(format!(
                    "La entrada {} no dice qué advertencia {rule} se había justificado.",
                    entry.number
                ));
            }
            let Some(given) = self.0.get(&(visit, rule.clone())) else {
                return Err(format!(
                    "La atención de la entrada {} pasó por la advertencia {rule} como justificada, y nadie la justificó.",
                    entry.number
                ));
            };
            if which.is_some_and(|which| given.is_other(which)) {
                return Err(format!(
                    "La atención de la entrada {} pasó por la advertencia {rule} como justificada, y según la entrada {} se había \
                     justificado otra o con otra aprobación.",
                    entry.number, given.entry
                ));
            }
            let whose = said.text(&format!("/{WHOSE}"));
            if given.whose.as_deref().zip(whose).is_some_and(|(given, used)| given != used) {
                return Err(format!(
                    "La atención de la entrada {} pasó por la advertencia {rule}, que se justificó para otras personas.",
                    entry.number
                ));
            }
        }
        Ok(())
    }

    /// An entry about a visit.
    pub(super) fn take(&mut self, said: &Said<'_>) {
        let entry = said.entry;
        if entry.operation != GiveOverride::NAME {
            return;
        }
        let (rule, used) = used_in(&entry.code);
        let told = said.told("/approval").map(|id| id.as_i64().map(ApprovalId));
        let given = Given {
            entry: entry.number,
            by: entry.user,
            at_ms: entry.at_ms,
            approval: if said.whole { Some(used.first().copied()) } else { told },
            sentence: said.text("/sentence").map(str::to_owned),
            reason: said.text("/reason").map(str::to_owned),
            whose: said.text(&format!("/{WHOSE}")).map(str::to_owned),
        };
        self.0.insert((entry.subject_id, rule.to_owned()), given);
    }

    /// Compares with the table. Fewer rows are no problem: with other parties what was answered for is dropped.
    pub(super) fn compare(self, reader: &Reader, erasure: bool) -> Result<(), Stop> {
        store::visit::walk_overrides(reader, |visit, row| -> Result<(), Stop> {
            let Some(given) = self.0.get(&(visit.0, row.rule.clone())) else {
                return problem(format!(
                    "La advertencia {} de la atención {visit} está justificada en el almacén y no en la bitácora.",
                    row.rule
                ));
            };
            let what = match difference(given, &row, erasure) {
                None => of_others(reader, visit, given, erasure)?,
                found => found,
            };
            what.map_or(Ok(()), |what| {
                problem(format!(
                    "De la advertencia {} de la atención {visit}, el almacén no dice {what} según la entrada {}.",
                    row.rule, given.entry
                ))
            })
        })
    }
}

fn difference(given: &Given, row: &Override, erasure: bool) -> Option<&'static str> {
    let is_wiped = erasure && row.reason == ERASED;
    let differs = |said: &Option<String>, stands: &str| !is_wiped && said.as_ref().is_some_and(|said| said != stands);
    if row.given_by != given.by || row.given_at_ms != given.at_ms {
        Some("quién la justificó o cuándo")
    } else if given.approval.is_some_and(|approval| approval != row.approval) {
        Some("con qué aprobación se justificó")
    } else if differs(&given.sentence, &row.sentence) {
        Some("qué advertencia se justificó")
    } else if differs(&given.reason, &row.reason) {
        Some("por qué se justificó")
    } else {
        None
    }
}

/// What was answered for serves those for whom the visit was then: the visit as it stands, and every key since.
fn of_others(reader: &Reader, id: VisitId, given: &Given, erasure: bool) -> Result<Option<&'static str>, Stop> {
    let Some(whose) = &given.whose else { return Ok(None) };
    let visit = store::visit::get(reader, id)?;
    let since = |slip: &store::issuance::Issuance| slip.journal_number > given.entry;
    let slips = store::issuance::of_visit(reader, id)?;
    let is_other = |stands: String| stands != *whose && !(erasure && stands.contains(ERASED));
    let others = visit.is_some_and(|visit| is_other(whose_visit(&visit)))
        || slips.iter().filter(|slip| since(slip)).any(|slip| is_other(whose_slip(slip)));
    Ok(others.then_some("para quién se justificó"))
}
