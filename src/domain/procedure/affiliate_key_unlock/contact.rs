//! The person's data, brought up to date: offered to everybody, and what opens the virtual way next time.

use super::case::{Case, ContactUpdate};
use crate::domain::email::Email;
use crate::domain::register::Contact;
use crate::domain::rule::{Judgement, Judging};
use crate::domain::telephone::Telephone;

/// They were asked. Whoever gives data gives an e-mail address, to which the virtual way writes, and a mobile telephone.
pub(super) fn up_to_date(case: &Case) -> Judging {
    let update = case.copy.papers.contact.as_ref();
    Ok(match update.ok_or_else(|| Judgement::unrecorded("si la persona actualiza sus datos"))? {
        ContactUpdate::Declined => Judgement::met("La persona no actualiza sus datos hoy."),
        ContactUpdate::Given(contact) => match fault_of(contact) {
            Some(fault) => Judgement::missing(fault).not_yet(),
            None => Judgement::met("Datos actualizados: la próxima vez puede desbloquear su clave en línea."),
        },
    })
}

/// What is lacking in the data that were given, as the clerk mends it.
fn fault_of(contact: &Contact) -> Option<String> {
    let email = contact.email.trim();
    if email.is_empty() {
        return Some("Falta el correo electrónico: a él llega el enlace del trámite en línea.".into());
    }
    if let Err(fault) = Email::parse(email) {
        return Some(format!("Revise el correo electrónico: {fault}."));
    }
    if contact.mobile.trim().is_empty() {
        return Some("Falta el celular.".into());
    }
    let telephones = [("el celular", &contact.mobile), ("el teléfono", &contact.telephone)];
    telephones
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .find_map(|(what, text)| Telephone::parse(text).err().map(|fault| format!("Revise {what}: {fault}.")))
}
