//! Check digits of the zone: weights 7, 3, 1 over 0–9 as themselves, A–Z as 10–35, the filler as 0 (ICAO 9303-3, 4.9).

use super::fault::{MrzFault, MrzField};
use super::layout::{Layout, Span};
use super::lines::Lines;
use crate::domain::number::fault::Symbol;
use crate::domain::number::lookalike;
use crate::domain::number::passport::PassportNumber;

/// The check digit of these characters.
fn digit_of(characters: &str) -> char {
    let sum: u32 = characters
        .chars()
        .zip([7_u32, 3, 1].into_iter().cycle())
        .map(|(c, weight)| c.to_digit(36).unwrap_or(0).saturating_mul(weight))
        .sum();
    char::from_digit(sum % 10, 10).unwrap_or('0')
}

/// That `digit` is the check digit of `text`; what an exchange of look-alikes would mend is said in the fault.
pub(super) fn verify(field: MrzField, text: &str, digit: &str) -> Result<(), MrzFault> {
    let computed = digit_of(text);
    let read = digit.chars().next().unwrap_or('<');
    if read == computed {
        return Ok(());
    }
    let confused = match field {
        _ if lookalike::digit_for(read) == Some(computed) => Some((Symbol(read), Symbol(computed))),
        MrzField::Number | MrzField::PersonalNumber => exchange_that_agrees(text, read),
        // Dates have no letters, and the whole has too many places where an exchange would happen to agree.
        _ => None,
    };
    Err(MrzFault::CheckDigit { field, read: Symbol(read), computed: Symbol(computed), confused })
}

/// The only exchange of O and 0, or I and 1, that makes `text` agree with its check digit; none if there are several.
fn exchange_that_agrees(text: &str, digit: char) -> Option<(Symbol, Symbol)> {
    let mut agreeing = text.char_indices().filter_map(|(index, read)| {
        let meant = lookalike::digit_for(read).or_else(|| lookalike::letter_for(read))?;
        let exchanged: String = text.char_indices().map(|(other, c)| if other == index { meant } else { c }).collect();
        (digit_of(&exchanged) == digit).then_some((Symbol(read), Symbol(meant)))
    });
    agreeing.next().filter(|_| agreeing.next().is_none())
}

/// The document's number; a long one goes on in the optional data, where its check digit then stands too.
pub(super) fn document_number(lines: &Lines, layout: &Layout) -> Result<PassportNumber, MrzFault> {
    let field = MrzField::Number;
    let mut number = lines.text(layout.number.field);
    let mut digit = lines.text(layout.number.digit);
    if let Some(overflow) = layout.number_overflow.filter(|_| digit == "<") {
        let rest = lines.text(overflow);
        let rest = rest.split('<').next().unwrap_or_default();
        if let Some((last, _)) = rest.char_indices().next_back() {
            let (more, check) = rest.split_at(last);
            number.push_str(more);
            digit = check.to_owned();
        }
    }
    verify(field, &number, &digit)?;
    let compact: String = number.chars().filter(|c| *c != '<').collect();
    PassportNumber::parse(&compact).map_err(|_| match compact.len() {
        0 => MrzFault::Empty { field },
        _ => MrzFault::NumberTooLong { found: compact.len() },
    })
}

/// That the sex is one the zone may say. It is not kept: no rule asks for it.
pub(super) fn sex(lines: &Lines, layout: &Layout) -> Result<(), MrzFault> {
    match lines.text(layout.sex).chars().next() {
        Some('M' | 'F' | 'X' | '<') => Ok(()),
        found => Err(MrzFault::Sex { found: Symbol(found.unwrap_or('<')) }),
    }
}

/// A passport's personal number; where there is none its check digit may be a filler.
pub(super) fn personal_number(lines: &Lines, layout: &Layout) -> Result<(), MrzFault> {
    let Some(checked) = layout.personal_number else {
        return Ok(());
    };
    let text = lines.text(checked.field);
    let digit = lines.text(checked.digit);
    if text.chars().all(|c| c == '<') && digit == "<" {
        return Ok(());
    }
    verify(MrzField::PersonalNumber, &text, &digit)
}

/// The last check digit, over the fields and their check digits together.
pub(super) fn whole(lines: &Lines, layout: &Layout) -> Result<(), MrzFault> {
    let Some((spans, digit)) = layout.whole else {
        return Ok(());
    };
    let text: String = spans.iter().map(|span: &Span| lines.text(*span)).collect();
    verify(MrzField::Whole, &text, &lines.text(digit))
}
