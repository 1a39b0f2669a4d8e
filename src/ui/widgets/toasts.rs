//! What succeeded, said in passing. Never what failed: that stays until it is settled.

use eframe::egui::{
    self, Align2, Area, Context, CornerRadius, Frame, Id, Margin, Order, RichText, Sense, Stroke, vec2,
};

use super::sign::Sign;
use crate::ui::theme::{ICON_SIZE, RADIUS, SPACE_S, SPACE_XL, palette, strong_style};

/// For how long a toast stands.
const STANDS_FOR_SECS: f64 = 4.0;
/// More at once are not read.
const AT_ONCE: usize = 3;

/// The toasts that stand, the newest below.
#[derive(Debug, Default)]
pub struct Toasts {
    standing: Vec<Toast>,
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
        self.standing.push(Toast { text: text.into(), until: None });
        let extra = self.standing.len().saturating_sub(AT_ONCE);
        self.standing.drain(..extra);
    }

    /// Whether none stands.
    pub fn is_empty(&self) -> bool {
        self.standing.is_empty()
    }

    /// Shows what stands, and asks to be called again when the first of it goes.
    pub fn show(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        for toast in &mut self.standing {
            toast.until.get_or_insert(now + STANDS_FOR_SECS);
        }
        self.standing.retain(|toast| toast.until.is_some_and(|until| until > now));
        let next = self.standing.iter().filter_map(|toast| toast.until).reduce(f64::min);
        let Some(next) = next else { return };
        ctx.request_repaint_after(std::time::Duration::from_secs_f64((next - now).max(0.0)));
        let area = Area::new(Id::unique("toasts")).order(Order::Tooltip).interactable(false).fade_in(false);
        area.anchor(Align2::RIGHT_BOTTOM, vec2(-SPACE_XL, -SPACE_XL)).show(ctx, |ui| {
            for toast in &self.standing {
                toast_ui(ui, &toast.text);
            }
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
        .inner_margin(Margin::symmetric(16, 10));
    frame.show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_S;
            let (rect, _) = ui.allocate_exact_size(vec2(ICON_SIZE, ICON_SIZE), Sense::hover());
            Sign::Met.paint(ui.painter(), rect.center(), ICON_SIZE, p.positive);
            let said = ui.label(RichText::new(text).text_style(strong_style()).color(p.text));
            ui.accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
        });
    });
}
