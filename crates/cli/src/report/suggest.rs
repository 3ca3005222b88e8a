//! Suggests the name that a user probably meant.

use crate::io::error::Fault;
use alsolike::article::ArticleId;
use alsolike::engine::{Corpus, EngineError};

/// Characters of a name for each typing error that a suggestion may correct; the first error needs half as many.
const CHARS_PER_ERROR: usize = 8;

/// Adds a hint to an error about an unknown id: the most similar id of the archive.
pub(crate) fn with_similar_id(error: EngineError, corpus: &Corpus) -> anyhow::Error {
    match &error {
        EngineError::UnknownId(id) => {
            let hint = similar_id(id, corpus).map(|id| format!("did you mean `{id}`?"));
            Fault::new(error.to_string()).maybe_hint(hint).into()
        }
        _ => error.into(),
    }
}

/// Returns the most similar id of the archive. O(characters of all ids).
pub(crate) fn similar_id<'c>(id: &ArticleId, corpus: &'c Corpus) -> Option<&'c str> {
    similar_name(id.as_str(), corpus.articles().iter().map(|entry| entry.id.as_str()))
}

/// Returns the most similar of all names, the first of equals; `None` when all need too many corrections.
///
/// A correction inserts, removes or replaces one character, or swaps two neighbours.
///
/// # Performance
/// O(characters of all names).
pub(crate) fn similar_name<'n>(name: &str, all: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let n_chars = name.chars().count();
    let max_errors = (n_chars + CHARS_PER_ERROR / 2) / CHARS_PER_ERROR;
    // The difference in length is a lower bound of the distance, and excludes most names cheaply.
    let of_length = all.filter(|other| other.chars().count().abs_diff(n_chars) <= max_errors);
    let distances = of_length.map(|other| (strsim::osa_distance(name, other), other));
    let similar = distances.filter(|&(distance, _)| distance <= max_errors);
    similar.min_by_key(|&(distance, _)| distance).map(|(_, other)| other)
}

/// Returns `; did you mean …?` for the end of a message, or nothing.
pub(crate) fn did_you_mean(name: Option<&str>) -> String {
    name.map_or(String::new(), |name| format!("; did you mean `{name}`?"))
}
