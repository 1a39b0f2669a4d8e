//! What the centre's work came to, for a supervisor: the month's table, charts of the month and the day, and what was
//! approved in whose name.

mod approvals;
mod charts;
mod saving;
mod table;

use eframe::egui::{ScrollArea, Ui};

use self::approvals::ApprovalsView;
use self::charts::ChartsView;
use self::table::TableView;
use super::common::turned;
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
}

const VIEWS: [View; 3] = [View::Table, View::Charts, View::Approvals];

const TABS: [Tab<'_, View>; 3] = [
    (View::Table, "Tabla de transparencia", Icon::Document),
    (View::Charts, "Gráficos", Icon::Report),
    (View::Approvals, "Aprobaciones", Icon::Shield),
];

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

/// The reports.
#[derive(Default)]
pub struct ReportsScreen {
    at: View,
    table: TableView,
    charts: ChartsView,
    approvals: ApprovalsView,
}

impl ReportsScreen {
    /// Takes answers in; called each frame, whatever part of the counter is shown.
    pub fn poll(&mut self, cx: &mut Cx<'_>) {
        self.table.poll(cx);
        self.charts.poll(cx);
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        // Where what is listed would have no height left, all of the page is scrolled.
        match ui.available_height() >= LOW_PAGE {
            true => self.page_ui(ui, cx, Scrolling::Lists),
            false => Scrolling::Lists.around(ui, |ui| self.page_ui(ui, cx, Scrolling::Page)),
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, scrolling: Scrolling) {
        let is_turned = turned(ui, &VIEWS, self.at).map(|view| self.at = view).is_some();
        ui.horizontal_wrapped(|ui| {
            if is_turned {
                widgets::turned_tabs(ui, &TABS, self.at);
            } else if let Some(view) = widgets::tabs(ui, &TABS, self.at) {
                self.at = view;
            }
        });
        widgets::divider(ui);
        match self.at {
            View::Table => self.table.ui(ui, cx, scrolling),
            View::Charts => self.charts.ui(ui, cx, scrolling),
            View::Approvals => self.approvals.ui(ui, cx, scrolling),
        }
    }
}
