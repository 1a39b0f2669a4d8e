//! The register of artisan qualifications and ministerial agreements: recorded once, found in later visits, revoked, set
//! aside where they were copied wrongly. Found and listed as notarial powers are.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::{Error, known, refuse};
use super::notarial_power::{refuse_dates, refuse_revoked, refuse_set_aside, revocation, set_aside, told_revocation};
use super::person::filled;
use crate::domain::id::ArtisanQualificationId;
use crate::domain::number::PersonNumber;
use crate::domain::register::ArtisanIssuer;
use crate::domain::turn::Reason;
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::store;
use crate::store::artisan_qualification::ArtisanQualification;

/// Records a qualification.
#[derive(Debug, Clone)]
pub struct RecordQualification {
    /// Who issued it.
    pub issuer: ArtisanIssuer,
    /// Its number, as printed: free text.
    pub number: String,
    /// Whose it is, by cédula or passport: number and name.
    pub holder: (PersonNumber, String),
    /// As printed.
    pub issued_on: NaiveDate,
    /// As printed; without: "Indefinida".
    pub expires_on: Option<NaiveDate>,
}

/// A qualification was recorded. Another one of the same issuer with its number is no refusal: the clerk is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualificationRecorded {
    /// The qualification.
    pub id: ArtisanQualificationId,
    /// Those of the same issuer and number that were there before, oldest first.
    pub same_number: Vec<ArtisanQualificationId>,
    /// One of them is revoked.
    pub same_number_is_revoked: bool,
}

impl Operation for RecordQualification {
    const NAME: &'static str = "artisan_qualification.record";
    type Output = QualificationRecorded;

    fn subject(&self) -> Subject {
        Subject::to_be(Noun::ArtisanQualification)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<QualificationRecorded>, Error> {
        let number = filled(&self.number, "Escriba el número de la calificación, como está impreso.")?;
        let holder = filled(&self.holder.1, "Escriba el nombre de la persona, como está impreso.")?;
        refuse_dates(self.issued_on, self.expires_on, work.day)?;
        let mut same_number = store::artisan_qualification::by_number(work.tx, &number)?;
        same_number.retain(|it| it.issuer == self.issuer);
        let qualification = ArtisanQualification {
            id: ArtisanQualificationId(0),
            issuer: self.issuer,
            number,
            holder: (self.holder.0.clone(), holder),
            issued_on: self.issued_on,
            expires_on: self.expires_on,
            recorded_by: work.actor.user,
            recorded_at_ms: work.now.0,
            recorded_in: None,
            revoked: None,
            set_aside: None,
        };
        let id = store::artisan_qualification::add(work.tx, &qualification)?;
        let recorded = QualificationRecorded {
            id,
            same_number_is_revoked: same_number.iter().any(|it| it.revoked.is_some()),
            same_number: same_number.into_iter().map(|it| it.id).collect(),
        };
        Ok(Done::new(recorded, id, &[Changed::ArtisanQualifications]).detail(json!({
            "issuer": store::artisan_qualification::issuer_code(qualification.issuer),
            "number": qualification.number,
            "holder": [qualification.holder.0.as_str(), qualification.holder.1],
            "issued_on": qualification.issued_on,
            "expires_on": qualification.expires_on,
        })))
    }
}

/// A qualification is revoked, from the day of the act on. Whoever only mistyped it sets it aside.
#[derive(Debug, Clone)]
pub struct RevokeQualification {
    /// Which.
    pub qualification: ArtisanQualificationId,
    /// The day of the act.
    pub on: NaiveDate,
    /// Why, or how it is known.
    pub reason: Reason,
}

impl Operation for RevokeQualification {
    const NAME: &'static str = "artisan_qualification.revoke";
    type Output = ();

    fn subject(&self) -> Subject {
        self.qualification.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let found =
            known(store::artisan_qualification::get(work.tx, self.qualification)?, "esta calificación artesanal")?;
        refuse_set_aside(found.set_aside.as_ref())?;
        if found.revoked.is_some() {
            return refuse("revoked", "Esta calificación ya está revocada.");
        }
        let revoked = revocation(work, self.on, found.issued_on, &self.reason)?;
        store::artisan_qualification::set_revocation(work.tx, self.qualification, Some(&revoked))?;
        Ok(Done::new((), self.qualification, &[Changed::ArtisanQualifications])
            .detail(json!({ "on": self.on, "reason": self.reason.as_str() })))
    }
}

/// A supervisor takes a revocation back.
#[derive(Debug, Clone)]
pub struct WithdrawQualificationRevocation {
    /// Which.
    pub qualification: ArtisanQualificationId,
    /// Why.
    pub reason: Reason,
}

impl Operation for WithdrawQualificationRevocation {
    const NAME: &'static str = "artisan_qualification.withdraw_revocation";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.qualification.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let found =
            known(store::artisan_qualification::get(work.tx, self.qualification)?, "esta calificación artesanal")?;
        let Some(before) = found.revoked else {
            return refuse("not_revoked", "Esta calificación no está revocada: no hay qué retirar.");
        };
        store::artisan_qualification::set_revocation(work.tx, self.qualification, None)?;
        Ok(Done::new((), self.qualification, &[Changed::ArtisanQualifications])
            .detail(json!({ "before": told_revocation(&before), "reason": self.reason.as_str() })))
    }
}

/// A qualification was copied wrongly: its entry is offered no more and counts for nothing.
#[derive(Debug, Clone)]
pub struct SetQualificationAside {
    /// Which.
    pub qualification: ArtisanQualificationId,
    /// What is wrong with it.
    pub reason: Reason,
}

impl Operation for SetQualificationAside {
    const NAME: &'static str = "artisan_qualification.set_aside";
    type Output = ();

    fn subject(&self) -> Subject {
        self.qualification.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let found =
            known(store::artisan_qualification::get(work.tx, self.qualification)?, "esta calificación artesanal")?;
        refuse_set_aside(found.set_aside.as_ref())?;
        refuse_revoked(found.revoked.as_ref())?;
        store::artisan_qualification::set_aside(work.tx, self.qualification, &set_aside(work, &self.reason))?;
        Ok(Done::new((), self.qualification, &[Changed::ArtisanQualifications])
            .detail(json!({ "reason": self.reason.as_str() })))
    }
}
