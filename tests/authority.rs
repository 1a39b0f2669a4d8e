//! What grants something is what entries say, and what a supervisor signed where that counts. Every password opens the
//! store, so each test has the store's key in hand: it inserts, changes and removes rows, and `verify` names the deed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::sync::OnceLock;

use ventanilla::domain::approval::Matter;
use ventanilla::domain::id::{UserId, VisitId};
use ventanilla::domain::journal::{Digest, Entry, Head, Outcome, detail_digest};
use ventanilla::domain::ledger::Acknowledgement;
use ventanilla::domain::number::{Branch, EmployerNumber, PersonNumber};
use ventanilla::domain::procedure::employer_key::EmployerKey;
use ventanilla::domain::procedure::employer_key::case::{Amendments, RequestShown};
use ventanilla::domain::register::{ArtisanMark, EmployerKind, SriState};
use ventanilla::domain::turn::Reason;
use ventanilla::intake::visit_v1;
use ventanilla::ops::approval::AnswerApproval;
use ventanilla::ops::employer::{
    ConfirmEmployer, ConfirmRepresentative, EmployerFacts, RecordEmployer, SetBranch, SetRepresentative,
};
use ventanilla::ops::erasure::ErasePerson;
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::issuance::DeliverSlip;
use ventanilla::ops::person::{ConfirmPerson, RecordPerson};
use ventanilla::ops::printer::{PrinterTrust, TrustPrinter};
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::visit::{GiveOverride, save_draft};
use ventanilla::ops::{House, Session, Subject, new_op_id};
use ventanilla::print::ipp::{CancelFlag, PrinterUri};
use ventanilla::store::journal::Detail;
use ventanilla::store::{self, Store, WhileDoing as _};
use ventanilla::vault::Vault;

use crate::ledger::{deliver, printed, void};
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DAY_MS, DEPUTY, Site, append_entry, ask, cedula, code, draft, grant, log_in, password,
    ready, slip, take_off_the_register, verified, write_unguarded,
};
use crate::support::scripted::{Mishap, Scripted};

/// The working copy of [`draft`], with an amended request: a warning that asks for a supervisor.
pub(crate) fn amended(nth: usize) -> String {
    let mut copy = visit_v1::read_draft::<EmployerKey>(&draft(nth)).unwrap();
    if let Some(RequestShown::Shown(request)) = &mut copy.papers.request {
        request.amendments = Some(Amendments::Amended);
    }
    visit_v1::write_draft(&copy).unwrap()
}

pub(crate) fn given(visit: VisitId) -> GiveOverride {
    GiveOverride {
        visit,
        rule: "EK-R5".into(),
        sentence: "La solicitud tiene enmendaduras.".into(),
        reason: "la persona las salvó con su firma".into(),
    }
}

pub(crate) fn with_sole_supervisor(sole_supervisor: bool) -> ChangeSettings {
    ChangeSettings { settings: Settings { sole_supervisor, ..Settings::default() } }
}

/// Somebody typed by the clerk and confirmed by the colleague, with a branch and a representative that nobody confirmed.
fn registers(house: &House, clerk: &Session, colleague: &Session) {
    let number = PersonNumber::parse("1714307103").unwrap();
    let person = house.perform(clerk, &RecordPerson { number: number.clone(), name: "Zoila Quimbaya".into() }).unwrap();
    house.perform(colleague, &ConfirmPerson { person: person.output }).unwrap();
    let other = PersonNumber::parse("AB123456").unwrap();
    house.perform(clerk, &RecordPerson { number: other.clone(), name: "Jane Doe".into() }).unwrap();
    let facts = EmployerFacts {
        number: EmployerNumber::parse("1790011674001").unwrap(),
        kind: EmployerKind::PrivateCompany,
        name: "Comercial Andina".into(),
        email: None,
        sri_state: SriState::Active,
        artisan: ArtisanMark::NotMarked,
    };
    let branch = Branch::parse("0001").unwrap();
    let employer = house.perform(clerk, &RecordEmployer { facts, branch }).unwrap().output;
    house.perform(colleague, &ConfirmEmployer { employer }).unwrap();
    let second = Branch::parse("0002").unwrap();
    house.perform(clerk, &SetBranch { employer, branch: second, name: "Sur".into() }).unwrap();
    for number in [number.clone(), other] {
        let named = SetRepresentative { employer, number, name: "Alguien".into(), capacity: "gerente".into() };
        house.perform(clerk, &named).unwrap();
    }
    house.perform(colleague, &ConfirmRepresentative { employer, number }).unwrap();
}

/// A morning in which everything was granted that a supervisor can grant, closed. Lived once, then copied.
pub(crate) fn morning() -> Site {
    static LIVED: OnceLock<Site> = OnceLock::new();
    let lived = LIVED.get_or_init(|| {
        let site = Site::staffed();
        let (house, chief) = site.open(CHIEF).unwrap();
        house.perform(&chief, &with_sole_supervisor(true)).unwrap();
        house.perform(&chief, &with_sole_supervisor(false)).unwrap();
        let printer = PrinterUri::parse("ipps://impresora.local/ipp/print").unwrap();
        let trust = PrinterTrust { certificate: None, plain_consented: false };
        house.perform(&chief, &TrustPrinter { printer, trust, reason: "la revisé".into() }).unwrap();
        let (clerk, colleague) = (log_in(&house, CLERK, 1), log_in(&house, COLLEAGUE, 2));
        registers(&house, &clerk, &colleague);
        let printer = Scripted::new();
        let visit = ready(&house, &clerk, 0).unwrap();
        assert!(save_draft(&house, &clerk, visit, &amended(0), 2).unwrap());
        grant(&house, &chief, ask(&house, &clerk, Matter::Override, visit, &given(visit).covers())).unwrap();
        house.perform(&clerk, &given(visit)).unwrap();
        let first = printed(&house, &clerk, visit, &printer).issuance;
        grant(&house, &chief, ask(&house, &clerk, Matter::DeliveredUnsigned, first, "")).unwrap();
        let unsigned = DeliverSlip { issuance: first, acknowledgement: Acknowledgement::Unsigned };
        house.perform(&clerk, &unsigned).unwrap();
        let again = ready(&house, &clerk, 0).unwrap();
        grant(&house, &chief, ask(&house, &clerk, Matter::SecondKeyToday, again, "")).unwrap();
        void(&house, &clerk, printed(&house, &clerk, again, &printer).issuance).unwrap();
        grant(&house, &chief, ask(&house, &clerk, Matter::SecondKeyToday, again, "")).unwrap();
        ask(&house, &clerk, Matter::SecondKeyToday, again, "");
        let approval = ask(&house, &clerk, Matter::SecondVoid, Subject::HOUSE, "");
        let no = AnswerApproval { approval, granted: false, note: "no hace falta".into() };
        house.answer_approval(&chief, &no).unwrap();
        let colleague = colleague.actor().user;
        house.disable_user(&chief, colleague).unwrap();
        verified(&house);
        house.close().unwrap();
        site
    });
    lived.copy()
}

/// Runs statements on the store, as whoever knows a password can. What a server allows a window's role least, its owner does.
pub(crate) fn run(house: &House, sql: &str) {
    for statement in sql.split(";\n") {
        let tried = house.store().write(|tx| tx.execute(statement, []).while_doing("probar"));
        let changed = match tried {
            Err(store::Error::NotLetIn { .. }) => {
                write_unguarded(house, &[], |tx| tx.execute(statement, []).while_doing("probar"))
            }
            tried => tried.unwrap(),
        };
        assert!(changed > 0 || statement.starts_with("DROP"), "{statement} meets nothing");
    }
}

/// Takes guards off the store, as whoever knows a password can of a file; on a server they are not a window's.
pub(crate) fn unguard(house: &House, triggers: &[&str]) {
    for trigger in triggers {
        let (table, _) = trigger.split_once("_never").or_else(|| trigger.split_once("_kept")).unwrap();
        let on = if matches!(house.store(), Store::Server(_)) { format!(" ON {table}") } else { String::new() };
        let drop = format!("DROP TRIGGER IF EXISTS {trigger}{on}");
        match (house.store().write(|tx| tx.execute(&drop, []).while_doing("probar")), house.store()) {
            (Ok(_), Store::File(_)) | (Err(store::Error::NotLetIn { .. }), Store::Server(_)) => {}
            (done, _) => panic!("{drop}: {done:?}"),
        }
    }
}

pub(crate) fn problem(house: &House) -> Option<String> {
    verify(&house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap().problem
}

#[track_caller]
pub(crate) fn named(site: &Site, deeds: &[(&str, &str)]) {
    for (deed, words) in deeds {
        let other = site.copy();
        let (house, _clerk) = other.open(CLERK).unwrap();
        run(&house, deed);
        let said = problem(&house).unwrap_or_else(|| panic!("nothing is said of {deed}"));
        assert!(said.contains(words), "{deed}: {said}");
    }
}

/// The columns of an approval, for a row that nobody asked for.
const GRANTED_ROW: &str = "INSERT INTO approval (centre_id, matter, subject_kind, subject_id, covers, reason, requested_by, \
    requested_at_ms, state, answered_by, answered_at_ms, answer_note, sole_supervisor, shown_to_approver) \
    SELECT 1, matter, subject_kind, subject_id, covers, 'x', requested_by, 1, 'granted', 1, 1, '', 0, 1 FROM approval";

#[test]
fn a_request_or_an_answer_that_no_entry_explains_is_named() {
    named(
        &morning(),
        &[
            (&format!("{GRANTED_ROW} WHERE id = 1"), "está en el almacén y no en la bitácora"),
            (
                "UPDATE approval SET state = 'granted', answered_by = 1, answered_at_ms = 1 WHERE state = 'waiting'",
                "cómo se respondió",
            ),
            ("UPDATE approval SET state = 'granted' WHERE state = 'refused'", "cómo se respondió"),
            ("UPDATE approval SET state = 'granted' WHERE state = 'used' AND matter = 'override'", "si ya se usó"),
            (
                "UPDATE approval SET state = 'granted' WHERE state = 'used' AND matter = 'second_key_today'",
                "si ya se usó",
            ),
            ("UPDATE approval SET sole_supervisor = 1 WHERE state = 'granted'", "una única persona de supervisión"),
            ("UPDATE approval SET covers = covers || '0' WHERE state = 'granted'", "lo que cubre"),
            ("UPDATE approval SET covers = '', reason = 'BORRADO' WHERE state = 'granted'", "lo que cubre"),
            ("UPDATE approval SET subject_id = 1 WHERE state = 'granted'", "sobre qué fue"),
            ("UPDATE approval SET matter = 'second_void' WHERE state = 'granted'", "lo que se pidió"),
            ("UPDATE approval SET requested_by = 4 WHERE state = 'granted'", "quién lo hizo"),
            ("UPDATE approval SET answered_by = 2 WHERE state = 'granted'", "quién lo respondió"),
            ("DELETE FROM approval WHERE state = 'refused'", "falta en el almacén"),
        ],
    );
}

#[test]
fn a_word_that_nobody_gave_and_was_used_is_named_though_its_row_is_gone() {
    let site = morning();
    let (house, clerk) = site.open(CLERK).unwrap();
    let printer = Scripted::new();
    let visit = ready(&house, &clerk, 0).unwrap();
    ask(&house, &clerk, Matter::SecondKeyToday, visit, "");
    run(
        &house,
        "UPDATE approval SET state = 'granted', answered_by = 1, answered_at_ms = 1 WHERE id = (SELECT max(id) FROM approval)",
    );
    deliver(&house, &clerk, printed(&house, &clerk, visit, &printer).issuance).unwrap();
    run(
        &house,
        "UPDATE approval SET state = 'waiting', answered_by = NULL, answered_at_ms = NULL WHERE id = (SELECT max(id) FROM approval)",
    );
    let said = problem(&house).unwrap();
    assert!(said.contains("(issuance.reserve) usa la aprobación"), "{said}");
    assert!(said.contains("que nadie de supervisión dio"), "{said}");
}

#[test]
fn a_word_used_twice_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let visit = ready(&house, &clerk, 0).unwrap();
    assert!(save_draft(&house, &clerk, visit, &amended(0), 2).unwrap());
    grant(&house, &chief, ask(&house, &clerk, Matter::Override, visit, &given(visit).covers())).unwrap();
    house.perform(&clerk, &given(visit)).unwrap();
    run(&house, "UPDATE approval SET state = 'granted'");
    house.perform(&clerk, &given(visit)).unwrap();
    let said = problem(&house).unwrap();
    assert!(said.contains("que ya estaba usada"), "{said}");
}

#[test]
fn a_supervisor_who_answers_as_the_only_one_is_held_against_the_settings() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let own = ask(&house, &chief, Matter::SecondVoid, Subject::HOUSE, "");
    assert_eq!(code(grant(&house, &chief, own)), "second_person");
    let settings = serde_json::to_string(&with_sole_supervisor(true).settings).unwrap();
    run(&house, &format!("INSERT INTO setting (centre_id, name, value) VALUES (1, 'centre', '{settings}')"));
    grant(&house, &chief, own).unwrap();
    run(&house, "DELETE FROM setting WHERE name = 'centre'");
    let said = problem(&house).unwrap();
    assert!(said.contains("como única persona de supervisión"), "{said}");
}

#[test]
fn an_answer_to_what_the_row_said_meanwhile_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let request = ask(&house, &clerk, Matter::Override, Subject::HOUSE, "una cosa");
    run(&house, "UPDATE approval SET covers = 'otra cosa'");
    grant(&house, &chief, request).unwrap();
    run(&house, "UPDATE approval SET covers = 'una cosa'");
    assert!(problem(&house).unwrap().contains("responde a otra cosa"));
}

#[test]
fn a_warning_answered_for_by_no_entry_is_named() {
    named(
        &morning(),
        &[
            (
                "INSERT INTO visit_override SELECT visit_id, 'EK-E1', sentence, reason, given_by, given_at_ms, approval_id \
                 FROM visit_override",
                "está justificada en el almacén y no en la bitácora",
            ),
            ("UPDATE visit_override SET rule = 'EK-E1'", "está justificada en el almacén y no en la bitácora"),
            ("UPDATE visit_override SET approval_id = NULL", "con qué aprobación"),
            ("UPDATE visit_override SET approval_id = 3", "con qué aprobación"),
            ("UPDATE visit_override SET given_by = 1", "quién la justificó"),
            ("UPDATE visit_override SET sentence = 'Otra.'", "qué advertencia"),
            ("UPDATE visit_override SET reason = 'porque sí'", "por qué"),
            ("UPDATE visit SET presenter_number = '1714307103' WHERE id = 1", "para quién"),
        ],
    );
}

#[test]
fn a_user_who_is_not_what_the_entries_say_is_named() {
    named(
        &morning(),
        &[
            ("UPDATE app_user SET role = 'supervisor' WHERE login = 'operadora'", "su función"),
            ("UPDATE app_user SET enabled = 1 WHERE login = 'colega'", "si puede ingresar"),
            ("UPDATE app_user SET generation = generation + 1 WHERE login = 'jefa'", "qué contraseña cuenta"),
            ("UPDATE app_user SET temporary_password = 1 WHERE login = 'subjefe'", "si su contraseña es temporal"),
            (
                "UPDATE app_user SET public_key = (SELECT public_key FROM app_user WHERE login = 'jefa') WHERE login = 'subjefe'",
                "con qué llave firma",
            ),
            ("UPDATE app_user SET credentials_set_by = 3 WHERE login = 'subjefe'", "quién le dio la contraseña"),
            ("UPDATE app_user SET credentials_set_at_ms = 1 WHERE login = 'subjefe'", "quién le dio la contraseña"),
            (
                "INSERT INTO app_user (centre_id, login, full_name, role, enabled, generation, temporary_password, \
                 credentials_set_at_ms) VALUES (1, 'nadie', 'Nadie', 'clerk', 1, 1, 0, 1)",
                "está en el almacén y no en la bitácora",
            ),
        ],
    );
}

#[test]
fn a_setting_that_no_supervisor_signed_is_named() {
    const CENTRE: &str = "La configuración del centro no es la última";
    named(
        &morning(),
        &[
            (
                "UPDATE setting SET value = replace(value, '\"sole_supervisor\":false', '\"sole_supervisor\":true') WHERE name = 'centre'",
                CENTRE,
            ),
            (
                "UPDATE setting SET value = replace(value, '\"scans_required\":true', '\"scans_required\":false') WHERE name = 'centre'",
                CENTRE,
            ),
            ("DELETE FROM setting WHERE name = 'centre'", CENTRE),
            (
                "UPDATE setting SET value = replace(value, 'false', 'true') WHERE name LIKE 'printer:%'",
                "La confianza en la impresora",
            ),
            (
                "INSERT INTO setting SELECT centre_id, name || 'x', value FROM setting WHERE name LIKE 'printer:%'",
                "La confianza en la impresora",
            ),
        ],
    );
    named(
        &Site::staffed(),
        &[("INSERT INTO setting (centre_id, name, value) VALUES (1, 'centre', '{\"sole_supervisor\":true}')", CENTRE)],
    );
}

#[test]
fn a_fact_of_the_registers_that_nobody_confirmed_is_named() {
    const CONFIRMED: &str = "consta como dato confirmado";
    const IMPORTED: &str = "consta como importado";
    named(
        &morning(),
        &[
            (
                "UPDATE person SET source = 'confirmed', confirmed_by = 4, confirmed_at_ms = 1 WHERE name = 'Jane Doe'",
                CONFIRMED,
            ),
            ("UPDATE person SET confirmed_by = 2 WHERE source = 'confirmed'", CONFIRMED),
            ("UPDATE person SET confirmed_at_ms = 1 WHERE source = 'confirmed'", CONFIRMED),
            ("UPDATE person SET source = 'import', confirmed_by = NULL WHERE name = 'Jane Doe'", IMPORTED),
            ("UPDATE employer SET confirmed_by = 2 WHERE source = 'confirmed'", CONFIRMED),
            ("UPDATE employer SET source = 'import', confirmed_by = NULL WHERE source = 'confirmed'", IMPORTED),
            ("UPDATE employer_branch SET source = 'confirmed', recorded_by = 4 WHERE branch = '0002'", CONFIRMED),
            (
                "UPDATE employer_branch SET source = 'import', recorded_at_ms = recorded_at_ms + 1 WHERE branch = '0002'",
                IMPORTED,
            ),
            (
                "UPDATE employer_representative SET source = 'confirmed', confirmed_by = 4, confirmed_at_ms = 1 WHERE person_number = 'AB123456'",
                CONFIRMED,
            ),
            ("UPDATE employer_representative SET source = 'import' WHERE person_number = 'AB123456'", IMPORTED),
        ],
    );
}

/// Appends an entry that the program did not write, as whoever knows a password can.
pub(crate) fn append(house: &House, by: UserId, operation: &str, subject: (&str, i64), code: &str, payload: &str) {
    append_entry(house, by, Outcome::Done, operation, subject, code, payload);
}

#[test]
fn an_entry_that_says_less_than_this_version_writes_is_named() {
    for (operation, subject, code, payload, words) in [
        ("approval.request", ("approval", 99), "second_void", "null", "no dice sobre qué"),
        ("issuance.deliver", ("issuance", 2), "unsigned", "null", "nadie de supervisión lo aprobó"),
        ("user.own_password", ("user", 3), "", "{}", "no dice cuál cuenta"),
        ("approval.answer", ("approval", 1), "override:granted", "{}", "le falta la firma"),
        ("issuance.void", ("issuance", 2), "jam+99", "null", "usa la aprobación 99, que nadie de supervisión dio"),
    ] {
        let site = morning();
        let (house, clerk) = site.open(CLERK).unwrap();
        append(&house, clerk.actor().user, operation, subject, code, payload);
        let said = problem(&house).unwrap();
        assert!(said.contains(words), "{operation}: {said}");
    }
}

/// Writes the whole journal as the version before wrote it: the codes without what they say since, the details too.
fn as_written_before(house: &House, signer: &ventanilla::vault::SigningKey) {
    let mut entries = Vec::new();
    let reader = house.reader().unwrap();
    store::journal::walk(&reader, 1, |chained| -> Result<(), store::Error> {
        let detail = store::journal::detail(&reader, chained.entry.number)?;
        entries.push((chained.entry, detail));
        Ok(())
    })
    .unwrap();
    let signed: Vec<(i64, UserId)> =
        store::journal::signatures(&reader).unwrap().iter().map(|it| (it.number, it.user)).collect();
    drop(reader);
    // One key for good came with the temporary password, and neither a login nor an own password was signed.
    let own_key = |user: i64| {
        let own = |(entry, _): &&(Entry, _)| entry.operation == "user.own_password" && entry.subject_id == user;
        entries.iter().find(own).map(|(entry, _)| entry.code.clone())
    };
    let keys: Vec<Option<String>> = entries.iter().map(|(entry, _)| own_key(entry.subject_id)).collect();
    unguard(house, &["journal_never_changed", "journal_never_deleted"]);
    run(
        house,
        "DELETE FROM operation_result;\n\
         DELETE FROM journal_detail;\nDELETE FROM journal_signature;\nDELETE FROM journal",
    );
    house
        .store()
        .write(|tx| -> Result<(), store::Error> {
            let mut head = Head::EMPTY;
            for ((mut entry, detail), own_key) in entries.into_iter().zip(keys) {
                let is_signed = !["user.log_in", "user.own_password"].contains(&entry.operation.as_str());
                entry.code = match entry.operation.as_str() {
                    "user.log_in" => String::new(),
                    "user.credentials" => own_key.unwrap_or(entry.code).trim_start_matches("once-").to_owned(),
                    "house.found" => entry.code.split(' ').next().unwrap().to_owned(),
                    "approval.request" | "issuance.deliver" | "issuance.void" | "visit.override" => {
                        entry.code.split([':', '+']).next().unwrap().to_owned()
                    }
                    "issuance.reserve" => entry.code.split('+').next().unwrap().to_owned(),
                    _ => entry.code,
                };
                let is_erased = detail.is_none();
                let mut detail = detail.unwrap_or_else(|| Detail { salt: [0; 16], payload: "null".into() });
                let mut payload: serde_json::Value = serde_json::from_str(&detail.payload).unwrap();
                if let Some(told) = payload.as_object_mut() {
                    let since = [
                        "generation",
                        "words",
                        "whose",
                        "turn",
                        "erased_details",
                        "wrote",
                        "made",
                        "settings",
                        "trusted_as",
                    ];
                    told.retain(|name, _| !since.contains(&name.as_str()));
                    if entry.operation == "approval.answer" {
                        told.remove("covers");
                    }
                }
                detail.payload = payload.to_string();
                entry.detail_digest = detail_digest(&detail.salt, &detail.payload);
                head = store::journal::append(tx, &head, &entry, &detail)?;
                if is_erased {
                    store::journal::erase_detail(tx, head.number)?;
                }
                if let Some((_, user)) = signed.iter().find(|(number, _)| is_signed && *number == head.number) {
                    let Digest(hash) = head.hash;
                    let signature = signer.sign("ventanilla journal entry v1", &hash);
                    store::journal::sign(tx, head.number, *user, &signer.public().0, &signature.0)?;
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_store_of_the_version_before_is_whole_as_far_as_its_entries_say() {
    let site = morning();
    let mut vault = Vault::open(&site.place.folder.join("vault")).unwrap();
    let signer = vault.unlock(CHIEF, &password(), 0).unwrap().signing_key.unwrap();
    let (house, _clerk) = site.open(CLERK).unwrap();
    as_written_before(&house, &signer);
    verified(&house);
    house.close().unwrap();
    // A login of this version, and from then on entries say more.
    let (house, chief) = site.open(DEPUTY).unwrap();
    let clerk = log_in(&house, CLERK, 1);
    verified(&house);
    grant(&house, &chief, ask(&house, &clerk, Matter::AnchorMismatch, Subject::HOUSE, "")).unwrap();
    house.perform(&chief, &with_sole_supervisor(true)).unwrap();
    house
        .perform(&clerk, &RecordPerson { number: PersonNumber::parse("CD123456").unwrap(), name: "Otra".into() })
        .unwrap();
    house
        .change_password(
            &mut log_in(&house, CLERK, 1),
            &password(),
            &crate::support::house::chosen("nueve llaves cuelgan del muro", CLERK),
        )
        .unwrap();
    verified(&house);
    append(&house, clerk.actor().user, "approval.request", ("approval", 99), "second_void", "null");
    assert!(problem(&house).unwrap().contains("no dice sobre qué"), "no way back to the form of before");
    house.close().unwrap();
    let site = morning();
    let (house, _clerk) = site.open(CLERK).unwrap();
    as_written_before(&house, &signer);
    house.close().unwrap();
    named(
        &site,
        &[
            (&format!("{GRANTED_ROW} WHERE id = 1"), "está en el almacén y no en la bitácora"),
            ("UPDATE approval SET state = 'granted' WHERE state = 'refused'", "cómo se respondió"),
            ("UPDATE approval SET sole_supervisor = 1 WHERE state = 'granted'", "una única persona"),
            ("UPDATE app_user SET role = 'supervisor' WHERE login = 'operadora'", "su función"),
            ("UPDATE visit_override SET approval_id = NULL", "con qué aprobación"),
        ],
    );
}

#[test]
fn a_word_is_given_back_only_by_the_slip_that_used_it() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let printer = Scripted::new();
    deliver(&house, &clerk, printed(&house, &clerk, ready(&house, &clerk, 0).unwrap(), &printer).issuance).unwrap();
    let again = ready(&house, &clerk, 0).unwrap();
    let word = |state: &str| {
        let count = "SELECT count(*) FROM approval WHERE matter = 'second_key_today' AND state = ?1";
        house.reader().unwrap().one(count, [state], |row| row.get::<u32>(0)).unwrap()
    };
    // It was printed: the word is spent.
    grant(&house, &chief, ask(&house, &clerk, Matter::SecondKeyToday, again, "")).unwrap();
    void(&house, &clerk, printed(&house, &clerk, again, &printer).issuance).unwrap();
    assert_eq!((word("used"), word("granted")), (1, 0));
    // The next one never left the machine, and gives back its own alone.
    grant(&house, &chief, ask(&house, &clerk, Matter::SecondKeyToday, again, "")).unwrap();
    printer.next(Mishap::CreateFails);
    printed(&house, &clerk, again, &printer);
    assert_eq!((word("used"), word("granted")), (1, 1));
    verified(&house);
    printer.next(Mishap::Prints);
    printed(&house, &clerk, again, &printer);
    assert_eq!((word("used"), word("granted")), (2, 0));
    verified(&house);
}

#[test]
fn a_detail_that_no_erasure_took_is_missed() {
    let lost = |operation: &str| {
        format!("DELETE FROM journal_detail WHERE n = (SELECT max(n) FROM journal WHERE operation = '{operation}')")
    };
    const MISSED: &str = "y ningún borrado de datos personales lo quitó";
    named(
        &morning(),
        &[
            (&lost("approval.request"), MISSED),
            (&lost("approval.answer"), MISSED),
            (&lost("settings.change"), MISSED),
            (&lost("visit.override"), MISSED),
            (&lost("user.own_password"), MISSED),
            (&lost("person.confirm"), MISSED),
        ],
    );
    // Nor does an erasure count that no supervisor began.
    let site = morning();
    let (house, clerk) = site.open(CLERK).unwrap();
    let taken: i64 = house
        .reader()
        .unwrap()
        .one("SELECT max(n) FROM journal WHERE operation = 'approval.request'", [], |row| row.get(0))
        .unwrap();
    run(&house, &lost("approval.request"));
    let names_it = format!("{{\"erased_details\":[{taken}]}}");
    append_entry(&house, clerk.actor().user, Outcome::Chunk, "people.erase", ("house", 0), "erased", &names_it);
    assert!(problem(&house).unwrap().contains("supervisión no había firmado que se empezara"));
}

#[test]
fn an_erasure_names_the_details_it_took_and_covers_no_other() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    for nth in 0..2 {
        let visit = ready(&house, &clerk, nth).unwrap();
        assert!(save_draft(&house, &clerk, visit, &amended(nth), 2).unwrap());
        grant(&house, &chief, ask(&house, &clerk, Matter::Override, visit, &given(visit).covers())).unwrap();
        house.perform(&clerk, &given(visit)).unwrap();
        deliver(&house, &clerk, printed(&house, &clerk, visit, &Scripted::new()).issuance).unwrap();
    }
    take_off_the_register(&house, 0);
    site.wait_ms(8 * 366 * DAY_MS);
    let number = PersonNumber::parse(&cedula(0)).unwrap();
    let mut erasure = ErasePerson::new(number, Reason::parse("terminó el plazo").unwrap());
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let report = house.run(&chief, new_op_id().unwrap(), &mut erasure, &mut watch).unwrap().output;
    assert_eq!((report.approvals, report.issuances), (1, 1), "{report:?}");
    let found = verified(&house);
    assert_eq!(found.erased_details, i64::try_from(report.details).unwrap());
    house.close().unwrap();
    // An erasure of the version before said how many, and covers so many.
    let old = site.copy();
    let mut vault = Vault::open(&old.place.folder.join("vault")).unwrap();
    let signer = vault.unlock(CHIEF, &password(), 0).unwrap().signing_key.unwrap();
    let (house, _clerk) = old.open(CLERK).unwrap();
    as_written_before(&house, &signer);
    verified(&house);
    house.close().unwrap();
    named(
        &old,
        &[(
            "DELETE FROM journal_detail WHERE n = (SELECT max(n) FROM journal WHERE operation = 'visit.override')",
            "ningún borrado de datos personales",
        )],
    );
    named(
        &site,
        &[
            (
                "DELETE FROM journal_detail WHERE n = (SELECT max(n) FROM journal WHERE operation = 'visit.override')",
                "ningún borrado de datos personales",
            ),
            // What the codes say still holds of whoever was erased.
            ("UPDATE approval SET state = 'granted' WHERE id = 1", "si ya se usó"),
            ("UPDATE approval SET sole_supervisor = 1 WHERE id = 1", "una única persona de supervisión"),
            ("UPDATE approval SET subject_id = 2 WHERE id = 1", "sobre qué fue"),
            ("UPDATE visit_override SET approval_id = NULL WHERE visit_id = 1", "con qué aprobación"),
            ("UPDATE visit_override SET approval_id = 1 WHERE visit_id = 2", "con qué aprobación"),
            ("UPDATE visit_override SET sentence = 'Otra.' WHERE visit_id = 2", "qué advertencia"),
        ],
    );
}

#[test]
fn what_needed_a_word_and_was_done_while_a_row_was_hidden_is_named() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let printer = Scripted::new();
    let first = printed(&house, &clerk, ready(&house, &clerk, 0).unwrap(), &printer).issuance;
    deliver(&house, &clerk, first).unwrap();
    let again = ready(&house, &clerk, 0).unwrap();
    let day = slip(&house, first).reserved_at_ms;
    run(&house, "UPDATE issuance SET reserved_at_ms = 1 WHERE id = 1");
    let second = printed(&house, &clerk, again, &printer).issuance;
    deliver(&house, &clerk, second).unwrap();
    run(&house, &format!("UPDATE issuance SET reserved_at_ms = {day} WHERE id = 1"));
    let said = problem(&house).unwrap();
    assert!(said.contains("1701-01-1-000002 es la segunda del día"), "{said}");
}

#[test]
fn a_void_that_needed_a_word_and_was_done_while_a_row_was_hidden_is_named() {
    for nth in [0, 2] {
        let site = Site::staffed();
        let (house, clerk) = site.open(CLERK).unwrap();
        let printer = Scripted::new();
        let begun = |nth: usize| printed(&house, &clerk, ready(&house, &clerk, nth).unwrap(), &printer).issuance;
        void(&house, &clerk, begun(0)).unwrap();
        void(&house, &clerk, begun(1)).unwrap();
        // The same employer once more, or a third of the same clerk.
        let slip = begun(nth);
        run(&house, "UPDATE issuance SET accounting_day = '2020-01-01' WHERE state = 'void'");
        void(&house, &clerk, slip).unwrap();
        run(&house, "UPDATE issuance SET accounting_day = '2026-11-20' WHERE state = 'void'");
        let said = problem(&house).unwrap();
        assert!(said.contains("1701-01-1-000003 necesitaba la aprobación"), "{said}");
    }
}

#[test]
fn a_supervisor_who_was_disabled_signs_no_more_with_a_vault_kept_from_before() {
    let site = Site::staffed();
    let mut kept = Vault::open(&site.place.folder.join("vault")).unwrap();
    let signer = kept.unlock(CHIEF, &password(), 0).unwrap().signing_key.unwrap();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (chief, deputy) = (log_in(&house, CHIEF, 1).actor().user, log_in(&house, DEPUTY, 1));
    let request = ask(&house, &clerk, Matter::Override, Subject::HOUSE, "una cosa");
    house.disable_user(&deputy, chief).unwrap();
    append(&house, chief, "approval.answer", ("approval", request.0), "override:granted", "{}");
    let sign = |tx: &store::Transaction<'_>| -> Result<(), store::Error> {
        let Head { number, hash: Digest(hash) } = store::journal::head(tx)?;
        let signature = signer.sign("ventanilla journal entry v1", &hash);
        store::journal::sign(tx, number, chief, &signer.public().0, &signature.0)
    };
    house.store().write(sign).unwrap();
    let said = problem(&house).unwrap();
    assert!(said.contains("firmada con una llave que la bitácora no conoce"), "{said}");
}

#[test]
fn a_warning_that_only_a_row_answered_for_is_found_after_the_row_is_gone() {
    let site = morning();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 1).unwrap();
    assert!(save_draft(&house, &clerk, visit, &amended(1), 2).unwrap());
    run(
        &house,
        &format!(
            "INSERT INTO visit_override SELECT {}, rule, sentence, reason, given_by, given_at_ms, approval_id \
             FROM visit_override LIMIT 1",
            visit.0
        ),
    );
    printed(&house, &clerk, visit, &Scripted::new());
    run(&house, &format!("DELETE FROM visit_override WHERE visit_id = {}", visit.0));
    let said = problem(&house).unwrap();
    assert!(said.contains("pasó por la advertencia EK-R5 como justificada, y nadie la justificó"), "{said}");
}

#[test]
fn whoever_answered_one_request_uses_the_answer_of_another_supervisor() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (chief, deputy) = (log_in(&house, CHIEF, 1), log_in(&house, DEPUTY, 1));
    let visit = ready(&house, &clerk, 0).unwrap();
    let slip = printed(&house, &clerk, visit, &Scripted::new()).issuance;
    grant(&house, &chief, ask(&house, &clerk, Matter::DeliveredUnsigned, slip, "")).unwrap();
    let unsigned = DeliverSlip { issuance: slip, acknowledgement: Acknowledgement::Unsigned };
    let delivered = |by: &Session| house.perform(by, &unsigned);
    assert_eq!(crate::support::house::code(delivered(&chief)), "second_person");
    site.wait_ms(31 * 24 * 60 * 60 * 1000);
    grant(&house, &deputy, ask(&house, &chief, Matter::DeliveredUnsigned, slip, "")).unwrap();
    delivered(&chief).unwrap();
    verified(&house);
}

#[test]
fn nobody_but_a_supervisor_is_given_a_key_to_sign_with() {
    let site = morning();
    let (house, clerk) = site.open(CLERK).unwrap();
    let user = clerk.actor().user;
    append(&house, user, "user.recover", ("user", user.0), &"ab".repeat(32), "{\"generation\":2}");
    let said = problem(&house).unwrap();
    assert!(said.contains("da una llave de firmar a quien no es de supervisión"), "{said}");
}

#[test]
fn a_yes_of_an_account_that_the_asker_made_is_found_after_its_row_is_as_before() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let deputy = log_in(&house, DEPUTY, 1);
    let approval = ask(&house, &chief, Matter::Override, Subject::HOUSE, "una cosa");
    assert_eq!(crate::support::house::code(grant(&house, &deputy, approval)), "second_person");
    let row = store::user::get(&house.reader().unwrap(), deputy.actor().user).unwrap().unwrap();
    assert_eq!(row.credentials_set_by, Some(chief.actor().user), "the chief made the account on this day");
    run(&house, &format!("UPDATE app_user SET credentials_set_by = NULL WHERE id = {}", row.id.0));
    grant(&house, &deputy, approval).unwrap();
    run(&house, &format!("UPDATE app_user SET credentials_set_by = {} WHERE id = {}", chief.actor().user.0, row.id.0));
    let said = problem(&house).unwrap();
    assert!(said.contains("aprobó alguien cuya cuenta había creado"), "{said}");
}
