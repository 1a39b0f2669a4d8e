//! Whoever opens the centre turns the call screen on with the user and password that they come in with at a window.

use eframe::egui::{RichText, Ui};
use zeroize::Zeroizing;

use super::super::common::{Attempt, Fault, Outcome, card_in_the_middle};
use crate::ui::cx::Cx;
use crate::ui::theme::{self, Icon, SPACE_L, SPACE_S, SPACE_XS};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Sign};

/// What was typed so far, and what came of it.
pub(super) struct CallsDoor {
    flow: Flow,
    login: String,
    password: Zeroizing<String>,
    attempt: Attempt<()>,
    shut: Option<Fault>,
    /// The chime that is wanted can be played.
    can_sound: bool,
}

const WIDTH: f32 = 460.0;
const LOGIN: &str = "Usuario";
const PASSWORD: &str = "Contraseña";

impl CallsDoor {
    pub(super) fn new(can_sound: bool) -> Self {
        let mut flow = Flow::default();
        flow.focus_first();
        Self {
            flow,
            login: String::new(),
            password: Zeroizing::default(),
            attempt: Attempt::default(),
            shut: None,
            can_sound,
        }
    }

    /// One frame; answers whether the calls are open.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> bool {
        if self.flow.take_edited() {
            self.attempt.forget_fault();
            self.shut = None;
        }
        match self.attempt.poll(ui) {
            Some(Outcome::In(())) => return true,
            Some(Outcome::Shut(fault)) => self.shut = Some(fault),
            Some(Outcome::Again) => {
                self.password = Zeroizing::default();
                self.flow.focus(PASSWORD);
            }
            Some(Outcome::TooSoon) => self.flow.focus(PASSWORD),
            None => {}
        }
        card_in_the_middle(ui, WIDTH, |ui| self.card_ui(ui, cx));
        false
    }

    fn card_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let palette = theme::palette(ui);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_S;
            ui.label(Icon::Call.text(30.0).color(palette.accent));
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = SPACE_XS;
                ui.label(RichText::new("Pantalla de llamados").text_style(theme::title_style()));
                let about =
                    "La enciende quien trabaja aquí; nadie queda en sesión. F11: toda la pantalla, o una ventana.";
                ui.label(RichText::new(about).color(palette.text_muted));
            });
        });
        ui.add_space(SPACE_L);
        if !self.can_sound {
            let next = "Instale el paquete «alsa-utils», o ábrala con «ventanilla calls --silent».";
            widgets::notice(ui, Sign::Warning, "Este equipo no tiene con qué tocar la campana.", Some(next));
            ui.add_space(SPACE_S);
        }
        if let Some(fault) = &self.shut {
            fault.ui(ui);
        }
        self.attempt.ui(ui);
        let is_busy = self.attempt.is_busy();
        let waits = self.attempt.secs_left(ui) > 0;
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "calls", |form| {
            let room = form.ui().available_width();
            form.text(Field::new(LOGIN).width(room), &mut self.login);
            let password = form.password(Field::new(PASSWORD).width(room), &mut self.password);
            is_sent = password.submitted && !self.login.trim().is_empty() && !self.password.is_empty();
            form.ui().add_space(SPACE_XS);
            let label = if is_busy { "Abriendo" } else { "Mostrar los llamados" };
            let button = Button::primary(label).large().full_width();
            let button = button.busy(is_busy).enabled(!waits).why("Espere a que termine la cuenta.");
            is_sent |= form.action(button).clicked();
        });
        if !is_sent || is_busy || waits {
            return;
        }
        if self.login.trim().is_empty() {
            self.flow.focus(LOGIN);
        } else if self.password.is_empty() {
            self.flow.focus(PASSWORD);
        } else {
            self.shut = None;
            let (login, password) = (self.login.clone(), self.password.clone());
            self.attempt.start(ui, || cx.desk.open_calls(login, password));
        }
    }
}
