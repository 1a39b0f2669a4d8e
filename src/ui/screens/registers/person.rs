//! A person of the register, with what names them. Opening one leaves a trace.

use eframe::egui::{Context, Ui};

use super::dialog::Outcome;
use super::employer::{confirm_button, is_by};
use super::fields::{PersonFields, PersonLabels};
use super::finder::RecordId;
use super::opened::{Card, Opened};
use super::parts::{self, ONE_ACTION, line_button, line_ui};
use super::sending::Sending;
use super::words::Names;
use crate::desk::{Desk, Ticket};
use crate::domain::calendar::day_in_figures;
use crate::domain::id::PersonId;
use crate::domain::number::PersonNumber;
use crate::ops::Changed;
use crate::ops::person::{ConfirmPerson, CorrectPerson, RecordPerson};
use crate::ops::reading::Purpose;
use crate::ops::view::{self, PersonCard};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Dialog, Flow, Form};

impl Card for PersonCard {
    type Id = PersonId;
    const LISTS: &'static [Changed] =
        &[Changed::People, Changed::Employers, Changed::NotarialPowers, Changed::ArtisanQualifications];
    const WHAT: &'static str = "la ficha de una persona";
    const CHOOSE: &'static str = "Busque a la izquierda y elija a una persona con Entrar, o registre a otra.";

    fn id(&self) -> PersonId {
        self.person.id
    }

    fn open(desk: &Desk, id: PersonId, purpose: Purpose) -> Ticket<Self> {
        desk.open_person(id, purpose)
    }

    fn again(desk: &Desk, id: PersonId) -> Ticket<Self> {
        desk.read(move |_, reader| view::person_card_again(reader, id))
    }
}

/// The page of a person.
#[derive(Default)]
pub(super) struct PersonPage {
    opened: Opened<PersonCard>,
    form: Option<PersonForm>,
    confirming: Sending<()>,
    shows_all_history: bool,
}

/// Something that a click asked for.
enum Asked {
    Correct,
    Confirm,
    Show(RecordId),
}

impl PersonPage {
    /// Asks what for, and then shows this person.
    pub(super) fn open(&mut self, id: PersonId) {
        self.opened.ask(id);
    }

    /// Asks for who is not in the register.
    pub(super) fn record(&mut self) {
        self.form = Some(PersonForm::record());
    }

    /// One frame; answers the record that is to be shown instead.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, names: &Names) -> Option<RecordId> {
        if self.opened.refresh(cx) {
            (self.confirming, self.shows_all_history) = (Sending::default(), false);
        }
        if self.confirming.poll().is_some() {
            cx.tell("Datos confirmados.");
        }
        let asked = self.page_ui(ui, cx, names);
        let ctx = ui.ctx().clone();
        self.opened.question_ui(&ctx, cx);
        self.form_ui(&ctx, cx);
        match asked? {
            Asked::Show(record) => return Some(record),
            Asked::Correct => self.form = self.opened.card().map(|card| PersonForm::correct(&card.person)),
            Asked::Confirm => {
                if let Some(person) = self.opened.id() {
                    self.confirming.start(|| cx.desk.perform(ConfirmPerson { person }));
                }
            }
        }
        None
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, names: &Names) -> Option<Asked> {
        self.opened.empty_ui(ui);
        let card = self.opened.card()?;
        let (zone, me) = (cx.zone(), cx.me.map(|me| me.user));
        let mut asked = None;
        widgets::panel_title(ui, &card.person.name, &number_words(&card.person.number));
        parts::source_ui(ui, &card.person.provenance, names, zone);
        self.opened.purpose_ui(ui);
        ui.add_space(SPACE_M);
        self.confirming.fault_ui(ui);
        ui.horizontal(|ui| {
            if Button::secondary("Corregir datos…").icon(Icon::Edit).show(ui).clicked() {
                asked = Some(Asked::Correct);
            }
            let provenance = &card.person.provenance;
            if !provenance.is_trusted()
                && confirm_button(ui, "Confirmar datos", is_by(provenance, me), self.confirming.is_busy())
            {
                asked = Some(Asked::Confirm);
            }
        });
        ui.add_space(SPACE_M);
        if let Some(record) = named_in_ui(ui, card) {
            asked = Some(Asked::Show(record));
        }
        parts::history_ui(ui, &card.history, zone, &mut self.shows_all_history);
        asked
    }

    fn form_ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) {
        let Some(form) = &mut self.form else { return };
        match form.ui(ctx, cx) {
            Outcome::Stays => return,
            Outcome::GivenUp => {}
            Outcome::Done(recorded) => {
                cx.tell("Datos guardados.");
                if let Some(person) = recorded {
                    self.opened.open_written(cx, person);
                }
            }
        }
        self.form = None;
    }
}

/// A person's number with what it is.
pub(super) fn number_words(number: &PersonNumber) -> String {
    match number {
        PersonNumber::Cedula(cedula) => format!("Cédula {cedula}"),
        PersonNumber::ForeignerCode(code) => format!("Código de extranjero {code}"),
        PersonNumber::Passport(passport) => format!("Pasaporte {passport}"),
    }
}

/// What names the person: each can be shown.
fn named_in_ui(ui: &mut Ui, card: &PersonCard) -> Option<RecordId> {
    let mut asked = None;
    let mut show = |ui: &mut Ui, what: &str, more: &str, record: RecordId| {
        line_ui(ui, (what, more), ONE_ACTION, None, |ui| {
            if line_button(ui, "Ver", &format!("Ver {what}")) {
                asked = Some(record);
            }
        });
    };
    if !card.employers.is_empty() {
        widgets::section(ui, "Empleadores que representa", |ui| {
            for employer in &card.employers {
                show(ui, &employer.name, employer.number.as_str(), RecordId::Employer(employer.id));
            }
        });
    }
    if !card.powers.is_empty() {
        widgets::section(ui, "Poderes notariales", |ui| {
            for power in &card.powers {
                let code = if power.code.is_empty() { "Poder del exterior" } else { &power.code };
                let revoked = if power.revoked.is_some() { " · revocado" } else { "" };
                let day = day_in_figures(power.granted_on);
                let more = format!("{} a {}, {day}{revoked}", power.grantor.1, power.holder.1);
                show(ui, code, &more, RecordId::Power(power.id));
            }
        });
    }
    if !card.qualifications.is_empty() {
        widgets::section(ui, "Calificaciones artesanales", |ui| {
            for one in &card.qualifications {
                let revoked = if one.revoked.is_some() { " · revocada" } else { "" };
                let more = format!("Emitida el {}{revoked}", day_in_figures(one.issued_on));
                show(ui, &one.number, &more, RecordId::Qualification(one.id));
            }
        });
    }
    if card.employers.is_empty() && card.powers.is_empty() && card.qualifications.is_empty() {
        parts::small_ui(ui, "Ningún empleador, poder ni calificación nombra a esta persona.");
        ui.add_space(SPACE_M);
    }
    asked
}

const LABELS: PersonLabels =
    PersonLabels { kind: "Documento", number: "Número de la persona", name: "Nombre de la persona" };

/// A new person, or other words for a known one.
struct PersonForm {
    corrects: Option<PersonId>,
    flow: Flow,
    person: PersonFields,
    recording: Sending<PersonId>,
    correcting: Sending<()>,
}

impl PersonForm {
    fn record() -> Self {
        let mut flow = Flow::default();
        flow.focus(LABELS.number);
        Self {
            corrects: None,
            flow,
            person: PersonFields::default(),
            recording: Sending::default(),
            correcting: Sending::default(),
        }
    }

    fn correct(person: &view::Person) -> Self {
        let mut form = Self::record();
        form.corrects = Some(person.id);
        form.person = PersonFields::of(&person.number, &person.name);
        form.flow.focus(LABELS.name);
        form
    }

    /// One frame; answers the new person, if it is one.
    fn ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> Outcome<Option<PersonId>> {
        let recorded = self.recording.poll();
        if recorded.is_some() || self.correcting.poll().is_some() {
            return Outcome::Done(recorded);
        }
        let is_busy = self.recording.is_busy() || self.correcting.is_busy();
        let (title, verb) = match self.corrects {
            None => ("Registrar a una persona", "Registrar persona"),
            Some(_) => ("Corregir los datos de la persona", "Guardar corrección"),
        };
        let shown = Dialog::new(title).width(560.0).show(ctx, |ui| {
            self.recording.fault_ui(ui);
            self.correcting.fault_ui(ui);
            Form::show(ui, &mut self.flow, "person", |form| {
                self.person.ui(form, cx, LABELS);
                form.last_row(Button::primary(verb).busy(is_busy))
            })
        });
        if shown.gives_up && !is_busy {
            return Outcome::GivenUp;
        }
        if shown.inner {
            match self.person.value(LABELS) {
                Err(field) => self.flow.focus(field),
                Ok((number, name)) => match self.corrects {
                    None => self.recording.start(|| cx.desk.perform(RecordPerson { number, name })),
                    Some(person) => {
                        self.correcting.start(|| cx.desk.perform(CorrectPerson { person, number, name }));
                    }
                },
            }
        }
        Outcome::Stays
    }
}
