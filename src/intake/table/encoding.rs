//! In which encoding a file's names come out whole.
//!
//! Text that is UTF-8 says so itself. Of the encodings of one byte a letter, which spreadsheets offer beside each other,
//! the one is taken in which letters stand where words have letters: Windows-1252 unless another is better by far.
//! Nothing is guessed letter by letter: one file has one encoding.

use std::borrow::Cow;

use encoding_rs::{MACINTOSH, WINDOWS_1252};

use crate::domain::name::{is_apostrophe, is_hyphen};

/// How the file's bytes are read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, plain ASCII included.
    Utf8,
    /// UTF-16, which says so by its mark.
    Utf16,
    /// Latin-1, in its usual extension Windows-1252.
    Latin1,
    /// That of DOS (CP850; CP437 has the same letters of Spanish in the same places, as far as it has them).
    Dos,
    /// That of old Macintosh machines.
    Macintosh,
}

/// The encodings of one byte a letter, in the order in which they are tried.
const OF_ONE_BYTE: [Encoding; 3] = [Encoding::Latin1, Encoding::Dos, Encoding::Macintosh];

/// What a sign costs that stands where no text has it.
const BROKEN: u32 = 20;
/// What a letter costs that Spanish has not, or one of the wrong case.
const ODD: u32 = 3;
/// How much better than Windows-1252 another has to be.
const MARGIN: u32 = 6;

/// How far a letter is looked for after a sign.
const SIGNS_IN_A_ROW: usize = 8;

/// The characters of CP850 from 0x80 on.
const CP850: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û',
    'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ', 'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡',
    '«', '»', '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐', '└', '┴', '┬', '├', '─',
    '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤', 'ð', 'Ð', 'Ê', 'Ë', 'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█',
    '▄', '¦', 'Ì', '▀', 'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´', '\u{AD}', '±',
    '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{A0}',
];

impl Encoding {
    /// What people call it, after "en".
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16 (texto Unicode)",
            Self::Latin1 => "Latin-1 (Windows)",
            Self::Dos => "la codificación de DOS (CP850)",
            Self::Macintosh => "la codificación de Macintosh",
        }
    }

    /// Bytes of one letter each as text; UTF-8 and UTF-16 are read elsewhere.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Dos => bytes
                .iter()
                .map(|byte| {
                    let beyond = usize::from(*byte).checked_sub(0x80);
                    beyond.and_then(|place| CP850.get(place)).copied().unwrap_or(char::from(*byte))
                })
                .collect(),
            Self::Macintosh => MACINTOSH.decode_without_bom_handling(bytes).0,
            Self::Utf8 | Self::Utf16 | Self::Latin1 => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        }
    }
}

/// The encoding of one byte a letter in which this part of a file comes out best, and whether that is in doubt: another
/// does nearly as well.
pub(super) fn recognised(sample: &[u8]) -> (Encoding, bool) {
    let costs = OF_ONE_BYTE.map(|encoding| (cost(&encoding.decode(sample)), encoding));
    let usual = costs.iter().find(|(_, encoding)| *encoding == Encoding::Latin1).map_or(0, |(cost, _)| *cost);
    match costs.iter().min_by_key(|(cost, _)| *cost) {
        Some((best, encoding)) if best.saturating_add(MARGIN) <= usual => (*encoding, false),
        Some((best, _)) => (Encoding::Latin1, *best < usual),
        None => (Encoding::Latin1, false),
    }
}

/// Is there an encoding of one byte a letter in which this line is whole?
pub(super) fn is_whole_in_any(line: &[u8]) -> bool {
    OF_ONE_BYTE.iter().any(|encoding| is_whole(&encoding.decode(line)))
}

/// Does no sign stand where words have letters?
pub(in crate::intake) fn is_whole(text: &str) -> bool {
    text.is_ascii() || each_odd_one(text, |cost| cost < BROKEN)
}

fn cost(text: &str) -> u32 {
    let mut sum: u32 = 0;
    each_odd_one(text, |cost| {
        sum = sum.saturating_add(cost);
        true
    });
    sum
}

/// Tells what each character beyond ASCII costs, until `goes_on` says no; answers whether it never did.
fn each_odd_one(text: &str, mut goes_on: impl FnMut(u32) -> bool) -> bool {
    // A sign beyond ASCII is no neighbour: several in a row stand in one place.
    let is_neighbour = |c: &char| c.is_ascii() || c.is_whitespace() || is_letter(Some(*c));
    let (mut before_last, mut last) = (None, None);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if !c.is_ascii() {
            let next = rest.clone().take(SIGNS_IN_A_ROW).find(is_neighbour);
            if !goes_on(Around { before_last, last, next }.cost_of(c)) {
                return false;
            }
        }
        if is_neighbour(&c) {
            before_last = last;
            last = Some(c);
        }
    }
    true
}

/// The characters around one.
struct Around {
    before_last: Option<char>,
    last: Option<char>,
    next: Option<char>,
}

impl Around {
    fn cost_of(&self, c: char) -> u32 {
        let (after_letter, before_letter) = (is_letter(self.last), is_letter(self.next));
        let inside = after_letter && before_letter;
        match c {
            _ if is_letter(Some(c)) => {
                let foreign = if "áéíóúüñÁÉÍÓÚÜÑ".contains(c) { 0 } else { ODD };
                let odd = if self.is_of_the_wrong_case(c) { ODD } else { 0 };
                foreign.saturating_add(odd)
            }
            '\u{A0}' | '·' | '×' => {
                if inside {
                    ODD
                } else {
                    1
                }
            }
            _ if is_apostrophe(c) || is_hyphen(c) => {
                if inside {
                    ODD
                } else {
                    1
                }
            }
            '«' | '“' | '„' | '‚' | '¿' | '¡' if !after_letter => 1,
            '»' | '”' if !before_letter || after_letter && !inside => 1,
            'ª' | 'º' | '°' | '…' if !inside => 1,
            '€' | '£' | '¢' | '¥' | '§' | '©' | '®' | '™' | '¹' | '²' | '³' | '¼' | '½' | '¾' | 'µ' | '±' | '÷'
            | '•'
                if !inside =>
            {
                if after_letter {
                    8
                } else {
                    ODD
                }
            }
            _ => BROKEN,
        }
    }

    /// A small letter among capitals, or a capital after a small one.
    fn is_of_the_wrong_case(&self, c: char) -> bool {
        let is_capital = |other: Option<char>| other.is_some_and(char::is_uppercase);
        if c.is_uppercase() {
            return is_letter(self.last) && !is_capital(self.last);
        }
        match (is_letter(self.last), is_letter(self.next)) {
            (true, true) => is_capital(self.last) && is_capital(self.next),
            (true, false) => is_capital(self.last) && is_capital(self.before_last),
            (false, true) => is_capital(self.next),
            (false, false) => false,
        }
    }
}

/// A letter of a Latin alphabet; the signs that count as letters elsewhere are none.
fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphabetic() && !matches!(c, 'ª' | 'º' | 'ƒ' | 'µ' | 'ˆ' | 'ˇ' | 'π' | 'Ω'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a text in an encoding, by looking each letter up.
    fn bytes(text: &str, encoding: Encoding) -> Vec<u8> {
        let byte = |c: char| (0..=255).find(|byte| encoding.decode(&[*byte]).chars().eq([c])).unwrap();
        text.chars().map(byte).collect()
    }

    #[test]
    fn each_encoding_is_known_by_the_names_that_come_out_whole() {
        let names = ["PEÑA ÁVILA JOSÉ", "Muñoz Benítez Raúl", "Núñez", "ÍÑIGUEZ", "Agüero", "Peña", "JOSÉ", "Ñacato"];
        for encoding in OF_ONE_BYTE {
            for name in names {
                let found = recognised(&bytes(name, encoding));
                assert!(found == (encoding, false) || found.1 && name.len() < 9, "{name} in {encoding:?}: {found:?}");
            }
            assert_eq!(recognised(&bytes(&names.join("\n"), encoding)), (encoding, false));
        }
    }

    #[test]
    fn foreign_names_and_signs_of_windows_stay_what_they_are() {
        for text in
            ["François", "João", "Hélène CÔTÉ", "Søren", "PEREZ–VEGA", "“Sol” €", "MUñOZ", "Nº 5", "L’Étoile", "m²"]
        {
            let found = recognised(&WINDOWS_1252.encode(text).0);
            assert_eq!(found.0, Encoding::Latin1, "{text}");
            assert!(is_whole(text), "{text}");
        }
        // One letter that two encodings read as one: it is said.
        assert_eq!(recognised(b"K\xD6NIG"), (Encoding::Latin1, true));
    }

    #[test]
    fn a_sign_where_a_letter_belongs_breaks_a_word() {
        for text in ["Mu¤oz", "Ben¡tez", "PE¥A", "Ra£l", "M╡vila", "Mu±oz", "\u{81}", "Ave¬"] {
            assert!(!is_whole(text), "{text}");
        }
    }
}
