//! An e-mail address, checked for its form only: whether anybody reads it, nobody knows.

/// An address that a mail server would accept, as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(String);

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailFault {
    /// None, or several.
    #[error("debe tener una sola «@»")]
    At,
    /// The part before the @.
    #[error("la parte antes de la «@» no es válida")]
    Local,
    /// The part after it.
    #[error("el dominio después de la «@» no es válido")]
    Domain,
}

impl Email {
    /// Reads an address of the plain form `name@domain`; quoted names, comments and addresses of machines are none.
    ///
    /// # Errors
    /// The part that is wrong.
    pub fn parse(text: &str) -> Result<Email, EmailFault> {
        let (local, domain) = text.split_once('@').ok_or(EmailFault::At)?;
        if domain.contains('@') {
            return Err(EmailFault::At);
        }
        if !is_local(local) {
            return Err(EmailFault::Local);
        }
        if !is_domain(domain) {
            return Err(EmailFault::Domain);
        }
        Ok(Email(text.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

fn is_local(local: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte))
    };
    local.len() <= 64 && local.split('.').all(is_word)
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let ends_well = domain
        .rsplit_once('.')
        .is_some_and(|(_, last)| last.len() >= 2 && last.bytes().any(|byte| byte.is_ascii_alphabetic()));
    domain.len() <= 189 && ends_well && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::{Email, EmailFault};

    #[test]
    fn tells_addresses_from_other_text() {
        for text in ["a@b.ec", "maria.perez+iess@mail.example.com", "o'brien@xn--pea-6ma.ec"] {
            assert_eq!(Email::parse(text).unwrap().as_str(), text);
        }
        let wrong = [
            ("", EmailFault::At),
            ("no tiene", EmailFault::At),
            ("a@b.ec; c@d.ec", EmailFault::At),
            ("@b.ec", EmailFault::Local),
            ("a..b@c.ec", EmailFault::Local),
            ("a b@c.ec", EmailFault::Local),
            ("peña@c.ec", EmailFault::Local),
            ("a@b", EmailFault::Domain),
            ("a@b.c", EmailFault::Domain),
            ("a@-b.ec", EmailFault::Domain),
            ("a@b..ec", EmailFault::Domain),
            ("a@127.0.0.11", EmailFault::Domain),
        ];
        for (text, fault) in wrong {
            assert_eq!(Email::parse(text), Err(fault), "{text}");
        }
    }
}
