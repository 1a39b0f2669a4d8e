//! The ticket of whoever waits: the code as large as the paper allows, its bars, and what to have at hand. Nobody's name.

use super::barcode;
use super::block::{Align, Block, FIXED, Scale};
use super::compose::{body_height, filled, fitted, scale_of, small_print, ticked};
use super::content::TurnTicket;
use super::error::Error;
use super::face::Face;
use super::page::{Document, Style};
use super::sheet::{Paper, Sheet};

const TITLE: &str = "Su turno";
const CODE: &str = "el código del turno";
const BRING: &str = "lo que hay que tener a la mano";

/// The largest and the least size of the code, in points.
const CODE_PT: (f32, f32) = (64.0, 14.0);

/// The ticket, one page.
///
/// # Errors
/// [`Error::TooLong`] where the names do not fit the sheet in any readable size.
pub fn turn_ticket(told: &TurnTicket, sheet: Sheet) -> Result<Document, Error> {
    let paper = sheet.paper;
    let scale = scale_of(paper);
    let came = told.arrived.in_figures(told.zone);
    let reference = format!("Llegó el {came}");
    let foot = small_print(scale, paper.text_width_mm(), CODE, &reference);
    let body = fitted(scale, body_height(paper, foot.height_mm()), |scale| body(told, scale, paper))?;
    Ok(Document { title: TITLE, pages: vec![filled(sheet, body, foot)] })
}

fn body(told: &TurnTicket, scale: Scale, paper: Paper) -> Block {
    let width_mm = paper.text_width_mm();
    let mut block = Block::new(width_mm);
    block.aligned(scale.strong(), "el nombre del centro", &told.centre, Align::Centre);
    block.gap(3.0);
    block.aligned(scale.body(), FIXED, TITLE, Align::Centre);
    let style = Style { size_pt: code_pt(&told.code, width_mm), ..scale.strong() };
    block.aligned(style, CODE, &told.code, Align::Centre);
    block.gap(2.0);
    barcode::bars(&mut block, &told.code, if paper == Paper::Roll80 { 14.0 } else { 18.0 });
    block.gap(3.0);
    block.aligned(scale.bold(), "el nombre del trámite", &told.procedure, Align::Centre);
    if told.has_priority {
        block.aligned(scale.body(), FIXED, "Atención prioritaria", Align::Centre);
    }
    block.gap(3.0);
    let next = "Espere: su código aparece en la pantalla con la ventanilla a la que debe pasar, o le llamarán.";
    block.aligned(scale.body(), FIXED, next, Align::Centre);
    if !told.bring.is_empty() {
        block.gap(3.4);
        block.text(scale.strong(), FIXED, "Tenga a la mano");
        for thing in &told.bring {
            block.append(ticked(scale, width_mm, |text| text.text(scale.body(), BRING, thing)), 0.0);
        }
    }
    block
}

/// As large as has room on one line.
fn code_pt(code: &str, width_mm: f32) -> f32 {
    let (largest, least) = CODE_PT;
    (largest * width_mm / Face::Bold.width_mm(code, largest)).clamp(least, largest)
}
