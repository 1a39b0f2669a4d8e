//! What people do by themselves: as long for a number that nobody has as for anybody's, and near what it stands on. The
//! outbox against the mail library alone, an operation against a commit, each in the same run.
//!
//! `cargo bench --bench self_service`; `VENTANILLA_BENCH_LETTERS=500` for a quick look (10,000 otherwise). Prints a table;
//! with `VENTANILLA_BENCH_STRICT=1` it ends with an error where a target is missed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a measurement fails by panicking")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use lettre::address::Envelope;
use lettre::{SmtpTransport, Transport as _};
use ventanilla::domain::calendar::{Moment, Zone};
use ventanilla::domain::id::{SelfServiceId, VisitId};
use ventanilla::domain::ledger::CentreCode;
use ventanilla::domain::mail::Encryption;
use ventanilla::domain::number::{Branch, Cedula, EmployerNumber, Entered, PersonNumber};
use ventanilla::domain::procedure::affiliate_key_unlock::case::{AffiliateKeyUnlock, AtWindow, ContactUpdate, InForce};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::register::{BirthDay, BlockedBecause};
use ventanilla::domain::turn::{InNameOf, Reason};
use ventanilla::domain::visit::{Asked, Document, DocumentForm, DocumentKind, Person, TypedNumber, WorkingCopy};
use ventanilla::ops::mail::{Carried, ChangeMail, MailSettings, PasswordChange, Sender, send_next, way};
use ventanilla::ops::procedure::UnlockKey;
use ventanilla::ops::procedure::affiliate_key::{AnswerQuestions, BeginKey, KeyAnswers};
use ventanilla::ops::procedure::affiliate_key_unlock::AskUnlock;
use ventanilla::ops::procedure::employer_key_recovery::{BeginRecovery, RecoveryBegun};
use ventanilla::ops::self_service::{LeaveFlow, flow_at_hand};
use ventanilla::ops::turn::{CallTurn, GiveWalkIn};
use ventanilla::ops::visit::{BeginVisit, save_copy};
use ventanilla::ops::{FixedClock, Founding, House, Place, Session};
use ventanilla::store::{self, WhileDoing as _};
use ventanilla::vault::{KdfCost, Login, NewPassword};
use zeroize::Zeroizing;

const LETTERS: usize = 10_000;
/// Pairs of a registered and an unregistered number.
const PAIRS: usize = 300;
/// Whose key is unlocked in person.
const IN_PERSON: usize = 100;
const MINUTE_MS: i64 = 60_000;

/// A server that takes whatever it is given, and counts it.
struct Sink {
    port: u16,
    taken: Arc<AtomicU64>,
}

impl Sink {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, taken) = (listener.local_addr().unwrap().port(), Arc::new(AtomicU64::new(0)));
        let counted = Arc::clone(&taken);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let counted = Arc::clone(&counted);
                // One after the other: both sides speak to the same one.
                let _ = take(&stream.unwrap(), &counted);
            }
        });
        Self { port, taken }
    }

    fn taken(&self) -> u64 {
        self.taken.load(Ordering::SeqCst)
    }
}

fn take(stream: &TcpStream, taken: &AtomicU64) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut heard, mut said) = (BufReader::new(stream), stream);
    said.write_all(b"220 correo.prueba\r\n")?;
    let mut line = String::new();
    loop {
        line.clear();
        if heard.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let answer: &[u8] = match line.get(..4).unwrap_or_default() {
            "EHLO" => b"250 correo.prueba\r\n",
            "DATA" => {
                said.write_all(b"354 go on\r\n")?;
                while line != ".\r\n" {
                    line.clear();
                    heard.read_line(&mut line)?;
                }
                taken.fetch_add(1, Ordering::SeqCst);
                b"250 taken\r\n"
            }
            "QUIT" => {
                said.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => b"250 ok\r\n",
        };
        said.write_all(answer)?;
    }
}

/// Friday, 20 November 2026, 9:30 in Quito.
const MORNING: Moment = Moment(1_795_185_000_000);

fn cedula(nth: usize) -> String {
    let nine = format!("171{nth:06}");
    let sum: u32 = nine
        .bytes()
        .enumerate()
        .map(|(place, digit)| {
            let product = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
            if product > 9 { product - 9 } else { product }
        })
        .sum();
    format!("{nine}{}", (10 - sum % 10) % 10)
}

fn person(nth: usize) -> PersonNumber {
    PersonNumber::parse(&cedula(nth)).unwrap()
}

/// Nobody has these.
const UNKNOWN: usize = 500_000;

/// A house of real people that sends to this server, with so many of them whose key is blocked.
fn found(folder: &std::path::Path, sink: &Sink, insured: usize, clock: &Arc<FixedClock>) -> (House, Session) {
    let founding = Founding {
        centre_code: CentreCode::parse("1701").unwrap(),
        centre_name: "CAU de prueba".into(),
        province: "Pichincha".into(),
        canton: "Quito".into(),
        zone: Zone::Mainland,
        window: 1,
        login: Login::parse("jefa").unwrap(),
        full_name: "Rosa Jefa".into(),
        gender: None,
        holidays: Vec::new(),
        demo: false,
    };
    let login = Login::parse("jefa").unwrap();
    let password = NewPassword::chosen("ocho llaves cuelgan del muro", &login).unwrap();
    let place = Place::within(folder);
    let cost = KdfCost::calibrated().unwrap();
    let (house, chief) = House::found(&place, &founding, &password, cost, clock.clone()).unwrap();
    let settings = MailSettings {
        server: "localhost".into(),
        port: sink.port,
        encryption: Encryption::None,
        from_address: "avisos@cau.ec".into(),
        ..MailSettings::default()
    };
    house.perform(&chief, &ChangeMail { settings, password: PasswordChange::Keep }).unwrap();
    house
        .store()
        .write(|tx| -> Result<(), store::Error> {
            for nth in 0..PAIRS {
                tx.execute(
                    "INSERT INTO employer (number, kind, name, folded, email, sri_state, artisan, source, recorded_by, \
                     recorded_at_ms) VALUES (?1, 'domestic_service', 'Rosa', 'rosa', 'hogar@correo.ec', 'unknown', 0, 'import', 1, 1)",
                    [format!("{}000", cedula(nth))],
                )
                .while_doing("medir")?;
                tx.execute(
                    "INSERT INTO employer_branch (employer_id, branch, name, source, recorded_by, recorded_at_ms) \
                     SELECT max(id), '0001', '', 'import', 1, 1 FROM employer",
                    [],
                )
                .while_doing("medir")?;
                tx.execute(
                    "INSERT INTO employer_representative (employer_id, person_number, person_kind, person_name, capacity, source, \
                     recorded_by, recorded_at_ms) SELECT max(id), ?1, 'cedula', 'Rosa', 'empleadora', 'import', 1, 1 FROM employer",
                    [cedula(nth)],
                )
                .while_doing("medir")?;
            }
            for nth in 0..insured {
                tx.execute(
                    "INSERT INTO insured (person_kind, person_number, person_name, folded, kind, key_state, email, mobile, \
                     telephone, up_to_date_on, birth, source, recorded_by, recorded_at_ms) VALUES ('cedula', ?1, 'Rosa', \
                     'rosa', 'affiliate', 'blocked', ?2, '', '', '2026-01-15', '03-05', 'import', 1, 1)",
                    (cedula(nth), format!("persona{nth}@correo.ec")),
                )
                .while_doing("medir")?;
                tx.execute(
                    "INSERT INTO work_history (person_kind, person_number, employer_name, from_month, recorded_by, \
                     recorded_at_ms) VALUES ('cedula', ?1, ?2, '2020-01', 1, 1)",
                    (cedula(nth), format!("Empresa {}", nth % 400)),
                )
                .while_doing("medir")?;
            }
            Ok(())
        })
        .unwrap();
    (house, chief)
}

/// One line of the table.
struct Figure {
    what: &'static str,
    measured: f64,
    /// Between these it is as promised.
    within: (f64, f64),
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    times.push(began.elapsed());
    done
}

fn ask(house: &House, by: &Session, nth: usize) {
    house.perform(by, &AskUnlock { person: person(nth) }).unwrap();
}

fn answer(house: &House, by: &Session, flow: SelfServiceId) {
    let asked = flow_at_hand(&house.reader().unwrap(), flow).unwrap();
    let answers = KeyAnswers {
        birth: BirthDay::new(6, 4).unwrap(),
        history: vec![0; asked.questions.len()],
        personal: asked.personal.iter().map(|_| Zeroizing::new("ninguna".to_owned())).collect(),
    };
    house.perform(by, &AnswerQuestions { flow, answers }).unwrap();
}

/// How long asking for an unlocking, and beginning a key and answering wrongly, takes for whom the register knows and for
/// numbers that nobody has, turn about. Of the second only those are compared that are asked as many questions.
fn alike(house: &House, by: &Session, clock: &FixedClock) -> Vec<Figure> {
    let mut unlocking = [Vec::new(), Vec::new()];
    let mut making = [Vec::new(), Vec::new()];
    for nth in 0..PAIRS {
        clock.advance_ms(MINUTE_MS);
        // Whoever comes first ends what was left: that is nobody's time here. And each comes first every other time.
        ask(house, by, UNKNOWN + 300_000 + nth);
        let known_first = nth % 2 == 0;
        for known in [known_first, !known_first] {
            let (times, nth) = if known { (0, nth) } else { (1, UNKNOWN + nth) };
            timed(&mut unlocking[times], || ask(house, by, nth));
        }
        let unknown = (UNKNOWN + 1000 + nth * 20..).find(|nth| {
            let flow = house.perform(by, &BeginKey { person: person(*nth) }).unwrap().output;
            flow_at_hand(&house.reader().unwrap(), flow).unwrap().personal.is_empty()
        });
        // The questions of both are drawn by then.
        house.perform(by, &BeginKey { person: person(nth) }).unwrap();
        for known in [known_first, !known_first] {
            let (times, nth) = if known { (0, nth) } else { (1, unknown.unwrap()) };
            timed(&mut making[times], || {
                let flow = house.perform(by, &BeginKey { person: person(nth) }).unwrap().output;
                answer(house, by, flow);
            });
        }
    }
    let ratio = |[known, unknown]: [Vec<Duration>; 2]| median(known) / median(unknown);
    vec![
        Figure { what: "asking for an unlocking, registered / not", measured: ratio(unlocking), within: (0.9, 1.1) },
        Figure { what: "making a key, registered / not", measured: ratio(making), within: (0.9, 1.1) },
    ]
}

/// The operations of an unlocking above a commit of an entry alone.
fn above_the_floor(house: &House, by: &Session, clock: &FixedClock) -> Figure {
    let (mut asked, mut floor) = (Vec::new(), Vec::new());
    for nth in 0..PAIRS {
        clock.advance_ms(MINUTE_MS);
        timed(&mut asked, || ask(house, by, UNKNOWN + 100_000 + nth));
        let flow = SelfServiceId(i64::try_from(nth).unwrap() + 1);
        // It ended, or ends: an operation that changes at most one row.
        let leave = LeaveFlow { flow, goes_to_counter: false };
        timed(&mut floor, || house.perform(by, &leave).unwrap());
    }
    let (asked, floor) = (median(asked), median(floor));
    println!("asking for an unlocking {asked:.2} ms, the least operation {floor:.2} ms");
    Figure {
        what: "asking for an unlocking, ms above the least operation",
        measured: asked - floor,
        within: (-1.0, 1.0),
    }
}

/// A visit of the `nth` person, at the window of `by`, with everything in order for an unlocking.
fn ready(house: &House, by: &Session, nth: usize) -> VisitId {
    let walk_in = GiveWalkIn {
        procedure: ProcedureId::AFFILIATE_KEY_UNLOCK,
        holder: person(nth),
        holder_name: "Rosa".into(),
        in_name_of: InNameOf::Applicant,
        priority: None,
    };
    let turn = house.perform(by, &walk_in).unwrap().output;
    let reason = Reason::parse("es quien está en la ventanilla").ok();
    house.perform(by, &CallTurn { wanted: Some(turn), reason }).unwrap();
    let visit = house.perform(by, &BeginVisit { turn }).unwrap().output;
    let number = Entered::<Cedula>::new(cedula(nth));
    let applicant = Person { number: Some(TypedNumber::Cedula(number)), name: "Rosa".into() };
    let document = Document {
        kind: DocumentKind::Cedula,
        form: Some(DocumentForm::Original),
        holder: applicant.clone(),
        validity: None,
    };
    let papers = AffiliateKeyUnlock {
        applicant: Some(applicant),
        at_window: Some(AtWindow::ThePerson),
        reason: Some(BlockedBecause::FailedAttempts),
        document: Some(Asked::Shown(Box::new(document))),
        in_force: Some(InForce::Yes),
        foreigner_code: None,
        contact: Some(ContactUpdate::Declined),
    };
    let copy = WorkingCopy { confirmation: None, first_judgement: None, papers };
    assert!(save_copy(house, by, visit, copy, 1).unwrap().is_some());
    visit
}

/// An unlocking in person above a commit of an entry alone.
fn in_person_above_the_floor(house: &House, by: &Session, clock: &FixedClock, first: usize) -> Figure {
    let (mut unlocked, mut floor) = (Vec::new(), Vec::new());
    let flow = house.perform(by, &AskUnlock { person: person(UNKNOWN + 499_000) }).unwrap().output;
    let leave = LeaveFlow { flow, goes_to_counter: false };
    for nth in 0..IN_PERSON {
        clock.advance_ms(MINUTE_MS);
        let visit = ready(house, by, first + nth);
        timed(&mut unlocked, || house.perform(by, &UnlockKey { visit }).unwrap());
        timed(&mut floor, || house.perform(by, &leave).unwrap());
    }
    let (unlocked, floor) = (median(unlocked), median(floor));
    println!("unlocking in person {unlocked:.2} ms, the least operation {floor:.2} ms");
    Figure {
        what: "unlocking in person, ms above the least operation",
        measured: unlocked - floor,
        within: (-1.0, 2.0),
    }
}

/// How long beginning a recovery takes for a RUC of somebody else and for one that nobody has, turn about: both are answered
/// that the numbers do not agree.
fn alike_of_employers(house: &House, by: &Session, clock: &FixedClock) -> Figure {
    let mut times = [Vec::new(), Vec::new()];
    for nth in 0..PAIRS {
        clock.advance_ms(MINUTE_MS);
        let known_first = nth % 2 == 0;
        for known in [known_first, !known_first] {
            let (place, employer) = if known { (0, nth) } else { (1, UNKNOWN + nth) };
            let begin = BeginRecovery {
                // Nobody asks twice within the hour.
                person: person(UNKNOWN + 400_000 + nth * 2 + place),
                employer: EmployerNumber::parse(&format!("{}000", cedula(employer))).unwrap(),
                branch: Branch::parse("0001").unwrap(),
                says_it_is_the_first: false,
            };
            let begun = timed(&mut times[place], || house.perform(by, &begin).unwrap().output);
            assert_eq!(begun, RecoveryBegun::NoMatch);
        }
    }
    let [known, unknown] = times.map(median);
    Figure { what: "recovering another's key, registered / not", measured: known / unknown, within: (0.9, 1.1) }
}

/// Sends whatever is due.
fn drain(house: &House, by: &Session) {
    let way = way(house, &house.reader().unwrap(), None).unwrap();
    let mut sender = Sender::default();
    loop {
        match send_next(house, by, &way, &mut sender, &|| false).unwrap() {
            Carried::Nothing => break,
            Carried::Sent | Carried::Dropped => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Letters a second of the outbox against those of the library alone, to the same server.
fn outbox(house: &House, by: &Session, sink: &Sink, (letters, clock): (usize, &FixedClock)) -> Figure {
    drain(house, by);
    for nth in PAIRS..PAIRS + letters {
        ask(house, by, nth);
    }
    clock.advance_ms(1);
    let before = sink.taken();
    let began = Instant::now();
    drain(house, by);
    let sent = sink.taken() - before;
    let own = began.elapsed().as_secs_f64() / sent as f64;
    let transport = SmtpTransport::builder_dangerous("localhost").port(sink.port).build();
    let envelope =
        Envelope::new(Some("avisos@cau.ec".parse().unwrap()), vec!["persona@correo.ec".parse().unwrap()]).unwrap();
    let letter = "x".repeat(70).repeat(120).into_bytes();
    let began = Instant::now();
    for _ in 0..letters {
        transport.send_raw(&envelope, &letter).unwrap();
    }
    let alone = began.elapsed().as_secs_f64() / letters as f64;
    println!("{sent} letters: {:.2} ms each; the library alone {:.2} ms", own * 1000.0, alone * 1000.0);
    Figure { what: "letters a second, of the library's alone", measured: alone / own, within: (0.8, f64::INFINITY) }
}

fn main() {
    let letters = std::env::var("VENTANILLA_BENCH_LETTERS").map_or(LETTERS, |text| text.parse().unwrap());
    let (folder, sink) = (tempfile::tempdir().unwrap(), Sink::start());
    let clock = Arc::new(FixedClock::at(MORNING));
    let (house, by) = found(folder.path(), &sink, PAIRS + letters + IN_PERSON, &clock);
    // While the counter is open.
    let mut figures = vec![in_person_above_the_floor(&house, &by, &clock, PAIRS + letters)];
    figures.extend(alike(&house, &by, &clock));
    figures.push(above_the_floor(&house, &by, &clock));
    figures.push(alike_of_employers(&house, &by, &clock));
    figures.push(outbox(&house, &by, &sink, (letters, &clock)));
    let mut missed = false;
    for Figure { what, measured, within: (least, most) } in &figures {
        let reached = (*least..=*most).contains(measured);
        missed |= !reached;
        println!("{what:<56} {measured:>8.3}  {}", if reached { "reached" } else { "MISSED" });
    }
    assert!(!(missed && std::env::var_os("VENTANILLA_BENCH_STRICT").is_some()), "a target was missed");
}
