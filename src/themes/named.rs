//! Fit around themes that an editor names by a few seed words.

use super::{
    NamedReport, Naming, SeededTheme, ThemeError, ThemeParams, Themes, Wording,
    anchors::{anchored_clusters, find_anchors, smoothed_seed_scores},
    fit::build_themes,
    input::Input,
    prepare::Prepared,
    seeds::seed_hits,
    unclaimed::unclaimed_centroids,
};
use crate::{index::Neighbours, sparse::SparseRows};

impl ThemeParams {
    /// Clusters an archive around named themes and finds other themes beside them.
    ///
    /// The arguments are those of [`ThemeParams::fit`] and the named themes. Each named theme is anchored at the
    /// articles that have most of its seeds. `n_themes` counts only the other themes: none for
    /// [`Exactly(0)`](super::NThemes::Exactly); with [`Auto`](super::NThemes::Auto) as few as the archive needs, or
    /// none if the named ones are enough. The other themes start from clusters that no named theme claims: their
    /// articles hardly ever have a seed. Then all themes compete for every article. The report names the themes that
    /// match no article, and the result leaves them out. No theme is empty. The same seed gives the same bits on any
    /// number of threads.
    ///
    /// # Errors
    /// As [`ThemeParams::fit`], and [`ThemeError::NoneMatched`] when no named theme matches and no other themes are
    /// requested.
    ///
    /// # Performance
    /// As [`ThemeParams::fit`].
    ///
    /// # Source
    /// Basu, Banerjee, Mooney, "Semi-supervised clustering by seeding", 2002. In place of their fixed seeds, an anchor
    /// pulls on the centroid in every iteration.
    pub fn fit_named(
        &self,
        topic_rows: &SparseRows,
        graph: &Neighbours,
        wording: Wording<'_>,
        named: &[SeededTheme],
    ) -> Result<(Themes, NamedReport), ThemeError> {
        let input = Input { topic_rows, graph, wording };
        self.check_all_but_n_themes()?;
        input.check()?;
        let mut report = NamedReport::default();
        for theme in named.iter().filter(|theme| !theme.unknown.is_empty()) {
            report.unknown_seeds.push((theme.name.clone(), theme.unknown.clone()));
        }
        let docs = input.docs_with_terms();
        if docs.is_empty() {
            report.unmatched = named.iter().map(|theme| theme.name.clone()).collect();
            return Ok((Themes::none(topic_rows.n_docs()), report));
        }
        let prepared = Prepared::new(self, &input, docs)?;
        let hits = seed_hits(topic_rows, &prepared.docs, named);
        let scores = smoothed_seed_scores(self, &hits, &prepared.graph, named.len());
        let anchors = find_anchors(&prepared.points, &scores, named.len());
        let unclaimed = unclaimed_centroids(self, &input, &prepared, &scores, &anchors)?;
        if anchors.themes.is_empty() && unclaimed.nrows() == 0 {
            let names: Vec<String> =
                named.iter().map(|theme| format!("`{}`", theme.name)).collect();
            return Err(ThemeError::NoneMatched { names: names.join(", ") });
        }
        let (clustering, anchor_of) =
            anchored_clusters(&prepared.points, &anchors.centroids, &unclaimed);
        let modularity = prepared.graph.modularity(&clustering.labels);
        let (mut themes, order) = build_themes(self, &input, prepared, clustering, modularity)?;
        for (theme, &cluster) in themes.themes.iter_mut().zip(&order) {
            if let Some(anchor) = anchor_of[cluster] {
                let given = &named[anchors.themes[anchor]];
                (theme.label, theme.naming) = (given.name.clone(), Naming::Given);
                theme.parent.clone_from(&given.parent);
            }
        }
        let has_theme = |name: &str| {
            themes.themes.iter().any(|theme| theme.naming == Naming::Given && theme.label == name)
        };
        let names = named.iter().map(|theme| &theme.name);
        report.unmatched = names.filter(|name| !has_theme(name)).cloned().collect();
        Ok((themes, report))
    }
}
