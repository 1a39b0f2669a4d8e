//! Saving a month's table as a file: a workbook, CSV or PDF, under a name that is typed or chosen. A file that is there is
//! replaced only when that was said.

use std::path::PathBuf;

use eframe::egui::Context;

use super::super::common::{FORMATS, Fault, kind_of};
use super::super::scans::chooser::FilePick;
use crate::desk::{Desk, Pending, Ticket};
use crate::ops::log::Format;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign};

/// Writes the table to a file in a format; only when that is said over one that is there.
type Save = Box<dyn Fn(&Desk, PathBuf, Format, bool) -> Ticket<()>>;

/// The dialog.
pub(super) struct SaveTable {
    title: String,
    save: Save,
    flow: Flow,
    format: Option<Format>,
    file: FilePick,
    saving: Pending<()>,
    /// What is being saved.
    target: PathBuf,
    /// What is there already: the next answer may replace it.
    there: Option<PathBuf>,
    fault: Option<Fault>,
}

impl SaveTable {
    /// Of the table of which `title` speaks, under this name and an ending.
    pub(super) fn of(
        title: String,
        name: &str,
        save: impl Fn(&Desk, PathBuf, Format, bool) -> Ticket<()> + 'static,
    ) -> Self {
        let format = Format::Xlsx;
        let suggested = format!("{name}.{}", format.ending());
        let (kind, extensions) = kind_of(format);
        let mut flow = Flow::default();
        flow.focus(FilePick::FIELD);
        Self {
            title,
            save: Box::new(save),
            flow,
            format: Some(format),
            file: FilePick::to_write(kind, extensions, &suggested),
            saving: Pending::default(),
            target: PathBuf::new(),
            there: None,
            fault: None,
        }
    }

    /// One frame; answers whether it stays open.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        if self.flow.take_edited() {
            self.fault = None;
        }
        match self.saving.poll() {
            Some(Ok(())) => {
                cx.tell(format!("La tabla está en {}.", self.target.display()));
                return false;
            }
            Some(Err(fault)) if fault.refusal() == Some("exists") => self.there = Some(self.target.clone()),
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        let mut saves = false;
        let is_busy = self.saving.is_busy();
        let shown = Dialog::new(&self.title).width(640.0).show(ctx, |ui| {
            if let Some(there) = &self.there {
                let sentence = format!("El archivo {} ya existe.", there.display());
                widgets::notice(ui, Sign::Warning, &sentence, Some("Reemplácelo, o escriba otro nombre."));
                ui.add_space(SPACE_S);
            }
            if let Some(fault) = &self.fault {
                fault.ui(ui);
            }
            Form::show(ui, &mut self.flow, "save the table", |form| {
                if form.choice(Field::new("Formato"), &FORMATS, &mut self.format)
                    && let Some(format) = self.format
                {
                    let (name, extensions) = kind_of(format);
                    self.file.change_kind(name, extensions);
                    self.there = None;
                }
                if self.file.ui(form) {
                    self.there = None;
                }
                let verb = match self.there {
                    None => Button::primary("Guardar").icon(Icon::Save),
                    Some(_) => Button::danger("Reemplazar el archivo").icon(Icon::Save),
                };
                saves = form.last_row(verb.busy(is_busy));
            });
        });
        if saves {
            self.save(cx);
        }
        !shown.gives_up || is_busy
    }

    fn save(&mut self, cx: &Cx<'_>) {
        let (Some(file), Some(format)) = (self.file.path(), self.format) else {
            self.flow.focus(FilePick::FIELD);
            return;
        };
        // Another name than the one that is there is a new question.
        let replaces = self.there.take().is_some_and(|there| there == file);
        self.fault = None;
        self.target.clone_from(&file);
        self.saving.start(|| (self.save)(cx.desk, file, format, replaces));
    }
}
