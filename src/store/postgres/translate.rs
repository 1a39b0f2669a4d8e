//! The text of a query, as this engine takes it: what is written `?1` is `$1` here. Nothing else differs.

/// The query, with its values numbered as the server numbers them. Nothing is changed inside a quoted text or name.
pub(super) fn translated(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut quoted_by = None;
    for letter in sql.chars() {
        match (quoted_by, letter) {
            (None, '?') => text.push('$'),
            (None, '\'' | '"') => {
                quoted_by = Some(letter);
                text.push(letter);
            }
            (Some(quote), _) if quote == letter => {
                quoted_by = None;
                text.push(letter);
            }
            _ => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn values_are_numbered_as_the_server_numbers_them() {
        assert_eq!(translated("SELECT a FROM b WHERE c = ?1 AND d > ?12"), "SELECT a FROM b WHERE c = $1 AND d > $12");
    }

    #[test]
    fn what_is_quoted_stays() {
        assert_eq!(
            translated("SELECT '¿qué?', 'it''s ?1', \"a?\" WHERE x = ?2"),
            "SELECT '¿qué?', 'it''s ?1', \"a?\" WHERE x = $2"
        );
    }
}
