//! What succeeded, said in passing. Never what failed: that stays until it is settled. One at a time, the last, over the bar
//! at the top: there is no button there.

use eframe::egui::{self, Align2, Area, Context, CornerRadius, Frame, Id, Margin, Order, Sense, Stroke, vec2};

use super::paint::lines;
use super::sign::Sign;
use crate::ui::theme::{ICON_SIZE, RADIUS, SPACE_S, SPACE_XL, palette, strong_style};

/// For how long a toast stands.
const STANDS_FOR_SECS: f64 = 4.0;
/// From the upper edge of the window, in points.
const FROM_THE_TOP: f32 = 3.0;

/// As wide as what the bar has there, in points.
const LEAST_WIDTH: f32 = 300.0;

/// What is beside a toast's text, in points.
const ASIDE: f32 = ICON_SIZE + SPACE_S + 34.0;

/// The toast that stands.
#[derive(Debug, Default)]
pub struct Toasts {
    standing: Option<Toast>,
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

    /// Shows what stands, from `left` on, and asks to be called again when it goes.
    pub fn show(&mut self, ctx: &Context, left: f32) {
        let now = ctx.input(|input| input.time);
        let Some(toast) = &mut self.standing else { return };
        let secs_left = *toast.until.get_or_insert(now + STANDS_FOR_SECS) - now;
        if secs_left <= 0.0 {
            self.standing = None;
            return;
        }
        ctx.request_repaint_after(std::time::Duration::from_secs_f64(secs_left));
        let area = Area::new(Id::unique("toasts")).order(Order::Tooltip).interactable(false).fade_in(false);
        let width = ctx.content_rect().width() - left - SPACE_XL;
        area.anchor(Align2::LEFT_TOP, vec2(left + SPACE_S, FROM_THE_TOP)).show(ctx, |ui| {
            ui.set_max_width(width);
            toast_ui(ui, &toast.text);
        });
    }
}

fn toast_ui(ui: &mut egui::Ui, text: &str) {
    let p = palette(ui);
    let frame = Frame::new()
        .fill(p.surface_raised)
        .stroke(Stroke::new(1.0, p.positive))
        .corner_radius(CornerRadius::same(RADIUS))
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(16, 6));
    frame.show(ui, |ui| {
        ui.set_min_width(LEAST_WIDTH.min(ui.available_width()));
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_S;
            let (rect, _) = ui.allocate_exact_size(vec2(ICON_SIZE, ICON_SIZE), Sense::hover());
            Sign::Met.paint(ui.painter(), rect.center(), ICON_SIZE, p.positive);
            let room = (ui.max_rect().width() - ASIDE).max(60.0);
            let words = lines(ui, text, strong_style(), p.text, room);
            let said = ui.label(words);
            ui.accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
        });
    });
}
