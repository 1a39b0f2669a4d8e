//! The monthly transparency table: complaints and attentions by procedure, as the law has it published.

use super::block::{Align, Block, Cell, Entry, FIXED, Scale};
use super::by_themselves::by_themselves;
use super::compose::{NARROW_MM, body_height, filled, fitted, heading, scale_of};
use super::content::MonthTable;
use super::error::Error;
use super::page::{Document, Style};
use super::sheet::Sheet;
use crate::domain::calendar::day_in_figures;
use crate::domain::procedure;

const TITLE: &str = "Tabla de transparencia";

/// The table of a month, one page.
///
/// # Errors
/// [`Error::TooLong`] where the centre's name does not fit the sheet in any readable size.
pub fn month_table(table: &MonthTable, sheet: Sheet) -> Result<Document, Error> {
    let paper = sheet.paper;
    let width_mm = paper.text_width_mm();
    let foot = Block::new(width_mm);
    let body = fitted(scale_of(paper), body_height(paper, 0.0), |scale| body(table, scale, width_mm))?;
    Ok(Document { title: TITLE, pages: vec![filled(sheet, body, foot)] })
}

fn body(table: &MonthTable, scale: Scale, width_mm: f32) -> Block {
    let month = table.month.to_string();
    let reference = Cell { label: "Mes", value: &month, field: "el mes", share: 1.0 };
    let mut block = heading(scale, width_mm, TITLE, &table.centre, Some(reference));
    let (year, number) = (table.month.year().to_string(), table.month.number().to_string());
    let mut line = |style: Style, [year, number, name, complaints, attentions]: [&str; 5]| {
        let entry = |text, share, align| Entry { text, field: "una línea de la tabla", share, align };
        let name = entry(name, 3.6, Align::Left);
        let volumes = [entry(complaints, 1.1, Align::Right), entry(attentions, 1.3, Align::Right)];
        let mut entries = Vec::from([name]);
        if width_mm >= NARROW_MM {
            // A roll has no room for what stands in its heading already.
            entries.splice(0..0, [entry(year, 0.6, Align::Left), entry(number, 0.5, Align::Left)]);
        }
        entries.extend(volumes);
        block.columns(style, &entries);
        block.gap(0.8);
    };
    line(scale.label(), ["Año", "Mes", "Trámite", "Volumen de quejas", "Volumen de atenciones"]);
    for counted in &table.lines {
        let (complaints, attentions) = (counted.complaints.to_string(), counted.attentions.to_string());
        let name = procedure::name_of(&counted.procedure);
        line(scale.body(), [&year, &number, name, &complaints, &attentions]);
    }
    let complaints: u64 = table.lines.iter().map(|line| line.complaints).sum();
    let attentions: u64 = table.lines.iter().map(|line| line.attentions).sum();
    line(scale.bold(), ["", "", "Total", &complaints.to_string(), &attentions.to_string()]);
    block.gap(2.0);
    block.rule(0.5);
    block.gap(2.0);
    block.text(
        scale.label(),
        FIXED,
        "Cuenta cada atención que se atendió o que no se pudo atender; no cuenta la de \
                                      quien se retiró.",
    );
    if let Some(by_themselves) = by_themselves(&table.self_service, scale, width_mm) {
        block.append(by_themselves, 0.0);
        block.gap(2.0);
    }
    if !table.open_days.is_empty() {
        let days: Vec<String> = table.open_days.iter().map(|day| day_in_figures(*day)).collect();
        let open = format!("Sin cerrar todavía, y pueden cambiar: {}.", days.join(", "));
        block.text(scale.label(), "los días sin cerrar", &open);
    }
    block
}
