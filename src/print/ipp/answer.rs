//! What a printer answered, read by name and type.
use ipp::attribute::IppAttributeGroup;
use ipp::model::{DelimiterTag, StatusCode};
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;

use super::error::Error;
use super::uri::PrinterUri;

/// An answer of the printer at `uri`, accepted or not.
pub(super) struct Answer {
    inner: IppRequestResponse,
    uri: PrinterUri,
}

impl Answer {
    pub(super) fn new(inner: IppRequestResponse, uri: PrinterUri) -> Self {
        Self { inner, uri }
    }

    pub(super) fn status(&self) -> StatusCode {
        self.inner.header().status_code()
    }

    /// The answer, if the printer did what it was asked.
    ///
    /// # Errors
    /// The printer's refusal, named.
    pub(super) fn accepted(self) -> Result<Self, Error> {
        let host = self.uri.host().to_owned();
        let status = self.status();
        match status {
            _ if status.is_success() => Ok(self),
            StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone => Err(Error::PrinterUnknown { host }),
            StatusCode::ClientErrorForbidden
            | StatusCode::ClientErrorNotAuthenticated
            | StatusCode::ClientErrorNotAuthorized => Err(Error::NotAllowed { host }),
            StatusCode::ServerErrorBusy
            | StatusCode::ServerErrorTemporaryError
            | StatusCode::ServerErrorServiceUnavailable => Err(Error::Busy { host }),
            StatusCode::ServerErrorNotAcceptingJobs => Err(Error::NotAccepting { host }),
            StatusCode::ServerErrorVersionNotSupported => Err(Error::Version { host }),
            StatusCode::ClientErrorDocumentFormatNotSupported => Err(Error::NoPdf { name: host }),
            StatusCode::UnknownStatusCode => {
                let reason = format!("código 0x{:04x}", self.inner.header().operation_or_status);
                Err(Error::Rejected { host, reason })
            }
            other => Err(Error::Rejected { host, reason: self.message().unwrap_or_else(|| other.to_string()) }),
        }
    }

    /// The printer's own words, when it gave any.
    fn message(&self) -> Option<String> {
        let group = self.inner.attributes().first_of(DelimiterTag::OperationAttributes)?;
        Group(group).text("status-message").map(|text| text.chars().take(120).collect())
    }

    /// The first group that describes a printer.
    pub(super) fn printer(&self) -> Option<Group<'_>> {
        self.inner.attributes().first_of(DelimiterTag::PrinterAttributes).map(Group)
    }

    /// Each group that describes a printer.
    pub(super) fn printers(&self) -> impl Iterator<Item = Group<'_>> {
        self.inner.attributes().groups_of(DelimiterTag::PrinterAttributes).map(Group)
    }

    /// Each group that describes a job.
    pub(super) fn jobs(&self) -> impl Iterator<Item = Group<'_>> {
        self.inner.attributes().groups_of(DelimiterTag::JobAttributes).map(Group)
    }
}

/// The attributes of one printer or one job.
#[derive(Clone, Copy)]
pub(super) struct Group<'a>(&'a IppAttributeGroup);

impl Group<'_> {
    fn values(&self, name: &str) -> impl Iterator<Item = &IppValue> {
        self.0.get(name).map(|attribute| attribute.value()).into_iter().flat_map(|value| match value {
            IppValue::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        })
    }

    /// Every value of `name` that is a text of any kind.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        self.values(name).filter_map(as_text).collect()
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.values(name).find_map(as_text)
    }

    /// Every value of `name` that is a whole number or an enumerated one.
    pub(super) fn numbers(&self, name: &str) -> Vec<i32> {
        self.values(name).filter_map(as_number).collect()
    }

    pub(super) fn number(&self, name: &str) -> Option<i32> {
        self.values(name).find_map(as_number)
    }

    pub(super) fn truth(&self, name: &str) -> Option<bool> {
        self.values(name).find_map(|value| match value {
            IppValue::Boolean(truth) => Some(*truth),
            _ => None,
        })
    }
}

fn as_text(value: &IppValue) -> Option<String> {
    let text = match value {
        IppValue::Keyword(text) => text.as_str(),
        IppValue::MimeMediaType(text) => text.as_str(),
        IppValue::NameWithoutLanguage(name) | IppValue::NameWithLanguage { name, .. } => name.as_str(),
        IppValue::TextWithoutLanguage(text) | IppValue::TextWithLanguage { text, .. } => text,
        IppValue::Uri(text) => text.as_str(),
        _ => return None,
    };
    Some(text.to_owned())
}

fn as_number(value: &IppValue) -> Option<i32> {
    match value {
        IppValue::Integer(number) | IppValue::Enum(number) => Some(*number),
        _ => None,
    }
}
