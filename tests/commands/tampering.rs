//! `verify` after somebody with the key has been at the store: each deed is named with its entry.

use ventanilla::ops::Clock as _;
use ventanilla::ops::SystemClock;
use ventanilla::store::{Store, StoreKey};
use ventanilla::vault::{Password, Vault};

use super::{Machine, SUPERVISOR};

/// Runs statements on the store in `work/store`, as the machine's administrator can: with the secret of the vault.
pub(super) fn with_sqlite(machine: &Machine, sql: &str) {
    let mut vault = Vault::open(&machine.work("store/vault")).unwrap();
    let password = Password::typed(SUPERVISOR.1).unwrap();
    let unlocked = vault.unlock(SUPERVISOR.0, &password, SystemClock.now().0).unwrap();
    let store = Store::open(&machine.work("store"), StoreKey::from_bytes(*unlocked.secret.store_key())).unwrap();
    let write = |sql: &str| {
        store.write(|tx| -> Result<usize, ventanilla::store::Error> { Ok(tx.execute(sql, []).expect(sql)) }).unwrap()
    };
    // What stands in the way of an accident does not stand in the way of an administrator.
    for statement in sql.split(";\n") {
        write(statement);
    }
    store.close().unwrap();
}

const UNGUARDED: &str = "DROP TRIGGER journal_never_changed;\nDROP TRIGGER journal_never_deleted";

/// The number of an entry, out of the whole store's own words.
#[track_caller]
fn found_after(sql: &str, named: &[&str]) {
    let machine = Machine::with_store();
    machine.verify().ends(0);
    with_sqlite(&machine, sql);
    let said = machine.verify().ends(1).answers("NO CONCUERDA. ");
    for words in named {
        assert!(said.out.contains(words), "{sql}: «{words}» is not in {said:#?}");
    }
    said.answers("No emita claves con este almacén.");
}

#[test]
fn a_changed_entry_is_named() {
    let sql = format!("{UNGUARDED};\nUPDATE journal SET code = 'x' WHERE n = 20");
    let named = ["La entrada 20 fue cambiada", "Entradas comprobadas antes: 19."];
    found_after(&sql, &named);
    // Before what does not fit at the same entry or after it.
    let more = "UPDATE journal_detail SET payload = payload || ' ' WHERE n >= 20";
    found_after(&format!("{sql};\n{more}"), &named);
    found_after(&format!("{sql};\n{more};\nUPDATE journal SET previous = zeroblob(32) WHERE n > 22"), &named);
}

#[test]
fn a_deleted_entry_is_named() {
    let sql = format!(
        "{UNGUARDED};\nDELETE FROM operation_result WHERE n = 30;\nDELETE FROM journal_detail WHERE n = 30;\nDELETE FROM journal_signature WHERE n = 30;\nDELETE FROM journal WHERE n = 30"
    );
    found_after(&sql, &["Después de la entrada 29 viene la 31"]);
}

#[test]
fn a_changed_detail_is_named() {
    found_after(
        "UPDATE journal_detail SET payload = payload || ' ' WHERE n = 12",
        &["El detalle de la entrada 12 fue cambiado."],
    );
}

#[test]
fn a_slip_taken_out_of_the_ledger_is_named() {
    found_after(
        "DELETE FROM issuance WHERE serial = '1701-01-1-000004'",
        &["La clave de serie 1701-01-1-000004 (entrada ", ") falta en el libro de claves."],
    );
}

#[test]
fn a_void_slip_made_delivered_is_named() {
    found_after(
        "UPDATE issuance SET state = 'delivered', void_cause = NULL, void_reason = NULL, acknowledgement = 'signed' WHERE serial = '1701-01-1-000002'",
        &["La clave de serie 1701-01-1-000002 está entregada en el libro de claves y anulada en la bitácora."],
    );
}

#[test]
fn a_key_put_under_another_employer_is_named() {
    found_after(
        "UPDATE issuance SET employer_number = '1790016919001' WHERE serial = '1701-01-1-000004'",
        &[
            "De la clave de serie 1701-01-1-000004, el libro de claves no dice el empleador, la sucursal o el hash que anotó la entrada ",
        ],
    );
}

#[test]
fn a_forged_signature_is_named() {
    found_after(
        "UPDATE journal_signature SET signature = randomblob(64) WHERE n = (SELECT max(n) FROM journal_signature)",
        &["La firma de la entrada ", " no corresponde."],
    );
}

#[test]
fn a_signature_with_a_key_of_one_s_own_is_named() {
    found_after(
        "UPDATE journal_signature SET public_key = randomblob(32) WHERE n = (SELECT max(n) FROM journal_signature)",
        &["está firmada con una llave que la bitácora no conoce."],
    );
}

#[test]
fn a_missing_signature_is_named() {
    found_after(
        "DELETE FROM journal_signature WHERE n = (SELECT max(n) FROM journal_signature)",
        &["le falta la firma de supervisión."],
    );
}

#[test]
fn the_chain_alone_does_not_look_at_details() {
    let machine = Machine::with_store();
    with_sqlite(&machine, "UPDATE journal_detail SET payload = payload || ' ' WHERE n = 12");
    machine.run_as(SUPERVISOR, ["verify", "--store", "store", "--chain"]).ends(0);
}
