//! What goes on the papers: plain values, gathered by whoever prints.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Moment, Zone};
use crate::domain::catalogue::{Card, Here};
use crate::domain::day::{CentresMonth, Chart, Figures, Month, MonthLine, SelfServices};
use crate::domain::id::{UserId, WindowId};
use crate::domain::journal::{Head, JournalMark};
use crate::domain::ledger::Serial;
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};
use crate::domain::user::Gender;

/// The employer whose key it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employer {
    /// The registered name.
    pub name: String,
    /// RUC or domestic-service number.
    pub number: EmployerNumber,
    /// The branch.
    pub branch: Branch,
}

/// A person with the number of the document that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The whole name.
    pub name: String,
    /// Cédula, foreigner code or passport.
    pub number: PersonNumber,
}

/// Where and when something happened at the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// The centre's name.
    pub centre: String,
    /// The window's number.
    pub window: u16,
    /// When.
    pub at: Moment,
    /// The centre's zone.
    pub zone: Zone,
}

/// One issuance: what slip and acknowledgement say of it, the key apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuance {
    /// The slip's serial.
    pub serial: Serial,
    /// Whose key.
    pub employer: Employer,
    /// The legal representative, independent or domestic-service employer for whom it is received.
    pub applicant: Person,
    /// Who receives the paper.
    pub recipient: Person,
    /// In what quality: "representante legal", "tercero autorizado", "apoderado", "curador" …
    pub recipient_role: String,
    /// Where and when.
    pub occasion: Occasion,
    /// The journal's mark at the entry that this paper anchors.
    pub journal_mark: JournalMark,
}

/// By whom a key is handed over, as its acknowledgement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// The clerk's whole name.
    pub clerk: String,
    /// The number of the clerk's window.
    pub window: u16,
    /// When the acknowledgement is printed again; nothing the first time.
    pub printed_again: Option<Moment>,
}

/// A visit that ends without a key. Numbers are texts here: a mistyped one may be what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// The procedure's official name.
    pub procedure: String,
    /// The turn's code, if there is a turn.
    pub turn: Option<String>,
    /// Who stood at the window, and for whom, as far as recorded.
    pub people: Vec<Attendee>,
    /// The employer's name and number, as far as recorded.
    pub employer: Option<String>,
    /// Where and when.
    pub occasion: Occasion,
    /// Every point that concerns the visit, in the order of the rules.
    pub points: Vec<Point>,
    /// What whoever attended adds, if anything.
    pub remark: Option<String>,
    /// What whoever comes back on another day does first.
    pub another_day: String,
    /// The mark of the entry, once there is one.
    pub journal_mark: Option<JournalMark>,
    /// When the paper is printed again; nothing the first time.
    pub printed_again: Option<Moment>,
}

/// A person of a visit without a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// "Solicitante", "Tercero autorizado" …
    pub role: String,
    /// The name, as typed.
    pub name: String,
    /// The number, as typed; may be empty.
    pub number: String,
}

/// How one point of a visit without a key stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// How it stands.
    pub kind: PointKind,
    /// The rule's sentence; of what is in order or was not looked at, its title.
    pub sentence: String,
    /// What to bring or do, in plain words, if the person can do something.
    pub bring: Option<String>,
}

/// The groups of a [`Attendance`]'s points, in the order in which they are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// Bring it and come back.
    Missing,
    /// This paper cannot serve: another is needed.
    Refused,
    /// A warning that nobody has overridden, or what is to be corrected at the counter.
    Warning,
    /// Nobody looked at it.
    Unseen,
    /// It was looked at, and is in order.
    InOrder,
}

/// A day that was closed: what its act says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayAct {
    /// The day.
    pub day: NaiveDate,
    /// The name of the supervisor who closed it.
    pub closed_by: String,
    /// In which gender their function is said, where it is known.
    pub gender: Option<Gender>,
    /// Where and when it was closed.
    pub occasion: Occasion,
    /// The names of those in the figures.
    pub clerks: BTreeMap<UserId, String>,
    /// The numbers of the windows in the figures.
    pub windows: BTreeMap<WindowId, u16>,
    /// What the day came to.
    pub figures: Figures,
    /// The entry that closed the day: the journal's head, whole.
    pub head: Head,
}

/// The monthly transparency table of a centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthTable {
    /// The centre's name.
    pub centre: String,
    /// Which month.
    pub month: Month,
    /// A line each procedure.
    pub lines: Vec<MonthLine>,
    /// What people did by themselves, which is in none of the lines.
    pub self_service: SelfServices,
    /// The days that have yet to be closed: their figures may still change.
    pub open_days: Vec<NaiveDate>,
}

/// A month of several centres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentresTable {
    /// The name of the centre that counted them.
    pub centre: String,
    /// When.
    pub counted_at: Moment,
    /// That centre's zone.
    pub zone: Zone,
    /// What was counted.
    pub table: CentresMonth,
}

/// A log of visits, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPages {
    /// The centre's name.
    pub centre: String,
    /// Which visits: days and filters, in words.
    pub about: String,
    /// How many there are, in figures.
    pub count: String,
    /// When and by whom it was made.
    pub made: String,
    /// One after the other.
    pub entries: Vec<LogEntry>,
}

/// A visit of a printed log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// What it is found by.
    pub first: String,
    /// What else was asked for, or nothing.
    pub rest: String,
}

/// What a day or a month of a centre looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charts {
    /// The centre's name.
    pub centre: String,
    /// What was counted and measured.
    pub chart: Chart,
}

/// The card of a procedure, as a centre hands it over.
#[derive(Debug)]
pub struct ProcedureCard {
    /// What the procedure is called.
    pub name: &'static str,
    /// What its sheet says.
    pub card: &'static Card,
    /// The centre.
    pub here: Here,
    /// The day on which it is printed.
    pub printed_on: NaiveDate,
}

/// What the confirmation of a turn that was booked here says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnConfirmation {
    /// Its code, as a reader reads it.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// In whose name it is.
    pub holder: Person,
    /// Its day …
    pub day: NaiveDate,
    /// … and hour.
    pub hour: NaiveTime,
    /// What everybody brings.
    pub bring: Vec<String>,
    /// A sentence of what some bring, or nothing.
    pub some_bring: String,
    /// Where and when it was booked, or moved last.
    pub occasion: Occasion,
    /// The entry by which it was.
    pub journal_mark: Option<JournalMark>,
    /// When it is printed, where it was printed before.
    pub printed_again: Option<Moment>,
}

/// The ticket of whoever waits for their turn. It names nobody: whoever finds it knows a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnTicket {
    /// The turn's code, as the call screen shows it and a reader reads it.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// The centre's name.
    pub centre: String,
    /// When the person came.
    pub arrived: Moment,
    /// In which zone.
    pub zone: Zone,
    /// It is a priority group's.
    pub has_priority: bool,
    /// What everybody has at hand when they are called.
    pub bring: Vec<String>,
}

/// The vault's recovery sheet for the safe; the code itself is handed over apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The name of the supervisor at whose login it was made.
    pub supervisor: String,
    /// Where and when.
    pub occasion: Occasion,
}

/// A page to try a printer with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterTest {
    /// The printer's name as the settings have it.
    pub printer: String,
    /// Where and when.
    pub occasion: Occasion,
}
