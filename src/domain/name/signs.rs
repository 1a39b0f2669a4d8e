//! The signs in a name that look alike, or show nothing: what is pasted and exported along with letters.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// A mark that shows nothing: soft hyphens, zero-width and direction marks, which paste along with text.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
    )
}

/// A hyphen, or a dash or minus that stands for one.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// An apostrophe, or an accent, quote or letter that stands for one.
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{B4}' | '\u{2B9}' | '\u{2BB}'
            ..='\u{2BD}'
                | '\u{2C8}'
                | '\u{2CA}'
                | '\u{2CB}'
                | '\u{2018}'
                | '\u{2019}'
                | '\u{201B}'
                | '\u{2032}'
                | '\u{2035}'
                | '\u{FF07}'
    )
}

/// The same text without invisible marks, its blanks and hyphens made one of each, its letters and accents composed.
/// Nothing that is seen is lost.
pub fn tidied(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    // Nearly every name has no more than ñ and the vowels with accents, which begin with 0xC3.
    let is_suspect = |byte: &u8| matches!(byte, 0xC2 | 0xCA..=0xCD | 0xD8 | 0xE1..=0xE3 | 0xEF);
    if !text.as_bytes().iter().any(is_suspect) {
        return Cow::Borrowed(text);
    }
    let one_of_each = |c: char| match c {
        _ if c.is_ascii() => c,
        _ if is_hyphen(c) => '-',
        _ if c.is_whitespace() => ' ',
        _ => c,
    };
    Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).map(one_of_each).nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_dropped_and_hyphens_and_blanks_are_one_of_each() {
        assert_eq!(tidied("Pe\u{301}rez\u{200B} Ana"), "Pérez Ana");
        assert_eq!(tidied("Ana\u{AD}bel \u{202E}Paz\u{FEFF}"), "Anabel Paz");
        for hyphen in "-\u{2010}\u{2011}\u{2013}\u{2014}\u{2212}\u{FF0D}".chars() {
            assert_eq!(tidied(&format!("Pérez{hyphen}Vaca")), "Pérez-Vaca");
        }
        assert_eq!(tidied("Ana\u{A0}Paz\u{2009}ñ\u{3000}"), "Ana Paz ñ ");
        assert!(matches!(tidied("Muñoz Ávila"), Cow::Borrowed(_)));
    }
}
