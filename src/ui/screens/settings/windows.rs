//! What the centre is, its windows, and another one.

use eframe::egui::{Context, Ui};

use super::super::common::{Fault, facts_ui, question_ui};
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
    naming: Flow,
    name: String,
    /// What the name was filled with; another one in the store fills it anew.
    filled_from: String,
    renaming: Pending<()>,
    /// The number that is asked about, or being removed.
    removed: Option<u16>,
    removing: Pending<()>,
}

const NUMBER: &str = "Número de la otra ventanilla";
const NAME: &str = "Nombre del centro";

impl Windows {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        self.poll(cx);
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        self.centre_ui(ui, cx);
        widgets::divider(ui);
        self.windows_ui(ui, cx);
        ui.add_space(12.0);
        self.another_ui(ui, cx);
        self.question_ui(ui.ctx(), cx);
    }

    fn poll(&mut self, cx: &mut Cx<'_>) {
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
        match self.renaming.poll() {
            Some(Ok(())) => cx.tell("El nombre del centro quedó guardado: sale en el papel desde ahora."),
            Some(Err(fault)) => {
                self.fault = Some(fault.into());
                self.naming.focus(NAME);
            }
            None => {}
        }
        match self.removing.poll() {
            Some(Ok(())) => cx.tell("La ventanilla quedó quitada."),
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
    }

    fn centre_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let Some(house) = cx.house() else { return };
        let centre = house.centre();
        if self.filled_from != centre.name {
            self.name.clone_from(&centre.name);
            self.filled_from.clone_from(&centre.name);
        }
        let is_changed = self.name.trim() != centre.name;
        let mut is_sent = false;
        Form::show(ui, &mut self.naming, "centre's name", |form| {
            let field = Field::new(NAME).note("Como sale en el papel. El código de las series no cambia.").width(460.0);
            if form.text(field, &mut self.name).changed {
                self.fault = None;
            }
            let button = Button::secondary("Guardar nombre").icon(Icon::Save).busy(self.renaming.is_busy());
            let button = button.enabled(is_changed).why("Todavía no ha cambiado nada.");
            is_sent = form.action(button).clicked();
        });
        if is_sent {
            self.fault = None;
            let name = self.name.trim().to_owned();
            self.renaming.start(|| cx.desk.rename_centre(name));
        }
        ui.add_space(8.0);
        let zone = match centre.zone {
            Zone::Mainland => "Ecuador continental (UTC−5)",
            Zone::Galapagos => "Galápagos (UTC−6)",
        };
        facts_ui(
            ui,
            &[
                ("Código, parte de cada serie", centre.code.clone()),
                ("Provincia", centre.province.clone()),
                ("Cantón", centre.canton.clone()),
                ("Hora", zone.to_owned()),
            ],
        );
    }

    /// The windows; one that was added by mistake can be removed.
    fn windows_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let mine = cx.desk.station().window;
        for window in cx.house().iter().flat_map(|house| house.windows()) {
            ui.horizontal(|ui| {
                let here = if window.number == mine { " · este equipo" } else { "" };
                widgets::badge(ui, Sign::Info, &format!("Ventanilla {}{here}", window.number));
                if window.number != mine {
                    let words = format!("Quitar la ventanilla {}…", window.number);
                    if Button::quiet(&words).busy(self.removing.is_busy()).show(ui).clicked() {
                        (self.fault, self.removed) = (None, Some(window.number));
                    }
                }
            });
        }
    }

    fn question_ui(&mut self, ctx: &Context, cx: &Cx<'_>) {
        let Some(number) = self.removed else { return };
        let title = format!("¿Quitar la ventanilla {number}?");
        let sentence =
            "Se quita una ventanilla que se agregó por error y en la que nadie ha trabajado. Queda en la bitácora.";
        let Some(yes) = question_ui(ctx, &title, 460.0, sentence, Button::danger("Sí, quitarla")) else { return };
        self.removed = None;
        if yes {
            self.removing.start(|| cx.desk.remove_window(number));
        }
    }

    fn another_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
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
