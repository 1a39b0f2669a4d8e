//! What the centre is, its windows, and another one.

use eframe::egui::Ui;

use super::super::common::{Fault, facts_ui};
use crate::desk::Pending;
use crate::domain::calendar::Zone;
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form, Sign};

/// What was typed.
#[derive(Default)]
pub(super) struct Windows {
    flow: Flow,
    number: String,
    /// The number that is being added.
    sent: u16,
    adding: Pending<()>,
    fault: Option<Fault>,
}

const NUMBER: &str = "Número de la otra ventanilla";

impl Windows {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        match self.adding.poll() {
            Some(Ok(())) => {
                self.number.clear();
                cx.tell(format!("La ventanilla {} quedó agregada.", self.sent));
            }
            Some(Err(fault)) => {
                self.fault = Some(fault.into());
                self.flow.focus(NUMBER);
            }
            None => {}
        }
        if let Some(house) = cx.house() {
            let centre = house.centre();
            let zone = match centre.zone {
                Zone::Mainland => "Ecuador continental (UTC−5)",
                Zone::Galapagos => "Galápagos (UTC−6)",
            };
            facts_ui(
                ui,
                &[
                    ("Nombre", centre.name.clone()),
                    ("Código, parte de cada serie", centre.code.clone()),
                    ("Provincia", centre.province.clone()),
                    ("Cantón", centre.canton.clone()),
                    ("Hora", zone.to_owned()),
                ],
            );
            widgets::divider(ui);
        }
        let mine = cx.desk.station().window;
        ui.horizontal_wrapped(|ui| {
            for window in cx.house().iter().flat_map(|house| house.windows()) {
                let here = if window.number == mine { " · este equipo" } else { "" };
                widgets::badge(ui, Sign::Info, &format!("Ventanilla {}{here}", window.number));
            }
        });
        ui.add_space(12.0);
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        let typed = self.number.trim().parse::<u16>().ok().filter(|number| (1..=999).contains(number));
        let error = (typed.is_none() && !self.number.is_empty()).then_some("El número va de 1 a 999.");
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "windows", |form| {
            let note = "En su equipo se pone el mismo número al instalarlo (window en station.toml).";
            let field = Field::new(NUMBER).note(note).error(error).optional().width(160.0);
            let edited = form.number(field, &mut self.number);
            if edited.changed {
                self.fault = None;
            }
            let button = Button::secondary("Agregar ventanilla").icon(Icon::Add).busy(self.adding.is_busy());
            is_sent = edited.submitted || form.action(button).clicked();
        });
        match typed {
            Some(number) if is_sent => {
                (self.fault, self.sent) = (None, number);
                self.adding.start(|| cx.desk.add_window(number));
            }
            None if is_sent => self.flow.focus(NUMBER),
            _ => {}
        }
    }
}
