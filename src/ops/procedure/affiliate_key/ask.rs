//! The questions that are asked of a number: drawn once and the same ones each time, and of every number.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::id::SelfServiceId;
use crate::domain::number::PersonNumber;
use crate::domain::procedure::affiliate_key::{Answered, PersonalQuestion, questions};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::self_service::Step;
use crate::ops::error::Error;
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::self_service::{Begun, NEW, Who, Working, begin};
use crate::store;

/// Begins the making of a key.
#[derive(Debug, Clone)]
pub struct BeginKey {
    /// Cédula or foreigner code.
    pub person: PersonNumber,
}

/// So many names are drawn for the wrong answers.
const OTHERS: usize = 8;

impl Operation for BeginKey {
    const NAME: &'static str = "affiliate_key.begin";
    const FOR_SELF_SERVICE: bool = true;
    type Output = SelfServiceId;

    fn subject(&self) -> Subject {
        NEW
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<SelfServiceId>, Error> {
        let drawn = drawn(work, &self.person)?;
        let is_registered = store::insured::by_number(work.tx, &self.person)?.is_some();
        let set = store::chosen_key::personal_answers(work.tx, &self.person)?;
        let set: Vec<PersonalQuestion> =
            set.iter().filter_map(|(question, _)| PersonalQuestion::from_code(question)).collect();
        let working = Working {
            questions: drawn.questions,
            personal: match (is_registered, set.is_empty()) {
                (_, false) => set,
                (true, true) => Vec::new(),
                (false, true) => drawn.invented,
            },
            sets_personal: is_registered,
            ..Working::default()
        };
        let working = Working { sets_personal: working.sets_personal && working.personal.is_empty(), ..working };
        let who = Who { person: &self.person, employer: ("", "") };
        let flow = begin(work, ProcedureId::AFFILIATE_KEY, &who, &Begun::Waits(Step::Questions, &working))?;
        Ok(Done::new(flow, flow, &[Changed::SelfService]).detail(json!({ "number": self.person.as_str() })))
    }
}

/// For whom they worked: each once, however it is spelled.
fn worked_for(work: &Work<'_>, person: &PersonNumber) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = Vec::new();
    for employment in store::work_history::of_person(work.tx, person)? {
        let key = store::work_history::name_key(&employment.employer);
        if names.iter().all(|name| store::work_history::name_key(name) != key) {
            names.push(employment.employer);
        }
    }
    Ok(names)
}

/// What was drawn to be asked of a number.
#[derive(Default, Serialize, Deserialize)]
struct Drawn {
    questions: Vec<Answered>,
    /// As if they had set personal questions, where nobody knows them.
    invented: Vec<PersonalQuestion>,
}

/// What is asked of a number: by chance, once, and kept. Only where no answer was right, and one is since, is it drawn anew.
fn drawn(work: &Work<'_>, person: &PersonNumber) -> Result<Drawn, Error> {
    let worked_for = worked_for(work, person)?;
    let unreadable = |fault: serde_json::Error| Error::Inconsistent(format!("no se leen unas preguntas ({fault})"));
    if let Some(kept) = store::chosen_key::drawn_questions(work.tx, person)? {
        let kept: Drawn = serde_json::from_str(&kept).map_err(unreadable)?;
        if worked_for.is_empty() || kept.questions.iter().all(|asked| asked.right.is_some()) {
            return Ok(kept);
        }
    }
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|_| Error::Random)?;
    let mut from = [0; 8];
    getrandom::fill(&mut from).map_err(|_| Error::Random)?;
    let others = store::work_history::others(work.tx, &worked_for, i64::from_be_bytes(from), OTHERS)?;
    let new = Drawn { questions: questions(&worked_for, &others, seed), invented: invented(seed) };
    let text = serde_json::to_string(&new).map_err(unreadable)?;
    store::chosen_key::set_drawn_questions(work.tx, person, &text, work.now.0)?;
    Ok(new)
}

/// Whom nobody knows is asked as if they had set personal questions, every other time: neither way tells anything.
fn invented(seed: [u8; 32]) -> Vec<PersonalQuestion> {
    let [first, second, .., last] = seed;
    if last % 2 == 0 {
        return Vec::new();
    }
    let all = PersonalQuestion::ALL;
    let at = usize::from(first) % all.len();
    let step = 1_usize.saturating_add(usize::from(second) % all.len().saturating_sub(1).max(1));
    let other = at.saturating_add(step) % all.len();
    let mut drawn: Vec<PersonalQuestion> = [at, other].iter().filter_map(|at| all.get(*at).copied()).collect();
    // In the order in which those are kept that somebody set.
    drawn.sort_unstable_by_key(|question| question.code());
    drawn
}
