//! The past of a demo centre, visit by visit: who came on which day, for what, and how it ended. Made up, nothing written.
//!
//! People come back: half of the visits are of somebody new, the others of somebody who was there lately or long ago.
//! Numbers are counted up within their provinces, as registers do, so that what is new stands beside what is new.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate, NaiveTime, Timelike as _};

use super::chance::Chance;
use super::{made, names, numbers, shares};
use crate::domain::calendar::{Calendar, Moment};
use crate::domain::ledger::{Acknowledgement, VoidCause};
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::EmployerKind;
use crate::domain::turn::{Origin, PriorityGroup, PriorityWhose, TurnPriority, TurnState};
use crate::domain::visit::PlainReason;
use crate::ops::{Error, refuse};

/// How far back it reaches.
const YEARS: i32 = 10;

/// National rest days whose date is the same every year: the centre's own list begins with the current year.
const REST_DAYS: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 24), (8, 10), (10, 9), (11, 2), (11, 3), (12, 25)];

const KINDS: [(EmployerKind, u32); 4] = [
    (EmployerKind::PrivateCompany, 450),
    (EmployerKind::PublicBody, 30),
    (EmployerKind::Independent, 370),
    (EmployerKind::DomesticService, 150),
];

/// How a visit for an employer key ends, in a thousand; and a plain attention.
const KEY_ENDS: [(TurnState, u32); 3] =
    [(TurnState::Served, 780), (TurnState::NotServed, 180), (TurnState::Abandoned, 40)];
const PLAIN_ENDS: [(TurnState, u32); 3] =
    [(TurnState::Served, 890), (TurnState::NotServed, 80), (TurnState::Abandoned, 30)];

/// What stood in the way of a key, in a hundred.
const KEY_REASONS: [(&str, u32); 12] = [
    ("EK-R3", 22),
    ("EK-R1", 15),
    ("EK-I1", 12),
    ("EK-R2", 11),
    ("EK-A1", 9),
    ("EK-E4", 8),
    ("EK-T3", 6),
    ("EK-P2", 5),
    ("EK-Q1", 4),
    ("EK-R4", 4),
    ("EK-I2", 2),
    ("EK-R5", 2),
];

const PLAIN_REASONS: [(PlainReason, u32); 4] = [
    (PlainReason::PapersMissing, 50),
    (PlainReason::AnotherWay, 25),
    (PlainReason::SystemsDown, 20),
    (PlainReason::Other, 5),
];

/// In a thousand: new employers among the visits about one (a sixth of all visits), new people among the others (with the
/// employers' representatives, half of all visits).
const NEW_EMPLOYER: u64 = 303;
const NEW_PERSON: u64 = 640;
/// In a thousand: who comes back was there lately.
const LATELY: u64 = 700;
/// How many of the last ones are "lately".
const LATELY_AMONG: u64 = 400;
/// In a thousand.
const WALK_IN: u64 = 150;
const THIRD_PARTY: u64 = 70;
const FOREIGNER: u64 = 20;
const VOIDED: u64 = 20;
const UNSIGNED: u64 = 4;

/// The day at the counter: from 8:00, so many minutes.
const FIRST_MINUTE: i64 = 8 * 60;
const MINUTES: u64 = 8 * 60 + 30;

/// Somebody of the past.
#[derive(Debug, Clone)]
pub(super) struct Somebody {
    pub(super) number: PersonNumber,
    pub(super) name: Box<str>,
}

/// An employer of the past.
#[derive(Debug, Clone)]
pub(super) struct PastEmployer {
    pub(super) number: EmployerNumber,
    pub(super) kind: EmployerKind,
    pub(super) name: Box<str>,
    pub(super) branch: Branch,
    /// Who represents it.
    pub(super) applicant: Somebody,
    pub(super) capacity: &'static str,
}

/// A slip of a past visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    Delivered(Acknowledgement),
    Void(VoidCause),
}

/// A visit of the past.
#[derive(Debug, Clone)]
pub(super) struct PastVisit {
    /// From 1 on.
    pub(super) nth: u64,
    pub(super) day: NaiveDate,
    pub(super) procedure: ProcedureId,
    pub(super) origin: Origin,
    pub(super) priority: Option<TurnPriority>,
    pub(super) arrived: Moment,
    pub(super) opened: Moment,
    pub(super) ended: Moment,
    pub(super) applicant: Somebody,
    /// Who came, where it was not the applicant.
    pub(super) third_party: Option<Somebody>,
    pub(super) employer: Option<PastEmployer>,
    /// The employer is new.
    pub(super) new_employer: bool,
    /// Those of this visit who are new.
    pub(super) new_people: Vec<Somebody>,
    pub(super) end: TurnState,
    pub(super) reasons: Vec<&'static str>,
    pub(super) slips: Vec<Slip>,
}

/// Makes the visits, oldest first.
pub(super) struct Past {
    chance: Chance,
    procedures: Vec<(ProcedureId, u32)>,
    calendar: Calendar,
    days: Vec<NaiveDate>,
    count: u64,
    made: u64,
    people: Vec<Somebody>,
    employers: Vec<PastEmployer>,
    /// How far each province's register has counted, by what it counts.
    counted: HashMap<(Counts, u32), u32>,
    new_people: Vec<Somebody>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Counts {
    Citizens,
    Foreigners,
    Companies,
    PublicBodies,
}

impl Past {
    /// `count` visits on the working days of the ten years before `day`.
    pub(super) fn before(day: NaiveDate, calendar: Calendar, count: u64) -> Self {
        let first = day.with_year(day.year().saturating_sub(YEARS)).unwrap_or(day);
        let worked = |day: &NaiveDate| {
            let is_rest_day = REST_DAYS.contains(&(day.month(), day.day()));
            calendar.is_working_day(*day) && !is_rest_day
        };
        let days = first.iter_days().take_while(|it| *it < day).filter(worked).collect();
        Self {
            chance: Chance::new(super::SEED ^ count),
            procedures: shares::of_the_past(),
            calendar,
            days,
            count,
            made: 0,
            people: Vec::new(),
            employers: Vec::new(),
            counted: HashMap::new(),
            new_people: Vec::new(),
        }
    }

    /// The next visit; none when all are made.
    pub(super) fn next(&mut self) -> Result<Option<PastVisit>, Error> {
        if self.made >= self.count {
            return Ok(None);
        }
        let (day, opened) = self.moment()?;
        self.made = self.made.saturating_add(1);
        let procedure = self.chance.weighted_among(&self.procedures).unwrap_or(ProcedureId::EMPLOYER_KEY);
        let is_key = procedure == ProcedureId::EMPLOYER_KEY;
        let about_employer = shares::is_of_employer(procedure);
        let new_employer = about_employer && (self.employers.is_empty() || self.chance.happens(NEW_EMPLOYER));
        let employer = match (about_employer, new_employer) {
            (false, _) => None,
            (true, true) => Some(self.new_employer()?),
            (true, false) => self.known_employer(),
        };
        let applicant = match &employer {
            Some(employer) => employer.applicant.clone(),
            None => self.somebody(NEW_PERSON)?,
        };
        let third_party = if is_key && self.chance.happens(THIRD_PARTY) { Some(self.somebody(500)?) } else { None };
        let third_party = third_party.filter(|it| it.number != applicant.number);
        let end = self.chance.weighted(if is_key { &KEY_ENDS } else { &PLAIN_ENDS });
        let reasons = self.reasons(is_key, end);
        let slips = if is_key && end == TurnState::Served { self.slips() } else { Vec::new() };
        let (origin, priority) = self.origin(is_key, opened);
        let waited_ms = i64::from(self.chance.between(3, 25)) * 60_000;
        let took_ms = i64::from(self.chance.between(150, 900)) * 1_000;
        Ok(Some(PastVisit {
            nth: self.made,
            day,
            procedure,
            origin,
            priority,
            arrived: Moment(opened.0 - waited_ms),
            opened,
            ended: Moment(opened.0 + took_ms),
            applicant,
            third_party,
            employer,
            new_employer,
            new_people: std::mem::take(&mut self.new_people),
            end,
            reasons,
            slips,
        }))
    }

    /// When the next visit begins: the days fill evenly, and each day from its opening to its close.
    fn moment(&mut self) -> Result<(NaiveDate, Moment), Error> {
        let days = self.days.len() as u64;
        let at = u128::from(self.made) * u128::from(days) / u128::from(self.count.max(1));
        let at = u64::try_from(at).unwrap_or(0);
        let day = usize::try_from(at).ok().and_then(|at| self.days.get(at)).copied();
        let day =
            day.ok_or_else(|| Error::Inconsistent("no hay días de trabajo antes del día de la muestra".into()))?;
        let first_of = |day: u64| (u128::from(day) * u128::from(self.count)).div_ceil(u128::from(days));
        let (first, next) = (first_of(at), first_of(at + 1));
        let within = (u128::from(self.made) - first) * u128::from(MINUTES * 60_000) / (next - first).max(1);
        let within_ms = i64::try_from(within).unwrap_or(0) + i64::from(self.chance.between(0, 59_999));
        let opens = Moment::from_local(day.and_time(NaiveTime::MIN), self.calendar.zone).0 + FIRST_MINUTE * 60_000;
        Ok((day, Moment(opens + within_ms)))
    }

    fn origin(&mut self, is_key: bool, opened: Moment) -> (Origin, Option<TurnPriority>) {
        if self.chance.happens(WALK_IN) {
            let group = self.chance.weighted(&[
                (PriorityGroup::OlderAdult, 6),
                (PriorityGroup::Disability, 3),
                (PriorityGroup::Pregnancy, 1),
            ]);
            let priority = TurnPriority { group, whose: PriorityWhose::Applicant };
            return (Origin::WalkIn, is_key.then_some(priority));
        }
        let local = opened.local(self.calendar.zone).time();
        let minute = local.num_seconds_from_midnight() / 60 / 15 * 15;
        let hour = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap_or(local);
        (Origin::Online { hour }, None)
    }

    fn reasons(&mut self, is_key: bool, end: TurnState) -> Vec<&'static str> {
        if end != TurnState::NotServed {
            return Vec::new();
        }
        if !is_key {
            return vec![self.chance.weighted(&PLAIN_REASONS).code()];
        }
        let mut reasons = vec![self.chance.weighted(&KEY_REASONS)];
        if self.chance.happens(300) {
            reasons.push(self.chance.weighted(&KEY_REASONS));
        }
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }

    fn slips(&mut self) -> Vec<Slip> {
        let signed = !self.chance.happens(UNSIGNED);
        let delivered = Slip::Delivered(if signed { Acknowledgement::Signed } else { Acknowledgement::Unsigned });
        match self.chance.happens(VOIDED) {
            true => vec![Slip::Void(self.chance.pick(&VoidCause::ALL)), delivered],
            false => vec![delivered],
        }
    }

    /// Somebody new so many times in a thousand, otherwise somebody who was here before.
    fn somebody(&mut self, new_per_mille: u64) -> Result<Somebody, Error> {
        if self.chance.happens(new_per_mille) {
            return self.new_person();
        }
        match self.index_of_known(self.people.len()).and_then(|at| self.people.get(at)) {
            Some(known) => Ok(known.clone()),
            None => self.new_person(),
        }
    }

    fn known_employer(&mut self) -> Option<PastEmployer> {
        let at = self.index_of_known(self.employers.len())?;
        self.employers.get(at).cloned()
    }

    fn index_of_known(&mut self, count: usize) -> Option<usize> {
        let count = count as u64;
        let among = if self.chance.happens(LATELY) { count.min(LATELY_AMONG) } else { count };
        let back = self.chance.below(among);
        usize::try_from(count.checked_sub(back + 1)?).ok()
    }

    fn new_person(&mut self) -> Result<Somebody, Error> {
        let somebody = if self.chance.happens(FOREIGNER) {
            let (_, sequence) = self.count_up(Counts::Foreigners, 0)?;
            Somebody {
                number: made(numbers::foreigner_code(sequence))?,
                name: names::foreigner(&mut self.chance).into(),
            }
        } else {
            let province = numbers::province(&mut self.chance);
            let (province, body) = self.count_up(Counts::Citizens, province)?;
            let number = PersonNumber::Cedula(made(numbers::cedula(province, body))?);
            Somebody { number, name: names::person(&mut self.chance).into() }
        };
        self.people.push(somebody.clone());
        self.new_people.push(somebody.clone());
        Ok(somebody)
    }

    fn new_employer(&mut self) -> Result<PastEmployer, Error> {
        let kind = self.chance.weighted(&KINDS);
        let employer = match kind {
            EmployerKind::PrivateCompany | EmployerKind::PublicBody => self.new_company(kind)?,
            EmployerKind::Independent | EmployerKind::DomesticService => self.new_natural_employer(kind)?,
        };
        self.employers.push(employer.clone());
        Ok(employer)
    }

    fn new_company(&mut self, kind: EmployerKind) -> Result<PastEmployer, Error> {
        let is_public = kind == EmployerKind::PublicBody;
        let number = loop {
            let province = numbers::province(&mut self.chance);
            let counts = if is_public { Counts::PublicBodies } else { Counts::Companies };
            let (province, sequence) = self.count_up(counts, province)?;
            let number = if is_public {
                numbers::public_ruc(province, sequence)
            } else {
                numbers::company_ruc(province, sequence)
            };
            if let Some(number) = number {
                break number;
            }
        };
        let nth = self.chance.between(0, 2);
        let name = if is_public { names::public_body(&mut self.chance) } else { names::company(&mut self.chance, nth) };
        let capacity = if is_public { "máxima autoridad" } else { names::capacity(&mut self.chance) };
        let applicant = self.somebody(850)?;
        Ok(PastEmployer { number, kind, name: name.into(), branch: made(numbers::branch(1))?, applicant, capacity })
    }

    /// A natural person's number is the cédula's: whoever has none is no such employer here.
    fn new_natural_employer(&mut self, kind: EmployerKind) -> Result<PastEmployer, Error> {
        loop {
            let applicant = self.new_person()?;
            let PersonNumber::Cedula(cedula) = &applicant.number else { continue };
            let (number, branch, capacity) = match kind {
                EmployerKind::DomesticService => (numbers::domestic(cedula), Branch::domestic(), "empleador"),
                _ => (made(numbers::natural_ruc(cedula))?, made(numbers::branch(1))?, "propietario"),
            };
            return Ok(PastEmployer { number, kind, name: applicant.name.clone(), branch, applicant, capacity });
        }
    }

    /// The next number of a province's register, or of the next province's where it is full.
    fn count_up(&mut self, counts: Counts, province: u32) -> Result<(u32, u32), Error> {
        let room = match counts {
            Counts::Citizens => numbers::CEDULA_BODIES,
            Counts::Foreigners => numbers::FOREIGNER_CODES,
            Counts::Companies => numbers::COMPANY_BODIES,
            Counts::PublicBodies => numbers::PUBLIC_BODIES,
        };
        for further in 0..numbers::PROVINCE_COUNT {
            let province = numbers::province_after(province, further);
            let counted = self.counted.entry((counts, province)).or_insert(0);
            if let Some(number) = numbers::of_the_past(&mut self.chance, room, *counted) {
                *counted += 1;
                return Ok((province, number));
            }
        }
        refuse("sample_size", "No hay tantos números de muestra: pida menos atenciones.")
    }
}
