//! Groups of articles that are nearly the same.

use std::cmp::Reverse;
use std::num::NonZeroU64;

use rayon::prelude::*;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use super::metadata::{Metadata, MetadataTable, SECONDS_A_DAY};
use crate::index::Index;
use crate::sparse::{DocId, Row, dot, shared_terms};
use crate::text::{NumberSketch, WordSketch};

/// When two articles with different texts count as duplicates; all conditions must hold.
///
/// Articles that share words but not numbers, on different days, are different reports from one template.
///
/// Articles with the same text of 100 characters or more are always duplicates, whatever their titles. The
/// conditions might miss them: where many articles repeat a text, its lines count as boilerplate, and few terms
/// remain.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct DuplicateParams {
    /// Minimum cosine similarity, 0 to 1.
    pub min_cosine: f32,
    /// Minimum share of common terms, words and phrases, as the Jaccard similarity of the two term sets, 0 to 1.
    pub min_jaccard: f64,
    /// Minimum share of common words, as the Jaccard similarity of the two word sketches, 0 to 1.
    ///
    /// Sketches also hold the words that occur in no other article. These are not terms, and in a small archive
    /// or a short text they are most of the words. The default is below that of `min_jaccard`, because a sketch
    /// is only an estimate and one word in ten may be misspelt in a copy.
    pub min_words: f64,
    /// Minimum ratio of the shorter text's characters to the longer one's, 0 to 1. An excerpt is not a
    /// duplicate.
    pub min_length_ratio: f64,
    /// Minimum number of terms of each article. Articles with few terms are easily alike by chance.
    pub min_terms: usize,
}

impl Default for DuplicateParams {
    fn default() -> Self {
        Self {
            min_cosine: 0.85,
            min_jaccard: 0.7,
            min_words: 0.5,
            min_length_ratio: 0.7,
            min_terms: 8,
        }
    }
}

/// Groups of duplicates. The first article of a group represents it.
///
/// Each member is a duplicate of the first, or shares its address with one that is. A chain of small changes
/// therefore does not form one group. Groups are sorted by the row of their first member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DuplicateGroups {
    groups: Vec<Vec<DocId>>,
    /// The group of each article, or [`ALONE`]; empty when there are no groups.
    group_of: Vec<u32>,
}

const ALONE: u32 = u32::MAX;

/// A copy of an article appears within so many days with other numbers: a correction, a newer count.
const REPORT_DAYS: f64 = 2.0;
/// Reports of different days share a smaller part of their numbers. Measured: see `docs/lab/lists.md`.
const MAX_OVERLAP: f64 = 0.5;
/// Minimum number of numbers in each of two texts without dates that are different reports.
const MIN_NUMBERS: usize = 3;
/// Undated reports share a smaller part of their numbers.
const MAX_UNDATED_OVERLAP: f64 = 0.35;

impl DuplicateGroups {
    /// Groups articles at the same address and, with `params`, articles that are nearly the same.
    ///
    /// Exact: every pair with at least the minimum cosine is compared. The first article of a group is one
    /// whose canonical URL is not elsewhere, then the earliest, then the longest, then the one with the lowest
    /// row.
    ///
    /// # Panics
    /// When `metadata` does not have one entry for each row.
    ///
    /// # Performance
    /// A similarity join of all rows. Parallel; the result does not depend on the number of threads.
    pub(super) fn find(
        index: &Index,
        metadata: &MetadataTable,
        params: Option<DuplicateParams>,
    ) -> Self {
        let rows = index.rows();
        assert_eq!(rows.n_docs(), metadata.n_docs(), "each row needs metadata");
        let mut sets = Sets::new(rows.n_docs());
        let mut at_address = hashbrown::HashMap::new();
        for (doc, article) in metadata.all().iter().enumerate() {
            if let Some(address) = article.address.number() {
                sets.join(*at_address.entry(address).or_insert(doc), doc);
            }
        }
        let evidence = |doc| CopyEvidence::of(index, metadata, doc);
        let is_same = |a: DocId, b: DocId| {
            metadata.of(a).address.is_shared(metadata.of(b).address)
                || params.is_some_and(|params| evidence(a).is_copy_of(&evidence(b), params))
        };
        if let Some(params) = params {
            let mut with_text = hashbrown::HashMap::new();
            for (doc, article) in metadata.all().iter().enumerate() {
                if let Some(hash) = article.text_hash {
                    sets.join(*with_text.entry(hash).or_insert(doc), doc);
                }
            }
            for (a, b) in index.similarity_join(params.min_cosine, is_same) {
                sets.join(a.index(), b.index());
            }
        }
        let rank = |doc: &DocId| {
            let article = metadata.of(*doc);
            (article.is_copy, article.date.unwrap_or(i64::MAX), Reverse(article.n_chars), *doc)
        };
        let split = |mut set: Vec<DocId>| {
            set.sort_by_key(rank);
            // Articles at one address stay in one group, and the first of them decides which.
            let mut pages: Vec<Vec<DocId>> = Vec::new();
            let address = |doc: DocId| metadata.of(doc).address;
            for doc in set {
                match pages.iter_mut().find(|page| address(page[0]).is_shared(address(doc))) {
                    Some(page) => page.push(doc),
                    None => pages.push(vec![doc]),
                }
            }
            let mut groups: Vec<Vec<DocId>> = Vec::new();
            for page in pages {
                match groups.iter_mut().find(|group| is_same(group[0], page[0])) {
                    Some(group) => group.extend(page),
                    None => groups.push(page),
                }
            }
            groups.retain(|group| group.len() > 1);
            groups.iter_mut().for_each(|group| group.sort_by_key(rank));
            groups
        };
        let groups = sets.of_several().into_par_iter().flat_map_iter(split).collect();
        Self::new(groups, rows.n_docs())
    }

    fn new(mut groups: Vec<Vec<DocId>>, n_docs: usize) -> Self {
        if groups.is_empty() {
            return Self::default();
        }
        groups.sort_by_key(|group| group[0]);
        let mut group_of = vec![ALONE; n_docs];
        for (number, group) in groups.iter().enumerate() {
            group.iter().for_each(|doc| group_of[doc.index()] = number as u32);
        }
        Self { groups, group_of }
    }

    /// Returns the groups, each of two or more articles.
    #[must_use]
    pub fn groups(&self) -> &[Vec<DocId>] {
        &self.groups
    }

    /// Returns the group of an article, its representative first; empty for an article without duplicates.
    #[must_use]
    pub fn of(&self, doc: DocId) -> &[DocId] {
        let group =
            self.group_of.get(doc.index()).and_then(|&group| self.groups.get(group as usize));
        group.map_or(&[], Vec::as_slice)
    }

    /// Returns whether two articles are in the same group.
    #[must_use]
    pub fn are_together(&self, a: DocId, b: DocId) -> bool {
        let group = |doc: DocId| self.group_of.get(doc.index()).copied().unwrap_or(ALONE);
        group(a) == group(b) && group(a) != ALONE
    }
}

/// The data by which two articles are compared.
pub(super) struct CopyEvidence<'a> {
    pub(super) row: Row<'a>,
    pub(super) n_chars: u32,
    pub(super) text_hash: Option<NonZeroU64>,
    /// Seconds since 1970.
    pub(super) date: Option<i64>,
    pub(super) sketch: &'a WordSketch,
    pub(super) numbers: &'a NumberSketch,
}

impl<'a> CopyEvidence<'a> {
    pub(super) fn of(index: &'a Index, metadata: &'a MetadataTable, doc: DocId) -> Self {
        let &Metadata { n_chars, text_hash, date, .. } = metadata.of(doc);
        let (sketch, numbers) = metadata.sketches(doc);
        Self { row: index.rows().row(doc), n_chars, text_hash, date, sketch, numbers }
    }

    /// Returns whether both have the same text, or nearly the same text by `params`.
    pub(super) fn is_copy_of(&self, other: &Self, params: DuplicateParams) -> bool {
        if self.text_hash.is_some() && self.text_hash == other.text_hash {
            return true;
        }
        let (a, b) = (f64::from(self.n_chars), f64::from(other.n_chars));
        a.min(b) >= params.min_length_ratio * a.max(b)
            && self.sketch.jaccard(other.sketch) >= params.min_words
            && !self.is_other_report(other)
            && are_alike(self.row, other.row, params)
    }

    /// Returns whether both report different things in the same words, such as two match reports from one template:
    /// their numbers differ, and so do their days. Without both dates, more numbers must differ.
    fn is_other_report(&self, other: &Self) -> bool {
        let n_numbers = self.numbers.len().min(other.numbers.len());
        let overlap = self.numbers.overlap(other.numbers);
        match self.date.zip(other.date) {
            Some((a, b)) => {
                let days = a.abs_diff(b) as f64 / SECONDS_A_DAY;
                n_numbers > 0 && days >= REPORT_DAYS && overlap < MAX_OVERLAP
            }
            None => n_numbers >= MIN_NUMBERS && overlap < MAX_UNDATED_OVERLAP,
        }
    }
}

fn are_alike(a: Row<'_>, b: Row<'_>, params: DuplicateParams) -> bool {
    if a.is_empty() || a.len().min(b.len()) < params.min_terms || dot(a, b) < params.min_cosine {
        return false;
    }
    let shared = shared_terms(a, b).count() as f64;
    shared >= params.min_jaccard * (a.len() as f64 + b.len() as f64 - shared)
}

/// Disjoint sets of rows (union-find).
struct Sets(Vec<u32>);

impl Sets {
    fn new(n: usize) -> Self {
        Self((0..n as u32).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] as usize != at {
            self.0[at] = self.0[self.0[at] as usize];
            at = self.0[at] as usize;
        }
        at
    }

    /// Merges two sets. The lowest row becomes the root, so that the sets do not depend on the order of joins.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b) as u32;
    }

    /// Returns the sets of two or more rows, sorted by their lowest row, rows ascending.
    fn of_several(mut self) -> Vec<Vec<DocId>> {
        let mut sets = vec![Vec::new(); self.0.len()];
        for at in 0..self.0.len() {
            let root = self.root(at);
            sets[root].push(DocId::from_index(at));
        }
        sets.retain(|set| set.len() > 1);
        sets
    }
}
