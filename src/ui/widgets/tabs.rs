//! Tabs: the parts of a page, of which one is shown.

use eframe::egui::{Color32, CornerRadius, Response, Role, Sense, TextStyle, Ui, WidgetInfo, vec2};

use super::paint::{focus_ring, line, put_line};
use crate::ui::theme::{CONTROL_HEIGHT, ICON_SIZE, Icon, RADIUS, SPACE_M, SPACE_S, palette, strong_style};

/// A tab: what it shows, its name, its icon.
pub type Tab<'a, T> = (T, &'a str, Icon);

/// The tabs, beside each other; answers the one that is chosen anew.
pub fn tabs<T: Copy + PartialEq>(ui: &mut Ui, tabs: &[Tab<'_, T>], at: T) -> Option<T> {
    let mut chosen = None;
    for (tab, name, icon) in tabs {
        let shown = tab_ui(ui, name, *icon, *tab == at);
        if shown.clicked() {
            shown.request_focus();
            chosen = Some(*tab);
        }
    }
    chosen.filter(|tab| *tab != at)
}

/// The same, where another part was just turned to by a key: its tab has the keyboard.
pub fn turned_tabs<T: Copy + PartialEq>(ui: &mut Ui, tabs: &[Tab<'_, T>], at: T) {
    for (tab, name, icon) in tabs {
        let shown = tab_ui(ui, name, *icon, *tab == at);
        if *tab == at {
            shown.request_focus();
        }
    }
}

fn tab_ui(ui: &mut Ui, name: &str, icon: Icon, is_chosen: bool) -> Response {
    let p = palette(ui);
    let style = if is_chosen { strong_style() } else { TextStyle::Body };
    let colour = if is_chosen { p.accent } else { p.text };
    // As wide as when it is chosen, so that choosing moves nothing.
    let wide = line(ui, name, strong_style(), colour);
    let width = SPACE_M + ICON_SIZE + SPACE_S + wide.size().x + SPACE_M;
    let (rect, response) = ui.allocate_exact_size(vec2(width, CONTROL_HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), is_chosen, name));
    let fill = match (is_chosen, response.hovered()) {
        (true, _) => p.accent_soft,
        (false, true) => p.surface_sunken,
        (false, false) => Color32::TRANSPARENT,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(RADIUS), fill);
    icon.paint(painter, rect.left_center() + vec2(SPACE_M + ICON_SIZE / 2.0, 0.0), ICON_SIZE, colour);
    let text_left = rect.left() + SPACE_M + ICON_SIZE + SPACE_S;
    put_line(painter, text_left, rect.center().y, line(ui, name, style, colour));
    if response.has_focus() {
        focus_ring(ui, rect);
    }
    response
}
