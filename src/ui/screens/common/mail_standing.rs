//! How the letter to an employer stands, in a badge and a sentence.

use eframe::egui::Ui;

use crate::domain::calendar::{Moment, Zone};
use crate::domain::mail::{GIVEN_UP_AFTER_HOURS, MailState};
use crate::ops::mail::Standing;
use crate::ui::widgets::{self, Sign};
use crate::ui::words::hour_of;

/// What is said of it; `now` tells whether the hour alone is enough.
pub(in crate::ui::screens) fn mail_words(standing: &Standing, now: Moment, zone: Zone) -> (Sign, String) {
    let at = match standing.at.day(zone) == now.day(zone) {
        true => hour_of(standing.at, zone),
        false => standing.at.in_figures(zone),
    };
    let why = standing.fault.map(|fault| fault.sentence()).unwrap_or_default();
    match standing.state {
        MailState::Sent => (Sign::Done, format!("Aviso por correo enviado al empleador, {at}.")),
        MailState::Waiting if why.is_empty() && !standing.was_tried => {
            (Sign::Waiting, "El aviso por correo al empleador está por enviarse.".to_owned())
        }
        MailState::Waiting if why.is_empty() => {
            (Sign::Waiting, "El aviso por correo al empleador se está enviando.".to_owned())
        }
        MailState::Waiting => {
            (Sign::Waiting, format!("El aviso por correo al empleador espera. {why} Se intenta de nuevo: {at}."))
        }
        MailState::Failed => {
            let permanent = standing.fault.is_some_and(|fault| fault.is_permanent());
            let late = if permanent { String::new() } else { format!(" en {GIVEN_UP_AFTER_HOURS} horas") };
            (Sign::Refused, format!("El aviso por correo al empleador no se pudo enviar{late}. {why}"))
        }
    }
}

/// Shows it.
pub(in crate::ui::screens) fn mail_ui(ui: &mut Ui, standing: &Standing, now: Moment, zone: Zone) {
    let (sign, words) = mail_words(standing, now, zone);
    widgets::notice(ui, sign, &words, None);
}
