//! The "Confirmación del turno" for whoever booked a turn here: when and where it is, its code as a reader reads it when the
//! person arrives, and what to bring.

use super::barcode;
use super::block::{Align, Block, Cell, FIXED, Scale};
use super::compose::{
    ANCHOR, NARROW_MM, ROW_GAP_MM, anchor, body_height, filled, fitted, heading, number_label, printed_again, scale_of,
    small_print, ticked,
};
use super::content::TurnConfirmation;
use super::error::Error;
use super::page::{Document, hundredth};
use super::sheet::{Paper, Sheet};
use crate::domain::calendar::{day_in_words, weekday_name};
use chrono::Datelike as _;

const TITLE: &str = "Confirmación del turno";

/// The confirmation of a turn, one page.
///
/// # Errors
/// [`Error::TooLong`] where the names do not fit the sheet in any readable size.
pub fn turn_confirmation(told: &TurnConfirmation, sheet: Sheet) -> Result<Document, Error> {
    let paper = sheet.paper;
    let scale = scale_of(paper);
    let foot = foot(told, scale, paper.text_width_mm());
    let body = fitted(scale, body_height(paper, foot.height_mm()), |scale| body(told, scale, paper))?;
    Ok(Document { title: TITLE, pages: vec![filled(sheet, body, foot)] })
}

fn body(told: &TurnConfirmation, scale: Scale, paper: Paper) -> Block {
    let width_mm = paper.text_width_mm();
    let subtitle = told.printed_again.map(|at| printed_again(at, &told.occasion)).unwrap_or_default();
    let code = Cell { label: "Turno", value: &told.code, field: "el código del turno", share: 1.0 };
    let mut block = heading(scale, width_mm, TITLE, &subtitle, Some(code));
    block.append(when_and_where(told, scale, width_mm), 0.0);
    block.gap(ROW_GAP_MM);
    for cells in facts(told) {
        rows(&mut block, scale, &cells);
    }
    block.gap(3.0);
    barcode::bars(&mut block, &told.code, if paper == Paper::A4 { 18.0 } else { 14.0 });
    block.gap(0.8);
    block.aligned(scale.strong(), "el código del turno", &told.code, Align::Centre);
    block.gap(2.0);
    block.text(scale.strong(), FIXED, "Qué traer");
    for thing in &told.bring {
        block.append(ticked(scale, width_mm, |text| text.text(scale.body(), BRING, thing)), 0.0);
    }
    if !told.some_bring.is_empty() {
        block.gap(1.4);
        block.text(scale.body(), BRING, &told.some_bring);
    }
    block.gap(3.4);
    block.text(scale.strong(), FIXED, "El día del turno");
    block.gap(0.8);
    for line in [
        "Llegue unos minutos antes y muestre esta hoja: su código registra la llegada.",
        "Si no puede venir, cancele o cambie el turno antes, en el centro o en el 02 394 5666.",
    ] {
        block.item(scale.body(), "•", FIXED, line);
    }
    block
}

const BRING: &str = "lo que hay que traer";

/// What must not be overlooked, in a frame.
fn when_and_where(told: &TurnConfirmation, scale: Scale, width_mm: f32) -> Block {
    const INSET_MM: f32 = 3.0;
    let day = format!("{} {}", weekday_name(told.day.weekday()), day_in_words(told.day));
    let hour = told.hour.format("%H:%M").to_string();
    let mut inside = Block::new(width_mm - 2.0 * INSET_MM);
    inside.gap(2.4);
    let large = Scale { strong_pt: scale.strong_pt * 1.25, ..scale };
    let cells = [
        Cell { label: "Día", value: &day, field: "el día", share: 3.0 },
        Cell { label: "Hora", value: &hour, field: "la hora", share: 1.0 },
    ];
    rows(&mut inside, large, &cells);
    let centre = Cell {
        label: "Centro de Atención Universal",
        value: &told.occasion.centre,
        field: "el nombre del centro",
        share: 1.0,
    };
    inside.row(scale, &[centre]);
    inside.gap(2.4);
    let mut block = Block::new(width_mm);
    block.outline((0.0, 0.0), (width_mm, hundredth(inside.height_mm())), 1.2);
    block.append(inside, INSET_MM);
    block.gap(1.6);
    block
}

fn facts(told: &TurnConfirmation) -> [Vec<Cell<'_>>; 2] {
    let holder = &told.holder;
    [
        vec![Cell { label: "Trámite", value: &told.procedure, field: "el nombre del trámite", share: 1.0 }],
        vec![
            Cell { label: "A nombre de", value: &holder.name, field: "el nombre de la persona", share: 2.0 },
            Cell {
                label: number_label(&holder.number),
                value: holder.number.as_str(),
                field: "el número de la persona",
                share: 1.0,
            },
        ],
    ]
}

/// Cells beside each other, or below each other where the paper is narrow.
fn rows(block: &mut Block, scale: Scale, cells: &[Cell<'_>]) {
    let side_by_side = if block.width_mm() < NARROW_MM { 1 } else { cells.len().max(1) };
    for row in cells.chunks(side_by_side) {
        block.row(scale, row);
        block.gap(ROW_GAP_MM);
    }
}

fn foot(told: &TurnConfirmation, scale: Scale, width_mm: f32) -> Block {
    let booked = told.occasion.at.in_figures(told.occasion.zone);
    let window = told.occasion.window;
    let reference = match told.journal_mark {
        Some(mark) => format!("Reservado el {booked}, ventanilla {window} · {}", anchor(mark)),
        None => format!("Reservado el {booked}, ventanilla {window}"),
    };
    small_print(scale, width_mm, ANCHOR, &reference)
}
