//! Relevance judgments and labels, resolved to row numbers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{article::ArticleId, sparse::DocId};

/// The articles that each article links to. An article with links is a query; its link targets are the relevant
/// articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelevanceJudgments {
    targets: BTreeMap<DocId, BTreeSet<DocId>>,
    n_unknown: usize,
}

impl RelevanceJudgments {
    /// Resolves links to rows. `row_of` returns the row of an id, or `None` when the archive does not have it.
    ///
    /// Links from an article to itself are ignored, and repeated links count once. A link with an end outside the
    /// archive is ignored and counted in [`n_unknown`](Self::n_unknown).
    pub fn resolve<'a>(
        links: impl IntoIterator<Item = (&'a ArticleId, &'a ArticleId)>,
        row_of: impl Fn(&ArticleId) -> Option<DocId>,
    ) -> Self {
        let mut resolved = Self::default();
        for (from, to) in links.into_iter().filter(|(from, to)| from != to) {
            match (row_of(from), row_of(to)) {
                (Some(from), Some(to)) => {
                    resolved.targets.entry(from).or_default().insert(to);
                }
                _ => resolved.n_unknown += 1,
            }
        }
        resolved
    }

    /// Returns the number of articles that link to another.
    #[must_use]
    pub fn n_queries(&self) -> usize {
        self.targets.len()
    }

    /// Returns the number of distinct links between articles of the archive.
    #[must_use]
    pub fn n_links(&self) -> usize {
        self.targets.values().map(BTreeSet::len).sum()
    }

    /// Returns the number of links with an end outside the archive.
    #[must_use]
    pub fn n_unknown(&self) -> usize {
        self.n_unknown
    }

    /// Iterates over the queries in row order, each with its link targets. Each query has at least one target.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (DocId, &BTreeSet<DocId>)> {
        self.targets.iter().map(|(&query, targets)| (query, targets))
    }
}

/// Numbers labels from 0 in the order of their first use. A missing label stays `None`.
#[must_use]
pub fn number_labels<'a>(labels: impl IntoIterator<Item = Option<&'a str>>) -> Vec<Option<u32>> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut number_of = |label: &'a str| {
        let next =
            u32::try_from(numbers.len()).expect("an archive has fewer labels than a u32 can count");
        *numbers.entry(label).or_insert(next)
    };
    labels.into_iter().map(|label| label.map(&mut number_of)).collect()
}

#[cfg(test)]
mod tests {
    use super::{RelevanceJudgments, number_labels};
    use crate::{article::ArticleId, sparse::DocId};

    #[test]
    fn counts_unknown_links_and_ignores_links_to_the_article_itself() {
        let id = |name: &str| ArticleId::from(name);
        let given = [("a", "b"), ("a", "b"), ("a", "c"), ("b", "b"), ("a", "gone"), ("gone", "a")]
            .map(|(from, to)| (id(from), id(to)));
        let row_of = |id: &ArticleId| ["a", "b", "c"].iter().position(|name| *name == id.as_str());
        let links = RelevanceJudgments::resolve(given.iter().map(|(from, to)| (from, to)), |id| {
            row_of(id).map(DocId::from_index)
        });
        assert_eq!((links.n_queries(), links.n_links(), links.n_unknown()), (1, 2, 2));
        let (query, targets) = links.iter().next().unwrap();
        assert_eq!(query, DocId(0));
        assert_eq!(targets.iter().copied().collect::<Vec<_>>(), [DocId(1), DocId(2)]);
    }

    #[test]
    fn labels_are_numbered_by_first_use() {
        let labels = [Some("sport"), None, Some("arts"), Some("sport")];
        assert_eq!(number_labels(labels), [Some(0), None, Some(1), Some(0)]);
    }
}
