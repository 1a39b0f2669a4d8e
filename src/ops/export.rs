//! The export of issuances: how the central system learns of the keys that this centre delivered or voided.
//!
//! A CSV file with one line a settled slip, and beside it a file with a supervisor's signature over its digest. A
//! delivered key replaces the earlier ones of the same number and branch; a void one never counts.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::{Error, Refusal};
use super::hexadecimal;
use super::house::{House, Session};
use super::leaving::{Leaving, beside};
use super::operation::{Done, Operation, Subject, Work};
use crate::domain::calendar::Moment;
use crate::domain::journal::Digest;
use crate::domain::ledger::IssuanceState;
use crate::store;
use crate::store::issuance::Issuance;

/// What a signature over an export is made for.
const PURPOSE: &str = "ventanilla export of issuances v1";

/// The columns, in order.
const COLUMNS: [&str; 8] =
    ["serie", "estado", "numero_empleador", "sucursal", "numero_receptor", "hash", "fecha_hora", "firmado"];

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

/// The first and last accounting day of an export, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
}

/// That issuances were exported: which days, how many, with what digest.
#[derive(Debug, Clone)]
pub(super) struct ExportIssued {
    days: Days,
    lines: usize,
    digest: Digest,
}

impl Operation for ExportIssued {
    const NAME: &'static str = "export.issued";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, _work: &Work<'_>) -> Result<Done<()>, Error> {
        Ok(Done::new((), Subject::HOUSE, &[]).code(self.digest.to_string()).detail(json!({
            "first": self.days.first,
            "last": self.days.last,
            "lines": self.lines,
        })))
    }
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

/// Writes the settled slips of some days to `file`, signed. The entry is made before anything of them is written.
///
/// # Errors
/// A refusal for who is not a supervisor, of which the journal tells, or when `file` exists; the system's. Then there is
/// no file; where it could not be written, the entry stands.
pub fn export_issued(house: &House, by: &Session, days: Days, file: &Path) -> Result<Exported, Error> {
    let Some(signer) = by.signer() else {
        let sentence = "El libro de claves solo lo exporta supervisión.";
        return Err(house.refuse_untried::<ExportIssued>(by, Subject::HOUSE, Refusal::new("role", sentence)));
    };
    let signature_file = beside(file, "firma.json");
    Leaving::refuse_taken(&[file, &signature_file])?;
    let (mut leaving, mut signature) = (Leaving::claim(DOING, file)?, Leaving::claim(DOING, &signature_file)?);
    let (bytes, lines) = issued(house, days)?;
    let digest = Digest::of(&bytes);
    let entry = house.perform(by, &ExportIssued { days, lines, digest })?.entry;
    let signed = SignatureFile {
        purpose: PURPOSE.into(),
        sha256: digest.to_string(),
        store: hexadecimal(&house.store_id()),
        journal: format!("{}-{}", entry.number, entry.hash),
        signed_by: by.login().into(),
        public_key: hexadecimal(&signer.public().0),
        signature: hexadecimal(&signer.sign(PURPOSE, &digest.0).0),
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

const DOING: &str = "escribir el libro de claves";

fn issued(house: &House, days: Days) -> Result<(Vec<u8>, usize), Error> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let in_memory = |error: csv::Error| Error::Inconsistent(error.to_string());
    csv.write_record(COLUMNS).map_err(in_memory)?;
    let mut lines = 0_usize;
    store::issuance::walk(&house.reader()?, |slip| -> Result<(), Error> {
        // By the day on which it was settled: a slip settled after the export of its own day is in the next one.
        let settled = Moment(slip.ended_at_ms.unwrap_or(slip.reserved_at_ms)).day(house.centre().zone);
        if (days.first..=days.last).contains(&settled)
            && matches!(slip.state, IssuanceState::Delivered | IssuanceState::Void)
        {
            csv.write_record(line(house, &slip)).map_err(in_memory)?;
            lines = lines.saturating_add(1);
        }
        Ok(())
    })?;
    let bytes = csv.into_inner().map_err(|error| Error::Inconsistent(error.to_string()))?;
    Ok((bytes, lines))
}

fn line(house: &House, slip: &Issuance) -> [String; 8] {
    let at = Moment(slip.ended_at_ms.unwrap_or(slip.reserved_at_ms));
    let signed = match slip.acknowledgement {
        Some(crate::domain::ledger::Acknowledgement::Signed) => "sí",
        Some(crate::domain::ledger::Acknowledgement::Unsigned) => "no",
        None => "",
    };
    [
        slip.serial.to_string(),
        slip.state.spanish().into(),
        slip.employer.as_str().into(),
        slip.branch.as_str().into(),
        slip.recipient.as_str().into(),
        slip.key_hash.clone(),
        at.local(house.centre().zone).to_rfc3339(),
        signed.into(),
    ]
}
