//! A table of many rows: only those in sight cost anything. It is one stop for Tab; the arrows go through its rows, Enter
//! opens one.

use std::sync::Arc;

use eframe::egui::{
    self, Align, Color32, Event, Galley, Id, Key, Layout, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke,
    StrokeKind, TextStyle, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::paint::{
    focus_ring, hold_focus, ignore_held_keys, inner_focus_ring, line, lines, put_line, take_key, take_presses,
};
use crate::ui::theme::{Icon, ROW_HEIGHT, SPACE_M, palette};

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    title: &'a str,
    width: Option<f32>,
    sortable: bool,
}

impl<'a> Column<'a> {
    /// A column of a width in points.
    pub const fn exact(title: &'a str, width: f32) -> Self {
        Self { title, width: Some(width), sortable: false }
    }

    /// A column that shares, with others like it, what is left of the width.
    pub const fn rest(title: &'a str) -> Self {
        Self { title, width: None, sortable: false }
    }

    /// Its title asks for the rows to be sorted by it.
    pub fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }
}

/// A table, before it is shown.
#[must_use = "a table is shown with `rows`"]
pub struct Table<'a> {
    id: Id,
    name: &'a str,
    columns: &'a [Column<'a>],
    sorted: Option<(usize, bool)>,
    row_name: Option<&'a dyn Fn(usize) -> String>,
    max_height: f32,
    is_whole: bool,
    wraps_titles: bool,
}

/// What happened in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TableEvent {
    /// The row that was clicked; it is selected.
    pub clicked: Option<usize>,
    /// The row that Enter or a double click wants open.
    pub activated: Option<usize>,
    /// The column whose title was clicked.
    pub sorted_by: Option<usize>,
    /// The row that is to be copied.
    pub copied: Option<usize>,
}

impl<'a> Table<'a> {
    /// A table; `id` tells it apart from others.
    pub fn new(id: &str) -> Self {
        Self {
            id: Id::unique(("table", id)),
            name: "",
            columns: &[],
            sorted: None,
            row_name: None,
            max_height: f32::INFINITY,
            is_whole: false,
            wraps_titles: false,
        }
    }

    /// What takes the keyboard.
    pub fn id(&self) -> Id {
        self.id
    }

    /// Its accessible name.
    pub fn name(mut self, name: &'a str) -> Self {
        self.name = name;
        self
    }

    /// Its columns.
    pub fn columns(mut self, columns: &'a [Column<'a>]) -> Self {
        self.columns = columns;
        self
    }

    /// The column that the rows are sorted by, and whether the smallest comes first.
    pub fn sorted(mut self, column: usize, ascending: bool) -> Self {
        self.sorted = Some((column, ascending));
        self
    }

    /// The accessible name of a row.
    pub fn row_name(mut self, name: &'a dyn Fn(usize) -> String) -> Self {
        self.row_name = Some(name);
        self
    }

    /// How high it may become; without this, as high as there is room.
    pub fn max_height(mut self, height: f32) -> Self {
        self.max_height = height;
        self
    }

    /// All of it stands there: what is around it scrolls, and it does not scroll by itself as well.
    pub fn whole(mut self) -> Self {
        self.is_whole = true;
        self
    }

    /// The titles of its columns break between words: where they are longer than what stands below them.
    pub fn wrapping_titles(mut self) -> Self {
        self.wraps_titles = true;
        self
    }

    /// Shows `count` rows; `cell` shows what stands in a row and a column.
    pub fn rows(
        self,
        ui: &mut Ui,
        count: usize,
        selected: &mut Option<usize>,
        mut cell: impl FnMut(usize, usize, &mut Ui),
    ) -> TableEvent {
        let mut event = TableEvent::default();
        let lefts = self.lefts(ui);
        *selected = selected.filter(|row| *row < count);
        self.keyboard(ui, count, selected, &mut event);
        let last = ui.data(|data| data.get_temp::<Last>(self.id)).unwrap_or_default();
        let moved = last.selected != *selected;
        let ground = ui.painter().add(egui::Shape::Noop);
        let shown = ui.scope(|ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            event.sorted_by = self.head_ui(ui, &lefts);
            let mut rows_ui = |ui: &mut Ui, viewport: Rect| {
                let rows = Rows { table: &self, lefts: &lefts, top: ui.max_rect().top(), selected: *selected };
                ui.set_height(ROW_HEIGHT * count as f32);
                if let (true, Some(row)) = (moved, *selected) {
                    ui.scroll_to_rect(rows.rect(ui, row), None);
                }
                let first = (viewport.top() / ROW_HEIGHT).floor().max(0.0) as usize;
                let end = ((viewport.bottom() / ROW_HEIGHT).ceil().max(0.0) as usize).min(count);
                for row in first..end {
                    let response = rows.row_ui(ui, row, &mut cell);
                    if response.clicked() || response.double_clicked() {
                        event.clicked = Some(row);
                    }
                    if response.double_clicked() {
                        event.activated = Some(row);
                    }
                }
            };
            if self.is_whole {
                // They are few: all are there to be read, in sight or not.
                let all = Rect::from_min_size(Pos2::ZERO, vec2(0.0, ROW_HEIGHT * count as f32));
                ui.scope(|ui| rows_ui(ui, all));
            } else {
                let height = ui.available_height().min(self.max_height).max(ROW_HEIGHT);
                let area = ScrollArea::vertical().id_salt(self.id).max_height(height).auto_shrink([false, true]);
                area.show_viewport(ui, rows_ui);
            }
        });
        if let Some(row) = event.clicked {
            *selected = Some(row);
            ui.memory_mut(|memory| memory.request_focus(self.id));
        }
        let rect = shown.response.rect;
        let p = palette(ui);
        ui.painter().set(
            ground,
            egui::epaint::RectShape::new(rect, 4.0, p.surface, Stroke::new(1.0, p.border), StrokeKind::Outside),
        );
        ui.data_mut(|data| data.insert_temp(self.id, Last { rect: Some(rect), selected: *selected }));
        if selected.is_none() && ui.memory(|memory| memory.has_focus(self.id)) {
            focus_ring(ui, rect.shrink(4.0));
        }
        event
    }

    /// Where each column begins, and where the last one ends.
    fn lefts(&self, ui: &Ui) -> Vec<f32> {
        let room = ui.available_width() - ui.spacing().scroll.allocated_width();
        let taken: f32 = self.columns.iter().filter_map(|column| column.width).sum();
        let sharing = self.columns.iter().filter(|column| column.width.is_none()).count().max(1);
        let share = ((room - taken) / sharing as f32).max(60.0);
        let mut lefts = vec![0.0];
        let mut x = 0.0;
        for column in self.columns {
            x += column.width.unwrap_or(share);
            lefts.push(x);
        }
        lefts
    }

    /// The table as one stop for Tab, and what the keys do to it.
    fn keyboard(&self, ui: &Ui, count: usize, selected: &mut Option<usize>, event: &mut TableEvent) {
        let last = ui.data(|data| data.get_temp::<Last>(self.id)).unwrap_or_default();
        let rect = last.rect.unwrap_or(ui.available_rect_before_wrap());
        let stop = ui.interact(rect, self.id, Sense::focusable_noninteractive());
        stop.widget_info(|| WidgetInfo::labeled(Role::Table, ui.is_enabled(), self.name));
        ui.accesskit_node_builder(self.id, |node| node.set_row_count(count));
        if !stop.has_focus() || count == 0 {
            return;
        }
        hold_focus(ui, self.id, true);
        ignore_held_keys(ui, self.id);
        let page = 10;
        let last = count.saturating_sub(1);
        let down = take_presses(ui, Key::ArrowDown).saturating_add(take_presses(ui, Key::PageDown) * page);
        let up = take_presses(ui, Key::ArrowUp).saturating_add(take_presses(ui, Key::PageUp) * page);
        if down > 0 || up > 0 {
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
            *selected = Some(selected.map_or(0, |row| row.saturating_add(down).min(last).saturating_sub(up)));
        }
        if take_key(ui, Key::Home) {
            *selected = Some(0);
        }
        if take_key(ui, Key::End) {
            *selected = Some(last);
        }
        if selected.is_some() && take_key(ui, Key::Enter) {
            event.activated = *selected;
        }
        if ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy))) {
            event.copied = *selected;
        }
    }

    fn head_ui(&self, ui: &mut Ui, lefts: &[f32]) -> Option<usize> {
        let p = palette(ui);
        let titles = self.columns.iter().zip(lefts.windows(2));
        let highest =
            titles.map(|(column, bounds)| self.title(ui, column, bounds, p.text).size().y).fold(0.0, f32::max);
        let height = if self.wraps_titles { ROW_HEIGHT.max(highest + SPACE_M) } else { ROW_HEIGHT };
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
        ui.painter().rect_filled(rect, 0.0, p.surface_sunken);
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, p.border));
        let mut sorted_by = None;
        for (at, (column, bounds)) in self.columns.iter().zip(lefts.windows(2)).enumerate() {
            let [left, right] = *bounds else { continue };
            let cell =
                Rect::from_min_max(pos2(rect.left() + left, rect.top()), pos2(rect.left() + right, rect.bottom()));
            if self.title_ui(ui, at, column, cell) {
                sorted_by = Some(at);
            }
        }
        sorted_by
    }

    /// The title of a column between its bounds.
    fn title(&self, ui: &Ui, column: &Column<'_>, bounds: &[f32], colour: Color32) -> Arc<Galley> {
        match *bounds {
            [left, right] if self.wraps_titles => {
                lines(ui, column.title, TextStyle::Small, colour, right - left - SPACE_M - 4.0)
            }
            _ => line(ui, column.title, TextStyle::Small, colour),
        }
    }

    /// The title of a column; says whether it was clicked.
    fn title_ui(&self, ui: &Ui, at: usize, column: &Column<'_>, cell: Rect) -> bool {
        let p = palette(ui);
        let id = self.id.with(("title", at));
        let sense = if column.sortable { Sense::click() } else { Sense::hover() };
        let response = ui.interact(cell, id, sense);
        let role = if column.sortable { Role::Button } else { Role::ColumnHeader };
        response.widget_info(|| WidgetInfo::labeled(role, true, column.title));
        let sorted = self.sorted.filter(|(by, _)| *by == at).map(|(_, ascending)| ascending);
        let colour = if sorted.is_some() || response.hovered() && column.sortable { p.text } else { p.text_muted };
        let galley = self.title(ui, column, &[cell.left(), cell.right()], colour);
        let after = cell.left() + SPACE_M + galley.size().x;
        let painter = ui.painter().with_clip_rect(cell.intersect(ui.clip_rect()));
        put_line(&painter, cell.left() + SPACE_M, cell.center().y, galley);
        if let Some(ascending) = sorted {
            let (icon, direction) = if ascending {
                (Icon::Ascending, egui::accesskit::SortDirection::Ascending)
            } else {
                (Icon::Descending, egui::accesskit::SortDirection::Descending)
            };
            icon.paint(&painter, pos2(after + 12.0, cell.center().y), 16.0, p.accent);
            ui.accesskit_node_builder(id, |node| node.set_sort_direction(direction));
        }
        if response.has_focus() {
            inner_focus_ring(ui.painter(), cell, p);
        }
        response.clicked()
    }
}

/// What the table was in the pass before.
#[derive(Clone, Copy, Default)]
struct Last {
    rect: Option<Rect>,
    selected: Option<usize>,
}

struct Rows<'a> {
    table: &'a Table<'a>,
    lefts: &'a [f32],
    top: f32,
    selected: Option<usize>,
}

impl Rows<'_> {
    fn rect(&self, ui: &Ui, row: usize) -> Rect {
        let left = ui.max_rect().left();
        Rect::from_min_size(pos2(left, self.top + ROW_HEIGHT * row as f32), vec2(ui.available_width(), ROW_HEIGHT))
    }

    fn row_ui(&self, ui: &mut Ui, row: usize, cell: &mut impl FnMut(usize, usize, &mut Ui)) -> Response {
        let p = palette(ui);
        let rect = self.rect(ui, row);
        let id = self.table.id.with(("row", row));
        let response = ui.interact(rect, id, Sense::CLICK);
        let name = || self.table.row_name.map_or_else(|| format!("Fila {}", row.saturating_add(1)), |name| name(row));
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, name()));
        let selected = self.selected == Some(row);
        ui.accesskit_node_builder(id, |node| {
            node.set_selected(selected);
            node.set_row_index(row);
        });
        let fill = match (selected, response.hovered()) {
            (true, _) => p.accent_soft,
            (false, true) => p.surface_sunken,
            (false, false) => Color32::TRANSPARENT,
        };
        ui.painter().rect_filled(rect, 0.0, fill);
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, p.border));
        for (column, bounds) in self.lefts.windows(2).enumerate() {
            let [left, right] = *bounds else { continue };
            let inner = Rect::from_min_max(
                pos2(rect.left() + left + SPACE_M, rect.top()),
                pos2(rect.left() + right - 4.0, rect.bottom()),
            );
            let place =
                UiBuilder::new().id_salt((row, column)).max_rect(inner).layout(Layout::left_to_right(Align::Center));
            let mut child = ui.new_child(place);
            child.shrink_clip_rect(inner.expand(2.0));
            child.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
            cell(row, column, &mut child);
        }
        if selected && ui.memory(|memory| memory.has_focus(self.table.id)) {
            inner_focus_ring(ui.painter(), rect, p);
        }
        response
    }
}
