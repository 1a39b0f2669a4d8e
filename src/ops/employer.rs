//! The register of employers, by hand: employers, branches and representatives recorded, corrected, confirmed.
//!
//! Every entry or change by hand leaves the fact unconfirmed until an import or a second person confirms it: until then
//! the rules ask for a supervisor's word.

use serde_json::json;

use super::error::{Error, known, refuse};
use super::person::{confirmed, filled, unchanged};
use super::second_person::{Confirmer, Touch, over_trusted, refuse_own};
pub use crate::domain::email::Email;
use crate::domain::id::EmployerId;
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};
use crate::domain::register::{ArtisanMark, EmployerKind, SriState};
use crate::domain::turn::Reason;
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::store;
use crate::store::employer::{Employer, EmployerBranch, Representative};
use crate::store::provenance::Provenance;

const CHANGED: &[Changed] = &[Changed::Employers];

/// What is known of an employer as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmployerFacts {
    /// RUC or domestic-service number.
    pub number: EmployerNumber,
    /// What kind; never inferred from the number.
    pub kind: EmployerKind,
    /// *Razón social*, or the person's name.
    pub name: String,
    /// The registered e-mail, where there is one.
    pub email: Option<Email>,
    /// How the RUC stands at the SRI.
    pub sri_state: SriState,
    /// Whether the register marks it as an artisan's.
    pub artisan: ArtisanMark,
}

impl EmployerFacts {
    /// The facts as a row written by this hand, or why they cannot be.
    fn by_hand(&self, work: &Work<'_>, id: EmployerId) -> Result<Employer, Error> {
        let domestic_number = matches!(self.number, EmployerNumber::Domestic(_));
        if domestic_number != (self.kind == EmployerKind::DomesticService) {
            return refuse(
                "kind",
                "El tipo no concuerda con el número: el servicio doméstico tiene la cédula seguida de 000, los demás un RUC.",
            );
        }
        Ok(Employer {
            id,
            number: self.number.clone(),
            kind: self.kind,
            name: filled(&self.name, "Escriba el nombre o la razón social del empleador.")?,
            email: self.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
            sri_state: self.sri_state,
            artisan: self.artisan == ArtisanMark::Artisan,
            // No hand says it: what a file said stays.
            has_key: store::employer::get(work.tx, id)?.and_then(|before| before.has_key),
            provenance: Provenance::hand(work.actor.user, work.now.0),
        })
    }
}

/// Records an employer who is not in the register, with its first branch.
#[derive(Debug, Clone)]
pub struct RecordEmployer {
    /// What is known of it.
    pub facts: EmployerFacts,
    /// Its branch: the others by [`SetBranch`].
    pub branch: Branch,
}

impl Operation for RecordEmployer {
    const NAME: &'static str = "employer.record";
    type Output = EmployerId;

    fn subject(&self) -> Subject {
        Subject::to_be(Noun::Employer)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<EmployerId>, Error> {
        let employer = self.facts.by_hand(work, EmployerId(0))?;
        refuse_taken(work, &employer.number)?;
        let id = store::employer::add(work.tx, &employer)?;
        let branch =
            EmployerBranch { branch: self.branch.clone(), name: String::new(), provenance: employer.provenance };
        store::employer::set_branch(work.tx, id, &branch)?;
        Ok(Done::new(id, id, CHANGED).detail(json!({ "after": told(&employer), "branch": self.branch.as_str() })))
    }
}

/// Corrects what is known of an employer as a whole.
#[derive(Debug, Clone)]
pub struct CorrectEmployer {
    /// Whose.
    pub employer: EmployerId,
    /// All of it, from now on.
    pub facts: EmployerFacts,
}

impl Operation for CorrectEmployer {
    const NAME: &'static str = "employer.correct";
    type Output = ();

    fn subject(&self) -> Subject {
        self.employer.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let before = known(store::employer::get(work.tx, self.employer)?, "este empleador")?;
        let after = self.facts.by_hand(work, self.employer)?;
        if (Employer { provenance: after.provenance, ..before.clone() }) == after {
            return unchanged();
        }
        let mut detail = json!({ "before": told(&before), "after": told(&after) });
        if before.number != after.number {
            refuse_taken(work, &after.number)?;
            if let (Some(detail), hanging) = (detail.as_object_mut(), loosened(work, self.employer)?) {
                detail.insert(LOOSENED.into(), hanging);
            }
        }
        store::employer::update(work.tx, &after)?;
        Ok(Done::new((), self.employer, CHANGED).detail(detail))
    }
}

/// Under this name the detail of a corrected number holds what was trusted under the number before.
pub(super) const LOOSENED: &str = "by_hand_again";

/// Under another number it is another employer: nobody vouches for its branches and representatives any more. Answers
/// which of them were trusted.
fn loosened(work: &Work<'_>, employer: EmployerId) -> Result<serde_json::Value, Error> {
    let by_hand = Provenance::hand(work.actor.user, work.now.0);
    let (mut of_branches, mut of_representatives) = (Vec::new(), Vec::new());
    for branch in store::employer::branches(work.tx, employer)?.into_iter().filter(|it| it.provenance.is_trusted()) {
        of_branches.push(branch.branch.as_str().to_owned());
        store::employer::set_branch(work.tx, employer, &EmployerBranch { provenance: by_hand, ..branch })?;
    }
    for it in store::employer::representatives(work.tx, employer)?.into_iter().filter(|it| it.provenance.is_trusted()) {
        of_representatives.push(it.number.as_str().to_owned());
        store::employer::set_representative(work.tx, employer, &Representative { provenance: by_hand, ..it })?;
    }
    Ok(json!({ "branches": of_branches, "representatives": of_representatives }))
}

/// Was this branch or representative trusted until the employer's number was corrected?
fn was_loosened(detail: &serde_json::Value, list: &str, name: &str) -> bool {
    let named = detail.pointer(&format!("/{LOOSENED}/{list}")).and_then(serde_json::Value::as_array);
    named.is_some_and(|named| named.iter().any(|it| it.as_str() == Some(name)))
}

/// Adds a branch, or corrects its name.
#[derive(Debug, Clone)]
pub struct SetBranch {
    /// Whose.
    pub employer: EmployerId,
    /// Which.
    pub branch: Branch,
    /// Its name, or nothing.
    pub name: String,
}

impl Operation for SetBranch {
    const NAME: &'static str = "employer.set_branch";
    type Output = ();

    fn subject(&self) -> Subject {
        self.employer.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        known(store::employer::get(work.tx, self.employer)?, "este empleador")?;
        let name = self.name.trim();
        let before = store::employer::branches(work.tx, self.employer)?.into_iter().find(|it| it.branch == self.branch);
        if before.as_ref().is_some_and(|before| before.name == name) {
            return unchanged();
        }
        let provenance = Provenance::hand(work.actor.user, work.now.0);
        let after = EmployerBranch { branch: self.branch.clone(), name: name.to_owned(), provenance };
        store::employer::set_branch(work.tx, self.employer, &after)?;
        Ok(Done::new((), self.employer, CHANGED)
            .code(self.branch.as_str())
            .detail(json!({ "before": before.as_ref().map(told_branch), "after": name })))
    }
}

/// Adds a representative, or corrects name and capacity; whoever had left office is in office again.
#[derive(Debug, Clone)]
pub struct SetRepresentative {
    /// Whose.
    pub employer: EmployerId,
    /// Who.
    pub number: PersonNumber,
    /// The name, as on the document.
    pub name: String,
    /// As what ("gerente general"), or nothing.
    pub capacity: String,
}

impl Operation for SetRepresentative {
    const NAME: &'static str = "employer.set_representative";
    type Output = ();

    fn subject(&self) -> Subject {
        self.employer.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        known(store::employer::get(work.tx, self.employer)?, "este empleador")?;
        let before = in_office(work, self.employer, &self.number)?;
        let after = Representative {
            number: self.number.clone(),
            name: filled(&self.name, "Escriba el nombre de quien representa al empleador, como está en su documento.")?,
            capacity: self.capacity.trim().into(),
            provenance: Provenance::hand(work.actor.user, work.now.0),
        };
        if before.as_ref().is_some_and(|before| before.name == after.name && before.capacity == after.capacity) {
            return unchanged();
        }
        store::employer::set_representative(work.tx, self.employer, &after)?;
        Ok(Done::new((), self.employer, CHANGED).detail(
            json!({ "before": before.as_ref().map(told_representative), "after": told_representative(&after) }),
        ))
    }
}

/// A representative leaves office.
#[derive(Debug, Clone)]
pub struct EndRepresentative {
    /// Whose.
    pub employer: EmployerId,
    /// Who.
    pub number: PersonNumber,
    /// Why, or how it is known.
    pub reason: Reason,
}

impl Operation for EndRepresentative {
    const NAME: &'static str = "employer.end_representative";
    type Output = ();

    fn subject(&self) -> Subject {
        self.employer.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let before = known(in_office(work, self.employer, &self.number)?, "este representante en funciones")?;
        store::employer::end_representative(work.tx, self.employer, &self.number, work.now.0)?;
        Ok(Done::new((), self.employer, CHANGED)
            .detail(json!({ "before": told_representative(&before), "reason": self.reason.as_str() })))
    }
}

/// A second person confirms what hands wrote of an employer and its branches.
#[derive(Debug, Clone, Copy)]
pub struct ConfirmEmployer {
    /// Whose.
    pub employer: EmployerId,
}

impl Operation for ConfirmEmployer {
    const NAME: &'static str = "employer.confirm";
    type Output = ();

    fn subject(&self) -> Subject {
        self.employer.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut employer = known(store::employer::get(work.tx, self.employer)?, "este empleador")?;
        let mut branches = store::employer::branches(work.tx, self.employer)?;
        branches.retain(|it| !it.provenance.is_trusted());
        let (mut confirmer, mut recorded_by) = (Confirmer::Apart, None);
        if branches.is_empty() || !employer.provenance.is_trusted() {
            (employer.provenance, confirmer) =
                confirmed(work, self.employer, &employer.provenance, |entry, detail| match entry.operation.as_str() {
                    RecordEmployer::NAME | CorrectEmployer::NAME => Touch::Wrote { over_trusted: over_trusted(detail) },
                    Self::NAME => Touch::Confirmed,
                    _ => Touch::Nothing,
                })?;
            store::employer::update(work.tx, &employer)?;
            recorded_by = Some(employer.provenance.recorded_by);
        }
        for mut branch in branches.iter().cloned() {
            let of_branch =
                refuse_own(work, self.employer, &branch.provenance, |entry, detail| match entry.operation.as_str() {
                    RecordEmployer::NAME => Touch::Wrote { over_trusted: false },
                    CorrectEmployer::NAME if was_loosened(detail, "branches", branch.branch.as_str()) => {
                        Touch::Wrote { over_trusted: true }
                    }
                    SetBranch::NAME if entry.code == branch.branch.as_str() => {
                        Touch::Wrote { over_trusted: over_trusted(detail) }
                    }
                    Self::NAME => Touch::Confirmed,
                    _ => Touch::Nothing,
                })?;
            confirmer = confirmer.and(of_branch);
            branch.provenance.confirmed = Some((work.actor.user, work.now.0));
            store::employer::set_branch(work.tx, self.employer, &branch)?;
        }
        let branches: Vec<_> =
            branches.iter().map(|it| json!([it.branch.as_str(), it.provenance.recorded_by])).collect();
        Ok(Done::new((), self.employer, CHANGED)
            .code(confirmer.code())
            .detail(json!({ "recorded_by": recorded_by, "branches": branches })))
    }
}

/// A second person confirms a representative whom a hand wrote.
#[derive(Debug, Clone)]
pub struct ConfirmRepresentative {
    /// Whose.
    pub employer: EmployerId,
    /// Who.
    pub number: PersonNumber,
}

impl Operation for ConfirmRepresentative {
    const NAME: &'static str = "employer.confirm_representative";
    type Output = ();

    fn subject(&self) -> Subject {
        self.employer.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut representative =
            known(in_office(work, self.employer, &self.number)?, "este representante en funciones")?;
        let recorded_by = representative.provenance.recorded_by;
        let number = Some(self.number.as_str());
        let names = |detail: &serde_json::Value, place| detail.pointer(place).is_none_or(|it| it.as_str() == number);
        let (provenance, confirmer) = confirmed(work, self.employer, &representative.provenance, |entry, detail| {
            match entry.operation.as_str() {
                CorrectEmployer::NAME if was_loosened(detail, "representatives", self.number.as_str()) => {
                    Touch::Wrote { over_trusted: true }
                }
                SetRepresentative::NAME if names(detail, "/after/number") => {
                    Touch::Wrote { over_trusted: over_trusted(detail) }
                }
                Self::NAME if detail.pointer("/number").is_some() && names(detail, "/number") => Touch::Confirmed,
                _ => Touch::Nothing,
            }
        })?;
        representative.provenance = provenance;
        store::employer::set_representative(work.tx, self.employer, &representative)?;
        Ok(Done::new((), self.employer, CHANGED)
            .code(confirmer.code())
            .detail(json!({ "number": self.number.as_str(), "recorded_by": recorded_by })))
    }
}

fn in_office(work: &Work<'_>, employer: EmployerId, number: &PersonNumber) -> Result<Option<Representative>, Error> {
    Ok(store::employer::representatives(work.tx, employer)?.into_iter().find(|it| it.number == *number))
}

fn refuse_taken(work: &Work<'_>, number: &EmployerNumber) -> Result<(), Error> {
    match store::employer::by_number(work.tx, number)? {
        Some(there) => {
            refuse("number_taken", format!("El número {number} ya está en el registro, a nombre de {}.", there.name))
        }
        None => Ok(()),
    }
}

fn told(employer: &Employer) -> serde_json::Value {
    json!({
        "number": employer.number.as_str(),
        "kind": employer.kind,
        "name": employer.name,
        "email": employer.email,
        "sri_state": employer.sri_state,
        "artisan": employer.artisan,
        "trusted": employer.provenance.is_trusted(),
    })
}

fn told_branch(it: &EmployerBranch) -> serde_json::Value {
    json!({ "name": it.name, "trusted": it.provenance.is_trusted() })
}

fn told_representative(it: &Representative) -> serde_json::Value {
    json!({ "number": it.number.as_str(), "name": it.name, "capacity": it.capacity, "trusted": it.provenance.is_trusted() })
}
