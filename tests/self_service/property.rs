//! No interleaving of beginnings, letters asked for again, codes and links given back, bookings, and the program
//! closed and opened in between allows more than the limits do, makes a secret good twice, or gives two people one
//! place.
//!
//! Each answer is judged both ways by what was seen until then: nothing is taken that should not be, and nothing is
//! refused without a reason.

mod seen;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use seen::{Seen, Who};
use ventanilla::domain::challenge::{ChallengeKind, Form, HOUR_MS};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::ops::procedure::employer_key_recovery::RecoveryBegun;
use ventanilla::ops::self_service::{CodeAnswer, LeaveFlow, LinkAnswer};
use ventanilla::ops::turn::BookAlone;
use ventanilla::ops::{Error, Refusal};
use ventanilla::store;

use super::{Stage, booking};
use crate::support::house::{CLERK, cases, log_in};

/// What is done. Flows and letters are counted from the newest one on, flows among those that wait for such an act.
#[derive(Debug, Clone)]
enum Act {
    /// After this pause.
    Begin(Who, i64),
    /// So often by somebody who is none of the employer's.
    BeginInVain(usize),
    AskAgain(usize),
    /// The code of its own letter.
    Give(usize),
    /// Any letter's code in any flow.
    GiveOther(usize, usize),
    Guess(usize, usize),
    OpenLink(usize),
    Choose(usize),
    Leave(usize),
    /// Whoever gave their code back takes a place.
    Book(usize, Place),
    /// All of them at once take it.
    Race(Place),
    /// A clerk gives it to this person.
    AtTheWindow(usize, Place),
    Restart,
    Wait(i64),
}

/// Somebody who does not represent the employer.
const NOBODY: Who = Who { person: 3, employer: Some(2) };

/// What is booked: a procedure, at an hour of the same day.
type Place = (ProcedureId, &'static str);

fn waits() -> impl Strategy<Value = Act> {
    let short = vec![15_000, 59_999, 60_000, 60_001, 120_000, 179_999, 180_000];
    let long = vec![899_999, 900_000, HOUR_MS / 2, HOUR_MS - 1, HOUR_MS];
    prop_oneof![5 => select(short), 1 => select(long)].prop_map(Act::Wait)
}

fn begins(who: impl Strategy<Value = Who>) -> impl Strategy<Value = Act> {
    let pauses = vec![0, 59_999, 60_000, 60_000, 60_000, 60_000];
    (who, select(pauses)).prop_map(|(who, pause)| Act::Begin(who, pause))
}

/// The newest one most often.
fn newest() -> impl Strategy<Value = usize> {
    prop_oneof![5 => Just(0), 1 => 1..4_usize]
}

/// Who begins in a run, for which employer: several people for one, one person for several, or both.
fn whose() -> impl Strategy<Value = Vec<(usize, usize)>> {
    let (people, employers) = (vec![(1, 1), (2, 1), (3, 1)], vec![(1, 1), (1, 2), (1, 3)]);
    select(vec![people, employers, vec![(1, 1), (1, 1), (2, 1), (3, 1), (1, 2), (2, 2)]])
}

fn recovering(whose: Vec<(usize, usize)>) -> impl Strategy<Value = Act> {
    let who = select(whose).prop_map(|(person, of)| Who { person, employer: Some(of) });
    prop_oneof![
        8 => begins(who),
        2 => (5..11_usize).prop_map(Act::BeginInVain),
        4 => newest().prop_map(Act::AskAgain),
        5 => newest().prop_map(Act::Give),
        2 => (0..4_usize, 0..6_usize).prop_map(|(flow, letter)| Act::GiveOther(flow, letter)),
        7 => (newest(), 2..6_usize).prop_map(|(flow, times)| Act::Guess(flow, times)),
        5 => newest().prop_map(Act::OpenLink),
        3 => newest().prop_map(Act::Choose),
        1 => newest().prop_map(Act::Leave),
        2 => Just(Act::Restart),
        4 => waits(),
    ]
}

/// Few people, and fewer places.
fn booking_alone() -> impl Strategy<Value = Act> {
    let who = (10..15_usize).prop_map(|person| Who { person, employer: None });
    let procedures = vec![ProcedureId::EMPLOYER_KEY, ProcedureId::AFFILIATE_KEY_UNLOCK];
    let place = || (select(procedures.clone()), select(vec!["09:00", "09:30", "10:00"]));
    prop_oneof![
        9 => begins(who),
        1 => newest().prop_map(Act::AskAgain),
        9 => newest().prop_map(Act::Give),
        1 => (0..4_usize, 0..6_usize).prop_map(|(flow, letter)| Act::GiveOther(flow, letter)),
        1 => (newest(), 2..6_usize).prop_map(|(flow, times)| Act::Guess(flow, times)),
        1 => newest().prop_map(Act::Leave),
        1 => (newest(), place()).prop_map(|(flow, place)| Act::Book(flow, place)),
        3 => place().prop_map(Act::Race),
        1 => (15..18_usize, place()).prop_map(|(person, place)| Act::AtTheWindow(person, place)),
        2 => Just(Act::Restart),
        2 => waits(),
    ]
}

/// A house, and what was seen of it.
struct Run {
    stage: Option<Stage>,
    seen: Seen,
    per_slot: u16,
    /// Who holds a turn, and where.
    turns: Vec<(usize, Place)>,
}

impl Run {
    fn open(per_slot: u16) -> Self {
        let stage = Stage::open();
        stage.represented(1, &[1, 2, 3]);
        stage.represented(2, &[1, 2]);
        stage.represented(3, &[1]);
        booking::narrow(&stage, per_slot);
        Self { stage: Some(stage), seen: Seen::nothing(), per_slot, turns: Vec::new() }
    }

    fn stage(&self) -> &Stage {
        self.stage.as_ref().unwrap()
    }

    fn now(&self) -> i64 {
        self.stage().house.clock().now().0
    }

    /// The nth of those that wait for a code or a link, or any one where none does.
    fn waiting(&self, nth: usize, form: Option<Form>) -> Option<usize> {
        let waits = |at: &usize| {
            let newest = self.seen.letters[self.seen.newest_of(*at)].kind.form();
            !self.seen.flows[*at].is_over && !self.is_past(*at) && form.is_none_or(|form| newest == form)
        };
        let mut waiting = (0..self.seen.flows.len()).rev().filter(waits);
        waiting.nth(nth).or_else(|| self.seen.flows.len().checked_sub(nth + 1))
    }

    /// The nth letter of a form, with what it brought.
    fn letter(&self, form: Form, nth: usize) -> Option<(usize, String)> {
        let of_form = self.seen.letters.iter().enumerate().rev().filter(|(_, letter)| letter.kind.form() == form);
        of_form.map(|(at, letter)| (at, letter.secret.clone())).nth(nth)
    }

    /// The letter that an act sends.
    fn receive(&mut self, kind: ChallengeKind, flow: usize) {
        let (secret, now) = (self.stage().sent_secret(), self.now());
        self.seen.comes(kind, flow, secret, now);
    }

    fn act(&mut self, act: &Act) {
        let flows = self.seen.flows.len();
        match act {
            Act::Begin(who, pause) => {
                self.stage().wait_ms(*pause);
                self.begin(*who);
            }
            Act::BeginInVain(times) => (0..*times).for_each(|_| self.begin(NOBODY)),
            Act::AskAgain(nth) => {
                if let Some(at) = self.waiting(*nth, None) {
                    self.ask_again(at);
                }
            }
            Act::Give(nth) => {
                if let Some(at) = self.waiting(*nth, Some(Form::Code)) {
                    let own = self.seen.letters.iter().rfind(|it| it.flow == at && it.kind.form() == Form::Code);
                    let own = own.unwrap().secret.clone();
                    self.give(at, &own);
                }
            }
            Act::GiveOther(nth, letter) => {
                if let (Some(at), Some((_, other))) = (flows.checked_sub(nth + 1), self.letter(Form::Code, *letter)) {
                    self.give(at, &other);
                }
            }
            Act::Guess(nth, times) => {
                if let Some(at) = self.waiting(*nth, Some(Form::Code)) {
                    (0..*times).for_each(|_| self.give(at, "00000000"));
                }
            }
            Act::OpenLink(nth) => self.open_link(*nth),
            Act::Choose(nth) => {
                let opened = |at: &usize| self.seen.flows[*at].opened_at.is_some() && !self.seen.flows[*at].is_over;
                let any = flows.checked_sub(nth + 1);
                if let Some(at) = (0..flows).rev().filter(opened).nth(*nth).or(any) {
                    self.choose(at);
                }
            }
            Act::Leave(nth) => {
                if let Some(at) = self.waiting(*nth, None) {
                    let (stage, flow) = (self.stage(), self.seen.flows[at].id);
                    stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
                    self.seen.flows[at].is_over = true;
                }
            }
            Act::Book(nth, place) => {
                if let Some(at) = flows.checked_sub(nth + 1) {
                    self.book(&[at], *place);
                }
            }
            Act::Race(place) => {
                let waiting = |at: &usize| self.seen.flows[*at].is_proved && !self.seen.flows[*at].is_over;
                let waiting: Vec<usize> = (0..flows).filter(waiting).collect();
                self.book(&waiting, *place);
            }
            Act::AtTheWindow(person, place) => self.at_the_window(*person, *place),
            Act::Restart => self.stage = self.stage.take().map(Stage::restarted),
            Act::Wait(ms) => self.stage().wait_ms(*ms),
        }
        assert_eq!(self.stage().send(), 0, "{act:?}: no letter goes that nobody asked for");
    }

    fn begin(&mut self, who: Who) {
        let is_named = who != NOBODY;
        let begun = match who.employer {
            Some(of) => self.stage().begin_recovery(who.person, of).map(|begun| match begun {
                RecoveryBegun::CodeAsked(flow) => Some(flow),
                RecoveryBegun::NoMatch => None,
                RecoveryBegun::ToCounter(condition) => panic!("{condition:?}"),
            }),
            None => booking::begin(self.stage(), who.person).map(Some),
        };
        let now = self.now();
        let may = self.seen.may_begin(who, now) && (!is_named || self.seen.may_ask(who.code(), who, now));
        match begun {
            Ok(flow) => {
                assert_eq!((may, flow.is_some()), (true, is_named), "{who:?}");
                self.seen.begins(who, flow, now);
                if is_named {
                    self.receive(who.code(), self.seen.flows.len() - 1);
                }
            }
            Err(fault) => assert_eq!((refused(fault).as_str(), may), ("too_often", false), "{who:?}"),
        }
    }

    /// Asks for what is waited for, or was at last.
    fn ask_again(&mut self, at: usize) {
        let (is_over, now) = (self.seen.flows[at].is_over, self.now());
        let kind = self.seen.letters[self.seen.newest_of(at)].kind;
        let may = self.seen.may_ask(kind, self.seen.flows[at].who, now);
        match self.stage().ask_again(self.seen.flows[at].id, kind.form()).map_err(refused) {
            Ok(()) => {
                assert!(may && !is_over && !self.is_past(at));
                self.receive(kind, at);
            }
            Err(code) => match code.as_str() {
                "ended" => assert!(is_over),
                "step" => assert!(self.is_past(at)),
                code => assert_eq!((code, may), ("too_often", false)),
            },
        }
    }

    /// Nothing that was sent is waited for any more.
    fn is_past(&self, at: usize) -> bool {
        let flow = &self.seen.flows[at];
        flow.opened_at.is_some() || flow.is_proved
    }

    fn give(&mut self, at: usize, code: &str) {
        let (now, letter) = (self.now(), self.seen.newest_of(at));
        let (kind, who) = (self.seen.letters[letter].kind, self.seen.who(letter));
        let is_right = kind.form() == Form::Code && self.seen.letters[letter].secret == code;
        let (is_good, may_guess) = (self.seen.is_good(letter, now), self.seen.may_guess(letter, now));
        let goes_on = kind != ChallengeKind::RecoveryCode || self.seen.may_ask(ChallengeKind::RecoveryLink, who, now);
        let before = noted(self.stage());
        let answer = self.stage().give(self.seen.flows[at].id, code).map_err(refused);
        let looked_at = noted(self.stage()) - before;
        (0..looked_at).for_each(|_| self.seen.is_guessed_at(letter, now));
        match answer {
            Ok(CodeAnswer::Right) => {
                assert!(is_right && is_good && may_guess && goes_on, "{code} of {:?}", self.seen.letters);
                assert_eq!(looked_at, 0);
                self.seen.is_taken(letter);
                match kind {
                    ChallengeKind::RecoveryCode => self.receive(ChallengeKind::RecoveryLink, at),
                    _ => self.seen.flows[at].is_proved = true,
                }
            }
            Ok(CodeAnswer::Wrong { .. }) => {
                assert!(!is_right && is_good && may_guess, "{code} of {:?}", self.seen.letters);
                assert_eq!(looked_at, 1, "a wrong guess is noted");
            }
            Ok(CodeAnswer::Spent) => {
                assert!(!is_right || !is_good);
                assert_eq!(looked_at, usize::from(is_good), "what serves no more is not looked at");
            }
            Ok(CodeAnswer::Late) => assert!(self.seen.is_late(letter, now)),
            Ok(CodeAnswer::NotSent) => panic!("every letter was sent"),
            Err(code) => {
                assert_eq!(looked_at, 0, "what is refused is not looked at");
                match code.as_str() {
                    "ended" => assert!(self.seen.flows[at].is_over),
                    "step" => assert!(kind.form() == Form::Link || self.is_past(at)),
                    code => {
                        assert_eq!(code, "too_often");
                        assert!(!may_guess || (is_right && !goes_on), "refused for nothing");
                    }
                }
            }
        }
    }

    fn open_link(&mut self, nth: usize) {
        let Some((letter, link)) = self.letter(Form::Link, nth) else { return };
        let (at, now) = (self.seen.letters[letter].flow, self.now());
        let (is_good, is_late) = (self.seen.is_good(letter, now), self.seen.is_late(letter, now));
        match self.stage().open_link(&link).unwrap() {
            LinkAnswer::Choose(flow) => {
                assert!(is_good, "{link} of {:?}", self.seen.letters);
                assert_eq!(flow, self.seen.flows[at].id);
                self.seen.is_taken(letter);
                self.seen.flows[at].opened_at = Some(now);
            }
            LinkAnswer::Unlocked(_) => panic!("nobody asked for it"),
            LinkAnswer::Late => assert!(is_late),
            LinkAnswer::Gone => assert!(!is_good, "{link} of {:?}", self.seen.letters),
        }
    }

    fn choose(&mut self, at: usize) {
        let may = self.seen.may_choose(at, self.now());
        match self.stage().choose(self.seen.flows[at].id).map_err(refused) {
            Ok(_) => {
                assert!(may, "one link, one key, in its time");
                assert_eq!(self.stage().send(), 1, "whoever it belongs to hears of it");
                self.seen.flows[at].is_over = true;
            }
            Err(code) => assert_eq!((["step", "ended", "late"].contains(&code.as_str()), may), (true, false), "{code}"),
        }
    }

    fn taken(&self, at: &str) -> usize {
        self.turns.iter().filter(|(_, (_, hour))| *hour == at).count()
    }

    fn holds(&self, person: usize, procedure: ProcedureId) -> bool {
        self.turns.iter().any(|(holder, (of, _))| *holder == person && *of == procedure)
    }

    /// All of these take the place, each with a hand of its own.
    fn book(&mut self, flows: &[usize], (procedure, hour): Place) {
        let free = usize::from(self.per_slot) - self.taken(hour);
        let may = |at: &&usize| {
            let flow = &self.seen.flows[**at];
            flow.is_proved && !flow.is_over && !self.holds(flow.who.person, procedure)
        };
        let who = flows.iter().filter(may).map(|at| self.seen.flows[*at].who.person).collect::<BTreeSet<_>>();
        let (house, turned) = (&self.stage().house, &self.stage().turned);
        let alone = |at: &usize| BookAlone { procedure, ..booking::alone(self.seen.flows[*at].id, hour) };
        let bookings: Vec<BookAlone> = flows.iter().map(alone).collect();
        let answers: Vec<Result<(), String>> = std::thread::scope(|scope| {
            let booked = |booking| move || house.perform(turned, booking).map(drop).map_err(refused);
            let hands: Vec<_> = bookings.iter().map(|booking| scope.spawn(booked(booking))).collect();
            hands.into_iter().map(|hand| hand.join().unwrap()).collect()
        });
        let won: Vec<usize> =
            flows.iter().zip(&answers).filter(|(_, answer)| answer.is_ok()).map(|(at, _)| *at).collect();
        assert_eq!(won.len(), free.min(who.len()), "{free} free at {hour} for {who:?}: {answers:?}");
        for at in &won {
            let person = self.seen.flows[*at].who.person;
            assert!(who.contains(&person) && !self.holds(person, procedure), "{person} of {:?}", self.turns);
            self.seen.flows[*at].is_over = true;
            self.turns.push((person, (procedure, hour)));
        }
        assert_eq!(self.stage().send(), won.len(), "each is confirmed");
        for code in answers.iter().filter_map(|answer| answer.as_ref().err()) {
            assert!(["slot", "not_here", "ended", "step"].contains(&code.as_str()), "{code}");
        }
    }

    fn at_the_window(&mut self, person: usize, place: Place) {
        let (procedure, hour) = place;
        let may = self.taken(hour) < usize::from(self.per_slot) && !self.holds(person, procedure);
        let (clerk, booking) = (log_in(&self.stage().house, CLERK, 2), booking::at_the_window(person, hour));
        let booking = ventanilla::ops::turn::BookTurn { procedure, ..booking };
        match self.stage().house.perform(&clerk, &booking).map_err(refused) {
            Ok(_) => {
                assert!(may, "{person} at {hour}: {:?}", self.turns);
                self.turns.push((person, place));
            }
            Err(code) => assert!(["slot", "has_turn"].contains(&code.as_str()) && !may, "{code}"),
        }
    }

    fn check(&self) {
        self.seen.check();
        let house = &self.stage().house;
        let taken = store::turn::taken(&house.reader().unwrap(), house.centre().id, booking::monday()).unwrap();
        assert!(taken.values().all(|many| *many <= u32::from(self.per_slot)), "{taken:?}");
        let mut of_hour = BTreeMap::<&str, u32>::new();
        self.turns.iter().for_each(|(_, (_, hour))| *of_hour.entry(*hour).or_default() += 1);
        assert_eq!(taken.into_values().collect::<Vec<_>>(), of_hour.into_values().collect::<Vec<_>>());
        assert_eq!(self.stage().problem(), "");
    }
}

fn refused(fault: Error) -> String {
    match fault {
        Error::Refused(Refusal { code, .. }) => code,
        other => panic!("no refusal: {other}"),
    }
}

/// How many wrong guesses the store knows.
fn noted(stage: &Stage) -> usize {
    let count = stage.house.reader().unwrap().one("SELECT count(*) FROM challenge_guess", [], |row| row.get::<i64>(0));
    usize::try_from(count.unwrap()).unwrap()
}

fn played(per_slot: u16, acts: &[Act]) {
    let mut run = Run::open(per_slot);
    acts.iter().for_each(|act| run.act(act));
    run.check();
}

/// Each is long.
fn few() -> ProptestConfig {
    ProptestConfig { cases: cases(12), max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn no_interleaving_of_several_people_of_an_employer_gets_round_a_limit(
        acts in whose().prop_flat_map(|whose| proptest::collection::vec(recovering(whose), 40..80))
    ) {
        played(1, &acts);
    }

    #[test]
    fn no_interleaving_of_bookings_gives_two_people_one_place(
        per_slot in 1..3_u16,
        acts in proptest::collection::vec(booking_alone(), 25..50)
    ) {
        played(per_slot, &acts);
    }
}
