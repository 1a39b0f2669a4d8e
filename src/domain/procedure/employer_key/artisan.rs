//! EK-Q: the artisan paper.

use super::case::{ArtisanClaim, ArtisanIssuer, ArtisanMark, ArtisanPaper, Case, CopyKept, RegisterAnswer};
use super::people::{applicant_label, check_structure, later, revocation_details, shown};
use crate::domain::calendar::day_in_figures;
use crate::domain::rule::{Judgement, Judging};
use crate::domain::visit::{Agreement, Asked, Validity};

const PAPER: &str = "Una copia simple, para dejarla aquí, de la Calificación Artesanal de la Junta Nacional de Defensa del \
     Artesano, o del Acuerdo Ministerial del Ministerio de Producción, Comercio Exterior e Inversiones.";

/// Whether the register or the clerk says artisan. One of them is enough.
fn is_artisan(case: &Case) -> bool {
    let register = case.papers.employer.as_ref().and_then(|choice| choice.register.as_ref());
    matches!(register, Some(RegisterAnswer::Found(record)) if record.artisan == ArtisanMark::Artisan)
        || case.papers.artisan_claim == Some(ArtisanClaim::Artisan)
}

fn asked_for(case: &Case) -> Result<(), Judgement> {
    if is_artisan(case) { Ok(()) } else { Err(Judgement::not_applicable("No es artesano calificado.")) }
}

/// EK-Q1. One that was revoked never serves; the last day in force still counts.
pub(super) fn qualified(case: &Case) -> Judging {
    asked_for(case)?;
    let brought = case.papers.artisan_paper.as_ref();
    let paper = match brought.ok_or_else(|| Judgement::unrecorded("si trajo la calificación artesanal"))? {
        Asked::NotShown => {
            return Ok(Judgement::missing("No trajo la calificación artesanal ni el acuerdo ministerial.").bring(PAPER));
        }
        Asked::Shown(paper) => paper,
    };
    let issuer = paper.issuer.ok_or_else(|| Judgement::unrecorded("quién emitió el papel de artesano"))?;
    let (name, revoked) = match issuer {
        ArtisanIssuer::JuntaNacional => ("La Calificación Artesanal", "fue revocada"),
        ArtisanIssuer::Ministry => ("El Acuerdo Ministerial", "fue revocado"),
    };
    let number = paper.number.trim();
    if number.is_empty() {
        return Ok(Judgement::unrecorded("el número del papel de artesano"));
    }
    if let Some(revocation) = paper.revocation.as_ref().filter(|revocation| revocation.counts_on(case.today())) {
        let details = revocation_details(revocation);
        return Ok(Judgement::refused(format!("{name} {number} {revoked}{details}.")).own().bring(PAPER));
    }
    if paper.copy.ok_or_else(|| Judgement::unrecorded("si deja una copia del papel de artesano"))? == CopyKept::NotKept
    {
        return Ok(Judgement::missing(format!("{name} {number} se mostró, pero no dejó una copia.")).bring(PAPER));
    }
    let validity = paper.validity;
    let validity = validity.ok_or_else(|| Judgement::unrecorded("hasta cuándo rige el papel de artesano"))?;
    Ok(match validity {
        Validity::Until(last) if last < case.today() => {
            Judgement::warning(format!("{name} {number} venció el {}.", day_in_figures(last))).own()
        }
        Validity::Until(last) => Judgement::met(format!("{name} {number}, vigente hasta el {}.", day_in_figures(last))),
        Validity::Indefinite => Judgement::met(format!("{name} {number}, de vigencia indefinida.")),
    })
}

/// EK-Q2. A holder named by passport is compared with the passport that the applicant shows; where only names can be
/// compared and they agree, the clerk answers for it.
pub(super) fn of_the_applicant(case: &Case) -> Judging {
    asked_for(case)?;
    let Some(ArtisanPaper { holder, .. }) = case.papers.artisan_paper.as_ref().and_then(Asked::paper) else {
        return Err(later("el papel de artesano"));
    };
    let applicant = case.papers.applicant.as_ref().ok_or_else(|| later("quién es el solicitante"))?;
    check_structure(holder, "del titular del papel de artesano")?;
    let comparison = holder.compare(applicant);
    let document = shown(case.papers.applicant_document.as_ref());
    let by_document = document.map_or(Agreement::NotComparable, |document| holder.compare(&document.holder).number);
    let number = if comparison.number == Agreement::NotComparable { by_document } else { comparison.number };
    let refused = || {
        Judgement::refused(format!("El papel de artesano es de {}, y no de {}.", holder.label(), applicant_label(case)))
            .bring(PAPER)
    };
    Ok(match (number, comparison.name) {
        (Agreement::Differs, _) | (Agreement::NotComparable, Agreement::Differs) => refused(),
        (Agreement::Agrees, Agreement::Differs) => Judgement::warning(format!(
            "El papel de artesano es de {}: el número coincide con el del solicitante y el nombre no.",
            holder.label()
        )),
        (Agreement::Agrees, _) => Judgement::met(format!("El papel de artesano es de {}.", holder.label())),
        (Agreement::NotComparable, Agreement::Agrees) => Judgement::warning(format!(
            "El papel de artesano es de {}: con el solicitante solo se puede comparar el nombre.",
            holder.label()
        )),
        (Agreement::NotComparable, Agreement::NotComparable) => {
            Judgement::unrecorded("el titular del papel de artesano")
        }
    })
}
