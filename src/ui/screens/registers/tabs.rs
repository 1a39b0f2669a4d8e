//! The tabs of the registers.

use eframe::egui::{Color32, CornerRadius, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, vec2};

use super::finder::Noun;
use crate::ui::theme::{CONTROL_HEIGHT, ICON_SIZE, RADIUS, SPACE_M, SPACE_S, palette, strong_style};

/// The tabs, beside each other; answers the one that is chosen anew.
pub(super) fn ui(ui: &mut Ui, at: Noun) -> Option<Noun> {
    let mut chosen = None;
    for noun in Noun::ALL {
        if tab_ui(ui, noun, noun == at) {
            chosen = Some(noun);
        }
    }
    chosen.filter(|noun| *noun != at)
}

fn tab_ui(ui: &mut Ui, noun: Noun, is_chosen: bool) -> bool {
    let p = palette(ui);
    let style = if is_chosen { strong_style() } else { TextStyle::Body };
    let colour = if is_chosen { p.accent } else { p.text };
    // As wide as when it is chosen, so that choosing moves nothing.
    let wide = galley(ui, noun.name(), strong_style(), colour);
    let text = galley(ui, noun.name(), style, colour);
    let width = SPACE_M + ICON_SIZE + SPACE_S + wide.size().x + SPACE_M;
    let (rect, response) = ui.allocate_exact_size(vec2(width, CONTROL_HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), is_chosen, noun.name()));
    let fill = match (is_chosen, response.hovered()) {
        (true, _) => p.accent_soft,
        (false, true) => p.surface_sunken,
        (false, false) => Color32::TRANSPARENT,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(RADIUS), fill);
    let icon_at = rect.left_center() + vec2(SPACE_M + ICON_SIZE / 2.0, 0.0);
    noun.icon().paint(painter, icon_at, ICON_SIZE, colour);
    let text_at = rect.left_center() + vec2(SPACE_M + ICON_SIZE + SPACE_S, -text.size().y / 2.0);
    painter.galley(text_at, text, colour);
    if response.has_focus() {
        let ring = Stroke::new(2.0, p.focus);
        painter.rect_stroke(rect.expand(2.0), CornerRadius::same(RADIUS.saturating_add(3)), ring, StrokeKind::Outside);
    }
    response.clicked()
}

fn galley(ui: &Ui, text: &str, style: TextStyle, colour: Color32) -> std::sync::Arc<eframe::egui::Galley> {
    let font = style.resolve(ui.style());
    ui.painter().layout_no_wrap(text.to_owned(), font, colour)
}
