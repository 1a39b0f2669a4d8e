//! A warning answered for: with a written reason, for the sentence that was shown, by a supervisor's word where the rule
//! asks for one.

use serde_json::json;

use super::case::keys;
use super::{Surroundings, complete, open_visit};
use crate::domain::approval::{Matter, code_using};
use crate::domain::id::VisitId;
use crate::domain::journal::counted;
use crate::domain::procedure::{self, Case};
use crate::domain::rule::{Assessment, OverrideBy, Verdict};
use crate::ops::error::{Error, reasoned, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::procedure::{AtCounter, with_papers};
use crate::ops::word::{WORDS, covers_of, ids_of, use_granted};
use crate::store;

/// Under this name the entry's detail holds for whom the visit was.
pub(in crate::ops) const WHOSE: &str = "whose";

/// Overrides one warning of a visit.
#[derive(Debug, Clone)]
pub struct GiveOverride {
    /// The visit.
    pub visit: VisitId,
    /// The rule that warns.
    pub rule: String,
    /// The sentence that was shown: another sentence needs another answer.
    pub sentence: String,
    /// Why, in the clerk's words.
    pub reason: String,
}

impl GiveOverride {
    /// What a supervisor's word has to cover for this override, besides for whom the visit is.
    #[must_use]
    pub fn covers(&self) -> String {
        format!("{}: {}", self.rule, self.sentence)
    }
}

impl Operation for GiveOverride {
    const NAME: &'static str = counted::OVERRIDE;
    const BY_SETTINGS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let visit = open_visit(work, self.visit)?;
        let ask = "Escriba con palabras por qué se sigue a pesar de la advertencia: queda en la bitácora.";
        let reason = reasoned(&self.reason, ask)?;
        let judged = with_papers!(&visit.procedure, P => judged::<P>(work, &visit)).transpose()?;
        let Some((assessment, whose)) = judged else {
            return refuse("procedure", "Este trámite se atiende sin formulario.");
        };
        let warned =
            assessment.findings().iter().find(|it| it.rule.as_str() == self.rule && it.sentence == self.sentence);
        let Some(Verdict::Warning(needs)) = warned.map(|it| it.verdict) else {
            return refuse("not_a_warning", "Esa advertencia ya no está: la atención cambió. Revísela de nuevo.");
        };
        let used = match needs {
            OverrideBy::Clerk => Vec::new(),
            OverrideBy::Supervisor => vec![use_granted(
                work,
                Matter::Override,
                self.visit.into(),
                (&self.covers(), &whose),
                "Esta advertencia solo se justifica con la aprobación de supervisión: pídala.",
            )?],
        };
        let approval = used.first().map(|word| word.id);
        let given = store::visit::Override {
            rule: self.rule.clone(),
            sentence: self.sentence.clone(),
            reason: reason.as_str().into(),
            given_by: work.actor.user,
            given_at_ms: work.now.0,
            approval,
        };
        store::visit::set_override(work.tx, self.visit, &given)?;
        Ok(Done::new((), self.visit, &[Changed::Visits, Changed::Approvals])
            .code(code_using(&self.rule, &ids_of(&used)))
            .detail(json!({
                "sentence": given.sentence,
                "reason": given.reason,
                "approval": approval,
                WHOSE: whose,
                WORDS: covers_of(&used),
            })))
    }
}

/// A visit as it is judged now, and for whom it is.
fn judged<P: AtCounter>(work: &Work<'_>, visit: &store::visit::Visit) -> Result<(Assessment, String), Error> {
    let around = Surroundings { now: work.now, centre: work.centre, settings: work.settings };
    let case: Case<P> = complete(work.tx, around, visit)?;
    Ok((procedure::assess(&case), P::whose(&keys(&case))))
}
