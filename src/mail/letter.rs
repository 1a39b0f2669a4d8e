//! A letter: from whom, to whom, what it says in text and in HTML; and its bytes as they travel.

use std::time::{Duration, UNIX_EPOCH};

use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::Failure;
use super::picture::Picture;
use super::template::{Filled, Template};
use crate::domain::calendar::Moment;
use crate::domain::email::Email;
use crate::domain::mail::MailFault;

/// Somebody with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The name that is shown, or nothing.
    pub name: String,
    /// The address.
    pub address: Email,
}

/// A letter.
pub struct Letter {
    message: Message,
    envelope: Envelope,
    is_sample: bool,
}

/// Stands at the top of whatever a demonstration writes.
const SAMPLE: &str = "MUESTRA SIN VALOR";

impl Letter {
    /// Writes a letter. `id` names it for good: written again, it has the same one. `at` is its date. A sample says that it
    /// is one, in its subject and in both its texts.
    ///
    /// # Errors
    /// [`MailFault::Settings`] where the template and the values do not fit, which the tests find.
    pub fn write(
        (from, to): (&Party, &Party),
        (id, at): (&str, Moment),
        template: Template,
        values: &[(&str, &str)],
        is_sample: bool,
    ) -> Result<Self, Failure> {
        Self::write_with((from, to), (id, at), template, values, (None, is_sample))
    }

    /// The same, with a picture of a text for a reader ([`PICTURE`]).
    ///
    /// # Errors
    /// As [`Letter::write`].
    pub fn write_with_picture(
        parties: (&Party, &Party),
        named: (&str, Moment),
        template: Template,
        values: &[(&str, &str)],
        (pictured, is_sample): (Picture<'_>, bool),
    ) -> Result<Self, Failure> {
        Self::write_with(parties, named, template, values, (Some(pictured), is_sample))
    }

    fn write_with(
        (from, to): (&Party, &Party),
        (id, at): (&str, Moment),
        template: Template,
        values: &[(&str, &str)],
        (pictured, is_sample): (Option<Picture<'_>>, bool),
    ) -> Result<Self, Failure> {
        let defect = |fault: &dyn std::fmt::Display| {
            tracing::error!(%fault, "a letter could not be written");
            Failure::from(MailFault::Settings)
        };
        let mut filled = template.fill(values).map_err(|fault| defect(&fault))?;
        if is_sample {
            filled.subject = format!("{SAMPLE} - {}", filled.subject);
            filled.text = format!("*** {SAMPLE} ***\n\n{}", filled.text);
            let banner = format!("<p style=\"font-weight:bold;color:#b00020\">{SAMPLE}</p>");
            filled.html = match filled.html.split_once("<body") {
                Some((head, rest)) => match rest.split_once('>') {
                    Some((style, body)) => format!("{head}<body{style}>{banner}{body}"),
                    None => format!("{banner}{}", filled.html),
                },
                None => format!("{banner}{}", filled.html),
            };
        }
        let picture = match pictured.map(Picture::png) {
            Some(None) => return Err(defect(&"the text has no room in a picture")),
            Some(Some(picture)) => Some(picture),
            None => None,
        };
        let (sender, receiver) = (address(&from.address)?, address(&to.address)?);
        let domain = sender.domain().to_owned();
        let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(at.0).unwrap_or_default());
        // Nobody's machine answers to it by itself (RFC 3834).
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let message = Message::builder()
            .from(mailbox(&from.name, sender.clone()))
            .to(mailbox(&to.name, receiver.clone()))
            .subject(one_line(&filled.subject))
            .date(date)
            .message_id(Some(format!("<{id}@{domain}>")))
            .raw_header(HeaderValue::new(automatic, "auto-generated".into()))
            .multipart(content(filled, picture))
            .map_err(|fault| defect(&fault))?;
        let envelope = Envelope::new(Some(sender), vec![receiver]).map_err(|fault| defect(&fault))?;
        Ok(Self { message, envelope, is_sample })
    }

    /// As it travels.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.message.formatted()
    }

    /// Was it written for a demonstration?
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.is_sample
    }

    pub(super) fn envelope(&self) -> &Envelope {
        &self.envelope
    }
}

/// By this name the HTML of a letter shows its picture.
pub const PICTURE: &str = "enlace";

/// Text and HTML side by side, and with the HTML the picture that it shows.
fn content(filled: Filled, picture: Option<Vec<u8>>) -> MultiPart {
    let Some(picture) = picture else { return MultiPart::alternative_plain_html(filled.text, filled.html) };
    let picture = match ContentType::parse("image/png") {
        Ok(kind) => Attachment::new_inline(PICTURE.to_owned()).body(picture, kind),
        Err(_) => return MultiPart::alternative_plain_html(filled.text, filled.html),
    };
    let shown = MultiPart::related().singlepart(SinglePart::html(filled.html)).singlepart(picture);
    MultiPart::alternative().singlepart(SinglePart::plain(filled.text)).multipart(shown)
}

fn address(email: &Email) -> Result<Address, Failure> {
    email.as_str().parse().map_err(|_| Failure::from(MailFault::NoAddress))
}

fn mailbox(name: &str, address: Address) -> Mailbox {
    let name = one_line(name);
    Mailbox::new((!name.is_empty()).then_some(name), address)
}

/// A text as one line: whatever would begin another one, or cannot be seen, is a space, and no two spaces follow each
/// other. Nobody's name begins a header of its own.
#[must_use]
pub fn one_line(text: &str) -> String {
    let breaks =
        |letter: char| letter.is_control() || letter.is_whitespace() || matches!(letter, '\u{2028}' | '\u{2029}');
    text.split(breaks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::template::TRIAL;
    use super::*;

    fn party(name: &str, address: &str) -> Party {
        Party { name: name.into(), address: Email::parse(address).unwrap() }
    }

    fn written(name: &str, is_sample: bool) -> String {
        let (from, to) = (party(name, "avisos@cau.ec"), party(name, "info@andina.ec"));
        let values = [("centre", name), ("at", "20/11/2026 10:00"), ("server", "correo.cau.ec")];
        let letter = Letter::write((&from, &to), ("1.store", Moment(1_795_186_800_000)), TRIAL, &values, is_sample);
        String::from_utf8(letter.unwrap().bytes()).unwrap()
    }

    fn headers(letter: &str) -> Vec<&str> {
        let head = letter.split_once("\r\n\r\n").unwrap().0;
        head.split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap())
            .collect()
    }

    #[test]
    fn no_name_begins_a_header() {
        let usual = headers(&written("CAU Quito Norte", false)).join(" ");
        for name in [
            "CAU\r\nBcc: otra@persona.ec",
            "CAU\nX-Evil: 1\n\n<html>",
            "CAU\rSubject: otro",
            "CAU\u{2028}Bcc: otra@persona.ec",
            "CAU\u{85}Bcc: a@b.ec\0\u{b}",
            "\"CAU\" <otra@persona.ec>,",
            "Ñandú Ámbar S.A. & Hijos de la República del Ecuador, Compañía Anónima de Servicios Generales y más",
        ] {
            let letter = written(name, false);
            assert_eq!(headers(&letter).join(" "), usual, "{letter}");
            assert!(letter.is_ascii(), "{letter}");
        }
    }

    #[test]
    fn a_letter_written_again_is_the_same_one() {
        let id = |letter: &str| letter.lines().find(|line| line.starts_with("Message-ID")).unwrap().to_owned();
        let letter = written("CAU", false);
        assert_eq!(id(&letter), id(&written("CAU", false)));
        assert!(id(&letter).contains("<1.store@cau.ec>"), "{letter}");
        assert!(letter.contains("Date: Fri, 20 Nov 2026 15:00:00 +0000"), "{letter}");
        assert!(letter.contains("Auto-Submitted: auto-generated"));
        assert!(!letter.contains(SAMPLE));
    }

    #[test]
    fn a_sample_says_so_everywhere() {
        let unfolded = written("CAU", true).replace("=\r\n", "");
        assert_eq!(unfolded.matches(SAMPLE).count(), 3, "subject, text, HTML: {unfolded}");
    }
}
