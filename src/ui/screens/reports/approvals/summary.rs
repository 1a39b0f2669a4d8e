//! How much was asked and how it was answered: by who asked, by what was asked, by who answered.

use eframe::egui::Ui;

use crate::domain::approval::Tally;
use crate::ops::view::ApprovalOverview;
use crate::ui::theme::SPACE_M;
use crate::ui::widgets::{self, Column, Table};

/// One frame.
pub(super) fn ui(ui: &mut Ui, seen: &ApprovalOverview) {
    let named = |tallies: &[(String, Tally)]| tallies.to_vec();
    let matters = seen.by_matter.iter().map(|(matter, tally)| (matter.spanish().to_owned(), *tally)).collect();
    for (title, what, lines) in [
        ("Por quién pidió", "Quién pidió", named(&seen.by_clerk)),
        ("Por lo que se pidió", "Asunto", matters),
        ("Por quién respondió", "Quién respondió", named(&seen.by_supervisor)),
    ] {
        tallies_ui(ui, title, what, &lines);
        ui.add_space(SPACE_M);
    }
}

fn tallies_ui(ui: &mut Ui, title: &str, what: &str, lines: &[(String, Tally)]) {
    widgets::card(ui, |ui| {
        widgets::section(ui, title, |ui| {
            if lines.is_empty() {
                ui.label("Nada en estos días.");
                return;
            }
            let wide = [
                Column::rest(what),
                Column::exact("Pedidos", 110.0),
                Column::exact("Aprobados", 120.0),
                Column::exact("Rechazados", 110.0),
                Column::exact("Sin respuesta", 130.0),
            ];
            let narrow = [
                Column::rest(what),
                Column::exact("Pedidos", 84.0),
                Column::exact("Aprobados", 98.0),
                Column::exact("Rechazados", 86.0),
            ];
            let columns = if ui.available_width() >= super::WIDE { &wide[..] } else { &narrow };
            let cell = |at: usize, column: usize| {
                let Some((name, tally)) = lines.get(at) else { return String::new() };
                match column {
                    0 => name.clone(),
                    1 => tally.asked().to_string(),
                    2 => tally.granted.to_string(),
                    3 => tally.refused.to_string(),
                    _ => tally.unanswered.to_string(),
                }
            };
            let name = |at: usize| {
                let [who, asked, granted, refused] = [0, 1, 2, 3].map(|column| cell(at, column));
                format!("{who}: pedidos, {asked}; aprobados, {granted}; rechazados, {refused}")
            };
            let table = Table::new(title).name(title).columns(columns).row_name(&name);
            table.whole().rows(ui, lines.len(), &mut None, |at, column, ui| drop(ui.label(cell(at, column))));
        });
    });
}
