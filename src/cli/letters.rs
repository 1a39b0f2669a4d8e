//! The letters of a demonstration's folder, read back as a person reads them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::ops;

/// The letters of a folder, by their names: the newest last.
pub(super) fn letters_in(folder: &Path) -> Vec<PathBuf> {
    let is_letter = |file: &PathBuf| {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with("correo-") && name.ends_with(".eml")
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut letters: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_letter).collect();
    letters.sort();
    letters
}

/// The plain text of the newest letter.
///
/// # Errors
/// A file that cannot be read; a folder without letters.
pub(super) fn newest_text(folder: &Path) -> Result<String, ops::Error> {
    let letters = letters_in(folder);
    let Some(letter) = letters.last() else {
        return ops::refuse("mail", "La carpeta de la demostración no tiene correos.");
    };
    let bytes = fs::read(letter);
    let bytes = bytes.map_err(|source| ops::Error::File {
        doing: "leer un correo de muestra",
        file: letter.clone(),
        source,
    })?;
    Ok(plain_text(&String::from_utf8_lossy(&bytes)))
}

/// The first part of a letter that is plain text, as it reads.
fn plain_text(letter: &str) -> String {
    let unix = letter.replace("\r\n", "\n");
    let Some((_, part)) = unix.split_once("Content-Type: text/plain") else { return String::new() };
    let Some((head, body)) = part.split_once("\n\n") else { return String::new() };
    let body = body.split_once("\n--").map_or(body, |(body, _)| body);
    match head.to_ascii_lowercase() {
        head if head.contains("quoted-printable") => unquoted(body),
        head if head.contains("base64") => unbased(body),
        _ => body.to_owned(),
    }
}

/// What quoted-printable stands for (RFC 2045, 6.7).
fn unquoted(text: &str) -> String {
    let joined = text.replace("=\n", "");
    let mut bytes = Vec::with_capacity(joined.len());
    let mut signs = joined.bytes();
    while let Some(sign) = signs.next() {
        if sign != b'=' {
            bytes.push(sign);
            continue;
        }
        let pair = [signs.next(), signs.next()].map(|sign| sign.and_then(|sign| char::from(sign).to_digit(16)));
        if let [Some(high), Some(low)] = pair {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What base64 stands for (RFC 4648).
fn unbased(text: &str) -> String {
    let value = |sign: u8| match sign {
        b'A'..=b'Z' => Some(sign - b'A'),
        b'a'..=b'z' => Some(sign - b'a' + 26),
        b'0'..=b'9' => Some(sign - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let sixes: Vec<u8> = text.bytes().filter_map(value).collect();
    let mut bytes = Vec::with_capacity(sixes.len());
    for four in sixes.chunks(4) {
        let whole = four.iter().fold(0_u32, |sum, six| sum << 6 | u32::from(*six)) << (6 * (4 - four.len()));
        let three = whole.to_be_bytes();
        bytes.extend(three.iter().skip(1).take(four.len() * 6 / 8));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_read_in_either_encoding() {
        let letter = |encoding: &str, body: &str| {
            format!(
                "Subject: x\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n--b\r\nContent-Type: text/html\r\n\r\nno\r\n--b--"
            )
        };
        assert_eq!(plain_text(&letter("quoted-printable", "C=C3=B3digo=\r\n 1")), "Código 1");
        assert_eq!(plain_text(&letter("base64", "Q8OzZGln\r\nbyAx")), "Código 1");
        assert_eq!(plain_text(&letter("7bit", "1234 5678")), "1234 5678");
        assert_eq!(plain_text("nothing"), "");
    }
}
