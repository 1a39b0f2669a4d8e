//! Files that leave the counter: one gets its name when it is whole and the journal says that it left.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::error::{Error, refuse};

/// A file that is whole under another name, until it takes its own. Dropped before that, it goes.
#[derive(Debug)]
pub(super) struct Leaving {
    doing: &'static str,
    file: PathBuf,
    unfinished: PathBuf,
}

impl Leaving {
    /// Nothing is written over.
    pub(super) fn refuse_taken(files: &[&Path]) -> Result<(), Error> {
        match files.iter().find(|file| file.exists()) {
            Some(there) => refuse(
                "exists",
                format!("El archivo {} ya existe. Elija otro nombre; el existente no se ha tocado.", there.display()),
            ),
            None => Ok(()),
        }
    }

    /// Writes it, as far as the disk.
    pub(super) fn write(doing: &'static str, file: &Path, bytes: &[u8]) -> Result<Self, Error> {
        let failed = |source| Error::File { doing, file: file.into(), source };
        let unfinished = beside(file, "parcial");
        let out = File::create_new(&unfinished).map_err(failed)?;
        let leaving = Self { doing, file: file.into(), unfinished };
        let mut out = BufWriter::new(out);
        out.write_all(bytes).map_err(failed)?;
        out.into_inner().map_err(io::IntoInnerError::into_error).and_then(|out| out.sync_all()).map_err(failed)?;
        Ok(leaving)
    }

    /// It takes its name.
    pub(super) fn take_name(self) -> Result<(), Error> {
        fs::rename(&self.unfinished, &self.file).map_err(|source| Error::File {
            doing: self.doing,
            file: self.file.clone(),
            source,
        })
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        // Nothing to remove once it took its name. What cannot be removed says by its name that it is unfinished.
        let _ = fs::remove_file(&self.unfinished);
    }
}

/// The name with an ending more.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}
