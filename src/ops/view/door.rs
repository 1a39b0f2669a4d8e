//! What stands between a login and the counter: a doubt that a supervisor has to accept, what was answered in a
//! supervisor's name, a recovery code that nobody has on paper.

use crate::domain::calendar::Moment;
use crate::domain::duty::Duty;
use crate::domain::id::UserId;
use crate::domain::journal::Outcome;
use crate::domain::user::Role;
use crate::ops::error::Error;
use crate::ops::house::House;
use crate::ops::house::clock::baseline;
use crate::ops::house::operation::Operation as _;
use crate::ops::house::operation::Subject;
use crate::ops::house::transact::CLOCK_SLACK_MS;
use crate::ops::settings;
use crate::ops::user::{NoteRecoveryCode, TakeOverRecovered};
use crate::ops::view::{ApprovalLine, user};
use crate::store::journal::Chained;
use crate::store::{self, Reader};

/// What stands between a login and the counter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AtTheDoor {
    /// Why the journal is in doubt.
    pub journal_doubt: Option<String>,
    /// The clock stands so far behind what was last noted that nothing is done: what it says, and what was noted.
    pub clock_behind: Option<ClockBehind>,
    /// What was answered in a supervisor's name since they were last here, the oldest first.
    pub answered: Vec<ApprovalLine>,
    /// For a supervisor: why a recovery code is to be printed, where one is.
    pub code_is_due: Option<CodeIsDue>,
    /// Whoever came in is the only supervisor who counts, in a centre where nobody answers their own request.
    pub is_alone: bool,
}

/// Why a recovery code is to be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeIsDue {
    /// There was none yet.
    First,
    /// The last one was used, and none was made to be printed since.
    Used,
}

/// A clock that was set back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockBehind {
    /// What it says.
    pub says: Moment,
    /// What was last noted.
    pub noted: Moment,
}

/// What stands between this user's login and the counter.
///
/// # Errors
/// The store's.
pub fn at_the_door(house: &House, reader: &Reader, id: UserId) -> Result<AtTheDoor, Error> {
    // What a supervisor answers for waits for them at a window.
    if house.duty() == Duty::Arrivals {
        return Ok(AtTheDoor::default());
    }
    let who = user(reader, id)?;
    let users = store::user::all(reader)?;
    let counts = |it: &&store::user::User| it.enabled && it.role == Role::Supervisor;
    let is_supervisor = who.role == Role::Supervisor;
    let mut answered = Vec::new();
    if is_supervisor {
        let found = store::approval::not_yet_shown(reader, id)?;
        answered.extend(found.into_iter().map(|approval| ApprovalLine::of(approval, &users)));
    }
    Ok(AtTheDoor {
        journal_doubt: house.anchor_state().doubt().map(str::to_owned),
        clock_behind: clock_behind(house, reader)?,
        answered,
        code_is_due: if is_supervisor { code_is_due(house, reader)? } else { None },
        is_alone: is_supervisor
            && users.iter().filter(counts).count() < 2
            && !settings::load(reader, house.centre().id)?.sole_supervisor,
    })
}

fn clock_behind(house: &House, reader: &Reader) -> Result<Option<ClockBehind>, Error> {
    let (says, noted) = (house.clock().now(), baseline(reader, house.centre().id)?);
    let is_behind = noted.0.checked_sub(says.0).is_some_and(|behind| behind > CLOCK_SLACK_MS);
    Ok(is_behind.then_some(ClockBehind { says, noted }))
}

/// A used code was replaced by one that nobody has seen. In a demonstration there is nothing to recover but what was used.
fn code_is_due(house: &House, reader: &Reader) -> Result<Option<CodeIsDue>, Error> {
    if !house.vault().has_recovery_code() {
        return Ok((!house.is_demo()).then_some(CodeIsDue::First));
    }
    let last = |subject: Subject, operation: &str| -> Result<i64, Error> {
        let entries = store::journal::about(reader, subject.kind.code(), subject.id)?;
        let is_done = |it: &&Chained| it.entry.operation == operation && it.entry.outcome == Outcome::Done;
        let of = entries.iter().rev().find(is_done);
        Ok(of.map_or(0, |it| it.entry.number))
    };
    let mut used = 0;
    for it in store::user::all(reader)? {
        if it.role == Role::Supervisor {
            used = last(it.id.into(), TakeOverRecovered::NAME)?.max(used);
        }
    }
    let is_due = used > last(Subject::HOUSE, NoteRecoveryCode::NAME)?;
    Ok(is_due.then_some(CodeIsDue::Used))
}
