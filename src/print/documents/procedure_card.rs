//! The "ficha del trámite" that is handed over at the counter: what to bring first, then where, when and for how much, what to
//! do, at the centre before the portal.
//!
//! A large sheet tells the card whole. A small one and a roll tell what a person needs in their hand: not the portal's pages,
//! which lead through themselves, nor what nobody asks for. It names no person.

use super::block::{Align, Block, Entry, Scale, indent_mm};
use super::compose::{NARROW_MM, body_height, filled, heading, numbered_foot, scale_of, section, ticked};
use super::content::ProcedureCard;
use super::error::Error;
use super::flow::{Flow, one_sheet};
use super::page::{Document, Page, Style};
use super::sheet::{Paper, Sheet};
use crate::domain::calendar::day_in_figures;
use crate::domain::catalogue::{Detail, Part, Piece, Requirement, outline};

const TITLE: &str = "Ficha del trámite";
/// The name of whatever a card says, in messages.
const SAID: &str = "el texto de la ficha";
/// Before a paragraph or a step, in millimetres, and before what belongs to it.
const BEFORE_MM: f32 = 1.3;
const BEFORE_LITTLE_MM: f32 = 0.4;
/// Between a mark and its text.
const AFTER_MARK_MM: f32 = 1.2;
/// A sheet that is read at leisure needs no type as large as one that is compared at the counter.
const AT_LEISURE: f32 = 0.88;

/// The card of a procedure.
///
/// # Errors
/// [`Error::TooLong`] where one paragraph of it does not fit a page.
pub fn procedure_card(told: &ProcedureCard, sheet: Sheet) -> Result<Document, Error> {
    let (scale, detail) = match sheet.paper {
        Paper::A4 => (scale_of(sheet.paper).times(AT_LEISURE), Detail::Whole),
        Paper::A5 | Paper::Roll80 => (scale_of(sheet.paper), Detail::Short),
    };
    let pages = one_sheet(scale, |scale| set(told, sheet, scale, detail))?;
    Ok(Document { title: TITLE, pages })
}

fn set(told: &ProcedureCard, sheet: Sheet, scale: Scale, detail: Detail) -> Result<Vec<Page>, Error> {
    let width_mm = sheet.paper.text_width_mm();
    let room_mm = body_height(sheet.paper, foot(told, scale, width_mm, 1, 1).height_mm());
    let about = format!("{TITLE} · {}", &*told.card.name);
    let mut bodies = Flow::new(told.name, scale, room_mm, heading(scale, width_mm, told.name, &about, None));
    for part in outline(told.card, Some(&told.here), detail) {
        // Its title stays with what it begins with.
        let mut begun = part.title.map(|title| section(scale, width_mm, title));
        for block in blocks(&part, scale, width_mm) {
            let mut whole = begun.take().unwrap_or_else(|| Block::new(width_mm));
            whole.append(block, 0.0);
            bodies.put(whole)?;
        }
    }
    let bodies = bodies.done();
    let of = bodies.len();
    let numbered = bodies.into_iter().zip(1..);
    Ok(numbered.map(|(body, number)| filled(sheet, body, foot(told, scale, width_mm, number, of))).collect())
}

/// The blocks of a part, between any two of which a page may end.
fn blocks(part: &Part<'_>, scale: Scale, width_mm: f32) -> Vec<Block> {
    let body = scale.body();
    let marked_mm = widest_mark_mm(part, body);
    let mut blocks = Vec::new();
    let mut put = |before_mm: f32, left_mm: f32, say: &dyn Fn(&mut Block)| {
        let mut inner = Block::new(width_mm - left_mm);
        say(&mut inner);
        let mut block = Block::new(width_mm);
        block.gap(before_mm);
        block.append(inner, left_mm);
        blocks.push(block);
    };
    for piece in &part.pieces {
        match piece {
            Piece::Words(words) => put(BEFORE_MM, 0.0, &|block| block.text(body, SAID, words)),
            Piece::Important(words) => {
                put(BEFORE_MM, 0.0, &|block| block.text(scale.bold(), SAID, &format!("Importante: {words}")));
            }
            Piece::Asked { title, applies, items } => {
                // A heading stays with its first box.
                let (first, others) = items.split_at_checked(1).unwrap_or_default();
                put(if title.is_some() { BEFORE_MM * 2.0 } else { 0.0 }, 0.0, &|block| {
                    title.iter().for_each(|title| block.text(scale.strong(), SAID, title));
                    applies.iter().for_each(|applies| block.text(body, SAID, applies));
                    first.iter().for_each(|item| block.append(asked(item, scale, width_mm), 0.0));
                });
                others.iter().for_each(|item| put(0.0, 0.0, &|block| block.append(asked(item, scale, width_mm), 0.0)));
            }
            Piece::Facts(facts) => facts.iter().for_each(|(name, value)| {
                put(BEFORE_LITTLE_MM, 0.0, &|block| {
                    let entry = |text, share| Entry { text, field: SAID, share, align: Align::Left };
                    block.columns(body, &[entry(name.as_ref(), 1.0), entry(value.as_ref(), 3.0)]);
                });
            }),
            Piece::Step { mark, text, inside, notes, .. } => {
                put(BEFORE_MM, 0.0, &|block| match mark {
                    Some(mark) => block.item_at(body, mark, marked_mm, SAID, text),
                    None => block.text(body, SAID, text),
                });
                let left_mm = if mark.is_some() { marked_mm } else { 0.0 };
                for (mark, text) in inside {
                    put(BEFORE_LITTLE_MM, left_mm, &|block| block.item(body, mark, SAID, text));
                }
                for note in notes {
                    put(BEFORE_LITTLE_MM, left_mm, &|block| block.text(body, SAID, &format!("Nota: {note}")));
                }
            }
            Piece::Points(points) => {
                points.iter().for_each(|point| put(BEFORE_LITTLE_MM, 0.0, &|block| block.item(body, "•", SAID, point)));
            }
            Piece::Norm(norm, articles) => {
                put(0.0, 0.0, &|block| block.text(scale.label(), SAID, &format!("{norm}. {articles}")));
            }
        }
    }
    blocks
}

/// How far the texts of a part's steps stand behind their marks: "12." is wider than "9.".
fn widest_mark_mm(part: &Part<'_>, style: Style) -> f32 {
    let marks = part.pieces.iter().filter_map(|piece| match piece {
        Piece::Step { mark: Some(mark), .. } => Some(style.face.width_mm(mark, style.size_pt) + AFTER_MARK_MM),
        _ => None,
    });
    marks.fold(indent_mm(style), f32::max)
}

/// A box to tick.
fn asked(item: &Requirement, scale: Scale, width_mm: f32) -> Block {
    ticked(scale, width_mm, |text| {
        text.text(scale.bold(), SAID, &item.name);
        if let Some(detail) = &item.detail {
            text.text(scale.body(), SAID, detail);
        }
    })
}

/// Whom to ask, and where and when it was printed: procedures change.
fn foot(told: &ProcedureCard, scale: Scale, width_mm: f32, number: usize, of: usize) -> Block {
    let (email, telephone) = (&*told.card.contact.email, &*told.card.contact.telephone);
    let printed = format!("Impresa en {}, {}.", told.here.centre, day_in_figures(told.printed_on));
    if width_mm < NARROW_MM {
        let mut block = Block::new(width_mm);
        block.rule(0.5);
        block.gap(1.4);
        for line in [&*format!("Atención ciudadana: {telephone}"), email, &*printed] {
            block.text(scale.label(), SAID, line);
        }
        return block;
    }
    let ask = format!("Atención ciudadana: {email} · {telephone}");
    let mut block = numbered_foot(scale, width_mm, (SAID, &ask), number, of);
    block.text(scale.label(), "el nombre del centro", &printed);
    block
}
