//! The person's data: as the register has them, and as the person says them today.

use crate::domain::calendar::day_in_figures;
use crate::domain::email::Email;
use crate::domain::procedure::affiliate_key_unlock::case::{Case, ContactUpdate};
use crate::domain::procedure::affiliate_key_unlock::is_identified;
use crate::domain::register::{Contact, InsuredAnswer};
use crate::domain::telephone::Telephone;
use crate::ui::screens::common::contact_fields_ui;
use crate::ui::widgets::{self, Field, Form, Sign, key_value};

/// What the person says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Updates,
    NotToday,
}

const SAYS: [(Says, &str); 2] = [(Says::Updates, "Sí, los actualiza"), (Says::NotToday, "Hoy no")];

/// What the page keeps.
#[derive(Default)]
pub(super) struct ContactPage {
    /// What was typed, while it is answered otherwise.
    typed: Option<Contact>,
}

/// What is malformed in the register is asked anew.
fn usable(contact: Contact) -> Contact {
    let keep = |text: String, is_good: bool| if is_good { text } else { String::new() };
    let telephone = |text: String| {
        let is_good = Telephone::parse(&text).is_ok();
        keep(text, is_good)
    };
    let is_good = Email::parse(&contact.email).is_ok();
    Contact {
        email: keep(contact.email, is_good),
        mobile: telephone(contact.mobile),
        telephone: telephone(contact.telephone),
    }
}

impl ContactPage {
    pub(super) fn ui(&mut self, form: &mut Form<'_>, case: &mut Case) -> bool {
        if case.insured() == Some(&InsuredAnswer::NotFound) {
            let words = "La persona no consta en el registro de este centro.";
            widgets::notice(
                form.ui(),
                Sign::NotApplicable,
                words,
                Some("Sus datos se actualizan en el sistema del IESS."),
            );
            return false;
        }
        if !is_identified(case) {
            let words = "Los datos se muestran cuando consta que la persona es quien dice.";
            widgets::notice(
                form.ui(),
                Sign::NotApplicable,
                words,
                Some("Complete antes los pasos Persona y Documento."),
            );
            return false;
        }
        let known = case.record().map(|record| (record.contact.clone(), record.up_to_date_on));
        if let Some((contact, up_to_date_on)) = &known {
            let shown = |text: &str| if text.is_empty() { "no consta".to_owned() } else { text.to_owned() };
            if !matches!(case.copy.papers.contact, Some(ContactUpdate::Given(_))) {
                // What is being brought up to date stands in the fields.
                key_value(form.ui(), "Correo registrado", &shown(&contact.email));
                key_value(form.ui(), "Celular registrado", &shown(&contact.mobile));
            }
            let when = up_to_date_on.map_or_else(|| "nunca en persona".to_owned(), day_in_figures);
            key_value(form.ui(), "Última actualización", &when);
            form.ui().add_space(8.0);
        }
        let mut says = case.copy.papers.contact.as_ref().map(|contact| match contact {
            ContactUpdate::Given(_) => Says::Updates,
            ContactUpdate::Declined => Says::NotToday,
        });
        let before = says;
        let label = "Actualiza sus datos: así la próxima vez desbloquea en línea";
        form.choice(Field::new(label), &SAYS, &mut says);
        let mut has_changed = says != before;
        if has_changed {
            if let Some(ContactUpdate::Given(contact)) = case.copy.papers.contact.take() {
                self.typed = Some(contact);
            }
            let begun = || self.typed.clone().or(known.map(|(contact, _)| usable(contact))).unwrap_or_default();
            case.copy.papers.contact = says.map(|says| match says {
                Says::Updates => ContactUpdate::Given(begun()),
                Says::NotToday => ContactUpdate::Declined,
            });
        }
        if let Some(ContactUpdate::Given(contact)) = &mut case.copy.papers.contact {
            has_changed |= contact_fields_ui(form, contact, true);
        }
        has_changed
    }
}
