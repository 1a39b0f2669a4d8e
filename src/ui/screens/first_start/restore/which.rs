//! Which backup: in a folder that is typed or picked, those that stand there with what they say of themselves.

use std::path::PathBuf;

use eframe::egui::Ui;

use super::super::super::common::{Chooser, Fault, typed_path};
use super::Answer;
use crate::desk::Pending;
use crate::domain::calendar::{Moment, Zone};
use crate::domain::size::Size;
use crate::ops::backup::Backup;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Column, Field, Flow, Form, Table};

/// What was typed, and what was found there.
#[derive(Default)]
pub(super) struct WhichStep {
    flow: Flow,
    folder: String,
    chooser: Chooser,
    looking: Pending<Vec<Backup>>,
    found: Vec<Backup>,
    chosen: Option<usize>,
    fault: Option<Fault>,
    wrong_folder: Option<&'static str>,
    is_old: bool,
}

const FOLDER: &str = "Carpeta de los respaldos";

/// The store's id is long, and begins differently in any two centres.
const MARK_CHARS: usize = 8;

impl WhichStep {
    /// The step is shown again.
    pub(super) fn arrive(&mut self) {
        self.is_old = false;
    }

    /// The chosen backup's folder.
    pub(super) fn chosen(&self) -> Option<PathBuf> {
        self.chosen.and_then(|at| self.found.get(at)).map(|backup| backup.folder.clone())
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Answer {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus(FOLDER);
        }
        self.poll(ui, cx);
        widgets::panel_title(
            ui,
            "¿Qué respaldo se restaura?",
            "Conecte el disco y escriba o elija la carpeta de los respaldos, o la de uno de ellos.",
        );
        ui.add_space(SPACE_M);
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        self.folder_ui(ui, cx);
        if self.found.is_empty() { Answer::Stay } else { self.found_ui(ui) }
    }

    fn poll(&mut self, ui: &Ui, cx: &Cx<'_>) {
        if let Some(folder) = self.chooser.poll() {
            self.folder = folder.display().to_string();
            self.look(cx);
        }
        if let Some(lacking) = self.chooser.take_lacking() {
            self.fault = Some(Fault::new(lacking));
            self.flow.focus(FOLDER);
        }
        match self.looking.poll() {
            Some(Ok(found)) => {
                self.chosen = (!found.is_empty()).then_some(0);
                self.found = found;
                ui.memory_mut(|memory| memory.request_focus(table().id()));
            }
            Some(Err(fault)) => {
                self.fault = Some(fault.into());
                self.flow.focus(FOLDER);
            }
            None => {}
        }
    }

    fn look(&mut self, cx: &Cx<'_>) {
        (self.fault, self.found, self.chosen) = (None, Vec::new(), None);
        match typed_path(&self.folder) {
            Some(folder) => self.looking.start(|| cx.desk.look_for_backups(folder)),
            None => {
                self.wrong_folder = Some("Escriba la carpeta, o elíjala.");
                self.flow.focus(FOLDER);
            }
        }
    }

    fn folder_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let is_busy = self.looking.is_busy();
        let (mut looks, mut picks) = (false, false);
        Form::show(ui, &mut self.flow, "which backup", |form| {
            let field = Field::new(FOLDER).hint("/media/disco/respaldos").error(self.wrong_folder).width(560.0);
            let edited = form.text(field, &mut self.folder);
            if edited.changed {
                (self.wrong_folder, self.fault) = (None, None);
            }
            looks = edited.submitted;
            form.row(|form| {
                let button = match self.found.is_empty() {
                    true => Button::primary("Buscar respaldos"),
                    false => Button::secondary("Buscar respaldos"),
                };
                looks |= form.action(button.icon(Icon::Search).busy(is_busy)).clicked();
                let button = Button::secondary("Elegir carpeta…").icon(Icon::Folder).busy(self.chooser.is_open());
                picks = button.show(form.ui()).clicked();
            });
        });
        if picks {
            let from = PathBuf::from(self.folder.trim());
            self.wrong_folder = self.chooser.open_for_folder(ui.ctx(), FOLDER, from).err();
        }
        if looks && !is_busy {
            self.look(cx);
        }
    }

    fn found_ui(&mut self, ui: &mut Ui) -> Answer {
        ui.add_space(SPACE_M);
        let words = match self.found.len() {
            1 => "Hay un respaldo. Los nombres y los datos están cifrados: se leen al abrirlo.".to_owned(),
            many => format!("Hay {many} respaldos, el más nuevo primero. Lo que contienen está cifrado."),
        };
        ui.label(words);
        ui.add_space(SPACE_S);
        let columns = [
            Column::rest("Respaldo"),
            Column::exact("Hecho (hora continental)", 190.0),
            Column::exact("Tamaño", 90.0),
            Column::exact("Almacén", 100.0),
        ];
        let found = &self.found;
        let name = |at: usize| found.get(at).map(name_of).unwrap_or_default();
        let shown = table().name("Respaldos").columns(&columns).row_name(&name).max_height(260.0);
        let event = shown.rows(ui, found.len(), &mut self.chosen, |row, column, ui| {
            let Some(backup) = found.get(row) else { return };
            let says = &backup.manifest;
            ui.label(match column {
                0 => name_of(backup),
                1 => Moment(says.taken_at_ms).in_figures(Zone::Mainland),
                2 => Size(says.store_bytes).to_string(),
                _ => says.store.chars().take(MARK_CHARS).collect::<String>().to_uppercase(),
            });
        });
        ui.add_space(SPACE_M);
        let button = Button::primary("Seguir").icon(Icon::Next).large().enabled(self.chosen.is_some());
        let goes_on = button.why("Elija primero un respaldo.").show(ui).clicked();
        if goes_on || event.activated.is_some() { Answer::GoOn } else { Answer::Stay }
    }
}

fn table() -> Table<'static> {
    Table::new("backups")
}

/// The name of its folder.
fn name_of(backup: &Backup) -> String {
    backup.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
