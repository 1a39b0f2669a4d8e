//! The month of all centres in reach, by province: counted when it is asked for, all at one moment, since what other centres do is
//! not heard here. What is printed and saved is what is seen.

use std::sync::Arc;

use eframe::egui::{RichText, Ui};

use super::super::common::Fault;
use super::saving::SaveTable;
use super::table::{other_month, self_service_ui};
use super::{Scrolling, take_printed};
use crate::desk::{Error, PrintJob, RunJob};
use crate::domain::day::{CentresRow, Month, RowOf, Volume};
use crate::domain::procedure;
use crate::ops;
use crate::ops::report::CentresTable;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S, palette, strong_style};
use crate::ui::widgets::{self, Button, Column, Sign, Tab, Table};

const VOLUMES: [Tab<'_, Volume>; 2] = [
    (Volume::Attentions, Volume::Attentions.spanish(), Icon::Visit),
    (Volume::Complaints, Volume::Complaints.spanish(), Icon::Report),
];

/// A table that was counted, with its rows as they are shown.
struct Counted {
    table: Arc<CentresTable>,
    rows: Vec<CentresRow>,
}

/// The month of all centres.
#[derive(Default)]
pub(super) struct CentresView {
    /// The month that was asked for; none shows this one.
    wanted: Option<Month>,
    volume: Volume,
    counting: Option<RunJob<CentresTable>>,
    counted: Option<Counted>,
    /// The month whose counting was begun: one that was stopped or failed is not begun again by itself.
    asked_for: Option<Month>,
    printing: Option<PrintJob<()>>,
    saving: Option<SaveTable>,
    fault: Option<Fault>,
}

/// From this width on, in points, the table has a column for each procedure.
const WIDE: f32 = 900.0;
/// The column of a sum, in points, and that of the days.
const TOTAL: f32 = 90.0;
const DAYS: f32 = 110.0;

impl CentresView {
    /// Takes answers in; called each frame, whatever part of the counter is shown.
    pub(super) fn poll(&mut self, cx: &mut Cx<'_>) {
        if let Some(answer) = self.counting.as_ref().and_then(RunJob::poll) {
            self.counting = None;
            match answer {
                Ok(table) => self.counted = Some(Counted { rows: table.table.rows(), table: Arc::new(table) }),
                Err(Error::Ops(ops::Error::Cancelled)) => {}
                Err(fault) => self.fault = Some(fault.into()),
            }
        }
        take_printed(&mut self.printing, cx, "Tabla impresa.", &mut self.fault);
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, scrolling: Scrolling) {
        let this = Month::of(cx.now().day(cx.zone()));
        let month = self.wanted.unwrap_or(this);
        let is_counted = self.counted.as_ref().is_some_and(|it| it.table.table.month() == month);
        if !is_counted && self.counting.is_none() && self.asked_for != Some(month) {
            self.count(cx, month);
        }
        let about = "Lo de cada centro, como lo cuenta su propia tabla, y la suma de cada provincia.";
        widgets::panel_title(ui, "Todos los centros", about);
        ui.add_space(SPACE_S);
        self.acts_ui(ui, cx, (month, this), is_counted);
        ui.add_space(SPACE_S);
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        if let Some(job) = &self.printing {
            widgets::progress(ui, None, &format!("Imprimiendo la tabla… {}", job.words()));
            ui.add_space(SPACE_S);
        }
        match &self.counting {
            Some(job) => counting_ui(ui, job),
            None if is_counted => {
                let chosen = self.counted.as_ref().map(|counted| {
                    let mut chosen = None;
                    scrolling.around(ui, |ui| chosen = counted.ui(ui, self.volume));
                    chosen
                });
                self.volume = chosen.flatten().unwrap_or(self.volume);
            }
            None => {
                widgets::empty(ui, Icon::Employer, "Nada se contó", "Presione «Contar de nuevo».");
            }
        }
        if let Some(saving) = &mut self.saving
            && !saving.ui(ui.ctx(), cx)
        {
            self.saving = None;
        }
    }

    fn count(&mut self, cx: &Cx<'_>, month: Month) {
        self.fault = None;
        self.asked_for = Some(month);
        self.counting = Some(cx.desk.count_all_centres(month));
    }

    fn acts_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, (month, this): (Month, Month), is_counted: bool) {
        let is_counting = self.counting.is_some();
        let mut wanted = None;
        ui.horizontal_wrapped(|ui| {
            ui.add_enabled_ui(!is_counting, |ui| wanted = other_month(ui, month, this));
            let print = Button::primary("Imprimir la tabla").icon(Icon::Printer).busy(self.printing.is_some());
            let shown = self.counted.as_ref().filter(|_| is_counted && !is_counting).map(|it| Arc::clone(&it.table));
            if print.enabled(shown.is_some()).show(ui).clicked()
                && let Some(table) = shown.clone()
            {
                self.fault = None;
                self.printing = Some(cx.desk.print_centres_table(table));
            }
            let save = Button::secondary("Guardar como…").icon(Icon::Download).enabled(shown.is_some());
            if save.show(ui).clicked()
                && let Some(table) = shown
            {
                let title = format!("Guardar la tabla de los centros, {month}");
                let name = format!("centros-{}", month.in_file_names());
                self.saving = Some(SaveTable::of(title, &name, move |desk, file, format, replaces| {
                    desk.save_centres_table(Arc::clone(&table), file, format, replaces)
                }));
            }
            if Button::secondary("Contar de nuevo").icon(Icon::Refresh).enabled(!is_counting).show(ui).clicked() {
                self.count(cx, month);
            }
        });
        if let Some(month) = wanted {
            self.wanted = Some(month);
            self.asked_for = None;
        }
    }
}

fn counting_ui(ui: &mut Ui, job: &RunJob<CentresTable>) {
    let progress = job.progress();
    let words = match progress.total {
        Some(total) => format!("Contando los centros: {} de {total}", progress.done),
        None => "Buscando los centros de la base".to_owned(),
    };
    #[allow(clippy::cast_precision_loss, reason = "a share of a bar")]
    let share = progress.total.map(|total| progress.done as f32 / total.max(1) as f32);
    widgets::progress(ui, share, &words);
    ui.add_space(SPACE_M);
    if Button::secondary("Detener").icon(Icon::Close).show(ui).clicked() {
        job.cancel();
    }
}

impl Counted {
    /// The table; answers the volume that is to be shown from now on.
    fn ui(&self, ui: &mut Ui, volume: Volume) -> Option<Volume> {
        let table = &self.table.table;
        let mut chosen = None;
        widgets::card(ui, |ui| {
            widgets::section(ui, &table.month().to_string(), |ui| {
                ui.horizontal_wrapped(|ui| {
                    chosen = widgets::tabs(ui, &VOLUMES, volume);
                    let counted = self.table.counted_at.in_figures(self.table.zone);
                    let said = format!("Contado el {counted}. Lo de los días sin cerrar puede cambiar todavía.");
                    ui.label(RichText::new(said).color(palette(ui).text_muted));
                });
                self.rows_ui(ui, volume);
            });
        });
        let unread: Vec<String> = table.unread().map(|(it, why)| format!("{}. {}", it.name, why.spanish())).collect();
        if !unread.is_empty() {
            ui.add_space(SPACE_S);
            widgets::notice(ui, Sign::Warning, "Hay centros que no se contaron.", Some(&unread.join("\n")));
        }
        let self_service = table.self_service();
        if !self_service.is_empty() {
            ui.add_space(SPACE_S);
            self_service_ui(ui, &self_service);
        }
        chosen
    }

    fn rows_ui(&self, ui: &mut Ui, volume: Volume) {
        let procedures = match ui.available_width() >= WIDE {
            true => self.table.table.procedures(),
            false => Vec::new(),
        };
        let of_procedures =
            procedures.iter().map(|it| procedure::name_of(it)).map(|name| Column::exact(name, width_of(name)));
        let columns: Vec<Column<'_>> = std::iter::once(Column::rest("Centro"))
            .chain(of_procedures)
            .chain([Column::exact("Total", TOTAL), Column::exact("Días sin cerrar", DAYS)])
            .collect();
        let name = |at: usize| self.rows.get(at).map(said).unwrap_or_default();
        let shown = Table::new("centres").name("Mes de los centros").columns(&columns).row_name(&name);
        shown.whole().wrapping_titles().rows(ui, self.rows.len(), &mut None, |at, column, ui| {
            let Some(row) = self.rows.get(at) else { return };
            let text = match column.checked_sub(1) {
                None => said(row),
                Some(_) if row.unread.is_some() => "—".to_owned(),
                Some(nth) if nth < procedures.len() => {
                    row.figures(volume).get(nth).map(ToString::to_string).unwrap_or_default()
                }
                Some(nth) if nth == procedures.len() => row.total(volume).to_string(),
                Some(_) if row.open_days == 0 => String::new(),
                Some(_) => row.open_days.to_string(),
            };
            if column == 0 && row.of == RowOf::Centre {
                ui.add_space(SPACE_M);
            }
            let text = RichText::new(text);
            ui.label(if row.of == RowOf::Centre { text } else { text.text_style(strong_style()) });
        });
    }
}

/// What a row is called, with why it was not counted.
fn said(row: &CentresRow) -> String {
    row.unread.map_or_else(|| row.name.clone(), |why| format!("{}: {}", row.name, why.short()))
}

/// As wide as a column's title asks in two lines, in points.
fn width_of(title: &str) -> f32 {
    let letters = u16::try_from(title.chars().count()).unwrap_or(u16::MAX);
    (f32::from(letters) * 3.3 + 4.0 * SPACE_M).max(TOTAL)
}
