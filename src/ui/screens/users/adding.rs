//! A new user: name, function, and a temporary password.

use eframe::egui::Context;
use zeroize::Zeroizing;

use super::super::common::Fault;
use super::once::ShownOnce;
use crate::desk::Pending;
use crate::domain::user::{Gender, Role};
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{Button, Dialog, Field, Flow, Form};

/// What was typed.
#[derive(Default)]
pub(super) struct Adding {
    flow: Flow,
    login: String,
    full_name: String,
    function: Option<(Role, Option<Gender>)>,
    pending: Pending<Zeroizing<String>>,
    refused_login: Option<String>,
    fault: Option<Fault>,
    is_old: bool,
}

/// What becomes of the dialog.
pub(super) enum Answer {
    Stay,
    Close,
    Added(ShownOnce),
}

const NAME: &str = "Nombre completo";
const LOGIN: &str = "Usuario";
const FUNCTION: &str = "Función";

const FUNCTIONS: [((Role, Option<Gender>), &str); 4] = [
    ((Role::Clerk, Some(Gender::Feminine)), "Operadora"),
    ((Role::Clerk, Some(Gender::Masculine)), "Operador"),
    ((Role::Supervisor, Some(Gender::Feminine)), "Supervisora"),
    ((Role::Supervisor, Some(Gender::Masculine)), "Supervisor"),
];

impl Adding {
    /// One frame.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> Answer {
        if self.flow.take_edited() {
            self.fault = None;
        }
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        match self.pending.poll() {
            Some(Ok(password)) => {
                return Answer::Added(ShownOnce::of(
                    self.full_name.trim(),
                    &self.login.trim().to_lowercase(),
                    password,
                ));
            }
            Some(Err(fault)) if matches!(fault.refusal(), Some("login" | "login_taken")) => {
                self.refused_login = Some(fault.to_string());
                self.flow.focus(LOGIN);
            }
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        let is_busy = self.pending.is_busy();
        let shown = Dialog::new("Agregar usuario").width(520.0).show(ctx, |ui| {
            if let Some(fault) = &self.fault {
                fault.ui(ui);
            }
            Form::show(ui, &mut self.flow, "new user", |form| {
                form.text(Field::new(NAME).note("Como debe salir en los papeles.").width(440.0), &mut self.full_name);
                let note = "De 3 a 32 letras sin tilde, números, punto o guion.";
                let login = Field::new(LOGIN).note(note).error(self.refused_login.as_deref()).width(320.0);
                if form.text(login, &mut self.login).changed {
                    self.refused_login = None;
                }
                let note = "Supervisión aprueba excepciones y maneja usuarios y configuración.";
                form.choice(Field::new(FUNCTION).note(note), &FUNCTIONS, &mut self.function);
                form.last_row(Button::primary("Agregar").icon(Icon::Add).busy(is_busy))
            })
        });
        if shown.inner {
            self.send(cx);
        }
        if shown.gives_up && !is_busy { Answer::Close } else { Answer::Stay }
    }

    fn send(&mut self, cx: &Cx<'_>) {
        if self.full_name.trim().is_empty() {
            return self.flow.focus(NAME);
        }
        if self.login.trim().is_empty() {
            return self.flow.focus(LOGIN);
        }
        let Some(function) = self.function else { return self.flow.focus(FUNCTION) };
        self.fault = None;
        let (login, full_name) = (self.login.clone(), self.full_name.clone());
        self.pending.start(|| cx.desk.add_user(login, full_name, function));
    }
}
