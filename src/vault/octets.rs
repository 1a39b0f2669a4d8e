//! Reading and writing the vault's fields: big-endian numbers, short texts, and nothing past the end.

use super::error::VaultError;

/// Collects fields.
#[derive(Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    pub(super) fn u16(&mut self, value: u16) {
        self.bytes(&value.to_be_bytes());
    }

    pub(super) fn u32(&mut self, value: u32) {
        self.bytes(&value.to_be_bytes());
    }

    pub(super) fn u64(&mut self, value: u64) {
        self.bytes(&value.to_be_bytes());
    }

    pub(super) fn i64(&mut self, value: i64) {
        self.bytes(&value.to_be_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// A text of at most 255 bytes (login names are at most 32), preceded by its length.
    pub(super) fn short_text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let length = u8::try_from(bytes.len()).unwrap_or(u8::MAX);
        self.u8(length);
        self.bytes(bytes.get(..usize::from(length)).unwrap_or_default());
    }

    /// Bytes preceded by their length.
    pub(super) fn block(&mut self, bytes: &[u8]) {
        self.u32(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        self.bytes(bytes);
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Takes fields from the front; asking for more than there is says that the file is cut short.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&mut self, count: usize) -> Result<&'a [u8], VaultError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(VaultError::Damaged("está incompleta"))?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], VaultError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(VaultError::Damaged("está incompleta"))?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(super) fn u8(&mut self) -> Result<u8, VaultError> {
        self.array().map(u8::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, VaultError> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, VaultError> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, VaultError> {
        self.array().map(u64::from_be_bytes)
    }

    pub(super) fn i64(&mut self) -> Result<i64, VaultError> {
        self.array().map(i64::from_be_bytes)
    }

    pub(super) fn short_text(&mut self) -> Result<&'a str, VaultError> {
        let length = self.u8()?;
        let bytes = self.bytes(usize::from(length))?;
        std::str::from_utf8(bytes).map_err(|_| VaultError::Damaged("texto ilegible"))
    }

    pub(super) fn block(&mut self) -> Result<&'a [u8], VaultError> {
        let length = usize::try_from(self.u32()?);
        self.bytes(length.map_err(|_| VaultError::Damaged("está incompleta"))?)
    }

    /// The end must have been reached.
    pub(super) fn finish(self) -> Result<(), VaultError> {
        if self.0.is_empty() { Ok(()) } else { Err(VaultError::Damaged("sobran datos")) }
    }
}
