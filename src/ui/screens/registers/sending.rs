//! Something handed in from a dialog or a page: one at a time, its fault in words until the next try.

use eframe::egui::Ui;

use crate::desk::{Pending, Ticket};
use crate::ui::widgets::{self, Sign};

/// What was handed in, and why the last try was not done.
#[derive(Debug)]
pub(in crate::ui::screens) struct Sending<T> {
    pending: Pending<T>,
    fault: Option<String>,
}

impl<T> Default for Sending<T> {
    fn default() -> Self {
        Self { pending: Pending::default(), fault: None }
    }
}

impl<T> Sending<T> {
    /// Hands something in, unless an answer is awaited already.
    pub(in crate::ui::screens) fn start(&mut self, hand_in: impl FnOnce() -> Ticket<T>) {
        self.fault = None;
        self.pending.start(hand_in);
    }

    /// Is an answer awaited?
    pub(in crate::ui::screens) fn is_busy(&self) -> bool {
        self.pending.is_busy()
    }

    /// What was done, once; a fault is kept to be shown.
    pub(in crate::ui::screens) fn poll(&mut self) -> Option<T> {
        match self.pending.poll()? {
            Ok(done) => Some(done),
            Err(fault) => {
                self.fault = Some(fault.to_string());
                None
            }
        }
    }

    /// Why it cannot even be tried.
    pub(in crate::ui::screens) fn refuse(&mut self, why: impl Into<String>) {
        self.fault = Some(why.into());
    }

    /// Nothing is said any more of the last try.
    pub(in crate::ui::screens) fn forget_fault(&mut self) {
        self.fault = None;
    }

    /// Why the last try was not done, if it was not.
    pub(in crate::ui::screens) fn fault_ui(&self, ui: &mut Ui) {
        if let Some(fault) = &self.fault {
            widgets::notice(ui, Sign::Refused, fault, None);
            ui.add_space(crate::ui::theme::SPACE_S);
        }
    }
}
