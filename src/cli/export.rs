//! `ventanilla export issued|unlocked|chosen-keys FILE`: what the central system learns from this centre, signed by a supervisor.

use chrono::NaiveDate;

use super::Ended;
use super::args::{Export, Leaves};
use super::error::Error;
use super::voice::say;
use crate::ops::export::{Days, export_chosen_keys, export_issued, export_unlocked};

/// Exports, and says what was written.
pub(super) fn run(words: &Export) -> Result<Ended, Error> {
    let days = Days { first: words.from.unwrap_or(NaiveDate::MIN), last: words.to.unwrap_or(NaiveDate::MAX) };
    if days.first > days.last {
        return Err(Error::Words("El primer día es posterior al último: revise --from y --to.".into()));
    }
    let (house, session) = words.door.open()?;
    let (exported, what) = match words.what {
        Leaves::Issued => (export_issued(&house, &session, days, &words.file)?, "Claves exportadas"),
        Leaves::Unlocked => (export_unlocked(&house, &session, days, &words.file)?, "Desbloqueos exportados"),
        Leaves::ChosenKeys => (export_chosen_keys(&house, &session, days, &words.file)?, "Claves elegidas exportadas"),
    };
    say!(
        "{what}: {}, en {}; la firma, en {}.",
        exported.lines,
        exported.file.display(),
        exported.signature_file.display()
    );
    house.close()?;
    Ok(Ended::Done)
}
