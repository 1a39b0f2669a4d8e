//! Facts beside each other.

use eframe::egui::Ui;

use crate::ui::theme::SPACE_L;
use crate::ui::widgets;

/// The least width of one fact.
const FACT_WIDTH: f32 = 190.0;

/// The same of facts that are a word or a figure.
const SHORT_FACT_WIDTH: f32 = 100.0;

/// Facts beside each other, each its name above its value; they wrap.
pub(in crate::ui::screens) fn facts_ui(ui: &mut Ui, facts: &[(&str, String)]) {
    wrapped_ui(ui, facts, FACT_WIDTH);
}

/// Facts that are a word or a figure, beside each other.
pub(in crate::ui::screens) fn short_facts_ui(ui: &mut Ui, facts: &[(&str, String)]) {
    wrapped_ui(ui, facts, SHORT_FACT_WIDTH);
}

fn wrapped_ui(ui: &mut Ui, facts: &[(&str, String)], least: f32) {
    let room = ui.available_width() + SPACE_L;
    let in_a_row = (room / (least + SPACE_L)).floor().clamp(1.0, 4.0);
    let width = room / in_a_row - SPACE_L;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few, and at least one")]
    let in_a_row = in_a_row as usize;
    for row in facts.chunks(in_a_row) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_L;
            for (name, value) in row {
                ui.vertical(|ui| {
                    ui.set_width(width);
                    widgets::key_value(ui, name, value);
                });
            }
        });
    }
}
