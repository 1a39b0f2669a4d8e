//! The identity document: a cédula in force, on paper or on a telephone; or a foreigner code.

use crate::domain::procedure::affiliate_key_unlock::case::{AffiliateKeyUnlock, Case, CodeShown, InForce};
use crate::domain::visit::{Asked, Document, DocumentForm, DocumentKind, Person, TypedNumber};
use crate::ui::screens::visit::fields::{DocumentAsShown, details_ui};
use crate::ui::screens::visit::reading::ReadDocument;
use crate::ui::widgets::{self, Field, Form, Sign, key_value};

/// How the document was shown, in one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glance {
    Physical,
    Digital,
    Otherwise,
    NotShown,
}

const GLANCES: [(Glance, &str); 4] = [
    (Glance::Physical, "Cédula física y vigente; número y nombre coinciden"),
    (Glance::Digital, "Cédula digital y vigente; número y nombre coinciden"),
    (Glance::Otherwise, "Otro documento, o algo no coincide"),
    (Glance::NotShown, "No la muestra"),
];

const IN_FORCE: [(InForce, &str); 2] = [(InForce::Yes, "Vigente"), (InForce::No, "Caducada")];

const CODES: [(CodeShown, &str); 3] = [
    (CodeShown::Shown, "Muestra su código, y es este"),
    (CodeShown::Another, "Muestra otro código"),
    (CodeShown::NotShown, "No lo muestra"),
];

/// Said where what was read does not agree with the answer.
const DISAGREES: &str = "Lo leído no coincide con la persona: queda como «Otro documento, o algo no coincide».";

/// What the page keeps.
#[derive(Default)]
pub(super) struct DocumentPage {
    /// Each detail is asked for.
    details: bool,
    shown: DocumentAsShown,
    read: Option<ReadDocument>,
    /// It was read since the last frame.
    has_read: bool,
    disagrees: bool,
}

impl DocumentPage {
    /// A reader read the document: what is told of it already is asked anew.
    pub(super) fn take_read(&mut self, read: ReadDocument) {
        (self.read, self.has_read) = (Some(read), true);
    }

    pub(super) fn ui(&mut self, form: &mut Form<'_>, case: &mut Case) -> bool {
        let Some(person) = case.copy.papers.applicant.clone() else {
            let words = "Todavía no consta de quién es la clave.";
            widgets::notice(form.ui(), Sign::NotApplicable, words, Some("Vuelva al paso Persona."));
            self.read_ui(form, &Person::default());
            return false;
        };
        key_value(form.ui(), "Titular de la clave", &person.label());
        form.ui().add_space(8.0);
        match person.number {
            None | Some(TypedNumber::Cedula(_)) => self.cedula_ui(form, &person, &mut case.copy.papers),
            Some(_) => {
                self.read_ui(form, &person);
                let before = case.copy.papers.foreigner_code;
                form.choice(Field::new("Código de extranjero"), &CODES, &mut case.copy.papers.foreigner_code);
                case.copy.papers.foreigner_code != before
            }
        }
    }

    /// What a reader read, beside a question that it does not answer.
    fn read_ui(&mut self, form: &mut Form<'_>, person: &Person) {
        if self.read.as_ref().is_some_and(|read| read.ui(form.ui(), person, None)) {
            (self.read, self.has_read) = (None, false);
        }
    }

    fn cedula_ui(&mut self, form: &mut Form<'_>, person: &Person, papers: &mut AffiliateKeyUnlock) -> bool {
        let mut asks_anew = std::mem::take(&mut self.has_read);
        if let Some(read) = &self.read
            && read.ui(form.ui(), person, self.disagrees.then_some(DISAGREES))
        {
            (self.read, asks_anew) = (None, true);
        }
        let was_answered = asks_anew && papers.document.is_some();
        if was_answered {
            (papers.document, papers.in_force, self.details, self.disagrees) = (None, None, false, false);
        }
        let mut glance = self.glance(person, papers);
        let before = glance;
        form.choice(Field::new("Documento que muestra"), &GLANCES, &mut glance);
        let is_given = glance != before;
        if is_given {
            self.details = glance == Some(Glance::Otherwise);
            self.answer(glance, person, papers);
        }
        let mut has_changed = is_given || was_answered;
        if glance == Some(Glance::Otherwise)
            && let Some(Asked::Shown(document)) = &mut papers.document
        {
            has_changed |= self.shown.ui(form, document);
            has_changed |= details_ui(form, document);
            if document.kind == DocumentKind::Cedula {
                let stood = papers.in_force;
                form.choice(Field::new("Vigencia"), &IN_FORCE, &mut papers.in_force);
                has_changed |= papers.in_force != stood;
            }
        }
        has_changed
    }

    fn answer(&mut self, glance: Option<Glance>, person: &Person, papers: &mut AffiliateKeyUnlock) {
        let in_order =
            |form| Document { kind: DocumentKind::Cedula, form: Some(form), holder: person.clone(), validity: None };
        let (document, in_force) = match glance {
            Some(Glance::Physical) => (Some(in_order(DocumentForm::Original)), Some(InForce::Yes)),
            Some(Glance::Digital) => (Some(in_order(DocumentForm::OnTelephone)), Some(InForce::Yes)),
            Some(Glance::Otherwise) => (Some(self.shown.blank()), None),
            Some(Glance::NotShown) | None => (None, None),
        };
        papers.in_force = in_force;
        papers.document = match (glance, document) {
            (Some(Glance::NotShown), _) => Some(Asked::NotShown),
            (_, document) => document.map(|document| Asked::Shown(Box::new(document))),
        };
        if let (Some(read), Some(Asked::Shown(document))) = (&self.read, &mut papers.document) {
            read.fill(document, person);
            self.shown.kind_is_known();
            let is_in_order = matches!(glance, Some(Glance::Physical | Glance::Digital));
            self.disagrees = is_in_order && document.holder != *person;
            self.details |= self.disagrees;
        }
    }

    fn glance(&self, person: &Person, papers: &AffiliateKeyUnlock) -> Option<Glance> {
        let document = match papers.document.as_ref()? {
            Asked::NotShown => return Some(Glance::NotShown),
            Asked::Shown(document) => document,
        };
        let is_in_order = !self.details
            && document.kind == DocumentKind::Cedula
            && document.holder == *person
            && papers.in_force == Some(InForce::Yes);
        Some(match (is_in_order, document.form) {
            (true, Some(DocumentForm::Original)) => Glance::Physical,
            (true, Some(DocumentForm::OnTelephone)) => Glance::Digital,
            _ => Glance::Otherwise,
        })
    }
}
