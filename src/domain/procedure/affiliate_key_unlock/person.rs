//! The person whose key is unlocked: known to the institution, there in person, with a key that is blocked.

use super::case::{AffiliateKeyUnlock, AtWindow, Case};
use crate::domain::procedure::Papers as _;
use crate::domain::procedure::shared::person::{applicant, check_structure, later};
use crate::domain::register::{AffiliateKeyState, BlockedBecause, InsuredAnswer, InsuredKind, Provenance};
use crate::domain::rule::{Judgement, Judging};
use crate::domain::visit::{Agreement, Person, TurnAnswer};

/// The person is an affiliate, a pensioner or a beneficiary. Where the register at hand does not know them, or only by hand,
/// a second person answers for having seen it in the institution's system: nobody is sent home for what this centre does
/// not hold.
pub(super) fn insured(case: &Case) -> Judging {
    let Some(person) = &case.copy.papers.applicant else {
        return Ok(Judgement::unrecorded("de quién es la clave"));
    };
    check_structure(person, "de la persona")?;
    if person.number.is_none() || person.name.trim().is_empty() {
        return Ok(Judgement::unrecorded("el número y el nombre de la persona"));
    }
    let unasked = || Judgement::missing("Falta buscar a la persona en el registro de asegurados.").not_yet();
    let answer = case.insured().ok_or_else(unasked)?;
    let who = person.label();
    Ok(match answer {
        InsuredAnswer::NotFound => Judgement::supervisor_warning(format!(
            "{who} no consta en el registro de asegurados de este centro. Búsquela en el sistema del IESS: si consta \
             allí, supervisión lo aprueba."
        ))
        .own(),
        InsuredAnswer::Found(record) => {
            let kind = kind_in_words(record.kind);
            match record.provenance {
                Provenance::Hand => Judgement::supervisor_warning(format!(
                    "{who} consta como {kind}, y el dato se escribió a mano y nadie lo confirmó todavía."
                ))
                .own(),
                Provenance::Import | Provenance::Confirmed => Judgement::met(format!("{who} consta como {kind}.")),
            }
        }
    })
}

fn kind_in_words(kind: InsuredKind) -> &'static str {
    match kind {
        InsuredKind::Affiliate => "persona afiliada",
        InsuredKind::Pensioner => "persona jubilada",
        InsuredKind::Beneficiary => "derechohabiente",
    }
}

/// The turn is in the person's own name: there is no other who may come.
pub(super) fn in_whose_name(case: &Case) -> Judging {
    let Some(TurnAnswer::Turn(turn)) = &case.around.turn else { return Ok(later("el turno")) };
    let person = case.copy.papers.applicant.as_ref().ok_or_else(|| later("de quién es la clave"))?;
    let holder = turn.holder.label();
    Ok(match turn.holder.compare(person).same_person() {
        Agreement::Agrees => Judgement::met(format!("El turno está a nombre de {holder}.")),
        Agreement::NotComparable => Judgement::unrecorded("de quién es la clave, con su número o su nombre"),
        Agreement::Differs => {
            Judgement::missing(format!("El turno está a nombre de {holder}, y la clave es de {}.", person.label()))
                .bring(AffiliateKeyUnlock::RIGHT_TURN)
        }
    })
}

/// Nobody unlocks somebody else's key, with whatever paper.
pub(super) fn in_person(case: &Case) -> Judging {
    let at_window = case.copy.papers.at_window.ok_or_else(|| Judgement::unrecorded("quién está en la ventanilla"))?;
    Ok(match at_window {
        AtWindow::ThePerson => Judgement::met("Vino la propia persona."),
        AtWindow::SomebodyElse => {
            let who = case.copy.papers.applicant.as_ref().map_or_else(|| "la persona".to_owned(), Person::label);
            Judgement::missing(format!("La clave es de {who}, y quien vino es otra persona.")).bring(format!(
                "Su propia presencia: este trámite lo hace solo {who}, con su cédula vigente o, si no tiene, con su \
                 código de extranjero."
            ))
        }
    })
}

/// The key is blocked. The register at hand may lag behind, so a key that it holds for good is no reason to send anybody
/// away; that none was ever made, a second person sees in the institution's
/// system.
pub(super) fn blocked(case: &Case) -> Judging {
    applicant(case)?;
    let Some(record) = case.record() else { return Ok(later("el registro de asegurados")) };
    Ok(match record.key {
        AffiliateKeyState::Blocked => Judgement::met("La clave está bloqueada."),
        AffiliateKeyState::Active => Judgement::warning(
            "El registro dice que la clave está activa. Si el portal la rechaza, desbloquéela; si no, la persona solo \
             necesita recuperarla.",
        ),
        AffiliateKeyState::Never => Judgement::supervisor_warning(
            "El registro dice que la persona nunca generó una clave: la primera se genera con el trámite «Clave de \
             afiliado». Si en el sistema del IESS consta bloqueada, supervisión lo aprueba.",
        ),
    })
}

/// Why it is blocked, as the person tells it: recorded with the unlocking.
pub(super) fn reason(case: &Case) -> Judging {
    let reason = case.copy.papers.reason.ok_or_else(|| Judgement::unrecorded("por qué está bloqueada la clave"))?;
    Ok(match reason {
        BlockedBecause::FailedAttempts => Judgement::met("Falló los intentos de generar o recuperar la clave."),
        BlockedBecause::Precaution => {
            Judgement::met("Hizo bloquear la clave por precaución: alguien más podía conocerla.").own()
        }
        BlockedBecause::Unknown => Judgement::met("La persona no sabe por qué está bloqueada.").own(),
    })
}
