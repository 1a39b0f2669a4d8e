//! A supervisor's lost password: another one, with the recovery code from the safe.

use eframe::egui::{self, Ui};
use zeroize::Zeroizing;

use super::super::common::{Attempt, Outcome, OwnPassword};
use crate::desk::LoggedIn;
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// What was typed so far.
#[derive(Default)]
pub(super) struct Recover {
    flow: Flow,
    login: String,
    code: Zeroizing<String>,
    own: OwnPassword,
    attempt: Attempt,
    fault: Option<super::Fault>,
    is_old: bool,
}

/// How somebody leaves it.
pub(super) enum Recovering {
    /// Logged in with the new password.
    Done(LoggedIn),
    /// Back to the login, as this user.
    Back(String),
}

const LOGIN: &str = "Usuario de supervisión";
const CODE: &str = "Código de recuperación";

impl Recover {
    /// With the user filled in.
    pub(super) fn of(login: String) -> Self {
        Self { login, ..Self::default() }
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Option<Recovering> {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        if self.flow.take_edited() {
            self.attempt.forget_fault();
        }
        match self.attempt.poll(ui) {
            Some(Outcome::In(me)) => {
                cx.tell("Su contraseña quedó cambiada.");
                return Some(Recovering::Done(me));
            }
            Some(Outcome::Shut(fault)) => self.fault = Some(fault),
            Some(Outcome::Again | Outcome::TooSoon) | None => {}
        }
        widgets::panel_title(
            ui,
            "Recuperar el acceso",
            "Con el código impreso que está en la caja fuerte, quien supervisa elige otra contraseña. El código sirve \
             una sola vez.",
        );
        ui.add_space(12.0);
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        self.attempt.ui(ui);
        let is_busy = self.attempt.is_busy();
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "recover", |form| {
            let room = form.ui().available_width();
            form.text(Field::new(LOGIN).width(room), &mut self.login);
            let code =
                Field::new(CODE).note("30 letras y números; los guiones y los espacios no importan.").width(room);
            form.number(code, &mut self.code);
            is_sent = self.own.fields(form);
            let label = if is_busy { "Abriendo" } else { "Cambiar la contraseña e ingresar" };
            is_sent |= form.action(Button::primary(label).large().full_width().busy(is_busy)).clicked();
        });
        ui.add_space(4.0);
        let goes_back = Button::quiet("Volver al ingreso").icon(Icon::Back).enabled(!is_busy).show(ui).clicked();
        let escapes = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        if is_sent && !is_busy {
            self.send(ui, cx);
        }
        ((goes_back || escapes) && !is_busy).then(|| Recovering::Back(self.login.clone()))
    }

    fn send(&mut self, ui: &Ui, cx: &Cx<'_>) {
        if self.login.trim().is_empty() {
            return self.flow.focus(LOGIN);
        }
        if self.code.trim().is_empty() {
            return self.flow.focus(CODE);
        }
        if let Some(new) = self.own.chosen(&mut self.flow) {
            self.fault = None;
            let (login, code) = (self.login.clone(), self.code.clone());
            self.attempt.start(ui, || cx.desk.recover(login, code, new));
        }
    }
}
