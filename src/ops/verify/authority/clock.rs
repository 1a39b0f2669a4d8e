//! What the clock must not go behind: the last moment that the journal noted, or the one that a supervisor accepted since.

use super::Said;
use crate::domain::approval::Matter;
use crate::domain::journal::Outcome;
use crate::ops::approval::AnswerApproval;
use crate::ops::house::clock::baseline;
use crate::ops::house::operation::Operation as _;
use crate::ops::house::registry::listed;
use crate::ops::house::transact::CLOCK_SLACK_MS;
use crate::ops::verify::{Stop, problem};
use crate::ops::word::answer_in;
use crate::store::{self, Reader};

/// The clock as the journal knows it.
#[derive(Default)]
pub(super) struct RebuiltClock(Option<i64>);

impl RebuiltClock {
    /// An entry. One that was written behind what had been noted, and that no supervisor accepted, is named.
    pub(super) fn take(&mut self, said: &Said<'_>) -> Result<(), String> {
        let entry = said.entry;
        if !said.full {
            return Ok(());
        }
        let is_guarded = match (entry.outcome, listed(&entry.operation)) {
            // They say what is over, what was not done, or what is no operation of its own.
            (Outcome::Ended | Outcome::Stopped | Outcome::Refused, _) => return Ok(()),
            (Outcome::Done, Some(listed)) if !listed.is_operation => return Ok(()),
            (Outcome::Done, listed) => listed.is_none_or(|it| !it.mends),
            (Outcome::Started | Outcome::Chunk, _) => true,
        };
        let is_accepted = entry.operation == AnswerApproval::NAME
            && answer_in(&entry.code).is_some_and(|it| it.granted && it.matter == Matter::ClockSetBack);
        match self.0 {
            _ if is_accepted => self.0 = Some(entry.at_ms),
            // Windows of one centre work beside each other: an entry may be of a moment before the one that came in first.
            Some(noted) if entry.at_ms < noted.saturating_sub(CLOCK_SLACK_MS) && is_guarded => {
                return Err(format!(
                    "La entrada {} ({}) es de antes de lo último que se había anotado, y nadie de supervisión aceptó la \
                     hora.",
                    entry.number, entry.operation
                ));
            }
            noted => self.0 = noted.max(Some(entry.at_ms)),
        }
        Ok(())
    }

    /// Compares with the table.
    pub(super) fn compare(self, reader: &Reader) -> Result<(), Stop> {
        let Some(noted) = self.0 else { return Ok(()) };
        let Some(centre) = store::centre::centres(reader)?.into_iter().next() else { return Ok(()) };
        match baseline(reader, centre.id).is_ok_and(|kept| kept.0 >= noted) {
            true => Ok(()),
            false => problem("La hora de referencia del reloj es de antes de lo último que la bitácora anotó.".into()),
        }
    }
}
