//! A printer that does what a test tells it, and remembers what it was sent. It outlives the process that prints.
#![allow(clippy::unwrap_used, reason = "a printer that cannot be scripted fails the test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use ventanilla::print::ipp::{
    CancelFlag, Cancellation, JobEnd, JobId, JobState, Media, Patience, PrinterState, PrinterStatus, Remains,
};
use ventanilla::print::pdf::PdfBytes;
use ventanilla::print::{Destination, Fault};

/// What happens to the next job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// Nothing: it is printed.
    Prints,
    /// The printer is off.
    CreateFails,
    /// The job is made and the answer gets lost.
    CreateAnswerLost,
    /// The document does not arrive.
    SendFails,
    /// The document arrives, and the answer gets lost.
    SendAnswerLost,
    /// No sign of it any more, not even of its cancellation.
    Silent,
    /// No sign of it, and it lets itself be cancelled.
    SilentThenCancelled,
    /// No sign of it, and when it is cancelled it has been printed.
    SilentButPrinted,
    /// The printer gives it up.
    Aborts,
    /// The program dies at this point.
    Dies(Point),
}

/// A point of the printer's protocol at which the program can die.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    BeforeCreate,
    AfterCreate,
    BeforeSend,
    MidSend,
    AfterSend,
    AfterCompletion,
}

impl Point {
    pub(crate) const ALL: [Self; 6] = [
        Self::BeforeCreate,
        Self::AfterCreate,
        Self::BeforeSend,
        Self::MidSend,
        Self::AfterSend,
        Self::AfterCompletion,
    ];
}

/// How a job stands at the printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Standing {
    Held,
    Processing,
    Cancelled,
    Aborted,
    Completed,
}

impl Standing {
    fn state(self) -> JobState {
        match self {
            Self::Held => JobState::Held,
            Self::Processing => JobState::Processing,
            Self::Cancelled => JobState::Canceled,
            Self::Aborted => JobState::Aborted,
            Self::Completed => JobState::Completed,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) name: String,
    pub(crate) standing: Standing,
    pub(crate) documents: Vec<Vec<u8>>,
    pub(crate) purged: bool,
    /// It does not confirm that it stopped.
    deaf: bool,
}

type Spool = BTreeMap<i32, Job>;

/// The printer.
#[derive(Clone)]
pub(crate) struct Scripted {
    spool: Arc<Mutex<Spool>>,
    next: Arc<Mutex<Mishap>>,
    reachable: Arc<Mutex<bool>>,
    /// What dying is: unwinding, or the end of the process.
    die: fn(&Scripted),
    /// Where the spool is kept for the process after this one.
    kept_in: Option<PathBuf>,
}

/// What unwinds where a test's process would have died.
pub(crate) struct Died;

/// No farewell: nothing is flushed, closed or dropped.
pub(crate) fn end_process() -> ! {
    #[cfg(unix)]
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
    std::process::abort()
}

impl Scripted {
    pub(crate) fn new() -> Self {
        Self {
            spool: Arc::default(),
            next: Arc::new(Mutex::new(Mishap::Prints)),
            reachable: Arc::new(Mutex::new(true)),
            die: |_| std::panic::resume_unwind(Box::new(Died)),
            kept_in: None,
        }
    }

    /// A printer whose spool stands in a file, and at whose points of death the process ends.
    pub(crate) fn kept_in(file: &Path) -> Self {
        let spool = std::fs::read(file).map_or_else(|_| Spool::new(), |bytes| serde_json::from_slice(&bytes).unwrap());
        Self { spool: Arc::new(Mutex::new(spool)), die: |_| end_process(), kept_in: Some(file.into()), ..Self::new() }
    }

    pub(crate) fn next(&self, mishap: Mishap) {
        *self.next.lock().unwrap() = mishap;
    }

    pub(crate) fn reachable(&self, reachable: bool) {
        *self.reachable.lock().unwrap() = reachable;
    }

    pub(crate) fn jobs(&self) -> Vec<Job> {
        self.spool.lock().unwrap().values().cloned().collect()
    }

    /// The documents that came under a name.
    pub(crate) fn documents(&self, name: &str) -> Vec<Vec<u8>> {
        self.jobs().into_iter().filter(|job| job.name == name).flat_map(|job| job.documents).collect()
    }

    fn mishap(&self) -> Mishap {
        *self.next.lock().unwrap()
    }

    fn passes(&self, point: Point) {
        if self.mishap() == Mishap::Dies(point) {
            (self.die)(self);
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut Spool) -> T) -> T {
        let mut spool = self.spool.lock().unwrap();
        let answer = change(&mut spool);
        if let Some(file) = &self.kept_in {
            std::fs::write(file, serde_json::to_vec(&*spool).unwrap()).unwrap();
        }
        answer
    }

    fn change_job<T>(&self, job: JobId, change: impl FnOnce(&mut Job) -> T) -> Result<T, Fault> {
        self.ask()?;
        self.change(|spool| spool.get_mut(&job.get()).map(change)).ok_or_else(|| fault("no conoce el trabajo"))
    }

    fn ask(&self) -> Result<(), Fault> {
        if *self.reachable.lock().unwrap() { Ok(()) } else { Err(fault("no contesta")) }
    }
}

fn fault(what: &str) -> Fault {
    Fault::Folder { folder: "scripted".into(), what: what.into() }
}

impl Destination for Scripted {
    fn address(&self) -> String {
        "ipps://scripted.invalid/ipp/print".into()
    }

    fn status(&self) -> PrinterStatus {
        PrinterStatus { state: PrinterState::Idle, accepting: true, reasons: Vec::new() }
    }

    fn create_job(&self, name: &str, _media: Media) -> Result<JobId, Fault> {
        self.passes(Point::BeforeCreate);
        self.ask()?;
        if self.mishap() == Mishap::CreateFails {
            return Err(fault("está apagada"));
        }
        let deaf = self.mishap() == Mishap::Silent;
        let number = self.change(|spool| {
            let number = spool.len() as i32 + 1;
            let job = Job { name: name.into(), standing: Standing::Held, documents: Vec::new(), purged: false, deaf };
            spool.insert(number, job);
            number
        });
        self.passes(Point::AfterCreate);
        match self.mishap() {
            Mishap::CreateAnswerLost => Err(fault("la respuesta se perdió")),
            _ => Ok(JobId::new(number).unwrap()),
        }
    }

    fn send(&self, job: JobId, pdf: &PdfBytes) -> Result<(), Fault> {
        self.passes(Point::BeforeSend);
        if self.mishap() == Mishap::SendFails {
            return Err(fault("la conexión se cortó"));
        }
        self.change_job(job, |job| {
            job.documents.push(pdf.as_slice().to_vec());
            job.standing = Standing::Processing;
        })?;
        self.passes(Point::MidSend);
        if self.mishap() == Mishap::SendAnswerLost {
            return Err(fault("la respuesta se perdió"));
        }
        self.passes(Point::AfterSend);
        Ok(())
    }

    fn follow(&self, job: JobId, _: Patience, _: &CancelFlag, on_change: &mut dyn FnMut(&str)) -> JobEnd {
        on_change("imprimiendo");
        let standing = match self.mishap() {
            Mishap::Silent | Mishap::SilentThenCancelled => return JobEnd::Unconfirmed("no dice nada".into()),
            Mishap::Aborts => Standing::Aborted,
            _ => Standing::Completed,
        };
        if let Err(fault) = self.change_job(job, |job| job.standing = standing) {
            return JobEnd::Unconfirmed(fault.to_string());
        }
        self.passes(Point::AfterCompletion);
        match self.mishap() {
            Mishap::SilentButPrinted => JobEnd::Unconfirmed("no dice nada".into()),
            Mishap::Aborts => JobEnd::Failed("la impresora abandonó el trabajo".into()),
            _ => JobEnd::Printed,
        }
    }

    fn state(&self, job: JobId) -> Result<Option<JobState>, Fault> {
        self.ask()?;
        let spool = self.spool.lock().unwrap();
        Ok(spool.get(&job.get()).filter(|job| !job.purged).map(|job| job.standing.state()))
    }

    fn find(&self, name: &str) -> Result<Option<(JobId, JobState)>, Fault> {
        self.ask()?;
        let spool = self.spool.lock().unwrap();
        let found = spool.iter().rev().find(|(_, job)| job.name == name && !job.purged);
        Ok(found.map(|(number, job)| (JobId::new(*number).unwrap(), job.standing.state())))
    }

    fn cancel(&self, job: JobId) -> Result<Cancellation, Fault> {
        self.change_job(job, |job| match job.standing {
            Standing::Completed => Cancellation::AlreadyPrinted,
            Standing::Processing if job.deaf => Cancellation::Unconfirmed("no confirma".into()),
            Standing::Aborted => Cancellation::Confirmed,
            _ => {
                job.standing = Standing::Cancelled;
                Cancellation::Confirmed
            }
        })
    }

    fn purge(&self, job: JobId) -> Result<Remains, Fault> {
        self.change_job(job, |job| {
            job.purged = true;
            Remains::Nothing
        })
    }
}
