//! What a reader read in the machine-readable zone of the document at hand: shown beside the question, so that the clerk
//! compares it, and filled in where the answer asks for it. It answers nothing by itself.

use chrono::NaiveDate;
use eframe::egui::Ui;

use crate::domain::calendar::day_in_figures;
use crate::domain::name::{self, NameAgreement};
use crate::domain::number::{Cedula, Entered, MachineReadableZone, MrzFormat};
use crate::domain::visit::{Document, DocumentKind, Person, Somebody, TypedNumber, Validity};
use crate::ui::widgets::{self, Button, Sign};

/// A document as a reader read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) struct ReadDocument {
    kind: DocumentKind,
    /// None where the zone does not say the number that is asked for.
    number: Option<String>,
    name: String,
    until: Option<NaiveDate>,
    /// Its last day was before it was read.
    is_over: bool,
}

impl ReadDocument {
    /// Reads a zone, on this day.
    ///
    /// # Errors
    /// What the clerk does about it, as a sentence.
    pub(in crate::ui) fn of(zone: &str, today: NaiveDate) -> Result<Self, String> {
        let zone = MachineReadableZone::parse(zone).map_err(|fault| {
            format!("El lector no leyó bien el documento: {fault}. Léalo de nuevo, o escriba los datos a mano.")
        })?;
        let (kind, number) = match zone.format() {
            MrzFormat::Td3 => (DocumentKind::Passport, Some(zone.number().as_str().to_owned())),
            MrzFormat::MrvA | MrzFormat::MrvB => (DocumentKind::Visa, Some(zone.number().as_str().to_owned())),
            MrzFormat::Td1 | MrzFormat::Td2 if zone.issuer() == "ECU" => {
                (DocumentKind::Cedula, zone.cedula().map(|cedula| Cedula::as_str(&cedula).to_owned()))
            }
            MrzFormat::Td1 | MrzFormat::Td2 => {
                return Err("El documento leído es una identificación de otro país: aquí sirven la cédula, el \
                            pasaporte o la visa."
                    .into());
            }
        };
        Ok(Self {
            kind,
            number,
            name: format!("{} {}", zone.surnames(), zone.given_names()).trim().to_owned(),
            until: zone.expires_on(today),
            is_over: !zone.in_force_on(today),
        })
    }

    /// The number that a turn may be in the name of.
    pub(in crate::ui) fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// Whoever stands at the window is not named yet: the document names them.
    fn name_somebody(&self, person: &mut Person) {
        if person.number.is_some() || !person.name.trim().is_empty() {
            return;
        }
        person.number = self.typed();
        person.name.clone_from(&self.name);
    }

    /// Fills in what the document says, where an answer asks for it.
    pub(super) fn fill(&self, document: &mut Document, person: &Person) {
        document.kind = self.kind;
        document.holder.number = self.typed().or(document.holder.number.take());
        document.holder.name = match name::compare(&self.name, &person.name) {
            // The zone has no accents, and cuts long names short.
            NameAgreement::Agrees => person.name.clone(),
            NameAgreement::Differs => self.name.clone(),
        };
        document.validity = self.until.map(Validity::Until).or(document.validity);
    }

    fn typed(&self) -> Option<TypedNumber> {
        let number = self.number.clone()?;
        Some(match self.kind {
            DocumentKind::Cedula => TypedNumber::Cedula(Entered::new(number)),
            DocumentKind::Passport | DocumentKind::Visa => TypedNumber::Passport(Entered::new(number)),
        })
    }

    /// Is the number read another than that of the person, where the two can be compared?
    fn is_of_another(&self, person: &Person) -> bool {
        match (&person.number, self.typed()) {
            (Some(TypedNumber::Cedula(own)), Some(TypedNumber::Cedula(read))) => own.text().trim() != read.text(),
            (Some(TypedNumber::Passport(own)), Some(TypedNumber::Passport(read))) => {
                !own.text().trim().eq_ignore_ascii_case(read.text())
            }
            _ => false,
        }
    }

    /// Shows it beside the person whose document it should be; `disagrees` says that the answer was otherwise. Answers whether it is to be forgotten.
    pub(super) fn ui(&self, ui: &mut Ui, person: &Person, disagrees: Option<&str>) -> bool {
        let number = self.number.as_deref().unwrap_or("sin número que se pueda leer");
        let until = match self.until {
            Some(day) if self.is_over => format!("venció el {}", day_in_figures(day)),
            Some(day) => format!("vence el {}", day_in_figures(day)),
            None => "no dice hasta cuándo vale".to_owned(),
        };
        let read = format!("Leído en el documento ({}): {number}, {}, {until}.", self.kind.name(), self.name);
        let (sign, what_to_do) = if let Some(disagrees) = disagrees {
            (Sign::Refused, disagrees)
        } else if person.number.is_none() && person.name.trim().is_empty() {
            (Sign::Info, "Se compara con la persona cuando conste quién es.")
        } else if self.is_of_another(person) {
            (Sign::Refused, "El número no es el de la persona que consta aquí: compare el documento con la pantalla.")
        } else if name::compare(&self.name, &person.name) == NameAgreement::Differs {
            (Sign::Warning, "El nombre no es el que consta aquí: compare el documento con la pantalla.")
        } else if self.until.is_some() && self.is_over {
            (Sign::Warning, "Ya no está vigente: compare la fecha con el documento.")
        } else {
            (Sign::Met, "Compárelo con la persona y con el documento, y responda.")
        };
        widgets::notice(ui, sign, &read, Some(what_to_do));
        Button::quiet("Descartar lo leído").show(ui).clicked()
    }
}

/// Names whoever shows the document that was read, where nobody is named yet. Answers whether that changed something.
pub(super) fn name_from(read: &ReadDocument, somebody: &mut Somebody) -> bool {
    let before = somebody.person.clone();
    read.name_somebody(&mut somebody.person);
    somebody.person != before
}
