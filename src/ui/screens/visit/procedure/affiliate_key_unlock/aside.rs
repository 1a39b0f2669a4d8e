//! What stands beside the points of the rules, and comes of no rule: a name that paper cannot print. Nothing is printed of an
//! unlocking, but a constancia is, of whoever leaves without it.

use crate::domain::procedure::affiliate_key_unlock::case::Case;
use crate::ops::import::unprintable;
use crate::ui::screens::visit::checklist::Aside;
use crate::ui::widgets::Sign;

/// The person's name as the register has it, or as it is written, where paper cannot print it, and what to do about it.
pub(super) fn unprintable_names(case: &Case) -> Option<Aside> {
    let lacking = |name: &str| unprintable(name).map(|character| format!("«{character}» de «{}»", name.trim()));
    let registered = case.record().and_then(|record| lacking(&record.person.name));
    let written = case.copy.papers.applicant.as_ref().and_then(|person| lacking(&person.name));
    let place = match (&registered, &written) {
        (Some(_), Some(_)) => "en Registros y en el paso Persona",
        (Some(_), None) => "en Registros",
        (None, _) => "en el paso Persona",
    };
    let found = registered.or(written)?;
    Some(Aside {
        sign: Sign::Warning,
        title: "Nombre que el papel no imprime",
        sentence: format!(
            "El papel no puede imprimir {found}, y una constancia lo llevaría. Corríjalo {place}, con letras latinas, como \
             consta en el documento."
        ),
    })
}
