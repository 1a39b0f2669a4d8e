//! The list: ids of all that was found, lines of what is in sight.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike as _, NaiveDate};
use eframe::egui::{Ui, vec2};

use super::words;
use crate::desk::{Desk, Error, Pending};
use crate::domain::calendar::{Moment, Zone};
use crate::domain::id::VisitId;
use crate::domain::procedure;
use crate::ops::Names;
use crate::ops::log::{self, Line, SortBy, Sorting};
use crate::ui::theme::{Icon, palette};
use crate::ui::widgets::{self, Column, Table};
use crate::ui::words::{capital, counted, day_and_hour};

/// Lines read at once.
const PAGE: usize = 96;
/// Lines kept; when there are more, all but those around what is in sight go.
const KEPT: usize = 4_000;

/// The lines that were read, each with the revision of the lists that it was read at.
#[derive(Default)]
pub(super) struct Lines {
    read: HashMap<VisitId, (Line, u64)>,
    reading: Pending<(Vec<Line>, u64)>,
    /// Why the last reading failed, and at which revision: it is not tried again before another one.
    fault: Option<(String, u64)>,
    asked_at: u64,
}

impl Lines {
    /// A line, where it was read.
    pub(super) fn get(&self, visit: VisitId) -> Option<&Line> {
        self.read.get(&visit).map(|(line, _)| line)
    }

    /// Takes lines in.
    pub(super) fn poll(&mut self) {
        match self.reading.poll() {
            Some(Ok((lines, revision))) => {
                self.fault = None;
                self.read.extend(lines.into_iter().map(|line| (line.visit, (line, revision))));
            }
            // A full queue is not an answer: it is asked again.
            Some(Err(Error::Busy)) | None => {}
            Some(Err(fault)) => self.fault = Some((fault.to_string(), self.asked_at)),
        }
    }

    /// Why the lines in sight could not be read.
    pub(super) fn fault(&self) -> Option<&str> {
        self.fault.as_ref().map(|(sentence, _)| sentence.as_str())
    }

    /// Reads what is not there, as of `revision`, of `visits` around `from` and of the one that is `selected`.
    pub(super) fn want(
        &mut self,
        desk: &Desk,
        (visits, from): (&[VisitId], usize),
        selected: Option<VisitId>,
        revision: u64,
    ) {
        if self.reading.is_busy() || self.fault.as_ref().is_some_and(|(_, at)| *at == revision) {
            return;
        }
        let from = from.saturating_sub(PAGE / 4).min(visits.len());
        let around: HashSet<VisitId> = visits.iter().skip(from).take(PAGE).copied().chain(selected).collect();
        if self.read.len() > KEPT {
            self.read.retain(|visit, _| around.contains(visit));
        }
        let around = around.iter();
        let is_old = |visit: &&VisitId| self.read.get(visit).is_none_or(|(_, at)| *at != revision);
        let wanted: Vec<VisitId> = around.filter(is_old).copied().collect();
        if !wanted.is_empty() {
            self.asked_at = revision;
            self.reading
                .start(|| desk.read_as(move |_, reader, by| Ok((log::lines(reader, by.actor(), &wanted)?, revision))));
        }
    }
}

/// What happened in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Event {
    /// A line was clicked.
    pub(super) clicked: bool,
    /// This one is to be opened.
    pub(super) opened: Option<VisitId>,
    /// Sorted anew.
    pub(super) sorting: Option<Sorting>,
}

/// What the list is shown with.
pub(super) struct Shown<'a> {
    pub(super) desk: &'a Desk,
    pub(super) visits: &'a [VisitId],
    pub(super) sorting: Sorting,
    pub(super) revision: u64,
    pub(super) names: &'a Names,
    pub(super) zone: Zone,
    /// The first and the last day that are shown.
    pub(super) days: (NaiveDate, NaiveDate),
}

impl Shown<'_> {
    /// When a line was opened, as one reads it: the day where it is not the one day that is shown, the year where there
    /// are several.
    fn hour_of(&self, line: &Line) -> String {
        let (first, last) = self.days;
        let at = Moment(line.opened_at_ms).local(self.zone);
        let format = match at.date_naive() == first && first == last {
            true => "%H:%M",
            false if first.year() == last.year() => "%d/%m  %H:%M",
            false => "%d/%m/%y  %H:%M",
        };
        at.format(format).to_string()
    }
}

/// One frame of the list.
pub(super) fn ui(ui: &mut Ui, shown: &Shown<'_>, lines: &mut Lines, selected: &mut Option<VisitId>) -> Event {
    let cells = Cell::that_fit(ui.available_width());
    let columns: Vec<Column<'_>> = cells.iter().map(|cell| cell.column(shown.days.0 != shown.days.1)).collect();
    let visits = shown.visits;
    let mut at = selected.and_then(|visit| visits.iter().position(|it| *it == visit));
    let before = at;
    let name = |row: usize| visits.get(row).and_then(|visit| lines.get(*visit)).map(row_name).unwrap_or_default();
    let mut table = Table::new("log").name("Atenciones").columns(&columns).row_name(&name);
    if let Some(column) = cells.iter().position(|cell| cell.sorted_by() == Some(shown.sorting.by)) {
        table = table.sorted(column, shown.sorting.ascending);
    }
    let mut in_sight: Option<usize> = None;
    let event = table.rows(ui, visits.len(), &mut at, |row, column, ui| {
        in_sight = Some(in_sight.map_or(row, |first| first.min(row)));
        let (Some(visit), Some(cell)) = (visits.get(row), cells.get(column)) else { return };
        match lines.get(*visit) {
            Some(line) => cell_ui(ui, *cell, line, shown),
            // It is on its way.
            None if column == 0 => {
                ui.label("…");
            }
            None => {}
        }
    });
    if let Some(from) = in_sight {
        lines.want(shown.desk, (visits, from), *selected, shown.revision);
    }
    if at != before {
        *selected = at.and_then(|row| visits.get(row)).copied();
    }
    let sorting = event.sorted_by.and_then(|column| cells.get(column)).and_then(|cell| cell.sorted_by()).map(|by| {
        // The newest, the longest first; names from A on.
        let first_way = by == SortBy::Person;
        Sorting { by, ascending: if by == shown.sorting.by { !shown.sorting.ascending } else { first_way } }
    });
    Event {
        clicked: event.clicked.is_some(),
        opened: event.activated.and_then(|row| visits.get(row)).copied(),
        sorting,
    }
}

/// The keyboard goes to the list.
pub(super) fn take_focus(ui: &Ui) {
    ui.memory_mut(|memory| memory.request_focus(Table::new("log").id()));
}

/// Has the list the keyboard?
pub(super) fn has_focus(ui: &Ui) -> bool {
    ui.memory(|memory| memory.has_focus(Table::new("log").id()))
}

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Hour,
    Turn,
    Person,
    Procedure,
    Outcome,
    Marks,
    Waiting,
    Service,
    Window,
    Clerk,
}

impl Cell {
    /// The last one only where there is room to spare.
    const ALL: [Self; 10] = [
        Self::Hour,
        Self::Person,
        Self::Procedure,
        Self::Outcome,
        Self::Marks,
        Self::Waiting,
        Self::Service,
        Self::Window,
        Self::Clerk,
        Self::Turn,
    ];
    const NARROW: [Self; 6] = [Self::Hour, Self::Person, Self::Outcome, Self::Marks, Self::Waiting, Self::Service];
    const NARROWEST: [Self; 4] = [Self::Hour, Self::Person, Self::Outcome, Self::Marks];

    fn that_fit(width: f32) -> &'static [Self] {
        match width {
            _ if width >= 1_240.0 => &Self::ALL,
            _ if width >= 1_000.0 => Self::ALL.split_last().map_or(&[], |(_, rest)| rest),
            _ if width >= 680.0 => &Self::NARROW,
            _ => &Self::NARROWEST,
        }
    }

    fn column(self, has_days: bool) -> Column<'static> {
        match self {
            Self::Hour if has_days => Column::exact("Día y hora", 136.0).sortable(),
            Self::Hour => Column::exact("Hora", 118.0).sortable(),
            Self::Turn => Column::exact("Turno", 120.0),
            Self::Person => Column::rest("A nombre de").sortable(),
            Self::Procedure => Column::exact("Trámite", 172.0),
            Self::Outcome => Column::exact("Resultado", 128.0),
            Self::Marks => Column::exact("Señales", 102.0),
            Self::Waiting => Column::exact("Espera", 86.0).sortable(),
            Self::Service => Column::exact("Duró", 80.0).sortable(),
            Self::Window => Column::exact("Vent.", 60.0),
            Self::Clerk => Column::exact("Atendió", 132.0),
        }
    }

    fn sorted_by(self) -> Option<SortBy> {
        match self {
            Self::Hour => Some(SortBy::Hour),
            Self::Person => Some(SortBy::Person),
            Self::Waiting => Some(SortBy::Waiting),
            Self::Service => Some(SortBy::Service),
            _ => None,
        }
    }
}

fn cell_ui(ui: &mut Ui, cell: Cell, line: &Line, shown: &Shown<'_>) {
    match cell {
        Cell::Hour => {
            ui.label(shown.hour_of(line)).on_hover_text(day_and_hour(line.opened_at_ms, shown.zone));
        }
        Cell::Turn => {
            ui.monospace(&line.turn_code);
        }
        Cell::Person => {
            let about =
                [&line.holder_name, &line.holder_number, &line.turn_code, &line.employer_name].map(String::as_str);
            let about = about.join("\n");
            widgets::told_whole(ui, &line.holder_name, &about);
        }
        Cell::Procedure => {
            let name = procedure::name_of(&line.procedure);
            widgets::told_whole(ui, name, name);
        }
        Cell::Outcome => {
            widgets::badge(ui, words::sign_of(line.state), &capital(line.state.spanish()));
        }
        Cell::Marks => marks_ui(ui, line),
        Cell::Waiting => {
            ui.label(minutes(line.waited_secs()));
        }
        Cell::Service => {
            ui.label(minutes(line.served_secs()));
        }
        Cell::Window => {
            ui.label(shown.names.window(line.window).to_string());
        }
        Cell::Clerk => {
            let name = shown.names.user(line.clerk);
            widgets::told_whole(ui, name, name);
        }
    }
}

fn minutes(secs: Option<u32>) -> String {
    secs.map_or_else(|| "—".to_owned(), |secs| format!("{} min", secs / 60))
}

/// Its signs: priority, warnings that were overridden, slips delivered and void. Whoever points at one is told.
fn marks_ui(ui: &mut Ui, line: &Line) {
    let p = palette(ui);
    let marks = [
        (line.has_priority, Icon::Star, p.accent, "Turno prioritario".to_owned()),
        (line.overrides > 0, Icon::Warning, p.warning, overrides(line.overrides)),
        (line.voided > 0, Icon::Refused, p.danger, voided(line.voided)),
        (line.complaints > 0, Icon::Mail, p.warning, complaints(line.complaints)),
        (line.delivered > 0, Icon::Key, p.positive, counted(line.delivered, "clave entregada", "claves entregadas")),
    ];
    ui.spacing_mut().item_spacing.x = 2.0;
    for (_, icon, colour, told) in marks.iter().filter(|(is_there, ..)| *is_there) {
        let (rect, response) = ui.allocate_exact_size(vec2(18.0, 18.0), eframe::egui::Sense::hover());
        icon.paint_solid(ui.painter(), rect.center(), 16.0, *colour);
        response.on_hover_text(told);
    }
}

fn overrides(count: u32) -> String {
    counted(count, "advertencia justificada", "advertencias justificadas")
}

fn voided(count: u32) -> String {
    counted(count, "clave anulada", "claves anuladas")
}

fn complaints(count: u32) -> String {
    counted(count, "queja", "quejas")
}

/// What a screen reader says of a line.
fn row_name(line: &Line) -> String {
    let mut said = format!("{} {}, {}", line.turn_code, line.holder_name, line.state.spanish());
    let told = [
        (line.overrides, overrides(line.overrides)),
        (line.voided, voided(line.voided)),
        (line.complaints, complaints(line.complaints)),
    ];
    for (_, words) in told.iter().filter(|(count, _)| *count > 0) {
        said.push_str(", ");
        said.push_str(words);
    }
    said
}
