//! Imports: the agenda, the registers of employers, of people and of the insured, the work histories of these.
//!
//! Each is a run: the good rows go in, chunk by chunk, beside a window at work; the bad ones are listed with line, column
//! and reason. The same file twice changes nothing. A file may be a part of the whole: what it does not name is left as
//! it is, and what was known and stands blank in it is kept. What it names comes from the institution: it wins over
//! whatever a hand wrote, and is confirmed by it; over what a window did with the person in front of it, only a file that says
//! it is younger. Where a file contradicts itself, its first word counts and the other
//! rows get a warning.
//!
//! A key is given on the word of the registers: whoever may bring a file in may name anybody a company's representative.
//! So the registers are a supervisor's, who signs the start; the agenda is any clerk's. The start entry names the
//! file, the end entry tells its SHA-256 as it was read.

mod agenda;
mod ahead;
mod employers;
mod hashed;
mod insured;
mod looking;
mod one_row;
mod paper;
mod people;
mod work_history;

use std::collections::VecDeque;
use std::io::Read;

use serde::{Deserialize, Serialize};
use serde_json::json;

pub(super) use agenda::MADE;
pub use agenda::{AgendaImport, AgendaReport, TurnChange, TurnFate, preview_agenda};
pub use employers::{EmployerImport, preview_employers};
pub use insured::{InsuredImport, preview_insured};
pub use people::{PeopleImport, preview_people};
pub use work_history::{WorkHistoryImport, preview_work_history};

use self::hashed::Hashed;
use self::paper::Printed;
pub use self::paper::unprintable;

use super::error::{Error, Refusal};
use crate::intake::agenda::Warning;
pub use crate::intake::table::{BadRow, Encoding};
use crate::intake::table::{Record, Records, TableError};
use crate::ops::house::run::{Gathered, Noted, Progress, Run as _};
use crate::store::vouched::Register;

/// The imports that bring the registers in: what they wrote is the institution's word.
const REGISTER_IMPORTS: [(&str, &[Register]); 4] = [
    (EmployerImport::<std::io::Empty>::NAME, &[Register::Employers, Register::Branches, Register::Representatives]),
    (PeopleImport::<std::io::Empty>::NAME, &[Register::People]),
    (InsuredImport::<std::io::Empty>::NAME, &[Register::Insured]),
    (WorkHistoryImport::<std::io::Empty>::NAME, &[Register::WorkHistories]),
];

/// Which registers an operation brings in, if it is such an import.
pub(super) fn brought_by(operation: &str) -> Option<&'static [Register]> {
    REGISTER_IMPORTS.iter().find(|(name, _)| *name == operation).map(|(_, registers)| *registers)
}

/// How many bad rows, and how many rows with a warning, are listed; all are counted.
pub const LISTED_ROWS: usize = 1_000;

/// A file to import.
#[derive(Debug)]
pub struct ImportFile<R> {
    /// Where its bytes come from.
    pub source: R,
    /// Its name without the folders, for the journal and for messages.
    pub name: String,
    /// Its size in bytes, where it is known: for the progress.
    pub bytes: Option<u64>,
}

/// What an import came to. The lists repeat what cells say, personal data included: they are for whoever imports, and are
/// not kept with the answer. A run that went on after a cut speaks of what it did since.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportReport {
    /// Rows read, the bad ones included.
    pub read: u64,
    /// Rows that brought something new.
    pub new: u64,
    /// Rows that changed or confirmed something known.
    pub changed: u64,
    /// Rows that said what was known.
    pub unchanged: u64,
    /// Rows that were not taken.
    pub bad: u64,
    /// Things in rows that somebody should look at; the rows were taken.
    pub warnings: u64,
    /// The encoding of the file, where it is one that few programs write: it was recognised by the names alone.
    #[serde(skip)]
    pub encoding: Option<Encoding>,
    /// The first of the bad rows.
    #[serde(skip)]
    pub bad_rows: Vec<BadRow>,
    /// The first of the warnings, in the same form.
    #[serde(skip)]
    pub warned_rows: Vec<BadRow>,
    /// Of a file that was only looked at: the first of the rows that would bring something.
    #[serde(skip)]
    pub changes: Vec<RowChange>,
}

/// What a row of a register would bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The line of the file.
    pub line: u64,
    /// The number of whom it is about.
    pub number: String,
    /// Their name in the file.
    pub name: String,
    /// Nobody of this number is in the register yet.
    pub is_new: bool,
    /// What of it changes, in words.
    pub what: Vec<&'static str>,
}

impl RowChange {
    /// What it would do: «nuevo», «cambia: correo, sucursal».
    #[must_use]
    pub fn in_words(&self) -> String {
        if self.is_new { "nuevo".into() } else { format!("cambia: {}", self.what.join(", ")) }
    }
}

/// Under this name a chunk's entry holds how many rows of each register it wrote as the institution's word, and the end
/// entry how many all chunks did: no more rows count as imported than an import said it wrote.
pub(super) const WROTE: &str = "wrote";

/// How many rows of each register an import wrote as the institution's word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Wrote {
    pub(super) people: u64,
    pub(super) employers: u64,
    pub(super) branches: u64,
    pub(super) representatives: u64,
    pub(super) insured: u64,
    pub(super) work_histories: u64,
}

impl Wrote {
    /// One more.
    fn one(count: &mut u64) {
        *count = count.saturating_add(1);
    }

    /// These and others.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            people: self.people.saturating_add(other.people),
            employers: self.employers.saturating_add(other.employers),
            branches: self.branches.saturating_add(other.branches),
            representatives: self.representatives.saturating_add(other.representatives),
            insured: self.insured.saturating_add(other.insured),
            work_histories: self.work_histories.saturating_add(other.work_histories),
        }
    }

    /// Of one register.
    pub(super) fn of(self, register: Register) -> u64 {
        match register {
            Register::People => self.people,
            Register::Employers => self.employers,
            Register::Branches => self.branches,
            Register::Representatives => self.representatives,
            Register::Insured => self.insured,
            Register::WorkHistories => self.work_histories,
        }
    }
}

/// What an import has written, in the chunk under way and in those before it.
#[derive(Debug, Default)]
struct Written {
    of_chunk: Wrote,
    before: Wrote,
}

impl Written {
    /// Says in a chunk's entry what it wrote.
    fn end_chunk(&mut self, mut noted: Noted) -> Noted {
        let chunk = std::mem::take(&mut self.of_chunk);
        self.before = self.before.and(chunk);
        note_written(&mut noted, chunk);
        noted
    }

    /// Says in the end entry what all chunks wrote.
    fn end(&self, mut noted: Noted) -> Noted {
        note_written(&mut noted, self.before);
        noted
    }
}

fn note_written(noted: &mut Noted, wrote: Wrote) {
    if let Some(detail) = noted.detail.as_object_mut() {
        detail.insert(WROTE.into(), json!(wrote));
    }
}

/// What became of one row, the strongest of its effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    Unchanged,
    Changed,
    New,
}

impl ImportReport {
    fn bad(&mut self, row: BadRow) {
        self.bad = self.bad.saturating_add(1);
        list(&mut self.bad_rows, row);
    }

    fn warn(&mut self, line: u64, column: &'static str, reason: impl Into<String>) {
        self.warnings = self.warnings.saturating_add(1);
        list(&mut self.warned_rows, BadRow { line, column: Some(column), reason: reason.into() });
    }

    fn warn_all(&mut self, line: u64, warnings: Vec<Warning>) {
        for warning in warnings {
            self.warn(line, warning.column, warning.reason);
        }
    }

    fn note_encoding(&mut self, encoding: Encoding) {
        self.encoding = Some(encoding).filter(|encoding| matches!(encoding, Encoding::Dos | Encoding::Macintosh));
    }

    fn count(&mut self, effect: Effect) {
        let counter = match effect {
            Effect::Unchanged => &mut self.unchanged,
            Effect::Changed => &mut self.changed,
            Effect::New => &mut self.new,
        };
        *counter = counter.saturating_add(1);
    }

    /// Lists what a row would bring; of those of the later lines some more than [`LISTED_ROWS`] may stand there meanwhile.
    fn tell(&mut self, change: RowChange) {
        self.changes.push(change);
        if self.changes.len() >= LISTED_ROWS.saturating_mul(2) {
            self.keep_first_changes();
        }
    }

    fn keep_first_changes(&mut self) {
        self.changes.sort_by_key(|change| change.line);
        self.changes.truncate(LISTED_ROWS);
    }

    /// Puts the lists, which were filled as rows came, into the order of the lines.
    fn in_order_of_the_file(&mut self) {
        keep_first(&mut self.bad_rows);
        keep_first(&mut self.warned_rows);
        self.keep_first_changes();
    }

    /// Rows that were dealt with.
    fn done(&self) -> u64 {
        self.new.saturating_add(self.changed).saturating_add(self.unchanged).saturating_add(self.bad)
    }

    /// What an entry says: counts only.
    fn noted(&self) -> Noted {
        let detail = json!({
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "bad": self.bad,
            "warnings": self.warnings,
        });
        Noted { code: String::new(), detail }
    }
}

/// Lists a row; of those of the later lines some more than [`LISTED_ROWS`] may stand in the list meanwhile.
fn list(rows: &mut Vec<BadRow>, row: BadRow) {
    rows.push(row);
    if rows.len() >= LISTED_ROWS.saturating_mul(2) {
        keep_first(rows);
    }
}

fn keep_first(rows: &mut Vec<BadRow>) {
    rows.sort_by_key(|row| row.line);
    rows.truncate(LISTED_ROWS);
}

/// A file being read, ahead of the chunks that write its rows.
struct Reading<R, T: Record> {
    records: Records<Hashed<R>, T>,
    name: String,
    bytes_total: Option<u64>,
    queue: VecDeque<T>,
    /// How many rows the queue had when it was last filled, and how many bytes had been read before that.
    filled: (usize, u64),
    has_ended: bool,
}

impl<R: Read, T: Record + Printed> Reading<R, T> {
    fn open(file: ImportFile<R>) -> Result<Self, Error> {
        let records = Records::open(Hashed::new(file.source)).map_err(|fault| unreadable(&file.name, &fault))?;
        Ok(Self {
            records,
            name: file.name,
            bytes_total: file.bytes,
            queue: VecDeque::new(),
            filled: (0, 0),
            has_ended: false,
        })
    }

    /// Reads on until `units` rows wait to be written, or as many were bad.
    fn gather(&mut self, units: usize, report: &mut ImportReport) -> Result<Gathered, Error> {
        let mut looked_at = 0;
        let read_before = self.records.table().bytes_read();
        while !self.has_ended && self.queue.len() < units && looked_at < units {
            match self.records.next() {
                None => self.has_ended = true,
                Some(Err(fault)) => return Err(unreadable(&self.name, &fault)),
                Some(Ok(row)) => {
                    looked_at = looked_at.saturating_add(1);
                    report.read = report.read.saturating_add(1);
                    match row {
                        Ok(mut row) => {
                            row.look_at_paper();
                            self.queue.push_back(row);
                        }
                        Err(bad) => report.bad(bad),
                    }
                }
            }
        }
        report.note_encoding(self.records.table().encoding());
        self.filled = (self.queue.len(), read_before);
        Ok(match (self.queue.is_empty(), self.has_ended) {
            (false, _) => Gathered::ToWrite,
            (true, false) => Gathered::Nothing,
            (true, true) => Gathered::AtEnd,
        })
    }

    /// Of what was read ahead, the part counts whose rows were dealt with.
    fn progress(&self, done: u64) -> Progress {
        let (filled, read_before) = self.filled;
        let read = self.records.table().bytes_read();
        let waiting = u64::try_from(self.queue.len()).unwrap_or(u64::MAX);
        let ahead = read.saturating_sub(read_before).saturating_mul(waiting);
        let ahead = ahead.checked_div(u64::try_from(filled).unwrap_or(u64::MAX)).unwrap_or(0);
        Progress { done, total: None, bytes: read.saturating_sub(ahead), bytes_total: self.bytes_total }
    }

    /// What the start entry says.
    fn noted(&self) -> Noted {
        noted_at_start(&self.name, self.bytes_total)
    }

    /// What the end entry says.
    fn noted_at_end(&self, report: &ImportReport) -> Noted {
        noted_at_end(report, self.records.table().source().sha256())
    }
}

/// What a start entry says: the file by its name and size.
fn noted_at_start(name: &str, bytes: Option<u64>) -> Noted {
    Noted { code: String::new(), detail: json!({ "file": name, "bytes": bytes }) }
}

/// What an end entry says: the counts, and which file it was, to the byte.
fn noted_at_end(report: &ImportReport, sha256: String) -> Noted {
    let mut noted = report.noted();
    if let Some(detail) = noted.detail.as_object_mut() {
        detail.insert("sha256".into(), sha256.into());
    }
    noted
}

fn unreadable(name: &str, fault: &TableError) -> Error {
    Error::Refused(Refusal::new("file", format!("No se pudo importar «{name}»: {fault}.")))
}

/// Which rows of a table the file has spoken of already: one bit an id. Ids are given one after the other.
#[derive(Debug, Default)]
struct Seen(Vec<u64>);

impl Seen {
    /// Notes an id; answers whether it is the first time.
    fn first_time(&mut self, id: i64) -> bool {
        let Ok(id) = usize::try_from(id) else { return true };
        let (word, bit) = (id >> 6, 1_u64 << (id & 63));
        if self.0.len() <= word {
            self.0.resize(word.saturating_add(1), 0);
        }
        match self.0.get_mut(word) {
            Some(bits) => {
                let is_first = *bits & bit == 0;
                *bits |= bit;
                is_first
            }
            None => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BadRow, ImportReport, LISTED_ROWS, Seen};

    #[test]
    fn of_many_bad_rows_those_of_the_first_lines_are_listed() {
        let (mut report, most) = (ImportReport::default(), LISTED_ROWS as u64);
        for line in (1..=5 * most + 1).rev() {
            report.bad(BadRow { line, column: None, reason: String::new() });
        }
        report.in_order_of_the_file();
        assert_eq!(report.bad, 5 * most + 1);
        assert!(report.bad_rows.iter().map(|row| row.line).eq(1..=most));
    }

    #[test]
    fn an_id_is_seen_for_the_first_time_once() {
        let mut seen = Seen::default();
        let first: Vec<bool> = [1, 64, 63, 1, 1_000_000, 64, 65].into_iter().map(|id| seen.first_time(id)).collect();
        assert_eq!(first, [true, true, true, false, true, false, true]);
    }
}
