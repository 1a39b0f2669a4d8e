//! The folder that a demo store prints to: one PDF file a job, named by the job. No real store may use it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::destination::Destination;
use super::fault::Fault;
use super::ipp::{
    CancelFlag, Cancellation, JobEnd, JobId, JobState, Media, Patience, PrinterState, PrinterStatus, Remains,
};
use super::pdf::PdfBytes;
use crate::domain::system::InSpanish;

/// A folder that takes pages as files.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    jobs: Mutex<BTreeMap<i32, Job>>,
}

#[derive(Debug)]
struct Job {
    name: String,
    written: bool,
}

impl Job {
    fn state(&self) -> JobState {
        if self.written { JobState::Completed } else { JobState::Held }
    }
}

impl Folder {
    /// Takes pages into `path`, which is made where missing.
    ///
    /// # Errors
    /// The system's, when the folder cannot be made.
    pub fn new(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Ok(Self { path: path.into(), jobs: Mutex::default() })
    }

    /// The file of a job's name.
    #[must_use]
    pub fn file_of(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.pdf"))
    }

    fn with_job<T>(&self, job: JobId, work: impl FnOnce(&Self, &mut Job) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let job = jobs.get_mut(&job.get()).ok_or_else(|| self.fault("no hay tal trabajo de impresión"))?;
        work(self, job)
    }

    fn fault(&self, what: &str) -> Fault {
        Fault::Folder { folder: self.path.clone(), what: what.into() }
    }
}

/// A file has its name when it is whole: on a full disk there is none. What is replaced is a paper of this program; what a
/// link points to is not written.
fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if file.symlink_metadata().is_ok() && !is_own_paper(file) {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists));
    }
    let unfinished = file.with_extension("pdf.parcial");
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut out = File::create_new(&unfinished)?;
    out.write_all(bytes).and_then(|()| fs::rename(&unfinished, file)).inspect_err(|_| {
        // What cannot be removed says by its name that it is unfinished.
        let _ = fs::remove_file(&unfinished);
    })
}

/// Was this file written by this program?
fn is_own_paper(file: &Path) -> bool {
    let is_plain = file.symlink_metadata().is_ok_and(|it| it.is_file());
    is_plain && fs::read(file).is_ok_and(|bytes| bytes.windows(PRODUCER_MARK.len()).any(|it| it == PRODUCER_MARK))
}

/// How a page of this program says what wrote it.
const PRODUCER_MARK: &[u8] = b"/Producer(ventanilla)";

impl Destination for Folder {
    fn address(&self) -> String {
        format!("folder:{}", self.path.display())
    }

    fn status(&self) -> PrinterStatus {
        PrinterStatus { state: PrinterState::Idle, accepting: true, reasons: Vec::new() }
    }

    fn is_for_demo(&self) -> bool {
        true
    }

    fn create_job(&self, name: &str, _media: Media) -> Result<JobId, Fault> {
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !plain || name.is_empty() {
            return Err(self.fault("el nombre del trabajo tiene signos que un archivo no admite"));
        }
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let number = jobs.keys().next_back().map_or(1, |last| last.saturating_add(1));
        jobs.insert(number, Job { name: name.into(), written: false });
        JobId::new(number).ok_or_else(|| self.fault("ya no quedan números de trabajo"))
    }

    fn send(&self, job: JobId, pdf: &PdfBytes) -> Result<(), Fault> {
        self.with_job(job, |folder, job| {
            let written = write_whole(&folder.file_of(&job.name), pdf.as_slice());
            written.map_err(|error| folder.fault(&InSpanish(&error).to_string()))?;
            job.written = true;
            Ok(())
        })
    }

    fn follow(
        &self,
        job: JobId,
        _patience: Patience,
        _cancelled: &CancelFlag,
        on_change: &mut dyn FnMut(&str),
    ) -> JobEnd {
        match self.with_job(job, |folder, job| Ok((folder.file_of(&job.name), job.written))) {
            Ok((file, true)) => {
                on_change(&format!("escrito en {}", file.display()));
                JobEnd::Printed
            }
            Ok((_, false)) => JobEnd::Failed("no se escribió ningún archivo".into()),
            Err(error) => JobEnd::Unconfirmed(error.to_string()),
        }
    }

    fn state(&self, job: JobId) -> Result<Option<JobState>, Fault> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(jobs.get(&job.get()).map(Job::state))
    }

    fn find(&self, name: &str) -> Result<Option<(JobId, JobState)>, Fault> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let found = jobs.iter().rev().find(|(_, job)| job.name == name);
        Ok(found.and_then(|(number, job)| JobId::new(*number).map(|id| (id, job.state()))))
    }

    fn cancel(&self, job: JobId) -> Result<Cancellation, Fault> {
        self.with_job(job, |_, job| {
            Ok(if job.written { Cancellation::AlreadyPrinted } else { Cancellation::Confirmed })
        })
    }

    /// The file is the paper: what a printer would forget of it is the job.
    fn purge(&self, job: JobId) -> Result<Remains, Fault> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).remove(&job.get());
        Ok(Remains::Nothing)
    }
}
