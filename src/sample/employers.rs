//! The sample's employers: every kind, and the odd ones that a counter meets.

use super::people::{People, SamplePerson};
use super::{made, names, numbers};
use crate::domain::number::{Branch, EmployerNumber};
use crate::domain::register::{EmployerKind, SriState};
use crate::ops;

/// Somebody who may act for an employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleRepresentative {
    /// Who.
    pub person: SamplePerson,
    /// As what.
    pub capacity: &'static str,
}

/// An employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleEmployer {
    /// RUC or domestic-service number.
    pub number: EmployerNumber,
    /// What kind.
    pub kind: EmployerKind,
    /// The name.
    pub name: String,
    /// The registered e-mail, or nothing.
    pub email: String,
    /// How the RUC stands at the SRI.
    pub sri_state: SriState,
    /// Marked as an artisan's.
    pub artisan: bool,
    /// The branches with their names, at least one.
    pub branches: Vec<(Branch, String)>,
    /// The representatives, at least one.
    pub representatives: Vec<SampleRepresentative>,
}

/// What an employer of the sample is there to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Trait {
    /// A company.
    Company,
    /// With several branches and representatives.
    LargeCompany,
    /// Whose RUC fails its check digit.
    CompanyWithWarning,
    /// Represented by a foreigner without cédula.
    CompanyOfForeigner,
    /// Recorded by hand, unconfirmed.
    CompanyByHand,
    /// A public body.
    PublicBody,
    /// A natural person.
    Independent,
    /// A natural person whose RUC fails its check digit.
    IndependentWithWarning,
    /// A qualified artisan.
    Artisan,
    /// A foreigner with a cédula.
    ForeignResident,
    /// A foreigner without cédula: a RUC whose third digit is 9.
    ForeignIndependent,
    /// A household.
    Domestic,
}

/// How many of each: 200.
const COUNTS: [(Trait, usize); 12] = [
    (Trait::Company, 62),
    (Trait::LargeCompany, 12),
    (Trait::CompanyWithWarning, 5),
    (Trait::CompanyOfForeigner, 4),
    (Trait::CompanyByHand, 1),
    (Trait::PublicBody, 18),
    (Trait::Independent, 38),
    (Trait::IndependentWithWarning, 2),
    (Trait::Artisan, 14),
    (Trait::ForeignResident, 4),
    (Trait::ForeignIndependent, 4),
    (Trait::Domestic, 36),
];

/// The employers, each with what it shows.
#[derive(Debug)]
pub(super) struct Employers(Vec<(Trait, SampleEmployer)>);

impl Employers {
    /// All of them.
    pub(super) fn make(people: &mut People) -> Result<Self, ops::Error> {
        let mut list: Vec<(Trait, SampleEmployer)> = Vec::new();
        for (shows, count) in COUNTS {
            for nth in 0..count {
                let employer = loop {
                    let employer = one(people, shows, nth)?;
                    if list.iter().all(|(_, other)| other.number != employer.number) {
                        break employer;
                    }
                };
                list.push((shows, employer));
            }
        }
        Ok(Self(list))
    }

    /// Each with what it shows.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (Trait, &SampleEmployer)> {
        self.0.iter().map(|(shows, employer)| (*shows, employer))
    }

    /// Those that show this.
    pub(super) fn that_show(&self, shows: Trait) -> impl DoubleEndedIterator<Item = &SampleEmployer> {
        self.iter().filter(move |(it, _)| *it == shows).map(|(_, employer)| employer)
    }

    /// The `nth` of those that show this, from 0.
    pub(super) fn nth(&self, shows: Trait, nth: usize) -> Result<&SampleEmployer, ops::Error> {
        self.that_show(shows)
            .nth(nth)
            .ok_or_else(|| ops::Error::Inconsistent("a la muestra le falta un empleador".into()))
    }
}

impl SampleEmployer {
    /// The first representative, or the employer in person.
    pub(super) fn applicant(&self) -> Result<&SamplePerson, ops::Error> {
        let first = self.representatives.first();
        first
            .map(|it| &it.person)
            .ok_or_else(|| ops::Error::Inconsistent("a la muestra le falta un representante".into()))
    }
}

fn one(people: &mut People, shows: Trait, nth: usize) -> Result<SampleEmployer, ops::Error> {
    match shows {
        Trait::Company
        | Trait::LargeCompany
        | Trait::CompanyWithWarning
        | Trait::CompanyOfForeigner
        | Trait::CompanyByHand => company(people, shows, nth),
        Trait::PublicBody => public_body(people),
        Trait::Domestic => domestic(people),
        Trait::Independent
        | Trait::IndependentWithWarning
        | Trait::Artisan
        | Trait::ForeignResident
        | Trait::ForeignIndependent => independent(people, shows),
    }
}

fn company(people: &mut People, shows: Trait, nth: usize) -> Result<SampleEmployer, ops::Error> {
    let name = names::company(&mut people.chance, u32::try_from(nth).unwrap_or(0));
    let right = company_number(people);
    let number = match shows {
        Trait::CompanyWithWarning => numbers::with_another_check_digit(&right).unwrap_or(right),
        _ => right,
    };
    let (branches, representatives) = match shows {
        Trait::LargeCompany => (people.chance.between(2, 5), people.chance.between(2, 3)),
        _ => (1, 1),
    };
    let branch_names = ["Matriz", "Guayaquil", "Cuenca", "Manta", "Santo Domingo"];
    let branches = (1..=branches).zip(branch_names).map(|(at, name)| Ok((made(numbers::branch(at))?, name.to_owned())));
    let representatives = (0..representatives).map(|_| {
        let person = if shows == Trait::CompanyOfForeigner { people.foreigner() } else { people.citizen() }?;
        Ok(SampleRepresentative { person, capacity: names::capacity(&mut people.chance) })
    });
    let representatives = representatives.collect::<Result<_, ops::Error>>()?;
    let branches = branches.collect::<Result<_, ops::Error>>()?;
    Ok(SampleEmployer {
        email: email(people, &name),
        sri_state: sri_state(people),
        number,
        kind: EmployerKind::PrivateCompany,
        name,
        artisan: false,
        branches,
        representatives,
    })
}

fn company_number(people: &mut People) -> EmployerNumber {
    loop {
        let chance = &mut people.chance;
        let (province, sequence) = (numbers::province(chance), numbers::of_the_day(chance, numbers::COMPANY_BODIES));
        if let Some(number) = numbers::company_ruc(province, sequence) {
            return number;
        }
    }
}

fn public_body(people: &mut People) -> Result<SampleEmployer, ops::Error> {
    let number = loop {
        let chance = &mut people.chance;
        if let Some(number) =
            numbers::public_ruc(numbers::province(chance), numbers::of_the_day(chance, numbers::PUBLIC_BODIES))
        {
            break number;
        }
    };
    let name = names::public_body(&mut people.chance);
    Ok(SampleEmployer {
        email: email(people, &name),
        number,
        kind: EmployerKind::PublicBody,
        name,
        sri_state: SriState::Active,
        artisan: false,
        branches: vec![(made(numbers::branch(1))?, "Matriz".into())],
        representatives: vec![SampleRepresentative { person: people.citizen()?, capacity: "máxima autoridad" }],
    })
}

fn independent(people: &mut People, shows: Trait) -> Result<SampleEmployer, ops::Error> {
    let person = match shows {
        Trait::ForeignResident => people.resident(),
        Trait::ForeignIndependent => people.foreigner(),
        _ => people.citizen(),
    }?;
    let right = match person.cedula() {
        Some(cedula) => made(numbers::natural_ruc(cedula))?,
        None => company_number(people),
    };
    let number = match shows {
        Trait::IndependentWithWarning => numbers::with_another_check_digit(&right).unwrap_or(right),
        _ => right,
    };
    Ok(SampleEmployer {
        email: email(people, &person.name),
        sri_state: sri_state(people),
        number,
        kind: EmployerKind::Independent,
        name: person.name.clone(),
        artisan: shows == Trait::Artisan,
        branches: vec![(made(numbers::branch(1))?, String::new())],
        representatives: vec![SampleRepresentative { person, capacity: "propietario" }],
    })
}

fn domestic(people: &mut People) -> Result<SampleEmployer, ops::Error> {
    let person = people.citizen()?;
    let number =
        person.cedula().map(numbers::domestic).ok_or_else(|| ops::Error::Inconsistent("muestra sin cédula".into()))?;
    Ok(SampleEmployer {
        email: email(people, &person.name),
        number,
        kind: EmployerKind::DomesticService,
        name: person.name.clone(),
        sri_state: SriState::Unknown,
        artisan: false,
        branches: vec![(Branch::domestic(), String::new())],
        representatives: vec![SampleRepresentative { person, capacity: "empleador" }],
    })
}

fn sri_state(people: &mut People) -> SriState {
    people.chance.weighted(&[(SriState::Active, 17), (SriState::Suspended, 2), (SriState::Closed, 1)])
}

/// An address made of the name, in a domain that belongs to nobody; one in six has none.
fn email(people: &mut People, name: &str) -> String {
    if people.chance.happens(160) {
        return String::new();
    }
    let folded = crate::domain::name::folded(name);
    let mut words = folded.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| word.len() > 2);
    let (one, other) = (words.next().unwrap_or("correo"), words.next().unwrap_or("ec"));
    format!("{one}.{other}{}@ejemplo.example", people.chance.between(1, 99))
}
