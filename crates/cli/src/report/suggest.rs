//! The id, or another name, that was meant.

use crate::io::error::Fault;
use alsolike::article::ArticleId;
use alsolike::engine::{Corpus, EngineError};

/// Characters of an id for each slip that a near one may have; half as many do for the first.
const CHARS_A_SLIP: usize = 8;

/// The error; where it is about an id that no article has, with the id that was probably meant.
pub(crate) fn with_near_id(error: EngineError, corpus: &Corpus) -> anyhow::Error {
    match &error {
        EngineError::UnknownId(id) => Fault(format!("{error}{}", did_you_mean(id, corpus))).into(),
        _ => error.into(),
    }
}

/// Asks, behind a message, for the nearest id of the archive. O(characters of all ids).
pub(crate) fn did_you_mean(id: &ArticleId, corpus: &Corpus) -> String {
    let ids = corpus.articles().iter().map(|entry| entry.id.as_str());
    near_name(id.as_str(), ids)
}

/// Asks, behind a message, for the nearest of all names, the first of equals; empty when none is within a few
/// slips of the pen: a character left out, put in, changed, or two turned around. O(characters of all names).
pub(crate) fn near_name<'n>(name: &str, all: impl Iterator<Item = &'n str>) -> String {
    let n_chars = name.chars().count();
    let most = (n_chars + CHARS_A_SLIP / 2) / CHARS_A_SLIP;
    // Others need more slips than that for their length alone, and most are others.
    let as_long = all.filter(|other| other.chars().count().abs_diff(n_chars) <= most);
    let slips = as_long.map(|other| (strsim::osa_distance(name, other), other));
    let near = slips.filter(|&(n, _)| n <= most);
    let nearest = near.min_by_key(|&(n, _)| n);
    nearest.map_or(String::new(), |(_, nearest)| format!("; did you mean `{nearest}`?"))
}
