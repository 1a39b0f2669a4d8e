//! Pages to PDF bytes.
//!
//! The same document gives the same bytes: no clock, no random id, no name of a person in the metadata. Every character
//! is looked up in its font first, and one that is lacking is refused by name, since a PDF would leave it out silently.
//! The bytes are wiped when dropped, as are our copies of the texts; the libraries' buffers are not claimed.

mod draw;

use std::collections::BTreeMap;
use std::fmt;

use lopdf::{Dictionary, Object};
use printpdf::{FontId, PdfDocument, PdfFont, PdfSaveOptions};
use zeroize::Zeroizing;

pub use super::documents::Error;
use super::documents::{Cut, Document, Face, Operation};

/// A PDF file in memory, wiped when dropped.
pub struct PdfBytes(Zeroizing<Vec<u8>>);

impl PdfBytes {
    /// The file, for the printer.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for PdfBytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PdfBytes({} bytes)", self.0.len())
    }
}

/// Two halves of the file's identifier. Both are fixed: the standard asks for them, nothing here reads them.
const FILE_ID: &[u8; 16] = b"ventanilla-paper";

/// More than any of our papers needs, so that the buffer is not copied while it grows.
const ROOM: usize = 96 * 1024;

/// The bytes of a document.
///
/// # Errors
/// [`Error::MissingGlyph`] for the first character, in painting order, that its font lacks.
pub fn render(document: &Document) -> Result<PdfBytes, Error> {
    refuse_missing_glyphs(document)?;
    let fonts = fonts_of(document);
    let mut pdf = PdfDocument::new(document.title);
    for cut in fonts.values() {
        if let Some(parsed) = &cut.parsed {
            pdf.resources.fonts.map.insert(FontId(cut.name.to_owned()), PdfFont::new(parsed.clone()));
        }
    }
    pdf.pages = document.pages.iter().map(|page| draw::page(page, &fonts)).collect();

    let mut warnings = Vec::new();
    let mut file = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    draw::wipe(&mut pdf);
    if let Some(warning) = warnings.first() {
        return Err(Error::Writing(warning.msg.clone()));
    }
    describe(&mut file, document.title).map_err(|error| Error::Writing(error.to_string()))?;
    pack_fonts(&mut file, &fonts);
    file.compress();
    let mut bytes = Zeroizing::new(Vec::with_capacity(ROOM));
    file.save_to(&mut *bytes).map_err(|error| Error::Writing(error.to_string()))?;
    Ok(PdfBytes(bytes))
}

fn refuse_missing_glyphs(document: &Document) -> Result<(), Error> {
    for operation in document.pages.iter().flat_map(|page| &page.operations) {
        let Some((face, text, field)) = text_of(operation) else { continue };
        if let Some(character) = text.chars().find(|character| !face.covers(*character)) {
            return Err(Error::MissingGlyph { character, field });
        }
    }
    Ok(())
}

/// For each face in use, the smallest font that suffices.
fn fonts_of(document: &Document) -> BTreeMap<Face, &'static Cut> {
    let texts = || document.pages.iter().flat_map(|page| &page.operations).filter_map(text_of);
    let used = Face::ALL.into_iter().filter(|face| texts().any(|(used, _, _)| used == *face));
    used.map(|face| {
        let written = texts().filter(move |(used, _, _)| *used == face).flat_map(|(_, text, _)| text.chars());
        (face, face.cut_for(written))
    })
    .collect()
}

fn text_of(operation: &Operation) -> Option<(Face, &str, &'static str)> {
    match operation {
        Operation::Text { style, text, field, .. } => Some((style.face, text, field)),
        Operation::Secret { style, text, field, .. } => Some((style.face, text.reveal(), field)),
        Operation::Line { .. } | Operation::Rectangle { .. } | Operation::Bar { .. } => None,
    }
}

/// Puts the packed fonts in the place of those that are not.
fn pack_fonts(file: &mut lopdf::Document, fonts: &BTreeMap<Face, &'static Cut>) {
    for object in file.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if let Some(cut) = fonts.values().find(|cut| stream.content == cut.file) {
            let packed = cut.packed.get_or_init(|| {
                let mut stream = stream.clone();
                // A stream that could not be packed stays as it is: larger, and just as good.
                let _ = stream.compress();
                stream
            });
            *stream = packed.clone();
        }
    }
}

/// Title and language, and away with dates and random ids.
fn describe(file: &mut lopdf::Document, title: &str) -> Result<(), lopdf::Error> {
    // The language tag and the viewer's preference below are younger than the version that the library writes.
    file.version = "1.7".to_owned();
    let mut info = Dictionary::new();
    let title: Vec<u8> = [0xFE, 0xFF].into_iter().chain(title.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    info.set("Title", Object::String(title, lopdf::StringFormat::Hexadecimal));
    info.set("Producer", Object::string_literal("ventanilla"));
    let info = file.add_object(info);
    if let Ok(Object::Reference(replaced)) = file.trailer.get(b"Info").cloned() {
        file.objects.remove(&replaced);
    }
    file.trailer.set("Info", info);

    let half = || Object::String(FILE_ID.to_vec(), lopdf::StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![half(), half()]);

    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    // A slip that a viewer scales down has its folds in the wrong places.
    preferences.set("PrintScaling", Object::Name(b"None".to_vec()));
    let catalog = file.catalog_mut()?;
    catalog.set("Lang", Object::string_literal("es-EC"));
    catalog.set("ViewerPreferences", preferences);
    Ok(())
}
