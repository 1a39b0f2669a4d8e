//! The centre's holidays, changed from today on, with a reason, by a supervisor who signs; and its hours.

use chrono::NaiveDate;
use ventanilla::domain::calendar::Holiday;
use ventanilla::domain::hours::{Hours, WeekHours};
use ventanilla::ops::Session;
use ventanilla::ops::holiday::{ChangeHoliday, holidays};
use ventanilla::ops::settings::{self, ChangeSettings, Settings};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::store;

use crate::registers::counter::{Counter, reason, refusal};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn change(counter: &Counter, by: &Session, on: &str, name: Option<&str>) -> Result<(), ventanilla::ops::Error> {
    let change =
        ChangeHoliday { day: day(on), name: name.map(str::to_owned), reason: reason("Decreto Ejecutivo 1234") };
    counter.house.perform(by, &change).map(|_| ())
}

fn listed(counter: &Counter) -> Vec<Holiday> {
    holidays(&counter.reader(), counter.house.centre().id).unwrap()
}

#[test]
fn a_holiday_is_added_renamed_and_removed_each_with_its_entry() {
    let counter = Counter::found();
    let by = &counter.supervisor;
    let holiday = |name: &str| Holiday { day: day("2026-12-24"), name: name.into() };
    let newest = || {
        let head = store::journal::head(&counter.reader()).unwrap().number;
        let entry = store::journal::entry(&counter.reader(), head).unwrap().unwrap().entry;
        let detail = store::journal::detail(&counter.reader(), head).unwrap().unwrap().payload;
        assert_eq!(store::journal::signatures(&counter.reader()).unwrap().last().unwrap().number, head);
        (entry.code, detail)
    };
    change(&counter, by, "2026-12-24", Some("  Descanso por Navidad ")).unwrap();
    assert_eq!(listed(&counter), [holiday("Descanso por Navidad")]);
    let (code, detail) = newest();
    assert_eq!(code, "added 2026-12-24");
    assert!(detail.contains("Descanso por Navidad") && detail.contains("Decreto Ejecutivo 1234"), "{detail}");
    change(&counter, by, "2026-12-24", Some("Puente de Navidad")).unwrap();
    assert_eq!((listed(&counter), newest().0.as_str()), (vec![holiday("Puente de Navidad")], "renamed 2026-12-24"));
    change(&counter, by, "2026-12-24", None).unwrap();
    assert_eq!((listed(&counter), newest().0.as_str()), (vec![], "removed 2026-12-24"));
    assert_eq!(verify(&counter.reader(), Depth::Whole, None, &mut |_| true).unwrap().problem, None);
    assert!(counter.without_signatures_of("holiday.change").contains("(holiday.change) le falta la firma"));
}

#[test]
fn days_that_are_over_weekends_and_what_says_nothing_are_refused() {
    let counter = Counter::found();
    change(&counter, &counter.supervisor, "2026-11-20", Some("Hoy")).unwrap();
    for (on, name, code) in [
        ("2026-11-19", Some("Ayer"), "past"),
        ("2026-11-19", None, "past"),
        ("2026-11-21", Some("Sábado"), "weekend"),
        ("2032-01-01", Some("Lejos"), "far"),
        ("2026-12-24", Some(" -- "), "name"),
        ("2026-12-24", None, "unknown"),
        ("2026-11-20", Some("Hoy "), "unchanged"),
    ] {
        let refused = refusal(change(&counter, &counter.supervisor, on, name));
        assert_eq!(refused.code, code, "{on} {name:?}");
        assert!(refused.sentence.ends_with('.'), "{refused:?}");
    }
    let long = "x".repeat(81);
    assert_eq!(refusal(change(&counter, &counter.supervisor, "2026-12-24", Some(&long))).code, "name");
    assert_eq!(refusal(change(&counter, &counter.clerk, "2026-12-24", Some("Navidad"))).code, "role");
    assert_eq!(listed(&counter).len(), 1);
}

#[test]
fn hours_that_close_before_they_open_are_refused() {
    let counter = Counter::found();
    let now = settings::load(&counter.reader(), counter.house.centre().id).unwrap();
    let backwards = Hours { opens: Hours::default().closes, closes: Hours::default().opens };
    let settings = Settings { hours: WeekHours { monday: backwards, ..WeekHours::default() }, ..now };
    let refused = refusal(counter.house.perform(&counter.supervisor, &ChangeSettings { settings }).map(|_| ()));
    assert_eq!(refused.sentence, "El lunes abre después de cerrar. Corrija una de las dos horas.");
    assert_eq!(settings::load(&counter.reader(), counter.house.centre().id).unwrap().hours, WeekHours::default());
}
