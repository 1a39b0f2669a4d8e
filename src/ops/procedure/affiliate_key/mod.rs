//! The affiliate key, made by the person themselves: questions, their data, a link, and the key that they choose.

mod answer;
mod ask;
mod data;

pub use answer::{AnswerQuestions, KeyAnswers, QuestionsAnswer};
pub use ask::BeginKey;
pub use data::ConfirmData;

use crate::domain::number::PersonNumber;
use crate::domain::register::{AffiliateKeyState, Contact};
use crate::ops::error::{Error, refuse};
use crate::ops::house::operation::Work;
use crate::store;

/// The register learns of a key that was chosen, of how the person is reached, and of the personal questions where they were set
/// with it. Answers how they were reached before, where that is another way.
pub(in crate::ops) fn take_over(
    work: &Work<'_>,
    person: &PersonNumber,
    contact: &Contact,
    personal: Option<&[(String, String)]>,
) -> Result<Option<Contact>, Error> {
    let Some(insured) = store::insured::by_number(work.tx, person)? else {
        return refuse("unknown", "Sus datos ya no constan en el registro. Pida ayuda en la ventanilla.");
    };
    // Somebody answered wrongly meanwhile, or the person themselves had it blocked.
    if insured.key == AffiliateKeyState::Blocked {
        return refuse("blocked", "Su clave se bloqueó mientras tanto: primero hay que desbloquearla.");
    }
    store::insured::set_key(work.tx, insured.id, AffiliateKeyState::Active)?;
    if let Some(personal) = personal {
        store::chosen_key::set_personal_answers(work.tx, person, personal, work.now.0)?;
    }
    let is_other = *contact != insured.contact;
    if is_other {
        store::insured::correct_contact(work.tx, insured.id, contact)?;
    }
    store::chosen_key::forget_wrong_answers(work.tx, person)?;
    Ok(is_other.then_some(insured.contact))
}
