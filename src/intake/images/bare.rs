//! A picture file without anything but the picture.
//!
//! Cameras write where and when, with what and by whom; of all that only the orientation is read, and nothing is kept.
//! The decoders see only what is left, so that compressed text or profiles cannot be used against them. A file that
//! does not reach its end is refused here: decoders would fill the rest with grey.

use image::metadata::Orientation;

use super::{ScanError, ScanKind};

/// More passes over the picture than any camera or program writes: made to keep a decoder busy.
const JPEG_SCANS: u32 = 100;
/// How many bytes that belong to nothing may stand before a segment: programs that edit pictures leave some.
const STRAY_BYTES: usize = 1024;
/// The chunks of a PNG that make its picture.
const PNG_PICTURE_CHUNKS: [&[u8]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];

/// A picture file reduced to its picture.
pub(super) struct Bare {
    pub(super) kind: ScanKind,
    pub(super) bytes: Vec<u8>,
    /// Pixels across and down, as the header claims; the decoder has not seen it yet.
    pub(super) claimed_size: (u32, u32),
    /// How the picture has to be turned to stand upright.
    pub(super) orientation: Orientation,
}

/// Walks over a JPEG's segments up to its end mark; what follows the end is left out.
pub(super) fn jpeg(file: &[u8]) -> Result<Bare, ScanError> {
    let mut reader = Reader { rest: file };
    let mut bare = Bare::with_capacity(ScanKind::Jpeg, file.len());
    bare.bytes.extend_from_slice(reader.take(2)?);
    let mut scans = 0_u32;
    loop {
        let marker = reader.jpeg_marker()?;
        match marker {
            0xD9 if scans > 0 => {
                bare.bytes.extend_from_slice(&[0xFF, marker]);
                return Ok(bare);
            }
            0xD8 | 0xD9 => return Err(ScanError::DamagedPicture),
            0x01 | 0xD0..=0xD7 => continue,
            _ => {}
        }
        let length = reader.take(2)?;
        let body_length = usize::from(u16::from_be_bytes(array(length)?));
        let body = reader.take(body_length.checked_sub(2).ok_or(ScanError::DamagedPicture)?)?;
        if let (0xE1, Some(exif)) = (marker, body.strip_prefix(b"Exif\0\0")) {
            bare.turn_by(exif);
        }
        if let (0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF, [_, height_1, height_2, width_1, width_2, ..]) =
            (marker, body)
        {
            let pixels = |bytes: [u8; 2]| u32::from(u16::from_be_bytes(bytes));
            bare.claimed_size = (pixels([*width_1, *width_2]), pixels([*height_1, *height_2]));
        }
        if is_jpeg_picture(marker, body) {
            bare.bytes.extend_from_slice(&[0xFF, marker]);
            bare.bytes.extend_from_slice(length);
            bare.bytes.extend_from_slice(body);
        }
        if marker == 0xDA {
            scans = scans.saturating_add(1);
            if scans > JPEG_SCANS {
                return Err(ScanError::DamagedPicture);
            }
            bare.bytes.extend_from_slice(reader.take_entropy_coded());
        }
    }
}

/// The segments without which the picture, or its colours, would be another.
fn is_jpeg_picture(marker: u8, body: &[u8]) -> bool {
    match marker {
        0xE0 => body.starts_with(b"JFIF\0") && body.len() == 14,
        0xEE => body.starts_with(b"Adobe"),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    }
}

/// Walks over a PNG's chunks up to its end; what follows the end is left out.
pub(super) fn png(file: &[u8]) -> Result<Bare, ScanError> {
    let mut reader = Reader { rest: file };
    let mut bare = Bare::with_capacity(ScanKind::Png, file.len());
    bare.bytes.extend_from_slice(reader.take(8)?);
    loop {
        let length = reader.take(4)?;
        let name = reader.take(4)?;
        let body_length = u32::from_be_bytes(array(length)?);
        let body = reader.take(usize::try_from(body_length).map_err(|_| ScanError::DamagedPicture)?)?;
        let check = reader.take(4)?;
        match name {
            b"IHDR" => {
                let mut header = Reader { rest: body };
                let width = u32::from_be_bytes(array(header.take(4)?)?);
                bare.claimed_size = (width, u32::from_be_bytes(array(header.take(4)?)?));
            }
            b"eXIf" => bare.turn_by(body),
            _ => {}
        }
        if PNG_PICTURE_CHUNKS.contains(&name) {
            for part in [length, name, body, check] {
                bare.bytes.extend_from_slice(part);
            }
        }
        if name == b"IEND" {
            return Ok(bare);
        }
    }
}

impl Bare {
    fn with_capacity(kind: ScanKind, capacity: usize) -> Bare {
        let bytes = Vec::with_capacity(capacity);
        Bare { kind, bytes, claimed_size: (0, 0), orientation: Orientation::NoTransforms }
    }

    fn turn_by(&mut self, exif: &[u8]) {
        self.orientation = Orientation::from_exif_chunk(exif).unwrap_or(self.orientation);
    }
}

struct Reader<'f> {
    rest: &'f [u8],
}

impl<'f> Reader<'f> {
    fn take(&mut self, length: usize) -> Result<&'f [u8], ScanError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(ScanError::DamagedPicture)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next marker's second byte; a marker may be preceded by any number of filling 0xFF, and by a few bytes that
    /// belong to nothing, which decoders pass over as well.
    fn jpeg_marker(&mut self) -> Result<u8, ScanError> {
        let is_marker = |pair: &[u8]| matches!(pair, [0xFF, 0x01..=0xFF]);
        let stray = self.rest.windows(2).take(STRAY_BYTES).position(is_marker).ok_or(ScanError::DamagedPicture)?;
        self.take(stray.saturating_add(1))?;
        loop {
            match self.take(1)? {
                [0xFF] => {}
                [marker @ 0x01..=0xFE] => return Ok(*marker),
                _ => return Err(ScanError::DamagedPicture),
            }
        }
    }

    /// Everything up to the next marker that is neither a stuffed 0xFF nor a restart.
    fn take_entropy_coded(&mut self) -> &'f [u8] {
        let end = self.rest.windows(2).position(|pair| matches!(pair, [0xFF, 0x01..=0xCF | 0xD8..=0xFE]));
        let (taken, rest) = self.rest.split_at_checked(end.unwrap_or(self.rest.len())).unwrap_or((self.rest, &[]));
        self.rest = rest;
        taken
    }
}

fn array<const N: usize>(bytes: &[u8]) -> Result<[u8; N], ScanError> {
    bytes.try_into().map_err(|_| ScanError::DamagedPicture)
}
