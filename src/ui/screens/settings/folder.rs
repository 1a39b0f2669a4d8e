//! The folder in which the scanner leaves its files, typed or picked.

use std::path::PathBuf;

use eframe::egui::Ui;

use super::super::common::{Chooser, Fault, typed_path};
use crate::desk::Pending;
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{Button, Field, Flow, Form};

/// What was typed or picked.
#[derive(Default)]
pub(in crate::ui::screens) struct ScanFolder {
    flow: Flow,
    typed: String,
    is_old: bool,
    chooser: Chooser,
    /// Whether what was typed is a folder; asked before it is kept.
    checking: Pending<bool>,
    keeping: Pending<()>,
    fault: Option<String>,
    failed: Option<Fault>,
}

const FOLDER: &str = "Carpeta del escáner";

impl ScanFolder {
    /// One frame.
    pub(in crate::ui::screens) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        if !self.is_old {
            self.is_old = true;
            self.typed = kept(cx);
        }
        self.poll(cx);
        if let Some(fault) = &self.failed {
            fault.ui(ui);
        }
        let (mut keeps, mut picks) = (false, false);
        let is_picking = self.chooser.is_open();
        let is_busy = self.is_busy();
        Form::show(ui, &mut self.flow, "scan folder", |form| {
            let note = "Donde el escáner deja sus archivos; de allí se toman los documentos digitalizados de cada \
                        atención.";
            let field = Field::new(FOLDER).note(note).error(self.fault.as_deref()).optional().width(460.0);
            let edited = form.text(field, &mut self.typed);
            if edited.changed {
                self.fault = None;
            }
            keeps = edited.submitted;
            form.row(|form| {
                let button = Button::secondary("Guardar carpeta").icon(Icon::Save).busy(is_busy);
                keeps |= form.action(button).clicked();
                let button = Button::secondary("Elegir carpeta…").icon(Icon::Folder).busy(is_picking);
                picks = button.show(form.ui()).clicked();
            });
        });
        if picks {
            let from = PathBuf::from(self.typed.trim());
            let opened = self.chooser.open_for_folder(ui.ctx(), FOLDER, from);
            self.fault = opened.err().map(str::to_owned);
        }
        if keeps && !is_busy {
            self.check(cx);
        }
    }

    /// Keeps what was typed and not kept yet.
    pub(in crate::ui::screens) fn keep_typed(&mut self, cx: &Cx<'_>) {
        (self.fault, self.failed) = (None, None);
        let is_kept = !self.is_old || typed_path(&self.typed) == cx.desk.station().scan_folder;
        if !is_kept && !self.is_busy() {
            self.check(cx);
        }
    }

    /// Is it being kept?
    pub(in crate::ui::screens) fn is_busy(&self) -> bool {
        self.checking.is_busy() || self.keeping.is_busy()
    }

    /// Is something wrong with it?
    pub(in crate::ui::screens) fn is_wrong(&self) -> bool {
        self.fault.is_some() || self.failed.is_some()
    }

    fn poll(&mut self, cx: &mut Cx<'_>) {
        if let Some(folder) = self.chooser.poll() {
            self.typed = folder.display().to_string();
            self.check(cx);
        }
        if let Some(lacking) = self.chooser.take_lacking() {
            self.fault = Some(lacking.to_owned());
            self.flow.focus(FOLDER);
        }
        match self.checking.poll() {
            Some(Ok(true)) => self.keep(cx),
            Some(Ok(false)) => {
                self.fault =
                    Some("Esa carpeta no existe o no se puede leer. Revise cómo está escrita, o elíjala.".into());
                self.flow.focus(FOLDER);
            }
            Some(Err(fault)) => self.failed = Some(fault.into()),
            None => {}
        }
        match self.keeping.poll() {
            Some(Ok(())) => cx.tell("La carpeta del escáner quedó guardada."),
            Some(Err(fault)) => self.failed = Some(fault.into()),
            None => {}
        }
    }

    /// A folder that is not there is not kept; none at all is.
    fn check(&mut self, cx: &Cx<'_>) {
        (self.fault, self.failed) = (None, None);
        let Some(folder) = typed_path(&self.typed) else { return self.keep(cx) };
        self.checking.start(|| cx.desk.is_scan_folder(folder));
    }

    fn keep(&mut self, cx: &Cx<'_>) {
        let folder = typed_path(&self.typed);
        let later = folder.clone();
        self.keeping.start(|| {
            cx.desk.change_station(
                move |station| station.scan_folder = folder,
                move |settings| settings.scan_folder = later,
            )
        });
    }
}

fn kept(cx: &Cx<'_>) -> String {
    cx.desk.station().scan_folder.as_ref().map(|folder| folder.display().to_string()).unwrap_or_default()
}
