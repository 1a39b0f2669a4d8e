//! The powers and artisan papers of a visit and the registers: where one served is noted, and what was copied from a
//! paper at the counter is in the register afterwards, by hand and with the visit that copied it.

use serde_json::{Value, json};

use crate::domain::id::{ArtisanQualificationId, NotarialPowerId};
use crate::domain::number::PersonNumber;
use crate::domain::procedure::employer_key::case::{ArtisanPaper, Case, NotarialPower, PowerOrigin, Presenter};
use crate::domain::register::LegalValidation;
use crate::domain::visit::{Asked, Person, Validity};
use crate::ops::error::Error;
use crate::ops::house::operation::Work;
use crate::ops::procedure::Served;
use crate::ops::visit::parsed;
use crate::store::visit::Visit;
use crate::store::{self, Hold};

/// Takes what was copied in a visit that ends into the registers, and notes where it served. Answers what was taken, by
/// noun and id, for the entry of the ending; nothing where nothing was.
pub(super) fn take_up(work: &Work<'_>, visit: &Visit, case: &Case, served: Served) -> Result<Option<Value>, Error> {
    let mut taken = Vec::new();
    if power_of(case).is_some() || case.copy.papers.artisan_paper.is_some() {
        work.tx.hold(Hold::Registers)?;
    }
    if let Some(power) = power_of(case) {
        let found = same_powers(work, power)?;
        let copied = copied_power(work, visit, power);
        match (own_power(work, visit, power)?, found.first()) {
            // It was copied before the visit was opened again: what stands on the screen now is what was meant.
            (Some(own), _) => {
                if let Some(copied) = copied.filter(|it| !is_same_power(it, &own)) {
                    store::notarial_power::correct(work.tx, own.id, &copied)?;
                    taken.push(json!({ "notarial_power": own.id, "corrected": true }));
                }
            }
            (None, Some(known)) => {
                if let Some(seen) = power.legal_validation.as_ref().filter(|seen| **seen != known.legal_validation)
                    && !seen.is_blank()
                    && (known.legal_validation.is_blank() || known.legal_validation == LegalValidation::NotValidated)
                {
                    store::notarial_power::set_validation(work.tx, known.id, seen)?;
                    taken.push(json!({ "notarial_power": known.id, "validation": true }));
                }
            }
            (None, None) => {
                if let Some(copied) = copied {
                    let id = store::notarial_power::add(work.tx, &copied)?;
                    taken.push(json!({ "notarial_power": id }));
                }
            }
        }
        if served == Served::Yes {
            for recorded in same_powers(work, power)? {
                store::notarial_power::note_use(work.tx, recorded.id, visit.id, work.now.0)?;
            }
        }
    }
    if let Some(paper) = case.copy.papers.artisan_paper.as_ref().and_then(Asked::paper) {
        let copied = copied_qualification(work, visit, paper);
        match (own_qualification(work, visit, paper)?, copied) {
            (Some(own), Some(copied)) if !is_same_qualification(&copied, &own) => {
                store::artisan_qualification::correct(work.tx, own.id, &copied)?;
                taken.push(json!({ "artisan_qualification": own.id, "corrected": true }));
            }
            (None, Some(copied)) if same_qualifications(work, paper)?.is_empty() => {
                let id = store::artisan_qualification::add(work.tx, &copied)?;
                taken.push(json!({ "artisan_qualification": id }));
            }
            _ => {}
        }
        if served == Served::Yes {
            for recorded in same_qualifications(work, paper)? {
                store::artisan_qualification::note_use(work.tx, recorded.id, visit.id, work.now.0)?;
            }
        }
    }
    Ok((!taken.is_empty()).then_some(Value::Array(taken)))
}

/// The power that was shown in a visit.
#[must_use]
pub(super) fn power_of(case: &Case) -> Option<&NotarialPower> {
    match &case.copy.papers.presenter {
        Some(Presenter::Attorney { power, .. } | Presenter::ThirdPartySentByAttorney { power, .. }) => {
            power.as_ref().and_then(Asked::paper)
        }
        _ => None,
    }
}

/// The register's entries of this very power: of the same two people, and of its code or, where it has none, of its day.
fn same_powers(work: &Work<'_>, power: &NotarialPower) -> Result<Vec<store::notarial_power::NotarialPower>, Error> {
    let (Some(grantor), Some(holder)) = (number(&power.grantor), number(&power.attorney)) else {
        return Ok(Vec::new());
    };
    let mut found = match code(power) {
        "" => store::notarial_power::of_person(work.tx, &grantor)?,
        code => store::notarial_power::by_code(work.tx, code)?,
    };
    found.retain(|it| it.code == code(power) && it.grantor.0 == grantor && it.holder.0 == holder);
    if code(power).is_empty() {
        found.retain(|it| Some(it.granted_on) == power.granted_on);
    }
    Ok(found)
}

fn code(power: &NotarialPower) -> &str {
    match &power.origin {
        Some(PowerOrigin::Ecuador(code)) => code.value().map_or(code.text().trim(), |code| code.as_str()),
        _ => "",
    }
}

/// Copies a power of which everything was noted; what is half noted is not worth offering again.
fn copied_power(work: &Work<'_>, visit: &Visit, power: &NotarialPower) -> Option<store::notarial_power::NotarialPower> {
    let is_there = match &power.origin {
        Some(PowerOrigin::Ecuador(_)) => !code(power).is_empty(),
        Some(PowerOrigin::Abroad(_)) => true,
        None => false,
    };
    let (Some(grantor), Some(holder), Some(granted_on), Some(validity), Some(scope), Some(legal_validation)) = (
        named(&power.grantor),
        named(&power.attorney),
        power.granted_on,
        power.validity,
        power.scope,
        power.legal_validation.clone(),
    ) else {
        return None;
    };
    if !is_there || grantor.0 == holder.0 || granted_on > work.day {
        return None;
    }
    Some(store::notarial_power::NotarialPower {
        id: NotarialPowerId(0),
        code: code(power).to_owned(),
        grantor,
        holder,
        granted_on,
        valid_until: last_day(validity),
        scope,
        legal_validation,
        recorded_by: work.actor.user,
        recorded_at_ms: work.now.0,
        recorded_in: Some(visit.id),
        revoked: None,
        set_aside: None,
    })
}

/// What an earlier ending of this visit copied of this power, as long as it has served nobody: of the same two people,
/// with the same code or of the same day, since either may have been mistyped.
fn own_power(
    work: &Work<'_>,
    visit: &Visit,
    power: &NotarialPower,
) -> Result<Option<store::notarial_power::NotarialPower>, Error> {
    let (grantor, holder) = (number(&power.grantor), number(&power.attorney));
    let own = store::notarial_power::copied_in(work.tx, visit.id)?;
    Ok(own.into_iter().find(|it| {
        let same_paper = it.code == code(power) || Some(it.granted_on) == power.granted_on;
        same_paper && Some(&it.grantor.0) == grantor.as_ref() && Some(&it.holder.0) == holder.as_ref()
    }))
}

fn is_same_power(copied: &store::notarial_power::NotarialPower, own: &store::notarial_power::NotarialPower) -> bool {
    let (id, recorded_by, recorded_at_ms) = (own.id, own.recorded_by, own.recorded_at_ms);
    store::notarial_power::NotarialPower { id, recorded_by, recorded_at_ms, ..copied.clone() } == *own
}

/// The register's entries of this very paper.
fn same_qualifications(
    work: &Work<'_>,
    paper: &ArtisanPaper,
) -> Result<Vec<store::artisan_qualification::ArtisanQualification>, Error> {
    let mut found = store::artisan_qualification::by_number(work.tx, paper.number.trim())?;
    found.retain(|it| Some(it.issuer) == paper.issuer && Some(&it.holder.0) == number(&paper.holder).as_ref());
    Ok(found)
}

fn copied_qualification(
    work: &Work<'_>,
    visit: &Visit,
    paper: &ArtisanPaper,
) -> Option<store::artisan_qualification::ArtisanQualification> {
    let printed = paper.number.trim();
    let (Some(issuer), Some(holder), Some(issued_on), Some(validity)) =
        (paper.issuer, named(&paper.holder), paper.issued_on, paper.validity)
    else {
        return None;
    };
    if printed.is_empty() || issued_on > work.day {
        return None;
    }
    Some(store::artisan_qualification::ArtisanQualification {
        id: ArtisanQualificationId(0),
        issuer,
        number: printed.to_owned(),
        holder,
        issued_on,
        expires_on: last_day(validity),
        recorded_by: work.actor.user,
        recorded_at_ms: work.now.0,
        recorded_in: Some(visit.id),
        revoked: None,
        set_aside: None,
    })
}

/// What an earlier ending of this visit copied of this paper, as long as it has served nobody.
fn own_qualification(
    work: &Work<'_>,
    visit: &Visit,
    paper: &ArtisanPaper,
) -> Result<Option<store::artisan_qualification::ArtisanQualification>, Error> {
    let holder = number(&paper.holder);
    let own = store::artisan_qualification::copied_in(work.tx, visit.id)?;
    Ok(own.into_iter().find(|it| {
        let same_paper = it.number == paper.number.trim() || Some(it.issued_on) == paper.issued_on;
        same_paper && Some(it.issuer) == paper.issuer && Some(&it.holder.0) == holder.as_ref()
    }))
}

fn is_same_qualification(
    copied: &store::artisan_qualification::ArtisanQualification,
    own: &store::artisan_qualification::ArtisanQualification,
) -> bool {
    let (id, recorded_by, recorded_at_ms) = (own.id, own.recorded_by, own.recorded_at_ms);
    store::artisan_qualification::ArtisanQualification { id, recorded_by, recorded_at_ms, ..copied.clone() } == *own
}

fn last_day(validity: Validity) -> Option<chrono::NaiveDate> {
    match validity {
        Validity::Until(day) => Some(day),
        Validity::Indefinite => None,
    }
}

fn number(person: &Person) -> Option<PersonNumber> {
    person.number.as_ref().and_then(parsed)
}

fn named(person: &Person) -> Option<(PersonNumber, String)> {
    let name: Vec<&str> = person.name.split_whitespace().collect();
    if name.is_empty() { None } else { number(person).map(|number| (number, name.join(" "))) }
}
