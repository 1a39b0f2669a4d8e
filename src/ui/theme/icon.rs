//! The icons: Material Symbols, cut to the glyphs named here. An icon never stands alone for a meaning: a word is beside
//! it, or in the accessible name.

use std::sync::Arc;

use eframe::egui::epaint::text::VariationCoords;
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, FontFamily, FontId, Galley, Painter, Pos2, Rect, RichText, Vec2};

/// The family that holds the icons.
pub(super) fn family() -> FontFamily {
    FontFamily::Name("icons".into())
}

macro_rules! icons {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal,)+) => {
        /// An icon.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Icon {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Icon {
            /// Every icon.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The code point that the icons' font has it at.
            pub fn glyph(self) -> char {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }
    };
}

icons! {
    /// The list of turns.
    Turns = '\u{e638}',
    /// A visit.
    Visit = '\u{f0c5}',
    /// The registers.
    Registers = '\u{ea19}',
    /// Users of the program.
    Users = '\u{e7ef}',
    /// Settings.
    Settings = '\u{e8b8}',
    /// To search.
    Search = '\u{e8b6}',
    /// A person.
    Person = '\u{e7fd}',
    /// Several people.
    People = '\u{f233}',
    /// An employer.
    Employer = '\u{ea40}',
    /// A paper.
    Document = '\u{e873}',
    /// An identity document.
    IdCard = '\u{ea67}',
    /// To scan.
    Scan = '\u{e70c}',
    /// A printer.
    Printer = '\u{e555}',
    /// A printer that does not answer.
    PrinterOff = '\u{e9cf}',
    /// To lock.
    Lock = '\u{e88d}',
    /// To log out.
    Logout = '\u{e9ba}',
    /// A tick.
    Check = '\u{e5ca}',
    /// Met, done.
    CheckCircle = '\u{e86c}',
    /// Not there yet.
    Missing = '\u{ef4a}',
    /// Refused.
    Refused = '\u{e5c9}',
    /// Forbidden.
    Forbidden = '\u{e033}',
    /// A warning.
    Warning = '\u{e002}',
    /// To be known.
    Info = '\u{e88e}',
    /// It does not concern this.
    NotApplicable = '\u{e15c}',
    /// A line.
    Minus = '\u{e15b}',
    /// Time, waiting.
    Clock = '\u{e192}',
    /// To call the next person.
    Call = '\u{ef49}',
    /// Onwards.
    Next = '\u{e5c8}',
    /// Back.
    Back = '\u{e5c4}',
    /// To add.
    Add = '\u{e145}',
    /// To edit.
    Edit = '\u{e150}',
    /// To delete.
    Delete = '\u{e872}',
    /// To close.
    Close = '\u{e14c}',
    /// To load again.
    Refresh = '\u{e5d5}',
    /// A quarter turn to the left.
    RotateLeft = '\u{e419}',
    /// A quarter turn to the right.
    RotateRight = '\u{e41a}',
    /// To crop.
    Crop = '\u{e3be}',
    /// Nearer.
    ZoomIn = '\u{e8ff}',
    /// Farther.
    ZoomOut = '\u{e900}',
    /// A folder.
    Folder = '\u{e2c7}',
    /// To bring in.
    Upload = '\u{e2c6}',
    /// To take out.
    Download = '\u{e171}',
    /// To park.
    Pause = '\u{e034}',
    /// To resume.
    Resume = '\u{e037}',
    /// A key.
    Key = '\u{e73c}',
    /// A supervisor's approval.
    Shield = '\u{e75b}',
    /// The journal.
    History = '\u{e28e}',
    /// Help.
    Help = '\u{e887}',
    /// The keyboard.
    Keyboard = '\u{e312}',
    /// The light mode.
    Light = '\u{e518}',
    /// The dark mode.
    Dark = '\u{e51c}',
    /// To show more below.
    ExpandMore = '\u{e5cf}',
    /// To show less.
    ExpandLess = '\u{e5ce}',
    /// To go into.
    Enter = '\u{e409}',
    /// Priority.
    Star = '\u{e838}',
    /// Somebody who needs a place without steps.
    Accessible = '\u{e914}',
    /// To show what is hidden.
    Show = '\u{e417}',
    /// To hide it again.
    Hide = '\u{e8f5}',
    /// Sorted, the smallest first.
    Ascending = '\u{e5d8}',
    /// Sorted, the largest first.
    Descending = '\u{e5db}',
    /// A slip.
    Slip = '\u{ef6e}',
    /// Verified.
    Verified = '\u{e031}',
    /// Under way.
    UnderWay = '\u{e88b}',
    /// To take back.
    Undo = '\u{e166}',
    /// A day.
    Calendar = '\u{ebcc}',
    /// To copy.
    Copy = '\u{e14d}',
    /// The store.
    Store = '\u{f20e}',
    /// To filter.
    Filter = '\u{e152}',
    /// To keep.
    Save = '\u{e161}',
    /// Mail.
    Mail = '\u{e0be}',
    /// Reports.
    Report = '\u{e26b}',
    /// A link.
    Link = '\u{e157}',
}

impl Icon {
    /// The icon as text of `size` points.
    pub fn text(self, size: f32) -> RichText {
        RichText::new(self.glyph()).family(family()).size(size)
    }

    /// The icon as a job, outlined or solid.
    pub fn job(self, size: f32, colour: Color32, solid: bool) -> LayoutJob {
        let mut format = TextFormat::simple(FontId::new(size, family()), colour);
        if solid {
            format.coords = VariationCoords::new([(b"FILL", 1.0)]);
        }
        LayoutJob::single_section(self.glyph().to_string(), format)
    }

    /// Paints it around `centre`, outlined.
    pub fn paint(self, painter: &Painter, centre: Pos2, size: f32, colour: Color32) {
        place(painter, painter.layout_job(self.job(size, colour, false)), centre);
    }

    /// Paints it around `centre`, solid.
    pub fn paint_solid(self, painter: &Painter, centre: Pos2, size: f32, colour: Color32) {
        place(painter, painter.layout_job(self.job(size, colour, true)), centre);
    }
}

fn place(painter: &Painter, galley: Arc<Galley>, centre: Pos2) {
    let at = Rect::from_center_size(centre, galley.size()).min;
    let at = at + Vec2::new(0.0, 0.0);
    painter.galley(at, galley, Color32::PLACEHOLDER);
}
