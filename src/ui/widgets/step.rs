//! The items of a task list: which step it is, how it stands, which one is at hand.

use eframe::egui::{Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::paint::{describe, focus_ring, hold_focus, ignore_held_keys, line, lines, named_id};
use super::sign::Sign;
use crate::ui::theme::{RADIUS, SPACE_M, SPACE_S, palette, strong_style};

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Not begun: its number.
    Number(usize),
    /// What has come of it.
    Sign(Sign),
}

/// Narrower than this, in points, a task list shows how its steps stand, and their names only to who points at them.
const WIDE: f32 = 110.0;

/// An item of a task list, as wide as the list: `title`, and below it `state`, a word or two (it may be empty). The
/// accessible name is the title, the state its description.
pub fn step(ui: &mut Ui, stands: Step, title: &str, state: &str, selected: bool) -> Response {
    let p = palette(ui);
    let id = named_id(ui, "step", title);
    let is_wide = ui.available_width() >= WIDE;
    let disc = 26.0;
    let left = if is_wide { SPACE_M } else { (ui.available_width() - disc) / 2.0 };
    let text_x = left + disc + SPACE_M;
    let style = if selected { strong_style() } else { TextStyle::Body };
    let room = (ui.available_width() - text_x - SPACE_S).max(60.0);
    let title_lines = is_wide.then(|| lines(ui, title, style, p.text, room));
    let colour = match stands {
        Step::Number(_) => p.text_muted,
        Step::Sign(sign) => sign.colour(p),
    };
    let state_lines = (is_wide && !state.is_empty()).then(|| lines(ui, state, TextStyle::Small, colour, room));
    let texts = || title_lines.iter().chain(&state_lines);
    let text_height: f32 = texts().map(|galley| galley.size().y).sum();
    let least = if is_wide { 48.0 } else { disc + SPACE_S };
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), (text_height + 2.0 * SPACE_S).max(least)));
    hold_focus(ui, id, false);
    ignore_held_keys(ui, id);
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, ui.is_enabled(), title));
    ui.accesskit_node_builder(id, |node| node.set_selected(selected));
    describe(ui, id, state);

    let fill = match (selected, response.hovered()) {
        (true, _) => p.accent_soft,
        (false, true) => p.surface_sunken,
        (false, false) => Color32::TRANSPARENT,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(RADIUS), fill);
    if selected {
        let bar = Rect::from_min_size(rect.min + vec2(0.0, SPACE_S), vec2(4.0, rect.height() - 2.0 * SPACE_S));
        painter.rect_filled(bar, CornerRadius::same(2), p.accent);
    }
    let centre = pos2(rect.left() + left + disc / 2.0, rect.center().y);
    match stands {
        Step::Number(number) => {
            let edge = if selected { p.accent } else { p.border_strong };
            painter.circle(centre, disc / 2.0 - 1.0, p.surface, Stroke::new(1.5, edge));
            let galley = line(ui, &number.to_string(), TextStyle::Small, if selected { p.accent } else { p.text });
            painter.galley(centre - galley.size() / 2.0, galley, p.text);
        }
        Step::Sign(sign) => sign.paint(painter, centre, disc, colour),
    }
    let mut at = pos2(rect.left() + text_x, rect.center().y - text_height / 2.0);
    for galley in texts() {
        painter.galley(at, galley.clone(), p.text);
        at.y += galley.size().y;
    }
    if response.has_focus() {
        focus_ring(ui, rect);
    }
    if is_wide {
        return response;
    }
    let words = format!("{title}: {state}");
    let words = words.trim_end_matches(": ");
    // Whoever points at it is told so below.
    if response.has_focus() && !response.hovered() {
        response.show_tooltip_text(words);
    }
    response.on_hover_text(words)
}
