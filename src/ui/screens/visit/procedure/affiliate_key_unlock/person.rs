//! Whose key it is, what the register says of it, who stands at the window, and why the key is blocked.

use crate::domain::procedure::affiliate_key_unlock::case::{AffiliateKeyUnlock, AtWindow, Case};
use crate::domain::register::{BlockedBecause, InsuredAnswer, Provenance};
use crate::ui::cx::Cx;
use crate::ui::screens::visit::fields::NameFinder;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Form, Sign, key_value};

const WHO: [(AtWindow, &str); 2] =
    [(AtWindow::ThePerson, "La propia persona"), (AtWindow::SomebodyElse, "Otra persona en su lugar")];

const LABELS: [&str; 3] = ["Tipo de número", "Número de la persona", "Apellidos y nombres de la persona"];

/// What the page keeps.
#[derive(Default)]
pub(super) struct PersonPage {
    names: NameFinder,
    /// It is typed who it is, because the turn is somebody else's.
    types: bool,
}

impl PersonPage {
    pub(super) fn ui(&mut self, form: &mut Form<'_>, cx: &Cx<'_>, case: &mut Case) -> bool {
        let mut has_changed = self.whose_ui(form, cx, case);
        let number = case.copy.papers.applicant.as_ref().and_then(|person| person.number.as_ref());
        if case.insured().is_none() && number.is_some_and(|number| number.fault().is_none()) {
            // What the register answers stands above the questions: they would move under the hand. It comes within a frame
            // or two.
            form.waits();
            return has_changed;
        }
        let papers = &mut case.copy.papers;
        let before = (papers.at_window, papers.reason);
        form.choice(Field::new("Quién está en la ventanilla"), &WHO, &mut papers.at_window);
        let reasons = BlockedBecause::ALL.map(|reason| (reason, reason.spanish()));
        form.choice(Field::new("Por qué está bloqueada la clave"), &reasons, &mut papers.reason);
        has_changed |= (papers.at_window, papers.reason) != before;
        has_changed
    }

    fn whose_ui(&mut self, form: &mut Form<'_>, cx: &Cx<'_>, case: &mut Case) -> bool {
        if self.types || case.copy.papers.applicant.is_none() {
            let mut person = case.copy.papers.applicant.clone().unwrap_or_default();
            let has_changed = self.names.person_ui(form, cx, LABELS, &mut person);
            if has_changed {
                case.copy.papers.applicant = person.is_recorded().then_some(person);
            }
            register_ui(form, case);
            return has_changed;
        }
        let label = case.copy.papers.applicant.as_ref().map(|person| person.label()).unwrap_or_default();
        key_value(form.ui(), "Titular de la clave", &label);
        register_ui(form, case);
        let other = Button::quiet("Cambiar de persona").icon(Icon::Edit).show(form.ui()).clicked();
        form.ui().add_space(8.0);
        if other {
            // What was answered and shown was so for the one before.
            case.copy.papers = AffiliateKeyUnlock::default();
            self.types = true;
        }
        other
    }
}

fn register_ui(form: &mut Form<'_>, case: &Case) {
    let ui = form.ui();
    match case.insured() {
        Some(InsuredAnswer::Found(record)) => {
            let hand = if record.provenance == Provenance::Hand { " (escrito a mano)" } else { "" };
            key_value(ui, "Asegurado", &format!("{}{hand}", record.kind.spanish()));
            key_value(ui, "Clave", record.key.spanish());
        }
        Some(InsuredAnswer::NotFound) => {
            widgets::notice(
                ui,
                Sign::Warning,
                "No consta en el registro de asegurados de este centro.",
                Some("Búsquela en el sistema del IESS. Si consta allí, supervisión lo aprueba."),
            );
        }
        None => {}
    }
}
