//! The sample: the demo house, its contents, its past.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Weekday};
use ventanilla::domain::calendar::{Moment, Zone};
use ventanilla::domain::number::{CheckDigit, EmployerNumber, PersonNumber};
use ventanilla::domain::procedure;
use ventanilla::domain::procedure::employer_key::EmployerKey;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::register::{AffiliateKeyState, EmployerKind, InsuredKind, LegalValidation};
use ventanilla::domain::turn::{Origin, TurnState};
use ventanilla::domain::user::Role;
use ventanilla::intake::{images, visit_v1};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::{Error, FixedClock, Founding, House, Place, Session};
use ventanilla::sample::{self, Contents, SamplePaper};
use ventanilla::store::provenance::Entered;
use ventanilla::store::search::{self, Query};
use ventanilla::store::{self, visit::VisitState};
use ventanilla::vault::{KdfCost, Login, NewPassword, Password};

struct Demo {
    house: House,
    supervisor: Session,
    users: sample::Users,
    _folder: tempfile::TempDir,
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn demo_at(local: &str) -> Demo {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::within(folder.path());
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
    let clock = Arc::new(FixedClock::at(Moment::from_local(local, Zone::Mainland)));
    let (house, users) = sample::found(&place, clock).unwrap();
    let password = Password::typed(users.supervisor.password).unwrap();
    let supervisor = house.log_in_at(users.supervisor.login, &password, 1).unwrap();
    Demo { house, supervisor, users, _folder: folder }
}

fn demo() -> Demo {
    demo_at("2026-11-20 10:05")
}

impl Demo {
    fn filled(&self) -> Contents {
        sample::fill(&self.house, &self.supervisor, day()).unwrap()
    }

    fn past(&self, count: u64) {
        sample::finished_visits(&self.house, &self.supervisor, count, &mut |_| true).unwrap();
    }

    fn assert_verifies(&self) {
        let found = verify(&self.house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap();
        assert_eq!(found.problem, None);
        assert!(found.entries > 0);
    }

    fn count(&self, table: &str) -> u64 {
        let sql = format!("SELECT count(*) FROM {table}");
        let rows: i64 = self.house.reader().unwrap().one(&sql, [], |row| row.get(0)).unwrap();
        u64::try_from(rows).unwrap()
    }
}

#[test]
fn everybody_on_the_login_card_can_log_in_at_both_windows() {
    let demo = demo();
    assert!(demo.house.is_demo());
    assert_eq!(demo.users.all().count(), 3);
    for user in demo.users.all() {
        for window in [1, 2] {
            let session = demo.house.log_in_at(user.login, &Password::typed(user.password).unwrap(), window).unwrap();
            assert_eq!((session.full_name(), session.actor().role), (user.full_name, user.role));
        }
    }
    assert_eq!(demo.users.all().filter(|user| user.role == Role::Supervisor).count(), 1);
    demo.assert_verifies();
}

/// The code of a refusal.
fn refused<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Refused(refusal)) => refusal.code,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_supervisor_adds_windows_and_a_clerk_does_not() {
    let demo = demo();
    demo.house.add_window(&demo.supervisor, 7).unwrap();
    assert_eq!(demo.house.windows().iter().map(|window| window.number).collect::<Vec<_>>(), [1, 2, 7]);
    let clerk = demo.users.clerks[0];
    let clerk = demo.house.log_in_at(clerk.login, &Password::typed(clerk.password).unwrap(), 7).unwrap();
    assert_eq!(refused(demo.house.add_window(&clerk, 8)), "role");
    assert_eq!(refused(demo.house.add_window(&demo.supervisor, 7)), "taken");
    assert_eq!(refused(demo.house.add_window(&demo.supervisor, 0)), "number");
    // One that was added by mistake goes again; one at which somebody worked stays.
    demo.house.add_window(&demo.supervisor, 8).unwrap();
    assert_eq!(refused(demo.house.remove_window(&clerk, 8)), "role");
    demo.house.remove_window(&demo.supervisor, 8).unwrap();
    assert_eq!(refused(demo.house.remove_window(&demo.supervisor, 8)), "gone");
    assert_eq!(refused(demo.house.remove_window(&demo.supervisor, 7)), "used");
    assert_eq!(refused(demo.house.remove_window(&demo.supervisor, 1)), "used");
    assert_eq!(demo.house.windows().iter().map(|window| window.number).collect::<Vec<_>>(), [1, 2, 7]);
    demo.assert_verifies();
}

#[test]
fn a_supervisor_renames_the_centre_and_whoever_looked_at_it_before_is_not_disturbed() {
    let demo = demo();
    let before = demo.house.centre();
    let clerk = demo.users.clerks[0];
    let clerk = demo.house.log_in_at(clerk.login, &Password::typed(clerk.password).unwrap(), 1).unwrap();
    assert_eq!(refused(demo.house.rename_centre(&clerk, "CAU Sur")), "role");
    assert_eq!(refused(demo.house.rename_centre(&demo.supervisor, "  ")), "name");
    assert_eq!(refused(demo.house.rename_centre(&demo.supervisor, "CAU Юг")), "name");
    assert_eq!(refused(demo.house.rename_centre(&demo.supervisor, &before.name.clone())), "same");
    demo.house.rename_centre(&demo.supervisor, " CAU Sur ").unwrap();
    assert_eq!((demo.house.centre().name.as_str(), &demo.house.centre().code), ("CAU Sur", &before.code));
    assert_ne!(before.name, "CAU Sur");
    demo.assert_verifies();
}

#[test]
fn a_filled_house_has_what_is_promised_and_verifies() {
    let demo = demo();
    let contents = demo.filled();
    demo.assert_verifies();
    assert_eq!((contents.turns.len(), contents.employers.len()), (60, 200));
    assert_eq!((demo.count("turn"), demo.count("employer")), (60, 200));
    assert_eq!(demo.count("person"), u64::try_from(contents.people).unwrap());
    assert_eq!(demo.count("insured"), u64::try_from(contents.insured.len()).unwrap());
    let of = |kind, key| contents.insured.iter().filter(|it| (it.kind, it.key) == (kind, key)).count();
    for (kind, key) in [
        (InsuredKind::Affiliate, AffiliateKeyState::Blocked),
        (InsuredKind::Affiliate, AffiliateKeyState::Active),
        (InsuredKind::Affiliate, AffiliateKeyState::Never),
        (InsuredKind::Pensioner, AffiliateKeyState::Blocked),
        (InsuredKind::Beneficiary, AffiliateKeyState::Blocked),
    ] {
        assert!(of(kind, key) > 0, "{kind:?} {key:?}");
    }
    assert_eq!(demo.count("notarial_power"), u64::try_from(contents.powers.len()).unwrap());
    assert_eq!(demo.count("artisan_qualification"), u64::try_from(contents.qualifications.len()).unwrap());
    let reader = demo.house.reader().unwrap();
    let turns = store::turn::of_day(&reader, demo.house.centre().id, day()).unwrap();
    for procedure in procedure::all() {
        assert!(turns.iter().any(|row| row.turn.procedure == procedure), "{procedure}");
    }
    let arrived = turns.iter().filter(|row| row.turn.state == TurnState::Arrived).count();
    assert_eq!(arrived, contents.arrived);
    let walk_ins = turns.iter().filter(|row| row.turn.origin == Origin::WalkIn).count();
    assert!(arrived > walk_ins && walk_ins == 8, "{arrived} arrived, {walk_ins} walk-ins");
    for row in &turns {
        if let Origin::Online { hour } = row.turn.origin {
            let hour = hour.format("%H:%M").to_string();
            assert!(("08:00".."16:46").contains(&hour.as_str()), "{hour}");
        }
    }
    // Whoever waits to have a key unlocked is in the register, and it is blocked.
    assert_eq!(contents.unlocks.len(), 4);
    for unlocker in &contents.unlocks {
        let turn = &turns.iter().find(|row| row.id == unlocker.turn).unwrap().turn;
        assert_eq!((turn.procedure, turn.state), (ProcedureId::AFFILIATE_KEY_UNLOCK, TurnState::Arrived));
        let known = store::insured::by_number(&reader, &turn.holder).unwrap().unwrap();
        assert_eq!((known.name.as_str(), known.key), (turn.holder_name.as_str(), AffiliateKeyState::Blocked));
        assert_eq!((known.kind, &known.contact), (unlocker.insured.kind, &unlocker.insured.contact));
    }
    assert!(contents.unlocks.iter().any(|it| matches!(it.insured.person.number, PersonNumber::ForeignerCode(_))));
    // Of each state of the key there is somebody who can go on by themselves, and what they are asked is known.
    let keys: Vec<AffiliateKeyState> = contents.by_themselves().iter().map(|insured| insured.key).collect();
    assert_eq!(keys, AffiliateKeyState::ALL);
    for insured in contents.by_themselves() {
        let year_ago = day().checked_sub_days(chrono::Days::new(365)).unwrap();
        assert!(insured.up_to_date_on.unwrap() > year_ago && insured.contact.email.contains('@'), "{insured:?}");
        assert!(contents.unlocks.iter().all(|unlocker| unlocker.insured != *insured));
    }
    for insured in &contents.insured {
        let known = store::insured::by_number(&reader, &insured.person.number).unwrap().unwrap();
        assert_eq!(known.birth, Some(insured.birth));
        let worked = store::work_history::of_person(&reader, &insured.person.number).unwrap();
        let told = worked.iter().map(|it| (it.employer.as_str(), it.from, it.to)).collect::<Vec<_>>();
        let made = insured.history.iter().map(|it| (it.employer.as_str(), it.from, it.to)).collect::<Vec<_>>();
        assert_eq!(told, made);
        assert!((2..=4).contains(&told.len()), "{told:?}");
        let names: HashSet<&str> = told.iter().map(|it| it.0).collect();
        assert_eq!(names.len(), told.len(), "{told:?}");
        let is_known = |name: &str| contents.employers.iter().any(|employer| employer.name == name);
        assert!(told.iter().any(|it| is_known(it.0)) && told.iter().all(|it| it.2.is_none_or(|to| it.1 <= to)));
    }
    let holders = |kind: fn(&PersonNumber) -> bool| turns.iter().filter(|row| kind(&row.turn.holder)).count();
    assert!(holders(|it| matches!(it, PersonNumber::ForeignerCode(_))) > 0);
    assert!(holders(|it| it.as_str().chars().nth(2) == Some('6')) > 0, "nobody has a foreigner's cédula");
}

#[test]
fn every_kind_of_employer_is_there() {
    let contents = demo().filled();
    let count =
        |wanted: &dyn Fn(&sample::SampleEmployer) -> bool| contents.employers.iter().filter(|it| wanted(it)).count();
    for kind in [
        EmployerKind::PrivateCompany,
        EmployerKind::PublicBody,
        EmployerKind::Independent,
        EmployerKind::DomesticService,
    ] {
        assert!(count(&|it| it.kind == kind) >= 15, "{kind:?}");
    }
    assert_eq!(count(&|it| it.number.check_digit() == CheckDigit::Differs), 7);
    assert!(count(&|it| it.branches.len() > 1) >= 10);
    assert!(count(&|it| it.representatives.len() > 1) >= 10);
    assert!(count(&|it| it.artisan) >= 10);
    assert!(count(&|it| it.email.is_empty()) >= 5);
    assert!(count(&|it| it.representatives.iter().any(|who| who.person.passport.is_some())) >= 5);
    for employer in &contents.employers {
        let is_domestic = matches!(employer.number, EmployerNumber::Domestic(_));
        assert_eq!(is_domestic, employer.kind == EmployerKind::DomesticService, "{}", employer.number);
    }
}

#[test]
fn every_number_of_a_person_is_right_and_nobody_is_there_twice() {
    let contents = demo().filled();
    let mut seen = HashSet::new();
    for representative in contents.employers.iter().flat_map(|employer| &employer.representatives) {
        let person = &representative.person;
        match &person.number {
            PersonNumber::Cedula(cedula) => assert_eq!(cedula.check_digit(), CheckDigit::Agrees, "{cedula}"),
            PersonNumber::ForeignerCode(_) => assert!(person.passport.is_some(), "{} has no passport", person.name),
            PersonNumber::Passport(number) => panic!("{number} is no number of the register"),
        }
        assert!(person.document_valid_until > day());
        assert!(seen.insert(person.number.clone()), "{} is there twice", person.number);
    }
    assert!(seen.len() > 200);
}

#[test]
fn papers_stand_in_force_and_out_of_force() {
    let demo = demo();
    let contents = demo.filled();
    let reader = demo.house.reader().unwrap();
    let powers: Vec<_> =
        contents.powers.iter().map(|(id, _)| store::notarial_power::get(&reader, *id).unwrap().unwrap()).collect();
    let expired = |until: Option<NaiveDate>| until.is_some_and(|until| until < day());
    assert_eq!(powers.iter().filter(|power| power.revoked.is_some()).count(), 1);
    assert_eq!(powers.iter().filter(|power| expired(power.valid_until)).count(), 5);
    assert!(powers.iter().any(|power| power.legal_validation == LegalValidation::NotValidated));
    let papers = contents.qualifications.iter();
    let papers: Vec<_> =
        papers.map(|(id, _)| store::artisan_qualification::get(&reader, *id).unwrap().unwrap()).collect();
    let out_of_force = papers.iter().filter(|paper| expired(paper.expires_on)).count();
    assert!(out_of_force > 0 && out_of_force < papers.len());
}

#[test]
fn the_script_s_people_come_with_what_they_need() {
    let demo = demo();
    let script = demo.filled().script;
    let reader = demo.house.reader().unwrap();
    let now: chrono::NaiveTime = "10:05:00".parse().unwrap();
    let callers = [
        &script.domestic,
        &script.company,
        &script.represented,
        &script.authorising,
        &script.foreigner,
        &script.artisan,
        &script.electronic,
        &script.by_hand,
    ];
    for caller in callers {
        let row = store::turn::get(&reader, caller.turn).unwrap().unwrap();
        assert_eq!(row.turn.state, TurnState::Scheduled, "{}", caller.turn_code);
        assert_eq!((row.turn.code.as_str(), &row.turn.holder), (caller.turn_code.as_str(), &caller.applicant.number));
        assert_eq!(row.turn.procedure, ProcedureId::EMPLOYER_KEY);
        let apart = (caller.hour - now).num_minutes();
        assert!((-10..=15).contains(&apart), "{} is at {}", caller.turn_code, caller.hour);
        assert_eq!(caller.employer.representatives[0].person, caller.applicant);
        let employer = store::employer::by_number(&reader, &caller.employer.number).unwrap().unwrap();
        let by_hand = caller.turn == script.by_hand.turn;
        assert_eq!(employer.provenance.entered == Entered::Hand, by_hand, "{}", employer.number);
    }
    let (_, power) = &script.power;
    assert_eq!(power.grantor, script.represented.applicant);
    assert!(!power.is_revoked && power.valid_until.is_none_or(|until| until >= day()));
    assert_eq!(script.qualification.1.holder, script.artisan.applicant);
    assert!(script.qualification.1.expires_on.is_none_or(|until| until >= day()));
    assert!(script.foreigner.applicant.passport.is_some());
    assert!(store::person::by_number(&reader, &script.third_party.number).unwrap().is_some());
}

#[test]
fn whatever_the_hour_the_script_s_turns_lie_within_the_tolerance() {
    for hour in ["08:00", "09:14", "10:00", "10:11", "12:26", "16:45"] {
        let demo = demo_at(&format!("2026-11-20 {hour}"));
        let script = demo.filled().script;
        let now = chrono::NaiveTime::parse_from_str(hour, "%H:%M").unwrap();
        for caller in [&script.domestic, &script.by_hand] {
            let apart = (caller.hour - now).num_minutes();
            assert!((-10..=15).contains(&apart), "at {hour}: {}", caller.hour);
        }
    }
}

#[test]
fn the_same_day_and_hour_give_the_same_contents() {
    assert_eq!(demo().filled(), demo().filled());
}

#[test]
fn a_house_that_is_no_demo_is_not_filled() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::within(folder.path());
    let login = Login::parse("supervisora").unwrap();
    let password = NewPassword::chosen("arrayán de la cocha", &login).unwrap();
    let founding = Founding {
        centre_code: "1701".parse().unwrap(),
        centre_name: "CAU".into(),
        province: "Pichincha".into(),
        canton: "Quito".into(),
        zone: Zone::Mainland,
        window: 1,
        login,
        full_name: "Piedad Altamirano".into(),
        gender: None,
        holidays: Vec::new(),
        demo: false,
    };
    let clock = Arc::new(FixedClock::at(Moment(1_795_187_100_000)));
    let (house, session) = House::found(&place, &founding, &password, KdfCost::calibrated().unwrap(), clock).unwrap();
    let code = |answer: Result<(), Error>| match answer {
        Err(Error::Refused(refusal)) => refusal.code,
        other => panic!("not refused: {other:?}"),
    };
    assert_eq!(code(sample::fill(&house, &session, day()).map(drop)), "sample");
    assert_eq!(code(sample::finished_visits(&house, &session, 10, &mut |_| true)), "sample");
}

#[test]
fn a_past_verifies_and_is_found() {
    let demo = demo();
    demo.filled();
    demo.past(500);
    demo.assert_verifies();
    assert_eq!((demo.count("visit"), demo.count("visit WHERE sample = 1 AND state = 'ended'")), (500, 500));
    let slips = demo.count("issuance WHERE sample = 1 AND serial LIKE '1701-9_-%'");
    assert_eq!(slips, demo.count("issuance"));
    assert!((150..300).contains(&slips), "{slips} slips");
    let reader = demo.house.reader().unwrap();
    let sql = "SELECT applicant_number, folded, id FROM visit WHERE employer_number <> '' ORDER BY id DESC LIMIT 1";
    let (number, names, id): (String, String, i64) =
        reader.one(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    for typed in [number.as_str(), names.split(' ').next().unwrap()] {
        let hits = search::visits(&reader, &Query::new(typed)).unwrap();
        assert!(hits.iter().any(|hit| hit.id.0 == id), "«{typed}» does not find visit {id}");
    }
    assert!(!search::turns(&reader, &Query::new("M00000500")).unwrap().is_empty());
}

#[test]
fn the_past_is_of_working_days_and_of_half_as_many_people() {
    let demo = demo();
    demo.past(2_000);
    let reader = demo.house.reader().unwrap();
    let days: Vec<String> =
        reader.all("SELECT DISTINCT accounting_day FROM visit ORDER BY 1", [], |row| row.get(0)).unwrap();
    for text in &days {
        let on: NaiveDate = text.parse().unwrap();
        assert!(!matches!(on.weekday(), Weekday::Sat | Weekday::Sun) && on < day(), "{on}");
        assert!((on.month(), on.day()) != (12, 25));
    }
    assert_eq!((days[0].as_str() < "2016-12-01", days.last().unwrap().as_str() > "2026-11-01"), (true, true));
    let (people, employers) = (demo.count("person"), demo.count("employer"));
    assert!((800..1_200).contains(&people), "{people} people");
    assert!((270..400).contains(&employers), "{employers} employers");
    let voids = demo.count("issuance WHERE state = 'void'");
    let delivered = demo.count("issuance WHERE state = 'delivered'");
    assert!(voids > 0 && voids * 20 < delivered, "{voids} of {delivered}");
    assert_eq!(demo.count("issuance WHERE journal_n NOT IN (SELECT n FROM journal)"), 0);
}

#[test]
fn a_past_visit_can_be_read_and_its_scans_are_pictures() {
    let demo = demo();
    demo.past(300);
    let reader = demo.house.reader().unwrap();
    let with_scan: i64 = reader.one("SELECT subject_id FROM scan ORDER BY id LIMIT 1", [], |row| row.get(0)).unwrap();
    let row = store::visit::get(&reader, ventanilla::domain::id::VisitId(with_scan)).unwrap().unwrap();
    assert!(matches!(row.state, VisitState::Ended(_)));
    if procedure::checklist(&row.procedure).is_some() {
        visit_v1::read_draft::<EmployerKey>(&row.draft).unwrap();
    }
    let scan = &store::scan::of(&reader, "visit", with_scan).unwrap()[0];
    let content = demo.house.scans().get(scan.in_year, &scan.address).unwrap().unwrap();
    assert_eq!(images::read(&content).unwrap().bytes.len(), content.len(), "it is kept as it was drawn");
    let drafts: Vec<String> =
        reader.all("SELECT draft FROM visit WHERE procedure = 'employer_key'", [], |row| row.get(0)).unwrap();
    assert!(drafts.iter().all(|draft| draft.len() < 1_200 && visit_v1::read_draft::<EmployerKey>(draft).is_ok()));
    assert_eq!(demo.count("scan WHERE subject_id > 200"), 0);
}

#[test]
fn a_past_can_be_stopped_and_is_made_once() {
    let demo = demo();
    let mut heard = Vec::new();
    let stopped = sample::finished_visits(&demo.house, &demo.supervisor, 5_000, &mut |done| {
        heard.push(done);
        false
    });
    assert!(matches!(stopped, Err(Error::Cancelled)), "{stopped:?}");
    let written = demo.count("visit");
    assert!(heard.last() == Some(&written) && written > 0 && written < 5_000, "{heard:?} {written}");
    demo.assert_verifies();
    let again = sample::finished_visits(&demo.house, &demo.supervisor, 10, &mut |_| true);
    assert!(matches!(again, Err(Error::Refused(refusal)) if refusal.code == "sample_there"));
}

#[test]
fn a_serial_marked_as_sample_is_believed_in_a_demo_house_only() {
    let demo = demo();
    demo.past(100);
    let whole = || verify(&demo.house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap().problem;
    assert_eq!(whole(), None);
    let unmark = |tx: &store::Transaction<'_>| -> Result<(), store::Error> {
        tx.execute("UPDATE issuance SET sample = 0 WHERE id = (SELECT min(id) FROM issuance)", []).unwrap();
        Ok(())
    };
    demo.house.store().write(unmark).unwrap();
    assert!(whole().unwrap().contains("está en el libro de claves y no en la bitácora"));
}

#[test]
fn drawn_papers_have_the_size_of_scans_and_are_always_the_same() {
    let papers = [
        SamplePaper::Request,
        SamplePaper::IdentityDocument,
        SamplePaper::NotarialPower,
        SamplePaper::ArtisanQualification,
    ];
    let mut seen = HashSet::new();
    for paper in papers {
        for number in 0..3 {
            let file = sample::drawn(paper, number).unwrap();
            assert!((60 << 10..150 << 10).contains(&file.len()), "{paper:?}: {} bytes", file.len());
            assert_eq!(file, sample::drawn(paper, number).unwrap());
            assert!(seen.insert(file), "{paper:?} {number} looks like another");
        }
    }
}
