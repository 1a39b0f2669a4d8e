//! What a field held before the barcode reader typed into it, so that it can be put back.

use eframe::egui::{Context, Id, Ui};

/// The text of the field that has the keyboard, as it stood before the burst under way.
#[derive(Clone, Default)]
struct Before {
    text: Option<String>,
    goes_on: bool,
}

fn key() -> Id {
    Id::unique("the text before the barcode reader")
}

/// What to put back into the field that has the keyboard; none where nothing that is shown has it.
pub fn focused_text(ctx: &Context) -> Option<String> {
    ctx.memory(|memory| memory.focused())?;
    ctx.data(|data| data.get_temp::<Before>(key())).and_then(|before| before.text)
}

/// Whether this frame goes on with a burst that began in an earlier one.
pub fn note_burst(ctx: &Context, goes_on: bool) {
    ctx.data_mut(|data| {
        let before = data.get_temp_mut_or_default::<Before>(key());
        before.goes_on = goes_on;
        if !goes_on {
            before.text = None;
        }
    });
}

/// A field is about to take this frame's input: `id` holds `text`.
pub(super) fn remember(ui: &Ui, id: Id, text: &str) {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    ui.data_mut(|data| {
        let before = data.get_temp_mut_or_default::<Before>(key());
        if !before.goes_on || before.text.is_none() {
            before.text = Some(text.to_owned());
        }
    });
}
