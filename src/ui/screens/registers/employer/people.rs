//! The form of a representative.

use eframe::egui::Context;

use crate::domain::id::EmployerId;
use crate::ops::employer::SetRepresentative;
use crate::ops::view::Representative;
use crate::ui::cx::Cx;
use crate::ui::screens::registers::dialog::Outcome;
use crate::ui::screens::registers::fields::{PersonFields, PersonLabels};
use crate::ui::screens::registers::sending::Sending;
use crate::ui::widgets::{Button, Dialog, Field, Flow, Form};

const LABELS: PersonLabels = PersonLabels {
    kind: "Documento del representante",
    number: "Número del representante",
    name: "Nombre del representante",
};
const CAPACITY: &str = "Calidad";

/// A new representative, or other words for a known one.
pub(super) struct RepresentativeForm {
    employer: EmployerId,
    is_new: bool,
    flow: Flow,
    person: PersonFields,
    capacity: String,
    sending: Sending<()>,
}

impl RepresentativeForm {
    /// Of a new one.
    pub(super) fn add(employer: EmployerId) -> Self {
        let mut flow = Flow::default();
        flow.focus(LABELS.number);
        Self {
            employer,
            is_new: true,
            flow,
            person: PersonFields::default(),
            capacity: String::new(),
            sending: Sending::default(),
        }
    }

    /// With what is known of one.
    pub(super) fn correct(employer: EmployerId, one: &Representative) -> Self {
        let mut form = Self::add(employer);
        form.is_new = false;
        form.flow.focus(LABELS.name);
        form.person = PersonFields::of(&one.number, &one.name).with_fixed_number();
        form.capacity.clone_from(&one.capacity);
        form
    }

    /// One frame.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> Outcome<()> {
        if self.sending.poll().is_some() {
            return Outcome::Done(());
        }
        let is_busy = self.sending.is_busy();
        let title = if self.is_new { "Agregar un representante" } else { "Corregir los datos de un representante" };
        let shown = Dialog::new(title).width(560.0).show(ctx, |ui| {
            self.sending.fault_ui(ui);
            Form::show(ui, &mut self.flow, "representative", |form| {
                self.person.ui(form, cx, LABELS);
                let field = Field::new(CAPACITY).width(300.0).hint("Gerente general").optional();
                form.text(field, &mut self.capacity);
                form.last_row(Button::primary("Guardar representante").busy(is_busy))
            })
        });
        if shown.gives_up && !is_busy {
            return Outcome::GivenUp;
        }
        if shown.inner {
            match self.person.value(LABELS) {
                Err(field) => self.flow.focus(field),
                Ok((number, name)) => {
                    let capacity = self.capacity.clone();
                    let set = SetRepresentative { employer: self.employer, number, name, capacity };
                    self.sending.start(|| cx.desk.perform(set));
                }
            }
        }
        Outcome::Stays
    }
}
