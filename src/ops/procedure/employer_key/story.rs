//! What the story of a visit tells of its papers.

use super::taking_up::power_of;
use crate::domain::calendar::day_in_figures;
use crate::domain::procedure::employer_key::case::{Case, PowerOrigin, Presenter};
use crate::domain::register::{ArtisanIssuer, LegalValidation};
use crate::domain::visit::{Asked, Person};

/// Who came, by the papers that were noted: in what part, and who that is.
pub(super) fn who_came(case: &Case) -> Vec<(&'static str, String)> {
    let papers = &case.copy.papers;
    let mut came: Vec<(&str, String)> = Vec::new();
    came.extend(papers.applicant.as_ref().map(|person| ("Solicitante", in_words(person))));
    if let Some(presenter) = &papers.presenter {
        let part = match presenter {
            Presenter::Applicant => "Se presentó",
            Presenter::ThirdParty(_) => "Se presentó, con autorización",
            Presenter::Attorney { .. } => "Se presentó, con poder notarial",
            Presenter::Curator { .. } => "Se presentó, con curaduría",
            Presenter::ThirdPartySentByAttorney { .. } => "Se presentó, por encargo con poder",
        };
        let who = presenter.at_window().map(|somebody| in_words(&somebody.person));
        came.push((part, who.unwrap_or_else(|| "la misma persona".into())));
    }
    came
}

/// Which power and which artisan paper were used, and which validation of the power was seen.
pub(super) fn papers_used(case: &Case) -> Vec<(&'static str, String)> {
    let mut used = Vec::new();
    if let Some(power) = power_of(case) {
        let which = match &power.origin {
            Some(PowerOrigin::Ecuador(code)) if !code.text().trim().is_empty() => {
                code.value().map_or(code.text(), |code| code.as_str()).to_owned()
            }
            Some(PowerOrigin::Abroad(_)) => "del exterior, sin código".into(),
            _ => "sin código anotado".into(),
        };
        let granted = power.granted_on.map(|day| format!(", otorgado el {}", day_in_figures(day))).unwrap_or_default();
        used.push(("Poder notarial", format!("{which}{granted}")));
        let validation = power.legal_validation.as_ref();
        let validation = validation.map_or_else(|| "no se anotó".to_owned(), LegalValidation::in_words);
        used.push(("Validación del poder", validation));
    }
    if let Some(paper) = case.copy.papers.artisan_paper.as_ref().and_then(Asked::paper) {
        let title = match paper.issuer {
            Some(ArtisanIssuer::Ministry) => "Acuerdo ministerial",
            _ => "Calificación artesanal",
        };
        let number = paper.number.trim();
        used.push((title, if number.is_empty() { "sin número anotado".into() } else { number.to_owned() }));
    }
    used
}

fn in_words(person: &Person) -> String {
    let number = person.number.as_ref().map(|number| format!(" ({})", number.canonical())).unwrap_or_default();
    format!("{}{number}", person.name).trim().to_owned()
}
