//! EK-E: the employer and who stands for it.

use super::case::{Case, EmployerChoice, ReasonInPerson};
use crate::domain::number::{Branch, CheckDigit, DomesticHolder, EmployerNumber, Entered, Fault, RucKind};
use crate::domain::procedure::shared::person::later;
use crate::domain::register::{EmployerKind, EmployerRecord, Provenance, RegisterAnswer, Representative};
use crate::domain::rule::{Judgement, Judging};
use crate::domain::visit::{Agreement, Person, TypedNumber};

const REGISTER_FIRST: &str = "El registro de nuevo empleador, hecho antes en www.iess.gob.ec, y la solicitud de \
                              entrega de clave generada allí.";

pub(super) fn chosen(case: &Case) -> Result<&EmployerChoice, Judgement> {
    case.copy.papers.employer.as_ref().ok_or_else(|| later("el empleador"))
}

/// Whether the employer is one of domestic service: the register says it, and before it is asked, the number.
fn is_domestic(case: &Case, choice: &EmployerChoice) -> bool {
    match case.record() {
        Some(record) => record.kind == EmployerKind::DomesticService,
        None => matches!(choice.number.value(), Ok(EmployerNumber::Domestic(_))),
    }
}

/// EK-E1. The branch counts too: a key is one employer's and one branch's. A domestic-service employer has one branch
/// by definition, which no register lists.
pub(super) fn registered(case: &Case) -> Judging {
    let choice = case.copy.papers.employer.as_ref().ok_or_else(|| Judgement::unrecorded("el empleador"))?;
    let number = choice.number.text();
    let record = match case.register() {
        None => {
            return Ok(Judgement::missing(format!("Falta buscar en el registro al empleador {number}.")).not_yet());
        }
        Some(RegisterAnswer::NotFound) => {
            return Ok(
                Judgement::missing(format!("El empleador {number} no consta en el registro.")).bring(REGISTER_FIRST)
            );
        }
        Some(RegisterAnswer::Found(record)) => record,
    };
    let employer_by_hand = record.provenance == Provenance::Hand;
    let mut branch_by_hand = None;
    if let Some(Ok(branch)) = choice.branch.as_ref().map(|branch| branch.value()) {
        let known = record.branches.iter().find(|known| known.number.value().is_ok_and(|number| number == branch));
        match known {
            Some(known) => branch_by_hand = (known.provenance == Provenance::Hand).then_some(branch),
            None if is_domestic(case, choice) => {}
            None => {
                return Ok(Judgement::missing(format!(
                    "La sucursal {branch} de {} no consta en el registro.",
                    record.name
                ))
                .bring("El registro de la sucursal en www.iess.gob.ec, hecho antes de volver."));
            }
        }
    }
    let name = &record.name;
    Ok(match (employer_by_hand, branch_by_hand) {
        (true, None) => Judgement::supervisor_warning(format!(
            "{name} ({number}) se registró o corrigió a mano y nadie lo ha confirmado."
        )),
        (true, Some(branch)) => Judgement::supervisor_warning(format!(
            "{name} ({number}) y su sucursal {branch} se registraron o corrigieron a mano y nadie los ha confirmado."
        )),
        (false, Some(branch)) => Judgement::supervisor_warning(format!(
            "La sucursal {branch} de {name} ({number}) se registró o corrigió a mano y nadie la ha confirmado."
        )),
        (false, None) => Judgement::met(format!("{name} ({number}) consta en el registro.")),
    })
}

/// EK-E2. New numbers of companies, public bodies and foreigners fail the algorithm: where the institution's register
/// names such a number, or a second person compared it with the paper, its check digit says nothing.
pub(super) fn ruc(case: &Case) -> Judging {
    let choice = chosen(case)?;
    if is_domestic(case, choice) {
        return Ok(Judgement::not_applicable("El empleador es de servicio doméstico: no usa RUC."));
    }
    let malformed = |fault: &Fault| {
        Judgement::missing(format!("El RUC «{}»: {fault}. Corrija el número.", choice.number.text()))
            .bring("El número de RUC correcto del empleador.")
    };
    Ok(match choice.number.value() {
        Err(fault) => malformed(fault),
        Ok(EmployerNumber::Domestic(_)) => malformed(&Fault::DomesticInsteadOfRuc),
        Ok(EmployerNumber::Ruc(ruc)) => match ruc.check_digit() {
            CheckDigit::Agrees => Judgement::met(format!("El RUC {ruc} está bien formado.")),
            CheckDigit::Differs if !ruc.is_made_by_algorithm() && is_vouched_for(case) => {
                Judgement::met(format!("El RUC {ruc} consta en el registro: su dígito verificador no cuenta."))
            }
            CheckDigit::Differs => Judgement::supervisor_warning(format!(
                "El dígito verificador del RUC {ruc} no coincide. Compárelo con el papel."
            )),
        },
    })
}

/// Whether the register names this very number, by the institution's file or by a hand that another confirmed.
fn is_vouched_for(case: &Case) -> bool {
    case.record().is_some_and(|record| record.provenance != Provenance::Hand)
}

/// EK-E3. What stands before the 000 is taken for a foreigner code only where the applicant holds one: otherwise it is a
/// cédula typed wrongly, which any text of letters and digits would be.
pub(super) fn branch(case: &Case) -> Judging {
    let choice = chosen(case)?;
    let entered = choice.branch.as_ref().ok_or_else(|| Judgement::unrecorded("la sucursal"))?;
    let branch = entered
        .value()
        .map_err(|fault| Judgement::missing(format!("La sucursal «{}»: {fault}. Corríjala.", entered.text())))?;
    if !is_domestic(case, choice) {
        return Ok(Judgement::met(format!("Sucursal {branch}.")));
    }
    let number = match choice.number.value() {
        Ok(EmployerNumber::Domestic(number)) => number,
        Ok(EmployerNumber::Ruc(_)) => {
            return Ok(Judgement::missing(format!(
                "{} es un RUC; el empleador de servicio doméstico usa su cédula seguida de 000. Corrija el número.",
                choice.number.text()
            )));
        }
        Err(fault) => {
            return Ok(Judgement::missing(format!(
                "El número de servicio doméstico «{}»: {fault}. Debe ser la cédula seguida de 000.",
                choice.number.text()
            )));
        }
    };
    if *branch != Branch::domestic() {
        return Ok(Judgement::missing(format!(
            "La sucursal de un empleador de servicio doméstico es {}, no {branch}. Corríjala.",
            Branch::domestic()
        )));
    }
    let code = match number.holder() {
        DomesticHolder::Cedula(_) => {
            return Ok(Judgement::met(format!("Servicio doméstico {number}, sucursal {branch}.")));
        }
        DomesticHolder::ForeignerCode(code) => code,
    };
    let applicant = case.copy.papers.applicant.as_ref().and_then(|applicant| applicant.number.as_ref());
    Ok(match applicant {
        Some(TypedNumber::ForeignerCode(_)) | None => Judgement::warning(format!(
            "El número de servicio doméstico se formó con el código de extranjero {code} en lugar de una cédula."
        ))
        .own(),
        Some(_) => Judgement::missing(format!(
            "En el número de servicio doméstico «{}», {code} no es una cédula. Debe ser la cédula seguida de 000.",
            choice.number.text()
        )),
    })
}

/// EK-E4. A natural person's own number names them: the cédula in a RUC of theirs or in a domestic-service number.
pub(super) fn named_by_register(case: &Case) -> Judging {
    let applicant = case.copy.papers.applicant.as_ref().ok_or_else(|| Judgement::unrecorded("quién solicita"))?;
    let number = applicant.number.as_ref().ok_or_else(|| Judgement::unrecorded("el número de quien solicita"))?;
    let choice = chosen(case)?;
    let record = case.record().ok_or_else(|| later("el empleador en el registro"))?;
    let own = own_number(choice, record.kind, number).then_some(record.provenance);
    let named = representatives_of(record, case).map(|representative| representative.provenance);
    let provenances: Vec<Provenance> = own.into_iter().chain(named).collect();
    Ok(if provenances.is_empty() {
        Judgement::missing(format!("El registro de {} no nombra a {}.", record.name, applicant.label())).bring(
            "El registro en el IESS de la persona que representa hoy al empleador; si no, viene o autoriza quien ya \
             consta en el registro.",
        )
    } else if provenances.iter().all(|provenance| *provenance == Provenance::Hand) {
        Judgement::supervisor_warning(format!(
            "El registro de {} nombra a {} porque se escribió a mano, y nadie lo ha confirmado.",
            record.name,
            applicant.label()
        ))
    } else {
        Judgement::met(format!("El registro de {} nombra a {}.", record.name, applicant.label()))
    })
}

/// The entries of the register that name the applicant by number.
fn representatives_of<'a>(record: &'a EmployerRecord, case: &'a Case) -> impl Iterator<Item = &'a Representative> {
    let applicant = case.copy.papers.applicant.as_ref();
    record.representatives.iter().filter(move |representative| {
        applicant.is_some_and(|applicant| representative.person.compare(applicant).number == Agreement::Agrees)
    })
}

/// The entries of the register that name the applicant by number: who acts for the employer, and whose names are compared.
pub fn register_entries(case: &Case) -> Vec<&Representative> {
    case.record().map(|record| representatives_of(record, case).collect()).unwrap_or_default()
}

fn own_number(choice: &EmployerChoice, kind: EmployerKind, applicant: &TypedNumber) -> bool {
    match (choice.number.value(), kind) {
        (Ok(EmployerNumber::Domestic(number)), EmployerKind::DomesticService) => match (number.holder(), applicant) {
            (DomesticHolder::Cedula(_), TypedNumber::Cedula(_))
            | (DomesticHolder::ForeignerCode(_), TypedNumber::ForeignerCode(_)) => {
                number.as_str().strip_suffix("000") == Some(applicant.canonical())
            }
            _ => false,
        },
        (Ok(EmployerNumber::Ruc(ruc)), EmployerKind::Independent) => {
            matches!(ruc.kind(), RucKind::NaturalPerson | RucKind::ForeignNaturalPerson)
                && matches!(applicant, TypedNumber::Cedula(_))
                && ruc.as_str().get(..10) == Some(applicant.canonical())
        }
        _ => false,
    }
}

/// The natural person whom the employer's own number names, by the name that the register has: EK-E4 accepts them.
pub fn own_holder(case: &Case) -> Option<Person> {
    let choice = case.copy.papers.employer.as_ref()?;
    let record = case.record()?;
    let text = match choice.number.value().ok()? {
        EmployerNumber::Domestic(number) => number.as_str().strip_suffix("000")?,
        EmployerNumber::Ruc(ruc) => ruc.as_str().get(..10)?,
    };
    let cedula = TypedNumber::Cedula(Entered::new(text));
    let code = TypedNumber::ForeignerCode(Entered::new(text));
    let number = [cedula, code].into_iter().find(|it| own_number(choice, record.kind, it))?;
    Some(Person { number: Some(number), name: record.name.clone() })
}

/// EK-E5. Once recorded it is met, whatever it is.
pub(super) fn reason_in_person(case: &Case) -> Judging {
    let reason = case.copy.papers.reason_in_person;
    Ok(Judgement::met(match reason.ok_or_else(|| Judgement::unrecorded("por qué hace el trámite en persona"))? {
        ReasonInPerson::FirstKey => "Obtiene su clave por primera vez.",
        ReasonInPerson::RucClosedOrSuspended => {
            "El RUC está cerrado o suspendido en el SRI; no le impide obtener la clave."
        }
        ReasonInPerson::NoValidEmail => "No tiene un correo válido registrado.",
        ReasonInPerson::EmailForgotten => "No recuerda su correo registrado o la contraseña de ese correo.",
        ReasonInPerson::OwnChoice => "Prefiere hacerlo en persona.",
    }))
}
