//! How often each procedure occurs in the sample. Whatever is listed besides has a share too, so that none is left out.

use crate::domain::procedure;
use crate::domain::procedure_id::ProcedureId;

/// What falls to a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Share {
    /// Of the turns of the day that are left to chance.
    day: u32,
    /// Of the visits of the past.
    past: u32,
    /// It is somebody's for an employer, and not for themselves.
    of_employer: bool,
}

/// The counter of this sample is the employer key's; the nation has seven unlockings for one key.
const SHARES: [(ProcedureId, Share); 4] = [
    (ProcedureId::EMPLOYER_KEY, Share { day: 24, past: 500, of_employer: true }),
    (ProcedureId::AFFILIATE_KEY_UNLOCK, Share { day: 12, past: 350, of_employer: false }),
    (ProcedureId::AFFILIATE_KEY, Share { day: 8, past: 100, of_employer: false }),
    (ProcedureId::EMPLOYER_KEY_RECOVERY, Share { day: 5, past: 50, of_employer: true }),
];

/// That of any other: its turn of the day is the one that each has, and no turn of the others becomes another one.
const OF_ANOTHER: Share = Share { day: 0, past: 50, of_employer: false };

/// Every procedure with its share, those of the table first.
fn all() -> impl Iterator<Item = (ProcedureId, Share)> {
    let is_known = |id: ProcedureId| SHARES.iter().any(|(known, _)| *known == id);
    SHARES.into_iter().chain(procedure::all().filter(move |id| !is_known(*id)).map(|id| (id, OF_ANOTHER)))
}

/// The weights of a day's turns.
pub(super) fn of_the_day() -> Vec<(ProcedureId, u32)> {
    all().map(|(id, share)| (id, share.day)).collect()
}

/// The weights of the past's visits.
pub(super) fn of_the_past() -> Vec<(ProcedureId, u32)> {
    all().map(|(id, share)| (id, share.past)).collect()
}

/// Does somebody come with this procedure for an employer? Else for themselves, as somebody insured.
pub(super) fn is_of_employer(procedure: ProcedureId) -> bool {
    SHARES.iter().find(|(known, _)| *known == procedure).map_or(OF_ANOTHER, |(_, share)| *share).of_employer
}
