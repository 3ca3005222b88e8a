//! Text to terms: words, stop words, stems, phrases, and the lines that say nothing.

mod analyzer;
pub mod boilerplate;
mod language;
mod normalize;
mod phrases;
mod scan;
mod segment;
mod sketch;
mod stemming;
mod strings;
mod word_table;

pub use analyzer::{Analyzer, FormCounts, Forms, Line, MAX_WORD_BYTES, Part, TextSettings, Tokens};
pub use boilerplate::{BoilerplateLine, BoilerplateSettings};
pub(crate) use language::all_stop_words;
pub use language::{connectives, detect};
pub use normalize::fold;
pub use phrases::Gap;
pub use segment::{Word, words};
pub use sketch::WordSketch;
pub(crate) use sketch::word_hash;
pub use stemming::{STEMMER, Stemming};
pub(crate) use strings::Interned;
pub use strings::Strings;
