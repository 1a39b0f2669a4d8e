//! The unlocking of an affiliate key on the page of a visit: the pages of its steps, and the unlocking itself.

mod aside;
mod contact;
mod document;
mod pages;
mod person;
mod unlocking;

use self::pages::UnlockPages;
use self::unlocking::Unlocking;
use crate::domain::procedure::affiliate_key_unlock::Step;
use crate::domain::procedure::affiliate_key_unlock::case::{AffiliateKeyUnlock, Case};
use crate::domain::register::{BlockedBecause, InsuredAnswer};
use crate::domain::visit::{Agreement, Somebody, TurnAnswer, WorkingCopy};
use crate::ops::scan::ScannedPaper;
use crate::ui::screens::visit::checklist::{OnScreen, Registered, Words};
use crate::ui::theme::Icon;

impl OnScreen for AffiliateKeyUnlock {
    type Pages = UnlockPages;
    type Service = Unlocking;

    const WORDS: Words = Words {
        verb: "Desbloquear la clave",
        icon: Icon::Check,
        without: "sin desbloquear",
        may: "Se puede desbloquear la clave",
        may_not: "No se puede desbloquear la clave",
        in_order: "Todo está en orden para desbloquear la clave.",
        why_not: "Por qué no se desbloquea la clave",
        done: "Clave de afiliado desbloqueada",
    };
    const FIRST: Step = Step::Turn;
    const DOCUMENT: Step = Step::Document;

    fn done_because(code: &str) -> Option<String> {
        BlockedBecause::from_code(code).map(|reason| reason.spanish().to_lowercase())
    }

    fn step_name(step: Step) -> &'static str {
        step.name()
    }

    fn go_on(step: Step) -> &'static str {
        match step {
            Step::Turn => "Seguir con el turno",
            Step::Person => "Seguir con la persona",
            Step::Document => "Seguir con el documento de identidad",
            Step::Contact => "Seguir con la actualización de datos",
        }
    }

    fn scanned_in(_: Step, _: &Case) -> &'static [ScannedPaper] {
        &[]
    }

    fn somebody_mut(_: Step, _: &mut WorkingCopy<Self>) -> Option<&mut Somebody> {
        None
    }

    /// The turn names the person; somebody else is named here.
    fn for_whom(case: &Case) -> Option<String> {
        let person = case.copy.papers.applicant.as_ref()?;
        let holder = match &case.around.turn {
            Some(TurnAnswer::Turn(turn)) => &turn.holder,
            _ => return None,
        };
        (holder.compare(person).same_person() == Agreement::Differs).then(|| person.label())
    }

    fn registered(case: &Case) -> Registered {
        match case.insured() {
            None => Registered::NotAnswered,
            Some(InsuredAnswer::NotFound) => Registered::Unknown,
            Some(InsuredAnswer::Found(_)) => Registered::Known,
        }
    }

    /// The turn is in the person's name.
    fn begin(case: &mut Case) -> bool {
        let holder = match &case.around.turn {
            Some(TurnAnswer::Turn(turn)) => turn.holder.clone(),
            _ => return false,
        };
        let is_new = case.copy.papers == AffiliateKeyUnlock::default();
        if is_new {
            case.copy.papers.applicant = Some(holder);
        }
        is_new
    }

    fn choose_what_is_certain(_: &mut Case) -> bool {
        false
    }

    fn hindrance(_: &Case) -> Option<String> {
        None
    }
}
