//! What leaves for the central system: the keys of employers that this centre delivered or voided, the affiliate keys that
//! it unlocked, and the keys that people chose by themselves.
//!
//! Each is a CSV file, and beside it a file with a supervisor's signature over its digest. The entry is made before
//! anything is written.

mod chosen_keys;
mod issued;
mod unlocked;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub(super) use self::chosen_keys::ExportChosenKeys;
pub use self::chosen_keys::export_chosen_keys;
pub(super) use self::issued::ExportIssued;
pub use self::issued::export_issued;
pub(super) use self::unlocked::ExportUnlocked;
pub use self::unlocked::export_unlocked;
use super::error::{Error, Refusal};
use super::hexadecimal;
use super::house::{House, Session};
use super::leaving::{Leaving, beside};
use crate::domain::journal::Digest;
use crate::ops::house::operation::{Done, Operation, Subject};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The CSV file.
    pub file: PathBuf,
    /// The signature beside it.
    pub signature_file: PathBuf,
    /// How many lines.
    pub lines: usize,
}

/// The first and last day of an export, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
}

impl Days {
    fn hold(self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// What left, as its entry says it: which days, how many lines, with what digest.
#[derive(Debug, Clone)]
pub(super) struct Said {
    days: Days,
    lines: usize,
    digest: Digest,
}

impl Said {
    fn done(&self) -> Done<()> {
        Done::new((), Subject::HOUSE, &[]).code(self.digest.to_string()).detail(json!({
            "first": self.days.first,
            "last": self.days.last,
            "lines": self.lines,
        }))
    }
}

/// One kind of export.
trait Export: Operation<Output = ()> + Sized {
    /// What a signature over it is made for.
    const PURPOSE: &'static str;
    /// What is being done, in words.
    const DOING: &'static str;
    /// What whoever may not is told.
    const REFUSAL: &'static str;
    /// The columns, in order.
    const COLUMNS: &'static [&'static str];

    /// The operation whose entry says that it left.
    fn of(said: Said) -> Self;

    /// The lines of these days.
    fn each(house: &House, days: Days, line: &mut dyn FnMut(&[String]) -> Result<(), Error>) -> Result<(), Error>;
}

/// What stands in the signature's file.
#[derive(Debug, Serialize, Deserialize)]
struct SignatureFile {
    /// What was signed for.
    purpose: String,
    /// SHA-256 of the CSV file.
    sha256: String,
    /// The store's id.
    store: String,
    /// The entry that says so: number and hash.
    journal: String,
    /// Who signed.
    signed_by: String,
    /// Ed25519, hexadecimal.
    public_key: String,
    /// Ed25519 over the digest, hexadecimal.
    signature: String,
}

/// Writes the lines of some days to `file`, signed.
fn export<E: Export>(house: &House, by: &Session, days: Days, file: &Path) -> Result<Exported, Error> {
    let Some(signer) = by.signer() else {
        return Err(house.refuse_untried::<E>(by, Subject::HOUSE, Refusal::new("role", E::REFUSAL)));
    };
    let signature_file = beside(file, "firma.json");
    Leaving::refuse_taken(&[file, &signature_file])?;
    let (mut leaving, mut signature) = (Leaving::claim(E::DOING, file)?, Leaving::claim(E::DOING, &signature_file)?);
    let (bytes, lines) = written::<E>(house, days)?;
    let digest = Digest::of(&bytes);
    let entry = house.perform(by, &E::of(Said { days, lines, digest }))?.entry;
    let signed = SignatureFile {
        purpose: E::PURPOSE.into(),
        sha256: digest.to_string(),
        store: hexadecimal(&house.store_id()),
        journal: format!("{}-{}", entry.number, entry.hash),
        signed_by: by.login().into(),
        public_key: hexadecimal(&signer.public().0),
        signature: hexadecimal(&signer.sign(E::PURPOSE, &digest.0).0),
    };
    let signed = serde_json::to_vec_pretty(&signed).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
    leaving.write(&bytes)?;
    signature.write(&signed)?;
    signature.take_name()?;
    leaving.take_name().inspect_err(|_| {
        // A signature without its file says nothing.
        let _ = fs::remove_file(&signature_file);
    })?;
    Ok(Exported { file: file.into(), signature_file, lines })
}

fn written<E: Export>(house: &House, days: Days) -> Result<(Vec<u8>, usize), Error> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let in_memory = |error: csv::Error| Error::Inconsistent(error.to_string());
    csv.write_record(E::COLUMNS).map_err(in_memory)?;
    let mut lines = 0_usize;
    E::each(house, days, &mut |line| {
        lines = lines.saturating_add(1);
        csv.write_record(line).map_err(in_memory)
    })?;
    let bytes = csv.into_inner().map_err(|error| Error::Inconsistent(error.to_string()))?;
    Ok((bytes, lines))
}
