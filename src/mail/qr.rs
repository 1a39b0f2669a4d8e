//! A picture of a text for a reader: a QR code as PNG.

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

/// How wide a module is drawn, in pixels: large enough for a reader that looks at a telephone.
const MODULE: u32 = 8;

/// The quiet zone around it, in modules.
const QUIET: u32 = 4;

/// The picture; `None` where the text has no room in one.
pub(super) fn png(text: &str) -> Option<Vec<u8>> {
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
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_square_with_a_quiet_zone_and_the_three_corners() {
        let picture = image::load_from_memory(&png("0123456789ABCDEFGHJKMNPQRS").unwrap()).unwrap().to_luma8();
        assert_eq!(picture.width(), picture.height());
        let modules = picture.width() / MODULE;
        let dark = |x: u32, y: u32| picture.get_pixel(x * MODULE, y * MODULE).0[0] == 0;
        assert!((0..modules).all(|at| !dark(at, 0) && !dark(0, at)));
        let last = modules - QUIET - 1;
        assert!(dark(QUIET, QUIET) && dark(last, QUIET) && dark(QUIET, last));
        assert!(!dark(QUIET + 1, QUIET + 1) && dark(QUIET + 3, QUIET + 3));
    }
}
