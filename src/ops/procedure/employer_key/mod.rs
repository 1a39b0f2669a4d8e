//! What the counter does with the papers of an employer key: it asks the registers about them, knows by what a visit is
//! searched and for whom it is, and takes up what was copied where it serves again.

mod answers;
mod keys;
mod parties;
mod people;
mod revocation;
mod story;
mod taking_up;

pub use parties::Parties;
pub(in crate::ops) use people::{employer_name, role};

use serde_json::Value;

use super::{AtCounter, Served};
use crate::domain::procedure::employer_key::case::{Answers, Case, EmployerKey};
use crate::domain::visit::ScannedPaper;
use crate::ops::error::Error;
use crate::ops::house::operation::Work;
use crate::ops::issuance::DeliverSlip;
use crate::ops::word::whose;
use crate::print::documents::Attendee;
use crate::store::Reader;
use crate::store::visit::{Keys, Visit};

impl AtCounter for EmployerKey {
    type Serves = DeliverSlip;

    const NOTHING_IN_THE_WAY: &'static str = "Nada impide entregar la clave: imprímala, escriba por qué no la entrega, o \
         registre que la persona se retiró.";
    const LINKS: Option<&'static str> = Some("Atender por otro empleador");

    fn ask(reader: &Reader, papers: &Self) -> Result<Answers, Error> {
        answers::answers(reader, papers)
    }

    fn keys(papers: &Self, answers: &Answers) -> Keys {
        keys::keys(papers, answers)
    }

    /// Whose key it is, and who would receive it.
    fn whose(keys: &Keys) -> String {
        let recipient = if keys.presenter_number.is_empty() { &keys.applicant_number } else { &keys.presenter_number };
        whose(&keys.employer_number, &keys.employer_branch, recipient)
    }

    fn parties(papers: &Self) -> Vec<String> {
        keys::parties(papers)
    }

    fn outdated_scans(papers: &Self, before: &Self) -> Vec<ScannedPaper> {
        Parties::of(papers).outdated_scans(&Parties::of(before))
    }

    /// The person, and no answer: what was looked at for the first employer is looked at again.
    fn linked(self) -> Self {
        Self { applicant: self.applicant, ..Self::default() }
    }

    fn take_up(work: &Work<'_>, visit: &Visit, case: &Case, served: Served) -> Result<Option<Value>, Error> {
        taking_up::take_up(work, visit, case, served)
    }

    fn people(case: &Case) -> Vec<Attendee> {
        people::people(case)
    }

    fn on_behalf_of(case: &Case) -> Option<String> {
        people::employer(case)
    }

    fn who_came(case: &Case) -> Vec<(&'static str, String)> {
        story::who_came(case)
    }

    fn papers_used(case: &Case) -> Vec<(&'static str, String)> {
        story::papers_used(case)
    }
}
