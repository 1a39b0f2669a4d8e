//! What a key went by, and what a hand wrote that is trusted: rows that say something else, for a moment or for good. Each test
//! has the store's key in hand, and `verify` names the deed.

use ventanilla::domain::approval::Matter;
use ventanilla::domain::email::Email;
use ventanilla::domain::id::{EmployerId, TurnId, VisitId};
use ventanilla::domain::number::{Branch, EmployerNumber, Entered, PersonNumber};
use ventanilla::domain::procedure::employer_key::EmployerKey;
use ventanilla::domain::procedure::employer_key::case::RequestShown;
use ventanilla::domain::register::{ArtisanMark, EmployerKind, SriState};
use ventanilla::domain::turn::Reason;
use ventanilla::intake::visit_v1;
use ventanilla::ops::employer::{
    ConfirmEmployer, ConfirmRepresentative, CorrectEmployer, EmployerFacts, EndRepresentative, RecordEmployer,
    SetRepresentative,
};
use ventanilla::ops::erasure::ErasePerson;
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::import::EmployerImport;
use ventanilla::ops::insured::RecordInsured;
use ventanilla::ops::person::{ConfirmPerson, CorrectPerson, RecordPerson};
use ventanilla::ops::printer::PrinterTrust;
use ventanilla::ops::turn::{CallTurn, MarkArrived};
use ventanilla::ops::visit::{BeginVisit, LinkVisit, save_draft};
use ventanilla::ops::{House, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;

use crate::authority::{named, run};
use crate::explained::{of_a_company, reserve, says};
use crate::ledger::{deliver, printed};
use crate::registers::insured_facts;
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DAY_MS, Site, ask, attach_scans, cedula, code, draft, file, grant, import, log_in,
    scheduled, verified,
};
use crate::support::scripted::Scripted;

const COMPANY: &str = "1790011674001";

fn reason() -> Reason {
    Reason::parse("consta en un oficio").unwrap()
}

#[test]
fn a_row_that_a_key_went_by_and_that_was_another_for_that_moment_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let visit = of_a_company(&house, &clerk, &chief);
    let turn = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap().turn;
    grant(&house, &chief, ask(&house, &clerk, Matter::OwnWalkIn, turn, "")).unwrap();
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    verified(&house);
    house.close().unwrap();
    const ANOTHER: &str = "no es en el almacén el que era cuando se emitió la clave";
    let company = format!("(SELECT id FROM employer WHERE number = '{COMPANY}')");
    let other = cedula(1);
    named(
        &site,
        &[
            // As the rows stand once what was there for a moment is put back.
            (&format!("DELETE FROM employer_representative WHERE employer_id = {company}"), ANOTHER),
            (
                &format!("UPDATE employer_representative SET person_number = '{other}' WHERE employer_id = {company}"),
                ANOTHER,
            ),
            ("UPDATE employer SET number = '1790085783001' WHERE number = '1790011674001'", ANOTHER),
            (
                &format!("UPDATE turn SET holder_number = '{other}' WHERE id = {}", turn.0),
                "no es en el almacén de quien era cuando se emitió la clave",
            ),
        ],
    );
    // Whoever leaves office by an entry was in it, and a corrected number was the employer's.
    let (house, chief) = site.open(CHIEF).unwrap();
    let number = EmployerNumber::parse(COMPANY).unwrap();
    let employer = store::employer::by_number(&house.reader().unwrap(), &number).unwrap().unwrap().id;
    let leaves = PersonNumber::parse(&cedula(0)).unwrap();
    house.perform(&chief, &EndRepresentative { employer, number: leaves, reason: reason() }).unwrap();
    let facts = EmployerFacts { number: EmployerNumber::parse("1790085783001").unwrap(), ..company_facts() };
    house.perform(&chief, &CorrectEmployer { employer, facts }).unwrap();
    verified(&house);
}

fn company_facts() -> EmployerFacts {
    EmployerFacts {
        number: EmployerNumber::parse("0990032246001").unwrap(),
        kind: EmployerKind::PrivateCompany,
        name: "Costa S.A.".into(),
        email: Some(Email::parse("costa@example.com").unwrap()),
        sri_state: SriState::Active,
        artisan: ArtisanMark::NotMarked,
    }
}

#[test]
fn what_a_hand_wrote_says_what_its_entry_told() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let passport = PersonNumber::parse("ZZ123456").unwrap();
    let person =
        house.perform(&clerk, &RecordPerson { number: passport.clone(), name: "Jon Doe".into() }).unwrap().output;
    house.perform(&clerk, &CorrectPerson { person, number: passport, name: "John Doe".into() }).unwrap();
    let branch = Branch::parse("0001").unwrap();
    let employer = house.perform(&clerk, &RecordEmployer { facts: company_facts(), branch }).unwrap().output;
    let number = PersonNumber::parse(&cedula(3)).unwrap();
    let name = "Eva Andrade".to_owned();
    let set = SetRepresentative { employer, number: number.clone(), name, capacity: "gerente".into() };
    house.perform(&clerk, &set).unwrap();
    house.perform(&clerk, &RecordInsured { facts: insured_facts("z@example.com") }).unwrap();
    site.wait_ms(31 * DAY_MS);
    let chief = log_in(&house, CHIEF, 1);
    house.perform(&chief, &ConfirmPerson { person }).unwrap();
    house.perform(&chief, &ConfirmEmployer { employer }).unwrap();
    house.perform(&chief, &ConfirmRepresentative { employer, number }).unwrap();
    verified(&house);
    house.close().unwrap();
    const OTHERWISE: &str = "no dice en el almacén lo que según la bitácora se escribió";
    let deeds = [
        "UPDATE person SET number = 'ZZ999999' WHERE number = 'ZZ123456'",
        "UPDATE person SET name = 'Jon Doe' WHERE number = 'ZZ123456'",
        "UPDATE employer SET number = '1790085783001' WHERE name = 'Costa S.A.'",
        "UPDATE employer SET email = 'otro@example.com' WHERE name = 'Costa S.A.'",
        "UPDATE employer SET sri_state = 'closed' WHERE name = 'Costa S.A.'",
        "UPDATE employer SET artisan = 1 WHERE name = 'Costa S.A.'",
        "UPDATE employer_representative SET person_name = 'Otra' WHERE capacity = 'gerente' AND source = 'confirmed'",
        "UPDATE insured SET birth = '01-01' WHERE source = 'hand'",
        "UPDATE insured SET person_name = 'Otra' WHERE source = 'hand'",
    ];
    named(&site, &deeds.map(|deed| (deed, OTHERWISE)));
    let (house, _) = site.open(CHIEF).unwrap();
    run(&house, "UPDATE employer_representative SET person_number = '1710034065' WHERE capacity = 'gerente'");
    says(&house, "consta como dato confirmado en el almacén");
}

/// The company of [`of_a_company`], with a second representative whom a file brings.
fn second_representative(house: &House, chief: &Session, name: &str) -> PersonNumber {
    let columns =
        "numero,tipo,razon_social,sucursal,estado_sri,representante_numero,representante_nombre,representante_calidad";
    let rows =
        [(cedula(0), "Rosa Guamán", "gerente"), (cedula(5), name, "presidenta")].map(|(number, name, as_what)| {
            format!("{COMPANY},empresa privada,Andes S.A.,0001,activo,{number},{name},{as_what}")
        });
    import(house, chief, &mut EmployerImport::open(file(&format!("{columns}\n{}\n", rows.join("\n")))).unwrap());
    PersonNumber::parse(&cedula(5)).unwrap()
}

/// The company, once it gave a key to its first representative.
fn with_a_key(site: &Site) -> (House, Session, EmployerId) {
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let visit = of_a_company(&house, &clerk, &chief);
    second_representative(&house, &chief, "Eva Andrade");
    let turn = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap().turn;
    grant(&house, &chief, ask(&house, &clerk, Matter::OwnWalkIn, turn, "")).unwrap();
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    let number = EmployerNumber::parse(COMPANY).unwrap();
    let employer = store::employer::by_number(&house.reader().unwrap(), &number).unwrap().unwrap().id;
    verified(&house);
    (house, chief, employer)
}

#[test]
fn a_row_that_no_hand_left_as_it_stands_is_named() {
    let site = Site::staffed();
    let (house, chief, employer) = with_a_key(&site);
    let other = PersonNumber::parse(&cedula(5)).unwrap();
    house.perform(&chief, &EndRepresentative { employer, number: other.clone(), reason: reason() }).unwrap();
    let passport = PersonNumber::parse("ZZ123456").unwrap();
    house.perform(&chief, &RecordPerson { number: passport, name: "John Doe".into() }).unwrap();
    verified(&house);
    house.close().unwrap();
    const OTHERWISE: &str = "no dice en el almacén lo que según la bitácora se escribió";
    named(
        &site,
        &[
            (
                "INSERT INTO employer_representative (employer_id, person_number, person_kind, person_name, capacity, source, \
                 recorded_by, recorded_at_ms) SELECT employer_id, '1710034065', person_kind, 'Nadie', 'gerente', 'hand', \
                 recorded_by, recorded_at_ms FROM employer_representative WHERE capacity = 'gerente' LIMIT 1",
                OTHERWISE,
            ),
            (
                "UPDATE employer_representative SET ended_at_ms = NULL WHERE capacity = 'presidenta'",
                "consta en funciones en el almacén, y según la bitácora las había dejado",
            ),
            (
                "UPDATE person SET name = 'Otro', recorded_at_ms = recorded_at_ms + 1 WHERE number = 'ZZ123456'",
                OTHERWISE,
            ),
        ],
    );
    // A later file may bring back whom a hand had ended.
    let (house, chief) = site.open(CHIEF).unwrap();
    second_representative(&house, &chief, "ANDRADE EVA");
    verified(&house);
}

/// What was told of somebody goes with them, and what a file wrote since is no hand's word.
#[test]
fn corrected_numbers_files_and_erasures_leave_nothing_to_name() {
    let site = Site::staffed();
    let (house, chief, employer) = with_a_key(&site);
    let other = PersonNumber::parse(&cedula(5)).unwrap();
    let set = SetRepresentative {
        employer,
        number: other.clone(),
        name: "Eva Andrade R.".into(),
        capacity: "apoderada".into(),
    };
    house.perform(&chief, &set).unwrap();
    site.wait_ms(1000);
    second_representative(&house, &chief, "ANDRADE RUIZ EVA");
    let facts = EmployerFacts { number: EmployerNumber::parse("1790085783001").unwrap(), ..company_facts() };
    house.perform(&chief, &CorrectEmployer { employer, facts }).unwrap();
    verified(&house);
    house.perform(&chief, &EndRepresentative { employer, number: other.clone(), reason: reason() }).unwrap();
    let mut erasure = ErasePerson::new(other, Reason::parse("lo pidió").unwrap());
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    house.run(&chief, new_op_id().unwrap(), &mut erasure, &mut watch).unwrap();
    verified(&house);
}

#[test]
fn a_hand_s_word_that_counted_as_a_file_s_for_a_moment_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let visit = of_a_company(&house, &clerk, &chief);
    let turn = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap().turn;
    grant(&house, &chief, ask(&house, &clerk, Matter::OwnWalkIn, turn, "")).unwrap();
    let number = EmployerNumber::parse(COMPANY).unwrap();
    let employer = store::employer::by_number(&house.reader().unwrap(), &number).unwrap().unwrap().id;
    let named = PersonNumber::parse(&cedula(0)).unwrap();
    let name = "Rosa Guamán".to_owned();
    let set = SetRepresentative { employer, number: named, name, capacity: "apoderada".into() };
    house.perform(&clerk, &set).unwrap();
    assert_eq!(code(house.perform(&clerk, &reserve(visit, PrinterTrust::default()))), "EK-E4");
    let counts_as = |source: &str| {
        run(&house, &format!("UPDATE employer_representative SET source = '{source}' WHERE capacity = 'apoderada'"));
    };
    counts_as("import");
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    counts_as("hand");
    says(&house, "estaba escrito a mano y nadie más había confirmado");
}

/// A turn in the name of the second household, which a colleague made and the clerk called, and the visit that it began: for
/// the company.
fn turn_of_another(house: &House, clerk: &Session) -> (TurnId, VisitId) {
    let chief = log_in(house, CHIEF, 1);
    let columns =
        "numero,tipo,razon_social,sucursal,estado_sri,representante_numero,representante_nombre,representante_calidad";
    let row = format!("{COMPANY},empresa privada,Andes S.A.,0001,activo,{},Rosa Guamán,gerente", cedula(0));
    import(house, &chief, &mut EmployerImport::open(file(&format!("{columns}\n{row}\n"))).unwrap());
    let turn = scheduled(house, &log_in(house, COLLEAGUE, 2), 1);
    house.perform(clerk, &MarkArrived { turn, reason: None }).unwrap();
    let reason = Reason::parse("la persona ya está en la ventanilla").ok();
    let call = |reason| house.perform(clerk, &CallTurn { wanted: Some(turn), reason });
    call(None).or_else(|_| call(reason)).unwrap();
    let visit = house.perform(clerk, &BeginVisit { turn }).unwrap().output;
    let mut copy = visit_v1::read_draft::<EmployerKey>(&draft(0)).unwrap();
    let number = Entered::new(COMPANY);
    if let Some(employer) = &mut copy.papers.employer {
        employer.number = number.clone();
    }
    if let Some(RequestShown::Shown(request)) = &mut copy.papers.request {
        request.employer_number = Some(number);
    }
    assert!(save_draft(house, clerk, visit, &visit_v1::write_draft(&copy).unwrap(), 1).unwrap());
    attach_scans(house, clerk, visit);
    assert_eq!(code(house.perform(clerk, &reserve(visit, PrinterTrust::default()))), "EK-T2");
    (turn, visit)
}

#[test]
fn a_turn_s_holder_is_held_to_each_of_its_keys() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (turn, visit) = turn_of_another(&house, &clerk);
    let is_of = |nth: usize, name: &str| {
        let set =
            format!("UPDATE turn SET holder_number = '{}', holder_name = '{name}' WHERE id = {}", cedula(nth), turn.0);
        run(&house, &set);
    };
    is_of(0, "Rosa Guamán");
    let printer = Scripted::new();
    deliver(&house, &clerk, printed(&house, &clerk, visit, &printer).issuance).unwrap();
    is_of(1, "Luis Guamán");
    let linked = house.perform(&clerk, &LinkVisit { visit }).unwrap().output;
    assert!(save_draft(&house, &clerk, linked, &draft(1), 1).unwrap());
    attach_scans(&house, &clerk, linked);
    deliver(&house, &clerk, printed(&house, &clerk, linked, &printer).issuance).unwrap();
    says(&house, "es de un turno que era de otra persona cuando se emitió la clave");
}

#[test]
fn a_turn_s_holder_is_their_number_its_kind_and_their_name() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (turn, visit) = turn_of_another(&house, &clerk);
    let is = |kind: &str, name: &str| {
        run(&house, &format!("UPDATE turn SET holder_kind = '{kind}', holder_name = '{name}' WHERE id = {}", turn.0));
    };
    let name = crate::support::house::name(1);
    is("passport", "Rosa Guamán");
    deliver(&house, &clerk, printed(&house, &clerk, visit, &Scripted::new()).issuance).unwrap();
    verified(&house);
    for (kind, name) in [("cedula", name.as_str()), ("cedula", "Rosa Guamán"), ("passport", name.as_str())] {
        is(kind, name);
        says(&house, "no es en el almacén de quien era cuando se emitió la clave");
    }
    is("passport", "Rosa Guamán");
    verified(&house);
}

#[test]
fn a_company_is_no_person_for_a_moment() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let visit = of_a_company(&house, &clerk, &chief);
    let turn = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap().turn;
    let is = |kind: &str| run(&house, &format!("UPDATE employer SET kind = '{kind}' WHERE number = '{COMPANY}'"));
    is("independent");
    // Its number is still a company's.
    assert_eq!(code(house.perform(&clerk, &reserve(visit, PrinterTrust::default()))), "own_walk_in");
    grant(&house, &chief, ask(&house, &clerk, Matter::OwnWalkIn, turn, "")).unwrap();
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    is("private_company");
    says(&house, "no es en el almacén el que era cuando se emitió la clave");
    is("independent");
    verified(&house);
    // What a hand or a file says since is no deed.
    let number = EmployerNumber::parse(COMPANY).unwrap();
    let employer = store::employer::by_number(&house.reader().unwrap(), &number).unwrap().unwrap().id;
    house.perform(&chief, &CorrectEmployer { employer, facts: EmployerFacts { number, ..company_facts() } }).unwrap();
    verified(&house);
    is("public_body");
    says(&house, "no dice en el almacén lo que según la bitácora se escribió");
}
