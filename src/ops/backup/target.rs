//! The folder that backups are kept in, and what stands in it.
//!
//! ```text
//! ventanilla-2026-11-21-1745/      a backup: ventanilla.db, vault, respaldo.json
//! ventanilla-2026-11-22-1745/
//! ventanilla-scans-3fa94c01/       the scans that they name, kept once: scans-2025.db, scans-2026.db
//! ```
//!
//! A backup is made under a name of its own (`….parcial`) and takes its name when it is whole and verified: what a cut
//! leaves has the other name, and the next backup sweeps it. Only files of a backup are ever removed here, and only in
//! folders that stand here: a link may lead anywhere, to the store itself.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::branch::{Branch, Reach};
use super::manifest::Manifest;
use crate::domain::size::Size;
use crate::domain::system::ForLog as _;
use crate::ops::error::{Error, refuse};
use crate::ops::house::place::{Place, VAULT_FILE};
use crate::store;

/// The file in which a backup says what it is.
pub(in crate::ops) const MANIFEST: &str = "respaldo.json";
const PREFIX: &str = "ventanilla-";
const SCANS_PREFIX: &str = "ventanilla-scans-";
const UNFINISHED: &str = ".parcial";
pub(super) const LOCK: &str = "ventanilla-respaldos.lock";

/// Looks whether a folder can take a backup of the house at this place: it is there, outside of the house's own, can be
/// written, and has room. Answers its whole path.
///
/// # Errors
/// As taking it for a backup; a refusal where there is no room.
pub fn check_target(folder: &Path, place: &Place) -> Result<PathBuf, Error> {
    let target = Target::take(folder, place)?;
    let has_scans = target.names()?.iter().any(|name| name.starts_with(SCANS_PREFIX));
    let needed = bytes_to_copy(&place.folder, has_scans)?;
    match free_bytes(&target.folder) {
        Some(free) if free < needed => refuse(
            "target",
            format!(
                "En {} quedan {} libres, y un respaldo ocupa unos {}. Libere espacio, o elija otro disco.",
                folder.display(),
                Size(free),
                Size(needed)
            ),
        ),
        _ => Ok(target.folder.clone()),
    }
}

/// What the next backup copies: the store, and the scans where no earlier one has left them.
fn bytes_to_copy(house: &Path, has_scans: bool) -> Result<u64, Error> {
    let mut bytes = 0_u64;
    for name in names_in(house)?.iter().filter(|name| !(has_scans && name.starts_with("scans-"))) {
        bytes = bytes.saturating_add(fs::metadata(house.join(name)).map_or(0, |about| about.len()));
    }
    Ok(bytes)
}

/// How much room is left, where the system says it.
#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    rustix::fs::statvfs(folder).ok().map(|about| about.f_bavail.saturating_mul(about.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

/// A folder for backups, taken for one that is being made.
pub(super) struct Target {
    folder: PathBuf,
    // Held, never read: closing it lets the next one in.
    _lock: File,
}

impl Target {
    /// Takes the folder, and sweeps what a cut left there.
    ///
    /// # Errors
    /// A refusal where it is missing, inside the store's folder, or taken by another backup; the system's where it cannot
    /// be written.
    pub(super) fn take(folder: &Path, place: &Place) -> Result<Self, Error> {
        if !folder.is_dir() {
            return refuse(
                "target",
                format!(
                    "La carpeta de respaldos {} no está. Conecte el disco, o cree la carpeta, e intente de nuevo.",
                    folder.display()
                ),
            );
        }
        let whole = |path: &Path| path.canonicalize().map_err(|source| failed(path, source));
        let target = whole(folder)?;
        if target.starts_with(whole(&place.folder)?) {
            return refuse(
                "target",
                format!(
                    "La carpeta de respaldos {} está dentro de la del almacén: se perderían juntas. Elija otra, en otro disco.",
                    folder.display()
                ),
            );
        }
        let lock = target.join(LOCK);
        let lock = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&lock)
            .map_err(|source| failed(&lock, source))?;
        match lock.try_lock() {
            // A file system without locks: nobody else to wait for, as far as one can know.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => {
                return refuse(
                    "target",
                    format!("En {} se está haciendo otro respaldo. Espere a que termine.", folder.display()),
                );
            }
        }
        let target = Self { folder: target, _lock: lock };
        for name in target.names()?.iter().filter(|name| name.starts_with(PREFIX) && name.ends_with(UNFINISHED)) {
            remove_files_of_a_house(&target.folder.join(name));
        }
        Ok(target)
    }

    fn names(&self) -> Result<Vec<String>, Error> {
        names_in(&self.folder)
    }

    /// The folder with the scans under the key of this name, made where it is missing.
    ///
    /// # Errors
    /// A refusal where it is a link to another folder; the system's.
    pub(super) fn make_scans_folder(&self, scans: &str) -> Result<PathBuf, Error> {
        let folder = self.scans_folder(scans);
        if folder.is_symlink() {
            return refuse(
                "target",
                format!(
                    "{} es un enlace a otra carpeta: un respaldo quitaría documentos de allí. Quite ese enlace de la carpeta de respaldos e intente de nuevo.",
                    folder.display()
                ),
            );
        }
        crate::ops::house::make_folder(&folder)?;
        Ok(folder)
    }

    /// The folder with the scans under the key of this name.
    pub(super) fn scans_folder(&self, scans: &str) -> PathBuf {
        self.folder.join(scans)
    }

    /// A folder for a backup of this time, as yet without its name.
    pub(super) fn begin(&self, stamp: &str) -> Result<Unfinished, Error> {
        let taken = self.names()?;
        let nth = |n: u32| if n == 1 { format!("{PREFIX}{stamp}") } else { format!("{PREFIX}{stamp}-{n}") };
        let name = (1..).map(nth).find(|name| !taken.contains(name)).unwrap_or_default();
        Unfinished::make(&self.folder.join(name))
    }

    /// The backups of one store; those that cannot be read are left out.
    pub(super) fn of_store(&self, store: &str) -> Result<Vec<Backup>, Error> {
        Ok(backups_in(&self.folder)?.into_iter().filter(|backup| backup.manifest.store == store).collect())
    }

    /// Leaves the one that was just made and those that hold the most of its journal, `keep` in all; removes the other ones
    /// of its branch, and the scans that only they named.
    pub(super) fn prune(&self, made: &Backup, branch: &Branch, keep: usize) -> Result<Pruned, Error> {
        let mut of_branch: Vec<(Reach, Backup)> = Vec::new();
        let mut other_branch = Vec::new();
        for backup in self.of_store(&made.manifest.store)?.into_iter().filter(|it| it.folder != made.folder) {
            match branch.reach(&backup)? {
                Some(reach) => of_branch.push((reach, backup)),
                None => other_branch.push(backup),
            }
        }
        of_branch.sort_by(|(one, _), (other, _)| other.cmp(one));
        let mut kept: Vec<Backup> = of_branch.into_iter().map(|(_, backup)| backup).collect();
        let gone = kept.split_off(keep.saturating_sub(1).min(kept.len()));
        let others = other_branch.len();
        kept.push(made.clone());
        kept.append(&mut other_branch);
        for backup in &gone {
            // First its name: cut in the middle of this, it is no backup any more, and is swept.
            let nameless = unfinished_name(&backup.folder);
            fs::rename(&backup.folder, &nameless).map_err(|source| failed(&backup.folder, source))?;
            remove_files_of_a_house(&nameless);
            if !kept.iter().any(|it| it.manifest.scans == backup.manifest.scans) {
                remove_files_of_a_house(&self.scans_folder(&backup.manifest.scans));
            }
        }
        Ok(Pruned { kept, gone: gone.len(), other_branch: others })
    }
}

/// What became of the backups of a store.
pub(super) struct Pruned {
    /// Those that are there.
    pub(super) kept: Vec<Backup>,
    /// How many went.
    pub(super) gone: usize,
    /// How many of those that are there are of another branch.
    pub(super) other_branch: usize,
}

/// The name of the folder with the scans under the key of this name.
pub(super) fn scans_name(key_name: &str) -> String {
    format!("{SCANS_PREFIX}{key_name}")
}

/// A backup in its folder.
#[derive(Debug, Clone)]
pub struct Backup {
    /// Where it stands.
    pub folder: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
}

/// The backups in a folder, the newest first; those that cannot be read, and links to others, are left out. Without a key
/// the newest is the one that claims the most journal, in the latest epoch: restoring proves the claim.
///
/// # Errors
/// The system's.
pub fn backups_in(folder: &Path) -> Result<Vec<Backup>, Error> {
    let mut found: Vec<Backup> = names_in(folder)?
        .into_iter()
        .filter(|name| name.starts_with(PREFIX) && !name.ends_with(UNFINISHED))
        .map(|name| folder.join(name))
        .filter(|folder| is_folder_itself(folder))
        .filter_map(|folder| Manifest::read(&folder).ok().map(|manifest| Backup { folder, manifest }))
        .collect();
    let claims = |it: &Backup| {
        let entry = it.manifest.head().map_or(0, |head| head.number);
        (it.manifest.serial_epoch, entry, it.manifest.taken_at_ms, it.folder.clone())
    };
    found.sort_by_cached_key(|it| std::cmp::Reverse(claims(it)));
    Ok(found)
}

/// The backups that a folder stands for, the newest first: itself, where it is one, or those in it.
///
/// # Errors
/// A refusal where it is not there, or where it is no backup and holds none; the system's.
pub fn backups_at(folder: &Path) -> Result<Vec<Backup>, Error> {
    if !folder.is_dir() {
        return refuse(
            "no_backup",
            format!(
                "La carpeta {} no está. Conecte el disco de los respaldos, o revise cómo está escrita.",
                folder.display()
            ),
        );
    }
    let itself = Manifest::read(folder).map(|manifest| Backup { folder: folder.to_path_buf(), manifest });
    match (itself, backups_in(folder)?) {
        (Ok(backup), _) => Ok(vec![backup]),
        (Err(error), found) if found.is_empty() => Err(error),
        (Err(_), found) => Ok(found),
    }
}

fn names_in(folder: &Path) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(|source| failed(folder, source))? {
        names.extend(entry.map_err(|source| failed(folder, source))?.file_name().into_string().ok());
    }
    Ok(names)
}

/// A folder being filled, which goes again unless it gets its name.
pub(in crate::ops) struct Unfinished {
    folder: PathBuf,
    becomes: PathBuf,
}

impl Unfinished {
    /// An empty folder beside `becomes`; what a cut left of an earlier one is removed.
    ///
    /// # Errors
    /// The system's.
    pub(in crate::ops) fn make(becomes: &Path) -> Result<Self, Error> {
        let folder = unfinished_name(becomes);
        remove_files_of_a_house(&folder);
        fs::create_dir(&folder).map_err(|source| failed(&folder, source))?;
        Ok(Self { folder, becomes: becomes.to_path_buf() })
    }

    pub(in crate::ops) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a small file into it, onto the disk.
    ///
    /// # Errors
    /// The system's.
    pub(in crate::ops) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let file = self.folder.join(name);
        File::create_new(&file)
            .and_then(|mut out| {
                io::Write::write_all(&mut out, bytes)?;
                out.sync_all()
            })
            .map_err(|source| failed(&file, source))
    }

    /// It is whole: it gets its name.
    ///
    /// # Errors
    /// The system's; then it goes.
    pub(in crate::ops) fn finish(self) -> Result<PathBuf, Error> {
        let placed = sync_folder(&self.folder)
            .and_then(|()| fs::rename(&self.folder, &self.becomes))
            .and_then(|()| self.becomes.parent().map_or(Ok(()), sync_folder));
        placed.map_err(|source| failed(&self.becomes, source))?;
        Ok(self.becomes.clone())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Where it got its name, there is nothing left under this one.
        remove_files_of_a_house(&self.folder);
    }
}

fn unfinished_name(folder: &Path) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(UNFINISHED);
    name.into()
}

/// A rename is on the disk when its folder is. Only Unix lets a folder be synchronised.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// A folder, and no link to one.
fn is_folder_itself(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_dir())
}

/// Removes a folder with what a house or its backup leaves in it; with anything else in it, the folder stays. A link to
/// a folder stays, and what it leads to is not looked at.
fn remove_files_of_a_house(folder: &Path) {
    if !is_folder_itself(folder) {
        return;
    }
    let Ok(names) = names_in(folder) else { return };
    let is_ours = |name: &String| {
        let stem = ["-wal", "-shm", "-journal", ".new"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        [store::STORE_FILE, store::LOCK_FILE, VAULT_FILE, MANIFEST].contains(&stem)
            || (stem.starts_with("scans-") && stem.ends_with(".db"))
    };
    let removed = names.iter().filter(|name| is_ours(name)).try_for_each(|name| fs::remove_file(folder.join(name)));
    if let Err(error) = removed.and_then(|()| fs::remove_dir(folder)) {
        tracing::warn!(error = error.for_log(), "a folder of a backup was not removed");
    }
}

fn failed(file: &Path, source: io::Error) -> Error {
    Error::File { doing: "escribir en la carpeta de respaldos", file: file.into(), source }
}
