//! Fields that several steps share: a number as typed, a person, an identity document.

use super::reading::ReadDocument;
use crate::desk::Pending;
use crate::domain::number::{Entered, Fault, PersonNumber};
use crate::domain::sentence;
use crate::domain::visit::{Asked, Document, DocumentForm, DocumentKind, Person, TypedNumber, Validity};
use crate::ops::view;
use crate::ops::visit::{parsed, typed};
use crate::ui::cx::Cx;
use crate::ui::widgets::{Field, Form};
use crate::ui::words::unprintable_in_words;

/// The kinds of a person's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cedula,
    ForeignerCode,
    Passport,
}

const KINDS: [(Kind, &str); 3] =
    [(Kind::Cedula, "Cédula"), (Kind::ForeignerCode, "Código de extranjero"), (Kind::Passport, "Pasaporte o visa")];

fn kind_of(number: &TypedNumber) -> Kind {
    match number {
        TypedNumber::Cedula(_) => Kind::Cedula,
        TypedNumber::ForeignerCode(_) => Kind::ForeignerCode,
        TypedNumber::Passport(_) => Kind::Passport,
    }
}

fn of_kind(kind: Kind, text: String) -> TypedNumber {
    match kind {
        Kind::Cedula => TypedNumber::Cedula(Entered::new(text)),
        Kind::ForeignerCode => TypedNumber::ForeignerCode(Entered::new(text)),
        Kind::Passport => TypedNumber::Passport(Entered::new(text)),
    }
}

/// A number as typed: blank is none.
pub(super) fn entered<T>(form: &mut Form<'_>, field: Field<'_>, value: &mut Option<Entered<T>>) -> bool
where
    T: std::str::FromStr<Err = Fault>,
{
    let mut text = value.as_ref().map(|it| it.text().to_owned()).unwrap_or_default();
    let fault = value.as_ref().and_then(|it| it.value().err()).map(|fault| sentence(&fault.to_string()));
    let field = if fault.is_some() { field.error(fault.as_deref()) } else { field };
    let has_changed = form.number(field, &mut text).changed;
    if has_changed {
        *value = (!text.trim().is_empty()).then(|| Entered::new(text));
    }
    has_changed
}

/// Finds the name of a number in the register of people.
#[derive(Debug, Default)]
pub(super) struct NameFinder {
    /// The number whose name was asked for last.
    asked: String,
    /// The number and the name that came with it, unless a hand typed it: with another number it is another person's.
    stands: Option<(PersonNumber, String)>,
    /// The name that a hand typed.
    written: Option<String>,
    asking: Pending<Option<view::Named>>,
    kind: Option<Kind>,
    /// The name was filled in by this frame.
    has_filled: bool,
}

impl NameFinder {
    /// Kind of number, number and name of a person, under these labels; the register fills the name in. Answers whether
    /// something changed.
    pub(super) fn person_ui(
        &mut self,
        form: &mut Form<'_>,
        cx: &Cx<'_>,
        labels: [&str; 3],
        person: &mut Person,
    ) -> bool {
        let has_found = self.find_name(cx, person);
        self.typed_person_ui(form, labels, person) || has_found
    }

    /// The same as a paper has them: nothing is filled in.
    pub(super) fn typed_person_ui(&mut self, form: &mut Form<'_>, labels: [&str; 3], person: &mut Person) -> bool {
        let [kind_label, number_label, name_label] = labels;
        let mut has_changed = false;
        // How the number is read; nearly all are cédulas. What paper is shown is asked elsewhere.
        let mut kind = person.number.as_ref().map(kind_of).or(self.kind).or(Some(Kind::Cedula));
        if form.choice(Field::new(kind_label), &KINDS, &mut kind) {
            self.kind = kind;
            if let (Some(kind), Some(number)) = (kind, &person.number) {
                person.number = Some(of_kind(kind, number.text().to_owned()));
                has_changed = true;
            }
        }
        let mut text = person.number.as_ref().map(|it| it.text().to_owned()).unwrap_or_default();
        let fault = person.number.as_ref().and_then(TypedNumber::fault).map(|fault| sentence(&fault.to_string()));
        if form.number(Field::new(number_label).error(fault.as_deref()), &mut text).changed {
            person.number = (!text.trim().is_empty()).then(|| of_kind(kind.unwrap_or(Kind::Cedula), text));
            has_changed = true;
        }
        let unprintable = unprintable_in_words(&person.name);
        let named = form.text(Field::new(name_label).error(unprintable.as_deref()), &mut person.name);
        if named.changed {
            self.written = Some(person.name.clone());
        }
        if std::mem::take(&mut self.has_filled) {
            form.is_overwritten(&named.response, &person.name);
        }
        has_changed | named.changed
    }

    fn find_name(&mut self, cx: &Cx<'_>, person: &mut Person) -> bool {
        let mut has_changed = false;
        let number = person.number.as_ref().and_then(parsed);
        if let Some(Ok(Some(found))) = self.asking.poll()
            && number.as_ref() == Some(&found.number)
            && person.name.trim().is_empty()
        {
            person.name = found.name;
            (has_changed, self.has_filled) = (true, true);
        }
        let is_written = self.written.as_ref() == Some(&person.name);
        if let Some((of, name)) = self.stands.take()
            && number.as_ref() != Some(&of)
            && name == person.name
            && !is_written
        {
            person.name.clear();
            self.asked.clear();
            has_changed = true;
        }
        if let Some(number) = &number
            && !is_written
            && !person.name.trim().is_empty()
        {
            self.stands = Some((number.clone(), person.name.clone()));
        }
        if let Some(number) = number
            && number.as_str() != self.asked
            && !self.asking.is_busy()
        {
            self.asked = number.as_str().to_owned();
            self.asking.start(|| cx.desk.read(move |_, reader| view::named(reader, number)));
        }
        has_changed
    }
}

/// How an identity document was shown, in one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glance {
    InOrder,
    Otherwise,
    NotShown,
}

const DOCUMENT_KINDS: [(DocumentKind, &str); 3] =
    [(DocumentKind::Cedula, "Cédula"), (DocumentKind::Passport, "Pasaporte"), (DocumentKind::Visa, "Visa")];

const DOCUMENT_FORMS: [(DocumentForm, &str); 3] = [
    (DocumentForm::Original, "Original"),
    (DocumentForm::Copy, "Copia"),
    (DocumentForm::OnTelephone, "En el teléfono"),
];

/// Which document is shown, and in what form, answered one by one.
#[derive(Debug, Default)]
pub(super) struct DocumentAsShown {
    /// Which document it is was not answered yet.
    lacks_kind: bool,
}

impl DocumentAsShown {
    /// A document of which nothing is told yet.
    pub(super) fn blank(&mut self) -> Document {
        self.lacks_kind = true;
        Document { kind: DocumentKind::Cedula, form: None, holder: Person::default(), validity: None }
    }

    /// Which document it is, is known from elsewhere.
    pub(super) fn kind_is_known(&mut self) {
        self.lacks_kind = false;
    }

    /// Answers whether something changed.
    pub(super) fn ui(&mut self, form: &mut Form<'_>, document: &mut Document) -> bool {
        let mut has_changed = false;
        self.lacks_kind &= document.form.is_none() && !document.holder.is_recorded();
        let mut kind = (!self.lacks_kind).then_some(document.kind);
        if form.choice(Field::new("Qué documento es"), &DOCUMENT_KINDS, &mut kind)
            && let Some(kind) = kind
        {
            self.lacks_kind = false;
            document.kind = kind;
            document.holder.number = document.holder.number.take().map(|number| as_on(kind, number.text().to_owned()));
            has_changed = true;
        }
        has_changed | form.choice(Field::new("En qué forma lo muestra"), &DOCUMENT_FORMS, &mut document.form)
    }
}

/// Keeps what is open of a document's fields.
#[derive(Debug, Default)]
pub(super) struct DocumentFields {
    details: bool,
    shown: DocumentAsShown,
    /// What a reader read of it.
    read: Option<ReadDocument>,
    /// It was read since the last frame.
    has_read: bool,
    /// The answer was that it agrees, and what was read does not.
    disagrees: bool,
}

/// Said where what was read does not agree with the answer.
const DISAGREES: &str = "Lo leído no coincide con la persona: queda como «Otro documento, o algo no coincide».";

impl DocumentFields {
    /// A reader read the document: what is told of it already is filled in anew.
    pub(super) fn take_read(&mut self, read: ReadDocument) {
        (self.read, self.has_read) = (Some(read), true);
    }

    /// What was read, while nobody is named whose it could be.
    pub(super) fn read_ui(&mut self, form: &mut Form<'_>) {
        if self.read.as_ref().is_some_and(|read| read.ui(form.ui(), &Person::default(), None)) {
            (self.read, self.has_read) = (None, false);
        }
    }

    /// One answer when the document is in order, every detail when it is not. Answers whether something changed.
    pub(super) fn ui(&mut self, form: &mut Form<'_>, person: &Person, shown: &mut Option<Asked<Document>>) -> bool {
        // What was answered was answered of another reading, or of none: it is asked anew, and so it is without what was read.
        let mut asks_anew = std::mem::take(&mut self.has_read);
        if let Some(read) = &self.read {
            let disagrees = self.disagrees.then_some(DISAGREES);
            if read.ui(form.ui(), person, disagrees) {
                (self.read, asks_anew) = (None, true);
            }
        }
        let was_answered = matches!(shown, Some(Asked::Shown(_))) && asks_anew;
        if was_answered {
            (*shown, self.details, self.disagrees) = (None, false, false);
            self.shown.kind_is_known();
        }
        let has_cedula = matches!(person.number, None | Some(TypedNumber::Cedula(_)));
        let in_order = if has_cedula {
            "Cédula original; número y nombre coinciden"
        } else {
            "Pasaporte original y vigente; el nombre coincide"
        };
        let glances = [
            (Glance::InOrder, in_order),
            (Glance::Otherwise, "Otro documento, o algo no coincide"),
            (Glance::NotShown, "No lo muestra"),
        ];
        let mut glance = self.glance(person, shown, has_cedula);
        let before = glance;
        let is_given = form.choice(Field::new("Documento que muestra"), &glances, &mut glance) && glance != before;
        let mut has_changed = is_given || was_answered;
        if is_given {
            self.details = glance == Some(Glance::Otherwise) || (!has_cedula && glance == Some(Glance::InOrder));
            self.shown.lacks_kind = glance == Some(Glance::Otherwise);
            *shown = match glance {
                Some(Glance::NotShown) => Some(Asked::NotShown),
                Some(Glance::InOrder) if has_cedula => Some(shown_cedula(person)),
                Some(Glance::InOrder) => Some(shown_passport(person, shown.as_ref())),
                _ => Some(otherwise(person)),
            };
        }
        if is_given && let (Some(read), Some(Asked::Shown(document))) = (&self.read, shown.as_mut()) {
            read.fill(document, person);
            self.shown.kind_is_known();
            self.disagrees = glance == Some(Glance::InOrder) && self.glance(person, shown, has_cedula) != glance;
        }
        if let Some(Asked::Shown(document)) = shown
            && (self.details || !has_cedula || !is_in_order(person, document))
        {
            if glance == Some(Glance::Otherwise) {
                has_changed |= self.shown.ui(form, document);
            }
            has_changed |= details_ui(form, document);
        }
        has_changed
    }

    fn glance(&self, person: &Person, shown: &Option<Asked<Document>>, has_cedula: bool) -> Option<Glance> {
        match shown {
            None => None,
            Some(Asked::NotShown) => Some(Glance::NotShown),
            Some(Asked::Shown(document)) if has_cedula => {
                let in_order = !self.details && is_in_order(person, document);
                Some(if in_order { Glance::InOrder } else { Glance::Otherwise })
            }
            Some(Asked::Shown(document)) => {
                let is_passport = document.kind == DocumentKind::Passport;
                let is_original = document.form == Some(DocumentForm::Original);
                let in_order = is_passport && is_original && document.holder.name == person.name;
                Some(if in_order { Glance::InOrder } else { Glance::Otherwise })
            }
        }
    }
}

fn is_in_order(person: &Person, document: &Document) -> bool {
    document.kind == DocumentKind::Cedula && document.form == Some(DocumentForm::Original) && document.holder == *person
}

/// The clerk compared the document with what the screen shows.
fn shown_cedula(person: &Person) -> Asked<Document> {
    Asked::Shown(Box::new(Document {
        kind: DocumentKind::Cedula,
        form: Some(DocumentForm::Original),
        holder: person.clone(),
        validity: None,
    }))
}

/// A passport bears a number of its own, which is typed from it.
fn shown_passport(person: &Person, before: Option<&Asked<Document>>) -> Asked<Document> {
    let before = before.and_then(Asked::paper);
    let number = match before.and_then(|document| document.holder.number.clone()) {
        Some(TypedNumber::Passport(number)) => Some(TypedNumber::Passport(number)),
        _ => None,
    };
    Asked::Shown(Box::new(Document {
        kind: DocumentKind::Passport,
        form: Some(DocumentForm::Original),
        holder: Person { number, name: person.name.clone() },
        validity: before.and_then(|document| document.validity),
    }))
}

/// Nothing of it is told yet: what the one answer filled in is taken back with it.
fn otherwise(person: &Person) -> Asked<Document> {
    Asked::Shown(Box::new(Document {
        kind: match person.number {
            None | Some(TypedNumber::Cedula(_)) => DocumentKind::Cedula,
            Some(_) => DocumentKind::Passport,
        },
        form: None,
        holder: Person { number: None, name: String::new() },
        validity: None,
    }))
}

/// Number and name as on the document; until when it is valid, where that is asked of it. Answers whether something changed.
pub(super) fn details_ui(form: &mut Form<'_>, document: &mut Document) -> bool {
    let mut has_changed = false;
    let mut text = document.holder.number.as_ref().map(|it| it.text().to_owned()).unwrap_or_default();
    let fault = document.holder.number.as_ref().and_then(TypedNumber::fault).map(|fault| sentence(&fault.to_string()));
    if form.number(Field::new("Número en el documento").error(fault.as_deref()), &mut text).changed {
        document.holder.number = (!text.trim().is_empty()).then(|| as_on(document.kind, text));
        has_changed = true;
    }
    has_changed |= form.text(Field::new("Nombre en el documento"), &mut document.holder.name).changed;
    if document.kind != DocumentKind::Cedula {
        has_changed |= validity(form, ["Documento válido hasta", "El documento no vence"], &mut document.validity);
    }
    has_changed
}

fn as_on(kind: DocumentKind, text: String) -> TypedNumber {
    match kind {
        DocumentKind::Cedula => TypedNumber::Cedula(Entered::new(text)),
        DocumentKind::Passport | DocumentKind::Visa => TypedNumber::Passport(Entered::new(text)),
    }
}

/// The last day in force, or "does not expire", each under its label.
pub(super) fn validity(form: &mut Form<'_>, [label, never]: [&str; 2], validity: &mut Option<Validity>) -> bool {
    let mut last = match validity {
        Some(Validity::Until(day)) => Some(*day),
        _ => None,
    };
    let mut indefinite = *validity == Some(Validity::Indefinite);
    let field = Field::new(label).hint("dd/mm/aaaa").answered(validity.is_some());
    let mut has_changed = false;
    if form.date(field, &mut last) {
        *validity = last.map(Validity::Until);
        has_changed = true;
    }
    if form.toggle(Field::new(never).optional(), &mut indefinite) {
        *validity = indefinite.then_some(Validity::Indefinite);
        has_changed = true;
    }
    has_changed
}

/// A person of the store, as a visit holds one.
pub(super) fn person_of(number: &PersonNumber, name: &str) -> Person {
    Person { number: Some(typed(number)), name: name.to_owned() }
}
