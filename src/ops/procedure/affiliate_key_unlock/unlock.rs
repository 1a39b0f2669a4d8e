//! A key is unlocked: with who and why in the journal, the person's data brought up to date where they wish, and the visit
//! served. No day's close is waited for: nothing of it is on paper, and it counts in the first day that is open.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::number_of;
use crate::domain::id::VisitId;
use crate::domain::procedure::affiliate_key_unlock::case::{AffiliateKeyUnlock, Case, ContactUpdate};
use crate::domain::procedure::{self, Papers as _};
use crate::domain::register::{AffiliateKeyState, Contact, UnlockedIn};
use crate::ops::error::{Error, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::procedure::{ANSWERED_FOR, AtCounter as _, answered_for, has_papers};
use crate::ops::visit::{Surroundings, WHOSE, complete, own_open_visit, settle_turn};
use crate::store;
use crate::store::key_unlock::KeyUnlock;
use crate::store::visit::{VisitOutcome, VisitState};

/// Unlocks the affiliate key that a visit is for, and ends the visit served.
#[derive(Debug, Clone, Copy)]
pub struct UnlockKey {
    /// The visit.
    pub visit: VisitId,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlocked {
    /// The person's data were brought up to date with it.
    pub brings_up_to_date: bool,
}

impl Operation for UnlockKey {
    const NAME: &'static str = "affiliate_key.unlock";
    const BY_SETTINGS: bool = true;
    type Output = Unlocked;

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<Unlocked>, Error> {
        let visit = own_open_visit(work, self.visit)?;
        if !has_papers(&visit) || visit.procedure != AffiliateKeyUnlock::PROCEDURE.as_str() {
            return refuse("procedure", "Esta atención no es de un desbloqueo de clave de afiliado.");
        }
        let around = Surroundings { now: work.now, centre: work.centre, settings: work.settings };
        let case: Case = complete(work.tx, around, &visit)?;
        if let Some(first) = procedure::assess(&case).blocking().next() {
            return refuse(
                first.rule.as_str(),
                format!("Todavía no se puede desbloquear la clave. {}", first.sentence),
            );
        }
        let papers = &case.copy.papers;
        let lacking = || Error::Inconsistent("la atención cumple las reglas y no dice por qué se desbloquea".into());
        let reason = papers.reason.ok_or_else(lacking)?;
        let given = match &papers.contact {
            Some(ContactUpdate::Given(contact)) => Some(contact.tidy()),
            _ => None,
        };
        let before = take_over(work, &case, given.as_ref())?;
        // Whom the register does not know has no place for them here.
        let given = given.filter(|_| before.is_some());
        let brings_up_to_date = given.is_some();
        store::key_unlock::add(
            work.tx,
            &KeyUnlock {
                centre: work.centre.id,
                window: work.actor.window,
                occasion: UnlockedIn::Visit { visit: visit.id, reason, brings_up_to_date },
                accounting_day: work.accounting_day,
                unlocked_by: work.actor.user,
                unlocked_at_ms: work.now.0,
                journal_number: work.entry_number()?,
            },
        )?;
        let ended = VisitState::Ended(VisitOutcome::Served);
        store::visit::set_state(work.tx, visit.id, ended, visit.clerk, visit.window, work.now.0)?;
        settle_turn(work, visit.turn)?;
        let overrides = &case.around.overrides;
        let detail = json!({
            "visit": visit.id,
            "turn": visit.turn,
            "number": number_of(papers.applicant.as_ref()),
            "name": papers.applicant.as_ref().map(|person| person.name.trim()),
            // What was answered for serves this person alone.
            WHOSE: (!overrides.is_empty()).then(|| AffiliateKeyUnlock::whose(&visit.keys)),
            ANSWERED_FOR: answered_for(work.tx, visit.id)?,
            "before": given.as_ref().and(before),
            "after": given,
        });
        let changed = &[Changed::Visits, Changed::Turns, Changed::Insured];
        Ok(Done::new(Unlocked { brings_up_to_date }, visit.id, changed).code(reason.code()).detail(detail))
    }
}

/// The register learns of it, where it knows the person. Answers how they were reached before.
fn take_over(work: &Work<'_>, case: &Case, given: Option<&Contact>) -> Result<Option<Contact>, Error> {
    let number = case.copy.papers.applicant.as_ref().and_then(|person| person.number.as_ref());
    let Some(number) = number.and_then(crate::ops::visit::parsed) else { return Ok(None) };
    let Some(insured) = store::insured::by_number(work.tx, &number)? else { return Ok(None) };
    store::insured::set_key(work.tx, insured.id, AffiliateKeyState::Active)?;
    store::chosen_key::forget_wrong_answers(work.tx, &number)?;
    if let Some(contact) = given {
        store::insured::set_contact(work.tx, insured.id, contact, work.day)?;
    }
    Ok(Some(insured.contact))
}
