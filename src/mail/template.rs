//! The templates in `assets/mail/`: a text and its HTML, with places `{{name}}`.
//!
//! The first line of the text is the subject. Every place has a value and every value a place in the text; a template that
//! asks for more, or is offered what it does not use, is a defect that the tests find.

use super::letter::one_line;
use crate::domain::challenge::ChallengeKind;

/// A letter's text, still without what it is about.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    text: &'static str,
    html: &'static str,
}

/// A key was handed over: for the employer.
pub const KEY_DELIVERED: Template = Template {
    text: include_str!("../../assets/mail/key_delivered.txt"),
    html: include_str!("../../assets/mail/key_delivered.html"),
};

/// A key was chosen: for whoever it belongs to.
pub const KEY_CHOSEN: Template = Template {
    text: include_str!("../../assets/mail/key_chosen.txt"),
    html: include_str!("../../assets/mail/key_chosen.html"),
};

/// The letter that brings a code or a link of this kind.
#[must_use]
pub fn of_challenge(kind: ChallengeKind) -> Template {
    macro_rules! template {
        ($name:literal) => {
            Template {
                text: include_str!(concat!("../../assets/mail/", $name, ".txt")),
                html: include_str!(concat!("../../assets/mail/", $name, ".html")),
            }
        };
    }
    match kind {
        ChallengeKind::RecoveryCode => template!("recovery_code"),
        ChallengeKind::RecoveryLink => template!("recovery_link"),
        ChallengeKind::KeyLink => template!("key_link"),
        ChallengeKind::UnlockLink => template!("unlock_link"),
        ChallengeKind::BookingCode => template!("booking_code"),
    }
}

/// A turn was booked at the centre, or moved: for its holder.
pub const TURN_BOOKED: Template = Template {
    text: include_str!("../../assets/mail/turn_booked.txt"),
    html: include_str!("../../assets/mail/turn_booked.html"),
};

/// A letter to try the mail with.
pub const TRIAL: Template =
    Template { text: include_str!("../../assets/mail/trial.txt"), html: include_str!("../../assets/mail/trial.html") };

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filled {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

/// Why a template could not be filled: a defect of this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum TemplateFault {
    #[error("the place {0} has no value")]
    NoValue(String),
    #[error("the value {0} has no place")]
    NoPlace(String),
    #[error("a place is not closed")]
    Open,
    #[error("the text has no subject")]
    NoSubject,
}

impl Template {
    /// Fills the places.
    pub(super) fn fill(self, values: &[(&str, &str)]) -> Result<Filled, TemplateFault> {
        let (subject, text) = self.text.split_once("\n\n").ok_or(TemplateFault::NoSubject)?;
        for (name, _) in values {
            if !self.text.contains(&format!("{{{{{name}}}}}")) {
                return Err(TemplateFault::NoPlace((*name).to_owned()));
            }
        }
        Ok(Filled {
            subject: filled(subject, values, str::to_owned)?,
            text: filled(text, values, str::to_owned)?,
            html: filled(self.html, values, escaped)?,
        })
    }
}

/// What is filled in is not looked at again: a value that looks like a place stays what it is.
fn filled(text: &str, values: &[(&str, &str)], put: fn(&str) -> String) -> Result<String, TemplateFault> {
    let mut parts = text.split("{{");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").ok_or(TemplateFault::Open)?;
        let value = values.iter().find(|(known, _)| *known == name);
        let (_, value) = value.ok_or_else(|| TemplateFault::NoValue(name.to_owned()))?;
        whole.push_str(&put(&one_line(value)));
        whole.push_str(rest);
    }
    Ok(whole)
}

/// As HTML shows it letter by letter, in a text or in an attribute.
fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE: Template =
        Template { text: "Para {{who}}\n\nHola, {{who}}.\n", html: "<p title=\"{{who}}\">{{who}}</p>" };

    #[test]
    fn values_are_one_line_and_escaped_and_not_filled_again() {
        let filled = MADE.fill(&[("who", "Rosa\r\nBcc: x@y.ec <b> & \"{{who}}\" 'O'")]).unwrap();
        assert_eq!(filled.subject, "Para Rosa Bcc: x@y.ec <b> & \"{{who}}\" 'O'");
        assert_eq!(filled.text, "Hola, Rosa Bcc: x@y.ec <b> & \"{{who}}\" 'O'.\n");
        let shown = "Rosa Bcc: x@y.ec &lt;b&gt; &amp; &quot;{{who}}&quot; &#39;O&#39;";
        assert_eq!(filled.html, format!("<p title=\"{shown}\">{shown}</p>"));
    }

    #[test]
    fn a_template_that_does_not_fit_is_found() {
        let fault = |text, values: &[(&str, &str)]| Template { text, html: "" }.fill(values).unwrap_err();
        assert_eq!(fault("a\n\n{{b}}", &[]), TemplateFault::NoValue("b".into()));
        assert_eq!(fault("a\n\nb", &[("c", "")]), TemplateFault::NoPlace("c".into()));
        assert_eq!(fault("a\n\n{{b", &[]), TemplateFault::Open);
        assert_eq!(fault("a", &[]), TemplateFault::NoSubject);
    }

    /// The lifetime is filled in, and the subjects are those of the sheets.
    #[test]
    fn no_letter_writes_a_lifetime_itself_and_each_has_the_subject_of_its_sheet() {
        for kind in ChallengeKind::ALL {
            let template = of_challenge(*kind);
            for text in [template.text, template.html] {
                // However its lines are broken.
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(text.contains("{{minutes}} minutos"), "{kind:?}");
                let visible: String = text
                    .split('<')
                    .filter_map(|part| part.split_once('>').map_or(Some(part), |it| Some(it.1)))
                    .collect();
                assert!(!visible.contains("3 minutos") && !visible.contains("15 minutos"), "{kind:?}");
            }
        }
        let subject = |kind| of_challenge(kind).text.lines().next().unwrap();
        assert_eq!(subject(ChallengeKind::RecoveryLink), "Recuperación Clave para RUC");
        assert_eq!(subject(ChallengeKind::UnlockLink), "SOLICITUD DESBLOQUEO DE CLAVE");
        assert_eq!(subject(ChallengeKind::BookingCode), "Verificar IESS turno online");
    }

    #[test]
    fn a_template_s_html_asks_for_what_its_text_asks_for() {
        let places = |text: &str| {
            let found = text.split("{{").skip(1).filter_map(|part| part.split_once("}}"));
            found.map(|(name, _)| name.to_owned()).collect::<std::collections::BTreeSet<_>>()
        };
        let challenges = ChallengeKind::ALL.iter().map(|kind| of_challenge(*kind));
        for template in challenges.chain([KEY_CHOSEN, KEY_DELIVERED, TURN_BOOKED, TRIAL]) {
            assert!(!places(template.text).is_empty());
            assert_eq!(places(template.text), places(template.html));
        }
    }
}
