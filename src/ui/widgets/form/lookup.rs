//! A search as one types: a text field, and what was found right below it.

use eframe::egui::{
    self, CornerRadius, Frame, Id, Key, Margin, Pos2, Rect, Response, Role, Sense, Stroke, TextStyle, Ui, WidgetInfo,
    vec2,
};

use super::super::paint::{line, lines, put_line, take_key, take_presses};
use super::Form;
use super::field::{Field, Shown};
use super::flow::List;
use super::text::{Kind, line_ui, pressed_enter};
use crate::ui::theme::{CONTROL_HEIGHT, RADIUS, SPACE_M, palette, strong_style};

/// More are not shown: another letter finds fewer.
const ROWS: usize = 6;

/// So many letters are a search that means something: its only hit is what was looked for.
const MEANT_LETTERS: usize = 3;

/// What came of a search.
#[derive(Debug)]
pub struct Lookup {
    /// The text is another one now: search again.
    pub changed: bool,
    /// The hit that was picked.
    pub picked: Option<usize>,
    /// Enter was pressed and picked no hit.
    pub submitted: bool,
    /// The text field.
    pub response: Response,
}

impl Form<'_> {
    /// A search as one types. `show` gives the two texts of a hit. Enter picks the hit that the arrows went to, or the only
    /// one, and goes on; among several that nobody moved in it picks none. Esc closes the list and leaves the text.
    pub fn lookup<H>(
        &mut self,
        field: Field<'_>,
        text: &mut String,
        hits: &[H],
        show: impl Fn(&H) -> (String, String),
    ) -> Lookup {
        self.field(&field, |ui, walk, label| {
            let key = walk.id_of(field.label);
            let mut list = walk.flow.lists.remove(&key).unwrap_or_default();
            let count = hits.len().min(ROWS);
            let open = list.open && count > 0 && ui.memory(|memory| memory.has_focus(key));
            let is_only = count == 1 && text.trim().chars().count() >= MEANT_LETTERS;
            let mut picked = None;
            if open {
                list.at = list.at.map(|at| at.min(count.saturating_sub(1))).or(is_only.then_some(0));
                list.arrows(ui, count);
                picked = list.at.filter(|_| list.open && take_key(ui, Key::Enter));
            }
            let submitted = picked.is_none() && pressed_enter(ui, key);
            let width = field.width_in(ui);
            let (response, changed) = line_ui(ui, walk, key, label, field.hint, text, Kind::Text, width);
            if changed {
                (list.open, list.at) = (!text.trim().is_empty(), None);
            }
            let shown = open && list.open && picked.is_none();
            ui.accesskit_node_builder(key, |node| node.set_expanded(shown));
            if shown {
                let rows: Vec<(String, String)> = hits.iter().take(ROWS).map(&show).collect();
                picked = rows_ui(ui, key, width, &rows, list.at, hits.len());
                if picked.is_some() {
                    ui.memory_mut(|memory| memory.request_focus(key));
                }
            }
            if picked.is_some() {
                list.open = false;
            }
            let goes_on = picked.is_some() || (submitted && !shown && !field.narrows);
            walk.flow.lists.insert(key, list);
            let inner = Lookup { changed, picked, submitted, response };
            Shown { stop: key, filled: !text.trim().is_empty(), goes_on, error: None, inner }
        })
    }
}

impl List {
    /// The arrows move the choice, from nowhere to the first; Esc closes the list.
    pub(super) fn arrows(&mut self, ui: &Ui, count: usize) {
        let (down, up) = (take_presses(ui, Key::ArrowDown), take_presses(ui, Key::ArrowUp));
        if down > 0 || up > 0 {
            let reached = self.at.map_or(down.saturating_sub(1), |at| at.saturating_add(down));
            self.at = Some(reached.min(count.saturating_sub(1)).saturating_sub(up));
        }
        if take_key(ui, Key::Escape) {
            self.open = false;
        }
    }
}

/// The rows below a field; the one that was clicked.
fn rows_ui(
    ui: &mut Ui,
    key: Id,
    width: f32,
    rows: &[(String, String)],
    at: Option<usize>,
    found: usize,
) -> Option<usize> {
    let p = palette(ui);
    let frame = Frame::new()
        .fill(p.surface_raised)
        .stroke(Stroke::new(1.0, p.border_strong))
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(Margin::same(4));
    let shown = frame.show(ui, |ui| {
        ui.set_width(width - 8.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.accesskit_node_builder(ui.unique_id(), |node| node.set_role(Role::ListBox));
        let mut clicked = None;
        for (row, (first, second)) in rows.iter().enumerate() {
            if row_ui(ui, key.with(("row", row)), first, second, Some(row) == at).clicked() {
                clicked = Some(row);
            }
        }
        if found > rows.len() {
            let more = format!("Hay {found} resultados. Escriba algo más para ver menos.");
            ui.add_space(2.0);
            ui.label(egui::RichText::new(more).text_style(TextStyle::Small).color(p.text_muted));
        }
        clicked
    });
    shown.inner
}

/// A row of a list that belongs to a field: two texts, and whether it is the one that Enter picks.
pub(super) fn row_ui(ui: &mut Ui, id: Id, first: &str, second: &str, chosen: bool) -> Response {
    let p = palette(ui);
    let room = ui.available_width() - 2.0 * SPACE_M;
    let second_line = line(ui, second, TextStyle::Small, p.text_muted);
    let style = if chosen { strong_style() } else { TextStyle::Body };
    let beside = second_line.size().x + SPACE_M;
    let first_line = line(ui, first, style.clone(), p.text);
    let two_lines = first_line.size().x + beside > room;
    let first_line = if first_line.size().x > room { lines(ui, first, style, p.text, room) } else { first_line };
    let below = if two_lines && !second.is_empty() { second_line.size().y } else { 0.0 };
    let text_height = first_line.size().y + below;
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), (text_height + 10.0).max(CONTROL_HEIGHT)));
    let response = ui.interact(rect, id, Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, ui.is_enabled(), first));
    ui.accesskit_node_builder(id, |node| {
        node.set_selected(chosen);
        node.set_description(second);
    });
    let painter = ui.painter();
    if chosen || response.hovered() {
        let fill = if chosen { p.accent_soft } else { p.surface_sunken };
        painter.rect_filled(rect, CornerRadius::same(4), fill);
    }
    if chosen {
        let bar = Rect::from_min_size(rect.min + vec2(0.0, 6.0), vec2(3.0, rect.height() - 12.0));
        painter.rect_filled(bar, CornerRadius::same(2), p.accent);
    }
    let top = Pos2::new(rect.left() + SPACE_M, rect.center().y - text_height / 2.0);
    let first_height = first_line.size().y;
    painter.galley(top, first_line, p.text);
    if two_lines {
        painter.galley(top + vec2(0.0, first_height), second_line, p.text_muted);
    } else {
        put_line(painter, rect.right() - beside, rect.center().y, second_line);
    }
    response
}
