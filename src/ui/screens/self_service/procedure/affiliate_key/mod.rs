//! Making one's own affiliate key: questions, the data, a link, a new key.

mod data;
mod questions;

use self::questions::QuestionsPage;
use super::super::end::EndPage;
use super::super::number::NumberPage;
use super::super::page::Page;
use super::employer_key_recovery::offer;
use crate::domain::procedure::affiliate_key::PROCEDURE;
use crate::ops::procedure::affiliate_key::BeginKey;
use crate::ui::widgets::Sign;

pub(in crate::ui::screens::self_service) fn begins() -> Box<dyn Page> {
    Box::new(NumberPage::new(
        offer(&PROCEDURE),
        "Le hacemos unas preguntas que solo usted sabe responder, y luego le enviamos un enlace a su correo."
            .to_owned(),
        |cx, person| cx.desk.perform(BeginKey { person }),
        |id| Box::new(QuestionsPage::of(id)),
    ))
}

/// A key was chosen.
pub(in crate::ui::screens::self_service) fn chosen() -> EndPage {
    let lines = [
        "Su clave de afiliado quedó guardada.",
        "Ingrese con ella en www.iess.gob.ec. Le avisamos por correo que la clave cambió.",
    ];
    EndPage::new(Sign::Met, "Clave guardada", &lines)
}
