//! How a person is recognised in a text: by the number, and by the names that stood beside it.

use crate::domain::name::folded;
use crate::domain::number::PersonNumber;

/// A number shorter than this many characters is only recognised where it is all the text: it may be a count or an id.
const TELLING_CHARS: usize = 6;
/// A name of fewer words is not looked for: it is a common word too often.
const TELLING_WORDS: usize = 2;

/// What gives a person away.
#[derive(Debug, Clone, Default)]
pub(super) struct Traces {
    number: String,
    is_cedula: bool,
    /// Folded names between blanks, the words in each order that begins elsewhere: given names or surnames first.
    names: Vec<String>,
}

impl Traces {
    pub(super) fn new(number: &PersonNumber, names: &[String]) -> Self {
        let mut turned: Vec<String> = Vec::new();
        for name in names {
            let bare = bare(name);
            let words: Vec<&str> = bare.split_whitespace().collect();
            if words.len() >= TELLING_WORDS {
                turned.extend((0..words.len()).map(|first| {
                    let order: Vec<&str> = words.iter().cycle().skip(first).take(words.len()).copied().collect();
                    format!(" {} ", order.join(" "))
                }));
            }
        }
        turned.sort();
        turned.dedup();
        Self {
            number: number.as_str().to_ascii_uppercase(),
            is_cedula: matches!(number, PersonNumber::Cedula(_)),
            names: turned,
        }
    }

    /// Does a text give the person away?
    pub(super) fn in_text(&self, text: &str) -> bool {
        self.by_number(text) || self.by_name(text)
    }

    /// Does a JSON text, in one of its strings? A text that is no JSON is taken as it is.
    pub(super) fn in_json(&self, text: &str) -> bool {
        match serde_json::from_str(text) {
            Ok(value) => self.in_value(&value),
            Err(_) => self.in_text(text),
        }
    }

    fn in_value(&self, value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::String(text) => self.in_text(text),
            serde_json::Value::Array(items) => items.iter().any(|item| self.in_value(item)),
            serde_json::Value::Object(fields) => fields.values().any(|field| self.in_value(field)),
            _ => false,
        }
    }

    /// The number as a word of its own, with its separators or without, or at the beginning of a RUC or domestic number.
    pub(super) fn by_number(&self, text: &str) -> bool {
        if self.number.len() < TELLING_CHARS {
            return text.trim().eq_ignore_ascii_case(&self.number);
        }
        let joined: String =
            text.chars().filter(|sign| !matches!(sign, '-' | '.')).collect::<String>().to_ascii_uppercase();
        let is_it = |word: &str| match word.strip_prefix(self.number.as_str()) {
            Some("" | "000") => true,
            Some(rest) => self.is_cedula && rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit()),
            None => false,
        };
        // In a machine-readable zone the number runs into what follows it.
        if text.contains("<<") && joined.contains(self.number.as_str()) {
            return true;
        }
        [joined.as_str(), text.to_ascii_uppercase().as_str()]
            .into_iter()
            .any(|text| text.split(|sign: char| !sign.is_ascii_alphanumeric()).any(is_it))
    }

    fn by_name(&self, text: &str) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let text = format!(" {} ", bare(text));
        self.names.iter().any(|name| text.contains(name.as_str()))
    }
}

/// Folded, and nothing but letters and digits between single blanks: as names stand in machine-readable zones too.
fn bare(text: &str) -> String {
    let apart: String = folded(text).chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    apart.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traces(number: &str) -> Traces {
        Traces::new(&PersonNumber::parse(number).unwrap(), &["María Elena Vaca Pérez".to_owned(), "Madonna".to_owned()])
    }

    #[test]
    fn a_number_is_recognised_as_a_word_and_in_the_numbers_made_of_it() {
        let found = ["1714307103", "cédula 171430710-3.", "1714307103001", "1714307103000", "RUC:1714307103001,"];
        for text in found {
            assert!(traces("1714307103").in_text(text), "{text}");
        }
        for text in ["17143071030", "01714307103", "171430710", "1714307103x01", ""] {
            assert!(!traces("1714307103").in_text(text), "{text}");
        }
    }

    #[test]
    fn a_short_code_is_recognised_only_where_it_stands_alone() {
        assert!(traces("ab12").in_text("AB12"));
        assert!(!traces("ab12").in_text("el código AB12 no sirve"));
    }

    #[test]
    fn a_name_is_recognised_whatever_its_case_accents_and_beginning() {
        for text in
            ["la sra. MARIA ELENA VACA PEREZ vino", "Vaca Pérez, María Elena", "P<ECUVACA VACA<PEREZ<<MARIA<ELENA<<<"]
        {
            assert!(traces("1714307103").in_text(text), "{text}");
        }
        for text in ["María Elena Vaca", "María Vaca Pérez Elena", "Madonna", "XMaría Elena Vaca Pérez"] {
            assert!(!traces("1714307103").in_text(text), "{text}");
        }
    }

    #[test]
    fn in_json_only_strings_count() {
        assert!(traces("1714307103").in_json(r#"{"a":[{"b":"1714307103"}]}"#));
        assert!(!traces("1714307103").in_json(r#"{"at_ms":1714307103,"1714307103":1}"#));
        assert!(traces("1714307103").in_json("no json 1714307103"));
    }
}
