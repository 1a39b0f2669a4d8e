//! Erasing what is kept of people once its term is over: runs that a supervisor signs. One person at their request
//! ([`ErasePerson`]), or everybody whose term is over ([`EraseDue`](super::retention::EraseDue)), in one walk.
//!
//! Erased are the person's rows, also as an insured one with their work history and personal answers, what they did by themselves, the working copies, keys and overrides of ended visits that name them, their turns, their
//! side of powers and artisan papers, the scans of all these, what requests and complaints say of them, the journal's
//! details and the kept answers that name them. What counts stays: visits with day and outcome, turns, the ledger with serial and hash,
//! where [`ERASED`](store::erasure::ERASED) stands for the person; and every entry of the journal, whose chain holds digests only. An operation
//! whose answer was erased answers, when it is run again, that it was.
//!
//! Refused while the purpose lasts: within the term after the last visit, turn, power or artisan paper (the export of
//! issuances names recipients, so it is never shorter than [`TERM_YEARS`]), and while the register of employers names the person as
//! an employer or as a representative in office. A text that gives only the name is erased too, unless somebody else
//! bears that name; a name of one word is not looked for. The entry says which row was erased and why, never who.

mod erasing;
mod owed;
mod report;
mod term;
mod traces;

use serde_json::json;

pub(super) use self::erasing::Erasing;
pub use self::owed::OwedErasure;
pub use self::report::ErasureReport;
pub(super) use self::term::{LastDealing, Term, is_in_register};
use self::traces::Traces;
use super::error::{Error, refuse};
use super::house::House;
use crate::domain::id::PersonId;
use crate::domain::number::PersonNumber;
pub use crate::domain::retention::TERM_YEARS;
use crate::domain::turn::Reason;
use crate::ops::house::operation::{Changed, Noun, Subject, Work};
use crate::ops::house::run::{Gathered, Noted, Progress, Run};
use crate::store::{self, Chunk};

/// The lists that an erasure touches.
pub(super) const CHANGED: &[Changed] = &[
    Changed::People,
    Changed::Insured,
    Changed::Turns,
    Changed::Visits,
    Changed::NotarialPowers,
    Changed::ArtisanQualifications,
    Changed::Employers,
    Changed::Issuances,
    Changed::Complaints,
];

/// Erases a person.
pub struct ErasePerson {
    number: PersonNumber,
    reason: Reason,
    person: Option<PersonId>,
    erasing: Erasing,
}

impl ErasePerson {
    /// The erasure of whoever has this number, for a reason that does not say who it is.
    #[must_use]
    pub fn new(number: PersonNumber, reason: Reason) -> Self {
        Self { erasing: Erasing::of(vec![number.clone()]), number, reason, person: None }
    }
}

/// Under this name an erasure's entry holds which entries lost their detail by it.
pub(super) const ERASED_DETAILS: &str = "erased_details";

impl ErasePerson {
    fn noted(&mut self) -> Result<Noted, Error> {
        let (insured, details) = (self.erasing.take_insured_rows(), self.erasing.take_details());
        let report =
            serde_json::to_value(self.erasing.report()).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        Ok(Noted {
            code: "erased".into(),
            detail: json!({ "so_far": report, "insured_ids": insured, ERASED_DETAILS: details }),
        })
    }
}

impl Run for ErasePerson {
    const NAME: &'static str = "person.erase";
    const SIGNED: bool = true;
    const CHANGED: &'static [Changed] = CHANGED;
    type Report = ErasureReport;

    fn subject(&self) -> Subject {
        Subject { kind: Noun::Person, id: self.person.map_or(0, |person| person.0) }
    }

    fn start(&mut self, work: &Work<'_>) -> Result<Noted, Error> {
        self.person = store::person::by_number(work.tx, &self.number)?.map(|person| person.id);
        let names = store::erasure::names_of(work.tx, &self.number)?;
        if Traces::new([&self.number], names.iter().map(String::as_str)).in_text(self.reason.as_str()) {
            return refuse(
                "reason",
                "El motivo nombra a la persona, y quedaría en la bitácora: escríbalo sin su nombre ni su número.",
            );
        }
        let term = Term::of(work);
        term.require_over(work.tx, &self.number)?;
        self.erasing.start(work.tx, term)?;
        Ok(Noted { code: "erased".into(), detail: json!({ "reason": self.reason.as_str() }) })
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
