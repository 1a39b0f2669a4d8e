//! The two kinds of data that have a term: scans, and what is kept of people.

use super::review::Kind;
use crate::desk::{Desk, RunJob};
use crate::domain::calendar::day_in_figures;
use crate::domain::number::PersonNumber;
use crate::ops::erasure::ErasureReport;
use crate::ops::retention::{DuePeople, DueScans, LISTED_PAPERS, ScannedKind, ScansErased};
use crate::ui::widgets::Column;

/// The scans.
pub(super) enum Scans {}

/// What is kept of people.
pub(super) enum People {}

impl Kind for Scans {
    type Due = DueScans;
    type Done = ScansErased;

    const REVIEW: &'static str = "Revisar qué documentos vencen";
    const NOTHING: &'static str = "Ningún documento digitalizado cumplió el plazo.";
    const ERASE: &'static str = "Borrar estos documentos…";
    const WHAT_GOES: &'static str = "Se borran las imágenes de solicitudes, documentos de identidad y demás papeles. Quedan las atenciones, los poderes y las \
                                     calificaciones con sus datos, y la bitácora anota cuáles se borraron.";
    const COLUMNS: &'static [Column<'static>] =
        &[Column::rest("De qué son"), Column::exact("Último uso", 140.0), Column::exact("Documentos", 130.0)];

    fn review(desk: &Desk) -> RunJob<DueScans> {
        desk.review_scans()
    }

    fn erase(desk: &Desk, due: &DueScans) -> RunJob<ScansErased> {
        desk.erase_scans(due)
    }

    fn is_any(due: &DueScans) -> bool {
        due.scans > 0
    }

    fn words(due: &DueScans) -> (String, Option<String>) {
        let sentence = format!(
            "{}, {}, sin uso desde antes del {}.",
            counted(due.scans, "Vence 1 documento", "Vencen {} documentos"),
            size(due.bytes),
            day_in_figures(due.before)
        );
        let papers = counted(
            due.papers,
            "Todo es de una sola atención, de un solo poder o de una sola calificación.",
            "Atenciones, poderes y calificaciones a que pertenecen: {}.",
        );
        let is_cut = due.papers > LISTED_PAPERS as u64;
        let cut = if is_cut {
            format!(" La lista muestra solo {LISTED_PAPERS}, primero lo más antiguo.")
        } else {
            String::new()
        };
        (sentence, (due.scans > 0).then(|| papers + &cut))
    }

    fn question(due: &DueScans) -> String {
        counted(due.scans, "¿Borrar 1 documento digitalizado?", "¿Borrar {} documentos digitalizados?")
    }

    fn listed(due: &DueScans) -> usize {
        due.listed.len()
    }

    fn cell(due: &DueScans, row: usize, column: usize) -> String {
        let Some(paper) = due.listed.get(row) else { return String::new() };
        match (column, paper.kind) {
            (0, ScannedKind::Visit) => format!("Atención {}", paper.id),
            (0, ScannedKind::NotarialPower) => format!("Poder notarial {}", paper.id),
            (0, ScannedKind::ArtisanQualification) => format!("Calificación artesanal {}", paper.id),
            (1, _) => day_in_figures(paper.last),
            _ => paper.scans.to_string(),
        }
    }

    fn done(done: &ScansErased) -> (String, Option<String>) {
        let sentence =
            counted(done.scans, "Se borró 1 documento digitalizado.", "Se borraron {} documentos digitalizados.");
        (sentence, None)
    }
}

impl Kind for People {
    type Due = DuePeople;
    type Done = ErasureReport;

    const REVIEW: &'static str = "Revisar de quiénes vencen los datos";
    const NOTHING: &'static str = "Los datos de ninguna persona cumplieron el plazo.";
    const ERASE: &'static str = "Borrar los datos de estas personas…";
    const WHAT_GOES: &'static str = "Se borran su ficha, su nombre y número en turnos, atenciones, poderes y calificaciones, sus documentos digitalizados, y lo que \
                                     la bitácora dice de ellas. Quedan el día y el resultado de cada atención, los cierres, el libro de claves y la cadena de la \
                                     bitácora, que se sigue verificando.";
    const COLUMNS: &'static [Column<'static>] =
        &[Column::rest("Número"), Column::exact("Documento", 200.0), Column::exact("Último trato", 140.0)];

    fn review(desk: &Desk) -> RunJob<DuePeople> {
        desk.review_people()
    }

    fn erase(desk: &Desk, due: &DuePeople) -> RunJob<ErasureReport> {
        desk.erase_people(due)
    }

    fn is_any(due: &DuePeople) -> bool {
        !due.people.is_empty()
    }

    fn words(due: &DuePeople) -> (String, Option<String>) {
        let sentence = format!(
            "{}, sin trato con la ventanilla desde antes del {}.",
            counted(count(due), "Vencen los datos de 1 persona", "Vencen los datos de {} personas"),
            day_in_figures(due.before)
        );
        let besides = counted(
            due.in_register,
            "Otra persona pasó el plazo y sigue en el registro de empleadores: se queda mientras esté allí.",
            "Otras {} personas pasaron el plazo y siguen en el registro de empleadores: se quedan mientras estén allí.",
        );
        (sentence, (due.in_register > 0).then_some(besides))
    }

    fn question(due: &DuePeople) -> String {
        counted(count(due), "¿Borrar los datos de 1 persona?", "¿Borrar los datos de {} personas?")
    }

    fn listed(due: &DuePeople) -> usize {
        due.people.len()
    }

    fn cell(due: &DuePeople, row: usize, column: usize) -> String {
        let Some(person) = due.people.get(row) else { return String::new() };
        match column {
            0 => person.number.to_string(),
            1 => match person.number {
                PersonNumber::Cedula(_) => "Cédula",
                PersonNumber::ForeignerCode(_) => "Código de extranjero",
                PersonNumber::Passport(_) => "Pasaporte",
            }
            .to_owned(),
            _ => day_in_figures(person.last),
        }
    }

    fn done(done: &ErasureReport) -> (String, Option<String>) {
        let sentence =
            counted(done.people, "Se borraron los datos de 1 persona.", "Se borraron los datos de {} personas.");
        let spared = counted(
            done.spared,
            "Una volvió a la ventanilla o al registro mientras tanto, y se queda.",
            "{} volvieron a la ventanilla o al registro mientras tanto, y se quedan.",
        );
        (sentence, (done.spared > 0).then_some(spared))
    }
}

fn count(due: &DuePeople) -> u64 {
    u64::try_from(due.people.len()).unwrap_or(u64::MAX)
}

/// One in its words, or many, with the number in place of the braces.
fn counted(count: u64, one: &str, many: &str) -> String {
    if count == 1 { one.to_owned() } else { many.replace("{}", &count.to_string()) }
}

/// A size in megabytes, and never none.
fn size(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_have_their_words() {
        assert_eq!(counted(1, "una", "{} cosas"), "una");
        assert_eq!([counted(0, "una", "{} cosas"), counted(12, "una", "{} cosas")], ["0 cosas", "12 cosas"]);
        assert_eq!([size(1), size(1_000_000), size(1_000_001)], ["1 MB", "1 MB", "2 MB"]);
    }
}
