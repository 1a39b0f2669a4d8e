//! The person's data, brought up to date: offered to everybody, and what opens the virtual way next time.

use super::case::{Case, ContactUpdate};
use super::{document, person};
use crate::domain::register::{Contact, InsuredAnswer};
use crate::domain::rule::{Judgement, Judging, Verdict};

/// They were asked. Whoever gives data gives an e-mail address, to which the virtual way writes, and a mobile telephone.
/// Of whom this centre does not hold, there is nothing to bring up to date here.
pub(super) fn up_to_date(case: &Case) -> Judging {
    if case.insured() == Some(&InsuredAnswer::NotFound) {
        return Ok(Judgement::not_applicable(
            "La persona no consta en el registro de este centro: sus datos se actualizan en el sistema del IESS.",
        ));
    }
    if !is_identified(case) {
        return Ok(Judgement::later("que la persona es quien dice"));
    }
    let update = case.copy.papers.contact.as_ref();
    Ok(match update.ok_or_else(|| Judgement::unrecorded("si la persona actualiza sus datos"))? {
        ContactUpdate::Declined => Judgement::met("La persona no actualiza sus datos hoy."),
        ContactUpdate::Given(contact) => match fault_of(contact) {
            Some(fault) => Judgement::missing(fault).not_yet(),
            None => {
                Judgement::met("La persona actualiza sus datos: la próxima vez podrá desbloquear su clave en línea.")
            }
        },
    })
}

/// Is the person there who they say they are, as far as was looked at? Before that, nobody's data are shown or written.
#[must_use]
pub fn is_identified(case: &Case) -> bool {
    let points = [person::in_person, document::cedula, document::foreigner_code, document::of_the_person];
    let is_in_the_way = |verdict: Verdict| matches!(verdict, Verdict::Missing | Verdict::Refused);
    points.into_iter().all(|judge| !is_in_the_way(judge(case).unwrap_or_else(|early| early).verdict))
}

/// What is lacking in the data that were given, as the clerk mends it.
fn fault_of(contact: &Contact) -> Option<String> {
    if contact.email.trim().is_empty() {
        return Some("Falta el correo electrónico: a él llega el enlace del trámite en línea.".into());
    }
    let lacks_mobile = contact.mobile.trim().is_empty().then(|| "Falta el celular.".to_owned());
    contact.fault().or(lacks_mobile)
}
