//! Papers of a visit that ended, printed again.

use eframe::egui::Ui;

use super::Fault;
use crate::desk::PrintJob;
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button};

/// A paper on its way, and what is wrong with it.
#[derive(Default)]
pub(in crate::ui::screens) struct Reprint {
    printing: Option<PrintJob<()>>,
    fault: Option<Fault>,
}

impl Reprint {
    /// Takes the printer's answer in; says whether there is one.
    pub(in crate::ui::screens) fn poll(&mut self, cx: &mut Cx<'_>) -> bool {
        let Some(answer) = self.printing.as_ref().and_then(PrintJob::poll) else { return false };
        self.printing = None;
        match answer {
            Ok(()) => cx.tell("Papel impreso. Quedó anotado."),
            Err(fault) => self.fault = Some(fault.into()),
        }
        true
    }

    /// How it goes.
    pub(in crate::ui::screens) fn ui(&self, ui: &mut Ui) {
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        if let Some(job) = &self.printing {
            widgets::progress(ui, None, &format!("Imprimiendo… {}", job.words()));
        }
    }

    /// The button that prints a paper again; `print` hands it in.
    pub(in crate::ui::screens) fn button_ui(&mut self, ui: &mut Ui, words: &str, print: impl FnOnce() -> PrintJob<()>) {
        if Button::secondary(words).icon(Icon::Printer).busy(self.printing.is_some()).show(ui).clicked() {
            self.fault = None;
            self.printing = Some(print());
        }
    }
}

/// What prints a constancia is called by whether there is one already.
pub(in crate::ui::screens) fn constancia_words(was_printed: bool) -> &'static str {
    match was_printed {
        true => "Imprimir la constancia de nuevo",
        false => "Imprimir una constancia",
    }
}
