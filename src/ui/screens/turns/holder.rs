//! In whose name a turn is: the number, and the name, which the register fills in when it knows the number.

use crate::desk::Pending;
use crate::domain::number::{PassportNumber, PersonNumber};
use crate::ops::view;
use crate::ui::cx::Cx;
use crate::ui::widgets::{Field, Form};
use crate::ui::words::unprintable_in_words;

/// A person as typed for a turn.
#[derive(Default)]
pub(super) struct Holder {
    number: String,
    name: String,
    label: &'static str,
    asked: String,
    asking: Pending<Option<view::Named>>,
    /// The name came from the register for this number; typed over, it is the clerk's.
    filled: bool,
}

const NAME: &str = "Apellidos y nombres";

/// What is wrong, with the label of the field to mend.
pub(in crate::ui::screens) type Unusable = (&'static str, String);

impl Holder {
    /// Somebody who is known; what the register says of the number comes over it.
    pub(super) fn of(number: String, name: String) -> Self {
        Self { number, filled: !name.is_empty(), name, ..Self::default() }
    }

    /// Takes the register's answer in.
    pub(super) fn poll(&mut self, cx: &Cx<'_>) {
        if let Some(Ok(Some(person))) = self.asking.poll()
            && person.number.as_str() == self.asked
            && (self.name.trim().is_empty() || self.filled)
        {
            self.name = person.name;
            self.filled = true;
        }
        // The register is no arrival desk's to read.
        if !cx.is_at_arrivals()
            && let Ok(number) = parse(&self.number)
            && number.as_str() != self.asked
            && !self.asking.is_busy()
        {
            self.asked = number.as_str().to_owned();
            self.asking.start(|| cx.desk.read(move |_, reader| view::named(reader, number)));
        }
    }

    /// Number and name.
    pub(super) fn fields(&mut self, form: &mut Form<'_>, label: &'static str) {
        self.label = label;
        let fault = match parse(&self.number) {
            Err(fault) if self.number.trim().chars().count() >= 10 => Some(fault),
            _ => None,
        };
        let field = Field::new(label).hint("Cédula, código de extranjero o pasaporte").error(fault.as_deref());
        form.number(field, &mut self.number);
        let unprintable = unprintable_in_words(&self.name);
        if form.text(Field::new(NAME).error(unprintable.as_deref()), &mut self.name).changed {
            self.filled = false;
        }
    }

    /// The person.
    pub(super) fn parsed(&self) -> Result<(PersonNumber, String), Unusable> {
        let number = parse(&self.number).map_err(|fault| (self.label, format!("Revise el número: {fault}.")))?;
        match self.name.trim() {
            "" => Err((NAME, "Escriba los apellidos y nombres.".into())),
            name => match unprintable_in_words(name) {
                Some(words) => Err((NAME, words)),
                None => Ok((number, name.to_owned())),
            },
        }
    }
}

/// A cédula or foreigner code, or else a passport.
fn parse(text: &str) -> Result<PersonNumber, String> {
    match PersonNumber::parse(text) {
        Ok(number) => Ok(number),
        Err(fault) => {
            let has_letters = text.chars().any(char::is_alphabetic);
            match PassportNumber::parse(text) {
                Ok(passport) if has_letters => Ok(PersonNumber::Passport(passport)),
                _ => Err(fault.to_string()),
            }
        }
    }
}
