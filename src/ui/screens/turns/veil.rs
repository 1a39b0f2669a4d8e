//! Where several windows share a queue, whoever waits is told by code and hour, and not by name, until they are called:
//! nobody is picked for who they are. Whoever gives an exact number or code, typed or read, is shown who that is.

use std::borrow::Cow;

use crate::desk::Desk;
use crate::domain::id::TurnId;
use crate::domain::name::folded;
use crate::domain::turn::TurnState;
use crate::ops::view::TurnRow;

/// What hides names and numbers, where there is something to hide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Veil {
    is_on: bool,
    /// Who was looked for by an exact number or code.
    lifted: Option<TurnId>,
}

impl Veil {
    /// At this window: there is one where the queue is shared.
    pub(super) fn at(desk: &Desk) -> Self {
        Self { is_on: desk.house().is_some_and(|house| house.is_on_server()), lifted: None }
    }

    /// The same, lifted for whoever was looked for exactly.
    pub(super) fn lifted_for(self, lifted: Option<TurnId>) -> Self {
        Self { lifted, ..self }
    }

    /// Who was looked for by an exact number or code.
    pub(super) fn lifted(self) -> Option<TurnId> {
        self.lifted
    }

    /// Is it hidden who this is?
    pub(super) fn hides(self, row: &TurnRow) -> bool {
        let waits = matches!(row.turn.state, TurnState::Scheduled | TurnState::Arrived);
        self.is_on && waits && self.lifted != Some(row.id)
    }

    /// The name, or its first letters.
    pub(super) fn name(self, row: &TurnRow) -> Cow<'_, str> {
        match self.hides(row) {
            false => Cow::Borrowed(&row.turn.holder_name),
            true => Cow::Owned(initials(&row.turn.holder_name)),
        }
    }

    /// The number, or a sign that there is one.
    pub(super) fn number(self, row: &TurnRow) -> Cow<'_, str> {
        match self.hides(row) {
            false => Cow::Borrowed(row.turn.holder.as_str()),
            true => Cow::Borrowed("oculto hasta el llamado"),
        }
    }
}

/// "R. G.": of each word its first letter.
fn initials(name: &str) -> String {
    let letters: Vec<String> =
        name.split_whitespace().filter_map(|word| word.chars().next()).map(|letter| format!("{letter}.")).collect();
    letters.join(" ")
}

/// Is what was typed, folded, exactly a turn's code or its holder's number?
pub(super) fn is_exactly(row: &TurnRow, wanted: &str) -> bool {
    let is = |text: &str| !wanted.is_empty() && folded(text) == wanted;
    is(row.turn.code.as_str()) || is(row.turn.holder.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_first_letters() {
        assert_eq!(initials("Rosa María  Guamán"), "R. M. G.");
        assert_eq!(initials("Ñusta"), "Ñ.");
        assert_eq!(initials(""), "");
    }
}
