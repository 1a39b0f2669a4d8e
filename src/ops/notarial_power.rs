//! The register of notarial powers: recorded once, found in later visits, revoked from the day of the notary's act on.
//! Only a supervisor takes a revocation back. What was copied wrongly is set aside, which says nothing of the paper.
//!
//! A power is found by its code and by its grantor's or holder's number through [`store::notarial_power`], by any part of
//! a name through [`store::search`]; the visits in which it served are noted when a key is delivered
//! ([`store::notarial_power::uses`]).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::{Error, known, refuse};
use super::person::filled;
use crate::domain::id::NotarialPowerId;
use crate::domain::number::{Entered, NotarialCode, PersonNumber};
use crate::domain::register::{LegalValidation, PowerScope};
use crate::domain::turn::Reason;
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::store;
use crate::store::notarial_power::{NotarialPower, Revocation, SetAside};

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
        Subject::to_be(Noun::NotarialPower)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<PowerRecorded>, Error> {
        let grantor = filled(&self.grantor.1, "Escriba el nombre del poderdante.")?;
        let holder = filled(&self.holder.1, "Escriba el nombre de la persona apoderada.")?;
        if self.grantor.0 == self.holder.0 {
            return refuse("same_person", "Poderdante y apoderado tienen el mismo número: revise los dos.");
        }
        refuse_dates(self.granted_on, self.valid_until, work.day)?;
        if self.legal_validation.is_blank() {
            return refuse(
                "stamp",
                "Escriba lo que muestra el sello de la validación: referencia, fecha o quién validó. Si no muestra nada, dígalo.",
            );
        }
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
            recorded_in: None,
            revoked: None,
            set_aside: None,
        };
        let id = store::notarial_power::add(work.tx, &power)?;
        let recorded = PowerRecorded {
            id,
            same_code_is_revoked: same_code.iter().any(|it| it.revoked.is_some()),
            same_code: same_code.into_iter().map(|it| it.id).collect(),
        };
        let (scope, legal_validation) = power.scope_and_validation();
        Ok(Done::new(recorded, id, &[Changed::NotarialPowers]).detail(json!({
            "scope": scope,
            "legal_validation": legal_validation,
            "code": power.code,
            "grantor": [power.grantor.0.as_str(), power.grantor.1],
            "holder": [power.holder.0.as_str(), power.holder.1],
            "granted_on": power.granted_on,
            "valid_until": power.valid_until,
        })))
    }
}

/// A power is revoked, from the day of the notary's act on. Whoever only mistyped it sets it aside: [`SetPowerAside`].
#[derive(Debug, Clone)]
pub struct RevokePower {
    /// Which.
    pub power: NotarialPowerId,
    /// The day of the act.
    pub on: NaiveDate,
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
        refuse_set_aside(power.set_aside.as_ref())?;
        if power.revoked.is_some() {
            return refuse("revoked", "Este poder ya está revocado.");
        }
        let revoked = revocation(work, self.on, power.granted_on, &self.reason)?;
        store::notarial_power::set_revocation(work.tx, self.power, Some(&revoked))?;
        Ok(Done::new((), self.power, &[Changed::NotarialPowers])
            .detail(json!({ "on": self.on, "reason": self.reason.as_str() })))
    }
}

/// A supervisor takes a revocation back: it was of another power, or there was no such act.
#[derive(Debug, Clone)]
pub struct WithdrawPowerRevocation {
    /// Which.
    pub power: NotarialPowerId,
    /// Why.
    pub reason: Reason,
}

impl Operation for WithdrawPowerRevocation {
    const NAME: &'static str = "notarial_power.withdraw_revocation";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.power.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let power = known(store::notarial_power::get(work.tx, self.power)?, "este poder notarial")?;
        let Some(before) = power.revoked else {
            return refuse("not_revoked", "Este poder no está revocado: no hay qué retirar.");
        };
        store::notarial_power::set_revocation(work.tx, self.power, None)?;
        Ok(Done::new((), self.power, &[Changed::NotarialPowers])
            .detail(json!({ "before": told_revocation(&before), "reason": self.reason.as_str() })))
    }
}

/// A power was copied wrongly: its entry is offered no more and counts for nothing. The paper is not revoked by it.
#[derive(Debug, Clone)]
pub struct SetPowerAside {
    /// Which.
    pub power: NotarialPowerId,
    /// What is wrong with it.
    pub reason: Reason,
}

impl Operation for SetPowerAside {
    const NAME: &'static str = "notarial_power.set_aside";
    type Output = ();

    fn subject(&self) -> Subject {
        self.power.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let power = known(store::notarial_power::get(work.tx, self.power)?, "este poder notarial")?;
        refuse_set_aside(power.set_aside.as_ref())?;
        refuse_revoked(power.revoked.as_ref())?;
        store::notarial_power::set_aside(work.tx, self.power, &set_aside(work, &self.reason))?;
        Ok(Done::new((), self.power, &[Changed::NotarialPowers]).detail(json!({ "reason": self.reason.as_str() })))
    }
}

/// A revocation as it is kept. Its act is no older than the paper, and not to come: what will be revoked still serves.
pub(super) fn revocation(
    work: &Work<'_>,
    on: NaiveDate,
    issued_on: NaiveDate,
    reason: &Reason,
) -> Result<Revocation, Error> {
    if on > work.day {
        return refuse("dates", "La fecha de la revocatoria está en el futuro: revísela.");
    }
    if on < issued_on {
        return refuse("dates", "La fecha de la revocatoria es anterior a la del documento: revise las dos.");
    }
    Ok(Revocation { on: Some(on), by: work.actor.user, at_ms: work.now.0, reason: reason.as_str().into() })
}

/// A revocation that is taken back, as the journal keeps it.
pub(super) fn told_revocation(revoked: &Revocation) -> serde_json::Value {
    json!({ "on": revoked.on, "by": revoked.by, "at_ms": revoked.at_ms, "reason": revoked.reason })
}

pub(super) fn set_aside(work: &Work<'_>, reason: &Reason) -> SetAside {
    SetAside { by: work.actor.user, at_ms: work.now.0, reason: reason.as_str().into() }
}

/// What was copied wrongly is left as it is.
pub(super) fn refuse_set_aside(set_aside: Option<&SetAside>) -> Result<(), Error> {
    match set_aside {
        Some(_) => refuse("set_aside", "Este registro ya está anulado por error de copia."),
        None => Ok(()),
    }
}

/// A revocation is not undone by saying that the entry was mistyped.
pub(super) fn refuse_revoked(revoked: Option<&Revocation>) -> Result<(), Error> {
    match revoked {
        Some(_) => {
            refuse("revoked", "Consta como revocado: si la revocatoria es un error, primero la retira supervisión.")
        }
        None => Ok(()),
    }
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
