//! Bytes into lines of text: the encoding is recognised, lengths are bounded, bytes are counted.
//!
//! Promises: constant memory whatever the file; no line is lost, a bad one is named and the next is read; text in two
//! encodings mixed in one file is reported, never shown garbled; what shows nothing is left out, and hyphens and blanks
//! are one of each. Does not know of quotes, columns or headers.

use std::borrow::Cow;
use std::io::{BufRead, Read};

use crate::domain::name::tidied;

use super::TableError;
use super::encoding::{self, Encoding};
use super::source::{Order, SNIFFED_BYTES, Source};

/// The mark that ends a text of DOS.
const END_MARK: u8 = 0x1A;
/// How much padding after the end mark is looked at; more is a file that goes on.
const PADDING_BYTES: usize = 4 * 1024;

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
    #[error(
        "sus letras con tilde o ñ no salen enteras en ninguna codificación; vuelva a exportar el archivo como «CSV UTF-8»"
    )]
    UnknownEncoding,
}

/// Reads a file line by line.
pub(super) struct Lines<R> {
    source: Source<R>,
    limit: usize,
    /// What ends a line: LF, or CR alone in files of old Macintosh programs.
    end: u8,
    encoding: Option<Encoding>,
    encoding_in_doubt: bool,
    has_ended: bool,
    number: u64,
    buffer: Vec<u8>,
}

impl<R: Read> Lines<R> {
    /// Looks at the beginning of the file and refuses what is not a text table.
    pub(super) fn open(source: R, limit: usize) -> Result<Self, TableError> {
        let mut source = Source::new(source);
        let head = source.fill_buf()?;
        let (mark_bytes, encoding, utf16) = match head {
            [] => return Err(TableError::Empty),
            [0xEF, 0xBB, 0xBF, ..] => (3, Some(Encoding::Utf8), None),
            [0xFF, 0xFE, 0, 0, ..] => return Err(TableError::Utf16),
            [0xFF, 0xFE, ..] => (2, Some(Encoding::Utf16), Some(Order::Little)),
            [0xFE, 0xFF, ..] => (2, Some(Encoding::Utf16), Some(Order::Big)),
            _ => (0, None, None),
        };
        if utf16.is_none() {
            refuse_other_kinds(head)?;
        }
        source.consume(mark_bytes);
        if let Some(order) = utf16 {
            source.read_as_utf16(order);
        }
        let head = source.fill_buf()?;
        let has_old_line_ends = !head.contains(&b'\n') && head.iter().filter(|&&byte| byte == b'\r').count() > 1;
        Ok(Lines {
            source,
            limit,
            end: if has_old_line_ends { b'\r' } else { b'\n' },
            encoding,
            encoding_in_doubt: false,
            has_ended: false,
            number: 0,
            buffer: Vec::new(),
        })
    }

    /// Where the bytes come from.
    pub(super) fn source(&self) -> &R {
        self.source.inner()
    }

    /// Bytes consumed so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.source.bytes_read()
    }

    /// What the text was found to be; plain ASCII counts as UTF-8.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding.unwrap_or(Encoding::Utf8)
    }

    /// Whether the letters beyond ASCII may be others: the file has too few of them to tell.
    pub(super) fn encoding_in_doubt(&self) -> bool {
        self.encoding_in_doubt
    }

    /// The next line, or `None` at the end of the file.
    pub(super) fn next_line(&mut self) -> Result<Option<RawLine>, TableError> {
        let Some(fits) = self.fill()? else {
            return Ok(None);
        };
        self.number = self.number.saturating_add(1);
        let text = if fits { self.decode()? } else { Err(LineFault::TooLong { limit: self.limit }) };
        Ok(Some(RawLine { number: self.number, text }))
    }

    /// Reads one line into the buffer; `Some(false)` when it was too long and its rest was skipped.
    fn fill(&mut self) -> Result<Option<bool>, TableError> {
        self.buffer.clear();
        if self.has_ended {
            return Ok(None);
        }
        let cap = u64::try_from(self.limit).unwrap_or(u64::MAX).saturating_add(1);
        let read = self.source.by_ref().take(cap).read_until(self.end, &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        let is_whole = self.buffer.last() == Some(&self.end);
        if is_whole {
            self.buffer.pop();
        } else if read > self.limit {
            self.source.skip_until(self.end)?;
            return Ok(Some(false));
        }
        if self.ends_here()? && self.buffer.is_empty() {
            return Ok(None);
        }
        Ok(Some(true))
    }

    /// Where an end mark stands at the end of this line and nothing but padding after it, that is the end of the file;
    /// the mark is taken off. Where text follows it is a character out of place, and no line is lost.
    fn ends_here(&mut self) -> Result<bool, TableError> {
        let is_padding = |byte: &u8| matches!(byte, 0 | b'\r' | b'\n' | b' ' | &END_MARK);
        if self.buffer.iter().rfind(|byte| !matches!(byte, 0 | b'\r' | b'\n' | b' ')) != Some(&END_MARK) {
            return Ok(false);
        }
        let after = self.source.look_ahead(PADDING_BYTES)?;
        if after.len() >= PADDING_BYTES || !after.iter().all(is_padding) {
            return Ok(false);
        }
        let text = self.buffer.iter().rposition(|byte| !is_padding(byte)).map_or(0, |last| last.saturating_add(1));
        self.buffer.truncate(text);
        self.source.read_to_its_end()?;
        self.has_ended = true;
        Ok(true)
    }

    /// The buffer as text.
    fn decode(&mut self) -> Result<Result<String, LineFault>, TableError> {
        if self.end == b'\n' && self.buffer.last() == Some(&b'\r') {
            self.buffer.pop();
        }
        // One pass without branches: nearly every line is clean, and there may be millions.
        let is_control = |byte: u8| (byte < 0x20 && byte != b'\t') || byte == 0x7F;
        if self.buffer.iter().fold(false, |found, &byte| found | is_control(byte)) {
            return Ok(Err(match self.buffer.iter().find(|&&byte| is_control(byte)) {
                Some(0) => LineFault::Nul,
                Some(b'\r') => LineFault::LoneCarriageReturn,
                _ => LineFault::Control,
            }));
        }
        let is_ascii = self.buffer.is_ascii();
        if !is_ascii {
            self.settle_encoding()?;
        }
        let text = match (self.encoding, std::str::from_utf8(&self.buffer)) {
            (None | Some(Encoding::Utf8 | Encoding::Utf16), Ok(text)) => Cow::Borrowed(text),
            (None | Some(Encoding::Utf8 | Encoding::Utf16), Err(_)) => return Ok(Err(LineFault::MixedEncodings)),
            (Some(of_one_byte), as_utf8) => {
                let text = of_one_byte.decode(&self.buffer);
                if !encoding::is_whole(&text) {
                    let is_mixed = as_utf8.is_ok() || encoding::is_whole_in_any(&self.buffer);
                    return Ok(Err(if is_mixed { LineFault::MixedEncodings } else { LineFault::UnknownEncoding }));
                }
                text
            }
        };
        if is_ascii {
            return Ok(Ok(text.into_owned()));
        }
        // The control characters beyond ASCII begin with 0xC2 in UTF-8, as few others do.
        if text.as_bytes().contains(&0xC2) && text.chars().any(|character| character.is_control() && character != '\t')
        {
            return Ok(Err(LineFault::Control));
        }
        Ok(Ok(tidied(&text).into_owned()))
    }

    /// The first line that is not plain ASCII settles the encoding of the whole file, with those that follow it.
    fn settle_encoding(&mut self) -> Result<(), TableError> {
        if self.encoding.is_some() {
            return Ok(());
        }
        if std::str::from_utf8(&self.buffer).is_ok() {
            self.encoding = Some(Encoding::Utf8);
            return Ok(());
        }
        let following = self.source.look_ahead(SNIFFED_BYTES)?;
        let sample = [self.buffer.as_slice(), following].join(&self.end);
        let (encoding, in_doubt) = encoding::recognised(&sample);
        self.encoding = Some(encoding);
        self.encoding_in_doubt = in_doubt;
        Ok(())
    }
}

/// Told apart from its beginning: what people choose by mistake instead of a CSV.
fn refuse_other_kinds(head: &[u8]) -> Result<(), TableError> {
    if matches!(head, [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..]) {
        return Err(TableError::Workbook);
    }
    let nuls = head.iter().filter(|&&byte| byte == 0).count();
    if matches!(head, [0, 0, 0xFE, 0xFF, ..]) || nuls.saturating_mul(3) >= head.len() {
        return Err(TableError::Utf16);
    }
    Ok(())
}
