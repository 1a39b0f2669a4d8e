//! A picture in memory: opened within limits, upright, turned, cropped, and brought to the size that is kept.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::PngDecoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, Limits, Rgb, RgbImage};

use super::bare::{self, Bare};
use super::{
    DECODED_BYTES, DECODED_SIDE, KEPT_BYTES, KEPT_SIDE, PICTURE_FILE_BYTES, Scan, ScanError, ScanKind, kind_of,
    refuse_larger_than, walled,
};

/// Qualities of JPEG, the best first; below the last the letters of a document fray.
const QUALITIES: [u8; 7] = [92, 86, 80, 72, 64, 56, 48];
/// Sizes in turn, for the few pictures that are too long at every quality.
const SIDES: [u32; 5] = [KEPT_SIDE, 1800, 1400, 1000, 700];

/// A turn clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuarterTurns {
    /// To the right.
    One,
    /// Upside down.
    Two,
    /// To the left.
    Three,
}

/// A rectangle of a picture, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Pixels from the left.
    pub x: u32,
    /// Pixels from the top.
    pub y: u32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// A picture opened to be looked at, turned or cropped before it is kept.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Grey or RGB, 8 bits.
    pixels: DynamicImage,
    /// The file as it came, when nothing has to be done to it.
    fit: Option<(ScanKind, Vec<u8>)>,
}

impl Picture {
    /// Opens a PNG or JPEG. A scan that was kept can be opened again, to be turned or cropped.
    pub fn open(file: &[u8]) -> Result<Picture, ScanError> {
        let kind = kind_of(file)?;
        if kind == ScanKind::Pdf {
            return Err(ScanError::PdfIsKept);
        }
        refuse_larger_than(PICTURE_FILE_BYTES, file)?;
        walled(|| Self::unpacked(kind, file), ScanError::DamagedPicture)
    }

    fn unpacked(kind: ScanKind, file: &[u8]) -> Result<Picture, ScanError> {
        let bare = if kind == ScanKind::Png { bare::png(file)? } else { bare::jpeg(file)? };
        let mut pixels = without_transparency(decode(&bare)?);
        pixels.apply_orientation(bare.orientation);
        let is_fit = bare.orientation == Orientation::NoTransforms
            && bare.bytes.len() <= KEPT_BYTES
            && long_side(&pixels) <= KEPT_SIDE;
        Ok(Picture { pixels, fit: is_fit.then_some((bare.kind, bare.bytes)) })
    }

    /// Pixels.
    pub fn width(&self) -> u32 {
        self.pixels.width()
    }

    /// Pixels.
    pub fn height(&self) -> u32 {
        self.pixels.height()
    }

    /// The pixels, grey or RGB, for a screen.
    pub fn pixels(&self) -> &DynamicImage {
        &self.pixels
    }

    /// The picture turned clockwise.
    pub fn rotated(&self, turns: QuarterTurns) -> Picture {
        let pixels = match turns {
            QuarterTurns::One => self.pixels.rotate90(),
            QuarterTurns::Two => self.pixels.rotate180(),
            QuarterTurns::Three => self.pixels.rotate270(),
        };
        Picture { pixels, fit: None }
    }

    /// A part of the picture.
    pub fn cropped(&self, area: Area) -> Result<Picture, ScanError> {
        let fits = |start: u32, length: u32, whole: u32| {
            length > 0 && start.checked_add(length).is_some_and(|end| end <= whole)
        };
        if !fits(area.x, area.width, self.width()) || !fits(area.y, area.height, self.height()) {
            return Err(ScanError::AreaOutside);
        }
        Ok(Picture { pixels: self.pixels.crop_imm(area.x, area.y, area.width, area.height), fit: None })
    }

    /// The scan to keep: the file as it came where it is small enough, else a JPEG; never larger than the picture is.
    pub fn into_scan(self) -> Result<Scan, ScanError> {
        if let Some((kind, bytes)) = self.fit {
            return Ok(Scan::new(kind, bytes, (self.pixels.width(), self.pixels.height()), 1));
        }
        let mut pixels = self.pixels;
        for side in SIDES {
            if long_side(&pixels) > side {
                pixels = pixels.resize(side, side, FilterType::CatmullRom);
            } else if side != KEPT_SIDE {
                continue;
            }
            if let Some(bytes) = best_jpeg_that_fits(&pixels)? {
                return Ok(Scan::new(ScanKind::Jpeg, bytes, (pixels.width(), pixels.height()), 1));
            }
        }
        Err(ScanError::TooDetailed)
    }
}

/// The JPEG of best quality that is short enough, found by halving the list of qualities; `None` if even the least is
/// too long.
fn best_jpeg_that_fits(pixels: &DynamicImage) -> Result<Option<Vec<u8>>, ScanError> {
    let mut best = None;
    let mut candidates = QUALITIES.as_slice();
    while let Some((better, [quality, worse @ ..])) = candidates.split_at_checked(candidates.len() / 2) {
        let mut bytes = Vec::new();
        let color = pixels.color().into();
        JpegEncoder::new_with_quality(&mut bytes, *quality)
            .encode(pixels.as_bytes(), pixels.width(), pixels.height(), color)
            .map_err(|_| ScanError::TooDetailed)?;
        candidates = if bytes.len() <= KEPT_BYTES {
            best = Some(bytes);
            better
        } else {
            worse
        };
    }
    Ok(best)
}

fn long_side(pixels: &DynamicImage) -> u32 {
    pixels.width().max(pixels.height())
}

/// Unpacks the pixels, if they are within the limits.
fn decode(bare: &Bare) -> Result<DynamicImage, ScanError> {
    let (width, height) = bare.claimed_size;
    if width > DECODED_SIDE || height > DECODED_SIDE {
        return Err(ScanError::TooManyPixels { width, height });
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODED_BYTES.saturating_mul(2));
    let file = Cursor::new(bare.bytes.as_slice());
    match bare.kind {
        ScanKind::Png => {
            let decoder = PngDecoder::with_limits(file, limits).map_err(|_| ScanError::DamagedPicture)?;
            decode_within(decoder)
        }
        ScanKind::Jpeg => decode_within(JpegDecoder::new(file).map_err(|_| ScanError::DamagedPicture)?),
        ScanKind::Pdf => Err(ScanError::PdfIsKept),
    }
}

fn decode_within(decoder: impl ImageDecoder) -> Result<DynamicImage, ScanError> {
    let (width, height) = decoder.dimensions();
    if decoder.total_bytes() > DECODED_BYTES {
        return Err(ScanError::TooManyPixels { width, height });
    }
    DynamicImage::from_decoder(decoder).map_err(|_| ScanError::DamagedPicture)
}

/// Grey stays grey, all else becomes RGB; what is transparent becomes white, as paper is.
fn without_transparency(pixels: DynamicImage) -> DynamicImage {
    match pixels {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) => pixels,
        DynamicImage::ImageLuma16(_) => pixels.into_luma8().into(),
        other if !other.color().has_alpha() => other.into_rgb8().into(),
        other => {
            let grey = !other.color().has_color();
            let rgba = other.into_rgba8();
            let on_white: RgbImage = image::ImageBuffer::from_fn(rgba.width(), rgba.height(), |x, y| {
                let [red, green, blue, alpha] = rgba.get_pixel(x, y).0;
                Rgb([red, green, blue].map(|channel| over_white(channel, alpha)))
            });
            let on_white = DynamicImage::from(on_white);
            if grey { on_white.into_luma8().into() } else { on_white }
        }
    }
}

fn over_white(channel: u8, alpha: u8) -> u8 {
    let (channel, alpha) = (u32::from(channel), u32::from(alpha));
    let mixed = channel.saturating_mul(alpha).saturating_add(255_u32.saturating_mul(255_u32.saturating_sub(alpha)));
    u8::try_from(mixed / 255).unwrap_or(u8::MAX)
}
