//! A company's key under a turn that whoever attends made for the day: it needs a second person's word.

use chrono::NaiveTime;
use ventanilla::domain::calendar::Zone;
use ventanilla::domain::number::{Entered, PersonNumber};
use ventanilla::domain::procedure;
use ventanilla::domain::procedure::employer_key::EmployerKey;
use ventanilla::domain::procedure::employer_key::case::RequestShown;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::turn::{Reason, TurnCode};
use ventanilla::intake::visit_v1;
use ventanilla::ops::erasure::ErasePerson;
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::import::{AgendaImport, EmployerImport};
use ventanilla::ops::issuance::{KeyMade, ReserveSlip};
use ventanilla::ops::printer::PrinterTrust;
use ventanilla::ops::turn::{CallTurn, MarkArrived, TypeConfirmation};
use ventanilla::ops::visit::{BeginVisit, GiveOverride, save_draft};
use ventanilla::ops::{House, Session, new_op_id, view};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;

use crate::authority::run;
use crate::explained::says;
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DAY_MS, Site, attach_scans, cedula, code, draft, file, import, log_in, verified,
};

const COMPANY: &str = "1790011674001";

/// The Monday after the day on which houses stand, and the turn's code.
const MONDAY: &str = "2026-11-23";
const TURN: &str = "A-1";

#[derive(Debug, Clone, Copy)]
enum Made {
    Typed,
    Imported,
    ImportedTheDayBefore,
}

/// What the key of a company is refused for, where the turn was made so by this user and the clerk attends.
fn refused(made: Made, by: &str) -> Option<String> {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    company(&house, &chief);
    site.wait_ms(2 * DAY_MS);
    if matches!(made, Made::ImportedTheDayBefore) {
        make(&house, &log_in(&house, by, 2), made);
    }
    site.wait_ms(DAY_MS);
    if !matches!(made, Made::ImportedTheDayBefore) {
        make(&house, &log_in(&house, by, 2), made);
    }
    let answer = reserve(&house, &log_in(&house, CLERK, 1));
    verified(&house);
    answer
}

fn company(house: &House, chief: &Session) {
    let columns =
        "numero,tipo,razon_social,sucursal,estado_sri,representante_numero,representante_nombre,representante_calidad";
    let company = format!("{COMPANY},empresa privada,Andes S.A.,0001,activo,{},Rosa Guamán,gerente", cedula(0));
    import(house, chief, &mut EmployerImport::open(file(&format!("{columns}\n{company}\n"))).unwrap());
}

fn make(house: &House, by: &Session, made: Made) {
    let holder = cedula(0);
    if matches!(made, Made::Typed) {
        let typed = TypeConfirmation {
            code: TurnCode::parse(TURN).unwrap(),
            procedure: ProcedureId::EMPLOYER_KEY,
            hour: NaiveTime::from_hms_opt(9, 40, 0).unwrap(),
            holder: PersonNumber::parse(&holder).unwrap(),
            holder_name: "Rosa Guamán".into(),
        };
        house.perform(by, &typed).unwrap();
        return;
    }
    let rows = format!(
        "codigo_turno,fecha,hora,centro,tramite,numero,nombre\n\
         {TURN},{MONDAY},09:40,1701,Entrega de clave de empleador,{holder},Rosa Guamán\n"
    );
    let report = import(house, by, &mut AgendaImport::open(file(&rows)).unwrap());
    assert_eq!((report.rows.new, report.rows.bad), (1, 0), "{report:?}");
}

/// Attends the turn, answers for what a clerk may, and asks for the key.
fn reserve(house: &House, clerk: &Session) -> Option<String> {
    let reader = house.reader().unwrap();
    let row = store::turn::by_code(&reader, house.centre().id, &TurnCode::parse(TURN).unwrap()).unwrap().unwrap();
    if row.turn.arrived.is_none() {
        house.perform(clerk, &MarkArrived { turn: row.id, reason: None }).unwrap();
    }
    let reason = Reason::parse("la persona ya está en la ventanilla").ok();
    let call = |reason| house.perform(clerk, &CallTurn { wanted: Some(row.id), reason });
    call(None).or_else(|_| call(reason)).unwrap();
    let visit = house.perform(clerk, &BeginVisit { turn: row.id }).unwrap().output;
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
    let case = view::case_at_hand::<EmployerKey>(house, &house.reader().unwrap(), visit).unwrap().case;
    for finding in procedure::assess(&case).findings().iter().filter(|finding| finding.blocks()) {
        let answered = GiveOverride {
            visit,
            rule: finding.rule.as_str().to_owned(),
            sentence: finding.sentence.clone(),
            reason: "mostró la confirmación".into(),
        };
        house.perform(clerk, &answered).unwrap();
    }
    let reserve = ReserveSlip {
        visit,
        key_hash: KeyMade::new().unwrap().hash,
        printer: "ipps://impresora.local/ipp/print".into(),
        trusted_as: PrinterTrust::default(),
        printer_is_for_demo: false,
    };
    let answer = house.perform(clerk, &reserve);
    answer.is_err().then(|| code(answer))
}

#[test]
fn a_company_s_key_needs_a_second_person_where_whoever_attends_made_the_turn_that_day() {
    for (made, by, needs) in [
        (Made::Typed, CLERK, true),
        (Made::Typed, COLLEAGUE, false),
        (Made::Imported, CLERK, true),
        (Made::Imported, COLLEAGUE, false),
        (Made::ImportedTheDayBefore, CLERK, false),
        (Made::ImportedTheDayBefore, COLLEAGUE, false),
        // Who made the account of whoever attends: in a centre's first month, that is so of every agenda.
        (Made::Typed, CHIEF, false),
        (Made::Imported, CHIEF, false),
    ] {
        let expected = needs.then(|| "own_walk_in".to_owned());
        assert_eq!(refused(made, by), expected, "{made:?} by {by}");
    }
}

/// An agenda that names these turns: code, day, hour, and whose.
fn agenda(house: &House, by: &Session, rows: &[(&str, &str, &str, usize, &str)]) {
    let rows = rows.iter().map(|(turn, day, hour, holder, name)| {
        format!("{turn},{day},{hour},1701,Entrega de clave de empleador,{},{name}\n", cedula(*holder))
    });
    let text = format!("codigo_turno,fecha,hora,centro,tramite,numero,nombre\n{}", rows.collect::<String>());
    import(house, by, &mut AgendaImport::open(file(&text)).unwrap());
}

/// Somebody whose turn an agenda brought, at this hour.
fn other(hour: &'static str) -> (&'static str, &'static str, &'static str, usize, &'static str) {
    ("B-1", "2026-11-24", hour, 77, "Zoila Quimbaya")
}

/// Erases them, once their term is over.
fn erase_other(site: &Site, house: &House, chief: &Session) {
    site.wait_ms(8 * 366 * DAY_MS);
    let number = PersonNumber::parse(&cedula(77)).unwrap();
    let mut erasure = ErasePerson::new(number, Reason::parse("lo pidió").unwrap());
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    house.run(chief, new_op_id().unwrap(), &mut erasure, &mut watch).unwrap();
}

#[test]
fn who_made_a_turn_stays_told_when_somebody_else_of_the_same_agenda_is_erased() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    company(&house, &chief);
    site.wait_ms(3 * DAY_MS);
    let clerk = log_in(&house, CLERK, 1);
    let colleague = log_in(&house, COLLEAGUE, 2);
    agenda(&house, &colleague, &[other("10:00")]);
    make(&house, &clerk, Made::Typed);
    site.wait_ms(1000);
    agenda(&house, &colleague, &[other("11:00"), (TURN, MONDAY, "09:40", 0, "Rosa Guamán")]);
    assert_eq!(reserve(&house, &clerk), None);
    verified(&house);
    erase_other(&site, &house, &chief);
    verified(&house);
}

#[test]
fn no_turn_slips_in_under_an_agenda_of_which_somebody_was_erased() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    company(&house, &chief);
    let colleague = log_in(&house, COLLEAGUE, 2);
    agenda(&house, &colleague, &[other("10:00")]);
    site.wait_ms(1000);
    agenda(&house, &colleague, &[other("11:00")]);
    erase_other(&site, &house, &chief);
    verified(&house);
    let clerk = log_in(&house, CLERK, 1);
    let (today, holder, maker) = (house.clock().now().day(Zone::Mainland), cedula(0), colleague.actor().user.0);
    run(
        &house,
        &format!(
            "INSERT INTO turn (centre_id, code, procedure, origin, recorded_from, on_day, at_minute, holder_kind, \
             holder_number, holder_name, folded, state, arrived_at_ms, vanished, created_by, created_at_ms) \
             SELECT centre_id, '{TURN}', procedure, origin, 'agenda', '{today}', 570, 'cedula', '{holder}', 'Rosa Guamán', \
             'rosa guaman', 'scheduled', NULL, 0, {maker}, (SELECT max(at_ms) FROM journal \
             WHERE operation = 'import.agenda' AND outcome = 'chunk') FROM turn WHERE code = 'B-1'"
        ),
    );
    assert_eq!(reserve(&house, &clerk), None);
    says(&house, "es de un turno que nadie hizo");
}

#[test]
fn whose_account_the_maker_of_a_turn_made_is_a_stranger_to_them_for_no_moment() {
    for days in [3, 38] {
        let site = Site::staffed();
        let (house, chief) = site.open(CHIEF).unwrap();
        company(&house, &chief);
        site.wait_ms(days * DAY_MS);
        let clerk = log_in(&house, CLERK, 1);
        make(&house, &clerk, Made::Typed);
        let id = clerk.actor().user.0;
        let is_made_at = |at_ms: &str| {
            run(&house, &format!("UPDATE app_user SET credentials_set_at_ms = {at_ms} WHERE id = {id}"));
        };
        let user = store::user::get(&house.reader().unwrap(), clerk.actor().user).unwrap().unwrap();
        is_made_at("0");
        assert_eq!(reserve(&house, &chief), None);
        is_made_at(&user.credentials_set_at_ms.to_string());
        match days {
            3 => says(&house, "hizo alguien que puede ser quien la emitió, con otra cuenta"),
            _ => _ = verified(&house),
        }
    }
}
