//! The employer, its branch, who asks for the key, why in person, and who stands at the window.

use super::parts::{kind_name, may_be_artisan};
use crate::desk::{Pending, Ticket};
use crate::domain::id::TurnId;
use crate::domain::number::{EmployerNumber, Entered, PersonNumber};
use crate::domain::procedure::employer_key::case::{
    Answers, ArtisanClaim, Case, EmployerChoice, EmployerKey, Presenter, ReasonInPerson, ThirdParty,
};
use crate::domain::procedure::employer_key::own_holder;
use crate::domain::register::{Provenance, RegisterAnswer, SriState};
use crate::domain::visit::{Person, TurnAnswer};
use crate::ops::view::{self, Employer, EmployerHit};
use crate::ops::visit::parsed;
use crate::ui::cx::Cx;
use crate::ui::screens::common::question_ui;
use crate::ui::screens::visit::fields::{NameFinder, entered};
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Form, Sign};

const SEARCH: &str = "Buscar el empleador";

/// Fewer letters than this are no search: they find strangers.
const FEWEST_LETTERS: usize = 3;

const REASONS: [(ReasonInPerson, &str); 5] = [
    (ReasonInPerson::FirstKey, "Primera clave"),
    (ReasonInPerson::RucClosedOrSuspended, "RUC cerrado o suspendido"),
    (ReasonInPerson::NoValidEmail, "Sin correo válido"),
    (ReasonInPerson::EmailForgotten, "Olvidó el correo o su contraseña"),
    (ReasonInPerson::OwnChoice, "Prefiere en persona"),
];

/// Who stands at the window, as the clerk answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Applicant,
    ThirdParty,
    Attorney,
    Curator,
    SentByAttorney,
}

const WHO: [(Who, &str); 5] = [
    (Who::Applicant, "Quien solicita"),
    (Who::ThirdParty, "Tercero autorizado"),
    (Who::Attorney, "Apoderado"),
    (Who::Curator, "Curador"),
    (Who::SentByAttorney, "Tercero enviado por el apoderado"),
];

const APPLICANT_LABELS: [&str; 3] =
    ["Tipo de número de quien solicita", "Número de quien solicita", "Apellidos y nombres de quien solicita"];

/// What the page keeps.
#[derive(Default)]
pub(super) struct EmployerPage {
    typed: String,
    hits: Vec<EmployerHit>,
    searching: Option<Ticket<Vec<EmployerHit>>>,
    searched: String,
    /// Why the last search failed.
    unread: Option<String>,
    /// Enter was pressed before the answer was there: it picks what is found, where that is certain.
    picks_next: bool,
    suggested: Vec<Employer>,
    /// Those that got a key under this turn already: they are not offered once more.
    served: Vec<EmployerNumber>,
    suggesting: Pending<(Vec<Employer>, Vec<EmployerNumber>)>,
    suggested_for: Option<PersonNumber>,
    /// An employer that does not name the turn's holder, asked about before it is chosen.
    stranger: Option<Stranger>,
    other_applicant: bool,
    names: NameFinder,
}

/// An employer found by a search, or one whose number was typed whole and that the register does not know: without a name.
struct Stranger {
    number: String,
    name: Option<String>,
}

impl EmployerPage {
    pub(super) fn ui(&mut self, form: &mut Form<'_>, cx: &mut Cx<'_>, case: &mut Case) -> bool {
        if case.copy.papers.employer.is_none() {
            return self.choose_ui(form, cx, case);
        }
        let mut has_changed = false;
        if self.chosen_ui(form, case) {
            // What was answered and shown was so for the other one.
            case.copy.papers = EmployerKey::default();
            case.answers = Answers::default();
            self.other_applicant = false;
            self.typed.clear();
            self.hits.clear();
            // Another one is looked for, in the field of the next frame.
            form.focus(SEARCH);
            form.waits();
            form.ui().request_repaint();
            return true;
        }
        let is_known = case.register().is_some();
        if case.copy.papers.employer.as_ref().is_some_and(|choice| !is_known && choice.number.value().is_ok()) {
            // What the register answers decides what is asked; it comes within a frame or two.
            return has_changed;
        }
        has_changed |= branch_ui(form, case);
        has_changed |= self.applicant_ui(form, cx, case);
        let before = case.copy.papers.reason_in_person;
        form.choice(Field::new("Por qué viene en persona"), &REASONS, &mut case.copy.papers.reason_in_person);
        has_changed |= case.copy.papers.reason_in_person != before;
        has_changed |= presenter_ui(form, case);
        if may_be_artisan(case) {
            let mut claims = case.copy.papers.artisan_claim == Some(ArtisanClaim::Artisan);
            if form.toggle(Field::new("Dice tener calificación artesanal").optional(), &mut claims) {
                case.copy.papers.artisan_claim =
                    Some(if claims { ArtisanClaim::Artisan } else { ArtisanClaim::NoArtisan });
                has_changed = true;
            }
        }
        has_changed
    }

    /// The employers of the turn's holder, and a search.
    fn choose_ui(&mut self, form: &mut Form<'_>, cx: &Cx<'_>, case: &mut Case) -> bool {
        let holder = match &case.around.turn {
            Some(TurnAnswer::Turn(turn)) => turn.holder.name.clone(),
            _ => String::new(),
        };
        if self.suggesting.is_busy() {
            // The keyboard waits too: a digit is for the employers that are about to be there.
            form.waits();
            form.ui().label(format!("Buscando los empleadores que nombran a {holder}…"));
            return false;
        }
        self.search(cx);
        let mut picked = None;
        let offered: Vec<&Employer> = self.suggested.iter().filter(|it| !self.served.contains(&it.number)).collect();
        if !offered.is_empty() {
            let texts: Vec<String> = offered.iter().map(|it| format!("{} ({})", it.name, it.number)).collect();
            let options: Vec<(usize, &str)> = texts.iter().map(String::as_str).enumerate().collect();
            let label = format!("Empleadores que nombran a {holder}");
            form.choice(Field::new(&label).answered(false), &options, &mut picked);
            form.ui().add_space(8.0);
        }
        let suggested = picked.and_then(|at| offered.get(at)).map(|it| it.number.as_str().to_owned());
        let found = self.search_ui(form);
        let agreed = self.stranger_ui(form, &holder);
        let names_holder = |number: &str| self.suggested.iter().any(|it| it.number.as_str() == number);
        let number = match suggested.or(agreed) {
            Some(number) => Some(number),
            None => match found {
                Some(Found::Registered(hit)) if !names_holder(&hit.number) => {
                    self.stranger = Some(Stranger { number: hit.number, name: Some(hit.name) });
                    form.ui().request_repaint();
                    None
                }
                Some(Found::Registered(hit)) => Some(hit.number),
                Some(Found::Unknown(number)) => {
                    self.stranger = Some(Stranger { number, name: None });
                    form.ui().request_repaint();
                    None
                }
                None => None,
            },
        };
        let Some(number) = number else { return false };
        case.copy.papers.employer = Some(EmployerChoice { number: Entered::new(number), branch: None });
        case.answers.employer = None;
        case.copy.papers.applicant = None;
        true
    }

    /// The search; what was picked of it, or typed whole.
    fn search_ui(&mut self, form: &mut Form<'_>) -> Option<Found> {
        let field = Field::new(SEARCH)
            .hint("RUC, número de servicio doméstico o parte del nombre")
            .width(480.0)
            .answered(false)
            .narrowing();
        let looked = form.lookup(field, &mut self.typed, &self.hits, |hit| (hit.name.clone(), hit.number.clone()));
        // Only what was found for the text as it stands can be picked: another employer's key is the worst that can happen.
        let typed = self.typed.trim();
        let is_current = self.searching.is_none() && self.searched == typed;
        let letters = typed.chars().count();
        // A name is no number: with one that finds nobody there is no employer to go on with.
        let is_whole = letters >= 10 && typed.bytes().all(|byte| byte.is_ascii_digit());
        if looked.changed {
            self.picks_next = false;
        }
        self.picks_next |= looked.submitted || (!is_current && looked.picked.is_some());
        let submitted = is_current && std::mem::take(&mut self.picks_next);
        let certain = submitted.then(|| self.certain_hit()).flatten();
        let hit = looked.picked.filter(|_| is_current).and_then(|at| self.hits.get(at)).cloned().or(certain);
        if let Some(fault) = &self.unread {
            widgets::notice(form.ui(), Sign::Refused, fault, Some("Cambie lo escrito para buscar de nuevo."));
        }
        if letters > 0 && letters < FEWEST_LETTERS {
            let words = "Escriba tres letras o números, por lo menos.";
            widgets::notice(form.ui(), Sign::NotApplicable, words, None);
        }
        if is_current && self.unread.is_none() && self.hits.is_empty() && letters >= FEWEST_LETTERS {
            widgets::notice(
                form.ui(),
                Sign::Missing,
                "El registro no tiene ningún empleador con ese número o nombre.",
                Some(match is_whole {
                    true => {
                        "Revise el número con el papel. Si consta en el portal del IESS, regístrelo en Registros; con Entrar se sigue con el número escrito."
                    }
                    false => {
                        "Revise lo escrito con el papel. Si consta en el portal del IESS, regístrelo en Registros."
                    }
                }),
            );
        }
        if let Some(hit) = hit {
            return Some(Found::Registered(hit));
        }
        (submitted && self.unread.is_none() && self.hits.is_empty() && is_whole)
            .then(|| Found::Unknown(typed.to_owned()))
    }

    /// The only hit, or the one of exactly the number that was typed.
    fn certain_hit(&self) -> Option<EmployerHit> {
        match self.hits.as_slice() {
            [one] => Some(one.clone()),
            hits => hits.iter().find(|hit| hit.number == self.typed.trim()).cloned(),
        }
    }

    /// Asks before an employer is chosen that does not name the turn's holder; answers its number once that is meant.
    fn stranger_ui(&mut self, form: &mut Form<'_>, holder: &str) -> Option<String> {
        let Stranger { number, name } = self.stranger.as_ref()?;
        let sentence = match name {
            Some(name) => format!(
                "El turno está a nombre de {holder}, y en el registro de {name} esa persona no consta como titular ni \
             representante. Siga solo si la solicitud es de este empleador: por ejemplo, si el turno es de quien \
             viene con autorización, con poder o con curaduría.",
            ),
            None => format!(
                "El registro no tiene ningún empleador con el número {number}. Siga solo si comparó el número con la \
                 solicitud."
            ),
        };
        let ctx = form.ui().ctx().clone();
        let verb = Button::secondary("Sí, atender por este empleador");
        let is_meant = question_ui(&ctx, "¿Es este el empleador?", 520.0, &sentence, verb)?;
        let stranger = self.stranger.take()?;
        if !is_meant {
            self.typed.clear();
        }
        is_meant.then_some(stranger.number)
    }

    /// Asks for the employers of the turn's holder as soon as the visit is open, so that they are there when the step is.
    pub(super) fn suggest(&mut self, cx: &Cx<'_>, turn: TurnId, case: &Case) {
        if let Some(Ok((found, served))) = self.suggesting.poll() {
            (self.suggested, self.served) = (found, served);
        }
        let holder = match &case.around.turn {
            Some(TurnAnswer::Turn(turn)) => turn.holder.number.as_ref().and_then(parsed),
            _ => None,
        };
        if holder != self.suggested_for
            && let Some(number) = holder.clone()
        {
            self.suggested_for = holder;
            self.suggesting.start(|| {
                cx.desk.read(move |_, reader| {
                    Ok((view::employers_of(reader, &number)?, view::employers_served(reader, turn)?))
                })
            });
        }
    }

    fn search(&mut self, cx: &Cx<'_>) {
        if let Some(answer) = self.searching.as_ref().and_then(Ticket::poll) {
            self.searching = None;
            match answer {
                Ok(hits) => {
                    self.hits = hits;
                    self.unread = None;
                }
                Err(error) => {
                    self.hits.clear();
                    self.unread = Some(error.to_string());
                }
            }
        }
        let wanted = self.typed.trim();
        if self.searching.is_none() && wanted != self.searched {
            self.searched = wanted.to_owned();
            self.unread = None;
            if wanted.chars().count() < FEWEST_LETTERS {
                self.hits.clear();
                return;
            }
            let wanted = wanted.to_owned();
            self.searching = Some(cx.desk.read(move |_, reader| view::find_employers(reader, &wanted)));
        }
    }

    /// What was chosen; answers whether another one is wanted.
    fn chosen_ui(&self, form: &mut Form<'_>, case: &Case) -> bool {
        let Some(choice) = &case.copy.papers.employer else { return false };
        let ui = form.ui();
        let mut wants_another = false;
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.set_max_width((ui.available_width() - 140.0).max(200.0));
                match case.register() {
                    Some(RegisterAnswer::Found(record)) => {
                        ui.label(
                            eframe::egui::RichText::new(&record.name).text_style(crate::ui::theme::strong_style()),
                        );
                        let mut about = format!("{} · {}", choice.number.text(), kind_name(record.kind));
                        about.push_str(match record.sri_state {
                            SriState::Unknown => "",
                            SriState::Active => " · RUC activo",
                            SriState::Suspended => " · RUC suspendido",
                            SriState::Closed => " · RUC cerrado",
                        });
                        if record.provenance == Provenance::Hand {
                            about.push_str(" · registrado a mano");
                        }
                        ui.label(about);
                    }
                    Some(RegisterAnswer::NotFound) => {
                        ui.label(format!("{}: no consta en el registro", choice.number.text()));
                    }
                    None => {
                        ui.label(format!("{}: buscando en el registro…", choice.number.text()));
                    }
                }
            });
            ui.with_layout(eframe::egui::Layout::right_to_left(eframe::egui::Align::Center), |ui| {
                wants_another = Button::quiet("Cambiar empleador").icon(Icon::Edit).show(ui).clicked();
            });
        });
        ui.add_space(8.0);
        wants_another
    }

    /// Who asks for the key: somebody whom the register names, or somebody else.
    fn applicant_ui(&mut self, form: &mut Form<'_>, cx: &Cx<'_>, case: &mut Case) -> bool {
        let Some(record) = case.record() else {
            let mut person = case.copy.papers.applicant.clone().unwrap_or_default();
            let has_changed = self.names.person_ui(form, cx, APPLICANT_LABELS, &mut person);
            if has_changed {
                case.copy.papers.applicant = person.is_recorded().then_some(person);
            }
            return has_changed;
        };
        let mut people: Vec<Person> = record.representatives.iter().map(|it| it.person.clone()).collect();
        if people.is_empty() {
            // A natural person's own number names them.
            people.extend(own_holder(case));
        }
        let known = case
            .copy
            .papers
            .applicant
            .as_ref()
            .and_then(|mine| people.iter().position(|person| person.number == mine.number));
        let mut chosen = match (known, self.other_applicant, &case.copy.papers.applicant) {
            (Some(at), false, _) => Some(at),
            (None, false, None) => None,
            _ => Some(people.len()),
        };
        let before = chosen;
        let mut texts: Vec<String> = people.iter().map(Person::label).collect();
        texts.push("Otra persona".to_owned());
        let options: Vec<(usize, &str)> = texts.iter().map(String::as_str).enumerate().collect();
        form.choice(Field::new("Quién solicita, según el registro"), &options, &mut chosen);
        let mut has_changed = chosen != before;
        if has_changed {
            self.other_applicant = chosen == Some(people.len());
            case.copy.papers.applicant = chosen.and_then(|at| people.get(at)).cloned();
            case.copy.papers.applicant_document = None;
        }
        if chosen == Some(people.len()) {
            let mut person = case.copy.papers.applicant.clone().unwrap_or_default();
            if self.names.person_ui(form, cx, APPLICANT_LABELS, &mut person) {
                case.copy.papers.applicant = person.is_recorded().then_some(person);
                has_changed = true;
            }
        }
        has_changed
    }
}

/// What a search came to.
enum Found {
    /// An employer of the register.
    Registered(EmployerHit),
    /// A number that the register does not know.
    Unknown(String),
}

fn branch_ui(form: &mut Form<'_>, case: &mut Case) -> bool {
    let branches: Vec<String> = case
        .record()
        .map(|record| record.branches.iter().map(|it| it.number.text().to_owned()).collect())
        .unwrap_or_default();
    let Some(choice) = &mut case.copy.papers.employer else { return false };
    if branches.len() < 2 {
        return entered(form, Field::new("Sucursal").hint("0001").width(120.0), &mut choice.branch);
    }
    let mut chosen = choice.branch.as_ref().and_then(|mine| branches.iter().position(|it| it == mine.text()));
    let before = chosen;
    let options: Vec<(usize, &str)> = branches.iter().map(String::as_str).enumerate().collect();
    match branches.len() <= 9 {
        true => form.choice(Field::new("Sucursal"), &options, &mut chosen),
        false => form.select(Field::new("Sucursal"), &options, &mut chosen),
    };
    if chosen == before {
        return false;
    }
    choice.branch = chosen.and_then(|at| branches.get(at)).map(|text| Entered::new(text.as_str()));
    true
}

fn presenter_ui(form: &mut Form<'_>, case: &mut Case) -> bool {
    let mut who = case.copy.papers.presenter.as_ref().map(|presenter| match presenter {
        Presenter::Applicant => Who::Applicant,
        Presenter::ThirdParty(_) => Who::ThirdParty,
        Presenter::Attorney { .. } => Who::Attorney,
        Presenter::Curator { .. } => Who::Curator,
        Presenter::ThirdPartySentByAttorney { .. } => Who::SentByAttorney,
    });
    let before = who;
    form.choice(Field::new("Quién está en la ventanilla"), &WHO, &mut who);
    if who == before {
        return false;
    }
    case.copy.papers.presenter = who.map(|who| presenter_of(who, case.copy.papers.presenter.take()));
    true
}

/// Somebody else stands at the window: what was recorded of the same people stays, but not by whom a third party was
/// authorised.
fn presenter_of(who: Who, before: Option<Presenter>) -> Presenter {
    let third_party = before.as_ref().and_then(Presenter::third_party);
    let third_party = third_party.map(|it| ThirdParty { authorisation: None, ..it.clone() });
    let attorney = before.as_ref().and_then(Presenter::attorney);
    let (attorney, power) = match attorney {
        Some((attorney, power)) => (Some(attorney.clone()), power.cloned()),
        None => (None, None),
    };
    match who {
        Who::Applicant => Presenter::Applicant,
        Who::ThirdParty => Presenter::ThirdParty(Box::new(third_party.unwrap_or_default())),
        Who::Attorney => Presenter::Attorney { attorney: Box::new(attorney.unwrap_or_default()), power },
        Who::Curator => Presenter::Curator { curator: Box::default(), appointment: None },
        Who::SentByAttorney => Presenter::ThirdPartySentByAttorney {
            third_party: Box::new(third_party.unwrap_or_default()),
            attorney: Box::new(attorney.unwrap_or_default()),
            power,
        },
    }
}
