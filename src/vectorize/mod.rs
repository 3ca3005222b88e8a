//! Turns articles into TF-IDF rows, and keeps a frozen model that does the same for unseen text.

mod article_reader;
mod boilerplate;
mod builder;
mod count_phrases;
mod error;
mod fit;
mod idf;
mod ids;
mod languages;
mod lexicon;
mod memory;
mod ngram_view;
mod ngrams;
mod params;
mod parts;
mod phrase_forms;
mod phrase_table;
mod phrases;
mod row_sorter;
mod rows;
mod segments;
mod sketches;
mod spans;
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

pub use builder::VectorizerBuilder;
pub use error::VectorizeError;
pub use idf::Idf;
pub use ngrams::MAX_NGRAM;
pub use params::{MAX_PART_WEIGHT, PartWeights, VectorizerParams};
#[doc(hidden)]
pub use parts::VectorizerParts;
#[doc(hidden)]
pub use surfaces::TermForm;
pub use unseen::UnseenReader;
pub use vectorizer::{Vectorized, Vectorizer};
pub use vocabulary::Vocabulary;
