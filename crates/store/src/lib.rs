//! Saved themes: a file with a theme model, its themes, and the ids, titles, addresses and dates of their articles.
//!
//! ```text
//! 8 bytes   `alsolike`
//! u32       number of the format
//! sections  stemmer, settings, vectorizer, articles, themes, space: for each a u64 length and its bytes
//! u32       CRC-32 of all bytes before
//! ```
//!
//! Numbers are little endian and sizes are u64. A text is its size and its UTF-8. A list is its number of items and the
//! items. An optional value is a byte 0, or a byte 1 and the value.
//!
//! Raise the number of the format with every change of the layout, and with every change of how text becomes terms.
//! [`load`] rejects files of another format; they have to be made again from the archive.

mod articles;
mod bytes;
mod error;
mod settings;
#[cfg(test)]
mod tests;
mod themes;
mod vectorizer;

pub use error::StoreError;

use self::bytes::{Decoder, Encoder};
use alsolike::engine::ThemeModel;
use alsolike::text::STEMMER;
use alsolike::themes::Themes;
use alsolike::vectorize::Vectorizer;

/// The first bytes of every file.
const MAGIC: &[u8; 8] = b"alsolike";
/// Number of the format that this version writes and reads.
const FORMAT: u32 = 4;
/// Size of the checksum in bytes.
const CHECKSUM_BYTES: usize = 4;

/// Returns the bytes of a file. Equal models give equal bytes.
///
/// # Performance
/// O(bytes). Memory: twice the bytes of the file, which has one byte per term and component, about 30 bytes per term,
/// and the names of the articles.
#[must_use]
pub fn save(model: &ThemeModel) -> Vec<u8> {
    let vectorizer = model.vectorizer().to_parts();
    let themes = model.themes().to_parts();
    let mut file = Encoder::default();
    file.bytes(MAGIC);
    file.u32(FORMAT);
    file.section(|to| to.text(STEMMER));
    file.section(|to| settings::write(to, &vectorizer.params));
    file.section(|to| vectorizer::write(to, &vectorizer));
    file.section(|to| articles::write(to, model.corpus()));
    file.section(|to| themes::write(to, &themes));
    file.section(|to| to.option(themes.space.as_ref(), themes::write_space));
    let mut bytes = file.into_bytes();
    let sum = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
}

/// Loads the model of a file. `name` is the name of the file in messages.
///
/// No input makes it panic, or allocate more memory than its number of bytes justifies.
///
/// # Errors
/// [`StoreError::OtherKind`] for a file of another kind, [`StoreError::Format`] and [`StoreError::Stemmer`] for a file
/// of another version, [`StoreError::Damaged`] for any other file that [`save`] did not write.
///
/// # Performance
/// O(bytes).
pub fn load(bytes: &[u8], name: &str) -> Result<ThemeModel, StoreError> {
    let Some(body) = bytes.strip_prefix(MAGIC) else {
        return Err(StoreError::OtherKind { name: name.to_owned() });
    };
    let found = Decoder::new(body, name).u32()?;
    if found != FORMAT {
        return Err(StoreError::Format { name: name.to_owned(), found, expected: FORMAT });
    }
    let mut file = Decoder::new(bytes, name);
    let body = file.bytes(bytes.len().saturating_sub(CHECKSUM_BYTES))?;
    if file.u32()? != crc32fast::hash(body) {
        return Err(file.damaged("wrong checksum"));
    }
    let mut file = Decoder::new(body, name);
    file.bytes(MAGIC.len() + size_of_val(&FORMAT))?;
    let stemmer = file.section(Decoder::text)?;
    if stemmer != STEMMER {
        let (name, found) = (name.to_owned(), stemmer.to_owned());
        return Err(StoreError::Stemmer { name, found, expected: STEMMER });
    }
    let params = file.section(settings::read)?;
    let vectorizer = file.section(|from| vectorizer::read(from, params))?;
    let n_terms = vectorizer.df.len();
    let articles = file.section(articles::read)?;
    let mut themes = file.section(themes::read)?;
    themes.space = file.section(|from| from.option(|from| themes::read_space(from, n_terms)))?;
    file.end()?;
    let model = || {
        let vectorizer = Vectorizer::from_parts(vectorizer)?;
        ThemeModel::from_parts(vectorizer, Themes::from_parts(themes)?, articles)
    };
    model().map_err(|what| file.damaged(what))
}
