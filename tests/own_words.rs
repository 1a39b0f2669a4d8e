//! Whoever wrote a fact of the registers confirms it for no moment: `verify` names the entry of the confirmation, whatever was
//! hidden while it was made.

use ventanilla::domain::id::EmployerId;
use ventanilla::domain::number::{Branch, EmployerNumber, PersonNumber};
use ventanilla::domain::register::{ArtisanMark, EmployerKind, SriState};
use ventanilla::domain::turn::Reason;
use ventanilla::ops::employer::{
    ConfirmEmployer, ConfirmRepresentative, CorrectEmployer, EmployerFacts, RecordEmployer, SetBranch,
    SetRepresentative,
};
use ventanilla::ops::import::EmployerImport;
use ventanilla::ops::insured::{ConfirmInsured, CorrectInsured, RecordInsured};
use ventanilla::ops::person::{ConfirmPerson, CorrectPerson, RecordPerson};
use ventanilla::ops::{House, Operation, Session};

use crate::authority::{run, unguard};
use crate::explained::says;
use crate::registers::insured_facts;
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DAY_MS, Site, cedula, code, entries, file, import, log_in, verified,
};

const OWN: &str = "confirmó un dato quien lo había registrado o corregido";

/// A store in which nobody is new.
fn site() -> (Site, House, Session, Session) {
    let site = Site::staffed();
    site.wait_ms(31 * DAY_MS);
    let (house, clerk) = site.open(CLERK).unwrap();
    let colleague = log_in(&house, COLLEAGUE, 2);
    (site, house, clerk, colleague)
}

/// Confirms, while the journal does not show that entry; it had been refused before.
fn confirm_hiding<O: Operation>(house: &House, by: &Session, entry: i64, confirm: &O)
where
    O::Output: std::fmt::Debug,
{
    assert_eq!(code(house.perform(by, confirm)), "second_person");
    let hide = format!("UPDATE journal SET subject_id = -subject_id WHERE n = {entry}");
    unguard(house, &["journal_never_changed"]);
    run(house, &hide);
    house.perform(by, confirm).unwrap();
    run(house, &hide);
    says(house, OWN);
}

fn facts(name: &str) -> EmployerFacts {
    EmployerFacts {
        number: EmployerNumber::parse("0990032246001").unwrap(),
        kind: EmployerKind::PrivateCompany,
        name: name.into(),
        email: None,
        sri_state: SriState::Active,
        artisan: ArtisanMark::NotMarked,
    }
}

fn employer(house: &House, by: &Session) -> EmployerId {
    let branch = Branch::parse("0001").unwrap();
    house.perform(by, &RecordEmployer { facts: facts("Costa S.A."), branch }).unwrap().output
}

fn sets(employer: EmployerId, name: &str) -> SetRepresentative {
    let number = PersonNumber::parse(&cedula(5)).unwrap();
    SetRepresentative { employer, number, name: name.into(), capacity: "gerenta".into() }
}

fn confirms(employer: EmployerId) -> ConfirmRepresentative {
    ConfirmRepresentative { employer, number: PersonNumber::parse(&cedula(5)).unwrap() }
}

#[test]
fn who_wrote_a_representative_first_confirms_them_for_no_moment() {
    let (_site, house, clerk, colleague) = site();
    let employer = employer(&house, &colleague);
    house.perform(&clerk, &sets(employer, "Eva Andrade")).unwrap();
    let entry = entries(&house);
    house.perform(&colleague, &sets(employer, "Eva Andrade R.")).unwrap();
    confirm_hiding(&house, &clerk, entry, &confirms(employer));
}

#[test]
fn who_wrote_a_representative_confirms_them_under_no_other_s_name() {
    let (_site, house, clerk, colleague) = site();
    let employer = employer(&house, &colleague);
    house.perform(&clerk, &sets(employer, "Eva Andrade")).unwrap();
    let entry = entries(&house);
    let recorded_by = |by: &Session| {
        let by = by.actor().user.0;
        run(&house, &format!("UPDATE employer_representative SET recorded_by = {by} WHERE capacity = 'gerenta'"));
    };
    assert_eq!(code(house.perform(&clerk, &confirms(employer))), "second_person");
    recorded_by(&colleague);
    confirm_hiding(&house, &clerk, entry, &confirms(employer));
    recorded_by(&clerk);
    run(
        &house,
        "UPDATE employer_representative SET source = 'hand', confirmed_by = NULL, confirmed_at_ms = NULL \
         WHERE capacity = 'gerenta'",
    );
    says(&house, OWN);
}

#[test]
fn who_wrote_an_employer_or_its_branch_first_confirms_it_for_no_moment() {
    let (_site, house, clerk, colleague) = site();
    let id = employer(&house, &colleague);
    house.perform(&clerk, &ConfirmEmployer { employer: id }).unwrap();
    house.perform(&clerk, &CorrectEmployer { employer: id, facts: facts("Costa Sur S.A.") }).unwrap();
    let entry = entries(&house);
    house.perform(&colleague, &CorrectEmployer { employer: id, facts: facts("Costa Norte S.A.") }).unwrap();
    confirm_hiding(&house, &clerk, entry, &ConfirmEmployer { employer: id });
    let (_site, house, clerk, colleague) = site();
    let id = employer(&house, &colleague);
    let other = log_in(&house, CHIEF, 1);
    house.perform(&other, &ConfirmEmployer { employer: id }).unwrap();
    let branch = |name: &str| SetBranch { employer: id, branch: Branch::parse("0002").unwrap(), name: name.into() };
    house.perform(&clerk, &branch("Norte")).unwrap();
    let entry = entries(&house);
    house.perform(&other, &branch("El Norte")).unwrap();
    confirm_hiding(&house, &clerk, entry, &ConfirmEmployer { employer: id });
}

#[test]
fn who_wrote_a_person_or_somebody_insured_first_confirms_them_for_no_moment() {
    let (_site, house, clerk, colleague) = site();
    let number = PersonNumber::parse("ZZ123456").unwrap();
    let record = RecordPerson { number: number.clone(), name: "Jon Doe".into() };
    let person = house.perform(&clerk, &record).unwrap().output;
    let entry = entries(&house);
    house.perform(&colleague, &CorrectPerson { person, number, name: "John Doe".into() }).unwrap();
    confirm_hiding(&house, &clerk, entry, &ConfirmPerson { person });
    let (_site, house, clerk, colleague) = site();
    let insured = house.perform(&clerk, &RecordInsured { facts: insured_facts("z@example.com") }).unwrap().output;
    let entry = entries(&house);
    let reason = Reason::parse("consta en un oficio").unwrap();
    house.perform(&colleague, &CorrectInsured { insured, facts: insured_facts("y@example.com"), reason }).unwrap();
    confirm_hiding(&house, &clerk, entry, &ConfirmInsured { insured });
}

/// Once a file or a second person vouched for it, whoever wrote before is no hand in what is written after.
#[test]
fn who_wrote_before_a_fact_was_trusted_may_confirm_what_another_writes_after() {
    let (site, house, clerk, colleague) = site();
    let chief = log_in(&house, CHIEF, 1);
    let employer = employer(&house, &colleague);
    house.perform(&clerk, &sets(employer, "Eva Andrade")).unwrap();
    house.perform(&colleague, &confirms(employer)).unwrap();
    house.perform(&colleague, &sets(employer, "Eva Andrade R.")).unwrap();
    house.perform(&clerk, &confirms(employer)).unwrap();
    verified(&house);
    house.perform(&clerk, &sets(employer, "Eva Andrade S.")).unwrap();
    site.wait_ms(1000);
    let columns =
        "numero,tipo,razon_social,sucursal,estado_sri,representante_numero,representante_nombre,representante_calidad";
    let row = format!("0990032246001,empresa privada,Costa S.A.,0001,activo,{},Andrade Eva,presidenta", cedula(5));
    import(&house, &chief, &mut EmployerImport::open(file(&format!("{columns}\n{row}\n"))).unwrap());
    house.perform(&colleague, &sets(employer, "Eva Andrade T.")).unwrap();
    house.perform(&clerk, &confirms(employer)).unwrap();
    verified(&house);
}
