//! The employer key on the page of a visit: the pages of its steps, what stands beside its points, and the key on its way to
//! paper.

mod artisan;
mod aside;
mod curator;
mod document;
mod employer;
mod key_today;
mod pages;
mod parts;
mod power;
mod request;
mod slip;
mod third_party;

use self::pages::EmployerKeyPages;
use self::slip::SlipPanel;
use crate::domain::procedure::employer_key::Step;
use crate::domain::procedure::employer_key::case::{Case, EmployerKey, Somebody};
use crate::domain::register::RegisterAnswer;
use crate::domain::visit::WorkingCopy;
use crate::ops::scan::ScannedPaper;
use crate::ui::screens::visit::checklist::{OnScreen, Registered, Words};
use crate::ui::theme::Icon;

impl OnScreen for EmployerKey {
    type Pages = EmployerKeyPages;
    type Service = SlipPanel;

    const WORDS: Words = Words {
        verb: "Imprimir clave",
        icon: Icon::Printer,
        without: "sin clave",
        may: "Se puede entregar la clave",
        may_not: "No se puede entregar la clave",
        in_order: "Todo está en orden para entregar la clave.",
        why_not: "Por qué no se entrega la clave",
        done: "Clave entregada",
    };
    const FIRST: Step = Step::Turn;
    const DOCUMENT: Step = Step::Document;

    fn done_because(_: &str) -> Option<String> {
        None
    }

    fn step_name(step: Step) -> &'static str {
        step.name()
    }

    fn go_on(step: Step) -> &'static str {
        match step {
            Step::Turn => "Seguir con el turno",
            Step::Employer => "Seguir con el empleador",
            Step::ThirdParty => "Seguir con la autorización",
            Step::Power => "Seguir con el poder",
            Step::Curator => "Seguir con la curaduría",
            Step::Request => "Seguir con la solicitud",
            Step::Document => "Seguir con el documento de identidad",
            Step::Artisan => "Seguir con la calificación",
        }
    }

    fn scanned_in(step: Step, case: &Case) -> &'static [ScannedPaper] {
        parts::scanned_in(step, case)
    }

    fn somebody_mut(step: Step, copy: &mut WorkingCopy<Self>) -> Option<&mut Somebody> {
        parts::somebody_mut(step, copy)
    }

    fn for_whom(case: &Case) -> Option<String> {
        case.record().map(|record| record.name.clone())
    }

    fn registered(case: &Case) -> Registered {
        match case.register() {
            None => Registered::NotAnswered,
            Some(RegisterAnswer::NotFound) => Registered::Unknown,
            Some(RegisterAnswer::Found(_)) => Registered::Known,
        }
    }

    /// Nothing: a turn does not say for which employer it is.
    fn begin(_: &mut Case) -> bool {
        false
    }

    fn choose_what_is_certain(case: &mut Case) -> bool {
        parts::choose_what_is_certain(case)
    }

    fn hindrance(case: &Case) -> Option<String> {
        aside::unprintable_names(case)
    }
}
