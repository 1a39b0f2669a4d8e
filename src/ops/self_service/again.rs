//! The letter is sent again: with another secret, which takes the place of the one before.

use serde_json::json;

use super::{TO, open_at, send, who};
use crate::domain::challenge::Form;
use crate::domain::id::SelfServiceId;
use crate::domain::self_service::Step;
use crate::ops::error::{Error, known};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::store;

/// Asks for the code or the link anew.
#[derive(Debug, Clone, Copy)]
pub struct AskAgain {
    /// Of this flow.
    pub flow: SelfServiceId,
    /// Which of both is waited for.
    pub form: Form,
}

impl Operation for AskAgain {
    const NAME: &'static str = "self_service.ask_again";
    const FOR_SELF_SERVICE: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.flow.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let step = match self.form {
            Form::Code => Step::Code,
            Form::Link => Step::Link,
        };
        let (flow, _) = open_at(work, self.flow, step)?;
        let before = known(store::challenge::newest(work.tx, flow.id)?, "lo que se envió")?;
        let to = send(work, (flow.id, who(&flow)), before.kind, before.is_decoy)?;
        let done = Done::new((), flow.id, &[Changed::Mail, Changed::SelfService]).code(before.kind.code());
        Ok(match to {
            // With the number, so that it goes where the person is erased.
            Some(to) => done.detail(json!({ "number": flow.person.as_str(), TO: to })),
            None => done,
        })
    }
}
