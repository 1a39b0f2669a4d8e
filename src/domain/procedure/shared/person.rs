//! Questions about persons and their documents that several rules ask.

use crate::domain::calendar::day_in_figures;
use crate::domain::procedure::{Case, Papers};
use crate::domain::rule::{Judgement, Judging};
use crate::domain::visit::{
    Agreement, Asked, Document, DocumentForm, DocumentKind, Person, Somebody, TypedNumber, Validity,
};
use chrono::NaiveDate;

/// The sentence of a rule that has nothing to look at yet; the rule that asks for it says so.
pub fn later(what: &str) -> Judgement {
    Judgement::later(what)
}

/// The applicant, for sentences.
pub fn applicant_label<P: Papers>(case: &Case<P>) -> String {
    case.copy.papers.applicant().map_or_else(|| "quien solicita".to_owned(), Person::label)
}

/// The applicant, once somebody recorded their number.
pub fn applicant<P: Papers>(case: &Case<P>) -> Result<(&Person, &TypedNumber), Judgement> {
    let applicant = case.copy.papers.applicant().ok_or_else(|| later("quién solicita"))?;
    let number = applicant.number.as_ref().ok_or_else(|| later("el número de quien solicita"))?;
    Ok((applicant, number))
}

/// Stops at a number that is none: it is the clerk's to correct before anything is compared with it.
pub fn check_structure(person: &Person, whose: &str) -> Result<(), Judgement> {
    match person.number.as_ref().and_then(|number| number.fault().map(|fault| (number, fault))) {
        Some((number, fault)) => {
            Err(Judgement::missing(format!("Revise el número {whose}, «{}»: {fault}.", number.text())))
        }
        None => Ok(()),
    }
}

/// Stops at a cédula recorded with a number of another kind: then nothing would be compared but the name.
pub fn check_bears_its_number(document: &Document, whose: &str) -> Result<(), Judgement> {
    match &document.holder.number {
        Some(number) if document.kind == DocumentKind::Cedula && !matches!(number, TypedNumber::Cedula(_)) => {
            Err(Judgement::missing(format!(
                "El documento {whose} es una cédula y se registró con {}, «{}». Escriba el número de la cédula.",
                number.kind_name(),
                number.text()
            )))
        }
        _ => Ok(()),
    }
}

/// Stops where number or name of a person is not recorded: one of them alone identifies nobody.
pub fn check_recorded(person: &Person, whose: &str) -> Result<(), Judgement> {
    match (person.number.is_none(), person.name.trim().is_empty()) {
        (false, false) => Ok(()),
        (true, false) => Err(Judgement::unrecorded(format!("el número {whose}"))),
        (false, true) => Err(Judgement::unrecorded(format!("el nombre {whose}"))),
        (true, true) => Err(Judgement::unrecorded(format!("el número y el nombre {whose}"))),
    }
}

/// A document of somebody who acts for the applicant: there, original, with numbers that can be numbers. An expired
/// one is accepted and said: the sheet asks for one in force from foreign applicants only.
pub fn original_document(somebody: &Somebody, whose: &str, today: NaiveDate) -> Judging {
    let bring = format!("El documento de identidad original {whose}: cédula, o pasaporte o visa.");
    let shown = somebody.document.as_ref();
    let document = match shown.ok_or_else(|| Judgement::unrecorded(format!("el documento de identidad {whose}")))? {
        Asked::NotShown => {
            return Ok(Judgement::missing(format!("No mostró el documento de identidad {whose}.")).bring(bring));
        }
        Asked::Shown(document) => document,
    };
    let kind = document.kind.name();
    match document.form.ok_or_else(|| Judgement::unrecorded(format!("si el documento {whose} es el original")))? {
        DocumentForm::Original => {}
        DocumentForm::Copy => {
            return Ok(Judgement::missing(format!("Mostró una copia del documento {whose} ({kind}).")).bring(bring));
        }
        DocumentForm::OnTelephone => {
            return Ok(Judgement::missing(format!("Mostró en el teléfono el documento {whose} ({kind}).")).bring(bring));
        }
    }
    check_structure(&somebody.person, whose)?;
    check_structure(&document.holder, &format!("del documento {whose}"))?;
    Ok(match expired_on(document, today) {
        Some(last) => Judgement::met(format!(
            "Documento original {whose} ({kind}); caducó el {}, y se acepta.",
            day_in_figures(last)
        ))
        .own(),
        None => Judgement::met(format!("Documento original {whose} ({kind}).")),
    })
}

/// The last day of a document that is no longer in force.
pub fn expired_on(document: &Document, today: NaiveDate) -> Option<NaiveDate> {
    match document.validity {
        Some(validity @ Validity::Until(last)) if !validity.covers(today) => Some(last),
        _ => None,
    }
}

/// The document that was shown, if one was.
pub fn shown(document: Option<&Asked<Document>>) -> Option<&Document> {
    match document {
        Some(Asked::Shown(document)) => Some(document),
        _ => None,
    }
}

/// Whether a document is of the person it should be, and that person the one whom a paper names. Numbers decide where
/// they can be compared, names where not; a name that differs under the same number is a warning (own).
///
/// `whose` reads "del apoderado", `paper` reads "el poder".
pub fn named_person(somebody: &Somebody, document: &Document, named: &Person, whose: &str, paper: &str) -> Judging {
    check_structure(&somebody.person, whose)?;
    check_structure(&document.holder, &format!("del documento {whose}"))?;
    check_bears_its_number(document, whose)?;
    check_structure(named, &format!("que consta en {paper}"))?;
    check_recorded(&somebody.person, whose)?;
    check_recorded(&document.holder, &format!("según el documento {whose}"))?;
    let mut doubtful = None;
    let other = &somebody.person;
    for (one, is_paper) in [(&document.holder, false), (named, true)] {
        let comparison = one.compare(other);
        match comparison.same_person() {
            Agreement::Differs => {
                let (recorded, read) = (other.label(), one.label());
                let sentence = match is_paper {
                    false => format!("Se registró a {recorded}, y el documento es de {read}."),
                    true => format!("Se registró a {recorded}, y {paper} nombra a {read}."),
                };
                return Ok(Judgement::refused(sentence)
                    .bring(format!("El documento de identidad original de la persona que consta en {paper}.")));
            }
            Agreement::NotComparable => {
                return Ok(Judgement::unrecorded(format!("un mismo número {whose} en su documento y en {paper}")));
            }
            Agreement::Agrees if comparison.name == Agreement::Differs => {
                doubtful = Some(format!("El número coincide y el nombre no: {} y {}.", one.label(), other.label()));
            }
            Agreement::Agrees => {}
        }
    }
    Ok(match doubtful {
        Some(sentence) => Judgement::warning(sentence),
        None => Judgement::met(format!("El documento es de {}, a quien nombra {paper}.", somebody.person.label())),
    })
}
