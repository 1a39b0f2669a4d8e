//! Representatives who left office, and came back or did not: what `verify` names, and what it has nothing to say of.

use ventanilla::domain::approval::Matter;
use ventanilla::domain::id::EmployerId;
use ventanilla::domain::number::{EmployerNumber, PersonNumber};
use ventanilla::domain::turn::Reason;
use ventanilla::ops::employer::{ConfirmRepresentative, EndRepresentative, SetRepresentative};
use ventanilla::ops::import::EmployerImport;
use ventanilla::ops::issuance::ReserveSlip;
use ventanilla::ops::printer::PrinterTrust;
use ventanilla::ops::{House, Session};
use ventanilla::store;

use crate::authority::run;
use crate::explained::{of_a_company, reserve, says};
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DAY_MS, Site, ask, cedula, code, file, grant, import, log_in, verified,
};

const COMPANY: &str = "1790011674001";

/// A file that names the company and its representative.
fn company_file(house: &House, chief: &Session) {
    let columns =
        "numero,tipo,razon_social,sucursal,estado_sri,representante_numero,representante_nombre,representante_calidad";
    let row = format!("{COMPANY},empresa privada,Andes S.A.,0001,activo,{},Rosa Guamán,gerente", cedula(0));
    import(house, chief, &mut EmployerImport::open(file(&format!("{columns}\n{row}\n"))).unwrap());
}

fn company(house: &House) -> EmployerId {
    let number = EmployerNumber::parse(COMPANY).unwrap();
    store::employer::by_number(&house.reader().unwrap(), &number).unwrap().unwrap().id
}

fn leaves(employer: EmployerId) -> EndRepresentative {
    let number = PersonNumber::parse(&cedula(0)).unwrap();
    EndRepresentative { employer, number, reason: Reason::parse("consta en un oficio").unwrap() }
}

#[test]
fn whom_a_file_brought_back_may_leave_office_again() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    company_file(&house, &chief);
    let leaves = leaves(company(&house));
    house.perform(&chief, &leaves).unwrap();
    for _ in 0..2 {
        site.wait_ms(DAY_MS);
        company_file(&house, &chief);
        verified(&house);
        site.wait_ms(1000);
        house.perform(&chief, &leaves).unwrap();
        verified(&house);
    }
    site.wait_ms(31 * DAY_MS);
    company_file(&house, &chief);
    let EndRepresentative { employer, number, .. } = leaves.clone();
    house.perform(&log_in(&house, COLLEAGUE, 1), &ConfirmRepresentative { employer, number }).unwrap();
    verified(&house);
    house.perform(&chief, &leaves).unwrap();
    verified(&house);
}

/// A file that names another company.
fn other_file(house: &House, chief: &Session) {
    let row = "0990032246001,empresa privada,Costa S.A.,0001,activo";
    let text = format!("numero,tipo,razon_social,sucursal,estado_sri\n{row}\n");
    import(house, chief, &mut EmployerImport::open(file(&text)).unwrap());
}

#[test]
fn no_file_of_others_brings_anybody_back_into_office() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let visit = of_a_company(&house, &clerk, &chief);
    let turn = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap().turn;
    grant(&house, &chief, ask(&house, &clerk, Matter::OwnWalkIn, turn, "")).unwrap();
    let employer = company(&house);
    site.wait_ms(1000);
    house.perform(&chief, &leaves(employer)).unwrap();
    other_file(&house, &chief);
    verified(&house);
    assert_eq!(code(house.perform(&clerk, &reserve(visit, PrinterTrust::default()))), "EK-E4");
    let ended = |at_ms: &str| {
        let set =
            format!("UPDATE employer_representative SET ended_at_ms = {at_ms} WHERE employer_id = {}", employer.0);
        run(&house, &set);
    };
    ended("NULL");
    says(&house, "consta en funciones en el almacén, y según la bitácora las había dejado");
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    ended("1");
    says(&house, "el registro nombraba a quien, según la bitácora, ya no representaba al empleador");
}

/// Whom a file brought back serves a key once a second person confirmed them, or a file vouches for them after that.
#[test]
fn whom_a_file_brought_back_and_a_second_person_confirmed_serves_a_key() {
    let site = Site::staffed();
    site.wait_ms(31 * DAY_MS);
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let visit = of_a_company(&house, &clerk, &chief);
    let turn = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap().turn;
    grant(&house, &chief, ask(&house, &clerk, Matter::OwnWalkIn, turn, "")).unwrap();
    let EndRepresentative { employer, number, .. } = leaves(company(&house));
    house.perform(&chief, &leaves(employer)).unwrap();
    site.wait_ms(1000);
    company_file(&house, &chief);
    assert_eq!(code(house.perform(&clerk, &reserve(visit, PrinterTrust::default()))), "EK-E4");
    house.perform(&log_in(&house, COLLEAGUE, 2), &ConfirmRepresentative { employer, number }).unwrap();
    site.wait_ms(1000);
    company_file(&house, &chief);
    house.perform(&clerk, &reserve(visit, PrinterTrust::default())).unwrap();
    verified(&house);
}

/// The company with a word for its turn, and its representative in the clerk's words; then a file of others came.
fn by_hand_before_a_file(site: &Site) -> (House, Session, Session, ReserveSlip, SetRepresentative) {
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let visit = of_a_company(&house, &clerk, &chief);
    let turn = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap().turn;
    grant(&house, &chief, ask(&house, &clerk, Matter::OwnWalkIn, turn, "")).unwrap();
    let EndRepresentative { employer, number, .. } = leaves(company(&house));
    let set = SetRepresentative { employer, number, name: "Rosa Guamán".into(), capacity: "apoderada".into() };
    house.perform(&clerk, &set).unwrap();
    other_file(&house, &chief);
    let reserve = reserve(visit, PrinterTrust::default());
    assert_eq!(code(house.perform(&clerk, &reserve)), "EK-E4");
    (house, clerk, chief, reserve, set)
}

#[test]
fn a_file_of_others_makes_no_hand_s_word_a_file_s() {
    const BY_HAND: &str = "estaba escrito a mano y nadie más había confirmado";
    type Deed = fn(&House, &Session, &SetRepresentative);
    let deeds: [Deed; 3] = [
        |_, _, _| {},
        |house, colleague, set| {
            house.perform(colleague, &SetRepresentative { name: "Rosa Guamán R.".into(), ..set.clone() }).unwrap();
        },
        |house, colleague, set| {
            let (employer, number) = (set.employer, set.number.clone());
            house.perform(colleague, &ConfirmRepresentative { employer, number }).unwrap();
        },
    ];
    for deed in deeds {
        let site = Site::staffed();
        let (house, clerk, _, reserve, set) = by_hand_before_a_file(&site);
        let counts_as = |source: &str| {
            run(
                &house,
                &format!("UPDATE employer_representative SET source = '{source}' WHERE capacity = 'apoderada'"),
            );
        };
        counts_as("import");
        house.perform(&clerk, &reserve).unwrap();
        counts_as("hand");
        deed(&house, &log_in(&house, COLLEAGUE, 2), &set);
        says(&house, BY_HAND);
    }
}

/// What a file took over from a hand, and a hand writes anew after whoever it was left and came back, is in doubt again.
#[test]
fn a_hand_s_word_that_a_file_took_over_serves_a_key() {
    let site = Site::staffed();
    let (house, clerk, chief, reserve, set) = by_hand_before_a_file(&site);
    company_file(&house, &chief);
    house.perform(&clerk, &reserve).unwrap();
    verified(&house);
    house.perform(&chief, &leaves(set.employer)).unwrap();
    site.wait_ms(1000);
    company_file(&house, &chief);
    verified(&house);
    house.perform(&clerk, &set).unwrap();
    let (employer, number) = (set.employer, set.number);
    house.perform(&log_in(&house, COLLEAGUE, 2), &ConfirmRepresentative { employer, number }).unwrap();
    verified(&house);
}
