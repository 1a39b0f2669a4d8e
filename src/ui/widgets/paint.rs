//! What every widget paints and asks alike: the ring of the focus, the small key, ids that stay, keys that are held down.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    self, Align2, Color32, CornerRadius, Event, EventFilter, FontId, FontSelection, Galley, Id, Key, Painter, Pos2,
    Rect, Response, Sense, Stroke, StrokeKind, TextStyle, Ui, Vec2, vec2,
};

use super::form::{note_words, words_are_typed};
use super::presses;
use crate::ui::theme::{Palette, RADIUS, palette};

/// The ring around what has the keyboard: outside of it, with a gap, so that it shows upon any ground. Where the keyboard
/// has just come to it, it is brought into sight.
pub(super) fn focus_ring(ui: &Ui, rect: Rect) {
    let focused = ui.memory(|memory| memory.focused());
    let ringed = Id::unique("what the ring is around");
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<Option<Id>>(ringed), focused));
    if before != focused {
        ui.scroll_to_rect(rect.expand(4.0), None);
    }
    let radius = CornerRadius::same(RADIUS.saturating_add(3));
    // Where the control touches the edge of what scrolls, its ring may lie beyond.
    let painter = ui.painter().with_clip_rect(ui.clip_rect().expand(5.0));
    painter.rect_stroke(rect.expand(2.0), radius, Stroke::new(2.0, palette(ui).focus), StrokeKind::Outside);
}

/// RePág and AvPág turn what scrolls here by most of a page; called inside of it. The keys are then used up.
pub fn page_keys(ui: &Ui) {
    let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(egui::Modifiers::NONE, key));
    let (up, down) = (pressed(Key::PageUp), pressed(Key::PageDown));
    if up != down {
        let page = ui.clip_rect().height() * 0.85;
        ui.scroll_with_delta(vec2(0.0, if up > down { page } else { -page }));
    }
}

/// The same, for what has no room outside of it, such as a row of a table.
pub(super) fn inner_focus_ring(painter: &Painter, rect: Rect, p: &Palette) {
    painter.rect_stroke(rect.shrink(1.0), CornerRadius::same(4), Stroke::new(2.0, p.focus), StrokeKind::Inside);
}

/// Text on one line.
pub(super) fn line(ui: &Ui, text: &str, style: TextStyle, colour: Color32) -> Arc<Galley> {
    ui.painter().layout_no_wrap(text.to_owned(), font(ui, style), colour)
}

/// Text that breaks at a width, between words only: one that is wider takes the room it needs.
pub(super) fn lines(ui: &Ui, text: &str, style: TextStyle, colour: Color32, width: f32) -> Arc<Galley> {
    let words = text.split_whitespace().map(|word| line(ui, word, style.clone(), colour).size().x);
    let widest = words.fold(0.0, f32::max).ceil();
    ui.painter().layout(text.to_owned(), font(ui, style), colour, width.max(widest))
}

/// One line of text, no wider than a width: what does not fit ends in "…".
pub(super) fn short_line(ui: &Ui, text: &str, style: TextStyle, colour: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font(ui, style), colour);
    job.wrap = TextWrapping::truncate_at_width(width);
    ui.painter().layout_job(job)
}

/// The font of a text style.
pub(super) fn font(ui: &Ui, style: TextStyle) -> FontId {
    FontSelection::Style(style).resolve(ui.style())
}

/// Paints a line of text with its left edge at `x`, centred on `y`.
pub(super) fn put_line(painter: &Painter, x: f32, y: f32, galley: Arc<Galley>) {
    let rect = Align2::LEFT_CENTER.anchor_size(Pos2::new(x, y), galley.size());
    painter.galley(rect.min, galley, Color32::PLACEHOLDER);
}

/// An id that depends on where and what a widget is, not on how many stand before it, so that it keeps the focus when
/// something appears above it. The second of one name in one place gets another one.
pub(super) fn named_id(ui: &Ui, kind: &str, name: &str) -> Id {
    let id = ui.scope_id().with((kind, name));
    let pass = ui.cumulative_pass_nr();
    let seen = ui.data_mut(|data| {
        let (last, count) = data.get_temp_mut_or_default::<(u64, usize)>(id.with("seen"));
        *count = if *last == pass { count.saturating_add(1) } else { 0 };
        *last = pass;
        *count
    });
    if seen == 0 { id } else { id.with(seen) }
}

/// While `id` has the focus, Esc does not take it away: going back is the screen's to decide. With `arrows`, the arrow
/// keys are the widget's own.
pub(super) fn hold_focus(ui: &Ui, id: Id, arrows: bool) {
    let filter = EventFilter { tab: false, horizontal_arrows: arrows, vertical_arrows: arrows, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// What is not meant for the control with the keyboard does not press it: a key that is held down, the second Enter of a
/// double press whose first one brought the keyboard here, and the blank between two words that are typed.
pub(super) fn ignore_held_keys(ui: &Ui, id: Id) {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let is_letter = |event: &Event| matches!(event, Event::Text(text) if text.chars().any(char::is_alphabetic));
    if ui.input(|input| input.events.iter().any(is_letter)) {
        note_words(ui);
    }
    let (is_hurried, is_typing) = (presses::is_hurried(ui, id), words_are_typed(ui));
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Key { key: Key::Enter, repeat, pressed: true, .. } => !(*repeat || is_hurried),
            Event::Key { key: Key::Space, repeat, pressed: true, .. } => !(*repeat || is_hurried || is_typing),
            _ => true,
        });
    });
}

/// Takes a key out of the input; says whether it was pressed anew. A key that is held down is taken, and is not news.
pub(super) fn take_key(ui: &Ui, wanted: Key) -> bool {
    ui.input_mut(|input| {
        let mut anew = false;
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, repeat, modifiers, .. } if *key == wanted && !modifiers.any() => {
                anew |= !repeat;
                false
            }
            _ => true,
        });
        anew
    })
}

/// Takes every press of these keys out of the input, with whatever other key they were pressed: egui itself clicks on what
/// has the keyboard for some of them.
pub(super) fn take_all_presses(ui: &Ui, wanted: &[Key]) {
    ui.input_mut(|input| {
        input.events.retain(|event| !matches!(event, Event::Key { key, pressed: true, .. } if wanted.contains(key)));
    });
}

/// How many times a key was pressed, held down or not; takes it out of the input.
pub(super) fn take_presses(ui: &Ui, wanted: Key) -> usize {
    ui.input_mut(|input| input.count_and_consume_key(egui::Modifiers::NONE, wanted))
}

/// What the accessible tree says beside the name of a widget.
pub(super) fn describe(ui: &Ui, id: Id, description: &str) {
    ui.accesskit_node_builder(id, |node| node.set_description(description));
}

/// The size of the key that [`put_key_cap`] paints.
pub(super) fn key_cap_size(ui: &Ui, key: &str) -> Vec2 {
    let text = line(ui, key, TextStyle::Small, Color32::PLACEHOLDER).size();
    vec2((text.x + 10.0).max(22.0), 22.0)
}

/// Paints a small key centred on `centre`, in the colours of what it stands upon.
pub(super) fn put_key_cap(ui: &Ui, centre: Pos2, key: &str, text: Color32, edge: Color32, fill: Color32) {
    let rect = Rect::from_center_size(centre, key_cap_size(ui, key));
    let painter = ui.painter();
    painter.rect(rect, CornerRadius::same(4), fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    let galley = line(ui, key, TextStyle::Small, text);
    painter.galley(rect.center() - galley.size() / 2.0, galley, text);
}

/// A key of the keyboard, as on a list of shortcuts.
pub fn key_cap(ui: &mut Ui, key: &str) -> Response {
    let p = palette(ui);
    let (rect, response) = ui.allocate_exact_size(key_cap_size(ui, key), Sense::hover());
    put_key_cap(ui, rect.center(), key, p.text, p.border_strong, p.surface);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, key));
    response
}
