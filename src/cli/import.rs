//! `ventanilla import agenda|employers|people|insured|work-history FILE`: what the window's import does, with a progress bar.

use std::fs::File;
use std::io::BufReader;

use super::Ended;
use super::args::{Import, Kind};
use super::error::Error;
use super::progress::{Work, stop_on_ctrl_c};
use super::voice::say;
use crate::intake::table::BadRow;
use crate::ops::house::run::{Progress, Run, Watch};
use crate::ops::import::{
    AgendaImport, AgendaReport, EmployerImport, ImportFile, ImportReport, InsuredImport, PeopleImport, TurnChange,
    TurnFate, WorkHistoryImport, preview_agenda, preview_employers, preview_insured, preview_people,
    preview_work_history,
};
use crate::ops::{House, Session, new_op_id};

/// How many bad rows are shown; all are counted.
const SHOWN: usize = 50;

/// Imports, and says what became of the rows. Bad rows make the answer a no: somebody has to look at them.
pub(super) fn run(words: &Import) -> Result<Ended, Error> {
    let file = open(words)?;
    let (house, session) = words.door.open()?;
    let work = Work::begin("Importando", file.bytes.unwrap_or(0), stop_on_ctrl_c());
    house.close_cut_runs(&session)?;
    let report = match words.kind {
        Kind::Agenda if words.preview => {
            let mut progress = |at: Progress| work.show(at.bytes);
            let mut watch = Watch { progress: &mut progress, cancel: work.stop_flag() };
            let report = preview_agenda(&house.reader()?, house.centre(), session.actor().user, file, &mut watch)?;
            say!("Solo se miró; nada se guardó.");
            say_agenda(&report)
        }
        Kind::Agenda => say_agenda(&carry_out(&house, &session, &work, &mut AgendaImport::open(file)?)?),
        Kind::Employers | Kind::People | Kind::Insured | Kind::WorkHistory if words.preview => {
            let mut progress = |at: Progress| work.show(at.bytes);
            let mut watch = Watch { progress: &mut progress, cancel: work.stop_flag() };
            let reader = house.reader()?;
            let report = match words.kind {
                Kind::People => preview_people(&house, &reader, file, &mut watch)?,
                Kind::Insured => preview_insured(&house, &reader, file, &mut watch)?,
                Kind::WorkHistory => preview_work_history(&house, &reader, file, &mut watch)?,
                _ => preview_employers(&reader, file, &mut watch)?,
            };
            drop(reader);
            say!("Solo se miró; nada se guardó.");
            for change in report.changes.iter().take(SHOWN) {
                say!("  línea {}: {}, {}: {}", change.line, change.number, change.name, change.in_words());
            }
            report
        }
        Kind::Employers => carry_out(&house, &session, &work, &mut EmployerImport::open(file)?)?,
        Kind::People => carry_out(&house, &session, &work, &mut PeopleImport::open(file)?)?,
        Kind::Insured => carry_out(&house, &session, &work, &mut InsuredImport::open(file)?)?,
        Kind::WorkHistory => carry_out(&house, &session, &work, &mut WorkHistoryImport::open(file)?)?,
    };
    work.end();
    say_rows(&report, words.preview);
    house.close()?;
    Ok(if report.bad == 0 { Ended::Done } else { Ended::No })
}

fn open(words: &Import) -> Result<ImportFile<BufReader<File>>, Error> {
    let failed = |source| Error::Input { file: words.file.clone(), source };
    let file = File::open(&words.file).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    if about.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    let bytes = about.len();
    let name = words.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(ImportFile { source: BufReader::new(file), name, bytes: Some(bytes) })
}

fn carry_out<R: Run>(house: &House, session: &Session, work: &Work, run: &mut R) -> Result<R::Report, Error> {
    let mut progress = |at: Progress| work.show(at.bytes);
    let mut watch = Watch { progress: &mut progress, cancel: work.stop_flag() };
    Ok(house.run(session, new_op_id()?, run, &mut watch)?.output)
}

fn say_agenda(report: &AgendaReport) -> ImportReport {
    let vanished = match report.vanished_not_looked_for {
        true => "no se buscaron, porque alguna fila no se pudo leer".to_owned(),
        false => report.vanished.to_string(),
    };
    say!(
        "Turnos cancelados: {}. Turnos que ya no constan: {vanished}. Turnos que quedan como están: {}.",
        report.cancelled,
        report.left_alone
    );
    for TurnChange { code, line, fate } in report.turns.iter().take(SHOWN) {
        let place = line.map(|line| format!(" (línea {line})")).unwrap_or_default();
        say!("  turno {code}{place}: {}", words_of(fate));
    }
    report.rows.clone()
}

fn words_of(fate: &TurnFate) -> String {
    match fate {
        TurnFate::Changed(what) => format!("cambia {}", what.join(", ")),
        TurnFate::OnTheAgenda => "ahora consta en la agenda: se había copiado de la confirmación".into(),
        TurnFate::Cancelled => "se cancela".into(),
        TurnFate::LeftAlone(state) => format!("queda como está, porque está «{}»", state.spanish()),
        TurnFate::Vanished => "el archivo ya no lo nombra".into(),
    }
}

fn say_rows(report: &ImportReport, preview: bool) {
    let (out, with_warning) = if preview {
        ("no se importaría", "se importaría con advertencia")
    } else {
        ("no se importó", "se importó con advertencia")
    };
    say!(
        "Filas: {}. Nuevas: {}. Cambiadas: {}. Sin cambio: {}. Con error: {}. Advertencias: {}.",
        report.read,
        report.new,
        report.changed,
        report.unchanged,
        report.bad,
        report.warnings
    );
    if let Some(encoding) = report.encoding {
        let encoding = encoding.spanish();
        say!("El archivo está en {encoding}: mire que los nombres estén enteros, o tráigalo en «CSV UTF-8».");
    }
    for bad in report.bad_rows.iter().take(SHOWN) {
        say!("  {out}: {bad}");
    }
    for warned in report.warned_rows.iter().take(SHOWN) {
        say!("  {with_warning}: {warned}");
    }
    let untold = |all: u64, listed: &[BadRow]| all.saturating_sub(u64::try_from(listed.len().min(SHOWN)).unwrap_or(0));
    let untold = untold(report.bad, &report.bad_rows).saturating_add(untold(report.warnings, &report.warned_rows));
    if untold > 0 {
        say!("  y {untold} más, que no se listan.");
    }
    if report.bad > 0 {
        say!("Corrija las filas con error y vuelva a importar el mismo archivo: lo ya importado no se repite.");
    }
}
