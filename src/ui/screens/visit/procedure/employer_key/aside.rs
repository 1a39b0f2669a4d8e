//! What stands beside the points of the rules, and comes of no rule: a key that was made today already, a name that paper
//! cannot print. Both are known from the choice of the employer on, and not only when the key is printed.

use super::key_today::KeyToday;
use crate::domain::procedure::employer_key::case::{Case, Presenter};
use crate::ops::import::unprintable;
use crate::ui::screens::visit::checklist::Aside;
use crate::ui::widgets::Sign;

const OWN_TURN: &str = "Quien atiende creó o importó este turno, que es de una empresa: al imprimir la clave se pide la \
                        aprobación de supervisión.";

/// All that there is to say of a case. `is_own_turn`: a company's, made by whoever attends.
pub(super) fn asides(case: &Case, key_today: &KeyToday, is_own_turn: bool) -> Vec<Aside> {
    let key = key_today.sentence().map(|sentence| Aside { sign: Sign::Warning, title: "Clave de hoy", sentence });
    let names = unprintable_names(case).map(|sentence| Aside {
        sign: Sign::Missing,
        title: "Nombre que el papel no imprime",
        sentence,
    });
    let own = is_own_turn.then(|| Aside { sign: Sign::Warning, title: "Turno propio", sentence: OWN_TURN.to_owned() });
    names.into_iter().chain(key).chain(own).collect()
}

/// The first name of the case that paper cannot print, and what to do about it.
pub(super) fn unprintable_names(case: &Case) -> Option<String> {
    let papers = &case.copy.papers;
    let at_window = papers.presenter.as_ref().and_then(Presenter::at_window).map(|somebody| &somebody.person);
    let people = papers.applicant.iter().chain(at_window).map(|person| person.name.as_str());
    let employer = case.record().map(|record| record.name.as_str());
    let (name, character) = employer.into_iter().chain(people).find_map(|name| Some((name, unprintable(name)?)))?;
    Some(format!(
        "El papel no puede imprimir «{character}» de «{name}». Corríjalo en Registros, con letras latinas, como consta en \
         el documento, y siga."
    ))
}
