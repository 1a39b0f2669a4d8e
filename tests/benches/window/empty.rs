//! A window with nothing in it, of the same libraries and the same size: what the window's first frame and its memory are
//! measured against. It draws enough colours to be seen from outside.

use eframe::egui::{CentralPanel, Color32, Frame, Ui, ViewportBuilder, vec2};

/// The window of nothing.
struct Empty;

impl eframe::App for Empty {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        CentralPanel::no_frame().frame(Frame::new().fill(Color32::WHITE)).show(ui, |ui| {
            // `first_paint.py` takes more than 8 colours for a painted window.
            for step in 0..16_u8 {
                let (rect, _) = ui.allocate_exact_size(vec2(40.0, 40.0), eframe::egui::Sense::hover());
                ui.painter().rect_filled(rect, 0.0, Color32::from_rgb(step * 15, 0, 255 - step * 15));
            }
        });
    }
}

fn main() -> eframe::Result {
    let options = eframe::NativeOptions {
        renderer: eframe::Renderer::Glow,
        viewport: ViewportBuilder::default().with_title("empty").with_inner_size([1366.0, 768.0]),
        ..eframe::NativeOptions::default()
    };
    eframe::run_native("empty", options, Box::new(|_| Ok(Box::new(Empty))))
}
