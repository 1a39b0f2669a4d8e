//! A question before something that is not taken back.

use eframe::egui::Context;

use crate::ui::widgets::{Button, Dialog, last_row};

/// Asks; `verb` is the button that says yes. Answers once it is answered; Escape is a no.
pub(in crate::ui::screens) fn question_ui(
    ctx: &Context,
    title: &str,
    width: f32,
    sentence: &str,
    verb: Button<'_>,
) -> Option<bool> {
    let shown = Dialog::new(title).width(width).show(ctx, |ui| {
        ui.label(sentence);
        last_row(ui, [verb]).is_some()
    });
    (shown.inner || shown.gives_up).then_some(shown.inner)
}
