//! What was restored, and what is missing.

use eframe::egui::Ui;

use super::super::super::common::facts_ui;
use crate::desk::RestoredHere;
use crate::ops::restore::OnPaper;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Notice, Sign};

/// What nobody can tell who has no paper.
const NOT_KNOWN: &str = "No se sabe";

/// One frame; answers whether it was read.
pub(super) fn ui(ui: &mut Ui, done: &RestoredHere, paper: &OnPaper) -> bool {
    let restored = &done.restored;
    widgets::panel_title(ui, "El almacén está restaurado", "Se leyó página por página, y la bitácora está entera.");
    ui.add_space(SPACE_M);
    let unknown: u64 = restored.unknown.iter().map(|(_, _, count)| u64::from(*count)).fold(0, u64::saturating_add);
    let missing_entries = paper.head.as_ref().map_or(NOT_KNOWN.to_owned(), |_| restored.missing_entries.to_string());
    let unknown = if paper.last_serials.is_empty() { NOT_KNOWN.to_owned() } else { unknown.to_string() };
    facts_ui(
        ui,
        &[
            ("Bitácora, hasta la entrada", restored.last_entry.to_string()),
            ("Entradas que faltan", missing_entries),
            ("Series desconocidas", unknown),
            ("Época de las series nuevas", restored.epoch.to_string()),
        ],
    );
    ui.add_space(SPACE_M);
    for (first, last, count) in &restored.unknown {
        let said = match count {
            1 => format!("La serie {first} está solo en el papel."),
            count => format!("Las {count} series de {first} a {last} están solo en el papel."),
        };
        let next = "Quedan anotadas como desconocidas en la bitácora. Guarde sus acuses de recibo.";
        Notice::new(Sign::Warning, &said).next(next).show(ui);
        ui.add_space(SPACE_S);
    }
    if let Some(doubt) = &done.doubt {
        let said = format!("El respaldo está entero y tiene algo por revisar, como el almacén de entonces: {doubt}");
        widgets::notice(ui, Sign::Warning, &said, Some("Avise a soporte técnico antes de dar claves."));
        ui.add_space(SPACE_S);
    }
    if done.missing_scans > 0 {
        let said = match done.missing_scans {
            1 => "Un documento digitalizado no está en el respaldo, o está dañado.".to_owned(),
            missing => format!("{missing} documentos digitalizados no están en el respaldo, o están dañados."),
        };
        widgets::notice(ui, Sign::Warning, &said, Some("Si otro respaldo los tiene, soporte técnico puede traerlos."));
        ui.add_space(SPACE_S);
    }
    let next = "Ingrese con su usuario, elija la impresora y configure de nuevo los respaldos de este equipo.";
    widgets::notice(ui, Sign::Info, "Lo que era de aquel equipo no viene en el respaldo.", Some(next));
    ui.add_space(SPACE_M);
    let go_on = Button::primary("Ir al ingreso").icon(Icon::Next).large().show(ui);
    if ui.memory(|memory| memory.focused().is_none()) {
        go_on.request_focus();
    }
    go_on.clicked()
}
