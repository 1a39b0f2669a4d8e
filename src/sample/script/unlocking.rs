//! Somebody whose affiliate key is unlocked, and who makes a new one under the same turn.

use super::Stage;
use crate::domain::id::VisitId;
use crate::domain::procedure::affiliate_key_unlock::case::{
    AffiliateKeyUnlock, AtWindow, CodeShown, ContactUpdate, InForce,
};
use crate::domain::register::BlockedBecause;
use crate::domain::turn::Reason;
use crate::domain::visit::{Asked, Document, DocumentForm, DocumentKind, Person, TypedNumber, WorkingCopy};
use crate::ops::Error;
use crate::ops::procedure::UnlockKey;
use crate::ops::turn::CallTurn;
use crate::ops::visit::{BeginVisit, EndVisit, Ending, GoOnWith, save_copy, typed};
use crate::sample::Unlocker;

impl Stage<'_> {
    /// Unlocks the key of somebody who waits for it, and helps them with the next one; answers the visit that unlocked.
    ///
    /// # Errors
    /// As the operations.
    pub fn unlocking(&mut self, unlocker: &Unlocker) -> Result<VisitId, Error> {
        if self.cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        let (person, turn) = (&unlocker.insured.person, unlocker.turn);
        self.say(&format!("— {} viene a desbloquear su clave de afiliado.", person.name));
        let reason = Reason::parse("Atención de muestra").map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        self.house.perform(self.clerk, &CallTurn { wanted: Some(turn), reason: Some(reason) })?;
        let visit = self.house.perform(self.clerk, &BeginVisit { turn })?.output;
        self.minutes(1);
        let papers = papers(unlocker);
        let copy = WorkingCopy { confirmation: None, first_judgement: None, papers };
        save_copy(self.house, self.clerk, visit, copy, 1)?;
        self.house.perform(self.clerk, &UnlockKey { visit })?;
        self.say("  Se desbloquea la clave, con quién y por qué en la bitácora.");
        self.minutes(1);
        let next = self.house.perform(self.clerk, &GoOnWith { visit })?.output;
        self.house.perform(self.clerk, &EndVisit { visit: next, ending: Ending::PlainServed })?;
        self.say("  Con el mismo turno se le ayuda a generar la clave nueva.");
        Ok(visit)
    }
}

/// What somebody shows and says who comes with everything in order.
fn papers(unlocker: &Unlocker) -> AffiliateKeyUnlock {
    let known = &unlocker.insured.person;
    let person = Person { number: Some(typed(&known.number)), name: known.name.clone() };
    let has_cedula = matches!(person.number, Some(TypedNumber::Cedula(_)));
    let document = Document {
        kind: DocumentKind::Cedula,
        form: Some(DocumentForm::Original),
        holder: person.clone(),
        validity: None,
    };
    AffiliateKeyUnlock {
        applicant: Some(person),
        at_window: Some(AtWindow::ThePerson),
        reason: Some(BlockedBecause::FailedAttempts),
        document: has_cedula.then(|| Asked::Shown(Box::new(document))),
        in_force: has_cedula.then_some(InForce::Yes),
        foreigner_code: (!has_cedula).then_some(CodeShown::Shown),
        contact: Some(ContactUpdate::Declined),
    }
}
