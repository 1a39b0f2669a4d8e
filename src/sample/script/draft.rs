//! The working copies of the scripted visits, filled in as a clerk does: one paper after the other.

use chrono::NaiveTime;

use crate::domain::calendar::{Calendar, Moment, Zone};
use crate::domain::number::{Entered, PersonNumber};
use crate::domain::procedure::employer_key::case::{
    Amendments, ArtisanClaim, Authorisation, AuthorisationBlock, Case, Completeness, EmployerChoice, EmployerKey, Legibility, Parties,
    Pasting, Presenter, ReasonInPerson, Request, RequestOrigin, Signature, Signer, Somebody, ThirdParty,
};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::Supervision;
use crate::domain::visit::{
    ConfirmationShown, Document, DocumentForm, DocumentKind, OnlineTurn, Person, Shown, Tolerance, TurnAnswer, TurnOrigin, TurnRecord,
    Validity, VisitTurn,
};
use crate::intake::visit_v1;
use crate::ops::Error;
use crate::ops::visit::typed;
use crate::sample::Protagonist;

/// A working copy, complete; [`Draft::stages`] are how it came to be.
pub(super) struct Draft {
    papers: EmployerKey,
}

impl Draft {
    /// The applicant comes in person with everything in order.
    pub(super) fn in_person(who: &Protagonist) -> Self {
        let applicant = person(&who.applicant);
        Self {
            papers: EmployerKey {
                employer: Some(EmployerChoice {
                    number: Entered::new(who.employer.as_str()),
                    branch: Some(Entered::new(who.branch.as_str())),
                    register: None,
                }),
                applicant: Some(applicant.clone()),
                applicant_document: Some(document(&who.applicant)),
                presenter: Some(Presenter::Applicant),
                reason_in_person: Some(ReasonInPerson::FirstKey),
                request: Some(Shown::This(Box::new(Request {
                    origin: Some(RequestOrigin::Portal),
                    completeness: Some(Completeness::Complete),
                    signature: Some(Signature::Handwritten),
                    signer: Some(Signer::Applicant),
                    legibility: Some(Legibility::Legible),
                    amendments: Some(Amendments::Unamended),
                    pasting: Some(Pasting::Genuine),
                    employer_number: Some(Entered::new(who.employer.as_str())),
                    branch: Some(Entered::new(who.branch.as_str())),
                    applicant: Some(applicant),
                }))),
                artisan_claim: Some(ArtisanClaim::NoArtisan),
                artisan_paper: None,
                delivery: None,
            },
        }
    }

    /// A third party comes, authorised on the request by both signatures.
    pub(super) fn by_third_party(who: &Protagonist) -> Self {
        let mut draft = Self::in_person(who);
        let third = who.presenter.as_ref().unwrap_or(&who.applicant);
        draft.papers.presenter = Some(Presenter::ThirdParty(Box::new(ThirdParty {
            somebody: Somebody { person: person(third), document: Some(document(third)) },
            people_register: None,
            authorisation: Some(AuthorisationBlock::Filled(Authorisation {
                third_party: person(third),
                data_of: Some(Parties::Both),
                signed_by: Some(Parties::Both),
            })),
        })));
        draft
    }

    /// The request turns out to be signed electronically.
    pub(super) fn sign_electronically(&mut self) {
        if let Some(Shown::This(request)) = &mut self.papers.request {
            request.signature = Some(Signature::Electronic);
        }
    }

    /// The texts that are saved one after the other.
    pub(super) fn stages(&self) -> Result<Vec<String>, Error> {
        let whole = &self.papers;
        let with_people = EmployerKey {
            employer: whole.employer.clone(),
            applicant: whole.applicant.clone(),
            presenter: whole.presenter.clone(),
            reason_in_person: whole.reason_in_person,
            ..EmployerKey::default()
        };
        let with_document = EmployerKey { applicant_document: whole.applicant_document.clone(), ..with_people.clone() };
        [EmployerKey::default(), with_people, with_document, whole.clone()].into_iter().map(text).collect()
    }
}

/// The confirmation of the turn was seen on paper; what else the turn is, the store knows.
fn text(papers: EmployerKey) -> Result<String, Error> {
    let case = Case {
        now: Moment(0),
        centre: String::new(),
        calendar: Calendar { zone: Zone::Mainland, holidays: std::collections::BTreeSet::new() },
        tolerance: Tolerance::default(),
        clerk: String::new(),
        supervision: Supervision::Several,
        arrival: None,
        turn: Some(TurnAnswer::Turn(VisitTurn {
            code: "-".into(),
            procedure: ProcedureId::EMPLOYER_KEY,
            centre: String::new(),
            day: chrono::NaiveDate::default(),
            holder: Person::default(),
            origin: TurnOrigin::Online(OnlineTurn {
                at: NaiveTime::MIN,
                record: TurnRecord::Agenda,
                confirmation: Some(ConfirmationShown::Paper),
            }),
        })),
        overrides: Vec::new(),
        first_judgement: None,
        papers,
    };
    visit_v1::write_employer_key(&case).map_err(|fault| Error::Inconsistent(fault.to_string()))
}

fn person((number, name): &(PersonNumber, String)) -> Person {
    Person { number: Some(typed(number)), name: name.clone() }
}

fn document(of: &(PersonNumber, String)) -> Shown<Document> {
    let kind = match of.0 {
        PersonNumber::Cedula(_) => DocumentKind::Cedula,
        PersonNumber::ForeignerCode(_) | PersonNumber::Passport(_) => DocumentKind::Passport,
    };
    Shown::This(Box::new(Document {
        kind,
        form: Some(DocumentForm::Original),
        holder: person(of),
        validity: Some(Validity::Indefinite),
    }))
}
