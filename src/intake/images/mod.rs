//! Scans: pictures and PDFs that come in from a camera, a scanner or a stick, made fit to be kept.
//!
//! What a file is, its bytes say, never its name. Promises: a picture is upright, legible, at most
//! [`KEPT_BYTES`] long and carries nothing but the picture (no place, camera or owner); a PDF is kept byte for byte;
//! a file that would unpack to more than [`DECODED_BYTES`] is refused before it is unpacked; the same file gives the
//! same scan. Nothing in a PDF is ever executed or drawn here, and nothing is written.

mod bare;
mod mended;
mod pdf;
mod picture;

use std::panic::{UnwindSafe, catch_unwind};

use sha2::{Digest, Sha256};

pub use picture::{Area, Picture, QuarterTurns};

/// The largest picture file that is looked at.
pub const PICTURE_FILE_BYTES: usize = 32 * 1024 * 1024;
/// The largest PDF that is looked at, and kept.
pub const PDF_FILE_BYTES: usize = 10 * 1024 * 1024;
/// The most pages a PDF may have.
pub const PDF_PAGES: u32 = 20;
/// The longest side of a picture that is unpacked, in pixels.
pub const DECODED_SIDE: u32 = 20_000;
/// The most memory a picture may unpack to.
pub const DECODED_BYTES: u64 = 128 * 1024 * 1024;
/// The longest side of a picture that is kept, in pixels: an A4 page at about 190 dots per inch.
pub const KEPT_SIDE: u32 = 2200;
/// The most bytes of a picture that is kept.
pub const KEPT_BYTES: usize = 300 * 1024;

/// What a scan's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanKind {
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// A PDF document.
    Pdf,
}

/// A scan as it is kept, addressed by its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// What the bytes are.
    pub kind: ScanKind,
    /// The file to keep.
    pub bytes: Vec<u8>,
    /// Pixels; 0 for a PDF, whose pages have sizes of their own.
    pub width: u32,
    /// Pixels; 0 for a PDF.
    pub height: u32,
    /// 1 for a picture.
    pub pages: u32,
    /// SHA-256 of the bytes: the content address.
    pub sha256: [u8; 32],
}

impl Scan {
    fn new(kind: ScanKind, bytes: Vec<u8>, (width, height): (u32, u32), pages: u32) -> Scan {
        let sha256 = Sha256::digest(&bytes).into();
        Scan { kind, bytes, width, height, pages, sha256 }
    }
}

/// Why a file cannot be kept as a scan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// No bytes.
    #[error("el archivo está vacío; digitalice o fotografíe el documento de nuevo")]
    Empty,
    /// Another format.
    #[error("el archivo no es PNG, JPEG ni PDF; guárdelo en uno de esos formatos")]
    UnknownKind,
    /// The format of recent telephones.
    #[error("la foto está en formato HEIC; guárdela como JPEG, o elija «Más compatible» en los formatos de la cámara")]
    Heic,
    /// The file is larger than admitted.
    #[error("el archivo pesa {mebibytes} MB y se admiten {limit} MB; use menos resolución o menos páginas")]
    FileTooLarge {
        /// Of the file, rounded up.
        mebibytes: usize,
        /// Admitted.
        limit: usize,
    },
    /// More pixels than admitted: a mistake, or a file made to exhaust the memory.
    #[error("la imagen mide {width} × {height} píxeles, demasiado para abrirla; use menos resolución")]
    TooManyPixels {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// The picture cannot be read to its end.
    #[error("la imagen está dañada o incompleta; digitalice o fotografíe el documento de nuevo")]
    DamagedPicture,
    /// No step of quality and size brings it under [`KEPT_BYTES`].
    #[error("la imagen no se puede reducir a un tamaño razonable; recorte el documento o digitalícelo de nuevo")]
    TooDetailed,
    /// A crop outside the picture, or of nothing.
    #[error("el recorte queda fuera de la imagen o está vacío; márquelo de nuevo")]
    AreaOutside,
    /// A PDF has no pixels to turn or crop.
    #[error("un PDF se guarda tal como es; gírelo o recórtelo antes de agregarlo, o agregue una imagen")]
    PdfIsKept,
    /// A PDF behind a password, or with restrictions.
    #[error("el PDF está protegido con contraseña o restricciones; quite la protección o imprímalo a un PDF nuevo")]
    EncryptedPdf,
    /// The PDF's structure cannot be followed.
    #[error("el PDF está dañado o incompleto; digitalice el documento de nuevo o imprímalo a un PDF nuevo")]
    DamagedPdf,
    /// A PDF without pages.
    #[error("el PDF no tiene páginas; digitalice el documento de nuevo")]
    NoPages,
    /// A PDF with more pages than admitted.
    #[error("el PDF tiene {pages} páginas y se admiten {limit}; agregue solo las páginas que hacen falta")]
    TooManyPages {
        /// Of the file.
        pages: u32,
        /// Admitted.
        limit: u32,
    },
}

/// Takes a file as a scan.
pub fn read(file: &[u8]) -> Result<Scan, ScanError> {
    match kind_of(file)? {
        ScanKind::Pdf => pdf::read(file),
        ScanKind::Png | ScanKind::Jpeg => Picture::open(file)?.into_scan(),
    }
}

/// The kind of a file by its first bytes.
fn kind_of(file: &[u8]) -> Result<ScanKind, ScanError> {
    match file {
        [] => Err(ScanError::Empty),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(ScanKind::Png),
        [0xFF, 0xD8, 0xFF, ..] => Ok(ScanKind::Jpeg),
        [_, _, _, _, b'f', b't', b'y', b'p', b'h' | b'm', ..] => Err(ScanError::Heic),
        _ if pdf::header(file).is_some() => Ok(ScanKind::Pdf),
        _ => Err(ScanError::UnknownKind),
    }
}

/// Reads behind a wall: the decoders are somebody else's and their input anybody's. Should one panic, the file is damaged,
/// and that is all.
fn walled<T>(read: impl FnOnce() -> Result<T, ScanError> + UnwindSafe, damaged: ScanError) -> Result<T, ScanError> {
    catch_unwind(read).unwrap_or(Err(damaged))
}

fn refuse_larger_than(limit: usize, file: &[u8]) -> Result<(), ScanError> {
    const MEBIBYTE: usize = 1024 * 1024;
    if file.len() <= limit {
        return Ok(());
    }
    Err(ScanError::FileTooLarge { mebibytes: file.len().div_ceil(MEBIBYTE), limit: limit / MEBIBYTE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_that_panics_has_read_a_damaged_file() {
        let read = |does: fn() -> Result<u8, ScanError>| walled(does, ScanError::DamagedPicture);
        assert_eq!(read(|| panic!("a defect of a decoder")), Err(ScanError::DamagedPicture));
        assert_eq!(read(|| Err(ScanError::Empty)), Err(ScanError::Empty));
        assert_eq!(read(|| Ok(7)), Ok(7));
    }
}
