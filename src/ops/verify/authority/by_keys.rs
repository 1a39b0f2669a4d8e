//! What keys went by in the register of employers: the number that an employer had, whom it named, and who had left
//! office by then. A row that a key went by stands still, whatever became of it since, unless an entry says so.

use std::collections::{BTreeMap, BTreeSet};

use super::Said;
use crate::domain::id::EmployerId;
use crate::domain::journal::Entry;
use crate::domain::register::EmployerKind;
use crate::ops::verify::{Stop, problem};
use crate::store::employer::Employer;
use crate::store::{self, Reader};

/// What a key's entry tells of an employer.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) number: String,
    /// Its kind, where the entry says it.
    pub(super) kind: Option<EmployerKind>,
    /// Whom the register named for it, where it had to.
    pub(super) named: Option<String>,
}

/// What keys went by, and what entries say of it.
#[derive(Default)]
pub(super) struct RebuiltByKeys {
    /// The employers' rows that keys went by, and the first and the last entry that say so.
    rows: BTreeMap<i64, BTreeMap<Row, (i64, i64)>>,
    /// Numbers that hands gave employers: in which entry first; and that they took from them: in which last.
    given: BTreeMap<(i64, String), i64>,
    taken: BTreeMap<(i64, String), i64>,
    /// The employers of which entries do not say any more what number a hand gave or took.
    unsaid_numbers: BTreeSet<i64>,
    /// Who left office, by employer and number.
    ended: BTreeMap<(i64, String), Ended>,
}

/// In which entries somebody left office.
#[derive(Clone, Copy)]
pub(super) struct Ended {
    pub(super) first: i64,
    pub(super) last: i64,
    /// By the last no file brings them back but in doubt.
    pub(super) only_in_doubt: bool,
}

impl RebuiltByKeys {
    /// A hand gave an employer another number.
    pub(super) fn renumber(&mut self, entry: i64, employer: i64, before: &str, after: &str) {
        self.taken.insert((employer, before.to_owned()), entry);
        self.given.entry((employer, after.to_owned())).or_insert(entry);
    }

    /// A hand corrected an employer, and its entry does not say any more what.
    pub(super) fn renumber_unsaid(&mut self, employer: i64) {
        self.unsaid_numbers.insert(employer);
    }

    /// A representative left office.
    pub(super) fn end(&mut self, said: &Said<'_>, person: &str) {
        let Entry { number: last, subject_id, .. } = *said.entry;
        let first = self.ended(subject_id, person).map_or(last, |before| before.first);
        self.ended.insert((subject_id, person.to_owned()), Ended { first, last, only_in_doubt: said.full });
    }

    /// A key went by an employer's row.
    pub(super) fn take_key(&mut self, entry: i64, employer: i64, row: Row) {
        self.rows.entry(employer).or_default().entry(row).or_insert((entry, entry)).1 = entry;
    }

    /// In which entries somebody left office, where they did.
    pub(super) fn ended(&self, employer: i64, person: &str) -> Option<Ended> {
        self.ended.get(&(employer, person.to_owned())).copied()
    }

    /// Whoever left office: employer, number, and in which entry last.
    pub(super) fn all_ended(&self) -> impl Iterator<Item = (i64, &str, i64)> {
        self.ended.iter().map(|((employer, person), ended)| (*employer, person.as_str(), ended.last))
    }

    /// A row that a key went by stands still, whatever became of it since: it is ended, and never gone. `written_in` says in
    /// which entry last it was written, as far as the entries of hands and files tell.
    pub(super) fn compare(&self, reader: &Reader, written_in: impl Fn(&Employer) -> Option<i64>) -> Result<(), Stop> {
        for (employer, rows) in &self.rows {
            let stands = store::employer::get(reader, EmployerId(*employer))?;
            let ever = store::employer::representatives_ever(reader, EmployerId(*employer))?;
            for (Row { number, kind, named }, (first, last)) in rows {
                let key = (*employer, number.clone());
                let has_number = stands.as_ref().is_some_and(|it| it.number.as_str() == number)
                    || self.unsaid_numbers.contains(employer)
                    || self.given.get(&key).is_some_and(|given| given < first)
                    || self.taken.get(&key).is_some_and(|taken| taken > last);
                let is_kind = |it: &Employer| {
                    kind.is_none_or(|kind| kind == it.kind)
                        || self.unsaid_numbers.contains(employer)
                        || written_in(it).is_some_and(|wrote| wrote > *last)
                };
                let is_named = |person: &String| ever.iter().any(|(it, _)| it.number.as_str() == person);
                let is_so = has_number && named.as_ref().is_none_or(is_named) && stands.as_ref().is_none_or(is_kind);
                if !is_so {
                    return problem(format!(
                        "El empleador {employer} del registro no es en el almacén el que era cuando se emitió la clave de la \
                         entrada {last}."
                    ));
                }
            }
        }
        Ok(())
    }
}
