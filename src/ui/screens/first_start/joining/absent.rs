//! The server has no centre of this name yet: one may be founded there.

use eframe::egui::Ui;

use super::Answer;
use crate::ops::Address;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Flow, Form, Notice, Sign};

/// One frame; whoever goes on founds a centre there. The keyboard is at the way back: a name that was mistyped is likelier.
pub(super) fn ui(ui: &mut Ui, flow: &mut Flow, address: &Address) -> Answer {
    widgets::panel_title(
        ui,
        "Allí no hay un centro todavía",
        &format!(
            "El servidor «{}» contesta, y no tiene ningún centro con el nombre «{}».",
            address.host(),
            address.schema()
        ),
    );
    ui.add_space(SPACE_M);
    let next = "Si el centro ya trabaja con este servidor, vuelva y revise la dirección: después de «centre=» va el mismo nombre que \
                en sus otros equipos.";
    Notice::new(Sign::Info, "Puede crear aquí un centro nuevo, con este equipo como su primera ventanilla.")
        .next(next)
        .show(ui);
    ui.add_space(SPACE_S);
    let next = "Quien administra el servidor cifra sus discos y hace sus respaldos. Asegúrese de que así sea antes de crear el \
                centro.";
    Notice::new(Sign::Warning, "Este programa no cifra lo que guarda en el servidor, ni lo respalda.")
        .next(next)
        .show(ui);
    ui.add_space(SPACE_M);
    let mut answer = Answer::Stay;
    Form::show(ui, flow, "absent", |form| {
        form.row(|form| {
            if form.action(Button::secondary(widgets::BACK).icon(Icon::Back).large()).clicked() {
                answer = Answer::Back;
            }
            if Button::secondary("Crear un centro aquí…").icon(Icon::Store).large().show(form.ui()).clicked() {
                answer = Answer::GoOn;
            }
        });
    });
    answer
}
