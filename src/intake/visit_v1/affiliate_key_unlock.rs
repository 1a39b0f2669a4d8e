//! The arm of an unlocking, as JSON: the person, their document, their data, and what the register of the insured answered.

use super::arms::Arm;
use super::documents::{AskedJson, DocumentJson, PersonJson};
use crate::domain::procedure::affiliate_key_unlock::case::{
    AffiliateKeyUnlock as Papers, Answers, AtWindow, Case, CodeShown, ContactUpdate, InForce,
};
use crate::domain::register::{
    AffiliateKeyState, Answer, BlockedBecause, Contact, InsuredAnswer, InsuredKind, InsuredRecord, Provenance,
};
use crate::domain::visit::Person;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The papers of an unlocking.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AffiliateKeyUnlock {
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<PersonJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    register: Option<RegisterJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_window: Option<AtWindow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<BlockedBecause>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<AskedJson<DocumentJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<InForce>,
    #[serde(skip_serializing_if = "Option::is_none")]
    foreigner_code: Option<CodeShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<ContactJson>,
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
    name: String,
    kind: InsuredKind,
    provenance: Provenance,
    key: AffiliateKeyState,
    #[serde(default)]
    contact: Contact,
    #[serde(skip_serializing_if = "Option::is_none")]
    up_to_date_on: Option<NaiveDate>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ContactJson {
    Declined,
    Given(Contact),
}

impl Arm for AffiliateKeyUnlock {
    type Papers = Papers;

    fn into_domain(self) -> (Papers, Answers) {
        let applicant = self.person.map(Person::from);
        let number = applicant.as_ref().and_then(|person| person.number.clone());
        let answer = self.register.map(|answer| match answer {
            RegisterJson::NotFound => InsuredAnswer::NotFound,
            RegisterJson::Found(record) => InsuredAnswer::Found(InsuredRecord {
                person: Person { number: number.clone(), name: record.name },
                kind: record.kind,
                provenance: record.provenance,
                key: record.key,
                contact: record.contact,
                up_to_date_on: record.up_to_date_on,
            }),
        });
        let papers = Papers {
            applicant,
            at_window: self.at_window,
            reason: self.reason,
            document: self.document.map(AskedJson::into_domain),
            in_force: self.in_force,
            foreigner_code: self.foreigner_code,
            contact: self.contact.map(|contact| match contact {
                ContactJson::Declined => ContactUpdate::Declined,
                ContactJson::Given(contact) => ContactUpdate::Given(contact),
            }),
        };
        let insured = papers.applicant.as_ref().and(answer).map(|answer| Answer { about: number, answer });
        (papers, Answers { insured })
    }

    fn from_domain(case: &Case) -> Self {
        let register = case.insured().map(|answer| match answer {
            InsuredAnswer::NotFound => RegisterJson::NotFound,
            InsuredAnswer::Found(record) => RegisterJson::Found(RecordJson {
                name: record.person.name.clone(),
                kind: record.kind,
                provenance: record.provenance,
                key: record.key,
                contact: record.contact.clone(),
                up_to_date_on: record.up_to_date_on,
            }),
        });
        Self { register, ..Self::from(&case.copy.papers) }
    }

    fn of_papers(papers: &Papers) -> Self {
        Self::from(papers)
    }
}

impl From<&Papers> for AffiliateKeyUnlock {
    fn from(papers: &Papers) -> Self {
        Self {
            person: papers.applicant.as_ref().map(PersonJson::from),
            register: None,
            at_window: papers.at_window,
            reason: papers.reason,
            document: papers.document.as_ref().map(AskedJson::from_domain),
            in_force: papers.in_force,
            foreigner_code: papers.foreigner_code,
            contact: papers.contact.as_ref().map(|contact| match contact {
                ContactUpdate::Declined => ContactJson::Declined,
                ContactUpdate::Given(contact) => ContactJson::Given(contact.clone()),
            }),
        }
    }
}
