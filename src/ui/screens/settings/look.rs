//! How the window looks on this machine: the theme and the size.

use eframe::egui::Ui;

use crate::ui::cx::{Command, Cx};
use crate::ui::theme::{self, Mode};
use crate::ui::widgets::{Field, Flow, Form};

const MODES: [(Mode, &str); 2] = [(Mode::Light, "Claro"), (Mode::Dark, "Oscuro")];

/// In percent of the system's own size.
const SCALES: [(u16, &str); 5] = [(100, "100 %"), (125, "125 %"), (150, "150 %"), (175, "175 %"), (200, "200 %")];

/// One frame.
pub(super) fn ui(ui: &mut Ui, cx: &mut Cx<'_>, flow: &mut Flow) {
    let ctx = ui.ctx().clone();
    let now = theme::mode(&ctx);
    let (mut mode, mut scale) = (Some(now), percent(ctx.zoom_factor()));
    let mut is_scaled = false;
    Form::show(ui, flow, "look", |form| {
        form.choice(Field::new("Tema"), &MODES, &mut mode);
        is_scaled = form.choice(Field::new("Tamaño de letras y botones"), &SCALES, &mut scale);
    });
    if mode != Some(now) {
        cx.ask(Command::ChangeTheme);
    }
    if is_scaled && let Some(percent) = scale {
        let factor = f32::from(percent) / 100.0;
        ctx.set_zoom_factor(factor);
        drop(cx.desk.change_station(|_| {}, move |settings| settings.scale = Some(factor)));
    }
}

/// The offered size that is the one shown, if it is one of them.
fn percent(factor: f32) -> Option<u16> {
    SCALES.into_iter().map(|(percent, _)| percent).find(|percent| (f32::from(*percent) / 100.0 - factor).abs() < 0.01)
}
