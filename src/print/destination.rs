//! Where a page goes to, and what is asked of it: a job by name, its document, its end, and that nothing of it is kept.

use super::documents::{Document, Paper};
use super::fault::Fault;
use super::ipp::{
    CancelFlag, Cancellation, Error, JobEnd, JobId, JobState, Media, Patience, Printer, PrinterStatus, Remains, Trust,
};
use super::pdf::PdfBytes;

/// A printer, or what stands in for one in a demo store. Every call blocks for as long as its time limits say.
pub trait Destination: Send + Sync {
    /// Its address, as the ledger keeps it.
    fn address(&self) -> String;

    /// How it is, now.
    fn status(&self) -> PrinterStatus;

    /// May only a demo store print here?
    fn is_for_demo(&self) -> bool {
        false
    }

    /// May a key travel to it in the clear, because a supervisor consented?
    fn is_plain_consented(&self) -> bool {
        false
    }

    /// The fingerprint of the certificate that was accepted for it, where one was.
    fn accepted_certificate(&self) -> Option<String> {
        None
    }

    /// Makes a job under a name, without a document: nothing can come out yet.
    ///
    /// # Errors
    /// The printer's; the job may exist all the same, [`Destination::find`] tells.
    fn create_job(&self, name: &str, media: Media) -> Result<JobId, Fault>;

    /// Sends a job's document.
    ///
    /// # Errors
    /// The printer's; whether anything comes out is then unknown.
    fn send(&self, job: JobId, pdf: &PdfBytes) -> Result<(), Fault>;

    /// Waits for a job's end; `on_change` hears of it in words.
    fn follow(&self, job: JobId, patience: Patience, cancelled: &CancelFlag, on_change: &mut dyn FnMut(&str))
    -> JobEnd;

    /// How a job stands; `None` when the printer knows it no more.
    ///
    /// # Errors
    /// The printer's.
    fn state(&self, job: JobId) -> Result<Option<JobState>, Fault>;

    /// The last job under a name, and how it stands.
    ///
    /// # Errors
    /// The printer's.
    fn find(&self, name: &str) -> Result<Option<(JobId, JobState)>, Fault>;

    /// Cancels a job and asks that nothing of it be kept.
    ///
    /// # Errors
    /// The printer's.
    fn cancel(&self, job: JobId) -> Result<Cancellation, Fault>;

    /// Asks that nothing of an ended job be kept, and what is.
    ///
    /// # Errors
    /// The printer's.
    fn purge(&self, job: JobId) -> Result<Remains, Fault>;
}

impl Destination for Printer {
    fn address(&self) -> String {
        self.uri().to_string()
    }

    fn status(&self) -> PrinterStatus {
        Self::status(self)
    }

    fn is_plain_consented(&self) -> bool {
        self.trust() == Trust::PlainConsented
    }

    fn accepted_certificate(&self) -> Option<String> {
        self.accepted().map(|certificate| certificate.to_string())
    }

    fn create_job(&self, name: &str, media: Media) -> Result<JobId, Fault> {
        Ok(Self::create_job(self, name, media)?)
    }

    fn send(&self, job: JobId, pdf: &PdfBytes) -> Result<(), Fault> {
        Ok(self.send_document(job, pdf.as_slice())?)
    }

    fn follow(
        &self,
        job: JobId,
        patience: Patience,
        cancelled: &CancelFlag,
        on_change: &mut dyn FnMut(&str),
    ) -> JobEnd {
        Self::follow(self, job, patience, cancelled, &mut |progress| on_change(&progress.in_words()))
    }

    fn state(&self, job: JobId) -> Result<Option<JobState>, Fault> {
        match self.job(job) {
            Ok(status) => Ok(Some(status.state)),
            Err(Error::JobUnknown { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn find(&self, name: &str) -> Result<Option<(JobId, JobState)>, Fault> {
        Ok(self.find_job(name)?.map(|(job, status)| (job, status.state)))
    }

    fn cancel(&self, job: JobId) -> Result<Cancellation, Fault> {
        Ok(self.cancel_and_purge(job)?)
    }

    fn purge(&self, job: JobId) -> Result<Remains, Fault> {
        Self::purge(self, job)?;
        Ok(self.remains(job)?)
    }
}

/// The media a document asks for: the paper that it was laid out for.
#[must_use]
pub fn media_of(document: &Document) -> Media {
    let is_of = |paper: &Paper| document.pages.iter().any(|page| (page.width_mm - paper.width_mm()).abs() < 0.5);
    match Paper::ALL.into_iter().find(is_of).unwrap_or(Paper::A4) {
        Paper::A4 => Media::A4,
        Paper::A5 => Media::A5,
        Paper::Roll80 => Media::Roll80 { length_mm: longest_mm(document) },
    }
}

/// The longest page in whole millimetres: what a roll is cut to.
fn longest_mm(document: &Document) -> u16 {
    let longest = document.pages.iter().map(|page| page.height_mm.ceil()).fold(0.0, f32::max);
    // Papers are under two metres: the text that flows onto them is bounded.
    (0..2000).find(|mm| f32::from(*mm) >= longest).unwrap_or(2000)
}
