//! By what names are found here: trigrams of the tables' own columns, which the server keeps true by itself.

/// The condition that every one of so many words occurs in a name, the first of them being the query's value 1.
pub(in crate::store) fn condition(words: usize) -> String {
    let one = |nth: usize| format!("(' ' || folded || ' ') LIKE ?{nth}");
    (1..=words).map(one).collect::<Vec<_>>().join(" AND ")
}

/// A word as it is looked for: anywhere in a name, or as a word of its own.
pub(in crate::store) fn pattern(word: &str, is_whole: bool) -> String {
    let mut pattern = String::from(if is_whole { "% " } else { "%" });
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push_str(if is_whole { " %" } else { "%" });
    pattern
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn nothing_that_is_typed_means_anything_else_than_itself() {
        assert_eq!(pattern("50%", false), "%50\\%%");
        assert_eq!(pattern("a_\\", false), "%a\\_\\\\%");
        assert_eq!(pattern("li", true), "% li %");
    }
}
