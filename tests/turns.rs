//! Turns: their states, whom to call next, and who is given one at the centre.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot read its own example fails")]

use chrono::{NaiveDate, NaiveTime, Timelike as _};
use proptest::prelude::*;
use ventanilla::domain::calendar::{Moment, Zone};
use ventanilla::domain::id::TurnId;
use ventanilla::domain::number::PersonNumber;
use ventanilla::domain::procedure;
use ventanilla::domain::procedure::walk_in_rule;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::turn::{
    Call, CallFault, CallOrder, InNameOf, Line, OpenTo, Origin, PriorityGroup, PriorityWhose, Reason, ReasonFault,
    Share, Turn, TurnCode, TurnCodeFault, TurnPriority, TurnState, Waiting, WalkInRefusal, WalkInRequest, call, next,
};

const LATE_MINUTES: u16 = 10;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn at(hour: &str) -> Moment {
    Moment::from_local(day().and_time(hour.parse::<NaiveTime>().unwrap()), Zone::Mainland)
}

fn turn(origin: Origin, priority: Option<PriorityGroup>) -> Turn {
    Turn {
        code: TurnCode::parse("T-1").unwrap(),
        procedure: ProcedureId::EMPLOYER_KEY,
        day: day(),
        origin,
        holder: PersonNumber::parse("1714307103").unwrap(),
        holder_name: "Ana Vaca".to_owned(),
        priority: priority.map(|group| TurnPriority { group, whose: PriorityWhose::Applicant }),
        state: TurnState::Scheduled,
        arrived: None,
    }
}

/// The one who waits, from a line as "7 prioridad 08:15": the turn's id, its line, its place and arrival.
fn waiting(text: &str) -> Waiting {
    let words: Vec<&str> = text.split(' ').collect();
    let [id, line, place, arrived] = words[..] else { panic!("four words: {text}") };
    let line = match line {
        "hora" => Line::ByHour,
        "prioridad" => Line::Priority,
        other => panic!("no line: {other}"),
    };
    Waiting {
        turn: TurnId(id.parse().unwrap()),
        line,
        place: at(&format!("{place}:00")),
        arrived: at(&format!("{arrived}:00")),
    }
}

/// The day's calls, oldest first: h by hour, p to priority groups.
fn calls(text: &str) -> Vec<Line> {
    text.chars().map(|c| if c == 'p' { Line::Priority } else { Line::ByHour }).collect()
}

#[test]
fn who_is_next() {
    let two_of_three = (2, 1);
    let one_of_two = (1, 1);
    let half_of_four = (2, 2);
    let both = "1 hora 08:00 07:50; 2 prioridad 08:30 08:30";
    let examples = [
        ("nadie espera", two_of_three, "", "", None),
        ("solo por hora", two_of_three, "hh", "1 hora 08:00 07:50", Some(1)),
        ("solo prioridad", two_of_three, "ppp", "2 prioridad 08:30 08:30", Some(2)),
        ("la primera llamada del día es por hora", two_of_three, "", both, Some(1)),
        ("la segunda también", two_of_three, "h", both, Some(1)),
        ("la tercera es de prioridad", two_of_three, "hh", both, Some(2)),
        ("y se empieza de nuevo", two_of_three, "hhp", both, Some(1)),
        ("dos por hora después de la prioridad", two_of_three, "hhph", both, Some(1)),
        ("otra vez prioridad", two_of_three, "hhphh", both, Some(2)),
        ("tras una larga fila por hora, prioridad enseguida", two_of_three, "hhhhhhhhh", both, Some(2)),
        ("tras muchas de prioridad, por hora", two_of_three, "pppppp", both, Some(1)),
        ("la hora del turno manda, no la llegada", two_of_three, "", "1 hora 08:20 07:30; 2 hora 08:10 08:10", Some(2)),
        ("a la misma hora, quien llegó antes", two_of_three, "", "1 hora 08:00 07:59; 2 hora 08:00 07:40", Some(2)),
        (
            "a la misma hora y llegada, el turno más antiguo",
            two_of_three,
            "",
            "9 hora 08:00 07:59; 3 hora 08:00 07:59",
            Some(3),
        ),
        (
            "la prioridad se atiende por llegada",
            two_of_three,
            "hh",
            "1 hora 08:00 07:50; 5 prioridad 09:00 09:00; 4 prioridad 09:05 09:05",
            Some(5),
        ),
        ("una y una: tras hora, prioridad", one_of_two, "h", both, Some(2)),
        ("una y una: tras prioridad, hora", one_of_two, "p", both, Some(1)),
        ("dos y dos: segunda de prioridad", half_of_four, "hhp", both, Some(2)),
        ("dos y dos: de vuelta a la hora", half_of_four, "hhpp", both, Some(1)),
    ];
    for (name, (by_hour, priority), history, people, expected) in examples {
        let mut people: Vec<Waiting> = people.split("; ").filter(|text| !text.is_empty()).map(waiting).collect();
        let share = Share::new(by_hour, priority).unwrap();
        let chosen = |people: &[Waiting]| next(people, &calls(history), share).map(|one| one.turn.0);
        assert_eq!(chosen(&people), expected, "{name}");
        people.reverse();
        assert_eq!(chosen(&people), expected, "{name}: the order of the list does not count");
    }
}

#[test]
fn by_default_two_of_three_calls_are_by_hour() {
    assert_eq!((Share::default().by_hour(), Share::default().priority()), (2, 1));
    assert_eq!(Share::new(0, 1), None);
    assert_eq!(Share::new(2, 0), None);
    assert_eq!(Share::new(Share::MOST + 1, 1), None);
}

#[test]
fn somebody_else_needs_a_reason() {
    let people = [waiting("1 hora 08:00 07:50"), waiting("2 hora 08:10 08:00")];
    let reason = || Reason::parse(" Se siente mal ").unwrap();
    let call = |turn, reason| call(TurnId(turn), reason, &people, &[], Share::default());
    assert_eq!(call(1, None), Ok(Call { turn: TurnId(1), line: Line::ByHour, order: CallOrder::Next }));
    assert_eq!(call(1, Some(reason())).map(|call| call.order), Ok(CallOrder::Next), "the next needs none");
    assert_eq!(call(2, None), Err(CallFault::ReasonNeeded));
    assert_eq!(call(2, Some(reason())).map(|call| call.order), Ok(CallOrder::OutOfOrder(reason())));
    assert_eq!(call(3, Some(reason())), Err(CallFault::NotWaiting));
    assert_eq!(reason().as_str(), "Se siente mal");
    assert_eq!(Reason::parse("  "), Err(ReasonFault::Blank));
    for no_word in [" -.- ", "x", "1234", "a b c", "…"] {
        assert_eq!(Reason::parse(no_word), Err(ReasonFault::NoWord), "{no_word}");
    }
    assert_eq!(Reason::parse(" no ").map(|reason| reason.as_str().to_owned()), Ok("no".to_owned()));
    assert_eq!(Reason::parse(&"a".repeat(501)), Err(ReasonFault::TooLong));
}

#[test]
fn only_who_has_arrived_waits_and_at_the_place_of_the_hour() {
    let online = |arrived: &str| Turn {
        state: TurnState::Arrived,
        arrived: Some(at(arrived)),
        ..turn(Origin::Online { hour: "09:00:00".parse().unwrap() }, None)
    };
    let place = |turn: &Turn| turn.waiting(TurnId(1), Zone::Mainland, LATE_MINUTES).map(|one| one.place);
    assert_eq!(place(&online("07:30:00")), Some(at("09:00:00")), "early");
    assert_eq!(place(&online("09:10:59")), Some(at("09:00:00")), "within the tolerance, its last minute included");
    assert_eq!(place(&online("09:11:00")), Some(at("09:11:00")), "too late: from the arrival");
    let walk_in = Turn { origin: Origin::WalkIn, ..online("08:20:00") };
    assert_eq!(place(&walk_in), Some(at("08:20:00")));
    for state in TurnState::ALL.into_iter().filter(|state| *state != TurnState::Arrived) {
        assert_eq!(place(&Turn { state, ..online("08:00:00") }), None, "{state:?}");
    }
    assert_eq!(turn(Origin::WalkIn, None).line(), Line::ByHour);
    assert_eq!(turn(Origin::WalkIn, Some(PriorityGroup::Pregnancy)).line(), Line::Priority);
}

/// Who has `ahead` people ahead in a line whose share is `own` is called after at most so many other calls.
fn bound(ahead: usize, own: u8, other: u8) -> usize {
    ahead + usize::from(other) * (ahead + 1).div_ceil(usize::from(own))
}

/// Both lines full: the lines called from this history on.
fn called_while_both_wait(history: &[Line], share: Share, count: usize) -> Vec<Line> {
    let people = [waiting("1 hora 08:00 08:00"), waiting("2 prioridad 08:00 08:00")];
    let mut all = history.to_vec();
    for _ in 0..count {
        all.push(next(&people, &all, share).unwrap().line);
    }
    all.split_off(history.len())
}

#[test]
fn neither_line_starves_whatever_was_called_before() {
    for (by_hour, priority) in (1..=4_u8).flat_map(|by_hour| (1..=4_u8).map(move |priority| (by_hour, priority))) {
        let share = Share::new(by_hour, priority).unwrap();
        let round = usize::from(by_hour + priority);
        // Only the last calls of a round are looked at: these are all the histories there are.
        assert_eq!(usize::from(share.calls_looked_at()), round - 1);
        for history in 0..1_u32 << (round - 1) {
            let history: Vec<Line> =
                (0..round - 1).map(|bit| if history >> bit & 1 == 1 { Line::ByHour } else { Line::Priority }).collect();
            let called = called_while_both_wait(&history, share, 6 * round);
            for (line, own, other) in [(Line::ByHour, by_hour, priority), (Line::Priority, priority, by_hour)] {
                let longest = called.split(|one| *one != line).map(<[Line]>::len).max();
                assert!(longest <= Some(usize::from(own)), "{share:?} {history:?}: {line:?} {longest:?} in a row");
                let own_calls = called.iter().enumerate().filter(|(_, one)| **one == line);
                for (ahead, (before, _)) in own_calls.enumerate() {
                    assert!(before <= bound(ahead, own, other), "{share:?} {history:?}: {line:?} {ahead} {before}");
                }
            }
            let last_round = called.iter().skip(5 * round);
            let hours = last_round.filter(|line| **line == Line::ByHour).count();
            assert_eq!(hours, usize::from(by_hour), "{share:?} {history:?}: a settled round has its share");
        }
    }
}

/// What happens at a counter: somebody comes, or a window is free.
#[derive(Debug, Clone, Copy)]
enum Event {
    Arrives(Line),
    WindowFree,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        2 => Just(Event::Arrives(Line::ByHour)),
        2 => Just(Event::Arrives(Line::Priority)),
        3 => Just(Event::WindowFree),
    ];
    proptest::collection::vec(event, 0..200)
}

/// Somebody who waits, with the most other calls that may be made before theirs, and those made.
struct Patience {
    one: Waiting,
    most: usize,
    others: usize,
}

proptest! {
    #[test]
    fn everybody_is_called_within_the_bound(events in events(), by_hour in 1..=5_u8, priority in 1..=5_u8) {
        let share = Share::new(by_hour, priority).unwrap();
        let mut queue: Vec<Patience> = Vec::new();
        let mut calls = Vec::new();
        let comes_to_an_end = std::iter::repeat_n(Event::WindowFree, 200);
        for (minute, event) in (0..).zip(events.into_iter().chain(comes_to_an_end)) {
            match event {
                Event::Arrives(line) => {
                    let ahead = queue.iter().filter(|other| other.one.line == line).count();
                    let (own, other) = if line == Line::ByHour { (by_hour, priority) } else { (priority, by_hour) };
                    let now = Moment(minute * 60_000);
                    let one = Waiting { turn: TurnId(minute), line, place: now, arrived: now };
                    queue.push(Patience { one, most: bound(ahead, own, other), others: 0 });
                }
                Event::WindowFree => {
                    let people: Vec<Waiting> = queue.iter().map(|patience| patience.one).collect();
                    let Some(chosen) = next(&people, &calls, share).map(|one| one.turn) else { continue };
                    let index = queue.iter().position(|patience| patience.one.turn == chosen).unwrap();
                    calls.push(queue.remove(index).one.line);
                    for patience in &mut queue {
                        patience.others += 1;
                        prop_assert!(patience.others <= patience.most, "{:?}", patience.one);
                    }
                }
            }
        }
        prop_assert!(queue.is_empty());
    }

    #[test]
    fn nobody_gets_ahead_once_the_tolerance_after_ones_place_is_over(
        hour in 480..1020_u32,
        arrives in 480..1020_u32,
        other_hour in 480..1020_u32,
        minutes_after in 1..200_u32,
    ) {
        let clock = |minute: u32| NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
        let wait = |id, hour, arrives| {
            let arrived = Moment::from_local(day().and_time(clock(arrives)), Zone::Mainland);
            let online = turn(Origin::Online { hour: clock(hour) }, None);
            let arrived = Turn { state: TurnState::Arrived, arrived: Some(arrived), ..online };
            arrived.waiting(TurnId(id), Zone::Mainland, LATE_MINUTES).unwrap()
        };
        let one = wait(1, hour, arrives);
        let place = one.place.local(Zone::Mainland).time();
        let place = place.hour() * 60 + place.minute();
        let other = wait(2, other_hour, place + u32::from(LATE_MINUTES) + minutes_after);
        prop_assert_eq!(next(&[one, other], &[], Share::default()).map(|next| next.turn), Some(TurnId(1)));
    }
}

#[test]
fn the_legal_changes_of_a_turn() {
    use TurnState::{Abandoned, Arrived, Called, Cancelled, InService, NoShow, NotServed, Parked, Scheduled, Served};
    let legal = [
        (Scheduled, vec![Arrived, Cancelled]),
        (Arrived, vec![Scheduled, Called, Cancelled]),
        (Called, vec![Arrived, InService, NoShow, Cancelled]),
        (InService, vec![Parked, Served, NotServed, Abandoned]),
        (Parked, vec![InService, Served, NotServed]),
        (Served, vec![InService]),
        (NotServed, vec![InService]),
        (Abandoned, vec![]),
        (NoShow, vec![Called, Arrived]),
        (Cancelled, vec![]),
    ];
    let reason = Reason::parse("Estaba en el pasillo").unwrap();
    for (from, expected) in legal {
        let turn = Turn { state: from, ..turn(Origin::WalkIn, None) };
        for to in TurnState::ALL {
            let changed = turn.change(to, Some(&reason), day());
            assert_eq!(changed.is_ok(), expected.contains(&to), "{from:?} -> {to:?}");
            assert_eq!(from.may_become(to), expected.contains(&to));
            if let Err(fault) = changed {
                let sentence = fault.to_string();
                assert!(sentence.contains(&format!("«{}»", from.spanish())), "{sentence}");
                assert!(sentence.contains(&format!("«{}»", to.spanish())), "{sentence}");
            }
        }
        assert_eq!(from.is_final(), expected.is_empty(), "{from:?}");
        assert_eq!(TurnState::from_code(from.code()), Some(from));
    }
}

#[test]
fn a_refused_change_says_what_may_be_done() {
    let change = |from, to, reason: Option<&str>, today: NaiveDate| {
        let reason = reason.map(|text| Reason::parse(text).unwrap());
        let turn = Turn { state: from, ..turn(Origin::WalkIn, None) };
        turn.change(to, reason.as_ref(), today).map_err(|fault| fault.to_string())
    };
    let tomorrow = day().succ_opt().unwrap();
    let refused = |sentence: &str| Err(sentence.to_owned());
    assert_eq!(
        change(TurnState::Scheduled, TurnState::Called, None, day()),
        refused("el turno está «por llegar» y no puede pasar a «llamado»; puede pasar a «en espera», «cancelado»")
    );
    assert_eq!(
        change(TurnState::Abandoned, TurnState::InService, None, day()),
        refused("el turno está «se retiró» y no puede pasar a «en atención»; ya terminó")
    );
    assert_eq!(
        change(TurnState::NoShow, TurnState::Arrived, None, day()),
        refused("el turno está «no se presentó»: para pasarlo a «en espera» escriba el motivo")
    );
    assert!(TurnState::NoShow.needs_reason(TurnState::Arrived));
    assert!(!TurnState::Scheduled.needs_reason(TurnState::Arrived));
    assert_eq!(change(TurnState::NoShow, TurnState::Arrived, Some("Volvió"), day()), Ok(TurnState::Arrived));
    assert_eq!(change(TurnState::NotServed, TurnState::InService, None, day()), Ok(TurnState::InService));
    assert_eq!(
        change(TurnState::NotServed, TurnState::InService, None, tomorrow),
        refused(
            "el turno está «no atendido» desde otro día y ya no puede pasar a «en atención»: hace falta un turno nuevo"
        )
    );
}

#[test]
fn walk_in_turns_are_given_as_the_table_says() {
    let group = Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Presenter });
    let admit = |procedure, priority, in_name_of| {
        walk_in_rule(procedure).unwrap().admit(WalkInRequest { priority, in_name_of })
    };
    let key = ProcedureId::EMPLOYER_KEY;
    assert_eq!(admit(key, group, InNameOf::Applicant), Ok(()));
    assert_eq!(admit(key, group, InNameOf::AnotherPerson), Err(WalkInRefusal::AnotherName));
    assert_eq!(admit(key, None, InNameOf::Applicant), Err(WalkInRefusal::NoPriorityGroup));
    assert_eq!(admit(key, None, InNameOf::AnotherPerson), Err(WalkInRefusal::NoPriorityGroup));
    for procedure in procedure::all().filter(|procedure| *procedure != key) {
        assert_eq!(admit(procedure, None, InNameOf::Applicant), Ok(()), "{procedure}");
    }
    let open = |procedure| walk_in_rule(procedure).map(|rule| rule.open_to);
    assert_eq!(open(ProcedureId::AFFILIATE_KEY_UNLOCK), Some(OpenTo::Anyone));
    assert!(procedure::all().all(|procedure| open(procedure).is_some()), "every procedure has its row");
}

#[test]
fn codes_are_the_same_typed_or_read_by_a_reader() {
    assert_eq!(TurnCode::parse(" ab-12 3 ").unwrap().as_str(), "AB-123");
    assert_eq!(TurnCode::parse("  "), Err(TurnCodeFault::Empty));
    assert_eq!(TurnCode::parse(&"9".repeat(41)), Err(TurnCodeFault::TooLong));
    assert_eq!(TurnCode::parse("A ñ"), Err(TurnCodeFault::Character { place: 2 }));
    for group in PriorityGroup::ALL {
        assert_eq!(PriorityGroup::from_code(group.code()), Some(group));
    }
    for whose in PriorityWhose::ALL {
        assert_eq!(PriorityWhose::from_code(whose.code()), Some(whose));
    }
}
