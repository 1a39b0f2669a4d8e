//! The attorney and the notarial power: offered from the register, or typed from the paper.

use super::parts::{attorney_mut, power_mut};
use crate::desk::Live;
use crate::domain::id::{NotarialPowerId, VisitId};
use crate::domain::number::{Entered, NotarialCode, PersonNumber};
use crate::domain::procedure::employer_key::case::{
    Case, ForeignForm, Legalisation, NotarialPower, PowerForm, PowerOrigin, Presenter, Translation,
};
use crate::domain::register::{LegalValidation, PowerScope};
use crate::domain::visit::{Asked, Validity};
use crate::ops::Changed;
use crate::ops::view;
use crate::ops::visit::parsed;
use crate::ui::cx::Cx;
use crate::ui::screens::visit::fields::{DocumentFields, NameFinder, entered, person_of, validity};
use crate::ui::screens::visit::reading::ReadDocument;
use crate::ui::widgets::{Field, Form, section};

const FORMS: [(PowerForm, &str); 2] = [(PowerForm::Original, "Original"), (PowerForm::Copy, "Copia")];

const SCOPES: [(PowerScope, &str); 3] = [
    (PowerScope::Sufficient, "Sirve para pedir y retirar la clave"),
    (PowerScope::Unclear, "No queda claro"),
    (PowerScope::Insufficient, "Es para otra cosa"),
];

const LEGALISATIONS: [(Legalisation, &str); 3] = [
    (Legalisation::Apostille, "Con apostilla"),
    (Legalisation::Consular, "Legalizado por un consulado"),
    (Legalisation::Lacking, "Sin apostilla ni legalización"),
];

const TRANSLATIONS: [(Translation, &str); 3] = [
    (Translation::NotNeeded, "Está en español"),
    (Translation::Attached, "Con traducción"),
    (Translation::Lacking, "Sin traducción"),
];

/// Whether one was shown, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offer {
    Registered(NotarialPowerId),
    Typed,
    NotShown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Ecuador,
    Abroad,
}

const WHERE: [(Where, &str); 2] = [(Where::Ecuador, "En Ecuador"), (Where::Abroad, "En el exterior")];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Validated {
    Yes,
    No,
    WithoutData,
}

const VALIDATED: [(Validated, &str); 3] = [
    (Validated::Yes, "Validado"),
    (Validated::No, "Sin validar"),
    (Validated::WithoutData, "Validado, sin datos del sello"),
];

/// What the page keeps.
#[derive(Default)]
pub(super) struct PowerPage {
    offered: Live<Vec<view::NotarialPower>>,
    offered_for: Option<PersonNumber>,
    chosen: Option<Offer>,
    attorney: NameFinder,
    grantor: NameFinder,
    named: NameFinder,
    document: DocumentFields,
}

impl PowerPage {
    /// A reader read the document of this step.
    pub(super) fn take_read(&mut self, read: ReadDocument) {
        self.document.take_read(read);
    }

    pub(super) fn ui(&mut self, form: &mut Form<'_>, cx: &Cx<'_>, case: &mut Case) -> bool {
        let mut has_changed = self.choose_ui(form, case);
        let Some(presenter) = &mut case.copy.papers.presenter else { return has_changed };
        if let Some(Some(Asked::Shown(power))) = power_mut(presenter) {
            has_changed |= match self.chosen {
                Some(Offer::Registered(id)) => {
                    let known = self.offered().iter().find(|it| it.id == id);
                    registered_ui(form, power, known.map(|it| &it.legal_validation))
                }
                _ => self.power_ui(form, power),
            };
        }
        section(form.ui(), "Apoderado", |_| {});
        let is_here = matches!(presenter, Presenter::Attorney { .. });
        if let Some(attorney) = attorney_mut(presenter) {
            let labels = ["Tipo de número del apoderado", "Número del apoderado", "Apellidos y nombres del apoderado"];
            has_changed |= self.attorney.person_ui(form, cx, labels, &mut attorney.person);
            if is_here {
                let person = attorney.person.clone();
                has_changed |= self.document.ui(form, &person, &mut attorney.document);
            }
        }
        has_changed
    }

    /// The powers that the applicant granted, asked for ahead of the step, and again when the register changes: one that is
    /// recorded meanwhile is offered at once.
    pub(super) fn offer(&mut self, cx: &Cx<'_>, visit: VisitId, case: &Case) {
        let applicant = case.copy.papers.applicant.as_ref().and_then(|it| it.number.as_ref()).and_then(parsed);
        if applicant != self.offered_for {
            self.offered.clear();
            self.offered_for = applicant;
        }
        if let Some(number) = self.offered_for.clone() {
            self.offered.refresh(cx.desk, &[Changed::NotarialPowers], move |desk| {
                desk.read(move |_, reader| {
                    let mut powers = view::powers_granted_by(reader, &number)?;
                    // What this very visit copied, before it was opened again, is still its clerk's to correct.
                    powers.retain(|power| power.recorded_in != Some(visit));
                    Ok(powers)
                })
            });
        }
    }

    fn offered(&self) -> &[view::NotarialPower] {
        self.offered.get().map(Vec::as_slice).unwrap_or_default()
    }

    fn choose_ui(&mut self, form: &mut Form<'_>, case: &mut Case) -> bool {
        let Some(presenter) = &mut case.copy.papers.presenter else { return false };
        let Some(shown) = power_mut(presenter) else { return false };
        let mut chosen = match (&*shown, self.chosen) {
            (None, _) => None,
            (Some(Asked::NotShown), _) => Some(Offer::NotShown),
            (Some(Asked::Shown(_)), Some(chosen)) if self.still_offers(chosen) => Some(chosen),
            (Some(Asked::Shown(power)), _) => Some(self.same_as(power).map_or(Offer::Typed, Offer::Registered)),
        };
        self.chosen = chosen;
        let offered = self.offered();
        let mut texts: Vec<String> = offered.iter().map(in_words).collect();
        texts.extend(["Otro poder: copiarlo del papel".to_owned(), "No lo muestra".to_owned()]);
        let kinds = offered.iter().map(|it| Offer::Registered(it.id)).chain([Offer::Typed, Offer::NotShown]);
        let options: Vec<(Offer, &str)> = kinds.zip(texts.iter().map(String::as_str)).collect();
        let before = chosen;
        form.choice(Field::new("Poder notarial que muestra"), &options, &mut chosen);
        if chosen == before {
            return false;
        }
        self.chosen = chosen;
        let registered = match chosen {
            Some(Offer::Registered(id)) => self.offered().iter().find(|it| it.id == id).cloned(),
            _ => None,
        };
        *shown = match (chosen, &registered) {
            (None, _) => None,
            (Some(Offer::NotShown), _) => Some(Asked::NotShown),
            (_, Some(power)) => Some(Asked::Shown(Box::new(of_register(power)))),
            _ => Some(Asked::Shown(Box::new(NotarialPower {
                grantor: case.copy.papers.applicant.clone().unwrap_or_default(),
                ..NotarialPower::default()
            }))),
        };
        if let (Some(power), Some(attorney)) = (registered, case.copy.papers.presenter.as_mut().and_then(attorney_mut))
            && !attorney.person.is_recorded()
        {
            attorney.person = person_of(&power.holder.0, &power.holder.1);
        }
        true
    }

    /// One that was set aside in the register meanwhile is one typed from the paper.
    fn still_offers(&self, chosen: Offer) -> bool {
        match chosen {
            Offer::Registered(id) => self.offered().iter().any(|it| it.id == id),
            Offer::Typed => true,
            Offer::NotShown => false,
        }
    }

    fn same_as(&self, power: &NotarialPower) -> Option<NotarialPowerId> {
        let code = match &power.origin {
            Some(PowerOrigin::Ecuador(code)) => code.text(),
            _ => return None,
        };
        let is_same = |it: &&view::NotarialPower| it.code == code && Some(it.granted_on) == power.granted_on;
        self.offered().iter().filter(|it| !it.code.is_empty()).find(is_same).map(|it| it.id)
    }

    fn power_ui(&mut self, form: &mut Form<'_>, power: &mut NotarialPower) -> bool {
        let before = power.clone();
        form.choice(Field::new("Forma del poder"), &FORMS, &mut power.form);
        let mut granted = power.origin.as_ref().map(|origin| match origin {
            PowerOrigin::Ecuador(_) => Where::Ecuador,
            PowerOrigin::Abroad(_) => Where::Abroad,
        });
        let was = granted;
        form.choice(Field::new("Dónde se otorgó"), &WHERE, &mut granted);
        if granted != was {
            power.origin = granted.map(|granted| match granted {
                Where::Ecuador => PowerOrigin::Ecuador(Entered::new("")),
                Where::Abroad => PowerOrigin::Abroad(ForeignForm::default()),
            });
        }
        match &mut power.origin {
            Some(PowerOrigin::Ecuador(code)) => {
                let mut entered_code = (!code.text().is_empty()).then(|| code.clone());
                let field = Field::new("Código notarial").hint("20221701012P00345").width(280.0);
                if entered::<NotarialCode>(form, field, &mut entered_code) {
                    *code = entered_code.unwrap_or_else(|| Entered::new(""));
                }
            }
            Some(PowerOrigin::Abroad(foreign)) => {
                form.choice(Field::new("Legalización"), &LEGALISATIONS, &mut foreign.legalisation);
                form.choice(Field::new("Idioma"), &TRANSLATIONS, &mut foreign.translation);
            }
            None => {}
        }
        let labels = [
            "Tipo de número del poderdante en el poder",
            "Número del poderdante en el poder",
            "Nombre del poderdante en el poder",
        ];
        self.grantor.typed_person_ui(form, labels, &mut power.grantor);
        let labels = [
            "Tipo de número del apoderado en el poder",
            "Número del apoderado en el poder",
            "Nombre del apoderado en el poder",
        ];
        self.named.typed_person_ui(form, labels, &mut power.attorney);
        form.date(Field::new("Fecha de otorgamiento").hint("dd/mm/aaaa"), &mut power.granted_on);
        validity(form, ["Vigente hasta", "El poder no vence"], &mut power.validity);
        form.choice(Field::new("Alcance"), &SCOPES, &mut power.scope);
        legal_validation_ui(form, &mut power.legal_validation);
        *power != before
    }
}

/// Of a registered power only what lies on the counter is asked; and its validation, where the register does not know it.
fn registered_ui(form: &mut Form<'_>, power: &mut NotarialPower, known: Option<&LegalValidation>) -> bool {
    let before = (power.form, power.legal_validation.clone());
    form.choice(Field::new("Forma del poder"), &FORMS, &mut power.form);
    if known.is_none_or(|known| known.is_blank() || *known == LegalValidation::NotValidated) {
        legal_validation_ui(form, &mut power.legal_validation);
    }
    (power.form, &power.legal_validation) != (before.0, &before.1)
}

fn legal_validation_ui(form: &mut Form<'_>, validation: &mut Option<LegalValidation>) {
    let mut validated = validation.as_ref().map(|it| match it {
        LegalValidation::Validated { .. } => Validated::Yes,
        LegalValidation::ValidatedWithoutData => Validated::WithoutData,
        LegalValidation::NotValidated => Validated::No,
    });
    let before = validated;
    form.choice(Field::new("Validación del área jurídica provincial"), &VALIDATED, &mut validated);
    if validated != before {
        *validation = validated.map(|it| match it {
            Validated::Yes => LegalValidation::Validated { reference: String::new(), on: None, by: String::new() },
            Validated::WithoutData => LegalValidation::ValidatedWithoutData,
            Validated::No => LegalValidation::NotValidated,
        });
    }
    if let Some(LegalValidation::Validated { reference, on, by }) = validation {
        let note = "Como está en el sello; si el sello no muestra nada, elija «Validado, sin datos del sello»";
        form.text(Field::new("Referencia de la validación").note(note), reference);
        form.date(Field::new("Fecha de la validación").hint("dd/mm/aaaa"), on);
        form.text(Field::new("Quién validó"), by);
    }
}

fn in_words(power: &view::NotarialPower) -> String {
    let until =
        power.valid_until.map_or("sin vencimiento".to_owned(), |day| format!("hasta {}", day.format("%d/%m/%Y")));
    let revoked = if power.revoked.is_some() { ", REVOCADO" } else { "" };
    let code = if power.code.is_empty() { "Del exterior" } else { &power.code };
    format!("{code} a {} ({until}{revoked})", power.holder.1)
}

fn of_register(power: &view::NotarialPower) -> NotarialPower {
    NotarialPower {
        form: None,
        origin: Some(match power.code.as_str() {
            "" => PowerOrigin::Abroad(ForeignForm::default()),
            code => PowerOrigin::Ecuador(Entered::new(code)),
        }),
        grantor: person_of(&power.grantor.0, &power.grantor.1),
        attorney: person_of(&power.holder.0, &power.holder.1),
        granted_on: Some(power.granted_on),
        validity: Some(power.valid_until.map_or(Validity::Indefinite, Validity::Until)),
        scope: Some(power.scope),
        legal_validation: Some(power.legal_validation.clone()),
    }
}
