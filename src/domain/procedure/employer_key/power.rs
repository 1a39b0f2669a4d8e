//! EK-P: the attorney and the notarial power.

use super::case::{Case, ForeignForm, Legalisation, NotarialPower, PowerOrigin, Somebody, Translation};
use super::people::{presenter, revocation_details};
use crate::domain::calendar::day_in_figures;
use crate::domain::number::{Entered, NotarialCode, NotarialForm};
use crate::domain::procedure::shared::person::{
    applicant_label, check_recorded, check_structure, later, named_person, original_document, shown,
};
use crate::domain::register::{LegalValidation, PowerScope};
use crate::domain::rule::{Judgement, Judging};
use crate::domain::visit::{Agreement, Asked, Validity};

fn attorney(case: &Case) -> Result<(&Somebody, Option<&Asked<NotarialPower>>), Judgement> {
    presenter(case)?.attorney().ok_or_else(|| Judgement::not_applicable("No se actúa con poder notarial."))
}

fn power(case: &Case) -> Result<&NotarialPower, Judgement> {
    match attorney(case)?.1 {
        Some(Asked::Shown(power)) => Ok(power),
        _ => Err(later("el poder notarial")),
    }
}

/// EK-P1. A power granted by somebody else is missing, not refused: another may exist. One granted abroad needs an
/// apostille or a consulate's legalisation, and a translation where it is not in Spanish.
pub(super) fn granted(case: &Case) -> Judging {
    let who = applicant_label(case);
    let bring = format!("El poder notarial otorgado por {who}, original o copia.");
    let power = match attorney(case)?.1.ok_or_else(|| Judgement::unrecorded("si mostró el poder notarial"))? {
        Asked::NotShown => return Ok(Judgement::missing("No mostró el poder notarial.").bring(bring)),
        Asked::Shown(power) => power,
    };
    power.form.ok_or_else(|| Judgement::unrecorded("si el poder es original o copia"))?;
    let origin = power.origin.as_ref().ok_or_else(|| Judgement::unrecorded("el código notarial del poder"))?;
    check_recorded(&power.grantor, "del poderdante")?;
    check_structure(&power.grantor, "del poderdante")?;
    let applicant = case.copy.papers.applicant.as_ref().ok_or_else(|| later("quién solicita"))?;
    let comparison = power.grantor.compare(applicant);
    match comparison.same_person() {
        Agreement::NotComparable => return Ok(Judgement::unrecorded("el poderdante")),
        Agreement::Differs => {
            return Ok(
                Judgement::missing(format!("El poder lo otorgó {}, y no {who}.", power.grantor.label())).bring(bring)
            );
        }
        Agreement::Agrees => {}
    }
    if comparison.name == Agreement::Differs {
        return Ok(Judgement::warning(format!(
            "El poder lo otorgó {}: el número coincide con el de quien solicita y el nombre no.",
            power.grantor.label()
        ))
        .own());
    }
    match origin {
        PowerOrigin::Ecuador(code) => granted_here(code, &who),
        PowerOrigin::Abroad(form) => granted_abroad(*form, &who),
    }
}

fn granted_here(entered: &Entered<NotarialCode>, who: &str) -> Judging {
    let code = entered
        .value()
        .map_err(|fault| Judgement::missing(format!("El código notarial «{}»: {fault}. Corríjalo.", entered.text())))?;
    Ok(match code.form() {
        NotarialForm::Current { .. } => Judgement::met(format!("Poder notarial {code} otorgado por {who}.")),
        NotarialForm::Other { suggestion } => Judgement::warning(format!(
            "El código del poder, «{}», no tiene la forma actual de 17 caracteres{}.",
            entered.text(),
            suggestion.as_ref().map(|code| format!(" (¿será {code}?)")).unwrap_or_default()
        ))
        .own(),
    })
}

fn granted_abroad(form: ForeignForm, who: &str) -> Judging {
    let legalisation =
        form.legalisation.ok_or_else(|| Judgement::unrecorded("si el poder del exterior está apostillado"))?;
    let translation =
        form.translation.ok_or_else(|| Judgement::unrecorded("si el poder del exterior está en español"))?;
    if legalisation == Legalisation::Lacking {
        return Ok(Judgement::missing("El poder del exterior no tiene apostilla ni legalización consular.")
            .own()
            .bring("El poder con apostilla, o legalizado por un consulado del Ecuador."));
    }
    if translation == Translation::Lacking {
        return Ok(Judgement::missing("El poder del exterior no está en español ni traducido.")
            .own()
            .bring("La traducción al español del poder."));
    }
    Ok(Judgement::met(format!("Poder del exterior, en regla, otorgado por {who}.")))
}

/// EK-P2. What the stamp shows is noted, or that it shows nothing: blank is no answer.
pub(super) fn validated(case: &Case) -> Judging {
    let validation = power(case)?.legal_validation.as_ref();
    let validation = validation.ok_or_else(|| Judgement::unrecorded("si el área jurídica validó el poder"))?;
    Ok(match validation {
        LegalValidation::NotValidated => {
            Judgement::missing("El poder no está validado por el área jurídica de la Dirección Provincial.")
                .bring("El poder notarial validado antes por el área jurídica de la Dirección Provincial del IESS.")
        }
        LegalValidation::ValidatedWithoutData => {
            Judgement::met("El poder está validado por el área jurídica; el sello no muestra más datos.")
        }
        blank if blank.is_blank() => {
            Judgement::unrecorded("qué muestra el sello de la validación: referencia, fecha o quién validó")
        }
        LegalValidation::Validated { reference, on, by } => {
            let mut details = String::new();
            if !reference.trim().is_empty() {
                details.push_str(&format!(", {}", reference.trim()));
            }
            if let Some(on) = on {
                details.push_str(&format!(", el {}", day_in_figures(*on)));
            }
            if !by.trim().is_empty() {
                details.push_str(&format!(", por {}", by.trim()));
            }
            Judgement::met(format!("El poder está validado por el área jurídica{details}."))
        }
    })
}

/// EK-P3. A power that is for something else is missing, like one not in force: another may exist. The last day counts.
pub(super) fn in_force(case: &Case) -> Judging {
    let power = power(case)?;
    let today = case.around.today();
    let bring = "Un poder notarial vigente, para firmar la solicitud y recibir la clave.";
    if let Some(revocation) = case.power_revoked().filter(|revocation| revocation.counts_on(today)) {
        let details = revocation_details(revocation);
        return Ok(Judgement::refused(format!("El poder fue revocado{details}.")).own().bring(bring));
    }
    let granted_on = power.granted_on.ok_or_else(|| Judgement::unrecorded("la fecha en que se otorgó el poder"))?;
    if granted_on > today {
        return Ok(Judgement::missing(format!(
            "El poder tiene fecha {}, posterior a hoy.",
            day_in_figures(granted_on)
        ))
        .own()
        .bring(bring));
    }
    match power.validity.ok_or_else(|| Judgement::unrecorded("hasta cuándo rige el poder"))? {
        Validity::Until(last) if last < today => {
            return Ok(Judgement::missing(format!("El poder rigió hasta el {}.", day_in_figures(last)))
                .own()
                .bring(bring));
        }
        Validity::Until(_) | Validity::Indefinite => {}
    }
    let scope = power.scope.ok_or_else(|| Judgement::unrecorded("si el poder alcanza para este trámite"))?;
    Ok(match scope {
        PowerScope::Sufficient => Judgement::met("El poder está vigente y alcanza para este trámite."),
        PowerScope::Unclear => Judgement::warning(format!(
            "No queda claro que el poder del {} a favor de {} permita firmar la solicitud y recibir la clave.",
            day_in_figures(granted_on),
            power.attorney.label()
        )),
        PowerScope::Insufficient => {
            Judgement::missing("El poder no permite firmar la solicitud y recibir la clave.").bring(bring)
        }
    })
}

/// EK-P4. It is asked for also when the attorney sends a third party, as the applicant's is.
pub(super) fn document(case: &Case) -> Judging {
    original_document(attorney(case)?.0, "de la persona apoderada", case.around.today())
}

/// EK-P5.
pub(super) fn of_the_attorney(case: &Case) -> Judging {
    let (somebody, _) = attorney(case)?;
    let document = shown(somebody.document.as_ref()).ok_or_else(|| later("el documento de la persona apoderada"))?;
    let named = &power(case)?.attorney;
    check_recorded(named, "de la persona apoderada que nombra el poder")?;
    named_person(somebody, document, named, "de la persona apoderada", "el poder")
}
