//! A scan on the screen: nearer and farther, moved, and the rectangle that is cut out of it, by mouse and by keyboard.

use eframe::egui::{
    Color32, CornerRadius, Event, EventFilter, Id, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Stroke,
    StrokeKind, TextureHandle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::ui::theme::{SCRIM, palette};

/// How much one step comes nearer.
const STEP: f32 = 1.25;
/// The nearest and the farthest, in points of the screen to a pixel.
const NEAREST: f32 = 8.0;
const FARTHEST: f32 = 0.02;
/// How far an arrow moves an edge of the cut, as a share of the whole; and the least that is cut out.
const EDGE_STEP: f32 = 0.01;
const LEAST_CUT: f32 = 0.03;
/// How far an arrow moves the picture, in points.
const PAN_STEP: f32 = 48.0;

/// How a scan is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Canvas {
    /// Points to a pixel; none fits the whole.
    zoom: Option<f32>,
    /// What fits the whole, as it was last shown.
    fitting: f32,
    /// How far the picture's centre is off the middle, in points.
    pan: Vec2,
    /// What is to be cut out: left, top, right, bottom as shares.
    pub(super) cut: Option<[f32; 4]>,
    /// Where a rectangle began to be drawn.
    drawn_from: Option<Pos2>,
}

/// What the keyboard asked for, beyond the canvas itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AskedByKey {
    /// A quarter turn to the right.
    Turn,
    /// Cuts out what is marked.
    Cut,
    /// Goes on to what the dialog is for.
    GoOn,
    /// One of the answers beside the picture, by its digit.
    Option(usize),
}

const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

impl Canvas {
    /// The whole of it.
    pub(super) fn fit(&mut self) {
        (self.zoom, self.pan) = (None, Vec2::ZERO);
    }

    /// A point of the screen to a pixel.
    pub(super) fn full_size(&mut self) {
        (self.zoom, self.pan) = (Some(1.0), Vec2::ZERO);
    }

    /// One step nearer or farther.
    pub(super) fn step(&mut self, is_nearer: bool) {
        self.nearer(self.fitting, if is_nearer { STEP } else { 1.0 / STEP });
    }

    /// Begins a cut of nearly everything, or gives it up.
    pub(super) fn toggle_cut(&mut self) {
        self.cut = match self.cut {
            Some(_) => None,
            None => Some([0.05, 0.05, 0.95, 0.95]),
        };
        self.drawn_from = None;
    }

    /// One frame of the picture, `size` points wide and high; answers what the keyboard asked for while it had it.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        texture: &TextureHandle,
        size: Vec2,
        may_change: bool,
    ) -> (Id, Option<AskedByKey>) {
        let p = palette(ui);
        let id = Id::unique("the scan on the screen");
        let (_, rect) = ui.allocate_space(size);
        let response = ui.interact(rect, id, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, ui.is_enabled(), "Imagen del documento"));
        if response.clicked() || response.drag_started() {
            response.request_focus();
        }
        let pixels = texture.size_vec2();
        let fitting = (size.x / pixels.x.max(1.0)).min(size.y / pixels.y.max(1.0)).min(1.0);
        self.fitting = fitting;
        let asked = if response.has_focus() { self.keyboard(ui, id, fitting, may_change) } else { None };
        self.wheel(ui, &response, fitting);
        let scale = self.zoom.unwrap_or(fitting);
        self.pan = kept_in_sight(self.pan, pixels * scale, size);
        let picture = Rect::from_center_size(rect.center() + self.pan, pixels * scale);
        self.mouse(&response, picture);
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, CornerRadius::ZERO, p.surface_sunken);
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        painter.image(texture.id(), picture, whole, Color32::WHITE);
        if let Some(cut) = self.cut {
            let inside = area(picture, cut);
            let shade = SCRIM;
            for dark in around(picture, inside) {
                painter.rect_filled(dark, CornerRadius::ZERO, shade);
            }
            painter.rect_stroke(inside, CornerRadius::ZERO, Stroke::new(2.0, p.accent), StrokeKind::Outside);
        }
        let (width, colour) = if response.has_focus() { (2.0, p.focus) } else { (1.0, p.border) };
        painter.rect_stroke(rect, CornerRadius::same(2), Stroke::new(width, colour), StrokeKind::Inside);
        (id, asked)
    }

    fn nearer(&mut self, fitting: f32, times: f32) {
        let scale = self.zoom.unwrap_or(fitting) * times;
        let scale = scale.clamp(FARTHEST, NEAREST);
        self.pan *= scale / self.zoom.unwrap_or(fitting).max(FARTHEST);
        self.zoom = Some(scale);
    }

    fn wheel(&mut self, ui: &Ui, response: &Response, fitting: f32) {
        if !response.contains_pointer() {
            return;
        }
        let (turned, pinched) = ui.input_mut(|input| {
            let turned = input.smooth_scroll_delta.y;
            // What zooms does not scroll the dialog too.
            input.smooth_scroll_delta = Vec2::ZERO;
            (turned, input.zoom_delta())
        });
        let times = (turned / 240.0).exp() * pinched;
        if (times - 1.0).abs() > f32::EPSILON {
            self.nearer(fitting, times);
        }
    }

    fn mouse(&mut self, response: &Response, picture: Rect) {
        if self.cut.is_none() {
            if response.dragged() {
                self.pan += response.drag_delta();
            }
            return;
        }
        if response.drag_started() {
            self.drawn_from = response.interact_pointer_pos();
        }
        if let (true, Some(from), Some(to)) = (response.dragged(), self.drawn_from, response.interact_pointer_pos()) {
            self.cut = Some(shares(picture, Rect::from_two_pos(from, to)));
        }
        if response.drag_stopped() {
            self.drawn_from = None;
        }
    }

    fn keyboard(&mut self, ui: &Ui, id: Id, fitting: f32, may_change: bool) -> Option<AskedByKey> {
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let pressed = |modifiers, key| ui.input_mut(|input| input.count_and_consume_key(modifiers, key));
        let plain = |key| pressed(Modifiers::NONE, key);
        for (key, times) in [(Key::Plus, STEP), (Key::Equals, STEP), (Key::Minus, 1.0 / STEP)] {
            for _ in 0..plain(key) {
                self.nearer(fitting, times);
            }
        }
        if plain(Key::A) > 0 {
            self.fit();
        }
        if plain(Key::T) > 0 {
            self.full_size();
        }
        // With Shift first: a plain match would take those too.
        let far = arrows(&|key| pressed(Modifiers::SHIFT, key));
        let near = arrows(&plain);
        match &mut self.cut {
            Some(cut) => move_edges(cut, near, far),
            None => self.pan -= (near + far) * PAN_STEP,
        }
        if !may_change {
            return None;
        }
        if plain(Key::C) > 0 {
            self.toggle_cut();
        }
        if plain(Key::R) > 0 {
            return Some(AskedByKey::Turn);
        }
        if let Some(at) = DIGITS.into_iter().position(|digit| plain(digit) > 0) {
            return Some(AskedByKey::Option(at));
        }
        pressed_enter(ui).then_some(if self.cut.is_some() { AskedByKey::Cut } else { AskedByKey::GoOn })
    }
}

/// Whether Enter was pressed anew: the one that opened the picture, held down, does not keep it unseen.
fn pressed_enter(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        let mut anew = false;
        input.events.retain(|event| match event {
            Event::Key { key: Key::Enter, pressed: true, repeat, modifiers, .. } if modifiers.is_none() => {
                anew |= !repeat;
                false
            }
            _ => true,
        });
        anew
    })
}

/// How often the arrows were pressed: to the right and downwards.
fn arrows(pressed: &dyn Fn(Key) -> usize) -> Vec2 {
    #[allow(clippy::cast_precision_loss, reason = "a few presses in a frame")]
    let count = |key| pressed(key) as f32;
    vec2(count(Key::ArrowRight) - count(Key::ArrowLeft), count(Key::ArrowDown) - count(Key::ArrowUp))
}

/// Plain arrows move the upper left corner, those with Shift the lower right one.
fn move_edges([left, top, right, bottom]: &mut [f32; 4], near: Vec2, far: Vec2) {
    *left = (*left + near.x * EDGE_STEP).clamp(0.0, *right - LEAST_CUT);
    *top = (*top + near.y * EDGE_STEP).clamp(0.0, *bottom - LEAST_CUT);
    *right = (*right + far.x * EDGE_STEP).clamp(*left + LEAST_CUT, 1.0);
    *bottom = (*bottom + far.y * EDGE_STEP).clamp(*top + LEAST_CUT, 1.0);
}

/// A picture larger than its frame covers it; a smaller one stays in the middle.
fn kept_in_sight(pan: Vec2, picture: Vec2, frame: Vec2) -> Vec2 {
    let most = ((picture - frame) / 2.0).max(Vec2::ZERO);
    pan.clamp(-most, most)
}

/// The place of a cut on the screen.
fn area(picture: Rect, [left, top, right, bottom]: [f32; 4]) -> Rect {
    let at = |x: f32, y: f32| picture.min + vec2(picture.width() * x, picture.height() * y);
    Rect::from_min_max(at(left, top), at(right, bottom))
}

/// A rectangle on the screen as shares of the picture, within it and not too small.
fn shares(picture: Rect, drawn: Rect) -> [f32; 4] {
    let share = |at: f32, from: f32, length: f32| ((at - from) / length.max(1.0)).clamp(0.0, 1.0);
    let left = share(drawn.left(), picture.left(), picture.width()).min(1.0 - LEAST_CUT);
    let top = share(drawn.top(), picture.top(), picture.height()).min(1.0 - LEAST_CUT);
    let right = share(drawn.right(), picture.left(), picture.width()).max(left + LEAST_CUT);
    let bottom = share(drawn.bottom(), picture.top(), picture.height()).max(top + LEAST_CUT);
    [left, top, right.min(1.0), bottom.min(1.0)]
}

/// What of the picture lies outside of the cut.
fn around(whole: Rect, inside: Rect) -> [Rect; 4] {
    [
        Rect::from_min_max(whole.min, pos2(whole.right(), inside.top())),
        Rect::from_min_max(pos2(whole.left(), inside.bottom()), whole.max),
        Rect::from_min_max(pos2(whole.left(), inside.top()), pos2(inside.left(), inside.bottom())),
        Rect::from_min_max(pos2(inside.right(), inside.top()), pos2(whole.right(), inside.bottom())),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_rectangle_becomes_shares_within_the_picture() {
        let picture = Rect::from_min_size(pos2(100.0, 50.0), vec2(200.0, 400.0));
        assert_eq!(
            shares(picture, Rect::from_min_max(pos2(150.0, 150.0), pos2(250.0, 350.0))),
            [0.25, 0.25, 0.75, 0.75]
        );
        assert_eq!(shares(picture, Rect::from_min_max(pos2(0.0, 0.0), pos2(900.0, 900.0))), [0.0, 0.0, 1.0, 1.0]);
        let [left, top, right, bottom] = shares(picture, Rect::from_min_max(pos2(300.0, 450.0), pos2(300.0, 450.0)));
        assert!(right - left > 0.02 && bottom - top > 0.02, "a click is no cut of nothing");
        assert!(right <= 1.0 && bottom <= 1.0);
    }

    #[test]
    fn the_corners_of_a_cut_never_cross() {
        let mut cut = [0.05, 0.05, 0.95, 0.95];
        move_edges(&mut cut, vec2(500.0, 500.0), Vec2::ZERO);
        assert!(cut[0] < cut[2] && cut[1] < cut[3]);
        move_edges(&mut cut, Vec2::ZERO, vec2(-500.0, -500.0));
        assert!(cut[0] < cut[2] && cut[1] < cut[3]);
        move_edges(&mut cut, vec2(-500.0, -500.0), vec2(500.0, 500.0));
        assert_eq!(cut, [0.0, 0.0, 1.0, 1.0]);
    }

    #[test]
    fn a_picture_is_never_lost_from_sight() {
        let frame = vec2(100.0, 100.0);
        assert_eq!(kept_in_sight(vec2(500.0, 500.0), vec2(50.0, 300.0), frame), vec2(0.0, 100.0));
    }
}
