//! Who came and for which employer, as the papers of the counter say it.

use crate::domain::procedure::employer_key::case::{Case, Presenter};
use crate::domain::register::EmployerKind;
use crate::domain::visit::Person;
use crate::print::documents::Attendee;

/// The people whom a constancia names.
pub(super) fn people(case: &Case) -> Vec<Attendee> {
    let attendee = |role: &str, person: &Person| Attendee {
        role: role.into(),
        name: person.name.trim().into(),
        number: person.number.as_ref().map(|number| number.canonical().to_owned()).unwrap_or_default(),
    };
    let at_window = case.copy.papers.presenter.as_ref().and_then(Presenter::at_window);
    let applicant = case.copy.papers.applicant.iter().map(|person| attendee("Solicitante", person));
    let presenter = at_window.into_iter().map(|somebody| {
        let mut named = role(case).chars();
        let first: String = named.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
        attendee(&format!("{first}{}", named.as_str()), &somebody.person)
    });
    applicant.chain(presenter).collect()
}

/// The employer, by name and number.
pub(super) fn employer(case: &Case) -> Option<String> {
    let employer = case
        .copy
        .papers
        .employer
        .as_ref()
        .map(|employer| format!("{} {}", employer_name(case), employer.number.text()));
    employer.map(|text| text.trim().to_owned())
}

pub(in crate::ops) fn employer_name(case: &Case) -> String {
    case.record().map(|record| record.name.clone()).unwrap_or_default()
}

/// In what quality the presenter receives the paper.
pub(in crate::ops) fn role(case: &Case) -> &'static str {
    let kind = case.record().map(|record| record.kind);
    match (&case.copy.papers.presenter, kind) {
        (Some(Presenter::ThirdParty(_) | Presenter::ThirdPartySentByAttorney { .. }), _) => "tercero autorizado",
        (Some(Presenter::Attorney { .. }), _) => "apoderado",
        (Some(Presenter::Curator { .. }), _) => "curador",
        (_, Some(EmployerKind::Independent)) => "empleador independiente",
        (_, Some(EmployerKind::DomesticService)) => "empleador de servicio doméstico",
        _ => "representante legal",
    }
}
