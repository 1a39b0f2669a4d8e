//! The turns booked here that are still to come: found by code, number or name, moved, cancelled, and their confirmation
//! printed again.

use eframe::egui::{Context, Ui};

use super::slots::{SlotFields, day_of_week};
use crate::desk::{Live, Pending};
use crate::domain::id::TurnId;
use crate::domain::name::folded;
use crate::domain::procedure;
use crate::ops::Changed;
use crate::ops::turn::{CancelTurn, MoveTurn};
use crate::ops::view::{self, BookedTurn, TurnRow};
use crate::ui::cx::Cx;
use crate::ui::screens::common::{ReasonField, Reprint};
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{self, Button, Column, Dialog, Field, Flow, Form, Sign, Table};
use crate::ui::words;

/// The dialog.
#[derive(Default)]
pub(super) struct BookedDialog {
    flow: Flow,
    booked: Live<Vec<BookedTurn>>,
    typed: String,
    selected: Option<TurnId>,
    doing: Option<Doing>,
    working: Pending<()>,
    told: String,
    reprint: Reprint,
    fault: Option<String>,
    is_old: bool,
}

/// What is being done with the turn selected.
enum Doing {
    Moving(Box<SlotFields>),
    Cancelling(ReasonField),
}

const SEARCH: &str = "Buscar";
const WHY: &str = "Por qué se cancela";
const WIDTH: f32 = 820.0;
const LIST_HEIGHT: f32 = 260.0;
const COLUMNS: [Column<'static>; 4] = [
    Column::exact("Día y hora", 300.0),
    Column::exact("Turno", 122.0),
    Column::rest("A nombre de"),
    Column::exact("Número", 110.0),
];

impl BookedDialog {
    /// With a turn selected.
    pub(super) fn of(turn: TurnId) -> Self {
        Self { selected: Some(turn), ..Self::default() }
    }

    /// One frame; answers whether it stays open.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        if self.flow.take_edited() {
            self.fault = None;
        }
        if !self.is_old {
            self.is_old = true;
            self.flow.focus(SEARCH);
        }
        self.booked.refresh(cx.desk, &[Changed::Turns, Changed::Settings], |desk| desk.read(view::booked));
        self.reprint.poll(cx);
        match self.working.poll() {
            Some(Ok(())) => {
                cx.tell(std::mem::take(&mut self.told));
                self.back_to_list();
            }
            Some(Err(fault)) => self.fault = Some(fault.to_string()),
            None => {}
        }
        let found = self.found();
        let row = self.selected.and_then(|id| found.iter().find(|it| it.row.id == id)).cloned();
        if let (Some(Doing::Moving(slot)), Some(booked)) = (&mut self.doing, &row) {
            slot.poll(cx, Some(&booked.row));
        }
        let title = match self.doing {
            None => "Turnos reservados",
            Some(Doing::Moving(_)) => "Mover el turno",
            Some(Doing::Cancelling(_)) => "Cancelar el turno",
        };
        let shown = Dialog::new(title).width(WIDTH).show(ctx, |ui| match (&row, self.doing.is_some()) {
            (Some(booked), true) => self.doing_ui(ui, cx, &booked.row),
            _ => self.list_ui(ui, cx, &found, row.as_ref()),
        });
        match (shown.gives_up && !self.working.is_busy(), self.doing.is_some()) {
            (true, true) => {
                self.back_to_list();
                true
            }
            (gives_up, _) => !gives_up,
        }
    }

    fn back_to_list(&mut self) {
        self.doing = None;
        self.fault = None;
        self.flow.reset();
        self.flow.focus(SEARCH);
    }

    /// Whoever answers to what was typed.
    fn found(&self) -> Vec<BookedTurn> {
        let wanted = folded(&self.typed);
        let is_wanted = |it: &&BookedTurn| {
            let turn = &it.row.turn;
            let text = folded(&format!("{} {} {}", turn.code, turn.holder, turn.holder_name));
            wanted.split_whitespace().all(|word| text.contains(word))
        };
        self.booked.get().into_iter().flatten().filter(is_wanted).cloned().collect()
    }

    fn list_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, found: &[BookedTurn], selected: Option<&BookedTurn>) {
        Form::show(ui, &mut self.flow, "booked-filter", |form| {
            let field = Field::new(SEARCH).hint("Código, número o nombre").width(320.0).answered(true);
            form.text(field, &mut self.typed);
        });
        if let ([only], false) = (found, self.typed.trim().is_empty()) {
            self.selected = Some(only.row.id);
        }
        if let Some(fault) = self.booked.fault() {
            widgets::notice(ui, Sign::Refused, &fault.to_string(), None);
        }
        match (self.booked.get().map(Vec::is_empty), found.is_empty()) {
            (None, _) => drop(ui.label("Leyendo los turnos reservados…")),
            (Some(true), _) => {
                widgets::empty(
                    ui,
                    Icon::Calendar,
                    "No hay turnos reservados",
                    "Resérvelos con «Reservar un turno…» (F12).",
                );
            }
            (Some(false), true) => {
                widgets::empty(ui, Icon::Search, "Ningún turno coincide", "Borre lo escrito en Buscar.");
            }
            (Some(false), false) => self.table_ui(ui, found),
        }
        ui.add_space(SPACE_S);
        self.reprint.ui(ui);
        if let Some(booked) = selected {
            self.selected_ui(ui, cx, booked);
        }
        widgets::last_row(ui, []);
    }

    fn table_ui(&mut self, ui: &mut Ui, found: &[BookedTurn]) {
        let mut at = self.selected.and_then(|id| found.iter().position(|it| it.row.id == id));
        let name = |at: usize| {
            found.get(at).map(|it| format!("{} {}", it.row.turn.code, it.row.turn.holder_name)).unwrap_or_default()
        };
        let table = Table::new("booked").name("Turnos reservados").row_name(&name).max_height(LIST_HEIGHT);
        table.columns(&COLUMNS).rows(ui, found.len(), &mut at, |at, column, ui| {
            let Some(BookedTurn { row, .. }) = found.get(at) else { return };
            match column {
                0 => drop(ui.label(format!("{}, {}", day_of_week(row.turn.day), words::hour(row)))),
                1 => drop(ui.monospace(row.turn.code.as_str())),
                2 => {
                    let about = procedure::name(row.turn.procedure);
                    widgets::told_whole(ui, &row.turn.holder_name, &format!("{}\n{about}", row.turn.holder_name));
                }
                _ => drop(ui.monospace(row.turn.holder.as_str())),
            }
        });
        let selected = at.and_then(|at| found.get(at)).map(|it| it.row.id);
        if selected != self.selected && selected.is_some() {
            self.selected = selected;
            self.reprint = Reprint::default();
        }
    }

    fn selected_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, booked: &BookedTurn) {
        let BookedTurn { row, contact } = booked;
        let reached = [contact.email.as_str(), contact.mobile.as_str()].into_iter().filter(|it| !it.is_empty());
        let reached = reached.collect::<Vec<_>>().join(" · ");
        widgets::key_value(ui, "Trámite", procedure::name(row.turn.procedure));
        if !reached.is_empty() {
            widgets::key_value(ui, "Contacto", &reached);
        }
        ui.horizontal_wrapped(|ui| {
            if Button::secondary("Mover…").icon(Icon::Calendar).show(ui).clicked() {
                self.begin(Doing::Moving(Box::default()));
            }
            if Button::secondary("Cancelar el turno…").show(ui).clicked() {
                self.begin(Doing::Cancelling(ReasonField::default()));
            }
            self.reprint.button_ui(ui, "Imprimir la confirmación", || cx.desk.print_turn_confirmation(row.id));
        });
    }

    fn begin(&mut self, doing: Doing) {
        self.doing = Some(doing);
        self.fault = None;
        self.flow.reset();
        self.flow.focus_first();
    }

    fn doing_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, row: &TurnRow) {
        let now = format!("{}, {}", day_of_week(row.turn.day), words::hour(row));
        widgets::key_value(ui, &format!("Turno {} de {}", row.turn.code, row.turn.holder_name), &now);
        ui.add_space(SPACE_S);
        let is_busy = self.working.is_busy();
        let doing = &mut self.doing;
        let is_given = Form::show(ui, &mut self.flow, "booked-doing", |form| match doing {
            Some(Doing::Moving(slot)) => {
                slot.fields(form);
                form.last_row(Button::primary("Mover el turno").icon(Icon::Calendar).busy(is_busy))
            }
            Some(Doing::Cancelling(reason)) => {
                reason.ui(form, Field::new(WHY));
                form.last_row(Button::danger("Cancelar el turno").busy(is_busy))
            }
            None => false,
        });
        if let Some(fault) = &self.fault {
            ui.add_space(SPACE_S);
            widgets::notice(ui, Sign::Refused, fault, None);
        }
        if is_given {
            self.carry_out(cx, row);
        }
    }

    fn carry_out(&mut self, cx: &Cx<'_>, row: &TurnRow) {
        let (turn, code) = (row.id, &row.turn.code);
        match &mut self.doing {
            Some(Doing::Moving(slot)) => match slot.chosen() {
                Ok((day, hour)) => {
                    self.told = format!("Turno {code} movido: {}, {}.", day_of_week(day), hour.format("%H:%M"));
                    self.working.start(|| cx.desk.perform(MoveTurn { turn, day, hour }));
                }
                Err((label, fault)) => {
                    self.fault = Some(fault);
                    self.flow.focus(label);
                }
            },
            Some(Doing::Cancelling(field)) => match field.read() {
                Some(reason) => {
                    self.told = format!("Turno {code} cancelado.");
                    self.working.start(|| cx.desk.perform(CancelTurn { turn, reason }));
                }
                None => self.flow.focus(WHY),
            },
            None => {}
        }
    }
}
