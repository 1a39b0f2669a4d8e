//! Importing a file: chosen, brought in chunk by chunk beside the window's work, reported. It is looked at
//! first, with what it would change.

mod lists;
mod report;

use eframe::egui::{Context, Response, Ui};

use self::lists::Lists;
use self::report::Report;
use crate::desk::{Error, RunJob};
use crate::ops::house::run::Progress;
use crate::ops::import::{AgendaReport, ImportReport};
use crate::ui::cx::Cx;
use crate::ui::screens::scans::chooser::FilePick;
use crate::ui::theme::{SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign, last_row};
use crate::ui::words::counted;

/// How to get a file whose names are whole.
const GOOD_FILE: &str = "En la hoja de cálculo elija «Guardar como» y el tipo «CSV UTF-8 (delimitado por comas)»: así los \
     nombres llegan con sus tildes y su ñ. A la columna del número dele antes formato de texto.";

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Agenda,
    Employers,
    People,
    Insured,
    WorkHistory,
}

/// What a file of the insured may hold.
const OF_THE_INSURED: [(Content, &str); 2] =
    [(Content::Insured, "Asegurados"), (Content::WorkHistory, "Historia laboral")];

impl Content {
    fn title(self) -> &'static str {
        match self {
            Self::Agenda => "Importar la agenda",
            Self::Employers => "Importar empleadores",
            Self::People => "Importar personas",
            Self::Insured => "Importar asegurados",
            Self::WorkHistory => "Importar la historia laboral",
        }
    }

    fn columns(self) -> &'static str {
        match self {
            Self::Agenda => {
                "Archivo CSV de la agenda de turnos: codigo_turno, fecha, hora, centro, tramite, numero, nombre."
            }
            Self::Employers => {
                "Archivo CSV con las columnas numero, tipo, razon_social, sucursal y, si las tiene, correo, estado_sri, artesano y las del representante."
            }
            Self::People => "Archivo CSV con las columnas numero y nombre.",
            Self::Insured => {
                "Archivo CSV con las columnas numero, nombre, tipo, estado_clave y, si las tiene, correo, celular, telefono, fecha_actualizacion, fecha_corte y fecha_nacimiento, de la que se guardan el día y el mes."
            }
            Self::WorkHistory => {
                "Archivo CSV con las columnas numero, empleador, desde y, si ya no trabaja allí, hasta: una fila por cada empleador de una persona."
            }
        }
    }

    /// The button after the look.
    fn imports(self) -> &'static str {
        match self {
            Self::Agenda => "Importar los turnos",
            Self::Employers => "Importar los empleadores",
            Self::People => "Importar las personas",
            Self::Insured => "Importar los asegurados",
            Self::WorkHistory => "Importar las historias laborales",
        }
    }
}

/// The dialog of an import.
pub struct ImportDialog {
    content: Content,
    flow: Flow,
    file: FilePick,
    stage: Stage,
    /// The stage is a new one: the keyboard goes to its first button.
    has_changed: bool,
    lists: Lists,
}

/// How far it is.
enum Stage {
    /// A file is chosen; why the last try came to nothing.
    Choosing { fault: Option<String> },
    /// The file is read, and nothing is changed.
    Previewing(Running),
    /// What it would change.
    Previewed(Box<Report>),
    /// It is brought in.
    Running(Running),
    /// What it came to.
    Reported(Box<Report>),
    /// It was stopped after so many rows.
    Stopped { done: u64 },
}

/// An import under way.
enum Running {
    Agenda(RunJob<AgendaReport>),
    Register(RunJob<ImportReport>),
}

impl Running {
    fn poll(&self) -> Option<Result<Report, Error>> {
        match self {
            Self::Agenda(job) => job.poll().map(|answer| answer.map(Report::of_agenda)),
            Self::Register(job) => job.poll().map(|answer| answer.map(Report::of_register)),
        }
    }

    fn progress(&self) -> Progress {
        match self {
            Self::Agenda(job) => job.progress(),
            Self::Register(job) => job.progress(),
        }
    }

    fn cancel(&self) {
        match self {
            Self::Agenda(job) => job.cancel(),
            Self::Register(job) => job.cancel(),
        }
    }
}

/// What a button of the dialog asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Begin,
    Import,
    Cancel,
    Another,
    Close,
}

impl ImportDialog {
    fn of(content: Content) -> Self {
        let mut flow = Flow::default();
        flow.focus(FilePick::FIELD);
        Self {
            content,
            flow,
            file: FilePick::of("CSV", &["csv", "txt"]),
            stage: Stage::Choosing { fault: None },
            has_changed: false,
            lists: Lists::default(),
        }
    }

    /// Of an agenda.
    #[must_use]
    pub fn agenda() -> Self {
        Self::of(Content::Agenda)
    }

    /// Of a register of employers.
    #[must_use]
    pub fn employers() -> Self {
        Self::of(Content::Employers)
    }

    /// Of a register of people.
    #[must_use]
    pub fn people() -> Self {
        Self::of(Content::People)
    }

    /// Of a register of the insured, or of their work histories.
    #[must_use]
    pub fn insured() -> Self {
        Self::of(Content::Insured)
    }

    /// One frame; answers whether it stays open.
    pub fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        self.take_answers();
        let width = if matches!(self.stage, Stage::Previewed(_) | Stage::Reported(_)) { 860.0 } else { 620.0 };
        let shown = Dialog::new(self.content.title()).width(width).show(ctx, |ui| self.stage_ui(ui, cx));
        let is_running = matches!(self.stage, Stage::Previewing(_) | Stage::Running(_));
        match shown.inner {
            Some(Asked::Close) => return false,
            Some(asked) => self.act(cx, asked),
            // Esc goes back; it does not stop what is being written.
            None if shown.gives_up && !is_running => return false,
            None => {}
        }
        true
    }

    fn take_answers(&mut self) {
        let done = match &self.stage {
            Stage::Previewing(job) => job.poll().map(|answer| answer.map(|report| (report, true))),
            Stage::Running(job) => job.poll().map(|answer| answer.map(|report| (report, false))),
            _ => None,
        };
        let was_writing = matches!(self.stage, Stage::Running(_));
        let progress = match &self.stage {
            Stage::Running(job) => job.progress(),
            _ => Progress::default(),
        };
        self.stage = match done {
            None => return,
            Some(Ok((report, true))) => Stage::Previewed(Box::new(report)),
            Some(Ok((report, false))) => Stage::Reported(Box::new(report)),
            Some(Err(Error::Ops(crate::ops::Error::Cancelled))) if was_writing => {
                Stage::Stopped { done: progress.done }
            }
            Some(Err(Error::Ops(crate::ops::Error::Cancelled))) => Stage::Choosing { fault: None },
            Some(Err(fault)) => Stage::Choosing { fault: Some(fault.to_string()) },
        };
        self.lists = Lists::default();
        self.has_changed = true;
        if matches!(self.stage, Stage::Choosing { .. }) {
            self.flow.focus(FilePick::FIELD);
        }
    }

    fn stage_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Option<Asked> {
        match &self.stage {
            Stage::Choosing { fault } => {
                ui.label(self.content.columns());
                ui.add_space(SPACE_S);
                ui.label(GOOD_FILE);
                ui.add_space(SPACE_M);
                if let Some(fault) = fault {
                    widgets::notice(ui, Sign::Refused, fault, None);
                    ui.add_space(SPACE_S);
                }
                Form::show(ui, &mut self.flow, "import", |form| {
                    if OF_THE_INSURED.iter().any(|(content, _)| *content == self.content) {
                        let mut brings = Some(self.content);
                        form.choice(Field::new("Qué trae el archivo"), &OF_THE_INSURED, &mut brings);
                        self.content = brings.unwrap_or(self.content);
                    }
                    self.file.ui(form);
                    form.last_row(Button::primary("Revisar archivo")).then_some(Asked::Begin)
                })
            }
            Stage::Previewing(job) => under_way_ui(ui, "Leyendo el archivo, sin cambiar nada", job.progress()),
            Stage::Running(job) => under_way_ui(ui, "Guardando fila por fila", job.progress()),
            Stage::Previewed(report) => {
                let said = "Esto cambiaría. Todavía no se ha guardado nada.";
                report::ui(ui, cx, said, report, &mut self.lists);
                let verbs = [Button::primary(self.content.imports()), Button::secondary("Elegir otro archivo")];
                last_row(ui, verbs).map(|verb| if verb == 0 { Asked::Import } else { Asked::Another })
            }
            Stage::Reported(report) => {
                report::ui(ui, cx, "La importación terminó.", report, &mut self.lists);
                let closes = Button::primary("Cerrar").show(ui);
                takes_keyboard(&closes, &mut self.has_changed);
                closes.clicked().then_some(Asked::Close)
            }
            Stage::Stopped { done } => {
                let rows = counted(*done, "fila", "filas");
                let said = format!("La importación se detuvo después de {rows}. Lo guardado quedó guardado.");
                let next = "Para traer el resto, importe el mismo archivo otra vez: lo ya guardado no cambia.";
                widgets::notice(ui, Sign::Warning, &said, Some(next));
                last_row(ui, [Button::primary("Importar otra vez")]).map(|_| Asked::Import)
            }
        }
    }

    fn act(&mut self, cx: &Cx<'_>, asked: Asked) {
        match asked {
            Asked::Begin | Asked::Import => {
                let Some(path) = self.file.path() else {
                    self.flow.focus(FilePick::FIELD);
                    return;
                };
                self.stage = match (self.content, asked) {
                    (Content::Agenda, Asked::Import) => Stage::Running(Running::Agenda(cx.desk.import_agenda(path))),
                    (Content::Agenda, _) => Stage::Previewing(Running::Agenda(cx.desk.preview_agenda(path))),
                    (Content::Employers, Asked::Begin) => {
                        Stage::Previewing(Running::Register(cx.desk.preview_employers(path)))
                    }
                    (Content::Employers, _) => Stage::Running(Running::Register(cx.desk.import_employers(path))),
                    (Content::People, Asked::Begin) => {
                        Stage::Previewing(Running::Register(cx.desk.preview_people(path)))
                    }
                    (Content::People, _) => Stage::Running(Running::Register(cx.desk.import_people(path))),
                    (Content::Insured, Asked::Begin) => {
                        Stage::Previewing(Running::Register(cx.desk.preview_insured(path)))
                    }
                    (Content::Insured, _) => Stage::Running(Running::Register(cx.desk.import_insured(path))),
                    (Content::WorkHistory, Asked::Begin) => {
                        Stage::Previewing(Running::Register(cx.desk.preview_work_history(path)))
                    }
                    (Content::WorkHistory, _) => Stage::Running(Running::Register(cx.desk.import_work_history(path))),
                };
            }
            Asked::Cancel => match &self.stage {
                Stage::Previewing(job) => job.cancel(),
                Stage::Running(job) => job.cancel(),
                _ => {}
            },
            Asked::Another => {
                self.stage = Stage::Choosing { fault: None };
                self.flow.focus(FilePick::FIELD);
            }
            Asked::Close => {}
        }
    }
}

/// The keyboard goes to this button, once.
fn takes_keyboard(button: &Response, has_changed: &mut bool) {
    if std::mem::take(has_changed) {
        button.request_focus();
    }
}

fn under_way_ui(ui: &mut Ui, words: &str, at: Progress) -> Option<Asked> {
    widgets::progress(ui, fraction(at), words);
    ui.add_space(SPACE_S);
    let rows = match (at.done, at.total) {
        (done, Some(total)) => format!("{done} de {total} filas"),
        (done, None) => counted(done, "fila", "filas"),
    };
    ui.label(rows);
    ui.add_space(SPACE_M);
    Button::secondary("Detener").show(ui).clicked().then_some(Asked::Cancel)
}

/// How far it is, where the size of the file is known.
fn fraction(at: Progress) -> Option<f32> {
    let total = at.bytes_total.filter(|total| *total > 0)?;
    #[allow(clippy::cast_precision_loss, reason = "a share of a bar")]
    let fraction = at.bytes as f32 / total as f32;
    Some(fraction.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_knows_its_share_or_that_it_does_not() {
        let at = |bytes, bytes_total| fraction(Progress { bytes, bytes_total, ..Progress::default() });
        assert_eq!(at(50, Some(200)), Some(0.25));
        assert_eq!(at(300, Some(200)), Some(1.0));
        assert_eq!(at(5, None), None);
        assert_eq!(at(0, Some(0)), None);
    }
}
