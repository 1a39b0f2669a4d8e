//! The bytes of a file as they are cut into lines: looked at ahead, counted, UTF-16 made UTF-8 on the way.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};

/// The first bytes are looked at before anything else: what kind of file is it?
pub(super) const SNIFFED_BYTES: usize = 64 * 1024;

/// A source that can be looked at ahead without being read.
pub(super) struct Source<R> {
    inner: BufReader<R>,
    /// Looked at and not read yet, from `at` on.
    ahead: Vec<u8>,
    at: usize,
    utf16: Option<Decoder>,
    /// What was made UTF-8 is counted as it came, when it came.
    is_counted_ahead: bool,
    bytes_read: u64,
}

/// The order of the bytes of UTF-16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

impl<R: Read> Source<R> {
    pub(super) fn new(source: R) -> Self {
        let inner = BufReader::with_capacity(SNIFFED_BYTES, source);
        Source { inner, ahead: Vec::new(), at: 0, utf16: None, is_counted_ahead: false, bytes_read: 0 }
    }

    /// Where the bytes come from.
    pub(super) fn inner(&self) -> &R {
        self.inner.get_ref()
    }

    /// Bytes of the file read so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// From here on the file is UTF-16.
    pub(super) fn read_as_utf16(&mut self, order: Order) {
        let encoding = if order == Order::Little { UTF_16LE } else { UTF_16BE };
        self.utf16 = Some(encoding.new_decoder_without_bom_handling());
        self.is_counted_ahead = true;
    }

    /// The next bytes, `most` of them or all that are left, without reading them.
    pub(super) fn look_ahead(&mut self, most: usize) -> io::Result<&[u8]> {
        self.ahead.drain(..self.at.min(self.ahead.len()));
        self.at = 0;
        while self.ahead.len() < most && self.refill()? {}
        Ok(self.ahead.get(..most).unwrap_or(&self.ahead))
    }

    /// Reads to the end of the file: whoever keeps its digest has to have seen all of it.
    pub(super) fn read_to_its_end(&mut self) -> io::Result<()> {
        loop {
            let length = self.fill_buf()?.len();
            if length == 0 {
                return Ok(());
            }
            self.consume(length);
        }
    }

    /// Appends some bytes to those looked at; answers whether there were any.
    fn refill(&mut self) -> io::Result<bool> {
        let bytes = self.inner.fill_buf()?;
        let length = bytes.len();
        match &mut self.utf16 {
            None => self.ahead.extend_from_slice(bytes),
            Some(decoder) => {
                let mut text = String::with_capacity(decoder.max_utf8_buffer_length(length).unwrap_or(length));
                let _ = decoder.decode_to_string(bytes, &mut text, length == 0);
                self.ahead.extend_from_slice(text.as_bytes());
                self.count(length);
            }
        }
        self.inner.consume(length);
        if length == 0 {
            // A decoder is done with its last bytes, and what an unfinished character left has been said.
            self.utf16 = None;
        }
        Ok(length > 0)
    }

    fn count(&mut self, bytes: usize) {
        self.bytes_read = self.bytes_read.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.ahead.len() {
            self.ahead.clear();
            self.at = 0;
            while self.utf16.is_some() && self.ahead.is_empty() && self.refill()? {}
        }
        match self.ahead.get(self.at..) {
            Some(ahead) if !ahead.is_empty() => Ok(ahead),
            _ => self.inner.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.at < self.ahead.len() {
            self.at = self.at.saturating_add(amount);
        } else {
            self.inner.consume(amount);
        }
        if !self.is_counted_ahead {
            self.count(amount);
        }
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}
