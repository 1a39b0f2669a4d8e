//! The form of a notarial power.

use chrono::NaiveDate;
use eframe::egui::Context;

use crate::domain::register::{LegalValidation, PowerScope};
use crate::ops::notarial_power::{PowerRecorded, RecordPower};
use crate::ops::view::NotarialPower;
use crate::ui::cx::Cx;
use crate::ui::screens::registers::dialog::Outcome;
use crate::ui::screens::registers::fields::{self, Checked, PersonFields, PersonLabels};
use crate::ui::screens::registers::sending::Sending;
use crate::ui::screens::registers::words::SCOPES;
use crate::ui::widgets::{Button, Dialog, Field, Flow, Form};

const CODE: &str = "Código notarial";
const GRANTOR: PersonLabels =
    PersonLabels { kind: "Documento del poderdante", number: "Número del poderdante", name: "Nombre del poderdante" };
const HOLDER: PersonLabels =
    PersonLabels { kind: "Documento del apoderado", number: "Número del apoderado", name: "Nombre del apoderado" };
const GRANTED_ON: &str = "Otorgado el";
const VALIDITY: &str = "Vigencia";
const VALID_UNTIL: &str = "Vigente hasta";
const SCOPE: &str = "Sirve para";
const VALIDATION: &str = "Validado por el área jurídica";
const REFERENCE: &str = "Referencia de la validación";
const VALIDATED_ON: &str = "Fecha de la validación";
const VALIDATED_BY: &str = "Validado por";

/// Until when a paper is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui::screens::registers) enum Term {
    Indefinite,
    Until,
}

/// As a form offers it.
pub(in crate::ui::screens::registers) const TERMS: [(Term, &str); 2] =
    [(Term::Indefinite, "Indefinida"), (Term::Until, "Hasta una fecha")];

/// Whether the legal area validated a power, and whether its stamp shows by which reference, when and who.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Validated {
    Yes,
    No,
    WithoutData,
}

const VALIDATED: [(Validated, &str); 3] =
    [(Validated::Yes, "Sí"), (Validated::No, "No"), (Validated::WithoutData, "Sí, sin datos del sello")];

const LACKING_STAMP: &str = "Escriba lo que muestra el sello: referencia, fecha o quién validó. Si no muestra nada, elija «Sí, sin datos del sello».";

/// What is said below a choice or a date that was passed over.
pub(in crate::ui::screens::registers) const LACKING_CHOICE: &str = "Elija una de las opciones.";
pub(in crate::ui::screens::registers) const LACKING_DATE: &str = "Escriba la fecha, por ejemplo 31/12/2026.";

/// A new power.
pub(super) struct PowerForm {
    flow: Flow,
    code: Checked,
    grantor: PersonFields,
    holder: PersonFields,
    granted_on: Option<NaiveDate>,
    term: Option<Term>,
    valid_until: Option<NaiveDate>,
    scope: Option<PowerScope>,
    validated: Option<Validated>,
    reference: String,
    validated_on: Option<NaiveDate>,
    validated_by: String,
    /// It was sent once: what is lacking is said.
    was_tried: bool,
    sending: Sending<PowerRecorded>,
}

impl PowerForm {
    pub(super) fn record() -> Self {
        let mut flow = Flow::default();
        flow.focus(CODE);
        Self {
            flow,
            code: Checked::default(),
            grantor: PersonFields::default(),
            holder: PersonFields::default(),
            granted_on: None,
            term: None,
            valid_until: None,
            scope: None,
            validated: None,
            reference: String::new(),
            validated_on: None,
            validated_by: String::new(),
            was_tried: false,
            sending: Sending::default(),
        }
    }

    /// The form of a power that was copied wrongly, as it stands there, to be mended.
    pub(super) fn copied_anew(power: &NotarialPower) -> Self {
        let (reference, validated_on, validated_by) = match &power.legal_validation {
            LegalValidation::Validated { reference, on, by } => (reference.clone(), *on, by.clone()),
            _ => (String::new(), None, String::new()),
        };
        Self {
            code: Checked::of(power.code.as_str()),
            grantor: PersonFields::of(&power.grantor.0, &power.grantor.1),
            holder: PersonFields::of(&power.holder.0, &power.holder.1),
            granted_on: Some(power.granted_on),
            term: Some(if power.valid_until.is_some() { Term::Until } else { Term::Indefinite }),
            valid_until: power.valid_until,
            scope: Some(power.scope),
            validated: Some(match power.legal_validation {
                LegalValidation::Validated { .. } => Validated::Yes,
                LegalValidation::ValidatedWithoutData => Validated::WithoutData,
                LegalValidation::NotValidated => Validated::No,
            }),
            reference,
            validated_on,
            validated_by,
            ..Self::record()
        }
    }

    /// One frame.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> Outcome<PowerRecorded> {
        if let Some(recorded) = self.sending.poll() {
            return Outcome::Done(recorded);
        }
        let is_busy = self.sending.is_busy();
        let shown = Dialog::new("Registrar un poder notarial").width(640.0).show(ctx, |ui| {
            self.sending.fault_ui(ui);
            let mut flow = std::mem::take(&mut self.flow);
            let clicked = Form::show(ui, &mut flow, "power", |form| {
                self.fields_ui(form, cx);
                form.last_row(Button::primary("Registrar poder").busy(is_busy))
            });
            self.flow = flow;
            clicked
        });
        if shown.gives_up && !is_busy {
            return Outcome::GivenUp;
        }
        if shown.inner {
            self.was_tried = true;
            match self.read() {
                Err(field) => self.flow.focus(field),
                Ok(record) => self.sending.start(|| cx.desk.perform(record)),
            }
        }
        Outcome::Stays
    }

    fn fields_ui(&mut self, form: &mut Form<'_>, cx: &Cx<'_>) {
        let tried = self.was_tried;
        let lacks = |is_lacking: bool, why: &'static str| (tried && is_lacking).then_some(why);
        let field = Field::new(CODE).width(300.0).optional().note("17 caracteres; un poder del exterior no lo tiene");
        self.code.ui(form, field, fields::notarial_code);
        self.grantor.ui(form, cx, GRANTOR);
        self.holder.ui(form, cx, HOLDER);
        let field = Field::new(GRANTED_ON).width(160.0).error(lacks(self.granted_on.is_none(), LACKING_DATE));
        form.date(field, &mut self.granted_on);
        let field = Field::new(VALIDITY).error(lacks(self.term.is_none(), LACKING_CHOICE));
        form.choice(field, &TERMS, &mut self.term);
        if self.term == Some(Term::Until) {
            let field = Field::new(VALID_UNTIL).width(160.0).error(lacks(self.valid_until.is_none(), LACKING_DATE));
            form.date(field, &mut self.valid_until);
        }
        let field = Field::new(SCOPE).error(lacks(self.scope.is_none(), LACKING_CHOICE));
        form.choice(field, &SCOPES, &mut self.scope);
        let field = Field::new(VALIDATION).error(lacks(self.validated.is_none(), LACKING_CHOICE));
        form.choice(field, &VALIDATED, &mut self.validated);
        if self.validated == Some(Validated::Yes) {
            let is_blank = self.stamp().is_blank();
            let field = Field::new(REFERENCE).width(300.0).note("Como está en el sello");
            form.text(field.error(lacks(is_blank, LACKING_STAMP)), &mut self.reference);
            form.date(Field::new(VALIDATED_ON).width(160.0), &mut self.validated_on);
            form.text(Field::new(VALIDATED_BY).width(400.0), &mut self.validated_by);
        }
    }

    /// What the stamp shows, as typed.
    fn stamp(&self) -> LegalValidation {
        LegalValidation::Validated {
            reference: self.reference.trim().to_owned(),
            on: self.validated_on,
            by: self.validated_by.trim().to_owned(),
        }
    }

    /// What the fields say, or the first that is to be mended.
    fn read(&mut self) -> Result<RecordPower, &'static str> {
        let code = self.code.read(fields::notarial_code);
        let (grantor, holder) = (self.grantor.value(GRANTOR), self.holder.value(HOLDER));
        let valid_until = match self.term.ok_or(VALIDITY) {
            Ok(Term::Until) => self.valid_until.ok_or(VALID_UNTIL).map(Some),
            Ok(Term::Indefinite) => Ok(None),
            Err(field) => Err(field),
        };
        Ok(RecordPower {
            code: code.ok_or(CODE)?,
            grantor: grantor?,
            holder: holder?,
            granted_on: self.granted_on.ok_or(GRANTED_ON)?,
            valid_until: valid_until?,
            scope: self.scope.ok_or(SCOPE)?,
            legal_validation: match self.validated.ok_or(VALIDATION)? {
                Validated::No => LegalValidation::NotValidated,
                Validated::WithoutData => LegalValidation::ValidatedWithoutData,
                Validated::Yes if self.stamp().is_blank() => return Err(REFERENCE),
                Validated::Yes => self.stamp(),
            },
        })
    }
}
