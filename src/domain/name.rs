//! Names of persons: the form in which they are searched, and whether two spellings are one name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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
/// Words count without accents, hyphens, dots and apostrophes, in any order; one of the two may lack one word, the
/// second surname, as long as two words are common. No further likeness is looked for: a clerk decides.
pub fn compare(one: &str, other: &str) -> NameAgreement {
    let (mut shorter, mut longer) = (words(one), words(other));
    if shorter.len() > longer.len() {
        std::mem::swap(&mut shorter, &mut longer);
    }
    let common = shorter.len();
    for word in &shorter {
        match longer.iter().position(|candidate| candidate == word) {
            Some(index) => drop(longer.swap_remove(index)),
            None => return NameAgreement::Differs,
        }
    }
    match (common, longer.len()) {
        (1.., 0) | (2.., 1) => NameAgreement::Agrees,
        _ => NameAgreement::Differs,
    }
}

/// The words of a name, particles joined to what follows them.
fn words(name: &str) -> Vec<String> {
    let apart: String = folded(name)
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '.'))
        .map(|c| if c == '-' || c == ',' { ' ' } else { c })
        .collect();
    let mut words = Vec::new();
    let mut pending = String::new();
    for word in apart.split_whitespace() {
        pending.push_str(word);
        if PARTICLES.contains(&word) {
            pending.push(' ');
        } else {
            words.push(std::mem::take(&mut pending));
        }
    }
    if !pending.is_empty() {
        words.push(pending);
    }
    words
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
