//! No interleaving gets round a limit.

use proptest::prelude::*;
use ventanilla::domain::challenge::{Form, GUESSES_PER_HOUR, HOUR_MS, REQUESTS_PER_HOUR};
use ventanilla::domain::id::SelfServiceId;
use ventanilla::ops::Error;
use ventanilla::ops::procedure::employer_key_recovery::RecoveryBegun;
use ventanilla::ops::self_service::{CodeAnswer, LeaveFlow};

use super::Stage;

#[derive(Debug, Clone)]
enum Act {
    Begin,
    AskAgain(usize),
    Guess(usize, usize),
    Leave(usize),
    Restart,
    Wait(i64),
}

fn acts() -> impl Strategy<Value = Act> {
    let (flow, short) = (0..3_usize, vec![1_000, 15_000, 59_999, 60_000, 61_000, 120_000, 179_999]);
    let long = vec![600_000, HOUR_MS / 2, HOUR_MS - 1, HOUR_MS];
    prop_oneof![
        6 => Just(Act::Begin),
        4 => flow.clone().prop_map(Act::AskAgain),
        12 => (flow.clone(), 2..6_usize).prop_map(|(flow, times)| Act::Guess(flow, times)),
        1 => flow.prop_map(Act::Leave),
        1 => Just(Act::Restart),
        10 => proptest::sample::select(short).prop_map(Act::Wait),
        1 => proptest::sample::select(long).prop_map(Act::Wait),
    ]
}

/// One person at the screen, again and again.
struct Run {
    stage: Option<Stage>,
    /// The flows, the newest last.
    flows: Vec<SelfServiceId>,
    /// When a wrong guess was looked at.
    guesses: Vec<i64>,
    /// When a letter went out.
    letters: Vec<i64>,
}

impl Run {
    fn open() -> Self {
        Self { stage: Some(Stage::open()), flows: Vec::new(), guesses: Vec::new(), letters: Vec::new() }
    }

    fn stage(&self) -> &Stage {
        self.stage.as_ref().unwrap()
    }

    fn now(&self) -> i64 {
        self.stage().house.clock().now().0
    }

    fn flow(&self, nth: usize) -> Option<SelfServiceId> {
        self.flows.iter().rev().nth(nth).copied()
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Begin => match self.stage().begin_recovery(1, 1) {
                Ok(RecoveryBegun::CodeAsked(flow)) => self.flows.push(flow),
                Ok(other) => panic!("{other:?}"),
                Err(refused) => assert!(matches!(refused, Error::Refused(_)), "{refused}"),
            },
            Act::AskAgain(nth) => {
                if let Some(flow) = self.flow(*nth) {
                    let _ = self.stage().ask_again(flow, Form::Code);
                }
            }
            Act::Guess(nth, times) => (0..*times).for_each(|_| self.guess(*nth)),
            Act::Leave(nth) => {
                if let Some(flow) = self.flow(*nth) {
                    let stage = self.stage();
                    stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
                }
            }
            Act::Restart => self.stage = self.stage.take().map(Stage::restarted),
            Act::Wait(ms) => self.stage().wait_ms(*ms),
        }
        let sent = self.stage().send();
        let now = self.now();
        self.letters.extend(std::iter::repeat_n(now, sent));
    }

    fn guess(&mut self, nth: usize) {
        let Some(flow) = self.flow(nth) else { return };
        let before = noted(self.stage());
        let answer = self.stage().give(flow, "00000000");
        let looked_at = noted(self.stage()) - before;
        let now = self.now();
        self.guesses.extend(std::iter::repeat_n(now, looked_at));
        match answer {
            Ok(CodeAnswer::Wrong { .. }) => assert_eq!(looked_at, 1, "a wrong guess is noted"),
            Ok(CodeAnswer::Right) => panic!("one in a hundred million"),
            Ok(_) => {}
            Err(refused) => {
                assert!(matches!(refused, Error::Refused(_)), "{refused}");
                assert_eq!(looked_at, 0, "what is refused is not looked at");
            }
        }
    }

    fn check(&self) {
        for (what, at, most) in
            [("guesses", &self.guesses, GUESSES_PER_HOUR), ("letters", &self.letters, REQUESTS_PER_HOUR)]
        {
            for begins in at {
                let within = at.iter().filter(|at| (*begins..begins + HOUR_MS).contains(*at)).count();
                assert!(within <= most, "{within} {what} within an hour: {at:?}");
            }
        }
    }
}

/// How many wrong guesses the store knows.
fn noted(stage: &Stage) -> usize {
    let count = stage.house.reader().unwrap().one("SELECT count(*) FROM challenge_guess", [], |row| row.get::<i64>(0));
    usize::try_from(count.unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_interleaving_gets_round_a_limit(acts in proptest::collection::vec(acts(), 20..70)) {
        let mut run = Run::open();
        for act in &acts {
            run.act(act);
        }
        run.check();
        prop_assert_eq!(run.stage().problem(), "");
    }
}
