//! The centre's settings as they stand in the store, and the saving of what a part of them was changed to.

use eframe::egui::Ui;

use super::super::common::Fault;
use crate::desk::{Live, Pending};
use crate::ops::Changed;
use crate::ops::settings::{self, ChangeSettings, Settings};
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{Button, Flow};

/// What stands in the store, for one part of the page.
#[derive(Default)]
pub(super) struct Kept {
    settings: Live<Settings>,
    saving: Pending<()>,
    fault: Option<Fault>,
}

impl Kept {
    /// What stands, once it is read. `saved` is told of what was saved.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, flow: &mut Flow, saved: &str) -> Option<Settings> {
        if flow.take_edited() {
            self.fault = None;
        }
        self.settings.refresh(cx.desk, &[Changed::Settings], |desk| {
            desk.read(|house, reader| settings::load(reader, house.centre().id))
        });
        match self.saving.poll() {
            Some(Ok(())) => cx.tell(saved),
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        if let Some(fault) = self.settings.fault() {
            Fault::new(fault.to_string()).ui(ui);
        }
        if self.settings.get().is_none() {
            ui.label("Leyendo la configuración…");
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        self.settings.get().cloned()
    }

    /// The button that saves what was typed: nothing is saved twice, nor what has not changed.
    pub(super) fn button(&self, label: &'static str, is_changed: bool) -> Button<'static> {
        let button = Button::primary(label).icon(Icon::Save).busy(self.saving.is_busy()).enabled(is_changed);
        button.why("Todavía no ha cambiado nada.")
    }

    /// Saves these, unless some are being saved.
    pub(super) fn save(&mut self, cx: &Cx<'_>, settings: Settings) {
        if !self.saving.is_busy() {
            self.fault = None;
            self.saving.start(|| cx.desk.perform(ChangeSettings { settings }));
        }
    }
}
