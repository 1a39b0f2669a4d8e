//! A large button with two lines: what it does, and for whom. For a screen that is touched.

use eframe::egui::{CornerRadius, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::paint::{describe, focus_ring, hold_focus, ignore_held_keys, lines, named_id};
use crate::ui::theme::{Icon, RADIUS, SPACE_M, SPACE_XS, large_style, palette};

/// The size of its icon, in points.
const ICON: f32 = 32.0;
/// It is never lower, in points.
const LEAST_HEIGHT: f32 = 72.0;

/// A tile as wide as there is room.
pub fn tile(ui: &mut Ui, icon: Icon, title: &str, about: &str) -> Response {
    let p = palette(ui);
    let width = ui.available_width();
    let aside = 3.0 * SPACE_M + ICON;
    let room = (width - aside).max(80.0);
    let title_text = lines(ui, title, large_style(), p.text, room);
    let about_text = lines(ui, about, TextStyle::Body, p.text_muted, room);
    let words = title_text.size().y + SPACE_XS + about_text.size().y;
    let (_, rect) = ui.allocate_space(vec2(width, (words + 2.0 * SPACE_M).max(LEAST_HEIGHT)));
    let id = named_id(ui, "tile", title);
    hold_focus(ui, id, false);
    ignore_held_keys(ui, id);
    let response = ui.interact(rect, id, Sense::click());
    if response.clicked() {
        response.request_focus();
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), title));
    describe(ui, id, about);
    let (fill, edge) = match response.hovered() || response.is_pointer_button_down_on() {
        true => (p.accent_soft, p.accent),
        false => (p.surface, p.border_strong),
    };
    let radius = CornerRadius::same(RADIUS.saturating_add(2));
    ui.painter().rect(rect, radius, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    icon.paint(ui.painter(), rect.left_center() + vec2(SPACE_M + ICON / 2.0, 0.0), ICON, p.accent);
    let left = rect.left() + 2.0 * SPACE_M + ICON;
    let top = rect.center().y - words / 2.0;
    let below = top + title_text.size().y + SPACE_XS;
    ui.painter().galley(pos2(left, top), title_text, p.text);
    ui.painter().galley(pos2(left, below), about_text, p.text_muted);
    if response.has_focus() {
        focus_ring(ui, rect);
    }
    response
}
