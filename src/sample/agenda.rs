//! The sample's day: who took a turn, for what, and for which hour.

use chrono::{NaiveDate, NaiveTime, Timelike as _};

use super::employers::{Employers, Trait};
use super::people::{People, SamplePerson};
use crate::domain::procedure;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::turn::{PriorityGroup, PriorityWhose, TurnPriority};
use crate::ops;

/// How many online turns the day has; with the walk-ins it is 60.
pub(super) const ONLINE: usize = 52;
/// How many walk-ins there are already.
pub(super) const WALK_INS: usize = 8;

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

/// The procedures of the turns that nobody of the script holds.
const PROCEDURES: [(ProcedureId, u32); 4] = [
    (ProcedureId::EMPLOYER_KEY, 24),
    (ProcedureId::AFFILIATE_KEY_UNLOCK, 12),
    (ProcedureId::AFFILIATE_KEY, 8),
    (ProcedureId::EMPLOYER_KEY_RECOVERY, 5),
];

/// The day's online turns: first those of the script, for employer keys about `now`, then the others from 8:00 to 16:45.
pub(super) fn online(
    people: &mut People,
    script: &[SamplePerson],
    employers: &Employers,
    day: NaiveDate,
    now: NaiveTime,
) -> Result<Vec<OnlineTurn>, ops::Error> {
    let mut turns: Vec<OnlineTurn> = Vec::new();
    let code = |nth: usize| format!("T{}-{:03}", day.format("%y%m%d"), nth.saturating_add(1));
    for (nth, holder) in script.iter().enumerate() {
        turns.push(OnlineTurn {
            code: code(nth),
            procedure: ProcedureId::EMPLOYER_KEY,
            hour: near(now, nth, script.len()),
            holder: holder.clone(),
        });
    }
    let applicants = employers.iter().filter_map(|(_, employer)| employer.applicant().ok());
    let mut applicants = applicants.filter(|person| !script.contains(person)).cloned();
    for nth in turns.len()..ONLINE {
        let procedure = match nth.checked_sub(script.len()).and_then(|at| procedure::all().nth(at)) {
            // Every procedure occurs, whatever chance says.
            Some(procedure) => procedure,
            None => people.chance.weighted(&PROCEDURES),
        };
        let of_employer = [ProcedureId::EMPLOYER_KEY, ProcedureId::EMPLOYER_KEY_RECOVERY].contains(&procedure);
        let applicant = if of_employer { applicants.nth(EVERY) } else { None };
        let holder = match applicant {
            Some(holder) => holder,
            None if nth % 9 == 0 => people.foreigner()?,
            None if nth % 7 == 0 => people.resident()?,
            None => people.citizen()?,
        };
        let slots = u64::from((LAST_MINUTE - FIRST_MINUTE) / SLOT_MINUTES);
        let slot = (nth as u64 * slots).checked_div(ONLINE as u64 - 1).unwrap_or(0);
        let hour = at_minute(FIRST_MINUTE + SLOT_MINUTES * u32::try_from(slot).unwrap_or(0));
        turns.push(OnlineTurn { code: code(nth), procedure, hour, holder });
    }
    Ok(turns)
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
