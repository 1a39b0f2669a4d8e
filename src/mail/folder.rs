//! The mail of a demonstration: each letter a file that a mail program opens. Nothing is sent.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Carrier, Failure, Letter, Said};
use crate::domain::mail::MailFault;

/// A folder of letters.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// In this folder, made with the first letter.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The first name that is free, and the file under it.
    fn put(&self, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.path)?;
        let taken = fs::read_dir(&self.path)?.count();
        for number in taken.saturating_add(1)..=usize::MAX {
            let file = self.path.join(format!("correo-{number:04}.eml"));
            match fs::File::create_new(&file).and_then(|mut made| io::Write::write_all(&mut made, bytes)) {
                Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => {}
                written => return written,
            }
        }
        Err(io::ErrorKind::StorageFull.into())
    }
}

impl Carrier for Folder {
    /// Only a letter that says that it is a sample is written: nothing else may be taken for sent.
    fn carry(&self, letter: &Letter, _stopped: &dyn Fn() -> bool) -> Result<(), Failure> {
        if !letter.is_sample() {
            return Err(MailFault::Folder.into());
        }
        self.put(&letter.bytes()).map_err(|fault| Failure {
            fault: MailFault::Folder,
            said: Some(Said { status: None, words: crate::domain::system::InSpanish(&fault).to_string() }),
        })
    }
}
