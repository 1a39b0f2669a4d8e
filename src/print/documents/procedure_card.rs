//! The "ficha del trámite" that is handed over at the counter: what to bring first, then where, when and for how much, what to
//! do, at the centre before the portal.
//!
//! A large sheet tells the card whole. A small one and a roll tell what a person needs in their hand: not the portal's pages,
//! which lead through themselves, nor what nobody asks for. It names no person.

use super::block::{Block, Cell, FIXED, Scale};
use super::compose::{
    NARROW_MM, ROW_GAP_MM, SECTION_MM, body_height, filled, heading, numbered_foot, scale_of, section, ticked,
};
use super::content::ProcedureCard;
use super::error::Error;
use super::flow::{Flow, few_pages};
use super::page::{Document, Page};
use super::sheet::{Paper, Sheet};
use crate::domain::calendar::day_in_figures;
use crate::domain::catalogue::{Detail, Part, Piece, Requirement, outline};

const TITLE: &str = "Ficha del trámite";
/// The name of whatever a card says, in messages.
const SAID: &str = "el texto de la ficha";
/// Between two pieces of a part.
const BETWEEN_MM: f32 = 1.5;
/// A sheet that is read at leisure needs no type as large as one that is compared at the counter.
const AT_LEISURE: f32 = 0.88;

/// The card of a procedure.
///
/// # Errors
/// [`Error::TooLong`] where one piece of it does not fit a page.
pub fn procedure_card(told: &ProcedureCard, sheet: Sheet) -> Result<Document, Error> {
    let (scale, detail) = match sheet.paper {
        Paper::A4 => (scale_of(sheet.paper).times(AT_LEISURE), Detail::Whole),
        Paper::A5 | Paper::Roll80 => (scale_of(sheet.paper), Detail::Short),
    };
    let pages = few_pages(scale, |scale| set(told, sheet, scale, detail))?;
    Ok(Document { title: TITLE, pages })
}

fn set(told: &ProcedureCard, sheet: Sheet, scale: Scale, detail: Detail) -> Result<Vec<Page>, Error> {
    let width_mm = sheet.paper.text_width_mm();
    let room_mm = body_height(sheet.paper, foot(told, scale, width_mm, 1, 1).height_mm());
    let about = format!("{TITLE} · {}", &*told.card.name);
    let mut bodies = Flow::new(told.name, scale, room_mm, heading(scale, width_mm, told.name, &about, None));
    for part in outline(told.card, Some(&told.here), detail) {
        for block in blocks(&part, scale, width_mm) {
            bodies.put(block)?;
        }
    }
    let bodies = bodies.done();
    let of = bodies.len();
    let numbered = bodies.into_iter().zip(1..);
    Ok(numbered.map(|(body, number)| filled(sheet, body, foot(told, scale, width_mm, number, of))).collect())
}

/// The blocks of a part; its title stays with its first piece.
fn blocks(part: &Part<'_>, scale: Scale, width_mm: f32) -> Vec<Block> {
    let mut title = part.title.map(|title| section(scale, width_mm, title));
    let set = part.pieces.iter().map(|it| {
        let mut block = title.take().unwrap_or_else(|| Block::new(width_mm));
        block.append(piece(it, scale, width_mm), 0.0);
        block
    });
    set.collect()
}

fn piece(piece: &Piece<'_>, scale: Scale, width_mm: f32) -> Block {
    let mut block = Block::new(width_mm);
    match piece {
        Piece::Words(words) => block.text(scale.body(), SAID, words),
        Piece::Important(words) => block.text(scale.bold(), SAID, &format!("Importante: {words}")),
        Piece::Asked { title, applies, items } => asked(&mut block, scale, *title, *applies, items),
        Piece::Facts(facts) => {
            let beside = if width_mm < NARROW_MM { 1 } else { 2 };
            for row in facts.chunks(beside) {
                let cell = |(label, value)| Cell { label, value, field: SAID, share: 1.0 };
                let cells: Vec<Cell<'_>> =
                    row.iter().map(|(label, value)| cell((label.as_ref(), value.as_ref()))).collect();
                block.row(scale, &cells);
                block.gap(ROW_GAP_MM);
            }
        }
        Piece::Step { mark, text, inside, notes, .. } => {
            match mark {
                Some(mark) => block.item(scale.body(), mark, SAID, text),
                None => block.text(scale.body(), SAID, text),
            }
            let indent_mm = if mark.is_some() { indent_mm(scale) } else { 0.0 };
            let mut below = Block::new(width_mm - indent_mm);
            for (mark, text) in inside {
                below.item(scale.body(), mark, SAID, text);
            }
            for note in notes {
                below.gap(0.6);
                below.text(scale.body(), SAID, &format!("Nota: {note}"));
            }
            block.append(below, indent_mm);
        }
        Piece::Points(points) => points.iter().for_each(|point| block.item(scale.body(), "•", SAID, point)),
        Piece::Norm(norm, articles) => block.text(scale.label(), SAID, &format!("{norm}. {articles}")),
    }
    block.gap(if matches!(piece, Piece::Norm(..)) { BETWEEN_MM / 3.0 } else { BETWEEN_MM });
    block
}

/// Boxes to tick, under the name of the group and to whom it applies.
fn asked(block: &mut Block, scale: Scale, title: Option<&str>, applies: Option<&str>, items: &[Requirement]) {
    if let Some(title) = title {
        block.gap(SECTION_MM / 3.0);
        block.text(scale.strong(), SAID, title);
    }
    if let Some(applies) = applies {
        block.text(scale.body(), SAID, applies);
    }
    for item in items {
        let named = ticked(scale, block.width_mm(), |text| {
            text.text(scale.bold(), SAID, &item.name);
            if let Some(detail) = &item.detail {
                text.text(scale.body(), SAID, detail);
            }
        });
        block.append(named, 0.0);
    }
}

/// How far the marks of a list stand before its text, in millimetres.
fn indent_mm(scale: Scale) -> f32 {
    super::block::indent_mm(scale.body())
}

fn foot(told: &ProcedureCard, scale: Scale, width_mm: f32, number: usize, of: usize) -> Block {
    let contact = &told.card.contact;
    let printed = format!("Impresa en {}, {}", told.here.centre, day_in_figures(told.printed_on));
    let ask = format!("Atención ciudadana: {} · {}. {printed}.", &*contact.email, &*contact.telephone);
    numbered_foot(scale, width_mm, (FIXED, &ask), number, of)
}
