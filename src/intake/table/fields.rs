//! One record's text into its fields.
//!
//! The csv crate takes an unbalanced quote for a field that goes on to the end of the file, and says nothing; here each
//! fault has its place and the next line is read as if nothing had happened. What is well formed is read as the csv
//! crate reads it (a property test compares them).

use std::ops::Range;

/// Why a record's text cannot be cut into fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// Every field is whole.
    Whole,
    /// A quote was opened in this field (from 0) and the text ended.
    Open { field: usize },
    /// Text follows the closing quote of this field (from 0).
    AfterQuote { field: usize },
}

/// The fields of one record; its memory is used again for the next.
#[derive(Debug, Default)]
pub(super) struct Fields {
    text: String,
    places: Vec<Range<usize>>,
}

impl Fields {
    /// How many fields.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// One field as it stands, or `None` past the end.
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        self.text.get(self.places.get(index)?.clone())
    }

    /// Every field in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.places.iter().filter_map(|place| self.text.get(place.clone()))
    }

    /// Replaces the contents by the fields of `record`; the delimiter is an ASCII character.
    pub(super) fn cut(&mut self, record: &str, delimiter: char) -> Cut {
        if record.contains('"') {
            self.text.clear();
            self.places.clear();
            return self.cut_with_quotes(record, delimiter);
        }
        self.cut_plain(record, delimiter);
        Cut::Whole
    }

    /// As [`Fields::cut`], a quote being a character like the others.
    pub(super) fn cut_plain(&mut self, record: &str, delimiter: char) {
        self.text.clear();
        self.places.clear();
        self.text.push_str(record);
        let mut start = 0;
        for (end, sign) in record.bytes().enumerate() {
            if char::from(sign) == delimiter {
                self.places.push(start..end);
                start = end.saturating_add(1);
            }
        }
        self.places.push(start..record.len());
    }

    fn cut_with_quotes(&mut self, record: &str, delimiter: char) -> Cut {
        let mut rest = record;
        loop {
            let start = self.text.len();
            let after = match rest.strip_prefix('"') {
                Some(quoted) => match self.cut_quoted(quoted) {
                    None => return Cut::Open { field: self.places.len() },
                    Some(after) => after,
                },
                None => {
                    let (plain, after) = rest.split_at(rest.find(delimiter).unwrap_or(rest.len()));
                    self.text.push_str(plain);
                    after
                }
            };
            let next = after.strip_prefix(delimiter);
            if next.is_none() && !after.is_empty() {
                return Cut::AfterQuote { field: self.places.len() };
            }
            self.places.push(start..self.text.len());
            match next {
                Some(next) => rest = next,
                None => return Cut::Whole,
            }
        }
    }

    /// Takes the text up to the closing quote, a doubled quote standing for one; what follows it, or `None`.
    fn cut_quoted<'r>(&mut self, mut rest: &'r str) -> Option<&'r str> {
        loop {
            let (text, after) = rest.split_once('"')?;
            self.text.push_str(text);
            match after.strip_prefix('"') {
                Some(more) => {
                    self.text.push('"');
                    rest = more;
                }
                None => return Some(after),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cut, Fields};

    fn check(record: &str, expected: Result<&[&str], Cut>) {
        let mut fields = Fields::default();
        let cut = fields.cut(record, ';');
        match expected {
            Ok(expected) => {
                assert_eq!(cut, Cut::Whole, "{record}");
                assert_eq!(fields.iter().collect::<Vec<_>>(), expected, "{record}");
            }
            Err(expected) => assert_eq!(cut, expected, "{record}"),
        }
    }

    #[test]
    fn cuts_plain_and_quoted_fields() {
        check("", Ok(&[""]));
        check(";", Ok(&["", ""]));
        check("a;b,c", Ok(&["a", "b,c"]));
        check("\"a;b\";c", Ok(&["a;b", "c"]));
        check("\"El \"\"Sol\"\"\";\"\"", Ok(&["El \"Sol\"", ""]));
        check("Comercial \"El Sol\";x", Ok(&["Comercial \"El Sol\"", "x"]));
        check("\"two\nlines\"", Ok(&["two\nlines"]));
    }

    #[test]
    fn names_the_field_of_a_bad_quote() {
        check("a;\"b;c", Err(Cut::Open { field: 1 }));
        check("\"", Err(Cut::Open { field: 0 }));
        check("a;b;\"El \"Sol\"\"", Err(Cut::AfterQuote { field: 2 }));
    }
}
