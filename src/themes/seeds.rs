//! Words that somebody gave, as terms of an archive.

use crate::{article::Lang, vectorize::Vectorizer};

/// A theme that somebody named: an entry of a list of named themes, or of a lexicon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeedTheme {
    /// What it is called.
    pub name: String,
    /// Words and phrases that tell it from others, as a reader writes them.
    pub seeds: Vec<String>,
    /// Name of the theme, or of the heading, that it belongs under.
    pub parent: Option<String>,
    /// Language of the seeds: their stems follow it. `None` for that of the archive.
    pub lang: Option<Lang>,
}

/// A named theme whose seeds are terms of an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeededTheme {
    /// What it is called.
    pub name: String,
    /// Name of what it belongs under.
    pub parent: Option<String>,
    /// Each seed as terms, all of which an article must have: one for a word or a phrase of the vocabulary,
    /// more for a phrase longer than the vocabulary's. No two seeds are alike.
    pub seeds: Vec<Vec<u32>>,
    /// The seeds that the vocabulary does not have.
    pub unknown: Vec<String>,
}

impl SeedTheme {
    /// Looks the seeds up in a vocabulary, by their stems in `lang` unless the theme says another.
    ///
    /// Seeds of the same stems count once. O(bytes of the seeds).
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
