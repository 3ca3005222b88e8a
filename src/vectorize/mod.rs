//! Articles to unit rows, and the frozen model that does the same to unseen text.

mod vocabulary;

pub use vocabulary::{MAX_NGRAM, Vocabulary};
