//! From rows and their graph to themes: the recipe, step by step.

use hashbrown::HashSet;

use super::{
    NThemes, ThemeError, ThemeParams, Themes,
    centroids::{self, Clustering},
    describe::Described,
    graph::Graph,
    kmeans, merge,
    prepare::{self, Points},
    space,
    theme::{Space, lowest},
    words::{Terms, Wording},
};
use crate::{
    index::Neighbours,
    reduce::Lsa,
    sparse::{DocId, SparseRows},
};

impl ThemeParams {
    /// Clusters an archive and names the clusters.
    ///
    /// `topic_rows`, shape (n_docs, any number of columns), are unit rows in the weights meant for themes;
    /// `graph` holds the nearest rows of each of them, 6 to 15; `wording` is what the themes are called by.
    /// No theme is empty. An archive without a single article with words has no themes when their number is
    /// automatic. Memory: the dense rows three times,
    /// 1.2 kB an article at 100 components, and 16 bytes a neighbour. O(nnz · n_components + n_restarts ·
    /// iterations · n_docs · n_themes · n_components). The same seed gives the same bits on any number
    /// of threads.
    ///
    /// # Errors
    /// [`ThemeError::NoThemes`], [`ThemeError::Setting`] for settings that make no sense,
    /// [`ThemeError::Articles`] and [`ThemeError::Terms`] for shapes that do not match,
    /// [`ThemeError::TooFewArticles`] when fewer different articles have words than themes are asked for,
    /// [`ThemeError::Reduce`] for unusable weights.
    ///
    /// # Source
    /// Latent semantic analysis smoothed over the graph of nearest rows, spherical k-means (Dhillon, Modha,
    /// "Concept decompositions for large sparse text data using clustering", 2001), and modularity as judge.
    pub fn fit(
        &self,
        topic_rows: &SparseRows,
        graph: &Neighbours,
        wording: Wording<'_>,
    ) -> Result<Themes, ThemeError> {
        let input = Input { topic_rows, graph, wording };
        self.check()?;
        input.check()?;
        let docs = input.docs_with_words();
        let n_clusters = self.n_clusters(topic_rows, &docs)?;
        if docs.is_empty() {
            return Ok(Themes::none(topic_rows.n_docs()));
        }
        let ready = self.prepare(&input, docs)?;
        let (clustering, modularity) = self.cluster(&ready.points, &ready.graph, n_clusters)?;
        Ok(self.finish(&input, ready, clustering, modularity)?.0)
    }

    /// How many clusters k-means starts with: the number asked for, or that from which they are merged, and never
    /// more than there are different rows.
    ///
    /// # Errors
    /// [`ThemeError::TooFewArticles`] when more are asked for than rows differ.
    pub(super) fn n_clusters(
        &self,
        topic_rows: &SparseRows,
        docs: &[DocId],
    ) -> Result<usize, ThemeError> {
        let most = match self.n_themes {
            NThemes::Auto => merge::n_over_clusters(docs.len()),
            NThemes::Exactly(asked) => asked,
        };
        let found = count_different(topic_rows, docs, most);
        match self.n_themes {
            NThemes::Exactly(asked) if found < asked => {
                Err(ThemeError::TooFewArticles { asked, found })
            }
            _ => Ok(most.min(found)),
        }
    }

    /// Rows made ready for clustering: dense, centred, smoothed over their graph.
    pub(super) fn prepare(&self, input: &Input<'_>, docs: Vec<DocId>) -> Result<Ready, ThemeError> {
        let lsa = self.lsa.fit(input.topic_rows)?;
        let (points, mean) = prepare::centred(&lsa, &docs);
        let graph = Graph::new(input.graph, &docs);
        let points = prepare::smooth(points, &graph, self.smoothing, self.n_smoothings);
        Ok(Ready { docs, lsa, mean, points, graph })
    }

    /// Describes the clusters, the largest first, and splits them when there are two levels; and the cluster
    /// that each theme was.
    pub(super) fn finish(
        &self,
        input: &Input<'_>,
        ready: Ready,
        clustering: Clustering,
        modularity: f64,
    ) -> Result<(Themes, Vec<usize>), ThemeError> {
        let (clustering, order) = largest_first(clustering);
        let terms = Terms::new(input.wording);
        let Described { mut themes, mut memberships, label_words } =
            self.describe(input, &ready, &terms, &clustering);
        self.split(input, &ready, &terms, &label_words, &mut themes, &mut memberships)?;
        let Ready { docs, lsa, mean, .. } = ready;
        let (means, closeness) = space::means(&lsa, &docs, &clustering.labels, themes.len());
        let centres = clustering.centres.slice(ndarray::s![.., ..lsa.n_components()]).to_owned();
        let themes = Themes {
            outliers: lowest(&memberships, self.outliers, |membership| membership.score),
            ambiguous: lowest(&memberships, self.ambiguous, |membership| membership.margin),
            memberships,
            next_id: themes.len(),
            themes,
            modularity,
            space: Some(Space { lsa: lsa.frozen(), mean, centres, means, closeness }),
        };
        Ok((themes, order))
    }

    /// The best partition with its modularity; `most` is the number of themes, or of clusters to merge.
    pub(super) fn cluster(
        &self,
        points: &Points,
        graph: &Graph,
        most: usize,
    ) -> Result<(Clustering, f64), ThemeError> {
        let chosen = match self.n_themes {
            NThemes::Exactly(_) => None,
            NThemes::Auto => {
                Some(merge::fewest_good(points, graph, most, self.auto_share, self.seed)?)
            }
        };
        let n_clusters = chosen.as_ref().map_or(most, |chosen| chosen.centres.nrows());
        if n_clusters == 1 {
            let labels = vec![0; points.nrows()];
            let centres = centroids::centres_of(points, &labels, 1);
            return Ok((Clustering { labels, centres }, 0.0));
        }
        let best = kmeans::best_of(points, graph, n_clusters, self.n_restarts, self.seed)?;
        // The partition that merging left is one more candidate, made at no further cost.
        let merged = chosen.map(|chosen| {
            let modularity = graph.modularity(&chosen.labels);
            (chosen, modularity)
        });
        Ok(merged.filter(|merged| merged.1 > best.1).unwrap_or(best))
    }
}

/// What themes are made from, as [`ThemeParams::fit`] takes it.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) topic_rows: &'a SparseRows,
    pub(super) graph: &'a Neighbours,
    pub(super) wording: Wording<'a>,
}

/// Articles with words as points, and the graph between them.
pub(super) struct Ready {
    pub(super) docs: Vec<DocId>,
    pub(super) lsa: Lsa,
    pub(super) mean: Vec<f32>,
    pub(super) points: Points,
    pub(super) graph: Graph,
}

impl Input<'_> {
    /// Whether all parts are of the same articles and terms.
    pub(super) fn check(&self) -> Result<(), ThemeError> {
        let Input { topic_rows, graph, wording } = self;
        let Wording { rows, vocabulary, n_repeated, langs } = wording;
        let expected = topic_rows.n_docs();
        let shapes = [
            ("the graph", graph.n_docs()),
            ("the rows for labels", rows.n_docs()),
            ("the languages", langs.len()),
        ];
        for (what, found) in shapes {
            if found != expected {
                return Err(ThemeError::Articles { what, expected, found });
            }
        }
        let expected = vocabulary.n_terms();
        let lengths = [("the rows for labels", rows.n_terms()), ("the repeats", n_repeated.len())];
        for (what, found) in lengths {
            if found != expected {
                return Err(ThemeError::Terms { what, expected, found });
            }
        }
        Ok(())
    }

    /// The articles that can be placed.
    pub(super) fn docs_with_words(&self) -> Vec<DocId> {
        let has_words =
            |doc: &DocId| self.topic_rows.row(*doc).weights().iter().any(|&weight| weight > 0.0);
        self.topic_rows.docs().filter(has_words).collect()
    }
}

/// Number of different rows, counted up to `enough`.
pub(super) fn count_different(rows: &SparseRows, docs: &[DocId], enough: usize) -> usize {
    let mut seen: HashSet<(&[u32], Vec<u32>), foldhash::fast::FixedState> = HashSet::default();
    for &doc in docs {
        if seen.len() >= enough {
            break;
        }
        let row = rows.row(doc);
        seen.insert((row.terms(), row.weights().iter().map(|weight| weight.to_bits()).collect()));
    }
    seen.len()
}

/// Numbers clusters by size descending, then by first point; and the former number of each.
pub(super) fn largest_first(clustering: Clustering) -> (Clustering, Vec<usize>) {
    let n_clusters = clustering.centres.nrows();
    let (mut sizes, mut firsts) = (vec![0usize; n_clusters], vec![usize::MAX; n_clusters]);
    for (point, &label) in clustering.labels.iter().enumerate() {
        sizes[label as usize] += 1;
        firsts[label as usize] = firsts[label as usize].min(point);
    }
    let mut order: Vec<usize> = (0..n_clusters).collect();
    order.sort_by_key(|&cluster| (std::cmp::Reverse(sizes[cluster]), firsts[cluster]));
    let mut number_of = vec![0u32; n_clusters];
    (0u32..).zip(&order).for_each(|(number, &cluster)| number_of[cluster] = number);
    let numbered = Clustering {
        labels: clustering.labels.iter().map(|&label| number_of[label as usize]).collect(),
        centres: clustering.centres.select(ndarray::Axis(0), &order),
    };
    (numbered, order)
}
