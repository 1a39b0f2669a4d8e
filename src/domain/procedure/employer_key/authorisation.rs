//! EK-A: the authorised third party.

use super::case::{AuthorisationBlock, Case, Parties, Presenter, ThirdParty};
use super::people::presenter;
use crate::domain::procedure::shared::person::{
    applicant_label, check_recorded, check_structure, later, named_person, original_document, shown,
};
use crate::domain::register::PeopleRegister;
use crate::domain::rule::{Judgement, Judging};
use crate::domain::visit::{Agreement, TypedNumber};

fn third_party(case: &Case) -> Result<&ThirdParty, Judgement> {
    presenter(case)?.third_party().ok_or_else(|| Judgement::not_applicable("No viene una persona autorizada."))
}

/// EK-A1. As the first rule that depends on who came, it also asks for that. Where the attorney sends the third party,
/// it is the attorney who completes and signs the block in the applicant's place.
pub(super) fn authorised(case: &Case) -> Judging {
    let presenter = case.copy.papers.presenter.as_ref();
    let presenter = presenter.ok_or_else(|| Judgement::unrecorded("quién se presenta en la ventanilla"))?;
    let third_party = third_party(case)?;
    let grantor = match presenter {
        Presenter::ThirdPartySentByAttorney { .. } => "de la persona apoderada",
        _ => "de quien solicita",
    };
    let bring = format!(
        "La solicitud con el campo «Autorización de Retiro de Contraseña» completo: los datos y las firmas {grantor} y \
         de la persona autorizada."
    );
    let block = third_party.authorisation.as_ref();
    let block = match block.ok_or_else(|| Judgement::unrecorded("la «Autorización de Retiro de Contraseña»"))? {
        AuthorisationBlock::Blank => {
            return Ok(Judgement::missing("La «Autorización de Retiro de Contraseña» está en blanco.").bring(bring));
        }
        AuthorisationBlock::Filled(block) => block,
    };
    let data_of = block.data_of.ok_or_else(|| Judgement::unrecorded("qué datos tiene la autorización"))?;
    let signed_by = block.signed_by.ok_or_else(|| Judgement::unrecorded("quién firmó la autorización"))?;
    if !block.third_party.is_recorded() {
        return Ok(Judgement::unrecorded("a quién nombra la autorización"));
    }
    let lacking: Vec<String> = [("los datos", data_of), ("la firma", signed_by)]
        .into_iter()
        .filter_map(|(what, parties)| lacking_of(parties, grantor).map(|whose| format!("{what} {whose}")))
        .collect();
    Ok(if lacking.is_empty() {
        Judgement::met(format!(
            "Autoriza a {}, con los datos y las firmas de las dos personas.",
            block.third_party.label()
        ))
    } else {
        Judgement::missing(format!("No consta en la autorización: {}.", lacking.join("; "))).bring(bring)
    })
}

/// Whose part is lacking.
fn lacking_of(parties: Parties, grantor: &'static str) -> Option<&'static str> {
    match parties {
        Parties::Both => None,
        Parties::OnlyGrantor => Some("de la persona autorizada"),
        Parties::OnlyThirdParty => Some(grantor),
        Parties::Neither => Some("de las dos personas"),
    }
}

/// EK-A2.
pub(super) fn document(case: &Case) -> Judging {
    original_document(&third_party(case)?.somebody, "de la persona autorizada", case.around.today())
}

/// EK-A3.
pub(super) fn has_number(case: &Case) -> Judging {
    let third_party = third_party(case)?;
    let person = &third_party.somebody.person;
    let bring = "La cédula, o el código de identificación para extranjeros, de la persona autorizada.";
    let number = person.number.as_ref();
    let number = match number.ok_or_else(|| Judgement::unrecorded("la cédula o el código de la persona autorizada"))?
    {
        TypedNumber::Passport(_) => {
            return Ok(Judgement::missing(format!(
                "{} solo tiene pasaporte: el sistema necesita cédula o código de extranjero.",
                person.label()
            ))
            .bring(bring));
        }
        number => number,
    };
    check_structure(person, "de la persona autorizada")?;
    let register = case.people_register();
    let register = register.ok_or_else(|| {
        Judgement::missing(format!("Falta buscar en el registro de personas el número {}.", number.canonical()))
            .not_yet()
    })?;
    Ok(match register {
        PeopleRegister::Found => Judgement::met(format!("{} consta en el registro de personas.", person.label())),
        PeopleRegister::NotFound => {
            Judgement::warning(format!("{} no consta en el registro de personas.", person.label()))
        }
    })
}

/// EK-A4.
pub(super) fn of_the_authorised(case: &Case) -> Judging {
    let third_party = third_party(case)?;
    let person = &third_party.somebody.person;
    let applicant = case.copy.papers.applicant.as_ref();
    if applicant.is_some_and(|applicant| person.compare(applicant).number == Agreement::Agrees) {
        return Ok(Judgement::refused(format!(
            "La persona autorizada es la misma que solicita: {}.",
            applicant_label(case)
        )));
    }
    let document = shown(third_party.somebody.document.as_ref());
    let document = document.ok_or_else(|| later("el documento de la persona autorizada"))?;
    let Some(AuthorisationBlock::Filled(block)) = &third_party.authorisation else {
        return Err(later("la autorización"));
    };
    check_recorded(&block.third_party, "de la persona que nombra la autorización")?;
    named_person(&third_party.somebody, document, &block.third_party, "de la persona autorizada", "la autorización")
}

/// EK-A5. The sheet is silent about an attorney who sends somebody: allowed, with a warning.
pub(super) fn sent_by_attorney(case: &Case) -> Judging {
    Ok(match presenter(case)? {
        Presenter::ThirdPartySentByAttorney { third_party, attorney, .. } => Judgement::warning(format!(
            "{} tiene el poder y envía a otra persona, {}. La ficha no lo prevé.",
            attorney.person.label(),
            third_party.somebody.person.label()
        )),
        _ => Judgement::not_applicable("No viene una persona enviada con un poder."),
    })
}
