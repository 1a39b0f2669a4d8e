//! What the registers say of what the clerk wrote: of the employer, of the third party, of revoked papers.

use super::revocation;
use crate::domain::procedure::employer_key::case::{Answers, EmployerChoice, EmployerKey, Presenter};
use crate::domain::register::{Answer, PeopleRegister};
use crate::domain::visit::{Asked, Person, TypedNumber};
use crate::ops::error::Error;
use crate::ops::register;
use crate::ops::visit::parsed;
use crate::store::{self, Reader};

/// What the registers say of what the clerk wrote.
pub(super) fn answers(reader: &Reader, papers: &EmployerKey) -> Result<Answers, Error> {
    let employer = match &papers.employer {
        Some(EmployerChoice { number, .. }) => match number.value() {
            Ok(known) => Some(Answer { about: number.clone(), answer: register::employer(reader, known)? }),
            Err(_) => None,
        },
        None => None,
    };
    let presenter = papers.presenter.as_ref();
    let third_party = presenter.and_then(Presenter::third_party);
    let third_party = third_party.map(|it| people_register(reader, &it.somebody.person)).transpose()?.flatten();
    let power = presenter.and_then(Presenter::attorney).and_then(|(_, power)| power?.paper());
    let power_revoked = power.map(|power| revocation::of_power(reader, power)).transpose()?.flatten();
    let paper = papers.artisan_paper.as_ref().and_then(Asked::paper);
    let paper_revoked = paper.map(|paper| revocation::of_artisan_paper(reader, paper)).transpose()?.flatten();
    Ok(Answers {
        employer,
        third_party,
        power_revoked: power.zip(power_revoked).map(|(power, revocation)| power.revoked(revocation)),
        artisan_paper_revoked: paper.zip(paper_revoked).map(|(paper, revocation)| paper.revoked(revocation)),
    })
}

fn people_register(
    reader: &Reader,
    person: &Person,
) -> Result<Option<Answer<Option<TypedNumber>, PeopleRegister>>, Error> {
    let Some(number) = person.number.as_ref().and_then(parsed) else { return Ok(None) };
    let answer = match store::person::by_number(reader, &number)? {
        Some(_) => PeopleRegister::Found,
        None => PeopleRegister::NotFound,
    };
    Ok(Some(Answer { about: person.number.clone(), answer }))
}
