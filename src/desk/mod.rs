//! The desk: the threads that do what the window asks, so that the window never waits.
//!
//! What is asked is handed in for a [`Ticket`], which is looked at each frame; whoever answers wakes the window. Eight
//! lanes work beside each other, each a bounded queue with its named threads: the **door** (passwords), the **writer**
//! (operations and drafts, in the order in which they were asked), the **readers**, the **printer**, the **images**, the
//! **backups**, the **mail** and the **server**, which hears what other windows do. A full queue refuses; nothing is piled up. A work that panics answers its ticket with an error, and its
//! lane goes on. The desk knows nothing of windows: it is told how to wake
//! one.

mod backup;
mod calls;
mod chime;
mod door;
mod drafting;
mod images;
mod joining;
mod lane;
mod live;
mod log;
mod mail;
mod office;
mod printing;
mod registers;
mod reports;
mod restoring;
mod retention;
mod run_job;
mod self_service;
mod server;
mod ticket;
mod visit;

use crate::store::{self, Tidying};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub use backup::{BackupEnd, Backups};
pub use calls::Calls;
pub use chime::Chime;
pub use door::{Founded, LoggedIn, NewHouse};
pub use drafting::Drafting;
pub use images::{Preview, TrayFile};
pub use joining::{AsOwner, Joined, WantedJoin};
pub use live::Live;
pub use office::{PrinterChoice, PrinterWords, Scanner, Station};
pub use printing::{FoundPrinter, LacksTrust, PrintJob, PrinterProbe};
pub use restoring::{RestoreBy, RestoreLacks, RestoredHere, WantedRestore};
pub use run_job::RunJob;
pub use ticket::{Pending, Ticket};

use lane::{Bench, Idle, Lane};
use office::Office;

use crate::domain::duty::Duty;
use crate::domain::system::{Details, ForLog, case_of};
use crate::ops::erasure::OwedErasure;
use crate::ops::{self, Changed, House, Operation, Reader, Session};
use crate::print::ipp::CancelFlag;

/// How the window is woken: whatever it has to look at again, it looks at then.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// Why something handed in was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The queue is full.
    #[error("El programa todavía trabaja en lo anterior. Espere un momento y vuelva a intentarlo; no se perdió nada.")]
    Busy,
    /// The thread that was to do it is gone.
    #[error("Una parte del programa se detuvo. Cierre el programa y ábralo de nuevo; lo guardado está guardado.")]
    Gone,
    /// It ended in a panic: a defect of this program.
    #[error(
        "El programa falló al hacer esto y no lo hizo; lo demás sigue funcionando. Inténtelo de nuevo; si se repite, avise a soporte técnico{Details}."
    )]
    Panicked,
    /// Nobody is at the window, or no house is open.
    #[error("La sesión está cerrada. Ingrese de nuevo para seguir.")]
    NotOpen,
    /// The operation's own.
    #[error(transparent)]
    Ops(#[from] ops::Error),
}

impl ForLog for Error {
    fn for_log(&self) -> String {
        match self {
            Self::Ops(error) => error.for_log(),
            other => format!("desk {}", case_of(other)),
        }
    }
}

impl Error {
    /// Was the way to the centre's server cut?
    #[must_use]
    pub fn is_a_cut(&self) -> bool {
        matches!(self, Self::Ops(ops::Error::Store(store::Error::Cut { .. })))
    }

    /// The code of a refusal: what a window may offer to mend.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        match self {
            Self::Ops(ops::Error::Refused(refusal)) => Some(&refusal.code),
            _ => None,
        }
    }
}

/// The desk.
pub struct Desk {
    office: Arc<Office>,
    door: Lane<()>,
    writer: Lane<Written>,
    readers: Lane<Kept>,
    printer: Lane<printing::AtPrinter>,
    images: Lane<images::LightTable>,
    backups: Lane<backup::AtBackups>,
    mail: Lane<mail::AtMail>,
    server: Lane<server::AtServer>,
    /// What can be asked to stop, the newest last.
    under_way: Mutex<Vec<CancelFlag>>,
}

/// How many works that can be asked to stop are remembered: more are never under way.
const UNDER_WAY: usize = 32;

/// What the writer knows: how much had changed when the log was last moved into the store, and what is owed since.
#[derive(Default)]
struct Written {
    moved_at: u64,
    owed: OwedErasure,
}

/// A reader of its own, for as long as the house stays open.
#[derive(Default)]
struct Kept {
    reader: Option<Reader>,
}

impl Bench<Kept> {
    /// Reads with the reader of this thread.
    fn read<T>(&mut self, read: impl FnOnce(&House, &Reader) -> Result<T, ops::Error>) -> Result<T, Error> {
        let house = self.office.house()?;
        if self.kept.reader.is_none() {
            self.kept.reader = Some(house.reader()?);
        }
        match &self.kept.reader {
            Some(reader) => Ok(read(&house, reader)?),
            None => Err(Error::NotOpen),
        }
    }
}

/// For so long at a time the writer does what a stopped erasure owes, before it looks whether anybody waits.
const OWED_AT_A_TIME: Duration = Duration::from_millis(250);

const WRITER_IDLE: Idle<Written> = Idle {
    after: Duration::from_secs(2),
    act: |bench| {
        let changes = bench.office.changes();
        let Ok(house) = bench.office.house() else { return };
        if bench.kept.moved_at != changes {
            bench.kept.moved_at = changes;
            bench.kept.owed.ask_again();
            if let Err(error) = house.store().tidy(Tidying::Idle) {
                tracing::warn!(error = error.for_log(), "the log was not moved into the store");
            }
        }
        if let Err(error) = house.pay_owed_erasure(&mut bench.kept.owed, OWED_AT_A_TIME) {
            tracing::warn!(error = error.for_log(), "a stopped erasure was not brought to its end");
        }
    },
};

impl Desk {
    /// Starts the threads.
    ///
    /// # Errors
    /// The system's, when a thread cannot be started.
    pub fn start(station: Station, waker: Waker) -> io::Result<Self> {
        let office = Arc::new(Office::new(station, waker));
        Ok(Self {
            door: Lane::start("door", 1, 8, &office, None)?,
            writer: Lane::start("writer", 1, 64, &office, Some(&WRITER_IDLE))?,
            readers: Lane::start("reader", 2, 64, &office, None)?,
            printer: Lane::start("printer", 1, 16, &office, Some(&printing::WATCH))?,
            images: Lane::start("images", 1, 16, &office, Some(&images::WATCH))?,
            backups: Lane::start("backups", 1, 2, &office, Some(&backup::WATCH))?,
            mail: Lane::start("mail", 1, 4, &office, Some(&mail::WATCH))?,
            server: Lane::start("server", 1, 1, &office, Some(&server::LISTEN))?,
            office,
            under_way: Mutex::default(),
        })
    }

    /// A flag by which work can be asked to stop: by whoever asked for it, and at the end of the program.
    fn cancel_flag(&self) -> CancelFlag {
        let flag = CancelFlag::default();
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if under_way.len() >= UNDER_WAY {
            under_way.remove(0);
        }
        under_way.push(flag.clone());
        flag
    }

    /// Takes over a house that is open already, with nobody at the window.
    pub fn adopt(&self, house: House) {
        self.office.set_house(Some(Arc::new(house)));
    }

    /// The settings of this window.
    #[must_use]
    pub fn station(&self) -> Arc<Station> {
        self.office.station()
    }

    /// Other settings for this window, for the next time and from then on: what cannot be written down does not hold.
    pub fn change_station(
        &self,
        change: impl FnOnce(&mut Station) + Send + 'static,
        write_down: impl FnOnce(&mut crate::station::Settings) + Send + 'static,
    ) -> Ticket<()> {
        self.door.hand_in(move |bench| {
            let mut station = Station::clone(&bench.office.station());
            if let Some(kept) = &mut station.kept_in {
                kept.change(write_down)
                    .map_err(|fault| ops::Error::Refused(ops::Refusal::new("station", fault.to_string())))?;
            }
            change(&mut station);
            bench.office.set_station(station);
            Ok(())
        })
    }

    /// The open house, for its centre, its clock and what does not touch a disk.
    #[must_use]
    pub fn house(&self) -> Option<Arc<House>> {
        self.office.house().ok()
    }

    /// Is this machine an arrival desk, and no window? Known once the house is open.
    #[must_use]
    pub fn is_at_arrivals(&self) -> bool {
        self.house().is_some_and(|house| house.duty() == Duty::Arrivals)
    }

    /// Who is at the window.
    #[must_use]
    pub fn session(&self) -> Option<Arc<Session>> {
        self.office.session().ok()
    }

    /// How often these lists changed.
    #[must_use]
    pub fn revision(&self, lists: &[Changed]) -> u64 {
        self.office.revision(lists)
    }

    /// Is the way to the centre's server cut?
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.office.is_cut()
    }

    /// How the printer is, as last heard.
    #[must_use]
    pub fn printer_words(&self) -> PrinterWords {
        self.office.printer_words().clone()
    }

    /// What lies in the scanner's folder, the newest first.
    #[must_use]
    pub fn tray(&self) -> Vec<TrayFile> {
        self.office.tray.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Does an operation in the name of whoever is at the window now, whoever is there when its turn comes.
    pub fn perform<O>(&self, operation: O) -> Ticket<O::Output>
    where
        O: Operation + Send + 'static,
        O::Output: Send + 'static,
    {
        let session = self.office.session();
        self.writer.hand_in(move |bench| bench.office.perform(session?.as_ref(), &operation))
    }

    /// Reads beside the writer.
    pub fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&House, &Reader) -> Result<T, ops::Error> + Send + 'static,
    ) -> Ticket<T> {
        self.readers.hand_in(move |bench| bench.read(read))
    }

    /// Reads beside the writer what depends on who asks: whoever is at the window now.
    pub fn read_as<T: Send + 'static>(
        &self,
        read: impl FnOnce(&House, &Reader, &Session) -> Result<T, ops::Error> + Send + 'static,
    ) -> Ticket<T> {
        let session = self.office.session();
        self.readers.hand_in(move |bench| {
            let session = session?;
            bench.read(|house, reader| read(house, reader, &session))
        })
    }

    /// Work of the writer's that is no operation of its own, in the name of whoever is at the window now.
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Office, &House, &Session) -> Result<T, Error> + Send + 'static,
    ) -> Ticket<T> {
        let session = self.office.session();
        self.writer.hand_in(move |bench| {
            let house = bench.office.house()?;
            work(&bench.office, &house, session?.as_ref())
        })
    }

    /// Ends the work: what waits for a printer or reads a file is asked to stop, what was handed in is finished, and the
    /// house is closed.
    ///
    /// # Errors
    /// The store's.
    pub fn close(mut self) -> Result<(), ops::Error> {
        for flag in self.under_way.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            flag.cancel();
        }
        self.office.set_session(None);
        self.office.cancel_backup();
        self.office.begin_closing();
        self.backups.close();
        self.mail.close();
        self.server.close();
        self.door.close();
        self.writer.close();
        self.printer.close();
        self.images.close();
        self.readers.close();
        let house = self.office.house().ok();
        self.office.set_house(None);
        match house.map(Arc::try_unwrap) {
            Some(Ok(house)) => house.close(),
            // Somebody still looks at it: the log is moved into the store at the next opening.
            Some(Err(_)) | None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::backup::Routine;
    use crate::ops::{FixedClock, Place};
    use std::fs;

    fn desk(folder: &std::path::Path) -> Desk {
        let station = Station {
            place: Place::within(folder),
            window: 1,
            printer: PrinterChoice::Unset,
            ticket_paper: None,
            approval_chime: false,
            scan_folder: None,
            mail_folder: None,
            scanner: None,
            backups: Routine::default(),
            clock: Arc::new(FixedClock::at(crate::domain::calendar::Moment(1_795_186_800_000))),
            kept_in: Some(crate::station::Station::kept_at(&folder.join("config").join("station.toml"))),
        };
        Desk::start(station, Arc::new(|| ())).unwrap()
    }

    /// Every lane has one thread or two: after three works that panic none would be left.
    fn survives<K: Default + Send + 'static>(lane: &Lane<K>) {
        for _ in 0..3 {
            let ticket: Ticket<()> = lane.hand_in(|_| panic!("a defect"));
            assert!(matches!(ticket.wait(Duration::from_secs(60)), Err(Error::Panicked)));
        }
        assert_eq!(lane.hand_in(|_| Ok(7)).wait(Duration::from_secs(60)).unwrap(), 7);
    }

    #[test]
    fn no_lane_dies_of_a_panic() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        survives(&desk.door);
        survives(&desk.writer);
        survives(&desk.readers);
        survives(&desk.printer);
        survives(&desk.images);
        survives(&desk.backups);
        survives(&desk.mail);
        survives(&desk.server);
        let (ticket, counterfoil) = ticket::pair::<()>(&desk.office.waker);
        desk.printer.inlet().unwrap().pass_on(counterfoil, |_| panic!("a defect"));
        assert!(matches!(ticket.wait(Duration::from_secs(60)), Err(Error::Panicked)), "passed on by another lane");
        desk.close().unwrap();
    }

    #[test]
    fn what_nobody_asked_for_may_panic_too() {
        static IDLE: Idle<u8> = Idle { after: Duration::from_millis(1), act: |_| panic!("a defect") };
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        let mut lane = Lane::start("idle", 1, 4, &desk.office, Some(&IDLE)).unwrap();
        lane.hand_in(|bench| {
            bench.kept = 3;
            Ok(())
        })
        .wait(Duration::from_secs(60))
        .unwrap();
        let deadline = std::time::Instant::now() + Duration::from_secs(60);
        while lane.hand_in(|bench| Ok(bench.kept)).wait(Duration::from_secs(60)).unwrap() == 3 {
            assert!(std::time::Instant::now() < deadline, "it was never idle");
            std::thread::yield_now();
        }
        lane.close();
    }

    #[test]
    fn a_setting_holds_once_it_is_written_down_and_can_be_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        let set = || {
            let ticket = desk.change_station(|now| now.window = 2, |settings| settings.window = Some(2));
            ticket.wait(Duration::from_secs(60))
        };
        fs::write(folder.path().join("config"), "no es una carpeta").unwrap();
        assert_eq!(set().unwrap_err().refusal(), Some("station"));
        assert_eq!(desk.station().window, 1);
        fs::remove_file(folder.path().join("config")).unwrap();
        set().unwrap();
        let station = desk.station();
        assert_eq!((station.window, station.kept_in.as_ref().unwrap().window()), (2, 2));
        desk.close().unwrap();
    }
}
