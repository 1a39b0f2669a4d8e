//! Bytes into lines of text: the encoding is recognised, lengths are bounded, bytes are counted.
//!
//! Promises: constant memory whatever the file; no line is lost, a bad one is named and the next is read; text in two
//! encodings mixed in one file is reported, never shown garbled. Does not know of quotes, columns or headers.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

use encoding_rs::WINDOWS_1252;

use super::{Encoding, TableError};

/// The first bytes are looked at before anything else: what kind of file is it?
const SNIFFED_BYTES: usize = 64 * 1024;

/// One physical line, as it came, without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawLine {
    /// From 1.
    pub(super) number: u64,
    pub(super) text: Result<String, LineFault>,
}

/// Why a line cannot be read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum LineFault {
    #[error("la línea es demasiado larga (más de {limit} bytes); revise que no falte un salto de línea")]
    TooLong { limit: usize },
    #[error("contiene caracteres nulos (NUL); el archivo está dañado o no es un CSV: vuelva a exportarlo")]
    Nul,
    #[error("contiene un retorno de carro (CR) suelto; quite el salto de línea que hay dentro de la celda")]
    LoneCarriageReturn,
    #[error("contiene caracteres de control; borre la celda y escríbala de nuevo")]
    Control,
    #[error("mezcla dos codificaciones de texto; vuelva a exportar el archivo entero como «CSV UTF-8»")]
    MixedEncodings,
}

/// Reads a file line by line.
pub(super) struct Lines<R> {
    source: BufReader<R>,
    limit: usize,
    encoding: Option<Encoding>,
    bytes_read: u64,
    number: u64,
    buffer: Vec<u8>,
}

impl<R: Read> Lines<R> {
    /// Looks at the beginning of the file and refuses what is not a text table.
    pub(super) fn open(source: R, limit: usize) -> Result<Self, TableError> {
        let mut source = BufReader::with_capacity(SNIFFED_BYTES, source);
        let head = source.fill_buf()?;
        let bom_bytes = match head {
            [] => return Err(TableError::Empty),
            [0xEF, 0xBB, 0xBF, ..] => 3,
            _ => 0,
        };
        refuse_other_kinds(head)?;
        source.consume(bom_bytes);
        Ok(Lines {
            source,
            limit,
            encoding: (bom_bytes > 0).then_some(Encoding::Utf8),
            bytes_read: u64::try_from(bom_bytes).unwrap_or(0),
            number: 0,
            buffer: Vec::new(),
        })
    }

    /// Where the bytes come from.
    pub(super) fn source(&self) -> &R {
        self.source.get_ref()
    }

    /// Bytes consumed so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// What the text was found to be; plain ASCII counts as UTF-8.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding.unwrap_or(Encoding::Utf8)
    }

    /// The next line, or `None` at the end of the file.
    pub(super) fn next_line(&mut self) -> Result<Option<RawLine>, TableError> {
        let Some(fits) = self.fill()? else {
            return Ok(None);
        };
        self.number = self.number.saturating_add(1);
        let text = if fits { self.decode() } else { Err(LineFault::TooLong { limit: self.limit }) };
        Ok(Some(RawLine { number: self.number, text }))
    }

    /// Reads one line into the buffer; `Some(false)` when it was too long and its rest was skipped.
    fn fill(&mut self) -> Result<Option<bool>, TableError> {
        self.buffer.clear();
        let cap = u64::try_from(self.limit).unwrap_or(u64::MAX).saturating_add(1);
        let read = self.source.by_ref().take(cap).read_until(b'\n', &mut self.buffer)?;
        self.count(read);
        if read == 0 {
            return Ok(None);
        }
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
            return Ok(Some(true));
        }
        if read <= self.limit {
            return Ok(Some(true));
        }
        let skipped = self.source.skip_until(b'\n')?;
        self.count(skipped);
        Ok(Some(false))
    }

    fn count(&mut self, bytes: usize) {
        self.bytes_read = self.bytes_read.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    }

    /// The buffer as text. The first line that is not plain ASCII settles the encoding of the whole file.
    fn decode(&mut self) -> Result<String, LineFault> {
        if self.buffer.last() == Some(&b'\r') {
            self.buffer.pop();
        }
        // One pass without branches: nearly every line is clean, and there may be millions.
        let is_control = |byte: u8| (byte < 0x20 && byte != b'\t') || byte == 0x7F;
        if self.buffer.iter().fold(false, |found, &byte| found | is_control(byte)) {
            return Err(match self.buffer.iter().find(|&&byte| is_control(byte)) {
                Some(0) => LineFault::Nul,
                Some(b'\r') => LineFault::LoneCarriageReturn,
                _ => LineFault::Control,
            });
        }
        let ascii = self.buffer.is_ascii();
        let as_utf8 = std::str::from_utf8(&self.buffer);
        if !ascii {
            let found = if as_utf8.is_ok() { Encoding::Utf8 } else { Encoding::Latin1 };
            if *self.encoding.get_or_insert(found) != found {
                return Err(LineFault::MixedEncodings);
            }
        }
        let text = match as_utf8 {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(&self.buffer).0,
        };
        // The control characters beyond ASCII begin with 0xC2 in UTF-8, as few others do.
        if text.as_bytes().contains(&0xC2) && text.chars().any(|character| character.is_control() && character != '\t')
        {
            return Err(LineFault::Control);
        }
        Ok(text.into_owned())
    }
}

/// Told apart from its beginning: what people choose by mistake instead of a CSV.
fn refuse_other_kinds(head: &[u8]) -> Result<(), TableError> {
    match head {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 0, 0xFE, 0xFF, ..] => {
            return Err(TableError::Utf16);
        }
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(TableError::Workbook),
        _ => {}
    }
    let nuls = head.iter().filter(|&&byte| byte == 0).count();
    if nuls.saturating_mul(3) >= head.len() {
        return Err(TableError::Utf16);
    }
    if !head.contains(&b'\n') && head.iter().filter(|&&byte| byte == b'\r').count() > 1 {
        return Err(TableError::OldLineEnds);
    }
    Ok(())
}
