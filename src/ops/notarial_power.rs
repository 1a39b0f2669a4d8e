//! The register of notarial powers: recorded once, found in later visits, revoked and never un-revoked.
//!
//! A power is found by its code and by its grantor's or holder's number through [`store::notarial_power`], by any part of
//! a name through [`store::search`]; the visits in which it served are noted when a key is delivered
//! ([`store::notarial_power::uses`]).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::{Error, known, refuse};
use super::operation::{Changed, Done, Operation, Subject, Work};
use super::person::filled;
use crate::domain::id::NotarialPowerId;
use crate::domain::number::{Entered, NotarialCode, PersonNumber};
use crate::domain::procedure::employer_key::case::{LegalValidation, PowerScope};
use crate::domain::turn::Reason;
use crate::store;
use crate::store::notarial_power::{NotarialPower, Revocation};

/// Records a power.
#[derive(Debug, Clone)]
pub struct RecordPower {
    /// The notarial code; an older power's looks different and is kept as typed, a foreign power has none.
    pub code: Option<Entered<NotarialCode>>,
    /// Who granted it: number and name.
    pub grantor: (PersonNumber, String),
    /// To whom: number and name.
    pub holder: (PersonNumber, String),
    /// On its day.
    pub granted_on: NaiveDate,
    /// Its last day; indefinite without.
    pub valid_until: Option<NaiveDate>,
    /// Does it cover signing the request and receiving the key?
    pub scope: PowerScope,
    /// The legal area's validation.
    pub legal_validation: LegalValidation,
}

/// A power was recorded. Another one with its code is no refusal, because codes are misread and one deed can hold several
/// powers: the clerk is told and looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowerRecorded {
    /// The power.
    pub id: NotarialPowerId,
    /// Powers with the same code that were there before, oldest first.
    pub same_code: Vec<NotarialPowerId>,
    /// One of them is revoked: so is, for the rules, whatever carries that code.
    pub same_code_is_revoked: bool,
}

impl Operation for RecordPower {
    const NAME: &'static str = "notarial_power.record";
    type Output = PowerRecorded;

    fn subject(&self) -> Subject {
        Subject { kind: "notarial_power", id: 0 }
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<PowerRecorded>, Error> {
        let grantor = filled(&self.grantor.1, "Escriba el nombre de quien otorga el poder.")?;
        let holder = filled(&self.holder.1, "Escriba el nombre del apoderado.")?;
        if self.grantor.0 == self.holder.0 {
            return refuse(
                "same_person",
                "Quien otorga el poder y el apoderado tienen el mismo número: revise los dos.",
            );
        }
        refuse_dates(self.granted_on, self.valid_until, work.day)?;
        let code = self
            .code
            .as_ref()
            .map(|code| code.value().map_or(code.text().trim(), NotarialCode::as_str))
            .unwrap_or_default();
        let same_code = if code.is_empty() { Vec::new() } else { store::notarial_power::by_code(work.tx, code)? };
        let power = NotarialPower {
            id: NotarialPowerId(0),
            code: code.to_owned(),
            grantor: (self.grantor.0.clone(), grantor),
            holder: (self.holder.0.clone(), holder),
            granted_on: self.granted_on,
            valid_until: self.valid_until,
            scope: self.scope,
            legal_validation: self.legal_validation.clone(),
            recorded_by: work.actor.user,
            recorded_at_ms: work.now.0,
            revoked: None,
        };
        let id = store::notarial_power::add(work.tx, &power)?;
        let recorded = PowerRecorded {
            id,
            same_code_is_revoked: same_code.iter().any(|it| it.revoked.is_some()),
            same_code: same_code.into_iter().map(|it| it.id).collect(),
        };
        Ok(Done::new(recorded, id, &[Changed::NotarialPowers]).detail(json!({
            "code": power.code,
            "grantor": [power.grantor.0.as_str(), power.grantor.1],
            "holder": [power.holder.0.as_str(), power.holder.1],
            "granted_on": power.granted_on,
            "valid_until": power.valid_until,
        })))
    }
}

/// A power is revoked. There is no way back: whoever is mistaken records it anew.
#[derive(Debug, Clone)]
pub struct RevokePower {
    /// Which.
    pub power: NotarialPowerId,
    /// Why, or how it is known.
    pub reason: Reason,
}

impl Operation for RevokePower {
    const NAME: &'static str = "notarial_power.revoke";
    type Output = ();

    fn subject(&self) -> Subject {
        self.power.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let power = known(store::notarial_power::get(work.tx, self.power)?, "este poder notarial")?;
        if power.revoked.is_some() {
            return refuse("revoked", "Este poder ya está revocado.");
        }
        store::notarial_power::revoke(work.tx, self.power, &revocation(work, &self.reason))?;
        Ok(Done::new((), self.power, &[Changed::NotarialPowers]).detail(json!({ "reason": self.reason.as_str() })))
    }
}

pub(super) fn revocation(work: &Work<'_>, reason: &Reason) -> Revocation {
    Revocation { by: work.actor.user, at_ms: work.now.0, reason: reason.as_str().into() }
}

/// A paper of the registers is not from the future, and does not end before it begins.
pub(super) fn refuse_dates(from: NaiveDate, until: Option<NaiveDate>, today: NaiveDate) -> Result<(), Error> {
    if from > today {
        return refuse("dates", "La fecha de emisión está en el futuro: revísela.");
    }
    match until {
        Some(until) if until < from => {
            refuse("dates", "La fecha de vencimiento es anterior a la de emisión: revise las dos.")
        }
        _ => Ok(()),
    }
}
