//! Unlocking one's own key: a number, and the link of the letter.

use super::super::code::good_for;
use super::super::end::EndPage;
use super::super::link::LinkPage;
use super::super::number::NumberPage;
use super::super::page::Page;
use super::affiliate_key;
use super::employer_key_recovery::offer;
use crate::domain::challenge::ChallengeKind;
use crate::domain::procedure::affiliate_key_unlock::PROCEDURE;
use crate::ops::procedure::affiliate_key_unlock::AskUnlock;
use crate::ui::widgets::Sign;

pub(super) fn begins() -> Box<dyn Page> {
    Box::new(NumberPage::new(
        offer(&PROCEDURE),
        format!("Le enviamos un enlace al correo registrado. {}", good_for(ChallengeKind::UnlockLink)),
        |cx, person| cx.desk.perform(AskUnlock { person }),
        |id| Box::new(LinkPage::of(id)),
    ))
}

/// It is unlocked.
pub(super) fn unlocked() -> EndPage {
    let lines = [
        "Su clave de acceso a los servicios del portal del IESS ha sido desbloqueada.",
        "Si no la recuerda, genere una nueva ahora o más tarde, en www.iess.gob.ec, «Generar / Recuperar clave».",
    ];
    EndPage::new(Sign::Met, "Clave desbloqueada", &lines).going_on("Generar mi clave", affiliate_key::begins)
}
