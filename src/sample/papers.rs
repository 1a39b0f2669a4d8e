//! The sample's papers of the registers: notarial powers and artisan qualifications, in force and out of force.

use chrono::{Datelike as _, Days, NaiveDate};

use super::employers::{Employers, SampleEmployer, Trait};
use super::people::{People, SamplePerson};
use super::{made, numbers};
use crate::domain::number::NotarialCode;
use crate::domain::register::{ArtisanIssuer, LegalValidation, PowerScope};
use crate::ops;

/// A notarial power.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamplePower {
    /// The notarial code.
    pub code: NotarialCode,
    /// Who granted it.
    pub grantor: SamplePerson,
    /// The attorney.
    pub attorney: SamplePerson,
    /// Its day.
    pub granted_on: NaiveDate,
    /// Its last day; indefinite without.
    pub valid_until: Option<NaiveDate>,
    /// Does it cover request and key?
    pub scope: PowerScope,
    /// The legal area's word.
    pub legal_validation: LegalValidation,
    /// It was revoked.
    pub is_revoked: bool,
}

/// An artisan qualification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleQualification {
    /// Who issued it.
    pub issuer: ArtisanIssuer,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub holder: SamplePerson,
    /// Its day.
    pub issued_on: NaiveDate,
    /// Its last day; "Indefinida" without.
    pub expires_on: Option<NaiveDate>,
}

/// How a power of the sample stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    InForce,
    Indefinite,
    OutOfForce,
    NotValidated,
    Unclear,
    Revoked,
}

/// How many of each, the first for whoever the script sends.
const POWERS: [(Standing, usize); 6] = [
    (Standing::InForce, 10),
    (Standing::Indefinite, 4),
    (Standing::OutOfForce, 5),
    (Standing::NotValidated, 2),
    (Standing::Unclear, 2),
    (Standing::Revoked, 1),
];

/// Powers that representatives of companies granted: the first is in force, and its grantor is `first`'s representative.
pub(super) fn powers(
    people: &mut People,
    first: &SampleEmployer,
    employers: &Employers,
    day: NaiveDate,
) -> Result<Vec<SamplePower>, ops::Error> {
    let others = employers.that_show(Trait::LargeCompany).chain(employers.that_show(Trait::PublicBody));
    let mut grantors = std::iter::once(first).chain(others.filter(|employer| *employer != first));
    let mut list = Vec::new();
    for (standing, count) in POWERS {
        for _ in 0..count {
            let grantor = match grantors.next() {
                Some(employer) => employer.applicant()?.clone(),
                None => people.citizen()?,
            };
            list.push(power(people, grantor, standing, day)?);
        }
    }
    Ok(list)
}

fn power(
    people: &mut People,
    grantor: SamplePerson,
    standing: Standing,
    day: NaiveDate,
) -> Result<SamplePower, ops::Error> {
    let attorney = people.citizen()?;
    let days_ago = match standing {
        Standing::OutOfForce => people.chance.between(800, 1_400),
        _ => people.chance.between(40, 600),
    };
    let granted_on = before(day, days_ago);
    let validated = LegalValidation::Validated {
        reference: format!("DPP-UJ-{}-{:04}", granted_on.year(), people.chance.between(1, 1_999)),
        on: after(granted_on, people.chance.between(2, 20)),
        by: "Unidad Jurídica de la Dirección Provincial".into(),
    };
    Ok(SamplePower {
        code: made(numbers::notarial_code(&mut people.chance, granted_on.year()))?,
        grantor,
        attorney,
        granted_on,
        valid_until: match standing {
            Standing::Indefinite => None,
            Standing::OutOfForce => after(granted_on, 730),
            _ => after(day, people.chance.between(30, 700)),
        },
        scope: if standing == Standing::Unclear { PowerScope::Unclear } else { PowerScope::Sufficient },
        legal_validation: if standing == Standing::NotValidated { LegalValidation::NotValidated } else { validated },
        is_revoked: standing == Standing::Revoked,
    })
}

/// The papers of the artisans among the employers: the first is in force, every third has expired.
pub(super) fn qualifications(
    people: &mut People,
    employers: &Employers,
    day: NaiveDate,
) -> Result<Vec<SampleQualification>, ops::Error> {
    (0_u32..)
        .zip(employers.that_show(Trait::Artisan))
        .map(|(nth, artisan)| {
            let issuer = if nth % 4 == 3 { ArtisanIssuer::Ministry } else { ArtisanIssuer::JuntaNacional };
            let number = match issuer {
                ArtisanIssuer::JuntaNacional => format!("{}", people.chance.between(100_000, 199_999)),
                ArtisanIssuer::Ministry => format!("MPCEIP-SC-{:04}", people.chance.between(1, 9_999)),
            };
            let is_expired = nth % 3 == 2;
            let issued_on = before(day, if is_expired { 1_300 } else { people.chance.between(30, 1_000) });
            let expires_on = if nth % 3 == 1 { None } else { after(issued_on, 1_095) };
            Ok(SampleQualification { issuer, number, holder: artisan.applicant()?.clone(), issued_on, expires_on })
        })
        .collect()
}

fn before(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(days))).unwrap_or(day)
}

fn after(day: NaiveDate, days: u32) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(u64::from(days)))
}
