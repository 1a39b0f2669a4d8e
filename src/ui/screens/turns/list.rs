//! The list of the day's turns: filtered as one types, in the order of their hours.

use eframe::egui::{Ui, vec2};

use super::veil::{Veil, is_exactly};
use crate::desk::Desk;
use crate::domain::calendar::{Moment, Zone};
use crate::domain::id::TurnId;
use crate::domain::name::folded;
use crate::domain::procedure;
use crate::domain::turn::{Origin, TurnState};
use crate::ops::view::{Today, TurnRow};
use crate::ui::theme::{self, Icon, SPACE_M};
use crate::ui::widgets::{self, Column, Field, Flow, Form, Table};
use crate::ui::words;

/// The least height of the table, in points.
const LEAST_HEIGHT: f32 = 160.0;

/// Narrower than this, in points, the list shows fewer columns.
const WIDE: f32 = 700.0;

/// Narrower than this, in points, the groups have no room beside the search: they open below a field.
const WITH_GROUPS: f32 = 764.0;

/// Narrower than this, in points, it shows the fewest.
const NARROW: f32 = 560.0;

/// What the table is told apart by.
const TABLE: &str = "turns";

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
    /// The search takes the keyboard, which nothing has.
    takes_keyboard: bool,
    /// Those in pause are shown because their key was pressed.
    is_shown_by_key: bool,
    /// What hides who waits.
    veil: Veil,
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
            takes_keyboard: false,
            is_shown_by_key: false,
            veil: Veil::default(),
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

    /// The keyboard goes to the search, for the next person: who was found stays selected, and is not found once more.
    pub(super) fn take_keyboard(&mut self) {
        if let Some(turn) = self.selected {
            self.select(turn);
        }
        self.takes_keyboard = true;
    }

    /// Something else has taken it in this frame.
    pub(super) fn leave_keyboard(&mut self) {
        self.takes_keyboard = false;
    }

    pub(super) fn show_parked(&mut self) {
        self.is_shown_by_key = true;
        self.shown = Some(Shown::Parked);
        self.selects_first = true;
        self.typed.clear();
        self.rows.clear();
        self.texts.clear();
    }

    /// A visit that was looked for among those in pause is left: all of them are shown again.
    pub(super) fn leave_parked(&mut self) {
        if std::mem::take(&mut self.is_shown_by_key) && self.shown == Some(Shown::Parked) {
            self.shown = Some(Shown::All);
            self.rows.clear();
            self.texts.clear();
        }
    }

    /// Selects a turn; what was typed into the search must not hide it.
    pub(super) fn select(&mut self, turn: TurnId) {
        self.selected = Some(turn);
        if !self.typed.is_empty() {
            self.typed.clear();
            self.texts.clear();
        }
    }

    pub(super) fn selected(&self) -> Option<TurnId> {
        self.selected
    }

    /// The day was read again.
    pub(super) fn take(&mut self, today: &Today, desk: &Desk) {
        self.veil = Veil::at(desk).lifted_for(self.veil.lifted());
        self.texts = today.turns.iter().map(|row| searched(row, self.veil)).collect();
        self.filter(today);
    }

    /// What hides who waits, as the list shows it.
    pub(super) fn veil(&self) -> Veil {
        self.veil
    }

    /// Somebody was found by an exact code or number: who that is is shown.
    pub(super) fn lift_veil(&mut self, turn: Option<TurnId>) {
        self.veil = self.veil.lifted_for(turn);
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
            .filter(|(_, (row, text))| {
                let is_found = words.iter().all(|word| text.contains(word)) || is_exactly(row, wanted.trim());
                shown.takes(row.turn.state) && is_found
            })
            .map(|(at, _)| at)
            .collect();
        let exact = |at: &usize| today.turns.get(*at).filter(|row| is_exactly(row, wanted.trim())).map(|row| row.id);
        if let Some(found) = self.rows.iter().find_map(exact) {
            self.lift_veil(Some(found));
        }
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

    /// Selects what fits what was typed best: a turn's code before a number that happens to hold it. A row that fits as well
    /// and is selected already stays so.
    fn choose_best(&mut self, today: &Today) {
        let wanted = folded(&self.typed);
        let wanted = wanted.trim();
        let row_at = |at: &usize| today.turns.get(*at);
        let best = self.rows.iter().filter_map(row_at).min_by_key(|row| fit(row, wanted));
        let selected = self.rows.iter().filter_map(row_at).find(|row| Some(row.id) == self.selected);
        let stays = selected.is_some_and(|row| best.is_some_and(|best| fit(best, wanted) == fit(row, wanted)));
        if !stays {
            self.selected = best.map(|row| row.id);
        }
    }

    /// "Presentes: 8 · Por llegar: 12 · Terminados: 40".
    pub(super) fn tally(&self, today: &Today) -> String {
        let count = |shown: Shown| today.turns.iter().filter(|row| shown.takes(row.turn.state)).count();
        let (here, coming, over) = (count(Shown::Here), count(Shown::Coming), count(Shown::Over));
        format!("Presentes: {here} · Por llegar: {coming} · Terminados: {over}")
    }

    /// The filter and the table; answers whether a row was activated.
    pub(super) fn ui(&mut self, ui: &mut Ui, today: &Today, now: Moment, desk: &Desk) -> bool {
        if self.texts.len() != today.turns.len() {
            self.take(today, desk);
        }
        if std::mem::take(&mut self.takes_keyboard) {
            self.flow.focus("Buscar");
        }
        let (mut has_changed, mut submitted) = (false, false);
        Form::show(ui, &mut self.flow, "turn-filter", |form| {
            let has_groups = form.ui().available_width() >= WITH_GROUPS;
            form.row(|form| {
                let hint = if self.veil == Veil::default() { "Nombre o número" } else { "Turno o número" };
                let field = Field::new("Buscar").hint(hint).width(150.0).answered(true);
                let edited = form.text(field, &mut self.typed);
                has_changed |= edited.changed;
                submitted = edited.submitted;
                has_changed |= match has_groups {
                    true => form.choice(Field::new("Mostrar"), &GROUPS, &mut self.shown),
                    false => form.select(Field::new("Mostrar").width(150.0).narrowing(), &GROUPS, &mut self.shown),
                };
            });
        });
        // Nothing is said below these fields: the room for it is the list's.
        ui.add_space(-SPACE_M);
        if has_changed {
            self.filter(today);
        }
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
        // On a page that is scrolled as a whole, there is no end to the height.
        let room = vec2(ui.available_width(), ui.available_height().max(LEAST_HEIGHT).min(ui.clip_rect().height()));
        let activated = ui.allocate_ui(room, |ui| self.table_ui(ui, today, now, desk)).inner;
        // An empty search looks for nobody.
        if submitted && !self.typed.trim().is_empty() {
            self.choose_best(today);
            // To the list and no further: who is found is looked at before anything is done with them.
            ui.memory_mut(|memory| memory.request_focus(Table::new(TABLE).id()));
        }
        activated
    }

    fn table_ui(&mut self, ui: &mut Ui, today: &Today, now: Moment, desk: &Desk) -> bool {
        let palette = theme::palette(ui);
        let zone = desk.house().map_or(Zone::Mainland, |house| house.centre().zone);
        let (rows, veil) = (&self.rows, self.veil);
        let row_at = |at: usize| rows.get(at).and_then(|at| today.turns.get(*at));
        let mut selected = self
            .selected
            .and_then(|id| rows.iter().position(|at| today.turns.get(*at).is_some_and(|row| row.id == id)));
        let before = selected;
        let shown = Cell::that_fit(ui.available_width());
        let columns: Vec<Column<'_>> = shown.iter().map(|cell| cell.column()).collect();
        let name =
            |at: usize| row_at(at).map(|row| format!("{} {}", row.turn.code, veil.name(row))).unwrap_or_default();
        let table = Table::new(TABLE).name("Turnos de hoy").row_name(&name);
        let event = table.columns(&columns).rows(ui, rows.len(), &mut selected, |at, column, ui| {
            let (Some(row), Some(cell)) = (row_at(at), shown.get(column)) else { return };
            match cell {
                Cell::Hour => {
                    ui.label(words::hour(row));
                }
                Cell::ShortHour => {
                    // Whoever has no hour came at one.
                    let came = row.turn.arrived.filter(|_| row.turn.origin == Origin::WalkIn);
                    let hour = came.map_or_else(|| words::hour(row), |at| words::hour_of(at, zone));
                    ui.label(hour).on_hover_text(words::hour(row));
                }
                Cell::Code => {
                    ui.monospace(row.turn.code.as_str());
                }
                Cell::ShortCode => {
                    let code = row.turn.code.as_str();
                    ui.monospace(last_part(code)).on_hover_text(code);
                }
                Cell::Holder => {
                    if row.turn.priority.is_some() {
                        let (_, place) = ui.allocate_space(vec2(18.0, 18.0));
                        Icon::Star.paint_solid(ui.painter(), place.center(), 16.0, palette.accent);
                    }
                    let about =
                        format!("{} · {} · {}", veil.number(row), row.turn.code, procedure::name(row.turn.procedure));
                    let name = veil.name(row);
                    let about = format!("{name}\n{about}");
                    widgets::told_whole(ui, name.as_ref(), &about);
                }
                Cell::Number => {
                    if !veil.hides(row) {
                        let number = row.turn.holder.as_str();
                        ui.monospace(last_digits(number)).on_hover_text(number);
                    }
                }
                Cell::State => {
                    widgets::badge(ui, words::sign_of(row.turn.state), &state_of(row, desk));
                }
                Cell::StateOrWaiting => {
                    let state = state_of(row, desk);
                    match waiting(row, now) {
                        Some(waits) => widgets::badge(ui, words::sign_of(row.turn.state), &waits).on_hover_text(state),
                        None => widgets::badge(ui, words::sign_of(row.turn.state), &state).on_hover_text(state),
                    };
                }
                Cell::Waiting => {
                    if let Some(waiting) = waiting(row, now) {
                        ui.label(waiting);
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

/// What stands in a column.
#[derive(Clone, Copy)]
enum Cell {
    Hour,
    ShortHour,
    Code,
    ShortCode,
    Holder,
    Number,
    State,
    /// How long somebody waits already; of who does not wait, how their turn stands.
    StateOrWaiting,
    Waiting,
}

impl Cell {
    const ALL: [Self; 6] = [Self::Hour, Self::Code, Self::Holder, Self::Number, Self::State, Self::Waiting];
    /// Where there is no room for all.
    const NARROW: [Self; 5] = [Self::ShortHour, Self::ShortCode, Self::Holder, Self::Number, Self::StateOrWaiting];
    /// Where there is hardly any: the number is told to who points at the name.
    const NARROWEST: [Self; 4] = [Self::ShortHour, Self::ShortCode, Self::Holder, Self::StateOrWaiting];

    fn that_fit(width: f32) -> &'static [Self] {
        match width {
            _ if width >= WIDE => &Self::ALL,
            _ if width >= NARROW => &Self::NARROW,
            _ => &Self::NARROWEST,
        }
    }

    fn column(self) -> Column<'static> {
        match self {
            Self::Hour => Column::exact("Hora", 92.0),
            Self::ShortHour => Column::exact("Hora", 60.0),
            Self::Code => Column::exact("Turno", 122.0),
            Self::Holder => Column::rest("A nombre de"),
            Self::Number => Column::exact("Número", 76.0),
            Self::ShortCode => Column::exact("Turno", 60.0),
            Self::State => Column::exact("Estado", 142.0),
            Self::StateOrWaiting => Column::exact("Estado", 122.0),
            Self::Waiting => Column::exact("Espera", 62.0),
        }
    }
}

/// "…0622": names have the room; all of the number stands in the panel, and under the pointer.
fn last_digits(number: &str) -> String {
    const SHOWN: usize = 4;
    match number.char_indices().rev().nth(SHOWN.saturating_sub(1)) {
        Some((at, _)) if at > 0 => format!("…{}", number.get(at..).unwrap_or_default()),
        _ => number.to_owned(),
    }
}

/// "…002": of a code, what tells the turns of a day apart.
fn last_part(code: &str) -> String {
    match code.rsplit_once('-') {
        Some((_, last)) => format!("…{last}"),
        None => last_digits(code),
    }
}

/// For how long somebody waits.
fn waiting(row: &TurnRow, now: Moment) -> Option<String> {
    let arrived = row.turn.arrived.filter(|_| row.turn.state == TurnState::Arrived)?;
    Some(format!("{} min", words::minutes_since(arrived, now)))
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

/// How well a turn fits what was typed, folded: the less, the better.
fn fit(row: &TurnRow, wanted: &str) -> u8 {
    let (code, number) = (folded(row.turn.code.as_str()), folded(row.turn.holder.as_str()));
    let last_part = code.rsplit('-').next().unwrap_or_default();
    match () {
        () if wanted.is_empty() => 0,
        () if code == wanted => 0,
        () if last_part == wanted => 1,
        () if number == wanted => 2,
        () if code.contains(wanted) => 3,
        () if number.starts_with(wanted) => 4,
        () => 5,
    }
}

/// What is looked through for what was typed: of whoever is hidden, only what is shown.
fn searched(row: &TurnRow, veil: Veil) -> String {
    let turn = &row.turn;
    if veil.hides(row) {
        return folded(&format!("{} {}", turn.code, procedure::name(turn.procedure)));
    }
    folded(&format!("{} {} {} {}", turn.code, turn.holder, turn.holder_name, procedure::name(turn.procedure)))
}
