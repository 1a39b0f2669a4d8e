//! The working copy of a visit, as the store keeps it: what the clerk wrote, without what surrounds it and without what
//! the registers answered. A copy that an earlier edition kept, which had both around it, is read as well.

use super::common::FirstJudgementJson;
use super::{Error, VERSION, affiliate_key_unlock, employer_key, fault, read_employer_key, write};
use crate::domain::calendar::Zone;
use crate::domain::procedure::affiliate_key_unlock::AffiliateKeyUnlock;
use crate::domain::procedure::employer_key::EmployerKey;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::visit::{ConfirmationShown, FirstJudgement, WorkingCopy};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    version: u32,
    procedure: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmation: Option<ConfirmationShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_judgement: Option<FirstJudgementJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    employer_key: Option<employer_key::EmployerKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    affiliate_key_unlock: Option<affiliate_key_unlock::AffiliateKeyUnlock>,
}

/// Only what tells a whole visit from a working copy.
#[derive(Deserialize)]
struct Shape {
    visit: Option<IgnoredAny>,
}

impl Draft {
    /// Without papers.
    fn of<P>(procedure: ProcedureId, copy: &WorkingCopy<P>) -> Self {
        Self {
            version: VERSION,
            procedure: procedure.as_str().to_owned(),
            confirmation: copy.confirmation,
            // A moment is the same on every clock, and the copy knows of none.
            first_judgement: copy.first_judgement.as_ref().map(|first| FirstJudgementJson::of(first, Zone::Mainland)),
            employer_key: None,
            affiliate_key_unlock: None,
        }
    }

    fn read(text: &str, procedure: ProcedureId) -> Result<Self, Error> {
        let reader = &mut serde_json::Deserializer::from_str(text);
        let draft: Self = serde_path_to_error::deserialize(&mut *reader).map_err(|fault| fault::of_json(&fault))?;
        reader.end().map_err(|fault| fault::at_the_end(&fault))?;
        if draft.version != VERSION {
            return Err(Error::Version { found: draft.version, known: VERSION });
        }
        if ProcedureId::parse(&draft.procedure) != Some(procedure) {
            return Err(Error::UnknownProcedure { found: draft.procedure });
        }
        Ok(draft)
    }

    fn with<P>(
        confirmation: Option<ConfirmationShown>,
        first: Option<FirstJudgementJson>,
        papers: P,
    ) -> WorkingCopy<P> {
        WorkingCopy { confirmation, first_judgement: first.map(FirstJudgement::from), papers }
    }
}

/// The papers of a procedure, as the store keeps them.
pub trait KeptPapers: Sized {
    /// Reads a working copy.
    ///
    /// # Errors
    /// A text that is no working copy of this procedure, nor a whole visit for it.
    fn read_draft(text: &str) -> Result<WorkingCopy<Self>, Error>;

    /// Writes a working copy.
    ///
    /// # Errors
    /// None that is known: the error is serde's.
    fn write_draft(copy: &WorkingCopy<Self>) -> Result<String, Error>;
}

/// Reads a working copy.
///
/// # Errors
/// As [`KeptPapers::read_draft`].
pub fn read_draft<P: KeptPapers>(text: &str) -> Result<WorkingCopy<P>, Error> {
    P::read_draft(text)
}

/// Writes a working copy.
///
/// # Errors
/// As [`KeptPapers::write_draft`].
pub fn write_draft<P: KeptPapers>(copy: &WorkingCopy<P>) -> Result<String, Error> {
    P::write_draft(copy)
}

impl KeptPapers for EmployerKey {
    fn read_draft(text: &str) -> Result<WorkingCopy<Self>, Error> {
        if let Ok(Shape { visit: Some(_) }) = serde_json::from_str(text) {
            return Ok(read_employer_key(text)?.copy);
        }
        let draft = Draft::read(text, ProcedureId::EMPLOYER_KEY)?;
        let papers = draft.employer_key.ok_or(Error::NoPapers { arm: "employer_key" })?;
        Ok(Draft::with(draft.confirmation, draft.first_judgement, papers.into_domain().0))
    }

    fn write_draft(copy: &WorkingCopy<Self>) -> Result<String, Error> {
        let draft = Draft::of(ProcedureId::EMPLOYER_KEY, copy);
        write(&Draft { employer_key: Some((&copy.papers).into()), ..draft })
    }
}

impl KeptPapers for AffiliateKeyUnlock {
    fn read_draft(text: &str) -> Result<WorkingCopy<Self>, Error> {
        let draft = Draft::read(text, ProcedureId::AFFILIATE_KEY_UNLOCK)?;
        let papers = draft.affiliate_key_unlock.ok_or(Error::NoPapers { arm: "affiliate_key_unlock" })?;
        Ok(Draft::with(draft.confirmation, draft.first_judgement, papers.into_domain().0))
    }

    fn write_draft(copy: &WorkingCopy<Self>) -> Result<String, Error> {
        let draft = Draft::of(ProcedureId::AFFILIATE_KEY_UNLOCK, copy);
        write(&Draft { affiliate_key_unlock: Some((&copy.papers).into()), ..draft })
    }
}
