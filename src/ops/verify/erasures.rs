//! Details that are missing: each was erased by a run that a supervisor signed, and that run's entries name it.
//!
//! The erasures of earlier versions told only how many details went: so many may be missing, of entries before theirs.

use std::collections::HashSet;

use serde_json::Value;

use super::{Stop, problem, run_of};
use crate::domain::id::WindowId;
use crate::domain::journal::{Entry, Outcome};
use crate::ops::erasure::{ERASED_DETAILS, ErasePerson};
use crate::ops::house::run::Run as _;
use crate::ops::retention::EraseDue;

/// What the journal says of erased details.
#[derive(Default)]
pub(super) struct RebuiltErasures {
    missing: Vec<i64>,
    named: HashSet<i64>,
    /// The runs under way.
    begun: HashSet<(String, WindowId)>,
    unnamed: Unnamed,
}

/// What erasures of earlier versions took.
#[derive(Default)]
struct Unnamed {
    /// How many details, by the runs that are over.
    details: u64,
    /// By the run under way.
    of_run: u64,
    /// The last entry of such a run.
    before: i64,
}

impl RebuiltErasures {
    /// Takes an entry in, with its detail where that is not missing. `whole`: entries say by now all that this version
    /// writes.
    pub(super) fn take(&mut self, entry: &Entry, detail: Option<&str>, whole: bool) -> Result<(), String> {
        if detail.is_none() {
            self.missing.push(entry.number);
        }
        if ![ErasePerson::NAME, EraseDue::NAME].contains(&entry.operation.as_str()) {
            return Ok(());
        }
        match entry.outcome {
            Outcome::Started => {
                self.begun.insert(run_of(entry));
            }
            Outcome::Chunk => return self.take_chunk(entry, detail, whole),
            Outcome::Ended | Outcome::Stopped => {
                self.begun.remove(&run_of(entry));
                self.unnamed.details = self.unnamed.details.saturating_add(std::mem::take(&mut self.unnamed.of_run));
            }
            _ => {}
        }
        Ok(())
    }

    fn take_chunk(&mut self, entry: &Entry, detail: Option<&str>, whole: bool) -> Result<(), String> {
        if !self.begun.contains(&run_of(entry)) {
            return Err(format!(
                "La entrada {} borra datos, y supervisión no había firmado que se empezara.",
                entry.number
            ));
        }
        let told: Option<Value> = detail.and_then(|detail| serde_json::from_str(detail).ok());
        let Some(told) = told else { return Ok(()) };
        match told.get(ERASED_DETAILS).and_then(Value::as_array) {
            Some(named) => self.named.extend(named.iter().filter_map(Value::as_i64)),
            None if whole => {
                return Err(format!("La entrada {} borra datos y no dice de qué entradas.", entry.number));
            }
            None => {
                let details = told.pointer("/so_far/details").or(told.get("details")).and_then(Value::as_u64);
                self.unnamed.of_run = details.unwrap_or_default();
                self.unnamed.before = entry.number;
            }
        }
        Ok(())
    }

    /// Names the first detail that is missing and that no erasure took.
    pub(super) fn compare(self) -> Result<(), Stop> {
        let Unnamed { details, of_run, before } = self.unnamed;
        let mut left = details.saturating_add(of_run);
        for number in self.missing.iter().filter(|number| !self.named.contains(number)) {
            if *number >= before || left == 0 {
                return problem(format!(
                    "Falta el detalle de la entrada {number}, y ningún borrado de datos personales lo quitó."
                ));
            }
            left = left.saturating_sub(1);
        }
        Ok(())
    }
}
