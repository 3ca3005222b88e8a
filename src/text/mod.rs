//! Splits text into words: segmentation, stop words, stems, phrase boundaries and boilerplate lines.

mod analyzer;
pub(crate) mod boilerplate;
mod classify;
mod detect;
mod forms;
mod function_words;
mod gap;
mod language;
mod letters;
mod normalize;
mod scan;
mod scripts;
mod segment;
mod sentence;
mod sketch;
mod stemming;
mod strings;
mod tokens;
mod word_table;

pub use analyzer::{Analyzer, TextPart, TextSettings};
pub use boilerplate::{BoilerplateLine, BoilerplateSettings};
pub use classify::MAX_WORD_BYTES;
pub use detect::{ArchiveLanguages, detect};
pub(crate) use detect::{Guess, guess, with_script_of};
pub use forms::{FormCounts, Forms};
pub use gap::Gap;
pub(crate) use language::all_stop_words;
pub use language::connectives;
pub use normalize::fold;
pub use segment::{Word, words};
pub use sketch::WordSketch;
pub(crate) use sketch::word_hash;
pub use stemming::{STEMMER, Stemming};
pub(crate) use strings::StringInterner;
pub use strings::Strings;
pub use tokens::{Line, Tokens};
