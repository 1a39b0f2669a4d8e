//! The ledger of slips rebuilt from the journal's entries, to be compared with the table.
//!
//! An entry binds serial, employer, branch and the key's hash by a digest, the day by its own, and the recipient by its
//! detail. Where a row says that a person was erased, what stood there cannot be compared any more: that is accepted
//! only if the journal knows of an erasure, which a supervisor signs.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::Stop;
use super::authority::UsedBySlips;
use super::needed::{Course, NeededWords};
use crate::domain::approval::used_in;
use crate::domain::calendar::{Zone, day_in_figures};
use crate::domain::journal::{Entry, Outcome};
use crate::domain::ledger::{
    Acknowledgement, BindingSalt, IssuanceState, Serial, UnknownSerials, is_salted, reserved_code, restored_in,
    serial_in,
};
use crate::ops::approval::AnswerApproval;
use crate::ops::erasure::ErasePerson;
use crate::ops::house::operation::Noun;
use crate::ops::house::operation::Operation as _;
use crate::ops::house::run::Run as _;
use crate::ops::issuance::{
    DeliverSlip, MarkPrinted, MarkSent, MarkUnconfirmed, RECIPIENT, ReserveSlip, SALT, VoidSlip,
};
use crate::ops::restore::NoteRestore;
use crate::ops::retention::EraseDue;
use crate::ops::word::epoch_in;
use crate::store::erasure::{ERASED, ERASED_EMPLOYER};
use crate::store::issuance::Issuance;
use crate::store::{self, Reader};

/// What the journal says of the slips.
#[derive(Default)]
pub(super) struct RebuiltLedger {
    slips: HashMap<i64, Rebuilt>,
    serials: HashSet<String>,
    /// How many of them only paper knows.
    unknown: usize,
    /// A person was erased, or at least that was begun.
    erasure: bool,
    /// The last epoch of serials that was begun, by a restore or because the journal was in doubt.
    epoch: u16,
}

struct Rebuilt {
    serial: String,
    /// The code of the entry that reserved it.
    reserved: String,
    /// The recipient's number, unless the detail was erased.
    recipient: Option<String>,
    /// Of the code, where it has one and the detail was not erased.
    salt: Option<BindingSalt>,
    day: NaiveDate,
    state: IssuanceState,
    /// The code of the entry that brought it into this state: a job's number, a cause, signed or unsigned.
    code: String,
    entry: i64,
    course: Course,
}

impl RebuiltLedger {
    /// Takes an entry in, with its detail where that was not erased; an impossible one is named. `whole`: entries say by
    /// now all that this version writes.
    pub(super) fn take(&mut self, entry: &Entry, detail: Option<&str>, whole: bool) -> Result<(), String> {
        if entry.outcome == Outcome::Started && [ErasePerson::NAME, EraseDue::NAME].contains(&entry.operation.as_str())
        {
            self.erasure = true;
        }
        if entry.outcome == Outcome::Done && entry.operation == NoteRestore::NAME {
            return self.name_unknown(entry);
        }
        if entry.outcome == Outcome::Done && entry.operation == AnswerApproval::NAME {
            self.epoch = self.epoch.max(epoch_in(&entry.code).unwrap_or_default());
            return Ok(());
        }
        if entry.outcome != Outcome::Done || entry.subject_kind != Noun::Issuance.code() {
            return Ok(());
        }
        let to = match entry.operation.as_str() {
            ReserveSlip::NAME => return self.reserve(entry, detail, whole),
            MarkSent::NAME => IssuanceState::Sent,
            MarkPrinted::NAME => IssuanceState::Printed,
            MarkUnconfirmed::NAME => IssuanceState::Unconfirmed,
            DeliverSlip::NAME => IssuanceState::Delivered,
            VoidSlip::NAME => IssuanceState::Void,
            _ => return Ok(()),
        };
        let slip = self
            .slips
            .get_mut(&entry.subject_id)
            .ok_or_else(|| format!("La entrada {} trata de una clave que nadie reservó.", entry.number))?;
        if !slip.state.may_become(to) {
            return Err(format!(
                "Según la entrada {}, la clave de serie {} pasó de {} a {}, y eso no puede ser.",
                entry.number,
                slip.serial,
                slip.state.spanish(),
                to.spanish()
            ));
        }
        slip.state = to;
        match to {
            IssuanceState::Sent => slip.course.sent = true,
            IssuanceState::Void => slip.course.voided = Some((entry.number, whole)),
            _ => {}
        }
        used_in(&entry.code).0.clone_into(&mut slip.code);
        Ok(())
    }

    /// People were erased, or at least that was begun.
    pub(super) fn knows_of_erasure(&self) -> bool {
        self.erasure
    }

    /// How many serials restores knew of from paper alone.
    pub(super) fn unknown_serials(&self) -> usize {
        self.unknown
    }

    /// The serials that a restore names: no slip of the ledger may have one of them.
    fn name_unknown(&mut self, entry: &Entry) -> Result<(), String> {
        let (epoch, unknown) = restored_in(&entry.code)
            .ok_or_else(|| format!("La entrada {} restaura un respaldo y no dice con qué series.", entry.number))?;
        self.epoch = self.epoch.max(epoch);
        for serial in unknown.iter().flat_map(UnknownSerials::serials) {
            self.unknown = self.unknown.saturating_add(1);
            if self.serials.contains(&serial) {
                return Err(format!(
                    "La serie {serial} está en el libro de claves, y la entrada {} la da por desconocida.",
                    entry.number
                ));
            }
            self.serials.insert(serial);
        }
        Ok(())
    }

    fn reserve(&mut self, entry: &Entry, detail: Option<&str>, whole: bool) -> Result<(), String> {
        let (code, _) = used_in(&entry.code);
        let serial =
            serial_in(code).ok_or_else(|| format!("La entrada {} reserva una clave y no dice cuál.", entry.number))?;
        if Serial::parse(serial).is_ok_and(|serial| serial.epoch < self.epoch) {
            return Err(format!(
                "La serie {serial} (entrada {}) es de antes de que empezaran las de la época {}.",
                entry.number, self.epoch
            ));
        }
        if !self.serials.insert(serial.to_owned()) {
            return Err(format!("La serie {serial} está dos veces en la bitácora (entrada {}).", entry.number));
        }
        let slip = Rebuilt {
            serial: serial.to_owned(),
            reserved: code.to_owned(),
            recipient: detail.map(recipient_in),
            salt: detail.and_then(salt_in),
            day: entry.accounting_day,
            state: IssuanceState::Reserved,
            code: String::new(),
            entry: entry.number,
            course: Course {
                entry: entry.number,
                at_ms: entry.at_ms,
                clerk: entry.user.0,
                day: entry.accounting_day,
                whole,
                sent: false,
                voided: None,
            },
        };
        match self.slips.insert(entry.subject_id, slip) {
            None => Ok(()),
            Some(earlier) => {
                Err(format!("La entrada {} reserva otra vez la clave de serie {}.", entry.number, earlier.serial))
            }
        }
    }

    /// Compares with the table; answers how many slips agree, or the first that does not.
    /// `used`: which words the slips used.
    pub(super) fn compare(mut self, reader: &Reader, used: &UsedBySlips) -> Result<Result<usize, String>, Stop> {
        let zone = store::centre::centres(reader)?.first().map_or(Zone::Mainland, |centre| centre.zone);
        if store::centre::identity(reader)?.serial_epoch < self.epoch {
            return Ok(Err(format!(
                "El almacén da series de antes de la época {}, que ya había empezado según la bitácora.",
                self.epoch
            )));
        }
        let mut needed = NeededWords::new(used, zone);
        let mut agreeing = 0_usize;
        let mut first: Option<String> = None;
        store::issuance::walk(reader, |row| -> Result<(), Stop> {
            match self.slips.remove(&row.id.0) {
                _ if first.is_some() => {}
                None => {
                    first = Some(format!(
                        "La clave de serie {} está en el libro de claves y no en la bitácora.",
                        row.serial
                    ))
                }
                Some(slip) => match difference(&slip, &row)
                    .or_else(|| other_parties(&slip, &row, self.erasure))
                    .or_else(|| needed.take(&row, slip.course))
                {
                    None => agreeing = agreeing.saturating_add(1),
                    found => first = found,
                },
            }
            Ok(())
        })?;
        let lost = self.slips.values().min_by_key(|slip| slip.entry);
        let lost = lost.map(|slip| {
            format!("La clave de serie {} (entrada {}) falta en el libro de claves.", slip.serial, slip.entry)
        });
        Ok(first.or(lost).or_else(|| needed.first_void()).map_or(Ok(agreeing), Err))
    }
}

fn difference(slip: &Rebuilt, row: &Issuance) -> Option<String> {
    let serial = row.serial.to_string();
    if serial != slip.serial {
        return Some(format!(
            "La clave de serie {} en la bitácora es la de serie {serial} en el libro de claves.",
            slip.serial
        ));
    }
    if row.state != slip.state {
        return Some(format!(
            "La clave de serie {serial} está {} en el libro de claves y {} en la bitácora.",
            row.state.spanish(),
            slip.state.spanish()
        ));
    }
    if row.journal_number != slip.entry {
        return Some(format!("La clave de serie {serial} nombra otra entrada que la {}.", slip.entry));
    }
    let code = match slip.state {
        IssuanceState::Sent => row.job_id.map(|job| job.to_string()).unwrap_or_default(),
        IssuanceState::Void => row.void_cause.map(|cause| cause.code().to_owned()).unwrap_or_default(),
        IssuanceState::Delivered => match row.acknowledgement {
            Some(Acknowledgement::Signed) => "signed".into(),
            _ => "unsigned".into(),
        },
        _ => return None,
    };
    (code != slip.code).then(|| {
        format!(
            "De la clave de serie {serial}, el libro de claves dice «{code}» y la bitácora \
                                         «{}».",
            slip.code
        )
    })
}

/// The recipient's number in the detail of a reservation.
fn recipient_in(detail: &str) -> String {
    let detail: serde_json::Value = serde_json::from_str(detail).unwrap_or_default();
    detail.get(RECIPIENT).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

/// The salt in it.
fn salt_in(detail: &str) -> Option<BindingSalt> {
    let detail: serde_json::Value = serde_json::from_str(detail).ok()?;
    BindingSalt::from_text(detail.pointer(&format!("/{SALT}/0"))?.as_str()?)
}

/// Where the row names another employer, branch, key, recipient or day than the entry that reserved it.
fn other_parties(slip: &Rebuilt, row: &Issuance, erasure: bool) -> Option<String> {
    let (serial, entry) = (&slip.serial, slip.entry);
    // Whoever is erased is so with the detail that names them; earlier versions' details did not name the employer's number.
    let may_be_erased = erasure && (slip.recipient.is_none() || !slip.course.whole);
    let employer_erased = may_be_erased && row.employer.as_str() == ERASED_EMPLOYER;
    // The salt went with the detail: what it bound cannot be compared any more.
    let is_unbound = slip.recipient.is_none() && is_salted(&slip.reserved);
    let bound = || reserved_code(&row.serial, &row.employer, &row.branch, &row.key_hash, slip.salt);
    if !employer_erased && !is_unbound && bound() != slip.reserved {
        return Some(format!(
            "De la clave de serie {serial}, el libro de claves no dice el empleador, la sucursal o el hash que anotó \
             la entrada {entry}."
        ));
    }
    if row.accounting_day != slip.day {
        return Some(format!(
            "La clave de serie {serial} es del {} en el libro de claves y del {} en la entrada {entry}.",
            day_in_figures(row.accounting_day),
            day_in_figures(slip.day)
        ));
    }
    let recipient_agrees = match &slip.recipient {
        Some(recipient) => row.recipient.as_str() == recipient,
        None => erasure,
    };
    let recipient_erased = may_be_erased && row.recipient.as_str() == ERASED;
    (!recipient_agrees && !recipient_erased).then(|| {
        format!(
            "De la clave de serie {serial}, el libro de claves no nombra a quien la recibe según la \
                          entrada {entry}."
        )
    })
}
