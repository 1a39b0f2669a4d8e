//! Sample scans: a drawn page with lines and the word MUESTRA, as a JPEG of the size that a scanner's page has.

use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, Luma};

use super::chance::Chance;
use crate::ops::Error;
use crate::ops::scan::ScannedPaper;

/// Which paper a drawing stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SamplePaper {
    /// The request: a page of fields.
    Request,
    /// An identity document: a card on a page.
    IdentityDocument,
    /// A notarial power: a page of text with a seal.
    NotarialPower,
    /// An artisan qualification: a page with a frame.
    ArtisanQualification,
}

/// A page in pixels: A4 at 100 dots an inch.
const PAGE: (u32, u32) = (827, 1_169);

impl SamplePaper {
    /// The drawing that stands for a paper of a visit.
    #[must_use]
    pub fn of(paper: ScannedPaper) -> Self {
        match paper {
            ScannedPaper::Request | ScannedPaper::Acknowledgement => Self::Request,
            ScannedPaper::NotarialPower | ScannedPaper::Appointment => Self::NotarialPower,
            ScannedPaper::ArtisanQualification => Self::ArtisanQualification,
            _ => Self::IdentityDocument,
        }
    }

    /// Width and height of what is drawn, in pixels.
    pub const PIXELS: (u32, u32) = PAGE;
}

/// The page's margin, in pixels.
const MARGIN: u32 = 70;
/// Of the JPEG.
const QUALITY: u8 = 72;

/// Draws a paper. The same `number` gives the same bytes.
///
/// # Errors
/// [`Error::Inconsistent`] where the page cannot be encoded.
pub fn drawn(paper: SamplePaper, number: u64) -> Result<Vec<u8>, Error> {
    let mut page = Page::blank(Chance::new(number.wrapping_mul(31).wrapping_add(paper as u64)));
    page.word("MUESTRA", (MARGIN, 60), 12, 90);
    match paper {
        SamplePaper::Request => page.fields(9),
        SamplePaper::IdentityDocument => page.card(),
        SamplePaper::NotarialPower => page.text(38),
        SamplePaper::ArtisanQualification => page.framed_text(16),
    }
    page.signature();
    let mut file = Vec::new();
    let encoded = JpegEncoder::new_with_quality(&mut file, QUALITY).encode_image(&page.pixels);
    encoded.map_err(|fault| Error::Inconsistent(format!("no se pudo dibujar una muestra ({fault})")))?;
    Ok(file)
}

struct Page {
    pixels: GrayImage,
    chance: Chance,
}

impl Page {
    /// Paper is never quite white, and a scanner adds grain.
    fn blank(mut chance: Chance) -> Self {
        let pixels =
            GrayImage::from_fn(PAGE.0, PAGE.1, |_, _| Luma([u8::try_from(chance.between(226, 242)).unwrap_or(235)]));
        Self { pixels, chance }
    }

    fn fill(&mut self, (left, top): (u32, u32), (width, height): (u32, u32), shade: u8) {
        for y in top..top.saturating_add(height).min(PAGE.1) {
            for x in left..left.saturating_add(width).min(PAGE.0) {
                self.pixels.put_pixel(x, y, Luma([shade]));
            }
        }
    }

    fn frame(&mut self, (left, top): (u32, u32), (width, height): (u32, u32), shade: u8) {
        self.fill((left, top), (width, 2), shade);
        self.fill((left, top + height), (width, 2), shade);
        self.fill((left, top), (2, height), shade);
        self.fill((left + width, top), (2, height), shade);
    }

    /// Words of a line, as bars: what text looks like from afar.
    fn line(&mut self, top: u32, left: u32, right: u32) {
        let mut at = left;
        while at < right {
            let width = self.chance.between(14, 70).min(right - at);
            self.fill((at, top), (width, 7), 70);
            at = at.saturating_add(width).saturating_add(9);
        }
    }

    fn text(&mut self, lines: u32) {
        for nth in 0..lines {
            self.line(200 + nth * 19, MARGIN, PAGE.0 - MARGIN);
        }
    }

    fn framed_text(&mut self, lines: u32) {
        self.frame((MARGIN - 30, 30), (PAGE.0 - 2 * (MARGIN - 30), PAGE.1 - 60), 120);
        for nth in 0..lines {
            self.line(260 + nth * 34, MARGIN + 60, PAGE.0 - MARGIN - 60);
        }
    }

    fn fields(&mut self, rows: u32) {
        for nth in 0..rows {
            let top = 200 + nth * 68;
            self.line(top, MARGIN, MARGIN + 150);
            self.frame((MARGIN, top + 14), (PAGE.0 - 2 * MARGIN, 34), 110);
            let end = MARGIN + 40 + self.chance.between(120, 480);
            self.line(top + 27, MARGIN + 12, end);
        }
    }

    fn card(&mut self) {
        let (left, top) = (MARGIN + 60, 260);
        self.fill((left, top), (520, 330), 205);
        self.frame((left, top), (520, 330), 90);
        self.fill((left + 24, top + 60), (150, 190), 150);
        for nth in 0..7 {
            let end = left + 210 + self.chance.between(80, 280);
            self.line(top + 64 + nth * 30, left + 200, end);
        }
        self.line(top + 290, left + 24, left + 490);
    }

    /// A stroke that wanders, near the foot.
    fn signature(&mut self) {
        let (mut x, mut y) = (PAGE.0 / 2, PAGE.1 - 170);
        for _ in 0..160 {
            self.fill((x, y), (3, 3), 60);
            x = x.saturating_add(self.chance.between(0, 2));
            y = (y + self.chance.between(0, 8)).saturating_sub(4).clamp(PAGE.1 - 220, PAGE.1 - 120);
        }
        self.fill((PAGE.0 / 2 - 20, PAGE.1 - 110), (260, 2), 100);
    }

    /// A word of rectangles; `size` is one of them in pixels.
    fn word(&mut self, word: &str, (left, top): (u32, u32), size: u32, shade: u8) {
        let mut at = left;
        for letter in word.chars() {
            for (row, bits) in (0..).zip(shape(letter)) {
                for column in 0..5 {
                    if bits >> (4 - column) & 1 == 1 {
                        self.fill((at + column * size, top + row * size), (size, size), shade);
                    }
                }
            }
            at = at.saturating_add(6 * size);
        }
    }
}

/// A capital of five by five, a row a number, the leftmost rectangle its highest bit.
fn shape(letter: char) -> [u8; 5] {
    match letter {
        'M' => [0b10001, 0b11011, 0b10101, 0b10001, 0b10001],
        'U' => [0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
        'E' => [0b11111, 0b10000, 0b11110, 0b10000, 0b11111],
        'S' => [0b01111, 0b10000, 0b01110, 0b00001, 0b11110],
        'T' => [0b11111, 0b00100, 0b00100, 0b00100, 0b00100],
        'R' => [0b11110, 0b10001, 0b11110, 0b10010, 0b10001],
        'A' => [0b01110, 0b10001, 0b11111, 0b10001, 0b10001],
        _ => [0; 5],
    }
}
