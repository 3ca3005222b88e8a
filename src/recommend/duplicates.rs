//! Articles that are nearly the same article.

use std::cmp::Reverse;
use std::num::NonZeroU64;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::metadata::{Metadata, MetadataTable};
use crate::index::Index;
use crate::sparse::{DocId, Row, dot, shared_terms};
use crate::text::WordSketch;

/// When two articles of different texts are the same article twice: all must hold. Those of the same text, of 100
/// characters or more, are, whatever their titles: where many have it, its lines are furniture and its words few.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DuplicateParams {
    /// Least cosine of the two, 0 to 1.
    pub min_cosine: f32,
    /// Least share of their terms, words and phrases, that they have in common, 0 to 1.
    pub min_jaccard: f64,
    /// Least share of all their words that they have in common, 0 to 1, by their sketches: words that stand in no
    /// other article are no terms, and where articles are few or short those are most of what a text says. Below
    /// `min_jaccard`, as a sketch only estimates it, and a word in ten may be misspelt in a copy.
    pub min_words: f64,
    /// Least share that the shorter text has of the longer one's characters, 0 to 1: an excerpt is no copy.
    pub min_length_ratio: f64,
    /// Least number of terms of each, words and phrases that other articles have too: fewer are soon the same.
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

/// Groups of articles that are nearly the same, each with the one that stands for the others first.
///
/// Each member is nearly the same as the first of its group, or the page of one that is: a chain of small
/// changes does not make one group. Groups stand in the order of their first members' rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DuplicateGroups {
    groups: Vec<Vec<DocId>>,
    /// The group of each article, or [`ALONE`]; empty when there are no groups.
    group_of: Vec<u32>,
}

const ALONE: u32 = u32::MAX;

impl DuplicateGroups {
    /// Groups articles of the same page and, with `params`, those that are nearly the same.
    ///
    /// Every pair of at least the least cosine is looked at. The first of a group is one
    /// that does not say its original is elsewhere, then the earliest, then the longest, then that of the
    /// lowest row. Parallel; the result does not depend on the number of threads.
    ///
    /// # Panics
    /// When `metadata` are not those of the rows' articles.
    pub(super) fn find(
        index: &Index,
        metadata: &MetadataTable,
        params: Option<DuplicateParams>,
    ) -> Self {
        let rows = index.rows();
        assert_eq!(rows.n_docs(), metadata.n_docs(), "one fact is needed for each article");
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
            // What stands at one address stays together, by the first of it.
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

    /// The groups, each of two or more.
    #[must_use]
    pub fn groups(&self) -> &[Vec<DocId>] {
        &self.groups
    }

    /// The group of an article, that which stands for the others first; empty for an article alone.
    #[must_use]
    pub fn of(&self, doc: DocId) -> &[DocId] {
        let group =
            self.group_of.get(doc.index()).and_then(|&group| self.groups.get(group as usize));
        group.map_or(&[], Vec::as_slice)
    }

    /// Whether two articles are in one group.
    #[must_use]
    pub fn are_together(&self, a: DocId, b: DocId) -> bool {
        let group = |doc: DocId| self.group_of.get(doc.index()).copied().unwrap_or(ALONE);
        group(a) == group(b) && group(a) != ALONE
    }
}

/// What tells whether two articles are the same.
pub(super) struct CopyEvidence<'a> {
    pub(super) row: Row<'a>,
    pub(super) n_chars: u32,
    pub(super) text_hash: Option<NonZeroU64>,
    pub(super) sketch: &'a WordSketch,
}

impl<'a> CopyEvidence<'a> {
    pub(super) fn of(index: &'a Index, metadata: &'a MetadataTable, doc: DocId) -> Self {
        let &Metadata { n_chars, text_hash, .. } = metadata.of(doc);
        Self { row: index.rows().row(doc), n_chars, text_hash, sketch: metadata.sketch(doc) }
    }

    /// Whether both have the same text, or nearly the same.
    pub(super) fn is_copy_of(&self, other: &Self, params: DuplicateParams) -> bool {
        if self.text_hash.is_some() && self.text_hash == other.text_hash {
            return true;
        }
        let (a, b) = (f64::from(self.n_chars), f64::from(other.n_chars));
        a.min(b) >= params.min_length_ratio * a.max(b)
            && self.sketch.jaccard(other.sketch) >= params.min_words
            && are_alike(self.row, other.row, params)
    }
}

fn are_alike(a: Row<'_>, b: Row<'_>, params: DuplicateParams) -> bool {
    if a.is_empty() || a.len().min(b.len()) < params.min_terms || dot(a, b) < params.min_cosine {
        return false;
    }
    let shared = shared_terms(a, b).count() as f64;
    shared >= params.min_jaccard * (a.len() as f64 + b.len() as f64 - shared)
}

/// Disjoint sets of rows.
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

    /// The lowest row is the root, so that the sets do not depend on the order of joins.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b) as u32;
    }

    /// The sets of two or more, by their lowest rows, rows ascending.
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
