//! A window whose way to the server is cut, dead or slow, at every moment of what is done at a counter: nothing has its effect
//! twice, nothing that was said to be done is lost, nobody waits without an end, and the work goes on by itself.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use ventanilla::domain::ledger::{Acknowledgement, IssuanceState, VoidCause};
use ventanilla::domain::number::PersonNumber;
use ventanilla::domain::turn::TurnState;
use ventanilla::ops::import::PeopleImport;
use ventanilla::ops::issuance::{DeliverSlip, Issued, Step, VoidSlip, issue, look_up, purge};
use ventanilla::ops::person::RecordPerson;
use ventanilla::ops::turn::{CallTurn, MarkArrived};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::view::open_slips;
use ventanilla::ops::visit::{BeginVisit, save_draft};
use ventanilla::ops::{Error, House, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;
use ventanilla::store::postgres::{Heard, Listener};

use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, EMPLOYERS, Site, attach_scans, draft, file, import, ready, scheduled, slip, verified,
};
use crate::support::postgres;
use crate::support::proxy::{Mishap, Proxy, Way};
use crate::support::scripted::Scripted;

/// How long somebody waits at most for what meets no server, with time to spare for a machine that has much to do.
const AT_MOST: Duration = Duration::from_secs(50);

/// As it goes over the wire; a transaction that begins names its level, which has the same word in it.
const COMMIT: &str = "COMMIT\0";

/// A centre with two machines: the first one's way to the server is the wire, the other's is its own.
struct Centre {
    wire: Proxy,
    first: Site,
    second: Site,
}

fn centre() -> Option<Centre> {
    let (mut first, second) = Site::two_staffed()?;
    let address = first.place.server.take()?;
    let wire = Proxy::before(&address);
    first.place.server = Some(wire.address(&address));
    Some(Centre { wire, first, second })
}

fn number(nth: usize) -> PersonNumber {
    PersonNumber::parse(&format!("CD{nth:06}")).unwrap()
}

fn record(house: &House, by: &Session, nth: usize) -> Result<(), Error> {
    house.perform(by, &RecordPerson { number: number(nth), name: "Otra Persona".into() }).map(drop)
}

/// How often each operation stands in the journal as done.
fn done(house: &House) -> BTreeMap<String, usize> {
    let sql = "SELECT operation, count(*) FROM journal WHERE outcome = 'done' GROUP BY operation";
    let rows = house.reader().unwrap().all(sql, [], |row| Ok((row.get(0)?, row.get::<u32>(1)? as usize)));
    rows.unwrap().into_iter().collect()
}

fn is_a_cut<T>(answer: &Result<T, Error>) -> bool {
    matches!(answer, Err(Error::Store(store::Error::Cut { .. })))
}

/// Does it with a mishap at its commit, which must have happened.
fn with_mishap<T>(wire: &Proxy, mishap: Mishap, work: impl FnOnce() -> Result<T, Error>) -> T {
    wire.when_asked(COMMIT, mishap);
    let answer = work().unwrap_or_else(|error| panic!("{mishap:?}: {error}"));
    assert!(wire.happened().is_some(), "{mishap:?} did not happen");
    answer
}

/// The wire is cut while the server keeps what was done, which takes it longer than the window waits before it tries again:
/// the second try meets what the first one does, and answers as that would have.
#[test]
fn a_commit_that_goes_on_behind_a_cut_wire_is_answered_by_the_next_try() {
    let Some(Centre { wire, first, second }) = centre() else { return };
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, eva) = second.open(COLLEAGUE).unwrap();
    let address = second.place.server.clone().unwrap();
    let slow = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS \
                $$ BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$; \
                CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED \
                FOR EACH ROW EXECUTE FUNCTION slow();";
    let turn = scheduled(&there, &eva, 0);
    let another = scheduled(&there, &eva, 1);
    there.perform(&eva, &MarkArrived { turn: another, reason: None }).unwrap();
    let set_up = format!("SET search_path = {}; {slow}", address.schema());
    postgres::shared().unwrap().psql(&postgres::database_of(&address), &set_up);
    let mishap = Mishap::CutUnanswered;
    with_mishap(&wire, mishap, || here.perform(&ana, &MarkArrived { turn, reason: None }));
    let call = CallTurn { wanted: None, reason: None };
    let called = with_mishap(&wire, mishap, || here.perform(&ana, &call).map(|it| it.output));
    let still =
        store::turn::get(&there.reader().unwrap(), if called == turn { another } else { turn }).unwrap().unwrap();
    assert_eq!(still.turn.state, TurnState::Arrived, "nobody else was called");
    let visit = with_mishap(&wire, mishap, || here.perform(&ana, &BeginVisit { turn: called }).map(|it| it.output));
    let nth = usize::from(called == another);
    assert!(here.again(|| save_draft(&here, &ana, visit, &draft(nth), 1)).unwrap());
    attach_scans(&here, &ana, visit);
    let printer = Scripted::new();
    let mut watch = |step: Step| {
        if matches!(step, Step::Reserved(_) | Step::Sent) {
            wire.when_asked(COMMIT, mishap);
        }
    };
    wire.when_asked(COMMIT, mishap);
    let press = new_op_id().unwrap();
    let issued = issue(&here, &ana, press, visit, &printer, &CancelFlag::default(), &mut watch).unwrap();
    assert_eq!(issued.state, IssuanceState::Printed);
    assert_eq!(printer.documents(&issued.serial).len(), 1, "one paper");
    let acknowledgement = Acknowledgement::Signed;
    let deliver = DeliverSlip { issuance: issued.issuance, acknowledgement };
    with_mishap(&wire, mishap, || here.perform(&ana, &deliver).map(drop));
    let refused = "SELECT count(*) FROM journal WHERE outcome = 'refused'";
    let refused: u32 = there.reader().unwrap().one(refused, [], |row| row.get(0)).unwrap();
    assert_eq!(refused, 0, "nothing that was done is refused");
    verified(&there);
}

/// The commit never reached the server, or its answer never came: of each operation of a key's way to the paper.
#[test]
fn each_step_to_a_key_is_done_once_whatever_became_of_its_commit() {
    let Some(Centre { wire, first, second }) = centre() else { return };
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, eva) = second.open(COLLEAGUE).unwrap();
    let before = done(&there);
    let printer = Scripted::new();
    let ends = [true, false];
    let mut nth = 0;
    for mishap in [Mishap::CutBefore, Mishap::CutAfter] {
        for is_delivered in ends {
            let turn = scheduled(&there, &eva, nth);
            with_mishap(&wire, mishap, || here.perform(&ana, &MarkArrived { turn, reason: None }));
            let called = with_mishap(&wire, mishap, || {
                here.perform(&ana, &CallTurn { wanted: None, reason: None }).map(|it| it.output)
            });
            assert_eq!(called, turn);
            let visit = with_mishap(&wire, mishap, || here.perform(&ana, &BeginVisit { turn }).map(|it| it.output));
            // As the desk saves it; where its answer was lost, it is there already.
            let was_new = with_mishap(&wire, mishap, || here.again(|| save_draft(&here, &ana, visit, &draft(nth), 1)));
            assert_eq!(was_new, mishap == Mishap::CutBefore);
            let kept = store::visit::get(&there.reader().unwrap(), visit).unwrap().unwrap();
            assert_eq!((kept.draft, kept.draft_revision), (draft(nth), 1));
            attach_scans(&here, &ana, visit);

            let mut steps = 0;
            let mut watch = |step: Step| {
                if matches!(step, Step::Reserved(_) | Step::Sent) {
                    assert!(wire.happened().is_some(), "{mishap:?} before {step:?}");
                    steps += 1;
                    wire.when_asked(COMMIT, mishap);
                }
            };
            wire.when_asked(COMMIT, mishap);
            let press = new_op_id().unwrap();
            let Issued { issuance, state, serial, .. } =
                issue(&here, &ana, press, visit, &printer, &CancelFlag::default(), &mut watch).unwrap();
            assert_eq!((state, steps), (IssuanceState::Printed, 2), "{mishap:?}");
            assert!(wire.happened().is_some(), "{mishap:?} of what was printed");
            assert_eq!(printer.documents(&serial).len(), 1, "one paper");
            with_mishap(&wire, mishap, || match is_delivered {
                true => {
                    let acknowledgement = Acknowledgement::Signed;
                    here.perform(&ana, &DeliverSlip { issuance, acknowledgement }).map(drop)
                }
                false => {
                    let cause = VoidCause::Jam;
                    here.perform(&ana, &VoidSlip { issuance, cause, reason: "salió roto".into() }).map(drop)
                }
            });
            purge(&here, &ana, issuance, &printer).unwrap();
            let ended = if is_delivered { IssuanceState::Delivered } else { IssuanceState::Void };
            assert_eq!(slip(&there, issuance).state, ended);
            nth += 1;
        }
    }
    assert_eq!(nth, EMPLOYERS);
    let after = done(&there);
    let since = |operation: &str| after.get(operation).unwrap_or(&0) - before.get(operation).unwrap_or(&0);
    let each = ["turn.arrive", "turn.call", "visit.begin", "issuance.reserve", "issuance.sent", "issuance.printed"];
    for operation in each.into_iter().chain(["issuance.purged"]) {
        assert_eq!(since(operation), nth, "{operation}: {after:?}");
    }
    assert_eq!((since("issuance.deliver"), since("issuance.void")), (2, 2));
    verified(&there);
    assert_eq!(here.anchor_state().doubt(), None);
}

/// After so many bytes of what is asked or answered, further each time, until an operation ends before.
#[test]
fn an_operation_is_done_once_after_whatever_byte_it_is_cut() {
    /// How much further each time: no size of a message, so that cuts come within messages too. And within a conversation that
    /// begins anew, where much more is said.
    const FURTHER: [(bool, usize); 2] = [(false, 97), (true, 487)];
    let Some(Centre { wire, first, second }) = centre() else { return };
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, _eva) = second.open(COLLEAGUE).unwrap();
    let before = done(&there);
    let mut nth = 0;
    for (way, (is_new, further)) in [Way::Question, Way::Answer].into_iter().flat_map(|way| FURTHER.map(|it| (way, it)))
    {
        let mut bytes = 0;
        loop {
            if is_new {
                wire.cut();
            }
            wire.cut_after(way, bytes);
            record(&here, &ana, nth).unwrap_or_else(|error| panic!("{way:?} after {bytes}: {error}"));
            let kept = store::person::by_number(&there.reader().unwrap(), &number(nth)).unwrap();
            assert!(kept.is_some(), "{way:?} after {bytes}: it was said to be done");
            nth += 1;
            if wire.happened().is_none() {
                break;
            }
            bytes += further;
        }
        wire.pass();
        assert!(bytes > 5 * further, "{way:?}: it ended after {bytes}");
    }
    let recorded = |done: &BTreeMap<String, usize>| done.get("person.record").copied().unwrap_or_default();
    assert_eq!(recorded(&done(&there)) - recorded(&before), nth, "each once");
    verified(&there);
    record(&here, &ana, nth).unwrap();
}

/// Nobody hears of an end: neither a cut nor an answer. And meanwhile another window works.
#[test]
fn a_dead_wire_ends_by_its_deadline_and_holds_nobody_else_up() {
    thread::scope(|scope| {
        for mishap in [Mishap::LostBefore, Mishap::LostAfter] {
            scope.spawn(move || dead_for_good(mishap));
            scope.spawn(move || dead_for_a_while(mishap));
            scope.spawn(move || dead_while_it_prints(mishap));
        }
    });
}

fn dead_for_good(mishap: Mishap) {
    let Some(Centre { wire, first, second }) = centre() else { return };
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, eva) = second.open(COLLEAGUE).unwrap();
    record(&here, &ana, 0).unwrap();
    let ear = here.listen().unwrap().unwrap();
    let reader = here.reader().unwrap();
    let before = done(&there)["person.record"];
    let address = first.place.server.as_ref().unwrap();
    let conversations = || postgres::shared().unwrap().sessions_of(address, address.role());
    let had = conversations();
    let (press, operation) = (new_op_id().unwrap(), RecordPerson { number: number(1), name: "Otra Persona".into() });
    wire.when_asked(COMMIT, mishap);
    let began = Instant::now();
    thread::scope(|scope| {
        let own = scope.spawn(|| here.transact(&ana, press, &operation));
        while wire.happened().is_none() {
            thread::yield_now();
        }
        let dead_since = Instant::now();
        // A second and a half by its own deadline; what nobody gives up takes fifteen, on a busy machine too.
        scope.spawn(move || {
            while ear.hear(Duration::from_millis(100)) != Heard::Cut && ear.now_ms().is_ok() {}
            assert!(
                dead_since.elapsed() < Duration::from_secs(6),
                "{mishap:?}: heard after {:?}",
                dead_since.elapsed()
            );
        });
        // A reader is one thread's.
        scope.spawn(move || {
            let read = store::journal::head(&reader).map_err(Error::from);
            assert!(is_a_cut(&read), "{mishap:?}: {read:?}");
            assert!(dead_since.elapsed() < AT_MOST / 2, "{mishap:?}: read for {:?}", dead_since.elapsed());
        });
        record(&there, &eva, 2).unwrap();
        let waited = dead_since.elapsed();
        assert!(waited < Duration::from_secs(13), "{mishap:?}: the other window waited {waited:?}");
        let answer = own.join().unwrap();
        assert!(is_a_cut(&answer), "{mishap:?}: {answer:?}");
    });
    assert!(began.elapsed() < AT_MOST, "{mishap:?}: {:?}", began.elapsed());
    // What was given up ends at the server too, where it can hear of it: of who listens, who reads and who writes.
    let ended = Instant::now();
    while mishap == Mishap::LostAfter && conversations() > had - 3 {
        assert!(ended.elapsed() < Duration::from_secs(15), "{} conversations of {had} are left", conversations());
    }
    wire.pass();
    here.transact(&ana, press, &operation).unwrap();
    assert_eq!(done(&there)["person.record"], before + 2, "{mishap:?}");
    verified(&here);
    record(&here, &ana, 3).unwrap();
}

/// The paper is out, and its window cannot say so: the line stays unfinished, and is found and settled afterwards.
fn dead_while_it_prints(mishap: Mishap) {
    let Some(Centre { wire, first, second }) = centre() else { return };
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, _chief) = second.open(CHIEF).unwrap();
    let visit = ready(&here, &ana, 0).unwrap();
    let printer = Scripted::new();
    let (press, began) = (new_op_id().unwrap(), Instant::now());
    let mut watch = |step: Step| {
        if step == Step::Sent {
            wire.when_asked(COMMIT, mishap);
        }
    };
    let issued = issue(&here, &ana, press, visit, &printer, &CancelFlag::default(), &mut watch);
    assert!(is_a_cut(&issued) && began.elapsed() < AT_MOST, "{mishap:?}: {issued:?} in {:?}", began.elapsed());
    let open = open_slips(&there.reader().unwrap(), None).unwrap();
    let [left] = open.as_slice() else { panic!("{mishap:?}: {} are unfinished", open.len()) };
    let kept = if mishap == Mishap::LostAfter { IssuanceState::Printed } else { IssuanceState::Sent };
    assert_eq!((left.slip.state, printer.documents(&left.slip.serial.to_string()).len()), (kept, 1));
    wire.pass();
    // The same press makes no other key.
    let again = issue(&here, &ana, press, visit, &printer, &CancelFlag::default(), &mut |_| {}).unwrap();
    assert_eq!((again.issuance, again.state), (left.slip.id, kept));
    assert_eq!(look_up(&here, &ana, left.slip.id, &printer).unwrap(), IssuanceState::Printed);
    let deliver = DeliverSlip { issuance: left.slip.id, acknowledgement: Acknowledgement::Signed };
    here.perform(&ana, &deliver).unwrap();
    purge(&here, &ana, left.slip.id, &printer).unwrap();
    assert!(open_slips(&there.reader().unwrap(), None).unwrap().is_empty());
    assert_eq!(slip(&there, left.slip.id).serial.number, 1);
    verified(&there);
}

fn dead_for_a_while(mishap: Mishap) {
    let Some(Centre { wire, first, second }) = centre() else { return };
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, _eva) = second.open(COLLEAGUE).unwrap();
    record(&here, &ana, 0).unwrap();
    wire.when_asked(COMMIT, mishap);
    thread::scope(|scope| {
        let own = scope.spawn(|| record(&here, &ana, 1));
        while wire.happened().is_none() {
            thread::yield_now();
        }
        wire.pass();
        own.join().unwrap().unwrap();
    });
    assert_eq!(done(&there)["person.record"], 2, "{mishap:?}");
    verified(&there);
}

#[test]
fn whoever_listens_hears_of_a_cut_and_the_work_goes_on_by_itself() {
    let Some(Centre { wire, first, second }) = centre() else { return };
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, eva) = second.open(COLLEAGUE).unwrap();
    let hears = |ear: &Listener| {
        let began = Instant::now();
        while ear.hear(Duration::from_millis(50)) != Heard::Cut {
            assert!(began.elapsed() < Duration::from_secs(6), "nobody heard of the cut");
        }
    };
    let ear = here.listen().unwrap().unwrap();
    wire.cut();
    hears(&ear);
    let ear = here.listen().unwrap().unwrap();
    wire.refuse();
    hears(&ear);
    let began = Instant::now();
    let gone = here.listen().map(drop);
    assert!(is_a_cut(&gone) && began.elapsed() < Duration::from_secs(5), "{gone:?}");
    thread::scope(|scope| {
        let own = scope.spawn(|| record(&here, &ana, 1));
        record(&there, &eva, 2).unwrap();
        thread::sleep(Duration::from_millis(700));
        assert!(!own.is_finished());
        wire.pass();
        own.join().unwrap().unwrap();
    });
    let ear = here.listen().unwrap().unwrap();
    record(&there, &eva, 3).unwrap();
    assert_eq!(ear.hear(Duration::from_secs(5)), Heard::Entry("person".into()));
    assert_eq!(done(&there)["person.record"], 3);
    verified(&here);
}

#[test]
fn a_long_read_that_is_cut_says_so_and_reads_no_row_twice() {
    const PEOPLE: usize = 1800;
    const WALK: &str = "SELECT number FROM person ORDER BY id";
    let Some(Centre { wire, first, second }) = centre() else { return };
    let (here, _ana) = first.open(CLERK).unwrap();
    let (there, chief) = second.open(CHIEF).unwrap();
    let rows: Vec<String> = (0..PEOPLE).map(|nth| format!("CD{nth:06},Otra Persona")).collect();
    let people = format!("numero,nombre\n{}\n", rows.join("\n"));
    let file = file(&people);
    import(&there, &chief, &mut PeopleImport::open(file).unwrap());
    let reader = here.reader().unwrap();
    let walk = |cut_at: Option<usize>| {
        let mut walked = Vec::new();
        let ended = reader.each("recorrer", WALK, [], |row| {
            walked.push(row.get::<String>(0).unwrap());
            if cut_at == Some(walked.len()) {
                wire.cut();
            }
            Ok::<_, Error>(())
        });
        (ended, walked)
    };
    let (ended, all) = walk(None);
    ended.unwrap();
    assert_eq!(all.len(), PEOPLE + EMPLOYERS);
    let (ended, walked) = walk(Some(700));
    assert!(is_a_cut(&ended), "{ended:?}");
    assert_eq!(walked, all[..walked.len()]);
    assert!(walked.len() < all.len());
    assert_eq!(walk(None).1, all, "the same reader goes on");
    // What is read at once is asked once more, and each row comes once.
    wire.cut_after(Way::Answer, 20_000);
    let again: Vec<String> = reader.all(WALK, [], |row| row.get(0)).unwrap();
    assert!(wire.happened().is_some());
    assert_eq!(again, all);
    // On one moment of the store nothing is asked once more: it would be another moment.
    let moment = reader.at_one_moment(|reader| {
        wire.cut();
        Ok::<_, Error>(store::journal::head(reader)?)
    });
    assert!(is_a_cut(&moment), "{moment:?}");
    // The whole verification reads everything.
    wire.cut_after(Way::Answer, 60_000);
    let began = Instant::now();
    let found = verify(&reader, Depth::Whole, None, &mut |_| true);
    assert!(wire.happened().is_some() && began.elapsed() < Duration::from_secs(12));
    assert!(is_a_cut(&found.map(|it| assert_eq!(it.problem, None))), "a cut is no damage");
    verified(&here);
}

/// A centre far from its server: five milliseconds there, five back.
#[test]
fn a_key_is_issued_over_a_slow_wire() {
    let Some(Centre { wire, first, second }) = centre() else { return };
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, _eva) = second.open(COLLEAGUE).unwrap();
    for way in [Way::Question, Way::Answer] {
        wire.delay(way, Duration::from_millis(5));
    }
    let visit = ready(&here, &ana, 0).unwrap();
    let printer = Scripted::new();
    let (press, began) = (new_op_id().unwrap(), Instant::now());
    let issued = issue(&here, &ana, press, visit, &printer, &CancelFlag::default(), &mut |_| {}).unwrap();
    let issuing = began.elapsed();
    let deliver = DeliverSlip { issuance: issued.issuance, acknowledgement: Acknowledgement::Signed };
    here.perform(&ana, &deliver).unwrap();
    println!("over a slow wire: issued in {issuing:?}, handed over in {:?}", began.elapsed() - issuing);
    // Nobody waits for the wire longer than for the paper.
    assert!(began.elapsed() < Duration::from_secs(12), "{:?}", began.elapsed());
    assert_eq!(slip(&there, issued.issuance).state, IssuanceState::Delivered);
    verified(&there);
}

/// The server's own people may let it end conversations in which nothing is said: here while a question is on its way.
#[test]
fn a_conversation_that_the_server_ended_for_its_silence_is_begun_anew() {
    let Some(Centre { wire, first, .. }) = centre() else { return };
    let address = first.place.server.clone().unwrap();
    let (server, database) = (postgres::shared().unwrap(), postgres::database_of(&address));
    let silence = format!("IN DATABASE {database} SET idle_session_timeout = '1s'");
    server.psql(&database, &format!("ALTER ROLE {} {silence}", address.role()));
    let (here, _ana) = first.open(CLERK).unwrap();
    let reader = here.reader().unwrap();
    let head = store::journal::head(&reader).unwrap();
    thread::sleep(Duration::from_millis(800));
    wire.delay(Way::Question, Duration::from_millis(400));
    assert_eq!(store::journal::head(&reader).unwrap(), head);
    wire.pass();
    verified(&here);
}

/// A machine gets another password at the server: it never hears whether it did.
#[test]
fn a_machine_whose_other_password_is_cut_comes_in_all_the_same() {
    let Some(mut site) = Site::free_on_server().map(Site::with_staff) else { return };
    let address = site.place.server.take().unwrap();
    let wire = Proxy::before(&address);
    site.place.server = Some(wire.address(&address));
    for mishap in [Mishap::CutBefore, Mishap::CutAfter] {
        let (house, chief) = site.open(CHIEF).unwrap();
        wire.when_asked("ALTER ROLE", mishap);
        let cut = house.rekey(&chief, &site.place);
        assert!(is_a_cut(&cut) && wire.happened().is_some(), "{mishap:?}: {cut:?}");
        for login in [CLERK, CHIEF] {
            let (house, _) = site.open(login).unwrap_or_else(|error| panic!("{mishap:?}: {error}"));
            let beside = site.open(login).map(drop);
            assert!(matches!(beside, Err(Error::Store(store::Error::InUse { .. }))), "{mishap:?}: {beside:?}");
            verified(&house);
            house.close().unwrap();
        }
    }
}

/// A machine that lost its power says no farewell: the server looks by itself whether it is there.
#[test]
fn the_server_keeps_no_conversation_with_a_machine_that_is_gone() {
    let Some(Centre { wire: _wire, first, .. }) = centre() else { return };
    let (here, _ana) = first.open(CLERK).unwrap();
    let reader = here.reader().unwrap();
    let shown = |what: &str| reader.one(&format!("SHOW {what}"), [], |row| row.get::<String>(0)).unwrap();
    assert_eq!(["tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count"].map(shown), ["5", "5", "3"]);
    assert_eq!(shown("tcp_user_timeout"), "20000");
}
