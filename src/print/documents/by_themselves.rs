//! What people did by themselves, as a part of the act and of the month's table.

use super::block::{Align, Block, Entry, Scale};
use super::compose::{NARROW_MM, section};
use super::page::Style;
use crate::domain::day::{ByThemselves, SelfServices, all_self_services};
use crate::domain::procedure;

/// The name of whatever was counted, in messages.
const COUNTED: &str = "una línea del autoservicio";

/// The figures by procedure; nothing where nobody began anything.
pub(super) fn by_themselves(counts: &SelfServices, scale: Scale, width_mm: f32) -> Option<Block> {
    let all = all_self_services(counts);
    if all == ByThemselves::default() {
        return None;
    }
    let mut block = section(scale, width_mm, "Autoservicio, aparte de las atenciones");
    if width_mm < NARROW_MM {
        for (procedure, counted) in counts {
            block.text(scale.bold(), COUNTED, procedure::name_of(procedure));
            for (head, figure) in ByThemselves::HEADS.into_iter().zip(counted.figures()) {
                line(&mut block, scale.body(), head, &[figure.to_string()]);
            }
        }
        return Some(block);
    }
    line(&mut block, scale.label(), "Trámite", &ByThemselves::HEADS.map(str::to_owned));
    for (procedure, counted) in counts {
        line(&mut block, scale.body(), procedure::name_of(procedure), &counted.figures().map(|it| it.to_string()));
    }
    line(&mut block, scale.bold(), "Total", &all.figures().map(|it| it.to_string()));
    Some(block)
}

fn line(block: &mut Block, style: Style, name: &str, figures: &[String]) {
    let entry = |text, share, align| Entry { text, field: COUNTED, share, align };
    let figures = figures.iter().map(|figure| entry(figure.as_str(), 1.3, Align::Right));
    let entries: Vec<Entry<'_>> = std::iter::once(entry(name, 2.3, Align::Left)).chain(figures).collect();
    block.columns(style, &entries);
}
