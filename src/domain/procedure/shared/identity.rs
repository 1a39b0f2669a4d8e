//! The applicant's identity: rules of every checklist that looks at an identity document.

use super::person::{
    applicant, applicant_label, check_bears_its_number, check_recorded, check_structure, expired_on, later, shown,
};
use crate::domain::calendar::day_in_figures;
use crate::domain::number::CheckDigit;
use crate::domain::procedure::{AtWindow, Case, Named, Papers};
use crate::domain::rule::{Judgement, Judging, Verdict};
use crate::domain::visit::{Agreement, Asked, DocumentForm, DocumentKind, Person, TypedNumber};

/// The applicant shows a cédula. A curator brings the document of the ward, who is the applicant: a warning, because the
/// sheet speaks of a representative who can act. An applicant whose number nobody recorded is taken to hold a cédula.
pub fn cedula<P: Papers>(case: &Case<P>) -> Judging {
    let number = case.copy.papers.applicant().and_then(|applicant| applicant.number.as_ref());
    if !matches!(number, None | Some(TypedNumber::Cedula(_))) {
        return Ok(Judgement::not_applicable("Quien solicita no tiene cédula."));
    }
    let who = applicant_label(case);
    let bring = format!("La cédula original de {who}, aunque venga otra persona en su nombre.");
    if let Some(applicant) = case.copy.papers.applicant() {
        check_structure(applicant, "de quien solicita")?;
    }
    let document = case.copy.papers.applicant_document();
    let document = match document.ok_or_else(|| Judgement::unrecorded("si mostró la cédula de quien solicita"))? {
        Asked::NotShown => {
            return Ok(Judgement::missing(format!("No mostró la cédula de {who}.")).bring(bring));
        }
        Asked::Shown(document) => document,
    };
    let other = match document.kind {
        DocumentKind::Cedula => None,
        DocumentKind::Passport => Some(format!("Mostró el pasaporte de {who}, que tiene cédula.")),
        DocumentKind::Visa => Some(format!("Mostró la visa de {who}, que tiene cédula.")),
    };
    if let Some(sentence) = other {
        return Ok(Judgement::missing(sentence).bring(bring));
    }
    check_structure(&document.holder, "del documento de quien solicita")?;
    let ward = matches!(case.copy.papers.at_window(), Some(AtWindow::Curator(_)));
    let form = document.form.ok_or_else(|| Judgement::unrecorded("si la cédula de quien solicita es la original"))?;
    Ok(match (form, expired_on(document, case.around.today())) {
        (DocumentForm::Copy, _) => Judgement::missing(format!("Mostró una copia de la cédula de {who}.")).bring(bring),
        (DocumentForm::OnTelephone, _) => Judgement::warning(format!(
            "Mostró la cédula de {who} en el teléfono; este trámite pide la original.{}",
            if ward { " Es la persona bajo curaduría." } else { "" }
        )),
        (DocumentForm::Original, _) if ward => {
            Judgement::warning(format!("La cédula es de {who}, persona bajo curaduría que no actúa por sí misma."))
                .own()
        }
        (DocumentForm::Original, Some(last)) => {
            Judgement::met(format!("Cédula original de {who}; caducó el {}, y se acepta.", day_in_figures(last))).own()
        }
        (DocumentForm::Original, None) => Judgement::met(format!("Cédula original de {who}.")),
    })
}

/// Whoever has no cédula shows a passport or a visa. Its last day in force still counts.
pub fn passport_or_visa<P: Papers>(case: &Case<P>) -> Judging {
    let number = match case.copy.papers.applicant().and_then(|applicant| applicant.number.as_ref()) {
        // The rule of the cédula asks for the cédula until it is recorded that there is none.
        None => return Ok(Judgement::not_applicable("Se revisa cuando conste el número de quien solicita.")),
        Some(TypedNumber::Cedula(_)) => return Ok(Judgement::not_applicable("Quien solicita tiene cédula.")),
        Some(number) => number,
    };
    let (applicant, _) = applicant(case)?;
    let who = applicant.label();
    let bring = format!("El pasaporte o la visa de {who}, original y vigente.");
    let document = case.copy.papers.applicant_document();
    let document =
        match document.ok_or_else(|| Judgement::unrecorded("si mostró pasaporte o visa de quien solicita"))? {
            Asked::NotShown => {
                return Ok(Judgement::missing(format!("No mostró pasaporte ni visa de {who}.")).bring(bring));
            }
            Asked::Shown(document) => document,
        };
    let kind = document.kind.name();
    if document.kind == DocumentKind::Cedula {
        return Ok(Judgement::missing(format!(
            "Mostró una cédula de {who}. Registre a esa persona con su número de cédula."
        )));
    }
    if matches!(number, TypedNumber::Passport(_)) {
        return Ok(Judgement::missing(format!("Falta el código de extranjero del IESS de {who}."))
            .bring("El código de identificación para extranjeros que da el IESS."));
    }
    check_structure(applicant, "de quien solicita")?;
    check_structure(&document.holder, "del documento de quien solicita")?;
    match document.form.ok_or_else(|| Judgement::unrecorded(format!("si el documento ({kind}) es el original")))? {
        DocumentForm::Original => {}
        DocumentForm::Copy => {
            return Ok(Judgement::missing(format!("Mostró una copia del documento ({kind}) de {who}.")).bring(bring));
        }
        DocumentForm::OnTelephone => {
            return Ok(
                Judgement::missing(format!("Mostró en el teléfono el documento ({kind}) de {who}.")).bring(bring)
            );
        }
    }
    let validity = document.validity;
    validity.ok_or_else(|| Judgement::unrecorded(format!("hasta cuándo está vigente el documento ({kind})")))?;
    Ok(match expired_on(document, case.around.today()) {
        Some(last) => Judgement::missing(format!("El documento ({kind}) de {who} caducó el {}.", day_in_figures(last)))
            .bring(bring),
        None => Judgement::met(format!("Documento original y vigente ({kind}) de {who}, con código de extranjero.")),
    })
}

/// The papers are of the applicant. A passport or visa does not bear the foreigner code, so between the two only the name
/// links: where it differs, a supervisor answers for it.
pub fn of_the_applicant<P: Papers>(case: &Case<P>) -> Judging {
    let (applicant, number) = applicant(case)?;
    let document =
        shown(case.copy.papers.applicant_document()).ok_or_else(|| later("el documento de quien solicita"))?;
    check_structure(applicant, "de quien solicita")?;
    check_structure(&document.holder, "del documento de quien solicita")?;
    check_bears_its_number(document, "de quien solicita")?;
    check_recorded(applicant, "de quien solicita")?;
    check_recorded(&document.holder, "según el documento de quien solicita")?;
    let mut others = vec![Named { place: "el documento", person: &document.holder, by_the_same_number: false }];
    others.extend(P::named_elsewhere(case)?);
    let judged = compare_all::<P>(applicant, &others)?;
    let linked_by_name = document.kind != DocumentKind::Cedula && matches!(number, TypedNumber::ForeignerCode(_));
    let differs = applicant.compare(&document.holder).name == Agreement::Differs;
    Ok(match judged.verdict {
        Verdict::Warning(_) if linked_by_name && differs => Judgement::supervisor_warning(format!(
            "{} El documento ({}) no lleva el código de extranjero: solo el nombre los une.",
            judged.sentence,
            document.kind.name()
        )),
        _ => judged,
    })
}

fn compare_all<P: Papers>(applicant: &Person, others: &[Named<'_>]) -> Judging {
    let mut doubtful = Vec::new();
    for Named { place, person: other, by_the_same_number } in others {
        let comparison = applicant.compare(other);
        let other_kind = comparison.number == Agreement::NotComparable && *by_the_same_number;
        if comparison.number == Agreement::Differs || other_kind {
            return Ok(Judgement::refused(format!(
                "Se atiende a {}, y {place} es de {}.",
                applicant.label(),
                other.label()
            ))
            .bring(format!("{} de {}.", P::OF_THE_APPLICANT, applicant.label())));
        }
        if comparison.name == Agreement::Differs {
            doubtful.push(format!("{place} dice {}", other.name.trim()));
        }
    }
    Ok(if doubtful.is_empty() {
        Judgement::met(format!("El documento es de {}.", applicant.label()))
    } else {
        Judgement::warning(format!(
            "El nombre no coincide: se registró {} y {}.",
            applicant.label(),
            doubtful.join("; ")
        ))
    })
}

/// The check digits of the cédulas agree. A cédula with a wrong structure is the matter of the document's own rule.
pub fn check_digits<P: Papers>(case: &Case<P>) -> Judging {
    let checked: Vec<(&str, CheckDigit)> =
        P::cedulas(case).into_iter().map(|cedula| (cedula.as_str(), cedula.check_digit())).collect();
    let mut wrong: Vec<&str> = Vec::new();
    for (text, digit) in &checked {
        if *digit == CheckDigit::Differs && !wrong.contains(text) {
            wrong.push(text);
        }
    }
    Ok(match (checked.is_empty(), wrong.as_slice()) {
        (true, _) => Judgement::not_applicable("No hay cédulas que comprobar."),
        (false, []) => Judgement::met("Los dígitos verificadores de las cédulas coinciden."),
        (false, [one]) => Judgement::supervisor_warning(format!(
            "El dígito verificador de la cédula {one} no coincide. Compárela con el documento."
        )),
        (false, several) => Judgement::supervisor_warning(format!(
            "Los dígitos verificadores de las cédulas {} no coinciden. Compárelas con los documentos.",
            several.join(", ")
        )),
    })
}
