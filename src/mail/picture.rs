//! A picture of a text for a reader, as PNG: a QR code, or bars.

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

use crate::domain::code128;

/// How wide a module is drawn, in pixels: large enough for a reader that looks at a telephone.
const MODULE: u32 = 8;

/// The quiet zone around it, in modules.
const QUIET: u32 = 4;

/// What a letter shows a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture<'a> {
    /// A text as a QR code.
    Qr(&'a str),
    /// A text as bars, which older readers read too.
    Bars(&'a str),
}

impl Picture<'_> {
    /// The picture; `None` where the text has no room in one.
    pub(super) fn png(self) -> Option<Vec<u8>> {
        match self {
            Self::Qr(text) => qr(text),
            Self::Bars(text) => bars(text),
        }
    }
}

fn qr(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = u32::try_from(code.width()).ok()?;
    let side = width.checked_add(2 * QUIET)?.checked_mul(MODULE)?;
    let colours = code.to_colors();
    let picture = GrayImage::from_fn(side, side, |x, y| {
        let module = |at: u32| (at / MODULE).checked_sub(QUIET).filter(|at| *at < width);
        let place =
            module(x).zip(module(y)).and_then(|(x, y)| usize::try_from(y.checked_mul(width)?.checked_add(x)?).ok());
        let is_dark = place.and_then(|at| colours.get(at)).is_some_and(|colour| *colour == Color::Dark);
        Luma([if is_dark { 0 } else { 255 }])
    });
    written(&picture)
}

/// How wide the narrowest bar is drawn, and how high all are, in pixels.
const BAR: u32 = 2;
const BARS_HEIGHT: u32 = 110;

fn bars(text: &str) -> Option<Vec<u8>> {
    let quiet = code128::QUIET;
    // Light and dark by turns, light first.
    let widths: Vec<u8> = [quiet].into_iter().chain(code128::widths(text)?).chain([quiet]).collect();
    let columns: Vec<u8> = widths
        .iter()
        .enumerate()
        .flat_map(|(at, width)| {
            let colour = if at.is_multiple_of(2) { 255 } else { 0 };
            std::iter::repeat_n(colour, usize::from(*width))
        })
        .collect();
    let width = u32::try_from(columns.len()).ok()?.checked_mul(BAR)?;
    let column = |x: u32| usize::try_from(x / BAR).ok().and_then(|at| columns.get(at).copied());
    written(&GrayImage::from_fn(width, BARS_HEIGHT, |x, _| Luma([column(x).unwrap_or(255)])))
}

fn written(picture: &GrayImage) -> Option<Vec<u8>> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_square_with_a_quiet_zone_and_the_three_corners() {
        let picture = image::load_from_memory(&qr("0123456789ABCDEFGHJKMNPQRS").unwrap()).unwrap().to_luma8();
        assert_eq!(picture.width(), picture.height());
        let modules = picture.width() / MODULE;
        let dark = |x: u32, y: u32| picture.get_pixel(x * MODULE, y * MODULE).0[0] == 0;
        assert!((0..modules).all(|at| !dark(at, 0) && !dark(0, at)));
        let last = modules - QUIET - 1;
        assert!(dark(QUIET, QUIET) && dark(last, QUIET) && dark(QUIET, last));
        assert!(!dark(QUIET + 1, QUIET + 1) && dark(QUIET + 3, QUIET + 3));
    }

    #[test]
    fn bars_are_as_wide_as_the_code_says_and_free_at_either_side() {
        let picture = image::load_from_memory(&bars("R261123-002").unwrap()).unwrap().to_luma8();
        let line: Vec<bool> = (0..picture.width()).map(|x| picture.get_pixel(x, BARS_HEIGHT / 2).0[0] < 128).collect();
        let runs: Vec<usize> = line.chunk_by(|one, other| one == other).map(<[bool]>::len).collect();
        let widths: Vec<u8> = runs.iter().map(|run| u8::try_from(run / 2).unwrap()).collect();
        assert_eq!(widths[1..widths.len() - 1], code128::widths("R261123-002").unwrap());
        assert_eq!((widths[0], widths[widths.len() - 1]), (10, 10));
        assert_eq!(bars("Ñ"), None);
    }
}
