//! What succeeded, said in passing. Never what failed: that stays until it is settled. One at a time, the last, in a place of
//! the bar at the top that is kept free for it: it stands over no button and no name.

use eframe::egui::{
    self, Area, Context, CornerRadius, Frame, Id, Margin, Order, Pos2, Rect, Sense, Stroke, TextStyle, vec2,
};

use super::paint::lines;
use super::sign::Sign;
use crate::ui::theme::{CONTROL_HEIGHT, ICON_SIZE, RADIUS, SPACE_S, palette, strong_style};

/// For how long a toast stands.
const STANDS_FOR_SECS: f64 = 4.0;
/// Where there is no bar, so far from the edges of the window, in points.
const FROM_THE_EDGE: f32 = 3.0;

/// The least width of the place that the bar keeps free, in points.
pub const TOAST_WIDTH: f32 = 260.0;

/// What is around a toast's text, in points.
const MARGIN: Margin = Margin { left: 12, right: 12, top: 4, bottom: 4 };

/// The toast that stands.
#[derive(Debug, Default)]
pub struct Toasts {
    standing: Option<Toast>,
    /// Where the bar keeps free what a toast takes, in this pass.
    place: Option<Rect>,
}

#[derive(Debug)]
struct Toast {
    text: String,
    /// When it goes, in the window's seconds; told when it is first shown.
    until: Option<f64>,
}

impl Toasts {
    /// Says that something succeeded.
    pub fn success(&mut self, text: impl Into<String>) {
        self.standing = Some(Toast { text: text.into(), until: None });
    }

    /// Whether none stands.
    pub fn is_empty(&self) -> bool {
        self.standing.is_none()
    }

    /// The bar keeps this place free in this pass.
    pub fn stand_in(&mut self, place: Rect) {
        self.place = Some(place);
    }

    /// Shows what stands, and asks to be called again when it goes. `has_bar`: it waits for its place there.
    pub fn show(&mut self, ctx: &Context, has_bar: bool) {
        let now = ctx.input(|input| input.time);
        let place = self.place.take();
        let Some(toast) = &mut self.standing else { return };
        let place = match place {
            Some(place) => place,
            None if has_bar => return ctx.request_repaint(),
            None => Rect::from_min_size(
                Pos2::new(SPACE_S, FROM_THE_EDGE),
                vec2(ctx.content_rect().width() - 2.0 * SPACE_S, 2.0 * CONTROL_HEIGHT),
            ),
        };
        let secs_left = *toast.until.get_or_insert(now + STANDS_FOR_SECS) - now;
        if secs_left <= 0.0 {
            self.standing = None;
            return ctx.request_repaint();
        }
        ctx.request_repaint_after(std::time::Duration::from_secs_f64(secs_left));
        let area = Area::new(Id::unique("toasts")).order(Order::Tooltip).interactable(false).fade_in(false);
        area.fixed_pos(place.min).show(ctx, |ui| toast_ui(ui, &toast.text, place));
    }
}

/// As large as its words: smaller letters where they would be higher than the place.
fn toast_ui(ui: &mut egui::Ui, text: &str, place: Rect) {
    let p = palette(ui);
    let around = MARGIN.sum();
    let room = vec2(place.width() - around.x - ICON_SIZE - SPACE_S, place.height() - around.y);
    let set = |style| lines(ui, text, style, p.text, room.x.max(60.0));
    let words = Some(set(strong_style())).filter(|words| words.size().y <= room.y);
    let words = words.unwrap_or_else(|| set(TextStyle::Small));
    let above = ((place.height() - words.size().y.max(ICON_SIZE) - around.y) / 2.0).max(0.0);
    ui.add_space(above);
    let frame = Frame::new()
        .fill(p.surface_raised)
        .stroke(Stroke::new(1.0, p.positive))
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(MARGIN);
    frame.show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_S;
            let (rect, _) = ui.allocate_exact_size(vec2(ICON_SIZE, ICON_SIZE), Sense::hover());
            Sign::Met.paint(ui.painter(), rect.center(), ICON_SIZE, p.positive);
            let said = ui.label(words);
            ui.accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
        });
    });
}
