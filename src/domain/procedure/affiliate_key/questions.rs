//! The questions on the work history (affiliate-key sheet, step 6), and when they are answered rightly.
//!
//! They are the same whenever a number is given, since answers that change tell which one stays; and they are asked of every
//! number, so that nobody learns who is registered.

/// So often the questions may be answered; then the key is blocked (step 8).
pub const SUBMISSIONS: u32 = 5;

/// What whoever worked for none of those named answers.
pub const NONE_OF_THESE: &str = "Con ninguno de estos";

/// How many employers a question names.
const NAMED: usize = 4;

/// How many questions there are.
const COUNT: usize = 2;

/// A question with its answers, the last of which says that none of them is right.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Question {
    /// What can be answered, as it is shown.
    pub options: Vec<String>,
}

/// A question and its right answer; none where no answer counts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Answered {
    /// The question.
    pub question: Question,
    /// The place of the right answer.
    pub right: Option<usize>,
}

/// The two questions: `worked_for` are those for whom the person worked, `others` enough of those for whom they did not, and
/// `seed` draws. Of somebody who worked for nobody, or is not known, no answer is right.
#[must_use]
pub fn questions(worked_for: &[String], others: &[String], seed: [u8; 32]) -> Vec<Answered> {
    let mut draw = Draw { seed, at: 0 };
    let mut own: Vec<&String> = worked_for.iter().collect();
    let mut wrong = others.iter();
    let mut made = Vec::new();
    for _ in 0..COUNT {
        let right = match own.len() {
            0 => None,
            many => Some(own.swap_remove(draw.below(many))),
        };
        // Whoever worked for one only worked for none of the second question's.
        let named = NAMED.saturating_sub(usize::from(right.is_some()));
        let mut options: Vec<String> = wrong.by_ref().take(named).cloned().collect();
        let place = right.map(|right| {
            let at = draw.below(options.len().saturating_add(1));
            options.insert(at, right.clone());
            at
        });
        options.push(NONE_OF_THESE.to_owned());
        let none_of_these = options.len().saturating_sub(1);
        let right = match worked_for.is_empty() {
            true => None,
            false => Some(place.unwrap_or(none_of_these)),
        };
        made.push(Answered { question: Question { options }, right });
    }
    made
}

/// Draws numbers from a seed, one byte at a time.
struct Draw {
    seed: [u8; 32],
    at: usize,
}

impl Draw {
    /// A number below `many`, which is small.
    fn below(&mut self, many: usize) -> usize {
        let byte = self.seed.get(self.at).copied().unwrap_or_default();
        self.at = self.at.saturating_add(1);
        usize::from(byte).checked_rem(many).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn others() -> Vec<String> {
        (0..8).map(|nth| format!("Otra {nth}")).collect()
    }

    #[test]
    fn each_question_names_one_for_whom_they_worked_and_no_two_the_same() {
        let worked_for = names(&["Andina", "Costa", "Sierra"]);
        for byte in 0..=255 {
            let made = questions(&worked_for, &others(), [byte; 32]);
            assert_eq!(made.len(), 2);
            let mut named = Vec::new();
            for Answered { question, right } in &made {
                assert_eq!(question.options.len(), 5);
                assert_eq!(question.options[4], NONE_OF_THESE);
                let right = &question.options[right.unwrap()];
                assert!(worked_for.contains(right));
                assert_eq!(question.options.iter().filter(|it| worked_for.contains(it)).count(), 1);
                named.extend(question.options[..4].to_vec());
            }
            named.sort();
            named.dedup();
            assert_eq!(named.len(), 8);
        }
    }

    #[test]
    fn whoever_worked_for_one_only_worked_for_none_of_the_others() {
        let made = questions(&names(&["Andina"]), &others(), [7; 32]);
        assert!(made[0].question.options.contains(&"Andina".to_owned()));
        assert_eq!(made[1].right, Some(4));
        assert_eq!(made[1].question.options.len(), 5);
    }

    #[test]
    fn of_whom_nothing_is_known_no_answer_is_right_and_the_questions_look_alike() {
        let made = questions(&[], &others(), [7; 32]);
        assert!(made.iter().all(|it| it.right.is_none() && it.question.options.len() == 5));
        assert_eq!(questions(&[], &others(), [7; 32]), made, "they are the same each time");
    }

    #[test]
    fn where_few_others_are_known_nothing_fails() {
        let made = questions(&names(&["Andina", "Costa"]), &names(&["Otra"]), [0; 32]);
        assert!(made.iter().all(|it| it.right.is_some()));
    }
}
