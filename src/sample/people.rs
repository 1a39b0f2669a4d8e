//! The sample's people: citizens, residents with a cédula, foreigners without one.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};

use super::chance::Chance;
use super::{made, names, numbers};
use crate::domain::number::{Cedula, PassportNumber, PersonNumber};
use crate::ops;

/// Somebody, with the document that they carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamplePerson {
    /// Cédula, or foreigner code.
    pub number: PersonNumber,
    /// Surnames first.
    pub name: String,
    /// The passport of somebody without cédula.
    pub passport: Option<PassportNumber>,
    /// The last day of cédula or passport.
    pub document_valid_until: NaiveDate,
}

impl SamplePerson {
    /// The cédula, of somebody who has one.
    pub(super) fn cedula(&self) -> Option<&Cedula> {
        match &self.number {
            PersonNumber::Cedula(cedula) => Some(cedula),
            PersonNumber::ForeignerCode(_) | PersonNumber::Passport(_) => None,
        }
    }
}

/// Makes people, no number twice, and keeps them all.
#[derive(Debug)]
pub(super) struct People {
    pub(super) chance: Chance,
    day: NaiveDate,
    taken: HashSet<PersonNumber>,
    all: Vec<SamplePerson>,
}

impl People {
    /// Nobody yet; documents are in force on `day`.
    pub(super) fn new(chance: Chance, day: NaiveDate) -> Self {
        Self { chance, day, taken: HashSet::new(), all: Vec::new() }
    }

    /// Everybody so far.
    pub(super) fn all(&self) -> &[SamplePerson] {
        &self.all
    }

    /// Makes somebody by a chance of their own, which leaves that of the others where it is.
    pub(super) fn by<T>(&mut self, chance: Chance, make: impl FnOnce(&mut Self) -> T) -> T {
        let of_the_others = std::mem::replace(&mut self.chance, chance);
        let made = make(self);
        self.chance = of_the_others;
        made
    }

    /// An Ecuadorian.
    pub(super) fn citizen(&mut self) -> Result<SamplePerson, ops::Error> {
        self.somebody(None, names::person, |chance| {
            let body = numbers::of_the_day(chance, numbers::CEDULA_BODIES);
            numbers::cedula(numbers::province(chance), body).map(PersonNumber::Cedula)
        })
    }

    /// A foreigner who has a cédula.
    pub(super) fn resident(&mut self) -> Result<SamplePerson, ops::Error> {
        self.somebody(None, names::foreigner, |chance| {
            numbers::foreign_cedula(numbers::province(chance), chance.between(0, 999_999)).map(PersonNumber::Cedula)
        })
    }

    /// A foreigner without cédula: the institution's code and a passport.
    pub(super) fn foreigner(&mut self) -> Result<SamplePerson, ops::Error> {
        let passport = made(numbers::passport(&mut self.chance))?;
        self.somebody(Some(passport), names::foreigner, |chance| {
            numbers::foreigner_code(numbers::of_the_day(chance, numbers::FOREIGNER_CODES))
        })
    }

    fn somebody(
        &mut self,
        passport: Option<PassportNumber>,
        name: fn(&mut Chance) -> String,
        number: fn(&mut Chance) -> Result<PersonNumber, crate::domain::number::Fault>,
    ) -> Result<SamplePerson, ops::Error> {
        let number = loop {
            let number = made(number(&mut self.chance))?;
            if self.taken.insert(number.clone()) {
                break number;
            }
        };
        let days_left = u64::from(self.chance.between(90, 3_000));
        let document_valid_until = self.day.checked_add_days(Days::new(days_left)).unwrap_or(self.day);
        let person = SamplePerson { number, name: name(&mut self.chance), passport, document_valid_until };
        self.all.push(person.clone());
        Ok(person)
    }
}
