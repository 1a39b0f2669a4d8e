//! The questions are answered: all of them at once, and what is wrong of them is not said.

use serde::{Deserialize, Serialize};
use serde_json::json;
use zeroize::Zeroizing;

use crate::domain::id::SelfServiceId;
use crate::domain::procedure::affiliate_key::{SUBMISSIONS, normalised};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::{AffiliateKeyState, BirthDay};
use crate::domain::self_service::{FlowOutcome, Step};
use crate::ops::error::Error;
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::self_service::{Working, is_answer, own_open_at};
use crate::store;
use crate::store::insured::Insured;
use crate::store::self_service::Flow;

/// What somebody answers.
pub struct KeyAnswers {
    /// Day and month of birth.
    pub birth: BirthDay,
    /// To each question on the work history the place of the answer.
    pub history: Vec<usize>,
    /// To each personal question the answer as typed.
    pub personal: Vec<Zeroizing<String>>,
}

/// Answers the questions.
pub struct AnswerQuestions {
    /// Of this flow.
    pub flow: SelfServiceId,
    /// What they answer.
    pub answers: KeyAnswers,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionsAnswer {
    /// All of them are right: their data are to be confirmed.
    Right,
    /// Not all of them; so often they may still be answered.
    Wrong {
        /// How often.
        left: u32,
    },
    /// They were answered wrongly as often as they may be: the key is blocked.
    Blocked,
    /// All of them are right, and the key was blocked before: it is to be unlocked.
    IsBlocked,
}

impl QuestionsAnswer {
    fn code(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong { .. } => "wrong",
            Self::Blocked => "blocked",
            Self::IsBlocked => "is_blocked",
        }
    }
}

impl Operation for AnswerQuestions {
    const NAME: &'static str = "affiliate_key.answer";
    const FOR_SELF_SERVICE: bool = true;
    type Output = QuestionsAnswer;

    fn subject(&self) -> Subject {
        self.flow.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<QuestionsAnswer>, Error> {
        let (flow, working) = own_open_at(work, ProcedureId::AFFILIATE_KEY, self.flow, Step::Questions)?;
        let insured = store::insured::by_number(work.tx, &flow.person)?;
        // Everything is looked at whatever is wrong already: nobody learns by the time that it takes what was right.
        let are_right = self.are_right(work, &flow, &working, insured.as_ref())?;
        let wrong = store::chosen_key::wrong_answers(work.tx, &flow.person)?;
        let answer = if wrong >= SUBMISSIONS {
            QuestionsAnswer::Blocked
        } else if !are_right {
            store::chosen_key::note_wrong_answers(work.tx, &flow.person, work.now.0)?;
            match SUBMISSIONS.saturating_sub(wrong).saturating_sub(1) {
                0 => QuestionsAnswer::Blocked,
                left => QuestionsAnswer::Wrong { left },
            }
        } else if insured.as_ref().is_some_and(|insured| insured.key == AffiliateKeyState::Blocked) {
            QuestionsAnswer::IsBlocked
        } else {
            QuestionsAnswer::Right
        };
        match answer {
            QuestionsAnswer::Right => {
                store::chosen_key::forget_wrong_answers(work.tx, &flow.person)?;
                let known = Working { questions: Vec::new(), personal: Vec::new(), ..working };
                store::self_service::go_on(work.tx, flow.id, Step::Data, &known.to_text()?)?;
            }
            QuestionsAnswer::Wrong { .. } => {}
            QuestionsAnswer::Blocked => {
                // Whom no answer could be right for, since the register lacks it, keeps their key: only these questions are over.
                let could_be_right = working.questions.iter().all(|asked| asked.right.is_some());
                if let Some(insured) = insured.as_ref().filter(|it| it.birth.is_some() && could_be_right) {
                    store::insured::set_key(work.tx, insured.id, AffiliateKeyState::Blocked)?;
                }
                store::self_service::end(work.tx, flow.id, FlowOutcome::Refused, work.now.0)?;
            }
            QuestionsAnswer::IsBlocked => {
                store::self_service::end(work.tx, flow.id, FlowOutcome::ToCounter, work.now.0)?;
            }
        }
        let detail = json!({ "number": flow.person.as_str() });
        Ok(Done::new(answer, flow.id, &[Changed::Insured, Changed::SelfService]).code(answer.code()).detail(detail))
    }
}

/// A hash that nobody has the answer to: it takes as long as any.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cyBzYWx0IGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl AnswerQuestions {
    fn are_right(
        &self,
        work: &Work<'_>,
        flow: &Flow,
        working: &Working,
        insured: Option<&Insured>,
    ) -> Result<bool, Error> {
        let birth = insured.and_then(|insured| insured.birth).is_some_and(|birth| birth == self.answers.birth);
        let asked = working.questions.iter().map(|asked| asked.right);
        let answered = self.answers.history.iter().map(|at| Some(*at));
        let history = working.questions.len() == self.answers.history.len() && asked.eq(answered);
        let set = store::chosen_key::personal_answers(work.tx, &flow.person)?;
        let mut personal = working.personal.len() == self.answers.personal.len();
        for (question, answer) in working.personal.iter().zip(&self.answers.personal) {
            let hash = set.iter().find(|(known, _)| known == question.code()).map_or(NOBODYS, |(_, hash)| hash);
            let answer = normalised(answer).unwrap_or_default();
            personal &= is_answer(hash, &answer);
        }
        Ok(birth & history & personal & insured.is_some())
    }
}
