//! A question before something that is not taken back.

use eframe::egui::Context;

use crate::ui::theme::SPACE_M;
use crate::ui::widgets::{Button, Dialog};

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
        ui.add_space(SPACE_M);
        ui.horizontal(|ui| {
            // The safe one has the keyboard first.
            let no = Button::secondary("Volver").show(ui).clicked();
            let yes = verb.show(ui).clicked();
            (yes, no)
        })
        .inner
    });
    let (yes, no) = shown.inner;
    (yes || no || shown.closed_by_escape).then_some(yes)
}
