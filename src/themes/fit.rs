//! Fit and refit: from rows and their graph to themes.

use ndarray::s;

use super::{
    NThemes, ThemeDiff, ThemeError, ThemeParams, Themes, Wording,
    centroids::Clustering,
    cluster::{best_partition, continue_partition, n_clusters, sort_by_size},
    describe::{DescribedThemes, Describer},
    input::Input,
    lifecycle::check_before,
    prepare::Prepared,
    space::{Space, cluster_means},
    subthemes::split_themes,
    theme::lowest,
    words::TermInfo,
};
use crate::{index::Neighbours, sparse::SparseRows};

/// Largest loss of modularity, against a fresh partition, with which a continued partition is accepted. Fresh
/// partitions of one archive differ by as much from seed to seed.
const REFIT_TOLERANCE: f64 = 0.01;

impl ThemeParams {
    /// Clusters an archive into labelled themes.
    ///
    /// `topic_rows`, shape (n_docs, any number of columns), are unit rows in the weights for topics. `graph` holds the
    /// 6 to 15 nearest rows of each. `wording` holds the terms for keywords and labels. No theme is empty. If no
    /// article has terms and the number of themes is automatic, there are no themes. The same seed gives the same
    /// bits on any number of threads.
    ///
    /// # Errors
    /// [`ThemeError::NoThemes`] and [`ThemeError::InvalidSetting`] for settings out of range, [`ThemeError::Articles`] and
    /// [`ThemeError::Terms`] for inputs that do not match, [`ThemeError::TooFewArticles`] when more themes are
    /// requested than there are distinct articles with terms, [`ThemeError::Reduce`] for unusable weights.
    ///
    /// # Performance
    /// O(nnz · n_components + n_restarts · iterations · n_docs · n_themes · n_components). Memory: the dense rows three
    /// times, 1.2 kB an article at 100 components, and 16 bytes a neighbour.
    ///
    /// # Source
    /// Latent semantic analysis, smoothed over the graph of nearest rows; spherical k-means (Dhillon, Modha, "Concept
    /// decompositions for large sparse text data using clustering", 2001); modularity compares the partitions.
    pub fn fit(
        &self,
        topic_rows: &SparseRows,
        graph: &Neighbours,
        wording: Wording<'_>,
    ) -> Result<Themes, ThemeError> {
        let input = Input { topic_rows, graph, wording };
        self.check()?;
        input.check()?;
        let docs = input.docs_with_terms();
        let n_clusters = n_clusters(self, &input, &docs)?;
        if docs.is_empty() {
            return Ok(Themes::none(topic_rows.n_docs()));
        }
        let prepared = Prepared::new(self, &input, docs)?;
        let (clustering, modularity) =
            best_partition(self, &prepared.points, &prepared.graph, n_clusters)?;
        Ok(build_themes(self, &input, prepared, clustering, modularity)?.0)
    }

    /// Clusters a changed archive again, starting from its earlier themes.
    ///
    /// The arguments are those of [`ThemeParams::fit`], the earlier themes, and `before`, shape (n_docs,): for each
    /// article its position among the earlier themes, if it had one. K-means starts from the means of these articles
    /// in the new space. A fresh fit is computed as well. It replaces the continued partition when its modularity is
    /// greater by more than .01, or when another number of themes is requested. In both cases ids and names carry
    /// over as in [`Themes::match_ids`]. The same bits on any number of threads.
    ///
    /// # Errors
    /// As [`ThemeParams::fit`], and [`ThemeError::Articles`] when `before` has another number of articles.
    ///
    /// # Performance
    /// As [`ThemeParams::fit`].
    pub fn refit(
        &self,
        topic_rows: &SparseRows,
        graph: &Neighbours,
        wording: Wording<'_>,
        earlier: &Themes,
        before: &[Option<usize>],
    ) -> Result<(Themes, ThemeDiff), ThemeError> {
        let input = Input { topic_rows, graph, wording };
        self.check()?;
        input.check()?;
        check_before(topic_rows.n_docs(), before)?;
        let docs = input.docs_with_terms();
        let n_clusters = n_clusters(self, &input, &docs)?;
        let (mut themes, warm) = if docs.is_empty() {
            (Themes::none(topic_rows.n_docs()), false)
        } else {
            let prepared = Prepared::new(self, &input, docs)?;
            let fresh = best_partition(self, &prepared.points, &prepared.graph, n_clusters)?;
            let continued = self.acceptable_continuation(&prepared, before, fresh.1);
            let warm = continued.is_some();
            let (clustering, modularity) = continued.unwrap_or(fresh);
            (build_themes(self, &input, prepared, clustering, modularity)?.0, warm)
        };
        let diff = themes.match_ids(earlier, before)?;
        Ok((themes, ThemeDiff { warm, ..diff }))
    }

    /// Continues the earlier partition; returns `None` if it has the wrong number of themes or too little modularity.
    fn acceptable_continuation(
        &self,
        prepared: &Prepared,
        before: &[Option<usize>],
        fresh_modularity: f64,
    ) -> Option<(Clustering, f64)> {
        let labels: Vec<Option<usize>> =
            prepared.docs.iter().map(|doc| before[doc.index()]).collect();
        let clustering = continue_partition(&prepared.points, &labels)?;
        let modularity = prepared.graph.modularity(&clustering.labels);
        let has_wanted_number = match self.n_themes {
            NThemes::Auto => true,
            NThemes::Exactly(asked) => clustering.centroids.nrows() == asked,
        };
        let is_accepted = has_wanted_number && modularity >= fresh_modularity - REFIT_TOLERANCE;
        is_accepted.then_some((clustering, modularity))
    }
}

/// Describes the clusters, largest first, and splits them when there are two levels. Also returns the cluster of each
/// theme.
///
/// # Errors
/// [`ThemeError::Clustering`] when linfa returns an error, which checked input does not cause.
pub(super) fn build_themes(
    params: &ThemeParams,
    input: &Input<'_>,
    prepared: Prepared,
    clustering: Clustering,
    modularity: f64,
) -> Result<(Themes, Vec<usize>), ThemeError> {
    let (clustering, order) = sort_by_size(clustering);
    let terms = TermInfo::new(input.wording);
    let describer = Describer { params, input, terms: &terms };
    let mut described = describer.themes(&prepared, &clustering);
    split_themes(&describer, &prepared, &mut described)?;
    let DescribedThemes { themes, memberships, .. } = described;
    let Prepared { docs, lsa, mean, .. } = prepared;
    let (means, closeness) = cluster_means(&lsa, &docs, &clustering.labels, themes.len());
    let centroids = clustering.centroids.slice(s![.., ..lsa.n_components()]).to_owned();
    let themes = Themes {
        outliers: lowest(&memberships, params.outliers, |membership| membership.score),
        ambiguous: lowest(&memberships, params.ambiguous, |membership| membership.margin),
        memberships,
        next_id: themes.len(),
        themes,
        modularity,
        space: Some(Space { lsa: lsa.quantized(), mean, centroids, means, closeness }),
    };
    Ok((themes, order))
}
