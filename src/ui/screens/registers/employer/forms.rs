//! The forms of an employer and of a branch.

use eframe::egui::Context;

use crate::domain::id::EmployerId;
use crate::domain::number::{Branch, EmployerNumber};
use crate::domain::register::{ArtisanMark, EmployerKind, SriState};
use crate::domain::sentence;
use crate::ops::employer::Email;
use crate::ops::employer::{CorrectEmployer, EmployerFacts, RecordEmployer, SetBranch};
use crate::ops::view::{Employer, EmployerBranch};
use crate::ui::cx::Cx;
use crate::ui::screens::registers::dialog::Outcome;
use crate::ui::screens::registers::fields::{self, Checked, Words};
use crate::ui::screens::registers::sending::Sending;
use crate::ui::screens::registers::words::{KINDS, SRI_STATES};
use crate::ui::widgets::{Button, Dialog, Field, Flow, Form};

const NUMBER: &str = "Número del empleador";
const KIND: &str = "Tipo de empleador";
const NAME: &str = "Razón social o nombre";
const EMAIL: &str = "Correo registrado";
const SRI: &str = "Estado en el SRI";
const ARTISAN: &str = "Consta con calificación artesanal";
const BRANCH: &str = "Sucursal";

const ARTISAN_MARKS: [(ArtisanMark, &str); 2] = [(ArtisanMark::NotMarked, "No"), (ArtisanMark::Artisan, "Sí")];

/// A new employer, or other facts about a known one.
pub(super) struct EmployerForm {
    /// Whose facts are corrected; none for a new one.
    corrects: Option<EmployerId>,
    flow: Flow,
    number: Checked,
    kind: Option<EmployerKind>,
    name: Words,
    email: Words,
    sri_state: Option<SriState>,
    artisan: Option<ArtisanMark>,
    branch: Checked,
    lacks_a_choice: bool,
    recording: Sending<EmployerId>,
    correcting: Sending<()>,
}

impl EmployerForm {
    /// Of a new employer.
    pub(super) fn record() -> Self {
        let mut flow = Flow::default();
        flow.focus(NUMBER);
        Self {
            corrects: None,
            flow,
            number: Checked::default(),
            kind: None,
            name: Words::default(),
            email: Words::default(),
            sri_state: None,
            artisan: None,
            branch: Checked::of("0001"),
            lacks_a_choice: false,
            recording: Sending::default(),
            correcting: Sending::default(),
        }
    }

    /// With what is known of it.
    pub(super) fn correct(employer: &Employer) -> Self {
        let artisan = if employer.artisan { ArtisanMark::Artisan } else { ArtisanMark::NotMarked };
        let mut form = Self {
            corrects: Some(employer.id),
            number: Checked::of(employer.number.as_str()),
            kind: Some(employer.kind),
            name: Words::of(&employer.name),
            email: Words::of(&employer.email),
            sri_state: Some(employer.sri_state),
            artisan: Some(artisan),
            ..Self::record()
        };
        form.flow.focus(NAME);
        form
    }

    /// One frame; answers the employer once it is saved.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> Outcome<EmployerId> {
        let corrected = self.correcting.poll().and(self.corrects);
        if let Some(id) = self.recording.poll().or(corrected) {
            return Outcome::Done(id);
        }
        let is_busy = self.recording.is_busy() || self.correcting.is_busy();
        let (title, verb) = match self.corrects {
            None => ("Registrar un empleador", "Registrar empleador"),
            Some(_) => ("Corregir los datos del empleador", "Guardar corrección"),
        };
        let shown = Dialog::new(title).width(740.0).show(ctx, |ui| {
            self.recording.fault_ui(ui);
            self.correcting.fault_ui(ui);
            let mut flow = std::mem::take(&mut self.flow);
            let clicked = Form::show(ui, &mut flow, "employer", |form| {
                self.fields_ui(form);
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
                Ok((facts, branch)) => match self.corrects {
                    None => self.recording.start(|| cx.desk.perform(RecordEmployer { facts, branch })),
                    Some(employer) => self.correcting.start(|| cx.desk.perform(CorrectEmployer { employer, facts })),
                },
            }
        }
        Outcome::Stays
    }

    fn fields_ui(&mut self, form: &mut Form<'_>) {
        let field = Field::new(NUMBER).width(240.0).note("RUC de 13 cifras, o la cédula seguida de 000");
        // The number says whether it is a household; it never says what kind of company it is.
        if let Some(EmployerNumber::Domestic(_)) = self.number.ui(form, field, fields::employer_number) {
            self.kind = Some(EmployerKind::DomesticService);
        }
        let missing = self.lacks_a_choice.then_some("Elija una de las opciones.");
        let kind_error = missing.filter(|_| self.kind.is_none());
        form.choice(Field::new(KIND).error(kind_error), &KINDS, &mut self.kind);
        self.name.ui(form, Field::new(NAME).width(560.0));
        self.email.ui(form, Field::new(EMAIL).width(400.0).optional());
        let sri_error = missing.filter(|_| self.sri_state.is_none());
        form.choice(Field::new(SRI).error(sri_error), &SRI_STATES, &mut self.sri_state);
        let mark_error = missing.filter(|_| self.artisan.is_none());
        form.choice(Field::new(ARTISAN).error(mark_error), &ARTISAN_MARKS, &mut self.artisan);
        if self.corrects.is_none() {
            let field = Field::new(BRANCH).width(120.0).note("4 cifras; las demás se agregan después");
            self.branch.ui(form, field, fields::branch);
        }
    }

    /// What the fields say, or the first that is to be mended.
    fn read(&mut self) -> Result<(EmployerFacts, Branch), &'static str> {
        self.lacks_a_choice = true;
        let number = self.number.read(fields::employer_number);
        let is_named = self.name.is_filled("Escriba el nombre o la razón social del empleador.");
        let email = self.read_email();
        let branch = self.branch.read(fields::branch);
        Ok((
            EmployerFacts {
                number: number.ok_or(NUMBER)?,
                kind: self.kind.ok_or(KIND)?,
                name: if is_named { self.name.text.clone() } else { return Err(NAME) },
                email: email?,
                sri_state: self.sri_state.ok_or(SRI)?,
                artisan: self.artisan.ok_or(ARTISAN)?,
            },
            branch.ok_or(BRANCH)?,
        ))
    }

    fn read_email(&mut self) -> Result<Option<Email>, &'static str> {
        let text = self.email.text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        match Email::parse(text) {
            Ok(email) => Ok(Some(email)),
            Err(fault) => {
                self.email.refuse(sentence(&fault.to_string()));
                Err(EMAIL)
            }
        }
    }
}

/// A new branch, or another name for a known one.
pub(super) struct BranchForm {
    employer: EmployerId,
    is_new: bool,
    flow: Flow,
    number: Checked,
    name: String,
    sending: Sending<()>,
}

const BRANCH_NUMBER: &str = "Número de sucursal";
const BRANCH_NAME: &str = "Nombre de la sucursal";

impl BranchForm {
    /// Of a new branch.
    pub(super) fn add(employer: EmployerId) -> Self {
        let mut flow = Flow::default();
        flow.focus(BRANCH_NUMBER);
        Self {
            employer,
            is_new: true,
            flow,
            number: Checked::default(),
            name: String::new(),
            sending: Sending::default(),
        }
    }

    /// With what is known of it.
    pub(super) fn correct(employer: EmployerId, branch: &EmployerBranch) -> Self {
        let mut form = Self::add(employer);
        form.is_new = false;
        form.flow.focus(BRANCH_NAME);
        form.number = Checked::of(branch.branch.as_str());
        form.name.clone_from(&branch.name);
        form
    }

    /// One frame.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> Outcome<()> {
        if self.sending.poll().is_some() {
            return Outcome::Done(());
        }
        let is_busy = self.sending.is_busy();
        let title = if self.is_new { "Agregar una sucursal" } else { "Corregir la sucursal" };
        let shown = Dialog::new(title).width(480.0).show(ctx, |ui| {
            self.sending.fault_ui(ui);
            Form::show(ui, &mut self.flow, "branch", |form| {
                if self.is_new {
                    let field = Field::new(BRANCH_NUMBER).width(120.0).note("4 cifras");
                    self.number.ui(form, field, fields::branch);
                } else {
                    form.ui().label(format!("Sucursal {}", self.number.text));
                }
                form.text(Field::new(BRANCH_NAME).width(400.0).optional(), &mut self.name);
                form.last_row(Button::primary("Guardar sucursal").busy(is_busy))
            })
        });
        if shown.gives_up && !is_busy {
            return Outcome::GivenUp;
        }
        if shown.inner {
            match self.number.read(fields::branch) {
                None => self.flow.focus(BRANCH_NUMBER),
                Some(branch) => {
                    let set = SetBranch { employer: self.employer, branch, name: self.name.clone() };
                    self.sending.start(|| cx.desk.perform(set));
                }
            }
        }
        Outcome::Stays
    }
}
