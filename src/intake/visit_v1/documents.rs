//! What every arm has: numbers as typed, persons, papers that were shown or not, identity documents.

use crate::domain::number::Entered;
use crate::domain::visit::{Asked, Document, DocumentForm, DocumentKind, Person, TypedNumber, Validity};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A number as typed.
pub(super) fn entered<T: FromStr<Err = crate::domain::number::Fault>>(text: Option<String>) -> Option<Entered<T>> {
    text.map(Entered::new)
}

/// The text of a number as typed.
pub(super) fn typed<T>(entered: Option<&Entered<T>>) -> Option<String> {
    entered.map(|entered| entered.text().to_owned())
}

/// A person.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<NumberJson>,
    #[serde(default)]
    name: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum NumberJson {
    Cedula(String),
    ForeignerCode(String),
    Passport(String),
}

impl From<PersonJson> for Person {
    fn from(json: PersonJson) -> Self {
        let number = json.number.map(|number| match number {
            NumberJson::Cedula(text) => TypedNumber::Cedula(Entered::new(text)),
            NumberJson::ForeignerCode(text) => TypedNumber::ForeignerCode(Entered::new(text)),
            NumberJson::Passport(text) => TypedNumber::Passport(Entered::new(text)),
        });
        Self { number, name: json.name }
    }
}

impl From<&Person> for PersonJson {
    fn from(person: &Person) -> Self {
        let number = person.number.as_ref().map(|number| match number {
            TypedNumber::Cedula(entered) => NumberJson::Cedula(entered.text().to_owned()),
            TypedNumber::ForeignerCode(entered) => NumberJson::ForeignerCode(entered.text().to_owned()),
            TypedNumber::Passport(entered) => NumberJson::Passport(entered.text().to_owned()),
        });
        Self { number, name: person.name.clone() }
    }
}

/// What was answered when a paper was asked for: `"not_shown"` or `{"shown": …}`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AskedJson<T> {
    NotShown,
    Shown(Box<T>),
}

impl<T> AskedJson<T> {
    pub(super) fn paper(&self) -> Option<&T> {
        match self {
            Self::NotShown => None,
            Self::Shown(paper) => Some(paper),
        }
    }

    pub(super) fn paper_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::NotShown => None,
            Self::Shown(paper) => Some(paper),
        }
    }

    pub(super) fn into_domain<D: From<T>>(self) -> Asked<D> {
        match self {
            Self::NotShown => Asked::NotShown,
            Self::Shown(paper) => Asked::Shown(Box::new((*paper).into())),
        }
    }

    pub(super) fn from_domain<'a, D>(asked: &'a Asked<D>) -> Self
    where
        T: From<&'a D>,
    {
        match asked {
            Asked::NotShown => Self::NotShown,
            Asked::Shown(paper) => Self::Shown(Box::new(paper.as_ref().into())),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentJson {
    kind: DocumentKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<DocumentForm>,
    holder: PersonJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    validity: Option<ValidityJson>,
}

/// `{"until": "2027-01-31"}` or `"indefinite"`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ValidityJson {
    Until(NaiveDate),
    Indefinite,
}

impl From<ValidityJson> for Validity {
    fn from(json: ValidityJson) -> Self {
        match json {
            ValidityJson::Until(last) => Self::Until(last),
            ValidityJson::Indefinite => Self::Indefinite,
        }
    }
}

impl From<Validity> for ValidityJson {
    fn from(validity: Validity) -> Self {
        match validity {
            Validity::Until(last) => Self::Until(last),
            Validity::Indefinite => Self::Indefinite,
        }
    }
}

impl From<DocumentJson> for Document {
    fn from(json: DocumentJson) -> Self {
        Self {
            kind: json.kind,
            form: json.form,
            holder: json.holder.into(),
            validity: json.validity.map(Validity::from),
        }
    }
}

impl From<&Document> for DocumentJson {
    fn from(document: &Document) -> Self {
        Self {
            kind: document.kind,
            form: document.form,
            holder: (&document.holder).into(),
            validity: document.validity.map(ValidityJson::from),
        }
    }
}
