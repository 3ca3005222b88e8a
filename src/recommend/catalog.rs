//! Tables that every request shares: metadata, editors' fields and duplicate groups of an archive.

use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;

use super::duplicates::{DuplicateGroups, DuplicateParams};
use super::metadata::{ArticleMetadata, Metadata, MetadataTable};
use super::recency::RecencyOrder;
use super::rules::{Decision, Origin, Rule};
use crate::article::{ArticleId, Lang};
use crate::index::{Index, ROW_BLOCK, Scratch};
use crate::sparse::DocId;

/// Number of parameter sets whose duplicate groups are kept. Requests may use any parameters, so the number
/// needs a bound; a site uses one or two sets.
const MAX_KEPT_GROUPS: usize = 4;

/// The metadata, editors' fields and duplicate groups of an archive's articles.
///
/// A catalog is built once. Each request then adds its own policy, rules and time without a pass over the
/// articles.
///
/// # Performance
/// Memory: about 240 bytes per article.
#[derive(Debug)]
pub struct ArticleCatalog {
    metadata: MetadataTable,
    /// Seconds since 1970 of each article. Duplicates a field of `metadata` in a dense array, because the
    /// search reads dates far more often than any other field.
    dates: Vec<Option<i64>>,
    blocks: Vec<BlockSummary>,
    /// Pairs of address number and article, sorted.
    by_address: Vec<(u32, DocId)>,
    recent: RecencyOrder,
    recent_of_section: HashMap<u32, RecencyOrder>,
    own: OwnRules,
    copies: Mutex<Vec<(Option<DuplicateParams>, Arc<Copies>)>>,
    /// Working memory of finished searches, for reuse by later requests.
    scratch: Mutex<Vec<Scratch>>,
}

/// Summary of [`ROW_BLOCK`] rows. In a chronological archive the dates of a block lie close together.
#[derive(Clone, Debug, Default)]
pub(super) struct BlockSummary {
    /// Earliest and latest date; `None` when no article of the block has a date.
    pub(super) dates: Option<(i64, i64)>,
    pub(super) has_evergreen: bool,
    pub(super) has_no_section: bool,
    /// Numbers of the block's sections, ascending.
    pub(super) sections: Vec<u32>,
}

/// The pins and blocks that articles declare in their own fields.
#[derive(Clone, Debug, Default)]
struct OwnRules {
    rules: Vec<Rule>,
    pins: HashMap<DocId, Vec<DocId>>,
    /// Triples of list, item and origin, sorted.
    blocks: Vec<(DocId, DocId, Origin)>,
}

/// Duplicate groups, and for each article the traits that settle most eligibility checks.
#[derive(Clone, Debug)]
pub(super) struct Copies {
    pub(super) groups: DuplicateGroups,
    pub(super) traits: Vec<Traits>,
}

/// The language of an article, and one bit for each trait that calls for a full eligibility check.
///
/// Four bytes per article: the search checks most pairs without a cache miss on the metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traits {
    pub(super) lang: Lang,
    pub(super) bits: u8,
}

impl Traits {
    /// An editor's field hides, retracts, embargoes or expires the article, or marks it as legally sensitive.
    pub(super) const RESTRICTED: u8 = 1;
    /// The article has duplicates.
    pub(super) const COPIED: u8 = 2;
    /// The article's own fields block items from its list.
    pub(super) const BLOCKS: u8 = 4;
    /// The article has a translation key.
    pub(super) const TRANSLATED: u8 = 8;
    /// The article has a section.
    pub(super) const SECTION: u8 = 16;
    /// The article belongs to a series.
    pub(super) const SERIES: u8 = 32;
    /// Value for policies whose checks depend on more than traits: every pair needs a full check.
    pub(super) const ANY: u8 = u8::MAX;
}

impl ArticleCatalog {
    /// Builds the tables from `articles`, given in row order.
    ///
    /// `row_of` returns the row of an id, or `None` for an unknown id.
    ///
    /// # Performance
    /// O(n_docs · log n_docs).
    #[must_use]
    pub fn new<'a>(
        articles: impl IntoIterator<Item = (&'a ArticleId, ArticleMetadata<'a>)>,
        row_of: impl Fn(&ArticleId) -> Option<DocId>,
    ) -> Self {
        let mut own = OwnRules::default();
        let articles = articles.into_iter().inspect(|(id, article)| own.add(id, article));
        let metadata = MetadataTable::new(articles.map(|(_, article)| article));
        own.resolve(row_of);
        let docs = || (0..metadata.n_docs()).map(DocId::from_index);
        let mut of_section: HashMap<u32, Vec<DocId>> = HashMap::new();
        let mut by_address = Vec::new();
        for doc in docs() {
            let article = metadata.of(doc);
            if let Some(section) = article.section.number() {
                of_section.entry(section).or_default().push(doc);
            }
            by_address.extend(article.address.number().map(|address| (address, doc)));
        }
        by_address.sort_unstable();
        let order = |docs: Vec<DocId>| RecencyOrder::new(docs.into_iter(), metadata.all());
        Self {
            dates: metadata.all().iter().map(|article| article.date).collect(),
            blocks: metadata.all().chunks(ROW_BLOCK).map(BlockSummary::new).collect(),
            by_address,
            recent: RecencyOrder::new(docs(), metadata.all()),
            recent_of_section: of_section.into_iter().map(|(of, docs)| (of, order(docs))).collect(),
            own,
            copies: Mutex::default(),
            scratch: Mutex::default(),
            metadata,
        }
    }

    /// Returns the number of articles.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.metadata.n_docs()
    }

    /// Returns the pins and blocks of the articles' own fields, as rules in row order.
    #[must_use]
    pub fn own_rules(&self) -> &[Rule] {
        &self.own.rules
    }

    /// Returns the duplicate groups by `params`, with the traits that depend on them. `index` must be the
    /// archive's own.
    ///
    /// # Performance
    /// The first call with new `params` searches the archive for duplicates. The groups of the latest
    /// [`MAX_KEPT_GROUPS`] parameter sets are kept, so later calls return at once.
    pub(super) fn copies(&self, index: &Index, params: Option<DuplicateParams>) -> Arc<Copies> {
        let kept = || self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        let find = |kept: &[(Option<DuplicateParams>, Arc<Copies>)]| {
            kept.iter().find(|(of, _)| *of == params).map(|(_, copies)| Arc::clone(copies))
        };
        if let Some(copies) = find(&kept()) {
            return copies;
        }
        // The search runs without the lock, so that other requests are not held up. When two threads find
        // the same groups at the same time, the first result is kept.
        let copies = Arc::new(Copies::find(self, index, params));
        let mut kept = kept();
        if let Some(copies) = find(&kept) {
            return copies;
        }
        if kept.len() == MAX_KEPT_GROUPS {
            kept.remove(0);
        }
        kept.push((params, Arc::clone(&copies)));
        copies
    }

    /// Returns a copy of the duplicate groups by `params`; with `None`, articles at the same address.
    ///
    /// `index` must be the archive's own.
    ///
    /// # Performance
    /// The first call with new `params` searches the archive for duplicates. The groups of the latest four
    /// values are kept.
    #[must_use]
    pub fn duplicate_groups(
        &self,
        index: &Index,
        params: Option<DuplicateParams>,
    ) -> DuplicateGroups {
        self.copies(index, params).groups.clone()
    }

    /// Runs a search with the working memory of an earlier one. Allocating that memory takes as long as a short
    /// search.
    pub(crate) fn with_scratch<T>(&self, search: impl FnOnce(&mut Scratch) -> T) -> T {
        let pool = || self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = pool().pop().unwrap_or_default();
        let found = search(&mut scratch);
        pool().push(scratch);
        found
    }

    pub(super) fn metadata(&self) -> &MetadataTable {
        &self.metadata
    }

    /// Returns the date of an article in seconds since 1970.
    pub(super) fn date(&self, doc: DocId) -> Option<i64> {
        self.dates[doc.index()]
    }

    pub(super) fn blocks(&self) -> &[BlockSummary] {
        &self.blocks
    }

    /// Returns the articles at an address, in row order.
    pub(super) fn at_address(&self, address: u32) -> impl Iterator<Item = DocId> + '_ {
        let start = self.by_address.partition_point(|&(other, _)| other < address);
        let at = self.by_address[start..].iter().take_while(move |(other, _)| *other == address);
        at.map(|&(_, doc)| doc)
    }

    /// Returns all articles in order of date.
    pub(super) fn recent(&self) -> &RecencyOrder {
        &self.recent
    }

    /// Returns the articles of a section in order of date.
    pub(super) fn recent_of_section(&self, section: u32) -> Option<&RecencyOrder> {
        self.recent_of_section.get(&section)
    }

    /// Returns the items that the article's own fields pin to its list, in order.
    pub(super) fn own_pins(&self, doc: DocId) -> &[DocId] {
        self.own.pins.get(&doc).map_or(&[], Vec::as_slice)
    }

    /// Returns the origin of the block when the list article's own fields block `item`.
    pub(super) fn own_block(&self, list: DocId, item: DocId) -> Option<&Origin> {
        find_block(&self.own.blocks, list, item)
    }
}

/// Finds the block of a pair in `blocks`, which must be sorted.
pub(super) fn find_block(
    blocks: &[(DocId, DocId, Origin)],
    list: DocId,
    item: DocId,
) -> Option<&Origin> {
    let at = blocks.partition_point(|block| (block.0, block.1) < (list, item));
    let found = blocks.get(at).filter(|block| (block.0, block.1) == (list, item));
    found.map(|(_, _, origin)| origin)
}

impl BlockSummary {
    fn new(articles: &[Metadata]) -> Self {
        let mut summary = Self::default();
        for article in articles {
            if let Some(date) = article.date {
                let (first, last) = summary.dates.unwrap_or((date, date));
                summary.dates = Some((first.min(date), last.max(date)));
            }
            summary.has_evergreen |= article.evergreen;
            match article.section.number() {
                Some(section) => summary.sections.push(section),
                None => summary.has_no_section = true,
            }
        }
        summary.sections.sort_unstable();
        summary.sections.dedup();
        summary
    }
}

impl OwnRules {
    fn add(&mut self, id: &ArticleId, article: &ArticleMetadata<'_>) {
        let (pinned, blocked) = (&article.editorial.pinned, &article.editorial.blocked);
        let origin = || Origin::Article(id.clone());
        let mut push = |decision| self.rules.push(Rule { origin: origin(), until: None, decision });
        if !pinned.is_empty() {
            push(Decision::Pin { article: id.clone(), items: pinned.clone() });
        }
        if !blocked.is_empty() {
            let (article, items) = (id.clone(), blocked.clone());
            push(Decision::Block { article, items, both_ways: false });
        }
    }

    fn resolve(&mut self, row_of: impl Fn(&ArticleId) -> Option<DocId>) {
        for Rule { origin, decision, .. } in &self.rules {
            let (Decision::Pin { article, items } | Decision::Block { article, items, .. }) =
                decision
            else {
                continue;
            };
            let Some(list) = row_of(article) else { continue };
            for item in items.iter().filter_map(&row_of).filter(|&item| item != list) {
                match decision {
                    Decision::Pin { .. } => self.pins.entry(list).or_default().push(item),
                    _ => self.blocks.push((list, item, origin.clone())),
                }
            }
        }
        self.blocks.sort();
    }

    fn has_blocks(&self, list: DocId) -> bool {
        let at = self.blocks.partition_point(|block| block.0 < list);
        self.blocks.get(at).is_some_and(|block| block.0 == list)
    }
}

impl Copies {
    fn find(catalog: &ArticleCatalog, index: &Index, params: Option<DuplicateParams>) -> Self {
        let metadata = &catalog.metadata;
        let groups = DuplicateGroups::find(index, metadata, params);
        let traits = (0..metadata.n_docs()).map(DocId::from_index).map(|doc| {
            let article = metadata.of(doc);
            let bit = |is_set: bool, bit: u8| if is_set { bit } else { 0 };
            let bits = bit(article.is_restricted(), Traits::RESTRICTED)
                | bit(!groups.of(doc).is_empty(), Traits::COPIED)
                | bit(catalog.own.has_blocks(doc), Traits::BLOCKS)
                | bit(article.translation.number().is_some(), Traits::TRANSLATED)
                | bit(article.section.number().is_some(), Traits::SECTION)
                | bit(article.series.number().is_some(), Traits::SERIES);
            Traits { lang: article.lang, bits }
        });
        let traits = traits.collect();
        Self { groups, traits }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{ArticleCatalog, MAX_KEPT_GROUPS};
    use crate::article::{ArticleId, Editorial, Lang};
    use crate::index::Index;
    use crate::recommend::{ArticleMetadata, DuplicateParams};
    use crate::sparse::{DocId, SparseRows};
    use crate::text::{NumberSketch, WordSketch};

    /// Two articles at one address, and one at another.
    fn archive() -> (Index, ArticleCatalog) {
        let editorial = Editorial::default();
        let article = |url| ArticleMetadata {
            lang: Lang::ENGLISH,
            date: None,
            section: None,
            url: Some(url),
            n_chars: 0,
            text_hash: None,
            numbers: NumberSketch::default(),
            sketch: WordSketch::default(),
            editorial: &editorial,
        };
        let ids = ["a", "b", "c"].map(ArticleId::from);
        let articles = ids.iter().zip(["/1", "/2", "/1#top"].map(article));
        let rows = SparseRows::try_new(vec![0; 4], Vec::new(), Vec::new(), 1).unwrap();
        (Index::build(rows), ArticleCatalog::new(articles, |_| None))
    }

    #[test]
    fn keeps_the_groups_of_the_latest_parameter_sets() {
        let (index, catalog) = archive();
        let copies = |min_terms| {
            catalog.copies(&index, Some(DuplicateParams { min_terms, ..Default::default() }))
        };
        let first = copies(0);
        assert_eq!(first.groups.groups(), [[DocId(0), DocId(2)]]);
        assert!(Arc::ptr_eq(&first, &copies(0)));
        (1..=MAX_KEPT_GROUPS).for_each(|min_terms| {
            copies(min_terms);
        });
        let again = copies(0);
        assert!(!Arc::ptr_eq(&first, &again));
        assert_eq!(first.groups, again.groups);
    }

    #[test]
    fn finds_the_articles_at_an_address() {
        let (_, catalog) = archive();
        let at = |doc| {
            let address = catalog.metadata().of(DocId(doc)).address.number().unwrap();
            catalog.at_address(address).collect::<Vec<_>>()
        };
        assert_eq!((at(2), at(1)), (vec![DocId(0), DocId(2)], vec![DocId(1)]));
    }
}
