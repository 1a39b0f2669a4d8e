//! Powers and artisan papers of the registers: revoked from the day of the act on, taken back, set aside, copied in visits.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use ventanilla::domain::calendar::Moment;
use ventanilla::domain::number::Entered;
use ventanilla::domain::procedure::employer_key::case::{
    ArtisanClaim, ArtisanPaper, ArtisanPaperShown, CopyKept, EmployerKey, PowerOrigin, PowerShown, Presenter,
};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::register::{ArtisanIssuer, LegalValidation};
use ventanilla::domain::rule::Verdict;
use ventanilla::domain::turn::{PriorityGroup, PriorityWhose, TurnPriority};
use ventanilla::domain::visit::Validity;
use ventanilla::ops::artisan_qualification::{
    RevokeQualification, SetQualificationAside, WithdrawQualificationRevocation,
};
use ventanilla::ops::notarial_power::{RecordPower, RevokePower, SetPowerAside, WithdrawPowerRevocation};
use ventanilla::ops::settings::Settings;
use ventanilla::ops::visit::{EndVisit, Ending, ReopenVisit, Surroundings, assess};
use ventanilla::ops::{Operation as _, log};
use ventanilla::store;

use crate::registers::counter::{Counter, NOW_MS, cedula, reason};
use crate::registers::{
    NAME, NUMBER, act, by_attorney, code, day, judged, person, power, qualification, shown_power, twice, visit,
};

#[test]
fn a_revocation_has_the_day_of_its_act_and_only_a_supervisor_takes_it_back() {
    let counter = Counter::found();
    let by = &counter.clerk;
    let power = twice(&counter, by, &power()).id;
    let revoke = |on: &str| RevokePower { power, on: day(on), reason: reason("escritura de revocatoria") };
    assert_eq!(code(&counter, by, &revoke("2026-11-21")), "dates", "an act that is to come");
    assert_eq!(code(&counter, by, &revoke("2024-05-05")), "dates", "an act older than the power");
    twice(&counter, by, &revoke("2026-11-20"));
    let kept = || store::notarial_power::get(&counter.reader(), power).unwrap().unwrap();
    assert_eq!(kept().revoked.unwrap().on, Some(day("2026-11-20")));
    // Saying that it was mistyped is no way round the revocation.
    let aside = SetPowerAside { power, reason: reason("estaba mal copiado") };
    assert_eq!(code(&counter, by, &aside), "revoked");
    let withdraw = WithdrawPowerRevocation { power, reason: reason("era de otro poder") };
    assert_eq!(code(&counter, by, &withdraw), "role");
    assert!(kept().revoked.is_some());
    twice(&counter, &counter.supervisor, &withdraw);
    assert_eq!(kept().revoked, None);
    assert_eq!(code(&counter, &counter.supervisor, &withdraw), "not_revoked");
    let said = counter.without_signatures_of(WithdrawPowerRevocation::NAME);
    assert!(said.contains("firma"), "{said}");
}

#[test]
fn a_revoked_paper_is_revoked_from_the_day_of_the_act_on() {
    let counter = Counter::found();
    let priority = Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Applicant });
    let visit = visit(&counter, ProcedureId::EMPLOYER_KEY, priority);
    let id = twice(&counter, &counter.clerk, &power()).id;
    let papers = || by_attorney(shown_power(PowerOrigin::Ecuador(Entered::new("20241701001P00123")), "2024-05-06"));
    twice(&counter, &counter.other, &RevokePower { power: id, on: act(), reason: reason("escritura de revocatoria") });
    assert_eq!(judged(&counter, visit, "EK-P3", papers()).verdict, Verdict::Refused);
    // Told as of the day before the act, the power stands; on that day it falls.
    let row = store::visit::get(&counter.reader(), visit).unwrap().unwrap();
    let settings = Settings::default();
    let on_the_day = |days_ago: i64| {
        let now = Moment(NOW_MS - days_ago * 24 * 60 * 60 * 1000);
        let around = Surroundings { now, centre: counter.house.centre(), settings: &settings };
        let assessment = assess(&counter.reader(), around, &row).unwrap();
        assessment.findings().iter().find(|it| it.rule.as_str() == "EK-P3").unwrap().verdict
    };
    assert_eq!((on_the_day(18), on_the_day(17)), (Verdict::Met, Verdict::Refused));
}

#[test]
fn what_was_copied_wrongly_is_set_aside_without_branding_the_paper() {
    let counter = Counter::found();
    let by = &counter.clerk;
    let wrong = twice(&counter, by, &power()).id;
    let aside = SetPowerAside { power: wrong, reason: reason("el código era otro") };
    twice(&counter, &counter.other, &aside);
    assert_eq!(code(&counter, by, &aside), "set_aside");
    let revoke = RevokePower { power: wrong, on: act(), reason: reason("escritura de revocatoria") };
    assert_eq!(code(&counter, by, &revoke), "set_aside");
    assert!(store::notarial_power::of_person(&counter.reader(), &cedula(NUMBER)).unwrap().is_empty());
    let anew = twice(&counter, by, &power());
    assert_eq!((anew.same_code, anew.same_code_is_revoked), (vec![], false), "it says nothing of the paper");
    let paper = twice(&counter, by, &qualification()).id;
    let aside = SetQualificationAside { qualification: paper, reason: reason("el número era otro") };
    twice(&counter, by, &aside);
    assert!(store::artisan_qualification::by_number(&counter.reader(), "JNDA-77").unwrap().is_empty());
    let withdraw = WithdrawQualificationRevocation { qualification: paper, reason: reason("era de otra") };
    assert_eq!(code(&counter, &counter.supervisor, &withdraw), "not_revoked");
}

#[test]
fn a_validation_without_what_its_stamp_shows_is_refused_until_somebody_says_so() {
    let counter = Counter::found();
    let blank = LegalValidation::Validated { reference: " ".into(), on: None, by: String::new() };
    assert_eq!(code(&counter, &counter.clerk, &RecordPower { legal_validation: blank, ..power() }), "stamp");
    let looked_at = RecordPower { legal_validation: LegalValidation::ValidatedWithoutData, ..power() };
    let id = twice(&counter, &counter.clerk, &looked_at).id;
    let kept = store::notarial_power::get(&counter.reader(), id).unwrap().unwrap();
    assert_eq!(kept.legal_validation, LegalValidation::ValidatedWithoutData);
    assert_eq!(kept.legal_validation.in_words(), "validado, sin datos del sello");
    assert_eq!(power().legal_validation.in_words(), "validado por Asesoría, referencia DP-1");
}

#[test]
fn what_was_copied_in_a_visit_is_in_the_registers_afterwards_with_the_visit() {
    let counter = Counter::found();
    let priority = Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Applicant });
    let first = visit(&counter, ProcedureId::EMPLOYER_KEY, priority);
    let origin = || PowerOrigin::Ecuador(Entered::new("20241701001P00123"));
    let papers = |validation: LegalValidation| {
        let mut power = shown_power(origin(), "2024-05-06");
        power.legal_validation = Some(validation);
        let paper = ArtisanPaper {
            issuer: Some(ArtisanIssuer::JuntaNacional),
            number: "JNDA-77".into(),
            holder: person(NUMBER, NAME),
            issued_on: Some(day("2020-01-02")),
            validity: Some(Validity::Until(day("2027-01-02"))),
            copy: Some(CopyKept::Kept),
        };
        let artisan_paper = Some(ArtisanPaperShown::Shown(Box::new(paper)));
        EmployerKey { artisan_claim: Some(ArtisanClaim::Artisan), artisan_paper, ..by_attorney(power) }
    };
    judged(&counter, first, "EK-P3", papers(LegalValidation::NotValidated));
    let end = |visit| counter.house.perform(&counter.clerk, &EndVisit { visit, ending: Ending::not_served() }).unwrap();
    end(first);
    let powers = || store::notarial_power::of_person(&counter.reader(), &cedula(NUMBER)).unwrap();
    let qualifications = || store::artisan_qualification::of_person(&counter.reader(), &cedula(NUMBER)).unwrap();
    assert_eq!((powers().len(), qualifications().len()), (1, 1));
    assert_eq!((powers()[0].recorded_in, qualifications()[0].recorded_in), (Some(first), Some(first)));
    assert_eq!(powers()[0].recorded_by, counter.clerk.actor().user);
    assert_eq!(qualifications()[0].expires_on, Some(day("2027-01-02")));
    // The entry of the ending names what it put there, by id and without a name.
    let told = store::journal::about(&counter.reader(), "visit", first.0).unwrap().pop().unwrap().entry.number;
    let told = store::journal::detail(&counter.reader(), told).unwrap().unwrap().payload;
    let told = serde_json::from_str::<serde_json::Value>(&told).unwrap()["registers"].to_string();
    assert!(told.contains("notarial_power") && !told.contains("Quimbaya"), "{told}");
    // The same paper once more is the same entry; what its stamp shows by now is noted.
    let second = visit(&counter, ProcedureId::EMPLOYER_KEY, priority);
    judged(&counter, second, "EK-P3", papers(power().legal_validation));
    end(second);
    assert_eq!((powers().len(), qualifications().len()), (1, 1));
    assert_eq!(powers()[0].legal_validation, power().legal_validation);
    // Whoever left took the papers along unread.
    let third = visit(&counter, ProcedureId::EMPLOYER_KEY, priority);
    let mut other = papers(power().legal_validation);
    if let Some(Presenter::Attorney { power: Some(PowerShown::Shown(power)), .. }) = &mut other.presenter {
        power.origin = Some(PowerOrigin::Ecuador(Entered::new("20251701001P00777")));
    }
    judged(&counter, third, "EK-P3", other);
    counter.house.perform(&counter.clerk, &EndVisit { visit: third, ending: Ending::Abandoned }).unwrap();
    assert_eq!(powers().len(), 1);
    // The story says which papers were used, and what was seen of them.
    let story = log::tell_again(&counter.house, &counter.reader(), counter.clerk.actor(), second).unwrap();
    let said: Vec<String> = story.papers.iter().map(|(what, which)| format!("{what}: {which}")).collect();
    assert_eq!(
        said,
        [
            "Poder notarial: 20241701001P00123, otorgado el 06/05/2024",
            "Validación del poder: validado por Asesoría, referencia DP-1",
            "Calificación artesanal: JNDA-77",
        ]
    );
}

fn artisan_paper(number: &str, issued_on: &str) -> ArtisanPaper {
    ArtisanPaper {
        issuer: Some(ArtisanIssuer::JuntaNacional),
        number: number.into(),
        holder: person(NUMBER, NAME),
        issued_on: Some(day(issued_on)),
        validity: Some(Validity::Until(day("2027-01-02"))),
        copy: Some(CopyKept::Kept),
    }
}

#[test]
fn a_revocation_goes_from_a_visit_when_it_is_taken_back_or_was_of_a_number_mistyped() {
    let counter = Counter::found();
    let priority = Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Applicant });
    let visit = visit(&counter, ProcedureId::EMPLOYER_KEY, priority);
    let of_power = |code: &str, granted_on: &str| {
        let power = shown_power(PowerOrigin::Ecuador(Entered::new(code)), granted_on);
        judged(&counter, visit, "EK-P3", by_attorney(power)).verdict
    };
    let of_paper = |number: &str| {
        let paper = ArtisanPaperShown::Shown(Box::new(artisan_paper(number, "2020-01-02")));
        let claim = Some(ArtisanClaim::Artisan);
        let papers = EmployerKey { artisan_claim: claim, artisan_paper: Some(paper), ..EmployerKey::default() };
        judged(&counter, visit, "EK-Q1", papers).verdict
    };
    let power = twice(&counter, &counter.clerk, &power()).id;
    let paper = twice(&counter, &counter.clerk, &qualification()).id;
    let why = || reason("escritura de revocatoria");
    twice(&counter, &counter.other, &RevokePower { power, on: act(), reason: why() });
    twice(&counter, &counter.other, &RevokeQualification { qualification: paper, on: act(), reason: why() });
    assert_eq!(of_power("20241701001P00123", "2024-05-06"), Verdict::Refused);
    assert_eq!(of_paper("JNDA-77"), Verdict::Refused);
    assert_eq!(of_power("20251701001P00777", "2025-05-06"), Verdict::Met, "it was another power's");
    assert_eq!(of_paper("JNDA-78"), Verdict::Met, "it was another paper's");
    let why = || reason("era de otro poder");
    twice(&counter, &counter.supervisor, &WithdrawPowerRevocation { power, reason: why() });
    twice(&counter, &counter.supervisor, &WithdrawQualificationRevocation { qualification: paper, reason: why() });
    assert_eq!(of_power("20241701001P00123", "2024-05-06"), Verdict::Met, "it was taken back");
    assert_eq!(of_paper("JNDA-77"), Verdict::Met, "it was taken back");
}

#[test]
fn a_copy_that_is_corrected_after_its_first_ending_is_corrected_in_the_registers() {
    let counter = Counter::found();
    let priority = Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Applicant });
    let visit = visit(&counter, ProcedureId::EMPLOYER_KEY, priority);
    let end = |code: &str, granted_on: &str, number: &str, issued_on: &str| {
        let power = shown_power(PowerOrigin::Ecuador(Entered::new(code)), granted_on);
        let paper = ArtisanPaperShown::Shown(Box::new(artisan_paper(number, issued_on)));
        let claim = Some(ArtisanClaim::Artisan);
        let papers = EmployerKey { artisan_claim: claim, artisan_paper: Some(paper), ..by_attorney(power) };
        judged(&counter, visit, "EK-P3", papers);
        counter.house.perform(&counter.clerk, &EndVisit { visit, ending: Ending::not_served() }).unwrap();
        let powers = store::notarial_power::of_person(&counter.reader(), &cedula(NUMBER)).unwrap();
        let papers = store::artisan_qualification::of_person(&counter.reader(), &cedula(NUMBER)).unwrap();
        let powers: Vec<_> = powers.into_iter().map(|it| (it.id, it.code, it.granted_on)).collect();
        let papers: Vec<_> = papers.into_iter().map(|it| (it.id, it.number, it.issued_on)).collect();
        (powers, papers)
    };
    let reopen = || counter.house.perform(&counter.clerk, &ReopenVisit { visit }).unwrap();
    let (powers, papers) = end("20241701001P00123", "2024-06-05", "JNDA-77", "2020-02-01");
    let (power, paper) = (powers[0].0, papers[0].0);
    for (code, granted_on, number, issued_on) in [
        ("20241701001P00123", "2024-05-06", "JNDA-77", "2020-01-02"),
        ("20241701001P00132", "2024-05-06", "JNDA-78", "2020-01-02"),
    ] {
        reopen();
        let (powers, papers) = end(code, granted_on, number, issued_on);
        assert_eq!(powers, [(power, code.to_owned(), day(granted_on))]);
        assert_eq!(papers, [(paper, number.to_owned(), day(issued_on))]);
    }
    // Another power of the same two people is another entry.
    reopen();
    assert_eq!(end("20251701001P00777", "2025-05-06", "JNDA-78", "2020-01-02").0.len(), 2);
    // One that served a key stays as it served.
    counter.house.store().write(|tx| store::notarial_power::note_use(tx, power, visit, NOW_MS)).unwrap();
    reopen();
    let (powers, _) = end("20241701001P00132", "2024-05-07", "JNDA-78", "2020-01-02");
    assert!(powers.contains(&(power, "20241701001P00132".to_owned(), day("2024-05-06"))), "{powers:?}");
}
