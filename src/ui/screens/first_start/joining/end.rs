//! What this machine is from now on, and how work begins there.

use eframe::egui::Ui;

use super::Leaves;
use crate::desk::Joined;
use crate::domain::duty::Duty;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Flow, Form, Notice, Sign};

/// One frame; answers how it is left.
pub(super) fn ui(ui: &mut Ui, flow: &mut Flow, done: &Joined) -> Option<Leaves> {
    let Joined { centre, duty, window } = done;
    let (title, next, label, leaves) = match duty {
        Duty::Window => (
            format!("Este equipo es la ventanilla {window}"),
            "Ingresa quien ya ingresa en las otras ventanillas, con su misma contraseña. La impresora y el escáner se eligen en \
             Configuración.",
            "Ir al ingreso",
            Leaves::Done,
        ),
        Duty::Arrivals => (
            "Este equipo es la recepción".to_owned(),
            "Ingresa quien ya ingresa en las ventanillas. La impresora de los turnos se elige en Configuración.",
            "Ir al ingreso",
            Leaves::Done,
        ),
        Duty::Calls => (
            "Este equipo es la pantalla de llamados".to_owned(),
            "La enciende quien ya ingresa en las ventanillas. Desde ahora se abre con «ventanilla calls»: póngalo entre los programas \
             que este equipo inicia al encenderse.",
            "Abrir la pantalla de llamados",
            Leaves::ToCalls,
        ),
    };
    widgets::panel_title(ui, &title, &format!("Está unido al centro «{centre}», y recuerda su servidor."));
    ui.add_space(SPACE_M);
    Notice::new(Sign::Done, "Lo que haga aquí lo ven enseguida los demás equipos del centro.").next(next).show(ui);
    ui.add_space(SPACE_S);
    Form::show(ui, flow, "joined", |form| {
        form.action(Button::primary(label).icon(Icon::Next).large()).clicked().then_some(leaves)
    })
}
