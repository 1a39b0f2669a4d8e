//! The one way in which an operation is done: guarded, inside one transaction, with one entry.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::operation::{Changed, JournalEnd, Operation, Subject, Work, next_number};
use super::settings;
use super::{House, Session};
use crate::domain::approval::Matter;
use crate::domain::calendar::Moment;
use crate::domain::duty::Duty;
use crate::domain::id::OpId;
use crate::domain::journal::{Entry, Head, Outcome, detail_digest};
use crate::domain::settings::Settings;
use crate::ops::error::{Error, Refusal, refuse};
use crate::ops::reading::Supervising;
use crate::store::{self, Reader, Transaction};

/// What an operation answered, and where the journal says so.
#[derive(Debug)]
pub struct Answer<T> {
    /// What it answers.
    pub output: T,
    /// Its entry: number and hash.
    pub entry: Head,
    /// Which lists to read again; none when it had been done before.
    pub changed: &'static [Changed],
}

/// What is kept of an operation or a run, so that running it again answers the same.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::ops) enum Kept<T> {
    Done(T),
    Refused(Refusal),
}

/// A clock may go back by so many milliseconds without anybody's word: what a synchronised clock corrects.
pub(in crate::ops) const CLOCK_SLACK_MS: i64 = 60_000;

/// A fresh id for an operation.
///
/// # Errors
/// [`Error::Random`].
pub fn new_op_id() -> Result<OpId, Error> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(|_| Error::Random)?;
    Ok(OpId(id))
}

impl House {
    /// Does an operation once. Under an id that was used before, it answers what it answered then.
    ///
    /// # Errors
    /// [`Error::Refused`] when a rule says no, which is journalled; otherwise technical, and nothing was done.
    pub fn transact<O: Operation>(&self, by: &Session, id: OpId, operation: &O) -> Result<Answer<O::Output>, Error> {
        let attempt = |tx: &Transaction<'_>| self.attempt(tx, by, id, operation);
        let attempted = self.again(|| match O::BESIDE_OTHERS {
            true => self.store().write_beside(attempt),
            false => self.store().write(attempt),
        });
        match attempted {
            Ok(answer) => {
                self.remember(&answer.entry);
                Ok(answer)
            }
            Err(Error::Refused(refusal)) => {
                self.leave_refusal::<O>(by, id, operation.subject(), &refusal)?;
                self.done_meanwhile::<O>(id)?.ok_or(Error::Refused(refusal))
            }
            Err(Error::Store(fault)) if fault.is_duplicate() => {
                self.done_meanwhile::<O>(id)?.ok_or(Error::Store(fault))
            }
            Err(error) => Err(error),
        }
    }

    /// A try whose answer was lost may come to its end on the server while the next one is under way, which then meets what
    /// that has done: what it answered counts.
    fn done_meanwhile<O: Operation>(&self, id: OpId) -> Result<Option<Answer<O::Output>>, Error> {
        if !self.is_on_server() {
            return Ok(None);
        }
        match self.again(|| answered_before::<O>(&self.reader()?, id)) {
            Err(Error::Refused(_)) => Ok(None),
            answered => answered,
        }
    }

    /// Refuses an operation that was not tried yet, with the entry of one that was: where the try alone would read much.
    pub(in crate::ops) fn refuse_untried<O: Operation>(
        &self,
        by: &Session,
        subject: Subject,
        refusal: Refusal,
    ) -> Error {
        match new_op_id().and_then(|id| self.leave_refusal::<O>(by, id, subject, &refusal)) {
            Ok(()) => Error::Refused(refusal),
            Err(error) => error,
        }
    }

    fn leave_refusal<O: Operation>(
        &self,
        by: &Session,
        id: OpId,
        subject: Subject,
        refusal: &Refusal,
    ) -> Result<(), Error> {
        let head =
            self.again(|| self.store().write_beside(|tx| self.note_refusal::<O>(tx, by, id, subject, refusal)))?;
        self.remember(&head);
        Ok(())
    }

    /// Like [`House::transact`], under a fresh id: for an operation that nobody will run again.
    ///
    /// # Errors
    /// As [`House::transact`].
    pub fn perform<O: Operation>(&self, by: &Session, operation: &O) -> Result<Answer<O::Output>, Error> {
        self.transact(by, new_op_id()?, operation)
    }

    fn attempt<O: Operation>(
        &self,
        tx: &Transaction<'_>,
        by: &Session,
        id: OpId,
        operation: &O,
    ) -> Result<Answer<O::Output>, Error> {
        tx.foresee(|| {
            let _ = store::journal::result_of(tx, id);
            self.foresee_guard(tx, by);
            let _ = super::day::accounting_day(tx, self.centre(), self.clock().now());
            if self.duty() == Duty::Window || O::AT_ARRIVALS {
                operation.foresee(tx, by.actor());
            }
        })?;
        if let Some(answer) = answered_before::<O>(tx, id)? {
            return Ok(answer);
        }
        if !O::FOR_SELF_SERVICE {
            refuse_turned(by)?;
        }
        if !O::AT_ARRIVALS {
            refuse_elsewhere(self.duty())?;
        }
        let guard = match (O::MENDS, O::WITH_TEMPORARY_PASSWORD) {
            (true, true) => Guard::Person,
            (true, false) => Guard::PersonAndPassword,
            (false, _) => Guard::Everything,
        };
        let InForce { now, settings, kept } = self.guard(tx, by, guard)?;
        if O::SIGNED && by.signer().is_none() {
            return refuse("role", "Esta operación la firma supervisión: ingrese con un usuario de supervisión.");
        }
        if O::SUPERVISES {
            Supervising::of(by.actor())?;
        }
        let accounting_day = super::day::accounting_day(tx, self.centre(), now)?;
        let work = Work {
            tx,
            actor: by.actor(),
            now,
            day: now.day(self.centre().zone),
            accounting_day,
            centre: self.centre(),
            settings: &settings,
            end: JournalEnd::of(tx),
            demo: self.is_demo(),
            serial_epoch: self.serial_epoch(),
            serials_in_doubt: self.anchor_state().serials_in_doubt(),
        };
        let mut done = operation.perform(&work)?;
        if O::BY_SETTINGS {
            note_settings(&mut done.detail, kept.as_deref());
        }
        // The day as it was before: what closes one counts in it.
        let facts = Facts {
            id,
            accounting_day,
            operation: O::NAME,
            subject: done.subject,
            outcome: Outcome::Done,
            code: &done.code,
        };
        let head = work.end.held()?;
        if guard == Guard::Everything && self.duty() == Duty::Window && self.is_put_back(&head) {
            return self.refuse_doubt();
        }
        let entry = self.append(tx, by, now, &head, facts, &done.detail)?;
        if let Some(signer) = operation.signer(by) {
            let signature = signer.sign(crate::ops::JOURNAL_PURPOSE, &entry.hash.0);
            store::journal::sign(tx, entry.number, by.actor().user, &signer.public().0, &signature.0)?;
        }
        // What mends may run behind the last moment noted, and then leaves it as it is. The windows note it.
        if self.duty() == Duty::Window {
            super::clock::note_moment(tx, by.actor().centre, now)?;
        }
        keep(tx, id, &entry, &Kept::Done(&done.output))?;
        Ok(Answer { output: done.output, entry, changed: done.changed })
    }

    /// The one entry that a refused operation leaves.
    pub(in crate::ops) fn note_refusal<O: Operation>(
        &self,
        tx: &Transaction<'_>,
        by: &Session,
        id: OpId,
        subject: Subject,
        refusal: &Refusal,
    ) -> Result<Head, Error> {
        let end = JournalEnd::of(tx);
        if store::journal::result_of(tx, id)?.is_some() {
            return end.held();
        }
        let now = self.clock().now();
        let facts = Facts {
            id,
            accounting_day: super::day::accounting_day(tx, self.centre(), now)?,
            operation: O::NAME,
            subject,
            outcome: Outcome::Refused,
            code: &refusal.code,
        };
        let head = end.held()?;
        if self.duty() == Duty::Window {
            // Nothing is remembered of a journal in doubt, so that what it lacks is not forgotten with its growing.
            self.is_put_back(&head);
        }
        let entry = self.append(tx, by, now, &head, facts, &serde_json::json!({ "sentence": refusal.sentence }))?;
        keep(tx, id, &entry, &Kept::<()>::Refused(refusal.clone()))?;
        Ok(entry)
    }

    /// Who may act, and what time it is: the person still counts, is at the window themselves unless it may be done while the
    /// screen is turned, the clock did not go back, the journal is not in doubt.
    pub(in crate::ops) fn guarded(
        &self,
        tx: &Transaction<'_>,
        by: &Session,
        while_turned: bool,
    ) -> Result<InForce, Error> {
        if !while_turned {
            refuse_turned(by)?;
        }
        refuse_elsewhere(self.duty())?;
        self.guard(tx, by, Guard::Everything)
    }

    /// Asks what [`House::guarded`] asks.
    pub(in crate::ops) fn foresee_guard(&self, tx: &Transaction<'_>, by: &Session) {
        let actor = by.actor();
        let _ = store::user::get(tx, actor.user);
        let _ = store::centre::two_settings(tx, actor.centre, IN_FORCE);
    }

    fn guard(&self, tx: &Transaction<'_>, by: &Session, guard: Guard) -> Result<InForce, Error> {
        let actor = by.actor();
        let user = store::user::get(tx, actor.user)?;
        let [noted, kept] = store::centre::two_settings(tx, actor.centre, IN_FORCE)?;
        let settings = settings::read(kept.as_deref())?;
        let Some(user) =
            user.filter(|user| user.enabled && user.generation == actor.generation && user.role == actor.role)
        else {
            return refuse(
                "session_ended",
                "Su usuario fue cambiado o deshabilitado. Ingrese de nuevo, o hable con supervisión.",
            );
        };
        let now = self.clock().now();
        if user.temporary_password && guard != Guard::Person {
            return refuse("temporary_password", "Su contraseña es temporal: cámbiela antes de seguir.");
        }
        if guard != Guard::Everything {
            return Ok(InForce { now, settings, kept });
        }
        if self.anchor_state().doubt().is_some() {
            return self.refuse_doubt();
        }
        let baseline = super::clock::read_baseline(noted.as_deref())?;
        match baseline.0.checked_sub(now.0) {
            Some(behind) if behind > CLOCK_SLACK_MS => refuse(
                Matter::ClockSetBack.code(),
                format!(
                    "El reloj de este equipo marca {}, antes de lo último que se anotó ({}). Corrija el reloj, o pida \
                     a supervisión que acepte la hora.",
                    now.in_figures(self.centre().zone),
                    baseline.in_figures(self.centre().zone)
                ),
            ),
            // Within the slack, time stands still rather than going back.
            _ => Ok(InForce { now: Moment(now.0.max(baseline.0)), settings, kept }),
        }
    }

    /// The journal is in doubt: nothing is done before a supervisor accepted it.
    pub(in crate::ops) fn refuse_doubt<T>(&self) -> Result<T, Error> {
        let state = self.anchor_state();
        let how = state.doubt().unwrap_or_default();
        refuse(Matter::AnchorMismatch.code(), format!("{how} Supervisión debe revisarlo antes de seguir."))
    }

    pub(in crate::ops) fn append(
        &self,
        tx: &Transaction<'_>,
        by: &Session,
        now: Moment,
        head: &Head,
        facts: Facts<'_>,
        detail: &serde_json::Value,
    ) -> Result<Head, Error> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|_| Error::Random)?;
        let payload = detail.to_string();
        let entry = Entry {
            number: next_number(head)?,
            op_id: facts.id,
            at_ms: now.0,
            accounting_day: facts.accounting_day,
            centre: by.actor().centre,
            window: by.actor().window,
            user: by.actor().user,
            operation: facts.operation.into(),
            subject_kind: facts.subject.kind.code().into(),
            subject_id: facts.subject.id,
            outcome: facts.outcome,
            code: facts.code.into(),
            detail_digest: detail_digest(&salt, &payload),
        };
        Ok(store::journal::append(tx, head, &entry, &store::journal::Detail { salt, payload })?)
    }
}

/// At an arrival desk who comes is marked as here and is given a turn, and at a call screen nothing is done; everything else
/// is done at a window.
pub(in crate::ops) fn refuse_elsewhere(duty: Duty) -> Result<(), Error> {
    match duty {
        Duty::Window => Ok(()),
        Duty::Arrivals => refuse(
            "arrivals",
            "Este equipo es de recepción: aquí se registra quién llega y se da el turno. Lo demás se hace en una ventanilla.",
        ),
        Duty::Calls => {
            refuse("calls", "Este equipo es la pantalla de llamados de la sala: ábrala con «ventanilla calls».")
        }
    }
}

/// At a screen that was turned to whoever came nothing is done or read that is not for them.
pub(in crate::ops) fn refuse_turned(by: &Session) -> Result<(), Error> {
    match by.is_turned() {
        false => Ok(()),
        true => refuse("self_service", "La pantalla está en autoservicio: vuelva a la ventanilla con su contraseña."),
    }
}

/// Names the settings that an operation went by, beside what else its entry's detail says.
fn note_settings(detail: &mut Value, kept: Option<&str>) {
    let kept = kept.and_then(|text| serde_json::from_str(text).ok());
    if !detail.is_object() {
        *detail = Value::Object(Map::new());
    }
    if let Some(told) = detail.as_object_mut() {
        told.insert(settings::WENT_BY.into(), settings::mark(kept.as_ref()).into());
    }
}

/// What is asked of the settings whenever something is done.
const IN_FORCE: [&str; 2] = [super::clock::BASELINE, settings::NAME];

/// What something is done by.
pub(in crate::ops) struct InForce {
    /// The time that it is.
    pub(in crate::ops) now: Moment,
    /// The centre's settings.
    pub(in crate::ops) settings: Settings,
    /// The text in which they stand, where anybody ever changed them.
    kept: Option<String>,
}

/// How much has to be in order before something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Guard {
    /// The person counts.
    Person,
    /// And has a password that nobody else knows.
    PersonAndPassword,
    /// And neither clock nor journal is in doubt.
    Everything,
}

/// What an entry says of an operation.
pub(in crate::ops) struct Facts<'a> {
    pub(in crate::ops) id: OpId,
    pub(in crate::ops) accounting_day: NaiveDate,
    pub(in crate::ops) operation: &'a str,
    pub(in crate::ops) subject: Subject,
    pub(in crate::ops) outcome: Outcome,
    pub(in crate::ops) code: &'a str,
}

/// What the operation answered when it was done, or refused, under this id.
fn answered_before<O: Operation>(reader: &Reader, id: OpId) -> Result<Option<Answer<O::Output>>, Error> {
    let Some((number, kept)) = store::journal::result_of(reader, id)? else { return Ok(None) };
    let found = store::journal::entry(reader, number)?
        .ok_or_else(|| Error::Inconsistent(format!("falta la entrada {number} de la bitácora")))?;
    if found.entry.operation != O::NAME {
        return Err(Error::Inconsistent(format!(
            "la entrada {number} ya lleva el número de esta operación y es de otra"
        )));
    }
    let entry = Head { number, hash: found.hash };
    let kept: Kept<O::Output> = serde_json::from_str(&kept)
        .map_err(|fault| Error::Inconsistent(format!("no se lee el resultado de la entrada {number} ({fault})")))?;
    match kept {
        Kept::Done(output) => Ok(Some(Answer { output, entry, changed: &[] })),
        Kept::Refused(refusal) => Err(Error::Refused(refusal)),
    }
}

fn keep<T: Serialize>(tx: &Transaction<'_>, id: OpId, entry: &Head, kept: &Kept<T>) -> Result<(), Error> {
    let text = serde_json::to_string(kept).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
    Ok(store::journal::keep_result(tx, id, entry.number, &text)?)
}
