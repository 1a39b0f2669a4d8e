//! In the real window: what people lacked is told apart from what nobody looked at, in what is printed and saved.

use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Reader as _, Xlsx};
use ventanilla::domain::rule::unseen_rule;
use ventanilla::ops::log::reason_in_words;
use ventanilla::sample::USERS;

use super::{Machine, Visit, store};
use crate::paper::poppler;

/// The cells of a workbook's first sheet, as text.
fn cells(book: &Path) -> Vec<Vec<String>> {
    let mut opened: Xlsx<_> = calamine::open_workbook(book).unwrap();
    let name = opened.sheet_names().first().unwrap().clone();
    let sheet = opened.worksheet_range(&name).unwrap();
    sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// What a PDF of this name says, once it lies in the demonstration's folder.
fn printed(machine: &Machine, name: &str) -> String {
    let file: PathBuf = machine.screen.until(name, || {
        let files = fs::read_dir(machine.at("demo")).unwrap().map(|file| file.unwrap().path());
        files.into_iter().find(|file| file.file_name().unwrap().to_string_lossy().starts_with(name))
    });
    poppler::says("pdftotext", &["-layout"], &fs::read(file).unwrap())
}

#[test]
fn what_somebody_lacked_and_what_nobody_looked_at_stand_apart_on_paper_and_in_the_workbook() {
    if !poppler::present("the charts of the window") {
        return;
    }
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::begin(&machine);
    // No request was brought, and nobody looked at a document.
    visit.comes_to_the_request().answers("3");
    screen.enter("Terminar sin clave…");
    screen.until_sees("¿Terminar sin clave?");
    visit.enters("Terminar e imprimir la constancia", "visit.end");
    let reasons = store::visit::reasons(&visit.reader, visit.id).unwrap();
    let (unseen, lacked): (Vec<&String>, Vec<&String>) = reasons.iter().partition(|it| unseen_rule(it).is_some());
    assert!(!unseen.is_empty() && !lacked.is_empty(), "{reasons:?}");
    screen.until_sees("Turnos de hoy");
    machine.goes();
    machine.comes(USERS.supervisor);

    // The log's workbook has a column for each, with words.
    let book = machine.at("b.xlsx");
    screen.press("ctrl+4");
    screen.until_sees("1 atención");
    screen.enter("Exportar…");
    screen.until_sees("Exportar la bitácora");
    screen.reach("Archivo");
    screen.write_over(book.to_str().unwrap());
    visit.enters("Exportar", "export.log");
    screen.until_gone("Exportar la bitácora");
    let cells = cells(&book);
    let under = |title: &str| {
        let column = cells[0].iter().position(|it| it == title).unwrap_or_else(|| panic!("{title}: {:?}", cells[0]));
        cells[1][column].clone()
    };
    let (lack, not_seen) = (under("Por qué no se atendió"), under("Lo que no se revisó"));
    for code in &lacked {
        assert!(lack.contains(reason_in_words(code)), "{code}: {lack}");
    }
    for code in &unseen {
        assert!(not_seen.contains(reason_in_words(code)), "{code}: {not_seen}");
    }
    assert_eq!((lack.split("; ").count(), not_seen.split("; ").count()), (lacked.len(), unseen.len()));

    // So have the charts, in the window and on paper.
    screen.press("ctrl+6");
    screen.until_sees("Imprimir la tabla");
    screen.press("ctrl+Next");
    screen.until_sees("Con qué falta viene la gente");
    screen.until_sees("Lo que no se revisó");
    screen.enter("Imprimir los gráficos");
    let text = printed(&machine, "graficos-");
    let (before, after) = text.split_once("Lo que no se revisó").unwrap_or_else(|| panic!("{text}"));
    let (_, before) = before.split_once("Con qué falta viene la gente").unwrap_or_else(|| panic!("{text}"));
    let first_words = |code: &String| reason_in_words(code).split(' ').take(3).collect::<Vec<_>>().join(" ");
    assert!(lacked.iter().all(|code| before.contains(&first_words(code))), "{lacked:?}: {text}");
    assert!(unseen.iter().all(|code| after.contains(&first_words(code))), "{unseen:?}: {text}");
}
