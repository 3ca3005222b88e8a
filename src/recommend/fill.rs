//! What stands in the places that similar articles leave empty.

use hashbrown::HashMap;

use super::cap::lists_to_drop;
use super::catalog::ArticleCatalog;
use super::diversity::differs;
use super::duplicates::DuplicateGroups;
use super::item::{Reason, Recommendation};
use super::recency::RecencyOrder;
use super::selector::Selector;
use crate::article::Date;
use crate::sparse::DocId;

/// The theme of each article, and the articles of each theme in the order of their dates.
#[derive(Clone, Debug)]
pub struct ThemeOrders {
    /// Shape (n_docs,).
    theme_of: Vec<Option<u32>>,
    recent_of_theme: HashMap<u32, RecencyOrder>,
}

impl ThemeOrders {
    /// Sorts the articles of each theme by date. `theme_of` has shape (n_docs,). O(n_docs · log n_docs).
    ///
    /// # Panics
    /// When `theme_of` does not have one value for each article.
    #[must_use]
    pub fn new(theme_of: Vec<Option<u32>>, catalog: &ArticleCatalog) -> Self {
        assert_eq!(theme_of.len(), catalog.n_docs(), "each article has a theme or none");
        let mut docs: HashMap<u32, Vec<DocId>> = HashMap::new();
        for (doc, theme) in theme_of.iter().enumerate() {
            if let &Some(theme) = theme {
                docs.entry(theme).or_default().push(DocId::from_index(doc));
            }
        }
        let order =
            |docs: Vec<DocId>| RecencyOrder::new(docs.into_iter(), catalog.metadata().all());
        let recent_of_theme = docs.into_iter().map(|(theme, docs)| (theme, order(docs))).collect();
        Self { theme_of, recent_of_theme }
    }
}

/// Where substitutes come from.
pub(super) struct Substitutes<'s> {
    catalog: &'s ArticleCatalog,
    groups: &'s DuplicateGroups,
    themes: Option<&'s ThemeOrders>,
    now: Date,
}

impl<'s> Substitutes<'s> {
    pub(super) fn new(selector: &'s Selector, themes: Option<&'s ThemeOrders>) -> Self {
        let eligibility = &selector.eligibility;
        Self {
            catalog: eligibility.catalog(),
            groups: eligibility.groups(),
            themes,
            now: eligibility.now(),
        }
    }

    /// Fills a list up to `k`: from the themes of the articles it is for, then from their sections, then from
    /// all articles, the most recent first. `may_join` says whether an article may stand beside the items.
    pub(super) fn fill(
        &self,
        docs: &[DocId],
        list: &mut Vec<Recommendation>,
        k: usize,
        may_join: impl Fn(DocId, &[Recommendation]) -> bool,
    ) {
        let theme = |&doc: &DocId| {
            let themes = self.themes?;
            themes.recent_of_theme.get(&themes.theme_of[doc.index()]?)
        };
        let section = |&doc: &DocId| {
            let section = self.catalog.metadata().of(doc).section.number()?;
            self.catalog.recent_of_section(section)
        };
        let of_themes = docs.iter().filter_map(theme).map(|order| (Reason::SameTheme, order));
        let of_sections = docs.iter().filter_map(section).map(|order| (Reason::SameSection, order));
        let sources = of_themes.chain(of_sections).chain([(Reason::Latest, self.catalog.recent())]);
        for (reason, order) in sources {
            if list.len() >= k {
                return;
            }
            for other in order.at(self.now) {
                let stands = |item: &Recommendation| {
                    item.doc == other || self.groups.are_together(item.doc, other)
                };
                if !list.iter().any(stands) && may_join(other, list) {
                    list.push(Recommendation { doc: other, reason, weighted: 0.0 });
                    if list.len() >= k {
                        return;
                    }
                }
            }
        }
    }
}

impl Selector {
    /// Fills the lists of `docs` that are shorter than asked, when the policy says so, and empties those that
    /// are still below its minimum.
    ///
    /// Lists are filled in the order given. Caps on inbound links and on similarity hold here too; under a cap
    /// the places of emptied lists fill others. Without `themes` the same theme is no source.
    pub(super) fn fill(
        &self,
        docs: &[DocId],
        lists: &mut [Vec<Recommendation>],
        themes: Option<&ThemeOrders>,
    ) {
        let min = self.policy.fill.min;
        if self.policy.fill.on {
            let substitutes = Substitutes::new(self, themes);
            let gives_back = self.policy.max_inbound.is_some() && min > 0;
            let unfilled = if gives_back { lists.to_vec() } else { Vec::new() };
            let mut is_dropped = vec![false; lists.len()];
            loop {
                self.fill_once(docs, lists, &is_dropped, &substitutes);
                let to_drop =
                    if gives_back { lists_to_drop(lists, &is_dropped, min) } else { Vec::new() };
                if to_drop.is_empty() {
                    break;
                }
                to_drop.into_iter().for_each(|list| is_dropped[list] = true);
                for ((list, unfilled), &dropped) in lists.iter_mut().zip(&unfilled).zip(&is_dropped)
                {
                    *list = if dropped { Vec::new() } else { unfilled.clone() };
                }
            }
        }
        lists.iter_mut().filter(|list| list.len() < min).for_each(Vec::clear);
    }

    /// Fills the lists that are not dropped, each as far as the lists before it leave room.
    fn fill_once(
        &self,
        docs: &[DocId],
        lists: &mut [Vec<Recommendation>],
        is_dropped: &[bool],
        substitutes: &Substitutes<'_>,
    ) {
        let (k, cap) = (self.policy.k, self.policy.max_inbound);
        // Only a cap counts the lists that an article stands in.
        let mut inbound = vec![0u32; if cap.is_some() { self.index.rows().n_docs() } else { 0 }];
        let count = |inbound: &mut [u32], items: &[Recommendation]| {
            if cap.is_some() {
                items.iter().for_each(|item| inbound[item.doc.index()] += 1);
            }
        };
        lists.iter().for_each(|list| count(&mut inbound, list));
        let all = docs.iter().zip(lists).zip(is_dropped);
        for ((&doc, list), _) in all.filter(|((_, list), dropped)| list.len() < k && !**dropped) {
            let n_before = list.len();
            let may_join = |other: DocId, items: &[Recommendation]| {
                let items = items.iter().map(|item| item.doc);
                cap.is_none_or(|cap| inbound[other.index()] < cap)
                    && self.admits(doc, other)
                    && differs(&self.policy, self.index.rows(), other, items.chain([doc]))
            };
            substitutes.fill(&[doc], list, k, may_join);
            count(&mut inbound, &list[n_before..]);
        }
    }
}
