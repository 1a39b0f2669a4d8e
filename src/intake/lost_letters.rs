//! Letters that an earlier program lost or garbled: the row can be taken, and somebody should look at the name.

use encoding_rs::WINDOWS_1252;

use super::cells::shown;
use super::table::is_whole;

/// What to do about it.
const ADVICE: &str = "corrija el nombre aquí, o vuelva a exportar el archivo como «CSV UTF-8»";

/// Why a name does not seem to be whole, in Spanish.
pub(super) fn reason(name: &str, encoding_in_doubt: bool) -> Option<String> {
    if name.contains('\u{FFFD}') || has_lost_letter(name) {
        return Some(format!("a {} parece faltarle una letra, perdida al guardar el archivo; {ADVICE}", shown(name)));
    }
    if name.is_ascii() {
        return None;
    }
    if let Some(meant) = read_again(name) {
        return Some(format!("{} parece haber sido {}; {ADVICE}", shown(name), shown(&meant)));
    }
    if !is_whole(name) {
        return Some(format!("{} tiene un signo donde va una letra; {ADVICE}", shown(name)));
    }
    encoding_in_doubt.then(|| {
        format!("{} puede tener otra letra: el archivo no deja saber en qué codificación está; {ADVICE}", shown(name))
    })
}

/// A question mark in the place of a letter; in a name that asks, it is one.
fn has_lost_letter(name: &str) -> bool {
    if !name.contains('?') || name.contains('¿') {
        return false;
    }
    let is_letter = |c: Option<&char>| c.is_some_and(|c| c.is_alphabetic());
    let letters: Vec<char> = name.chars().collect();
    let mut marks = (0..letters.len()).filter(|place| letters.get(*place) == Some(&'?'));
    marks.any(|place| {
        let before = place.checked_sub(1).and_then(|before| letters.get(before));
        is_letter(before) || is_letter(letters.get(place.saturating_add(1)))
    })
}

/// The text as it was before its UTF-8 was taken for Windows-1252 (`MuÃ±oz`), where that is what happened to it.
fn read_again(name: &str) -> Option<String> {
    let mut again = String::with_capacity(name.len());
    let mut has_changed = false;
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        let meant = rest.peek().and_then(|next| letter_of_two(c, *next));
        if meant.is_some() {
            rest.next();
            has_changed = true;
        }
        again.push(meant.unwrap_or(c));
    }
    has_changed.then_some(again)
}

/// The character whose two bytes in UTF-8 are these two in Windows-1252; one that names have.
fn letter_of_two(lead: char, follower: char) -> Option<char> {
    let lead = u32::from(lead).checked_sub(0xC0).filter(|lead| (2..=5).contains(lead))?;
    let mut room = [0; 4];
    let follower = WINDOWS_1252.encode(follower.encode_utf8(&mut room)).0;
    let [byte @ 0x80..=0xBF] = follower.as_ref() else { return None };
    let meant = char::from_u32((lead << 6) | (u32::from(*byte) & 0x3F))?;
    (meant.is_alphabetic() || matches!(meant, '\u{A0}'..='\u{BF}')).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn letters_lost_before_are_told_and_whole_names_are_left_alone() {
        for name in ["PE?A VACA", "JOS? PAZ", "?VILA ANA", "Pe\u{FFFD}a", "Mu¤oz", "Ben¡tez", "PE¥A", "Mu┤oz"] {
            assert!(reason(name, false).is_some(), "{name}");
        }
        for (name, meant) in [("MuÃ±oz", "Muñoz"), ("JosÃ© Ãvila", ""), ("Ã‘acato", "Ñacato"), ("Å»ak", "Żak")]
        {
            let said = reason(name, false).unwrap_or_default();
            assert!(said.contains(meant) && !said.is_empty(), "{name}: {said}");
        }
        for name in [
            "Muñoz Ávila",
            "¿Qué Pasa? S.A.",
            "João São Ão",
            "Łukasz Żak",
            "O'Brien",
            "Peña–Vaca",
            "Comercial «El Sol»",
        ] {
            assert_eq!(reason(name, false), None, "{name}");
        }
        assert!(reason("KÖNIG", true).is_some());
        assert_eq!(reason("KONIG", true), None);
    }
}
