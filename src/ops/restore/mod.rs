//! Restoring a backup onto a machine that has no house, by a supervisor's password or the recovery code.
//!
//! Everything happens in a folder beside the place (`….parcial`): the backup is copied and verified there, opened, and
//! told by a signed operation that it was restored. Only then it gets its name, in one step; whatever fails or is cut
//! before that leaves the place free and the backup as it was.
//!
//! What was done after the backup is not in it, but stands on paper: serials that were printed, and the journal's mark.
//! The operation raises the epoch of the serials past all of them, so that none is given out twice, names the ones in
//! between as unknown, and says how many entries are missing. From there on this machine knows the store.

mod note;

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use note::{OnPaper, Restored};

pub(super) use self::note::NoteRestore;
use super::backup::{Manifest, NamedCopy, Unfinished, backups_in};
use super::error::{Error, Refusal, known, refuse};
use super::house::{House, make_folder};
use super::verify::verify_copy;
use crate::domain::journal::{Digest, HeadOnPaper};
use crate::ops::house::clock::Clock;
use crate::ops::house::place::{Place, VAULT_FILE};
use crate::ops::house::run::{Progress, Watch};
use crate::print::ipp::CancelFlag;
use crate::store::scans::ScanFiles;
use crate::store::{self, Reader, STORE_FILE, Store, StoreKey};
use crate::vault::{Login, NewPassword, Password, PasswordOrigin, RecoveryCode, Role, StoreSecret, Vault, VaultKind};

/// Bytes copied between two looks at the flag.
const STEP_BYTES: u64 = 8 << 20;

/// What is restored, where to, and what the paper says.
#[derive(Debug, Clone)]
pub struct RestorePlan {
    /// The backup's folder.
    pub backup: PathBuf,
    /// Where the house is to stand.
    pub place: Place,
    /// The supervisor who does it.
    pub login: String,
    /// The number of the window that this is.
    pub window: u16,
    /// What paper says that the backup does not know.
    pub paper: OnPaper,
}

/// What a restore under way is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The backup is copied.
    Copy,
    /// The copy is read, every page of it.
    Check,
    /// The scans are copied.
    Scans,
}

impl Phase {
    /// What a restore that is so far is at: the copy is the first half, the scans are the second, the check lies between.
    #[must_use]
    pub fn of(at: Progress) -> Self {
        let left = at.total.unwrap_or(u64::MAX).saturating_sub(at.done);
        match at.done.cmp(&left) {
            Ordering::Less => Self::Copy,
            Ordering::Equal => Self::Check,
            Ordering::Greater => Self::Scans,
        }
    }
}

/// What opens a backup.
pub enum Opener<'a> {
    /// The supervisor's password, as it was then.
    Password(&'a Password),
    /// The recovery code from the safe, and the password that the supervisor has from then on.
    RecoveryCode {
        /// The code that held when the backup was made.
        code: &'a RecoveryCode,
        /// The new password.
        new: &'a NewPassword,
    },
}

/// A house that was restored, closed.
pub struct RestoredHouse {
    /// What was found and noted.
    pub restored: Restored,
    /// The code that replaces the one used: it has to be written down for the safe.
    pub next_code: Option<RecoveryCode>,
    /// Scans that papers name and the backup does not hold.
    pub missing_scans: u64,
    /// What in it does not fit with the journal.
    pub doubt: Option<String>,
}

/// Restores a backup where there is no house.
///
/// # Errors
/// Refusals: `taken`, `no_backup`, `role`, `paper`, `damaged_backup` …; the vault's ([`crate::vault::VaultError::WrongLogin`],
/// [`crate::vault::VaultError::WrongRecoveryCode`]), the store's, the system's; [`Error::Cancelled`]. The place is free then.
pub fn restore(
    plan: &RestorePlan,
    opener: &Opener<'_>,
    clock: Arc<dyn Clock>,
    watch: &mut Watch<'_>,
) -> Result<RestoredHouse, Error> {
    if plan.place.server.is_some() {
        return Err(store::Error::OnServer { doing: "restaurar un respaldo" }.into());
    }
    let manifest = whole_backup(&plan.backup)?;
    let unfinished = prepare(&plan.place)?;
    let folder = unfinished.folder().to_path_buf();
    let progress = Progress { total: Some(manifest.store_bytes.saturating_mul(2)), ..Progress::default() };
    copy(plan, &folder, VAULT_FILE, &mut |_| {}, watch.cancel)?;
    let admitted = admit(plan, opener, &folder, clock.as_ref())?;
    let mut tell = |done| (watch.progress)(Progress { done, ..progress });
    copy(plan, &folder, STORE_FILE, &mut tell, watch.cancel)?;

    let secret = &admitted.secret;
    let key = StoreKey::from_bytes(*secret.store_key());
    let reader = open(&folder, &key).or_else(|error| damaged(plan, error))?;
    let doubt = check(plan, &manifest, &reader, watch)?;
    let scan_key = || StoreKey::from_bytes(*secret.scan_key());
    let whole = plan.backup.canonicalize();
    let whole = whole.map_err(|source| Error::File { doing: "leer el respaldo", file: plan.backup.clone(), source })?;
    let beside = whole.with_file_name(&manifest.scans);
    let (from, into) = (ScanFiles::new(&beside, scan_key()), ScanFiles::new(&folder, scan_key()));
    let mut scans = NamedCopy::begin(reader, from, into, clock.now().0)?;
    while scans.step()? {
        let done = manifest.store_bytes.saturating_add(scans.done_of(manifest.store_bytes));
        (watch.progress)(Progress { done, ..progress });
        if watch.cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
    }
    let missing_scans = scans.missing();
    drop(scans);

    let place = Place { folder, ..remembered_at(plan, admitted.is_demo)? };
    let (house, session) = House::open(&place, &plan.login, admitted.password, plan.window, clock)?;
    let note =
        NoteRestore { backup: manifest.journal.clone(), taken_at_ms: manifest.taken_at_ms, paper: plan.paper.clone() };
    let noted = house.perform(&session, &note)?;
    house.close_cut_runs(&session)?;
    house.accept_journal(&store::journal::head(&house.reader()?)?)?;
    house.close()?;
    unfinished.finish()?;
    Ok(RestoredHouse { restored: noted.output, next_code: admitted.next_code, missing_scans, doubt })
}

/// A backup with all its files, as long as they were.
fn whole_backup(folder: &Path) -> Result<Manifest, Error> {
    let manifest = Manifest::read(folder).map_err(|error| named_better(folder, error))?;
    let store_bytes = fs::metadata(folder.join(STORE_FILE)).ok().filter(fs::Metadata::is_file).map(|about| about.len());
    match store_bytes {
        None => return refuse_damaged(folder, &format!("le falta «{STORE_FILE}»")),
        Some(bytes) if bytes != manifest.store_bytes => {
            let found = format!("«{STORE_FILE}» tiene {bytes} bytes y debe tener {}", manifest.store_bytes);
            return refuse_damaged(folder, &found);
        }
        Some(_) => {}
    }
    match fs::read(folder.join(VAULT_FILE)) {
        Err(_) => return refuse_damaged(folder, &format!("le falta «{VAULT_FILE}», o no se puede leer")),
        Ok(vault) if Digest::of(&vault).to_string() != manifest.vault_sha256 => {
            return refuse_damaged(folder, &format!("«{VAULT_FILE}» no es el que se guardó"));
        }
        Ok(_) => {}
    }
    Ok(manifest)
}

/// Somebody who gives the folder of all backups is told which there are.
fn named_better(folder: &Path, error: Error) -> Error {
    let newest = backups_in(folder).ok().and_then(|backups| backups.into_iter().next());
    match newest {
        Some(newest) => Refusal::new(
            "no_backup",
            format!(
                "En {} hay respaldos: indique uno de ellos. El más nuevo es {}.",
                folder.display(),
                newest.folder.display()
            ),
        )
        .into(),
        None => error,
    }
}

/// The place is free, and there is a folder beside it to work in.
fn prepare(place: &Place) -> Result<Unfinished, Error> {
    let failed = |source| Error::File { doing: "preparar la carpeta del almacén", file: place.folder.clone(), source };
    let folder = std::path::absolute(&place.folder).map_err(failed)?;
    let is_free = match fs::read_dir(&folder) {
        // A lock is what a store that is gone leaves behind.
        Ok(mut entries) => entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == store::LOCK_FILE)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(source) => return Err(failed(source)),
    };
    if !is_free {
        return refuse(
            "taken",
            format!(
                "En {} ya hay archivos. Restaure en una carpeta vacía; si allí hay un almacén dañado, cámbiele el nombre a la carpeta y guárdela.",
                place.folder.display()
            ),
        );
    }
    if let Some(parent) = folder.parent() {
        make_folder(parent)?;
    }
    make_folder(&place.anchor_folder)?;
    if folder.exists() {
        let lock = folder.join(store::LOCK_FILE);
        if lock.exists() {
            fs::remove_file(lock).map_err(failed)?;
        }
        fs::remove_dir(&folder).map_err(failed)?;
    }
    Unfinished::make(&folder)
}

/// Copies one file of the backup, onto the disk; tells how many bytes it has copied.
fn copy(
    plan: &RestorePlan,
    into: &Path,
    name: &str,
    tell: &mut dyn FnMut(u64),
    cancel: &CancelFlag,
) -> Result<(), Error> {
    let from_file = plan.backup.join(name);
    let unread = |source| Error::File { doing: "leer el respaldo", file: from_file.clone(), source };
    let to_file = into.join(name);
    let unwritten = |source| Error::File { doing: "copiar el respaldo", file: to_file.clone(), source };
    let mut from = fs::File::open(&from_file).map_err(unread)?;
    let mut out = fs::File::create_new(&to_file).map_err(unwritten)?;
    let mut copied = 0_u64;
    loop {
        if cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        let step = std::io::copy(&mut std::io::Read::take(&mut from, STEP_BYTES), &mut out).map_err(unwritten)?;
        if step == 0 {
            break;
        }
        copied = copied.saturating_add(step);
        tell(copied);
    }
    out.sync_all().map_err(unwritten)
}

/// Who restores, and what opens the copy.
struct Admitted<'a> {
    secret: StoreSecret,
    password: &'a Password,
    next_code: Option<RecoveryCode>,
    is_demo: bool,
}

/// Opens the copied vault, before the long work: a supervisor's, by password or recovery code.
fn admit<'a>(plan: &RestorePlan, opener: &Opener<'a>, folder: &Path, clock: &dyn Clock) -> Result<Admitted<'a>, Error> {
    let mut vault = Vault::open(&folder.join(VAULT_FILE))?;
    let (password, next_code) = match opener {
        Opener::Password(password) => (*password, None),
        Opener::RecoveryCode { new, .. } if new.origin() != PasswordOrigin::Chosen => {
            return refuse("password", "Elija una contraseña propia: con el código no se dan contraseñas temporales.");
        }
        Opener::RecoveryCode { code, new } => {
            let right = vault.recover(code)?;
            let wanted = Login::parse(&plan.login).ok();
            let slot = vault.slots().find(|slot| Some(&slot.login) == wanted.as_ref());
            let user = known(slot, "este usuario")?.user_id;
            (new.password(), Some(right.reset_supervisor(&mut vault, user, new)?.next_code))
        }
    };
    let unlocked = vault.unlock(&plan.login, password, clock.now().0)?;
    let is_supervisor = vault.slots().any(|slot| slot.user_id == unlocked.user_id && slot.role == Role::Supervisor);
    if !is_supervisor {
        return refuse("role", "Un respaldo lo restaura y lo firma supervisión: use un usuario de supervisión.");
    }
    let is_demo = vault.kind() == VaultKind::Demo;
    Ok(Admitted { secret: unlocked.secret, password, next_code, is_demo })
}

/// Opens the copied store to read it; one of an earlier schema is brought forward first.
fn open(folder: &Path, key: &StoreKey) -> Result<Reader, store::Error> {
    match store::open_copy(folder, key) {
        Err(store::Error::Older { .. }) => {
            Store::open(folder, key.clone())?.close()?;
            store::open_copy(folder, key)
        }
        opened => opened,
    }
}

/// Every page is what was written, the journal is whole and ends where the backup says, and the paper is of this store.
/// Answers what does not fit in it all the same.
fn check(
    plan: &RestorePlan,
    manifest: &Manifest,
    reader: &Reader,
    watch: &mut Watch<'_>,
) -> Result<Option<String>, Error> {
    let cancel = watch.cancel;
    let head = manifest.head();
    let found = match verify_copy(reader, head.as_ref(), &mut |_| !cancel.is_cancelled())? {
        Ok(found) => found,
        Err(problem) => return refuse_damaged(&plan.backup, problem.trim_end_matches('.')),
    };
    let Some(paper) = plan.paper.head.as_ref().filter(|paper| paper.number <= found.head.number) else {
        return Ok(found.doubt);
    };
    match store::journal::entry(reader, paper.number)? {
        Some(entry) if paper.agrees_with(&entry.hash) => Ok(found.doubt),
        _ => refuse(
            "paper",
            format!(
                "La marca del papel ({}) no está en la bitácora de este respaldo: compárela carácter por carácter; si \
                 está bien copiada, el respaldo es de otro almacén.",
                mark_of(paper)
            ),
        ),
    }
}

fn mark_of(paper: &HeadOnPaper) -> String {
    format!("{}-{}", paper.number, paper.hash_start.to_uppercase())
}

/// A demonstration is remembered beside its place, wherever it is made ready.
fn remembered_at(plan: &RestorePlan, is_demo: bool) -> Result<Place, Error> {
    if !is_demo {
        return Ok(plan.place.clone());
    }
    let whole = std::path::absolute(&plan.place.folder);
    let whole = whole.map_err(|source| Error::File {
        doing: "preparar la carpeta del almacén",
        file: plan.place.folder.clone(),
        source,
    })?;
    Ok(Place::of_demo(whole))
}

fn damaged<T>(plan: &RestorePlan, error: store::Error) -> Result<T, Error> {
    match error {
        store::Error::Damaged { finding, .. } => refuse_damaged(&plan.backup, &finding),
        store::Error::KeyRefused { .. } => {
            refuse_damaged(&plan.backup, "su almacén no se puede descifrar con su propia bóveda de contraseñas")
        }
        other => Err(other.into()),
    }
}

fn refuse_damaged<T>(backup: &Path, finding: &str) -> Result<T, Error> {
    refuse(
        "damaged_backup",
        format!(
            "El respaldo {} está dañado: {finding}. Nada se puso en su lugar. Use otro respaldo.",
            backup.display()
        ),
    )
}
