//! A journal that does not end where this machine last saw it, and a clock that was set back: nothing is done until a
//! supervisor accepts it.

use eframe::egui::Ui;
use zeroize::Zeroizing;

use super::super::common::{Fault, ReasonField};
use crate::desk::Pending;
use crate::domain::approval::Matter;
use crate::ops::view::{AtTheDoor, ClockBehind};
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form, Notice, Sign};

/// What is in doubt, and what was typed about it.
pub(super) struct Doubt {
    about: About,
    /// Whoever came in is the only supervisor who counts: nobody is there to answer them.
    is_alone: bool,
    flow: Flow,
    reason: ReasonField,
    login: String,
    password: Zeroizing<String>,
    accepting: Pending<Matter>,
    fault: Option<Fault>,
    is_old: bool,
}

enum About {
    Journal(String),
    Clock(ClockBehind),
}

const REASON: &str = "Qué se revisó y por qué se acepta";
const LOGIN: &str = "Usuario de supervisión";
const PASSWORD: &str = "Contraseña de supervisión";

impl Doubt {
    /// The first doubt at the door, if there is one.
    pub(super) fn of(door: &AtTheDoor) -> Option<Self> {
        let about = match (&door.journal_doubt, door.clock_behind) {
            (Some(how), _) => About::Journal(how.clone()),
            (None, Some(behind)) => About::Clock(behind),
            (None, None) => return None,
        };
        Some(Self {
            about,
            is_alone: door.is_alone,
            flow: Flow::default(),
            reason: ReasonField::default(),
            login: String::new(),
            password: Zeroizing::default(),
            accepting: Pending::default(),
            fault: None,
            is_old: false,
        })
    }

    /// One frame; answers whether to look again, or whoever it is goes away.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Option<bool> {
        if self.flow.take_edited() {
            self.fault = None;
        }
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        match self.accepting.poll() {
            Some(Ok(_)) => return Some(true),
            Some(Err(fault)) => {
                self.password = Zeroizing::default();
                self.flow.focus(PASSWORD);
                self.fault = Some(fault.into());
            }
            None => {}
        }
        self.words_ui(ui, cx);
        if self.is_alone {
            let next = "Salga y pida que ingrese otra persona: en su ventanilla usted responde con su propio usuario.";
            Notice::new(
                Sign::Info,
                "Nadie acepta lo que pide con su propio usuario, y no hay nadie más en supervisión.",
            )
            .next(next)
            .show(ui);
            ui.add_space(8.0);
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        let is_busy = self.accepting.is_busy();
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "doubt", |form| {
            let room = form.ui().available_width();
            self.reason.ui(form, Field::new(REASON).note("Queda en la bitácora.").width(room));
            form.row(|form| {
                form.text(Field::new(LOGIN).width(280.0), &mut self.login);
                is_sent = form.password(Field::new(PASSWORD).width(300.0), &mut self.password).submitted;
            });
            let label = if is_busy { "Comprobando" } else { "Aceptar y seguir" };
            is_sent |= form.action(Button::primary(label).icon(Icon::Shield).busy(is_busy)).clicked();
        });
        ui.add_space(8.0);
        let mut answer = None;
        ui.horizontal(|ui| {
            let looks_again = matches!(self.about, About::Clock(_))
                && Button::secondary("Ya corregí el reloj").icon(Icon::Clock).enabled(!is_busy).show(ui).clicked();
            let leaves = Button::quiet("Salir").icon(Icon::Logout).enabled(!is_busy).show(ui).clicked();
            answer = looks_again.then_some(true).or(leaves.then_some(false));
        });
        if is_sent && !is_busy {
            self.send(cx);
        }
        answer
    }

    fn words_ui(&self, ui: &mut Ui, cx: &Cx<'_>) {
        match &self.about {
            About::Journal(how) => {
                widgets::panel_title(ui, "Supervisión debe revisar la bitácora", "");
                ui.add_space(8.0);
                let next = "Averigüe si se restauró un respaldo o se cambió de equipo o de carpeta. Hasta que \
                            supervisión lo acepte no se atiende a nadie en esta ventanilla.";
                Notice::new(Sign::Warning, how).next(next).show(ui);
            }
            About::Clock(behind) => {
                widgets::panel_title(ui, "El reloj de este equipo está atrasado", "");
                ui.add_space(8.0);
                let zone = cx.zone();
                let sentence = format!(
                    "El reloj marca {}, y lo último que se anotó fue a las {}.",
                    behind.says.in_figures(zone),
                    behind.noted.in_figures(zone)
                );
                let next =
                    "Corrija el reloj del sistema. Si la hora que marca es la correcta, supervisión puede aceptarla.";
                Notice::new(Sign::Warning, &sentence).next(next).show(ui);
            }
        }
        ui.add_space(12.0);
    }

    fn send(&mut self, cx: &Cx<'_>) {
        if self.reason.read().is_none() {
            return self.flow.focus(REASON);
        }
        if self.login.trim().is_empty() {
            return self.flow.focus(LOGIN);
        }
        if self.password.is_empty() {
            return self.flow.focus(PASSWORD);
        }
        let (matter, covers) = match &self.about {
            About::Journal(how) => (Matter::AnchorMismatch, how.clone()),
            About::Clock(behind) => (Matter::ClockSetBack, behind.says.in_figures(cx.zone())),
        };
        self.fault = None;
        let (reason, login, password) = (self.reason.text().to_owned(), self.login.clone(), self.password.clone());
        self.accepting.start(|| cx.desk.accept_doubt(matter, covers, reason, login, password));
    }
}
