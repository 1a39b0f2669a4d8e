//! A PDF, checked to be one and kept byte for byte.
//!
//! Only its structure is followed, to count the pages: no script, form or attachment in it is looked at, nothing is
//! drawn. What it unpacks on the way is bounded in all.

use std::panic::catch_unwind;

use lopdf::{Document, LoadOptions, Object};

use super::{PDF_FILE_BYTES, PDF_PAGES, Scan, ScanError, ScanKind, refuse_larger_than};

/// What a PDF's structure may unpack to, all streams together.
const UNPACKED_BYTES: usize = 256 * 1024 * 1024;
/// What one stream of its structure may unpack to.
const STREAM_BYTES: usize = 4 * 1024 * 1024;

/// Takes a PDF as a scan.
pub(super) fn read(file: &[u8]) -> Result<Scan, ScanError> {
    refuse_larger_than(PDF_FILE_BYTES, file)?;
    // The parser is somebody else's and its input anybody's: should it panic, the file is damaged, and that is all.
    let pages = catch_unwind(|| count_pages(file)).unwrap_or(Err(ScanError::DamagedPdf))?;
    match pages {
        0 => Err(ScanError::NoPages),
        1..=PDF_PAGES => Ok(Scan::new(ScanKind::Pdf, file.to_vec(), (0, 0), pages)),
        _ => Err(ScanError::TooManyPages { pages, limit: PDF_PAGES }),
    }
}

fn count_pages(file: &[u8]) -> Result<u32, ScanError> {
    let streams = file.windows(9).filter(|window| window == b"endstream").count().max(1);
    let options = LoadOptions {
        max_decompressed_size: Some(STREAM_BYTES.min(UNPACKED_BYTES.checked_div(streams).unwrap_or(0))),
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(file, options).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::UnsupportedSecurityHandler(_) => ScanError::EncryptedPdf,
        _ => ScanError::DamagedPdf,
    })?;
    if document.was_encrypted() || document.trailer.has(b"Encrypt") {
        return Err(ScanError::EncryptedPdf);
    }
    let pages: Vec<_> = document.page_iter().collect();
    if promised_pages(&document) != i64::try_from(pages.len()).ok() {
        return Err(ScanError::DamagedPdf);
    }
    let whole =
        pages.iter().flat_map(|page| document.get_page_contents(*page)).all(|content| document.has_object(content));
    if !whole {
        return Err(ScanError::DamagedPdf);
    }
    u32::try_from(pages.len()).map_err(|_| ScanError::DamagedPdf)
}

/// The number of pages that the document says it has; a smaller number found means that something is lost.
fn promised_pages(document: &Document) -> Option<i64> {
    let root = document.catalog().ok()?.get(b"Pages").and_then(Object::as_reference).ok()?;
    document.get_dictionary(root).ok()?.get_deref(b"Count", document).and_then(Object::as_i64).ok()
}
