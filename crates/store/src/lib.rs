//! Themes as a file: the frozen model, the themes and what names their articles.
//!
//! ```text
//! 8 bytes   `alsolike`
//! u32       number of the format
//! sections  stemmer, settings, words, articles, themes, space: each a u64 length and so many bytes
//! u32       CRC-32 of all bytes before
//! ```
//!
//! Numbers are little endian, sizes are u64, a text is its size and its UTF-8, a list its number of items and
//! these, what may be missing a byte 0, or 1 and the value. Whoever changes the layout, or how text becomes
//! words, raises the number of the format; files of another are refused by name, not converted: they are
//! made again from the archive.

mod articles;
mod bytes;
mod error;
mod settings;
#[cfg(test)]
mod tests;
mod themes;
mod words;

pub use error::StoreError;

use self::bytes::{Reader, Writer};
use alsolike::engine::ThemeModel;
use alsolike::text::STEMMER;
use alsolike::themes::Themes;
use alsolike::vectorize::Vectorizer;

const MAGIC: &[u8; 8] = b"alsolike";
/// Number of the format.
const FORMAT: u32 = 2;
/// Bytes of the checksum.
const SUM: usize = 4;

/// The bytes of a file of themes; the same for the same model. O(bytes), which are held twice: one for each of
/// (terms · components), about 30 for each term, and names and addresses of the articles.
#[must_use]
pub fn save(model: &ThemeModel) -> Vec<u8> {
    let words = model.vectorizer().to_parts();
    let themes = model.themes().to_parts();
    let mut file = Writer::default();
    file.bytes(MAGIC);
    file.u32(FORMAT);
    file.section(|to| to.text(STEMMER));
    file.section(|to| settings::write(to, &words.params));
    file.section(|to| words::write(to, &words));
    file.section(|to| articles::write(to, model.corpus()));
    file.section(|to| themes::write(to, &themes));
    file.section(|to| to.option(themes.space.as_ref(), themes::write_space));
    let mut bytes = file.into_bytes();
    let sum = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
}

/// The model of a file of themes; `name` is that of the file, for messages. O(bytes).
///
/// No bytes make it panic, or ask for memory out of proportion to their number.
///
/// # Errors
/// [`StoreError::OtherKind`] for a file of something else, [`StoreError::Format`] and
/// [`StoreError::Stemmer`] for one that another version made, [`StoreError::Damaged`] for any other that
/// [`save`] did not write.
pub fn load(bytes: &[u8], name: &str) -> Result<ThemeModel, StoreError> {
    let Some(body) = bytes.strip_prefix(MAGIC) else {
        return Err(StoreError::OtherKind { name: name.to_owned() });
    };
    let found = Reader::new(body, name).u32()?;
    if found != FORMAT {
        return Err(StoreError::Format { name: name.to_owned(), found, expected: FORMAT });
    }
    let mut file = Reader::new(bytes, name);
    let body = file.bytes(bytes.len().saturating_sub(SUM))?;
    if file.u32()? != crc32fast::hash(body) {
        return Err(file.damaged("its checksum is wrong"));
    }
    let mut file = Reader::new(body, name);
    file.bytes(MAGIC.len() + size_of_val(&FORMAT))?;
    let stemmer = file.section(Reader::text)?;
    if stemmer != STEMMER {
        let (name, found) = (name.to_owned(), stemmer.to_owned());
        return Err(StoreError::Stemmer { name, found, expected: STEMMER });
    }
    let params = file.section(settings::read)?;
    let words = file.section(|from| words::read(from, params))?;
    let n_terms = words.df.len();
    let articles = file.section(articles::read)?;
    let mut themes = file.section(themes::read)?;
    themes.space = file.section(|from| from.option(|from| themes::read_space(from, n_terms)))?;
    file.end()?;
    let model = || {
        let vectorizer = Vectorizer::from_parts(words)?;
        ThemeModel::from_parts(vectorizer, Themes::from_parts(themes)?, articles)
    };
    model().map_err(|what| file.damaged(what))
}
