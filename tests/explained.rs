//! Rows that decide something beside requests and answers: what an import brought, who made a turn, which papers are
//! revoked, what stood for a moment. Each test has the store's key in hand, and `verify` names the deed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use ventanilla::domain::approval::Matter;
use ventanilla::domain::id::{NotarialPowerId, PersonId, VisitId};
use ventanilla::domain::journal::Outcome;
use ventanilla::domain::number::{Entered, PersonNumber};
use ventanilla::domain::procedure::employer_key::EmployerKey;
use ventanilla::domain::procedure::employer_key::case::RequestShown;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::register::{ArtisanIssuer, ArtisanMark, EmployerKind, LegalValidation, PowerScope, SriState};
use ventanilla::domain::turn::{InNameOf, Reason};
use ventanilla::domain::user::Role;
use ventanilla::intake::visit_v1;
use ventanilla::ops::approval::{MarkShown, WithdrawApproval};
use ventanilla::ops::artisan_qualification::{
    RecordQualification, RevokeQualification, SetQualificationAside, WithdrawQualificationRevocation,
};
use ventanilla::ops::complaint::{Against, RecordComplaint};
use ventanilla::ops::employer::{ConfirmEmployer, CorrectEmployer, EmployerFacts, SetBranch};
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::import::{AgendaImport, EmployerImport, InsuredImport, PeopleImport};
use ventanilla::ops::insured::{InsuredFacts, RecordInsured};
use ventanilla::ops::issuance::{KeyMade, ReserveSlip};
use ventanilla::ops::notarial_power::{RecordPower, RevokePower, SetPowerAside, WithdrawPowerRevocation};
use ventanilla::ops::person::{ConfirmPerson, RecordPerson};
use ventanilla::ops::printer::{PrinterTrust, TrustPrinter};
use ventanilla::ops::reading::{LookAtApprovals, Supervising};
use ventanilla::ops::retention::{Retention, review_people};
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::turn::{GiveWalkIn, TakeBackArrival, TypeConfirmation};
use ventanilla::ops::visit::{EndVisit, Ending, GiveOverride, save_draft};
use ventanilla::ops::{House, Session, Subject, day, new_op_id, open_to_read, open_to_supervise, view};
use ventanilla::print::ipp::{CancelFlag, PrinterUri};
use ventanilla::store;

use crate::authority::{amended, append, given, morning, named, problem, run, with_sole_supervisor};
use crate::registers::insured_facts;
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DAY_MS, DEPUTY, MINUTE_MS, Site, add_user, append_entry, ask, attach_scans, cedula, code,
    draft, file, grant, import, last_entry, log_in, password, ready, verified,
};

fn number(text: &str) -> PersonNumber {
    PersonNumber::parse(text).unwrap()
}

fn reason() -> Reason {
    Reason::parse("consta en un oficio").unwrap()
}

#[track_caller]
pub(crate) fn says(house: &House, words: &str) {
    let said = problem(house).unwrap_or_else(|| panic!("nothing is said"));
    assert!(said.contains(words), "{said}");
}

const NO_IMPORT: &str = "ninguna importación que supervisión haya firmado lo escribió";

#[test]
fn a_row_that_no_signed_import_wrote_is_named_whoever_it_says_imported_it() {
    const PERSON: &str = "INSERT INTO person (kind, number, name, folded, source, recorded_by, recorded_at_ms) \
                          SELECT kind, 'ZZ123456', name, folded, source, recorded_by";
    const EMPLOYER: &str = "INSERT INTO employer (number, kind, name, folded, email, sri_state, artisan, source, recorded_by, \
                            recorded_at_ms) SELECT '1790011674099', kind, name, folded, email, sri_state, artisan, source, recorded_by";
    const REPRESENTATIVE: &str = "INSERT INTO employer_representative (employer_id, person_number, person_kind, person_name, \
                                  capacity, source, recorded_by, recorded_at_ms) SELECT employer_id, 'ZZ123456', 'passport', \
                                  person_name, capacity, source, recorded_by";
    named(
        &morning(),
        &[
            (&format!("{PERSON}, 1 FROM person WHERE id = 1"), NO_IMPORT),
            (&format!("{PERSON}, recorded_at_ms FROM person WHERE id = 1"), NO_IMPORT),
            (&format!("{EMPLOYER}, 1 FROM employer WHERE id = 1"), NO_IMPORT),
            (&format!("{EMPLOYER}, recorded_at_ms FROM employer WHERE id = 1"), NO_IMPORT),
            (&format!("{REPRESENTATIVE}, 1 FROM employer_representative WHERE id = 1"), NO_IMPORT),
            (&format!("{REPRESENTATIVE}, recorded_at_ms FROM employer_representative WHERE id = 1"), NO_IMPORT),
            (
                "INSERT INTO employer_branch SELECT employer_id, '0077', name, source, recorded_by, recorded_at_ms \
                 FROM employer_branch WHERE employer_id = 1",
                NO_IMPORT,
            ),
            ("UPDATE person SET recorded_by = 3 WHERE id = 1", NO_IMPORT),
        ],
    );
}

#[test]
fn an_insured_row_that_no_signed_import_wrote_is_named() {
    const COLUMNS: &str =
        "person_kind, person_name, folded, kind, key_state, email, mobile, telephone, source, recorded_by";
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let clerk = log_in(&house, CLERK, 1);
    let columns = "numero,nombre,tipo,estado_clave\n";
    let rows = "1714307103,Jane Doe,afiliado,bloqueada\n0910005917,John Doe,jubilado,activa\n";
    let mut insured = InsuredImport::open(file(&format!("{columns}{rows}"))).unwrap();
    import(&house, &chief, &mut insured);
    verified(&house);
    let slipped = |at: &str| {
        format!(
            "INSERT INTO insured (person_number, {COLUMNS}, recorded_at_ms) SELECT 'ZZ123456', {COLUMNS}, {at} FROM insured WHERE id = 1"
        )
    };
    for deed in [
        slipped("1"),
        // Under the import's own name and moment there is one more than it said.
        slipped("recorded_at_ms"),
        "UPDATE insured SET recorded_by = 3 WHERE id = 2".to_owned(),
    ] {
        let site = site.copy();
        let (house, _) = site.open(CHIEF).unwrap();
        run(&house, &deed);
        says(&house, NO_IMPORT);
    }
    // What a hand wrote is not made an import's, nor confirmed by a row.
    let facts = insured_facts("a@example.com");
    let facts = InsuredFacts { number: number("CD123456"), ..facts };
    house.perform(&clerk, &RecordInsured { facts }).unwrap();
    verified(&house);
    let deeds = [
        (
            "UPDATE insured SET source = 'import' WHERE person_number = 'CD123456'",
            "según la bitácora se escribió a mano",
        ),
        (
            "UPDATE insured SET source = 'confirmed', confirmed_by = 2, confirmed_at_ms = 1 WHERE person_number = 'CD123456'",
            "según la bitácora nadie más lo confirmó",
        ),
    ];
    for (deed, words) in deeds {
        let site = site.copy();
        let (house, _) = site.open(CHIEF).unwrap();
        run(&house, deed);
        says(&house, words);
    }
}

#[test]
fn a_chunk_outside_an_import_that_a_supervisor_signed_is_named() {
    const WROTE: &str = "{\"wrote\":{\"people\":1}}";
    for (outcome, words) in [
        (Outcome::Chunk, "supervisión no había firmado que se empezara"),
        (Outcome::Started, "le falta la firma de supervisión"),
    ] {
        let site = morning();
        let (house, clerk) = site.open(CLERK).unwrap();
        append_entry(&house, clerk.actor().user, outcome, "import.people", ("house", 0), "", WROTE);
        says(&house, words);
    }
    // Within a supervisor's own import, its end knows what it wrote.
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let mut people = PeopleImport::open(file("numero,nombre\nAB123456,Jane Doe\n")).unwrap();
    let by = chief.actor().user;
    let mut amid = |_| {
        if last_entry(&house).1 == "Chunk" {
            append_entry(&house, by, Outcome::Chunk, "import.people", ("house", 0), "", WROTE);
        }
    };
    let mut watch = Watch { progress: &mut amid, cancel: &CancelFlag::default() };
    house.run(&chief, new_op_id().unwrap(), &mut people, &mut watch).unwrap();
    says(&house, "no escribió las filas que dicen sus partes");
}

#[test]
fn imports_one_after_another_explain_all_that_they_wrote() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let clerk = log_in(&house, CLERK, 1);
    const COLUMNS: &str = "numero,tipo,razon_social,sucursal,nombre_sucursal,representante_numero,representante_nombre,representante_calidad\n";
    for (people, employers) in [
        ("AB123456,Jane Doe", "1790011674001,empresa privada,Andes S.A.,0001,Centro,AB123456,Jane Doe,gerente"),
        ("AB123456,Jane Roe", "1790011674001,empresa privada,Los Andes S.A.,0002,Sur,AB123456,Jane Roe,gerente"),
        ("AB123456,Jane Roe", "1790011674001,empresa privada,Los Andes S.A.,0002,Sur,AB123456,Jane Roe,gerente"),
    ] {
        import(&house, &chief, &mut PeopleImport::open(file(&format!("numero,nombre\n{people}\n"))).unwrap());
        import(&house, &chief, &mut EmployerImport::open(file(&format!("{COLUMNS}{employers}\n"))).unwrap());
        verified(&house);
        site.wait_ms(MINUTE_MS);
    }
    // What a hand wrote and an import then named.
    house.perform(&clerk, &RecordPerson { number: number("CD123456"), name: "John Doe".into() }).unwrap();
    import(&house, &chief, &mut PeopleImport::open(file("numero,nombre\nCD123456,John Doe\n")).unwrap());
    verified(&house);
}

#[test]
fn a_fact_that_was_slipped_in_by_hand_and_confirmed_by_the_same_person_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let row = "INSERT INTO person (kind, number, name, folded, source, recorded_by, recorded_at_ms) \
               VALUES ('passport', 'ZZ123456', 'Nadie', 'nadie', 'hand', 4, 1)";
    run(&house, row);
    let id = "SELECT max(id) FROM person";
    let person = PersonId(house.reader().unwrap().one(id, [], |row| row.get(0)).unwrap());
    house.perform(&clerk, &ConfirmPerson { person }).unwrap();
    says(&house, "consta como dato confirmado");
}

fn agenda(house: &House, by: &Session, rows: &str) {
    let columns = "codigo_turno,fecha,hora,centro,tramite,numero,nombre";
    import(house, by, &mut AgendaImport::open(file(&format!("{columns}\n{rows}"))).unwrap());
}

fn typed(code: &str) -> TypeConfirmation {
    TypeConfirmation {
        code: ventanilla::domain::turn::TurnCode::parse(code).unwrap(),
        procedure: ProcedureId::EMPLOYER_KEY,
        hour: chrono::NaiveTime::from_hms_opt(9, 40, 0).unwrap(),
        holder: number(&cedula(1)),
        holder_name: "Luis Guamán".into(),
    }
}

#[test]
fn who_made_a_turn_is_what_the_entries_say() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let colleague = log_in(&house, COLLEAGUE, 2);
    let (one, two) = (cedula(0), cedula(1));
    let row = |code: &str, day: &str, holder: &str, name: &str| {
        format!("{code},{day},09:40,1701,Entrega de clave de empleador,{holder},{name}\n")
    };
    agenda(&house, &clerk, &row("A-1", "2026-11-23", &one, "Rosa Guamán"));
    verified(&house);
    // Another person's, by another hand: it is that hand's turn from then on.
    agenda(&house, &colleague, &row("A-1", "2026-11-23", &two, "Luis Guamán"));
    let given = GiveWalkIn {
        procedure: ProcedureId::AFFILIATE_KEY,
        holder: number(&one),
        holder_name: "Rosa Guamán".into(),
        in_name_of: InNameOf::Applicant,
        priority: None,
    };
    house.perform(&clerk, &given).unwrap();
    house.perform(&clerk, &typed("C-1")).unwrap();
    house.perform(&clerk, &typed("C-2")).unwrap();
    // Somebody else's file names it just so: it is on the agenda.
    agenda(&house, &colleague, &row("C-2", "2026-11-20", &two, "Luis Guamán"));
    verified(&house);
    house.close().unwrap();
    const WHO: &str = "no dice quién lo hizo, cuándo o de dónde";
    named(
        &site,
        &[
            ("UPDATE turn SET created_by = 1 WHERE code = 'C-1'", WHO),
            ("UPDATE turn SET created_by = 1 WHERE origin = 'walk_in'", WHO),
            ("UPDATE turn SET created_by = 1 WHERE code = 'A-1'", WHO),
            ("UPDATE turn SET created_by = 3 WHERE code = 'C-2'", WHO),
            ("UPDATE turn SET created_at_ms = created_at_ms - 86400000 WHERE code = 'C-2'", WHO),
            ("UPDATE turn SET recorded_from = 'agenda' WHERE code = 'C-1'", WHO),
            ("UPDATE turn SET on_day = '2026-11-20' WHERE code = 'A-1'", WHO),
            (
                "INSERT INTO turn (centre_id, code, procedure, origin, recorded_from, on_day, at_minute, holder_kind, \
                 holder_number, holder_name, folded, state, vanished, created_by, created_at_ms) \
                 SELECT centre_id, 'X-1', procedure, origin, recorded_from, on_day, at_minute, holder_kind, holder_number, \
                 holder_name, folded, state, vanished, created_by, created_at_ms FROM turn WHERE code = 'A-1'",
                WHO,
            ),
        ],
    );
}

#[test]
fn a_typed_turn_that_an_agenda_gives_to_another_is_on_the_agenda() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let turn = house.perform(&clerk, &typed("C-1")).unwrap().output;
    house.perform(&clerk, &TakeBackArrival { turn }).unwrap();
    let row = format!("C-1,2026-11-20,09:40,1701,Entrega de clave de empleador,{},Rosa Guamán\n", cedula(0));
    agenda(&house, &log_in(&house, COLLEAGUE, 2), &row);
    verified(&house);
    let recorded: String =
        house.reader().unwrap().one("SELECT recorded_from FROM turn WHERE code = 'C-1'", [], |row| row.get(0)).unwrap();
    assert_eq!(recorded, "agenda");
}

/// A visit of a company's representative, with a turn that the clerk made, ready for its key.
pub(crate) fn of_a_company(house: &House, clerk: &Session, chief: &Session) -> VisitId {
    const COMPANY: &str = "1790011674001";
    let representative = cedula(0);
    let columns =
        "numero,tipo,razon_social,sucursal,estado_sri,representante_numero,representante_nombre,representante_calidad";
    let row = format!("{COMPANY},empresa privada,Andes S.A.,0001,activo,{representative},Rosa Guamán,gerente");
    import(house, chief, &mut EmployerImport::open(file(&format!("{columns}\n{row}\n"))).unwrap());
    let visit = ready(house, clerk, 0).unwrap();
    let mut copy = visit_v1::read_draft::<EmployerKey>(&draft(0)).unwrap();
    let number = Entered::new(COMPANY);
    if let Some(employer) = &mut copy.papers.employer {
        employer.number = number.clone();
    }
    if let Some(RequestShown::Shown(request)) = &mut copy.papers.request {
        request.employer_number = Some(number);
    }
    assert!(save_draft(house, clerk, visit, &visit_v1::write_draft(&copy).unwrap(), 2).unwrap());
    run(house, "DELETE FROM scan");
    attach_scans(house, clerk, visit);
    visit
}

#[test]
fn a_company_s_turn_that_was_another_s_for_a_moment_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = of_a_company(&house, &clerk, &log_in(&house, CHIEF, 1));
    let turn = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap().turn;
    assert_eq!(code(house.perform(&clerk, &reserve(visit, PrinterTrust::default()))), "own_walk_in");
    house.close().unwrap();
    let attacked = site.copy();
    let (house, clerk) = attacked.open(CLERK).unwrap();
    let colleague = log_in(&house, COLLEAGUE, 2).actor().user.0;
    run(&house, &format!("UPDATE turn SET created_by = {colleague}"));
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    run(&house, &format!("UPDATE turn SET created_by = {}", clerk.actor().user.0));
    says(&house, "es de un turno de empresa que hizo quien la emitió");
    // With a supervisor's word it is in order.
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    grant(&house, &chief, ask(&house, &clerk, Matter::OwnWalkIn, turn, "")).unwrap();
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    verified(&house);
}

#[test]
fn a_key_of_a_turn_that_was_there_for_a_moment_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = of_a_company(&house, &clerk, &log_in(&house, CHIEF, 1));
    let turn = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap().turn;
    run(
        &house,
        "INSERT INTO turn (centre_id, code, procedure, origin, recorded_from, on_day, at_minute, priority_group, \
         priority_whose, holder_kind, holder_number, holder_name, folded, state, arrived_at_ms, vanished, created_by, \
         created_at_ms) SELECT centre_id, 'X-1', procedure, origin, recorded_from, on_day, at_minute, priority_group, \
         priority_whose, holder_kind, holder_number, holder_name, folded, state, arrived_at_ms, vanished, created_by, \
         created_at_ms FROM turn ORDER BY id DESC LIMIT 1",
    );
    let colleague = log_in(&house, COLLEAGUE, 2).actor().user.0;
    run(&house, &format!("UPDATE turn SET created_by = {colleague} WHERE code = 'X-1'"));
    run(&house, "UPDATE visit SET turn_id = (SELECT id FROM turn WHERE code = 'X-1')");
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    run(&house, &format!("UPDATE visit SET turn_id = {}", turn.0));
    run(&house, "DELETE FROM turn WHERE code = 'X-1'");
    says(&house, "es de un turno que nadie hizo");
}

#[test]
fn what_was_answered_for_one_and_put_back_for_another_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let visit = ready(&house, &clerk, 0).unwrap();
    assert!(save_draft(&house, &clerk, visit, &amended(0), 2).unwrap());
    let give: GiveOverride = given(visit);
    grant(&house, &chief, ask(&house, &clerk, Matter::Override, visit, &give.covers())).unwrap();
    house.perform(&clerk, &give).unwrap();
    run(&house, "CREATE TABLE kept AS SELECT * FROM visit_override");
    assert!(save_draft(&house, &clerk, visit, &amended(1), 3).unwrap());
    run(&house, &format!("UPDATE turn SET holder_number = '{}'", cedula(1)));
    run(&house, "DELETE FROM scan");
    attach_scans(&house, &clerk, visit);
    assert!(house.perform(&clerk, &reserve(visit, PrinterTrust::default())).is_err());
    run(&house, "INSERT INTO visit_override SELECT * FROM kept");
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    run(&house, "DELETE FROM visit_override");
    run(&house, "DROP TABLE kept");
    says(&house, "que se justificó para otras personas");
}

#[test]
fn a_warning_that_was_another_for_a_moment_or_had_other_words_is_named() {
    for deed in ["sentence = 'otra advertencia de la misma regla'", "approval_id = NULL"] {
        let site = Site::staffed();
        let (house, clerk) = site.open(CLERK).unwrap();
        let chief = log_in(&house, CHIEF, 1);
        let visit = ready(&house, &clerk, 0).unwrap();
        assert!(save_draft(&house, &clerk, visit, &amended(0), 2).unwrap());
        let give: GiveOverride = given(visit);
        grant(&house, &chief, ask(&house, &clerk, Matter::Override, visit, &give.covers())).unwrap();
        house.perform(&clerk, &give).unwrap();
        // The paper is another by now, for the same people.
        assert!(save_draft(&house, &clerk, visit, &draft(0), 3).unwrap());
        run(&house, "CREATE TABLE kept AS SELECT * FROM visit_override");
        run(&house, &format!("UPDATE visit_override SET {deed}"));
        house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
        run(&house, "DELETE FROM visit_override");
        run(&house, "INSERT INTO visit_override SELECT * FROM kept");
        run(&house, "DROP TABLE kept");
        says(&house, "se había justificado otra o con otra aprobación");
    }
}

pub(crate) fn reserve(visit: VisitId, trusted_as: PrinterTrust) -> ReserveSlip {
    let printer = "ipps://impresora.local/ipp/print".to_owned();
    ReserveSlip { visit, key_hash: KeyMade::new().unwrap().hash, printer, trusted_as, printer_is_for_demo: false }
}

fn power(holder: &str) -> RecordPower {
    RecordPower {
        code: None,
        grantor: (number(&cedula(0)), "Rosa Guamán".into()),
        holder: (number(holder), "Jane Doe".into()),
        granted_on: NaiveDate::from_ymd_opt(2026, 1, 5).unwrap(),
        valid_until: None,
        scope: PowerScope::Sufficient,
        legal_validation: LegalValidation::ValidatedWithoutData,
    }
}

fn qualification(number: &str) -> RecordQualification {
    RecordQualification {
        issuer: ArtisanIssuer::JuntaNacional,
        number: number.into(),
        holder: (PersonNumber::parse(&cedula(0)).unwrap(), "Rosa Guamán".into()),
        issued_on: NaiveDate::from_ymd_opt(2026, 1, 5).unwrap(),
        expires_on: None,
    }
}

#[test]
fn a_paper_of_the_registers_is_revoked_and_set_aside_as_the_entries_say() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let on = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
    let powers: Vec<NotarialPowerId> = ["AB123456", "CD123456", "EF123456", "GH123456"]
        .map(|holder| house.perform(&clerk, &power(holder)).unwrap().output.id)
        .to_vec();
    let (revoked, aside, back) = (powers[1], powers[2], powers[3]);
    house.perform(&clerk, &RevokePower { power: revoked, on, reason: reason() }).unwrap();
    house.perform(&clerk, &SetPowerAside { power: aside, reason: reason() }).unwrap();
    house.perform(&clerk, &RevokePower { power: back, on, reason: reason() }).unwrap();
    house.perform(&chief, &WithdrawPowerRevocation { power: back, reason: reason() }).unwrap();
    let papers: Vec<_> =
        ["1", "2", "3", "4"].map(|it| house.perform(&clerk, &qualification(it)).unwrap().output.id).to_vec();
    house.perform(&clerk, &RevokeQualification { qualification: papers[1], on, reason: reason() }).unwrap();
    house.perform(&clerk, &SetQualificationAside { qualification: papers[2], reason: reason() }).unwrap();
    house.perform(&clerk, &RevokeQualification { qualification: papers[3], on, reason: reason() }).unwrap();
    let withdraw = WithdrawQualificationRevocation { qualification: papers[3], reason: reason() };
    house.perform(&chief, &withdraw).unwrap();
    verified(&house);
    house.close().unwrap();
    let mut deeds = Vec::new();
    for (table, facts) in [
        ("notarial_power", vec!["holder_number = 'ZZ123456'", "valid_until = '2030-01-01'", "scope = 'unclear'"]),
        ("artisan_qualification", vec!["holder_number = 'ZZ123456'", "expires_on = '2030-01-01'", "number = '77'"]),
    ] {
        deeds.extend([
            (
                format!("UPDATE {table} SET revoked_by = NULL, revoked_at_ms = NULL, revoked_reason = NULL WHERE id = 2"),
                "si está revocado",
            ),
            (format!("UPDATE {table} SET revoked_on = '2030-01-01' WHERE id = 2"), "si está revocado"),
            (
                format!("UPDATE {table} SET revoked_by = 1, revoked_at_ms = 1, revoked_reason = 'x' WHERE id = 1"),
                "si está revocado",
            ),
            (
                format!("UPDATE {table} SET set_aside_by = NULL, set_aside_at_ms = NULL, set_aside_reason = NULL WHERE id = 3"),
                "si está anulado por error de copia",
            ),
            (format!("UPDATE {table} SET recorded_by = 1 WHERE id = 1"), "quién lo registró"),
            (format!("DELETE FROM {table} WHERE id = 2"), "falta en el almacén"),
        ]);
        deeds
            .extend(facts.iter().map(|fact| (format!("UPDATE {table} SET {fact} WHERE id = 1"), "lo que se registró")));
    }
    let deeds: Vec<(&str, &str)> = deeds.iter().map(|(deed, words)| (deed.as_str(), *words)).collect();
    named(&site, &deeds);
}

#[test]
fn a_setting_that_stood_for_a_moment_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    run(&house, "DELETE FROM scan");
    assert_eq!(code(house.perform(&clerk, &reserve(visit, PrinterTrust::default()))), "scan");
    let lax = Settings { scans_required: false, ..Settings::default() };
    let text = serde_json::to_string(&lax).unwrap();
    run(&house, &format!("INSERT INTO setting (centre_id, name, value) VALUES (1, 'centre', '{text}')"));
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    run(&house, "DELETE FROM setting WHERE name = 'centre'");
    says(&house, "(issuance.reserve) se hizo con otra configuración del centro");
    // A supervisor's are in order, before and after they are changed again.
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let visit = ready(&house, &clerk, 0).unwrap();
    run(&house, "DELETE FROM scan");
    house.perform(&chief, &ChangeSettings { settings: lax }).unwrap();
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    house.perform(&chief, &with_sole_supervisor(true)).unwrap();
    verified(&house);
}

#[test]
fn a_printer_that_was_trusted_for_a_moment_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let consented = || PrinterTrust { certificate: None, plain_consented: true };
    let visit = ready(&house, &clerk, 0).unwrap();
    house.close().unwrap();
    let attacked = site.copy();
    let (house, clerk) = attacked.open(CLERK).unwrap();
    house.perform(&clerk, &reserve(visit, consented())).unwrap();
    says(&house, "con otra confianza que la que supervisión había firmado");
    let (house, clerk) = site.open(CLERK).unwrap();
    assert_eq!(chief.actor().role, Role::Supervisor);
    let chief = log_in(&house, CHIEF, 1);
    let printer = PrinterUri::parse("ipps://impresora.local/ipp/print").unwrap();
    house.perform(&chief, &TrustPrinter { printer, trust: consented(), reason: "está al lado".into() }).unwrap();
    house.perform(&clerk, &reserve(visit, consented())).unwrap();
    verified(&house);
}

#[test]
fn somebody_who_supervised_for_a_moment_is_named() {
    let site = Site::staffed();
    let (house, _clerk) = site.open(CLERK).unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let look = LookAtApprovals { days: (today, today) };
    let looked = |by: &Session| house.look_at_approvals(by, new_op_id().unwrap(), &look);
    assert_eq!(code(looked(&log_in(&house, CLERK, 1))), "role");
    looked(&log_in(&house, CHIEF, 1)).unwrap();
    verified(&house);
    run(&house, "UPDATE app_user SET role = 'supervisor' WHERE login = 'operadora'");
    looked(&log_in(&house, CLERK, 1)).unwrap();
    run(&house, "UPDATE app_user SET role = 'clerk' WHERE login = 'operadora'");
    says(&house, "es de supervisión, y según la bitácora quien la hizo no lo es");
}

#[test]
fn somebody_who_was_enabled_again_for_a_moment_is_named() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let colleague = log_in(&house, COLLEAGUE, 2);
    let record =
        |passport: &str| house.perform(&colleague, &RecordPerson { number: number(passport), name: "Jane Doe".into() });
    record("AB123456").unwrap();
    house.disable_user(&chief, colleague.actor().user).unwrap();
    assert_eq!(code(record("CD123456")), "session_ended");
    verified(&house);
    run(&house, "UPDATE app_user SET enabled = 1 WHERE login = 'colega'");
    record("CD123456").unwrap();
    run(&house, "UPDATE app_user SET enabled = 0 WHERE login = 'colega'");
    says(&house, "es de un usuario que según la bitácora estaba deshabilitado");
}

#[test]
fn what_supervision_reads_is_refused_to_a_clerk_whoever_asks_and_leaves_its_trace() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let (clerk, colleague) = (log_in(&house, CLERK, 1), log_in(&house, COLLEAGUE, 2));
    ready(&house, &clerk, 0).unwrap();
    let today = house.clock().now().day(house.centre().zone);
    let review = |by: &Session| {
        let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
        review_people(&house, by, &mut watch).map(drop)
    };
    let retention = Retention { personal_data_years: Some(7), ..Retention::default() };
    house.perform(&chief, &ChangeSettings { settings: Settings { retention, ..Settings::default() } }).unwrap();
    assert_eq!(code(review(&clerk)), "role");
    review(&chief).unwrap();
    assert_eq!(last_entry(&house).0, "people.look_due");
    let request = ask(&house, &clerk, Matter::Override, VisitId(1), "EK-E1: una advertencia");
    let asked = |by: &Session| view::request_asked(&house.reader().unwrap(), by.actor(), request);
    assert_eq!(code(asked(&colleague)), "role");
    assert_eq!(asked(&clerk).unwrap().asked_by, asked(&chief).unwrap().asked_by);
    house.perform(&clerk, &WithdrawApproval { approval: request }).unwrap();
    house.perform(&clerk, &EndVisit { visit: VisitId(1), ending: Ending::Abandoned }).unwrap();
    assert_eq!(code(day::act(&house, &chief, today)), "open_day");
    house.perform(&chief, &day::CloseDay { day: today }).unwrap();
    assert_eq!(code(day::act(&house, &clerk, today)), "role");
    day::act(&house, &chief, today).unwrap();
    assert_eq!(last_entry(&house).0, "day.print_act");
    for (by, may) in [(&clerk, false), (&chief, true)] {
        assert_eq!(Supervising::of(by.actor()).is_ok(), may, "tables and charts ask for it");
    }
    assert!(open_to_read(&site.place, CLERK, &password()).is_ok());
    assert_eq!(code(open_to_supervise(&site.place, CLERK, &password())), "role");
    verified(&house);
}

#[test]
fn from_when_closes_are_owed_and_what_the_clock_noted_are_what_the_entries_say() {
    named(
        &morning(),
        &[
            (
                "INSERT INTO setting (centre_id, name, value) VALUES (1, 'closes_from', '2030-01-01')",
                "El almacén pide cierres solo desde",
            ),
            ("UPDATE setting SET value = '1' WHERE name = 'clock_baseline_ms'", "La hora de referencia del reloj"),
            ("DELETE FROM setting WHERE name = 'clock_baseline_ms'", "La hora de referencia del reloj"),
            (
                "UPDATE approval SET shown_to_approver = 1 WHERE id = 1",
                "consta como visto por quien lo respondió, y según la bitácora no lo vio",
            ),
        ],
    );
    let site = morning();
    let (house, chief) = site.open(CHIEF).unwrap();
    let seen = house.approved_in_my_name(&chief).unwrap().iter().map(|it| it.id).collect();
    house.perform(&chief, &MarkShown { seen }).unwrap();
    verified(&house);
}

#[test]
fn a_key_that_did_not_wait_for_a_close_is_named_after_the_row_is_as_before() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    ready(&house, &clerk, 0).unwrap();
    site.wait_ms(3 * DAY_MS);
    let visit = ready(&house, &clerk, 1).unwrap();
    assert_eq!(code(house.perform(&clerk, &reserve(visit, PrinterTrust::default()))), "unclosed_day");
    run(&house, "INSERT INTO setting (centre_id, name, value) VALUES (1, 'closes_from', '2030-01-01')");
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    run(&house, "DELETE FROM setting WHERE name = 'closes_from'");
    says(&house, "se emitió sin que el día 20/11/2026 estuviera cerrado");
}

#[test]
fn a_day_with_nothing_but_a_complaint_is_waited_for_too() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let against = Against::Procedure(ProcedureId::EMPLOYER_KEY_RECOVERY);
    let complaint = RecordComplaint { against, matter: "la cola".into(), resolution: "se explicó".into() };
    house.perform(&clerk, &complaint).unwrap();
    site.wait_ms(3 * DAY_MS);
    let visit = ready(&house, &clerk, 1).unwrap();
    assert_eq!(code(house.perform(&clerk, &reserve(visit, PrinterTrust::default()))), "unclosed_day");
    run(&house, "INSERT INTO setting (centre_id, name, value) VALUES (1, 'closes_from', '2030-01-01')");
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    run(&house, "DELETE FROM setting WHERE name = 'closes_from'");
    says(&house, "se emitió sin que el día 20/11/2026 estuviera cerrado");
}

#[test]
fn a_clock_that_went_back_for_a_moment_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let record = |house: &House, passport: &str| {
        house.perform(&clerk, &RecordPerson { number: number(passport), name: "Jane Doe".into() }).map(drop)
    };
    record(&house, "AB123456").unwrap();
    site.wait_ms(-60 * MINUTE_MS);
    assert_eq!(code(record(&house, "CD123456")), "clock_set_back");
    run(&house, "UPDATE setting SET value = '1' WHERE name = 'clock_baseline_ms'");
    record(&house, "CD123456").unwrap();
    site.wait_ms(61 * MINUTE_MS);
    record(&house, "EF123456").unwrap();
    says(&house, "es de antes de lo último que se había anotado");
    // A supervisor accepts the hour, and all is in order.
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    house.perform(&clerk, &RecordPerson { number: number("AB123456"), name: "Jane Doe".into() }).unwrap();
    site.wait_ms(-60 * MINUTE_MS);
    let request = ask(&house, &clerk, Matter::ClockSetBack, Subject::HOUSE, "");
    grant(&house, &log_in(&house, CHIEF, 1), request).unwrap();
    house.perform(&clerk, &RecordPerson { number: number("CD123456"), name: "Jane Doe".into() }).unwrap();
    verified(&house);
}

#[test]
fn whoever_made_the_account_that_wrote_a_fact_does_not_confirm_it() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    site.wait_ms(31 * DAY_MS);
    let puppet = add_user(&house, &chief, "nueva", "Nadie Nueva", Role::Clerk);
    let recorded = |house: &House, passport: &str| {
        let by = log_in(house, "nueva", 1);
        assert_eq!(by.actor().user, puppet);
        let person = RecordPerson { number: number(passport), name: "Jane Doe".into() };
        house.perform(&by, &person).unwrap().output
    };
    let confirm = ConfirmPerson { person: recorded(&house, "AB123456") };
    assert_eq!(code(house.perform(&chief, &confirm)), "second_person");
    // With a setting that nobody signed, put back before anybody looks.
    let settings = serde_json::to_string(&with_sole_supervisor(true).settings).unwrap();
    house.close().unwrap();
    let attacked = site.copy();
    let (attacked, chief) = attacked.open(CHIEF).unwrap();
    run(&attacked, &format!("INSERT INTO setting (centre_id, name, value) VALUES (1, 'centre', '{settings}')"));
    attacked.perform(&chief, &confirm).unwrap();
    run(&attacked, "DELETE FROM setting WHERE name = 'centre'");
    says(&attacked, "lo registró y lo confirmó la misma persona");
    // Another supervisor does; in a centre with one it is allowed, and flagged.
    let (house, chief) = site.open(CHIEF).unwrap();
    house.perform(&log_in(&house, DEPUTY, 1), &confirm).unwrap();
    house.perform(&chief, &with_sole_supervisor(true)).unwrap();
    house.perform(&chief, &ConfirmPerson { person: recorded(&house, "CD123456") }).unwrap();
    assert_eq!(last_entry(&house).2, "own_account");
    verified(&house);
    let now = house.clock().now().day(house.centre().zone);
    let begins = ventanilla::domain::calendar::Moment::at_beginning_of(now, house.centre().zone);
    let figures = store::day::figures(&house.reader().unwrap(), house.centre().id, now, begins).unwrap();
    assert_eq!(figures.own_confirmations, 1);
    // A month later the account is its owner's.
    house.perform(&chief, &with_sole_supervisor(false)).unwrap();
    let person = recorded(&house, "EF123456");
    site.wait_ms(31 * DAY_MS);
    house.perform(&chief, &ConfirmPerson { person }).unwrap();
    assert_eq!(last_entry(&house).2, "");
    verified(&house);
}

#[test]
fn a_branch_is_confirmed_whoever_once_corrected_its_employer() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let register = "numero,tipo,razon_social,sucursal\n1790011674001,empresa privada,Andes S.A.,0001\n";
    let imports = |house: &House| import(house, &chief, &mut EmployerImport::open(file(register)).unwrap());
    imports(&house);
    let number = ventanilla::domain::number::EmployerNumber::parse("1790011674001").unwrap();
    let employer = || store::employer::by_number(&house.reader().unwrap(), &number).unwrap().unwrap();
    let id = employer().id;
    let facts = EmployerFacts {
        number: number.clone(),
        kind: EmployerKind::PrivateCompany,
        name: "Los Andes S.A.".into(),
        email: None,
        sri_state: SriState::Active,
        artisan: ArtisanMark::NotMarked,
    };
    house.perform(&chief, &CorrectEmployer { employer: id, facts }).unwrap();
    imports(&house);
    assert!(employer().provenance.is_trusted());
    let branch = ventanilla::domain::number::Branch::parse("0002").unwrap();
    house.perform(&log_in(&house, CLERK, 1), &SetBranch { employer: id, branch, name: "Sur".into() }).unwrap();
    // Whose account the supervisor made who corrected and imported: they wrote none of the branch.
    house.perform(&log_in(&house, COLLEAGUE, 2), &ConfirmEmployer { employer: id }).unwrap();
    verified(&house);
}

#[test]
fn a_word_that_lapses_with_the_parties_leaves_its_trace() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let visit = ready(&house, &clerk, 0).unwrap();
    assert!(save_draft(&house, &clerk, visit, &amended(0), 2).unwrap());
    let give: GiveOverride = given(visit);
    let granted = ask(&house, &clerk, Matter::Override, visit, &give.covers());
    grant(&house, &chief, granted).unwrap();
    let waiting = ask(&house, &clerk, Matter::SecondKeyToday, visit, "");
    house.close().unwrap();
    let lapses = site.copy();
    let (house, clerk) = lapses.open(CLERK).unwrap();
    assert!(save_draft(&house, &clerk, visit, &draft(1), 3).unwrap());
    let entry = ("approval.lapse".to_owned(), "Done".to_owned(), format!("+{granted}+{waiting}"));
    assert_eq!(last_entry(&house), entry);
    verified(&house);
    // Nothing more lapses.
    assert!(save_draft(&house, &clerk, visit, &draft(2), 4).unwrap());
    assert_eq!(last_entry(&house), entry);
    house.close().unwrap();
    const STATE: &str = "cómo se respondió o si ya se usó";
    named(&lapses, &[("UPDATE approval SET state = 'granted' WHERE state = 'used'", STATE)]);
    named(&site, &[("UPDATE approval SET state = 'used' WHERE state = 'granted'", STATE)]);
    // Nor does an entry say so of what nobody asked.
    let (house, clerk) = site.open(CLERK).unwrap();
    append(&house, clerk.actor().user, "approval.lapse", ("visit", visit.0), "+99", "null");
    says(&house, "caducó la aprobación 99, que nadie pidió");
}
