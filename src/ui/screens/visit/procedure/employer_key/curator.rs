//! The curator and the appointment.

use crate::domain::procedure::employer_key::case::{Appointment, Case, Presenter};
use crate::domain::visit::Asked;
use crate::ui::cx::Cx;
use crate::ui::screens::visit::fields::{DocumentFields, NameFinder};
use crate::ui::screens::visit::reading::ReadDocument;
use crate::ui::widgets::{Field, Form};

/// The appointment in one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glance {
    InOrder,
    Otherwise,
    NotShown,
}

const GLANCES: [(Glance, &str); 3] = [
    (Glance::InOrder, "Nombra a las dos personas, como están aquí"),
    (Glance::Otherwise, "Nombra a otras personas"),
    (Glance::NotShown, "No lo muestra"),
];

/// What the page keeps.
#[derive(Default)]
pub(super) struct CuratorPage {
    names: NameFinder,
    ward: NameFinder,
    named: NameFinder,
    document: DocumentFields,
    details: bool,
}

impl CuratorPage {
    /// A reader read the document of this step.
    pub(super) fn take_read(&mut self, read: ReadDocument) {
        self.document.take_read(read);
    }

    pub(super) fn ui(&mut self, form: &mut Form<'_>, cx: &Cx<'_>, case: &mut Case) -> bool {
        let ward = case.copy.papers.applicant.clone().unwrap_or_default();
        let Some(Presenter::Curator { curator, appointment }) = &mut case.copy.papers.presenter else { return false };
        let labels = ["Tipo de número del curador", "Número del curador", "Apellidos y nombres del curador"];
        let mut has_changed = self.names.person_ui(form, cx, labels, &mut curator.person);
        let person = curator.person.clone();
        has_changed |= self.document.ui(form, &person, &mut curator.document);
        let wanted = Appointment { ward, curator: person };
        let mut glance = match &*appointment {
            None => None,
            Some(Asked::NotShown) => Some(Glance::NotShown),
            Some(Asked::Shown(shown)) if !self.details && **shown == wanted => Some(Glance::InOrder),
            Some(Asked::Shown(_)) => Some(Glance::Otherwise),
        };
        let before = glance;
        form.choice(Field::new("Nombramiento del curador"), &GLANCES, &mut glance);
        if glance != before {
            has_changed = true;
            self.details = glance == Some(Glance::Otherwise);
            *appointment = match glance {
                None => None,
                Some(Glance::NotShown) => Some(Asked::NotShown),
                Some(Glance::InOrder) => Some(Asked::Shown(Box::new(wanted))),
                // What the one answer filled in is taken back with it.
                Some(Glance::Otherwise) => Some(Asked::Shown(Box::default())),
            };
        }
        if glance == Some(Glance::Otherwise)
            && let Some(Asked::Shown(shown)) = appointment
        {
            let was = shown.clone();
            let labels = [
                "Tipo de número de la persona bajo curaduría",
                "Número de la persona bajo curaduría",
                "Nombre de la persona bajo curaduría",
            ];
            self.ward.typed_person_ui(form, labels, &mut shown.ward);
            let labels =
                ["Tipo de número del curador nombrado", "Número del curador nombrado", "Nombre del curador nombrado"];
            self.named.typed_person_ui(form, labels, &mut shown.curator);
            has_changed |= *shown != was;
        }
        has_changed
    }
}
