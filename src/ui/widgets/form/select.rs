//! A choice among many: a field that opens a list below it.

use eframe::egui::{
    self, CornerRadius, FocusDirection, Frame, Key, Margin, Popup, PopupCloseBehavior, Response, Role, ScrollArea,
    Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, vec2,
};

use super::super::paint::{focus_ring, hold_focus, put_line, short_line, take_key, take_presses};
use super::Form;
use super::field::{Field, Shown};
use super::flow::List;
use super::lookup::row_ui;
use crate::ui::theme::{CONTROL_HEIGHT, Icon, RADIUS, palette};

impl Form<'_> {
    /// A choice among many. Enter, Space or an arrow opens the list, a letter goes to the options that begin with it, Enter
    /// picks the one that letter or arrow went to and goes on, Esc closes. Says whether it was chosen anew.
    pub fn select<T: Copy + PartialEq>(
        &mut self,
        field: Field<'_>,
        options: &[(T, &str)],
        value: &mut Option<T>,
    ) -> bool {
        self.field(&field, |ui, walk, label| {
            let key = walk.id_of(field.label);
            let mut list = walk.flow.lists.remove(&key).unwrap_or_default();
            let chosen = options.iter().position(|(option, _)| Some(*option) == *value);
            let focused = ui.memory(|memory| memory.has_focus(key));
            list.open &= focused;
            let (mut picked, mut goes_on) = (None, false);
            let letter = walk.single_letter(ui, key, focused);
            if focused {
                hold_focus(ui, key, true);
                let names: Vec<&str> = options.iter().map(|(_, name)| *name).collect();
                (picked, goes_on) = list.pressed(ui, &names, chosen, letter, field.narrows);
            }
            let shown = picked.or(chosen).and_then(|at| options.get(at)).map(|(_, name)| *name);
            let response = closed_ui(ui, key, shown, field.width_in(ui)).labelled_by(label);
            if walk.arrives(ui, key, key) {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                list.turn(chosen);
                ui.memory_mut(|memory| memory.request_focus(key));
            }
            ui.accesskit_node_builder(key, |node| node.set_expanded(list.open));
            if let Some(at) = list.below(&response, options.iter().map(|(_, name)| *name)) {
                (picked, list.open) = (Some(at), false);
                ui.memory_mut(|memory| memory.request_focus(key));
            }
            walk.flow.lists.insert(key, list);
            let picked = picked.and_then(|at| options.get(at)).map(|(option, _)| *option);
            let anew = picked.is_some() && picked != *value;
            if anew {
                *value = picked;
            }
            Shown { stop: key, filled: value.is_some(), goes_on, error: None, inner: anew }
        })
    }
}

impl List {
    fn turn(&mut self, chosen: Option<usize>) {
        self.open = !self.open;
        self.at = chosen;
    }

    /// What the keyboard picks, and whether it goes on; `stays` when it never does.
    fn pressed(
        &mut self,
        ui: &Ui,
        names: &[&str],
        chosen: Option<usize>,
        letter: Option<char>,
        stays: bool,
    ) -> (Option<usize>, bool) {
        if self.open {
            if let Some(at) = letter.and_then(|letter| next_with(names, letter, self.at.unwrap_or(names.len()))) {
                self.at = Some(at);
            }
            self.arrows(ui, names.len());
            if !self.open || !take_key(ui, Key::Enter) {
                return (None, false);
            }
            // Enter in a list that nobody moved in picks nothing.
            self.open = false;
            return (self.at, self.at.is_some() && !stays);
        }
        if let Some(at) = letter.and_then(|letter| next_with(names, letter, chosen.unwrap_or(names.len()))) {
            if stays {
                return (Some(at), false);
            }
            (self.open, self.at) = (true, Some(at));
            return (None, false);
        }
        let arrows = take_presses(ui, Key::ArrowDown).saturating_add(take_presses(ui, Key::ArrowUp));
        if arrows > 0 {
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        let enter = take_key(ui, Key::Enter);
        if enter && chosen.is_some() && !stays {
            return (None, true);
        }
        if enter || arrows > 0 || take_key(ui, Key::Space) {
            self.turn(chosen);
        }
        (None, false)
    }

    /// The list itself, while it is open: the row that was clicked.
    fn below<'n>(&mut self, field: &Response, names: impl Iterator<Item = &'n str>) -> Option<usize> {
        let p = palette(&field.ctx);
        let frame = Frame::new()
            .fill(p.surface_raised)
            .stroke(Stroke::new(1.0, p.border_strong))
            .corner_radius(CornerRadius::same(RADIUS))
            .shadow(field.ctx.global_style().visuals.popup_shadow)
            .inner_margin(Margin::same(4));
        let popup = Popup::from_response(field)
            .open(self.open)
            .frame(frame)
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .width(field.rect.width() - 8.0);
        let shown = popup.show(|ui| {
            ui.set_width(field.rect.width() - 10.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.accesskit_node_builder(ui.unique_id(), |node| node.set_role(Role::ListBox));
            let mut clicked = None;
            ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
                for (at, name) in names.enumerate() {
                    let row = row_ui(ui, field.id.with(("row", at)), name, "", Some(at) == self.at);
                    if Some(at) == self.at {
                        row.scroll_to_me(None);
                    }
                    if row.clicked() {
                        clicked = Some(at);
                    }
                }
            });
            clicked
        });
        shown.and_then(|shown| shown.inner)
    }
}

/// The next option after `from`, round to it, that begins with a letter.
fn next_with(names: &[&str], letter: char, from: usize) -> Option<usize> {
    let begins = |name: &str| name.to_lowercase().starts_with(&letter.to_lowercase().to_string());
    let found: Vec<usize> = names.iter().enumerate().filter(|(_, name)| begins(name)).map(|(at, _)| at).collect();
    let after = if from == names.len() { None } else { found.iter().find(|at| **at > from) };
    after.or(found.first()).copied()
}

fn closed_ui(ui: &mut Ui, key: egui::Id, shown: Option<&str>, width: f32) -> Response {
    let p = palette(ui);
    let (_, rect) = ui.allocate_space(vec2(width, CONTROL_HEIGHT));
    let response = ui.interact(rect, key, Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::new(Role::ComboBox);
        info.current_text_value = Some(shown.unwrap_or_default().to_owned());
        info
    });
    let edge = if response.hovered() { p.accent } else { p.border_strong };
    let painter = ui.painter();
    painter.rect(rect, CornerRadius::same(RADIUS), p.surface, Stroke::new(1.0, edge), StrokeKind::Inside);
    let (text, colour) = shown.map_or(("Elija una opción", p.text_muted), |text| (text, p.text));
    let galley = short_line(ui, text, TextStyle::Body, colour, rect.width() - 11.0 - CHEVRON_WIDTH);
    let is_cut = galley.elided;
    put_line(painter, rect.left() + 11.0, rect.center().y, galley);
    Icon::ExpandMore.paint(painter, rect.right_center() - vec2(18.0, 0.0), 20.0, p.text_muted);
    if response.has_focus() {
        focus_ring(ui, rect);
    }
    if is_cut { response.on_hover_text(text) } else { response }
}

/// What the chevron takes at the right, in points.
const CHEVRON_WIDTH: f32 = 32.0;
