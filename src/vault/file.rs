//! The vault's file on the disk: read with a limit, replaced whole or not at all.
//!
//! A replacement is written to a second file in the same folder, brought to the disk, and renamed over the first; then
//! the folder is brought to the disk. A process that is killed anywhere leaves the old or the new file whole. No copy
//! of the old one is kept: an old vault would go on opening for whoever was taken out of it. What a disk keeps in
//! blocks it no longer uses is beyond this program.
//!
//! While a change is being made the folder is locked, so that two processes change the vault one after the other.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::error::VaultError;

/// The largest file that is read; a full vault stays below.
const LARGEST: u64 = 1024 * 1024;

/// Reads the whole file, at most 1 MiB of it.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, VaultError> {
    let meta = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => VaultError::NotAVault(path.to_owned()),
        _ => failed("leer", path, error),
    })?;
    if !meta.is_file() || meta.len() > LARGEST {
        return Err(VaultError::NotAVault(path.to_owned()));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST).read_to_end(&mut bytes))
        .map_err(|error| failed("leer", path, error))?;
    Ok(bytes)
}

/// Puts a file where none may be yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    let folder = Folder::locked(path)?;
    if fs::symlink_metadata(path).is_ok() {
        return Err(VaultError::AlreadyExists(path.to_owned()));
    }
    folder.replace(bytes)
}

/// The folder of a vault, locked against other processes until dropped.
pub(super) struct Folder {
    vault: PathBuf,
    /// `None` where folders cannot be opened as files.
    handle: Option<File>,
}

impl Folder {
    /// Waits until no other process is changing the vault.
    pub(super) fn locked(vault: &Path) -> Result<Self, VaultError> {
        let handle = if cfg!(unix) {
            let folder = match vault.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                _ => Path::new("."),
            };
            let handle = File::open(folder).map_err(|error| failed("abrir", vault, error))?;
            handle.lock().map_err(|error| failed("reservar", vault, error))?;
            Some(handle)
        } else {
            None
        };
        Ok(Self { vault: vault.to_owned(), handle })
    }

    /// Replaces the vault's content.
    pub(super) fn replace(&self, bytes: &[u8]) -> Result<(), VaultError> {
        self.replace_through(bytes, |file| Box::new(file)).map_err(|error| failed("guardar", &self.vault, error))
    }

    /// As [`Folder::replace`], with the writer in between given by the caller.
    fn replace_through(
        &self,
        bytes: &[u8],
        writer: impl for<'a> FnOnce(&'a File) -> Box<dyn Write + 'a>,
    ) -> io::Result<()> {
        let next = self.next_path();
        // What a killed process left is removed, not followed: it could be a link to elsewhere.
        match fs::remove_file(&next) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let written = new_private_file(&next).and_then(|file| {
            let mut out = writer(&file);
            out.write_all(bytes)?;
            out.flush()?;
            drop(out);
            file.sync_all()
        });
        if let Err(error) = written.and_then(|()| fs::rename(&next, &self.vault)) {
            // The error that matters is the first; a leftover is removed before the next change in any case.
            let _ = fs::remove_file(&next);
            return Err(error);
        }
        self.handle.as_ref().map_or(Ok(()), File::sync_all)
    }

    fn next_path(&self) -> PathBuf {
        let mut name = self.vault.as_os_str().to_owned();
        name.push(".new");
        PathBuf::from(name)
    }
}

/// A new file that only its owner may read and write.
fn new_private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn failed(doing: &'static str, path: &Path, source: io::Error) -> VaultError {
    VaultError::Io { doing, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lets `left` bytes through, then fails as a full disk does.
    struct FailsAfter<'a> {
        file: &'a File,
        left: usize,
    }

    impl Write for FailsAfter<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let now = bytes.len().min(self.left);
            if now == 0 && !bytes.is_empty() {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.left -= now;
            self.file.write(bytes.get(..now).unwrap_or_default())
        }

        fn flush(&mut self) -> io::Result<()> {
            self.file.flush()
        }
    }

    fn vault_in_a_folder() -> io::Result<(tempfile::TempDir, PathBuf)> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("centre.vault");
        fs::write(&path, b"the old content")?;
        Ok((folder, path))
    }

    #[test]
    fn a_write_that_fails_after_any_number_of_bytes_leaves_the_old_file_and_nothing_else() -> io::Result<()> {
        let (folder, path) = vault_in_a_folder()?;
        let new = b"the new content, longer than the old";
        for left in 0..new.len() {
            let held = Folder::locked(&path).map_err(io::Error::other)?;
            let result = held.replace_through(new, |file| Box::new(FailsAfter { file, left }));
            assert!(result.is_err_and(|error| error.kind() == io::ErrorKind::StorageFull));
            assert_eq!(fs::read(&path)?, b"the old content", "after {left} bytes");
            assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        }
        let held = Folder::locked(&path).map_err(io::Error::other)?;
        held.replace_through(new, |file| Box::new(FailsAfter { file, left: new.len() }))?;
        assert_eq!(fs::read(&path)?, new);
        Ok(())
    }

    #[test]
    fn what_a_killed_process_left_is_replaced_and_a_link_there_is_not_followed() -> io::Result<()> {
        let (folder, path) = vault_in_a_folder()?;
        let elsewhere = folder.path().join("elsewhere");
        fs::write(&elsewhere, b"not ours")?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(&elsewhere, folder.path().join("centre.vault.new"))?;
        let held = Folder::locked(&path).map_err(io::Error::other)?;
        held.replace(b"new").map_err(io::Error::other)?;
        assert_eq!(fs::read(&path)?, b"new");
        assert_eq!(fs::read(&elsewhere)?, b"not ours");
        assert_eq!(fs::read_dir(folder.path())?.count(), 2);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_it_whatever_it_was_before() -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, path) = vault_in_a_folder()?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644))?;
        let held = Folder::locked(&path).map_err(io::Error::other)?;
        held.replace(b"new").map_err(io::Error::other)?;
        assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        Ok(())
    }

    #[test]
    fn folders_and_giants_are_not_read() -> io::Result<()> {
        let (folder, path) = vault_in_a_folder()?;
        assert!(matches!(read(folder.path()), Err(VaultError::NotAVault(_))));
        File::create(&path)?.set_len(LARGEST + 1)?;
        assert!(matches!(read(&path), Err(VaultError::NotAVault(_))));
        Ok(())
    }
}
