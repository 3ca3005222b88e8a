//! Lists for a reader: several articles as the query.

use hashbrown::HashSet;

use super::diversity::differs;
use super::exclusion::Exclusion;
use super::factors::Factors;
use super::fill::{Substitutes, ThemeOrders};
use super::item::Recommendation;
use super::list::{RelatedItem, RelatedList, related_item};
use super::metadata::Metadata;
use super::selector::Selector;
use crate::index::{ScoreModifier, Scratch};
use crate::sparse::{DocId, Row, SparseRows, dot};
use crate::vectorize::Vocabulary;

/// What a reader knows, each in any order: none of it stands in the reader's list, nor what is nearly the same,
/// nor, unless the policy wants them, translations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Articles whose like is looked for.
    pub likes: Vec<DocId>,
    /// Articles whose like is not wanted.
    pub dislikes: Vec<DocId>,
    /// Articles that say nothing of what the reader likes.
    pub read: Vec<DocId>,
}

/// A history made ready for the policy of a [`Selector`].
///
/// Likes that are hidden, retracted, legally sensitive or under embargo are read, not liked: no reason may name
/// them. An article may stand in the list when it may in that of each like of its language, judged at the date
/// of the newest like: as if all had been read that day. Nearness in time counts from that date, too; a section
/// or series is preferred that any like has. Pins belong to articles, and a cap on inbound links to the lists of
/// an archive: neither has a part in it.
#[derive(Clone, Debug)]
pub struct Reader<'s> {
    selector: &'s Selector,
    /// The newest first, then by row.
    likes: Vec<DocId>,
    /// What rules ask of the likes, each kind once, with the date of the newest.
    kinds: Vec<Metadata>,
    /// The history and what is nearly the same.
    known: HashSet<DocId>,
    translations: HashSet<u32>,
    terms: Vec<u32>,
    weights: Vec<f32>,
}

impl Selector {
    /// Makes a history ready. O(terms of its articles · log).
    ///
    /// # Panics
    /// When the history names a row that the index does not have.
    #[must_use]
    pub fn reader(&self, history: &History) -> Reader<'_> {
        let (metadata, groups) = (self.eligibility.metadata(), self.groups());
        let mut likes = history.likes.clone();
        likes.retain(|&doc| self.eligibility.may_be_named(doc));
        likes.sort_unstable_by_key(|&doc| (std::cmp::Reverse(metadata.of(doc).date), doc));
        likes.dedup();
        let all = [&history.likes, &history.dislikes, &history.read].into_iter().flatten().copied();
        let known = all.clone().chain(all.clone().flat_map(|doc| groups.of(doc).iter().copied()));
        let translations = all.filter_map(|doc| metadata.of(doc).translation.number());
        let allowed = self.eligibility.allows_translations();
        let date = likes.first().and_then(|&newest| metadata.of(newest).date);
        let of_kind =
            |known: &Metadata| (known.lang, known.section.number(), known.series.number());
        let mut kinds: Vec<Metadata> =
            likes.iter().map(|&doc| metadata.of(doc).anonymous(date)).collect();
        kinds.sort_unstable_by_key(of_kind);
        kinds.dedup_by_key(|known| of_kind(known));
        let query = query(self.index.rows(), &likes, &history.dislikes, self.policy().dislike);
        let (terms, weights) = query.into_iter().unzip();
        Reader {
            selector: self,
            likes,
            kinds,
            known: known.collect(),
            translations: translations.filter(|_| !allowed).collect(),
            terms,
            weights,
        }
    }

    /// Fills readers' lists as [`Selector::fill`] does those of articles, from the themes and sections of their
    /// likes, that of the newest first.
    pub fn fill_readers(
        &self,
        readers: &[Reader<'_>],
        lists: &mut [Vec<Recommendation>],
        themes: Option<&ThemeOrders>,
    ) {
        let policy = self.policy();
        if policy.fill.on {
            let substitutes = Substitutes::new(self, themes);
            for (reader, list) in readers.iter().zip(&mut *lists) {
                let may_join = |other, picks: &[Recommendation]| {
                    let items = picks.iter().map(|pick| pick.doc);
                    let others = items.chain(reader.likes.iter().copied());
                    reader.exclusion(other).is_none()
                        && differs(policy, self.index.rows(), other, others)
                };
                substitutes.fill(&reader.likes, list, policy.k, may_join);
            }
        }
        lists.iter_mut().filter(|list| list.len() < policy.fill.min).for_each(Vec::clear);
    }
}

impl<'s> Reader<'s> {
    /// The query: the mean of the likes' rows at length 1, less that of the dislikes at the length that the
    /// policy says; weights below 0 are dropped. A single like is its row.
    ///
    /// A score is then at most the cosine with the likes, and a dislike never raises one.
    ///
    /// # Source
    /// Rocchio, "Relevance feedback in information retrieval", 1971; the means are brought to length 1, so that
    /// many different dislikes weigh as much as one.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row::try_new(&self.terms, &self.weights, self.selector.index.rows().n_terms())
            .expect("terms are sorted and weights finite by construction")
    }

    /// Why an article may not stand in the list; `None` when it may.
    #[must_use]
    pub fn exclusion(&self, other: DocId) -> Option<Exclusion> {
        self.but_for_copies(other).or_else(|| {
            let may_stand = |copy| self.but_for_copies(copy).is_none();
            let instead = self.selector.eligibility.shown_instead(other, may_stand);
            instead.map(|_| Exclusion::AlsoPublished)
        })
    }

    fn but_for_copies(&self, other: DocId) -> Option<Exclusion> {
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
        let mut is_read = false;
        for kind in &self.kinds {
            match eligibility.exclusion_but_for_copies(kind, other) {
                None => is_read = true,
                Some(Exclusion::OtherLanguage) => {}
                exclusion => return exclusion,
            }
        }
        (!is_read).then_some(Exclusion::OtherLanguage)
    }

    /// The factors of an article: those of the like for which they are largest.
    #[must_use]
    pub fn factors(&self, other: DocId) -> Factors {
        let Selector { eligibility, factors, .. } = self.selector;
        let of_kinds = self.kinds.iter().map(|kind| factors.of(eligibility.catalog(), kind, other));
        of_kinds.max_by(|a, b| a.product().total_cmp(&b.product())).unwrap_or_default()
    }

    /// What stands in the list: exact, as if every article of the archive had been weighed. One search.
    #[must_use]
    pub fn recommend(&self, scratch: &mut Scratch) -> Vec<Recommendation> {
        let modifier = ScoreModifier {
            eligible: |other| self.exclusion(other).is_none(),
            factor: |other| self.factors(other).product(),
            // All kinds have the date of the newest like.
            block_max: |block| {
                let catalog = self.selector.eligibility.catalog();
                let bound = |kind| self.selector.factors.block_bound(catalog, kind, block);
                self.kinds.first().map_or(1.0, bound)
            },
        };
        self.selector.chosen_by(self.row(), modifier, scratch)
    }

    /// The list as the reader sees it, from what was chosen for it.
    #[must_use]
    pub fn list<'v>(
        &self,
        picks: &[Recommendation],
        vocabulary: &'v Vocabulary,
        n_because: usize,
    ) -> RelatedList<'v> {
        let (selector, row) = (self.selector, self.row());
        let rows = selector.index.rows();
        let item = |pick: &Recommendation| {
            let (factors, also) = (self.factors(pick.doc), selector.copies(pick.doc));
            let item = related_item(row, pick, factors, also, rows, vocabulary, n_because);
            RelatedItem { nearest_like: self.nearest_like(pick.doc), ..item }
        };
        let short = (picks.len() < selector.policy().k).then(|| {
            let scratch = &mut Scratch::default();
            selector.shortfall_by(row, picks, |_| true, |other| self.exclusion(other), scratch)
        });
        RelatedList { article: None, items: picks.iter().map(item).collect(), short }
    }

    /// Of likes that are equally near the newest.
    fn nearest_like(&self, other: DocId) -> Option<DocId> {
        let rows = self.selector.index.rows();
        let (mut nearest, mut most) = (None, 0.0);
        for &like in &self.likes {
            let score = dot(rows.row(like), rows.row(other));
            if score > most {
                (nearest, most) = (Some(like), score);
            }
        }
        nearest
    }
}

/// The terms of the query, ascending, with their weights.
fn query(rows: &SparseRows, likes: &[DocId], dislikes: &[DocId], dislike: f64) -> Vec<(u32, f32)> {
    let mut parts = unit_mean(rows, likes, 1.0);
    parts.extend(unit_mean(rows, dislikes, -dislike));
    summed(parts)
        .into_iter()
        .map(|(term, weight)| (term, weight as f32))
        .filter(|&(_, weight)| weight > 0.0)
        .collect()
}

/// The mean of rows, brought to a length.
fn unit_mean(rows: &SparseRows, docs: &[DocId], length: f64) -> Vec<(u32, f64)> {
    // In this order sums are the same whatever the order of the history.
    let mut docs = docs.to_vec();
    docs.sort_unstable();
    docs.dedup();
    docs.retain(|&doc| !rows.row(doc).is_empty());
    let parts = docs.iter().flat_map(|&doc| rows.row(doc).iter());
    let sums = summed(parts.map(|(term, weight)| (term, f64::from(weight))).collect());
    let norm = sums.iter().map(|(_, sum)| sum * sum).sum::<f64>().sqrt();
    // One row has length 1 already, but for rounding that a list of the article alone does not have.
    let scale = if docs.len() == 1 { length } else { length / norm };
    sums.into_iter().map(|(term, sum)| (term, sum * scale)).collect()
}

/// The sums of each term, ascending.
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
