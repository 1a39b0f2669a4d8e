//! The month of several centres: a table of their attentions, then one of their complaints, by procedure. A roll has no room for
//! columns: there each centre's figures stand below its name.

use super::block::{Align, Block, Cell, Entry, FIXED, Scale};
use super::by_themselves::by_themselves;
use super::compose::{NARROW_MM, body_height, filled, heading, scale_of, section};
use super::content::CentresTable;
use super::error::Error;
use super::flow::Flow;
use super::page::{Document, Style};
use super::sheet::Sheet;
use crate::domain::day::{CentresRow, RowOf, Volume};
use crate::domain::procedure;

const TITLE: &str = "Mes de los centros";
/// The name of whatever a row says, in messages.
const ROW: &str = "una línea de la tabla";
/// Between two rows.
const BETWEEN_MM: f32 = 0.8;
/// Before a province, and before all of them.
const BEFORE_SUM_MM: f32 = 0.8;
/// What is counted.
const COUNTS: &str = "Cuenta cada atención que se atendió o que no se pudo atender, como la tabla de cada centro; no cuenta la de \
                      quien se retiró.";
/// How much of the width the name takes, each procedure, and all of them.
const SHARES: (f32, f32, f32) = (2.4, 1.65, 1.0);

/// The table, on as many pages as it asks for.
///
/// # Errors
/// [`Error::TooLong`] where one row alone does not fit a page.
pub fn centres_month(of: &CentresTable, sheet: Sheet) -> Result<Document, Error> {
    let full = scale_of(sheet.paper);
    // A list is looked through, not read at arm's length.
    let scale = Scale { body_pt: full.label_pt, ..full };
    let width_mm = sheet.paper.text_width_mm();
    let room_mm = body_height(sheet.paper, foot(of, scale, width_mm, 1, 1).height_mm());
    let mut flow = Flow::new(TITLE, scale, room_mm, opening(of, scale, width_mm));
    let (procedures, rows) = (of.table.procedures(), of.table.rows());
    for volume in Volume::ALL {
        let mut blocks = blocks(&rows, volume, &procedures, (scale, width_mm)).into_iter();
        if let Some(first) = blocks.next() {
            flow.begin_table(heads(volume, &procedures, scale, width_mm), first)?;
        }
        blocks.try_for_each(|block| flow.put(block))?;
        flow.end_table();
    }
    if let Some(by_themselves) = by_themselves(&of.table.self_service(), scale, width_mm) {
        flow.put(by_themselves)?;
    }
    flow.put(notes(of, scale, width_mm))?;
    let bodies = flow.done();
    let count = bodies.len();
    let numbered = bodies.into_iter().zip(1..);
    let pages = numbered.map(|(body, number)| filled(sheet, body, foot(of, scale, width_mm, number, count))).collect();
    Ok(Document { title: TITLE, pages })
}

fn opening(of: &CentresTable, scale: Scale, width_mm: f32) -> Block {
    let month = of.table.month().to_string();
    let reference = Cell { label: "Mes", value: &month, field: "el mes", share: 1.0 };
    heading(scale, width_mm, TITLE, &of.centre, Some(reference))
}

/// What the columns of a volume are, for every page that it is on.
fn heads(volume: Volume, procedures: &[String], scale: Scale, width_mm: f32) -> impl Fn() -> Block + 'static {
    let names = procedures.iter().map(|it| procedure::name_of(it)).chain(["Total"]);
    let names: Vec<String> = names.map(str::to_owned).collect();
    move || {
        let mut block = section(scale, width_mm, volume.spanish());
        if width_mm >= NARROW_MM {
            line(&mut block, scale.label(), "Centro", &names);
            block.gap(BETWEEN_MM);
            block.rule(0.3);
            block.gap(BETWEEN_MM);
        }
        block
    }
}

/// The rows; a province is never left behind alone at the end of a page.
fn blocks(rows: &[CentresRow], volume: Volume, procedures: &[String], at: (Scale, f32)) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut province: Option<Block> = None;
    for row in rows {
        let mut block = province.take().unwrap_or_else(|| Block::new(at.1));
        block.append(set(row, volume, procedures, at), 0.0);
        match row.of {
            RowOf::Province => province = Some(block),
            RowOf::Centre | RowOf::All => blocks.push(block),
        }
    }
    blocks
}

fn set(row: &CentresRow, volume: Volume, procedures: &[String], (scale, width_mm): (Scale, f32)) -> Block {
    let style = if row.of == RowOf::Centre { scale.body() } else { scale.bold() };
    let mut block = Block::new(width_mm);
    if row.of != RowOf::Centre {
        block.gap(BEFORE_SUM_MM);
    }
    let figures: Vec<String> =
        row.figures(volume).into_iter().chain([row.total(volume)]).map(|it| it.to_string()).collect();
    match row.unread {
        Some(why) => block.text(style, ROW, &format!("{}: {}", row.name, why.short())),
        None if width_mm < NARROW_MM => {
            block.text(style, ROW, &row.name);
            let names = procedures.iter().map(|it| procedure::name_of(it)).chain(["Total"]);
            for (name, figure) in names.zip(&figures) {
                let entry = |text, share, align| Entry { text, field: ROW, share, align };
                block.columns(style, &[entry(name, 4.0, Align::Left), entry(figure, 1.0, Align::Right)]);
            }
        }
        None => line(&mut block, style, &row.name, &figures),
    }
    block.gap(BETWEEN_MM);
    block
}

/// A name and the figures of its columns.
fn line(block: &mut Block, style: Style, name: &str, figures: &[String]) {
    let (of_name, of_figure, of_total) = SHARES;
    let entry = |text, share, align| Entry { text, field: ROW, share, align };
    let last = figures.len().saturating_sub(1);
    let figures = figures
        .iter()
        .enumerate()
        .map(|(at, figure)| entry(figure.as_str(), if at == last { of_total } else { of_figure }, Align::Right));
    let entries: Vec<Entry<'_>> = std::iter::once(entry(name, of_name, Align::Left)).chain(figures).collect();
    block.columns(style, &entries);
}

/// What is to be known of the table: what it counts, what is missing in it, and what may change.
fn notes(of: &CentresTable, scale: Scale, width_mm: f32) -> Block {
    let mut block = Block::new(width_mm);
    block.gap(2.0);
    block.rule(0.5);
    block.gap(2.0);
    block.text(scale.label(), FIXED, COUNTS);
    for (centre, why) in of.table.unread() {
        block.gap(BETWEEN_MM);
        block.text(scale.label(), "un centro que no se contó", &format!("{}. {}", centre.name, why.spanish()));
    }
    let open: Vec<String> = of.table.open_days().map(|(name, days)| format!("{name} ({days})")).collect();
    if !open.is_empty() {
        block.gap(BETWEEN_MM);
        let open = format!("Con días sin cerrar todavía, que pueden cambiar: {}.", open.join(", "));
        block.text(scale.label(), "los días sin cerrar", &open);
    }
    block
}

fn foot(of: &CentresTable, scale: Scale, width_mm: f32, number: usize, count: usize) -> Block {
    let mut block = Block::new(width_mm);
    block.rule(0.5);
    block.gap(1.4);
    let counted = format!("Contado el {}", of.counted_at.in_figures(of.zone));
    let left = Entry { text: &counted, field: "cuándo se contó", share: 3.0, align: Align::Left };
    let page = format!("Página {number} de {count}");
    let right = Entry { text: &page, field: FIXED, share: 1.0, align: Align::Right };
    block.columns(scale.label(), &[left, right]);
    block
}
