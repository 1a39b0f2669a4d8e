//! The transparency table of a month by procedure: on the screen, on paper, as a file.

use eframe::egui::Ui;

use super::super::common::Fault;
use super::saving::SaveTable;
use super::{LISTS, Scrolling, take_printed};
use crate::desk::{Live, PrintJob};
use crate::domain::calendar::day_in_figures;
use crate::domain::day::{ByThemselves, Month, MonthLine, SelfServices};
use crate::domain::procedure;
use crate::ops::reading::Supervising;
use crate::ops::report::{self, MonthTable};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_S, strong_style};
use crate::ui::widgets::{self, Button, Column, Sign, Table};

/// The month's table.
#[derive(Default)]
pub(super) struct TableView {
    /// The month that was asked for; none shows this one.
    wanted: Option<Month>,
    table: Live<MonthTable>,
    printing: Option<PrintJob<()>>,
    saving: Option<SaveTable>,
    fault: Option<Fault>,
}

impl TableView {
    /// Takes answers in; called each frame, whatever part of the counter is shown.
    pub(super) fn poll(&mut self, cx: &mut Cx<'_>) {
        take_printed(&mut self.printing, cx, "Tabla impresa.", &mut self.fault);
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, scrolling: Scrolling) {
        let this = Month::of(cx.now().day(cx.zone()));
        let month = self.wanted.unwrap_or(this);
        self.table.refresh(cx.desk, LISTS, |desk| {
            desk.read_as(move |_, reader, by| report::transparency(reader, Supervising::of(by.actor())?, month))
        });
        let about = "Quejas y atenciones por trámite: la suma de los cierres de sus días.";
        widgets::panel_title(ui, "Tabla de transparencia", about);
        ui.add_space(SPACE_S);
        self.months_ui(ui, cx, month, this);
        ui.add_space(SPACE_S);
        if let Some(fault) = self.table.fault() {
            Fault::new(fault.to_string()).ui(ui);
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        if let Some(job) = &self.printing {
            widgets::progress(ui, None, &format!("Imprimiendo la tabla… {}", job.words()));
            ui.add_space(SPACE_S);
        }
        match self.table.get().filter(|table| table.month == month) {
            None => {
                ui.label("Sumando los días del mes…");
            }
            Some(table) => {
                scrolling.around(ui, |ui| table_ui(ui, table));
            }
        }
        if let Some(saving) = &mut self.saving
            && !saving.ui(ui.ctx(), cx)
        {
            self.saving = None;
        }
    }

    fn months_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, month: Month, this: Month) {
        let mut wanted = None;
        ui.horizontal_wrapped(|ui| {
            wanted = other_month(ui, month, this);
            let print = Button::primary("Imprimir la tabla").icon(Icon::Printer).busy(self.printing.is_some());
            if print.show(ui).clicked() {
                self.fault = None;
                self.printing = Some(cx.desk.print_month_table(month));
            }
            if Button::secondary("Guardar como…").icon(Icon::Download).show(ui).clicked() {
                let (title, name) =
                    (format!("Guardar la tabla de {month}"), format!("transparencia-{}", month.in_file_names()));
                self.saving = Some(SaveTable::of(title, &name, move |desk, file, format, replaces| {
                    desk.save_month_table(month, file, format, replaces)
                }));
            }
        });
        if let Some(month) = wanted {
            self.fault = None;
            self.wanted = Some(month);
            self.table.stale();
        }
    }
}

/// The month before and the one after, up to this one.
pub(super) fn other_month(ui: &mut Ui, month: Month, this: Month) -> Option<Month> {
    let after = month.after().filter(|after| *after <= this);
    let mut wanted = None;
    if Button::secondary("Mes anterior").icon(Icon::Back).show(ui).clicked() {
        wanted = month.before();
    }
    let forward = Button::secondary("Mes siguiente").icon(Icon::Next).enabled(after.is_some());
    if forward.why("Es el mes de hoy.").show(ui).clicked() {
        wanted = after;
    }
    wanted
}

fn table_ui(ui: &mut Ui, table: &MonthTable) {
    widgets::card(ui, |ui| {
        widgets::section(ui, &table.month.to_string(), |ui| {
            let total = |count: fn(&MonthLine) -> u64| table.lines.iter().map(count).fold(0, u64::saturating_add);
            let (complaints, attentions) = (total(|line| line.complaints), total(|line| line.attentions));
            let columns = [Column::rest("Trámite"), Column::exact("Quejas", 120.0), Column::exact("Atenciones", 140.0)];
            let name =
                |at: usize| table.lines.get(at).map_or("Total", |line| procedure::name_of(&line.procedure)).into();
            let mut chosen = None;
            let rows = table.lines.len().saturating_add(1);
            let shown = Table::new("month").name("Tabla de transparencia").columns(&columns).row_name(&name);
            shown.whole().rows(ui, rows, &mut chosen, |at, column, ui| {
                let (words, complaints, attentions) = match table.lines.get(at) {
                    Some(line) => (procedure::name_of(&line.procedure), line.complaints, line.attentions),
                    None => ("Total", complaints, attentions),
                };
                let text = match column {
                    0 => words.to_owned(),
                    1 => complaints.to_string(),
                    _ => attentions.to_string(),
                };
                let text = eframe::egui::RichText::new(text);
                ui.label(if at == table.lines.len() { text.text_style(strong_style()) } else { text });
            });
        });
    });
    if !table.self_service.is_empty() {
        ui.add_space(SPACE_S);
        self_service_ui(ui, &table.self_service);
    }
    if !table.open_days.is_empty() {
        ui.add_space(SPACE_S);
        let days: Vec<String> = table.open_days.iter().map(|day| day_in_figures(*day)).collect();
        let sentence = format!("Sin cerrar todavía, y pueden cambiar: {}.", days.join(", "));
        widgets::notice(ui, Sign::Warning, &sentence, Some("Cada día se cierra en Cierre."));
    }
}

/// What people did by themselves, which the table does not count.
pub(super) fn self_service_ui(ui: &mut Ui, counts: &SelfServices) {
    widgets::card(ui, |ui| {
        widgets::section(ui, "Autoservicio, aparte de las atenciones", |ui| {
            let figures = ByThemselves::HEADS.map(|head| Column::exact(head, 110.0));
            let columns: Vec<Column<'_>> = std::iter::once(Column::rest("Trámite")).chain(figures).collect();
            let lines: Vec<_> = counts.iter().collect();
            let name = |at: usize| lines.get(at).map_or("", |(procedure, _)| procedure::name_of(procedure)).into();
            let mut chosen = None;
            let shown = Table::new("self_service").name("Autoservicio").columns(&columns).row_name(&name);
            shown.whole().rows(ui, lines.len(), &mut chosen, |at, column, ui| {
                let Some((procedure, counted)) = lines.get(at) else { return };
                let figure = column.checked_sub(1).and_then(|nth| counted.figures().get(nth).copied());
                ui.label(figure.map_or_else(|| procedure::name_of(procedure).to_owned(), |figure| figure.to_string()));
            });
        });
    });
}
