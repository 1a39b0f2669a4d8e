//! A backup under way, step by step: copied, verified, put in its place.

use std::fs::{self, File};
use std::mem;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, bounded};

use super::branch::Branch;
use super::last::{self, LastBackup};
use super::manifest::Manifest;
use super::scans::{self, NamedCopy};
use super::target::{Backup, MANIFEST, Pruned, Target, Unfinished, scans_name};
use super::{BackupPlan, BackupReport};
use crate::domain::calendar::{Moment, Zone};
use crate::domain::journal::{Digest, Head, HeadOnPaper};
use crate::domain::system::ForLog as _;
use crate::ops::error::{Error, refuse};
use crate::ops::house::place::VAULT_FILE;
use crate::ops::house::run::Progress;
use crate::ops::verify::verify_copy;
use crate::print::ipp::CancelFlag;
use crate::store::scans::ScanFiles;
use crate::store::{self, Original, Reader, StoreCopy, StoreKey};
use crate::vault::StoreSecret;

/// How often it is looked whether a check is to be stopped.
const LOOKED_AT_EVERY: Duration = Duration::from_millis(50);

/// What is copied, and when.
pub(super) struct Origin<'a> {
    pub(super) original: Original,
    pub(super) secret: &'a StoreSecret,
    pub(super) zone: Zone,
    pub(super) now: Moment,
}

/// What comes next.
enum Stage {
    Copy(Box<StoreCopy>),
    Scans(Box<NamedCopy>),
    Check,
    Place,
    Over,
}

/// A backup under way. Dropped before its end, it leaves nothing but scans, which the next one goes on with.
pub(super) struct Making {
    stage: Stage,
    plan: BackupPlan,
    key: StoreKey,
    scan_key: StoreKey,
    now: Moment,
    /// Where the journal ended at the moment that is copied.
    moment: Head,
    manifest: Manifest,
    new_scans: u64,
    missing_scans: u64,
    doubt: Option<String>,
    progress: Progress,
    report: Option<BackupReport>,
    unfinished: Option<Unfinished>,
    // Last: until all is swept, nobody else begins here.
    target: Target,
}

impl Making {
    /// Takes the target, and begins the copy.
    ///
    /// # Errors
    /// A refusal of the target; the store's, the system's.
    pub(super) fn begin(plan: BackupPlan, origin: Origin<'_>) -> Result<Self, Error> {
        let Origin { original, secret, zone, now } = origin;
        let target = Target::take(&plan.target, &plan.place)?;
        let identity = store::centre::identity(original.reader())?;
        let moment = store::journal::head(original.reader())?;
        let unfinished = target.begin(&now.local(zone).format("%Y-%m-%d-%H%M").to_string())?;
        let mut manifest = Manifest::new(&identity.store_id, now.0, scans_name(&secret.scan_key_name()));
        // After the moment, never before: a vault ahead of its store is what a cut leaves, and lets nobody in who is out.
        let vault_file = plan.place.vault_file();
        let vault = fs::read(&vault_file).map_err(|source| Error::File {
            doing: "leer la bóveda de contraseñas",
            file: vault_file.clone(),
            source,
        })?;
        manifest.vault_sha256 = Digest::of(&vault).to_string();
        unfinished.write(VAULT_FILE, &vault)?;
        let copy = original.copy_into(unfinished.folder())?;
        Ok(Self {
            stage: Stage::Copy(Box::new(copy)),
            key: StoreKey::from_bytes(*secret.store_key()),
            scan_key: StoreKey::from_bytes(*secret.scan_key()),
            plan,
            now,
            moment,
            manifest,
            new_scans: 0,
            missing_scans: 0,
            doubt: None,
            progress: Progress::default(),
            report: None,
            unfinished: Some(unfinished),
            target,
        })
    }

    /// How far it is, in bytes of the store.
    pub(super) fn progress(&self) -> Progress {
        self.progress
    }

    /// Does some more; answers whether there is more to do.
    ///
    /// # Errors
    /// Whatever ends it; then nothing of it stays.
    pub(super) fn step(&mut self) -> Result<bool, Error> {
        self.stage = match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Copy(mut copy) => {
                let more = copy.step().or_else(|error| self.refuse_damaged(error))?;
                self.tell_copied(copy.bytes());
                if more {
                    Stage::Copy(copy)
                } else {
                    copy.finish(&self.key).or_else(|error| self.refuse_damaged(error))?;
                    Stage::Scans(Box::new(self.begin_scans()?))
                }
            }
            Stage::Scans(mut scans) => {
                let more = scans.step()?;
                let third = self.third();
                self.progress.done = third.saturating_add(scans.done_of(third));
                if more {
                    Stage::Scans(scans)
                } else {
                    (self.new_scans, self.missing_scans) = (scans.new_blobs(), scans.missing());
                    Stage::Check
                }
            }
            Stage::Check => {
                self.check().or_else(|error| match error {
                    Error::Store(error) => self.refuse_damaged(error),
                    other => Err(other),
                })?;
                self.progress.done = self.third().saturating_mul(3);
                Stage::Place
            }
            Stage::Place => {
                self.place()?;
                Stage::Over
            }
            Stage::Over => Stage::Over,
        };
        Ok(!matches!(self.stage, Stage::Over))
    }

    /// What was made, after the last step.
    pub(super) fn report(&self) -> Result<BackupReport, Error> {
        self.report.clone().ok_or_else(|| Error::Inconsistent("un respaldo se dio por hecho antes de terminar".into()))
    }

    /// Copying the store is a third of the work; so are the scans, and so is the check ([`super::Phase`]).
    fn tell_copied(&mut self, (done, total): (u64, u64)) {
        self.progress = Progress { done, total: Some(total.saturating_mul(3)), ..Progress::default() };
    }

    fn third(&self) -> u64 {
        self.progress.total.and_then(|total| total.checked_div(3)).unwrap_or(0)
    }

    fn folder(&self) -> Result<PathBuf, Error> {
        let unfinished = self.unfinished.as_ref().map(|unfinished| unfinished.folder().to_path_buf());
        unfinished.ok_or_else(|| Error::Inconsistent("un respaldo ya tiene su nombre".into()))
    }

    /// The copy, as whoever restores it will open it.
    fn copy(&self) -> Result<Reader, Error> {
        store::open_copy(&self.folder()?, &self.key).or_else(|error| self.refuse_damaged(error))
    }

    fn begin_scans(&self) -> Result<NamedCopy, Error> {
        let folder = self.target.make_scans_folder(&self.manifest.scans)?;
        let scans = |folder| ScanFiles::new(folder, self.scan_key.clone());
        NamedCopy::begin(self.copy()?, scans(&self.plan.place.folder), scans(&folder), self.now.0)
    }

    /// Every page is what was written, the pages fit together, and the journal runs through the moment that was copied.
    /// Both ways of looking at all pages are under way at once: each keeps a processor busy for long.
    fn check(&mut self) -> Result<(), Error> {
        let (copy, other) = (self.copy()?, self.copy()?);
        let cancel: &CancelFlag = &self.plan.cancel;
        let moment = HeadOnPaper { number: self.moment.number, hash_start: self.moment.hash.to_string() };
        let both = || {
            thread::scope(|scope| {
                let look = move || store::structure_fault(&other);
                let looking = thread::Builder::new().name("backup-check".into()).spawn_scoped(scope, look);
                let found = verify_copy(&copy, Some(&moment), &mut |_| !cancel.is_cancelled());
                let structure = match looking {
                    Ok(looking) => looking.join().ok(),
                    Err(_) => Some(store::structure_fault(&copy)),
                };
                (found, structure)
            })
        };
        let (found, structure) = emptied_when_stopped(&self.folder()?.join(store::STORE_FILE), cancel, both);
        // What was stopped says nothing of the original, whatever was found.
        if cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        let found = match found? {
            Ok(found) => found,
            Err(problem) => return self.refuse_copy(&problem),
        };
        match structure.transpose().or_else(|error| self.refuse_damaged(error))? {
            Some(None) => {}
            fault => {
                tracing::warn!(?fault, "the pages of a copy do not fit together");
                return self.refuse_copy("sus páginas no concuerdan entre sí.");
            }
        }
        self.doubt = found.doubt;
        self.manifest.set_head(&found.head);
        self.manifest.serial_epoch = store::centre::identity(&copy)?.serial_epoch;
        Ok(())
    }

    /// The copy gets its name; older ones go.
    fn place(&mut self) -> Result<(), Error> {
        let file = self.folder()?.join(store::STORE_FILE);
        let about = fs::metadata(&file).map_err(|source| Error::File { doing: "leer el respaldo", file, source })?;
        self.manifest.store_bytes = about.len();
        let text = serde_json::to_vec_pretty(&self.manifest).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        let Some(unfinished) = self.unfinished.take() else { return Ok(()) };
        unfinished.write(MANIFEST, &text)?;
        let folder = unfinished.finish()?;
        let made = Backup { folder: folder.clone(), manifest: self.manifest.clone() };
        let branch = Branch::of(store::open_copy(&folder, &self.key)?, self.key.clone());
        let pruned = self.target.prune(&made, &branch, self.plan.keep);
        let last = LastBackup {
            at_ms: self.now.0,
            folder: folder.clone(),
            journal: self.manifest.journal.clone(),
            bytes: Some(self.manifest.store_bytes),
        };
        if last.still_stands() {
            last::remember(&self.plan.place, &self.manifest.store, &last);
        }
        let Pruned { kept, gone, other_branch } = pruned?;
        let scans = ScanFiles::new(&self.target.scans_folder(&self.manifest.scans), self.scan_key.clone());
        if let Err(error) = scans::sweep(scans, &made, &kept, &self.key) {
            // They take room, and the next backup sweeps again.
            tracing::warn!(error = error.for_log(), "the scans that no backup names were not swept");
        }
        self.report = Some(BackupReport {
            folder,
            journal: self.manifest.journal.clone(),
            bytes: self.manifest.store_bytes,
            new_scans: self.new_scans,
            missing_scans: self.missing_scans,
            doubt: self.doubt.take(),
            removed: gone,
            other_branch,
        });
        Ok(())
    }

    fn refuse_copy<T>(&self, how: &str) -> Result<T, Error> {
        refuse(
            "damaged",
            format!(
                "El respaldo no se guardó, porque su copia no está entera: {how} Los respaldos anteriores siguen en \
                 {}. Ejecute «ventanilla verify» y avise a soporte técnico.",
                self.plan.target.display()
            ),
        )
    }

    /// Damage is the original's: the copy is what was read of it.
    fn refuse_damaged<T>(&self, error: store::Error) -> Result<T, Error> {
        match error {
            store::Error::Damaged { finding, .. } => self.refuse_copy(&format!("{finding}.")),
            store::Error::KeyRefused { .. } => self.refuse_copy("su comienzo no se puede descifrar."),
            other => Err(other.into()),
        }
    }
}

/// Checks a copy, and empties its file as soon as that is to be stopped: nothing of it is to stay, and what looks at all
/// of its pages, which the engine does not leave before the last one, has them behind it in a fraction of the time.
fn emptied_when_stopped<T>(copy: &Path, cancel: &CancelFlag, check: impl FnOnce() -> T) -> T {
    let (under_way, over) = bounded::<()>(0);
    thread::scope(|scope| {
        let watch = move || {
            while over.recv_timeout(LOOKED_AT_EVERY) == Err(RecvTimeoutError::Timeout) {
                if cancel.is_cancelled() {
                    if let Err(error) = File::options().write(true).open(copy).and_then(|file| file.set_len(0)) {
                        tracing::warn!(error = error.for_log(), "a copy whose check is to be stopped was not emptied");
                    }
                    return;
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("backup-stop".into()).spawn_scoped(scope, watch) {
            tracing::warn!(error = error.for_log(), "the check of a copy goes on to its end");
        }
        let found = check();
        drop(under_way);
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn a_copy_is_emptied_while_its_check_is_stopped_and_at_no_other_time() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join(store::STORE_FILE);
        fs::write(&copy, [7; 4096]).unwrap();
        let bytes = || fs::metadata(&copy).unwrap().len();
        let cancel = CancelFlag::default();
        emptied_when_stopped(&copy, &cancel, || thread::sleep(LOOKED_AT_EVERY * 3));
        assert_eq!(bytes(), 4096);
        let deadline = Instant::now() + Duration::from_secs(60);
        emptied_when_stopped(&copy, &cancel, || {
            cancel.cancel();
            while bytes() > 0 {
                assert!(Instant::now() < deadline, "the check goes on with all of the copy");
                thread::sleep(Duration::from_millis(5));
            }
        });
    }
}
