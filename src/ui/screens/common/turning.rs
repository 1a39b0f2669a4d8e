//! Turning pages by the keyboard, where a screen has several.

use eframe::egui::{Key, Modifiers, Ui};

/// The page that Ctrl with PageUp or PageDown turns to, round to the first.
pub(in crate::ui::screens) fn turned<T: Copy + PartialEq>(ui: &Ui, pages: &[T], at: T) -> Option<T> {
    if crate::ui::widgets::dialog_is_open(ui.ctx()) {
        return None;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, key));
    let (next, previous) = (pressed(Key::PageDown), pressed(Key::PageUp));
    let count = pages.len();
    let place = pages.iter().position(|page| *page == at)?;
    let to = match (next, previous) {
        (true, false) => place.saturating_add(1),
        (false, true) => place.saturating_add(count).saturating_sub(1),
        _ => return None,
    };
    pages.get(to.checked_rem(count)?).copied()
}
