//! The recovery code for the safe: offered where there is none, due where the last one was used.

use eframe::egui::Ui;

use super::super::common::RecoveryPage;
use crate::ops::view::CodeIsDue;
use crate::ui::cx::Cx;
use crate::ui::widgets;

/// The offer.
pub(super) struct OfferCode {
    because: CodeIsDue,
    page: RecoveryPage,
}

impl OfferCode {
    /// For this reason.
    pub(super) fn because(because: CodeIsDue) -> Self {
        Self { because, page: RecoveryPage::default() }
    }

    /// One frame; answers whether it goes on to the counter.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> bool {
        let (title, about) = match self.because {
            CodeIsDue::First => (
                "Imprima el código de recuperación",
                "Si un día nadie de supervisión recuerda su contraseña, solo este código permite ingresar. Todavía no \
                 hay ninguno: imprímalo y guárdelo en la caja fuerte.",
            ),
            CodeIsDue::Used => (
                "Imprima el nuevo código de recuperación",
                "El código anterior ya se usó y no sirve más. Imprima ahora el que lo reemplaza y guárdelo en la caja fuerte.",
            ),
        };
        widgets::panel_title(ui, title, about);
        ui.add_space(12.0);
        self.page.ui(ui, cx, self.because == CodeIsDue::First).is_some()
    }
}
