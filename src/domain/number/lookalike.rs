//! Characters that the eye, and a camera, take for one another: O and 0, I or l and 1.

use crate::domain::name;

/// The digit that a letter is taken for.
pub(super) fn digit_for(letter: char) -> Option<char> {
    match letter {
        'O' | 'o' => Some('0'),
        'I' | 'i' | 'l' | 'L' => Some('1'),
        _ => None,
    }
}

/// The upper-case letter that a digit is taken for.
pub(super) fn letter_for(digit: char) -> Option<char> {
    match digit {
        '0' => Some('O'),
        '1' => Some('I'),
        _ => None,
    }
}

/// Whether two codes read alike: letter case, what is neither letter nor digit, and look-alikes apart. Empty ones do not.
pub fn read_alike(one: &str, other: &str) -> bool {
    let read = |text: &str| -> String {
        let marks = text.chars().filter(|c| c.is_alphanumeric());
        marks.flat_map(|c| digit_for(c).unwrap_or(c).to_uppercase()).collect()
    };
    let one = read(one);
    !one.is_empty() && one == read(other)
}

/// A character in words a clerk can find on the keyboard: «O» (letra), «0» (cero), an invisible one by its code.
pub(super) fn named(c: char) -> String {
    match c {
        '0' => "«0» (cero)".to_owned(),
        '1' => "«1» (uno)".to_owned(),
        ' ' => "un espacio".to_owned(),
        _ if is_invisible(c) => {
            format!("un carácter invisible (U+{:04X})", u32::from(c))
        }
        _ if digit_for(c).is_some() => format!("«{c}» (letra)"),
        _ if !c.is_ascii() && c.is_numeric() => format!("«{c}» (cifra de otra escritura)"),
        _ => format!("«{c}»"),
    }
}

/// What shows nothing or breaks the line: controls, spaces, zero-width and direction marks.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control() || c.is_whitespace() || name::is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_alike_whatever_the_eye_confuses() {
        for other in ["20241701001P00123", "2024-17-01-001-P-00123", "2O24I7Ol00lpOOi23", " 20241701001 P 00123 "] {
            assert!(read_alike("20241701001P00123", other), "{other}");
        }
        for other in ["20241701001P00124", "20241701001D00123", "2024170100P00123", ""] {
            assert!(!read_alike("20241701001P00123", other), "{other}");
        }
        assert!(!read_alike("", ""));
        assert!(!read_alike(" - ", "-"));
    }
}
