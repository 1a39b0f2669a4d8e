//! Unlocking the key by oneself: for those whose data were brought up to date in person before (unlock sheet, "Desbloqueo
//! virtual"). Whoever asks is answered the same, whoever they are; a link reaches only those for whom it is.

use serde_json::json;

use crate::domain::challenge::ChallengeKind;
use crate::domain::email::Email;
use crate::domain::id::SelfServiceId;
use crate::domain::number::PersonNumber;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::{AffiliateKeyState, UnlockedIn};
use crate::domain::self_service::{FlowOutcome, Step};
use crate::ops::error::{Error, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::self_service::{Begun, NEW, Who, Working, begin, send};
use crate::store;
use crate::store::insured::Insured;
use crate::store::key_unlock::KeyUnlock;
use crate::store::self_service::Flow;

/// Asks for the link.
#[derive(Debug, Clone)]
pub struct AskUnlock {
    /// Cédula or foreigner code.
    pub person: PersonNumber,
}

impl Operation for AskUnlock {
    const NAME: &'static str = "affiliate_key.ask_unlock";
    const FOR_SELF_SERVICE: bool = true;
    type Output = SelfServiceId;

    fn subject(&self) -> Subject {
        NEW
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<SelfServiceId>, Error> {
        let is_theirs = store::insured::by_number(work.tx, &self.person)?.is_some_and(|insured| may_alone(&insured));
        let working = Working::default();
        let who = Who { person: &self.person, employer: ("", "") };
        let begun = Begun::Waits(Step::Link, &working);
        let flow = begin(work, ProcedureId::AFFILIATE_KEY_UNLOCK, &who, &begun)?;
        send(work, (flow, (&self.person, "")), ChallengeKind::UnlockLink, !is_theirs)?;
        Ok(Done::new(flow, flow, &[Changed::Mail, Changed::SelfService])
            .detail(json!({ "number": self.person.as_str() })))
    }
}

/// May somebody unlock their key alone? It is blocked, their data were brought up to date in person, and no single hand wrote
/// where the link goes.
fn may_alone(insured: &Insured) -> bool {
    insured.key == AffiliateKeyState::Blocked
        && insured.up_to_date_on.is_some()
        && insured.provenance.is_trusted()
        && Email::parse(&insured.contact.email).is_ok()
}

/// Unlocks the key of whoever opened the link, and ends the flow.
pub(in crate::ops) fn unlock_by_themselves(work: &Work<'_>, flow: &Flow) -> Result<(), Error> {
    let Some(insured) = store::insured::by_number(work.tx, &flow.person)?.filter(may_alone) else {
        return refuse("unlock", "Su clave no se puede desbloquear por aquí. Pida ayuda en la ventanilla.");
    };
    store::insured::set_key(work.tx, insured.id, AffiliateKeyState::Active)?;
    store::chosen_key::forget_wrong_answers(work.tx, &flow.person)?;
    store::key_unlock::add(
        work.tx,
        &KeyUnlock {
            centre: work.centre.id,
            window: work.actor.window,
            occasion: UnlockedIn::SelfService(flow.id),
            accounting_day: work.accounting_day,
            unlocked_by: work.actor.user,
            unlocked_at_ms: work.now.0,
            journal_number: work.entry_number()?,
        },
    )?;
    Ok(store::self_service::end(work.tx, flow.id, FlowOutcome::Done, work.now.0)?)
}
