//! What the desk's threads share: where the house stands, the open house, who is at the window, what changed.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::{Error, Waker};
use crate::domain::system::ForLog as _;
use crate::ops::backup::Routine;
use crate::ops::scan::ScannedPaper;
use crate::ops::settings::Paper;
use crate::ops::{self, Answer, Changed, Clock, House, Operation, Place, Session, new_op_id, view};

/// Which printer a window prints at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterChoice {
    /// None was chosen yet.
    Unset,
    /// The folder of a demonstration.
    Folder(std::path::PathBuf),
    /// A printer, by its address.
    Address(String),
}

/// Scans a paper into the scanner's folder.
pub type Scanner = Arc<dyn Fn(ScannedPaper) -> Result<(), ops::Error> + Send + Sync>;

/// This window of this machine.
#[derive(Clone)]
pub struct Station {
    /// Where the house stands.
    pub place: Place,
    /// The number over the window.
    pub window: u16,
    /// Where it prints.
    pub printer: PrinterChoice,
    /// The paper of the tickets that it prints, where it is not the centre's.
    pub ticket_paper: Option<Paper>,
    /// A request for a supervisor's word sounds here, while a supervisor is at the window.
    pub approval_chime: bool,
    /// The folder in which the scanner leaves its files, if one was set.
    pub scan_folder: Option<std::path::PathBuf>,
    /// Where the letters of a demonstration are written; any other store's go to its server.
    pub mail_folder: Option<std::path::PathBuf>,
    /// A scanner that scans by itself what is asked for: a demonstration's.
    pub scanner: Option<Scanner>,
    /// Where and when it backs up.
    pub backups: Routine,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where what is set here is written down; a demonstration leaves nothing behind.
    pub kept_in: Option<crate::station::Station>,
}

/// The shared part of the desk.
pub(super) struct Office {
    pub(super) station: RwLock<Arc<Station>>,
    pub(super) waker: Waker,
    house: RwLock<Option<Arc<House>>>,
    session: RwLock<Option<Arc<Session>>>,
    revisions: Revisions,
    pub(super) printer_words: Mutex<PrinterWords>,
    pub(super) tray: Mutex<Vec<super::TrayFile>>,
    pub(super) backups: Mutex<super::backup::Shared>,
    pub(super) calls: Mutex<Option<Arc<super::Calls>>>,
    /// The way to the centre's server is cut.
    is_cut: AtomicBool,
    closing: AtomicBool,
}

/// How the printer is, in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrinterWords {
    /// May a job sent now be expected to come out?
    pub is_ready: bool,
    /// In words; blank before it was asked.
    pub words: String,
}

impl Office {
    pub(super) fn new(station: Station, waker: Waker) -> Self {
        Self {
            station: RwLock::new(Arc::new(station)),
            waker,
            house: RwLock::default(),
            session: RwLock::default(),
            revisions: Revisions::default(),
            printer_words: Mutex::default(),
            tray: Mutex::default(),
            backups: Mutex::default(),
            calls: Mutex::default(),
            is_cut: AtomicBool::new(false),
            closing: AtomicBool::new(false),
        }
    }

    pub(super) fn station(&self) -> Arc<Station> {
        Arc::clone(&self.station.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn set_station(&self, station: Station) {
        *self.station.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(station);
    }

    /// The open house.
    pub(super) fn house(&self) -> Result<Arc<House>, Error> {
        self.house.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or(Error::NotOpen)
    }

    pub(super) fn set_house(&self, house: Option<Arc<House>>) {
        *self.house.write().unwrap_or_else(PoisonError::into_inner) = house;
    }

    /// Who is at the window.
    pub(super) fn session(&self) -> Result<Arc<Session>, Error> {
        self.session.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or(Error::NotOpen)
    }

    pub(super) fn set_session(&self, session: Option<Arc<Session>>) {
        *self.session.write().unwrap_or_else(PoisonError::into_inner) = session;
    }

    /// The program is being closed: whoever waits for somebody else gives up soon.
    pub(super) fn begin_closing(&self) {
        self.closing.store(true, Ordering::Release);
    }

    pub(super) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    /// Could something be noted in the name of whoever is at the window, that nobody there asked for? What stands between a
    /// login and the counter is settled first: a refusal would leave an entry, each time.
    pub(super) fn may_note(&self, house: &House, session: &Session, what: &str) -> bool {
        let user = session.actor().user;
        let may = house.reader().and_then(|reader| {
            let door = view::at_the_door(house, &reader, user)?;
            let is_settled = door.journal_doubt.is_none() && door.clock_behind.is_none();
            Ok(is_settled && !view::user(&reader, user)?.temporary_password)
        });
        may.unwrap_or_else(|error| {
            tracing::warn!(error = error.for_log(), what, "it was not found out whether something may be noted");
            false
        })
    }

    /// Is this still who is at the window?
    pub(super) fn is_at_the_window(&self, session: &Arc<Session>) -> bool {
        self.session().is_ok_and(|now| Arc::ptr_eq(&now, session))
    }

    /// Does an operation in somebody's name.
    pub(super) fn perform<O: Operation>(&self, session: &Session, operation: &O) -> Result<O::Output, Error> {
        let answer = self.house()?.transact(session, new_op_id()?, operation);
        Ok(self.noted(answer?))
    }

    /// Notes which lists an answer touched.
    pub(super) fn noted<T>(&self, answer: Answer<T>) -> T {
        self.changed(answer.changed);
        answer.output
    }

    pub(super) fn changed(&self, changed: &[Changed]) {
        for list in changed {
            self.revisions.raise(*list);
        }
        if !changed.is_empty() {
            (self.waker)();
        }
    }

    /// How often these lists changed: another number than before means to read again.
    pub(super) fn revision(&self, lists: &[Changed]) -> u64 {
        lists.iter().fold(0, |sum, list| sum.wrapping_add(self.revisions.of(*list)))
    }

    /// How much has changed since the program was opened.
    pub(super) fn changes(&self) -> u64 {
        self.revision(&Changed::ALL)
    }

    /// Is the way to the centre's server cut?
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Acquire)
    }

    /// Says whether it is; the window wakes when that is something new.
    pub(super) fn say_cut(&self, is_cut: bool) {
        if self.is_cut.swap(is_cut, Ordering::AcqRel) != is_cut {
            (self.waker)();
        }
    }

    pub(super) fn printer_words(&self) -> MutexGuard<'_, PrinterWords> {
        self.printer_words.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how the printer is; the window wakes only when that is something new.
    pub(super) fn say_printer(&self, words: PrinterWords) {
        let is_new = {
            let mut said = self.printer_words();
            let is_new = *said != words;
            *said = words;
            is_new
        };
        if is_new {
            (self.waker)();
        }
    }
}

/// A counter a list.
#[derive(Debug, Default)]
struct Revisions([AtomicU64; Changed::ALL.len()]);

impl Revisions {
    fn counter(&self, list: Changed) -> Option<&AtomicU64> {
        self.0.iter().zip(Changed::ALL).find(|(_, of)| *of == list).map(|(counter, _)| counter)
    }

    fn raise(&self, list: Changed) {
        if let Some(counter) = self.counter(list) {
            counter.fetch_add(1, Ordering::Release);
        }
    }

    fn of(&self, list: Changed) -> u64 {
        self.counter(list).map_or(0, |counter| counter.load(Ordering::Acquire))
    }
}
