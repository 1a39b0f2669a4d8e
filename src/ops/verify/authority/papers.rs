//! The papers of the registers, powers and artisan qualifications: who recorded each, what it says as far as its entry told,
//! and that it is revoked or set aside as the entries say. Without its revocation a paper grants again.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use serde_json::Value;

use super::Said;
use crate::domain::id::UserId;
use crate::ops::artisan_qualification::{
    RecordQualification, RevokeQualification, SetQualificationAside, WithdrawQualificationRevocation,
};
use crate::ops::house::operation::Noun;
use crate::ops::house::operation::Operation as _;
use crate::ops::notarial_power::{RecordPower, RevokePower, SetPowerAside, WithdrawPowerRevocation};
use crate::ops::procedure::REGISTERS;
use crate::ops::verify::{Stop, problem};
use crate::store::Reader;
use crate::store::erasure::ERASED;
use crate::store::paper::{PaperKind, PaperRow, walk};

/// The papers as the journal knows them.
#[derive(Default)]
pub(super) struct RebuiltPapers {
    papers: BTreeMap<(PaperKind, i64), Paper>,
    /// Entries that may have copied a paper and do not say any more which: by whom and when.
    unsaid: HashSet<(UserId, i64)>,
    /// The details of some of these were erased.
    lost: bool,
}

#[derive(Default)]
struct Paper {
    /// By whom and when.
    recorded: Option<(UserId, i64)>,
    /// What the entry told that recorded it, where that still stands.
    told: Option<Value>,
    revoked: Option<Revoked>,
    set_aside: Option<(UserId, i64)>,
    /// The last entry about it.
    entry: i64,
}

struct Revoked {
    by: UserId,
    at_ms: i64,
    /// The day of the act, as far as that is said.
    on: Option<Option<NaiveDate>>,
}

impl RebuiltPapers {
    /// An entry about anything: papers are copied where a visit ends.
    pub(super) fn take(&mut self, said: &Said<'_>) {
        let entry = said.entry;
        let by_when = (entry.user, entry.at_ms);
        let Some(kind) = PaperKind::ALL.into_iter().find(|kind| kind.noun() == entry.subject_kind) else {
            return self.take_copied(said);
        };
        let paper = self.papers.entry((kind, entry.subject_id)).or_default();
        paper.entry = entry.number;
        match entry.operation.as_str() {
            RecordPower::NAME | RecordQualification::NAME => {
                paper.recorded = Some(by_when);
                paper.told = said.told("").cloned();
            }
            RevokePower::NAME | RevokeQualification::NAME => {
                let on = said.told("/on").map(|on| serde_json::from_value(on.clone()).ok());
                paper.revoked = Some(Revoked { by: entry.user, at_ms: entry.at_ms, on });
            }
            WithdrawPowerRevocation::NAME | WithdrawQualificationRevocation::NAME => paper.revoked = None,
            SetPowerAside::NAME | SetQualificationAside::NAME => paper.set_aside = Some(by_when),
            _ => {}
        }
    }

    fn take_copied(&mut self, said: &Said<'_>) {
        let entry = said.entry;
        if !matches!(Noun::from_code(&entry.subject_kind), Some(Noun::Visit | Noun::Issuance)) {
            return;
        }
        let by_when = (entry.user, entry.at_ms);
        if said.detail.is_none() || !said.full {
            self.unsaid.insert(by_when);
            self.lost |= said.detail.is_none();
        }
        for copied in said.told(&format!("/{REGISTERS}")).and_then(Value::as_array).into_iter().flatten() {
            for kind in PaperKind::ALL {
                let Some(id) = copied.get(kind.noun()).and_then(Value::as_i64) else { continue };
                let paper = self.papers.entry((kind, id)).or_default();
                paper.entry = entry.number;
                if copied.get("validation").is_none() {
                    paper.recorded = Some(by_when);
                    paper.told = None;
                } else if let Some(told) = paper.told.as_mut().and_then(Value::as_object_mut) {
                    // Its validation was seen later, and what was seen is not told.
                    told.remove("legal_validation");
                }
            }
        }
    }

    /// Compares with the tables.
    pub(super) fn compare(mut self, reader: &Reader, erasure: bool) -> Result<(), Stop> {
        for kind in PaperKind::ALL {
            walk(reader, kind, |row| -> Result<(), Stop> {
                let paper = self.papers.remove(&(kind, row.id)).unwrap_or_default();
                match self.difference(&paper, &row, erasure) {
                    None => Ok(()),
                    Some(what) => {
                        problem(format!("De {} {}, el almacén no dice {what} según la bitácora.", named(kind), row.id))
                    }
                }
            })?;
        }
        match self.papers.first_key_value() {
            None => Ok(()),
            Some(((kind, id), paper)) => {
                problem(format!("{} {id} (entrada {}) falta en el almacén.", begun(kind), paper.entry))
            }
        }
    }

    fn difference(&self, paper: &Paper, row: &PaperRow, erasure: bool) -> Option<&'static str> {
        let is_recorded = match paper.recorded {
            // The ending of a visit that put it right may have lost its detail to the erasure of somebody else.
            Some(recorded) => recorded == row.recorded || self.unsaid.contains(&row.recorded),
            None => self.unsaid.contains(&row.recorded),
        };
        let revoked = |it: &Revoked| {
            let is_by = row.revoked == Some((it.by, it.at_ms));
            is_by && it.on.is_none_or(|on| on == row.revoked_on)
        };
        // Erasing somebody takes their number and name, and what the stamp said; all else stays.
        let is_wiped = erasure && row.facts.iter().any(|(_, fact)| fact == ERASED);
        let may_be_gone = |(place, stands): &(&str, String)| {
            (erasure && stands == ERASED) || (*place == "/legal_validation" && (is_wiped || self.lost))
        };
        if !is_recorded {
            Some("quién lo registró o cuándo")
        } else if paper.revoked.as_ref().map_or(row.revoked.is_some(), |it| !revoked(it)) {
            Some("si está revocado")
        } else if paper.set_aside != row.set_aside {
            Some("si está anulado por error de copia")
        } else if paper
            .told
            .as_ref()
            .is_some_and(|told| !row.facts.iter().all(|fact| may_be_gone(fact) || is_said(told, fact)))
        {
            Some("lo que se registró")
        } else {
            None
        }
    }
}

/// Does the entry say of one fact what the row says? Where it says nothing of it, it says nothing else.
pub(super) fn is_said(told: &Value, (place, stands): &(&str, String)) -> bool {
    match told.pointer(place) {
        None => true,
        Some(Value::String(said)) => said == stands,
        Some(Value::Null) => stands.is_empty(),
        Some(Value::Bool(said)) => said.to_string() == *stands,
        Some(_) => false,
    }
}

fn named(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::NotarialPower => "el poder notarial",
        PaperKind::ArtisanQualification => "la calificación artesanal",
    }
}

fn begun(kind: &PaperKind) -> &'static str {
    match kind {
        PaperKind::NotarialPower => "El poder notarial",
        PaperKind::ArtisanQualification => "La calificación artesanal",
    }
}
