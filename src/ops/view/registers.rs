//! People, employers, the insured, powers and artisan qualifications: found, and looked at one by one.

use crate::domain::calendar::Moment;
use crate::domain::id::{ArtisanQualificationId, EmployerId, InsuredId, NotarialPowerId, PersonId, UserId, VisitId};
use crate::domain::number::{EmployerNumber, PersonNumber};
use crate::domain::register::{RegisterAnswer, UnlockedIn};
use crate::ops::error::{Error, known};
use crate::ops::house::operation::Subject;
use crate::ops::register;
use crate::store::artisan_qualification::ArtisanQualification;
use crate::store::employer::{Employer, EmployerBranch, Representative};
use crate::store::insured::Insured;
use crate::store::notarial_power::NotarialPower;
use crate::store::person::Person;
use crate::store::scan::Scan;
use crate::store::search::{
    self, ArtisanQualificationHit, EmployerHit, InsuredHit, NotarialPowerHit, PersonHit, Query,
};
use crate::store::user::User;
use crate::store::visit::Visit;
use crate::store::{self, Reader};

/// One thing that was done to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When.
    pub at: Moment,
    /// By whom, by name.
    pub by: String,
    /// What: the operation's name in the journal.
    pub operation: String,
    /// How it ended: `done`, `refused` …
    pub outcome: &'static str,
}

fn history(reader: &Reader, subject: Subject) -> Result<Vec<HistoryLine>, Error> {
    let mut lines = Vec::new();
    for chained in store::journal::about(reader, subject.kind.code(), subject.id)?.into_iter().rev() {
        let entry = chained.entry;
        let by = store::user::get(reader, entry.user)?.map(|user| user.full_name).unwrap_or_default();
        let (at, outcome) = (Moment(entry.at_ms), entry.outcome.code());
        lines.push(HistoryLine { at, by, operation: entry.operation, outcome });
    }
    Ok(lines)
}

/// The users, by login.
///
/// # Errors
/// The store's.
pub fn users(reader: &Reader) -> Result<Vec<User>, Error> {
    Ok(store::user::all(reader)?)
}

/// One user.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn user(reader: &Reader, id: UserId) -> Result<User, Error> {
    known(store::user::get(reader, id)?, "este usuario")
}

/// People by number or part of a name.
///
/// # Errors
/// The store's.
pub fn find_people(reader: &Reader, typed: &str) -> Result<Vec<PersonHit>, Error> {
    Ok(search::people(reader, &Query::new(typed))?)
}

/// Employers by number or part of a name.
///
/// # Errors
/// The store's.
pub fn find_employers(reader: &Reader, typed: &str) -> Result<Vec<EmployerHit>, Error> {
    Ok(search::employers(reader, &Query::new(typed))?)
}

/// The insured by number or part of a name.
///
/// # Errors
/// The store's.
pub fn find_insured(reader: &Reader, typed: &str) -> Result<Vec<InsuredHit>, Error> {
    Ok(search::insured(reader, &Query::new(typed))?)
}

/// Powers by code, number or part of a name.
///
/// # Errors
/// The store's.
pub fn find_powers(reader: &Reader, typed: &str) -> Result<Vec<NotarialPowerHit>, Error> {
    Ok(search::notarial_powers(reader, &Query::new(typed))?)
}

/// Artisan qualifications by number or part of a name.
///
/// # Errors
/// The store's.
pub fn find_qualifications(reader: &Reader, typed: &str) -> Result<Vec<ArtisanQualificationHit>, Error> {
    Ok(search::artisan_qualifications(reader, &Query::new(typed))?)
}

/// The person with this number.
///
/// # Errors
/// The store's.
pub fn person_by_number(reader: &Reader, number: &PersonNumber) -> Result<Option<Person>, Error> {
    Ok(store::person::by_number(reader, number)?)
}

/// Somebody as a register names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The number.
    pub number: PersonNumber,
    /// The name.
    pub name: String,
}

/// The name that goes with a number: of the register of people, or else of the insured.
///
/// # Errors
/// The store's.
pub fn named(reader: &Reader, number: PersonNumber) -> Result<Option<Named>, Error> {
    let name = match store::person::by_number(reader, &number)? {
        Some(person) => Some(person.name),
        None => store::insured::by_number(reader, &number)?.map(|insured| insured.name),
    };
    Ok(name.map(|name| Named { number, name }))
}

/// The employers that name this person.
///
/// # Errors
/// The store's.
pub fn employers_of(reader: &Reader, person: &PersonNumber) -> Result<Vec<Employer>, Error> {
    Ok(store::employer::of_person(reader, person)?)
}

/// What the register answers of an employer, as a visit holds it.
///
/// # Errors
/// The store's.
pub fn employer_choice(reader: &Reader, number: &EmployerNumber) -> Result<RegisterAnswer, Error> {
    register::employer(reader, number)
}

/// The powers that this person granted or holds, the newest first.
///
/// # Errors
/// The store's.
pub fn powers_of(reader: &Reader, person: &PersonNumber) -> Result<Vec<NotarialPower>, Error> {
    Ok(store::notarial_power::of_person(reader, person)?)
}

/// The powers that this person granted, the newest first.
///
/// # Errors
/// The store's.
pub fn powers_granted_by(reader: &Reader, grantor: &PersonNumber) -> Result<Vec<NotarialPower>, Error> {
    let mut powers = powers_of(reader, grantor)?;
    powers.retain(|power| power.grantor.0 == *grantor);
    Ok(powers)
}

/// The artisan qualifications of this person.
///
/// # Errors
/// The store's.
pub fn qualifications_of(reader: &Reader, person: &PersonNumber) -> Result<Vec<ArtisanQualification>, Error> {
    Ok(store::artisan_qualification::of_person(reader, person)?)
}

/// A person with what names them.
#[derive(Debug, Clone)]
pub struct PersonCard {
    /// The person.
    pub person: Person,
    /// The employers that name them.
    pub employers: Vec<Employer>,
    /// The powers they granted or hold.
    pub powers: Vec<NotarialPower>,
    /// Their artisan qualifications.
    pub qualifications: Vec<ArtisanQualification>,
    /// What was done to the record.
    pub history: Vec<HistoryLine>,
}

/// What is shown of a person who was opened.
///
/// # Errors
/// The store's.
pub fn person_card(reader: &Reader, person: Person) -> Result<PersonCard, Error> {
    Ok(PersonCard {
        employers: employers_of(reader, &person.number)?,
        powers: powers_of(reader, &person.number)?,
        qualifications: qualifications_of(reader, &person.number)?,
        history: history(reader, person.id.into())?,
        person,
    })
}

/// What is shown of a person whose opening is noted already, read again because a register changed.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn person_card_again(reader: &Reader, id: PersonId) -> Result<PersonCard, Error> {
    person_card(reader, known(store::person::get(reader, id)?, "esta persona")?)
}

/// A time that somebody's key was unlocked here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlockLine {
    /// When.
    pub at: Moment,
    /// By whom, by name.
    pub by: String,
    /// On what occasion.
    pub occasion: UnlockedIn,
}

/// An insured person with what was done for them.
#[derive(Debug, Clone)]
pub struct InsuredCard {
    /// The person.
    pub insured: Insured,
    /// The unlockings of their key here, the newest first.
    pub unlockings: Vec<UnlockLine>,
    /// What was done to the record.
    pub history: Vec<HistoryLine>,
}

/// What is shown of an insured person who was opened.
///
/// # Errors
/// The store's.
pub fn insured_card(reader: &Reader, insured: Insured) -> Result<InsuredCard, Error> {
    let mut unlockings = Vec::new();
    for unlock in store::key_unlock::of_person(reader, &insured.number)? {
        let by = store::user::get(reader, unlock.unlocked_by)?.map(|user| user.full_name).unwrap_or_default();
        unlockings.push(UnlockLine { at: Moment(unlock.unlocked_at_ms), by, occasion: unlock.occasion });
    }
    Ok(InsuredCard { unlockings, history: history(reader, insured.id.into())?, insured })
}

/// What is shown of an insured person whose opening is noted already, read again because a register changed.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn insured_card_again(reader: &Reader, id: InsuredId) -> Result<InsuredCard, Error> {
    insured_card(reader, known(store::insured::get(reader, id)?, "esta persona asegurada")?)
}

/// An employer with its facts.
#[derive(Debug, Clone)]
pub struct EmployerCard {
    /// The employer.
    pub employer: Employer,
    /// Its branches.
    pub branches: Vec<EmployerBranch>,
    /// Whoever represents it or did, with the moment at which they ceased, in milliseconds since the Unix epoch.
    pub representatives: Vec<(Representative, Option<i64>)>,
    /// What was done to the record.
    pub history: Vec<HistoryLine>,
}

/// What is shown of an employer.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn employer_card(reader: &Reader, id: EmployerId) -> Result<EmployerCard, Error> {
    Ok(EmployerCard {
        employer: known(store::employer::get(reader, id)?, "este empleador")?,
        branches: store::employer::branches(reader, id)?,
        representatives: store::employer::representatives_ever(reader, id)?,
        history: history(reader, id.into())?,
    })
}

/// A power with where it served.
#[derive(Debug, Clone)]
pub struct PowerCard {
    /// The power.
    pub power: NotarialPower,
    /// The visit in which it was copied from the paper.
    pub recorded_in: Option<Visit>,
    /// Its scans.
    pub scans: Vec<Scan>,
    /// The visits in which it served.
    pub visits: Vec<Visit>,
    /// What was done to the record.
    pub history: Vec<HistoryLine>,
}

/// What is shown of a power.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn power_card(reader: &Reader, id: NotarialPowerId) -> Result<PowerCard, Error> {
    let subject = Subject::from(id);
    let mut visits = Vec::new();
    for visit in store::notarial_power::uses(reader, id)? {
        visits.extend(store::visit::get(reader, visit)?);
    }
    let power = known(store::notarial_power::get(reader, id)?, "este poder")?;
    Ok(PowerCard {
        recorded_in: recorded_in(reader, power.recorded_in)?,
        power,
        scans: store::scan::of(reader, subject.kind.code(), subject.id)?,
        visits,
        history: history(reader, subject)?,
    })
}

fn recorded_in(reader: &Reader, visit: Option<VisitId>) -> Result<Option<Visit>, Error> {
    match visit {
        Some(visit) => Ok(store::visit::get(reader, visit)?),
        None => Ok(None),
    }
}

/// An artisan qualification with where it served.
#[derive(Debug, Clone)]
pub struct QualificationCard {
    /// The qualification.
    pub qualification: ArtisanQualification,
    /// The visit in which it was copied from the paper.
    pub recorded_in: Option<Visit>,
    /// Its scans.
    pub scans: Vec<Scan>,
    /// The visits in which it served.
    pub visits: Vec<Visit>,
    /// What was done to the record.
    pub history: Vec<HistoryLine>,
}

/// What is shown of an artisan qualification.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn qualification_card(reader: &Reader, id: ArtisanQualificationId) -> Result<QualificationCard, Error> {
    let subject = Subject::from(id);
    let mut visits = Vec::new();
    for visit in store::artisan_qualification::uses(reader, id)? {
        visits.extend(store::visit::get(reader, visit)?);
    }
    let qualification = known(store::artisan_qualification::get(reader, id)?, "esta calificación")?;
    Ok(QualificationCard {
        recorded_in: recorded_in(reader, qualification.recorded_in)?,
        qualification,
        scans: store::scan::of(reader, subject.kind.code(), subject.id)?,
        visits,
        history: history(reader, subject)?,
    })
}
