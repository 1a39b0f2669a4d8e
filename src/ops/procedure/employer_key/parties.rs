//! For whom a visit is and who acts: what was answered for one, or scanned of one, is not another's.

use crate::domain::number::{EmployerNumber, PersonNumber};
use crate::domain::procedure::employer_key::case::{EmployerKey, Presenter};
use crate::domain::visit::Person;
use crate::ops::scan::ScannedPaper;
use crate::ops::visit::parsed;

/// The parties of a visit, as far as their numbers are whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parties {
    employer: Option<EmployerNumber>,
    applicant: Option<PersonNumber>,
    presenter: Option<PersonNumber>,
    attorney: Option<PersonNumber>,
}

impl Parties {
    /// Those of these papers.
    #[must_use]
    pub fn of(papers: &EmployerKey) -> Self {
        let number = |person: &Person| person.number.as_ref().and_then(parsed);
        let presenter = papers.presenter.as_ref();
        Self {
            employer: papers.employer.as_ref().and_then(|it| it.number.value().ok().cloned()),
            applicant: papers.applicant.as_ref().and_then(number),
            presenter: presenter.and_then(Presenter::at_window).and_then(|it| number(&it.person)),
            attorney: presenter.and_then(Presenter::attorney).and_then(|(it, _)| number(&it.person)),
        }
    }

    /// Has somebody else than before to authorise a third party?
    #[must_use]
    pub fn have_another_grantor(&self, before: &Self) -> bool {
        is_another(before.applicant.as_ref(), self.applicant.as_ref())
            || is_another(before.attorney.as_ref(), self.attorney.as_ref())
    }

    /// The papers whose scans show what was brought for those of before.
    #[must_use]
    pub fn outdated_scans(&self, before: &Self) -> Vec<ScannedPaper> {
        let mut outdated = Vec::new();
        if is_another(before.employer.as_ref(), self.employer.as_ref()) {
            outdated.push(ScannedPaper::Request);
        }
        if is_another(before.applicant.as_ref(), self.applicant.as_ref()) {
            outdated.extend([
                ScannedPaper::Request,
                ScannedPaper::ApplicantDocument,
                ScannedPaper::NotarialPower,
                ScannedPaper::Appointment,
                ScannedPaper::ArtisanQualification,
            ]);
        }
        if is_another(before.presenter.as_ref(), self.presenter.as_ref()) {
            outdated.extend([ScannedPaper::PresenterDocument, ScannedPaper::Appointment]);
        }
        if is_another(before.attorney.as_ref(), self.attorney.as_ref()) {
            outdated.extend([ScannedPaper::AttorneyDocument, ScannedPaper::NotarialPower]);
        }
        outdated
    }
}

/// Somebody was known, and is no longer the one.
fn is_another<T: PartialEq>(before: Option<&T>, now: Option<&T>) -> bool {
    before.is_some() && before != now
}
