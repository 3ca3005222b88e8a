//! Fills the places that similar articles leave empty.

use hashbrown::HashMap;

use super::cap::lists_to_drop;
use super::catalog::ArticleCatalog;
use super::diversity::is_different_enough;
use super::duplicates::DuplicateGroups;
use super::item::{Reason, Recommendation};
use super::recency::RecencyOrder;
use super::selector::Selector;
use crate::article::Date;
use crate::sparse::DocId;

/// The theme of each article, and the articles of each theme in order of date.
#[derive(Clone, Debug)]
pub struct ThemeOrders {
    /// The theme of each article, shape (n_docs,).
    theme_of: Vec<Option<u32>>,
    recent_of_theme: HashMap<u32, RecencyOrder>,
}

impl ThemeOrders {
    /// Sorts the articles of each theme by date. `theme_of` has the theme of each article, shape (n_docs,).
    /// O(n_docs · log n_docs).
    ///
    /// # Panics
    /// When `theme_of` does not have one entry for each article.
    #[must_use]
    pub fn new(theme_of: Vec<Option<u32>>, catalog: &ArticleCatalog) -> Self {
        assert_eq!(theme_of.len(), catalog.n_docs(), "each article needs a theme or `None`");
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

/// The sources of fallback articles.
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

    /// Fills a list up to `k` items: from the themes of `docs`, then from their sections, then from all
    /// articles, most recent first.
    ///
    /// `may_join` returns whether an article may be added to the given items.
    ///
    /// # Performance
    /// O(articles passed over), at worst all of them, where few may join.
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
                let is_listed = |item: &Recommendation| {
                    item.doc == other || self.groups.are_together(item.doc, other)
                };
                if !list.iter().any(is_listed) && may_join(other, list) {
                    list.push(Recommendation { doc: other, reason, weighted: 0.0 });
                    if list.len() >= k {
                        return;
                    }
                }
            }
        }
    }
}

/// Fills the short lists of `docs` if the policy asks for it, then empties those below its minimum.
///
/// Lists are filled in the order given, within the caps on inbound links and on similarity. Under a cap on
/// inbound links, the items of emptied lists become available to other lists. Without `themes`, themes are
/// skipped as a source.
pub(super) fn fill_lists(
    selector: &Selector,
    docs: &[DocId],
    lists: &mut [Vec<Recommendation>],
    themes: Option<&ThemeOrders>,
) {
    let min = selector.policy.fill.min;
    if selector.policy.fill.on {
        let substitutes = Substitutes::new(selector, themes);
        let refills = selector.policy.max_inbound.is_some() && min > 0;
        let unfilled = if refills { lists.to_vec() } else { Vec::new() };
        let mut is_dropped = vec![false; lists.len()];
        loop {
            fill_once(selector, docs, lists, &is_dropped, &substitutes);
            let to_drop = if refills { lists_to_drop(lists, &is_dropped, min) } else { Vec::new() };
            if to_drop.is_empty() {
                break;
            }
            to_drop.into_iter().for_each(|list| is_dropped[list] = true);
            for ((list, unfilled), &dropped) in lists.iter_mut().zip(&unfilled).zip(&is_dropped) {
                *list = if dropped { Vec::new() } else { unfilled.clone() };
            }
        }
    }
    lists.iter_mut().filter(|list| list.len() < min).for_each(Vec::clear);
}

/// Fills each list that is not dropped, as far as earlier lists leave room.
fn fill_once(
    selector: &Selector,
    docs: &[DocId],
    lists: &mut [Vec<Recommendation>],
    is_dropped: &[bool],
    substitutes: &Substitutes<'_>,
) {
    let (k, cap) = (selector.policy.k, selector.policy.max_inbound);
    // Inbound links are counted only under a cap.
    let mut inbound = vec![0u32; if cap.is_some() { selector.index.rows().n_docs() } else { 0 }];
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
                && selector.admits(doc, other)
                && is_different_enough(
                    &selector.policy,
                    selector.index.rows(),
                    other,
                    items.chain([doc]),
                )
        };
        substitutes.fill(&[doc], list, k, may_join);
        count(&mut inbound, &list[n_before..]);
    }
}
