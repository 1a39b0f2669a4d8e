//! The recovery of an employer key, by the person themselves: begun with number, RUC and branch.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::challenge::ChallengeKind;
use crate::domain::id::SelfServiceId;
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};
use crate::domain::procedure::employer_key_recovery::{Condition, Given, Known, Way, way};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::RegisterAnswer;
use crate::domain::self_service::{FlowOutcome, Step};
use crate::ops::error::Error;
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::register;
use crate::ops::self_service::{Begun, NEW, Who, Working, begin, send};
use crate::store::{self, Reader};

/// Begins the recovery.
#[derive(Debug, Clone)]
pub struct BeginRecovery {
    /// Cédula or foreigner code of whoever asks.
    pub person: PersonNumber,
    /// RUC or domestic-service number.
    pub employer: EmployerNumber,
    /// The branch.
    pub branch: Branch,
    /// They say that it is their first key.
    pub says_it_is_the_first: bool,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryBegun {
    /// A code goes to the registered e-mail.
    CodeAsked(SelfServiceId),
    /// It is done at the counter.
    ToCounter(Condition),
    /// Number, RUC and branch do not agree: which of them is not said.
    NoMatch,
}

impl Operation for BeginRecovery {
    const NAME: &'static str = "employer_key_recovery.begin";
    const FOR_SELF_SERVICE: bool = true;
    type Output = RecoveryBegun;

    fn subject(&self) -> Subject {
        NEW
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<RecoveryBegun>, Error> {
        let given = Given {
            person: self.person.clone(),
            branch: self.branch.clone(),
            says_it_is_the_first: self.says_it_is_the_first,
        };
        let known = known(work.tx, &self.employer, &self.branch)?;
        let way = way(&given, known.as_ref());
        let working = Working::default();
        let begun = match &way {
            Way::ByMail(_) => Begun::Waits(Step::Code, &working),
            Way::ToCounter(_) => Begun::Ended(FlowOutcome::ToCounter),
            Way::NoMatch => Begun::Ended(FlowOutcome::Refused),
        };
        let who = Who { person: &self.person, employer: (self.employer.as_str(), self.branch.as_str()) };
        let flow = begin(work, ProcedureId::EMPLOYER_KEY_RECOVERY, &who, &begun)?;
        let (output, code) = match way {
            Way::ByMail(_) => {
                send(work, (flow, (&self.person, self.employer.as_str())), ChallengeKind::RecoveryCode, false)?;
                (RecoveryBegun::CodeAsked(flow), "code_asked")
            }
            Way::ToCounter(condition) => (RecoveryBegun::ToCounter(condition), condition.code()),
            Way::NoMatch => (RecoveryBegun::NoMatch, "no_match"),
        };
        let detail = json!({
            "number": self.person.as_str(),
            "employer": self.employer.as_str(),
            "branch": self.branch.as_str(),
            "says_first": self.says_it_is_the_first,
        });
        Ok(Done::new(output, flow, &[Changed::Mail, Changed::SelfService]).code(code).detail(detail))
    }
}

/// What is known of the employer of a number.
fn known(reader: &Reader, number: &EmployerNumber, branch: &Branch) -> Result<Option<Known>, Error> {
    let RegisterAnswer::Found(record) = register::employer(reader, number)? else { return Ok(None) };
    let employer = store::employer::by_number(reader, number)?;
    let (email, says_file) = employer.map(|employer| (employer.email, employer.has_key)).unwrap_or_default();
    // What was done here is known better than what an older file says.
    let had_key = if was_made_here(reader, number, branch)? { Some(true) } else { says_file };
    Ok(Some(Known { record, email, had_key }))
}

/// Was a key delivered or chosen for it here?
fn was_made_here(reader: &Reader, number: &EmployerNumber, branch: &Branch) -> Result<bool, Error> {
    Ok(store::issuance::was_delivered(reader, number, branch)?
        || store::chosen_key::is_known_of_employer(reader, number.as_str(), branch.as_str())?)
}
