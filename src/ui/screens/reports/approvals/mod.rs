//! What was approved and refused, in whose name, over some days; how much by whom and about what; and where one person does
//! far more beside the rule than the centre.

mod habits;
mod list;
mod summary;

use chrono::{Datelike as _, Days, NaiveDate};
use eframe::egui::Ui;

use self::list::ApprovalList;
use super::super::common::Fault;
use super::Scrolling;
use crate::desk::Live;
use crate::domain::calendar::day_in_words;
use crate::ops::Changed;
use crate::ops::reading::Supervising;
use crate::ops::view::{self, ApprovalOverview};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{self, Field, Flow, Form, Sign, Tab};

/// Everything that this view hears of.
const LISTS: &[Changed] = &[Changed::Approvals, Changed::Visits, Changed::Issuances, Changed::Turns];

/// From this width on, in points, tables have all of their columns.
const WIDE: f32 = 900.0;

/// The longest stretch of days that is read at once.
const MOST_DAYS: i64 = 366;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Range {
    Today,
    Week,
    Month,
    Own,
}

const RANGES: [(Range, &str); 4] =
    [(Range::Today, "Hoy"), (Range::Week, "Esta semana"), (Range::Month, "Este mes"), (Range::Own, "Otros días")];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    List,
    Summary,
    Habits,
}

const PARTS: [Tab<'_, Part>; 3] = [
    (Part::List, "Pedidos", Icon::Turns),
    (Part::Summary, "Resumen", Icon::Report),
    (Part::Habits, "Qué revisar", Icon::Search),
];

/// The approvals.
pub(super) struct ApprovalsView {
    range: Option<Range>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    flow: Flow,
    at: Part,
    list: ApprovalList,
    seen: Live<ApprovalOverview>,
    asked: Option<(NaiveDate, NaiveDate)>,
}

impl Default for ApprovalsView {
    fn default() -> Self {
        Self {
            range: Some(Range::Today),
            from: None,
            to: None,
            flow: Flow::default(),
            at: Part::List,
            list: ApprovalList::default(),
            seen: Live::default(),
            asked: None,
        }
    }
}

impl ApprovalsView {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, scrolling: Scrolling) {
        let today = cx.now().day(cx.zone());
        let days = self.days(today);
        let title = match days {
            Ok((first, last)) if first == last => day_in_words(first),
            Ok((first, last)) => format!("Del {} al {}", day_in_words(first), day_in_words(last)),
            Err(_) => "Otros días".to_owned(),
        };
        widgets::panel_title(ui, &title, "");
        self.range_ui(ui, today);
        ui.horizontal_wrapped(|ui| {
            if let Some(part) = widgets::tabs(ui, &PARTS, self.at) {
                self.at = part;
            }
        });
        ui.add_space(SPACE_S);
        let days = match days {
            Ok(days) => days,
            Err(lacking) => return widgets::notice(ui, Sign::Missing, lacking, None),
        };
        if self.asked.replace(days) != Some(days) {
            self.seen.stale();
        }
        let are_others = self.seen.get().is_none_or(|seen| seen.days != days);
        self.seen.refresh(cx.desk, LISTS, |desk| match are_others {
            // Looking at days leaves a trace, once they are seen.
            true => desk.look_at_approvals(days),
            false => desk.read_as(move |house, reader, by| {
                view::approvals(reader, Supervising::of(by.actor())?, house.centre(), days)
            }),
        });
        if let Some(fault) = self.seen.fault() {
            Fault::new(fault.to_string()).ui(ui);
        }
        let Some(seen) = self.seen.get().filter(|seen| seen.days == days) else {
            ui.label("Leyendo las aprobaciones…");
            return;
        };
        match self.at {
            Part::List => self.list.ui(ui, cx, &seen.lines, scrolling),
            Part::Summary => scrolling.around(ui, |ui| summary::ui(ui, seen)),
            Part::Habits => scrolling.around(ui, |ui| habits::ui(ui, seen)),
        }
    }

    fn range_ui(&mut self, ui: &mut Ui, today: NaiveDate) {
        Form::show(ui, &mut self.flow, "the days of the approvals", |form| {
            form.row(|form| {
                if form.choice(Field::new("Días"), &RANGES, &mut self.range) && self.range == Some(Range::Own) {
                    self.from = self.from.or(Some(today));
                    self.to = self.to.or(Some(today));
                }
                if self.range == Some(Range::Own) {
                    form.date(Field::new("Desde").width(150.0), &mut self.from);
                    form.date(Field::new("Hasta").width(150.0), &mut self.to);
                }
            });
        });
    }

    /// The days that are asked for, both included; or what is lacking.
    fn days(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), &'static str> {
        match self.range.unwrap_or(Range::Today) {
            Range::Today => Ok((today, today)),
            Range::Week => {
                let since_monday = Days::new(today.weekday().num_days_from_monday().into());
                Ok((today.checked_sub_days(since_monday).unwrap_or(today), today))
            }
            Range::Month => Ok((today.with_day(1).unwrap_or(today), today)),
            Range::Own => match (self.from, self.to) {
                (Some(from), Some(to)) if to < from => Err("El día «Hasta» es anterior a «Desde». Cámbielos."),
                (Some(from), Some(to)) if (to - from).num_days() >= MOST_DAYS => {
                    Err("Elija un año como máximo: acerque «Desde» y «Hasta».")
                }
                (Some(from), Some(to)) => Ok((from, to)),
                _ => Err("Escriba desde y hasta qué día."),
            },
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot read its own example fails")]
mod tests {
    use super::*;

    #[test]
    fn the_days_are_those_that_were_asked_for_or_it_is_said_what_is_lacking() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = |range, from: Option<&str>, to: Option<&str>| {
            let view = ApprovalsView { range, from: from.map(day), to: to.map(day), ..ApprovalsView::default() };
            view.days(day("2026-11-20")).map(|(first, last)| (first.to_string(), last.to_string())).ok()
        };
        let some = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(days(Some(Range::Today), None, None), some("2026-11-20", "2026-11-20"));
        assert_eq!(days(Some(Range::Week), None, None), some("2026-11-16", "2026-11-20"));
        assert_eq!(days(Some(Range::Month), None, None), some("2026-11-01", "2026-11-20"));
        let own = |from, to| days(Some(Range::Own), Some(from), Some(to));
        assert_eq!(own("2026-01-01", "2026-12-31"), some("2026-01-01", "2026-12-31"));
        assert_eq!((own("2026-11-20", "2026-11-19"), own("2025-01-01", "2026-12-31")), (None, None));
        assert_eq!(days(Some(Range::Own), Some("2026-11-20"), None), None);
    }
}
