//! The form of an artisan qualification.

use chrono::NaiveDate;
use eframe::egui::Context;

use crate::domain::register::ArtisanIssuer;
use crate::ops::artisan_qualification::{QualificationRecorded, RecordQualification};
use crate::ops::view::ArtisanQualification;
use crate::ui::cx::Cx;
use crate::ui::screens::registers::dialog::Outcome;
use crate::ui::screens::registers::fields::{PersonFields, PersonLabels, Words};
use crate::ui::screens::registers::power::{LACKING_CHOICE, LACKING_DATE, TERMS, Term};
use crate::ui::screens::registers::sending::Sending;
use crate::ui::screens::registers::words::ISSUERS;
use crate::ui::widgets::{Button, Dialog, Field, Flow, Form};

const ISSUER: &str = "Emitida por";
const NUMBER: &str = "Número impreso";
const HOLDER: PersonLabels =
    PersonLabels { kind: "Documento de la persona", number: "Número de la persona", name: "Nombre de la persona" };
const ISSUED_ON: &str = "Emitida el";
const VALIDITY: &str = "Vigencia";
const EXPIRES_ON: &str = "Vence el";

/// A new qualification.
pub(super) struct QualificationForm {
    flow: Flow,
    issuer: Option<ArtisanIssuer>,
    number: Words,
    holder: PersonFields,
    issued_on: Option<NaiveDate>,
    term: Option<Term>,
    expires_on: Option<NaiveDate>,
    /// It was sent once: what is lacking is said.
    was_tried: bool,
    sending: Sending<QualificationRecorded>,
}

impl QualificationForm {
    pub(super) fn record() -> Self {
        let mut flow = Flow::default();
        flow.focus(ISSUER);
        Self {
            flow,
            issuer: None,
            number: Words::default(),
            holder: PersonFields::default(),
            issued_on: None,
            term: None,
            expires_on: None,
            was_tried: false,
            sending: Sending::default(),
        }
    }

    /// The form of a qualification that was copied wrongly, as it stands there, to be mended.
    pub(super) fn copied_anew(one: &ArtisanQualification) -> Self {
        Self {
            issuer: Some(one.issuer),
            number: Words::of(one.number.as_str()),
            holder: PersonFields::of(&one.holder.0, &one.holder.1),
            issued_on: Some(one.issued_on),
            term: Some(if one.expires_on.is_some() { Term::Until } else { Term::Indefinite }),
            expires_on: one.expires_on,
            ..Self::record()
        }
    }

    /// One frame.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> Outcome<QualificationRecorded> {
        if let Some(recorded) = self.sending.poll() {
            return Outcome::Done(recorded);
        }
        let is_busy = self.sending.is_busy();
        let shown = Dialog::new("Registrar una calificación artesanal").width(640.0).show(ctx, |ui| {
            self.sending.fault_ui(ui);
            let mut flow = std::mem::take(&mut self.flow);
            let clicked = Form::show(ui, &mut flow, "qualification", |form| {
                self.fields_ui(form, cx);
                form.last_row(Button::primary("Registrar calificación").busy(is_busy))
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
        let field = Field::new(ISSUER).error(lacks(self.issuer.is_none(), LACKING_CHOICE));
        form.choice(field, &ISSUERS, &mut self.issuer);
        self.number.ui(form, Field::new(NUMBER).width(300.0).note("Como está en el papel"));
        self.holder.ui(form, cx, HOLDER);
        let field = Field::new(ISSUED_ON).width(160.0).error(lacks(self.issued_on.is_none(), LACKING_DATE));
        form.date(field, &mut self.issued_on);
        let field = Field::new(VALIDITY).error(lacks(self.term.is_none(), LACKING_CHOICE));
        form.choice(field, &TERMS, &mut self.term);
        if self.term == Some(Term::Until) {
            let field = Field::new(EXPIRES_ON).width(160.0).error(lacks(self.expires_on.is_none(), LACKING_DATE));
            form.date(field, &mut self.expires_on);
        }
    }

    /// What the fields say, or the first that is to be mended.
    fn read(&mut self) -> Result<RecordQualification, &'static str> {
        let is_numbered = self.number.is_filled("Escriba el número, como está impreso.");
        let holder = self.holder.value(HOLDER);
        let expires_on = match self.term.ok_or(VALIDITY) {
            Ok(Term::Until) => self.expires_on.ok_or(EXPIRES_ON).map(Some),
            Ok(Term::Indefinite) => Ok(None),
            Err(field) => Err(field),
        };
        Ok(RecordQualification {
            issuer: self.issuer.ok_or(ISSUER)?,
            number: if is_numbered { self.number.text.clone() } else { return Err(NUMBER) },
            holder: holder?,
            issued_on: self.issued_on.ok_or(ISSUED_ON)?,
            expires_on: expires_on?,
        })
    }
}
