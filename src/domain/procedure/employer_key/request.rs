//! EK-R: the request.

use super::case::{
    Amendments, AuthorisationBlock, Case, Completeness, Legibility, Pasting, Presenter, Request, RequestOrigin,
    Signature, Signer,
};
use super::employer::chosen;
use crate::domain::number::{EmployerNumber, Entered};
use crate::domain::procedure::shared::person::{applicant_label, later};
use crate::domain::rule::{Judgement, Judging};
use crate::domain::visit::Asked;

const REQUEST: &str = "La «Solicitud de entrega de clave y Acuerdo de responsabilidad y uso de la información», \
     generada en el portal www.iess.gob.ec, con todos los campos completos y firmada a mano.";
const AUTHORISATION_BLOCK: &str = "Autorización de Retiro de Contraseña";

fn request(case: &Case) -> Result<&Request, Judgement> {
    match &case.copy.papers.request {
        Some(Asked::Shown(request)) => Ok(request),
        _ => Err(later("la solicitud")),
    }
}

/// EK-R1.
pub(super) fn from_the_portal(case: &Case) -> Judging {
    let shown = case.copy.papers.request.as_ref().ok_or_else(|| Judgement::unrecorded("si trajo la solicitud"))?;
    let request = match shown {
        Asked::NotShown => return Ok(Judgement::missing("No trajo la solicitud.").bring(REQUEST)),
        Asked::Shown(request) => request,
    };
    let origin = request.origin.ok_or_else(|| Judgement::unrecorded("si la solicitud se generó en el portal"))?;
    Ok(match origin {
        RequestOrigin::Portal => Judgement::met("Trajo la solicitud generada en el portal."),
        RequestOrigin::Elsewhere => Judgement::missing("La solicitud no se generó en el portal.").bring(REQUEST),
    })
}

/// EK-R2. The authorisation block counts only when a third party comes.
pub(super) fn complete(case: &Case) -> Judging {
    let completeness = request(case)?.completeness.as_ref();
    let completeness =
        completeness.ok_or_else(|| Judgement::unrecorded("si la solicitud tiene todos los campos completos"))?;
    let mut blank: Vec<&str> = match completeness {
        Completeness::Complete => Vec::new(),
        Completeness::Blank(fields) if fields.is_empty() => vec!["los que están en blanco"],
        Completeness::Blank(fields) => fields.iter().map(String::as_str).collect(),
    };
    let third_party = case.copy.papers.presenter.as_ref().and_then(Presenter::third_party);
    if third_party.is_some_and(|third_party| third_party.authorisation == Some(AuthorisationBlock::Blank)) {
        blank.push(AUTHORISATION_BLOCK);
    }
    Ok(if blank.is_empty() {
        Judgement::met("La solicitud está completa.")
    } else {
        let fields = blank.join(", ");
        Judgement::missing(format!("La solicitud tiene campos en blanco: {fields}."))
            .bring(format!("La solicitud con estos campos completos: {fields}."))
    })
}

/// EK-R3.
pub(super) fn signed_by_hand(case: &Case) -> Judging {
    let signature = request(case)?.signature;
    let by_hand = "La solicitud impresa y firmada a mano; no se aceptan firmas electrónicas.";
    Ok(match signature.ok_or_else(|| Judgement::unrecorded("cómo está firmada la solicitud"))? {
        Signature::Handwritten => Judgement::met("La solicitud está firmada a mano."),
        Signature::Unsigned => Judgement::missing("La solicitud no está firmada.").bring(by_hand),
        Signature::HandwrittenPhotocopy => Judgement::warning("La solicitud es fotocopia de una firmada a mano.").own(),
        Signature::Electronic => Judgement::refused("La solicitud tiene firma electrónica.").bring(by_hand),
        Signature::ElectronicPrinted => {
            Judgement::refused("La solicitud tiene una firma electrónica impresa o escaneada.").bring(by_hand)
        }
    })
}

/// EK-R4. A signature of an attorney or curator counts in the visit in which their power or appointment is judged; in
/// any other it is missing, not refused, because the same paper serves once they are recorded.
pub(super) fn signed_by(case: &Case) -> Judging {
    let request = request(case)?;
    if request.signature == Some(Signature::Unsigned) {
        return Ok(Judgement::not_applicable("La solicitud no está firmada."));
    }
    let signer = request.signer.as_ref().ok_or_else(|| Judgement::unrecorded("quién firmó la solicitud"))?;
    let applicant = applicant_label(case);
    let resign = format!("La solicitud firmada a mano por {applicant}, o por quien tenga su poder o su curaduría.");
    let presenter = case.copy.papers.presenter.as_ref();
    Ok(match signer {
        Signer::Applicant => Judgement::met(format!("La firmó quien solicita, {applicant}.")),
        Signer::Attorney => match presenter {
            None => Judgement::unrecorded("quién se presenta: la solicitud la firmó alguien con poder notarial"),
            Some(presenter) if presenter.attorney().is_some() => {
                Judgement::met("La firmó la persona apoderada, en lugar de quien solicita.")
            }
            Some(_) => Judgement::missing(
                "La firmó alguien con poder notarial, y esta atención no tiene ningún poder registrado.",
            )
            .bring(resign),
        },
        Signer::Curator => match presenter {
            None => Judgement::unrecorded("quién se presenta: la solicitud la firmó alguien con curaduría"),
            Some(Presenter::Curator { .. }) => {
                Judgement::met("La firmó quien ejerce la curaduría, en lugar de quien solicita.")
            }
            Some(_) => {
                Judgement::missing("La firmó alguien con curaduría, y esta atención no tiene ninguna registrada.")
                    .bring(resign)
            }
        },
        Signer::ThirdParty => {
            Judgement::refused("La firmó la persona autorizada, que no puede firmar por quien solicita.").bring(resign)
        }
        Signer::SomebodyElse(name) if name.trim().is_empty() => {
            Judgement::refused("La firmó otra persona, que no puede firmar por quien solicita.").bring(resign)
        }
        Signer::SomebodyElse(name) => {
            Judgement::refused(format!("La firmó {name}, que no puede firmar por quien solicita.")).bring(resign)
        }
    })
}

/// EK-R5. The gravest comes first.
pub(super) fn untouched(case: &Case) -> Judging {
    let request = request(case)?;
    if request.pasting == Some(Pasting::Pasted) {
        return Ok(Judgement::refused("La firma de la solicitud está cortada y pegada.").bring(REQUEST));
    }
    if request.legibility == Some(Legibility::Illegible) {
        return Ok(Judgement::missing("La solicitud no se puede leer.")
            .bring("La solicitud impresa de nuevo, legible y firmada a mano."));
    }
    request.pasting.ok_or_else(|| Judgement::unrecorded("si la firma de la solicitud está pegada"))?;
    request.legibility.ok_or_else(|| Judgement::unrecorded("si la solicitud se puede leer"))?;
    Ok(match request.amendments.ok_or_else(|| Judgement::unrecorded("si la solicitud tiene enmendaduras"))? {
        Amendments::Unamended => Judgement::met("La solicitud es legible y no tiene enmendaduras."),
        Amendments::Amended => Judgement::supervisor_warning("La solicitud tiene enmendaduras."),
    })
}

/// EK-R6. A number on the request that can be none is first corrected: it may be the clerk's slip.
pub(super) fn for_this_employer(case: &Case) -> Judging {
    let request = request(case)?;
    let choice = chosen(case)?;
    let chosen_branch = choice.branch.as_ref().ok_or_else(|| later("la sucursal"))?;
    let number = request.employer_number.as_ref();
    let number = number.ok_or_else(|| Judgement::unrecorded("el número de empleador que consta en la solicitud"))?;
    let (wanted, wanted_branch) = (choice.number.text(), chosen_branch.text());
    let bring = || format!("Una solicitud generada para {wanted}, sucursal {wanted_branch}.");
    if canonical(number) != canonical(&choice.number) {
        // Another employer's request never serves, whatever branch it names.
        return Ok(match number.value() {
            Err(fault) => Judgement::missing(format!(
                "El número de empleador de la solicitud, «{}»: {fault}. Compárelo con el papel.",
                number.text()
            )),
            Ok(_) => {
                let of = request.branch.as_ref().map(|branch| format!(", sucursal {}", branch.text()));
                Judgement::refused(format!(
                    "La solicitud es de {}{}, y se atiende a {wanted}, sucursal {wanted_branch}.",
                    number.text(),
                    of.unwrap_or_default()
                ))
                .bring(bring())
            }
        });
    }
    let branch = request.branch.as_ref();
    let branch = branch.ok_or_else(|| Judgement::unrecorded("la sucursal que consta en la solicitud"))?;
    let branches_agree = match (branch.value(), chosen_branch.value()) {
        (Ok(one), Ok(other)) => one == other,
        _ => branch.text().trim() == chosen_branch.text().trim(),
    };
    if let (false, Err(fault)) = (branches_agree, branch.value()) {
        return Ok(Judgement::missing(format!(
            "La sucursal de la solicitud, «{}»: {fault}. Compárela con el papel.",
            branch.text()
        )));
    }
    Ok(if branches_agree {
        Judgement::met(format!("La solicitud es de {wanted}, sucursal {wanted_branch}."))
    } else {
        Judgement::refused(format!(
            "La solicitud es de {}, sucursal {}, y se atiende a {wanted}, sucursal {wanted_branch}.",
            number.text(),
            branch.text()
        ))
        .bring(bring())
    })
}

fn canonical(number: &Entered<EmployerNumber>) -> &str {
    number.value().map_or(number.text(), EmployerNumber::as_str)
}
