//! The registers by hand, scans, traced reads and erasure, on a real house.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "support/counter.rs"]
pub(crate) mod counter;

use chrono::NaiveDate;
use ventanilla::domain::approval::Matter;
use ventanilla::domain::id::{ArtisanQualificationId, EmployerId, NotarialPowerId, OpId, PersonId, ScanId, VisitId};
use ventanilla::domain::number::{Branch, EmployerNumber, Entered, PassportNumber, PersonNumber};
use ventanilla::domain::procedure::employer_key::case::{
    ArtisanClaim, ArtisanPaper, ArtisanPaperShown, CopyKept, EmployerKey, ForeignForm, NotarialPower, PowerForm,
    PowerOrigin, PowerShown, Presenter, Somebody,
};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::register::{
    AffiliateKeyState, ArtisanIssuer, ArtisanMark, Contact, EmployerKind, InsuredKind, LegalValidation, PowerScope,
    SriState,
};
use ventanilla::domain::rule::{Finding, Verdict};
use ventanilla::domain::turn::{InNameOf, PriorityGroup, PriorityWhose, TurnPriority};
use ventanilla::domain::visit::{Person, TypedNumber, Validity};
use ventanilla::intake::images::{self, ScanKind};
use ventanilla::intake::visit_v1;
use ventanilla::ops::approval::{AnswerApproval, MarkShown, RequestApproval};
use ventanilla::ops::artisan_qualification::{RecordQualification, RevokeQualification};
use ventanilla::ops::complaint::{Against, RecordComplaint};
use ventanilla::ops::employer::{
    ConfirmEmployer, ConfirmRepresentative, CorrectEmployer, EmployerFacts, EndRepresentative, RecordEmployer,
    SetBranch, SetRepresentative,
};
use ventanilla::ops::erasure::{ErasePerson, ErasureReport};
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::import::{ImportFile, WorkHistoryImport};
use ventanilla::ops::insured::{CorrectInsured, InsuredFacts, RecordInsured};
use ventanilla::ops::notarial_power::{PowerRecorded, RecordPower, RevokePower};
use ventanilla::ops::person::{ConfirmPerson, CorrectPerson, RecordPerson};
use ventanilla::ops::procedure::AskUnlock;
use ventanilla::ops::procedure::employer_key_recovery::{BeginRecovery, RecoveryBegun};
use ventanilla::ops::reading::{OpenPerson, OpenScan, OpenVisit, Purpose};
use ventanilla::ops::scan::{DetachScan, ScanSubject, ScannedPaper};
use ventanilla::ops::self_service::LeaveFlow;
use ventanilla::ops::settings::Settings;
use ventanilla::ops::turn::{CallTurn, GiveWalkIn};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::visit::{BeginVisit, EndVisit, Ending, Surroundings, assess, save_draft};
use ventanilla::ops::{Error, Noun, Operation, Session, Subject, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;

use counter::{Counter, YEAR_MS, branch, cedula, employer, holds, reason, refusal};

pub(crate) const NUMBER: &str = "1714307103";
pub(crate) const NAME: &str = "Zoila Quimbaya Ñacato";

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The day on which a notary revoked a power.
pub(crate) fn act() -> NaiveDate {
    day("2026-11-03")
}

pub(crate) fn code<O: Operation>(counter: &Counter, by: &Session, operation: &O) -> String
where
    O::Output: std::fmt::Debug,
{
    let refused = refusal(counter.house.perform(by, operation));
    assert!(refused.sentence.ends_with('.') && refused.sentence.len() > 20, "{refused:?}");
    refused.code
}

/// Runs an operation twice under one id; it has one effect, and one answer.
pub(crate) fn twice<O: Operation>(counter: &Counter, by: &Session, operation: &O) -> O::Output
where
    O::Output: PartialEq + std::fmt::Debug,
{
    let (id, before) = (new_op_id().unwrap(), counter.entries());
    let first = counter.house.transact(by, id, operation).unwrap();
    let second = counter.house.transact(by, id, operation).unwrap();
    assert_eq!((&first.output, first.entry), (&second.output, second.entry));
    assert_eq!(counter.entries(), before + 1);
    second.output
}

fn somebody() -> RecordPerson {
    RecordPerson { number: cedula(NUMBER), name: format!("  {NAME} ") }
}

#[test]
fn a_person_written_by_hand_is_confirmed_by_another_hand() {
    let counter = Counter::found();
    let id = twice(&counter, &counter.clerk, &somebody());
    let person = || store::person::get(&counter.reader(), id).unwrap().unwrap();
    assert_eq!((person().name.as_str(), person().provenance.is_trusted()), (NAME, false));
    assert_eq!(code(&counter, &counter.clerk, &ConfirmPerson { person: id }), "second_person");
    twice(&counter, &counter.other, &ConfirmPerson { person: id });
    assert!(person().provenance.is_trusted());
    assert_eq!(code(&counter, &counter.other, &ConfirmPerson { person: id }), "confirmed");
    let correct = CorrectPerson { person: id, number: cedula("0910005917"), name: NAME.into() };
    twice(&counter, &counter.clerk, &correct);
    assert_eq!((person().number, person().provenance.is_trusted()), (cedula("0910005917"), false));
    assert_eq!(code(&counter, &counter.clerk, &correct), "unchanged");
}

#[test]
fn whoever_wrote_it_first_does_not_confirm_it_because_another_corrected_it() {
    let counter = Counter::found();
    let person = twice(&counter, &counter.clerk, &somebody());
    let correct = |name: &str| CorrectPerson { person, number: cedula(NUMBER), name: name.into() };
    twice(&counter, &counter.other, &correct("Zoila Quimbaya Nacato"));
    for own in [&counter.clerk, &counter.other] {
        assert_eq!(code(&counter, own, &ConfirmPerson { person }), "second_person");
    }
    counter.clock.advance_ms(31 * 24 * 60 * 60 * 1000);
    twice(&counter, &counter.supervisor, &ConfirmPerson { person });
    // Once it was trusted, what came before is settled.
    twice(&counter, &counter.other, &correct(NAME));
    twice(&counter, &counter.clerk, &ConfirmPerson { person });

    let id = twice(&counter, &counter.clerk, &RecordEmployer { facts: facts(), branch: branch("0001") });
    let facts = EmployerFacts { name: "Comercial Ándina S.A.".into(), ..facts() };
    twice(&counter, &counter.other, &CorrectEmployer { employer: id, facts });
    twice(&counter, &counter.other, &SetBranch { employer: id, branch: branch("0001"), name: "Matriz".into() });
    assert_eq!(code(&counter, &counter.clerk, &ConfirmEmployer { employer: id }), "second_person");
    twice(&counter, &counter.supervisor, &ConfirmEmployer { employer: id });
    twice(&counter, &counter.other, &SetBranch { employer: id, branch: branch("0001"), name: "Norte".into() });
    twice(&counter, &counter.clerk, &ConfirmEmployer { employer: id });

    let number = cedula(NUMBER);
    let set = |capacity: &str| SetRepresentative {
        employer: id,
        number: number.clone(),
        name: NAME.into(),
        capacity: capacity.into(),
    };
    twice(&counter, &counter.clerk, &set("gerente"));
    twice(&counter, &counter.other, &set("gerente general"));
    let confirm = ConfirmRepresentative { employer: id, number: number.clone() };
    assert_eq!(code(&counter, &counter.clerk, &confirm), "second_person");
    twice(&counter, &counter.supervisor, &confirm);
}

#[test]
fn what_was_approved_in_a_supervisors_name_is_shown_until_they_have_seen_it() {
    let counter = Counter::found();
    let ask = RequestApproval {
        matter: Matter::DeliveredUnsigned,
        subject: Subject { kind: Noun::Issuance, id: 1 },
        covers: String::new(),
        reason: "no puede firmar".into(),
    };
    let approval = counter.house.perform(&counter.clerk, &ask).unwrap().output;
    let unseen = |by: &Session| -> Vec<_> {
        counter.house.approved_in_my_name(by).unwrap().into_iter().map(|it| it.id).collect()
    };
    assert_eq!(unseen(&counter.supervisor), []);
    let answer = AnswerApproval { approval, granted: true, note: String::new() };
    counter.house.answer_approval(&counter.supervisor, &answer).unwrap();
    assert_eq!((unseen(&counter.supervisor), unseen(&counter.clerk)), (vec![approval], vec![]));
    let seen = MarkShown { seen: vec![approval] };
    assert_eq!(code(&counter, &counter.clerk, &seen), "shown");
    assert_eq!(unseen(&counter.supervisor), [approval]);
    twice(&counter, &counter.supervisor, &seen);
    assert_eq!(unseen(&counter.supervisor), []);
}

#[test]
fn what_cannot_be_recorded_of_a_person_is_refused_by_name() {
    let counter = Counter::found();
    let id = twice(&counter, &counter.clerk, &somebody());
    let refused = refusal(counter.house.perform(&counter.other, &somebody()));
    assert_eq!(refused.code, "number_taken");
    assert_eq!(refused.sentence, format!("El número {NUMBER} ya está en el registro, a nombre de {NAME}."));
    assert_eq!(
        code(&counter, &counter.clerk, &RecordPerson { number: cedula("0910005917"), name: " . ".into() }),
        "name"
    );
    assert_eq!(code(&counter, &counter.clerk, &ConfirmPerson { person: PersonId(99) }), "unknown");
    let correct = CorrectPerson { person: id, number: cedula(NUMBER), name: String::new() };
    assert_eq!(code(&counter, &counter.clerk, &correct), "name");
}

fn facts() -> EmployerFacts {
    EmployerFacts {
        number: employer("1790011674001"),
        kind: EmployerKind::PrivateCompany,
        name: "Comercial Andina S.A.".into(),
        email: None,
        sri_state: SriState::Active,
        artisan: ArtisanMark::NotMarked,
    }
}

#[test]
fn an_employer_by_hand_is_confirmed_with_its_branches_by_who_wrote_none_of_it() {
    let counter = Counter::found();
    let id = twice(&counter, &counter.clerk, &RecordEmployer { facts: facts(), branch: branch("0001") });
    let confirm = ConfirmEmployer { employer: id };
    assert_eq!(code(&counter, &counter.clerk, &confirm), "second_person");
    let set = SetBranch { employer: id, branch: branch("0002"), name: "Norte".into() };
    twice(&counter, &counter.other, &set);
    assert_eq!(code(&counter, &counter.other, &set), "unchanged");
    // The other clerk wrote a branch: who confirms it all is a third person, and not who gave them their accounts.
    assert_eq!(code(&counter, &counter.other, &confirm), "second_person");
    assert_eq!(code(&counter, &counter.supervisor, &confirm), "second_person");
    counter.clock.advance_ms(31 * 24 * 60 * 60 * 1000);
    twice(&counter, &counter.supervisor, &confirm);
    let trusted = || {
        let reader = counter.reader();
        let mut all = vec![store::employer::get(&reader, id).unwrap().unwrap().provenance.is_trusted()];
        all.extend(store::employer::branches(&reader, id).unwrap().iter().map(|it| it.provenance.is_trusted()));
        all
    };
    assert_eq!(trusted(), [true, true, true]);
    assert_eq!(code(&counter, &counter.supervisor, &confirm), "confirmed");
    let correct = CorrectEmployer { employer: id, facts: EmployerFacts { sri_state: SriState::Suspended, ..facts() } };
    twice(&counter, &counter.clerk, &correct);
    assert_eq!(trusted(), [false, true, true]);
    assert_eq!(code(&counter, &counter.clerk, &correct), "unchanged");
}

#[test]
fn under_another_number_nobody_vouches_for_what_hangs_on_an_employer() {
    let counter = Counter::found();
    let id = twice(&counter, &counter.clerk, &RecordEmployer { facts: facts(), branch: branch("0001") });
    let named =
        SetRepresentative { employer: id, number: cedula(NUMBER), name: NAME.into(), capacity: "Gerente".into() };
    twice(&counter, &counter.clerk, &named);
    twice(&counter, &counter.other, &ConfirmEmployer { employer: id });
    twice(&counter, &counter.other, &ConfirmRepresentative { employer: id, number: cedula(NUMBER) });
    let trusted = || {
        let reader = counter.reader();
        let branches = store::employer::branches(&reader, id).unwrap();
        let representatives = store::employer::representatives(&reader, id).unwrap();
        (branches[0].provenance.is_trusted(), representatives[0].provenance.is_trusted())
    };
    assert_eq!(trusted(), (true, true));
    let suspended = EmployerFacts { sri_state: SriState::Suspended, ..facts() };
    twice(&counter, &counter.clerk, &CorrectEmployer { employer: id, facts: suspended });
    assert_eq!(trusted(), (true, true), "the number is the same");
    let other = EmployerFacts { number: employer("1760001550001"), ..facts() };
    assert_ne!(other.number, facts().number);
    twice(&counter, &counter.supervisor, &CorrectEmployer { employer: id, facts: other });
    assert_eq!(trusted(), (false, false));
    // Whoever gave it the other number gave it all that hangs on it.
    let confirm = ConfirmRepresentative { employer: id, number: cedula(NUMBER) };
    assert_eq!(code(&counter, &counter.supervisor, &confirm), "second_person");
    // Its confirmation of before is none of now.
    counter.run(
        "UPDATE employer_representative SET source = 'confirmed', confirmed_by = recorded_by + 1, confirmed_at_ms = 1",
    );
    let found = verify(&counter.reader(), Depth::Whole, None, &mut |_| true).unwrap();
    assert!(found.problem.unwrap().contains("Un representante del empleador"));
}

#[test]
fn whoever_wrote_a_fact_does_not_confirm_it_with_an_account_they_made() {
    let counter = Counter::found();
    let person = twice(&counter, &counter.supervisor, &somebody());
    let confirm = ConfirmPerson { person };
    // The supervisor made the clerks' accounts on the same day.
    let refused = refusal(counter.house.perform(&counter.other, &confirm));
    assert_eq!(refused.code, "second_person");
    assert!(refused.sentence.contains("hace menos de 30 días"), "{}", refused.sentence);
    counter.clock.advance_ms(31 * 24 * 60 * 60 * 1000);
    twice(&counter, &counter.other, &confirm);
}

#[test]
fn what_cannot_be_recorded_of_an_employer_is_refused_by_name() {
    let counter = Counter::found();
    let record = RecordEmployer { facts: facts(), branch: branch("0001") };
    let id = twice(&counter, &counter.clerk, &record);
    assert_eq!(code(&counter, &counter.clerk, &record), "number_taken");
    let domestic = EmployerFacts { number: employer("1710034065000"), ..facts() };
    assert_eq!(code(&counter, &counter.clerk, &CorrectEmployer { employer: id, facts: domestic }), "kind");
    let nameless = EmployerFacts { name: " ".into(), ..facts() };
    assert_eq!(code(&counter, &counter.clerk, &CorrectEmployer { employer: id, facts: nameless }), "name");
    let nobody = EmployerId(99);
    assert_eq!(code(&counter, &counter.clerk, &ConfirmEmployer { employer: nobody }), "unknown");
    assert_eq!(
        code(&counter, &counter.clerk, &SetBranch { employer: nobody, branch: branch("0001"), name: "X".into() }),
        "unknown"
    );
}

#[test]
fn a_representative_is_named_confirmed_ended_and_named_again() {
    let counter = Counter::found();
    let id = twice(&counter, &counter.clerk, &RecordEmployer { facts: facts(), branch: branch("0001") });
    let set = SetRepresentative { employer: id, number: cedula(NUMBER), name: NAME.into(), capacity: "Gerente".into() };
    twice(&counter, &counter.clerk, &set);
    assert_eq!(code(&counter, &counter.clerk, &set), "unchanged");
    let confirm = ConfirmRepresentative { employer: id, number: cedula(NUMBER) };
    assert_eq!(code(&counter, &counter.clerk, &confirm), "second_person");
    twice(&counter, &counter.other, &confirm);
    assert_eq!(code(&counter, &counter.other, &confirm), "confirmed");
    let end = EndRepresentative { employer: id, number: cedula(NUMBER), reason: reason("renunció") };
    twice(&counter, &counter.clerk, &end);
    assert!(store::employer::representatives(&counter.reader(), id).unwrap().is_empty());
    assert_eq!(code(&counter, &counter.clerk, &end), "unknown");
    twice(&counter, &counter.clerk, &set);
    let again = store::employer::representatives(&counter.reader(), id).unwrap();
    assert_eq!((again.len(), again[0].provenance.is_trusted()), (1, false));
}

pub(crate) fn power() -> RecordPower {
    RecordPower {
        code: Some(Entered::new("20241701001P00123")),
        grantor: (cedula(NUMBER), NAME.into()),
        holder: (cedula("0910005917"), "Rosa Paz".into()),
        granted_on: day("2024-05-06"),
        valid_until: None,
        scope: PowerScope::Sufficient,
        legal_validation: LegalValidation::Validated { reference: "DP-1".into(), on: None, by: "Asesoría".into() },
    }
}

#[test]
fn a_power_is_found_by_both_sides_and_its_double_is_told() {
    let counter = Counter::found();
    let first = twice(&counter, &counter.clerk, &power());
    assert_eq!(first, PowerRecorded { id: first.id, same_code: vec![], same_code_is_revoked: false });
    for side in [NUMBER, "0910005917"] {
        assert_eq!(store::notarial_power::of_person(&counter.reader(), &cedula(side)).unwrap()[0].id, first.id);
    }
    let revoke = RevokePower { power: first.id, on: act(), reason: reason("escritura de revocatoria") };
    twice(&counter, &counter.other, &revoke);
    assert_eq!(code(&counter, &counter.clerk, &revoke), "revoked");
    let revoked = store::notarial_power::get(&counter.reader(), first.id).unwrap().unwrap().revoked.unwrap();
    assert_eq!((revoked.by, revoked.reason.as_str()), (counter.other.actor().user, "escritura de revocatoria"));
    let second = twice(&counter, &counter.clerk, &power());
    assert_eq!((second.same_code, second.same_code_is_revoked), (vec![first.id], true));
    let foreign = RecordPower { code: None, ..power() };
    assert!(twice(&counter, &counter.clerk, &foreign).same_code.is_empty());
}

#[test]
fn what_cannot_be_a_power_or_a_qualification_is_refused_by_name() {
    let counter = Counter::found();
    let by = &counter.clerk;
    assert_eq!(
        code(&counter, by, &RecordPower { holder: (cedula(NUMBER), "Rosa Paz".into()), ..power() }),
        "same_person"
    );
    assert_eq!(code(&counter, by, &RecordPower { holder: (cedula("0910005917"), "".into()), ..power() }), "name");
    assert_eq!(code(&counter, by, &RecordPower { granted_on: day("2026-11-21"), ..power() }), "dates");
    assert_eq!(code(&counter, by, &RecordPower { valid_until: Some(day("2024-05-05")), ..power() }), "dates");
    assert_eq!(
        code(&counter, by, &RevokePower { power: NotarialPowerId(9), on: act(), reason: reason("por si acaso") }),
        "unknown"
    );
    assert_eq!(code(&counter, by, &RecordQualification { number: " ".into(), ..qualification() }), "name");
    assert_eq!(code(&counter, by, &RecordQualification { issued_on: day("2027-01-01"), ..qualification() }), "dates");
    let nothing =
        RevokeQualification { qualification: ArtisanQualificationId(9), on: act(), reason: reason("por si acaso") };
    assert_eq!(code(&counter, by, &nothing), "unknown");
}

/// A visit at hand whose working copy shows these papers; answers what a rule says of it.
pub(crate) fn judged(counter: &Counter, visit: VisitId, rule: &str, papers: EmployerKey) -> Finding {
    let row = || store::visit::get(&counter.reader(), visit).unwrap().unwrap();
    let mut copy = visit_v1::read_draft::<EmployerKey>(&row().draft).unwrap();
    copy.papers = papers;
    let draft = visit_v1::write_draft(&copy).unwrap();
    assert!(save_draft(&counter.house, &counter.clerk, visit, &draft, row().draft_revision + 1).unwrap());
    let settings = Settings::default();
    let now = counter.house.clock().now();
    let around = Surroundings { now, centre: counter.house.centre(), settings: &settings };
    let assessment = assess(&counter.reader(), around, &row()).unwrap();
    assessment.findings().iter().find(|it| it.rule.as_str() == rule).unwrap().clone()
}

pub(crate) fn person(number: &str, name: &str) -> Person {
    Person { number: Some(TypedNumber::Cedula(Entered::new(number))), name: name.into() }
}

/// A power of the two people of [`power`], in order, as an attorney shows it.
pub(crate) fn shown_power(origin: PowerOrigin, granted_on: &str) -> NotarialPower {
    NotarialPower {
        form: Some(PowerForm::Copy),
        origin: Some(origin),
        grantor: person(NUMBER, NAME),
        attorney: person("0910005917", "Rosa Paz"),
        granted_on: Some(day(granted_on)),
        validity: Some(Validity::Indefinite),
        scope: Some(PowerScope::Sufficient),
        legal_validation: Some(power().legal_validation),
    }
}

pub(crate) fn by_attorney(power: NotarialPower) -> EmployerKey {
    let attorney = Somebody { person: power.attorney.clone(), document: None };
    EmployerKey {
        applicant: Some(power.grantor.clone()),
        presenter: Some(Presenter::Attorney {
            attorney: Box::new(attorney),
            power: Some(PowerShown::Shown(Box::new(power))),
        }),
        ..EmployerKey::default()
    }
}

#[test]
fn a_revoked_power_is_revoked_however_its_paper_is_read() {
    let counter = Counter::found();
    let priority = Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Applicant });
    let visit = visit(&counter, ProcedureId::EMPLOYER_KEY, priority);
    let in_force = |power| judged(&counter, visit, "EK-P3", by_attorney(power));
    let ecuador = |code: &str| PowerOrigin::Ecuador(Entered::new(code));
    let abroad = || PowerOrigin::Abroad(ForeignForm::default());
    let first = twice(&counter, &counter.clerk, &power());
    assert_eq!(in_force(shown_power(ecuador("20241701001P00123"), "2024-05-06")).verdict, Verdict::Met);
    twice(
        &counter,
        &counter.other,
        &RevokePower { power: first.id, on: act(), reason: reason("escritura de revocatoria") },
    );
    for (origin, granted_on) in [
        (ecuador("20241701001P00123"), "2024-05-06"),
        (ecuador("2024 17 01 001 P 00123"), "2020-01-01"),
        (ecuador("2O24I701001P00123"), "2020-01-01"),
        (ecuador("20241701001P00999"), "2024-05-06"),
        (abroad(), "2024-05-06"),
    ] {
        let finding = in_force(shown_power(origin.clone(), granted_on));
        assert_eq!(finding.verdict, Verdict::Refused, "{origin:?}: {}", finding.sentence);
        assert_eq!(finding.sentence, "El poder fue revocado el 03/11/2026 (escritura de revocatoria).");
    }
    // Another power of the same two people, and one of the same day to somebody else, stand.
    assert_eq!(in_force(shown_power(ecuador("20251701001P00123"), "2025-05-06")).verdict, Verdict::Met);
    assert_eq!(in_force(shown_power(abroad(), "2025-05-06")).verdict, Verdict::Met);
    let mut to_another = shown_power(abroad(), "2024-05-06");
    to_another.attorney = person("1710034065", "Rosa Paz");
    assert_eq!(in_force(to_another).verdict, Verdict::Met);
}

#[test]
fn a_revoked_foreign_power_is_found_by_its_people_and_its_day() {
    let counter = Counter::found();
    let visit = visit(
        &counter,
        ProcedureId::EMPLOYER_KEY,
        Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Applicant }),
    );
    let passport = PersonNumber::Passport(PassportNumber::parse("19FV48213").unwrap());
    let foreign = RecordPower { code: None, grantor: (passport, NAME.into()), ..power() };
    let first = twice(&counter, &counter.clerk, &foreign);
    twice(
        &counter,
        &counter.other,
        &RevokePower { power: first.id, on: act(), reason: reason("lo avisó el consulado") },
    );
    let in_force = |power| judged(&counter, visit, "EK-P3", by_attorney(power)).verdict;
    let abroad = || PowerOrigin::Abroad(ForeignForm::default());
    assert_eq!(in_force(shown_power(abroad(), "2024-05-06")), Verdict::Refused);
    assert_eq!(in_force(shown_power(abroad(), "2024-05-07")), Verdict::Met);
}

pub(crate) fn qualification() -> RecordQualification {
    RecordQualification {
        issuer: ArtisanIssuer::JuntaNacional,
        number: "JNDA-77".into(),
        holder: (cedula(NUMBER), NAME.into()),
        issued_on: day("2020-01-02"),
        expires_on: None,
    }
}

#[test]
fn a_qualification_is_found_by_its_holder_and_its_double_is_told() {
    let counter = Counter::found();
    let first = twice(&counter, &counter.clerk, &qualification());
    assert_eq!(store::artisan_qualification::of_person(&counter.reader(), &cedula(NUMBER)).unwrap().len(), 1);
    let revoke = RevokeQualification { qualification: first.id, on: act(), reason: reason("resolución") };
    twice(&counter, &counter.clerk, &revoke);
    assert_eq!(code(&counter, &counter.clerk, &revoke), "revoked");
    let other_issuer = RecordQualification { issuer: ArtisanIssuer::Ministry, ..qualification() };
    assert!(twice(&counter, &counter.clerk, &other_issuer).same_number.is_empty());
    let second = twice(&counter, &counter.clerk, &qualification());
    assert_eq!((second.same_number, second.same_number_is_revoked), (vec![first.id], true));
}

#[test]
fn a_revoked_qualification_serves_in_no_visit() {
    let counter = Counter::found();
    let priority = Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Applicant });
    let visit = visit(&counter, ProcedureId::EMPLOYER_KEY, priority);
    let qualified = |issuer, number: &str, holder: Person| {
        let paper = ArtisanPaper {
            issuer: Some(issuer),
            number: number.into(),
            holder,
            issued_on: None,
            validity: Some(Validity::Indefinite),
            copy: Some(CopyKept::Kept),
        };
        let papers = EmployerKey {
            artisan_claim: Some(ArtisanClaim::Artisan),
            artisan_paper: Some(ArtisanPaperShown::Shown(Box::new(paper))),
            ..EmployerKey::default()
        };
        judged(&counter, visit, "EK-Q1", papers)
    };
    let (junta, hers, another) = (ArtisanIssuer::JuntaNacional, person(NUMBER, NAME), person("0910005917", "Rosa Paz"));
    let first = twice(&counter, &counter.clerk, &qualification());
    assert_eq!(qualified(junta, "JNDA-77", hers.clone()).verdict, Verdict::Met);
    let revoke = RevokeQualification { qualification: first.id, on: act(), reason: reason("resolución") };
    twice(&counter, &counter.other, &revoke);
    for (number, holder) in [("JNDA-77", &hers), (" JNDA-77 ", &another), ("jnda 77", &hers)] {
        let finding = qualified(junta, number, holder.clone());
        assert_eq!(finding.verdict, Verdict::Refused, "{number}: {}", finding.sentence);
        let ending = format!("{} fue revocada el 03/11/2026 (resolución).", number.trim());
        assert!(finding.sentence.ends_with(&ending), "{}", finding.sentence);
    }
    assert_eq!(qualified(ArtisanIssuer::Ministry, "JNDA-77", hers.clone()).verdict, Verdict::Met);
    assert_eq!(qualified(junta, "JNDA-78", hers).verdict, Verdict::Met);
    assert_eq!(qualified(junta, "jnda 77", another).verdict, Verdict::Met);
}

/// A visit at hand of the clerk's.
pub(crate) fn visit(counter: &Counter, procedure: ProcedureId, priority: Option<TurnPriority>) -> VisitId {
    let walk_in = GiveWalkIn {
        procedure,
        holder: cedula(NUMBER),
        holder_name: NAME.into(),
        in_name_of: InNameOf::Applicant,
        priority,
    };
    let turn = counter.house.perform(&counter.clerk, &walk_in).unwrap().output;
    counter.house.perform(&counter.clerk, &CallTurn { wanted: Some(turn), reason: None }).unwrap();
    counter.house.perform(&counter.clerk, &BeginVisit { turn }).unwrap().output
}

fn scan(text: &str) -> images::Scan {
    use sha2::{Digest as _, Sha256};
    let bytes = text.as_bytes().to_vec();
    images::Scan { kind: ScanKind::Pdf, width: 0, height: 0, pages: 1, sha256: Sha256::digest(&bytes).into(), bytes }
}

fn attach(counter: &Counter, subject: ScanSubject, text: &str) -> ScanId {
    let id = new_op_id().unwrap();
    let attach = || counter.house.attach_scan(&counter.clerk, id, subject, ScannedPaper::Request, &scan(text)).unwrap();
    let (first, before) = (attach(), counter.entries());
    assert_eq!((attach().output, counter.entries()), (first.output, before));
    first.output
}

#[test]
fn a_scan_is_attached_read_at_hand_taken_off_and_swept_a_day_later() {
    let counter = Counter::found();
    let unlock = visit(&counter, ProcedureId::AFFILIATE_KEY_UNLOCK, None);
    let id = attach(&counter, ScanSubject::Visit(unlock), "una solicitud");
    let row = store::scan::get(&counter.reader(), id).unwrap().unwrap();
    assert_eq!((row.in_year, row.paper.as_str(), row.byte_count), (2026, "request", 13));
    let before = counter.entries();
    assert_eq!(counter.house.scan_at_hand(&counter.clerk, unlock, id).unwrap().content, b"una solicitud");
    assert_eq!(counter.entries(), before);
    assert_eq!(refusal(counter.house.scan_at_hand(&counter.other, unlock, id).map(|_| ())).code, "not_at_hand");
    twice(&counter, &counter.clerk, &DetachScan { scan: id, reason: None });
    let sweep = |counter: &Counter| counter.house.sweep_scans(&counter.clerk, &CancelFlag::default()).unwrap();
    assert_eq!(sweep(&counter), 0);
    let kept = attach(&counter, ScanSubject::Visit(unlock), "otra solicitud");
    counter.clock.advance_ms(25 * 60 * 60 * 1000);
    assert_eq!(sweep(&counter), 1);
    assert_eq!(counter.house.scans().get(2026, &row.address).unwrap(), None);
    assert!(counter.house.scan_at_hand(&counter.clerk, unlock, kept).is_ok());
}

#[test]
fn scans_of_ended_visits_stay_and_those_of_the_registers_go_with_a_reason() {
    let counter = Counter::found();
    let unlock = visit(&counter, ProcedureId::AFFILIATE_KEY, None);
    let of_visit = attach(&counter, ScanSubject::Visit(unlock), "una solicitud");
    counter.house.perform(&counter.clerk, &EndVisit { visit: unlock, ending: Ending::PlainServed }).unwrap();
    assert_eq!(code(&counter, &counter.clerk, &DetachScan { scan: of_visit, reason: None }), "state");
    let power = counter.house.perform(&counter.clerk, &power()).unwrap().output.id;
    let of_power = attach(&counter, ScanSubject::NotarialPower(power), "un poder");
    assert_eq!(code(&counter, &counter.clerk, &DetachScan { scan: of_power, reason: None }), "reason");
    twice(&counter, &counter.clerk, &DetachScan { scan: of_power, reason: Some(reason("es de otro poder")) });
    assert_eq!(code(&counter, &counter.clerk, &DetachScan { scan: of_power, reason: None }), "unknown");
}

#[test]
fn what_is_opened_outside_the_visit_at_hand_leaves_a_trace_first() {
    let counter = Counter::found();
    let person = counter.house.perform(&counter.clerk, &somebody()).unwrap().output;
    let unlock = visit(&counter, ProcedureId::AFFILIATE_KEY_UNLOCK, None);
    let scan = attach(&counter, ScanSubject::Visit(unlock), "una solicitud");
    let (by, house) = (&counter.supervisor, &counter.house);
    let ids: [OpId; 3] = [new_op_id().unwrap(), new_op_id().unwrap(), new_op_id().unwrap()];
    let before = counter.entries();
    for _ in 0..2 {
        let opened = house.open_person(by, ids[0], &OpenPerson { person, purpose: Purpose::Complaint }).unwrap();
        assert_eq!(opened.name, NAME);
        let opened = house.open_visit(by, ids[1], &OpenVisit { visit: unlock, purpose: Purpose::Review }).unwrap();
        assert_eq!((opened.visit.id, opened.scans.len()), (unlock, 1));
        let opened = house.open_scan(by, ids[2], &OpenScan { scan, purpose: Purpose::Authority }).unwrap();
        assert_eq!(opened.content, b"una solicitud");
    }
    assert_eq!(counter.entries(), before + 3);
    let trace = store::journal::about(&counter.reader(), "person", person.0).unwrap().pop().unwrap().entry;
    assert_eq!(
        (trace.operation.as_str(), trace.code.as_str(), trace.user),
        ("person.open", "complaint", by.actor().user)
    );
    let missing = OpenPerson { person: PersonId(99), purpose: Purpose::OwnData };
    assert_eq!(refusal(house.open_person(by, new_op_id().unwrap(), &missing)).code, "unknown");
}

fn erase(counter: &Counter, by: &Session, id: OpId) -> Result<ErasureReport, Error> {
    let mut run = ErasePerson::new(cedula(NUMBER), reason("pedido escrito del 12 de mayo"));
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    counter.house.run(by, id, &mut run, &mut watch).map(|answer| answer.output)
}

/// The person as an insured one.
pub(crate) fn insured_facts(email: &str) -> InsuredFacts {
    InsuredFacts {
        number: cedula(NUMBER),
        name: NAME.into(),
        kind: InsuredKind::Affiliate,
        key: AffiliateKeyState::Blocked,
        contact: Contact { email: email.into(), mobile: "099 123 4567".into(), telephone: String::new() },
        birth: None,
    }
}

/// Leaves the person in every place where a person can stand; answers an operation whose answer names them.
fn leave_traces(counter: &Counter) -> OpId {
    let (house, by) = (&counter.house, &counter.clerk);
    let person = house.perform(by, &somebody()).unwrap().output;
    let again = new_op_id().unwrap();
    refusal(house.transact(&counter.other, again, &somebody()));
    house
        .perform(by, &CorrectPerson { person, number: cedula(NUMBER), name: "Zoila Rosa Quimbaya Ñacato".into() })
        .unwrap();
    house.perform(by, &CorrectPerson { person, number: cedula(NUMBER), name: NAME.into() }).unwrap();
    let insured = house.perform(by, &RecordInsured { facts: insured_facts("zoilaq@example.com") }).unwrap().output;
    let correct = CorrectInsured { insured, facts: insured_facts("otra@example.com"), reason: reason("lo dijo ella") };
    house.perform(by, &correct).unwrap();
    let power = house.perform(by, &power()).unwrap().output.id;
    attach(counter, ScanSubject::NotarialPower(power), "poder de Zoila Quimbaya Ñacato");
    house.perform(by, &RevokePower { power, on: act(), reason: reason("lo dijo ZOILA QUIMBAYA NACATO") }).unwrap();
    house.perform(by, &qualification()).unwrap();
    let company = house.perform(by, &RecordEmployer { facts: facts(), branch: branch("0001") }).unwrap().output;
    let set =
        SetRepresentative { employer: company, number: cedula(NUMBER), name: NAME.into(), capacity: "Gerente".into() };
    house.perform(by, &set).unwrap();
    let priority = Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Applicant });
    let visit = visit(counter, ProcedureId::EMPLOYER_KEY, priority);
    let draft = store::visit::get(&counter.reader(), visit).unwrap().unwrap().draft;
    let mut copy = visit_v1::read_draft::<EmployerKey>(&draft).unwrap();
    copy.papers.applicant = Some(Person { number: Some(TypedNumber::Cedula(Entered::new(NUMBER))), name: NAME.into() });
    assert!(save_draft(house, by, visit, &visit_v1::write_draft(&copy).unwrap(), 1).unwrap());
    attach(counter, ScanSubject::Visit(visit), "cédula de Zoila Quimbaya Ñacato");
    assert_eq!(refusal(erase(counter, &counter.supervisor, new_op_id().unwrap())).code, "in_register");
    let end = EndRepresentative { employer: company, number: cedula(NUMBER), reason: reason("renunció") };
    house.perform(by, &end).unwrap();
    assert_eq!(refusal(erase(counter, &counter.supervisor, new_op_id().unwrap())).code, "open_visit");
    house.perform(by, &EndVisit { visit, ending: Ending::Abandoned }).unwrap();
    leave_own_traces(counter);
    let complaint = RecordComplaint {
        against: Against::Visit(visit),
        matter: "Zoila Quimbaya Ñacato dice que esperó".into(),
        resolution: format!("Se llamará a {NUMBER}"),
    };
    house.perform(by, &complaint).unwrap();
    again
}

/// Of what the person did by herself, and was asked then.
fn leave_own_traces(counter: &Counter) {
    let text =
        format!("numero,empleador,desde\n{NUMBER},Fábrica Delirio,2019-03\n0910005917,Sastrería Testigo,2020-01\n");
    let source = std::io::Cursor::new(text.into_bytes());
    let file = ImportFile { bytes: None, source, name: "historia.csv".into() };
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let mut run = WorkHistoryImport::open(file).unwrap();
    counter.house.run(&counter.supervisor, new_op_id().unwrap(), &mut run, &mut watch).unwrap();
    counter.run(&format!(
        "INSERT INTO personal_answer VALUES ('cedula', '{NUMBER}', 'mascota', 'resumen de su respuesta', 1)"
    ));
    counter.run(&format!("INSERT INTO wrong_answers VALUES ('cedula', '{NUMBER}', 2, 1)"));
    let turned = counter.clerk.turned();
    let own = BeginRecovery {
        person: cedula(NUMBER),
        employer: EmployerNumber::parse(&format!("{NUMBER}001")).unwrap(),
        branch: Branch::parse("0001").unwrap(),
        says_it_is_the_first: false,
    };
    assert_eq!(counter.house.perform(&turned, &own).unwrap().output, RecoveryBegun::NoMatch);
    let flow = counter.house.perform(&turned, &AskUnlock { person: cedula(NUMBER) }).unwrap().output;
    assert_eq!(refusal(erase(counter, &counter.supervisor, new_op_id().unwrap())).code, "open_visit");
    counter.house.perform(&turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
    counter.run("INSERT INTO turn_contact SELECT min(id), 'zoilaq@example.com', '0991234567' FROM turn");
}

#[test]
fn after_an_erasure_neither_number_nor_name_is_anywhere_and_the_store_verifies() {
    let counter = Counter::found();
    counter
        .house
        .perform(&counter.clerk, &RecordPerson { number: cedula("1710034065"), name: "Canaria Testigo".into() })
        .unwrap();
    let named = leave_traces(&counter);
    let early = refusal(erase(&counter, &counter.supervisor, new_op_id().unwrap()));
    assert_eq!(early.code, "term");
    assert_eq!(
        early.sentence,
        "Los datos se conservan 7 años: lo último de esta persona es del 20/11/2026, y se puede borrar después del 20/11/2033."
    );
    counter.clock.advance_ms(8 * YEAR_MS);
    assert_eq!(refusal(erase(&counter, &counter.clerk, new_op_id().unwrap())).code, "role");
    let id = new_op_id().unwrap();
    let report = erase(&counter, &counter.supervisor, id).unwrap();
    let expected = ErasureReport {
        details: report.details,
        answers: report.answers,
        complaints: 1,
        visits: 1,
        powers: 1,
        qualifications: 1,
        turns: 1,
        scans: 2,
        representations: 1,
        people: 1,
        register_rows: 1,
        insured_rows: 1,
        employments: 1,
        self_services: 2,
        ..ErasureReport::default()
    };
    assert_eq!(report, expected);
    assert!(report.details >= 8 && report.answers >= 1, "{report:?}");
    let entries = counter.entries();
    assert_eq!((erase(&counter, &counter.supervisor, id).unwrap(), counter.entries()), (report, entries));
    assert_eq!(refusal(counter.house.transact(&counter.other, named, &somebody())).code, "erased");
    let power = store::notarial_power::by_code(&counter.reader(), "20241701001P00123").unwrap().remove(0);
    assert_eq!(
        (power.grantor.1.as_str(), power.holder.1.as_str(), power.revoked.is_some()),
        ("BORRADO", "Rosa Paz", true)
    );
    let verified = verify(&counter.reader(), Depth::Whole, None, &mut |_| true).unwrap();
    assert_eq!((verified.problem, verified.entries), (None, entries));
    let own: Vec<(String, String, String)> = counter
        .reader()
        .all("SELECT person_number, employer_number, outcome FROM self_service ORDER BY id", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    let left = |employer: &str, outcome: &str| ("BORRADO".to_owned(), employer.to_owned(), outcome.to_owned());
    assert_eq!(own, [left("BORRADO000", "refused"), left("", "left")], "that it was done stays");
    let dump = counter.decrypted_dump();
    assert!(holds(&dump, "Sastrería Testigo"), "whoever else worked somewhere did");
    assert!(holds(&dump, "Canaria Testigo") && holds(&dump, "1710034065"), "the canary is found");
    for trace in [
        NUMBER,
        "Quimbaya",
        "QUIMBAYA",
        "quimbaya",
        "Zoila",
        "zoilaq@",
        "otra@",
        "0991234567",
        "Delirio",
        "resumen de su",
    ] {
        assert!(!holds(&dump, trace), "{trace}");
    }
}

#[test]
fn a_name_that_somebody_else_bears_is_only_erased_beside_the_number() {
    let counter = Counter::found();
    let (house, by) = (&counter.house, &counter.clerk);
    house.perform(by, &somebody()).unwrap();
    house.perform(by, &RecordPerson { number: cedula("0910005917"), name: NAME.into() }).unwrap();
    let report = erase(&counter, &counter.supervisor, new_op_id().unwrap()).unwrap();
    assert_eq!((report.shared_names, report.details, report.register_rows), (1, 1, 1));
    assert!(store::person::by_number(&counter.reader(), &cedula("0910005917")).unwrap().is_some());
}

#[test]
fn the_reason_of_an_erasure_does_not_name_who_is_erased() {
    let counter = Counter::found();
    counter.house.perform(&counter.clerk, &somebody()).unwrap();
    let mut run = ErasePerson::new(cedula(NUMBER), reason("lo pide zoila quimbaya ñacato"));
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let refused = refusal(counter.house.run(&counter.supervisor, new_op_id().unwrap(), &mut run, &mut watch));
    assert_eq!(refused.code, "reason");
}
