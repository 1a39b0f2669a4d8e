//! The recovery of an employer key: number, RUC and branch; a code; a link; a new key. Or the counter, and what to bring.

use eframe::egui::Ui;

use super::super::ask::Ask;
use super::super::booking::BookingPage;
use super::super::code::{CodePage, SENT, good_for};
use super::super::end::EndPage;
use super::super::link::LinkPage;
use super::super::number::{NUMBER, parsed};
use super::super::page::{Next, Page};
use crate::domain::challenge::ChallengeKind;
use crate::domain::number::{Branch, DomesticHolder, DomesticNumber, EmployerNumber, PersonNumber};
use crate::domain::procedure::employer_key_recovery::PROCEDURE;
use crate::domain::procedure::{Procedure, SelfService};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::sentence;
use crate::ops::procedure::employer_key_recovery::{BeginRecovery, RecoveryBegun};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Keys, Sign};

pub(super) fn begins() -> Box<dyn Page> {
    Box::new(RecoveryPage::default())
}

/// A key was chosen.
pub(super) fn chosen() -> EndPage {
    let lines = [
        "La nueva clave de empleador quedó guardada.",
        "Ingrese con ella en www.iess.gob.ec. Le avisamos al correo registrado del empleador que la clave cambió.",
    ];
    EndPage::new(Sign::Met, "Clave recuperada", &lines)
}

/// What the turned screen offers of a procedure.
pub(super) fn offer(procedure: &Procedure) -> SelfService {
    procedure.self_service.unwrap_or(SelfService { title: procedure.name, about: "" })
}

/// Said to whoever says that it is the first key, where one was made before.
const ALREADY_HAD_ONE: &str = "Este empleador ya tuvo una clave: puede recuperarla aquí. Le enviamos un código de 8 cifras al correo \
                               registrado.";

/// Said to whoever has no access to the registered mailbox.
const NO_ACCESS: &str = "Sin acceso al correo registrado, la clave se entrega en la ventanilla.";

/// It is done at the counter, and with what; whoever has this number books a turn for it.
fn to_counter(why: &str, number: &str) -> EndPage {
    let number = number.to_owned();
    let lines = [
        why,
        "Para eso necesita un turno para «Clave de empleador», la solicitud de entrega de clave generada en el portal y \
         firmada a mano, y su cédula original. El papel que puede imprimir aquí lo dice todo.",
        "Si pertenece a un grupo de atención prioritaria, pida su turno ahora mismo en este centro.",
    ];
    EndPage::new(Sign::Info, "Este trámite se hace en la ventanilla", &lines)
        .with_card(ProcedureId::EMPLOYER_KEY)
        .going_on("Reservar un turno", move || {
            Box::new(BookingPage::for_whom(number.clone(), ProcedureId::EMPLOYER_KEY))
        })
}

/// What kind of number the employer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ruc,
    Domestic,
}

/// Asks for number, RUC and branch.
#[derive(Default)]
struct RecoveryPage {
    number: String,
    /// What a reader read: the field takes it once it was put back.
    read: Option<String>,
    kind: Option<Kind>,
    ruc: String,
    branch: String,
    had_one: Option<bool>,
    faults: Faults,
    flow: Flow,
    is_old: bool,
    ask: Ask<RecoveryBegun>,
}

#[derive(Default, Clone)]
struct Faults {
    number: Option<String>,
    ruc: Option<String>,
    branch: Option<String>,
}

const RUC: &str = "RUC";
const BRANCH: &str = "Sucursal";

impl RecoveryPage {
    fn send(&mut self, cx: &Cx<'_>) {
        let person = parsed(&self.number).map_err(|fault| self.faults.number = Some(fault)).ok();
        let (employer, branch) = match self.kind {
            Some(Kind::Domestic) => (person.as_ref().and_then(domestic), Branch::parse("0001").ok()),
            Some(Kind::Ruc) => {
                let employer = EmployerNumber::parse(&self.ruc)
                    .map_err(|fault| self.faults.ruc = Some(sentence(&fault.to_string())))
                    .ok();
                let branch = Branch::parse(&self.branch)
                    .map_err(|fault| self.faults.branch = Some(sentence(&fault.to_string())))
                    .ok();
                (employer, branch)
            }
            None => (None, None),
        };
        let (Some(person), Some(employer), Some(branch)) = (person, employer, branch) else {
            if self.kind.is_none() {
                self.ask.say(Sign::Warning, "Diga si el empleador tiene RUC o es de servicio doméstico.");
            }
            return;
        };
        let Some(had_one) = self.had_one else {
            return self.ask.say(Sign::Warning, "Diga si ya tuvo antes una clave de este empleador.");
        };
        let begin = BeginRecovery { person, employer, branch, says_it_is_the_first: !had_one };
        self.ask.start(|| cx.desk.perform(begin));
    }
}

fn domestic(person: &PersonNumber) -> Option<EmployerNumber> {
    let holder = match person {
        PersonNumber::Cedula(cedula) => DomesticHolder::Cedula(cedula.clone()),
        PersonNumber::ForeignerCode(code) => DomesticHolder::ForeignerCode(code.clone()),
        PersonNumber::Passport(_) => return None,
    };
    Some(EmployerNumber::Domestic(DomesticNumber::of(holder)))
}

impl Page for RecoveryPage {
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Next {
        if !std::mem::replace(&mut self.is_old, true) {
            self.flow.focus_first();
        }
        match self.ask.poll() {
            Some(RecoveryBegun::CodeAsked(id)) => {
                let about = if self.had_one == Some(false) { ALREADY_HAD_ONE } else { SENT };
                let number = self.number.clone();
                return Next::to(CodePage::new(
                    (id, "Código de verificación", about.to_owned()),
                    Some(Box::new(move || to_counter(NO_ACCESS, &number))),
                    |id| Box::new(LinkPage::of(id)),
                ));
            }
            Some(RecoveryBegun::ToCounter(condition)) => {
                return Next::to(to_counter(condition.sentence(), &self.number));
            }
            Some(RecoveryBegun::NoMatch) => self.ask.say(
                Sign::Warning,
                "Los datos no coinciden con lo registrado. Revise los números, o pregunte en la ventanilla.",
            ),
            None => {}
        }
        if self.flow.take_edited() {
            self.faults = Faults::default();
            self.ask.be_silent();
        }
        let good_for = good_for(ChallengeKind::RecoveryCode);
        let about = format!("Le enviamos un código al correo registrado del empleador. {good_for}");
        widgets::panel_title(ui, offer(&PROCEDURE).title, &about);
        ui.add_space(SPACE_M);
        self.ask.said_ui(ui);
        let (is_busy, faults) = (self.ask.is_busy(), self.faults.clone());
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "turned: recovery", |form| {
            // Beside each other: with the keys below, the page is as low as this.
            form.row(|form| {
                form.number(Field::new(NUMBER).width(320.0).error(faults.number.as_deref()), &mut self.number);
                let kinds = [(Kind::Ruc, "Tiene RUC"), (Kind::Domestic, "Servicio doméstico, sin RUC")];
                if form.choice(Field::new("Empleador"), &kinds, &mut self.kind) && self.kind == Some(Kind::Ruc) {
                    form.focus(RUC);
                }
            });
            if self.kind == Some(Kind::Ruc) {
                form.row(|form| {
                    form.number(Field::new(RUC).width(260.0).error(faults.ruc.as_deref()), &mut self.ruc);
                    let branch = Field::new(BRANCH)
                        .note("4 cifras; la primera es 0001.")
                        .width(150.0)
                        .error(faults.branch.as_deref());
                    form.number(branch, &mut self.branch);
                });
            }
            let answers = [(true, "Sí"), (false, "No, es la primera")];
            form.choice(Field::new("¿Ya tuvo antes una clave de este empleador?"), &answers, &mut self.had_one);
            form.ui().add_space(SPACE_M);
            is_sent = form.action(Button::primary("Validar").icon(Icon::Next).large().busy(is_busy)).clicked();
        });
        if let Some(read) = self.read.take() {
            self.number = read;
            self.flow.focus_open();
            ui.ctx().request_repaint();
        }
        if is_sent && !is_busy {
            self.send(cx);
        }
        Next::Stay
    }

    fn is_busy(&self) -> bool {
        self.ask.is_busy()
    }

    fn keys(&self) -> Option<Keys> {
        Some(Keys::Number)
    }

    fn take_reading(&mut self, _: &Cx<'_>, text: &str) {
        self.read = Some(text.to_owned());
    }
}
