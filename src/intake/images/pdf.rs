//! A PDF, checked to be one and kept byte for byte.
//!
//! Only its structure is followed, to count the pages: no script, form or attachment in it is looked at, nothing is
//! drawn. What it unpacks on the way is bounded in all. Where its table of objects does not lead to them, another is
//! made as viewers do, for the check alone; such a file has to be whole in every object that its pages need.

use std::collections::BTreeSet;

use lopdf::{Document, LoadOptions, Object};

use super::mended::{Mended, mended};
use super::{PDF_FILE_BYTES, PDF_PAGES, Scan, ScanError, ScanKind, refuse_larger_than, walled};

/// What a PDF's structure may unpack to, all streams together.
const UNPACKED_BYTES: usize = 256 * 1024 * 1024;
/// What one stream of its structure may unpack to.
const STREAM_BYTES: usize = 4 * 1024 * 1024;
/// How far from the beginning a header may stand; viewers look no further.
const HEADER_WITHIN_BYTES: usize = 1024;

/// Where the header stands, if this is a PDF.
pub(super) fn header(file: &[u8]) -> Option<usize> {
    file.get(..HEADER_WITHIN_BYTES).unwrap_or(file).windows(5).position(|window| window == b"%PDF-")
}

/// Takes a PDF as a scan.
pub(super) fn read(file: &[u8]) -> Result<Scan, ScanError> {
    refuse_larger_than(PDF_FILE_BYTES, file)?;
    let pages = match walled(|| count_pages(file), ScanError::DamagedPdf) {
        Err(ScanError::DamagedPdf) => walled(|| count_mended_pages(file), ScanError::DamagedPdf)?,
        counted => counted?,
    };
    match pages {
        0 => Err(ScanError::NoPages),
        1..=PDF_PAGES => Ok(Scan::new(ScanKind::Pdf, file.to_vec(), (0, 0), pages)),
        _ => Err(ScanError::TooManyPages { pages, limit: PDF_PAGES }),
    }
}

fn count_pages(file: &[u8]) -> Result<u32, ScanError> {
    pages_of(&load(file)?)
}

/// As [`count_pages`], by a table made of the objects that the file holds.
fn count_mended_pages(file: &[u8]) -> Result<u32, ScanError> {
    let from_header = header(file).and_then(|start| file.get(start..)).ok_or(ScanError::DamagedPdf)?;
    let Mended { bytes, objects } = mended(from_header).ok_or(ScanError::DamagedPdf)?;
    let document = load(&bytes)?;
    let is_whole = objects.iter().all(|id| document.has_object(*id)) && lacks_nothing(&document);
    if is_whole { pages_of(&document) } else { Err(ScanError::DamagedPdf) }
}

fn load(file: &[u8]) -> Result<Document, ScanError> {
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
    Ok(document)
}

fn pages_of(document: &Document) -> Result<u32, ScanError> {
    let pages: Vec<_> = document.page_iter().collect();
    if promised_pages(document) != i64::try_from(pages.len()).ok() {
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

/// Whether everything that the catalogue leads to is there: a picture that is lost would be a blank page.
fn lacks_nothing(document: &Document) -> bool {
    let Ok(root) = document.trailer.get(b"Root").and_then(Object::as_reference) else { return false };
    let mut open = vec![root];
    let mut seen = BTreeSet::from([root]);
    while let Some(id) = open.pop() {
        let Ok(object) = document.get_object(id) else { return false };
        let mut parts = vec![object];
        while let Some(part) = parts.pop() {
            match part {
                Object::Array(items) => parts.extend(items),
                Object::Dictionary(dictionary) => parts.extend(dictionary.iter().map(|(_, value)| value)),
                Object::Stream(stream) => parts.extend(stream.dict.iter().map(|(_, value)| value)),
                Object::Reference(other) if seen.insert(*other) => open.push(*other),
                _ => {}
            }
        }
    }
    true
}
