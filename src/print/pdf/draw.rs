//! One page's operations in the words of the PDF library.

use std::collections::BTreeMap;

use printpdf::{
    Color, FontId, Greyscale, Line, LineDashPattern, LinePoint, Mm, Op, PaintMode, PdfDocument, PdfFontHandle, PdfPage,
    Point, Pt, Rect, TextItem, TextMatrix,
};
use zeroize::Zeroize as _;

use crate::print::documents::{Cut, Face, Ink, Operation, Page, Stroke, Style};

type Fonts = BTreeMap<Face, &'static Cut>;

/// Translates a page. The library counts from the lower left corner, in points.
pub(super) fn page(page: &Page, fonts: &Fonts) -> PdfPage {
    let height_mm = page.height_mm;
    let mut ops = Vec::with_capacity(page.operations.len().saturating_mul(6));
    for operation in &page.operations {
        match operation {
            Operation::Text { x_mm, y_mm, turned, style, text, .. } => {
                text_run(&mut ops, fonts, *style, (*x_mm, height_mm - y_mm), *turned, text);
            }
            Operation::Secret { x_mm, y_mm, style, text, .. } => {
                text_run(&mut ops, fonts, *style, (*x_mm, height_mm - y_mm), 0.0, text.reveal());
            }
            Operation::Line { from_mm, to_mm, thickness_pt, stroke } => {
                let place = |(x, y): (f32, f32)| LinePoint { p: point(x, height_mm - y), bezier: false };
                ops.push(Op::SetOutlineColor { col: grey(lightness(Ink::Black)) });
                ops.push(Op::SetLineDashPattern { dash: dashes(*stroke) });
                ops.push(Op::SetOutlineThickness { pt: Pt(*thickness_pt) });
                ops.push(Op::DrawLine {
                    line: Line { points: vec![place(*from_mm), place(*to_mm)], is_closed: false },
                });
            }
            Operation::Rectangle { at_mm: (x, y), size_mm: (width, height), thickness_pt } => {
                ops.push(Op::SetOutlineColor { col: grey(lightness(Ink::Black)) });
                ops.push(Op::SetLineDashPattern { dash: dashes(Stroke::Whole) });
                ops.push(Op::SetOutlineThickness { pt: Pt(*thickness_pt) });
                ops.push(rectangle((*x, height_mm - y - height), (*width, *height), PaintMode::Stroke));
            }
            Operation::Bar { at_mm: (x, y), size_mm: (width, height) } => {
                ops.push(Op::SetFillColor { col: grey(BAR) });
                ops.push(rectangle((*x, height_mm - y - height), (*width, *height), PaintMode::Fill));
            }
        }
    }
    PdfPage::new(Mm(page.width_mm), Mm(height_mm), ops)
}

fn text_run(ops: &mut Vec<Op>, fonts: &Fonts, style: Style, at_mm: (f32, f32), turned: f32, text: &str) {
    let Some(cut) = fonts.get(&style.face) else { return };
    let Point { x, y } = point(at_mm.0, at_mm.1);
    let (sine, cosine) = turned.to_radians().sin_cos();
    ops.extend([
        // Outside of a text section nothing would be printed.
        Op::StartTextSection,
        Op::SetFillColor { col: grey(lightness(style.ink)) },
        Op::SetFont { font: PdfFontHandle::External(FontId(cut.name.to_owned())), size: Pt(style.size_pt) },
        Op::SetTextMatrix { matrix: TextMatrix::Raw([cosine, sine, -sine, cosine, x.0, y.0]) },
        Op::ShowText { items: vec![TextItem::Text(text.to_owned())] },
        Op::EndTextSection,
    ]);
}

/// A rectangle whose lower left corner is there.
fn rectangle(at_mm: (f32, f32), size_mm: (f32, f32), mode: PaintMode) -> Op {
    let corner = point(at_mm.0, at_mm.1);
    let mut rectangle = Rect::from_xywh(corner.x, corner.y, Mm(size_mm.0).into(), Mm(size_mm.1).into());
    rectangle.mode = Some(mode);
    Op::DrawRectangle { rectangle }
}

fn point(x_mm: f32, y_mm: f32) -> Point {
    Point { x: Mm(x_mm).into(), y: Mm(y_mm).into() }
}

fn dashes(stroke: Stroke) -> LineDashPattern {
    let lengths_pt: &[f32] = match stroke {
        Stroke::Whole => &[],
        Stroke::Dashed => &[3.0, 3.0],
    };
    LineDashPattern { pattern: lengths_pt.iter().copied().collect(), offset: 0.0 }
}

/// How light the ink of a text is, of one.
fn lightness(ink: Ink) -> f32 {
    match ink {
        Ink::Black => 0.0,
        Ink::Pale => 0.88,
    }
}

/// How light a bar is: no glare, and still dark where a printer makes dots of it.
const BAR: f32 = 0.35;

fn grey(percent: f32) -> Color {
    Color::Greyscale(Greyscale { percent, icc_profile: None })
}

/// Overwrites the copies of all texts.
pub(super) fn wipe(pdf: &mut PdfDocument) {
    for op in pdf.pages.iter_mut().flat_map(|page| &mut page.ops) {
        if let Op::ShowText { items } = op {
            for item in items {
                if let TextItem::Text(text) = item {
                    text.zeroize();
                }
            }
        }
    }
}
