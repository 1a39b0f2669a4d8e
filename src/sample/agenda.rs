//! The sample's day: who took a turn, for what, and for which hour.

use chrono::{NaiveDate, NaiveTime, Timelike as _};

use super::chance::Chance;
use super::employers::{Employers, Trait};
use super::people::{People, SamplePerson};
use super::shares;
use crate::domain::procedure;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::turn::{PriorityGroup, PriorityWhose, TurnPriority};
use crate::ops;

/// How many online turns the day has; with the walk-ins it is 60. Each procedure that does not fit in the last ones is one more.
const ONLINE: usize = 52;
/// So many of them are the day's last: one of each procedure, and what is left by chance.
const LAST: usize = 8;
/// How many walk-ins there are already.
const WALK_INS: usize = 8;

/// The first hour of the day, in minutes.
const FIRST_MINUTE: u32 = 8 * 60;
/// The last hour that can be taken: 16:45.
const LAST_MINUTE: u32 = 16 * 60 + 45;
/// Turns are taken for each quarter of an hour.
const SLOT_MINUTES: u32 = 15;

/// An online turn of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OnlineTurn {
    pub(super) code: String,
    pub(super) procedure: ProcedureId,
    pub(super) hour: NaiveTime,
    pub(super) holder: SamplePerson,
}

/// A walk-in turn of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WalkIn {
    pub(super) procedure: ProcedureId,
    pub(super) holder: SamplePerson,
    pub(super) priority: Option<TurnPriority>,
}

/// Employers stand in the order of their kinds: with so many passed over each time, the day is as mixed as the register.
const EVERY: usize = 5;

/// The day's online turns but the last: first those of the script, for employer keys about `now`, then the others, from 8:00
/// on.
pub(super) fn online(
    people: &mut People,
    script: &[SamplePerson],
    employers: &Employers,
    day: NaiveDate,
    now: NaiveTime,
) -> Result<Vec<OnlineTurn>, ops::Error> {
    let mut turns: Vec<OnlineTurn> = Vec::new();
    for (nth, holder) in script.iter().enumerate() {
        turns.push(OnlineTurn {
            code: code(day, nth),
            procedure: ProcedureId::EMPLOYER_KEY,
            hour: near(now, nth, script.len()),
            holder: holder.clone(),
        });
    }
    let shares = shares::of_the_day();
    let mut applicants = applicants(employers, script);
    for nth in turns.len()..ONLINE - LAST {
        let procedure = people.chance.weighted_among(&shares).unwrap_or(ProcedureId::EMPLOYER_KEY);
        let applicant = if shares::is_of_employer(procedure) { applicants.nth(EVERY) } else { None };
        turns.push(turn(people, day, nth, procedure, applicant)?);
    }
    Ok(turns)
}

/// The day's last online turns, up to 16:45: every procedure occurs, whatever chance says. Each has a chance of its own, and
/// is made when all else is: a further procedure changes one of them, and nothing else.
pub(super) fn last(
    people: &mut People,
    script: &[SamplePerson],
    employers: &Employers,
    day: NaiveDate,
) -> Result<Vec<OnlineTurn>, ops::Error> {
    let shares = shares::of_the_day();
    let one = |place: usize| {
        let mut chance = Chance::new(super::SEED.wrapping_add(place as u64 + 1).reverse_bits());
        let drawn = chance.weighted_among(&shares).unwrap_or(ProcedureId::EMPLOYER_KEY);
        let procedure = procedure::all().nth(place).unwrap_or(drawn);
        // Those before took each last one of so many.
        let mut applicants = applicants(employers, script).skip(place.saturating_mul(EVERY + 1));
        let applicant = if shares::is_of_employer(procedure) { applicants.next() } else { None };
        people.by(chance, |people| turn(people, day, ONLINE - LAST + place, procedure, applicant))
    };
    (0..LAST.max(procedure::all().count())).map(one).collect()
}

/// Those who may come for an employer and are not of the script.
fn applicants(employers: &Employers, script: &[SamplePerson]) -> impl Iterator<Item = SamplePerson> {
    let applicants = employers.iter().filter_map(|(_, employer)| employer.applicant().ok());
    applicants.filter(|person| !script.contains(person)).cloned()
}

/// The turn at this place of the day.
fn turn(
    people: &mut People,
    day: NaiveDate,
    nth: usize,
    procedure: ProcedureId,
    applicant: Option<SamplePerson>,
) -> Result<OnlineTurn, ops::Error> {
    let holder = match applicant {
        Some(holder) => holder,
        None if nth.is_multiple_of(9) => people.foreigner()?,
        None if nth.is_multiple_of(7) => people.resident()?,
        None => people.citizen()?,
    };
    let slots = u64::from((LAST_MINUTE - FIRST_MINUTE) / SLOT_MINUTES);
    let slot = (nth as u64 * slots).checked_div(ONLINE as u64 - 1).unwrap_or(0).min(slots);
    let hour = at_minute(FIRST_MINUTE + SLOT_MINUTES * u32::try_from(slot).unwrap_or(0));
    Ok(OnlineTurn { code: code(day, nth), procedure, hour, holder })
}

fn code(day: NaiveDate, nth: usize) -> String {
    format!("T{}-{:03}", day.format("%y%m%d"), nth.saturating_add(1))
}

/// Who came without a turn: priority groups for the employer key, anyone to have a key unlocked.
pub(super) fn walk_ins(people: &mut People, employers: &Employers) -> Result<Vec<WalkIn>, ops::Error> {
    let groups = PriorityGroup::ALL.into_iter().chain([PriorityGroup::OlderAdult]);
    let mut list = Vec::new();
    for (group, household) in groups.zip(employers.that_show(Trait::Domestic).rev()) {
        let priority = Some(TurnPriority { group, whose: PriorityWhose::Applicant });
        list.push(WalkIn { procedure: ProcedureId::EMPLOYER_KEY, holder: household.applicant()?.clone(), priority });
    }
    while list.len() < WALK_INS {
        // The last one has no cédula.
        let is_last = list.len().saturating_add(1) == WALK_INS;
        let holder = if is_last { people.foreigner()? } else { people.citizen()? };
        list.push(WalkIn { procedure: ProcedureId::AFFILIATE_KEY_UNLOCK, holder, priority: None });
    }
    Ok(list)
}

/// The hours of those whom the script sends: the quarter of an hour that has begun, and the next one once that is near.
fn near(now: NaiveTime, nth: usize, count: usize) -> NaiveTime {
    let minute = now.num_seconds_from_midnight() / 60;
    let begun = minute / SLOT_MINUTES * SLOT_MINUTES;
    let first = if minute - begun <= 10 { begun } else { begun + SLOT_MINUTES };
    let second_is_near = first == minute;
    let slot = if second_is_near && nth * 2 >= count { first + SLOT_MINUTES } else { first };
    at_minute(slot.clamp(FIRST_MINUTE, LAST_MINUTE))
}

fn at_minute(minute: u32) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap_or_default()
}
