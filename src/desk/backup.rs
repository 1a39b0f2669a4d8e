//! The backups' lane: one at a time, asked for by hand, or begun by itself when the day's is due.
//!
//! A backup is a run in somebody's name, so it waits until somebody is at the window; it goes on when they lock it or
//! leave. It has a thread of its own, and the window may be hidden: nothing of it hangs on what is painted.

use std::path::PathBuf;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::lane::{Bench, Idle, walled};
use super::office::Office;
use super::{Desk, Error, Ticket};
use crate::domain::calendar::Moment;
use crate::domain::system::ForLog as _;
use crate::ops::backup::{
    BackupPlan, BackupReport, LastBackup, MakeBackup, Routine, check_target, is_due, last_backup,
};
use crate::ops::house::run::{Progress, Watch};
use crate::ops::{self, House, Session, new_op_id, refuse};
use crate::print::ipp::CancelFlag;

/// How the backups stand, as the window shows it.
#[derive(Debug, Clone, Default)]
pub struct Backups {
    /// The last that succeeded, once it was looked up; `Some(None)` where this machine remembers none.
    pub last: Option<Option<LastBackup>>,
    /// How far the one under way is.
    pub under_way: Option<Progress>,
    /// It was asked to stop.
    pub is_stopping: bool,
    /// What the last one since the program was opened came to.
    pub end: Option<Arc<BackupEnd>>,
    /// What it came to was read, or is what was read the time before.
    pub is_settled: bool,
}

/// What a backup came to.
#[derive(Debug)]
pub struct BackupEnd {
    /// Somebody asked for it; otherwise it began by itself.
    pub by_hand: bool,
    /// What was made, or why nothing was.
    pub came_to: Result<BackupReport, Error>,
}

impl BackupEnd {
    /// Why nothing was made, where somebody did not just stop it.
    #[must_use]
    pub fn fault(&self) -> Option<&Error> {
        self.came_to.as_ref().err().filter(|fault| !matches!(fault, Error::Ops(ops::Error::Cancelled)))
    }
}

/// The backups as all threads share them.
#[derive(Default)]
pub(super) struct Shared {
    shown: Backups,
    cancel: Option<CancelFlag>,
}

/// What the lane's thread keeps.
#[derive(Default)]
pub(super) struct AtBackups {
    /// When it was last looked up which backup was the last, and of which store.
    looked: Option<(Instant, [u8; 16])>,
    /// When the last one came to nothing, and as what it was planned: another plan may succeed at once.
    failed: Option<(Moment, Routine)>,
    /// The last that succeeded here, where this machine could not remember it.
    unremembered: Option<Unremembered>,
}

/// A success that is not on the disk: without it the day's backup would be due again at once, and again.
struct Unremembered {
    store: [u8; 16],
    made: LastBackup,
    /// What the machine remembers instead: once it says something else, another backup was made.
    instead: Option<LastBackup>,
}

/// A backup made beside this window is noticed within so much.
const LOOKED_UP_EVERY: Duration = Duration::from_secs(60);

pub(super) const WATCH: Idle<AtBackups> = Idle { after: Duration::from_secs(1), act: watch };

fn watch(bench: &mut Bench<AtBackups>) {
    let Ok(house) = bench.office.house() else { return };
    if house.is_on_server() {
        return;
    }
    bench.look_up(&house, false);
    let Ok(session) = bench.office.session() else { return };
    if !bench.is_due(&house) || !bench.office.may_note(&house, &session, "a backup") {
        return;
    }
    let cancel = CancelFlag::default();
    if bench.office.begin_backup(&cancel) {
        drop(house);
        bench.make(&session, &cancel, false);
    }
}

impl Bench<AtBackups> {
    /// Which backup was the last.
    fn look_up(&mut self, house: &House, at_once: bool) {
        let store = house.store_id();
        let is_known = self.kept.looked.is_some_and(|(at, of)| of == store && at.elapsed() < LOOKED_UP_EVERY);
        if is_known && !at_once {
            return;
        }
        self.kept.looked = Some((Instant::now(), store));
        let remembered = last_backup(&self.office.station().place, &store);
        if let Some(kept) = self.kept.unremembered.as_ref().filter(|kept| kept.store == store)
            && kept.made.still_stands()
            && !remembered.as_ref().is_ok_and(|last| *last != kept.instead)
        {
            return self.office.tell_last_backup(Some(kept.made.clone()));
        }
        match remembered {
            Ok(last) => self.office.tell_last_backup(last),
            Err(error) => tracing::warn!(error = error.for_log(), "the last backup was not looked up"),
        }
    }

    /// Keeps in mind what was made at this moment, where the machine does not remember it.
    fn keep_in_mind(&mut self, store: [u8; 16], at: Moment, report: &BackupReport) {
        let instead = last_backup(&self.office.station().place, &store).unwrap_or_default();
        let is_remembered = instead.as_ref().is_some_and(|last| last.folder == report.folder);
        let made = LastBackup {
            at_ms: at.0,
            folder: report.folder.clone(),
            journal: report.journal.clone(),
            bytes: Some(report.bytes),
        };
        self.kept.unremembered = (!is_remembered).then_some(Unremembered { store, made, instead });
    }

    fn is_due(&mut self, house: &House) -> bool {
        let routine = self.office.station().backups.clone();
        let (zone, now) = (house.centre().zone, house.clock().now());
        let failed = self.kept.failed.as_ref().filter(|(_, of)| *of == routine).map(|(at, _)| *at);
        let is_due = |last: Option<Moment>| is_due(routine.hour, zone, now, last, failed);
        if routine.folder.is_none() || !is_due(self.office.last_success()) {
            return false;
        }
        // Another process may have made one meanwhile.
        self.look_up(house, true);
        is_due(self.office.last_success())
    }

    /// Makes one that was begun, and tells what it came to.
    fn make(&mut self, session: &Session, cancel: &CancelFlag, by_hand: bool) {
        let routine = self.office.station().backups.clone();
        let began = self.office.house().ok().map(|house| house.clock().now());
        // Whatever becomes of it, it is over then: another one may begin.
        let came_to = walled(|| self.carry_out(&routine, session, cancel));
        if let Ok(house) = self.office.house() {
            let now = house.clock().now();
            self.kept.failed = came_to.is_err().then_some((now, routine));
            if let Ok(report) = &came_to {
                self.keep_in_mind(house.store_id(), began.unwrap_or(now), report);
            }
            self.look_up(&house, true);
        }
        if let Err(error) = &came_to {
            tracing::warn!(error = error.for_log(), by_hand, "a backup was not made");
        }
        self.office.end_backup(came_to, by_hand);
    }

    fn carry_out(&self, routine: &Routine, session: &Session, cancel: &CancelFlag) -> Result<BackupReport, Error> {
        let Some(folder) = routine.folder.clone() else {
            return Ok(refuse("target", "Elija primero la carpeta de respaldos, en Configuración.")?);
        };
        let place = self.office.station().place.clone();
        // A drive that is not connected is no work that began: the journal does not hear of it.
        let target = check_target(&folder, &place)?;
        let house = self.office.house()?;
        let plan = BackupPlan { place, target, keep: routine.keep.into(), cancel: cancel.clone() };
        let mut tell = |at| self.office.tell_backup(at);
        let mut watch = Watch { progress: &mut tell, cancel };
        Ok(house.run(session, new_op_id()?, &mut MakeBackup::new(plan), &mut watch)?.output)
    }
}

impl Office {
    fn shared_backups(&self) -> MutexGuard<'_, Shared> {
        self.backups.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is shown, and wakes the window.
    fn change_backups<T>(&self, change: impl FnOnce(&mut Shared) -> T) -> T {
        let changed = change(&mut self.shared_backups());
        (self.waker)();
        changed
    }

    /// From here on one is under way, unless one was already.
    fn begin_backup(&self, cancel: &CancelFlag) -> bool {
        self.change_backups(|shared| {
            let may = shared.shown.under_way.is_none();
            if may {
                shared.shown.under_way = Some(Progress::default());
                shared.cancel = Some(cancel.clone());
            }
            may
        })
    }

    fn tell_backup(&self, at: Progress) {
        self.change_backups(|shared| shared.shown.under_way = Some(at));
    }

    fn end_backup(&self, came_to: Result<BackupReport, Error>, by_hand: bool) {
        self.change_backups(|shared| {
            let end = BackupEnd { by_hand, came_to };
            let said = |end: &BackupEnd| end.fault().map(ToString::to_string);
            let before = shared.shown.end.as_deref().and_then(said);
            shared.shown.is_settled &= !by_hand && before.is_some() && before == said(&end);
            shared.shown.end = Some(Arc::new(end));
            shared.shown.under_way = None;
            shared.shown.is_stopping = false;
            shared.cancel = None;
        });
    }

    fn tell_last_backup(&self, last: Option<LastBackup>) {
        let is_known = self.shared_backups().shown.last.as_ref() == Some(&last);
        if !is_known {
            self.change_backups(|shared| {
                // What failed before is made up for, by whoever made this one.
                shared.shown.end = None;
                shared.shown.last = Some(last);
            });
        }
    }

    fn last_success(&self) -> Option<Moment> {
        self.shared_backups().shown.last.as_ref()?.as_ref().map(|last| Moment(last.at_ms))
    }

    /// Asks the one under way to stop.
    pub(super) fn cancel_backup(&self) {
        let mut shared = self.shared_backups();
        if let Some(cancel) = &shared.cancel {
            cancel.cancel();
            shared.shown.is_stopping = true;
        }
    }
}

impl Desk {
    /// How the backups of the open house stand.
    #[must_use]
    pub fn backups(&self) -> Backups {
        self.office.shared_backups().shown.clone()
    }

    /// Backs up now, in the name of whoever is at the window, unless a backup is under way already.
    pub fn back_up(&self) {
        let (session, cancel) = (self.office.session(), CancelFlag::default());
        if !self.office.begin_backup(&cancel) {
            return;
        }
        let handed_in = self.backups.hand_in(move |bench| {
            match session {
                Ok(session) => bench.make(&session, &cancel, true),
                Err(fault) => bench.office.end_backup(Err(fault), true),
            }
            Ok(())
        });
        // It tells its end itself; here is only heard that nobody took it.
        if let Some(Err(fault)) = handed_in.poll() {
            self.office.end_backup(Err(fault), true);
        }
    }

    /// Looks whether this folder can take a backup of the open house; answers its whole path. A drive that hangs holds up
    /// nothing but backups.
    pub fn check_backup_folder(&self, folder: PathBuf) -> Ticket<PathBuf> {
        self.backups.hand_in(move |bench| Ok(check_target(&folder, &bench.office.station().place)?))
    }

    /// Asks the backup under way to stop: nothing of it stays.
    pub fn stop_backup(&self) {
        self.office.cancel_backup();
    }

    /// What the last backup came to was read.
    pub fn settle_backup(&self) {
        self.office.change_backups(|shared| shared.shown.is_settled = true);
    }
}
