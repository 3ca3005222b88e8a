//! What stands in the places that similar articles leave.

use std::cmp::Reverse;

use hashbrown::HashMap;

use super::eligibility::Eligibility;
use super::factors::credible;
use super::select::{Reason, Recommendation};
use crate::sparse::DocId;

/// Who may step in, the most recent first.
pub(super) struct Substitutes<'s> {
    eligibility: &'s Eligibility,
    themes: Option<&'s [Option<u32>]>,
    /// All listed articles, the most recent first, those without a date, or with one ahead, last, then by row.
    all: Vec<DocId>,
    of_theme: HashMap<u32, Vec<DocId>>,
    of_section: HashMap<u32, Vec<DocId>>,
}

impl<'s> Substitutes<'s> {
    /// `themes` has the theme of each article, shape (n_docs,).
    pub(super) fn new(eligibility: &'s Eligibility, themes: Option<&'s [Option<u32>]>) -> Self {
        let metadata = eligibility.metadata();
        let docs = (0..metadata.n_docs()).map(DocId::from_index);
        let mut all: Vec<DocId> = docs.filter(|&doc| eligibility.is_listed(doc)).collect();
        let date = |doc: DocId| credible(metadata.of(doc), eligibility.now());
        all.sort_by_key(|&doc| Reverse(date(doc).unwrap_or(i64::MIN)));
        let (mut of_theme, mut of_section) = (HashMap::new(), HashMap::new());
        for &doc in &all {
            if let Some(theme) = themes.and_then(|themes| themes[doc.index()]) {
                of_theme.entry(theme).or_insert_with(Vec::new).push(doc);
            }
            if let Some(section) = metadata.of(doc).section.number() {
                of_section.entry(section).or_insert_with(Vec::new).push(doc);
            }
        }
        Self { eligibility, themes, all, of_theme, of_section }
    }

    /// Fills a list up to `k`: from the themes of the articles it is for, their sections, then from all.
    /// `may_join` says who may still stand beside the items.
    pub(super) fn fill(
        &self,
        docs: &[DocId],
        picks: &mut Vec<Recommendation>,
        k: usize,
        may_join: impl Fn(DocId, &[Recommendation]) -> bool,
    ) {
        let themes = docs.iter().filter_map(|doc| self.themes.and_then(|all| all[doc.index()]));
        let of_themes = themes.filter_map(|theme| self.of_theme.get(&theme));
        let sections =
            docs.iter().filter_map(|&doc| self.eligibility.metadata().of(doc).section.number());
        let of_sections = sections.filter_map(|section| self.of_section.get(&section));
        let sources = of_themes
            .map(|source| (Reason::SameTheme, source))
            .chain(of_sections.map(|source| (Reason::SameSection, source)))
            .chain([(Reason::Latest, &self.all)]);
        let groups = self.eligibility.groups();
        for (reason, source) in sources {
            for &other in source {
                if picks.len() >= k {
                    return;
                }
                let stands = |pick: &Recommendation| {
                    pick.doc == other || groups.are_together(pick.doc, other)
                };
                if !picks.iter().any(stands) && may_join(other, picks) {
                    picks.push(Recommendation { doc: other, reason, weighted: 0.0 });
                }
            }
        }
    }
}
