//! Encodes numbers and texts as little-endian bytes, and decodes them.

use super::StoreError;
use alsolike::text::Strings;

/// Bytes to which values are appended.
#[derive(Debug, Default)]
pub(super) struct Encoder(Vec<u8>);

impl Encoder {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn u8(&mut self, value: u8) {
        self.bytes(&value.to_le_bytes());
    }

    pub(super) fn i8(&mut self, value: i8) {
        self.bytes(&value.to_le_bytes());
    }

    pub(super) fn u32(&mut self, value: u32) {
        self.bytes(&value.to_le_bytes());
    }

    pub(super) fn u64(&mut self, value: u64) {
        self.bytes(&value.to_le_bytes());
    }

    pub(super) fn i64(&mut self, value: i64) {
        self.bytes(&value.to_le_bytes());
    }

    pub(super) fn f32(&mut self, value: f32) {
        self.bytes(&value.to_le_bytes());
    }

    pub(super) fn f64(&mut self, value: f64) {
        self.bytes(&value.to_le_bytes());
    }

    pub(super) fn flag(&mut self, value: bool) {
        self.u8(value.into());
    }

    /// Writes a size or count as eight bytes on every machine.
    pub(super) fn size(&mut self, value: usize) {
        self.u64(value as u64);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.size(text.len());
        self.bytes(text.as_bytes());
    }

    /// Writes whether there is a value, then the value.
    pub(super) fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// Writes the number of items, then the items.
    pub(super) fn list<T>(
        &mut self,
        items: impl ExactSizeIterator<Item = T>,
        write: impl Fn(&mut Self, T),
    ) {
        self.size(items.len());
        items.for_each(|item| write(self, item));
    }

    pub(super) fn strings(&mut self, strings: &Strings) {
        self.list(strings.iter(), Self::text);
    }

    /// Writes a section with its length before it.
    pub(super) fn section(&mut self, write: impl FnOnce(&mut Self)) {
        let mut section = Self::default();
        write(&mut section);
        self.size(section.0.len());
        self.bytes(&section.0);
    }
}

/// Bytes from which values are read, front to back.
///
/// Every length is checked against the bytes that are there before memory is allocated for it.
#[derive(Debug)]
pub(super) struct Decoder<'b> {
    rest: &'b [u8],
    /// Name of the file, for errors.
    file: &'b str,
}

impl<'b> Decoder<'b> {
    pub(super) fn new(bytes: &'b [u8], file: &'b str) -> Self {
        Self { rest: bytes, file }
    }

    pub(super) fn damaged(&self, what: &'static str) -> StoreError {
        StoreError::Damaged { name: self.file.to_owned(), what }
    }

    pub(super) fn bytes(&mut self, n: usize) -> Result<&'b [u8], StoreError> {
        let cut = self.rest.split_at_checked(n);
        let (bytes, rest) = cut.ok_or_else(|| self.damaged("it ends too early"))?;
        self.rest = rest;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], StoreError> {
        let cut = self.rest.split_first_chunk();
        let (bytes, rest) = cut.ok_or_else(|| self.damaged("it ends too early"))?;
        self.rest = rest;
        Ok(*bytes)
    }

    pub(super) fn u8(&mut self) -> Result<u8, StoreError> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    pub(super) fn i8(&mut self) -> Result<i8, StoreError> {
        Ok(i8::from_le_bytes(self.array()?))
    }

    pub(super) fn u32(&mut self) -> Result<u32, StoreError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(super) fn u64(&mut self) -> Result<u64, StoreError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    pub(super) fn i64(&mut self) -> Result<i64, StoreError> {
        Ok(i64::from_le_bytes(self.array()?))
    }

    pub(super) fn f32(&mut self) -> Result<f32, StoreError> {
        Ok(f32::from_le_bytes(self.array()?))
    }

    pub(super) fn f64(&mut self) -> Result<f64, StoreError> {
        Ok(f64::from_le_bytes(self.array()?))
    }

    pub(super) fn flag(&mut self) -> Result<bool, StoreError> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.damaged("a flag is neither 0 nor 1")),
        }
    }

    pub(super) fn size(&mut self) -> Result<usize, StoreError> {
        let size = self.u64()?;
        usize::try_from(size).map_err(|_| self.damaged("a size is too large for this machine"))
    }

    pub(super) fn text(&mut self) -> Result<&'b str, StoreError> {
        let n = self.size()?;
        let bytes = self.bytes(n)?;
        std::str::from_utf8(bytes).map_err(|_| self.damaged("a text is not UTF-8"))
    }

    pub(super) fn option<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.flag()?.then(|| read(self)).transpose()
    }

    pub(super) fn list<T>(
        &mut self,
        read: impl Fn(&mut Self) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        // Every item takes at least one byte, so a wrong count fails at the first missing item.
        let n = self.size()?;
        let mut items = Vec::with_capacity(n.min(self.rest.len() / size_of::<T>().max(1)));
        for _ in 0..n {
            items.push(read(self)?);
        }
        Ok(items)
    }

    pub(super) fn strings(&mut self) -> Result<Strings, StoreError> {
        let n = self.size()?;
        let mut strings = Strings::default();
        for _ in 0..n {
            strings.push(self.text()?);
        }
        Ok(strings)
    }

    /// Reads a section, which `read` must use up.
    pub(super) fn section<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let n = self.size()?;
        let mut section = Self { rest: self.bytes(n)?, file: self.file };
        let value = read(&mut section)?;
        section.end()?;
        Ok(value)
    }

    /// Checks that all bytes are used.
    pub(super) fn end(&self) -> Result<(), StoreError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.damaged("a section is longer than its content"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoder, Encoder};

    #[test]
    fn a_wrong_length_allocates_no_memory() {
        let mut encoder = Encoder::default();
        encoder.u64(u64::MAX);
        let bytes = encoder.into_bytes();
        let check = |error: String, expected: &str| {
            assert_eq!(error, format!("`a` is damaged ({expected}): save the themes again"));
        };
        let early = "it ends too early";
        check(Decoder::new(&bytes, "a").list(Decoder::f64).unwrap_err().to_string(), early);
        check(Decoder::new(&bytes, "a").strings().unwrap_err().to_string(), early);
        check(Decoder::new(&bytes, "a").text().unwrap_err().to_string(), early);
        check(Decoder::new(&bytes, "a").section(Decoder::u8).unwrap_err().to_string(), early);
    }
}
