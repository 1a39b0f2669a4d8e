//! The JSON of a visit, version 1: what `assess` takes and what the case files hold. A common part, and one arm a
//! procedure. [`KeptPapers`] is for the working copy alone, as the store keeps it.
//!
//! Every partly filled visit has a JSON, and reading back what was written gives the same visit. Numbers stay texts: a
//! RUC with a digit too few is a finding of the rules, not an error of the file. What the file format itself forbids
//! is refused with line, column and path, in Spanish. Nothing here judges.

mod affiliate_key_unlock;
mod arms;
mod common;
mod documents;
mod employer_key;
mod fault;
mod papers;

pub use arms::{AnyVisit, KeptPapers, read_draft, write_any, write_draft};
pub use fault::{Error, Place};

use arms::Whole;
use serde::{Deserialize, Serialize};
use std::io::Read;

/// The version written, and the only one read.
const VERSION: u32 = 1;
/// The most bytes of a visit's JSON: 1 MiB.
pub const LIMIT_BYTES: u64 = 1024 * 1024;

/// Only the version, to name a file of another one before its fields are looked at.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// Reads a visit.
///
/// # Errors
/// The device's, a file that is too large, or what [`read_str`] refuses.
pub fn read(from: impl Read) -> Result<AnyVisit, Error> {
    let mut bytes = Vec::new();
    from.take(LIMIT_BYTES.saturating_add(1)).read_to_end(&mut bytes)?;
    let text =
        String::from_utf8(bytes).map_err(|fault| Error::NotUtf8 { valid_up_to: fault.utf8_error().valid_up_to() });
    match text {
        Err(Error::NotUtf8 { valid_up_to }) if valid_up_to as u64 >= LIMIT_BYTES.saturating_sub(4) => {
            Err(Error::TooLarge)
        }
        text => read_str(&text?),
    }
}

/// Reads a visit.
///
/// # Errors
/// A text that is too large, no JSON, or not of this format.
pub fn read_str(text: &str) -> Result<AnyVisit, Error> {
    // Editors on Windows write a mark before the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() as u64 > LIMIT_BYTES {
        return Err(Error::TooLarge);
    }
    if let Ok(Version { version }) = serde_json::from_str(text)
        && version != VERSION
    {
        return Err(Error::Version { found: version, known: VERSION });
    }
    let reader = &mut serde_json::Deserializer::from_str(text);
    let whole: Whole = serde_path_to_error::deserialize(&mut *reader).map_err(|fault| fault::of_json(&fault))?;
    reader.end().map_err(|fault| fault::at_the_end(&fault))?;
    whole.into_visit()
}

fn write(whole: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(whole).map_err(|fault| fault::at_the_end(&fault))
}
