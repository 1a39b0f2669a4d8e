//! Files that a command leaves.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// A file has its name when it is whole.
pub(super) fn write_whole<E: From<io::Error>>(
    file: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<(), E> {
    let mut unfinished = file.as_os_str().to_owned();
    unfinished.push(".parcial");
    let written = (|| {
        let mut out = BufWriter::new(File::create(&unfinished)?);
        write(&mut out)?;
        out.flush()?;
        Ok(fs::rename(&unfinished, file)?)
    })();
    written.inspect_err(|_| {
        // What cannot be removed says by its name that it is unfinished.
        let _ = fs::remove_file(&unfinished);
    })
}
