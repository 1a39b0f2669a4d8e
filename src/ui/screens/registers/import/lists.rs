//! The lists of a report: rows with errors, rows with warnings, turns that change. One is shown at a time.

use eframe::egui::Ui;

use super::report::Report;
use crate::ops::import::{BadRow, RowChange};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{Button, Column, Field, Flow, Form, Table};

/// How high a list is.
const HEIGHT: f32 = 260.0;

/// Something that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The line of the file, where it is about one.
    pub(super) line: Option<u64>,
    /// The column, or the turn's code.
    pub(super) about: String,
    pub(super) words: String,
}

impl Line {
    pub(super) fn of_row(row: BadRow) -> Self {
        let about = row.column.unwrap_or("").to_owned();
        Self { line: Some(row.line), about, words: crate::domain::sentence(&row.reason) }
    }

    pub(super) fn of_change(change: RowChange) -> Self {
        let words = format!("{}: {}", change.name, change.in_words());
        Self { line: Some(change.line), about: change.number, words }
    }

    fn number(&self) -> String {
        self.line.map(|line| line.to_string()).unwrap_or_default()
    }
}

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Bad,
    Warned,
    Changes,
}

/// Which list is shown, and which of its lines is chosen.
#[derive(Debug, Default)]
pub(super) struct Lists {
    which: Option<Which>,
    flow: Flow,
    selected: Option<usize>,
}

/// One frame.
pub(super) fn lists_ui(ui: &mut Ui, cx: &mut Cx<'_>, report: &Report, lists: &mut Lists) {
    let all = [
        (Which::Bad, "Filas con error", &report.bad),
        (
            Which::Changes,
            if report.about == "Turno" { "Turnos que cambian" } else { "Lo que se importa o cambia" },
            &report.changes,
        ),
        (Which::Warned, "Advertencias", &report.warned),
    ];
    let filled: Vec<(Which, &str)> =
        all.iter().filter(|(_, _, lines)| !lines.is_empty()).map(|(which, name, _)| (*which, *name)).collect();
    let Some((first, _)) = filled.first() else { return };
    lists.which.get_or_insert(*first);
    if filled.len() > 1
        && Form::show(ui, &mut lists.flow, "import lists", |form| {
            form.choice(Field::new("Lista"), &filled, &mut lists.which)
        })
    {
        lists.selected = None;
    }
    let Some((which, name, lines)) = all.iter().find(|(which, ..)| Some(*which) == lists.which) else { return };
    let about = if *which == Which::Changes { report.about } else { "Columna" };
    let columns = [Column::exact("Línea", 72.0), Column::exact(about, 190.0), Column::rest("Qué pasa")];
    let row_name = |row: usize| lines.get(row).map(said).unwrap_or_default();
    let table = Table::new("import list").name(name).columns(&columns).row_name(&row_name).max_height(HEIGHT);
    table.rows(ui, lines.len(), &mut lists.selected, |row, column, ui| {
        let Some(line) = lines.get(row) else { return };
        match column {
            0 => ui.label(line.number()),
            1 => ui.label(&line.about),
            _ => crate::ui::widgets::told_whole(ui, &line.words, &line.words),
        };
    });
    if let Some(line) = lists.selected.and_then(|row| lines.get(row)) {
        ui.label(&line.words);
    }
    ui.add_space(SPACE_S);
    if Button::quiet("Copiar la lista").icon(Icon::Copy).show(ui).clicked() {
        let whole: Vec<String> =
            lines.iter().map(|line| [line.number(), line.about.clone(), line.words.clone()].join("\t")).collect();
        ui.ctx().copy_text(whole.join("\n"));
        cx.tell("Lista copiada.");
    }
}

/// A line as one sentence.
fn said(line: &Line) -> String {
    match line.line {
        Some(number) => format!("Línea {number}, {}: {}", line.about, line.words),
        None => format!("{}: {}", line.about, line.words),
    }
}
