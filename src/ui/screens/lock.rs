//! The locked screen: the same user opens it again, and finds everything as it was.

use eframe::egui::Ui;
use zeroize::Zeroizing;

use super::common::{Attempt, Fault, Outcome, card_in_the_middle, product_ui};
use crate::desk::LoggedIn;
use crate::ui::cx::{Command, Cx};
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// The locked screen.
pub struct LockScreen {
    login: String,
    full_name: String,
    flow: Flow,
    password: Zeroizing<String>,
    attempt: Attempt,
    fault: Option<Fault>,
    is_old: bool,
    /// It stands behind a screen that was turned: nothing of whoever works here is shown, and there is a way back to it.
    is_behind: bool,
    gives_up: bool,
}

const PASSWORD: &str = "Contraseña";

impl LockScreen {
    /// Of whoever works here.
    #[must_use]
    pub fn of(me: &LoggedIn) -> Self {
        Self {
            login: me.login.clone(),
            full_name: me.full_name.clone(),
            flow: Flow::default(),
            password: Zeroizing::default(),
            attempt: Attempt::by_password_alone(),
            fault: None,
            is_old: false,
            is_behind: false,
            gives_up: false,
        }
    }

    /// The same behind a screen that was turned to whoever came.
    #[must_use]
    pub fn behind_the_turned_screen(me: &LoggedIn) -> Self {
        Self { is_behind: true, ..Self::of(me) }
    }

    /// Did somebody go back to the turned screen?
    #[must_use]
    pub fn gave_up(&self) -> bool {
        self.gives_up
    }

    /// One frame; answers whoever unlocked it.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Option<LoggedIn> {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        if self.flow.take_edited() {
            self.attempt.forget_fault();
        }
        match self.attempt.poll(ui) {
            // The password was reset meanwhile: an own one is chosen at the login, before anything else.
            Some(Outcome::In(me)) if me.must_change_password => cx.ask(Command::LogOut),
            Some(Outcome::In(me)) => return Some(me),
            Some(Outcome::Shut(fault)) => self.fault = Some(fault),
            Some(Outcome::Again) => {
                self.password = Zeroizing::default();
                self.flow.focus(PASSWORD);
            }
            Some(Outcome::TooSoon) => self.flow.focus(PASSWORD),
            None => {}
        }
        card_in_the_middle(ui, 460.0, |ui| self.card_ui(ui, cx));
        None
    }

    fn card_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        product_ui(ui, cx);
        match self.is_behind {
            true => widgets::panel_title(ui, "Volver a la ventanilla", "Con la contraseña de quien trabaja aquí."),
            false => {
                let about = format!("{} · lo que estaba haciendo se conserva.", self.full_name);
                widgets::panel_title(ui, "Pantalla bloqueada", &about)
            }
        };
        ui.add_space(12.0);
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        self.attempt.ui(ui);
        let is_busy = self.attempt.is_busy();
        let waits = self.attempt.secs_left(ui) > 0;
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "lock", |form| {
            let room = form.ui().available_width();
            let password = form.password(Field::new(PASSWORD).width(room), &mut self.password);
            is_sent = password.submitted;
            form.ui().add_space(4.0);
            let button = Button::primary(if is_busy { "Abriendo" } else { "Desbloquear" }).large().full_width();
            let button = button.icon(Icon::Lock).busy(is_busy).enabled(!waits).why("Espere a que termine la cuenta.");
            is_sent |= form.action(button).clicked();
        });
        ui.add_space(4.0);
        if self.is_behind {
            let back = Button::quiet("Volver al autoservicio").icon(Icon::Back);
            self.gives_up |= back.enabled(!is_busy).show(ui).clicked();
        } else {
            let leaves = Button::quiet("Salir para que ingrese otra persona").icon(Icon::Logout);
            if leaves.enabled(!is_busy).show(ui).clicked() {
                cx.ask(Command::LogOut);
            }
        }
        if is_sent && !is_busy && !waits {
            match self.password.is_empty() {
                true => self.flow.focus(PASSWORD),
                false => {
                    self.fault = None;
                    self.attempt.log_in(ui, cx, &self.login, &self.password);
                }
            }
        }
    }
}
