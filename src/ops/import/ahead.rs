//! A register being read by a thread of its own, ahead of the chunks that write its rows.
//!
//! The thread cuts, puts in order, parses and checks; the channel between is bounded, and holds as many rows as are
//! written while the next window is being cut. The thread ends with the file, with an error, or soon after the import that
//! reads it is dropped.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use super::hashed::Hashed;
use super::paper::Printed;
use super::{ImportFile, ImportReport, noted_at_end, noted_at_start, unreadable};
use crate::intake::table::{BadRow, Encoding, InOrder, Numbered, Step, TableError};
use crate::ops::error::Error;
use crate::ops::house::run::{Gathered, Noted, Progress};

/// Batches of a thousand rows that wait to be taken: some tens of megabytes.
const WAITING_BATCHES: usize = 64;
/// How long to wait for rows until the run may look whether it should stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// A register, and the rows of it that wait to be written, in the order of their numbers.
pub(super) struct Ahead<R, T> {
    state: State<R, T>,
    name: String,
    bytes_total: Option<u64>,
    /// The rows at hand.
    pub(super) queue: VecDeque<T>,
    /// How many rows the queue had when it was last filled, and how many bytes of the file were dealt with before and
    /// will be after them.
    filled: (usize, u64, u64),
    sha256: String,
}

enum State<R, T> {
    Opened(Box<InOrder<Hashed<R>, T>>),
    Reading(Batches<T>),
    Ended,
}

/// What the thread says.
enum Message<T> {
    Rows(Vec<Result<T, BadRow>>, u64),
    Failed(TableError),
    End { sha256: String, encoding: Encoding },
}

/// The near end of the channel; dropped, it stops the thread.
struct Batches<T> {
    messages: Receiver<Message<T>>,
    is_unwanted: Arc<AtomicBool>,
}

impl<T> Drop for Batches<T> {
    fn drop(&mut self) {
        self.is_unwanted.store(true, Ordering::Relaxed);
    }
}

impl<R: Read + Send + 'static, T: Numbered + Printed + Send + 'static> Ahead<R, T> {
    /// Opens the file; its header is read at once, and nothing else before rows are asked for.
    pub(super) fn open(file: ImportFile<R>) -> Result<Self, Error> {
        let rows = InOrder::open(Hashed::new(file.source)).map_err(|fault| unreadable(&file.name, &fault))?;
        Ok(Self {
            state: State::Opened(Box::new(rows)),
            name: file.name,
            bytes_total: file.bytes,
            queue: VecDeque::new(),
            filled: (0, 0, 0),
            sha256: String::new(),
        })
    }

    /// Takes what the thread has read, until `units` rows wait; waits for it only when there are none.
    pub(super) fn gather(&mut self, units: usize, report: &mut ImportReport) -> Result<Gathered, Error> {
        let dealt_with = self.progress(0).bytes;
        while self.queue.len() < units {
            let batches = match std::mem::replace(&mut self.state, State::Ended) {
                State::Opened(rows) => read_on(rows)?,
                State::Reading(batches) => batches,
                State::Ended => break,
            };
            let patience = if self.queue.is_empty() { PATIENCE } else { Duration::ZERO };
            let message = match batches.messages.recv_timeout(patience) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => {
                    self.state = State::Reading(batches);
                    return Ok(if self.queue.is_empty() { Gathered::Nothing } else { Gathered::ToWrite });
                }
                Err(RecvTimeoutError::Disconnected) => return Err(lost()),
            };
            match message {
                Message::Rows(rows, bytes) => {
                    self.state = State::Reading(batches);
                    self.take(rows, report);
                    self.filled = (self.queue.len(), dealt_with, bytes);
                    if self.queue.is_empty() {
                        return Ok(Gathered::Nothing);
                    }
                }
                Message::Failed(fault) => return Err(unreadable(&self.name, &fault)),
                Message::End { sha256, encoding } => {
                    self.sha256 = sha256;
                    report.note_encoding(encoding);
                }
            }
        }
        Ok(if self.queue.is_empty() { Gathered::AtEnd } else { Gathered::ToWrite })
    }

    fn take(&mut self, rows: Vec<Result<T, BadRow>>, report: &mut ImportReport) {
        report.read = report.read.saturating_add(u64::try_from(rows.len()).unwrap_or(u64::MAX));
        for row in rows {
            match row {
                Ok(row) => self.queue.push_back(row),
                Err(bad) => report.bad(bad),
            }
        }
    }

    /// Of what was read ahead, the part counts whose rows were dealt with.
    pub(super) fn progress(&self, done: u64) -> Progress {
        let (filled, before, after) = self.filled;
        let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
        let waiting = after.saturating_sub(before).saturating_mul(count(self.queue.len()));
        let waiting = waiting.checked_div(count(filled)).unwrap_or(0);
        Progress { done, total: None, bytes: after.saturating_sub(waiting), bytes_total: self.bytes_total }
    }

    /// What the start entry says.
    pub(super) fn noted(&self) -> Noted {
        noted_at_start(&self.name, self.bytes_total)
    }

    /// What the end entry says.
    pub(super) fn noted_at_end(&self, report: &ImportReport) -> Noted {
        noted_at_end(report, self.sha256.clone())
    }
}

/// Starts the thread.
fn read_on<R: Read + Send + 'static, T: Numbered + Printed + Send + 'static>(
    mut rows: Box<InOrder<Hashed<R>, T>>,
) -> Result<Batches<T>, Error> {
    let (send, messages) = sync_channel(WAITING_BATCHES);
    let is_unwanted = Arc::new(AtomicBool::new(false));
    let batches = Batches { messages, is_unwanted: Arc::clone(&is_unwanted) };
    std::thread::Builder::new()
        .name("import-reader".into())
        .spawn(move || send_all(&mut rows, &send, &is_unwanted))
        .map_err(|_| lost())?;
    Ok(batches)
}

fn send_all<R: Read, T: Numbered + Printed>(
    rows: &mut InOrder<Hashed<R>, T>,
    send: &SyncSender<Message<T>>,
    is_unwanted: &AtomicBool,
) {
    while !is_unwanted.load(Ordering::Relaxed) {
        let (message, is_last) = match rows.step() {
            Ok(Step::Filling) => continue,
            Ok(Step::Rows { mut rows, bytes }) => {
                rows.iter_mut().flatten().for_each(Printed::look_at_paper);
                (Message::Rows(rows, bytes), false)
            }
            Ok(Step::End) => {
                let table = rows.table();
                (Message::End { sha256: table.source().sha256(), encoding: table.encoding() }, true)
            }
            Err(fault) => (Message::Failed(fault), true),
        };
        // Nobody listens where the import was dropped.
        if send.send(message).is_err() || is_last {
            return;
        }
    }
}

fn lost() -> Error {
    Error::Inconsistent("se interrumpió la lectura del archivo que se importa".into())
}
