//! Following a job to its end, or to the point where one must say that the end is not known.
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::error::Error;
use super::job::{Cancellation, JobId, JobState, JobStatus};
use super::printer::Printer;
use super::reasons;
use super::status::{PrinterState, PrinterStatus};

/// Reasons with which "completed" does not mean that the page is out; CUPS is known to leave them beside it.
const GAINSAYING: [&str; 5] = [
    "aborted-by-system",
    "document-format-error",
    "unsupported-document-format",
    "submission-interrupted",
    "job-completed-with-errors",
];

/// Set once, from any thread, to end a wait at once. Clones are the same flag.
#[derive(Debug, Clone, Default)]
pub struct CancelFlag(Arc<(Mutex<bool>, Condvar)>);

impl CancelFlag {
    /// Sets it, and wakes who waits.
    pub fn cancel(&self) {
        let (set, wake) = &*self.0;
        *set.lock().unwrap_or_else(PoisonError::into_inner) = true;
        wake.notify_all();
    }

    /// Whether it is set.
    pub fn is_cancelled(&self) -> bool {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits `time`, or until it is set; whether it is.
    fn wait(&self, time: Duration) -> bool {
        let (set, wake) = &*self.0;
        let guard = set.lock().unwrap_or_else(PoisonError::into_inner);
        let (guard, _) = wake.wait_timeout_while(guard, time, |set| !*set).unwrap_or_else(PoisonError::into_inner);
        *guard
    }
}

/// How long to wait for a job's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Without any sign of what it waits for. A queue of CUPS whose printer is switched off gives none.
    pub silent: Duration,
    /// In all, while the printer names something a person can mend (paper, cover, pause).
    pub mending: Duration,
    /// Between two looks.
    pub look_every: Duration,
}

impl Default for Patience {
    /// 60 s, 10 minutes, half a second.
    fn default() -> Self {
        Self {
            silent: Duration::from_secs(60),
            mending: Duration::from_secs(600),
            look_every: Duration::from_millis(500),
        }
    }
}

/// What can be shown while a job is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The job, when the printer answered about it.
    pub job: Result<JobStatus, Error>,
    /// The printer.
    pub printer: PrinterStatus,
}

impl Progress {
    /// One line for the clerk: what hinders, or else where the job stands.
    pub fn in_words(&self) -> String {
        match &self.job {
            Ok(job) if self.printer.awaits_a_person() || !job.state.is_final() && self.is_hindered() => {
                self.printer.in_words()
            }
            Ok(job) => job.in_words(),
            Err(error) => error.to_string(),
        }
    }

    fn is_hindered(&self) -> bool {
        matches!(self.printer.state, PrinterState::Stopped | PrinterState::Unreachable(_))
    }

    /// Something that a person can mend is named, by the printer or by the job.
    fn awaits_a_person(&self) -> bool {
        self.printer.awaits_a_person()
            || self.job.as_ref().is_ok_and(|job| job.reasons.iter().any(super::Reason::awaits_a_person))
    }
}

/// How a followed job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobEnd {
    /// The printer said "completed", of this very job.
    Printed,
    /// It ended without being printed whole; why, in words.
    Failed(String),
    /// It was cancelled from here, and the printer confirmed it.
    Cancelled,
    /// Nobody can say: it may have been printed, or may still be. Why, in words. Cancel the job before anything else.
    Unconfirmed(String),
}

impl Printer {
    /// Waits for the job's end, asking every [`Patience::look_every`]. `on_change` hears of each change, and once at the
    /// start. When `cancelled` is set, the job is cancelled and purged, and how that ended is the answer.
    ///
    /// It never fails: what cannot be learnt ends as [`JobEnd::Unconfirmed`].
    pub fn follow(
        &self,
        job: JobId,
        patience: Patience,
        cancelled: &CancelFlag,
        on_change: &mut dyn FnMut(&Progress),
    ) -> JobEnd {
        let started = Instant::now();
        let mut last_sign = started;
        let mut shown: Option<Progress> = None;
        loop {
            if cancelled.is_cancelled() {
                return self.cancelled(job);
            }
            let progress = Progress { job: self.job(job), printer: self.status() };
            let changed = shown.as_ref() != Some(&progress);
            if changed {
                on_change(&progress);
            }
            if let Some(end) = self.ended(job, &progress) {
                return end;
            }
            let answered = progress.job.is_ok();
            if progress.awaits_a_person() || (changed && answered) {
                last_sign = Instant::now();
            }
            if last_sign.elapsed() >= patience.silent || started.elapsed() >= patience.mending {
                return JobEnd::Unconfirmed(not_known(&progress));
            }
            shown = Some(progress);
            cancelled.wait(patience.look_every);
        }
    }

    /// The end, if the job has one.
    fn ended(&self, job: JobId, progress: &Progress) -> Option<JobEnd> {
        match &progress.job {
            Ok(status) => match status.state {
                JobState::Completed => self.completed(job, status),
                JobState::Aborted | JobState::Canceled => Some(JobEnd::Failed(why_failed(status, &progress.printer))),
                JobState::Pending | JobState::Held | JobState::Processing | JobState::Stopped => None,
            },
            // It cannot be asked any more, now or later.
            Err(error @ Error::JobUnknown { .. }) => Some(JobEnd::Unconfirmed(error.to_string())),
            Err(_) => None,
        }
    }

    /// "Completed", heard against what else is known.
    fn completed(&self, job: JobId, status: &JobStatus) -> Option<JobEnd> {
        if status.reasons.iter().any(|reason| GAINSAYING.contains(&reason.keyword())) {
            let words = reasons::in_words(&status.reasons);
            return Some(JobEnd::Unconfirmed(format!("la cola dice que terminó, pero también: {words}")));
        }
        match self.device_says(job) {
            None => Some(JobEnd::Printed),
            Some(device) => match device.state {
                JobState::Completed => Some(JobEnd::Printed),
                JobState::Aborted | JobState::Canceled => Some(JobEnd::Failed(format!(
                    "la cola dice que terminó, pero la impresora no: {}",
                    device.in_words()
                ))),
                JobState::Pending | JobState::Held | JobState::Processing | JobState::Stopped => None,
            },
        }
    }

    fn cancelled(&self, job: JobId) -> JobEnd {
        match self.cancel_and_purge(job) {
            Ok(Cancellation::Confirmed) => JobEnd::Cancelled,
            Ok(Cancellation::AlreadyPrinted) => JobEnd::Printed,
            Ok(Cancellation::Unconfirmed(words)) => JobEnd::Unconfirmed(words),
            Err(error) => JobEnd::Unconfirmed(format!("no se confirmó la cancelación. {error}")),
        }
    }
}

fn why_failed(job: &JobStatus, printer: &PrinterStatus) -> String {
    let job_reasons = reasons::in_words(&job.reasons);
    let printer_reasons = reasons::in_words(&printer.reasons);
    let state = if job.state == JobState::Aborted {
        "interrumpido por la impresora"
    } else {
        "cancelado en la impresora o en su cola"
    };
    let mut words = format!("el trabajo fue {state}");
    for reasons in [job_reasons, printer_reasons] {
        if !reasons.is_empty() {
            words.push_str("; ");
            words.push_str(&reasons);
        }
    }
    words
}

fn not_known(progress: &Progress) -> String {
    format!("la impresora no dijo que terminó. Lo último que se supo: {}", progress.in_words())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::CancelFlag;

    #[test]
    fn a_set_flag_ends_the_wait_at_once() {
        let flag = CancelFlag::default();
        assert!(!flag.wait(Duration::from_millis(1)), "nobody set it");
        let other = flag.clone();
        let started = Instant::now();
        let setter = std::thread::spawn(move || other.cancel());
        assert!(flag.wait(Duration::from_secs(60)));
        assert!(started.elapsed() < Duration::from_secs(30));
        assert!(flag.is_cancelled());
        setter.join().unwrap();
    }
}
