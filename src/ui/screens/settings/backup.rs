//! This machine's backups, for a supervisor: where they are put, when, how many stay, and one at once.

use std::path::PathBuf;

use chrono::NaiveTime;
use eframe::egui::Ui;

use super::super::common::{Chooser, Fault, facts_ui, typed_path};
use crate::desk::{BackupEnd, Backups, Error, Pending};
use crate::domain::size::Size;
use crate::ops::backup::{BackupReport, LastBackup, Routine};
use crate::ui::backups::{as_in_the_store, under_way_ui};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_L, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Notice, Sign};
use crate::ui::words;

/// What was typed or picked.
#[derive(Default)]
pub(super) struct BackupSettings {
    flow: Flow,
    folder: String,
    hour: Option<NaiveTime>,
    keep: String,
    is_old: bool,
    chooser: Chooser,
    /// Whether a backup can be put into the folder; asked before it is kept. Answers its whole path.
    checking: Pending<PathBuf>,
    keeping: Pending<()>,
    /// What is wrong with the folder.
    wrong_folder: Option<String>,
    fault: Option<Fault>,
}

const FOLDER: &str = "Carpeta de respaldos";
const HOUR: &str = "Hora del respaldo diario";
const KEEP: &str = "Respaldos que se conservan";

/// Two fields beside each other are as wide as the one above them.
const WIDTH: f32 = (FOLDER_WIDTH - SPACE_L) / 2.0;
const FOLDER_WIDTH: f32 = 560.0;

/// As many as a folder is asked to hold.
const MOST_KEPT: u16 = 365;

impl BackupSettings {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        if self.flow.take_edited() {
            self.fault = None;
        }
        let routine = cx.desk.station().backups.clone();
        if !self.is_old {
            self.is_old = true;
            self.fill(&routine);
        }
        self.poll(cx);
        let backups = cx.desk.backups();
        last_ui(ui, cx, &backups);
        now_ui(ui, cx, &backups, routine.folder.is_some());
        widgets::divider(ui);
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        let is_busy = self.checking.is_busy() || self.keeping.is_busy();
        if self.fields(ui, &routine, is_busy, backups.under_way.is_some()) && !is_busy {
            self.check(cx);
        }
    }

    fn fill(&mut self, routine: &Routine) {
        self.folder = routine.folder.as_ref().map(|folder| folder.display().to_string()).unwrap_or_default();
        self.hour = Some(routine.hour);
        self.keep = routine.keep.to_string();
    }

    /// The three fields; answers whether they are to be kept.
    fn fields(&mut self, ui: &mut Ui, routine: &Routine, is_busy: bool, is_under_way: bool) -> bool {
        let (mut keeps, mut picks) = (false, false);
        let is_changed = self.typed().as_ref() != Some(routine);
        Form::show(ui, &mut self.flow, "backups", |form| {
            let note = "En otro disco o en una memoria: lo que se guarda en este equipo se pierde con él. Queda cifrado. Sin carpeta no hay respaldo diario.";
            let field =
                Field::new(FOLDER).note(note).error(self.wrong_folder.as_deref()).optional().width(FOLDER_WIDTH);
            if form.text(field, &mut self.folder).changed {
                self.wrong_folder = None;
            }
            form.row(|form| {
                let note = "Desde esa hora, en cuanto alguien está en la ventanilla; se sigue atendiendo.";
                form.time(Field::new(HOUR).note(note).width(WIDTH), &mut self.hour);
                let wrong = format!("Escriba un número de 1 a {MOST_KEPT}.");
                let error = read_keep(&self.keep).is_none().then_some(wrong.as_str());
                let note = "Con cada uno nuevo se quitan los más antiguos que pasen de este número.";
                form.number(Field::new(KEEP).note(note).error(error).width(WIDTH), &mut self.keep);
            });
            form.row(|form| {
                let may = is_changed && !is_under_way;
                let why =
                    if is_under_way { "Espere a que termine el respaldo." } else { "No hay cambios que guardar." };
                let button = Button::primary("Guardar").icon(Icon::Save).busy(is_busy).enabled(may).why(why);
                keeps = form.action(button).clicked();
                let button = Button::secondary("Elegir carpeta…").icon(Icon::Folder).busy(self.chooser.is_open());
                picks = button.show(form.ui()).clicked();
            });
        });
        if picks {
            let opened = self.chooser.open_for_folder(ui.ctx(), FOLDER, PathBuf::from(self.folder.trim()));
            self.wrong_folder = opened.err().map(str::to_owned);
        }
        keeps
    }

    /// What the fields say, once they say something.
    fn typed(&self) -> Option<Routine> {
        Some(Routine { folder: typed_path(&self.folder), hour: self.hour?, keep: read_keep(&self.keep)? })
    }

    fn poll(&mut self, cx: &mut Cx<'_>) {
        if let Some(folder) = self.chooser.poll() {
            self.folder = folder.display().to_string();
            self.wrong_folder = None;
        }
        if let Some(lacking) = self.chooser.take_lacking() {
            self.wrong_folder = Some(lacking.to_owned());
            self.flow.focus(FOLDER);
        }
        match self.checking.poll() {
            Some(Ok(folder)) => {
                self.folder = folder.display().to_string();
                self.keep(cx);
            }
            Some(Err(Error::Busy)) => self.fault = Some(Error::Busy.into()),
            Some(Err(fault)) => {
                self.wrong_folder = Some(fault.to_string());
                self.flow.focus(FOLDER);
            }
            None => {}
        }
        match self.keeping.poll() {
            Some(Ok(())) => cx.tell("Los respaldos de este equipo quedaron configurados."),
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
    }

    /// A folder that cannot take a backup is not kept; none at all is.
    fn check(&mut self, cx: &Cx<'_>) {
        (self.wrong_folder, self.fault) = (None, None);
        if self.hour.is_none() {
            return self.flow.focus(HOUR);
        }
        if read_keep(&self.keep).is_none() {
            return self.flow.focus(KEEP);
        }
        let Some(folder) = typed_path(&self.folder) else { return self.keep(cx) };
        self.checking.start(|| cx.desk.check_backup_folder(folder));
    }

    fn keep(&mut self, cx: &Cx<'_>) {
        let Some(routine) = self.typed() else { return };
        let now = routine.clone();
        self.keeping.start(|| {
            cx.desk.change_station(
                move |station| station.backups = now,
                move |settings| {
                    settings.backup_folder = routine.folder;
                    settings.backup_hour = Some(routine.hour);
                    settings.backup_keep = Some(routine.keep);
                },
            )
        });
    }
}

fn read_keep(typed: &str) -> Option<u16> {
    typed.trim().parse().ok().filter(|keep| (1..=MOST_KEPT).contains(keep))
}

/// The last success.
fn last_ui(ui: &mut Ui, cx: &Cx<'_>, backups: &Backups) {
    match &backups.last {
        None => {}
        Some(None) => {
            ui.label("Este equipo todavía no ha hecho ningún respaldo.");
        }
        Some(Some(LastBackup { at_ms, folder, bytes, .. })) => {
            let size = bytes.map(|bytes| Size(bytes).to_string()).unwrap_or_default();
            facts_ui(ui, &[("Último respaldo", words::day_and_hour(*at_ms, cx.zone())), ("Tamaño del almacén", size)]);
            ui.add_space(SPACE_S);
            widgets::key_value(ui, "Está en", &folder.display().to_string());
        }
    }
    ui.add_space(SPACE_M);
}

/// The one under way, or a button for one, and what the one asked for here came to.
fn now_ui(ui: &mut Ui, cx: &Cx<'_>, backups: &Backups, has_folder: bool) {
    // The button that began it keeps its place, and the keyboard, for the next one.
    ui.horizontal_wrapped(|ui| {
        let is_under_way = backups.under_way.is_some();
        let button = Button::secondary("Respaldar ahora").icon(Icon::Store).enabled(has_folder).busy(is_under_way);
        if button.why("Guarde primero la carpeta de respaldos.").show(ui).clicked() {
            cx.desk.back_up();
        }
        let label = if backups.is_stopping { "Deteniendo" } else { "Detener el respaldo" };
        if is_under_way && Button::secondary(label).busy(backups.is_stopping).show(ui).clicked() {
            cx.desk.stop_backup();
        }
    });
    if let Some(at) = backups.under_way {
        ui.add_space(SPACE_S);
        under_way_ui(ui, at);
        return;
    }
    if let Some(end) = backups.end.as_deref().filter(|end| end.by_hand) {
        ui.add_space(SPACE_S);
        end_ui(ui, end);
    }
}

fn end_ui(ui: &mut Ui, end: &BackupEnd) {
    match (&end.came_to, end.fault()) {
        (Ok(report), _) => made_ui(ui, report),
        (_, Some(fault)) => Fault::from(fault).ui(ui),
        _ => widgets::notice(ui, Sign::Info, "El respaldo se detuvo. Los anteriores siguen como estaban.", None),
    }
}

fn made_ui(ui: &mut Ui, report: &BackupReport) {
    let new_scans = match report.new_scans {
        0 => "Sin documentos digitalizados nuevos.".to_owned(),
        1 => "Un documento digitalizado nuevo.".to_owned(),
        new => format!("{new} documentos digitalizados nuevos."),
    };
    let removed = match report.removed {
        0 => None,
        1 => Some("Se quitó el respaldo más antiguo.".to_owned()),
        removed => Some(format!("Se quitaron los {removed} respaldos más antiguos.")),
    };
    let place = format!("{}, {}.", report.folder.display(), Size(report.bytes));
    let next = [Some(place), Some(new_scans), removed].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Notice::new(Sign::Done, "Respaldo hecho y comprobado.").next(next.as_str()).show(ui);
    if report.other_branch > 0 {
        ui.add_space(SPACE_S);
        let sentence = match report.other_branch {
            1 => "En la carpeta hay un respaldo con trabajo que este almacén no tiene.".to_owned(),
            others => format!("En la carpeta hay {others} respaldos con trabajo que este almacén no tiene."),
        };
        let next =
            "Se hicieron antes de restaurar otro. No se cuentan ni se quitan: bórrelos usted si ya no hacen falta.";
        widgets::notice(ui, Sign::Info, &sentence, Some(next));
    }
    if let Some(sentence) = as_in_the_store(report) {
        ui.add_space(SPACE_S);
        widgets::notice(ui, Sign::Warning, &sentence, Some("Avise a soporte técnico."));
    }
}
