//! A log on paper: a visit after the other, its first facts in bold, the others below.

use super::block::{Align, Block, Cell, Entry, FIXED, Scale};
use super::compose::{body_height, filled, heading, scale_of};
use super::content::{LogEntry, LogPages};
use super::error::Error;
use super::flow::Flow;
use super::page::Document;
use super::sheet::Sheet;

const TITLE: &str = "Bitácora de atenciones";
/// The name of whatever a visit says, in messages.
const SAID: &str = "una atención de la bitácora";
/// Between two visits.
const BETWEEN_MM: f32 = 1.6;

/// The visits of a log, on as many pages as they ask for.
///
/// # Errors
/// [`Error::TooLong`] where one visit alone does not fit a page.
pub fn log(pages: &LogPages, sheet: Sheet) -> Result<Document, Error> {
    let full = scale_of(sheet.paper);
    // A list is looked through, not read at arm's length.
    let scale = Scale { body_pt: full.label_pt, ..full };
    let width_mm = sheet.paper.text_width_mm();
    let room_mm = body_height(sheet.paper, foot(pages, scale, width_mm, 1, 1).height_mm());
    let reference = Cell { label: "Atenciones", value: &pages.count, field: "cuántas son", share: 1.0 };
    let mut opening = heading(scale, width_mm, TITLE, &pages.centre, Some(reference));
    opening.text(scale.body(), "los filtros", &pages.about);
    opening.gap(BETWEEN_MM);
    let mut flow = Flow::new(TITLE, scale, room_mm, opening);
    for entry in &pages.entries {
        flow.put(set(entry, scale, width_mm))?;
    }
    let bodies = flow.done();
    let of = bodies.len();
    let numbered = bodies.into_iter().zip(1..);
    let pages = numbered.map(|(body, number)| filled(sheet, body, foot(pages, scale, width_mm, number, of))).collect();
    Ok(Document { title: TITLE, pages })
}

fn set(entry: &LogEntry, scale: Scale, width_mm: f32) -> Block {
    let mut block = Block::new(width_mm);
    block.text(scale.bold(), SAID, &entry.first);
    if !entry.rest.is_empty() {
        block.text(scale.body(), SAID, &entry.rest);
    }
    block.gap(BETWEEN_MM);
    block.rule(0.3);
    block.gap(BETWEEN_MM);
    block
}

fn foot(pages: &LogPages, scale: Scale, width_mm: f32, number: usize, of: usize) -> Block {
    let mut block = Block::new(width_mm);
    block.rule(0.5);
    block.gap(1.4);
    let left = Entry { text: &pages.made, field: "quién la hizo", share: 3.0, align: Align::Left };
    let page = format!("Página {number} de {of}");
    let right = Entry { text: &page, field: FIXED, share: 1.0, align: Align::Right };
    block.columns(scale.label(), &[left, right]);
    block
}
