//! By what a visit is searched and listed.

use crate::domain::number::{EmployerNumber, Entered};
use crate::domain::procedure::employer_key::case::{Answers, EmployerKey, Presenter};
use crate::domain::register::RegisterAnswer;
use crate::domain::visit::Person;
use crate::store::visit::Keys;

/// What is searched and listed of papers, with the employer's name where the register gave one.
pub(super) fn keys(papers: &EmployerKey, answers: &Answers) -> Keys {
    let asked = papers.employer.as_ref().zip(answers.employer.as_ref());
    let employer_name = match asked.and_then(|(choice, answer)| answer.to(&choice.number)) {
        Some(RegisterAnswer::Found(record)) => record.name.as_str(),
        _ => "",
    };
    let number_of = |person: Option<&Person>| {
        person.and_then(|person| person.number.as_ref()).map(|number| number.canonical().to_owned()).unwrap_or_default()
    };
    let presenter = papers.presenter.as_ref().and_then(Presenter::at_window).map(|somebody| &somebody.person);
    let names = [
        papers.applicant.as_ref().map_or("", |person| person.name.as_str()),
        presenter.map_or("", |person| person.name.as_str()),
        employer_name,
    ];
    Keys {
        employer_number: papers.employer.as_ref().map(|it| canonical(&it.number)).unwrap_or_default(),
        employer_branch: papers
            .employer
            .as_ref()
            .and_then(|it| it.branch.as_ref())
            .map(|it| it.value().map_or(it.text(), |branch| branch.as_str()).to_owned())
            .unwrap_or_default(),
        applicant_number: number_of(papers.applicant.as_ref()),
        presenter_number: number_of(presenter),
        folded: crate::domain::name::folded(&names.join(" ")),
    }
}

fn canonical(number: &Entered<EmployerNumber>) -> String {
    number.value().map_or(number.text(), |number| number.as_str()).to_owned()
}

/// Employer, branch, applicant, presenter, attorney.
pub(super) fn parties(papers: &EmployerKey) -> Vec<String> {
    let attorney = papers.presenter.as_ref().and_then(Presenter::attorney);
    let attorney = attorney.and_then(|(attorney, _)| attorney.person.number.as_ref());
    let keys = keys(papers, &Answers::default());
    vec![
        keys.employer_number,
        keys.employer_branch,
        keys.applicant_number,
        keys.presenter_number,
        attorney.map(|number| number.canonical().to_owned()).unwrap_or_default(),
    ]
}
