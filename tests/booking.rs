//! Turns booked at the centre: no slot is ever given twice, whoever asks and however fast; what moves, cancels or imports does
//! to a place; the second person for a company's key; the confirmation by mail and on paper.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{NaiveDate, NaiveTime};
use ventanilla::domain::email::Email;
use ventanilla::domain::id::TurnId;
use ventanilla::domain::mail::{Intent, MailFault, MailState};
use ventanilla::domain::number::PersonNumber;
use ventanilla::domain::procedure::employer_key::case::EmployerKey;
use ventanilla::domain::procedure::{self, PROCEDURES};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::register::{Answer, EmployerKind, RegisterAnswer};
use ventanilla::domain::telephone::Telephone;
use ventanilla::domain::turn::{BookingRule, Reason, TurnState, minute_of};
use ventanilla::ops::import::AgendaImport;
use ventanilla::ops::issuance::{is_own_turn, turn_confirmation};
use ventanilla::ops::mail::{Carried, NoteSent, Sender, send_next, way};
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::turn::{BookTurn, CallTurn, CancelTurn, GiveWalkIn, MarkArrived, MoveTurn, open_days};
use ventanilla::ops::visit::{BeginVisit, save_draft};
use ventanilla::ops::{Error, House, Session, view};
use ventanilla::store;
use ventanilla::store::turn::TurnRow;

use crate::paper::words;
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DAY_MS, Site, cedula, code, draft, dump, file, import, last_entry, log_in, name, verified,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn hour(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

/// The Monday after the day on which these tests stand.
const MONDAY: &str = "2026-11-23";

/// The `nth` person's turn.
fn booking(nth: usize, on: &str, at: &str) -> BookTurn {
    BookTurn {
        procedure: ProcedureId::EMPLOYER_KEY,
        holder: PersonNumber::parse(&cedula(nth)).unwrap(),
        holder_name: name(nth),
        day: day(on),
        hour: hour(at),
        email: None,
        mobile: None,
    }
}

fn booked_for(nth: usize, email: &str) -> BookTurn {
    BookTurn { email: Some(Email::parse(email).unwrap()), ..booking(nth, MONDAY, "9:00") }
}

fn book(house: &House, by: &Session, nth: usize, on: &str, at: &str) -> Result<TurnId, Error> {
    house.perform(by, &booking(nth, on, at)).map(|answer| answer.output)
}

fn cancel(house: &House, by: &Session, turn: TurnId) {
    house.perform(by, &CancelTurn { turn, reason: Reason::parse("ya no puede venir").unwrap() }).unwrap();
}

fn row(house: &House, turn: TurnId) -> TurnRow {
    store::turn::get(&house.reader().unwrap(), turn).unwrap().unwrap()
}

fn opened(site: &Site) -> (House, Session, Session) {
    let (house, chief) = site.open(CHIEF).unwrap();
    let clerk = log_in(&house, CLERK, 1);
    (house, chief, clerk)
}

fn set(house: &House, by: &Session, booking: BookingRule) {
    let settings = Settings { booking, ..Settings::default() };
    house.perform(by, &ChangeSettings { settings }).unwrap();
}

/// The places left of a slot; none where it is not offered.
fn left(house: &House, on: &str, at: &str) -> Option<u32> {
    let open = open_days(house, &house.reader().unwrap(), None).unwrap();
    let slots = open.into_iter().find(|open| open.day == day(on))?.slots;
    slots.into_iter().find(|slot| slot.begins == hour(at)).map(|slot| slot.left)
}

/// What each card says of its ways decides, and nothing else.
#[test]
fn a_turn_is_booked_for_what_its_card_serves_at_the_centre_and_for_nothing_else() {
    let site = Site::staffed();
    let (house, _, clerk) = opened(&site);
    for (nth, procedure) in PROCEDURES.into_iter().enumerate() {
        let is_served_there = procedure.card.channels.contains("Presencial");
        assert_eq!(procedure.is_booked(), is_served_there, "{}", procedure.id);
        let tried = house.perform(&clerk, &BookTurn { procedure: procedure.id, ..booking(nth, MONDAY, "9:00") });
        match is_served_there {
            true => assert!(tried.is_ok(), "{}", procedure.id),
            false => assert_eq!(code(tried), "online_alone", "{}", procedure.id),
        }
    }
    let offered: Vec<&str> = procedure::booked().map(|it| it.id.as_str()).collect();
    assert!(offered.contains(&"employer_key") && offered.contains(&"affiliate_key_unlock"), "{offered:?}");
    assert!(!offered.contains(&"employer_key_recovery") && !offered.contains(&"affiliate_key"), "{offered:?}");
}

#[test]
fn a_turn_is_booked_moved_and_cancelled_and_its_place_goes_with_it() {
    let site = Site::staffed();
    let (house, _, clerk) = opened(&site);
    let turn = book(&house, &clerk, 0, MONDAY, "9:00").unwrap();
    let booked = row(&house, turn);
    assert_eq!((booked.turn.code.as_str(), booked.turn.state), ("R261123-001", TurnState::Scheduled));
    assert!(booked.is_booked_here());
    assert_eq!(last_entry(&house), ("turn.book".into(), "Done".into(), "employer_key".into()));
    assert_eq!((left(&house, MONDAY, "9:00"), left(&house, MONDAY, "9:30")), (Some(3), Some(4)));

    let again = house.perform(&clerk, &booking(0, MONDAY, "10:00"));
    let said = again.as_ref().unwrap_err().to_string();
    assert!(said.contains("R261123-001") && said.contains("23 de noviembre de 2026 a las 09:00"), "{said}");
    assert_eq!(code(again), "has_turn");
    let other = BookTurn { procedure: ProcedureId::AFFILIATE_KEY_UNLOCK, ..booking(0, MONDAY, "9:00") };
    let other = house.perform(&clerk, &other).unwrap().output;
    assert_eq!(row(&house, other).turn.code.as_str(), "R261123-002", "for something else they may have another one");

    let to = |on: &str, at: &str| MoveTurn { turn, day: day(on), hour: hour(at) };
    house.perform(&clerk, &to("2026-11-24", "8:30")).unwrap();
    let moved = row(&house, turn);
    assert_eq!((moved.turn.code.as_str(), moved.turn.day), ("R261123-001", day("2026-11-24")));
    assert_eq!((left(&house, MONDAY, "9:00"), left(&house, "2026-11-24", "8:30")), (Some(3), Some(3)));
    assert_eq!(code(house.perform(&clerk, &to("2026-11-24", "8:30"))), "same");
    assert_eq!(code(house.perform(&clerk, &to("2026-11-21", "8:30"))), "slot", "a Saturday");

    cancel(&house, &clerk, turn);
    assert_eq!(left(&house, "2026-11-24", "8:30"), Some(4));
    assert_eq!(code(house.perform(&clerk, &to(MONDAY, "9:00"))), "turn_state");
    let third = book(&house, &clerk, 0, MONDAY, "9:00").unwrap();
    assert_eq!(row(&house, third).turn.code.as_str(), "R261123-003", "no code is given twice");
    verified(&house);
}

#[test]
fn a_slot_is_refused_that_is_full_soon_closed_or_none() {
    let site = Site::staffed();
    let (house, chief, clerk) = opened(&site);
    set(&house, &chief, BookingRule { per_slot: 1, ..BookingRule::default() });
    book(&house, &clerk, 0, MONDAY, "9:00").unwrap();
    for (on, at) in
        [(MONDAY, "9:00"), (MONDAY, "9:10"), (MONDAY, "17:00"), ("2026-11-22", "9:00"), ("2027-01-04", "9:00")]
    {
        assert_eq!(code(book(&house, &clerk, 1, on, at)), "slot", "{on} {at}");
    }
    let fixed = BookTurn { mobile: Some(Telephone::parse("023945666").unwrap()), ..booking(1, MONDAY, "9:30") };
    assert_eq!(code(house.perform(&clerk, &fixed)), "mobile");
    let nobody = BookTurn { holder_name: " ".into(), ..booking(1, MONDAY, "9:30") };
    assert_eq!(code(house.perform(&clerk, &nobody)), "name");
    let unsound = Settings { booking: BookingRule { per_slot: 0, ..BookingRule::default() }, ..Settings::default() };
    assert_eq!(code(house.perform(&chief, &ChangeSettings { settings: unsound })), "booking");
    verified(&house);
}

#[test]
fn many_hands_at_once_book_no_place_twice() {
    let site = Site::staffed();
    let (house, chief, _) = opened(&site);
    let rule = BookingRule { per_slot: 3, ..BookingRule::default() };
    set(&house, &chief, rule);
    let hands: Vec<Session> =
        [CLERK, COLLEAGUE, CHIEF, CLERK, COLLEAGUE, CHIEF].map(|login| log_in(&house, login, 1)).into();
    let house = &house;
    let booked: Vec<TurnId> = std::thread::scope(|scope| {
        let threads: Vec<_> = hands
            .iter()
            .enumerate()
            .map(|(nth, by)| {
                scope.spawn(move || {
                    (0..6).filter_map(|at| book(house, by, nth * 6 + at, MONDAY, "9:00").ok()).collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!((booked.len(), left(house, MONDAY, "9:00")), (3, None));
    let codes: std::collections::BTreeSet<String> =
        booked.iter().map(|turn| row(house, *turn).turn.code.to_string()).collect();
    assert_eq!(codes.len(), 3);
    // One place comes back, and again one of many gets it.
    cancel(house, &hands[0], booked[0]);
    let won = std::thread::scope(|scope| {
        let threads = hands
            .iter()
            .enumerate()
            .map(|(nth, by)| scope.spawn(move || book(house, by, 50 + nth, MONDAY, "9:00").is_ok()));
        threads.collect::<Vec<_>>().into_iter().filter_map(|thread| thread.join().ok()).filter(|it| *it).count()
    });
    assert_eq!(won, 1);
    verified(house);
}

/// A walk of pseudo-random steps, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

#[test]
fn whatever_is_booked_moved_and_cancelled_in_whatever_order_no_slot_holds_more_than_it_has_room_for() {
    const DAYS: [&str; 3] = [MONDAY, "2026-11-24", "2026-11-25"];
    const HOURS: [&str; 3] = ["8:00", "8:30", "16:30"];
    for seed in [1, 20_261_120, 0xDEAD_BEEF] {
        let site = Site::staffed();
        let (house, chief, clerk) = opened(&site);
        let room = 2;
        set(&house, &chief, BookingRule { per_slot: room, ..BookingRule::default() });
        let mut chance = Chance(seed);
        let mut standing: BTreeMap<usize, (TurnId, &str, &str)> = BTreeMap::new();
        for step in 0..120 {
            let (who, on, at) = (chance.below(24), DAYS[chance.below(3)], HOURS[chance.below(3)]);
            let taken = standing.values().filter(|it| (it.1, it.2) == (on, at)).count();
            let has_room = taken < usize::from(room);
            match (standing.get(&who).copied(), chance.below(4)) {
                (None, _) => match book(&house, &clerk, who, on, at) {
                    Ok(turn) => {
                        assert!(has_room, "seed {seed}, step {step}: a place that there is not");
                        standing.insert(who, (turn, on, at));
                    }
                    refused => {
                        assert!(!has_room, "seed {seed}, step {step}: a place that is free");
                        assert_eq!(code(refused), "slot");
                    }
                },
                (Some((turn, ..)), 0) => {
                    cancel(&house, &clerk, turn);
                    standing.remove(&who);
                }
                (Some((turn, was_on, was_at)), _) => {
                    let moved = house.perform(&clerk, &MoveTurn { turn, day: day(on), hour: hour(at) });
                    let is_same = (was_on, was_at) == (on, at);
                    assert_eq!(moved.is_ok(), has_room && !is_same, "seed {seed}, step {step}");
                    if moved.is_ok() {
                        standing.insert(who, (turn, on, at));
                    }
                }
            }
        }
        for on in DAYS {
            let counted = store::turn::taken(&house.reader().unwrap(), house.centre().id, day(on)).unwrap();
            for at in HOURS {
                let taken = standing.values().filter(|it| (it.1, it.2) == (on, at)).count();
                let kept = counted.get(&minute_of(hour(at))).copied().unwrap_or_default();
                assert_eq!(usize::try_from(kept).unwrap(), taken, "seed {seed}: {on} {at}");
            }
        }
        verified(&house);
    }
}

const AGENDA: &str = "codigo_turno,fecha,hora,centro,tramite,numero,nombre,estado";

#[test]
fn an_agenda_takes_places_and_leaves_what_was_booked_here_alone() {
    let site = Site::staffed();
    let (house, chief, clerk) = opened(&site);
    let turn = book(&house, &clerk, 0, MONDAY, "9:00").unwrap();
    let before = row(&house, turn);
    let number = cedula(1);
    let rows = format!(
        "{AGENDA}\nA1,{MONDAY},09:10,1701,Entrega de clave de empleador de acceso al portal IESS,{number},Otra Persona,\nA2,{MONDAY},09:29,1701,Entrega de clave de empleador de acceso al portal IESS,{},Otra Más,\n\
         R261123-001,{MONDAY},11:00,1701,Entrega de clave de empleador de acceso al portal IESS,{number},Otra Persona,\n",
        cedula(2)
    );
    let report = import(&house, &chief, &mut AgendaImport::open(file(&rows)).unwrap());
    assert_eq!((report.rows.new, report.rows.bad, report.vanished), (2, 1, 0), "{report:?}");
    assert_eq!(row(&house, turn), before, "neither changed nor gone");
    assert_eq!(left(&house, MONDAY, "9:00"), Some(1), "the portal's turns lie in the same slot");
    // A later agenda without the portal's turns: they are said to be gone, and their places are free.
    let later = format!(
        "{AGENDA}\nA3,{MONDAY},15:00,1701,Entrega de clave de empleador de acceso al portal IESS,{},Alguien Más,\n",
        cedula(3)
    );
    let report = import(&house, &chief, &mut AgendaImport::open(file(&later)).unwrap());
    assert_eq!(report.vanished, 2);
    assert_eq!((row(&house, turn), left(&house, MONDAY, "9:00")), (before, Some(3)));
    verified(&house);
}

#[test]
fn on_its_day_it_is_served_as_any_other_and_a_company_s_key_needs_a_second_person() {
    let site = Site::staffed();
    let (house, _, clerk) = opened(&site);
    let turn = book(&house, &clerk, 0, MONDAY, "9:00").unwrap();
    assert_eq!(code(house.perform(&clerk, &MarkArrived { turn, reason: None })), "other_day");
    site.wait_ms(3 * DAY_MS);
    let clerk = log_in(&house, CLERK, 1);
    house.perform(&clerk, &MarkArrived { turn, reason: None }).unwrap();
    assert_eq!(code(house.perform(&clerk, &MoveTurn { turn, day: day(MONDAY), hour: hour("16:00") })), "turn_state");
    house.perform(&clerk, &CallTurn { wanted: None, reason: None }).unwrap();
    let visit = house.perform(&clerk, &BeginVisit { turn }).unwrap().output;
    assert!(save_draft(&house, &clerk, visit, &draft(0), 1).unwrap());
    let mut case = view::case_at_hand::<EmployerKey>(&house, &house.reader().unwrap(), visit).unwrap().case;
    let zone = house.centre().zone;
    let needs = |case: &_, by: &Session| is_own_turn(case, &row(&house, turn), by.actor().user, zone);
    assert!(!needs(&case, &clerk), "a household's is its own");
    if let Some(Answer { answer: RegisterAnswer::Found(record), .. }) = &mut case.answers.employer {
        record.kind = EmployerKind::PrivateCompany;
    }
    assert!(needs(&case, &clerk), "whoever booked it does not give its key alone");
    assert!(!needs(&case, &log_in(&house, COLLEAGUE, 2)));
    verified(&house);
}

/// Sends what is due into a folder; the letters there, in the order of their names.
fn send(house: &House, by: &Session, folder: &Path) -> Carried {
    let way = way(house, &house.reader().unwrap(), Some(folder)).unwrap();
    send_next(house, by, &way, &mut Sender::default(), &|| false).unwrap()
}

fn letters(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

fn queued(house: &House, turn: TurnId) -> Option<store::outbox::Queued> {
    store::outbox::about(&house.reader().unwrap(), Intent::TurnBooked(turn)).unwrap()
}

#[test]
fn a_confirmation_is_sent_and_sent_anew_once_moved_and_not_of_what_was_cancelled() {
    let site = Site::staffed();
    let (house, _, clerk) = opened(&site);
    let folder = tempfile::tempdir().unwrap();
    let silent = book(&house, &clerk, 5, MONDAY, "8:00").unwrap();
    assert_eq!(queued(&house, silent), None, "nobody gave an address");
    let turn = house.perform(&clerk, &booked_for(0, "rosa@hogar.ec")).unwrap().output;
    assert_eq!(send(&house, &clerk, folder.path()), Carried::Sent);
    let first = letters(folder.path());
    assert_eq!(first.len(), 1);
    assert!(first[0].contains("To: rosa@hogar.ec") && first[0].contains("R261123-002"), "{}", first[0]);
    assert!(!first[0].contains(&cedula(0)), "no number of anybody's: {}", first[0]);
    assert!(first[0].contains("image/png"), "a reader takes its bars from the telephone");

    site.wait_ms(1000);
    house.perform(&clerk, &MoveTurn { turn, day: day("2026-11-24"), hour: hour("10:30") }).unwrap();
    assert_eq!(queued(&house, turn).unwrap().state, MailState::Waiting);
    // What was on its way when it was moved is noted of the letter before, and this one waits on.
    let of_before = NoteSent {
        mail: queued(&house, turn).unwrap().id,
        intent: Intent::TurnBooked(turn),
        queued_at_ms: 1,
        brought: None,
        went: None,
    };
    house.perform(&clerk, &of_before).unwrap();
    assert_eq!(send(&house, &clerk, folder.path()), Carried::Sent);
    let both = letters(folder.path());
    let id = |letter: &str| letter.lines().find(|line| line.starts_with("Message-ID")).map(str::to_owned).unwrap();
    assert_eq!(both.len(), 2);
    assert_ne!(id(&both[0]), id(&both[1]), "no mailbox takes it for the one before");
    assert!(both.iter().any(|letter| letter.contains("10:30")));

    let gone = house.perform(&clerk, &booked_for(1, "luis@hogar.ec")).unwrap().output;
    cancel(&house, &clerk, gone);
    assert_eq!(send(&house, &clerk, folder.path()), Carried::GivenUp(MailFault::TurnCancelled));
    assert_eq!(letters(folder.path()).len(), 2);
    let erased = house.perform(&clerk, &booked_for(2, "ana@hogar.ec")).unwrap().output;
    house.store().write(|tx| store::erasure::wipe_turn(tx, erased)).unwrap();
    assert!(!dump(&house).iter().any(|line| line.contains("ana@hogar.ec")), "who is erased is written to no more");
    assert_eq!(send(&house, &clerk, folder.path()), Carried::GivenUp(MailFault::Gone));
}

#[test]
fn the_paper_says_when_and_what_to_bring_and_says_when_it_is_printed_again() {
    let site = Site::staffed();
    let (house, _, clerk) = opened(&site);
    let turn = book(&house, &clerk, 0, MONDAY, "9:00").unwrap();
    let said = |house: &House| {
        let (_, paper) = turn_confirmation(house, &clerk, turn).unwrap();
        paper.pages.iter().map(words).collect::<Vec<_>>().join(" ")
    };
    let first = said(&house);
    for told in [
        "lunes 23 de noviembre de 2026",
        "09:00",
        "R261123-001",
        &cedula(0),
        "Solicitud de entrega de clave",
        "MUESTRA",
    ] {
        assert!(first.contains(told), "{told:?} is not in {first}");
    }
    assert!(!first.contains("Reimpresión"));
    assert_eq!(last_entry(&house), ("paper.print".into(), "Done".into(), "turn_confirmation".into()));
    assert!(said(&house).contains("Reimpresión"));
    house.perform(&clerk, &MoveTurn { turn, day: day("2026-11-24"), hour: hour("10:30") }).unwrap();
    let moved = said(&house);
    assert!(moved.contains("martes 24 de noviembre de 2026") && !moved.contains("Reimpresión"), "{moved}");
    cancel(&house, &clerk, turn);
    assert_eq!(code(turn_confirmation(&house, &clerk, turn)), "state");
    let walk_in = GiveWalkIn {
        procedure: ProcedureId::AFFILIATE_KEY,
        holder: PersonNumber::parse(&cedula(1)).unwrap(),
        holder_name: name(1),
        in_name_of: ventanilla::domain::turn::InNameOf::Applicant,
        priority: None,
    };
    let walk_in = house.perform(&clerk, &walk_in).unwrap().output;
    assert_eq!(code(turn_confirmation(&house, &clerk, walk_in)), "state");
    assert_eq!(
        code(house.perform(&clerk, &MoveTurn { turn: walk_in, day: day(MONDAY), hour: hour("9:00") })),
        "not_booked"
    );
}

#[test]
fn the_list_of_what_was_booked_holds_what_is_still_to_come() {
    let site = Site::staffed();
    let (house, _, clerk) = opened(&site);
    let late = book(&house, &clerk, 0, "2026-11-24", "9:00").unwrap();
    let early = house.perform(&clerk, &booked_for(1, "luis@hogar.ec")).unwrap().output;
    cancel(&house, &clerk, book(&house, &clerk, 2, MONDAY, "10:00").unwrap());
    let listed = view::booked(&house, &house.reader().unwrap()).unwrap();
    assert_eq!(listed.iter().map(|it| it.row.id).collect::<Vec<_>>(), [early, late]);
    assert_eq!(listed[0].contact.email, "luis@hogar.ec");
    site.wait_ms(4 * DAY_MS);
    let listed = view::booked(&house, &house.reader().unwrap()).unwrap();
    assert_eq!(listed.iter().map(|it| it.row.id).collect::<Vec<_>>(), [late]);
}
