//! Lists for a reader: a history of several articles is the query.

use hashbrown::HashSet;

use super::diversity::is_different_enough;
use super::exclusion::Exclusion;
use super::factors::Factors;
use super::fill::{Substitutes, ThemeOrders};
use super::item::Recommendation;
use super::list::{RelatedItem, RelatedList, related_item};
use super::metadata::Metadata;
use super::selector::Selector;
use super::shortfall::Shortfall;
use crate::index::{ScoreModifier, Scratch};
use crate::sparse::{DocId, Row, SparseRows, dot};
use crate::vectorize::Vocabulary;

/// The articles that a reader knows, each group in any order.
///
/// The reader's list contains none of them and none of their duplicates. It contains their translations only if
/// the policy allows translations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Articles that the reader likes; the list looks for similar ones.
    pub likes: Vec<DocId>,
    /// Articles that the reader dislikes; the list avoids similar ones.
    pub dislikes: Vec<DocId>,
    /// Articles that the reader has read. The list leaves them out; they do not change its query.
    pub read: Vec<DocId>,
}

/// A history prepared for the policy of a [`Selector`].
///
/// Likes that are hidden, retracted, legally sensitive or under embargo count as read, not as liked, because no
/// reason may name them.
///
/// An article is eligible if it may appear in the list of every like in its language, where all likes have the
/// date of the newest one. Nearness in time also counts from that date. A preferred section or series is one
/// that any like has. Pins and the cap on inbound links do not apply: they concern the lists of articles.
#[derive(Clone, Debug)]
pub struct ReaderProfile<'s> {
    selector: &'s Selector,
    /// The likes, newest first, ties by row.
    likes: Vec<DocId>,
    /// The different metadata of the likes, as far as it affects eligibility and factors, with the date of
    /// the newest like.
    kinds: Vec<Metadata>,
    /// The articles of the history and their duplicates.
    known: HashSet<DocId>,
    translations: HashSet<u32>,
    terms: Vec<u32>,
    weights: Vec<f32>,
}

impl<'s> ReaderProfile<'s> {
    /// Prepares a history.
    ///
    /// # Panics
    /// When the history has a row that the index does not have.
    ///
    /// # Performance
    /// O(n · log n) in the number of terms of its articles.
    #[must_use]
    pub fn new(selector: &'s Selector, history: &History) -> Self {
        let (metadata, groups) = (selector.eligibility.metadata(), selector.groups());
        let mut likes = history.likes.clone();
        likes.retain(|&doc| selector.eligibility.may_be_named(doc));
        likes.sort_unstable_by_key(|&doc| (std::cmp::Reverse(metadata.of(doc).date), doc));
        likes.dedup();
        let all = [&history.likes, &history.dislikes, &history.read].into_iter().flatten().copied();
        let known = all.clone().chain(all.clone().flat_map(|doc| groups.of(doc).iter().copied()));
        let translations = all.filter_map(|doc| metadata.of(doc).translation.number());
        let allowed = selector.eligibility.allows_translations();
        let date = likes.first().and_then(|&newest| metadata.of(newest).date);
        let kind_of =
            |known: &Metadata| (known.lang, known.section.number(), known.series.number());
        let mut kinds: Vec<Metadata> =
            likes.iter().map(|&doc| metadata.of(doc).without_identity(date)).collect();
        kinds.sort_unstable_by_key(kind_of);
        kinds.dedup_by_key(|known| kind_of(known));
        let query =
            query(selector.index.rows(), &likes, &history.dislikes, selector.policy().dislike);
        let (terms, weights) = query.into_iter().unzip();
        Self {
            selector,
            likes,
            kinds,
            known: known.collect(),
            translations: translations.filter(|_| !allowed).collect(),
            terms,
            weights,
        }
    }

    /// Returns the query: the unit-length mean of the likes minus the mean of the dislikes, scaled to the
    /// policy's `dislike`. Negative weights are dropped. The query of a single like is its row.
    ///
    /// A score is therefore at most the cosine with the likes, and a dislike never raises a score.
    ///
    /// # Source
    /// Rocchio, "Relevance feedback in information retrieval", 1971. Unlike there, both means are scaled to a
    /// fixed length, so that many different dislikes weigh as much as one.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row::try_new(&self.terms, &self.weights, self.selector.index.rows().n_terms())
            .expect("terms are sorted and weights finite by construction")
    }

    /// Returns the first reason that keeps an article out of the list; `None` when it may appear.
    #[must_use]
    pub fn exclusion(&self, other: DocId) -> Option<Exclusion> {
        self.ignoring_copies(other).or_else(|| {
            let may_stand = |copy| self.ignoring_copies(copy).is_none();
            let instead = self.selector.eligibility.shown_instead(other, may_stand);
            instead.map(|_| Exclusion::AlsoPublished)
        })
    }

    fn ignoring_copies(&self, other: DocId) -> Option<Exclusion> {
        let eligibility = &self.selector.eligibility;
        if self.known.contains(&other) {
            return Some(Exclusion::Known);
        }
        let translation = eligibility.metadata().of(other).translation.number();
        if translation.is_some_and(|number| self.translations.contains(&number)) {
            return Some(Exclusion::Translation);
        }
        if self.likes.iter().any(|&like| eligibility.block(like, other).is_some()) {
            return Some(Exclusion::Blocked);
        }
        let mut shares_language = false;
        for kind in &self.kinds {
            match eligibility.exclusion_ignoring_copies(kind, other) {
                None => shares_language = true,
                Some(Exclusion::OtherLanguage) => {}
                exclusion => return exclusion,
            }
        }
        (!shares_language).then_some(Exclusion::OtherLanguage)
    }

    /// Returns the factors of an article: those of the like with the largest product.
    #[must_use]
    pub fn factors(&self, other: DocId) -> Factors {
        let Selector { eligibility, factors, .. } = self.selector;
        let of_kinds = self.kinds.iter().map(|kind| factors.of(eligibility.catalog(), kind, other));
        of_kinds.max_by(|a, b| a.product().total_cmp(&b.product())).unwrap_or_default()
    }

    /// Returns the items of the list before fallbacks. Exact, as if every article of the archive were scored.
    /// One search, and more where diversity rejects candidates.
    #[must_use]
    pub fn recommend(&self, scratch: &mut Scratch) -> Vec<Recommendation> {
        let modifier = ScoreModifier {
            eligible: |other| self.exclusion(other).is_none(),
            factor: |other| self.factors(other).product(),
            // All entries of `kinds` share one date, so the first gives the bound for all of them.
            block_max: |block| {
                let catalog = self.selector.catalog();
                let bound = |kind| self.selector.factors.block_bound(catalog, kind, block);
                self.kinds.first().map_or(1.0, bound)
            },
        };
        self.selector.recommend_for_query(self.row(), modifier, scratch)
    }

    /// Returns the list with the reasons for each item; `items` are those of [`ReaderProfile::recommend`].
    #[must_use]
    pub fn list<'v>(
        &self,
        items: &[Recommendation],
        vocabulary: &'v Vocabulary,
        n_because: usize,
    ) -> RelatedList<'v> {
        let (selector, row) = (self.selector, self.row());
        let rows = selector.index.rows();
        let item = |recommendation: &Recommendation| {
            let (factors, also) =
                (self.factors(recommendation.doc), selector.copies(recommendation.doc));
            let item =
                related_item(row, recommendation, factors, also, rows, vocabulary, n_because);
            RelatedItem { nearest_like: self.nearest_like(recommendation.doc), ..item }
        };
        let short = (items.len() < selector.policy().k).then(|| {
            let exclusion = |other| self.exclusion(other);
            selector.catalog().with_scratch(|scratch| {
                Shortfall::of_query(selector, row, items, |_| true, exclusion, scratch)
            })
        });
        RelatedList { article: None, items: items.iter().map(item).collect(), short }
    }

    /// Returns the like with the highest similarity; of equally similar likes, the newest.
    fn nearest_like(&self, other: DocId) -> Option<DocId> {
        let rows = self.selector.index.rows();
        let (mut nearest, mut best_score) = (None, 0.0);
        for &like in &self.likes {
            let score = dot(rows.row(like), rows.row(other));
            if score > best_score {
                (nearest, best_score) = (Some(like), score);
            }
        }
        nearest
    }
}

/// Fills the short lists of readers if the policy asks for it, then empties those below its minimum.
///
/// Fallbacks come from the themes and the sections of a reader's likes, newest like first, then from all
/// articles.
pub fn fill_readers(
    selector: &Selector,
    readers: &[ReaderProfile<'_>],
    lists: &mut [Vec<Recommendation>],
    themes: Option<&ThemeOrders>,
) {
    let policy = selector.policy();
    if policy.fill.on {
        let substitutes = Substitutes::new(selector, themes);
        for (reader, list) in readers.iter().zip(&mut *lists) {
            let may_join = |other, items: &[Recommendation]| {
                let items = items.iter().map(|item| item.doc);
                let others = items.chain(reader.likes.iter().copied());
                reader.exclusion(other).is_none()
                    && is_different_enough(policy, selector.index.rows(), other, others)
            };
            substitutes.fill(&reader.likes, list, policy.k, may_join);
        }
    }
    lists.iter_mut().filter(|list| list.len() < policy.fill.min).for_each(Vec::clear);
}

/// Returns the terms of the query, ascending, with their weights.
fn query(rows: &SparseRows, likes: &[DocId], dislikes: &[DocId], dislike: f64) -> Vec<(u32, f32)> {
    let mut parts = unit_mean(rows, likes, 1.0);
    parts.extend(unit_mean(rows, dislikes, -dislike));
    summed(parts)
        .into_iter()
        .map(|(term, weight)| (term, weight as f32))
        .filter(|&(_, weight)| weight > 0.0)
        .collect()
}

/// Returns the mean of rows, scaled to `length`.
fn unit_mean(rows: &SparseRows, docs: &[DocId], length: f64) -> Vec<(u32, f64)> {
    // A fixed order makes the rounded sums independent of the order of the history.
    let mut docs = docs.to_vec();
    docs.sort_unstable();
    docs.dedup();
    docs.retain(|&doc| !rows.row(doc).is_empty());
    let parts = docs.iter().flat_map(|&doc| rows.row(doc).iter());
    let sums = summed(parts.map(|(term, weight)| (term, f64::from(weight))).collect());
    let norm = sums.iter().map(|(_, sum)| sum * sum).sum::<f64>().sqrt();
    // A single row has unit length already. Scaling it again would change the rounding, and its list would
    // differ from that of the article.
    let scale = if docs.len() == 1 { length } else { length / norm };
    sums.into_iter().map(|(term, sum)| (term, sum * scale)).collect()
}

/// Sums the weights of each term, terms ascending.
fn summed(mut parts: Vec<(u32, f64)>) -> Vec<(u32, f64)> {
    parts.sort_by_key(|&(term, _)| term);
    let mut sums: Vec<(u32, f64)> = Vec::new();
    for (term, part) in parts {
        match sums.last_mut() {
            Some((last, sum)) if *last == term => *sum += part,
            _ => sums.push((term, part)),
        }
    }
    sums
}
