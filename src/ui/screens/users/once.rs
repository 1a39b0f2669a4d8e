//! A temporary password, shown once.

use eframe::egui::{self, Context, RichText};
use zeroize::Zeroizing;

use crate::ui::theme::{self, Icon};
use crate::ui::widgets::{Button, Dialog, Notice, Sign};

/// The password that was made for somebody.
pub(super) struct ShownOnce {
    full_name: String,
    login: String,
    password: Zeroizing<String>,
}

impl ShownOnce {
    /// For this user.
    pub(super) fn of(full_name: &str, login: &str, password: Zeroizing<String>) -> Self {
        Self { full_name: full_name.to_owned(), login: login.to_owned(), password }
    }

    /// One frame; answers whether it was noted. Esc does not close it: it cannot be shown again.
    pub(super) fn ui(&self, ctx: &Context) -> bool {
        let shown = Dialog::new("Contraseña temporal").width(520.0).show(ctx, |ui| {
            ui.label(format!("Para {}, usuario «{}».", self.full_name, self.login));
            ui.add_space(12.0);
            let palette = theme::palette(ui);
            let frame = egui::Frame::new().fill(palette.surface_sunken).inner_margin(16).corner_radius(6);
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.vertical_centered(|ui| ui.label(RichText::new(self.password.as_str()).monospace().size(28.0)));
            });
            ui.add_space(12.0);
            let next = "Anótela y entréguela en persona. Sirve para el primer ingreso, en el que se elige otra.";
            Notice::new(Sign::Warning, "No se vuelve a mostrar.").next(next).show(ui);
            ui.add_space(12.0);
            Button::primary("Ya la anoté").icon(Icon::Check).show(ui).clicked()
        });
        shown.inner
    }
}
