//! How documents spell letters that the Latin alphabet of their readable zone lacks (ICAO 9303-3, section 6).
//!
//! A letter has every spelling that the table accepts, and the one without its accent, which people write. Two words
//! are spelled alike where one spelling of each is the same: *Müller* is MUELLER, MUXXLLER and MULLER, yet Mueller and
//! Muller, both written without the letter in question, are two names.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What one letter may be spelled as: lower-case, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Letter {
    Plain(char),
    Spelled(&'static [&'static str]),
}

/// The spellings of letters that have another than themselves without accent.
const SPELLINGS: [(char, &[&str]); 21] = [
    ('ä', &["ae", "a"]),
    ('å', &["aa", "a"]),
    ('æ', &["ae"]),
    ('ð', &["d"]),
    ('ñ', &["n", "nxx"]),
    ('ö', &["oe", "o"]),
    ('ø', &["oe", "o"]),
    ('ü', &["ue", "uxx", "u"]),
    ('þ', &["th"]),
    ('ß', &["ss"]),
    ('đ', &["d"]),
    ('ħ', &["h"]),
    ('ı', &["i"]),
    ('ĳ', &["ij"]),
    ('ĸ', &["q"]),
    ('ŀ', &["l"]),
    ('ł', &["l"]),
    ('ŋ', &["n"]),
    ('œ', &["oe"]),
    ('ŧ', &["t"]),
    ('ſ', &["s"]),
];

/// The letters of a word, each with its spellings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word(Vec<Letter>);

impl Word {
    /// Reads a word of any case; what is neither letter nor digit has to be out of it.
    pub(super) fn read(word: &str) -> Word {
        let mut letters = Vec::new();
        for c in word.nfc().flat_map(char::to_lowercase) {
            if c.is_ascii() {
                letters.push(Letter::Plain(c));
                continue;
            }
            match SPELLINGS.iter().find(|(letter, _)| *letter == c) {
                Some((_, spellings)) => letters.push(Letter::Spelled(spellings)),
                None => letters.extend(std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).map(Letter::Plain)),
            }
        }
        Word(letters)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is spelled so and in no other way.
    pub(super) fn is(&self, plain: &str) -> bool {
        let mut expected = plain.chars();
        self.0.iter().all(|letter| matches!((letter, expected.next()), (Letter::Plain(c), Some(e)) if *c == e))
            && expected.next().is_none()
    }

    /// This word with another at its end.
    pub(super) fn push(&mut self, other: &Word) {
        self.0.extend_from_slice(&other.0);
    }

    /// Whether a spelling of one is a spelling of the other.
    pub(super) fn agrees_with(&self, other: &Word) -> bool {
        let is_plain = |word: &Word| word.0.iter().all(|letter| matches!(letter, Letter::Plain(_)));
        if self == other || (is_plain(self) && is_plain(other)) {
            return self == other;
        }
        let (mut tried, mut open) = (HashSet::new(), vec![(Rest::of(self), Rest::of(other))]);
        while let Some((one, two)) = open.pop() {
            let (ones, twos) = (one.steps(), two.steps());
            if ones.is_empty() && twos.is_empty() {
                return true;
            }
            for (c, one) in &ones {
                for (_, two) in twos.iter().filter(|(other, _)| other == c) {
                    let next = (*one, *two);
                    if tried.insert((one.place(), two.place())) {
                        open.push(next);
                    }
                }
            }
        }
        false
    }
}

/// What is left of a word: the rest of the spelling at hand, and the letters after it.
#[derive(Clone, Copy)]
struct Rest<'w> {
    spelling: &'static str,
    letters: &'w [Letter],
}

impl<'w> Rest<'w> {
    fn of(word: &'w Word) -> Self {
        Rest { spelling: "", letters: &word.0 }
    }

    /// Every next character, and what is left after it; none at the end.
    fn steps(self) -> Vec<(char, Rest<'w>)> {
        let mut spelling = self.spelling.chars();
        if let Some(c) = spelling.next() {
            return vec![(c, Rest { spelling: spelling.as_str(), letters: self.letters })];
        }
        let Some((letter, letters)) = self.letters.split_first() else { return Vec::new() };
        match letter {
            Letter::Plain(c) => vec![(*c, Rest { spelling: "", letters })],
            Letter::Spelled(spellings) => spellings
                .iter()
                .filter_map(|spelling| {
                    let mut rest = spelling.chars();
                    Some((rest.next()?, Rest { spelling: rest.as_str(), letters }))
                })
                .collect(),
        }
    }

    /// Tells one rest of a word from another.
    fn place(self) -> (usize, &'static str) {
        (self.letters.len(), self.spelling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(one: &str, other: &str) -> bool {
        let (one, other) = (Word::read(one), Word::read(other));
        assert_eq!(one.agrees_with(&other), other.agrees_with(&one));
        one.agrees_with(&other)
    }

    #[test]
    fn every_spelling_of_a_letter_is_met() {
        for (letter, spellings) in SPELLINGS {
            for spelling in spellings {
                assert!(agree(&format!("xa{letter}ob"), &format!("XA{}OB", spelling.to_uppercase())), "{letter}");
            }
            assert!(agree(&letter.to_string(), &letter.to_string()));
            assert!(!agree(&format!("a{letter}b"), "ab"), "{letter}");
        }
        assert!(agree("Ágnes", "AGNES") && agree("Žak", "ZAK") && agree("İnci", "INCI"));
        assert!(agree("Mu\u{308}ller", "MUELLER"));
    }

    #[test]
    fn spellings_are_compared_and_letters_never_left_out() {
        for (one, other) in [
            ("Mueller", "Muller"),
            ("Müller", "Meller"),
            ("Søren", "Sren"),
            ("Aase", "Ase"),
            ("Pena", "Penxxa"),
            ("", "a"),
        ] {
            assert!(!agree(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn a_long_word_is_compared_in_no_time() {
        let long = "ü".repeat(500);
        assert!(agree(&long, &"ue".repeat(500)));
        assert!(!agree(&long, &format!("{long}x")));
        assert!(!agree(&long, &"ue".repeat(499)));
    }
}
