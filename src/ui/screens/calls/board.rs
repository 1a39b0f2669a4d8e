//! The board itself, to be read from across the room: measures are parts of the screen's height.

use std::time::Duration;

use eframe::egui::{
    self, Align, Align2, Color32, CornerRadius, CursorIcon, FontId, Layout, Rect, RichText, Sense, Ui, UiBuilder, pos2,
    vec2,
};

use super::announced::{Announced, Shown};
use crate::desk::Calls;
use crate::ui::theme::{self, Icon, Palette};

/// How many calls are shown.
const SHOWN: usize = 5;

/// How long a new call is lit, and then not, in seconds.
const BLINK_SECS: f64 = 0.6;

/// Parts of the height.
const HEAD: f32 = 0.1;
const FIRST: f32 = 0.4;
const FOOT: f32 = 0.08;
const MARGIN: f32 = 0.03;

/// The part of the width that the turn's code has; the window has the rest.
const TURN: f32 = 0.66;

/// One frame.
pub(super) fn ui(ui: &mut Ui, calls: &Calls, announced: &Announced, is_cut: bool) {
    ui.set_cursor_icon(CursorIcon::None);
    let palette = theme::palette(ui);
    let whole = ui.max_rect();
    let now = ui.input(|input| input.time);
    let height = whole.height();
    let margin = height * MARGIN;
    let cut = |top: f32, part: f32| Rect::from_min_size(pos2(whole.left(), top), vec2(whole.width(), part));
    head_ui(ui, palette, cut(whole.top(), height * HEAD), calls);
    let shown = announced.newest(SHOWN);
    let foot = if is_cut { height * FOOT } else { 0.0 };
    let body = Rect::from_min_max(
        pos2(whole.left() + margin, whole.top() + height * HEAD + margin),
        pos2(whole.right() - margin, whole.bottom() - foot - margin),
    );
    match shown.split_first() {
        None => nobody_ui(ui, palette, body),
        Some((first, others)) => {
            let (upper, lower) = body.split_top_bottom_at_y(body.top() + height * FIRST);
            first_ui(ui, palette, upper, first, now);
            let row = (lower.height() - margin) / (SHOWN - 1) as f32;
            for (nth, shown) in others.iter().enumerate() {
                let top = lower.top() + margin + row * nth as f32;
                let rect = Rect::from_min_size(pos2(lower.left(), top), vec2(lower.width(), row));
                row_ui(ui, palette, rect, shown, now);
            }
        }
    }
    if is_cut {
        foot_ui(ui, palette, cut(whole.bottom() - foot, foot));
    }
    // The clock, and what blinks.
    let to_the_minute = 60 - calls.now().0.div_euclid(1000).rem_euclid(60);
    let blinks = shown.iter().any(|shown| shown.is_new(now));
    let wake = if blinks { BLINK_SECS / 2.0 } else { f64::from(i32::try_from(to_the_minute).unwrap_or(60)) };
    ui.request_repaint_after(Duration::from_secs_f64(wake));
}

fn head_ui(ui: &mut Ui, palette: &Palette, rect: Rect, calls: &Calls) {
    ui.painter().rect_filled(rect, CornerRadius::ZERO, palette.accent);
    let inside = rect.shrink2(vec2(rect.height() * 0.3, 0.0));
    let hour = calls.now().local(calls.zone).format("%H:%M").to_string();
    let (name, clock) = inside.split_left_right_at_x(inside.right() - rect.height() * 2.2);
    let size = rect.height() * 0.5;
    words(ui, name, Align2::LEFT_CENTER, &calls.centre, size, palette.text_on_accent);
    words(ui, clock, Align2::RIGHT_CENTER, &hour, size, palette.text_on_accent);
}

/// The call that was made last.
fn first_ui(ui: &mut Ui, palette: &Palette, rect: Rect, shown: &Shown, now: f64) {
    let is_lit = shown.seen().is_some_and(|seen| {
        // It is lit at first, and stays so once it has blinked.
        shown.is_new(now) && ((now - seen) / BLINK_SECS) as i64 % 2 == 0
    });
    let (ground, ink, quiet) = match is_lit {
        true => (palette.accent, palette.text_on_accent, palette.text_on_accent),
        false => (palette.accent_soft, palette.text, palette.text_muted),
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(16),
        ground,
        egui::Stroke::new(3.0, palette.accent),
        egui::StrokeKind::Inside,
    );
    let inside = rect.shrink2(vec2(rect.height() * 0.1, rect.height() * 0.06));
    let (turn, window) = inside.split_left_right_at_fraction(TURN);
    let turn = turn.with_max_x(turn.right() - rect.height() * 0.08);
    let label = rect.height() * 0.17;
    for (place, named, value, align) in [
        (turn, "Turno", shown.call.code.to_string(), Align2::LEFT_CENTER),
        (window, "Ventanilla", shown.call.window.to_string(), Align2::CENTER_CENTER),
    ] {
        let (above, below) = place.split_top_bottom_at_y(place.top() + label * 1.4);
        words(ui, above, align, named, label, quiet);
        words(ui, below, align, &value, below.height() * 0.86, ink);
    }
}

/// One that was made before.
fn row_ui(ui: &mut Ui, palette: &Palette, rect: Rect, shown: &Shown, now: f64) {
    let rect = rect.shrink2(vec2(0.0, rect.height() * 0.06));
    let ground = if shown.is_new(now) { palette.accent_soft } else { palette.surface };
    ui.painter().rect_filled(rect, CornerRadius::same(10), ground);
    let inside = rect.shrink2(vec2(rect.height() * 0.3, 0.0));
    let (turn, window) = inside.split_left_right_at_fraction(TURN);
    let size = rect.height() * 0.56;
    words(ui, turn, Align2::LEFT_CENTER, &shown.call.code.to_string(), size, palette.text);
    words(ui, window, Align2::CENTER_CENTER, &format!("Ventanilla {}", shown.call.window), size, palette.text);
}

fn nobody_ui(ui: &mut Ui, palette: &Palette, rect: Rect) {
    let size = rect.height() * 0.09;
    let line = |at: f32| Rect::from_center_size(rect.center() + vec2(0.0, at * size), vec2(rect.width(), size * 1.4));
    words(ui, line(-1.4), Align2::CENTER_CENTER, "Todavía no se ha llamado a nadie hoy.", size, palette.text);
    let next = "Tenga a la mano el código de su turno: aquí aparece, con su ventanilla.";
    words(ui, line(0.4), Align2::CENTER_CENTER, next, size * 0.6, palette.text_muted);
}

/// The server does not answer: nobody waits here for a call that is not shown.
fn foot_ui(ui: &mut Ui, palette: &Palette, rect: Rect) {
    ui.painter().rect_filled(rect, CornerRadius::ZERO, palette.warning_soft);
    let sentence =
        "Sin conexión con el centro: los llamados nuevos no aparecen aquí. Atienda a quien le llama en voz alta.";
    let inside = rect.shrink2(vec2(rect.height() * 0.5, 0.0));
    let (icon, said) = inside.split_left_right_at_x(inside.left() + rect.height());
    Icon::Warning.paint(ui.painter(), icon.center(), rect.height() * 0.5, palette.warning);
    words(ui, said, Align2::LEFT_CENTER, sentence, rect.height() * 0.42, palette.text);
}

/// One line of words in a place, as large as said, or as they fit.
fn words(ui: &mut Ui, rect: Rect, align: Align2, said: &str, size: f32, colour: Color32) {
    let strong = |size: f32| FontId::new(size, theme::strong_family());
    // Sizes in whole points: each is drawn once and kept.
    let size = size.floor().max(8.0);
    let width = ui.fonts_mut(|fonts| fonts.layout_no_wrap(said.to_owned(), strong(size), colour).size().x);
    let size = if width > rect.width() { (size * rect.width() / width).floor().max(8.0) } else { size };
    let text = RichText::new(said).font(strong(size)).color(colour);
    let across = match align.x() {
        Align::Min => Layout::left_to_right(align.y()),
        Align::Center => Layout::centered_and_justified(egui::Direction::LeftToRight),
        Align::Max => Layout::right_to_left(align.y()),
    };
    let builder = UiBuilder::new().max_rect(rect).layout(across);
    ui.scope_builder(builder, |ui| ui.add(egui::Label::new(text).extend().sense(Sense::hover())));
}
