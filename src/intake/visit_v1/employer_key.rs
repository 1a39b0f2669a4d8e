//! The employer key's arm, as JSON: the employer, the persons, who stands at the window.

use super::common::{AskedJson, DocumentJson, PersonJson, entered, typed};
use super::papers::{AppointmentJson, ArtisanPaperJson, PowerJson, RequestJson};
use crate::domain::number::Entered;
use crate::domain::procedure::employer_key::case::{
    ArtisanClaim, Authorisation, AuthorisationBlock, Delivery, DeliverySignature, EmployerChoice, EmployerKey as Case,
    Parties, Presenter, ReasonInPerson, Somebody, ThirdParty,
};
use crate::domain::register::{
    ArtisanMark, EmployerKind, EmployerRecord, PeopleRegister, Provenance, RegisterAnswer, RegisteredBranch,
    Representative, SriState,
};
use crate::domain::visit::Person;
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

impl From<EmployerKey> for Case {
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

impl From<&Case> for EmployerKey {
    fn from(case: &Case) -> Self {
        Self {
            employer: case.employer.as_ref().map(EmployerJson::from),
            applicant: case.applicant.as_ref().map(PersonJson::from),
            applicant_document: case.applicant_document.as_ref().map(AskedJson::from_domain),
            presenter: case.presenter.as_ref().map(PresenterJson::from),
            reason_in_person: case.reason_in_person,
            request: case.request.as_ref().map(AskedJson::from_domain),
            artisan_claim: case.artisan_claim,
            artisan_paper: case.artisan_paper.as_ref().map(AskedJson::from_domain),
            delivery: case
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

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RegisterJson {
    NotFound,
    Found(RecordJson),
}

#[derive(Debug, Serialize, Deserialize)]
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

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BranchJson {
    number: String,
    provenance: Provenance,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RepresentativeJson {
    person: PersonJson,
    provenance: Provenance,
}

impl From<EmployerJson> for EmployerChoice {
    fn from(json: EmployerJson) -> Self {
        Self {
            number: Entered::new(json.number),
            branch: entered(json.branch),
            register: json.register.map(|register| match register {
                RegisterJson::NotFound => RegisterAnswer::NotFound,
                RegisterJson::Found(record) => RegisterAnswer::Found(record.into()),
            }),
        }
    }
}

impl From<&EmployerChoice> for EmployerJson {
    fn from(choice: &EmployerChoice) -> Self {
        Self {
            number: choice.number.text().to_owned(),
            branch: typed(choice.branch.as_ref()),
            register: choice.register.as_ref().map(|register| match register {
                RegisterAnswer::NotFound => RegisterJson::NotFound,
                RegisterAnswer::Found(record) => RegisterJson::Found(record.into()),
            }),
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
            people_register: json.people_register,
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
            people_register: third_party.people_register,
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
