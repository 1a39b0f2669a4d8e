//! Files that leave the counter. Nobody else's file is written over, and half a file never has the name of a whole one.
//!
//! The place is claimed first, with a file that holds nothing; then comes the entry that says that it leaves; then its
//! bytes, onto the disk; then its name. What fails after the entry leaves an entry too many and no file. What needs no
//! entry is written by [`write_file`], in one go.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::error::{Error, Refusal, refuse};

/// Writes a file that leaves the counter: beside its place, onto the disk, and only then under its name. Over another one
/// only where `replaces` says so.
///
/// # Errors
/// A refusal `exists` or `unfinished`; those of `write`; the system's. Then there is no such file, or the one that was there.
pub fn write_file(
    doing: &'static str,
    file: &Path,
    replaces: bool,
    write: impl FnOnce(&mut Leaving) -> Result<(), Error>,
) -> Result<(), Error> {
    if !replaces {
        Leaving::refuse_taken(&[file])?;
    }
    let mut leaving = Leaving::claim(doing, file)?;
    write(&mut leaving)?;
    if replaces { leaving.replace() } else { leaving.take_name() }
}

/// A file under another name, until it takes its own. Dropped before that, it goes.
#[derive(Debug)]
pub struct Leaving {
    doing: &'static str,
    file: PathBuf,
    unfinished: PathBuf,
    out: BufWriter<File>,
}

impl Leaving {
    /// Nothing is written over: looked at before anything is done.
    ///
    /// # Errors
    /// A refusal `exists`.
    pub fn refuse_taken(files: &[&Path]) -> Result<(), Error> {
        // What a link points to may be missing; the link is there.
        match files.iter().find(|file| file.symlink_metadata().is_ok()) {
            Some(there) => Err(taken(there)),
            None => Ok(()),
        }
    }

    /// Claims its place: an empty file under the unfinished name.
    pub(super) fn claim(doing: &'static str, file: &Path) -> Result<Self, Error> {
        let unfinished = beside(file, "parcial");
        match File::create_new(&unfinished) {
            Ok(out) => Ok(Self { doing, file: file.into(), unfinished, out: BufWriter::new(out) }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => refuse(
                "unfinished",
                format!(
                    "Ya existe {}: otro programa lo escribe ahora, o quedó de una vez que no terminó. Espere a que \
                     termine y, si nadie lo escribe, bórrelo; o elija otro nombre.",
                    unfinished.display()
                ),
            ),
            Err(source) => Err(Error::File { doing, file: file.into(), source }),
        }
    }

    /// Its bytes, or some of them.
    ///
    /// # Errors
    /// The system's.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.out.write_all(bytes).map_err(|source| self.failed(source))
    }

    fn bring_to_the_disk(&mut self) -> Result<(), Error> {
        let written = self.out.flush().and_then(|()| self.out.get_ref().sync_all());
        written.map_err(|source| self.failed(source))
    }

    /// It takes its name, where nobody has it by now.
    pub(super) fn take_name(mut self) -> Result<(), Error> {
        self.bring_to_the_disk()?;
        match give_free_name(&self.unfinished, &self.file) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(taken(&self.file)),
            given => given.map_err(|source| self.failed(source)),
        }
    }

    /// It takes its name, from another file too.
    pub(super) fn replace(mut self) -> Result<(), Error> {
        self.bring_to_the_disk()?;
        fs::rename(&self.unfinished, &self.file).map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::File { doing: self.doing, file: self.file.clone(), source }
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        // Nothing to remove once it was renamed. What cannot be removed says by its name that it is unfinished.
        let _ = fs::remove_file(&self.unfinished);
    }
}

fn taken(file: &Path) -> Error {
    let sentence = format!("El archivo {} ya existe. Elija otro nombre; el existente no se ha tocado.", file.display());
    Refusal::new("exists", sentence).into()
}

/// Gives a file a name that is free; the old name may stay beside it.
fn give_free_name(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // Not on this file system: a second name is refused as well where there is one.
            Err(Errno::INVAL | Errno::NOSYS) => {}
            renamed => return renamed.map_err(io::Error::from),
        }
    }
    fs::hard_link(from, to)
}

/// The name with an ending more.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(answer: Result<(), Error>) -> String {
        match answer {
            Err(Error::Refused(refusal)) => refusal.code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_file_that_came_meanwhile_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("b.csv");
        let mut leaving = Leaving::claim("escribir", &file).unwrap();
        leaving.write(b"de la casa").unwrap();
        fs::write(&file, "ajeno").unwrap();
        assert_eq!(code(leaving.take_name()), "exists");
        assert_eq!(fs::read(&file).unwrap(), b"ajeno");
        assert!(!beside(&file, "parcial").exists());
    }

    #[test]
    fn it_has_its_name_when_it_is_whole_and_its_place_is_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("b.csv");
        let mut leaving = Leaving::claim("escribir", &file).unwrap();
        let second = Leaving::claim("escribir", &file).unwrap_err().to_string();
        assert!(second.contains("b.csv.parcial"), "{second}");
        leaving.write(b"uno").unwrap();
        assert!(!file.exists());
        leaving.take_name().unwrap();
        assert_eq!(code(Leaving::refuse_taken(&[&file])), "exists");
        let mut leaving = Leaving::claim("escribir", &file).unwrap();
        leaving.write(b"dos").unwrap();
        leaving.replace().unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"dos");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn one_call_writes_over_nothing_unless_told_to_and_leaves_nothing_half() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("b.csv");
        let write =
            |bytes: &'static str, replaces| write_file("escribir", &file, replaces, |out| out.write(bytes.as_bytes()));
        write("uno", false).unwrap();
        assert_eq!(code(write("dos", false)), "exists");
        assert_eq!(fs::read(&file).unwrap(), b"uno");
        let cut = write_file("escribir", &file, true, |out| {
            out.write(b"me")?;
            refuse("cut", "Se cortó.")
        });
        assert_eq!(code(cut), "cut");
        assert_eq!(fs::read(&file).unwrap(), b"uno");
        write("dos", true).unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"dos");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let (file, other) = (folder.path().join("b.csv"), folder.path().join("otro"));
        fs::write(&other, "ajeno").unwrap();
        // Where an earlier one was being written a link stands.
        std::os::unix::fs::symlink(&other, beside(&file, "parcial")).unwrap();
        assert_eq!(code(write_file("escribir", &file, true, |out| out.write(b"de la casa"))), "unfinished");
        assert_eq!(fs::read(&other).unwrap(), b"ajeno");
    }
}
