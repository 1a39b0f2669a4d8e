//! The applicant's identity document.

use crate::domain::procedure::employer_key::case::Case;
use crate::ui::screens::visit::fields::DocumentFields;
use crate::ui::screens::visit::reading::ReadDocument;
use crate::ui::widgets::{self, Form, Sign};

/// What the page keeps.
#[derive(Default)]
pub(super) struct DocumentPage {
    fields: DocumentFields,
}

impl DocumentPage {
    /// A reader read the document of this step.
    pub(super) fn take_read(&mut self, read: ReadDocument) {
        self.fields.take_read(read);
    }

    pub(super) fn ui(&mut self, form: &mut Form<'_>, case: &mut Case) -> bool {
        let Some(applicant) = case.copy.papers.applicant.clone() else {
            widgets::notice(
                form.ui(),
                Sign::NotApplicable,
                "Todavía no consta quién solicita.",
                Some("Vuelva al paso Empleador y elija a la persona."),
            );
            self.fields.read_ui(form);
            return false;
        };
        widgets::key_value(form.ui(), "Solicitante", &applicant.label());
        form.ui().add_space(8.0);
        self.fields.ui(form, &applicant, &mut case.copy.papers.applicant_document)
    }
}
