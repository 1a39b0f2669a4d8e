//! A fault that begins in the middle of a sentence, as a sentence of its own.

/// "escriba el motivo" becomes "Escriba el motivo.".
#[must_use]
pub fn sentence(fault: &str) -> String {
    let mut letters = fault.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_fault_becomes_a_sentence() {
        assert_eq!(sentence("escriba el motivo"), "Escriba el motivo.");
        assert_eq!(sentence("está vacío."), "Está vacío.");
        assert_eq!(sentence(""), ".");
    }
}
