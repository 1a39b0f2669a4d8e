//! The employer key's papers, as JSON: the request, the notarial power, the appointment, the artisan paper.

use super::documents::{PersonJson, ValidityJson, entered, typed};
use crate::domain::number::Entered;
use crate::domain::procedure::employer_key::case::{
    Amendments, Appointment, ArtisanPaper, Completeness, CopyKept, ForeignForm, Legalisation, Legibility,
    NotarialPower, Pasting, PowerForm, PowerOrigin, Request, RequestOrigin, Signature, Signer, Translation,
};
use crate::domain::register::{ArtisanIssuer, LegalValidation, PowerScope, Revocation};
use crate::domain::visit::{Person, Validity};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<RequestOrigin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completeness: Option<CompletenessJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<Signature>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signer: Option<SignerJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legibility: Option<Legibility>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amendments: Option<Amendments>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pasting: Option<Pasting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    employer_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    applicant: Option<PersonJson>,
}

/// `"complete"` or `{"blank": ["teléfono"]}`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CompletenessJson {
    Complete,
    Blank(Vec<String>),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SignerJson {
    Applicant,
    Attorney,
    Curator,
    ThirdParty,
    SomebodyElse(String),
}

impl From<RequestJson> for Request {
    fn from(json: RequestJson) -> Self {
        Self {
            origin: json.origin,
            completeness: json.completeness.map(|it| match it {
                CompletenessJson::Complete => Completeness::Complete,
                CompletenessJson::Blank(fields) => Completeness::Blank(fields),
            }),
            signature: json.signature,
            signer: json.signer.map(|it| match it {
                SignerJson::Applicant => Signer::Applicant,
                SignerJson::Attorney => Signer::Attorney,
                SignerJson::Curator => Signer::Curator,
                SignerJson::ThirdParty => Signer::ThirdParty,
                SignerJson::SomebodyElse(name) => Signer::SomebodyElse(name),
            }),
            legibility: json.legibility,
            amendments: json.amendments,
            pasting: json.pasting,
            employer_number: entered(json.employer_number),
            branch: entered(json.branch),
            applicant: json.applicant.map(Person::from),
        }
    }
}

impl From<&Request> for RequestJson {
    fn from(request: &Request) -> Self {
        Self {
            origin: request.origin,
            completeness: request.completeness.as_ref().map(|it| match it {
                Completeness::Complete => CompletenessJson::Complete,
                Completeness::Blank(fields) => CompletenessJson::Blank(fields.clone()),
            }),
            signature: request.signature,
            signer: request.signer.as_ref().map(|it| match it {
                Signer::Applicant => SignerJson::Applicant,
                Signer::Attorney => SignerJson::Attorney,
                Signer::Curator => SignerJson::Curator,
                Signer::ThirdParty => SignerJson::ThirdParty,
                Signer::SomebodyElse(name) => SignerJson::SomebodyElse(name.clone()),
            }),
            legibility: request.legibility,
            amendments: request.amendments,
            pasting: request.pasting,
            employer_number: typed(request.employer_number.as_ref()),
            branch: typed(request.branch.as_ref()),
            applicant: request.applicant.as_ref().map(PersonJson::from),
        }
    }
}

/// A notarial power.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PowerJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<PowerForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<PowerOriginJson>,
    grantor: PersonJson,
    attorney: PersonJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    granted_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validity: Option<ValidityJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revocation: Option<RevocationJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<PowerScope>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_validation: Option<LegalValidationJson>,
}

/// `{"ecuador": "20241701001P00123"}` or `{"abroad": {…}}`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum PowerOriginJson {
    Ecuador(String),
    Abroad {
        #[serde(skip_serializing_if = "Option::is_none")]
        legalisation: Option<Legalisation>,
        #[serde(skip_serializing_if = "Option::is_none")]
        translation: Option<Translation>,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RevocationJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<NaiveDate>,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum LegalValidationJson {
    Validated {
        #[serde(default)]
        reference: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        on: Option<NaiveDate>,
        #[serde(default)]
        by: String,
    },
    ValidatedWithoutData,
    NotValidated,
}

impl From<RevocationJson> for Revocation {
    fn from(json: RevocationJson) -> Self {
        Self { on: json.on, reason: json.reason }
    }
}

impl From<&Revocation> for RevocationJson {
    fn from(revocation: &Revocation) -> Self {
        Self { on: revocation.on, reason: revocation.reason.clone() }
    }
}

impl From<PowerJson> for NotarialPower {
    fn from(json: PowerJson) -> Self {
        Self {
            form: json.form,
            origin: json.origin.map(|it| match it {
                PowerOriginJson::Ecuador(code) => PowerOrigin::Ecuador(Entered::new(code)),
                PowerOriginJson::Abroad { legalisation, translation } => {
                    PowerOrigin::Abroad(ForeignForm { legalisation, translation })
                }
            }),
            grantor: json.grantor.into(),
            attorney: json.attorney.into(),
            granted_on: json.granted_on,
            validity: json.validity.map(Validity::from),
            scope: json.scope,
            legal_validation: json.legal_validation.map(|it| match it {
                LegalValidationJson::Validated { reference, on, by } => {
                    LegalValidation::Validated { reference, on, by }
                }
                LegalValidationJson::ValidatedWithoutData => LegalValidation::ValidatedWithoutData,
                LegalValidationJson::NotValidated => LegalValidation::NotValidated,
            }),
        }
    }
}

impl From<&NotarialPower> for PowerJson {
    fn from(power: &NotarialPower) -> Self {
        Self {
            form: power.form,
            origin: power.origin.as_ref().map(|it| match it {
                PowerOrigin::Ecuador(code) => PowerOriginJson::Ecuador(code.text().to_owned()),
                PowerOrigin::Abroad(ForeignForm { legalisation, translation }) => {
                    PowerOriginJson::Abroad { legalisation: *legalisation, translation: *translation }
                }
            }),
            grantor: (&power.grantor).into(),
            attorney: (&power.attorney).into(),
            granted_on: power.granted_on,
            validity: power.validity.map(ValidityJson::from),
            revocation: None,
            scope: power.scope,
            legal_validation: power.legal_validation.as_ref().map(|it| match it {
                LegalValidation::Validated { reference, on, by } => {
                    LegalValidationJson::Validated { reference: reference.clone(), on: *on, by: by.clone() }
                }
                LegalValidation::ValidatedWithoutData => LegalValidationJson::ValidatedWithoutData,
                LegalValidation::NotValidated => LegalValidationJson::NotValidated,
            }),
        }
    }
}

/// The appointment of a curator.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AppointmentJson {
    ward: PersonJson,
    curator: PersonJson,
}

impl From<AppointmentJson> for Appointment {
    fn from(json: AppointmentJson) -> Self {
        Self { ward: json.ward.into(), curator: json.curator.into() }
    }
}

impl From<&Appointment> for AppointmentJson {
    fn from(appointment: &Appointment) -> Self {
        Self { ward: (&appointment.ward).into(), curator: (&appointment.curator).into() }
    }
}

/// An artisan qualification or ministerial agreement.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArtisanPaperJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<ArtisanIssuer>,
    #[serde(default)]
    number: String,
    holder: PersonJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validity: Option<ValidityJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy: Option<CopyKept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revocation: Option<RevocationJson>,
}

impl From<ArtisanPaperJson> for ArtisanPaper {
    fn from(json: ArtisanPaperJson) -> Self {
        Self {
            issuer: json.issuer,
            number: json.number,
            holder: json.holder.into(),
            issued_on: json.issued_on,
            validity: json.validity.map(Validity::from),
            copy: json.copy,
        }
    }
}

impl From<&ArtisanPaper> for ArtisanPaperJson {
    fn from(paper: &ArtisanPaper) -> Self {
        Self {
            issuer: paper.issuer,
            number: paper.number.clone(),
            holder: (&paper.holder).into(),
            issued_on: paper.issued_on,
            validity: paper.validity.map(ValidityJson::from),
            copy: paper.copy,
            revocation: None,
        }
    }
}
