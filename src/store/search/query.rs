//! What was typed, read once: as a number, and as the words of a name.

use crate::domain::name::folded;

/// Words past this many add nothing to finding a name.
const MOST_WORDS: usize = 8;
/// Characters past this many are no number of ours.
const LONGEST_NUMBER: usize = 40;

/// What somebody looks for.
#[derive(Clone, Debug)]
pub struct Query {
    words: Vec<String>,
    /// As typed, and without what separates groups of digits: in capital letters, where the two differ both.
    numbers: Vec<String>,
    has_digit: bool,
}

impl Query {
    /// Reads what was typed. Anything can be typed; what has no letter or digit finds nothing.
    pub fn new(typed: &str) -> Self {
        // The index's language ends its text at a zero character.
        let typed: String = typed.chars().filter(|character| *character != '\0').collect();
        let words =
            folded(&typed).split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).map(str::to_owned).collect();
        let as_typed = typed.trim().to_uppercase();
        let joined: String = as_typed.chars().filter(|character| !matches!(character, ' ' | '-' | '.')).collect();
        let mut numbers = vec![joined];
        if !numbers.contains(&as_typed) {
            numbers.push(as_typed);
        }
        numbers.retain(|number| !number.is_empty() && number.len() <= LONGEST_NUMBER && number.is_ascii());
        let has_digit = numbers.iter().any(|number| number.bytes().any(|byte| byte.is_ascii_digit()));
        Self { words, numbers, has_digit }
    }

    /// The spellings in which it may be a whole number.
    pub(in crate::store) fn numbers(&self) -> &[String] {
        &self.numbers
    }

    /// The spellings in which it may be the beginning of a number: only with a digit in it, or every name would be one.
    pub(super) fn number_beginnings(&self) -> &[String] {
        if self.has_digit { &self.numbers } else { &[] }
    }

    /// Whether a number begins as it was typed.
    pub(in crate::store) fn begins(&self, number: &str) -> bool {
        self.number_beginnings().iter().any(|beginning| number.starts_with(beginning.as_str()))
    }

    /// Whether every word that was typed occurs in a folded name, and one was.
    pub(in crate::store) fn names(&self, folded_name: &str) -> bool {
        !self.words.is_empty() && self.agrees_with(folded_name)
    }

    /// The words that were typed; of each, whether it must occur as a word of its own.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, bool)> {
        self.words.iter().map(|word| (word.as_str(), is_short(word)))
    }

    /// The words in the index's language: three characters that follow each other are one term.
    pub(super) fn expression(&self) -> Option<String> {
        let mut terms: Vec<String> = self.words.iter().flat_map(|word| terms(word)).collect();
        terms.sort();
        terms.dedup();
        if terms.is_empty() { None } else { Some(terms.join(" AND ")) }
    }

    /// Whether every word occurs in a folded name, the short ones as words of their own.
    pub(super) fn agrees_with(&self, folded_name: &str) -> bool {
        self.words.iter().all(|word| {
            if is_short(word) {
                folded_name.split(' ').any(|other| other == word)
            } else {
                folded_name.contains(word.as_str())
            }
        })
    }
}

/// A whole token in the index's language.
pub(in crate::store) fn exactly(token: &str) -> String {
    format!("\"{}\"", token.replace('"', "\"\""))
}

fn is_short(word: &str) -> bool {
    word.chars().count() < 3
}

/// The trigrams that cover a word; a short one has its two spaces in them.
fn terms(word: &str) -> Vec<String> {
    let characters: Vec<char> = if is_short(word) {
        [' '].into_iter().chain(word.chars()).chain([' ']).collect()
    } else {
        word.chars().collect()
    };
    // Side by side they say nearly as much as one at every letter, for a third of the lookups; the last may overlap.
    let side_by_side = characters.windows(3).step_by(3);
    side_by_side.chain(characters.windows(3).last()).map(|three| exactly(&three.iter().collect::<String>())).collect()
}
