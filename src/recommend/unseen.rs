//! The list of an article that is not in the archive.

use super::candidates::Candidates;
use super::diversity::first_look;
use super::duplicates::{CopyEvidence, DuplicateParams};
use super::exclusion::Exclusion;
use super::item::Recommendation;
use super::list::{RelatedList, related_item};
use super::metadata::ArticleMetadata;
use super::selector::Selector;
use crate::index::{ScoreModifier, Scratch, Search};
use crate::sparse::{DocId, Row};
use crate::vectorize::Vocabulary;

/// Articles nearest to an unseen one that are compared with it. More articles of one text are in one group of
/// copies, so one of them suffices.
const MAX_COMPARED: usize = 32;

impl Selector {
    /// The articles of the archive that an unseen article already is, by row.
    ///
    /// They are at its address, have its text or nearly that text, whatever the policy says of copies, or are
    /// copies of such articles. One search.
    #[must_use]
    pub fn published(
        &self,
        row: Row<'_>,
        article: &ArticleMetadata<'_>,
        scratch: &mut Scratch,
    ) -> Vec<DocId> {
        let (catalog, params) = (self.eligibility.catalog(), DuplicateParams::default());
        let metadata = catalog.metadata();
        let ArticleMetadata { n_chars, text_hash, ref sketch, .. } = *article;
        let unseen = CopyEvidence { row, n_chars, text_hash, sketch };
        let is_it = |other: &DocId| {
            let other = CopyEvidence::of(&self.index, metadata, *other);
            // A text too short to be known as a copy is still itself.
            let has_its_words = other.n_chars == n_chars && other.sketch == sketch;
            has_its_words || unseen.is_copy_of(&other, params)
        };
        let search = Search { k: MAX_COMPARED, min_score: params.min_cosine };
        let near = self.index.search(row, search, |_| true, scratch);
        let mut published: Vec<DocId> =
            near.into_iter().map(|near| near.doc).filter(is_it).collect();
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

    /// The list of an article that is not in the archive, from its unit row and its metadata. It holds no
    /// article of `published`.
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
        let catalog = self.eligibility.catalog();
        let article = catalog.metadata().of_article(article);
        let but_for_copies = |other| self.eligibility.exclusion_but_for_copies(&article, other);
        let exclusion = |other: DocId| {
            if published.contains(&other) {
                return Some(Exclusion::Itself);
            }
            if article.legal {
                return Some(Exclusion::LegalList);
            }
            but_for_copies(other).or_else(|| {
                let may_stand = |copy| but_for_copies(copy).is_none();
                let instead = self.eligibility.shown_instead(other, may_stand);
                instead.map(|_| Exclusion::AlsoPublished)
            })
        };
        let modifier = ScoreModifier {
            eligible: |other| exclusion(other).is_none(),
            factor: |other| self.factors.product(catalog, &article, other),
            block_max: |block| self.factors.block_bound(catalog, &article, block),
        };
        let list = self.chosen_by(row, modifier, scratch);
        let item = |item: &Recommendation| {
            let factors = self.factors.of(catalog, &article, item.doc);
            let also = self.copies(item.doc);
            related_item(row, item, factors, also, self.index.rows(), vocabulary, n_because)
        };
        let is_short = list.len() < self.policy.k;
        let is_another = |other: DocId| !published.contains(&other);
        let short = is_short.then(|| self.shortfall_by(row, &list, is_another, exclusion, scratch));
        RelatedList { article: None, items: list.iter().map(item).collect(), short }
    }

    /// What stands in the list of a query that is no article of the archive.
    pub(super) fn chosen_by(
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
        let n_first = first_look(&self.policy);
        let mut candidates = Candidates::of(ranked(n_first), n_first, |_| true);
        self.chosen(row, &[], &mut candidates, |_| true, ranked)
    }
}
