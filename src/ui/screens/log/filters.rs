//! What the log shows: days, who, where, what, how it ended, and a text.

use chrono::{Datelike as _, Days, NaiveDate};
use eframe::egui::{Id, Key, Modifiers, Ui};

use crate::domain::id::{UserId, WindowId};
use crate::domain::procedure::PROCEDURES;
use crate::domain::procedure_id::ProcedureId;
use crate::ops::Names;
use crate::ops::log::{Filter, Mark};
use crate::ops::view::{VisitOutcome, VisitState};
use crate::ui::theme::{SPACE_L, SPACE_S};
use crate::ui::widgets::{Field, Flow, Form};

/// Which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Period {
    Today,
    Yesterday,
    Week,
    Month,
    All,
    Range,
}

const PERIODS: [(Period, &str); 6] = [
    (Period::Today, "Hoy"),
    (Period::Yesterday, "Ayer"),
    (Period::Week, "Esta semana"),
    (Period::Month, "Este mes"),
    (Period::All, "Todo"),
    (Period::Range, "Otros días"),
];

/// How a visit may stand, as it is chosen.
const STATES: [(Option<VisitState>, &str); 6] = [
    (None, "Todos"),
    (Some(VisitState::Ended(VisitOutcome::Served)), "Atendidas"),
    (Some(VisitState::Ended(VisitOutcome::NotServed)), "No atendidas"),
    (Some(VisitState::Ended(VisitOutcome::Abandoned)), "Se retiraron"),
    (Some(VisitState::Open), "En curso"),
    (Some(VisitState::Parked), "En pausa"),
];

const MARKS: [(Option<Mark>, &str); 6] = [
    (None, "Todas"),
    (Some(Mark::Overridden), "Advertencias justificadas"),
    (Some(Mark::Voided), "Claves anuladas"),
    (Some(Mark::Complained), "Quejas"),
    (Some(Mark::Priority), "Turnos prioritarios"),
    (Some(Mark::WalkIn), "Turnos presenciales"),
];

/// Before any store of this program.
pub(super) const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

const SEARCH: &str = "Buscar";
const DAYS: &str = "Días";
const FIRST: &str = "Desde";

/// The filters, as they are chosen. Each choice holds one value more than it names: all of them.
pub(super) struct Filters {
    flow: Flow,
    /// The text field of the search.
    search: Option<Id>,
    /// Enter was pressed in it.
    entered: bool,
    period: Option<Period>,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    text: String,
    window: Option<Option<WindowId>>,
    clerk: Option<Option<UserId>>,
    procedure: Option<Option<ProcedureId>>,
    state: Option<Option<VisitState>>,
    mark: Option<Option<Mark>>,
}

impl Default for Filters {
    fn default() -> Self {
        Self {
            flow: Flow::default(),
            search: None,
            entered: false,
            period: Some(Period::Today),
            first: None,
            last: None,
            text: String::new(),
            window: Some(None),
            clerk: Some(None),
            procedure: Some(None),
            state: Some(None),
            mark: Some(None),
        }
    }
}

impl Filters {
    /// The keyboard goes to the search.
    pub(super) fn focus_search(&mut self) {
        self.flow.focus(SEARCH);
    }

    /// Enter or the arrow down was pressed in the search: the keyboard wants into the list.
    pub(super) fn leads_down(&mut self, ui: &Ui) -> bool {
        let has_focus = self.search.is_some_and(|search| ui.memory(|memory| memory.has_focus(search)));
        std::mem::take(&mut self.entered)
            || has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown))
    }

    /// Everything but the days is as it was at first.
    pub(super) fn clear(&mut self) {
        let (period, first, last) = (self.period, self.first, self.last);
        *self = Self { period, first, last, ..Self::default() };
        self.focus_search();
    }

    /// Every day there is.
    pub(super) fn widen(&mut self) {
        self.period = Some(Period::All);
    }

    /// Are there more days than those that are chosen?
    pub(super) fn can_widen(&self) -> bool {
        self.period != Some(Period::All)
    }

    /// Is anything but the days filtered?
    pub(super) fn is_narrowed(&self) -> bool {
        let chosen = [
            self.window.flatten().is_some(),
            self.clerk.flatten().is_some(),
            self.procedure.flatten().is_some(),
            self.state.flatten().is_some(),
            self.mark.flatten().is_some(),
            !self.text.trim().is_empty(),
        ];
        chosen.contains(&true)
    }

    /// The first and last day; none while the dates are not written. What is done after today's close counts in a later
    /// day, `counting`, and belongs to what one calls today.
    fn days(&self, today: NaiveDate, counting: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        match self.period? {
            Period::Today => Some((today, counting)),
            Period::Yesterday => today.pred_opt().map(|day| (day, day)),
            Period::Week => {
                let since_monday = u64::from(today.weekday().num_days_from_monday());
                today.checked_sub_days(Days::new(since_monday)).map(|monday| (monday, counting))
            }
            Period::Month => today.with_day(1).map(|first| (first, counting)),
            Period::All => Some((FIRST_DAY, counting)),
            Period::Range => self.first.zip(self.last),
        }
    }

    /// What is wanted; none while the dates are not written.
    pub(super) fn filter(&self, today: NaiveDate, counting: NaiveDate) -> Option<Filter> {
        let (first, last) = self.days(today, counting)?;
        Some(Filter {
            window: self.window.flatten(),
            clerk: self.clerk.flatten(),
            procedure: self.procedure.flatten().map(|procedure| procedure.as_str().to_owned()),
            state: self.state.flatten(),
            mark: self.mark.flatten(),
            text: self.text.trim().to_owned(),
            ..Filter::of_days(first, last)
        })
    }

    /// One frame, with the page's title; whose visits is asked of a supervisor only.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        names: &Names,
        today: NaiveDate,
        is_supervisor: bool,
        title: impl FnOnce(&mut Ui),
    ) {
        let was = self.period;
        let mut flow = std::mem::take(&mut self.flow);
        let room = ui.available_width();
        let choices = Choices::of(names);
        Form::show(ui, &mut flow, "log", |form| {
            form.inside(|ui, walk| match room >= BESIDE_TITLE {
                true => {
                    ui.horizontal_top(|ui| {
                        ui.vertical(|ui| {
                            ui.set_width(room - PERIODS_WIDTH);
                            title(ui);
                        });
                        ui.vertical(|ui| walk.form(ui).choice(Field::new(DAYS), &PERIODS, &mut self.period));
                    });
                }
                false => {
                    title(ui);
                    walk.form(ui).choice(Field::new(DAYS), &PERIODS, &mut self.period);
                }
            });
            if self.period == Some(Period::Range) {
                self.range_ui(form, today);
            }
            for row in packed(room, is_supervisor) {
                form.row(|form| row.into_iter().for_each(|(what, width)| self.field_ui(form, what, width, &choices)));
            }
        });
        self.flow = flow;
        if was != self.period {
            match self.period {
                Some(Period::Range) => self.flow.focus(FIRST),
                _ => self.flow.focus(SEARCH),
            }
        }
        ui.add_space(SPACE_S);
    }

    fn range_ui(&mut self, form: &mut Form<'_>, today: NaiveDate) {
        if self.first.is_none() && self.last.is_none() {
            (self.first, self.last) = (Some(today), Some(today));
        }
        let is_backwards = matches!((self.first, self.last), (Some(first), Some(last)) if last < first);
        form.row(|form| {
            form.date(Field::new(FIRST).width(DATE_WIDTH), &mut self.first);
            let error = is_backwards.then_some("Es anterior a «Desde».");
            form.date(Field::new("Hasta").width(DATE_WIDTH).error(error), &mut self.last);
        });
    }

    fn field_ui(&mut self, form: &mut Form<'_>, what: What, width: f32, choices: &Choices<'_>) {
        let field = |label| Field::new(label).width(width).narrowing();
        match what {
            What::Text => {
                let field = field(SEARCH).answered(true).hint("Nombre, número, turno o serie");
                let edited = form.text(field, &mut self.text);
                self.search = Some(edited.response.id);
                self.entered = edited.submitted;
            }
            What::Clerk => {
                form.select(field("Quién atendió"), &choices.clerks, &mut self.clerk);
            }
            What::Window => {
                form.select(field("Ventanilla"), &choices.windows(), &mut self.window);
            }
            What::Procedure => {
                form.select(field("Trámite"), &choices.procedures, &mut self.procedure);
            }
            What::State => {
                form.select(field("Resultado"), &STATES, &mut self.state);
            }
            What::Mark => {
                form.select(field("Solo con"), &MARKS, &mut self.mark);
            }
        }
    }
}

/// The fields, as they are packed into rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Text,
    Clerk,
    Window,
    Procedure,
    State,
    Mark,
}

/// The least width of each, in points.
const WIDTHS: [(What, f32); 6] = [
    (What::Text, 210.0),
    (What::Clerk, 160.0),
    (What::Window, 110.0),
    (What::Procedure, 184.0),
    (What::State, 140.0),
    (What::Mark, 208.0),
];

const DATE_WIDTH: f32 = 150.0;

/// The days' chips take so much, in points, and stand beside the title from this width on.
const PERIODS_WIDTH: f32 = 676.0;
const BESIDE_TITLE: f32 = 1_080.0;

/// The rows of fields in a room so wide, with their widths: what is left in a row goes to the search.
fn packed(room: f32, with_clerk: bool) -> Vec<Vec<(What, f32)>> {
    let mut rows: Vec<Vec<(What, f32)>> = vec![Vec::new()];
    let mut left = room;
    for (what, width) in WIDTHS.into_iter().filter(|(what, _)| with_clerk || *what != What::Clerk) {
        let needed = width + SPACE_L;
        if left < width && rows.last().is_some_and(|row| !row.is_empty()) {
            rows.push(Vec::new());
            left = room;
        }
        if let Some(row) = rows.last_mut() {
            row.push((what, width));
        }
        left -= needed;
    }
    if let (1, Some(row)) = (rows.len(), rows.first_mut()) {
        let spare = (left + SPACE_L).clamp(0.0, 160.0);
        row.iter_mut().filter(|(what, _)| *what == What::Text).for_each(|(_, width)| *width += spare);
    }
    rows
}

/// What the lists offer.
struct Choices<'n> {
    clerks: Vec<(Option<UserId>, &'n str)>,
    windows: Vec<(Option<WindowId>, String)>,
    procedures: Vec<(Option<ProcedureId>, &'static str)>,
}

impl<'n> Choices<'n> {
    fn of(names: &'n Names) -> Self {
        let clerks = names.users().iter().map(|user| (Some(user.id), user.full_name.as_str()));
        let windows = names.windows().iter().map(|window| (Some(window.id), window.number.to_string()));
        let procedures = PROCEDURES.iter().map(|procedure| (Some(procedure.id), procedure.name));
        Self {
            clerks: [(None, "Todos")].into_iter().chain(clerks).collect(),
            windows: [(None, "Todas".to_owned())].into_iter().chain(windows).collect(),
            procedures: [(None, "Todos")].into_iter().chain(procedures).collect(),
        }
    }

    fn windows(&self) -> Vec<(Option<WindowId>, &str)> {
        self.windows.iter().map(|(id, number)| (*id, number.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_days_of_a_period_end_today() {
        let of =
            |period| Filters { period: Some(period), ..Filters::default() }.days(day("2026-11-20"), day("2026-11-20"));
        assert_eq!(of(Period::Today), Some((day("2026-11-20"), day("2026-11-20"))));
        assert_eq!(of(Period::Yesterday), Some((day("2026-11-19"), day("2026-11-19"))));
        assert_eq!(of(Period::Week), Some((day("2026-11-16"), day("2026-11-20"))), "a week begins on Monday");
        assert_eq!(of(Period::Month), Some((day("2026-11-01"), day("2026-11-20"))));
        assert_eq!(of(Period::All).map(|days| days.1), Some(day("2026-11-20")));
        assert_eq!(of(Period::Range), None, "nothing is written yet");
        let closed = Filters::default().days(day("2026-11-20"), day("2026-11-21"));
        assert_eq!(closed, Some((day("2026-11-20"), day("2026-11-21"))), "what is done after the close is there too");
    }

    #[test]
    fn fields_that_find_no_room_stand_in_another_row() {
        for room in [1_120.0, 900.0, 640.0, 300.0] {
            let rows = packed(room, true);
            assert_eq!(rows.iter().map(Vec::len).sum::<usize>(), WIDTHS.len(), "{room}");
            for row in rows.iter().filter(|row| row.len() > 1) {
                let taken: f32 = row.iter().map(|(_, width)| width + SPACE_L).sum::<f32>() - SPACE_L;
                assert!(taken <= room, "{taken} of {room}");
            }
        }
        assert!(!packed(1_120.0, false).concat().iter().any(|(what, _)| *what == What::Clerk));
    }
}
