//! The typefaces of the paper: what they can write and how wide it is.
//!
//! Two families, both made so that no letter is taken for another: Atkinson Hyperlegible Next for reading, Atkinson
//! Hyperlegible Mono for the key. Each is compiled in twice, since a PDF carries its fonts: a *core* cut for Spanish and
//! its neighbours (for the key: its alphabet), and a *wide* one, which only the papers that need it carry.

use std::sync::{LazyLock, OnceLock};

use printpdf::ParsedFont;

/// A typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Running text.
    Regular,
    /// What stands out.
    Bold,
    /// Letters, digits and hyphen, all of one width: keys and codes.
    Key,
}

impl Face {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Bold, Self::Key];

    /// Can it write this character?
    pub fn covers(self, character: char) -> bool {
        self.wide().glyph(character).is_some()
    }

    /// How wide a text of one line is, in millimetres. A character that the face lacks counts as half its size.
    pub fn width_mm(self, text: &str, size_pt: f32) -> f32 {
        let font = self.wide();
        let ems: f32 = text.chars().map(|character| font.advance_ems(character)).sum();
        ems * size_pt * MM_PER_PT
    }

    /// Is a text of one line no wider than this? Reads no further than it must.
    pub(super) fn fits(self, text: &str, size_pt: f32, width_mm: f32) -> bool {
        let font = self.wide();
        let mut free_ems = width_mm / (size_pt * MM_PER_PT);
        text.chars().all(|character| {
            free_ems -= font.advance_ems(character);
            free_ems >= 0.0
        })
    }

    /// The smaller cut that has all these characters.
    pub(in crate::print) fn cut_for(self, mut text: impl Iterator<Item = char>) -> &'static Cut {
        let core = self.core();
        if text.all(|character| core.glyph(character).is_some()) { core } else { self.wide() }
    }

    fn core(self) -> &'static Cut {
        match self {
            Self::Regular => &REGULAR_CORE,
            Self::Bold => &BOLD_CORE,
            Self::Key => &KEY_CORE,
        }
    }

    fn wide(self) -> &'static Cut {
        match self {
            Self::Regular => &REGULAR_WIDE,
            Self::Bold => &BOLD_WIDE,
            Self::Key => &KEY_WIDE,
        }
    }
}

/// Millimetres in a point.
pub(in crate::print) const MM_PER_PT: f32 = 25.4 / 72.0;

/// One font file, parsed.
pub(in crate::print) struct Cut {
    /// What a PDF calls it: a subset's tag, then the font's own name.
    pub(in crate::print) name: &'static str,
    /// `None` would be a damaged build: such a cut has no character at all, and every paper is refused.
    pub(in crate::print) parsed: Option<ParsedFont>,
    /// The file, as the library embeds it.
    pub(in crate::print) file: &'static [u8],
    /// The file as a compressed stream, made once: packing the fonts anew would take most of a slip's time.
    pub(in crate::print) packed: OnceLock<lopdf::Stream>,
}

impl Cut {
    fn new(name: &'static str, file: &'static [u8]) -> Self {
        Self { name, parsed: ParsedFont::from_bytes(file, 0, &mut Vec::new()), file, packed: OnceLock::new() }
    }

    fn glyph(&self, character: char) -> Option<u16> {
        self.parsed.as_ref()?.lookup_glyph_index(u32::from(character))
    }

    fn advance_ems(&self, character: char) -> f32 {
        let advance = self.glyph(character).and_then(|glyph| {
            let font = self.parsed.as_ref()?;
            Some(f32::from(font.get_glyph_width(glyph)?) / f32::from(font.units_per_em))
        });
        advance.unwrap_or(0.5)
    }
}

macro_rules! cut {
    ($place:ident, $name:literal, $file:literal) => {
        static $place: LazyLock<Cut> =
            LazyLock::new(|| Cut::new($name, include_bytes!(concat!("../../../assets/fonts/", $file))));
    };
}

cut!(REGULAR_CORE, "VENTAA+AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Regular-Core.ttf");
cut!(REGULAR_WIDE, "VENTAB+AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Regular-Wide.ttf");
cut!(BOLD_CORE, "VENTAC+AtkinsonHyperlegibleNext-Bold", "AtkinsonHyperlegibleNext-Bold-Core.ttf");
cut!(BOLD_WIDE, "VENTAD+AtkinsonHyperlegibleNext-Bold", "AtkinsonHyperlegibleNext-Bold-Wide.ttf");
cut!(KEY_CORE, "VENTAE+AtkinsonHyperlegibleMono-Bold", "AtkinsonHyperlegibleMono-Bold-Key.ttf");
cut!(KEY_WIDE, "VENTAF+AtkinsonHyperlegibleMono-Bold", "AtkinsonHyperlegibleMono-Bold-Wide.ttf");

#[cfg(test)]
mod tests {
    use super::Face;

    const SPANISH: &str =
        "abcdefghijklmnñopqrstuvwxyzáéíóúüABCDEFGHIJKLMNÑOPQRSTUVWXYZÁÉÍÓÚÜ0123456789 ¿?¡!«»“”‘’–—…•ºª.,;:()/%&@#+-";

    #[test]
    fn spanish_and_foreign_names_are_covered_and_wide_letters_are_as_wide_as_their_base() {
        for face in [Face::Regular, Face::Bold] {
            for character in SPANISH.chars().chain("ĀăĄćĈčďĐēğĨıĵĶłńňōőœŕřŚŞšŢťũŮűŷŹżŽșț".chars())
            {
                assert!(face.covers(character), "{face:?} lacks {character}");
            }
            assert_eq!(face.width_mm("ũ", 10.0), face.width_mm("u", 10.0));
            assert!(!face.covers('漢') && !face.covers('\u{0}') && !face.covers('\u{200b}'));
        }
    }

    #[test]
    fn both_cuts_measure_alike_and_the_core_is_taken_where_it_suffices() {
        for face in [Face::Regular, Face::Bold] {
            for character in SPANISH.chars() {
                assert_eq!(face.core().advance_ems(character), face.wide().advance_ems(character));
            }
            assert_eq!(face.cut_for("Íñigo Quiñónez".chars()).name, face.core().name);
            assert_eq!(face.cut_for("Łukasz".chars()).name, face.wide().name);
        }
    }

    #[test]
    fn the_key_face_writes_the_key_and_all_characters_are_of_one_width() {
        let one = Face::Key.width_mm("W", 30.0);
        for character in "23456789DFHJKLMRTWXYdfhmrt".chars() {
            assert!(Face::Key.covers(character));
            assert_eq!(Face::Key.width_mm(&character.to_string(), 30.0), one);
        }
    }
}
