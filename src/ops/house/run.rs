//! Runs: long work in chunks (imports, erasure), beside which the window goes on working.
//!
//! A run is a start entry, chunks that hold the writer 50 ms at most with one entry each, and an end entry. It says how
//! far it is, can be stopped between two chunks, and can be cut anywhere: what its committed chunks did stays. Running it
//! again under the same id goes on where that left off if it was cut or stopped, and answers what it answered if it had
//! ended. That asks of each run that doing a unit twice is as good as once.
//!
//! Two runs of one id must not be under way at once, and a house closes what a cut left ([`House::close_cut_runs`])
//! before it starts any.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::operation::{Changed, JournalEnd, Subject, Work};
use super::transact::{Answer, Facts, InForce, Kept};
use super::{House, Session};
use crate::domain::calendar::Moment;
use crate::domain::id::OpId;
use crate::domain::journal::{Head, Outcome};
use crate::domain::settings::Settings;
use crate::domain::system::ForLog as _;
use crate::ops::error::{Error, Refusal, refuse};
use crate::print::ipp::CancelFlag;

use crate::store::run::{RunRow, RunState};
use crate::store::{self, Chunk, ChunkPacer, Transaction};

/// Rows of the first chunk; the ones after it are paced by what it took.
const FIRST_CHUNK_UNITS: usize = 500;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Units done: rows of a file, things to erase.
    pub done: u64,
    /// Of how many, where that is known.
    pub total: Option<u64>,
    /// Bytes of the file read.
    pub bytes: u64,
    /// Of how many, where there is a file whose size is known.
    pub bytes_total: Option<u64>,
}

/// Who watches a run: is told how far it is, and can stop it.
pub struct Watch<'w> {
    /// Told after each chunk.
    pub progress: &'w mut dyn FnMut(Progress),
    /// Looked at before each chunk.
    pub cancel: &'w CancelFlag,
}

impl std::fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("cancel", &self.cancel).finish_non_exhaustive()
    }
}

/// What an entry of a run says.
#[derive(Debug, Clone, Default)]
pub struct Noted {
    /// A code that qualifies it. Never personal data.
    pub code: String,
    /// Before and after values, and whatever names people: goes into the salted detail.
    pub detail: serde_json::Value,
}

/// What gathering came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gathered {
    /// There is something to write.
    ToWrite,
    /// Nothing yet: gather again.
    Nothing,
    /// Everything was written.
    AtEnd,
}

/// Long work in chunks.
pub trait Run {
    /// Its name in the journal.
    const NAME: &'static str;

    /// A supervisor signs its start.
    const SIGNED: bool = false;

    /// It may run while the screen is turned to whoever came: they neither see it nor wait for it.
    const WHILE_TURNED: bool = false;

    /// Which lists it touches.
    const CHANGED: &'static [Changed];

    /// What it answers.
    type Report: Serialize + DeserializeOwned;

    /// What it is about.
    fn subject(&self) -> Subject;

    /// May it start? Inside the transaction of the start entry.
    ///
    /// # Errors
    /// [`Error::Refused`] when a rule says no.
    fn start(&mut self, work: &Work<'_>) -> Result<Noted, Error>;

    /// Gets ready, beside the writer, what the next chunks do: about `units` of it.
    ///
    /// # Errors
    /// Whatever ends the run before its end.
    fn gather(&mut self, house: &House, units: usize) -> Result<Gathered, Error>;

    /// Does one chunk of what was gathered: as many units as `chunk` takes. What it does not take waits for the next.
    ///
    /// # Errors
    /// Whatever ends the run before its end; nothing of the chunk is done.
    fn write(&mut self, work: &Work<'_>, chunk: &mut Chunk) -> Result<Noted, Error>;

    /// What the chunk that was just written says in an entry of its own: of nobody, so that no erasure takes it.
    fn apart(&mut self) -> Option<Noted> {
        None
    }

    /// How far it is.
    fn progress(&self) -> Progress;

    /// After the last chunk, before the end entry: what is not the writer's business. Answers the report, and what the
    /// end entry says.
    ///
    /// # Errors
    /// Whatever keeps the run from its end.
    fn finish(&mut self, house: &House) -> Result<(Self::Report, Noted), Error>;
}

/// A run that was started.
struct Begun {
    head: Head,
    settings: Settings,
    /// The entries of this run so far, its first start apart.
    entries: u64,
}

/// What starting came to.
enum Start<T> {
    Begun(Begun),
    AnsweredBefore(Answer<T>),
}

/// An entry of a run under way.
struct EntryOf<'a> {
    id: OpId,
    operation: &'a str,
    subject: Subject,
    outcome: Outcome,
    noted: &'a Noted,
}

impl House {
    /// Carries a run out. Under an id that was used before: answers what it answered, or goes on after a cut or a stop.
    ///
    /// # Errors
    /// [`Error::Refused`] when it may not start, which is journalled; [`Error::Cancelled`] when it was stopped; otherwise
    /// whatever ended it. What its committed chunks did stays done.
    pub fn run<R: Run>(
        &self,
        by: &Session,
        id: OpId,
        run: &mut R,
        watch: &mut Watch<'_>,
    ) -> Result<Answer<R::Report>, Error> {
        let begun = match self.store().write(|tx| self.start_run(tx, by, id, run)) {
            Ok(Start::AnsweredBefore(answer)) => return Ok(answer),
            Ok(Start::Begun(begun)) => begun,
            Err(Error::Refused(refusal)) => {
                self.note_refused_run(by, id, R::NAME, run.subject(), &refusal)?;
                return Err(Error::Refused(refusal));
            }
            Err(error) => return Err(error),
        };
        self.remember(&begun.head);
        let mut entries = begun.entries;
        match self.carry_out(by, id, run, watch, &begun.settings, &mut entries) {
            Ok(answer) => Ok(answer),
            Err(error) => {
                let code = match &error {
                    Error::Cancelled => "cancelled".to_owned(),
                    Error::Refused(refusal) => refusal.code.clone(),
                    _ => "failed".to_owned(),
                };
                // Where not even this can be written, the next opening finds the run and closes it.
                if let Err(unwritten) = self.stop_run(by, id, R::NAME, run.subject(), &code) {
                    tracing::warn!(error = unwritten.for_log(), "the end of a run was not noted");
                }
                Err(error)
            }
        }
    }

    fn start_run<R: Run>(
        &self,
        tx: &Transaction<'_>,
        by: &Session,
        id: OpId,
        run: &mut R,
    ) -> Result<Start<R::Report>, Error> {
        if let Some((number, kept)) = store::journal::result_of(tx, id)? {
            let unreadable =
                |why: String| Error::Inconsistent(format!("no se lee el resultado de la entrada {number} ({why})"));
            let entry = store::journal::entry(tx, number)?.ok_or_else(|| unreadable("no está".into()))?;
            let kept: Kept<R::Report> = serde_json::from_str(&kept).map_err(|fault| unreadable(fault.to_string()))?;
            return match kept {
                Kept::Done(output) => {
                    Ok(Start::AnsweredBefore(Answer { output, entry: Head { number, hash: entry.hash }, changed: &[] }))
                }
                Kept::Refused(refusal) => Err(Error::Refused(refusal)),
            };
        }
        let InForce { now, settings, .. } = self.guarded(tx, by, R::WHILE_TURNED)?;
        if R::SIGNED && by.signer().is_none() {
            return refuse("role", "Esto lo hace y lo firma supervisión: ingrese con un usuario de supervisión.");
        }
        let mut noted = run.start(&self.work(tx, by, now, &settings)?)?;
        let mut entries = 0;
        let entry_id = match store::run::get(tx, id)? {
            None => id,
            Some(_) => {
                noted.code = "resumed".into();
                self.next_entry_id(tx, id, &mut entries)?
            }
        };
        store::run::start(tx, id, R::NAME, now.0)?;
        let entry = EntryOf {
            id: entry_id,
            operation: R::NAME,
            subject: run.subject(),
            outcome: Outcome::Started,
            noted: &noted,
        };
        let head = self.append_of_run(tx, by, now, &entry)?;
        if R::SIGNED
            && let Some(signer) = by.signer()
        {
            let signature = signer.sign(crate::ops::JOURNAL_PURPOSE, &head.hash.0);
            store::journal::sign(tx, head.number, by.actor().user, &signer.public().0, &signature.0)?;
        }
        super::clock::note_moment(tx, by.actor().centre, now)?;
        Ok(Start::Begun(Begun { head, settings, entries }))
    }

    fn carry_out<R: Run>(
        &self,
        by: &Session,
        id: OpId,
        run: &mut R,
        watch: &mut Watch<'_>,
        settings: &Settings,
        entries: &mut u64,
    ) -> Result<Answer<R::Report>, Error> {
        let mut pacer = ChunkPacer::new(FIRST_CHUNK_UNITS);
        let mut told = run.progress();
        loop {
            if watch.cancel.is_cancelled() {
                return Err(Error::Cancelled);
            }
            match run.gather(self, pacer.units())? {
                Gathered::AtEnd => break,
                Gathered::Nothing => {}
                Gathered::ToWrite => {
                    // The anchor does not hear of a chunk: a power cut may undo the last ones, and it must not run ahead.
                    self.store().write_chunk(&mut pacer, |tx, chunk| {
                        let now = self.guarded(tx, by, R::WHILE_TURNED)?.now;
                        let noted = run.write(&self.work(tx, by, now, settings)?, chunk)?;
                        let entry_id = self.next_entry_id(tx, id, entries)?;
                        store::run::advance(tx, id, i64::try_from(run.progress().done).unwrap_or(i64::MAX))?;
                        super::clock::note_moment(tx, by.actor().centre, now)?;
                        let (subject, outcome) = (run.subject(), Outcome::Chunk);
                        let entry = EntryOf { id: entry_id, operation: R::NAME, subject, outcome, noted: &noted };
                        let head = self.append_of_run(tx, by, now, &entry)?;
                        let Some(noted) = run.apart() else { return Ok(head) };
                        let id = self.next_entry_id(tx, id, entries)?;
                        self.append_of_run(tx, by, now, &EntryOf { id, noted: &noted, ..entry })
                    })?;
                }
            }
            // A run that waits for its file is as far as it was.
            let progress = run.progress();
            if progress != told {
                told = progress;
                (watch.progress)(progress);
            }
        }
        let (report, noted) = run.finish(self)?;
        let kept =
            serde_json::to_string(&Kept::Done(&report)).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        let entry = self.store().write(|tx| {
            let now = self.guarded(tx, by, R::WHILE_TURNED)?.now;
            let entry_id = self.next_entry_id(tx, id, entries)?;
            store::run::set_state(tx, id, RunState::Ended)?;
            let subject = run.subject();
            let head = self.append_of_run(
                tx,
                by,
                now,
                &EntryOf { id: entry_id, operation: R::NAME, subject, outcome: Outcome::Ended, noted: &noted },
            )?;
            store::journal::keep_result(tx, id, head.number, &kept)?;
            Ok::<_, Error>(head)
        })?;
        self.remember(&entry);
        (watch.progress)(run.progress());
        Ok(Answer { output: report, entry, changed: R::CHANGED })
    }

    /// The runs that were under way when the program ended. Asked right after the opening, before any run is started.
    ///
    /// # Errors
    /// The store's.
    pub fn cut_runs(&self) -> Result<Vec<RunRow>, Error> {
        Ok(store::run::running(&self.reader()?)?)
    }

    /// Closes as stopped the runs that were under way when the program ended, and answers them: what their chunks did
    /// stays, and each can be run again. Called right after the opening, before any run is started.
    ///
    /// # Errors
    /// The store's.
    pub fn close_cut_runs(&self, by: &Session) -> Result<Vec<RunRow>, Error> {
        let mut cut = self.cut_runs()?;
        if self.is_on_server() {
            // Those of other windows are under way there, or theirs to close.
            let (reader, here) = (self.reader()?, by.actor().window);
            let mut of_here = Vec::new();
            for run in cut {
                if store::journal::window_of(&reader, run.op_id)? == Some(here) {
                    of_here.push(run);
                }
            }
            cut = of_here;
        }
        for run in &cut {
            self.stop_run(by, run.op_id, &run.operation, Subject::HOUSE, "cut")?;
        }
        Ok(cut)
    }

    fn stop_run(&self, by: &Session, id: OpId, operation: &str, subject: Subject, code: &str) -> Result<(), Error> {
        let head = self.store().write(|tx| {
            let units_done = store::run::get(tx, id)?.map_or(0, |run| run.units_done);
            let mut entries = 0;
            let entry_id = self.next_entry_id(tx, id, &mut entries)?;
            store::run::set_state(tx, id, RunState::Stopped)?;
            let noted = Noted { code: code.into(), detail: json!({ "units": units_done }) };
            let entry = EntryOf { id: entry_id, operation, subject, outcome: Outcome::Stopped, noted: &noted };
            self.append_of_run(tx, by, self.clock().now(), &entry)
        })?;
        self.remember(&head);
        Ok(())
    }

    fn note_refused_run(
        &self,
        by: &Session,
        id: OpId,
        operation: &str,
        subject: Subject,
        refusal: &Refusal,
    ) -> Result<(), Error> {
        let head = self.store().write(|tx| {
            let head = store::journal::head(tx)?;
            // Refused before under this id, or started before and refused now: what was noted stands.
            if store::journal::result_of(tx, id)?.is_some() || store::run::get(tx, id)?.is_some() {
                return Ok(head);
            }
            let noted = Noted { code: refusal.code.clone(), detail: json!({ "sentence": refusal.sentence }) };
            let entry = EntryOf { id, operation, subject, outcome: Outcome::Refused, noted: &noted };
            let head = self.append_of_run(tx, by, self.clock().now(), &entry)?;
            let kept = serde_json::to_string(&Kept::<()>::Refused(refusal.clone()))
                .map_err(|fault| Error::Inconsistent(fault.to_string()))?;
            store::journal::keep_result(tx, id, head.number, &kept)?;
            Ok::<_, Error>(head)
        })?;
        self.remember(&head);
        Ok(())
    }

    fn work<'t>(
        &'t self,
        tx: &'t Transaction<'t>,
        by: &Session,
        now: Moment,
        settings: &'t Settings,
    ) -> Result<Work<'t>, Error> {
        Ok(Work {
            tx,
            actor: by.actor(),
            now,
            day: now.day(self.centre().zone),
            accounting_day: super::day::accounting_day(tx, self.centre(), now)?,
            centre: self.centre(),
            settings,
            end: JournalEnd::of(tx),
            demo: self.is_demo(),
            serial_epoch: self.serial_epoch(),
            serials_in_doubt: self.anchor_state().serials_in_doubt(),
        })
    }

    /// The id of the run's next entry: the first derived one that the journal does not have.
    fn next_entry_id(&self, tx: &Transaction<'_>, id: OpId, entries: &mut u64) -> Result<OpId, Error> {
        loop {
            let next = id.of_chunk(*entries);
            *entries = entries.saturating_add(1);
            if !store::journal::holds(tx, next)? {
                return Ok(next);
            }
        }
    }

    fn append_of_run(
        &self,
        tx: &Transaction<'_>,
        by: &Session,
        now: Moment,
        entry: &EntryOf<'_>,
    ) -> Result<Head, Error> {
        let head = store::journal::head(tx)?;
        let facts = Facts {
            id: entry.id,
            accounting_day: super::day::accounting_day(tx, self.centre(), now)?,
            operation: entry.operation,
            subject: entry.subject,
            outcome: entry.outcome,
            code: &entry.noted.code,
        };
        self.append(tx, by, now, &head, facts, &entry.noted.detail)
    }
}
