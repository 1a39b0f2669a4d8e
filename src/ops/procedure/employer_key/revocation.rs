//! What the registers know as revoked is revoked in a visit, whatever the paper looks like and however it was typed.

use crate::domain::number::{PersonNumber, read_alike};
use crate::domain::procedure::employer_key::case::{ArtisanPaper, NotarialPower, PowerOrigin};
use crate::domain::register::Revocation;
use crate::domain::visit::{Agreement, Person};
use crate::ops::error::Error;
use crate::ops::visit::{parsed, typed};
use crate::store::{self, Reader};

/// Whether the register knows a power as revoked: by its code; or as a power of the same two people with a code that reads alike or of the same day, which finds those
/// granted abroad, that have no code, and those mistyped here or in the register.
pub(super) fn of_power(reader: &Reader, power: &NotarialPower) -> Result<Option<Revocation>, Error> {
    let code = match &power.origin {
        Some(PowerOrigin::Ecuador(code)) => code.value().map_or(code.text(), |code| code.as_str()),
        _ => "",
    };
    let mut candidates = match code {
        "" => Vec::new(),
        code => store::notarial_power::by_code(reader, code)?,
    };
    for person in [&power.grantor, &power.attorney] {
        if let Some(number) = person.number.as_ref().and_then(parsed) {
            let of_person = store::notarial_power::revoked_of_person(reader, &number)?;
            candidates.extend(of_person.into_iter().filter(|it| {
                let same_paper = read_alike(code, &it.code) || power.granted_on == Some(it.granted_on);
                same_paper && is_of(&power.grantor, &it.grantor) && is_of(&power.attorney, &it.holder)
            }));
        }
    }
    Ok(candidates.into_iter().filter_map(|it| it.revoked).min_by_key(|it| it.on).map(in_the_visit))
}

/// Whether the register knows an artisan paper as revoked: by issuer and number; or as a paper of the same issuer and holder with a number that reads alike.
pub(super) fn of_artisan_paper(reader: &Reader, paper: &ArtisanPaper) -> Result<Option<Revocation>, Error> {
    let number = paper.number.trim();
    let mut candidates = store::artisan_qualification::by_number(reader, number)?;
    if let Some(holder) = paper.holder.number.as_ref().and_then(parsed) {
        let of_holder = store::artisan_qualification::revoked_of_person(reader, &holder)?;
        candidates.extend(of_holder.into_iter().filter(|it| read_alike(number, &it.number)));
    }
    candidates.retain(|it| paper.issuer == Some(it.issuer));
    Ok(candidates.into_iter().filter_map(|it| it.revoked).min_by_key(|it| it.on).map(in_the_visit))
}

fn is_of(person: &Person, (number, name): &(PersonNumber, String)) -> bool {
    let recorded = Person { number: Some(typed(number)), name: name.clone() };
    person.compare(&recorded).same_person() == Agreement::Agrees
}

/// What counts is the day of the act, not that on which it was recorded.
fn in_the_visit(revoked: store::notarial_power::Revocation) -> Revocation {
    Revocation { on: revoked.on, reason: revoked.reason }
}
