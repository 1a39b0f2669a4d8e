//! Representatives who left office, and came back or did not: what `verify` names, and what it has nothing to say of.

use ventanilla::domain::id::EmployerId;
use ventanilla::domain::number::{EmployerNumber, PersonNumber};
use ventanilla::domain::turn::Reason;
use ventanilla::ops::employer::{ConfirmRepresentative, EndRepresentative};
use ventanilla::ops::import::EmployerImport;
use ventanilla::ops::{House, Session};
use ventanilla::store;

use crate::support::house::{CHIEF, COLLEAGUE, DAY_MS, Site, cedula, file, import, log_in, verified};

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
