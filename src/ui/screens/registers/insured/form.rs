//! The form of an insured person: a new one, or other words for a known one, with the reason.

use eframe::egui::Context;

use crate::domain::id::InsuredId;
use crate::domain::register::{AffiliateKeyState, BirthDay, Contact, InsuredKind};
use crate::domain::turn::Reason;
use crate::ops::insured::{CorrectInsured, InsuredFacts, RecordInsured};
use crate::ops::view::Insured;
use crate::ui::cx::Cx;
use crate::ui::screens::common::{ReasonField, contact_fields_ui, faulty_field};
use crate::ui::screens::registers::dialog::Outcome;
use crate::ui::screens::registers::fields::{PersonFields, PersonLabels};
use crate::ui::screens::registers::sending::Sending;
use crate::ui::widgets::{Button, Dialog, Field, Flow, Form};

const LABELS: PersonLabels =
    PersonLabels { kind: "Documento", number: "Número de la persona", name: "Nombre de la persona" };
const KIND: &str = "Tipo de asegurado";
const KEY: &str = "Estado de la clave";
const BIRTH: &str = "Nacimiento (día y mes)";
const REASON: &str = "Motivo de la corrección";

/// A new insured person, or other words for a known one.
pub(super) struct InsuredForm {
    corrects: Option<InsuredId>,
    flow: Flow,
    person: PersonFields,
    kind: Option<InsuredKind>,
    key: Option<AffiliateKeyState>,
    birth: String,
    /// Of whom it is known, and it is not shown: it is what the person is asked.
    birth_is_known: bool,
    contact: Contact,
    reason: ReasonField,
    lacks_a_choice: bool,
    recording: Sending<InsuredId>,
    correcting: Sending<()>,
}

impl InsuredForm {
    pub(super) fn record() -> Self {
        let mut flow = Flow::default();
        flow.focus(LABELS.number);
        Self {
            corrects: None,
            flow,
            person: PersonFields::default().without_passport(),
            kind: None,
            key: None,
            birth: String::new(),
            birth_is_known: false,
            contact: Contact::default(),
            reason: ReasonField::default(),
            lacks_a_choice: false,
            recording: Sending::default(),
            correcting: Sending::default(),
        }
    }

    pub(super) fn correct(insured: &Insured) -> Self {
        let mut form = Self {
            corrects: Some(insured.id),
            person: PersonFields::of(&insured.number, &insured.name).without_passport(),
            kind: Some(insured.kind),
            key: Some(insured.key),
            birth_is_known: insured.birth.is_some(),
            contact: insured.contact.clone(),
            ..Self::record()
        };
        form.flow.focus(LABELS.name);
        form
    }

    /// One frame; answers the new person, if it is one.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> Outcome<Option<InsuredId>> {
        let recorded = self.recording.poll();
        if recorded.is_some() || self.correcting.poll().is_some() {
            return Outcome::Done(recorded);
        }
        let is_busy = self.recording.is_busy() || self.correcting.is_busy();
        let (title, verb) = match self.corrects {
            None => ("Registrar a una persona asegurada", "Registrar asegurado"),
            Some(_) => ("Corregir los datos de la persona asegurada", "Guardar corrección"),
        };
        let shown = Dialog::new(title).width(620.0).show(ctx, |ui| {
            self.recording.fault_ui(ui);
            self.correcting.fault_ui(ui);
            let mut flow = std::mem::take(&mut self.flow);
            let clicked = Form::show(ui, &mut flow, "insured", |form| {
                self.fields_ui(form, cx);
                form.last_row(Button::primary(verb).busy(is_busy))
            });
            self.flow = flow;
            clicked
        });
        if shown.gives_up && !is_busy {
            return Outcome::GivenUp;
        }
        if shown.inner {
            match self.read() {
                Err(field) => self.flow.focus(field),
                Ok((facts, reason)) => match self.corrects.zip(reason) {
                    None => self.recording.start(|| cx.desk.perform(RecordInsured { facts })),
                    Some((insured, reason)) => {
                        self.correcting.start(|| cx.desk.perform(CorrectInsured { insured, facts, reason }));
                    }
                },
            }
        }
        Outcome::Stays
    }

    fn fields_ui(&mut self, form: &mut Form<'_>, cx: &Cx<'_>) {
        self.person.ui(form, cx, LABELS);
        let missing = self.lacks_a_choice.then_some("Elija una de las opciones.");
        let kinds = InsuredKind::ALL.map(|kind| (kind, kind.spanish()));
        form.choice(Field::new(KIND).error(missing.filter(|_| self.kind.is_none())), &kinds, &mut self.kind);
        let keys = AffiliateKeyState::ALL.map(|key| (key, key.spanish()));
        form.choice(Field::new(KEY).error(missing.filter(|_| self.key.is_none())), &keys, &mut self.key);
        let fault = self.birth().is_err().then_some("Escriba el día y el mes, como 05/03.");
        let mut birth = Field::new(BIRTH).hint("05/03").error(fault).width(220.0).optional();
        if self.birth_is_known {
            birth = birth.note("Ya está registrado y no se muestra. Escríbalo solo si cambia.");
        }
        form.text(birth, &mut self.birth);
        contact_fields_ui(form, &mut self.contact, false);
        if self.corrects.is_some() {
            self.reason.ui(form, Field::new(REASON).width(460.0));
        }
    }

    /// What the form says, with the reason of a correction; or the first field in which something is lacking.
    fn read(&mut self) -> Result<(InsuredFacts, Option<Reason>), &'static str> {
        let person = self.person.value(LABELS);
        self.lacks_a_choice = self.kind.is_none() || self.key.is_none();
        let (number, name) = person?;
        let kind = self.kind.ok_or(KIND)?;
        let key = self.key.ok_or(KEY)?;
        let birth = self.birth()?;
        if let Some(field) = faulty_field(&self.contact) {
            return Err(field);
        }
        let reason = match self.corrects {
            Some(_) => Some(self.reason.read().ok_or(REASON)?),
            None => None,
        };
        Ok((InsuredFacts { number, name, kind, key, contact: self.contact.clone(), birth }, reason))
    }

    /// What is typed of the birth, or the field in which it stands malformed.
    fn birth(&self) -> Result<Option<BirthDay>, &'static str> {
        match self.birth.trim() {
            "" => Ok(None),
            typed => BirthDay::parse(typed).map(Some).ok_or(BIRTH),
        }
    }
}
