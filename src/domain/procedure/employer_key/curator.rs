//! EK-C: the curator. The sheet accepts the role and names no paper.

use super::case::{Appointment, Case, Presenter, Somebody};
use super::people::presenter;
use crate::domain::procedure::shared::person::{
    applicant_label, check_structure, named_person, original_document, shown,
};
use crate::domain::register::EmployerKind;
use crate::domain::rule::{Judgement, Judging, Verdict};
use crate::domain::visit::{Agreement, Asked};

fn curator(case: &Case) -> Result<(&Somebody, Option<&Asked<Appointment>>), Judgement> {
    match presenter(case)? {
        Presenter::Curator { curator, appointment } => Ok((curator, appointment.as_ref())),
        _ => Err(Judgement::not_applicable("No se actúa con curaduría.")),
    }
}

/// EK-C1. An appointment for somebody else is refused: it gives no right over this applicant. A curator stands for a
/// natural person: where the register has a company or a public body, a supervisor answers for the one who shows nothing.
pub(super) fn appointed(case: &Case) -> Judging {
    let shown = curator(case)?.1.ok_or_else(|| Judgement::unrecorded("si mostró el nombramiento de curador"))?;
    let appointment = match shown {
        Asked::NotShown => {
            let sentence =
                format!("No mostró el nombramiento de curador de {}; la ficha no lo exige", applicant_label(case));
            return Ok(match legal_person(case) {
                Some(name) => {
                    Judgement::supervisor_warning(format!("{sentence}, pero {name} no es persona natural.")).own()
                }
                None => Judgement::warning(format!("{sentence}.")),
            });
        }
        Asked::Shown(appointment) => appointment,
    };
    check_structure(&appointment.ward, "de la persona bajo curaduría")?;
    let applicant = case.copy.papers.applicant.as_ref();
    let agreement = applicant.map(|applicant| appointment.ward.compare(applicant).same_person());
    Ok(match agreement {
        Some(Agreement::Agrees) => Judgement::met(format!("Nombramiento de curador de {}.", appointment.ward.label())),
        Some(Agreement::Differs) => Judgement::refused(format!(
            "El nombramiento es de curador de {}, y se atiende a {}.",
            appointment.ward.label(),
            applicant_label(case)
        ))
        .bring(format!("El nombramiento de curador de {}.", applicant_label(case))),
        Some(Agreement::NotComparable) | None => {
            Judgement::unrecorded("de quién es la curaduría según el nombramiento, y quién solicita")
        }
    })
}

/// The company or public body that the register says the employer is.
fn legal_person(case: &Case) -> Option<&str> {
    let record = case.record()?;
    matches!(record.kind, EmployerKind::PrivateCompany | EmployerKind::PublicBody).then_some(record.name.as_str())
}

/// EK-C2. Without an appointment only the curator's own name and document can be compared.
pub(super) fn document(case: &Case) -> Judging {
    let (somebody, appointment) = curator(case)?;
    let presence = original_document(somebody, "de quien ejerce la curaduría", case.around.today())?;
    let Some(document) = shown(somebody.document.as_ref()).filter(|_| presence.verdict == Verdict::Met) else {
        return Ok(presence);
    };
    let appointed = match appointment.and_then(Asked::paper) {
        Some(Appointment { curator, .. }) => curator,
        None => &somebody.person,
    };
    let identity = named_person(somebody, document, appointed, "de quien ejerce la curaduría", "el nombramiento")?;
    Ok(if identity.verdict == Verdict::Met { presence } else { identity })
}
