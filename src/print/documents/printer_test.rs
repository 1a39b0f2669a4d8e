//! The test page: does this printer print our papers as they are meant?

use super::block::{Align, Block, Cell, FIXED, Scale};
use super::compose::{ROW_GAP_MM, body_height, filled, fitted, heading, occasion_rows, scale_of};
use super::content::PrinterTest;
use super::error::Error;
use super::face::Face;
use super::page::{Document, Ink, Style};
use super::sheet::{Paper, Sheet};

/// The test page for a printer, one page.
///
/// # Errors
/// [`Error::TooLong`] where the printer's name does not fit the sheet.
pub fn test_page(test: &PrinterTest, sheet: Sheet) -> Result<Document, Error> {
    let paper = sheet.paper;
    let scale = scale_of(paper);
    let foot = Block::new(paper.text_width_mm());
    let body = fitted(scale, body_height(paper, 0.0), |scale| body(test, scale, paper))?;
    Ok(Document { title: "Página de prueba", pages: vec![filled(sheet, body, foot)] })
}

fn body(test: &PrinterTest, scale: Scale, paper: Paper) -> Block {
    let width_mm = paper.text_width_mm();
    let mut block = heading(scale, width_mm, "Página de prueba", "No contiene datos de nadie", None);
    let printer = Cell { label: "Impresora", value: &test.printer, field: "el nombre de la impresora", share: 1.0 };
    let format = Cell { label: "Hoja", value: paper.name(), field: FIXED, share: 1.0 };
    block.row(scale, &[printer]);
    block.gap(ROW_GAP_MM);
    block.row(scale, &[format]);
    block.gap(ROW_GAP_MM);
    occasion_rows(&mut block, scale, &test.occasion);
    check(&mut block, scale, "Las letras", "Deben verse todas, con sus tildes:");
    block.text(scale.body(), FIXED, "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ ÁÉÍÓÚÜ");
    block.text(scale.body(), FIXED, "abcdefghijklmnñopqrstuvwxyz áéíóúü");
    block.text(scale.bold(), FIXED, "0123456789 ¿¡?!«»“”‘’–—…•.,;:()/%&@#+ Łłşțőčž");
    block.text(scale.label(), FIXED, "La letra más pequeña: Ñandú, pingüino, café, avión, ¿cuántos años?");

    check(&mut block, scale, "Las letras de una clave", "No deben confundirse unas con otras:");
    let size_pt = if paper == Paper::Roll80 { 20.0 } else { 26.0 };
    let style = Style { face: Face::Key, size_pt, ink: Ink::Black };
    for line in ["23456789DFHJK", "LMRTWXYdfhmrt"] {
        block.aligned(style, FIXED, line, Align::Left);
    }

    check(
        &mut block,
        scale,
        "El tamaño",
        "La raya debe medir 50 mm. Si mide otra cosa, quite «ajustar a la página» en la impresora.",
    );
    let y_mm = block.height_mm() + TICK_MM;
    block.line((0.0, y_mm), (RULER_MM, y_mm), 0.8);
    for tick in 0..=5_u8 {
        let x_mm = f32::from(tick) * 10.0;
        block.line((x_mm, y_mm - TICK_MM), (x_mm, y_mm + TICK_MM), 0.8);
    }
    block.gap(TICK_MM * 2.0);

    check(&mut block, scale, "Los bordes", "El recuadro debe verse entero, a los cuatro lados.");
    block.outline((0.0, block.height_mm()), (width_mm, FRAME_MM), 0.8);
    block.gap(FRAME_MM);
    block
}

const RULER_MM: f32 = 50.0;
const TICK_MM: f32 = 2.0;
const FRAME_MM: f32 = 10.0;

fn check(block: &mut Block, scale: Scale, title: &str, instruction: &str) {
    block.gap(4.0);
    block.text(scale.strong(), FIXED, title);
    block.text(scale.body(), FIXED, instruction);
    block.gap(1.5);
}
