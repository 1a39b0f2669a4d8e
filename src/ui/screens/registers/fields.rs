//! The fields that the registers' forms share: a number, looked at as soon as it is left, and a person.

use eframe::egui;

use crate::desk::Pending;
use crate::domain::number::{
    Branch, Cedula, CheckDigit, EmployerNumber, Entered, Fault, ForeignerCode, NotarialCode, NotarialForm,
    PassportNumber, PersonNumber,
};
use crate::ops::view::{self, Person};
use crate::ui::cx::Cx;
use crate::ui::theme::{SPACE_L, SPACE_S, palette};
use crate::ui::widgets::{Field, Form, Sign};

/// A wrong check digit keeps nobody from going on: the SRI itself has given out numbers that fail it.
const CHECK_DIGIT: &str = "El dígito verificador no coincide: compárelo cifra por cifra con el documento.";

/// A number that was read, with what somebody should look at.
pub(super) type Read<T> = Result<(T, Option<String>), String>;

fn checked<T>(number: T, digit: CheckDigit) -> Read<T> {
    Ok((number, (digit == CheckDigit::Differs).then(|| CHECK_DIGIT.to_owned())))
}

fn said<T>(fault: &Fault) -> Read<T> {
    Err(format!("Revise el número: {fault}."))
}

/// An employer's number as typed.
pub(super) fn employer_number(text: &str) -> Read<EmployerNumber> {
    match EmployerNumber::parse(text) {
        Ok(number) => {
            let digit = number.check_digit();
            checked(number, digit)
        }
        Err(fault) => said(&fault),
    }
}

/// A branch as typed.
pub(super) fn branch(text: &str) -> Read<Branch> {
    Branch::parse(text).map(|branch| (branch, None)).or_else(|fault| said(&fault))
}

/// A notarial code as typed; an older or foreign one is kept, and said to be one. None may be left out.
pub(super) fn notarial_code(text: &str) -> Read<Option<Entered<NotarialCode>>> {
    if text.trim().is_empty() {
        return Ok((None, None));
    }
    let warning = match NotarialCode::parse(text) {
        Err(fault) => return Err(format!("Revise el código: {fault}.")),
        Ok(code) => match code.form() {
            NotarialForm::Current { .. } => None,
            NotarialForm::Other { suggestion: Some(meant) } => {
                Some(format!("No tiene la forma actual. ¿Será {meant}? Se confunden la O con el 0 y la I con el 1."))
            }
            NotarialForm::Other { suggestion: None } => {
                Some("No tiene la forma actual de 17 caracteres: compárelo con el documento.".to_owned())
            }
        },
    };
    Ok((Some(Entered::new(text)), warning))
}

/// A text that is read as something, and what is said below it.
#[derive(Debug, Clone, Default)]
pub(super) struct Checked {
    /// As typed.
    pub(super) text: String,
    fault: Option<String>,
    warning: Option<String>,
}

impl Checked {
    /// With a text in it.
    pub(super) fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// One frame. Answers what was read when the field was left.
    pub(super) fn ui<T>(&mut self, form: &mut Form<'_>, field: Field<'_>, read: impl Fn(&str) -> Read<T>) -> Option<T> {
        let edited = form.number(field.error(self.fault.as_deref()), &mut self.text);
        if edited.changed {
            (self.fault, self.warning) = (None, None);
        }
        let value = if edited.left && !self.text.is_empty() { self.read(read) } else { None };
        if let Some(warning) = &self.warning {
            warning_ui(form, warning);
        }
        value
    }

    /// Reads it, and keeps what is to be said of it.
    pub(super) fn read<T>(&mut self, read: impl Fn(&str) -> Read<T>) -> Option<T> {
        match read(&self.text) {
            Ok((value, warning)) => {
                (self.fault, self.warning) = (None, warning);
                Some(value)
            }
            Err(fault) => {
                (self.fault, self.warning) = (Some(fault), None);
                None
            }
        }
    }
}

/// A line below a field that somebody should look at.
fn warning_ui(form: &mut Form<'_>, warning: &str) {
    let ui = form.ui();
    let p = palette(ui);
    // Close to its field, which leaves room below itself.
    ui.add_space(-SPACE_L);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_S;
        ui.spacing_mut().interact_size.y = 0.0;
        let (rect, _) = ui.allocate_exact_size(egui::vec2(16.0, 18.0), egui::Sense::hover());
        Sign::Warning.paint(ui.painter(), rect.center(), 16.0, p.warning);
        ui.label(egui::RichText::new(warning).small().color(p.warning));
    });
    ui.add_space(SPACE_S);
}

/// A text that has to say something.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    /// As typed.
    pub(super) text: String,
    fault: Option<String>,
}

impl Words {
    /// With a text in it.
    pub(super) fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), fault: None }
    }

    /// One frame.
    pub(super) fn ui(&mut self, form: &mut Form<'_>, field: Field<'_>) {
        if form.text(field.error(self.fault.as_deref()), &mut self.text).changed {
            self.fault = None;
        }
    }

    /// Is there something in it? Says `ask` where there is not.
    pub(super) fn is_filled(&mut self, ask: &str) -> bool {
        let is_filled = self.text.chars().any(char::is_alphanumeric);
        self.fault = (!is_filled).then(|| ask.to_owned());
        is_filled
    }

    /// Says what is wrong with it.
    pub(super) fn refuse(&mut self, why: impl Into<String>) {
        self.fault = Some(why.into());
    }
}

/// By what a person is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PersonKind {
    Cedula,
    ForeignerCode,
    Passport,
}

const PERSON_KINDS: [(PersonKind, &str); 3] = [
    (PersonKind::Cedula, "Cédula"),
    (PersonKind::ForeignerCode, "Código de extranjero"),
    (PersonKind::Passport, "Pasaporte"),
];

impl PersonKind {
    fn of(number: &PersonNumber) -> Self {
        match number {
            PersonNumber::Cedula(_) => Self::Cedula,
            PersonNumber::ForeignerCode(_) => Self::ForeignerCode,
            PersonNumber::Passport(_) => Self::Passport,
        }
    }

    fn read(self, text: &str) -> Read<PersonNumber> {
        let number = match self {
            Self::Cedula => Cedula::parse(text).map(PersonNumber::Cedula),
            Self::ForeignerCode => ForeignerCode::parse(text).map(PersonNumber::ForeignerCode),
            Self::Passport => PassportNumber::parse(text).map(PersonNumber::Passport),
        };
        match number {
            Ok(PersonNumber::Cedula(cedula)) => {
                let digit = cedula.check_digit();
                checked(PersonNumber::Cedula(cedula), digit)
            }
            Ok(number) => Ok((number, None)),
            Err(fault) => said(&fault),
        }
    }
}

/// What the fields of a person are called in a form.
#[derive(Debug, Clone, Copy)]
pub(super) struct PersonLabels {
    pub(super) kind: &'static str,
    pub(super) number: &'static str,
    pub(super) name: &'static str,
}

/// Number and name of a person. The register of people gives the name of a number that it knows.
#[derive(Debug)]
pub(super) struct PersonFields {
    kind: Option<PersonKind>,
    number: Checked,
    name: Words,
    looked_up: Pending<Option<Person>>,
    note: &'static str,
    /// The record is known by this number: another number would be another record.
    is_fixed: bool,
    takes_passports: bool,
}

impl Default for PersonFields {
    fn default() -> Self {
        Self {
            kind: Some(PersonKind::Cedula),
            number: Checked::default(),
            name: Words::default(),
            looked_up: Pending::default(),
            note: "",
            is_fixed: false,
            takes_passports: true,
        }
    }
}

impl PersonFields {
    /// Of somebody who is known already.
    pub(super) fn of(number: &PersonNumber, name: &str) -> Self {
        Self {
            kind: Some(PersonKind::of(number)),
            number: Checked::of(number.as_str()),
            name: Words::of(name),
            ..Self::default()
        }
    }

    /// The number is shown, and not changed.
    pub(super) fn with_fixed_number(mut self) -> Self {
        self.is_fixed = true;
        self
    }

    /// Of a register that knows nobody by a passport.
    pub(super) fn without_passport(mut self) -> Self {
        self.takes_passports = false;
        self
    }

    /// One frame.
    pub(super) fn ui(&mut self, form: &mut Form<'_>, cx: &Cx<'_>, labels: PersonLabels) {
        if self.is_fixed {
            crate::ui::widgets::key_value(form.ui(), labels.number, &self.number.text);
            form.ui().add_space(SPACE_S);
            self.name.ui(form, Field::new(labels.name).width(460.0));
            return;
        }
        if let Some(Ok(found)) = self.looked_up.poll() {
            match found {
                Some(person) => {
                    if self.name.text.trim().is_empty() {
                        self.name = Words::of(person.name);
                    }
                    self.note = "Consta en el registro de personas.";
                }
                None => self.note = "No consta en el registro de personas: escriba el nombre de su documento.",
            }
        }
        let kinds = PERSON_KINDS.split_at(if self.takes_passports { 3 } else { 2 }).0;
        if form.choice(Field::new(labels.kind), kinds, &mut self.kind) {
            (self.number, self.note) = (Checked::of(std::mem::take(&mut self.number.text)), "");
        }
        let kind = self.kind.unwrap_or(PersonKind::Cedula);
        let number = self.number.ui(form, Field::new(labels.number).width(240.0), |text| kind.read(text));
        if let Some(number) = number {
            self.note = "";
            self.looked_up.forget();
            self.looked_up.start(|| cx.desk.read(move |_, reader| view::person_by_number(reader, &number)));
        }
        let mut field = Field::new(labels.name).width(460.0);
        if !self.note.is_empty() {
            field = field.note(self.note);
        }
        self.name.ui(form, field);
    }

    /// What they say, or nothing: then each says what is wrong with it.
    pub(super) fn value(&mut self, labels: PersonLabels) -> Result<(PersonNumber, String), &'static str> {
        let kind = self.kind.unwrap_or(PersonKind::Cedula);
        let number = self.number.read(|text| kind.read(text));
        let is_named = self.name.is_filled("Escriba el nombre, como está en su documento.");
        match number {
            None => Err(labels.number),
            Some(_) if !is_named => Err(labels.name),
            Some(number) => Ok((number, self.name.text.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_check_digit_warns_and_a_wrong_structure_is_refused() {
        assert!(matches!(employer_number("1790011674001"), Ok((_, None))));
        assert!(matches!(employer_number("1763154690001"), Ok((_, Some(warning))) if warning == CHECK_DIGIT));
        let fault = employer_number("179206034601").map(drop).unwrap_err();
        assert!(fault.starts_with("Revise el número: tiene 12 cifras") && fault.ends_with('.'), "{fault}");
        assert!(matches!(PersonKind::Cedula.read("1714307104"), Ok((_, Some(_)))));
        assert!(matches!(PersonKind::Passport.read("1714307104"), Ok((PersonNumber::Passport(_), None))));
    }

    #[test]
    fn a_power_without_a_code_is_one_from_abroad_and_an_odd_code_warns() {
        assert!(matches!(notarial_code("  "), Ok((None, None))));
        assert!(matches!(notarial_code("20241701001P00123"), Ok((Some(_), None))));
        assert!(
            matches!(notarial_code("2O241701001P00123"), Ok((Some(_), Some(warning))) if warning.contains("20241701001P00123"))
        );
        assert!(matches!(notarial_code("Escritura 44"), Ok((Some(_), Some(_)))));
    }
}
