//! What the registers answered about a case.

use super::{ArtisanPaper, Case, NotarialPower, PowerOrigin, Presenter};
use crate::domain::number::{EmployerNumber, Entered};
use crate::domain::register::{Answer, ArtisanIssuer, EmployerRecord, PeopleRegister, RegisterAnswer, Revocation};
use crate::domain::visit::{Asked, TypedNumber};

/// What the registers answered. `None` where nobody asked yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answers {
    /// About the employer's number.
    pub employer: Option<Answer<Entered<EmployerNumber>, RegisterAnswer>>,
    /// Whether the people register knows the number of the third party at the window.
    pub third_party: Option<Answer<Option<TypedNumber>, PeopleRegister>>,
    /// The revocation of the power that was shown, where one is known.
    pub power_revoked: Option<Answer<Option<PowerOrigin>, Revocation>>,
    /// The revocation of the artisan paper that was shown, where one is known.
    pub artisan_paper_revoked: Option<Answer<(Option<ArtisanIssuer>, String), Revocation>>,
}

impl Case {
    /// What the register of employers answered about the employer as it is written now.
    #[must_use]
    pub fn register(&self) -> Option<&RegisterAnswer> {
        self.answers.employer.as_ref()?.to(&self.copy.papers.employer.as_ref()?.number)
    }

    /// What the register of employers knows of the employer.
    #[must_use]
    pub fn record(&self) -> Option<&EmployerRecord> {
        match self.register()? {
            RegisterAnswer::Found(record) => Some(record),
            RegisterAnswer::NotFound => None,
        }
    }

    /// What the people register answered about the third party at the window.
    #[must_use]
    pub fn people_register(&self) -> Option<PeopleRegister> {
        let third_party = self.copy.papers.presenter.as_ref().and_then(Presenter::third_party)?;
        self.answers.third_party.as_ref()?.to(&third_party.somebody.person.number).copied()
    }

    /// The revocation of the power that was shown, where one is known.
    #[must_use]
    pub fn power_revoked(&self) -> Option<&Revocation> {
        let (_, power) = self.copy.papers.presenter.as_ref().and_then(Presenter::attorney)?;
        self.answers.power_revoked.as_ref()?.to(&power.and_then(Asked::paper)?.origin)
    }

    /// The revocation of the artisan paper that was shown, where one is known.
    #[must_use]
    pub fn artisan_paper_revoked(&self) -> Option<&Revocation> {
        let paper = self.copy.papers.artisan_paper.as_ref().and_then(Asked::paper)?;
        self.answers.artisan_paper_revoked.as_ref()?.to(&paper.by_which_it_is_known())
    }
}

impl NotarialPower {
    /// What the register knows of it, about the power as it stands.
    #[must_use]
    pub fn revoked(&self, revocation: Revocation) -> Answer<Option<PowerOrigin>, Revocation> {
        Answer { about: self.origin.clone(), answer: revocation }
    }
}

impl ArtisanPaper {
    /// Issuer and number.
    fn by_which_it_is_known(&self) -> (Option<ArtisanIssuer>, String) {
        (self.issuer, self.number.clone())
    }

    /// What the register knows of it, about the paper as it stands.
    #[must_use]
    pub fn revoked(&self, revocation: Revocation) -> Answer<(Option<ArtisanIssuer>, String), Revocation> {
        Answer { about: self.by_which_it_is_known(), answer: revocation }
    }
}
