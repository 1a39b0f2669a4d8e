//! What stands beside the points of the rules, and comes of no rule: a key that was made today already, a name that paper
//! cannot print. Both are known from the choice of the employer on, and not only when the key is printed.

use super::key_today::KeyToday;
use crate::domain::procedure::employer_key::case::{Case, Presenter};
use crate::ops::import::unprintable;
use crate::ui::widgets::Sign;

use super::step::record;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aside {
    pub(super) sign: Sign,
    pub(super) title: &'static str,
    pub(super) sentence: String,
}

/// All that there is to say of a case.
pub(super) fn asides(case: &Case, key_today: &KeyToday) -> Vec<Aside> {
    let key = key_today.sentence().map(|sentence| Aside { sign: Sign::Warning, title: "Clave de hoy", sentence });
    let names = unprintable_names(case).map(|sentence| Aside {
        sign: Sign::Missing,
        title: "Nombre que el papel no imprime",
        sentence,
    });
    names.into_iter().chain(key).collect()
}

/// The first name of the case that paper cannot print, and what to do about it.
pub(super) fn unprintable_names(case: &Case) -> Option<String> {
    let papers = &case.papers;
    let at_window = papers.presenter.as_ref().and_then(Presenter::at_window).map(|somebody| &somebody.person);
    let people = papers.applicant.iter().chain(at_window).map(|person| person.name.as_str());
    let employer = record(case).map(|record| record.name.as_str());
    let (name, character) = employer.into_iter().chain(people).find_map(|name| Some((name, unprintable(name)?)))?;
    Some(format!(
        "El papel no puede imprimir «{character}» de «{name}». Corríjalo en Registros, con letras latinas, como consta en \
         el documento, y siga."
    ))
}
