//! The requests one by one, and all that was said of the one that is selected.

use eframe::egui::{RichText, ScrollArea, Ui};

use crate::ops::view::ApprovalLine;
use crate::ui::cx::Cx;
use crate::ui::screens::common::facts_ui;
use crate::ui::theme::{Icon, SPACE_S, strong_style};
use crate::ui::widgets::{self, Column, Field, Flow, Form, Table};
use crate::ui::words;

/// The height of what is said of the selected request, in points.
const DETAIL_HEIGHT: f32 = 178.0;

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
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, lines: &[ApprovalLine]) {
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
                true => {
                    ("Nada se respondió en su nombre", "Elija otros días, o quite la marca para ver lo de los demás.")
                }
                false => ("Nadie pidió una aprobación", "Elija otros días para ver las de antes."),
            };
            return widgets::empty(ui, Icon::Shield, title, next);
        }
        let zone = cx.zone();
        let cell = |at: usize, column: usize| {
            let Some(line) = shown.get(at) else { return String::new() };
            match column {
                0 => words::day_and_hour(line.approval.requested_at_ms, zone),
                1 => line.approval.matter.spanish().to_owned(),
                2 => line.asked_by.clone(),
                _ => line.answered_by.clone(),
            }
        };
        let name = |at: usize| format!("{}, {}, {}", cell(at, 2), cell(at, 1), cell(at, 0));
        let columns = [
            Column::exact("Cuándo", 150.0),
            Column::rest("Se pidió"),
            Column::exact("Quién pidió", 200.0),
            Column::exact("Respuesta", 180.0),
            Column::exact("Quién respondió", 200.0),
        ];
        let height = (ui.available_height() - DETAIL_HEIGHT).max(120.0);
        let table = Table::new("approvals").name("Solicitudes de aprobación").columns(&columns).row_name(&name);
        table.max_height(height).rows(ui, shown.len(), &mut self.selected, |at, column, ui| match column {
            3 => {
                if let Some(line) = shown.get(at) {
                    let (sign, words) = words::request(line.approval.state);
                    widgets::badge(ui, sign, words);
                }
            }
            4 => drop(ui.label(cell(at, 3))),
            column => drop(ui.label(cell(at, column))),
        });
        ui.add_space(SPACE_S);
        match self.selected.and_then(|at| shown.get(at)) {
            Some(line) => {
                ScrollArea::vertical().id_salt("one approval").auto_shrink([false, true]).show(ui, |ui| {
                    widgets::card(ui, |ui| detail_ui(ui, cx, line));
                });
            }
            None => drop(ui.label("Elija una solicitud para leer la razón y la respuesta.")),
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
        true => format!("{} (quien la pidió: es el único supervisor)", line.answered_by),
        false => line.answered_by.clone(),
    };
    facts_ui(
        ui,
        &[
            ("Razón de quien pidió", approval.reason.clone()),
            ("Nota del supervisor", approval.answer_note.clone()),
            ("Respondió", whose),
            ("Respondida", answered_at),
        ],
    );
}
