//! A bar code on paper.

use super::block::Block;
use super::face::MM_PER_PT;
use super::page::hundredth;
use crate::domain::code128::{QUIET, widths};

/// The widest that the narrowest bar becomes, in millimetres.
const WIDEST_MM: f32 = 0.5;

/// Sets the bars of a text in the middle, so high. A text that has something else than printable ASCII has none.
pub(super) fn bars(block: &mut Block, text: &str, height_mm: f32) {
    let Some(widths) = widths(text) else { return };
    let modules = widths.iter().map(|width| f32::from(*width)).sum::<f32>();
    let module_mm = (block.width_mm() / (modules + 2.0 * f32::from(QUIET))).min(WIDEST_MM);
    let mut x_mm = (block.width_mm() - modules * module_mm) / 2.0;
    let (top_mm, bottom_mm) = (hundredth(block.height_mm()), hundredth(block.height_mm() + height_mm));
    for (at, width) in widths.iter().enumerate() {
        let width_mm = f32::from(*width) * module_mm;
        if at.is_multiple_of(2) {
            let middle_mm = hundredth(x_mm + width_mm / 2.0);
            block.line((middle_mm, top_mm), (middle_mm, bottom_mm), width_mm / MM_PER_PT);
        }
        x_mm += width_mm;
    }
    block.gap(height_mm);
}
