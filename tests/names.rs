//! Names compared, by property: every spelling of a letter is met, and nothing else is.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use ventanilla::domain::name::{NameAgreement, compare, tidied};

/// Letters, and the spellings that the readable zone of a document may give them (ICAO 9303-3, section 6).
const LETTERS: [(&str, &[&str]); 15] = [
    ("Ñ", &["N", "NXX"]),
    ("Ü", &["UE", "UXX", "U"]),
    ("Ö", &["OE", "O"]),
    ("Ä", &["AE", "A"]),
    ("Å", &["AA", "A"]),
    ("Ø", &["OE"]),
    ("Æ", &["AE"]),
    ("Œ", &["OE"]),
    ("ß", &["SS"]),
    ("Þ", &["TH"]),
    ("Ð", &["D"]),
    ("Ł", &["L"]),
    ("Ż", &["Z"]),
    ("É", &["E"]),
    ("Ç", &["C"]),
];

prop_compose! {
    /// A word of a register and the same word as a document spells it.
    fn word()(parts in prop::collection::vec(("[b-df-mp-rtv-z]{1,3}", 0..LETTERS.len(), 0..3_usize), 1..4)) -> (String, String) {
        // Long enough to be no particle, which would belong to the word after it.
        let (mut register, mut document) = ("kr".to_owned(), "KR".to_owned());
        for (plain, letter, spelling) in parts {
            let (letter, spellings) = LETTERS[letter];
            register.push_str(&plain);
            register.push_str(letter);
            document.push_str(&plain.to_uppercase());
            document.push_str(spellings[spelling % spellings.len()]);
        }
        (register, document)
    }
}

proptest! {
    #[test]
    fn a_word_of_a_register_is_met_by_each_of_its_spellings((register, document) in word()) {
        let (register, document) = (format!("Paz {register}"), format!("{document} PAZ"));
        prop_assert_eq!(compare(&register, &document), NameAgreement::Agrees);
        prop_assert_eq!(compare(&document, &register), NameAgreement::Agrees);
        prop_assert_eq!(compare(&register.to_lowercase(), &document), NameAgreement::Agrees);
    }

    #[test]
    fn one_sign_between_two_words_may_be_another_or_lack(
        (left, left_again) in word(),
        (right, right_again) in word(),
        hyphen in prop::sample::select(vec!['-', '‐', '‑', '–', '—', '−']),
        apostrophe in prop::sample::select(vec!['\'', '’', '‘', '´', '`', 'ʼ', '′']),
    ) {
        for sign in [hyphen, apostrophe] {
            let register = format!("Paz {left}{sign}{right}");
            for between in ["", " ", "-", "'"] {
                // A hyphen parts words and an apostrophe joins pieces: one is not the other.
                if (sign == hyphen && between == "'") || (sign == apostrophe && between == "-") {
                    continue;
                }
                let document = format!("PAZ {left_again}{between}{right_again}");
                prop_assert_eq!(compare(&register, &document), NameAgreement::Agrees, "{} / {}", &register, &document);
                prop_assert_eq!(compare(&document, &register), NameAgreement::Agrees, "{} / {}", &document, &register);
            }
        }
    }

    #[test]
    fn a_changed_consonant_is_another_name((register, document) in word()) {
        // No spelling has a Q: the changed word is none of them.
        let place = document.find(|c: char| "BCDFGHJKLMPRTVWZ".contains(c)).unwrap_or(0);
        let mut changed = document.clone();
        changed.replace_range(place..=place, "Q");
        prop_assume!(changed != document);
        prop_assert_eq!(compare(&format!("Paz {register}"), &format!("PAZ {changed}")), NameAgreement::Differs);
    }

    #[test]
    fn names_of_plain_letters_agree_only_when_their_words_do(one in "[A-Z]{2,6}", other in "[A-Z]{2,6}") {
        let agrees = compare(&format!("Paz {one}"), &format!("Paz {other}")) == NameAgreement::Agrees;
        prop_assert_eq!(agrees, one == other);
    }

    #[test]
    fn any_two_texts_are_compared_alike_in_either_order(one in ".{0,40}", other in ".{0,40}") {
        prop_assert_eq!(compare(&one, &other), compare(&other, &one));
        let tidy = tidied(&one).into_owned();
        prop_assert_eq!(tidied(&tidy), tidy.as_str());
    }
}
