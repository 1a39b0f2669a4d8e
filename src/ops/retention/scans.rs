//! The erasure of the scans whose term is over, as a supervisor saw them counted.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::error::{Error, refuse};
use super::super::house::House;
use super::super::scan::Bytes;
use super::DueScans;
use super::review::{count, next_page};
use crate::domain::id::ScanId;
use crate::ops::house::operation::{Changed, Subject, Work};
use crate::ops::house::run::{Gathered, Noted, Progress, Run};
use crate::store::retention::{self as rows, OldScan};
use crate::store::{self, Chunk, ForGood};

/// What was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ScansErased {
    /// How many scans.
    pub scans: u64,
    /// Their size. What another paper shows too is kept for that one.
    pub bytes: u64,
}

/// Where the run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Rows,
    Settling,
    Bytes,
    Over,
}

/// Erases scans whose term is over; whatever was used since the review stays.
pub struct EraseScans {
    years: u16,
    before_ms: i64,
    before: chrono::NaiveDate,
    after: ScanId,
    up_to: ScanId,
    stage: Stage,
    found: VecDeque<OldScan>,
    bytes: Bytes,
    end: ForGood,
    removed: u64,
    report: ScansErased,
    /// What went with the chunk at hand: what each scan belonged to, and its id.
    gone: Vec<(String, i64, i64)>,
}

impl EraseScans {
    /// The erasure of those that were found due.
    #[must_use]
    pub fn new(due: &DueScans) -> Self {
        Self {
            years: due.years,
            before_ms: due.before_ms,
            before: due.before,
            after: ScanId(0),
            up_to: due.up_to,
            stage: Stage::Rows,
            found: VecDeque::new(),
            bytes: Bytes::default(),
            end: ForGood::default(),
            removed: 0,
            report: ScansErased::default(),
            gone: Vec::new(),
        }
    }

    fn noted(&mut self) -> Result<Noted, Error> {
        let detail = json!({ "so_far": self.report, "scans": std::mem::take(&mut self.gone) });
        Ok(Noted { code: "erased".into(), detail })
    }
}

impl Run for EraseScans {
    const NAME: &'static str = "scans.erase";
    const SIGNED: bool = true;
    const CHANGED: &'static [Changed] = &[Changed::Visits, Changed::NotarialPowers, Changed::ArtisanQualifications];
    type Report = ScansErased;

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn start(&mut self, work: &Work<'_>) -> Result<Noted, Error> {
        if work.settings.retention.scans_years != Some(self.years) {
            return refuse("no_term", "El plazo de los documentos digitalizados cambió. Revise de nuevo lo que vence.");
        }
        Ok(Noted { code: "erased".into(), detail: json!({ "years": self.years, "before": self.before }) })
    }

    fn gather(&mut self, house: &House, _units: usize) -> Result<Gathered, Error> {
        if !self.found.is_empty() {
            return Ok(Gathered::ToWrite);
        }
        match self.stage {
            Stage::Rows if self.after < self.up_to => {
                let to = next_page(self.after, self.up_to);
                self.found = rows::old_scans(&house.reader()?, self.after, to, self.before_ms)?.into();
                self.after = to;
                if !self.found.is_empty() {
                    return Ok(Gathered::ToWrite);
                }
            }
            Stage::Rows => self.stage = Stage::Settling,
            Stage::Settling => {
                // After this the rows are gone for good, and only then their bytes go: never a row without its bytes.
                if !self.end.go_on_patiently(house.store())? {
                    self.stage = Stage::Bytes;
                }
            }
            Stage::Bytes => {
                let before = self.bytes.len();
                if !self.bytes.remove_some(house)? {
                    self.stage = Stage::Over;
                }
                let gone = u64::try_from(before.saturating_sub(self.bytes.len())).unwrap_or(0);
                self.removed = self.removed.saturating_add(gone);
            }
            Stage::Over => return Ok(Gathered::AtEnd),
        }
        Ok(Gathered::Nothing)
    }

    fn write(&mut self, work: &Work<'_>, chunk: &mut Chunk) -> Result<Noted, Error> {
        while !self.found.is_empty() && chunk.takes_one_more() {
            let Some(scan) = self.found.pop_front() else { break };
            store::scan::remove(work.tx, scan.id)?;
            self.bytes.add(scan.in_year, scan.address);
            self.report.scans = self.report.scans.saturating_add(1);
            self.report.bytes = self.report.bytes.saturating_add(u64::try_from(scan.byte_count).unwrap_or(0));
            self.gone.push((scan.subject_kind, scan.subject_id, scan.id.0));
        }
        self.noted()
    }

    fn progress(&self) -> Progress {
        // A row and its bytes each count.
        let done = count(self.after).saturating_add(self.removed);
        let total = count(self.up_to).saturating_add(self.report.scans);
        Progress { done, total: Some(total.max(done)), ..Progress::default() }
    }

    fn finish(&mut self, _house: &House) -> Result<(ScansErased, Noted), Error> {
        let noted = self.noted()?;
        Ok((self.report, noted))
    }
}
