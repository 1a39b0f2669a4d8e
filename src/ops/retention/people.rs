//! The erasure of everybody whose term is over, as a supervisor saw them listed.

use serde_json::json;

use super::super::erasure::{CHANGED, ERASED_DETAILS, Erasing, ErasureReport, Term};
use super::super::error::{Error, refuse};
use super::super::house::House;
use super::DuePeople;
use crate::ops::house::operation::{Changed, Subject, Work};
use crate::ops::house::run::{Gathered, Noted, Progress, Run};
use crate::store::Chunk;

/// Erases people whose term is over; whoever was dealt with since the review stays.
pub struct EraseDue {
    asked: usize,
    erasing: Erasing,
}

impl EraseDue {
    /// The erasure of those who were found due.
    #[must_use]
    pub fn new(due: &DuePeople) -> Self {
        let people: Vec<_> = due.people.iter().map(|person| person.number.clone()).collect();
        Self { asked: people.len(), erasing: Erasing::of(people) }
    }

    fn noted(&mut self) -> Result<Noted, Error> {
        let (rows, insured) = (self.erasing.take_rows(), self.erasing.take_insured_rows());
        let details = self.erasing.take_details();
        let report =
            serde_json::to_value(self.erasing.report()).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        Ok(Noted {
            code: "erased".into(),
            detail: json!({
                "so_far": report,
                "person_ids": rows,
                "insured_ids": insured,
                ERASED_DETAILS: details,
            }),
        })
    }
}

impl Run for EraseDue {
    const NAME: &'static str = "people.erase";
    const SIGNED: bool = true;
    const CHANGED: &'static [Changed] = CHANGED;
    type Report = ErasureReport;

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn start(&mut self, work: &Work<'_>) -> Result<Noted, Error> {
        let Some(years) = work.settings.retention.personal_data_years else {
            return refuse("no_term", "Ya no hay un plazo para los datos personales: no se borró nada.");
        };
        let term = Term::new(years, work.day, work.centre.zone);
        self.erasing.start(work.tx, term)?;
        let detail = json!({ "years": years, "before": term.begins(), "people": self.asked });
        Ok(Noted { code: "erased".into(), detail })
    }

    fn gather(&mut self, house: &House, _units: usize) -> Result<Gathered, Error> {
        self.erasing.gather(house)
    }

    fn write(&mut self, work: &Work<'_>, chunk: &mut Chunk) -> Result<Noted, Error> {
        self.erasing.write(work, chunk)?;
        self.noted()
    }

    fn progress(&self) -> Progress {
        self.erasing.progress()
    }

    fn finish(&mut self, _house: &House) -> Result<(ErasureReport, Noted), Error> {
        let noted = self.noted()?;
        Ok((self.erasing.report().clone(), noted))
    }
}
