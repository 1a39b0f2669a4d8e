//! Where one person does far more beside the rule than the centre: a table, and the rule by which it says so.

use eframe::egui::{RichText, Ui};

use crate::domain::habit::{Habit, Habits, LEAST_PART, LEAST_WHOLE, Share, in_words, stands_out};
use crate::ops::view::ApprovalOverview;
use crate::ui::screens::common::facts_ui;
use crate::ui::theme::{Icon, SPACE_S, palette, strong_style};
use crate::ui::widgets::{self, Column, Sign, Table};

/// One frame.
pub(super) fn ui(ui: &mut Ui, seen: &ApprovalOverview) {
    if seen.habits.is_empty() {
        let next = "Elija otros días: se cuenta lo que se atendió, se llamó y se imprimió en ellos.";
        return widgets::empty(ui, Icon::Search, "Nadie atendió en estos días", next);
    }
    let noted: Vec<(usize, Habit, u64)> = seen
        .habits
        .iter()
        .enumerate()
        .flat_map(|(at, (_, habits))| Habit::ALL.map(|habit| (at, habit, times(habits, &seen.centre, habit))))
        .filter_map(|(at, habit, times)| Some((at, habit, times?)))
        .collect();
    if noted.is_empty() {
        widgets::notice(ui, Sign::Met, "Nada se aparta de lo habitual del centro.", None);
    }
    for (at, habit, times) in noted {
        let Some((name, habits)) = seen.habits.get(at) else { continue };
        let sentence = format!("{name}. {}: {}.", habit.spanish(), in_words(times));
        let [own, centre] = [habits, &seen.centre].map(|of| in_figures(of.share(habit)));
        let next = format!("{own} {}; en el centro, {centre}. Puede haber un motivo: pregunte.", habit.of_what());
        widgets::notice(ui, Sign::Warning, &sentence, Some(&next));
        ui.add_space(SPACE_S);
    }
    ui.add_space(SPACE_S);
    if ui.available_width() >= super::WIDE {
        table_ui(ui, seen);
    } else {
        cards_ui(ui, seen);
    }
    ui.add_space(SPACE_S);
    let rule = format!(
        "Se señala a quien hace el doble que el centro, o más, en al menos {LEAST_PART} casos de {LEAST_WHOLE} o más. \
         Con menos casos el azar engaña. La cifra del centro incluye la de cada persona."
    );
    ui.label(RichText::new(rule).color(palette(ui).text_muted));
}

fn times(habits: &Habits, centre: &Habits, habit: Habit) -> Option<u64> {
    stands_out(habits.share(habit), centre.share(habit))
}

fn in_figures(share: Share) -> String {
    match share.percent() {
        None => "—".to_owned(),
        Some(percent) => format!("{percent} % ({} de {})", share.part, share.whole),
    }
}

/// Person by person, where there is no room for a table.
fn cards_ui(ui: &mut Ui, seen: &ApprovalOverview) {
    let centre = ("El centro".to_owned(), seen.centre);
    for (name, habits) in seen.habits.iter().chain(std::iter::once(&centre)) {
        widgets::card(ui, |ui| {
            ui.label(RichText::new(format!("{name}. Atenciones: {}", habits.attentions)).text_style(strong_style()));
            facts_ui(ui, &Habit::ALL.map(|habit| (habit.spanish(), in_figures(habits.share(habit)))));
        });
        ui.add_space(SPACE_S);
    }
}

fn table_ui(ui: &mut Ui, seen: &ApprovalOverview) {
    let columns = [
        Column::rest("Quién"),
        Column::exact("Atenciones", 110.0),
        Column::exact(Habit::Overrides.spanish(), 190.0),
        Column::exact(Habit::Voids.spanish(), 160.0),
        Column::exact(Habit::OutOfOrder.spanish(), 190.0),
        Column::exact(Habit::WalkIns.spanish(), 170.0),
    ];
    let line = |at: usize| match seen.habits.get(at) {
        Some((name, habits)) => (name.as_str(), habits),
        None => ("El centro", &seen.centre),
    };
    let cell = |at: usize, column: usize| {
        let (name, habits) = line(at);
        match column.checked_sub(2).and_then(|nth| Habit::ALL.get(nth)) {
            Some(habit) => in_figures(habits.share(*habit)),
            None if column == 0 => name.to_owned(),
            None => habits.attentions.to_string(),
        }
    };
    let name = |at: usize| {
        let shares = Habit::ALL.map(|habit| format!("{} {}", habit.spanish(), in_figures(line(at).1.share(habit))));
        format!("{}. Atenciones: {}. {}", line(at).0, line(at).1.attentions, shares.join(", "))
    };
    let rows = seen.habits.len().saturating_add(1);
    let table = Table::new("habits").name("Qué hace cada persona").columns(&columns).row_name(&name);
    table.whole().rows(ui, rows, &mut None, |at, column, ui| {
        let habit = column.checked_sub(2).and_then(|nth| Habit::ALL.get(nth));
        let is_noted = habit.is_some_and(|habit| times(line(at).1, &seen.centre, *habit).is_some());
        let text = RichText::new(cell(at, column));
        let text = if at == seen.habits.len() || is_noted { text.text_style(strong_style()) } else { text };
        ui.label(if is_noted { text.color(palette(ui).warning) } else { text });
    });
}
