//! The identity document of an unlocking: a cédula in force, on paper or on a telephone, or a foreigner code.

use super::case::{Case, CodeShown, InForce};
use crate::domain::calendar::day_in_figures;
use crate::domain::number::{Cedula, CheckDigit};
use crate::domain::procedure::shared::identity;
use crate::domain::procedure::shared::person::{applicant, check_structure, expired_on, later};
use crate::domain::rule::{Judgement, Judging};
use crate::domain::visit::{Agreement, Asked, DocumentForm, DocumentKind, Person, TypedNumber};

/// The person's cédula, physical or digital, in force. A person whose number nobody recorded is taken to hold one.
pub(super) fn cedula(case: &Case) -> Judging {
    let papers = &case.copy.papers;
    let number = papers.applicant.as_ref().and_then(|person| person.number.as_ref());
    if !matches!(number, None | Some(TypedNumber::Cedula(_))) {
        return Ok(Judgement::not_applicable("La persona no tiene cédula."));
    }
    if let Some(person) = &papers.applicant {
        check_structure(person, "de la persona")?;
    }
    let who = papers.applicant.as_ref().map_or_else(|| "la persona".to_owned(), Person::label);
    let bring = format!("La cédula de {who}, física o digital, vigente.");
    let document = match papers.document.as_ref().ok_or_else(|| Judgement::unrecorded("qué documento mostró"))? {
        Asked::NotShown => return Ok(Judgement::missing(format!("No mostró la cédula de {who}.")).bring(bring)),
        Asked::Shown(document) => document,
    };
    if document.kind != DocumentKind::Cedula {
        let kind = document.kind.name();
        return Ok(
            Judgement::missing(format!("Mostró otro documento ({kind}), y este trámite pide la cédula.")).bring(bring)
        );
    }
    check_structure(&document.holder, "del documento")?;
    let form = match document.form.ok_or_else(|| Judgement::unrecorded("si la cédula es física, digital o copia"))? {
        DocumentForm::Copy => {
            return Ok(Judgement::missing(format!("Mostró una copia de la cédula de {who}.")).bring(bring));
        }
        DocumentForm::Original => "física",
        DocumentForm::OnTelephone => "digital",
    };
    if let Some(last) = expired_on(document, case.around.today()) {
        let last = day_in_figures(last);
        return Ok(Judgement::missing(format!("La cédula de {who} caducó el {last}.")).bring(bring));
    }
    Ok(match papers.in_force.ok_or_else(|| Judgement::unrecorded("si la cédula está vigente"))? {
        InForce::Yes => Judgement::met(format!("Cédula {form} y vigente de {who}.")),
        InForce::No => Judgement::missing(format!("La cédula de {who} está caducada.")).bring(bring),
    })
}

/// The foreigner code of whoever has no cédula.
pub(super) fn foreigner_code(case: &Case) -> Judging {
    let papers = &case.copy.papers;
    let Some(person) = papers.applicant.as_ref() else { return Ok(later("de quién es la clave")) };
    let number = person.number.as_ref().ok_or_else(|| later("el número de la persona"))?;
    let who = person.label();
    let bring = format!("El código de identificación para extranjeros de {who}, que da el IESS.");
    match number {
        TypedNumber::Cedula(_) => return Ok(Judgement::not_applicable("La persona tiene cédula.")),
        TypedNumber::Passport(_) => {
            return Ok(Judgement::missing(format!("Falta el código de extranjero del IESS de {who}.")).bring(bring));
        }
        TypedNumber::ForeignerCode(_) => {}
    }
    check_structure(person, "de la persona")?;
    let is_cedula = Cedula::parse(number.text()).is_ok_and(|cedula| cedula.check_digit() == CheckDigit::Agrees);
    if is_cedula && papers.foreigner_code == Some(CodeShown::Shown) {
        return Ok(Judgement::supervisor_warning(format!(
            "El código de {who} es un número de cédula. Si la persona tiene cédula, regístrela con ella y mírela."
        ))
        .own());
    }
    Ok(match papers.foreigner_code.ok_or_else(|| Judgement::unrecorded("si mostró el código de extranjero"))? {
        CodeShown::Shown => Judgement::met(format!("Mostró el código de extranjero de {who}.")),
        CodeShown::Another => {
            Judgement::refused(format!("Se atiende a {who}, y el código que mostró es otro.")).bring(bring)
        }
        CodeShown::NotShown => Judgement::missing(format!("No mostró el código de extranjero de {who}.")).bring(bring),
    })
}

/// What is shown is the person's, and they are the one whom the register knows under that number.
pub(super) fn of_the_person(case: &Case) -> Judging {
    let (person, number) = applicant(case)?;
    if matches!(number, TypedNumber::Cedula(_)) {
        return identity::of_the_applicant(case);
    }
    let Some(record) = case.record() else { return Ok(later("el registro de asegurados")) };
    Ok(match person.compare(&record.person).name {
        Agreement::Differs => Judgement::supervisor_warning(format!(
            "El nombre no coincide: se registró {} y el registro dice {}.",
            person.label(),
            record.person.name.trim()
        )),
        Agreement::Agrees | Agreement::NotComparable => {
            Judgement::met(format!("El código es de {}, según el registro.", record.person.label()))
        }
    })
}
