//! A visit is three things: what the clerk wrote, what surrounds it (the time it is judged at, the centre's calendar and
//! tolerance, the arrival, the turn, the overrides), and what the registers answered.
//!
//! A visit is filled in field by field, so what nobody has recorded yet is `None`, which is never the same as "no".
//! Nothing here reads a clock, and nothing here knows a procedure: its papers are the parameter `P`, and `A` what the
//! registers answer about them.

mod document;
mod notice;
mod outcome;
mod own_reason;
mod person;
mod plain_reason;
mod scanned_paper;
mod turn;

pub use document::{Asked, Document, DocumentForm, DocumentKind, DocumentShown, Somebody, Validity};
pub use notice::NoticeKind;
pub use outcome::VisitOutcome;
pub use own_reason::OwnReason;
pub use person::{Agreement, Comparison, Person, TypedNumber};
pub use plain_reason::PlainReason;
pub use scanned_paper::ScannedPaper;
pub use turn::{ConfirmationShown, OnlineTurn, TurnAnswer, TurnOrigin, TurnRecord, VisitTurn};

use super::calendar::{Calendar, Moment};
use super::rule::{Override, Supervision};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// A visit as it is judged: the working copy of its papers `P`, what surrounds it, and what the registers answered, `A`.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit<P, A = ()> {
    /// What the clerk wrote.
    pub copy: WorkingCopy<P>,
    /// What surrounds it.
    pub around: Around,
    /// What the registers answered about it.
    pub answers: A,
}

/// What the clerk wrote of a visit, and what stands of it from earlier the same day: this is saved, and nothing else is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WorkingCopy<P> {
    /// How the confirmation of an online turn was shown.
    pub confirmation: Option<ConfirmationShown>,
    /// What was judged the first time, when the visit goes on the same day.
    pub first_judgement: Option<FirstJudgement>,
    /// The papers of the procedure.
    pub papers: P,
}

/// What surrounds a visit: not the clerk's to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    /// The moment at which the visit is judged.
    pub now: Moment,
    /// The code of the centre where the visit takes place.
    pub centre: String,
    /// The centre's zone and holidays.
    pub calendar: Calendar,
    /// How far from the turn's hour an arrival may lie.
    pub tolerance: Tolerance,
    /// Who serves, by login: nobody approves their own request.
    pub clerk: String,
    /// Whether the centre has one supervisor only.
    pub supervision: Supervision,
    /// When the person arrived at the centre.
    pub arrival: Option<Moment>,
    /// The turn the person came with.
    pub turn: Option<TurnAnswer>,
    /// Warnings that somebody answered for.
    pub overrides: Vec<Override>,
}

impl Around {
    /// A moment in the centre's zone.
    pub fn local(&self, moment: Moment) -> DateTime<FixedOffset> {
        moment.local(self.calendar.zone)
    }

    /// The day on which the visit is judged, in the centre's zone.
    pub fn today(&self) -> NaiveDate {
        self.local(self.now).date_naive()
    }

    /// The code of the turn the person came with.
    pub fn turn_code(&self) -> Option<&str> {
        match &self.turn {
            Some(TurnAnswer::Turn(turn)) => Some(&turn.code),
            _ => None,
        }
    }
}

/// How far from the turn's hour an arrival may lie, both ends included, in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// Minutes before the hour.
    pub early_minutes: u16,
    /// Minutes after the hour.
    pub late_minutes: u16,
}

impl Default for Tolerance {
    /// 15 minutes early to 10 late.
    fn default() -> Self {
        Self { early_minutes: 15, late_minutes: 10 }
    }
}

/// The findings of a visit's first judgement that stand when it goes on the same day under the same turn.
///
/// They count only on the day they were made, for the turn and for the person they were made about.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstJudgement {
    /// When it was made.
    pub at: Moment,
    /// The code of the turn it was made under.
    pub turn_code: String,
    /// Who it was made about: the text that the procedure gives for the person the visit is for.
    pub about: String,
    /// What stood then.
    pub findings: Vec<KeptFinding>,
}

/// One finding that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptFinding {
    /// The rule's id.
    pub rule: String,
    /// The sentence shown then.
    pub sentence: String,
    /// Met, or a warning somebody answered for.
    pub verdict: KeptVerdict,
}

/// What can stand from an earlier judgement. Whatever was missing or refused is judged anew.
#[derive(Debug, Clone, PartialEq)]
pub enum KeptVerdict {
    /// It was met.
    Met,
    /// It was a warning, overridden; the override is examined again.
    Overridden(Override),
}
