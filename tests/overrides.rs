//! What was answered for in a visit serves for whom it was answered, and for nobody else.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use ventanilla::domain::approval::Matter;
use ventanilla::domain::number::Entered;
use ventanilla::domain::procedure::employer_key::case::{
    Amendments, EmployerKey, Presenter, RequestShown, Somebody, ThirdParty,
};
use ventanilla::domain::visit::{Person, TypedNumber};
use ventanilla::intake::visit_v1;
use ventanilla::ops::issuance::issue;
use ventanilla::ops::new_op_id;
use ventanilla::ops::visit::{GiveOverride, save_draft};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;

use crate::ledger::{deliver, printed};
use crate::support::house::{
    CHIEF, CLERK, Site, ask, attach_scans, cedula, code, draft, grant, log_in, ready, verified,
};
use crate::support::scripted::Scripted;

type Change = fn(&mut EmployerKey);

/// The working copy of [`draft`], with an amended request.
fn amended(nth: usize, change: impl FnOnce(&mut EmployerKey)) -> String {
    let mut copy = visit_v1::read_draft::<EmployerKey>(&draft(nth)).unwrap();
    if let Some(RequestShown::Shown(request)) = &mut copy.papers.request {
        request.amendments = Some(Amendments::Amended);
    }
    change(&mut copy.papers);
    visit_v1::write_draft(&copy).unwrap()
}

#[test]
fn what_was_answered_for_one_employer_or_person_does_not_serve_another() {
    let changes: [(&str, bool, Change); 6] = [
        ("nothing of them", true, |papers| papers.reason_in_person = None),
        ("the employer", false, |papers| {
            papers.employer.as_mut().unwrap().number = Entered::new("1790011674001");
        }),
        ("the branch", false, |papers| papers.employer.as_mut().unwrap().branch = Some(Entered::new("0002"))),
        ("the applicant", false, |papers| {
            papers.applicant.as_mut().unwrap().number = Some(TypedNumber::Cedula(Entered::new("1714307103")));
        }),
        ("the presenter", false, |papers| papers.presenter = Some(Presenter::ThirdParty(Box::new(somebody_else())))),
        ("the attorney who sends the presenter", false, |papers| {
            papers.presenter = Some(Presenter::ThirdPartySentByAttorney {
                third_party: Box::default(),
                attorney: Box::new(somebody_else().somebody),
                power: None,
            });
        }),
    ];
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 2);
    let visit = ready(&house, &clerk, 0).unwrap();
    let given = GiveOverride {
        visit,
        rule: "EK-R5".into(),
        sentence: "La solicitud tiene enmendaduras.".into(),
        reason: "la persona las salvó con su firma".into(),
    };
    let request = || ask(&house, &clerk, Matter::Override, visit, &given.covers());
    let overrides = || store::visit::overrides(&house.reader().unwrap(), visit).unwrap().len();
    let mut revision = 1;
    let mut save = |draft: &str| {
        revision += 1;
        assert!(save_draft(&house, &clerk, visit, draft, revision).unwrap());
    };
    for (what, stands, change) in changes {
        save(&amended(0, |_| {}));
        grant(&house, &chief, request()).unwrap();
        house.perform(&clerk, &given).unwrap();
        grant(&house, &chief, request()).unwrap();
        let waiting = request();
        assert!(!save_draft(&house, &clerk, visit, &amended(0, change), 1).unwrap(), "one that arrives late");
        assert_eq!(overrides(), 1, "{what}");
        save(&amended(0, change));
        assert_eq!(overrides(), usize::from(stands), "{what}");
        // Nor does a word that was given before, or is given after to what was asked before.
        if !stands {
            assert_eq!(code(grant(&house, &chief, waiting)), "answered", "{what}");
            assert_eq!(code(house.perform(&clerk, &given)), "override", "{what}");
        }
    }
}

fn somebody_else() -> ThirdParty {
    let number = Some(TypedNumber::Cedula(Entered::new("1714307103")));
    let person = Person { number, name: "Otra Persona".into() };
    ThirdParty { somebody: Somebody { person, document: None }, ..ThirdParty::default() }
}

#[test]
fn a_word_for_a_second_key_is_for_who_receives_it_and_lapses_with_the_parties() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 2);
    let printer = Scripted::new();
    let first = ready(&house, &clerk, 0).unwrap();
    deliver(&house, &clerk, printed(&house, &clerk, first, &printer).issuance).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let press = || issue(&house, &clerk, new_op_id().unwrap(), visit, &printer, &CancelFlag::default(), &mut |_| {});
    let granted = || grant(&house, &chief, ask(&house, &clerk, Matter::SecondKeyToday, visit, "")).unwrap();
    // Somebody else comes for a moment, and the first one again.
    granted();
    let mut revision = 1;
    let mut save = |draft: &str| {
        revision += 1;
        assert!(save_draft(&house, &clerk, visit, draft, revision).unwrap());
    };
    save(&amended(0, |papers| {
        papers.applicant.as_mut().unwrap().number = Some(TypedNumber::Cedula(Entered::new("1714307103")));
    }));
    save(&draft(0));
    attach_scans(&house, &clerk, visit);
    assert_eq!(code(press()), "second_key_today");
    // A supervisor who was shown another recipient did not agree to this one.
    let shown = |number: &str| {
        let sql = "UPDATE visit SET applicant_number = ?2 WHERE id = ?1";
        let done = |tx: &store::Transaction<'_>| -> Result<usize, store::Error> {
            Ok(tx.execute(sql, (visit, number)).unwrap())
        };
        assert_eq!(house.store().write(done).unwrap(), 1);
    };
    shown("1714307103");
    granted();
    shown(&cedula(0));
    assert_eq!(code(press()), "second_key_today");
    granted();
    press().unwrap();
    verified(&house);
}
