//! What needed a supervisor's word and was done without one: a second key of the day for an employer and branch, and one
//! void too many. Whoever has the store's key may hide a row for a moment and put it back; the journal knows both.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::authority::UsedBySlips;
use crate::domain::calendar::{Moment, Zone};
use crate::ops::issuance::VOIDS_A_DAY;
use crate::store::erasure::ERASED_EMPLOYER;
use crate::store::issuance::Issuance;

/// What the entries say of one slip, as far as it decides whether it needed a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Course {
    /// The entry that reserved it.
    pub(super) entry: i64,
    /// When.
    pub(super) at_ms: i64,
    /// By whom.
    pub(super) clerk: i64,
    /// The accounting day it counts in.
    pub(super) day: NaiveDate,
    /// That entry says all that this version writes.
    pub(super) whole: bool,
    /// It may be on paper.
    pub(super) sent: bool,
    /// The entry that voided it, and whether it says all that this version writes.
    pub(super) voided: Option<(i64, bool)>,
}

impl Course {
    fn stood_at(&self, entry: i64) -> bool {
        self.voided.is_none_or(|(voided, _)| voided > entry)
    }
}

/// A void of a slip that may be on paper.
struct Void {
    entry: i64,
    slip: i64,
    serial: String,
    course: Course,
    /// Whose key it was, unless that was erased.
    of: Option<(String, String)>,
}

/// Holds the slips against each other, in the order of the ledger.
pub(super) struct NeededWords<'u> {
    used: &'u UsedBySlips,
    zone: Zone,
    today: Option<NaiveDate>,
    of_today: HashMap<(String, String), Vec<Course>>,
    voids: Vec<Void>,
}

impl<'u> NeededWords<'u> {
    pub(super) fn new(used: &'u UsedBySlips, zone: Zone) -> Self {
        Self { used, zone, today: None, of_today: HashMap::new(), voids: Vec::new() }
    }

    /// Takes the next slip; one that was reserved without the word that it needed is named.
    pub(super) fn take(&mut self, row: &Issuance, course: Course) -> Option<String> {
        let erased = row.employer.as_str() == ERASED_EMPLOYER;
        let of = (!erased).then(|| (row.employer.to_string(), row.branch.as_str().to_owned()));
        if let (true, Some((entry, _))) = (course.sent, course.voided) {
            let (slip, serial) = (row.id.0, row.serial.to_string());
            self.voids.push(Void { entry, slip, serial, course, of: of.clone() });
        }
        let day = Moment(course.at_ms).day(self.zone);
        if self.today.is_none_or(|today| today < day) {
            self.today = Some(day);
            self.of_today.clear();
        }
        let others = self.of_today.entry(of?).or_default();
        let begins = Moment::at_beginning_of(day, self.zone).0;
        let needed = others.iter().any(|other| other.at_ms >= begins && other.stood_at(course.entry));
        others.push(course);
        (needed && course.whole && !self.used.second_keys.contains(&row.id.0)).then(|| {
            format!(
                "La clave de serie {} es la segunda del día para el mismo empleador y sucursal, y nadie de supervisión \
                 la aprobó (entrada {}).",
                row.serial, course.entry
            )
        })
    }

    /// The first void that needed a word and did without.
    pub(super) fn first_void(mut self) -> Option<String> {
        self.voids.sort_by_key(|void| void.entry);
        let mut of_employer: HashMap<(NaiveDate, (String, String)), u32> = HashMap::new();
        let mut of_clerk: HashMap<(NaiveDate, i64), u32> = HashMap::new();
        for Void { entry, slip, serial, course, of } in self.voids {
            let by_clerk = of_clerk.entry((course.day, course.clerk)).or_default();
            let mut needed = *by_clerk >= VOIDS_A_DAY;
            *by_clerk = by_clerk.saturating_add(1);
            if let Some(of) = of {
                let by_employer = of_employer.entry((course.day, of)).or_default();
                needed |= *by_employer > 0;
                *by_employer = by_employer.saturating_add(1);
            }
            let whole = course.voided.is_some_and(|(_, whole)| whole);
            if needed && whole && !self.used.second_voids.contains(&slip) {
                return Some(format!(
                    "La anulación de la clave de serie {serial} necesitaba la aprobación de supervisión, y nadie la dio \
                     (entrada {entry})."
                ));
            }
        }
        None
    }
}
