//! The cosine of the tags of two articles.

use hashbrown::HashMap;

use super::input::RankInput;
use crate::sparse::DocId;

/// The tags of each article as a sparse row: tag numbers ascending, weights of norm 1.
#[derive(Clone, Debug)]
pub(super) struct Tags(Vec<Vec<(u32, f64)>>);

impl Tags {
    /// Builds the rows. A tag of `df` among `n` articles weighs ln(n / df), and tags of one spelling in any case are
    /// equal.
    pub(super) fn new(articles: &[RankInput<'_>]) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut df: Vec<usize> = Vec::new();
        let numbered: Vec<Vec<u32>> = articles
            .iter()
            .map(|article| {
                let number = |tag: &String| {
                    let next = numbers.len() as u32;
                    *numbers.entry(tag.to_lowercase()).or_insert(next)
                };
                let mut tags: Vec<u32> = article.tags.iter().map(number).collect();
                tags.sort_unstable();
                tags.dedup();
                for &tag in &tags {
                    if tag as usize == df.len() {
                        df.push(0);
                    }
                    df[tag as usize] += 1;
                }
                tags
            })
            .collect();
        let weighted = |tags: Vec<u32>| {
            let weight = |tag: u32| (articles.len() as f64 / df[tag as usize] as f64).ln();
            let norm = tags.iter().map(|&tag| weight(tag).powi(2)).sum::<f64>().sqrt();
            let unit = |tag| (tag, weight(tag) / norm);
            if norm > 0.0 { tags.into_iter().map(unit).collect() } else { Vec::new() }
        };
        Self(numbered.into_iter().map(weighted).collect())
    }

    /// Returns the cosine of the tags of two articles; 0 without shared tags.
    pub(super) fn cosine(&self, a: DocId, b: DocId) -> f64 {
        let (a, b) = (&self.0[a.index()], &self.0[b.index()]);
        let part = |&(tag, weight): &(u32, f64)| {
            let other = b.binary_search_by_key(&tag, |&(tag, _)| tag).ok()?;
            Some(weight * b[other].1)
        };
        a.iter().filter_map(part).sum()
    }
}
