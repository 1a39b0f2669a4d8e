//! Blocks to pages: sizes of type by format, thirds to fold, the mark of a sample, the head and foot that papers share.

use super::block::{Align, Block, Cell, Entry, FIXED, Scale, line_mm};
use super::content::Occasion;
use super::error::Error;
use super::face::{Face, MM_PER_PT};
use super::page::{Ink, Operation, Page, Stroke, Style, hundredth};
use super::sheet::{Paper, Sheet, Worth};
use crate::domain::calendar::Moment;
use crate::domain::journal::JournalMark;
use crate::domain::number::PersonNumber;

/// Where turns come from.
pub(super) const TURNS: &str = "www.iess.gob.ec, Turnos para atención ciudadana";
/// What the key is called.
pub(super) const KEY_NAME: &str = "Clave de empleador de acceso al portal IESS";

const SAMPLE: &str = "MUESTRA SIN VALOR";

/// The type of a format.
pub(super) fn scale_of(paper: Paper) -> Scale {
    match paper {
        Paper::A4 => Scale { title_pt: 22.0, strong_pt: 13.0, body_pt: 12.0, label_pt: 9.5 },
        Paper::A5 => Scale { title_pt: 16.0, strong_pt: 10.0, body_pt: 9.5, label_pt: 7.5 },
        Paper::Roll80 => Scale { title_pt: 14.0, strong_pt: 10.5, body_pt: 9.5, label_pt: 8.0 },
    }
}

/// Steps by which type is made smaller for names that no ordinary paper foresees.
const SHRINKING: [f32; 8] = [1.0, 0.92, 0.85, 0.78, 0.71, 0.64, 0.58, 0.52];

/// A block in the largest type in which it is no higher than `height_mm`.
pub(super) fn fitted(scale: Scale, height_mm: Option<f32>, set: impl Fn(Scale) -> Block) -> Result<Block, Error> {
    let Some(height_mm) = height_mm else { return Ok(set(scale)) };
    let mut tried = SHRINKING.into_iter().map(|factor| set(scale.times(factor)));
    tried.find(|block| block.height_mm() <= height_mm).ok_or(Error::TooLong)
}

/// Title and the lines of a subtitle to the left, serial or turn to the right, a line below.
pub(super) fn heading(scale: Scale, width_mm: f32, title: &str, subtitle: &str, reference: Option<Cell<'_>>) -> Block {
    let mut block = Block::new(width_mm);
    let narrow = width_mm < NARROW_MM;
    let titles_mm = if narrow || reference.is_none() { width_mm } else { width_mm * 0.64 };
    let mut titles = Block::new(titles_mm);
    titles.text(scale.title(), FIXED, title);
    for line in subtitle.lines() {
        titles.text(scale.body(), FIXED, line);
    }
    match reference {
        None => block.append(titles, 0.0),
        Some(cell) if narrow => {
            block.append(titles, 0.0);
            block.gap(1.5);
            block.row(scale, &[cell]);
        }
        Some(cell) => {
            let mut side = Block::new(width_mm - titles_mm);
            side.gap(scale.title_pt * MM_PER_PT * 0.25);
            side.aligned(scale.label(), FIXED, cell.label, Align::Right);
            side.aligned(scale.strong(), cell.field, cell.value, Align::Right);
            block.beside(titles, side);
        }
    }
    block.gap(1.8);
    block.rule(1.0);
    block.gap(2.2);
    block
}

/// What a paper says that was printed before.
pub(super) fn printed_again(at: Moment, occasion: &Occasion) -> String {
    format!("Reimpresión del {}", at.in_figures(occasion.zone))
}

/// Date, centre and window.
pub(super) fn occasion_rows(block: &mut Block, scale: Scale, occasion: &Occasion) {
    let at = occasion.at.in_figures(occasion.zone);
    let centre = format!("{}, ventanilla {}", occasion.centre, occasion.window);
    let date = Cell { label: "Fecha y hora", value: &at, field: "la fecha", share: 1.0 };
    let centre =
        Cell { label: "Centro de Atención Universal", value: &centre, field: "el nombre del centro", share: 1.0 };
    if block.width_mm() < NARROW_MM {
        block.row(scale, &[date]);
        block.gap(ROW_GAP_MM);
        block.row(scale, &[centre]);
    } else {
        block.row(scale, &[date, centre]);
    }
}

/// The facts of a key at the left, and at the right, one below the other, date, centre and window.
pub(super) fn facts_and_occasion(block: &mut Block, scale: Scale, occasion: &Occasion, facts: impl Fn(&mut Block)) {
    if block.width_mm() < NARROW_MM {
        facts(block);
        block.gap(ROW_GAP_MM);
        occasion_rows(block, scale, occasion);
        return;
    }
    let mut left = Block::new(block.width_mm() * 0.66);
    facts(&mut left);
    let mut right = Block::new(block.width_mm() * 0.3);
    let at = occasion.at.in_figures(occasion.zone);
    let window = occasion.window.to_string();
    for (label, value, field) in [
        ("Fecha y hora", at.as_str(), "la fecha"),
        ("Centro de Atención Universal", &occasion.centre, "el nombre del centro"),
        ("Ventanilla", &window, "la ventanilla"),
    ] {
        right.row(scale, &[Cell { label, value, field, share: 1.0 }]);
        right.gap(ROW_GAP_MM);
    }
    block.beside(left, right);
}

/// Between two sections.
pub(super) const SECTION_MM: f32 = 3.4;

/// What a section begins with.
pub(super) fn section(scale: Scale, width_mm: f32, title: &str) -> Block {
    let mut block = Block::new(width_mm);
    block.gap(SECTION_MM);
    block.text(scale.strong(), FIXED, title);
    block.gap(0.6);
    block.rule(0.5);
    block.gap(0.8);
    block
}

/// A box to tick, and beside it what `say` sets.
pub(super) fn ticked(scale: Scale, width_mm: f32, say: impl FnOnce(&mut Block)) -> Block {
    let body = scale.body();
    let side_mm = body.size_pt * 0.26;
    let indent_mm = side_mm + 2.2;
    let mut text = Block::new(width_mm - indent_mm);
    say(&mut text);
    let mut block = Block::new(width_mm);
    block.gap(1.8);
    let top_mm = block.height_mm() + (line_mm(body) - side_mm) / 2.0;
    block.outline((0.0, top_mm), (side_mm, side_mm), 0.7);
    block.append(text, indent_mm);
    block
}

/// The foot of a paper for the house: what it is, under the name that it has in messages, and the page's number.
pub(super) fn numbered_foot(
    scale: Scale,
    width_mm: f32,
    (field, what): (&'static str, &str),
    number: usize,
    of: usize,
) -> Block {
    let mut block = Block::new(width_mm);
    block.rule(0.5);
    block.gap(1.4);
    let left = Entry { text: what, field, share: 3.0, align: Align::Left };
    let page = format!("Página {number} de {of}");
    let right = Entry { text: &page, field: FIXED, share: 1.0, align: Align::Right };
    block.columns(scale.label(), &[left, right]);
    block
}

/// The foot of a paper for the public: what the procedure costs, a reference to the right, and where to ask.
pub(super) fn small_print(scale: Scale, width_mm: f32, field: &'static str, reference: &str) -> Block {
    let mut block = Block::new(width_mm);
    block.rule(0.5);
    block.gap(1.4);
    let free = "Este trámite no tiene costo.";
    if width_mm < NARROW_MM {
        block.text(scale.bold(), FIXED, free);
        block.text(scale.label(), FIXED, "Atención ciudadana: 02 394 5666");
        block.text(scale.label(), FIXED, "atencionalusuario@iess.gob.ec");
        block.text(scale.label(), field, reference);
    } else {
        let mut left = Block::new(width_mm * 0.48);
        left.text(scale.bold(), FIXED, free);
        let mut right = Block::new(width_mm * 0.52);
        right.gap((line_mm(scale.bold()) - line_mm(scale.label())) / 2.0);
        right.aligned(scale.label(), field, reference, Align::Right);
        block.beside(left, right);
        block.text(scale.label(), FIXED, "Atención ciudadana: atencionalusuario@iess.gob.ec · 02 394 5666");
    }
    block
}

/// How a paper names its anchor in the journal.
pub(super) fn anchor(mark: JournalMark) -> String {
    format!("Bitácora {mark}")
}

/// The name of that anchor, in messages.
pub(super) const ANCHOR: &str = "la marca de la bitácora";

/// Below this width, what would stand side by side stands below each other.
pub(super) const NARROW_MM: f32 = 100.0;

/// Between two rows of labelled values.
pub(super) const ROW_GAP_MM: f32 = 1.4;

/// What a person's number is called.
pub(super) fn number_label(number: &PersonNumber) -> &'static str {
    match number {
        PersonNumber::Cedula(_) => "Cédula",
        PersonNumber::ForeignerCode(_) => "Código de extranjero",
        PersonNumber::Passport(_) => "Pasaporte",
    }
}

/// A page folded in thirds, one block in each, with fold marks at both sides.
/// The blocks are no higher than [`outer_third_height`] and [`middle_third_height`] say where the format has one; a roll is as long as its highest asks.
pub(super) fn thirds(sheet: Sheet, blocks: [Block; 3]) -> Page {
    let paper = sheet.paper;
    let highest_mm = blocks.iter().map(Block::height_mm).fold(0.0, f32::max);
    let third_mm = paper.height_mm().map_or(highest_mm + paper.edge_mm() + FOLD_FREE_MM, |height| height / 3.0);
    let width_mm = paper.width_mm();
    let mut page = Page { width_mm, height_mm: hundredth(third_mm * 3.0), operations: Vec::new() };
    stamp(&mut page, sheet);
    for fold_mm in [third_mm, third_mm * 2.0].map(hundredth) {
        for (from, to) in
            [(FOLD_FROM_MM, paper.side_mm().max(9.0)), (width_mm - paper.side_mm().max(9.0), width_mm - FOLD_FROM_MM)]
        {
            page.operations.push(Operation::Line {
                from_mm: (from, fold_mm),
                to_mm: (to, fold_mm),
                thickness_pt: 0.6,
                stroke: Stroke::Dashed,
            });
        }
    }
    let [head, middle, foot] = blocks;
    let middle_mm = third_mm + (third_mm - middle.height_mm()) / 2.0;
    page.operations.extend(head.placed(paper.side_mm(), paper.edge_mm()));
    page.operations.extend(middle.placed(paper.side_mm(), middle_mm));
    page.operations.extend(foot.placed(paper.side_mm(), third_mm * 2.0 + FOLD_FREE_MM));
    page
}

/// What the first and the last block of a folded page may take, in millimetres.
pub(super) fn outer_third_height(paper: Paper) -> Option<f32> {
    paper.height_mm().map(|height| height / 3.0 - paper.edge_mm() - FOLD_FREE_MM)
}

/// What the block between the folds may take, in millimetres.
pub(super) fn middle_third_height(paper: Paper) -> Option<f32> {
    paper.height_mm().map(|height| height / 3.0 - 2.0 * FOLD_FREE_MM)
}

/// Kept free beside a fold.
const FOLD_FREE_MM: f32 = 4.0;
/// Where a fold mark begins: nearer to the edge most printers do not print.
const FOLD_FROM_MM: f32 = 4.5;

/// A page with one block from its upper edge on, and another at its lower edge.
pub(super) fn filled(sheet: Sheet, block: Block, foot: Block) -> Page {
    let paper = sheet.paper;
    let needed_mm = block.height_mm() + foot.height_mm() + 2.0 * paper.edge_mm() + BEFORE_FOOT_MM;
    let height_mm = hundredth(paper.height_mm().unwrap_or(needed_mm));
    let mut page = Page { width_mm: paper.width_mm(), height_mm, operations: Vec::new() };
    stamp(&mut page, sheet);
    let foot_mm = height_mm - paper.edge_mm() - foot.height_mm();
    page.operations.extend(block.placed(paper.side_mm(), paper.edge_mm()));
    page.operations.extend(foot.placed(paper.side_mm(), foot_mm));
    page
}

/// The height for [`filled`]'s block beside a foot of this height.
pub(super) fn body_height(paper: Paper, foot_mm: f32) -> Option<f32> {
    paper.height_mm().map(|height| height - 2.0 * paper.edge_mm() - foot_mm - BEFORE_FOOT_MM)
}

const BEFORE_FOOT_MM: f32 = 4.0;

/// MUESTRA SIN VALOR, in the margins above and below, and large and pale behind the text.
fn stamp(page: &mut Page, sheet: Sheet) {
    if sheet.worth == Worth::Real {
        return;
    }
    let (width_mm, height_mm) = (page.width_mm, page.height_mm);
    let edge_mm = sheet.paper.edge_mm();
    // Behind the text, as often as the page is long: each stretch is as high as it is wide and a half.
    let stretches = (height_mm / (width_mm * 1.5)).round().max(1.0);
    let stretch_mm = height_mm / stretches;
    let diagonal_mm = width_mm.hypot(stretch_mm);
    let turned = stretch_mm.atan2(width_mm);
    let pale = |size_pt| Style { face: Face::Bold, size_pt, ink: Ink::Pale };
    let size_pt = hundredth(diagonal_mm * 0.74 / Face::Bold.width_mm(SAMPLE, 1.0));
    let half_mm = Face::Bold.width_mm(SAMPLE, size_pt) / 2.0;
    // From the middle of the letters down to their baseline.
    let drop_mm = size_pt * MM_PER_PT * 0.334;
    for stretch in 0..stretches as u16 {
        let middle_mm = stretch_mm * (f32::from(stretch) + 0.5);
        page.operations.push(Operation::Text {
            x_mm: hundredth(width_mm / 2.0 - half_mm * turned.cos() + drop_mm * turned.sin()),
            y_mm: hundredth(middle_mm + half_mm * turned.sin() + drop_mm * turned.cos()),
            turned: turned.to_degrees(),
            style: pale(size_pt),
            text: SAMPLE.to_owned(),
            field: FIXED,
        });
    }
    let style = Style { face: Face::Bold, size_pt: if width_mm < NARROW_MM { 12.0 } else { 14.0 }, ink: Ink::Black };
    let x_mm = hundredth((width_mm - Face::Bold.width_mm(SAMPLE, style.size_pt)) / 2.0);
    for y_mm in [edge_mm - 1.4, height_mm - edge_mm + 1.4 + style.size_pt * MM_PER_PT * 0.668] {
        page.operations.push(Operation::Text {
            x_mm,
            y_mm: hundredth(y_mm),
            turned: 0.0,
            style,
            text: SAMPLE.to_owned(),
            field: FIXED,
        });
    }
}
