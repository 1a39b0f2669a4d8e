//! The field of a reason: what is wrong with it is said at it, also where Enter would go on, until it is changed.

use crate::domain::sentence;
use crate::domain::turn::{Reason, has_a_word};
use crate::ui::widgets::{Edited, Field, Form};

/// A reason as it is typed.
#[derive(Debug, Clone, Default)]
pub(in crate::ui::screens) struct ReasonField {
    text: String,
    fault: Option<String>,
    /// What it says where it is empty, if it asks for something else than a reason.
    ask: Option<&'static str>,
}

impl ReasonField {
    /// With words in it.
    pub(in crate::ui::screens) fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// For something else than a reason, with words all the same.
    pub(in crate::ui::screens) fn asking(ask: &'static str) -> Self {
        Self { ask: Some(ask), ..Self::default() }
    }

    /// What is typed, without the blanks around it.
    pub(in crate::ui::screens) fn text(&self) -> &str {
        self.text.trim()
    }

    /// One frame.
    pub(in crate::ui::screens) fn ui(&mut self, form: &mut Form<'_>, field: Field<'_>) -> Edited {
        let may_be_empty = field.is_optional();
        let edited = form.text(field.error(self.fault.as_deref()), &mut self.text);
        if edited.changed {
            self.fault = None;
        }
        if edited.submitted && !(may_be_empty && self.text().is_empty()) {
            self.look();
        }
        edited
    }

    /// Is there at least a word? The field says what is asked for where there is not.
    pub(in crate::ui::screens) fn says_something(&mut self) -> bool {
        self.look();
        self.fault.is_none()
    }

    /// The reason, or nothing: then the field says what is lacking.
    pub(in crate::ui::screens) fn read(&mut self) -> Option<Reason> {
        self.look();
        Reason::parse(&self.text).ok()
    }

    /// Is it a reason as it stands?
    pub(in crate::ui::screens) fn is_sound(&self) -> bool {
        Reason::parse(&self.text).is_ok()
    }

    fn look(&mut self) {
        self.fault = match self.ask {
            Some(ask) => (!has_a_word(&self.text)).then(|| ask.to_owned()),
            None => Reason::parse(&self.text).err().map(|fault| sentence(&fault.to_string())),
        };
    }
}
