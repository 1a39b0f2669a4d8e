//! The export of what the log shows: as what, which data, to which file. It stands until it is done or stopped; whoever
//! leaves meanwhile stops it.

use eframe::egui::{Context, Ui};

use super::super::common::{FORMATS, Fault, kind_of};
use super::super::scans::chooser::FilePick;
use crate::desk::{Error, RunJob};
use crate::domain::calendar::day_in_figures;
use crate::ops::log::{ExportPlan, Exported, Field as Datum, Filter, Format, Sorting};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign};
use crate::ui::words::counted;

/// The dialog.
pub(super) struct ExportDialog {
    filter: Filter,
    sorting: Sorting,
    count: usize,
    flow: Flow,
    format: Option<Format>,
    /// Each datum, and whether it is wanted.
    data: Vec<(Datum, bool)>,
    file: FilePick,
    job: Option<RunJob<Exported>>,
    fault: Option<Fault>,
    is_done: bool,
}

impl Drop for ExportDialog {
    fn drop(&mut self) {
        if let Some(job) = &self.job {
            job.cancel();
        }
    }
}

impl ExportDialog {
    /// Of what the log shows: so many visits.
    pub(super) fn of(filter: Filter, sorting: Sorting, count: usize) -> Self {
        let format = Format::Xlsx;
        let (name, endings) = kind_of(format);
        let days = match filter.first == filter.last {
            true => filter.first.to_string(),
            false => format!("{}-a-{}", filter.first, filter.last),
        };
        let mut flow = Flow::default();
        flow.focus("Formato");
        Self {
            filter,
            sorting,
            count,
            flow,
            format: Some(format),
            data: Datum::ALL.map(|datum| (datum, true)).to_vec(),
            file: FilePick::to_write(name, endings, &format!("bitacora-{days}.{}", format.ending())),
            job: None,
            fault: None,
            is_done: false,
        }
    }

    /// Takes the end in; called each frame, whatever part of the counter is shown.
    pub(super) fn poll(&mut self, cx: &mut Cx<'_>) {
        let Some(answer) = self.job.as_ref().and_then(RunJob::poll) else { return };
        self.job = None;
        match answer {
            Ok(exported) => {
                let visits = counted(exported.visits, "atención", "atenciones");
                cx.tell(format!("Bitácora exportada: {visits}, en {}.", exported.file.display()));
                self.is_done = true;
            }
            Err(Error::Ops(crate::ops::Error::Cancelled)) => {
                self.fault = Some(Fault::new("Se detuvo a pedido: no se escribió ningún archivo."));
            }
            Err(fault) => {
                if matches!(fault.refusal(), Some("exists" | "unfinished")) {
                    self.flow.focus(FilePick::FIELD);
                }
                self.fault = Some(fault.into());
            }
        }
    }

    /// One frame; answers whether it stays open.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        if self.flow.take_edited() {
            self.fault = None;
        }
        if self.is_done {
            return false;
        }
        let mut begins = false;
        let is_running = self.job.is_some();
        let shown = Dialog::new("Exportar la bitácora").width(880.0).show(ctx, |ui| {
            if let Some(fault) = &self.fault {
                fault.ui(ui);
            }
            match &self.job {
                Some(job) => running_ui(ui, job, self.count),
                None => begins = self.choosing_ui(ui),
            }
        });
        if begins {
            self.begin(cx);
        }
        is_running || !shown.gives_up
    }

    fn choosing_ui(&mut self, ui: &mut Ui) -> bool {
        let days = match self.filter.first == self.filter.last {
            true => format!("del {}", day_in_figures(self.filter.first)),
            false => format!("del {} al {}", day_in_figures(self.filter.first), day_in_figures(self.filter.last)),
        };
        let what = counted(self.count, "atención", "atenciones");
        ui.label(format!("{what} {days}, con los filtros y el orden de la lista."));
        ui.add_space(SPACE_S);
        let mut flow = std::mem::take(&mut self.flow);
        let begins = Form::show(ui, &mut flow, "export the log", |form| {
            if form.choice(Field::new("Formato"), &FORMATS, &mut self.format)
                && let Some(format) = self.format
            {
                let (name, endings) = kind_of(format);
                self.file.change_kind(name, endings);
            }
            self.data_ui(form);
            if self.data.iter().any(|(datum, is_wanted)| *is_wanted && datum.names_people()) {
                let sentence =
                    "El archivo lleva datos personales y no está cifrado: guárdelo donde solo lo abra quien deba.";
                widgets::notice(form.ui(), Sign::Warning, sentence, None);
                form.ui().add_space(SPACE_S);
            }
            self.file.ui(form);
            form.last_row(Button::primary("Exportar").icon(Icon::Download))
        });
        self.flow = flow;
        begins
    }

    /// The data, in columns.
    fn data_ui(&mut self, form: &mut Form<'_>) {
        form.ui().label("Datos");
        let in_a_column = self.data.len().div_ceil(4);
        form.inside(|ui, walk| {
            ui.columns_const(|columns: &mut [Ui; 4]| {
                for (column, data) in columns.iter_mut().zip(self.data.chunks_mut(in_a_column)) {
                    column.spacing_mut().item_spacing.y = 0.0;
                    let mut form = walk.form(column);
                    for (datum, is_wanted) in data {
                        form.toggle(Field::new(datum.spanish()), is_wanted);
                    }
                }
            });
        });
        form.ui().add_space(SPACE_S);
    }

    fn begin(&mut self, cx: &Cx<'_>) {
        self.fault = None;
        let (Some(file), Some(format)) = (self.file.path(), self.format) else {
            self.flow.focus(FilePick::FIELD);
            return;
        };
        let plan = ExportPlan {
            filter: self.filter.clone(),
            sorting: self.sorting,
            fields: self.data.iter().filter(|(_, is_wanted)| *is_wanted).map(|(datum, _)| *datum).collect(),
            format,
            file,
        };
        self.job = Some(cx.desk.export_log(plan));
    }
}

fn running_ui(ui: &mut Ui, job: &RunJob<Exported>, count: usize) {
    let progress = job.progress();
    let total = progress.total.unwrap_or_else(|| u64::try_from(count).unwrap_or(u64::MAX)).max(1);
    #[allow(clippy::cast_precision_loss, reason = "a share of a bar")]
    let share = progress.done as f32 / total as f32;
    widgets::progress(ui, Some(share), &format!("Exportando: {} de {total} atenciones", progress.done));
    ui.add_space(SPACE_M);
    if Button::secondary("Detener").icon(Icon::Close).show(ui).clicked() {
        job.cancel();
    }
}
