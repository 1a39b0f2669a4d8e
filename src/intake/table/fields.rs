//! One record's text into its fields.
//!
//! The csv crate takes an unbalanced quote for a field that goes on to the end of the file, and says nothing; here each
//! fault has its place and the next line is read as if nothing had happened. What is well formed is read as the csv
//! crate reads it (a property test compares them).

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
    ends: Vec<usize>,
}

impl Fields {
    /// How many fields.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One field as it stands, or `None` past the end.
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// Every field in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Replaces the contents by the fields of `record`.
    pub(super) fn cut(&mut self, record: &str, delimiter: char) -> Cut {
        self.text.clear();
        self.ends.clear();
        let mut rest = record;
        loop {
            let after = match rest.strip_prefix('"') {
                Some(quoted) => match self.cut_quoted(quoted) {
                    None => {
                        return Cut::Open { field: self.ends.len() };
                    }
                    Some(after) => after,
                },
                None => {
                    let (plain, after) = rest.split_at(rest.find(delimiter).unwrap_or(rest.len()));
                    self.text.push_str(plain);
                    after
                }
            };
            if after.is_empty() {
                self.ends.push(self.text.len());
                return Cut::Whole;
            }
            let Some(next) = after.strip_prefix(delimiter) else {
                return Cut::AfterQuote { field: self.ends.len() };
            };
            self.ends.push(self.text.len());
            rest = next;
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
