//! The authorised third party: who, with which document, by which authorisation.

use super::parts::third_party_mut;
use crate::domain::procedure::employer_key::case::{Authorisation, AuthorisationBlock, Case, Parties};
use crate::ui::cx::Cx;
use crate::ui::screens::visit::fields::{DocumentFields, NameFinder};
use crate::ui::screens::visit::reading::ReadDocument;
use crate::ui::widgets::{Field, Form, section};

/// The authorisation block in one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glance {
    InOrder,
    Otherwise,
    Blank,
}

const GLANCES: [(Glance, &str); 3] = [
    (Glance::InOrder, "Completa: datos y firmas de las dos personas"),
    (Glance::Otherwise, "Algo falta o no coincide"),
    (Glance::Blank, "En blanco"),
];

const PARTIES: [(Parties, &str); 4] = [
    (Parties::Both, "De las dos personas"),
    (Parties::OnlyGrantor, "Solo de quien autoriza"),
    (Parties::OnlyThirdParty, "Solo de la persona autorizada"),
    (Parties::Neither, "De ninguna"),
];

/// What the page keeps.
#[derive(Default)]
pub(super) struct ThirdPartyPage {
    names: NameFinder,
    named: NameFinder,
    document: DocumentFields,
    details: bool,
}

impl ThirdPartyPage {
    /// A reader read the document of this step.
    pub(super) fn take_read(&mut self, read: ReadDocument) {
        self.document.take_read(read);
    }

    pub(super) fn ui(&mut self, form: &mut Form<'_>, cx: &Cx<'_>, case: &mut Case) -> bool {
        let Some(third_party) = case.copy.papers.presenter.as_mut().and_then(third_party_mut) else { return false };
        let person = &mut third_party.somebody.person;
        let labels = ["Tipo de número del tercero", "Número del tercero", "Apellidos y nombres del tercero"];
        let mut has_changed = self.names.person_ui(form, cx, labels, person);
        if has_changed {
            case.answers.third_party = None;
        }
        let person = third_party.somebody.person.clone();
        has_changed |= self.document.ui(form, &person, &mut third_party.somebody.document);
        section(form.ui(), "Autorización de Retiro de Contraseña", |_| {});
        let wanted =
            Authorisation { third_party: person.clone(), data_of: Some(Parties::Both), signed_by: Some(Parties::Both) };
        let mut glance = match &third_party.authorisation {
            None => None,
            Some(AuthorisationBlock::Blank) => Some(Glance::Blank),
            Some(AuthorisationBlock::Filled(filled)) if !self.details && *filled == wanted => Some(Glance::InOrder),
            Some(AuthorisationBlock::Filled(_)) => Some(Glance::Otherwise),
        };
        let before = glance;
        form.choice(Field::new("Cómo está el bloque de autorización de la solicitud"), &GLANCES, &mut glance);
        if glance != before {
            has_changed = true;
            self.details = glance == Some(Glance::Otherwise);
            third_party.authorisation = match glance {
                None => None,
                Some(Glance::Blank) => Some(AuthorisationBlock::Blank),
                Some(Glance::InOrder) => Some(AuthorisationBlock::Filled(wanted)),
                // What the one answer filled in is taken back with it.
                Some(Glance::Otherwise) => Some(AuthorisationBlock::Filled(Authorisation::default())),
            };
        }
        if glance == Some(Glance::Otherwise)
            && let Some(AuthorisationBlock::Filled(filled)) = &mut third_party.authorisation
        {
            let was = filled.clone();
            let labels = [
                "Tipo de número del tercero en la autorización",
                "Número del tercero en la autorización",
                "Nombre del tercero en la autorización",
            ];
            self.named.typed_person_ui(form, labels, &mut filled.third_party);
            form.choice(Field::new("Datos completos"), &PARTIES, &mut filled.data_of);
            form.choice(Field::new("Firmas"), &PARTIES, &mut filled.signed_by);
            has_changed |= *filled != was;
        }
        has_changed
    }
}
