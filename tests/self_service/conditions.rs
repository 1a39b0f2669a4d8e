//! What leads to the counter (recovery sheet, conditions 1 to 3), as the institution's file brings it, and what was done here.

use ventanilla::domain::number::Branch;
use ventanilla::domain::procedure::employer_key_recovery::Condition;
use ventanilla::ops::import::EmployerImport;
use ventanilla::ops::procedure::employer_key_recovery::{BeginRecovery, RecoveryBegun};

use super::{Stage, employer, employers_address, person};
use crate::ledger::{deliver, printed};
use crate::support::house::{CHIEF, CLERK, cedula, file, import, last_entry, log_in, name, ready};
use crate::support::scripted::Scripted;

/// A file of the institution says this of the `nth` employer in the last three columns.
pub(super) fn file_says(stage: &Stage, nth: usize, (email, sri_state, has_key): (&str, &str, &str)) {
    let columns = "numero,tipo,razon_social,sucursal,artesano,representante_numero,representante_nombre,\
                   representante_calidad,correo,estado_sri,tiene_clave";
    let (number, name) = (cedula(nth), name(nth));
    let row = format!(
        "{number}000,servicio doméstico,{name},0001,no,{number},{name},empleadora,{email},{sri_state},{has_key}"
    );
    let chief = log_in(&stage.house, CHIEF, 2);
    import(&stage.house, &chief, &mut EmployerImport::open(file(&format!("{columns}\n{row}\n"))).unwrap());
}

/// The recovery of the `nth` employer's key by whom the register names, who says whether it is the first.
fn asked(stage: &Stage, nth: usize, says_it_is_the_first: bool) -> RecoveryBegun {
    let begin = BeginRecovery {
        person: person(nth),
        employer: employer(nth),
        branch: Branch::parse("0001").unwrap(),
        says_it_is_the_first,
    };
    stage.house.perform(&stage.turned, &begin).unwrap().output
}

fn is_by_mail(begun: RecoveryBegun) -> bool {
    matches!(begun, RecoveryBegun::CodeAsked(_))
}

#[test]
fn each_condition_of_the_sheet_comes_with_the_institution_s_file_and_leads_to_the_counter() {
    let address = employers_address(1);
    for (says, condition) in [
        ((address.as_str(), "activo", "no"), Condition::FirstKey),
        ((address.as_str(), "cerrado", "sí"), Condition::RucNotActive),
        ((address.as_str(), "pasivo", ""), Condition::RucNotActive),
        ((address.as_str(), "suspendido", "sí"), Condition::RucNotActive),
    ] {
        let stage = Stage::open();
        file_says(&stage, 1, says);
        assert_eq!(asked(&stage, 1, false), RecoveryBegun::ToCounter(condition), "{says:?}");
        let (_, outcome, noted) = last_entry(&stage.house);
        assert_eq!((outcome.as_str(), noted.as_str()), ("Done", condition.code()));
        assert_eq!(stage.send(), 0, "nothing is sent");
        assert_eq!(stage.begin_recovery(2, 1).unwrap(), RecoveryBegun::NoMatch, "others are not told of it");
        assert_eq!(stage.problem(), "");
    }
}

/// An employer whom every file leaves without an address.
#[test]
fn where_no_file_ever_brought_an_address_it_is_done_at_the_counter() {
    let stage = Stage::open();
    let chief = log_in(&stage.house, CHIEF, 2);
    let columns = "numero,tipo,razon_social,sucursal,representante_numero,representante_nombre,representante_calidad";
    let number = cedula(40);
    let row = format!("{number}000,servicio doméstico,Rosa Guamán,0001,{number},Rosa Guamán,empleadora");
    import(&stage.house, &chief, &mut EmployerImport::open(file(&format!("{columns}\n{row}\n"))).unwrap());
    assert_eq!(asked(&stage, 40, false), RecoveryBegun::ToCounter(Condition::NoEmail));
    file_says(&stage, 40, ("rosa@hogar.ec", "", ""));
    assert!(is_by_mail(asked(&stage, 40, false)));
    assert_eq!(stage.problem(), "");
}

#[test]
fn what_the_file_says_of_a_key_is_kept_until_it_says_otherwise_and_counts_before_what_they_say() {
    let stage = Stage::open();
    let address = employers_address(1);
    assert_eq!(asked(&stage, 1, true), RecoveryBegun::ToCounter(Condition::FirstKey), "nobody knows, they say so");
    file_says(&stage, 1, (&address, "", "no"));
    file_says(&stage, 1, (&address, "", ""));
    assert_eq!(asked(&stage, 1, false), RecoveryBegun::ToCounter(Condition::FirstKey), "a blank says nothing");
    file_says(&stage, 1, (&address, "", "sí"));
    assert!(is_by_mail(asked(&stage, 1, true)));
    assert_eq!(stage.problem(), "");
}

/// What was done here is known better than what an older file says.
#[test]
fn a_key_that_was_chosen_here_is_no_first_key_whatever_the_file_says() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    let given = stage.sent_secret();
    stage.give(flow, &given).unwrap();
    let link = stage.sent_secret();
    stage.open_link(&link).unwrap();
    stage.choose(flow).unwrap();
    stage.send();
    for nth in [1, 2] {
        file_says(&stage, nth, (&employers_address(nth), "activo", "no"));
    }
    stage.wait_minutes(1);
    assert!(is_by_mail(asked(&stage, 1, false)));
    assert_eq!(asked(&stage, 2, false), RecoveryBegun::ToCounter(Condition::FirstKey), "nothing was made for it");
    assert_eq!(stage.problem(), "");
}

#[test]
fn a_key_that_was_delivered_here_is_no_first_key_whatever_the_file_says() {
    let stage = Stage::open();
    file_says(&stage, 1, (&employers_address(1), "activo", "no"));
    assert_eq!(asked(&stage, 1, false), RecoveryBegun::ToCounter(Condition::FirstKey));
    let clerk = log_in(&stage.house, CLERK, 1);
    let visit = ready(&stage.house, &clerk, 1).unwrap();
    let issued = printed(&stage.house, &clerk, visit, &Scripted::new());
    assert_eq!(asked(&stage, 1, false), RecoveryBegun::ToCounter(Condition::FirstKey), "nobody has it yet");
    deliver(&stage.house, &clerk, issued.issuance).unwrap();
    assert!(is_by_mail(asked(&stage, 1, true)));
    // Where its RUC is closed meanwhile, it is the counter's matter again.
    file_says(&stage, 1, (&employers_address(1), "cerrado", "no"));
    assert_eq!(asked(&stage, 1, false), RecoveryBegun::ToCounter(Condition::RucNotActive));
    assert_eq!(stage.problem(), "");
}
