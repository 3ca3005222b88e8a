//! Themes of an archive: clusters of articles, each with its words.

mod choose;
mod error;
mod graph;
mod kmeans;
mod labels;
mod smooth;

use hashbrown::HashSet;
use ndarray::Array2;
use rayon::prelude::*;

use self::{graph::Graph, kmeans::Clustering, smooth::Points};
use crate::{
    index::Neighbours,
    reduce::{Lsa, LsaParams},
    sparse::{DocId, Row, SparseRows, dot},
    vectorize::Vocabulary,
};

pub use error::ThemeError;

/// How many themes to make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NThemes {
    /// As few as hold nearly as well together as any number does: see [`ThemeParams::auto_share`].
    #[default]
    Auto,
    /// This many.
    Exactly(usize),
}

/// Settings of the themes.
///
/// The defaults are those with which themes agreed best with the known classes of six archives.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeParams {
    /// How many themes to make.
    pub n_themes: NThemes,
    /// Share of the greatest modularity that the chosen number of themes must reach, .97, from 0 to 1: less
    /// makes fewer themes, 1 as many as ever pay. Only for [`NThemes::Auto`].
    pub auto_share: f64,
    /// Starts of k-means of which the best is kept, 10.
    pub n_restarts: usize,
    /// Share of its neighbours in a smoothed row, .5, from 0 to 1.
    pub smoothing: f32,
    /// How often rows are smoothed, 2.
    pub n_smoothings: usize,
    /// Number of keywords of a theme, 8; a theme has fewer where its articles have no more words.
    pub n_keywords: usize,
    /// Number of representatives of a theme, 3.
    pub n_representatives: usize,
    /// Two articles whose score reaches this do not both represent a theme, .8, from 0 up.
    pub near_identical: f32,
    /// Seed of all random choices but those of `lsa`.
    pub seed: u64,
    /// Settings of the dense rows.
    pub lsa: LsaParams,
}

impl Default for ThemeParams {
    fn default() -> Self {
        Self {
            n_themes: NThemes::Auto,
            auto_share: 0.97,
            n_restarts: 10,
            smoothing: 0.5,
            n_smoothings: 2,
            n_keywords: 8,
            n_representatives: 3,
            near_identical: 0.8,
            seed: 42,
            lsa: LsaParams::default(),
        }
    }
}

/// A cluster of articles and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Position in [`Themes::themes`]: the largest theme is 0.
    pub id: usize,
    /// One or two terms that tell this theme from all others, joined by a comma.
    pub label: String,
    /// Terms that its articles have and others do not, best first, as readers know them.
    pub keywords: Vec<String>,
    /// Number of articles.
    pub size: usize,
    /// The articles nearest the centre, nearest first, none nearly the same as another.
    pub representatives: Vec<DocId>,
}

/// The theme of an article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Membership {
    /// Id of the theme.
    pub theme: usize,
    /// Cosine of the article's smoothed row to the centre of the theme: low for an article that fits none.
    pub score: f32,
    /// `score` less the cosine to the next best theme, 0 or more: low for an article between two themes. Equal
    /// to `score` when there is one theme.
    pub margin: f32,
}

/// The themes of an archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Themes {
    /// The themes: size descending, then by first article.
    pub themes: Vec<Theme>,
    /// The theme of each article, shape (n_docs,): `None` for an article without terms.
    pub memberships: Vec<Option<Membership>>,
    /// How well the graph of near articles falls into these themes, below 1; 0 for one theme.
    pub modularity: f64,
    /// Dense space, mean and centres, kept for articles that come later.
    space: Option<Space>,
}

/// Where the centres lie.
#[derive(Clone, Debug, PartialEq)]
struct Space {
    lsa: Lsa,
    mean: Vec<f32>,
    /// Shape (n_themes, n_components), unit length.
    centres: Array2<f32>,
}

impl ThemeParams {
    /// Clusters an archive and names the clusters.
    ///
    /// `topic_rows`, shape (n_docs, any number of columns), are unit rows in the weights meant for themes;
    /// `graph` holds the nearest rows of each of them, 15 by the recipe; `all_rows`, shape (n_docs, n_terms),
    /// says which terms of `vocabulary` an article has. No theme is empty. An archive without a single
    /// article with words has no themes when their number is automatic. Memory: the dense rows three times,
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
        all_rows: &SparseRows,
        vocabulary: &Vocabulary,
    ) -> Result<Themes, ThemeError> {
        self.check()?;
        check_shapes(topic_rows, graph, all_rows, vocabulary)?;
        let has_words =
            |doc: &DocId| topic_rows.row(*doc).weights().iter().any(|&weight| weight > 0.0);
        let docs: Vec<DocId> = topic_rows.docs().filter(has_words).collect();
        let most = match self.n_themes {
            NThemes::Auto => choose::n_over_clusters(docs.len()),
            NThemes::Exactly(asked) => asked,
        };
        let n_different = count_different(topic_rows, &docs, most);
        if let NThemes::Exactly(asked) = self.n_themes
            && n_different < asked
        {
            return Err(ThemeError::TooFewArticles { asked, found: n_different });
        }
        if docs.is_empty() {
            let memberships = vec![None; topic_rows.n_docs()];
            return Ok(Themes { themes: Vec::new(), memberships, modularity: 0.0, space: None });
        }
        let lsa = self.lsa.fit(topic_rows)?;
        let (points, mean) = smooth::centred(&lsa, &docs);
        let graph = Graph::new(graph, &docs);
        let points = smooth::smooth(points, &graph, self.smoothing, self.n_smoothings);
        let (clustering, modularity) = self.cluster(&points, &graph, most.min(n_different))?;
        let clustering = largest_first(clustering);
        let described =
            self.describe(&points, &docs, &clustering, topic_rows, all_rows, vocabulary);
        let centres = clustering.centres.slice(ndarray::s![.., ..lsa.n_components()]).to_owned();
        Ok(Themes {
            memberships: memberships(&points, &docs, &clustering, topic_rows.n_docs()),
            themes: described,
            modularity,
            space: Some(Space { lsa: lsa.without_rows(), mean, centres }),
        })
    }

    fn check(&self) -> Result<(), ThemeError> {
        let settings = [
            ("auto_share", self.auto_share, 0.0, 1.0),
            ("smoothing", f64::from(self.smoothing), 0.0, 1.0),
            ("near_identical", f64::from(self.near_identical), 0.0, f64::INFINITY),
            ("n_restarts", self.n_restarts as f64, 1.0, f64::INFINITY),
        ];
        for (name, value, least, most) in settings {
            if !(least..=most).contains(&value) {
                return Err(ThemeError::Setting { name, value, least, most });
            }
        }
        if self.n_themes == NThemes::Exactly(0) {
            return Err(ThemeError::NoThemes);
        }
        Ok(())
    }

    /// The best partition with its modularity; `most` is the number of themes, or of clusters to merge.
    fn cluster(
        &self,
        points: &Points,
        graph: &Graph,
        most: usize,
    ) -> Result<(Clustering, f64), ThemeError> {
        let chosen = match self.n_themes {
            NThemes::Exactly(_) => None,
            NThemes::Auto => {
                Some(choose::fewest_good(points, graph, most, self.auto_share, self.seed)?)
            }
        };
        let n_clusters = chosen.as_ref().map_or(most, |chosen| chosen.centres.nrows());
        if n_clusters == 1 {
            let labels = vec![0; points.nrows()];
            let centres = kmeans::centres_of(points, &labels, 1);
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

    fn describe(
        &self,
        points: &Points,
        docs: &[DocId],
        clustering: &Clustering,
        topic_rows: &SparseRows,
        all_rows: &SparseRows,
        vocabulary: &Vocabulary,
    ) -> Vec<Theme> {
        let scores = kmeans::scores_with_next(points, clustering);
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); clustering.centres.nrows()];
        for (point, &label) in clustering.labels.iter().enumerate() {
            members[label as usize].push(point);
        }
        let member_docs: Vec<Vec<DocId>> = members
            .iter()
            .map(|points| points.iter().map(|&point| docs[point]).collect())
            .collect();
        let words = labels::words(all_rows, vocabulary, &member_docs, self.n_keywords);
        let near_centre = |mut points: Vec<usize>| {
            points.sort_by(|&a, &b| scores[b].0.total_cmp(&scores[a].0).then(a.cmp(&b)));
            self.representatives(points.iter().map(|&point| docs[point]), topic_rows)
        };
        let representatives: Vec<Vec<DocId>> = members.into_par_iter().map(near_centre).collect();
        words
            .into_iter()
            .zip(representatives)
            .zip(&member_docs)
            .enumerate()
            .map(|(id, ((words, representatives), docs))| Theme {
                id,
                label: words.label,
                keywords: words.keywords,
                size: docs.len(),
                representatives,
            })
            .collect()
    }

    /// The first articles of which no two are nearly the same.
    fn representatives(
        &self,
        nearest_first: impl Iterator<Item = DocId>,
        topic_rows: &SparseRows,
    ) -> Vec<DocId> {
        let mut kept: Vec<DocId> = Vec::new();
        for doc in nearest_first {
            if kept.len() == self.n_representatives {
                break;
            }
            let score = |&other: &DocId| dot(topic_rows.row(doc), topic_rows.row(other));
            if kept.iter().map(score).all(|score| score < self.near_identical) {
                kept.push(doc);
            }
        }
        kept
    }
}

impl Themes {
    /// The theme of an article that was not there when the themes were made, from its row in the weights
    /// of the topic rows; `None` for a row without known terms.
    ///
    /// Such a row is not smoothed, so its score and margin are lower than those of the archive's own.
    /// O((terms of the row + n_themes) · n_components).
    #[must_use]
    pub fn assign(&self, row: Row<'_>) -> Option<Membership> {
        let space = self.space.as_ref()?;
        let mut point = space.lsa.transform(row);
        if point.iter().all(|&value| value == 0.0) {
            return None;
        }
        point.iter_mut().zip(&space.mean).for_each(|(value, mean)| *value -= mean);
        smooth::to_unit_length(&mut point);
        let cosine = |centre: ndarray::ArrayView1<'_, f32>| -> f32 {
            centre.iter().zip(&point).map(|(centre, value)| centre * value).sum()
        };
        let scores: Vec<f32> = space.centres.outer_iter().map(cosine).collect();
        let theme = (0..scores.len()).min_by(|&a, &b| scores[b].total_cmp(&scores[a]))?;
        let others = scores.iter().enumerate().filter(|&(other, _)| other != theme);
        let next = others.map(|(_, &score)| score).max_by(f32::total_cmp);
        Some(membership(theme, scores[theme], next))
    }
}

fn check_shapes(
    topic_rows: &SparseRows,
    graph: &Neighbours,
    all_rows: &SparseRows,
    vocabulary: &Vocabulary,
) -> Result<(), ThemeError> {
    let expected = topic_rows.n_docs();
    for (what, found) in [("the graph", graph.n_docs()), ("the rows for labels", all_rows.n_docs())]
    {
        if found != expected {
            return Err(ThemeError::Articles { what, expected, found });
        }
    }
    let (expected, found) = (vocabulary.n_terms(), all_rows.n_terms());
    if found != expected {
        return Err(ThemeError::Terms { expected, found });
    }
    Ok(())
}

/// Number of different rows, counted up to `enough`.
fn count_different(rows: &SparseRows, docs: &[DocId], enough: usize) -> usize {
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

/// Numbers clusters by size descending, then by first point.
fn largest_first(clustering: Clustering) -> Clustering {
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
    Clustering {
        labels: clustering.labels.iter().map(|&label| number_of[label as usize]).collect(),
        centres: clustering.centres.select(ndarray::Axis(0), &order),
    }
}

fn memberships(
    points: &Points,
    docs: &[DocId],
    clustering: &Clustering,
    n_docs: usize,
) -> Vec<Option<Membership>> {
    let mut memberships = vec![None; n_docs];
    let scores = kmeans::scores_with_next(points, clustering);
    for ((doc, &label), (score, next)) in docs.iter().zip(&clustering.labels).zip(scores) {
        memberships[doc.index()] = Some(membership(label as usize, score, next));
    }
    memberships
}

fn membership(theme: usize, score: f32, next: Option<f32>) -> Membership {
    Membership { theme, score, margin: next.map_or(score, |next| (score - next).max(0.0)) }
}

#[cfg(test)]
mod tests {
    use super::{NThemes, ThemeError, ThemeParams, Themes};
    use crate::{
        index::{Neighbour, Neighbours},
        sparse::{DocId, SparseRows, dot},
        vectorize::Vocabulary,
    };

    const WORDS: [&str; 9] =
        ["game", "coach", "score", "bank", "profit", "share", "film", "actor", "music"];

    /// Unit rows with equal weights, from lists of terms.
    fn rows(docs: &[Vec<u32>]) -> SparseRows {
        let (mut offsets, mut weights) = (vec![0], Vec::new());
        for doc in docs {
            offsets.push(offsets[offsets.len() - 1] + doc.len());
            weights.extend(doc.iter().map(|_| 1.0 / (doc.len() as f32).sqrt()));
        }
        SparseRows::try_new(offsets, docs.concat(), weights, WORDS.len()).unwrap()
    }

    fn nearest(rows: &SparseRows) -> Neighbours {
        Neighbours::from_lists(rows.docs().map(|doc| {
            let others = rows.docs().filter(|&other| other != doc);
            let mut list: Vec<Neighbour> = others
                .map(|other| Neighbour { doc: other, score: dot(rows.row(doc), rows.row(other)) })
                .filter(|near| near.score > 0.0)
                .collect();
            list.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
            list.truncate(10);
            list
        }))
    }

    fn fit(docs: &[Vec<u32>], params: &ThemeParams) -> Result<Themes, ThemeError> {
        let terms: Vec<[&str; 1]> = WORDS.iter().map(|&word| [word]).collect();
        let terms: Vec<&[&str]> = terms.iter().map(|term| term.as_slice()).collect();
        let vocabulary = Vocabulary::for_tests(&terms, &[1; WORDS.len()]);
        let rows = rows(docs);
        params.fit(&rows, &nearest(&rows), &rows, &vocabulary)
    }

    fn exactly(n: usize) -> ThemeParams {
        ThemeParams { n_themes: NThemes::Exactly(n), ..ThemeParams::default() }
    }

    /// Articles about three things, two words of three each, and one without words.
    fn newspaper() -> Vec<Vec<u32>> {
        let pairs = [[0, 1], [0, 2], [1, 2]];
        let mut docs: Vec<Vec<u32>> = Vec::new();
        for (topic, n) in [(0, 12), (3, 9), (6, 15)] {
            docs.extend((0..n).map(|at| pairs[at % 3].iter().map(|word| word + topic).collect()));
        }
        docs.push(Vec::new());
        docs
    }

    #[test]
    fn a_newspaper_falls_into_its_sections() {
        let check = |params: &ThemeParams| {
            let found = fit(&newspaper(), params).unwrap();
            assert_eq!(
                found.themes.iter().map(|theme| theme.size).collect::<Vec<_>>(),
                [15, 12, 9]
            );
            let theme_of = |doc: usize| found.memberships[doc].map(|membership| membership.theme);
            for (range, theme) in [(0..12, 1), (12..21, 2), (21..36, 0)] {
                assert!(range.clone().all(|doc| theme_of(doc) == Some(theme)), "{range:?}");
            }
            assert_eq!(theme_of(36), None);
            for (id, theme) in found.themes.iter().enumerate() {
                assert_eq!(
                    (theme.id, theme.representatives.len(), theme.keywords.len()),
                    (id, 3, 3)
                );
                assert_eq!(theme.label.split(", ").count(), 2);
            }
            let scores = found.memberships.iter().flatten();
            assert!(
                scores.into_iter().all(|m| m.score > 0.5 && m.margin > 0.0 && m.score <= 1.0001)
            );
            assert!((found.modularity - 0.65).abs() < 0.02, "{}", found.modularity);
            let rows = rows(&[vec![6, 7, 8], vec![]]);
            assert_eq!(
                found.assign(rows.row(DocId(0))).map(|membership| membership.theme),
                Some(0)
            );
            assert_eq!(found.assign(rows.row(DocId(1))), None);
        };
        check(&exactly(3));
        check(&ThemeParams::default());
    }

    #[test]
    fn bits_do_not_depend_on_threads() {
        let on = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| fit(&newspaper(), &ThemeParams::default()).unwrap())
        };
        assert_eq!(on(1), on(4));
    }

    #[test]
    fn the_same_article_over_and_over_is_one_theme() {
        for n in 1..8 {
            let found = fit(&vec![vec![0, 1]; n], &ThemeParams::default()).unwrap();
            assert_eq!(found.themes.len(), 1, "{n} articles");
            assert_eq!(found.themes[0].size, n);
            assert_eq!(found.themes[0].representatives, [DocId(0)]);
            assert!(
                found.memberships.iter().flatten().all(|m| m.margin == m.score && m.score > 0.99)
            );
        }
    }

    #[test]
    fn as_many_themes_as_different_articles_can_be_had() {
        for n in 1..=9 {
            let found = fit(&newspaper(), &exactly(n)).unwrap();
            assert_eq!(found.themes.len(), n);
            assert!(found.themes.iter().all(|theme| theme.size > 0 && !theme.label.is_empty()));
        }
    }

    #[test]
    fn an_archive_without_words_has_no_themes() {
        for n in [0, 3] {
            let found = fit(&vec![Vec::new(); n], &ThemeParams::default()).unwrap();
            assert_eq!((found.themes.len(), found.memberships), (0, vec![None; n]));
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        let check = |docs: &[Vec<u32>], params: &ThemeParams, expected: &str| {
            assert_eq!(fit(docs, params).unwrap_err().to_string(), expected);
        };
        let defaults = ThemeParams::default();
        check(&newspaper(), &exactly(0), "0 themes are asked for: at least 1 is needed");
        check(
            &newspaper(),
            &exactly(10),
            "10 themes are asked for, but only 9 different articles have words",
        );
        check(
            &newspaper(),
            &ThemeParams { smoothing: f32::NAN, ..defaults.clone() },
            "`smoothing` is NaN: it must be from 0 to 1",
        );
        check(
            &newspaper(),
            &ThemeParams { auto_share: f64::NAN, ..defaults.clone() },
            "`auto_share` is NaN: it must be from 0 to 1",
        );
        check(
            &newspaper(),
            &ThemeParams { n_restarts: 0, ..defaults.clone() },
            "`n_restarts` is 0: it must be from 1 to inf",
        );
        let (some, more) = (rows(&newspaper()), rows(&newspaper()[1..]));
        let terms: Vec<&[&str]> = vec![&["game"]];
        let vocabulary = Vocabulary::for_tests(&terms, &[1]);
        let error = defaults.fit(&some, &nearest(&more), &some, &vocabulary).unwrap_err();
        assert_eq!(error.to_string(), "the graph has 36 rows, but there are 37 articles");
        let error = defaults.fit(&some, &nearest(&some), &some, &vocabulary).unwrap_err();
        assert_eq!(error.to_string(), "the rows for labels have 9 columns, but there are 1 terms");
    }
}
