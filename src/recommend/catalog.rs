//! What lists need to know of an archive, gathered once.

use std::sync::{Arc, Mutex};

use hashbrown::HashMap;

use super::duplicates::{DuplicateGroups, DuplicateParams};
use super::metadata::{ArticleMetadata, Metadata, MetadataTable};
use super::recency::RecencyOrder;
use super::rules::{Decision, Origin, Rule};
use crate::article::{ArticleId, Lang};
use crate::index::{Index, ROW_BLOCK};
use crate::sparse::DocId;

/// Sets of parameters whose groups of copies are kept. A request may ask for any parameters, so the number
/// of kept sets must be bounded; a site uses one or two.
const MAX_KEPT_GROUPS: usize = 4;

/// What lists need to know of an archive whatever is asked of them: metadata, editors' fields, copies.
///
/// It is made once. A request with its own policy, rules and moment then costs no pass over the archive.
/// Memory: about 240 bytes an article.
#[derive(Debug)]
pub struct ArticleCatalog {
    metadata: MetadataTable,
    /// Seconds since 1970 of each article. A copy of `metadata`, because the search reads dates more often
    /// than anything else of it.
    dates: Vec<Option<i64>>,
    blocks: Vec<BlockSummary>,
    /// Articles by the number of their address, sorted.
    by_address: Vec<(u32, DocId)>,
    recent: RecencyOrder,
    recent_of_section: HashMap<u32, RecencyOrder>,
    own: OwnRules,
    copies: Mutex<Vec<(Option<DuplicateParams>, Arc<Copies>)>>,
}

/// What is known of [`ROW_BLOCK`] rows. In an archive in the order of time their dates lie close together.
#[derive(Clone, Debug, Default)]
pub(super) struct BlockSummary {
    /// First and last date; `None` when no article of the block has one.
    pub(super) dates: Option<(i64, i64)>,
    pub(super) has_evergreen: bool,
    pub(super) has_no_section: bool,
    /// Numbers of the sections, ascending.
    pub(super) sections: Vec<u32>,
}

/// What the articles' own fields pin and block.
#[derive(Clone, Debug, Default)]
struct OwnRules {
    rules: Vec<Rule>,
    pins: HashMap<DocId, Vec<DocId>>,
    /// Pairs of list and item, sorted.
    blocks: Vec<(DocId, DocId, Origin)>,
}

/// Groups of copies, and the traits of each article that decide most questions about it.
#[derive(Clone, Debug)]
pub(super) struct Copies {
    pub(super) groups: DuplicateGroups,
    pub(super) traits: Vec<Traits>,
}

/// Why more than the language has to be asked before an article may stand in a list, as bits.
///
/// A search asks about most pairs more often than their metadata come from memory, so each article has four
/// bytes that answer for most pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traits {
    pub(super) lang: Lang,
    pub(super) bits: u8,
}

impl Traits {
    /// Editors hid, retracted, embargoed or dated the article, or it is legally sensitive.
    pub(super) const RESTRICTED: u8 = 1;
    /// The article has copies.
    pub(super) const COPIED: u8 = 2;
    /// The article's own fields block others from its list.
    pub(super) const BLOCKS: u8 = 4;
    /// The article has a translation key.
    pub(super) const TRANSLATED: u8 = 8;
    /// The article has a section.
    pub(super) const SECTION: u8 = 16;
    /// The article is part of a series.
    pub(super) const SERIES: u8 = 32;
    /// Set by a policy whose questions depend on more than the traits.
    pub(super) const ANY: u8 = u8::MAX;
}

impl ArticleCatalog {
    /// Gathers what lists need to know of `articles`, in row order. O(n_docs · log n_docs).
    ///
    /// `row_of` returns the row of an id, `None` for an unknown one.
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
            metadata,
        }
    }

    /// Number of articles.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.metadata.n_docs()
    }

    /// The pins and blocks of the articles' own fields, as rules, in row order.
    #[must_use]
    pub fn own_rules(&self) -> &[Rule] {
        &self.own.rules
    }

    /// The groups of articles that are nearly the same, by `params`; the first call finds them, which costs a
    /// search for copies, and later calls return what it found.
    ///
    /// `index` is that of the archive. Parameters that are asked for rarely are found again.
    pub(super) fn copies(&self, index: &Index, params: Option<DuplicateParams>) -> Arc<Copies> {
        let kept = || self.copies.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let find = |kept: &[(Option<DuplicateParams>, Arc<Copies>)]| {
            kept.iter().find(|(of, _)| *of == params).map(|(_, copies)| Arc::clone(copies))
        };
        if let Some(copies) = find(&kept()) {
            return copies;
        }
        // The search runs without the lock, so that other requests go on. Two that find the same groups at
        // the same time keep those of the first.
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

    /// The groups of articles that are nearly the same, by `params`; see `copies`.
    #[must_use]
    pub fn duplicate_groups(
        &self,
        index: &Index,
        params: Option<DuplicateParams>,
    ) -> DuplicateGroups {
        self.copies(index, params).groups.clone()
    }

    pub(super) fn metadata(&self) -> &MetadataTable {
        &self.metadata
    }

    /// Seconds since 1970 of an article.
    pub(super) fn date(&self, doc: DocId) -> Option<i64> {
        self.dates[doc.index()]
    }

    pub(super) fn blocks(&self) -> &[BlockSummary] {
        &self.blocks
    }

    /// The articles at an address, by row.
    pub(super) fn at_address(&self, address: u32) -> impl Iterator<Item = DocId> + '_ {
        let start = self.by_address.partition_point(|&(other, _)| other < address);
        let at = self.by_address[start..].iter().take_while(move |(other, _)| *other == address);
        at.map(|&(_, doc)| doc)
    }

    /// All articles in the order of their dates.
    pub(super) fn recent(&self) -> &RecencyOrder {
        &self.recent
    }

    /// The articles of a section in the order of their dates.
    pub(super) fn recent_of_section(&self, section: u32) -> Option<&RecencyOrder> {
        self.recent_of_section.get(&section)
    }

    /// What the article's own fields pin to its list, in order.
    pub(super) fn own_pins(&self, doc: DocId) -> &[DocId] {
        self.own.pins.get(&doc).map_or(&[], Vec::as_slice)
    }

    /// Where an article's own fields say that `item` must not stand in the list of `list`.
    pub(super) fn own_block(&self, list: DocId, item: DocId) -> Option<&Origin> {
        find_block(&self.own.blocks, list, item)
    }
}

/// Finds a pair of list and item among sorted ones.
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
        let mut push = |what| self.rules.push(Rule { origin: origin(), until: None, what });
        if !pinned.is_empty() {
            push(Decision::Pin { article: id.clone(), items: pinned.clone() });
        }
        if !blocked.is_empty() {
            let (article, items) = (id.clone(), blocked.clone());
            push(Decision::Block { article, items, both_ways: false });
        }
    }

    fn resolve(&mut self, row_of: impl Fn(&ArticleId) -> Option<DocId>) {
        for Rule { origin, what, .. } in &self.rules {
            let (Decision::Pin { article, items } | Decision::Block { article, items, .. }) = what
            else {
                continue;
            };
            let Some(list) = row_of(article) else { continue };
            for item in items.iter().filter_map(&row_of).filter(|&item| item != list) {
                match what {
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
