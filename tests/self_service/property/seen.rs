//! What is seen of a run from outside: the letters that came, and the answers. What may be done is told from that
//! alone, by the numbers of the case file.

use serde_json::Value;
use ventanilla::domain::challenge::{ChallengeKind, HOUR_MS};
use ventanilla::domain::id::SelfServiceId;

use super::super::limits;
use crate::support::house::MINUTE_MS;

/// For whom something is done: a person, and an employer where it is for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Who {
    pub(super) person: usize,
    pub(super) employer: Option<usize>,
}

impl Who {
    /// The kind of code that it begins with.
    pub(super) fn code(self) -> ChallengeKind {
        match self.employer {
            Some(_) => ChallengeKind::RecoveryCode,
            None => ChallengeKind::BookingCode,
        }
    }

    /// Is this another deed of the same person, and is it one for the same employer?
    fn shares(self, other: Self) -> [bool; 2] {
        [other.person == self.person, other.employer.is_some() && other.employer == self.employer]
    }
}

/// What somebody began, and has not ended before it began.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) id: SelfServiceId,
    pub(super) who: Who,
    begun_at: i64,
    /// When its link was opened.
    pub(super) opened_at: Option<i64>,
    /// Its code came back.
    pub(super) is_proved: bool,
    pub(super) is_over: bool,
}

/// A letter with a code or a link.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) kind: ChallengeKind,
    /// The place of its flow among them.
    pub(super) flow: usize,
    pub(super) secret: String,
    at: i64,
    wrong: usize,
    is_taken: bool,
}

/// What somebody did, and when.
type Deeds = Vec<(Who, i64)>;

/// The numbers of the case file.
pub(super) struct Limits {
    per_code: usize,
    guesses: usize,
    letters: usize,
    begun: usize,
    pause_ms: i64,
    choose_ms: i64,
    lasts_ms: Vec<(ChallengeKind, i64)>,
}

impl Limits {
    fn read() -> Self {
        let case = limits::case();
        let number = |name: &str| case["límites"][name].as_u64().unwrap_or_else(|| panic!("{name}"));
        let count = |name: &str| usize::try_from(number(name)).unwrap();
        let ms = |name: &str, unit: i64| i64::try_from(number(name)).unwrap() * unit;
        let lasts = |it: &Value| {
            let kind = ChallengeKind::from_code(it["clase"].as_str().unwrap()).unwrap();
            (kind, it["minutos"].as_i64().unwrap() * MINUTE_MS)
        };
        Self {
            per_code: count("códigos equivocados por código"),
            guesses: count("códigos equivocados por hora, por persona y por empleador"),
            letters: count("envíos de una clase por hora, por persona y por empleador"),
            begun: count("veces que se empieza un trámite por hora, por persona y por empleador"),
            pause_ms: ms("segundos entre un envío y el siguiente", 1000),
            choose_ms: ms("minutos para elegir la clave desde que se abre el enlace", MINUTE_MS),
            lasts_ms: case["vigencias"].as_array().unwrap().iter().map(lasts).collect(),
        }
    }
}

pub(super) struct Seen {
    limits: Limits,
    pub(super) flows: Vec<Flow>,
    pub(super) letters: Vec<Letter>,
    /// Every beginning, also those that ended at once.
    begun: Deeds,
    /// Every wrong code that was looked at.
    guesses: Deeds,
}

impl Seen {
    pub(super) fn nothing() -> Self {
        let (flows, letters, begun, guesses) = Default::default();
        Self { limits: Limits::read(), flows, letters, begun, guesses }
    }

    /// Somebody began: what others left half done for an hour is over with that.
    pub(super) fn begins(&mut self, who: Who, id: Option<SelfServiceId>, now: i64) {
        for left in self.flows.iter_mut().filter(|flow| now - flow.begun_at > HOUR_MS) {
            left.is_over = true;
        }
        self.begun.push((who, now));
        let flow = |id| Flow { id, who, begun_at: now, opened_at: None, is_proved: false, is_over: false };
        self.flows.extend(id.map(flow));
    }

    pub(super) fn comes(&mut self, kind: ChallengeKind, flow: usize, secret: String, now: i64) {
        self.letters.push(Letter { kind, flow, secret, at: now, wrong: 0, is_taken: false });
    }

    pub(super) fn is_guessed_at(&mut self, letter: usize, now: i64) {
        self.letters[letter].wrong += 1;
        self.guesses.push((self.who(letter), now));
    }

    pub(super) fn is_taken(&mut self, letter: usize) {
        self.letters[letter].is_taken = true;
    }

    pub(super) fn who(&self, letter: usize) -> Who {
        self.flows[self.letters[letter].flow].who
    }

    /// The newest letter of a flow.
    pub(super) fn newest_of(&self, flow: usize) -> usize {
        self.letters.iter().rposition(|letter| letter.flow == flow).expect("each begins with a letter")
    }

    /// Are the minutes of a letter over?
    pub(super) fn is_late(&self, letter: usize, now: i64) -> bool {
        let Letter { kind, at, .. } = &self.letters[letter];
        let lasts = self.limits.lasts_ms.iter().find(|(of, _)| of == kind).unwrap();
        now - at >= lasts.1
    }

    /// May what a letter brought be given back? Once, in time, where no newer one went to the same person for the same
    /// employer, before it was guessed at too often, and while whoever began it is there.
    pub(super) fn is_good(&self, letter: usize, now: i64) -> bool {
        let Letter { kind, flow, wrong, is_taken, .. } = &self.letters[letter];
        let who = self.who(letter);
        let is_newest =
            (letter + 1..self.letters.len()).all(|it| self.letters[it].kind != *kind || self.who(it) != who);
        let is_open = !is_taken && is_newest && *wrong < self.limits.per_code;
        is_open && !self.is_late(letter, now) && !self.flows[*flow].is_over
    }

    /// May a key be chosen in this flow?
    pub(super) fn may_choose(&self, flow: usize, now: i64) -> bool {
        let flow = &self.flows[flow];
        !flow.is_over && flow.opened_at.is_some_and(|at| now - at < self.limits.choose_ms)
    }

    pub(super) fn may_begin(&self, who: Who, now: i64) -> bool {
        let same: Deeds = self.begun.iter().copied().filter(|(other, _)| other.code() == who.code()).collect();
        has_room(&same, self.limits.begun, who, now)
    }

    pub(super) fn may_guess(&self, letter: usize, now: i64) -> bool {
        let who = self.who(letter);
        let same: Deeds = self.guesses.iter().copied().filter(|(other, _)| other.code() == who.code()).collect();
        has_room(&same, self.limits.guesses, who, now)
    }

    pub(super) fn may_ask(&self, kind: ChallengeKind, who: Who, now: i64) -> bool {
        let letters = self.of_kind(kind);
        let has_rested =
            |(other, at): &(Who, i64)| who.shares(*other) == [false; 2] || now - at >= self.limits.pause_ms;
        letters.iter().all(has_rested) && has_room(&letters, self.limits.letters, who, now)
    }

    fn of_kind(&self, kind: ChallengeKind) -> Deeds {
        let nth = (0..self.letters.len()).filter(|nth| self.letters[*nth].kind == kind);
        nth.map(|nth| (self.who(nth), self.letters[nth].at)).collect()
    }

    /// Whatever was done, and in whatever order: the limits hold over all of it.
    pub(super) fn check(&self) {
        for begins_with in [ChallengeKind::RecoveryCode, ChallengeKind::BookingCode] {
            let of = |deeds: &Deeds| deeds.iter().copied().filter(|(who, _)| who.code() == begins_with).collect();
            within_the_hour("beginnings", self.limits.begun, &of(&self.begun));
            within_the_hour("wrong codes", self.limits.guesses, &of(&self.guesses));
        }
        for kind in ChallengeKind::ALL {
            let letters = self.of_kind(*kind);
            within_the_hour("letters", self.limits.letters, &letters);
            for (nth, (who, at)) in letters.iter().enumerate() {
                let next = letters[nth + 1..].iter().find(|(other, _)| who.shares(*other) != [false; 2]);
                assert!(next.is_none_or(|(_, next)| next - at >= self.limits.pause_ms), "{kind:?}: {letters:?}");
            }
        }
        let guessed = self.letters.iter().map(|letter| letter.wrong).max();
        assert!(guessed.is_none_or(|wrong| wrong <= self.limits.per_code), "{:?}", self.letters);
    }
}

/// Of the same person, and for the same employer, fewer than so many within the hour before.
fn has_room(deeds: &Deeds, most: usize, who: Who, now: i64) -> bool {
    let within = deeds.iter().filter(|(_, at)| now - at < HOUR_MS).map(|(other, _)| who.shares(*other));
    let (persons, employers): (Vec<bool>, Vec<bool>) = within.map(|[person, employer]| (person, employer)).unzip();
    [persons, employers].iter().all(|shared| shared.iter().filter(|it| **it).count() < most)
}

/// In no hour there are more than so many, neither of one person nor for one employer.
fn within_the_hour(what: &str, most: usize, deeds: &Deeds) {
    for (who, begins) in deeds {
        let hour: Vec<_> = deeds.iter().filter(|(_, at)| (*begins..begins + HOUR_MS).contains(at)).collect();
        for (whose, at) in [("a person", 0), ("an employer", 1)] {
            let many = hour.iter().filter(|(other, _)| who.shares(*other)[at]).count();
            assert!(many <= most, "{many} {what} of {whose} within an hour: {deeds:?}");
        }
    }
}
