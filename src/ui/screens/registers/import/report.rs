//! What an import came to, or would come to: the counts, and the rows and turns that somebody should look at.

use eframe::egui::Ui;

use super::lists::{Line, Lists, lists_ui};
use crate::ops::import::{AgendaReport, Encoding, ImportReport, TurnFate};
use crate::ui::cx::Cx;
use crate::ui::theme::{SPACE_L, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Sign};

/// What stands in the place of a count that was not made.
const NOT_LOOKED_FOR: &str = "no se buscó";

/// What an import came to, in lines.
#[derive(Debug)]
pub(super) struct Report {
    counts: Vec<(&'static str, String)>,
    /// The encoding, where it is one that few programs write.
    encoding: Option<Encoding>,
    /// A row could not be read: nobody was looked for who vanished.
    vanished_not_looked_for: bool,
    pub(super) bad: Vec<Line>,
    pub(super) warned: Vec<Line>,
    /// What would change, or did: turns, or rows of a register, by the number of whom they are about.
    pub(super) changes: Vec<Line>,
    /// What a line of these is about.
    pub(super) about: &'static str,
    bad_count: u64,
}

impl Report {
    /// Of a register.
    pub(super) fn of_register(report: ImportReport) -> Self {
        let counts = vec![
            ("Filas leídas", report.read),
            ("Nuevas", report.new),
            ("Cambiadas", report.changed),
            ("Sin cambio", report.unchanged),
            ("Con error", report.bad),
            ("Advertencias", report.warnings),
        ];
        Self {
            counts: counts.into_iter().map(|(name, count)| (name, count.to_string())).collect(),
            encoding: report.encoding,
            vanished_not_looked_for: false,
            bad: report.bad_rows.into_iter().map(Line::of_row).collect(),
            warned: report.warned_rows.into_iter().map(Line::of_row).collect(),
            changes: report.changes.into_iter().map(Line::of_change).collect(),
            about: "Número",
            bad_count: report.bad,
        }
    }

    /// Of an agenda.
    pub(super) fn of_agenda(report: AgendaReport) -> Self {
        let mut all = Self::of_register(report.rows);
        let vanished = if report.vanished_not_looked_for { NOT_LOOKED_FOR.into() } else { report.vanished.to_string() };
        all.counts.extend([
            ("Turnos cancelados", report.cancelled.to_string()),
            ("Turnos que quedan como están", report.left_alone.to_string()),
            ("Turnos que ya no constan", vanished),
        ]);
        all.vanished_not_looked_for = report.vanished_not_looked_for;
        all.about = "Turno";
        all.changes = report
            .turns
            .into_iter()
            .map(|change| Line { line: change.line, about: change.code, words: fate(&change.fate) })
            .collect();
        all
    }
}

/// What becomes of a turn, in words.
fn fate(fate: &TurnFate) -> String {
    match fate {
        TurnFate::Changed(what) => format!("Cambia: {}", what.join(", ")),
        TurnFate::OnTheAgenda => "Se había copiado de la confirmación, y ahora consta en la agenda".into(),
        TurnFate::Cancelled => "Se cancela".into(),
        TurnFate::LeftAlone(state) => format!("Queda como está: {}", state.spanish()),
        TurnFate::Vanished => "El archivo ya no lo nombra".into(),
    }
}

/// One frame; `said` is what the counts are.
pub(super) fn ui(ui: &mut Ui, cx: &mut Cx<'_>, said: &str, report: &Report, lists: &mut Lists) {
    let sign = if report.bad_count > 0 { Sign::Warning } else { Sign::Met };
    let next = (report.bad_count > 0).then_some(
        "Las filas con error no se toman: corríjalas en el archivo e impórtelo otra vez; lo demás no cambia.",
    );
    widgets::notice(ui, sign, said, next);
    if report.vanished_not_looked_for {
        let said = "No se buscó qué turnos ya no constan, porque alguna fila no se pudo leer.";
        widgets::notice(ui, Sign::Info, said, None);
    }
    if let Some(encoding) = report.encoding {
        let encoding = encoding.spanish();
        let said =
            format!("El archivo está en {encoding}: mire que los nombres estén enteros, o tráigalo en «CSV UTF-8».");
        widgets::notice(ui, Sign::Info, &said, None);
    }
    ui.add_space(SPACE_M);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_L;
        for (name, count) in &report.counts {
            widgets::key_value(ui, name, count);
        }
    });
    ui.add_space(SPACE_S);
    lists_ui(ui, cx, report, lists);
    ui.add_space(SPACE_M);
}
