//! What the clerk wrote down of a past visit: its working copy, compact.

use super::past::{PastEmployer, PastVisit, Somebody};
use crate::domain::number::{Entered, PersonNumber};
use crate::domain::procedure::employer_key::case::{
    Amendments, Completeness, EmployerChoice, EmployerKey, Legibility, Pasting, Presenter, ReasonInPerson, Request,
    RequestOrigin, RequestShown, Signature, Signer, Somebody as AtWindow, ThirdParty,
};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::visit::{Document, DocumentForm, DocumentKind, DocumentShown, Person, WorkingCopy};
use crate::intake::visit_v1;
use crate::ops::Error;
use crate::ops::visit::typed;

/// What the clerk wrote down of a visit for a key; nothing of a plain attention.
pub(super) fn draft(visit: &PastVisit) -> Result<String, Error> {
    match &visit.employer {
        Some(employer) if visit.procedure == ProcedureId::EMPLOYER_KEY => {
            visit_v1::write_draft(&copy(visit, employer)).map_err(|fault| Error::Inconsistent(fault.to_string()))
        }
        _ => Ok("{}".into()),
    }
}

fn copy(visit: &PastVisit, employer: &PastEmployer) -> WorkingCopy<EmployerKey> {
    let applicant = case_person(&visit.applicant);
    let presenter = match &visit.third_party {
        None => Presenter::Applicant,
        Some(third_party) => Presenter::ThirdParty(Box::new(ThirdParty {
            somebody: AtWindow { person: case_person(third_party), document: None },
            authorisation: None,
        })),
    };
    WorkingCopy {
        confirmation: None,
        first_judgement: None,
        papers: EmployerKey {
            employer: Some(EmployerChoice {
                number: Entered::new(employer.number.as_str()),
                branch: Some(Entered::new(employer.branch.as_str())),
            }),
            applicant_document: Some(DocumentShown::Shown(Box::new(Document {
                kind: match visit.applicant.number {
                    PersonNumber::Cedula(_) => DocumentKind::Cedula,
                    PersonNumber::ForeignerCode(_) | PersonNumber::Passport(_) => DocumentKind::Passport,
                },
                form: Some(DocumentForm::Original),
                holder: applicant.clone(),
                validity: None,
            }))),
            presenter: Some(presenter),
            reason_in_person: Some(ReasonInPerson::FirstKey),
            request: Some(RequestShown::Shown(Box::new(request(visit, employer, &applicant)))),
            applicant: Some(applicant),
            ..EmployerKey::default()
        },
    }
}

fn request(visit: &PastVisit, employer: &PastEmployer, applicant: &Person) -> Request {
    let unsigned = visit.reasons.contains(&"EK-R3");
    Request {
        origin: Some(RequestOrigin::Portal),
        completeness: Some(Completeness::Complete),
        signature: Some(if unsigned { Signature::Unsigned } else { Signature::Handwritten }),
        signer: (!unsigned).then_some(Signer::Applicant),
        legibility: Some(Legibility::Legible),
        amendments: Some(Amendments::Unamended),
        pasting: Some(Pasting::Genuine),
        employer_number: Some(Entered::new(employer.number.as_str())),
        branch: Some(Entered::new(employer.branch.as_str())),
        applicant: Some(applicant.clone()),
    }
}

fn case_person(somebody: &Somebody) -> Person {
    Person { number: Some(typed(&somebody.number)), name: somebody.name.to_string() }
}
