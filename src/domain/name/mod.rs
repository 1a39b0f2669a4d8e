//! Names of persons: the form in which they are searched, and whether two spellings are one name.

mod signs;
mod spelling;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use spelling::Word;

pub use signs::{is_apostrophe, is_hyphen, is_invisible, tidied};

/// Words that belong to the word after them in a surname: *De la Torre* is one.
const PARTICLES: [&str; 12] = ["da", "das", "de", "del", "di", "do", "dos", "la", "las", "los", "van", "von"];

/// The form used for search: lower-case, without accents, ñ as n, single spaces, none at the ends.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
        for character in word.chars() {
            // Nearly all are plain, and a register has a million names.
            if character.is_ascii() {
                folded.push(character.to_ascii_lowercase());
            } else {
                folded.extend(character.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)));
            }
        }
    }
    // A last word of nothing but accents.
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whether two spellings are of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameAgreement {
    /// They are, order, accents and a second surname apart.
    Agrees,
    /// They are not, or one is empty.
    Differs,
}

/// Compares two names as documents and registers write them (own, for the rule that the document is the applicant's).
///
/// Words count without accents and dots, in any order; one of the two may lack one word, the second surname, as long as
/// two words are common. A letter is met by each of its spellings in a passport's readable zone; an apostrophe may stand,
/// lack or be a blank, and so may a hyphen. No further likeness is looked for: a clerk decides.
pub fn compare(one: &str, other: &str) -> NameAgreement {
    let (one, other) = (Name::read(one), Name::read(other));
    let (mut shorter, mut longer) = (one.words(&other.joints), other.words(&one.joints));
    if shorter.len() > longer.len() {
        std::mem::swap(&mut shorter, &mut longer);
    }
    match (shorter.len(), longer.len().saturating_sub(shorter.len())) {
        (1.., 0) | (2.., 1) if all_are_met(&shorter, &longer) => NameAgreement::Agrees,
        _ => NameAgreement::Differs,
    }
}

/// Whether each word of `shorter` can be given a word of `longer` of its own that agrees with it.
fn all_are_met(shorter: &[Word], longer: &[Word]) -> bool {
    let mut given: Vec<Option<usize>> = vec![None; longer.len()];
    (0..shorter.len()).all(|word| gets_one(word, shorter, longer, &mut given, &mut vec![false; longer.len()]))
}

/// Gives a word of `longer` to this word of `shorter`; who had it before gets another, where there is one.
fn gets_one(word: usize, shorter: &[Word], longer: &[Word], given: &mut [Option<usize>], asked: &mut [bool]) -> bool {
    let Some(own) = shorter.get(word) else { return false };
    for (place, candidate) in longer.iter().enumerate() {
        let is_open = asked.get(place) == Some(&false);
        if !is_open || !own.agrees_with(candidate) {
            continue;
        }
        if let Some(asked) = asked.get_mut(place) {
            *asked = true;
        }
        let holder = given.get(place).copied().flatten();
        if holder.is_none_or(|holder| gets_one(holder, shorter, longer, given, asked)) {
            if let Some(given) = given.get_mut(place) {
                *given = Some(word);
            }
            return true;
        }
    }
    false
}

/// What parts or joins two pieces of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// The pieces are words.
    Hyphen,
    /// The pieces are one word.
    Apostrophe,
}

/// Two pieces of a word, and the sign between them.
#[derive(Debug)]
struct Joint {
    sign: Sign,
    left: Word,
    right: Word,
}

/// A name cut into its words.
#[derive(Debug, Default)]
struct Name {
    words: Vec<Word>,
    joints: Vec<Joint>,
}

impl Name {
    fn read(name: &str) -> Name {
        let mut read = Name::default();
        let is_blank = |c: char| c == ',' || c.is_whitespace();
        for group in name.split(is_blank) {
            let mut last: Option<Word> = None;
            for between in group.split(signs::is_hyphen) {
                let mut whole = Word::default();
                for piece in between.split(signs::is_apostrophe) {
                    let seen: String = piece.chars().filter(|c| *c != '.' && !signs::is_invisible(*c)).collect();
                    let piece = Word::read(&seen);
                    if !piece.is_empty() && !whole.is_empty() {
                        read.joints.push(Joint { sign: Sign::Apostrophe, left: whole.clone(), right: piece.clone() });
                    }
                    whole.push(&piece);
                }
                if whole.is_empty() {
                    continue;
                }
                if let Some(left) = last.replace(whole.clone()) {
                    read.joints.push(Joint { sign: Sign::Hyphen, left, right: whole.clone() });
                }
                read.words.push(whole);
            }
        }
        read
    }

    /// The words as the other name, which has these joints, would have them: pieces joined or parted where it does so;
    /// then particles joined to what follows them.
    fn words(&self, joints: &[Joint]) -> Vec<Word> {
        let mut words = self.words.clone();
        for Joint { sign, left, right } in joints {
            let mut whole = left.clone();
            whole.push(right);
            match sign {
                Sign::Apostrophe => {
                    let two = |pair: &[Word]| matches!(pair, [one, other] if one.agrees_with(left) && other.agrees_with(right));
                    if let Some(place) = words.windows(2).position(two) {
                        words.splice(place..place.saturating_add(2), [whole]);
                    }
                }
                Sign::Hyphen => {
                    if let Some(place) = words.iter().position(|word| word.agrees_with(&whole)) {
                        words.splice(place..place.saturating_add(1), [left.clone(), right.clone()]);
                    }
                }
            }
        }
        let mut joined = Vec::with_capacity(words.len());
        let mut pending = Word::default();
        for word in words {
            let is_particle = PARTICLES.iter().any(|particle| word.is(particle));
            pending.push(&word);
            if is_particle {
                pending.push(&Word::read(" "));
            } else {
                joined.push(std::mem::take(&mut pending));
            }
        }
        if !pending.is_empty() {
            joined.push(pending);
        }
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_for_search() {
        assert_eq!(folded("  Muñoz\tÁVILA  José "), "munoz avila jose");
        assert_eq!(folded("Mun\u{303}oz"), "munoz");
        assert_eq!(folded("İÜß Łukasz"), "iuß łukasz");
        assert_eq!(folded(" \n"), "");
    }

    #[test]
    fn order_accents_and_a_second_surname_apart_names_agree() {
        let agreeing = [
            ("María Elena Vaca Pérez", "VACA PEREZ MARIA ELENA"),
            ("Vaca Pérez, María", "María Vaca Perez"),
            ("ANNA MARIA ERIKSSON", "Eriksson Anna Maria"),
            ("Juan Vaca", "Juan Vaca Pérez"),
            ("Ana Cruz De la Torre", "Ana Cruz"),
            ("De la Torre Ana", "ANA DE LA TORRE"),
            ("O'Brien Sean", "OBRIEN SEAN"),
            ("Pérez-Vaca Ana", "Ana Pérez Vaca"),
            ("Madonna", "MADONNA"),
            ("Sean O´Brien Vaca", "SEAN OBRIEN VACA"),
            ("Sean O`Brien Vaca", "Vaca Sean O BRIEN"),
            ("Sean O‘Brien", "Sean O’Brien Vaca"),
            ("Jürgen Müller", "JUERGEN MUELLER"),
            ("Jürgen Müller", "JUXXRGEN MULLER"),
            ("Łukasz Żak", "LUKASZ ZAK"),
            ("Ana Lucía Pérez–Vega", "ANA LUCIA PEREZ VEGA"),
            ("Ana Lucía Pérez‑Vega", "ANA LUCIA PEREZVEGA"),
            ("Ana\u{200B} Pérez", "ANA PEREZ"),
            ("Muñoz Ávila José", "MUNXXOZ AVILA JOSE"),
            ("Björn Þór Ægisson", "BJOERN THOR AEGISSON"),
            ("Søren Strauß", "SOEREN STRAUSS"),
            ("Åse Müller Muller", "AASE MULLER MUELLER"),
            ("D’Angelo Marie-Ève", "DANGELO MARIE EVE"),
        ];
        for (one, other) in agreeing {
            assert_eq!(compare(one, other), NameAgreement::Agrees, "{one} / {other}");
            assert_eq!(compare(other, one), NameAgreement::Agrees, "{other} / {one}");
        }
    }

    #[test]
    fn other_names_differ() {
        let differing = [
            ("María Vaca", "María Baca"),
            ("Juan Vaca", "Juan Carlos Vaca Pérez"),
            ("Juan", "Juan Vaca"),
            ("Juan Juan Vaca", "Juan Vaca Vaca"),
            ("Ana De la Torre", "Ana La Torre"),
            ("Sean O'Brien", "Sean Brien"),
            ("Ana Mueller", "Ana Muller"),
            ("Ana Müller", "Ana Meller"),
            ("Ana Pérez-Vega", "Ana Pérez Vaca"),
            ("Søren Paz", "Sren Paz"),
            ("", "Ana"),
            ("", ""),
            (" . ", "-"),
        ];
        for (one, other) in differing {
            assert_eq!(compare(one, other), NameAgreement::Differs, "{one} / {other}");
            assert_eq!(compare(other, one), NameAgreement::Differs, "{other} / {one}");
        }
    }
}
