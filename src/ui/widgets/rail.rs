//! The items of the rail at the left: where in the program one is.

use eframe::egui::{Color32, CornerRadius, Rect, Response, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::paint::{focus_ring, hold_focus, ignore_held_keys, key_cap_size, line, named_id, put_key_cap, put_line};
use crate::ui::theme::{Icon, RADIUS, SPACE_M, SPACE_S, palette, strong_style};

/// Narrower than this, in points, the rail has no room for its words beside the icons.
const WIDE: f32 = 140.0;

/// Lower than this, an item of a narrow rail has no room for its word below the icon.
const TALL: f32 = 50.0;

/// An item of the rail, as wide as the rail and so high; `shortcut` may be empty. In a narrow rail the word stands below
/// the icon, where there is room. Its accessible name is its label.
pub fn rail_item(ui: &mut Ui, height: f32, icon: Icon, label: &str, shortcut: &str, selected: bool) -> Response {
    let p = palette(ui);
    let id = named_id(ui, "rail", label);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
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
    let put_icon = |centre| match selected {
        true => icon.paint_solid(painter, centre, 22.0, text),
        false => icon.paint(painter, centre, 22.0, text),
    };
    if rect.width() >= WIDE {
        put_icon(pos2(rect.left() + SPACE_M + 11.0, middle));
        put_line(painter, rect.left() + SPACE_M + 22.0 + SPACE_M, middle, line(ui, label, style, text));
        if !shortcut.is_empty() {
            let centre = pos2(rect.right() - SPACE_S - key_cap_size(ui, shortcut).x / 2.0, middle);
            let edge = if selected { p.accent.gamma_multiply(0.4) } else { p.border };
            put_key_cap(ui, centre, shortcut, p.text_muted, edge, Color32::TRANSPARENT);
        }
    } else if rect.height() >= TALL {
        put_icon(pos2(rect.center().x, rect.top() + 18.0));
        let word = line(ui, label, TextStyle::Small, text);
        put_line(painter, rect.center().x - word.size().x / 2.0, rect.bottom() - 13.0, word);
    } else {
        put_icon(rect.center());
    }
    if response.has_focus() {
        focus_ring(ui, rect);
    }
    match rect.width() >= WIDE {
        true => response,
        false if shortcut.is_empty() => response.on_hover_text(label),
        false => response.on_hover_text(format!("{label} · {shortcut}")),
    }
}
