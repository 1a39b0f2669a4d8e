//! Which turn a reader read: its code, or its holder's number.
//!
//! A reader that is set to another keyboard types other signs for the hyphen, and some put the name of the bar code's kind
//! before it (`]C1`): where the signs differ, letters and digits decide, as long as one person's turn answers to them.

use crate::ops::view::TurnRow;

/// The turn that answers to what was read; of somebody with two, the one that is still ahead.
pub(super) fn turn_read<'t>(read: &str, turns: &'t [TurnRow]) -> Option<&'t TurnRow> {
    let is = |row: &&TurnRow| {
        row.turn.code.as_str().eq_ignore_ascii_case(read) || row.turn.holder.as_str().eq_ignore_ascii_case(read)
    };
    let whole = letters_and_digits(read);
    let bare = without_kind(read).map(letters_and_digits);
    let is_alike = |row: &&TurnRow| {
        let own = [row.turn.code.as_str(), row.turn.holder.as_str()].map(letters_and_digits);
        !whole.is_empty() && own.iter().any(|own| *own == whole || Some(own) == bare.as_ref())
    };
    let exact: Vec<&TurnRow> = turns.iter().filter(is).collect();
    let found = if exact.is_empty() { turns.iter().filter(is_alike).collect() } else { exact };
    let first = *found.first()?;
    if found.iter().any(|row| row.turn.holder != first.turn.holder) {
        return None;
    }
    found.iter().copied().find(|row| !row.turn.state.is_final()).or(Some(first))
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// What follows on the identifier of a symbology (ISO/IEC 15424): a sign, which is `]` on the reader's own keyboard, a letter
/// and a digit.
pub(in crate::ui::screens) fn without_kind(text: &str) -> Option<&str> {
    let mut letters = text.chars();
    let is_kind = letters.next().is_some_and(|sign| !sign.is_ascii_alphanumeric())
        && letters.next().is_some_and(|letter| letter.is_ascii_alphabetic())
        && letters.next().is_some_and(|digit| digit.is_ascii_digit());
    is_kind.then_some(letters.as_str())
}
