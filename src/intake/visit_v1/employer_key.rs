//! The employer key's arm, as JSON: the employer, the persons, who stands at the window.

use super::arms::Arm;
use super::documents::{AskedJson, DocumentJson, PersonJson, entered, typed};
use super::papers::{AppointmentJson, ArtisanPaperJson, PowerJson, RequestJson, RevocationJson};
use crate::domain::number::Entered;
use crate::domain::procedure::employer_key::case::{
    Answers, ArtisanClaim, Authorisation, AuthorisationBlock, Case, Delivery, DeliverySignature, EmployerChoice,
    EmployerKey as Papers, Parties, Presenter, ReasonInPerson, Somebody, ThirdParty,
};
use crate::domain::register::{
    Answer, ArtisanMark, EmployerKind, EmployerRecord, PeopleRegister, Provenance, RegisterAnswer, RegisteredBranch,
    Representative, Revocation, SriState,
};
use crate::domain::visit::{Asked, Person};
use serde::{Deserialize, Serialize};

/// The papers of an employer key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EmployerKey {
    #[serde(skip_serializing_if = "Option::is_none")]
    employer: Option<EmployerJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    applicant: Option<PersonJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    applicant_document: Option<AskedJson<DocumentJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    presenter: Option<PresenterJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_in_person: Option<ReasonInPerson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<AskedJson<RequestJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    artisan_claim: Option<ArtisanClaim>,
    #[serde(skip_serializing_if = "Option::is_none")]
    artisan_paper: Option<AskedJson<ArtisanPaperJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<DeliveryJson>,
}

impl Arm for EmployerKey {
    type Papers = Papers;

    fn into_domain(self) -> (Papers, Answers) {
        let register = self.employer.as_ref().and_then(|it| it.register.clone()).map(RegisterAnswer::from);
        let people_register = self.presenter.as_ref().and_then(PresenterJson::third_party);
        let people_register = people_register.and_then(|it| it.people_register);
        let power = self.presenter.as_ref().and_then(PresenterJson::power).and_then(AskedJson::paper);
        let power_revoked = power.and_then(|it| it.revocation.clone()).map(Revocation::from);
        let artisan_paper = self.artisan_paper.as_ref().and_then(AskedJson::paper);
        let artisan_paper_revoked = artisan_paper.and_then(|it| it.revocation.clone()).map(Revocation::from);
        let papers = Papers::from(self);
        let presenter = papers.presenter.as_ref();
        let number_of_third_party = presenter.and_then(Presenter::third_party).map(|it| &it.somebody.person.number);
        let power = presenter.and_then(Presenter::attorney).and_then(|(_, power)| power?.paper());
        let answers = Answers {
            employer: papers
                .employer
                .as_ref()
                .zip(register)
                .map(|(choice, answer)| Answer { about: choice.number.clone(), answer }),
            third_party: number_of_third_party
                .zip(people_register)
                .map(|(number, answer)| Answer { about: number.clone(), answer }),
            power_revoked: power.zip(power_revoked).map(|(power, revocation)| power.revoked(revocation)),
            artisan_paper_revoked: papers
                .artisan_paper
                .as_ref()
                .and_then(Asked::paper)
                .zip(artisan_paper_revoked)
                .map(|(paper, revocation)| paper.revoked(revocation)),
        };
        (papers, answers)
    }

    fn from_domain(case: &Case) -> Self {
        let mut json = Self::from(&case.copy.papers);
        if let Some(employer) = &mut json.employer {
            employer.register = case.register().map(RegisterJson::from);
        }
        if let Some(third_party) = json.presenter.as_mut().and_then(PresenterJson::third_party_mut) {
            third_party.people_register = case.people_register();
        }
        if let Some(power) = json.presenter.as_mut().and_then(PresenterJson::power_mut).and_then(AskedJson::paper_mut) {
            power.revocation = case.power_revoked().map(RevocationJson::from);
        }
        if let Some(paper) = json.artisan_paper.as_mut().and_then(AskedJson::paper_mut) {
            paper.revocation = case.artisan_paper_revoked().map(RevocationJson::from);
        }
        json
    }

    fn of_papers(papers: &Papers) -> Self {
        Self::from(papers)
    }
}

impl From<EmployerKey> for Papers {
    fn from(json: EmployerKey) -> Self {
        Self {
            employer: json.employer.map(EmployerChoice::from),
            applicant: json.applicant.map(Person::from),
            applicant_document: json.applicant_document.map(AskedJson::into_domain),
            presenter: json.presenter.map(Presenter::from),
            reason_in_person: json.reason_in_person,
            request: json.request.map(AskedJson::into_domain),
            artisan_claim: json.artisan_claim,
            artisan_paper: json.artisan_paper.map(AskedJson::into_domain),
            delivery: json.delivery.map(|it| Delivery { recipient: it.recipient, signature: it.signature }),
        }
    }
}

impl From<&Papers> for EmployerKey {
    fn from(papers: &Papers) -> Self {
        Self {
            employer: papers.employer.as_ref().map(EmployerJson::from),
            applicant: papers.applicant.as_ref().map(PersonJson::from),
            applicant_document: papers.applicant_document.as_ref().map(AskedJson::from_domain),
            presenter: papers.presenter.as_ref().map(PresenterJson::from),
            reason_in_person: papers.reason_in_person,
            request: papers.request.as_ref().map(AskedJson::from_domain),
            artisan_claim: papers.artisan_claim,
            artisan_paper: papers.artisan_paper.as_ref().map(AskedJson::from_domain),
            delivery: papers
                .delivery
                .as_ref()
                .map(|it| DeliveryJson { recipient: it.recipient.clone(), signature: it.signature }),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeliveryJson {
    recipient: String,
    signature: DeliverySignature,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EmployerJson {
    number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    register: Option<RegisterJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RegisterJson {
    NotFound,
    Found(RecordJson),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordJson {
    kind: EmployerKind,
    name: String,
    provenance: Provenance,
    branches: Vec<BranchJson>,
    representatives: Vec<RepresentativeJson>,
    artisan: ArtisanMark,
    sri_state: SriState,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BranchJson {
    number: String,
    provenance: Provenance,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RepresentativeJson {
    person: PersonJson,
    provenance: Provenance,
}

impl From<EmployerJson> for EmployerChoice {
    fn from(json: EmployerJson) -> Self {
        Self { number: Entered::new(json.number), branch: entered(json.branch) }
    }
}

impl From<&EmployerChoice> for EmployerJson {
    fn from(choice: &EmployerChoice) -> Self {
        Self { number: choice.number.text().to_owned(), branch: typed(choice.branch.as_ref()), register: None }
    }
}

impl From<RegisterJson> for RegisterAnswer {
    fn from(json: RegisterJson) -> Self {
        match json {
            RegisterJson::NotFound => Self::NotFound,
            RegisterJson::Found(record) => Self::Found(record.into()),
        }
    }
}

impl From<&RegisterAnswer> for RegisterJson {
    fn from(answer: &RegisterAnswer) -> Self {
        match answer {
            RegisterAnswer::NotFound => Self::NotFound,
            RegisterAnswer::Found(record) => Self::Found(record.into()),
        }
    }
}

impl From<RecordJson> for EmployerRecord {
    fn from(json: RecordJson) -> Self {
        let branch = |it: BranchJson| RegisteredBranch { number: Entered::new(it.number), provenance: it.provenance };
        let representative =
            |it: RepresentativeJson| Representative { person: it.person.into(), provenance: it.provenance };
        Self {
            kind: json.kind,
            name: json.name,
            provenance: json.provenance,
            branches: json.branches.into_iter().map(branch).collect(),
            representatives: json.representatives.into_iter().map(representative).collect(),
            artisan: json.artisan,
            sri_state: json.sri_state,
        }
    }
}

impl From<&EmployerRecord> for RecordJson {
    fn from(record: &EmployerRecord) -> Self {
        let branch =
            |it: &RegisteredBranch| BranchJson { number: it.number.text().to_owned(), provenance: it.provenance };
        let representative =
            |it: &Representative| RepresentativeJson { person: (&it.person).into(), provenance: it.provenance };
        Self {
            kind: record.kind,
            name: record.name.clone(),
            provenance: record.provenance,
            branches: record.branches.iter().map(branch).collect(),
            representatives: record.representatives.iter().map(representative).collect(),
            artisan: record.artisan,
            sri_state: record.sri_state,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum PresenterJson {
    Applicant,
    ThirdParty(ThirdPartyJson),
    Attorney {
        attorney: SomebodyJson,
        #[serde(skip_serializing_if = "Option::is_none")]
        power: Option<AskedJson<PowerJson>>,
    },
    Curator {
        curator: SomebodyJson,
        #[serde(skip_serializing_if = "Option::is_none")]
        appointment: Option<AskedJson<AppointmentJson>>,
    },
    ThirdPartySentByAttorney {
        third_party: Box<ThirdPartyJson>,
        attorney: SomebodyJson,
        #[serde(skip_serializing_if = "Option::is_none")]
        power: Option<AskedJson<PowerJson>>,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SomebodyJson {
    person: PersonJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<AskedJson<DocumentJson>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThirdPartyJson {
    person: PersonJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<AskedJson<DocumentJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    people_register: Option<PeopleRegister>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorisation: Option<AuthorisationJson>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum AuthorisationJson {
    Blank,
    Filled {
        third_party: PersonJson,
        #[serde(skip_serializing_if = "Option::is_none")]
        data_of: Option<Parties>,
        #[serde(skip_serializing_if = "Option::is_none")]
        signed_by: Option<Parties>,
    },
}

impl PresenterJson {
    fn third_party(&self) -> Option<&ThirdPartyJson> {
        match self {
            Self::ThirdParty(third_party) => Some(third_party),
            Self::ThirdPartySentByAttorney { third_party, .. } => Some(third_party),
            _ => None,
        }
    }

    fn third_party_mut(&mut self) -> Option<&mut ThirdPartyJson> {
        match self {
            Self::ThirdParty(third_party) => Some(third_party),
            Self::ThirdPartySentByAttorney { third_party, .. } => Some(third_party),
            _ => None,
        }
    }

    fn power(&self) -> Option<&AskedJson<PowerJson>> {
        match self {
            Self::Attorney { power, .. } | Self::ThirdPartySentByAttorney { power, .. } => power.as_ref(),
            _ => None,
        }
    }

    fn power_mut(&mut self) -> Option<&mut AskedJson<PowerJson>> {
        match self {
            Self::Attorney { power, .. } | Self::ThirdPartySentByAttorney { power, .. } => power.as_mut(),
            _ => None,
        }
    }
}

impl From<PresenterJson> for Presenter {
    fn from(json: PresenterJson) -> Self {
        match json {
            PresenterJson::Applicant => Self::Applicant,
            PresenterJson::ThirdParty(third_party) => Self::ThirdParty(Box::new(third_party.into())),
            PresenterJson::Attorney { attorney, power } => {
                Self::Attorney { attorney: Box::new(attorney.into()), power: power.map(AskedJson::into_domain) }
            }
            PresenterJson::Curator { curator, appointment } => Self::Curator {
                curator: Box::new(curator.into()),
                appointment: appointment.map(AskedJson::into_domain),
            },
            PresenterJson::ThirdPartySentByAttorney { third_party, attorney, power } => {
                Self::ThirdPartySentByAttorney {
                    third_party: Box::new((*third_party).into()),
                    attorney: Box::new(attorney.into()),
                    power: power.map(AskedJson::into_domain),
                }
            }
        }
    }
}

impl From<&Presenter> for PresenterJson {
    fn from(presenter: &Presenter) -> Self {
        match presenter {
            Presenter::Applicant => Self::Applicant,
            Presenter::ThirdParty(third_party) => Self::ThirdParty(third_party.as_ref().into()),
            Presenter::Attorney { attorney, power } => {
                Self::Attorney { attorney: attorney.as_ref().into(), power: power.as_ref().map(AskedJson::from_domain) }
            }
            Presenter::Curator { curator, appointment } => Self::Curator {
                curator: curator.as_ref().into(),
                appointment: appointment.as_ref().map(AskedJson::from_domain),
            },
            Presenter::ThirdPartySentByAttorney { third_party, attorney, power } => Self::ThirdPartySentByAttorney {
                third_party: Box::new(third_party.as_ref().into()),
                attorney: attorney.as_ref().into(),
                power: power.as_ref().map(AskedJson::from_domain),
            },
        }
    }
}

impl From<SomebodyJson> for Somebody {
    fn from(json: SomebodyJson) -> Self {
        Self { person: json.person.into(), document: json.document.map(AskedJson::into_domain) }
    }
}

impl From<&Somebody> for SomebodyJson {
    fn from(somebody: &Somebody) -> Self {
        Self { person: (&somebody.person).into(), document: somebody.document.as_ref().map(AskedJson::from_domain) }
    }
}

impl From<ThirdPartyJson> for ThirdParty {
    fn from(json: ThirdPartyJson) -> Self {
        Self {
            somebody: SomebodyJson { person: json.person, document: json.document }.into(),
            authorisation: json.authorisation.map(|block| match block {
                AuthorisationJson::Blank => AuthorisationBlock::Blank,
                AuthorisationJson::Filled { third_party, data_of, signed_by } => {
                    AuthorisationBlock::Filled(Authorisation { third_party: third_party.into(), data_of, signed_by })
                }
            }),
        }
    }
}

impl From<&ThirdParty> for ThirdPartyJson {
    fn from(third_party: &ThirdParty) -> Self {
        let SomebodyJson { person, document } = (&third_party.somebody).into();
        Self {
            person,
            document,
            people_register: None,
            authorisation: third_party.authorisation.as_ref().map(|block| match block {
                AuthorisationBlock::Blank => AuthorisationJson::Blank,
                AuthorisationBlock::Filled(block) => AuthorisationJson::Filled {
                    third_party: (&block.third_party).into(),
                    data_of: block.data_of,
                    signed_by: block.signed_by,
                },
            }),
        }
    }
}
