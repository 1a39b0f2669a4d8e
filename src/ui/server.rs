//! What is said where the way to the centre's server is cut.

use eframe::egui::{Frame, Margin, Panel, Ui};

use super::cx::Cx;
use super::widgets::{Notice, Sign};

/// Below the bar, for as long as it lasts.
pub(super) fn notice_ui(ui: &mut Ui, cx: &Cx<'_>) {
    if !cx.desk.is_cut() {
        return;
    }
    let frame = Frame::new().inner_margin(Margin { left: 16, right: 16, top: 12, bottom: 0 });
    Panel::top("server notice").show_separator_line(false).frame(frame).show(ui, |ui| {
        Notice::new(Sign::Warning, "Sin conexión con el servidor del centro.")
            .next(Some(
                "Lo escrito se conserva y se guarda solo cuando vuelva; mientras tanto no se emite nada. Si dura, avise a \
                 soporte técnico.",
            ))
            .show(ui);
    });
}
