//! How far something has come. Nothing moves by itself: it is painted again when the value changes.

use eframe::egui::{CornerRadius, Rect, Response, RichText, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::paint::{focus_ring, hold_focus, named_id};
use crate::ui::theme::{SPACE_XS, palette};

/// What is waited for, as a place of the keyboard that does nothing: no key pressed in a hurry ends the waiting.
pub fn waiting(ui: &mut Ui, name: &str, text: &str) -> Response {
    let rect = progress(ui, None, text).rect;
    let id = named_id(ui, "waiting", name);
    hold_focus(ui, id, false);
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, name));
    if response.has_focus() {
        focus_ring(ui, rect);
    }
    response
}

/// A bar with its text above it. Without a fraction, only that it is under way.
pub fn progress(ui: &mut Ui, fraction: Option<f32>, text: &str) -> Response {
    let p = palette(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = SPACE_XS;
        let percent = fraction.map(|part| (part.clamp(0.0, 1.0) * 100.0).floor());
        ui.horizontal(|ui| {
            ui.label(RichText::new(text).color(p.text));
            let said = percent.map_or("en curso…".to_owned(), |percent| format!("{percent} %"));
            ui.label(RichText::new(said).text_style(TextStyle::Body).color(p.text_muted));
        });
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), 8.0));
        let radius = CornerRadius::same(4);
        ui.painter().rect_filled(rect, radius, p.border);
        match fraction {
            Some(part) => {
                let done = Rect::from_min_size(rect.min, vec2(rect.width() * part.clamp(0.0, 1.0), rect.height()));
                ui.painter().rect_filled(done, radius, p.accent);
            }
            None => {
                let mut x = rect.left() + 6.0;
                while x < rect.right() - 30.0 {
                    let piece = Rect::from_min_max(pos2(x, rect.top() + 2.0), pos2(x + 24.0, rect.bottom() - 2.0));
                    ui.painter().rect_filled(piece, CornerRadius::same(2), p.accent);
                    x += 36.0;
                }
            }
        }
        let response = ui.interact(rect, named_id(ui, "progress", text), Sense::hover());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, text);
            info.value = percent.map(f64::from);
            info
        });
        response
    })
    .inner
}
