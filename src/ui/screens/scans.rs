//! The scan viewer.

use eframe::egui::Ui;

use crate::ops::scan::{ScanSubject, ScannedPaper};
use crate::ops::view::Scan;
use crate::ui::cx::Cx;

/// The papers of one subject.
pub struct ScanPanel {}

impl ScanPanel {
    /// Of this subject.
    #[must_use]
    pub fn new(_subject: ScanSubject) -> Self {
        Self {}
    }

    /// The keyboard goes to it.
    pub fn focus(&mut self) {}

    /// One frame; answers whether something was attached or removed.
    pub fn ui(
        &mut self,
        _ui: &mut Ui,
        _cx: &mut Cx<'_>,
        _attached: &[Scan],
        _wanted: ScannedPaper,
        _choices: &[ScannedPaper],
    ) -> bool {
        false
    }
}
