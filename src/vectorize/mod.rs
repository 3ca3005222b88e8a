//! Articles to unit rows, and the frozen model that does the same to unseen text.

mod builder;
mod error;
mod fit;
mod idf;
mod last_words;
mod lexicon;
mod ngrams;
mod params;
mod parts;
mod phrases;
mod repeats;
mod rows;
mod sketches;
mod sorter;
mod stems;
mod stream;
mod surfaces;
mod terms;
#[cfg(test)]
mod tests;
mod tfidf;
mod unseen;
mod vectorizer;
mod vocabulary;
mod walk;

pub use builder::VectorizerBuilder;
pub use error::VectorizeError;
pub use idf::Idf;
pub use params::{MAX_PART_WEIGHT, PartWeights, VectorizerParams};
#[doc(hidden)]
pub use parts::VectorizerParts;
#[doc(hidden)]
pub use surfaces::TermForm;
pub use unseen::UnseenReader;
pub use vectorizer::{Vectorized, Vectorizer};
pub use vocabulary::{MAX_NGRAM, Vocabulary};
