//! Whom to call next: by hour, with a fair share for priority groups.
//!
//! **The policy.** Those who have arrived wait in two lines: priority groups, and everybody else *by hour*. Each line
//! is ordered by place (the turn's hour; the arrival where there is none or where the person came too late for it),
//! then by arrival, then by the turn's id: the order never depends on how the list was read. While only one line has
//! people, its first is called. While both have, `by_hour` of `by_hour + priority` calls go to the first by hour and
//! the rest to the first of the priority groups: two of three and one of three, unless the centre sets it otherwise.
//! What counts is the day's calls of the whole centre, whoever made them and whether or not both lines had people
//! then: a priority person who comes after a long run of calls by hour is next.
//!
//! **The bound**, shown exhaustively for every share up to 4 and every history in the tests. While both lines have
//! people, no more than `by_hour` calls in a row go by hour, and no more than `priority` to priority groups. Hence who
//! has `n` people ahead in the own line is called after at most `n + other × ⌈(n + 1) / own⌉` other calls, where
//! `own` and `other` are the two shares: with two of three, the first by hour after at most 1 other call, the first
//! of the priority groups after at most 2. People can be put ahead of somebody only as long as the tolerance after
//! that person's own place lasts, since nobody who comes later has an earlier place. So neither line starves, and
//! nobody in it.
//!
//! Calling somebody else than the next is possible, with a reason, and counts as a call of that person's line.

use super::reason::Reason;
use crate::domain::calendar::Moment;
use crate::domain::id::TurnId;

/// The two lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Line {
    /// Everybody without a priority group.
    ByHour,
    /// Priority groups.
    Priority,
}

/// Of how many calls how many go to each line while both have people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    by_hour: u8,
    priority: u8,
}

impl Share {
    /// The most calls in a row that one line can be given.
    pub const MOST: u8 = 20;

    /// A share that leaves something to both: each from 1 to [`Share::MOST`].
    pub fn new(by_hour: u8, priority: u8) -> Option<Self> {
        let fits = |calls: u8| (1..=Self::MOST).contains(&calls);
        (fits(by_hour) && fits(priority)).then_some(Self { by_hour, priority })
    }

    /// Calls by hour in a round.
    pub fn by_hour(self) -> u8 {
        self.by_hour
    }

    /// Calls to priority groups in a round.
    pub fn priority(self) -> u8 {
        self.priority
    }

    /// How many of the last calls the choice looks at: those of a round, the one to be made left out.
    pub fn calls_looked_at(self) -> u8 {
        self.by_hour.saturating_add(self.priority).saturating_sub(1)
    }
}

impl Default for Share {
    /// Two of three calls by hour, one for priority groups.
    fn default() -> Self {
        Self { by_hour: 2, priority: 1 }
    }
}

/// Somebody who has arrived and was not called yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Waiting {
    /// The turn.
    pub turn: TurnId,
    /// The line.
    pub line: Line,
    /// What orders the line.
    pub place: Moment,
    /// When the person came.
    pub arrived: Moment,
}

/// Who is to be called next, given the lines of the centre's calls of the day, oldest first; earlier ones than
/// [`Share::calls_looked_at`] may be left out.
pub fn next<'a>(waiting: &'a [Waiting], calls: &[Line], share: Share) -> Option<&'a Waiting> {
    let first =
        |line: Line| waiting.iter().filter(|one| one.line == line).min_by_key(|one| (one.place, one.arrived, one.turn));
    match (first(Line::ByHour), first(Line::Priority)) {
        (Some(by_hour), Some(priority)) => Some(match line_due(calls, share) {
            Line::ByHour => by_hour,
            Line::Priority => priority,
        }),
        (by_hour, priority) => by_hour.or(priority),
    }
}

/// The line whose call it is while both have people: by hour, unless the last calls of one round, this one left out,
/// already have the share of those by hour.
fn line_due(calls: &[Line], share: Share) -> Line {
    let by_hour =
        calls.iter().rev().take(usize::from(share.calls_looked_at())).filter(|line| **line == Line::ByHour).count();
    if by_hour >= usize::from(share.by_hour) { Line::Priority } else { Line::ByHour }
}

/// A call to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The turn called.
    pub turn: TurnId,
    /// Its line, which the next choices count.
    pub line: Line,
    /// Whether it was this turn's call.
    pub order: CallOrder,
}

/// Whether it was the turn's call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallOrder {
    /// It was.
    Next,
    /// Somebody else was next; this is why.
    OutOfOrder(Reason),
}

/// Why somebody cannot be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallFault {
    /// The turn does not wait: not arrived, or called already.
    #[error("ese turno no está en espera: ya se llamó a otra ventanilla, o falta registrar la llegada de la persona")]
    NotWaiting,
    /// Another turn is next.
    #[error("no es el turno que sigue: para llamarlo antes escriba el motivo")]
    ReasonNeeded,
}

/// The call of `wanted`: the next one as it is, anybody else with a reason.
///
/// # Errors
/// [`CallFault`] where it does not wait, or is not the next and no reason is given.
pub fn call(
    wanted: TurnId,
    reason: Option<Reason>,
    waiting: &[Waiting],
    calls: &[Line],
    share: Share,
) -> Result<Call, CallFault> {
    let chosen = waiting.iter().find(|one| one.turn == wanted).ok_or(CallFault::NotWaiting)?;
    let is_next = next(waiting, calls, share).is_some_and(|one| one.turn == wanted);
    let order = match reason {
        _ if is_next => CallOrder::Next,
        Some(reason) => CallOrder::OutOfOrder(reason),
        None => return Err(CallFault::ReasonNeeded),
    };
    Ok(Call { turn: wanted, line: chosen.line, order })
}
