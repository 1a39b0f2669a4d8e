//! EK-Q: the artisan paper.

use chrono::NaiveDate;

use super::case::{ArtisanClaim, ArtisanPaper, Case, CopyKept};
use super::people::revocation_details;
use crate::domain::calendar::day_in_figures;
use crate::domain::procedure::shared::person::{applicant_label, check_structure, later, shown};
use crate::domain::register::{ArtisanIssuer, ArtisanMark};
use crate::domain::rule::{Judgement, Judging};
use crate::domain::visit::{Agreement, Asked, Validity};

const PAPER: &str = "Una copia simple, para dejarla aquí, de la calificación artesanal de la Junta Nacional de Defensa \
                     del Artesano, o del acuerdo ministerial del Ministerio de Producción, Comercio Exterior e \
                     Inversiones.";

/// Whether the register or the clerk says artisan. One of them is enough.
fn is_artisan(case: &Case) -> bool {
    case.record().is_some_and(|record| record.artisan == ArtisanMark::Artisan)
        || case.copy.papers.artisan_claim == Some(ArtisanClaim::Artisan)
}

fn asked_for(case: &Case) -> Result<(), Judgement> {
    if is_artisan(case) { Ok(()) } else { Err(Judgement::not_applicable("No consta una calificación artesanal.")) }
}

/// EK-Q1. One that was revoked never serves; the last day in force still counts.
pub(super) fn qualified(case: &Case) -> Judging {
    asked_for(case)?;
    let brought = case.copy.papers.artisan_paper.as_ref();
    let paper = match brought.ok_or_else(|| Judgement::unrecorded("si trajo la calificación artesanal"))? {
        Asked::NotShown => {
            return Ok(Judgement::missing("No trajo la calificación artesanal ni el acuerdo ministerial.").bring(PAPER));
        }
        Asked::Shown(paper) => paper,
    };
    let issuer = paper.issuer.ok_or_else(|| Judgement::unrecorded("quién emitió la calificación artesanal"))?;
    let number = paper.number.trim();
    if number.is_empty() {
        return Ok(Judgement::unrecorded("el número de la calificación artesanal"));
    }
    if let Some(revocation) =
        case.artisan_paper_revoked().filter(|revocation| revocation.counts_on(case.around.today()))
    {
        let details = revocation_details(revocation);
        let sentence = match issuer {
            ArtisanIssuer::JuntaNacional => format!("La calificación artesanal {number} fue revocada{details}."),
            ArtisanIssuer::Ministry => format!("El acuerdo ministerial {number} fue revocado{details}."),
        };
        return Ok(Judgement::refused(sentence).own().bring(PAPER));
    }
    if paper.copy.ok_or_else(|| Judgement::unrecorded("si deja una copia de la calificación artesanal"))?
        == CopyKept::NotKept
    {
        let sentence = match issuer {
            ArtisanIssuer::JuntaNacional => {
                format!("La calificación artesanal {number} se mostró, pero no se dejó una copia.")
            }
            ArtisanIssuer::Ministry => format!("El acuerdo ministerial {number} se mostró, pero no se dejó una copia."),
        };
        return Ok(Judgement::missing(sentence).bring(PAPER));
    }
    let validity = paper.validity;
    let validity = validity.ok_or_else(|| Judgement::unrecorded("hasta cuándo rige la calificación artesanal"))?;
    Ok(in_force(issuer, number, validity, case.around.today()))
}

/// A paper that was not revoked, by its last day.
fn in_force(issuer: ArtisanIssuer, number: &str, validity: Validity, today: NaiveDate) -> Judgement {
    match validity {
        Validity::Until(last) => {
            let day = day_in_figures(last);
            match (issuer, last < today) {
                (ArtisanIssuer::JuntaNacional, true) => {
                    Judgement::warning(format!("La calificación artesanal {number} venció el {day}.")).own()
                }
                (ArtisanIssuer::Ministry, true) => {
                    Judgement::warning(format!("El acuerdo ministerial {number} venció el {day}.")).own()
                }
                (ArtisanIssuer::JuntaNacional, false) => {
                    Judgement::met(format!("La calificación artesanal {number}, vigente hasta el {day}."))
                }
                (ArtisanIssuer::Ministry, false) => {
                    Judgement::met(format!("El acuerdo ministerial {number}, vigente hasta el {day}."))
                }
            }
        }
        Validity::Indefinite => match issuer {
            ArtisanIssuer::JuntaNacional => {
                Judgement::met(format!("La calificación artesanal {number}, de vigencia indefinida."))
            }
            ArtisanIssuer::Ministry => {
                Judgement::met(format!("El acuerdo ministerial {number}, de vigencia indefinida."))
            }
        },
    }
}

/// EK-Q2. A holder named by passport is compared with the passport that the applicant shows; where only names can be
/// compared and they agree, the clerk answers for it.
pub(super) fn of_the_applicant(case: &Case) -> Judging {
    asked_for(case)?;
    let Some(ArtisanPaper { holder, .. }) = case.copy.papers.artisan_paper.as_ref().and_then(Asked::paper) else {
        return Err(later("la calificación artesanal"));
    };
    let applicant = case.copy.papers.applicant.as_ref().ok_or_else(|| later("quién solicita"))?;
    check_structure(holder, "que consta en la calificación artesanal")?;
    let comparison = holder.compare(applicant);
    let document = shown(case.copy.papers.applicant_document.as_ref());
    let by_document = document.map_or(Agreement::NotComparable, |document| holder.compare(&document.holder).number);
    let number = if comparison.number == Agreement::NotComparable { by_document } else { comparison.number };
    let refused = || {
        Judgement::refused(format!(
            "La calificación artesanal es de {}, y no de {}.",
            holder.label(),
            applicant_label(case)
        ))
        .bring(PAPER)
    };
    Ok(match (number, comparison.name) {
        (Agreement::Differs, _) | (Agreement::NotComparable, Agreement::Differs) => refused(),
        (Agreement::Agrees, Agreement::Differs) => Judgement::warning(format!(
            "La calificación artesanal es de {}: el número coincide con el de quien solicita y el nombre no.",
            holder.label()
        )),
        (Agreement::Agrees, _) => Judgement::met(format!("La calificación artesanal es de {}.", holder.label())),
        (Agreement::NotComparable, Agreement::Agrees) => Judgement::warning(format!(
            "La calificación artesanal es de {}: con quien solicita solo se puede comparar el nombre.",
            holder.label()
        )),
        (Agreement::NotComparable, Agreement::NotComparable) => {
            Judgement::unrecorded("a nombre de quién está la calificación artesanal")
        }
    })
}
