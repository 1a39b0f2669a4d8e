//! The JSON of a visit, version 1: what `assess` takes and what the case files hold. A common part, and one arm a
//! procedure. [`KeptPapers`] is for the working copy alone, as the store keeps it.
//!
//! Every partly filled visit has a JSON, and reading back what was written gives the same visit. Numbers stay texts: a
//! RUC with a digit too few is a finding of the rules, not an error of the file. What the file format itself forbids
//! is refused with line, column and path, in Spanish. Nothing here judges.

mod affiliate_key_unlock;
mod common;
mod draft;
mod employer_key;
mod fault;
mod papers;

pub use draft::{KeptPapers, read_draft, write_draft};
pub use fault::{Error, Place};

use crate::domain::procedure::affiliate_key_unlock::Case as UnlockCase;
use crate::domain::procedure::employer_key::Case;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::visit::Visit;
use common::Common;
use serde::{Deserialize, Serialize};
use std::io::Read;

/// The version written, and the only one read.
const VERSION: u32 = 1;
/// The most bytes of a visit's JSON: 1 MiB.
pub const LIMIT_BYTES: u64 = 1024 * 1024;

/// A visit of any procedure.
#[derive(Debug, Clone, PartialEq)]
pub enum AnyVisit {
    /// For an employer key.
    EmployerKey(Box<Case>),
    /// For the unlocking of an affiliate key.
    AffiliateKeyUnlock(Box<UnlockCase>),
    /// For a procedure that is served as a plain attention.
    Plain(ProcedureId, Box<Visit<()>>),
}

/// The whole file. The common part has a key of its own: serde's `flatten` would lose the place of an error.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    version: u32,
    procedure: String,
    visit: Common,
    #[serde(skip_serializing_if = "Option::is_none")]
    employer_key: Option<employer_key::EmployerKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    affiliate_key_unlock: Option<affiliate_key_unlock::AffiliateKeyUnlock>,
}

impl Whole {
    /// Without papers.
    fn of<P, A>(procedure: ProcedureId, visit: &Visit<P, A>) -> Self {
        Self {
            version: VERSION,
            procedure: procedure.as_str().to_owned(),
            visit: Common::from_domain(visit),
            employer_key: None,
            affiliate_key_unlock: None,
        }
    }
}

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
    let procedure = ProcedureId::parse(&whole.procedure)
        .ok_or_else(|| Error::UnknownProcedure { found: whole.procedure.clone() })?;
    match (procedure, whole.employer_key, whole.affiliate_key_unlock) {
        (ProcedureId::EMPLOYER_KEY, Some(papers), None) => {
            let (papers, answers) = papers.into_domain();
            let (around, copy) = whole.visit.into_domain(papers)?;
            Ok(AnyVisit::EmployerKey(Box::new(Case { copy, around, answers })))
        }
        (ProcedureId::AFFILIATE_KEY_UNLOCK, None, Some(papers)) => {
            let (papers, answers) = papers.into_domain();
            let (around, copy) = whole.visit.into_domain(papers)?;
            Ok(AnyVisit::AffiliateKeyUnlock(Box::new(UnlockCase { copy, around, answers })))
        }
        (ProcedureId::EMPLOYER_KEY, None, None) => Err(Error::NoPapers { arm: "employer_key" }),
        (ProcedureId::AFFILIATE_KEY_UNLOCK, None, None) => Err(Error::NoPapers { arm: "affiliate_key_unlock" }),
        (other, None, None) => {
            let (around, copy) = whole.visit.into_domain(())?;
            Ok(AnyVisit::Plain(other, Box::new(Visit { copy, around, answers: () })))
        }
        (other, ..) => Err(Error::OtherPapers { procedure: other.as_str() }),
    }
}

/// Reads a visit for an employer key.
///
/// # Errors
/// As [`read_str`]; a visit of another procedure is refused too.
pub fn read_employer_key(text: &str) -> Result<Case, Error> {
    match read_str(text)? {
        AnyVisit::EmployerKey(case) => Ok(*case),
        _ => Err(Error::NoPapers { arm: "employer_key" }),
    }
}

/// Writes a visit for an employer key.
///
/// # Errors
/// None that is known: the error is serde's.
pub fn write_employer_key(case: &Case) -> Result<String, Error> {
    let papers = employer_key::EmployerKey::from_domain(case);
    write(&Whole { employer_key: Some(papers), ..Whole::of(ProcedureId::EMPLOYER_KEY, case) })
}

/// Writes a visit for an unlocking.
///
/// # Errors
/// As [`write_employer_key`].
pub fn write_unlock(case: &UnlockCase) -> Result<String, Error> {
    let papers = affiliate_key_unlock::AffiliateKeyUnlock::from_domain(case);
    write(&Whole { affiliate_key_unlock: Some(papers), ..Whole::of(ProcedureId::AFFILIATE_KEY_UNLOCK, case) })
}

/// Writes a visit.
///
/// # Errors
/// As [`write_employer_key`].
pub fn write_any(visit: &AnyVisit) -> Result<String, Error> {
    match visit {
        AnyVisit::EmployerKey(case) => write_employer_key(case),
        AnyVisit::AffiliateKeyUnlock(case) => write_unlock(case),
        AnyVisit::Plain(procedure, visit) => write(&Whole::of(*procedure, visit)),
    }
}

fn write(whole: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(whole).map_err(|fault| fault::at_the_end(&fault))
}
