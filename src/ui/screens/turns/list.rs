//! The list of the day's turns: filtered as one types, in the order of their hours.

use eframe::egui::Ui;

use crate::desk::Desk;
use crate::domain::calendar::Moment;
use crate::domain::id::TurnId;
use crate::domain::name::folded;
use crate::domain::procedure;
use crate::domain::turn::TurnState;
use crate::ops::view::{Today, TurnRow};
use crate::ui::theme::{self, Icon};
use crate::ui::widgets::{self, Column, Field, Flow, Form, Table};
use crate::ui::words;

/// Which turns are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Coming,
    Here,
    Parked,
    Over,
}

const GROUPS: [(Shown, &str); 5] = [
    (Shown::All, "Todos"),
    (Shown::Coming, "Por llegar"),
    (Shown::Here, "Presentes"),
    (Shown::Parked, "En pausa"),
    (Shown::Over, "Terminados"),
];

impl Shown {
    fn takes(self, state: TurnState) -> bool {
        use TurnState::{
            Abandoned, Arrived, Called, Cancelled, InService, NoShow, NotServed, Parked, Scheduled, Served,
        };
        match self {
            Self::All => true,
            Self::Coming => state == Scheduled,
            Self::Here => matches!(state, Arrived | Called | InService | Parked),
            Self::Parked => state == Parked,
            Self::Over => matches!(state, Served | NotServed | Abandoned | NoShow | Cancelled),
        }
    }
}

/// The list with its filter.
pub(super) struct TurnList {
    typed: String,
    shown: Option<Shown>,
    flow: Flow,
    selected: Option<TurnId>,
    /// What is searched of each turn, folded; in the order of the day's turns.
    texts: Vec<String>,
    /// Which turns pass the filter.
    rows: Vec<usize>,
    /// The first turn that passes is to be selected.
    selects_first: bool,
}

impl Default for TurnList {
    fn default() -> Self {
        Self {
            typed: String::new(),
            shown: Some(Shown::All),
            flow: Flow::default(),
            selected: None,
            texts: Vec::new(),
            rows: Vec::new(),
            selects_first: false,
        }
    }
}

impl TurnList {
    /// The keyboard goes to the search, which looks at all of the day.
    pub(super) fn focus_search(&mut self) {
        self.shown = Some(Shown::All);
        self.texts.clear();
        self.flow.focus("Buscar");
    }

    pub(super) fn show_parked(&mut self) {
        self.shown = Some(Shown::Parked);
        self.selects_first = true;
        self.typed.clear();
        self.rows.clear();
        self.texts.clear();
    }

    pub(super) fn select(&mut self, turn: TurnId) {
        self.selected = Some(turn);
    }

    pub(super) fn selected(&self) -> Option<TurnId> {
        self.selected
    }

    /// The day was read again.
    pub(super) fn take(&mut self, today: &Today) {
        self.texts = today.turns.iter().map(searched).collect();
        self.filter(today);
    }

    fn filter(&mut self, today: &Today) {
        let wanted = folded(&self.typed);
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let shown = self.shown.unwrap_or(Shown::All);
        self.rows = today
            .turns
            .iter()
            .zip(&self.texts)
            .enumerate()
            .filter(|(_, (row, text))| shown.takes(row.turn.state) && words.iter().all(|word| text.contains(word)))
            .map(|(at, _)| at)
            .collect();
        let shown = |id: TurnId| self.rows.iter().any(|at| today.turns.get(*at).is_some_and(|row| row.id == id));
        // Whoever is not in sight is not served by a button beside the list.
        if !words.is_empty() && self.selected.is_some_and(|id| !shown(id)) {
            self.selected = None;
        }
        let is_only = self.rows.len() == 1 && !words.is_empty();
        if std::mem::take(&mut self.selects_first) || is_only {
            self.selected = self.rows.first().and_then(|at| today.turns.get(*at)).map(|row| row.id);
        }
    }

    /// "8 presentes · 12 por llegar · 40 terminados".
    pub(super) fn tally(&self, today: &Today) -> String {
        let count = |shown: Shown| today.turns.iter().filter(|row| shown.takes(row.turn.state)).count();
        format!(
            "{} presentes · {} por llegar · {} terminados",
            count(Shown::Here),
            count(Shown::Coming),
            count(Shown::Over)
        )
    }

    /// The filter and the table; answers whether a row was activated.
    pub(super) fn ui(&mut self, ui: &mut Ui, today: &Today, now: Moment, desk: &Desk) -> bool {
        if self.texts.len() != today.turns.len() {
            self.take(today);
        }
        let (mut has_changed, mut submitted) = (false, false);
        Form::show(ui, &mut self.flow, "turn-filter", |form| {
            form.row(|form| {
                let field = Field::new("Buscar").hint("Nombre o número").width(150.0).answered(true);
                let edited = form.text(field, &mut self.typed);
                has_changed |= edited.changed;
                submitted = edited.submitted;
                has_changed |= form.choice(Field::new("Mostrar"), &GROUPS, &mut self.shown);
            });
        });
        if has_changed {
            self.filter(today);
        }
        ui.add_space(6.0);
        if today.turns.is_empty() {
            widgets::empty(
                ui,
                Icon::Turns,
                "Hoy no hay turnos",
                "Importe la agenda del día, o dé un turno presencial (F4).",
            );
            return false;
        }
        if self.rows.is_empty() {
            widgets::empty(ui, Icon::Search, "Ningún turno coincide", "Borre lo escrito en Buscar, o elija Todos.");
            return false;
        }
        let activated = self.table_ui(ui, today, now, desk);
        activated || (submitted && self.selected.is_some())
    }

    fn table_ui(&mut self, ui: &mut Ui, today: &Today, now: Moment, desk: &Desk) -> bool {
        let palette = theme::palette(ui);
        let rows = &self.rows;
        let row_at = |at: usize| rows.get(at).and_then(|at| today.turns.get(*at));
        let mut selected = self
            .selected
            .and_then(|id| rows.iter().position(|at| today.turns.get(*at).is_some_and(|row| row.id == id)));
        let before = selected;
        let columns = [
            Column::exact("Hora", 88.0),
            Column::exact("Turno", 124.0),
            Column::rest("A nombre de"),
            Column::exact("Número", 116.0),
            Column::exact("Estado", 150.0),
            Column::exact("Espera", 74.0),
        ];
        let name =
            |at: usize| row_at(at).map(|row| format!("{} {}", row.turn.code, row.turn.holder_name)).unwrap_or_default();
        let table = Table::new("turns").name("Turnos de hoy").row_name(&name);
        let event = table.columns(&columns).rows(ui, rows.len(), &mut selected, |at, column, ui| {
            let Some(row) = row_at(at) else { return };
            match column {
                0 => {
                    if row.turn.priority.is_some() {
                        let (_, place) = ui.allocate_space(eframe::egui::vec2(18.0, 18.0));
                        Icon::Star.paint_solid(ui.painter(), place.center(), 16.0, palette.accent);
                    }
                    ui.label(words::hour(row));
                }
                1 => {
                    ui.monospace(row.turn.code.as_str());
                }
                2 => {
                    ui.label(&row.turn.holder_name).on_hover_text(procedure::name(row.turn.procedure));
                }
                3 => {
                    ui.monospace(row.turn.holder.as_str());
                }
                4 => {
                    widgets::badge(ui, words::sign_of(row.turn.state), &state_of(row, desk));
                }
                _ => {
                    if let (TurnState::Arrived, Some(arrived)) = (row.turn.state, row.turn.arrived) {
                        ui.label(format!("{} min", words::minutes_since(arrived, now)));
                    }
                }
            }
        });
        if selected != before {
            self.selected = selected.and_then(row_at).map(|row| row.id);
        }
        if let Some(at) = event.activated {
            self.selected = row_at(at).map(|row| row.id);
            return true;
        }
        false
    }
}

fn state_of(row: &TurnRow, desk: &Desk) -> String {
    let state = row.turn.state.spanish();
    let mine = desk.session().map(|session| session.actor().window);
    match (row.turn.state, row.called, desk.house()) {
        (TurnState::Called | TurnState::InService, Some(call), Some(house)) if Some(call.window) != mine => {
            format!("{state} ({})", house.window_number(call.window))
        }
        _ if row.vanished && row.turn.state == TurnState::Scheduled => "ya no consta".to_owned(),
        _ => state.to_owned(),
    }
}

fn searched(row: &TurnRow) -> String {
    let turn = &row.turn;
    folded(&format!("{} {} {} {}", turn.code, turn.holder, turn.holder_name, procedure::name(turn.procedure)))
}
