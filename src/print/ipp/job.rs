//! Print jobs: made by name, sent, looked up, cancelled, and their traces removed.
use std::fmt;
use std::time::{Duration, Instant};

use ipp::model::{DelimiterTag, Operation, StatusCode};
use ipp::value::IppValue;

use super::answer::{Answer, Group};
use super::capabilities::{Media, fault, keyword};
use super::error::Error;
use super::printer::{Printer, add, ask_for};
use super::reasons::{self, Reason};

/// The number by which one printer knows one job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(i32);

impl JobId {
    /// A number kept from an earlier [`Printer::create_job`]. `None`: no printer gives such a number (RFC 8011: from 1).
    pub fn new(number: i32) -> Option<Self> {
        (number >= 1).then_some(Self(number))
    }

    /// The number, to be kept.
    pub fn get(self) -> i32 {
        self.0
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a printer says of a job (RFC 8011, 5.3.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// Waiting for its turn.
    Pending,
    /// Waiting to be released, or for its document.
    Held,
    /// At work.
    Processing,
    /// At work, but the printer stands still: see the reasons.
    Stopped,
    /// Ended by a person; through CUPS also by the printer.
    Canceled,
    /// Ended by the printer.
    Aborted,
    /// All of it is on paper, as far as the printer can tell.
    Completed,
}

impl JobState {
    fn read(number: i32) -> Option<Self> {
        Some(match number {
            3 => Self::Pending,
            4 => Self::Held,
            5 => Self::Processing,
            6 => Self::Stopped,
            7 => Self::Canceled,
            8 => Self::Aborted,
            9 => Self::Completed,
            _ => return None,
        })
    }

    /// Whether the job has ended.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Canceled | Self::Aborted | Self::Completed)
    }
}

/// A job's state and its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobStatus {
    /// Where it stands.
    pub state: JobState,
    /// Why; without "none".
    pub reasons: Vec<Reason>,
}

impl JobStatus {
    /// One line for the clerk.
    pub fn in_words(&self) -> String {
        let state = match self.state {
            JobState::Pending => "en la cola",
            JobState::Held => "retenido en la cola",
            JobState::Processing => "imprimiéndose",
            JobState::Stopped => "detenido en la impresora",
            JobState::Canceled => "cancelado",
            JobState::Aborted => "interrumpido por la impresora",
            JobState::Completed => "impreso",
        };
        let reasons = reasons::in_words(&self.reasons);
        if reasons.is_empty() { state.to_owned() } else { format!("{state} ({reasons})") }
    }

    fn read(group: Group<'_>) -> Option<Self> {
        let state = group.number("job-state").and_then(JobState::read)?;
        let reasons = group.texts("job-state-reasons");
        let mut reasons: Vec<_> = reasons.iter().filter_map(|raw| Reason::read(raw)).collect();
        if state.is_final() {
            // CUPS leaves it standing for ever.
            reasons.retain(|reason| reason.keyword() != "processing-to-stop-point");
        }
        Some(Self { state, reasons })
    }
}

/// What a cancelled job left behind on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cancellation {
    /// The printer confirms: it ended before it was printed whole.
    Confirmed,
    /// It had been printed before the cancellation arrived.
    AlreadyPrinted,
    /// The printer did not confirm; the paper may still come out. Why, in words.
    Unconfirmed(String),
}

/// What a printer still holds of a job, as far as the protocol lets one know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remains {
    /// It does not know the job: neither record nor document can be asked for any more.
    Nothing,
    /// It lists the ended job and says that its document is no longer kept (CUPS, where a purge met a job that was
    /// still being stopped).
    NoDocument,
    /// It still lists the ended job, but offers no way to print it again. Nearly every network printer does so for a
    /// while; whether it keeps the bytes cannot be known.
    Record,
    /// It holds the document: the job has not ended, or can be printed again.
    Document,
}

const STATE: [&str; 3] = ["job-id", "job-state", "job-state-reasons"];
/// How often a cancelled or purged job is asked whether that is done.
const CANCEL_POLL: Duration = Duration::from_millis(200);

impl Printer {
    /// Makes a job named `name` (the slip's serial), without a document: nothing is printed yet. The paper is asked for
    /// here because the protocol takes a job's attributes when it is made.
    ///
    /// # Errors
    /// [`Error::PlainRefused`] and [`Error::OnwardUnknown`] for a queue that would send the page on by a way that is not
    /// known to be safe; see [`Error`]. After a
    /// network fault the job may exist: [`Printer::find_job`] tells.
    pub fn create_job(&self, name: &str, media: Media) -> Result<JobId, Error> {
        // Where a queue sends its pages may have changed since the last job.
        let known = self.known_anew()?;
        known.usable()?;
        self.onward_permitted(known.device.as_ref())?;
        let mut request = self.about_printer(Operation::CreateJob)?;
        add(&mut request, "job-name", IppValue::new_name_without_language(name).map_err(fault)?)?;
        for attribute in known.job_attributes(media)? {
            request.attributes_mut().add(DelimiterTag::JobAttributes, attribute);
        }
        let answer = self.ask(&request)?.accepted()?;
        let number = answer.jobs().find_map(|job| job.number("job-id"));
        number.and_then(JobId::new).ok_or_else(|| self.lacking("job-id"))
    }

    /// Hands the PDF over; the job starts. The bytes are borrowed, and copied nowhere but into the connection.
    ///
    /// # Errors
    /// See [`Error`]. After a network fault the printer may have the document: follow the job, or cancel it.
    pub fn send_document(&self, job: JobId, pdf: &[u8]) -> Result<(), Error> {
        let mut request = self.about_job(Operation::SendDocument, job)?;
        add(&mut request, "document-format", IppValue::new_mime_media_type("application/pdf").map_err(fault)?)?;
        add(&mut request, "last-document", IppValue::Boolean(true))?;
        let answer = self.hand_over(&request, pdf)?;
        self.of_job(job, answer).map(drop)
    }

    /// Where a job stands. Only an answer about this very job counts.
    ///
    /// # Errors
    /// [`Error::JobUnknown`] where the printer knows it no more; see [`Error`].
    pub fn job(&self, job: JobId) -> Result<JobStatus, Error> {
        let mut request = self.about_job(Operation::GetJobAttributes, job)?;
        ask_for(&mut request, &STATE)?;
        let answer = self.of_job(job, self.ask(&request)?)?;
        let group = answer.jobs().next().ok_or_else(|| self.lacking("job-state"))?;
        if group.number("job-id") != Some(job.get()) {
            return Err(self.lacking("job-id"));
        }
        JobStatus::read(group).ok_or_else(|| self.lacking("job-state"))
    }

    /// The name under which the job was made.
    pub(super) fn name_of(&self, job: JobId) -> Result<Option<String>, Error> {
        let mut request = self.about_job(Operation::GetJobAttributes, job)?;
        ask_for(&mut request, &["job-name"])?;
        let answer = self.of_job(job, self.ask(&request)?)?;
        Ok(answer.jobs().find_map(|group| group.text("job-name")))
    }

    /// The job of that name, as after a crash between making a job and keeping its number. Of several, one that has not
    /// ended, then the newest.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn find_job(&self, name: &str) -> Result<Option<(JobId, JobStatus)>, Error> {
        for which in ["not-completed", "completed"] {
            let mut request = self.about_printer(Operation::GetJobs)?;
            add(&mut request, "which-jobs", keyword(which)?)?;
            ask_for(&mut request, &["job-id", "job-name", "job-state", "job-state-reasons"])?;
            let answer = self.ask(&request)?.accepted()?;
            let found = answer
                .jobs()
                .filter(|job| job.text("job-name").as_deref() == Some(name))
                .filter_map(|job| Some((JobId::new(job.number("job-id")?)?, JobStatus::read(job)?)))
                .max_by_key(|(id, _)| *id);
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Cancels a job, learns how it ended, and has its document removed from the spool.
    ///
    /// The cancellation comes first and the removal after the job's end is known: a job that was removed at once could
    /// no longer say whether it had been printed.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::JobUnknown`] where there was nothing to cancel.
    pub fn cancel_and_purge(&self, job: JobId) -> Result<Cancellation, Error> {
        let answer = self.ask(&self.about_job(Operation::CancelJob, job)?)?;
        match self.of_job(job, answer) {
            Ok(_) => {}
            // It ended before, or is on its way to: its state tells.
            Err(Error::Rejected { .. }) => {}
            Err(error) => return Err(error),
        }
        let end = self.cancelled_end(job)?;
        self.purge(job)?;
        Ok(end)
    }

    fn cancelled_end(&self, job: JobId) -> Result<Cancellation, Error> {
        let deadline = Instant::now() + self.timeouts().request;
        loop {
            let status = match self.job(job) {
                Ok(status) => status,
                // It took the cancellation and keeps no history.
                Err(Error::JobUnknown { .. }) => return Ok(Cancellation::Confirmed),
                Err(error) => return Err(error),
            };
            match status.state {
                JobState::Canceled | JobState::Aborted => return Ok(Cancellation::Confirmed),
                JobState::Completed => return Ok(Cancellation::AlreadyPrinted),
                JobState::Pending | JobState::Held | JobState::Processing | JobState::Stopped => {}
            }
            if Instant::now() >= deadline {
                let words = format!("la impresora no confirmó que se detuvo: {}", status.in_words());
                return Ok(Cancellation::Unconfirmed(words));
            }
            std::thread::sleep(CANCEL_POLL);
        }
    }

    /// Asks that nothing of an ended job be kept, and says what is left. CUPS removes record and document, once whatever
    /// worked on the job has stopped; a network printer knows no such request and refuses or ignores it.
    ///
    /// # Errors
    /// Those of the network and of authorisation; a refusal of the removal itself is none.
    pub fn purge(&self, job: JobId) -> Result<Remains, Error> {
        let deadline = Instant::now() + self.timeouts().request;
        loop {
            let mut request = self.about_job(Operation::CancelJob, job)?;
            add(&mut request, "purge-job", IppValue::Boolean(true))?;
            let answer = self.ask(&request)?;
            match self.of_job(job, answer) {
                Ok(_) | Err(Error::JobUnknown { .. } | Error::Rejected { .. }) => {}
                Err(error) => return Err(error),
            }
            let remains = self.remains(job)?;
            if remains != Remains::Document || Instant::now() >= deadline {
                return Ok(remains);
            }
            std::thread::sleep(CANCEL_POLL);
        }
    }

    /// What the printer still holds of a job.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn remains(&self, job: JobId) -> Result<Remains, Error> {
        let mut request = self.about_job(Operation::GetJobAttributes, job)?;
        ask_for(&mut request, &["job-id", "job-state", "job-state-reasons", "job-preserved"])?;
        let answer = match self.of_job(job, self.ask(&request)?) {
            Ok(answer) => answer,
            Err(Error::JobUnknown { .. }) => return Ok(Remains::Nothing),
            Err(error) => return Err(error),
        };
        let group = answer.jobs().next().ok_or_else(|| self.lacking("job-state"))?;
        let status = JobStatus::read(group).ok_or_else(|| self.lacking("job-state"))?;
        let repeatable =
            status.reasons.iter().any(|reason| matches!(reason.keyword(), "job-restartable" | "job-retained"));
        Ok(match group.truth("job-preserved") {
            _ if !status.state.is_final() || repeatable => Remains::Document,
            Some(true) => Remains::Document,
            Some(false) => Remains::NoDocument,
            None => Remains::Record,
        })
    }

    /// Whether the document is certainly out of the spool: the printer or queue knows the job no more, or says that it
    /// keeps no document of it. `false` for a network printer's record of an ended job, of which IPP cannot tell more;
    /// [`Printer::remains`] tells these apart.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn verify_gone(&self, job: JobId) -> Result<bool, Error> {
        Ok(matches!(self.remains(job)?, Remains::Nothing | Remains::NoDocument))
    }

    /// An answer about a job: there "not found" means the job, not the printer.
    fn of_job(&self, job: JobId, answer: Answer) -> Result<Answer, Error> {
        match answer.status() {
            StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone => {
                Err(Error::JobUnknown { host: self.host(), job })
            }
            _ => answer.accepted(),
        }
    }
}
