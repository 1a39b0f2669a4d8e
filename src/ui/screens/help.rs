//! F1: every shortcut.

use eframe::egui::{self, Context};

use crate::ui::shortcuts::{ALL, Action, BY_THE_WAY};
use crate::ui::widgets::{self, Button, Dialog};

/// One frame of the list, of what is there; answers whether it stays open.
pub fn ui(ctx: &Context, is_here: impl Fn(Action) -> bool) -> bool {
    let mut stays = true;
    let shown = Dialog::new("Atajos del teclado").width(560.0).show(ctx, |ui| {
        let line = |ui: &mut egui::Ui, cap: &str, words: &str| {
            ui.horizontal(|ui| {
                ui.allocate_ui_with_layout(
                    egui::vec2(92.0, 24.0),
                    egui::Layout::left_to_right(egui::Align::Center),
                    |ui| {
                        widgets::key_cap(ui, cap);
                    },
                );
                ui.label(words);
            });
        };
        egui::ScrollArea::vertical().max_height(520.0).show(ui, |ui| {
            widgets::page_keys(ui);
            for shortcut in ALL.iter().filter(|shortcut| is_here(shortcut.action)) {
                line(ui, shortcut.cap, shortcut.words);
            }
            widgets::divider(ui);
            for (cap, words) in BY_THE_WAY {
                line(ui, cap, words);
            }
        });
        ui.add_space(8.0);
        Button::primary("Cerrar").show(ui).clicked()
    });
    if shown.gives_up || shown.inner {
        stays = false;
    }
    stays
}
