//! What was asked of supervisors over some days, how it was answered and in whose name; and what each clerk does beside
//! the rule. For supervisors: it names who works here, and the sentences that a word covers name who came.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::approval::{Matter, RequestState, Tally};
use crate::domain::calendar::Moment;
use crate::domain::habit::Habits;
use crate::domain::id::{ApprovalId, IssuanceId, TurnId, UserId, VisitId};
use crate::domain::user::Actor;
use crate::ops::approval::AnswerApproval;
use crate::ops::error::{Error, known};
use crate::ops::house::House;
use crate::ops::house::operation::{Noun, Operation as _, Subject};
use crate::ops::reading::Supervising;
use crate::ops::user::LogIn;
use crate::store::approval::Approval;
use crate::store::centre::Centre;
use crate::store::user::User;
use crate::store::{self, Reader};

/// A request with the names of those in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalLine {
    /// The request and its answer.
    pub approval: Approval,
    /// Who asked, by name.
    pub asked_by: String,
    /// Who answered, by name; nothing where nobody did.
    pub answered_by: String,
}

impl ApprovalLine {
    pub(super) fn of(approval: Approval, users: &[User]) -> Self {
        let asked_by = name_of(users, |user| user.id == approval.requested_by);
        let answered_by = name_of(users, |user| Some(user.id) == approval.answered_by);
        Self { approval, asked_by, answered_by }
    }
}

fn name_of(users: &[User], is: impl Fn(&User) -> bool) -> String {
    users.iter().find(|user| is(user)).map(|user| user.full_name.clone()).unwrap_or_default()
}

/// What was asked and answered over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalOverview {
    /// The days, both included.
    pub days: (NaiveDate, NaiveDate),
    /// The requests made in them, the newest first.
    pub lines: Vec<ApprovalLine>,
    /// By who asked, the most first.
    pub by_clerk: Vec<(String, Tally)>,
    /// By who answered, the most first.
    pub by_supervisor: Vec<(String, Tally)>,
    /// By what was asked, the most first.
    pub by_matter: Vec<(Matter, Tally)>,
    /// What each person who attended did, by name.
    pub habits: Vec<(String, Habits)>,
    /// What the whole centre did.
    pub centre: Habits,
}

/// The requests of a centre that wait for an answer and that somebody else made than this supervisor, oldest first.
///
/// # Errors
/// The store's.
pub fn waiting_from_others(
    reader: &Reader,
    centre: &Centre,
    _by: Supervising,
    me: UserId,
) -> Result<Vec<ApprovalLine>, Error> {
    let users = store::user::all(reader)?;
    let waiting = store::approval::waiting(reader, centre.id)?;
    let from_others = waiting.into_iter().filter(|waits| waits.requested_by != me);
    Ok(from_others.map(|waits| ApprovalLine::of(waits, &users)).collect())
}

/// A request.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn approval(reader: &Reader, id: ApprovalId) -> Result<Approval, Error> {
    known(store::approval::get(reader, id)?, "esta solicitud")
}

/// A request as whoever answers it reads it: who asks, and about what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestAsked {
    /// The request.
    pub approval: Approval,
    /// Who asked, by name.
    pub asked_by: String,
    /// The turn that it is about, by its code.
    pub turn: Option<String>,
    /// The employer, by number, where one was recorded.
    pub employer: Option<String>,
    /// The key's serial, where it is about one.
    pub serial: Option<String>,
}

impl RequestAsked {
    /// About whom it is, for whoever answers: whose key and who receives it, the turn, the key's serial, and who asks.
    #[must_use]
    pub fn in_words(&self) -> String {
        let whose = self.approval.covers.find(WHOSE_BEGINS).and_then(|at| self.approval.covers.get(at..));
        let employer = self.employer.as_ref().map(|employer| format!("{WHOSE_BEGINS}{employer}."));
        let parts = [
            whose.map(str::to_owned).or(employer),
            self.turn.as_ref().map(|turn| format!("Turno {turn}.")),
            self.serial.as_ref().map(|serial| format!("Serie {serial}.")),
            Some(format!("Pide {}.", self.asked_by)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// How what a word covers begins to say for whom it is.
const WHOSE_BEGINS: &str = "Empleador ";

/// A request with what it is about: for whoever asked, beside whom a supervisor answers, and for supervisors.
///
/// # Errors
/// A refusal when there is none of this id, or to whom it does not concern; the store's.
pub fn request_asked(reader: &Reader, by: Actor, id: ApprovalId) -> Result<RequestAsked, Error> {
    let approval = approval(reader, id)?;
    if approval.requested_by != by.user {
        Supervising::of(by)?;
    }
    with_its_matter(reader, approval)
}

fn with_its_matter(reader: &Reader, approval: Approval) -> Result<RequestAsked, Error> {
    let asked_by = name_of(&store::user::all(reader)?, |user| user.id == approval.requested_by);
    let is_about = |kind: Noun| (approval.subject_kind == kind.code()).then_some(approval.subject_id);
    let slip = match is_about(Noun::Issuance) {
        Some(id) => store::issuance::get(reader, IssuanceId(id))?,
        None => None,
    };
    let visit = match is_about(Noun::Visit).map(VisitId).or(slip.as_ref().map(|slip| slip.visit)) {
        Some(id) => store::visit::get(reader, id)?,
        None => None,
    };
    let turn = is_about(Noun::Turn).map(TurnId).or(visit.as_ref().map(|visit| visit.turn));
    let turn = match turn {
        Some(id) => store::turn::get(reader, id)?,
        None => None,
    };
    let of_visit = visit.map(|visit| visit.keys.employer_number).filter(|number| !number.is_empty());
    Ok(RequestAsked {
        asked_by,
        turn: turn.map(|turn| turn.turn.code.to_string()),
        employer: slip.as_ref().map(|slip| slip.employer.to_string()).or(of_visit),
        serial: slip.map(|slip| slip.serial.to_string()),
        approval,
    })
}

/// What somebody asked for and a supervisor said no to while they were away: read at their next login, and told then.
///
/// # Errors
/// The store's.
pub fn refused_meanwhile(house: &House, reader: &Reader, user: UserId) -> Result<Vec<Refused>, Error> {
    let now = house.clock().now();
    let from = Moment(now.0.saturating_sub(REFUSED_WITHIN_MS));
    let asked = store::approval::requested_between(reader, house.centre().id, from, Moment(now.0.saturating_add(1)))?;
    let is_refused = |one: &Approval| one.requested_by == user && one.state == RequestState::Refused;
    let mut refused = Vec::new();
    for one in asked.into_iter().filter(is_refused) {
        let subject = Subject::from(one.id);
        let about = store::journal::about(reader, subject.kind.code(), subject.id)?;
        let answer = about.iter().rev().map(|it| &it.entry).find(|entry| entry.operation == AnswerApproval::NAME);
        let Some(answer) = answer else { continue };
        // Whoever was at work when the answer came has read it.
        if store::journal::done_after(reader, answer.number, user, 2)? == [LogIn::NAME] {
            let by = store::user::get(reader, answer.user)?.map(|user| user.full_name).unwrap_or_default();
            let (id, matter, at, note) = (one.id, one.matter, Moment(answer.at_ms), one.answer_note.clone());
            let turn = with_its_matter(reader, one)?.turn;
            refused.push(Refused { id, matter, turn, by, at, note });
        }
    }
    Ok(refused)
}

/// For so long a refusal is told: longer than anybody is on leave over a weekend.
const REFUSED_WITHIN_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// A request that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Which.
    pub id: ApprovalId,
    /// What was asked for.
    pub matter: Matter,
    /// The code of the turn that it is about, where it is about one.
    pub turn: Option<String>,
    /// Who said no, by name.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Why.
    pub note: String,
}

/// What was asked and answered from one day to another, both included. Whoever looks at other days than before notes it
/// first: [`crate::ops::reading::LookAtApprovals`].
///
/// # Errors
/// The store's.
pub fn approvals(
    reader: &Reader,
    _by: Supervising,
    centre: &Centre,
    days: (NaiveDate, NaiveDate),
) -> Result<ApprovalOverview, Error> {
    reader.at_one_moment(|reader| {
        let (first, last) = days;
        let users = store::user::all(reader)?;
        let from = Moment::at_beginning_of(first, centre.zone);
        let before = Moment::at_beginning_of(last.succ_opt().unwrap_or(last), centre.zone);
        let found = store::approval::requested_between(reader, centre.id, from, before)?;
        let lines: Vec<ApprovalLine> = found.into_iter().map(|one| ApprovalLine::of(one, &users)).collect();
        let answered = lines.iter().filter(|line| line.approval.answered_by.is_some());
        let done = store::habit::of_clerks(reader, centre.id, first, last)?;
        let mut habits: Vec<(String, Habits)> =
            done.iter().map(|(clerk, habits)| (name_of(&users, |user| user.id == *clerk), *habits)).collect();
        habits.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(ApprovalOverview {
            days,
            by_clerk: tallied(lines.iter().map(|line| (line.asked_by.clone(), line))),
            by_supervisor: tallied(answered.map(|line| (line.answered_by.clone(), line))),
            by_matter: tallied(lines.iter().map(|line| (line.approval.matter, line))),
            centre: done.values().fold(Habits::default(), |sum, one| sum.and(*one)),
            lines,
            habits,
        })
    })
}

fn tallied<'l, K: Ord>(lines: impl Iterator<Item = (K, &'l ApprovalLine)>) -> Vec<(K, Tally)> {
    let mut tallies: BTreeMap<K, Tally> = BTreeMap::new();
    lines.for_each(|(key, line)| tallies.entry(key).or_default().add(line.approval.state));
    let mut tallies: Vec<(K, Tally)> = tallies.into_iter().collect();
    tallies.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.asked()));
    tallies
}
