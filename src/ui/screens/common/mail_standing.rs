//! How the letter to an employer stands: a line where all is well, a notice with what to do where it is not.

use eframe::egui::Ui;

use crate::domain::calendar::{Moment, Zone};
use crate::domain::mail::{GIVEN_UP_AFTER_HOURS, MailState};
use crate::ops::mail::Standing;
use crate::ui::widgets::{self, Sign};
use crate::ui::words::hour_of;

const LETTER: &str = "Aviso por correo al empleador";

/// Says it; `now` tells whether the hour alone is enough.
pub(in crate::ui::screens) fn mail_ui(ui: &mut Ui, standing: &Standing, now: Moment, zone: Zone) {
    let at = match standing.at.day(zone) == now.day(zone) {
        true => hour_of(standing.at, zone),
        false => standing.at.in_figures(zone),
    };
    match (standing.state, standing.fault) {
        (MailState::Sent, _) => {
            widgets::key_value(ui, LETTER, &format!("Enviado, {at}"));
        }
        (MailState::Waiting, None) => {
            widgets::key_value(ui, LETTER, if standing.was_tried { "Enviándose" } else { "Por enviarse" });
        }
        (MailState::Waiting, Some(fault)) => {
            let next = format!("{} Se intenta de nuevo: {at}.", fault.sentence());
            widgets::notice(ui, Sign::Waiting, "El aviso por correo al empleador espera.", Some(&next));
        }
        (MailState::Failed, fault) => {
            let words = match fault.is_none_or(|fault| fault.is_permanent()) {
                true => "El aviso por correo al empleador no se pudo enviar.".to_owned(),
                false => format!("El aviso por correo al empleador no se pudo enviar en {GIVEN_UP_AFTER_HOURS} horas."),
            };
            widgets::notice(ui, Sign::Refused, &words, fault.map(|fault| fault.sentence()));
        }
    }
}
