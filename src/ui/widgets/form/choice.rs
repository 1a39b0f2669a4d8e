//! A choice among a few: chips in a row, each with the digit that chooses it. The group is one stop for Tab; the arrows
//! move inside it. Nobody answers by Enter alone: it chooses only the option that the arrows went to.

use eframe::egui::{
    self, Color32, CornerRadius, FocusDirection, Id, Key, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind,
    TextStyle, Ui, Vec2, WidgetInfo, vec2,
};

use super::super::paint::{
    focus_ring, hold_focus, key_cap_size, lines, put_key_cap, put_line, take_all_presses, take_key, take_presses,
};
use super::Form;
use super::field::{Field, Shown};
use crate::ui::theme::{CONTROL_HEIGHT, RADIUS, SPACE_M, SPACE_S, palette, strong_style};

/// What the keyboard does to the group that has it.
enum Move {
    /// Chooses an option, and goes on.
    Choose(usize),
    /// Goes to an option without choosing it.
    Go(usize),
    /// Leaves the group as it is, for what comes next.
    GoOn,
}

/// Said where Enter asks to go on and nothing is chosen.
const NO_ANSWER: &str = "Falta la respuesta. Presione su número, o elíjala con las flechas y Entrar.";

/// A group whose option `at` has the keyboard.
struct Group {
    at: usize,
    count: usize,
    /// The arrows went to that option: somebody means it.
    is_meant: bool,
    is_answered: bool,
    is_chosen: bool,
}

impl Form<'_> {
    /// A choice among a few. A digit chooses and goes on, and so do Space and Enter on the option that the arrows went to; a
    /// click chooses. Enter on a group that is answered goes on and changes nothing. Says whether it was chosen anew.
    pub fn choice<T: Copy + PartialEq>(
        &mut self,
        field: Field<'_>,
        options: &[(T, &str)],
        value: &mut Option<T>,
    ) -> bool {
        self.field(&field, |ui, walk, label| {
            let key = walk.id_of(field.label);
            let chip = |at: usize| key.with(at);
            let focused = ui.memory(|memory| memory.focused());
            let focused = (0..options.len()).find(|at| focused == Some(chip(*at)));
            let chosen = options.iter().position(|(option, _)| Some(*option) == *value);
            let mut stop = focused.or(chosen).unwrap_or(0);
            let (mut picked, mut goes_on) = (None, false);
            let arrives = walk.arrives(ui, key, chip(stop));
            let digit = walk.digit(ui, key, focused.is_some(), options.len());
            let waits = walk.waiting_digit(ui, key);
            if let Some(to) = digit {
                (stop, picked, goes_on) = (to, Some(to), focused.is_some());
            }
            let mut meant = walk.flow.meant.filter(|id| focused.is_some_and(|at| *id == chip(at)));
            let mut lacks = walk.flow.lacking == Some(key) && focused.is_some() && value.is_none() && picked.is_none();
            if let Some(at) = focused {
                hold_focus(ui, chip(at), true);
                let is_answered = field.is_answered(chosen.is_some());
                let is_chosen = chosen.is_some();
                let group = Group { at, count: options.len(), is_meant: meant.is_some(), is_answered, is_chosen };
                match group.pressed(ui) {
                    Some(Move::Choose(to)) => (stop, picked, goes_on) = (to, Some(to), true),
                    Some(Move::GoOn) if is_answered => goes_on = true,
                    Some(Move::GoOn) => lacks = true,
                    Some(Move::Go(to)) => (stop, meant) = (to, Some(chip(to))),
                    None => {}
                }
                if stop != at {
                    ui.memory_mut(|memory| memory.request_focus(chip(stop)));
                }
                walk.flow.meant = meant;
                walk.flow.lacking = lacks.then_some(key);
            }
            // Where no option is meant yet the ring is around all of them: none looks as if Enter chose it.
            let rings_all = focused.is_some() && meant.is_none() && chosen.is_none() && picked.is_none();
            let (mut all, mut arrived) = (Rect::NOTHING, None);
            ui.scope(|ui| {
                ui.accesskit_node_builder(ui.unique_id(), |node| {
                    node.set_role(Role::RadioGroup);
                    node.push_labelled_by(label.accesskit_id());
                });
                let room = ui.available_width();
                let sizes = options.iter().enumerate().map(|(at, (_, text))| chip_size(ui, at, text, room));
                let (places, size) = in_rows(&sizes.collect::<Vec<Vec2>>(), room);
                let (_, ground) = ui.allocate_space(size);
                for ((at, (_, text)), place) in options.iter().enumerate().zip(places) {
                    let selected = picked.or(chosen) == Some(at);
                    let look = Look { selected, stop: at == stop, waits: waits == Some(at), rings: !rings_all };
                    let response = chip_ui(ui, (chip(at), at), text, place.translate(ground.min.to_vec2()), look);
                    all = all.union(response.rect);
                    if at == stop && arrives {
                        arrived = Some(response.rect);
                    }
                    if response.clicked() {
                        picked = Some(at);
                        stop = at;
                        ui.memory_mut(|memory| memory.request_focus(chip(at)));
                    }
                }
            });
            if rings_all && picked.is_none() {
                focus_ring(ui, all);
            }
            if let Some(stop) = arrived {
                // All of the answers are to be seen, or, where they have no room, the one that has the keyboard.
                let fits = all.height() + 2.0 * SPACE_M <= ui.clip_rect().height();
                ui.scroll_to_rect(if fits { all.expand(SPACE_M) } else { stop }, None);
            }
            let picked = picked.and_then(|at| options.get(at)).map(|(option, _)| *option);
            let anew = picked.is_some() && picked != *value;
            if anew {
                *value = picked;
            }
            walk.flow.edited |= anew;
            let error = (lacks && value.is_none()).then_some(NO_ANSWER);
            Shown { stop: chip(stop), filled: value.is_some(), goes_on, error, inner: anew }
        })
    }
}

impl Group {
    /// What the keyboard asks of it; the keys are taken out of the input.
    fn pressed(&self, ui: &Ui) -> Option<Move> {
        let enter = take_key(ui, Key::Enter);
        let space = take_key(ui, Key::Space);
        // Held with another key, or held down, they press nothing either.
        take_all_presses(ui, &[Key::Enter, Key::Space]);
        if (enter || space) && self.is_meant {
            return Some(Move::Choose(self.at));
        }
        if enter || (space && !self.is_answered) {
            return Some(Move::GoOn);
        }
        let forward = take_presses(ui, Key::ArrowRight).saturating_add(take_presses(ui, Key::ArrowDown));
        let back = take_presses(ui, Key::ArrowLeft).saturating_add(take_presses(ui, Key::ArrowUp));
        if forward == back {
            return None;
        }
        // The group has moved: egui shall not move on in that direction as well.
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        // While no option is meant, the first step forward goes to the first one.
        let forward = if self.is_meant || self.is_chosen { forward } else { forward.saturating_sub(1) };
        let back = self.count.saturating_sub(back.checked_rem(self.count)?);
        let to = self.at.saturating_add(forward).saturating_add(back);
        Some(Move::Go(to.checked_rem(self.count)?))
    }
}

/// How an option looks.
#[derive(Clone, Copy)]
struct Look {
    selected: bool,
    /// It takes the keyboard for its group.
    stop: bool,
    /// Its digit was pressed and is not sure yet to stand alone: it looks pressed meanwhile.
    waits: bool,
    /// The ring is around it when it has the keyboard.
    rings: bool,
}

/// What the digit of an option takes, with the gap after it; nothing where it has none.
fn key_width(ui: &Ui, at: usize) -> f32 {
    if at < 9 { key_cap_size(ui, &at.saturating_add(1).to_string()).x + SPACE_S } else { 0.0 }
}

/// The size of an option, in points: as wide as when it is chosen, so that choosing moves nothing.
fn chip_size(ui: &Ui, at: usize, text: &str, room: f32) -> Vec2 {
    let aside = SPACE_S + key_width(ui, at) + SPACE_M;
    let words = lines(ui, text, strong_style(), palette(ui).text, (room - aside).max(60.0)).size();
    vec2(aside + words.x, (words.y + SPACE_M).max(CONTROL_HEIGHT))
}

/// Where options of these sizes stand, from the left upper corner of all of them on, and the size of it all. Options of one
/// row are equally high, and the gaps are equal, also where words take two lines.
fn in_rows(sizes: &[Vec2], room: f32) -> (Vec<Rect>, Vec2) {
    let mut places: Vec<Rect> = Vec::new();
    let (mut first, mut at, mut height, mut widest) = (0, Pos2::ZERO, 0.0_f32, 0.0_f32);
    let level = |row: &mut [Rect], height: f32| row.iter_mut().for_each(|place| place.set_height(height));
    for (nth, size) in sizes.iter().enumerate() {
        if nth > first && at.x + size.x > room {
            level(places.get_mut(first..).unwrap_or_default(), height);
            (first, at, height) = (nth, Pos2::new(0.0, at.y + height + SPACE_S), 0.0);
        }
        places.push(Rect::from_min_size(at, *size));
        (at.x, height) = (at.x + size.x + SPACE_S, height.max(size.y));
        widest = widest.max(at.x - SPACE_S);
    }
    level(places.get_mut(first..).unwrap_or_default(), height);
    (places, vec2(widest, at.y + height))
}

/// One option, in its place.
fn chip_ui(ui: &Ui, (id, at): (Id, usize), text: &str, rect: Rect, look: Look) -> Response {
    let p = palette(ui);
    let Look { selected, stop, waits, rings } = look;
    let digit = at.saturating_add(1).to_string();
    let key_width = key_width(ui, at);
    let response = ui.interact(rect, id, if stop { Sense::click() } else { Sense::CLICK });
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, text));

    let (ground, edge) = p.option(selected || waits, response.hovered());
    let fill = if waits { p.accent } else { ground };
    let edge = Stroke::new(if selected || waits { 2.0 } else { 1.0 }, edge);
    let colour = if waits { p.text_on_accent } else { p.text };
    ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, edge, StrokeKind::Inside);
    let mut x = rect.left() + SPACE_S;
    if at < 9 {
        let cap = Rect::from_min_max(rect.min + vec2(SPACE_S, 0.0), rect.max);
        let centre = egui::pos2(cap.left() + (key_width - SPACE_S) / 2.0, rect.center().y);
        let (text, edge, fill) = if waits {
            (p.text_on_accent, p.text_on_accent, Color32::TRANSPARENT)
        } else if selected {
            (p.text_on_accent, p.accent, p.accent)
        } else {
            (p.text_muted, p.border, Color32::TRANSPARENT)
        };
        put_key_cap(ui, centre, &digit, text, edge, fill);
        x += key_width;
    } else {
        x += SPACE_S / 2.0;
    }
    let style = if selected { strong_style() } else { TextStyle::Body };
    put_line(ui.painter(), x, rect.center().y, lines(ui, text, style, colour, rect.right() - SPACE_M - x + 0.5));
    if rings && response.has_focus() {
        focus_ring(ui, rect);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_a_row_are_equally_high_and_the_gaps_are_equal() {
        let (flat, tall) = (vec2(90.0, 36.0), vec2(190.0, 54.0));
        let (places, size) = in_rows(&[flat, tall, flat, flat, tall], 300.0);
        let rows: Vec<(f32, f32)> = places.iter().map(|place| (place.top(), place.height())).collect();
        assert_eq!(rows, [(0.0, 54.0), (0.0, 54.0), (62.0, 36.0), (62.0, 36.0), (106.0, 54.0)]);
        assert_eq!((places[1].left(), places[3].left(), places[4].left()), (98.0, 98.0, 0.0));
        assert_eq!(size, vec2(288.0, 160.0));
        assert_eq!(
            in_rows(&[vec2(400.0, 36.0)], 300.0).1,
            vec2(400.0, 36.0),
            "one that has no room has it all the same"
        );
    }
}
