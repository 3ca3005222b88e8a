//! Seed terms: words of an editor that describe a theme, and where they occur.

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::{
    article::Lang,
    sparse::{DocId, SparseRows},
    vectorize::Vectorizer,
};

/// A theme that an editor describes with a few words: an entry of a list of named themes or of a lexicon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeedTheme {
    /// The name of the theme.
    pub name: String,
    /// Words and phrases that are typical of it, in their ordinary spelling.
    pub seeds: Vec<String>,
    /// Name of the theme or heading above it.
    pub parent: Option<String>,
    /// Language of the seeds, which decides how they are stemmed. `None` for the language of the archive.
    pub lang: Option<Lang>,
}

/// A [`SeedTheme`] whose seeds are terms of a vocabulary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeededTheme {
    /// The name of the theme.
    pub name: String,
    /// Name of the theme or heading above it.
    pub parent: Option<String>,
    /// The terms of each seed. A word or a phrase in the vocabulary is one term. A phrase that is too long for the
    /// vocabulary is several terms, and an article must have all of them. The seeds are distinct.
    pub seeds: Vec<Vec<u32>>,
    /// Seeds that are not in the vocabulary.
    pub unknown: Vec<String>,
}

/// Which named themes could not be used as given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedReport {
    /// Themes with seeds that are not in the vocabulary, and those seeds.
    pub unknown_seeds: Vec<(String, Vec<String>)>,
    /// Themes that match no article; they are left out.
    pub unmatched: Vec<String>,
}

impl SeedTheme {
    /// Looks the seeds up in a vocabulary. The seeds are stemmed in the theme's own language, or else in `lang`.
    ///
    /// Seeds with the same stems count once. O(bytes of the seeds).
    #[must_use]
    pub fn resolve(&self, vectorizer: &Vectorizer, lang: Lang) -> SeededTheme {
        let mut seeded = SeededTheme {
            name: self.name.clone(),
            parent: self.parent.clone(),
            ..SeededTheme::default()
        };
        for seed in &self.seeds {
            match vectorizer.terms_of(seed, self.lang.unwrap_or(lang)) {
                Some(terms) if seeded.seeds.contains(&terms) => {}
                Some(terms) => seeded.seeds.push(terms),
                None => seeded.unknown.push(seed.clone()),
            }
        }
        seeded
    }
}

/// An article that has seeds of a theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SeedHit {
    /// Position of the article in the list that was searched.
    pub(super) point: usize,
    /// Position of the theme.
    pub(super) theme: usize,
    /// Sum of the weights of the theme's seeds in the row of the article; above 0.
    pub(super) score: f32,
}

/// Returns the articles that have seeds, by article and then by theme.
///
/// A seed of several terms weighs as much as its lightest term.
///
/// # Performance
/// O(nnz), rows in parallel.
pub(super) fn seed_hits(rows: &SparseRows, docs: &[DocId], themes: &[SeededTheme]) -> Vec<SeedHit> {
    // The key is the first term of a seed. Most seeds have no other.
    let mut seeds_by_term: HashMap<u32, Vec<(usize, &[u32])>, foldhash::fast::FixedState> =
        HashMap::default();
    for (number, theme) in themes.iter().enumerate() {
        for seed in &theme.seeds {
            if let Some((&first, others)) = seed.split_first() {
                seeds_by_term.entry(first).or_default().push((number, others));
            }
        }
    }
    let hits_of = |(point, &doc): (usize, &DocId)| {
        let row = rows.row(doc);
        let weight_of =
            |term: &u32| row.terms().binary_search(term).map_or(0.0, |at| row.weights()[at]);
        let mut hits: Vec<SeedHit> = Vec::new();
        for (term, weight) in row.iter() {
            for &(theme, others) in seeds_by_term.get(&term).into_iter().flatten() {
                let score = others.iter().map(weight_of).fold(weight, f32::min);
                hits.push(SeedHit { point, theme, score });
            }
        }
        // A stable sort keeps the order of the terms, which fixes the bits of the sums.
        hits.sort_by_key(|hit| hit.theme);
        let sum =
            |same: &[SeedHit]| SeedHit { score: same.iter().map(|hit| hit.score).sum(), ..same[0] };
        hits.chunk_by(|a, b| a.theme == b.theme).map(sum).filter(|hit| hit.score > 0.0).collect()
    };
    let hits: Vec<Vec<SeedHit>> = docs.par_iter().enumerate().map(hits_of).collect();
    hits.into_iter().flatten().collect()
}
