//! The items of the rail at the left: where in the program one is.

use eframe::egui::{Color32, CornerRadius, Rect, Response, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::paint::{focus_ring, hold_focus, ignore_held_keys, key_cap_size, line, named_id, put_key_cap, put_line};
use crate::ui::theme::{Icon, RADIUS, SPACE_M, SPACE_S, palette, strong_style};

/// An item of the rail, as wide as the rail; `shortcut` may be empty. Its accessible name is its label.
pub fn rail_item(ui: &mut Ui, icon: Icon, label: &str, shortcut: &str, selected: bool) -> Response {
    let p = palette(ui);
    let id = named_id(ui, "rail", label);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), 44.0));
    hold_focus(ui, id, false);
    ignore_held_keys(ui, id);
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, ui.is_enabled(), label));
    ui.accesskit_node_builder(id, |node| node.set_selected(selected));

    let (fill, text, style) = match (selected, response.hovered()) {
        (true, _) => (p.accent_soft, p.accent, strong_style()),
        (false, true) => (p.border, p.text, TextStyle::Body),
        (false, false) => (Color32::TRANSPARENT, p.text, TextStyle::Body),
    };
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(RADIUS), fill);
    let middle = rect.center().y;
    if selected {
        let bar = Rect::from_min_size(rect.min + vec2(0.0, 10.0), vec2(4.0, rect.height() - 20.0));
        painter.rect_filled(bar, CornerRadius::same(2), p.accent);
    }
    let centre = pos2(rect.left() + SPACE_M + 11.0, middle);
    if selected {
        icon.paint_solid(painter, centre, 22.0, text)
    } else {
        icon.paint(painter, centre, 22.0, text)
    }
    put_line(painter, rect.left() + SPACE_M + 22.0 + SPACE_M, middle, line(ui, label, style, text));
    if !shortcut.is_empty() {
        let centre = pos2(rect.right() - SPACE_S - key_cap_size(ui, shortcut).x / 2.0, middle);
        let edge = if selected { p.accent.gamma_multiply(0.4) } else { p.border };
        put_key_cap(ui, centre, shortcut, p.text_muted, edge, Color32::TRANSPARENT);
    }
    if response.has_focus() {
        focus_ring(ui, rect);
    }
    response
}
