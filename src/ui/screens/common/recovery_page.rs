//! The page with the recovery code, for the safe: made and printed, with what the printer says meanwhile.

use eframe::egui::Ui;

use super::Fault;
use crate::desk::{PrintJob, PrinterChoice};
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Notice, Sign, last_row};

/// The printing of it.
#[derive(Default)]
pub(in crate::ui::screens) struct RecoveryPage {
    job: Option<PrintJob<()>>,
    fault: Option<Fault>,
    is_printed: bool,
    /// Has a code been made that is on no paper?
    was_tried: bool,
    /// A dialog has a way back of its own.
    is_in_dialog: bool,
}

/// What whoever looks at it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui::screens) enum Wish {
    /// It is printed and put away.
    GoOn,
    /// Not now.
    Later,
}

impl RecoveryPage {
    /// In a dialog.
    pub(in crate::ui::screens) fn in_dialog() -> Self {
        Self { is_in_dialog: true, ..Self::default() }
    }

    /// Is it being printed?
    pub(in crate::ui::screens) fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// One frame. `may_wait` offers to do it later from the start; otherwise that is offered only where printing failed.
    pub(in crate::ui::screens) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, may_wait: bool) -> Option<Wish> {
        if let Some(end) = self.job.as_ref().and_then(PrintJob::poll) {
            self.job = None;
            match end {
                Ok(()) => self.is_printed = true,
                Err(fault) => self.fault = Some(fault.into()),
            }
        }
        if self.is_printed {
            return self.printed_ui(ui);
        }
        if let Some(job) = &self.job {
            let words = job.words();
            let words = if words.is_empty() { "Enviando el código a la impresora" } else { words.as_str() };
            widgets::progress(ui, None, words);
            ui.add_space(8.0);
            if Button::secondary("Dejar de esperar").enabled(!job.is_cancelled()).show(ui).clicked() {
                job.cancel();
            }
            return None;
        }
        let has_printer = cx.desk.station().printer != PrinterChoice::Unset;
        if let Some(fault) = &self.fault {
            fault.ui(ui);
            ui.label("El código que no salió ya no sirve: al imprimir de nuevo se hace otro.");
        } else if !has_printer {
            let next = "Elíjala en Configuración; el código se imprime después en Usuarios.";
            Notice::new(Sign::Warning, "Esta ventanilla no tiene impresora.").next(next).show(ui);
        }
        ui.add_space(8.0);
        let mut wish = None;
        let label = if self.was_tried { "Imprimir otro código" } else { "Imprimir el código" };
        let print = Button::primary(label).icon(Icon::Printer).enabled(has_printer);
        let print = print.why("Elija primero la impresora de esta ventanilla, en Configuración.");
        if self.is_in_dialog {
            if last_row(ui, [print]).is_some() {
                self.print(cx);
            }
            return None;
        }
        ui.horizontal(|ui| {
            let print = print.show(ui);
            if has_printer && ui.memory(|memory| memory.focused().is_none()) {
                print.request_focus();
            }
            if print.clicked() {
                self.print(cx);
            }
            if may_wait || self.fault.is_some() || !has_printer {
                let later = Button::secondary("Dejar para más tarde").show(ui);
                if !has_printer && ui.memory(|memory| memory.focused().is_none()) {
                    later.request_focus();
                }
                wish = later.clicked().then_some(Wish::Later);
            }
        });
        wish
    }

    fn print(&mut self, cx: &Cx<'_>) {
        self.was_tried = true;
        self.fault = None;
        self.job = Some(cx.desk.print_recovery_code());
    }

    fn printed_ui(&self, ui: &mut Ui) -> Option<Wish> {
        let next = "Póngalo en un sobre cerrado dentro de la caja fuerte. Un código anterior ya no sirve: destrúyalo.";
        Notice::new(Sign::Done, "El código de recuperación está impreso.").next(next).show(ui);
        ui.add_space(8.0);
        let go_on = Button::primary("Ya lo guardé").icon(Icon::Check).show(ui);
        if ui.memory(|memory| memory.focused().is_none()) {
            go_on.request_focus();
        }
        go_on.clicked().then_some(Wish::GoOn)
    }
}
