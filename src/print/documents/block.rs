//! A stretch of paper that is set from top to bottom and placed as a whole.
//!
//! Text never overflows and is never cut: it wraps between words, and inside a word that is wider than the column.

use std::ops::Range;

use super::face::{Face, MM_PER_PT};
use super::page::{Ink, Operation, SecretText, Stroke, Style, hundredth, tidy};

/// The name of text that is the paper's own, in messages.
pub(super) const FIXED: &str = "el texto fijo del documento";

/// Line height in sizes.
const LEADING: f32 = 1.28;
/// Half the height of a capital, in sizes: puts capitals in the middle of their line.
const HALF_CAPITAL: f32 = 0.334;
/// Between the columns of a row, in millimetres.
const GUTTER_MM: f32 = 4.0;

/// The sizes of one paper's text, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) title_pt: f32,
    pub(super) strong_pt: f32,
    pub(super) body_pt: f32,
    pub(super) label_pt: f32,
}

impl Scale {
    /// All sizes by a factor.
    pub(super) fn times(self, factor: f32) -> Self {
        Self {
            title_pt: self.title_pt * factor,
            strong_pt: self.strong_pt * factor,
            body_pt: self.body_pt * factor,
            label_pt: self.label_pt * factor,
        }
    }

    pub(super) fn title(self) -> Style {
        Style { face: Face::Bold, size_pt: self.title_pt, ink: Ink::Black }
    }

    pub(super) fn strong(self) -> Style {
        Style { face: Face::Bold, size_pt: self.strong_pt, ink: Ink::Black }
    }

    pub(super) fn body(self) -> Style {
        Style { face: Face::Regular, size_pt: self.body_pt, ink: Ink::Black }
    }

    pub(super) fn bold(self) -> Style {
        Style { face: Face::Bold, size_pt: self.body_pt, ink: Ink::Black }
    }

    pub(super) fn label(self) -> Style {
        Style { face: Face::Regular, size_pt: self.label_pt, ink: Ink::Black }
    }
}

/// Where a line stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// A labelled value of a row.
pub(super) struct Cell<'a> {
    /// The small text above.
    pub(super) label: &'a str,
    /// The value.
    pub(super) value: &'a str,
    /// The Spanish name of the value, for messages.
    pub(super) field: &'static str,
    /// How much of the width it takes, relative to the others.
    pub(super) share: f32,
}

/// A text of a table's line.
pub(super) struct Entry<'a> {
    /// What it says.
    pub(super) text: &'a str,
    /// The Spanish name of what it says, for messages.
    pub(super) field: &'static str,
    /// How much of the width it takes, relative to the others.
    pub(super) share: f32,
    /// Where it stands in its column.
    pub(super) align: Align,
}

/// A bar of a chart's line.
#[derive(Clone, Copy)]
pub(super) struct Bar {
    /// How long it is filled, of the longest that there is room for.
    pub(super) filled: f32,
    /// How long its outline is, where it has one.
    pub(super) outlined: Option<f32>,
    /// How much of the width the longest one takes, relative to name and figure.
    pub(super) share: f32,
}

/// Operations relative to an upper left corner, with the height they take.
pub(super) struct Block {
    width_mm: f32,
    height_mm: f32,
    operations: Vec<Operation>,
}

impl Block {
    pub(super) fn new(width_mm: f32) -> Self {
        Self { width_mm, height_mm: 0.0, operations: Vec::new() }
    }

    pub(super) fn width_mm(&self) -> f32 {
        self.width_mm
    }

    pub(super) fn height_mm(&self) -> f32 {
        self.height_mm
    }

    /// Leaves space.
    pub(super) fn gap(&mut self, mm: f32) {
        self.height_mm += mm;
    }

    /// A paragraph over the whole width.
    pub(super) fn text(&mut self, style: Style, field: &'static str, text: &str) {
        self.aligned(style, field, text, Align::Left);
    }

    /// A paragraph over the whole width.
    pub(super) fn aligned(&mut self, style: Style, field: &'static str, text: &str, align: Align) {
        let column = Column { left_mm: 0.0, top_mm: self.height_mm, width_mm: self.width_mm, align };
        self.height_mm += self.set(style, field, text, column);
    }

    /// A paragraph behind a mark: "1." or "•".
    pub(super) fn item(&mut self, style: Style, mark: &str, field: &'static str, text: &str) {
        self.item_at(style, mark, indent_mm(style), field, text);
    }

    /// The same, with the text so far behind the mark's beginning: in a list whose marks are of several widths.
    pub(super) fn item_at(&mut self, style: Style, mark: &str, indent_mm: f32, field: &'static str, text: &str) {
        let mut column = Column { left_mm: 0.0, top_mm: self.height_mm, width_mm: indent_mm, align: Align::Left };
        self.set(style, FIXED, mark, column);
        column.left_mm = indent_mm;
        column.width_mm = self.width_mm - indent_mm;
        self.height_mm += self.set(style, field, text, column);
    }

    /// Labelled values beside each other; the row is as high as its highest.
    pub(super) fn row(&mut self, scale: Scale, cells: &[Cell<'_>]) {
        let shares: f32 = cells.iter().map(|cell| cell.share).sum();
        let gutters_mm = GUTTER_MM * (cells.len().saturating_sub(1) as f32);
        let top_mm = self.height_mm;
        let mut left_mm = 0.0;
        let mut highest_mm: f32 = 0.0;
        for cell in cells {
            let width_mm = (self.width_mm - gutters_mm) * cell.share / shares;
            let mut column = Column { left_mm, top_mm, width_mm, align: Align::Left };
            column.top_mm += self.set(scale.label(), FIXED, cell.label, column);
            column.top_mm += self.set(scale.strong(), cell.field, cell.value, column);
            highest_mm = highest_mm.max(column.top_mm - top_mm);
            left_mm += width_mm + GUTTER_MM;
        }
        self.height_mm += highest_mm;
    }

    /// Texts beside each other in one type: a line of a table, as high as its highest.
    pub(super) fn columns(&mut self, style: Style, entries: &[Entry<'_>]) {
        let shares: f32 = entries.iter().map(|entry| entry.share).sum();
        let gutters_mm = GUTTER_MM * (entries.len().saturating_sub(1) as f32);
        let top_mm = self.height_mm;
        let mut left_mm = 0.0;
        let mut highest_mm: f32 = 0.0;
        for entry in entries {
            let width_mm = (self.width_mm - gutters_mm) * entry.share / shares;
            let column = Column { left_mm, top_mm, width_mm, align: entry.align };
            highest_mm = highest_mm.max(self.set(style, entry.field, entry.text, column));
            left_mm += width_mm + GUTTER_MM;
        }
        self.height_mm += highest_mm;
    }

    /// A line of a chart: a name, a bar, a figure.
    pub(super) fn bar(&mut self, style: Style, name: Entry<'_>, bar: Bar, figure: Entry<'_>) {
        let shares = name.share + bar.share + figure.share;
        let room_mm = self.width_mm - 2.0 * GUTTER_MM;
        let left_mm = room_mm * name.share / shares + GUTTER_MM;
        let longest_mm = room_mm * bar.share / shares;
        // As high as a capital, in the middle of the first line.
        let high_mm = hundredth(style.size_pt * MM_PER_PT * HALF_CAPITAL * 2.0);
        let at_mm = (hundredth(left_mm), hundredth(self.height_mm + (line_mm(style) - high_mm) / 2.0));
        let long_mm = |length: f32| hundredth(longest_mm * length.clamp(0.0, 1.0));
        if bar.filled > 0.0 {
            self.operations.push(Operation::Bar { at_mm, size_mm: (long_mm(bar.filled), high_mm) });
        }
        if let Some(outlined) = bar.outlined {
            self.outline(at_mm, (long_mm(outlined), high_mm), 0.6);
        }
        let middle = Entry { text: "", field: FIXED, share: bar.share, align: Align::Left };
        self.columns(style, &[name, middle, figure]);
    }

    /// A line over the whole width.
    pub(super) fn rule(&mut self, thickness_pt: f32) {
        self.line((0.0, self.height_mm), (self.width_mm, self.height_mm), thickness_pt);
    }

    /// A line between two places of this block.
    pub(super) fn line(&mut self, from_mm: (f32, f32), to_mm: (f32, f32), thickness_pt: f32) {
        self.operations.push(Operation::Line { from_mm, to_mm, thickness_pt, stroke: Stroke::Whole });
    }

    /// An outline between two places of this block.
    pub(super) fn outline(&mut self, at_mm: (f32, f32), size_mm: (f32, f32), thickness_pt: f32) {
        self.operations.push(Operation::Rectangle { at_mm, size_mm, thickness_pt });
    }

    /// A secret on one line in the middle; returns where it begins.
    pub(super) fn secret_line(&mut self, style: Style, field: &'static str, secret: &str) -> f32 {
        let x_mm = hundredth((self.width_mm - style.face.width_mm(secret, style.size_pt)) / 2.0);
        self.push_secret(x_mm, style, field, secret);
        x_mm
    }

    /// A secret enumeration in the middle; it wraps behind commas alone.
    pub(super) fn secret_list(&mut self, style: Style, field: &'static str, secret: &str) {
        for range in wrap(secret, parts(secret), style, self.width_mm) {
            self.secret_line(style, field, secret.get(range).unwrap_or_default());
        }
    }

    fn push_secret(&mut self, x_mm: f32, style: Style, field: &'static str, secret: &str) {
        let y_mm = hundredth(self.height_mm + baseline_mm(style));
        self.operations.push(Operation::Secret { x_mm, y_mm, style, text: SecretText::new(secret), field });
        self.height_mm += line_mm(style);
    }

    /// Puts a block below what is here.
    pub(super) fn append(&mut self, block: Self, left_mm: f32) {
        let top_mm = self.height_mm;
        self.height_mm += block.height_mm;
        self.operations.extend(block.placed(left_mm, top_mm));
    }

    /// Puts two blocks beside each other, below what is here.
    pub(super) fn beside(&mut self, left: Self, right: Self) {
        let top_mm = self.height_mm;
        let right_mm = self.width_mm - right.width_mm;
        self.height_mm += left.height_mm.max(right.height_mm);
        self.operations.extend(left.placed(0.0, top_mm));
        self.operations.extend(right.placed(right_mm, top_mm));
    }

    /// Its operations, with the upper left corner there.
    pub(super) fn placed(self, left_mm: f32, top_mm: f32) -> impl Iterator<Item = Operation> {
        self.operations.into_iter().map(move |operation| operation.moved(left_mm, top_mm))
    }

    /// Sets a paragraph and says how high it is.
    fn set(&mut self, style: Style, field: &'static str, text: &str, column: Column) -> f32 {
        let text = tidy(text);
        let lines = wrap(&text, words(&text), style, column.width_mm);
        let mut down_mm = 0.0;
        for line in lines.into_iter().filter_map(|range| text.get(range)) {
            let spare_mm = column.width_mm - style.face.width_mm(line, style.size_pt);
            let right_mm = match column.align {
                Align::Left => 0.0,
                Align::Centre => spare_mm / 2.0,
                Align::Right => spare_mm,
            };
            self.operations.push(Operation::Text {
                x_mm: hundredth(column.left_mm + right_mm),
                y_mm: hundredth(column.top_mm + down_mm + baseline_mm(style)),
                turned: 0.0,
                style,
                text: line.to_owned(),
                field,
            });
            down_mm += line_mm(style);
        }
        down_mm
    }
}

#[derive(Clone, Copy)]
struct Column {
    left_mm: f32,
    top_mm: f32,
    width_mm: f32,
    align: Align,
}

/// How far a mark stands before its text.
pub(super) fn indent_mm(style: Style) -> f32 {
    style.size_pt * MM_PER_PT * 1.3
}

/// The height of a line of text.
pub(super) fn line_mm(style: Style) -> f32 {
    style.size_pt * LEADING * MM_PER_PT
}

/// From the top of a line to its baseline.
fn baseline_mm(style: Style) -> f32 {
    style.size_pt * (LEADING / 2.0 + HALF_CAPITAL) * MM_PER_PT
}

/// Where the lines of a text lie in it: as many of its words as fit, and a word that does not fit a whole line in
/// pieces. Spaces at which a line ends belong to no line.
fn wrap(text: &str, words: impl Iterator<Item = Range<usize>>, style: Style, width_mm: f32) -> Vec<Range<usize>> {
    let fits = |range: Range<usize>| {
        let line = text.get(range).unwrap_or_default();
        // A hundredth of a millimetre of rounding is no reason for a new line.
        style.face.fits(line, style.size_pt, width_mm + 0.01)
    };
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut line: Option<Range<usize>> = None;
    for word in words {
        if let Some(begun) = &mut line {
            if fits(begun.start..word.end) {
                begun.end = word.end;
                continue;
            }
            lines.push(begun.clone());
        }
        let mut rest = word;
        // A column too narrow for one letter takes one all the same; the last piece leaves no rest.
        while !rest.is_empty() && !fits(rest.clone()) {
            let piece_end = piece_end(text, rest.clone(), &fits);
            lines.push(rest.start..piece_end);
            rest.start = piece_end;
        }
        line = (!rest.is_empty()).then_some(rest);
    }
    lines.extend(line);
    lines
}

/// The end of the longest beginning of a word that fits, at least one character.
fn piece_end(text: &str, word: Range<usize>, fits: &impl Fn(Range<usize>) -> bool) -> usize {
    let letters = text.get(word.clone()).unwrap_or_default().char_indices();
    let ends = letters.map(|(at, letter)| word.start.saturating_add(at).saturating_add(letter.len_utf8()));
    let mut longest = None;
    for end in ends {
        if longest.is_some() && !fits(word.start..end) {
            break;
        }
        longest = Some(end);
    }
    longest.unwrap_or(word.end)
}

/// The words of a text, as ranges; the text is tidy.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split(' ').scan(0_usize, |at, word| {
        let start = *at;
        let end = start.saturating_add(word.len());
        *at = end.saturating_add(1);
        Some(start..end)
    })
}

/// The parts of an enumeration, each with its comma.
fn parts(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut words = words(text);
    std::iter::from_fn(move || {
        let mut part = words.next()?;
        while !text.get(part.clone()).unwrap_or_default().ends_with(',') {
            let Some(next) = words.next() else { break };
            part.end = next.end;
        }
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::{Block, Operation, Style, parts, words, wrap};
    use crate::print::documents::{Face, Ink};

    const STYLE: Style = Style { face: Face::Regular, size_pt: 10.0, ink: Ink::Black };

    fn lines(text: &str, width_mm: f32) -> Vec<&str> {
        wrap(text, words(text), STYLE, width_mm).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(lines("la cédula original", 22.0), ["la cédula", "original"]);
        assert_eq!(lines("la cédula original", 100.0), ["la cédula original"]);
    }

    #[test]
    fn a_word_wider_than_the_column_is_broken_and_nothing_is_lost() {
        let name = "Ñ".repeat(400) + " y Cía. " + &"w".repeat(77);
        let broken = lines(&name, 30.0);
        assert_eq!(broken.concat().replace(' ', ""), name.replace(' ', ""));
        assert!(broken.iter().all(|line| Face::Regular.width_mm(line, 10.0) <= 30.02));
    }

    #[test]
    fn a_column_too_narrow_for_a_letter_still_ends() {
        assert_eq!(lines("ab", 0.1), ["a", "b"]);
    }

    #[test]
    fn an_enumeration_breaks_behind_commas_alone() {
        let text = "K mayúscula, siete, efe minúscula";
        let lines: Vec<&str> =
            wrap(text, parts(text), STYLE, 40.0).into_iter().filter_map(|range| text.get(range)).collect();
        assert_eq!(lines, ["K mayúscula, siete,", "efe minúscula"]);
    }

    #[test]
    fn an_empty_text_takes_one_empty_line_at_most() {
        let mut block = Block::new(50.0);
        block.text(STYLE, "nada", " ");
        assert!(block.placed(0.0, 0.0).all(|one| matches!(one, Operation::Text { text, .. } if text.is_empty())));
    }
}
