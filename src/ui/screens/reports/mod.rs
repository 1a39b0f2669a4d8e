//! What the centre's work came to, for a supervisor: the month's table, charts of the month and the day, what was approved in
//! whose name; and the month of all centres, where this machine may read those of others.

mod approvals;
mod centres;
mod charts;
mod saving;
mod table;

use eframe::egui::{ScrollArea, Ui};

use self::approvals::ApprovalsView;
use self::centres::CentresView;
use self::charts::ChartsView;
use self::table::TableView;
use super::common::{Fault, turned};
use crate::desk::{Desk, Live, PrintJob};
use crate::ops::Changed;
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Tab};

/// Everything that the figures of visits hear of.
const LISTS: &[Changed] = &[Changed::Visits, Changed::Issuances, Changed::Complaints];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum View {
    #[default]
    Table,
    Charts,
    Approvals,
    Centres,
}

const TABS: [Tab<'_, View>; 4] = [
    (View::Table, "Tabla de transparencia", Icon::Document),
    (View::Charts, "Gráficos", Icon::Report),
    (View::Approvals, "Aprobaciones", Icon::Shield),
    (View::Centres, "Todos los centros", Icon::Employer),
];

/// From so many centres in reach on there is something to put beside each other.
const SEVERAL: usize = 2;

/// Lower than this, in points, the page is scrolled as a whole.
const LOW_PAGE: f32 = 460.0;

/// What is scrolled: what is listed, or, in a low window, all of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scrolling {
    Lists,
    Page,
}

impl Scrolling {
    /// Around what is listed.
    fn around(self, ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
        match self {
            Self::Lists => drop(ScrollArea::vertical().auto_shrink([false, false]).show(ui, add)),
            Self::Page => add(ui),
        }
    }
}

/// Takes in how a printing ended: in these words, or as what stood in its way.
fn take_printed(printing: &mut Option<PrintJob<()>>, cx: &mut Cx<'_>, words: &str, fault: &mut Option<Fault>) {
    if let Some(answer) = printing.as_ref().and_then(PrintJob::poll) {
        *printing = None;
        match answer {
            Ok(()) => cx.tell(words),
            Err(stopped) => *fault = Some(stopped.into()),
        }
    }
}

/// The reports.
#[derive(Default)]
pub struct ReportsScreen {
    at: View,
    table: TableView,
    charts: ChartsView,
    approvals: ApprovalsView,
    centres: CentresView,
    /// How many centres are in reach, asked whenever the reports are come to.
    in_reach: Live<usize>,
    is_shown: bool,
    was_shown: bool,
}

impl ReportsScreen {
    /// Takes answers in; called each frame, whatever part of the counter is shown.
    pub fn poll(&mut self, cx: &mut Cx<'_>) {
        self.table.poll(cx);
        self.charts.poll(cx);
        self.centres.poll(cx);
        self.was_shown = std::mem::take(&mut self.is_shown);
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        self.is_shown = true;
        self.look_around(cx);
        // Where what is listed would have no height left, all of the page is scrolled.
        match ui.available_height() >= LOW_PAGE {
            true => self.page_ui(ui, cx, Scrolling::Lists),
            false => Scrolling::Lists.around(ui, |ui| self.page_ui(ui, cx, Scrolling::Page)),
        }
    }

    /// Looks which centres are in reach: a right may have come or gone since the reports were left.
    fn look_around(&mut self, cx: &Cx<'_>) {
        if !cx.desk.house().is_some_and(|house| house.is_on_server()) {
            return;
        }
        if !self.was_shown {
            self.in_reach.stale();
        }
        self.in_reach.refresh(cx.desk, &[], Desk::centres_in_reach);
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, scrolling: Scrolling) {
        let are_several = self.in_reach.get().is_some_and(|centres| *centres >= SEVERAL);
        let tabs: Vec<Tab<'_, View>> =
            TABS.into_iter().filter(|(view, ..)| *view != View::Centres || are_several).collect();
        let views: Vec<View> = tabs.iter().map(|(view, ..)| *view).collect();
        if !views.contains(&self.at) {
            self.at = View::default();
        }
        let is_turned = turned(ui, &views, self.at).map(|view| self.at = view).is_some();
        ui.horizontal_wrapped(|ui| {
            if is_turned {
                widgets::turned_tabs(ui, &tabs, self.at);
            } else if let Some(view) = widgets::tabs(ui, &tabs, self.at) {
                self.at = view;
            }
        });
        widgets::divider(ui);
        match self.at {
            View::Table => self.table.ui(ui, cx, scrolling),
            View::Charts => self.charts.ui(ui, cx, scrolling),
            View::Approvals => self.approvals.ui(ui, cx, scrolling),
            View::Centres => self.centres.ui(ui, cx, scrolling),
        }
    }
}
