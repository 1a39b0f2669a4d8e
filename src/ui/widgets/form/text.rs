//! Fields of one line: text, numbers, passwords.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{
    Align2, Context, CornerRadius, Event, EventFilter, Frame, Id, Key, Margin, Response, RichText, Role, Sense, Stroke,
    TextEdit, TextStyle, Ui, WidgetInfo, vec2,
};

use super::super::paint::{describe, focus_ring, hold_focus, ignore_held_keys, take_key};
use super::field::{Edited, Field, Shown};
use super::pace::{end_words, note_secret, note_words, remember};
use super::{Form, Walk};
use crate::ui::theme::{CONTROL_HEIGHT, Icon, RADIUS, SPACE_S, palette};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Password,
}

impl Form<'_> {
    /// A line of text.
    pub fn text(&mut self, field: Field<'_>, value: &mut String) -> Edited {
        self.line(field, value, Kind::Text)
    }

    /// A number or a code: letters of one width, no blanks around it.
    pub fn number(&mut self, field: Field<'_>, value: &mut String) -> Edited {
        self.line(field, value, Kind::Number)
    }

    /// A password: hidden, with a button beside it that shows it. Enter in the field passes the button over, Tab does not.
    pub fn password(&mut self, field: Field<'_>, value: &mut String) -> Edited {
        self.line(field, value, Kind::Password)
    }

    /// A field that filled itself while it had the keyboard: what is typed next takes the place of what it filled in.
    pub fn is_overwritten(&mut self, field: &Response, value: &str) {
        if field.has_focus() {
            select_all(self.ui, field.id, value);
        }
    }

    fn line(&mut self, field: Field<'_>, value: &mut String, kind: Kind) -> Edited {
        self.field(&field, |ui, walk, label| {
            let key = walk.id_of(field.label);
            let width = field.width_in(ui);
            let submitted = pressed_enter(ui, key);
            let (response, changed) = match kind {
                Kind::Password => password_ui(ui, walk, key, label, &field, value, width),
                _ => line_ui(ui, walk, key, label, field.hint, value, kind, width),
            };
            if changed && kind == Kind::Number && value.trim() != value {
                *value = value.trim().to_owned();
            }
            let left = walk.has_left(ui, key, changed, submitted);
            let edited = Edited { changed, left, submitted, response };
            Shown { stop: key, filled: !value.trim().is_empty(), goes_on: submitted, error: None, inner: edited }
        })
    }
}

impl Walk {
    /// Whether a field that was changed is changed no more: the keyboard is elsewhere, or Enter was pressed.
    pub(super) fn has_left(&mut self, ui: &Ui, key: Id, changed: bool, submitted: bool) -> bool {
        if changed {
            self.flow.dirty.insert(key);
        }
        let rests = submitted || !ui.memory(|memory| memory.has_focus(key));
        rests && self.flow.dirty.remove(&key)
    }
}

/// Whether Enter was pressed in what has this id.
pub(super) fn pressed_enter(ui: &Ui, id: Id) -> bool {
    let pressed = ui.memory(|memory| memory.has_focus(id)) && take_key(ui, Key::Enter);
    if pressed {
        end_words(ui);
    }
    pressed
}

/// A text field. Its frame is ours, its ring stands outside of it, and Enter does not take the keyboard from it.
#[expect(clippy::too_many_arguments, reason = "each is one property of the one field that every kind of field shows")]
pub(super) fn line_ui(
    ui: &mut Ui,
    walk: &mut Walk,
    key: Id,
    label: Id,
    hint: &str,
    value: &mut String,
    kind: Kind,
    width: f32,
) -> (Response, bool) {
    let p = palette(ui);
    let arrives = walk.arrives(ui, key, key);
    if arrives && !goes_on(ui, key) {
        select_all(ui, key, value);
    }
    if ui.memory(|memory| memory.has_focus(key)) {
        drop_pasted_line_ends(ui);
    }
    let hidden = kind == Kind::Password && !walk.flow.revealed.contains(&key);
    let frame = Frame::new()
        .fill(p.surface)
        .stroke(Stroke::new(1.0, p.border_strong))
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(Margin::symmetric(10, 6));
    let edit = TextEdit::singleline(value)
        .id(key)
        .password(hidden)
        .font(if kind == Kind::Text { TextStyle::Body } else { TextStyle::Monospace })
        .text_color(p.text)
        .hint_text(RichText::new(hint).color(p.text_muted))
        .frame(frame)
        .desired_width(width)
        .min_size(vec2(width, CONTROL_HEIGHT))
        .align(Align2::LEFT_CENTER)
        .event_filter(EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true });
    let response = ui.add(edit).labelled_by(label);
    let remembered = if kind == Kind::Password { "" } else { value.as_str() };
    if kind == Kind::Password {
        forget_what_was_typed(ui, key);
        note_secret(ui);
    }
    if response.has_focus() {
        focus_ring(ui, response.rect);
        remember(ui, key, remembered);
    }
    if arrives {
        response.scroll_to_me(None);
    }
    let changed = response.changed();
    if changed {
        note_words(ui);
    }
    walk.flow.edited |= changed;
    (response, changed)
}

/// The keyboard is on its way back to this field, and somebody was writing there: what it holds is not selected, so that the
/// next letter does not take its place. `None`: wherever it comes to, what stands there is written over.
pub fn writing_goes_on(ctx: &Context, field: Option<Id>) {
    ctx.data_mut(|data| match field {
        Some(field) => _ = data.insert_temp(going_on(), field),
        None => data.remove::<Id>(going_on()),
    });
}

fn going_on() -> Id {
    Id::unique("writing goes on")
}

/// Did the keyboard come back to this field, to go on?
fn goes_on(ctx: &Context, field: Id) -> bool {
    ctx.data_mut(|data| {
        let is_back = data.get_temp::<Id>(going_on()) == Some(field);
        if is_back {
            data.remove::<Id>(going_on());
        }
        is_back
    })
}

/// As in every desktop's forms: what a field holds is selected when the keyboard comes to it, or when it fills itself.
pub(super) fn select_all(ui: &Ui, id: Id, value: &str) {
    let mut state = TextEdit::load_state(ui, id).unwrap_or_default();
    let end = CCursor::new(value.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
    TextEdit::store_state(ui, id, state);
}

/// What is copied with its line's end is pasted without it.
fn drop_pasted_line_ends(ui: &Ui) {
    ui.input_mut(|input| {
        for event in &mut input.events {
            if let Event::Paste(text) = event {
                text.truncate(text.trim_end_matches(['\r', '\n']).len());
            }
        }
    });
}

/// A password is not kept in the field's list of what can be undone.
fn forget_what_was_typed(ui: &Ui, id: Id) {
    if let Some(mut state) = TextEdit::load_state(ui, id) {
        state.clear_undoer();
        TextEdit::store_state(ui, id, state);
    }
}

fn password_ui(
    ui: &mut Ui,
    walk: &mut Walk,
    key: Id,
    label: Id,
    field: &Field<'_>,
    value: &mut String,
    width: f32,
) -> (Response, bool) {
    let toggle_width = 92.0;
    // What was tried in vain, or handed in, is taken out: the next one is typed unseen.
    if value.is_empty() && walk.flow.secrets.remove(&key) {
        walk.flow.revealed.remove(&key);
    }
    ui.horizontal(|ui| {
        let shown = line_ui(ui, walk, key, label, field.hint, value, Kind::Password, width - toggle_width - SPACE_S);
        reveal_ui(ui, walk, key, field.label, toggle_width);
        match value.is_empty() {
            // Whoever empties it goes on writing it as before.
            true => walk.flow.secrets.remove(&key),
            false => walk.flow.secrets.insert(key),
        };
        shown
    })
    .inner
}

fn reveal_ui(ui: &mut Ui, walk: &mut Walk, key: Id, label: &str, width: f32) {
    let p = palette(ui);
    let revealed = walk.flow.revealed.contains(&key);
    let (word, icon) = if revealed { ("Ocultar", Icon::Hide) } else { ("Mostrar", Icon::Show) };
    let (_, rect) = ui.allocate_space(vec2(width, CONTROL_HEIGHT));
    let id = key.with("reveal");
    hold_focus(ui, id, false);
    ignore_held_keys(ui, id);
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), word));
    describe(ui, id, label);
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), p.accent_soft);
    }
    icon.paint(ui.painter(), rect.left_center() + vec2(18.0, 0.0), 18.0, p.accent);
    let text = super::super::paint::line(ui, word, TextStyle::Body, p.accent);
    super::super::paint::put_line(ui.painter(), rect.left() + 32.0, rect.center().y, text);
    if response.clicked() {
        if !walk.flow.revealed.remove(&key) {
            walk.flow.revealed.insert(key);
        }
        // By a click, typing goes on in the field; by the keyboard, the focus stays where the person put it.
        if !response.has_focus() {
            ui.memory_mut(|memory| memory.request_focus(key));
        }
    }
    if response.has_focus() {
        focus_ring(ui, rect);
    }
}
