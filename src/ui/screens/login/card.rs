//! User and password.

use eframe::egui::{self, Id, Key, Ui};
use zeroize::Zeroizing;

use super::super::common::{Attempt, Fault, Outcome, product_ui};
use crate::desk::LoggedIn;
use crate::ui::app::LoginHint;
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// What was typed so far, and what came of it.
#[derive(Default)]
pub(super) struct Card {
    flow: Flow,
    login: String,
    password: Zeroizing<String>,
    attempt: Attempt,
    is_old: bool,
}

/// How somebody leaves the card.
pub(super) enum Entry {
    /// Logged in, with this password.
    In(LoggedIn, Zeroizing<String>),
    /// Nobody comes in.
    Shut(Fault),
    /// The password was lost: with the recovery code, as this user.
    Recover(String),
}

const LOGIN: &str = "Usuario";
const PASSWORD: &str = "Contraseña";

impl Card {
    /// With the user filled in.
    pub(super) fn of(login: String) -> Self {
        Self { login, ..Self::default() }
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, hints: &[LoginHint]) -> Option<Entry> {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        if self.flow.take_edited() {
            self.attempt.forget_fault();
        }
        match self.attempt.poll(ui) {
            Some(Outcome::In(me)) => return Some(Entry::In(me, std::mem::take(&mut self.password))),
            Some(Outcome::Shut(fault)) => return Some(Entry::Shut(fault)),
            Some(Outcome::Again) => {
                self.password = Zeroizing::default();
                self.flow.focus(PASSWORD);
            }
            Some(Outcome::TooSoon) => self.flow.focus(PASSWORD),
            None => {}
        }
        let first_hint = Id::unique("the first hint of the login");
        product_ui(ui, cx);
        self.attempt.ui(ui);
        self.fields(ui, cx, (!hints.is_empty()).then_some(first_hint));
        ui.add_space(4.0);
        let recovers = Button::quiet("Usar el código de recuperación").icon(Icon::Key).show(ui).clicked();
        if !hints.is_empty() {
            self.hints_ui(ui, cx, hints, first_hint);
        }
        recovers.then(|| Entry::Recover(self.login.clone()))
    }

    fn fields(&mut self, ui: &mut Ui, cx: &Cx<'_>, below: Option<Id>) {
        let is_busy = self.attempt.is_busy();
        let waits = self.attempt.secs_left(ui) > 0;
        let mut is_sent = false;
        let focused = ui.memory(|memory| memory.focused());
        let mut in_fields = false;
        Form::show(ui, &mut self.flow, "login", |form| {
            let room = form.ui().available_width();
            let login = form.text(Field::new(LOGIN).width(room), &mut self.login);
            if login.changed {
                // It was another user's.
                self.password = Zeroizing::default();
            }
            let password = form.password(Field::new(PASSWORD).width(room), &mut self.password);
            in_fields = [&login.response, &password.response].iter().any(|it| focused == Some(it.id));
            is_sent = password.submitted && !self.login.trim().is_empty() && !self.password.is_empty();
            form.ui().add_space(4.0);
            let button = Button::primary(if is_busy { "Abriendo" } else { "Ingresar" }).large().full_width();
            let button = button.busy(is_busy).enabled(!waits).why("Espere a que termine la cuenta.");
            is_sent |= form.action(button).clicked();
        });
        if let Some(hint) = below
            && in_fields
            && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::ArrowDown))
        {
            ui.memory_mut(|memory| memory.request_focus(hint));
        }
        if is_sent && !is_busy && !waits {
            self.send(ui, cx);
        }
    }

    fn send(&mut self, ui: &Ui, cx: &Cx<'_>) {
        if self.login.trim().is_empty() {
            self.flow.focus(LOGIN);
        } else if self.password.is_empty() {
            self.flow.focus(PASSWORD);
        } else {
            self.attempt.log_in(ui, cx, &self.login, &self.password);
        }
    }

    /// The logins of a demonstration: a click, or the arrows and Enter, log in.
    fn hints_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, hints: &[LoginHint], first: Id) {
        widgets::divider(ui);
        let mut chosen = None;
        widgets::section(ui, "Usuarios de la demostración", |ui| {
            for (at, hint) in hints.iter().enumerate() {
                let label = format!("{} · {}", hint.login, hint.about);
                let id = if at == 0 { first } else { first.with(at) };
                let button = Button::secondary(&label).icon(Icon::Person).full_width().id(id);
                if button.enabled(!self.attempt.is_busy()).show(ui).clicked() {
                    chosen = Some(hint);
                }
            }
        });
        if let Some(hint) = chosen {
            self.login.clone_from(&hint.login);
            self.password = hint.password.clone().into();
            self.send(ui, cx);
        }
    }
}
