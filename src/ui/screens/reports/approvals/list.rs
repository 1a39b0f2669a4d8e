//! The requests one by one, and all that was said of the one that is selected.

use eframe::egui::{RichText, Ui};

use crate::domain::calendar::Zone;
use crate::ops::view::ApprovalLine;
use crate::ui::cx::Cx;
use crate::ui::screens::common::facts_ui;
use crate::ui::screens::reports::Scrolling;
use crate::ui::theme::{Icon, SPACE_S, strong_style};
use crate::ui::widgets::{self, Column, Field, Flow, Form, Table};
use crate::ui::words;

/// The height of what is said of the selected request, in points.
const DETAIL_HEIGHT: f32 = 178.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ListColumn {
    When,
    Matter,
    Asker,
    Answer,
    Answerer,
}

impl ListColumn {
    const ALL: [Self; 5] = [Self::When, Self::Matter, Self::Asker, Self::Answer, Self::Answerer];
    /// What a narrow page has room for; the rest is said of the selected one.
    const NARROW: [Self; 3] = [Self::When, Self::Matter, Self::Answer];

    fn column(self) -> Column<'static> {
        match self {
            Self::When => Column::exact("Cuándo", 150.0),
            Self::Matter => Column::rest("Se pidió"),
            Self::Asker => Column::exact("Quién pidió", 200.0),
            Self::Answer => Column::exact("Respuesta", 180.0),
            Self::Answerer => Column::exact("Quién respondió", 200.0),
        }
    }

    fn text(self, line: &ApprovalLine, zone: Zone) -> String {
        match self {
            Self::When => words::day_and_hour(line.approval.requested_at_ms, zone),
            Self::Matter => line.approval.matter.spanish().to_owned(),
            Self::Asker => line.asked_by.clone(),
            Self::Answer => words::request(line.approval.state).1.to_owned(),
            Self::Answerer => line.answered_by.clone(),
        }
    }
}

/// The list.
#[derive(Default)]
pub(super) struct ApprovalList {
    flow: Flow,
    /// Only what was answered with the user of whoever looks.
    is_mine: bool,
    selected: Option<usize>,
}

impl ApprovalList {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, lines: &[ApprovalLine], scrolling: Scrolling) {
        Form::show(ui, &mut self.flow, "whose approvals", |form| {
            if form.toggle(Field::new("Solo lo respondido en mi nombre"), &mut self.is_mine) {
                self.selected = None;
            }
        });
        let me = cx.me.map(|me| me.user).filter(|_| self.is_mine);
        let shown: Vec<&ApprovalLine> =
            lines.iter().filter(|line| me.is_none() || line.approval.answered_by == me).collect();
        if shown.is_empty() {
            let (title, next) = match self.is_mine {
                true => (
                    "Nada se respondió en su nombre",
                    "Elija otros días, o quite la marca para ver los pedidos de \
                                                        todas las personas.",
                ),
                false => ("Nadie pidió una aprobación", "Elija otros días para ver los de antes."),
            };
            return widgets::empty(ui, Icon::Shield, title, next);
        }
        let zone = cx.zone();
        let named = if ui.available_width() >= super::WIDE { &ListColumn::ALL[..] } else { &ListColumn::NARROW };
        let columns: Vec<Column<'_>> = named.iter().map(|column| column.column()).collect();
        let name = |at: usize| {
            let of = |column: ListColumn| shown.get(at).map(|line| column.text(line, zone)).unwrap_or_default();
            [ListColumn::Asker, ListColumn::Matter, ListColumn::When].map(of).join(", ")
        };
        let height = match scrolling {
            Scrolling::Lists => (ui.available_height() - DETAIL_HEIGHT).max(120.0),
            Scrolling::Page => DETAIL_HEIGHT,
        };
        let table = Table::new("approvals").name("Pedidos de aprobación").columns(&columns).row_name(&name);
        table.max_height(height).rows(ui, shown.len(), &mut self.selected, |at, column, ui| {
            let (Some(line), Some(column)) = (shown.get(at), named.get(column)) else { return };
            if *column == ListColumn::Answer {
                let (sign, words) = words::request(line.approval.state);
                widgets::badge(ui, sign, words);
            } else {
                ui.label(column.text(line, zone));
            }
        });
        ui.add_space(SPACE_S);
        match self.selected.and_then(|at| shown.get(at)) {
            Some(line) => {
                scrolling.around(ui, |ui| {
                    widgets::card(ui, |ui| detail_ui(ui, cx, line));
                });
            }
            None => drop(ui.label("Elija un pedido para leer el motivo y la respuesta.")),
        }
    }
}

fn detail_ui(ui: &mut Ui, cx: &Cx<'_>, line: &ApprovalLine) {
    let approval = &line.approval;
    ui.label(RichText::new(approval.matter.spanish()).text_style(strong_style()));
    if !approval.covers.is_empty() {
        ui.label(&approval.covers);
    }
    let answered_at = approval.answered_at_ms.map(|at| words::day_and_hour(at, cx.zone())).unwrap_or_default();
    let whose = match approval.sole_supervisor {
        true => format!("{} (quien hizo el pedido: no hay nadie más en supervisión)", line.answered_by),
        false => line.answered_by.clone(),
    };
    facts_ui(
        ui,
        &[
            ("Pidió", line.asked_by.clone()),
            ("Motivo", approval.reason.clone()),
            ("Nota de supervisión", approval.answer_note.clone()),
            ("Respondió", whose),
            ("Fecha de la respuesta", answered_at),
        ],
    );
}
