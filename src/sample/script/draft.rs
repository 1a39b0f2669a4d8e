//! The working copies of the scripted visits, filled in as a clerk does: one paper after the other.

use chrono::NaiveDate;

use crate::domain::number::{Entered, NotarialCode, PassportNumber};
use crate::domain::procedure::employer_key::case::{
    Amendments, ArtisanClaim, ArtisanPaper, Authorisation, AuthorisationBlock, Completeness, CopyKept, EmployerChoice,
    EmployerKey, Legibility, NotarialPower, Parties, Pasting, PowerForm, PowerOrigin, Presenter, ReasonInPerson,
    Request, RequestOrigin, Signature, Signer, Somebody, ThirdParty,
};
use crate::domain::visit::{
    Asked, ConfirmationShown, Document, DocumentForm, DocumentKind, Person, TypedNumber, Validity, WorkingCopy,
};
use crate::intake::visit_v1;
use crate::ops::Error;
use crate::ops::visit::typed;
use crate::sample::{Caller, SamplePerson, SamplePower, SampleQualification};

/// A working copy, complete; [`Draft::stages`] are how it came to be.
pub(super) struct Draft {
    papers: EmployerKey,
}

impl Draft {
    /// The applicant comes in person with everything in order.
    pub(super) fn in_person(caller: &Caller) -> Self {
        let number = Entered::new(caller.employer.number.as_str());
        let branch = caller.employer.branches.first().map(|(branch, _)| Entered::new(branch.as_str()));
        let applicant = person(&caller.applicant);
        let request = Request {
            origin: Some(RequestOrigin::Portal),
            completeness: Some(Completeness::Complete),
            signature: Some(Signature::Handwritten),
            signer: Some(Signer::Applicant),
            legibility: Some(Legibility::Legible),
            amendments: Some(Amendments::Unamended),
            pasting: Some(Pasting::Genuine),
            employer_number: Some(number.clone()),
            branch: branch.clone(),
            applicant: Some(applicant.clone()),
        };
        let papers = EmployerKey {
            employer: Some(EmployerChoice { number, branch }),
            applicant: Some(applicant),
            applicant_document: Some(document(&caller.applicant)),
            presenter: Some(Presenter::Applicant),
            reason_in_person: Some(ReasonInPerson::FirstKey),
            request: shown(request),
            artisan_claim: Some(ArtisanClaim::NoArtisan),
            ..EmployerKey::default()
        };
        Self { papers }
    }

    /// A third party comes, authorised on the request by both signatures.
    pub(super) fn by_third_party(caller: &Caller, third: &SamplePerson) -> Self {
        let mut draft = Self::in_person(caller);
        draft.papers.presenter = Some(Presenter::ThirdParty(Box::new(ThirdParty {
            somebody: somebody(third),
            authorisation: Some(AuthorisationBlock::Filled(Authorisation {
                third_party: person(third),
                data_of: Some(Parties::Both),
                signed_by: Some(Parties::Both),
            })),
        })));
        draft
    }

    /// The attorney of a power comes and signed the request.
    pub(super) fn by_attorney(caller: &Caller, power: &SamplePower) -> Self {
        let mut draft = Self::in_person(caller);
        if let Some(Asked::Shown(request)) = &mut draft.papers.request {
            request.signer = Some(Signer::Attorney);
        }
        draft.papers.presenter = Some(Presenter::Attorney {
            attorney: Box::new(somebody(&power.attorney)),
            power: shown(NotarialPower {
                form: Some(PowerForm::Copy),
                origin: Some(PowerOrigin::Ecuador(Entered::<NotarialCode>::new(power.code.as_str()))),
                grantor: person(&power.grantor),
                attorney: person(&power.attorney),
                granted_on: Some(power.granted_on),
                validity: Some(validity(power.valid_until)),
                scope: Some(power.scope),
                legal_validation: Some(power.legal_validation.clone()),
            }),
        });
        draft
    }

    /// The applicant is an artisan and brings the qualification.
    pub(super) fn with_qualification(mut self, qualification: &SampleQualification) -> Self {
        self.papers.artisan_claim = Some(ArtisanClaim::Artisan);
        self.papers.artisan_paper = shown(ArtisanPaper {
            issuer: Some(qualification.issuer),
            number: qualification.number.clone(),
            holder: person(&qualification.holder),
            issued_on: Some(qualification.issued_on),
            validity: Some(validity(qualification.expires_on)),
            copy: Some(CopyKept::Kept),
        });
        self
    }

    /// The request turns out to be signed electronically.
    pub(super) fn signed_electronically(mut self) -> Self {
        if let Some(Asked::Shown(request)) = &mut self.papers.request {
            request.signature = Some(Signature::Electronic);
        }
        self
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
    let copy = WorkingCopy { confirmation: Some(ConfirmationShown::Paper), first_judgement: None, papers };
    visit_v1::write_draft(&copy).map_err(|fault| Error::Inconsistent(fault.to_string()))
}

fn shown<T>(paper: T) -> Option<Asked<T>> {
    Some(Asked::Shown(Box::new(paper)))
}

fn person(of: &SamplePerson) -> Person {
    Person { number: Some(typed(&of.number)), name: of.name.clone() }
}

fn somebody(of: &SamplePerson) -> Somebody {
    Somebody { person: person(of), document: Some(document(of)) }
}

/// The original of the cédula; of somebody without one, the passport with the code that the institution gave.
fn document(of: &SamplePerson) -> Asked<Document> {
    let (kind, number) = match &of.passport {
        None => (DocumentKind::Cedula, typed(&of.number)),
        Some(passport) => {
            (DocumentKind::Passport, TypedNumber::Passport(Entered::<PassportNumber>::new(passport.as_str())))
        }
    };
    Asked::Shown(Box::new(Document {
        kind,
        form: Some(DocumentForm::Original),
        holder: Person { number: Some(number), name: of.name.clone() },
        validity: Some(Validity::Until(of.document_valid_until)),
    }))
}

fn validity(last: Option<NaiveDate>) -> Validity {
    last.map_or(Validity::Indefinite, Validity::Until)
}
