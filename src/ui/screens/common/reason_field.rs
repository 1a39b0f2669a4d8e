//! The field of a reason: what is wrong with it is said at it, until it is changed.

use crate::domain::turn::{Reason, has_a_word};
use crate::ui::screens::registers::reason::sentence;
use crate::ui::widgets::{Edited, Field, Form};

/// A reason as it is typed.
#[derive(Debug, Clone, Default)]
pub(in crate::ui::screens) struct ReasonField {
    text: String,
    fault: Option<String>,
}

impl ReasonField {
    /// With words in it.
    pub(in crate::ui::screens) fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), fault: None }
    }

    /// What is typed, without the blanks around it.
    pub(in crate::ui::screens) fn text(&self) -> &str {
        self.text.trim()
    }

    /// One frame.
    pub(in crate::ui::screens) fn ui(&mut self, form: &mut Form<'_>, field: Field<'_>) -> Edited {
        let edited = form.text(field.error(self.fault.as_deref()), &mut self.text);
        if edited.changed {
            self.fault = None;
        }
        edited
    }

    /// Is there at least a word? The field says `ask` where there is not.
    pub(in crate::ui::screens) fn says_something(&mut self, ask: &str) -> bool {
        let says = has_a_word(&self.text);
        self.fault = (!says).then(|| ask.to_owned());
        says
    }

    /// The reason, or nothing: then the field says what is lacking.
    pub(in crate::ui::screens) fn read(&mut self) -> Option<Reason> {
        match Reason::parse(&self.text) {
            Ok(reason) => {
                self.fault = None;
                Some(reason)
            }
            Err(fault) => {
                self.fault = Some(sentence(&fault.to_string()));
                None
            }
        }
    }
}
