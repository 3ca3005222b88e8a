//! The list of an article that is not in the archive.

use super::candidates::Candidates;
use super::diversity::n_first_candidates;
use super::duplicates::{CopyEvidence, DuplicateParams};
use super::exclusion::Exclusion;
use super::item::Recommendation;
use super::list::{RelatedList, related_item};
use super::metadata::ArticleMetadata;
use super::selector::Selector;
use super::shortfall::Shortfall;
use crate::article::Date;
use crate::index::{ScoreModifier, Scratch, Search};
use crate::sparse::{DocId, Row};
use crate::vectorize::Vocabulary;

/// Number of nearest articles that are compared with an unseen one. Further articles with the same text are in
/// one duplicate group, so it suffices to find one of them.
const MAX_COMPARED: usize = 32;

impl Selector {
    /// Returns the archive's own versions of an unseen article, in row order.
    ///
    /// These are the articles at its address, those with the same or nearly the same text, and the duplicates
    /// of both. The comparison uses [`DuplicateParams::default`], not the parameters of the policy. One
    /// search.
    #[must_use]
    pub fn published(
        &self,
        row: Row<'_>,
        article: &ArticleMetadata<'_>,
        scratch: &mut Scratch,
    ) -> Vec<DocId> {
        let (catalog, params) = (self.catalog(), DuplicateParams::default());
        let metadata = catalog.metadata();
        let ArticleMetadata { n_chars, text_hash, ref sketch, ref numbers, .. } = *article;
        let date = article.date.map(Date::unix_seconds);
        let unseen = CopyEvidence { row, n_chars, text_hash, date, sketch, numbers };
        let is_same_article = |other: &DocId| {
            let other = CopyEvidence::of(&self.index, metadata, *other);
            // Equal texts match even when they are too short for the test of duplicates.
            let has_its_words = other.n_chars == n_chars && other.sketch == sketch;
            has_its_words || unseen.is_copy_of(&other, params)
        };
        let search = Search { k: MAX_COMPARED, min_score: params.min_cosine };
        let nearest = self.index.search(row, search, |_| true, scratch);
        let mut published: Vec<DocId> =
            nearest.into_iter().map(|candidate| candidate.doc).filter(is_same_article).collect();
        if let Some(address) = metadata.of_article(article).address.number() {
            published.extend(catalog.at_address(address));
        }
        let copies: Vec<DocId> =
            published.iter().flat_map(|&doc| self.groups().of(doc)).copied().collect();
        published.extend(copies);
        published.sort_unstable();
        published.dedup();
        published
    }

    /// Returns the list of an article that is not in the archive.
    ///
    /// `row` is its unit-length row, `article` its metadata. The list contains no article of `published`.
    #[must_use]
    pub fn unseen<'v>(
        &self,
        row: Row<'_>,
        article: &ArticleMetadata<'_>,
        published: &[DocId],
        vocabulary: &'v Vocabulary,
        n_because: usize,
        scratch: &mut Scratch,
    ) -> RelatedList<'v> {
        let catalog = self.catalog();
        let article = catalog.metadata().of_article(article);
        let ignoring_copies = |other| self.eligibility.exclusion_ignoring_copies(&article, other);
        let exclusion = |other: DocId| {
            if published.contains(&other) {
                return Some(Exclusion::Itself);
            }
            if article.legal {
                return Some(Exclusion::LegalList);
            }
            ignoring_copies(other).or_else(|| {
                let may_stand = |copy| ignoring_copies(copy).is_none();
                let instead = self.eligibility.shown_instead(other, may_stand);
                instead.map(|_| Exclusion::AlsoPublished)
            })
        };
        let modifier = ScoreModifier {
            eligible: |other| exclusion(other).is_none(),
            factor: |other| self.factors.product(catalog, &article, other),
            block_max: |block| self.factors.block_bound(catalog, &article, block),
        };
        let list = self.recommend_for_query(row, modifier, scratch);
        let item = |item: &Recommendation| {
            let factors = self.factors.of(catalog, &article, item.doc);
            let also = self.copies(item.doc);
            related_item(row, item, factors, also, self.index.rows(), vocabulary, n_because)
        };
        let is_short = list.len() < self.policy.k;
        let is_another = |other: DocId| !published.contains(&other);
        let short =
            is_short.then(|| Shortfall::of_query(self, row, &list, is_another, exclusion, scratch));
        RelatedList { article: None, items: list.iter().map(item).collect(), short }
    }

    /// Returns the items of the list of a query that is not a row of the archive.
    pub(super) fn recommend_for_query(
        &self,
        row: Row<'_>,
        modifier: ScoreModifier<
            impl Fn(DocId) -> bool,
            impl Fn(DocId) -> f64,
            impl Fn(usize) -> f64,
        >,
        scratch: &mut Scratch,
    ) -> Vec<Recommendation> {
        let ScoreModifier { eligible, factor, block_max } = &modifier;
        let mut ranked = |k: usize| {
            let modifier = ScoreModifier { eligible, factor, block_max };
            self.index.weighted_search(row, self.search(k), modifier, scratch)
        };
        let n_first = n_first_candidates(&self.policy);
        let mut candidates = Candidates::new(ranked(n_first), n_first, |_| true);
        self.choose_similar(row, &[], &mut candidates, |_| true, ranked)
    }
}
