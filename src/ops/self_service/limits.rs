//! What was done too often within the hour is refused, and how long to wait is said. What refuses reads nothing of the
//! registers: whether anybody has the number does not matter.

use crate::domain::challenge::{ChallengeKind, HOUR_MS, Wait, may_ask, may_begin, may_guess};
use crate::domain::number::PersonNumber;
use crate::domain::procedure_id::ProcedureId;
use crate::ops::error::{Error, refuse};
use crate::ops::house::operation::Work;
use crate::store;

type WhoCounts<'a> = (&'a PersonNumber, &'a str);

fn since(work: &Work<'_>) -> i64 {
    work.now.0.saturating_sub(HOUR_MS)
}

/// The same was begun too often, for a person or an employer.
pub(in crate::ops) fn refuse_often(work: &Work<'_>, procedure: ProcedureId, who: WhoCounts<'_>) -> Result<(), Error> {
    let begun = store::self_service::begun_since(work.tx, procedure.as_str(), who, since(work))?;
    within(begun.iter().try_for_each(|begun| may_begin(begun, work.now)), "Se intentó muchas veces.")
}

/// A code or a link was asked for too often, or a moment ago.
pub(super) fn refuse_asking(work: &Work<'_>, kind: ChallengeKind, who: WhoCounts<'_>) -> Result<(), Error> {
    let asked = store::challenge::asked_since(work.tx, kind, who, since(work))?;
    within(
        asked.iter().try_for_each(|asked| may_ask(asked, work.now)),
        "Ya se pidió un correo hace poco: revise también la carpeta de correo no deseado.",
    )
}

/// Codes were guessed at too often.
pub(super) fn refuse_guessing(work: &Work<'_>, kind: ChallengeKind, who: WhoCounts<'_>) -> Result<(), Error> {
    let wrong = store::challenge::wrong_since(work.tx, kind, who, since(work))?;
    within(wrong.iter().try_for_each(|wrong| may_guess(wrong, work.now)), "Se escribieron muchos códigos equivocados.")
}

fn within(allowed: Result<(), Wait>, why: &str) -> Result<(), Error> {
    match allowed {
        Ok(()) => Ok(()),
        Err(wait) => refuse("too_often", format!("{why} Vuelva a intentarlo en {}.", wait.in_words())),
    }
}
