//! How people are recognised in a text: by the number, and by the names that stood beside it. One walk through the store
//! looks for all of them at once.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::domain::name::folded;
use crate::domain::number::PersonNumber;

/// A number shorter than this many characters is only recognised where it is all the text: it may be a count or an id.
const TELLING_CHARS: usize = 6;
/// A name of fewer words is not looked for: it is a common word too often.
const TELLING_WORDS: usize = 2;

/// What gives somebody away.
#[derive(Debug, Clone, Default)]
pub(super) struct Traces {
    /// Numbers, in upper case, and whether each is a cédula.
    numbers: HashMap<String, bool>,
    /// How many characters the telling ones have.
    lengths: BTreeSet<usize>,
    /// Folded names, the words in each order that begins elsewhere (given names or surnames first), by their first two
    /// words; each ends in a blank.
    names: HashMap<String, HashSet<String>>,
}

impl Traces {
    /// Of these people, who bear these names.
    pub(super) fn new<'n>(
        people: impl IntoIterator<Item = &'n PersonNumber>,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Self {
        let mut traces = Self::default();
        for person in people {
            let number = person.as_str().to_ascii_uppercase();
            if number.len() >= TELLING_CHARS {
                traces.lengths.insert(number.len());
            }
            let is_cedula = matches!(person, PersonNumber::Cedula(_));
            *traces.numbers.entry(number).or_default() |= is_cedula;
        }
        for name in names {
            traces.add_name(name);
        }
        traces
    }

    fn add_name(&mut self, name: &str) {
        let bare = bare(name);
        let words: Vec<&str> = bare.split_whitespace().collect();
        if words.len() < TELLING_WORDS {
            return;
        }
        for first in 0..words.len() {
            let order: Vec<&str> = words.iter().cycle().skip(first).take(words.len()).copied().collect();
            let key = order.iter().take(TELLING_WORDS).copied().collect::<Vec<_>>().join(" ");
            self.names.entry(key).or_default().insert(format!("{} ", order.join(" ")));
        }
    }

    /// Does a text give somebody away?
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

    /// A number as a word of its own, with its separators or without, or at the beginning of a RUC or domestic number.
    pub(super) fn by_number(&self, text: &str) -> bool {
        let upper = text.to_ascii_uppercase();
        if upper.trim().len() < TELLING_CHARS {
            return self.numbers.contains_key(upper.trim());
        }
        let joined: String = upper.chars().filter(|sign| !matches!(sign, '-' | '.')).collect();
        // In a machine-readable zone the number runs into what follows it.
        if text.contains("<<") && self.is_within(&joined) {
            return true;
        }
        [joined.as_str(), upper.as_str()]
            .into_iter()
            .any(|text| text.split(|sign: char| !sign.is_ascii_alphanumeric()).any(|word| self.is_of_one(word)))
    }

    /// Is a word the number of one of them, or made of it?
    fn is_of_one(&self, word: &str) -> bool {
        self.lengths.iter().any(|length| {
            let Some((number, rest)) = word.split_at_checked(*length) else { return false };
            let Some(is_cedula) = self.numbers.get(number) else { return false };
            match rest {
                "" | "000" => true,
                rest => *is_cedula && rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit()),
            }
        })
    }

    /// Does the number of one of them stand anywhere in a text?
    fn is_within(&self, text: &str) -> bool {
        self.lengths.iter().any(|length| {
            let mut pieces = (0..text.len()).filter_map(|at| text.get(at..at.saturating_add(*length)));
            pieces.any(|piece| self.numbers.contains_key(piece))
        })
    }

    fn by_name(&self, text: &str) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let text = format!("{} ", bare(text));
        let starts = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at.saturating_add(1)));
        let mut tails = starts.filter_map(|at| text.get(at..));
        tails.any(|tail| {
            let second_end = tail.match_indices(' ').nth(TELLING_WORDS.saturating_sub(1)).map(|(end, _)| end);
            let key = second_end.and_then(|end| tail.get(..end));
            let names = key.and_then(|key| self.names.get(key));
            names.is_some_and(|names| names.iter().any(|name| tail.starts_with(name.as_str())))
        })
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
        Traces::new([&PersonNumber::parse(number).unwrap()], ["María Elena Vaca Pérez", "Madonna"])
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

    #[test]
    fn several_people_are_looked_for_at_once() {
        let people = ["1714307103", "0910005917", "ab12"].map(|number| PersonNumber::parse(number).unwrap());
        let both = Traces::new(&people, ["Zoila Quimbaya", "Rosa Paz Vaca"]);
        for text in ["0910005917001", "P<<0910005917<<X", "AB12", "vino Quimbaya Zoila", "vaca rosa paz y otro"] {
            assert!(both.in_text(text), "{text}");
        }
        for text in ["Zoila Paz", "0910005918", "Rosa Paz", "AB12 x", "EXT0910005917"] {
            assert!(!both.in_text(text), "{text}");
        }
    }
}
