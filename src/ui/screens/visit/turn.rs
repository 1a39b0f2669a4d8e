//! The turn: what the person showed of it.

use crate::domain::visit::{ConfirmationShown, TurnAnswer, TurnOrigin, Visit};
use crate::ui::cx::Cx;
use crate::ui::widgets::{Field, Form, key_value};
use crate::ui::words;

const SHOWN: [(ConfirmationShown, &str); 3] = [
    (ConfirmationShown::Paper, "En papel"),
    (ConfirmationShown::Screen, "En una pantalla"),
    (ConfirmationShown::NotShown, "No la muestra"),
];

/// One frame; answers whether the case changed.
pub(super) fn ui<P, A>(form: &mut Form<'_>, cx: &Cx<'_>, case: &mut Visit<P, A>) -> bool {
    let arrival = case.around.arrival.map(|arrival| words::hour_of(arrival, cx.zone()));
    let Some(TurnAnswer::Turn(turn)) = &case.around.turn else { return false };
    let ui = form.ui();
    key_value(ui, "Turno", &turn.code);
    key_value(ui, "A nombre de", &turn.holder.label());
    if let Some(arrival) = arrival {
        key_value(ui, "Llegó a las", &arrival);
    }
    match &turn.origin {
        TurnOrigin::Online(online) => {
            key_value(ui, "Hora del turno", &online.at.format("%H:%M").to_string());
            ui.add_space(8.0);
            let confirmation = &mut case.copy.confirmation;
            let before = *confirmation;
            form.choice(Field::new("Cómo muestra la confirmación del turno"), &SHOWN, confirmation);
            *confirmation != before
        }
        TurnOrigin::WalkIn(priority) => {
            let group = priority.map_or("no consta", |priority| priority.group.spanish());
            key_value(ui, "Grupo prioritario", group);
            false
        }
    }
}
