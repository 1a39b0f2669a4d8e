//! The working copy of a visit, as the store keeps it: what the clerk wrote, without what surrounds it and without what
//! the registers answered. A copy that an earlier edition kept, which had both around it, is read as well.

use super::common::FirstJudgementJson;
use super::{Error, VERSION, employer_key, fault, read_employer_key, write};
use crate::domain::calendar::Zone;
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
    employer_key: employer_key::EmployerKey,
}

/// Only what tells a whole visit from a working copy.
#[derive(Deserialize)]
struct Shape {
    visit: Option<IgnoredAny>,
}

/// Reads a working copy.
///
/// # Errors
/// A text that is no working copy of an employer key, nor a whole visit for one.
pub fn read_draft(text: &str) -> Result<WorkingCopy<EmployerKey>, Error> {
    if let Ok(Shape { visit: Some(_) }) = serde_json::from_str(text) {
        return Ok(read_employer_key(text)?.copy);
    }
    let reader = &mut serde_json::Deserializer::from_str(text);
    let draft: Draft = serde_path_to_error::deserialize(&mut *reader).map_err(|fault| fault::of_json(&fault))?;
    reader.end().map_err(|fault| fault::at_the_end(&fault))?;
    if draft.version != VERSION {
        return Err(Error::Version { found: draft.version, known: VERSION });
    }
    if ProcedureId::parse(&draft.procedure) != Some(ProcedureId::EMPLOYER_KEY) {
        return Err(Error::UnknownProcedure { found: draft.procedure });
    }
    Ok(WorkingCopy {
        confirmation: draft.confirmation,
        first_judgement: draft.first_judgement.map(FirstJudgement::from),
        papers: draft.employer_key.into_domain().0,
    })
}

/// Writes a working copy.
///
/// # Errors
/// None that is known: the error is serde's.
pub fn write_draft(copy: &WorkingCopy<EmployerKey>) -> Result<String, Error> {
    write(&Draft {
        version: VERSION,
        procedure: ProcedureId::EMPLOYER_KEY.as_str().to_owned(),
        confirmation: copy.confirmation,
        // A moment is the same on every clock, and the copy knows of none.
        first_judgement: copy.first_judgement.as_ref().map(|first| FirstJudgementJson::of(first, Zone::Mainland)),
        employer_key: (&copy.papers).into(),
    })
}
