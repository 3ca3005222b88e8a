//! Themes that somebody named by a few words, and what is found beside them.

use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::{
    NThemes, Naming, SeededTheme, ThemeError, ThemeParams, Themes,
    centroids::{self, Clustering},
    fit::{Input, Ready, count_different},
    graph::Graph,
    kmeans, merge,
    prepare::{Points, to_unit_length},
    words::Wording,
};
use crate::{
    index::Neighbours,
    reduce::{combine, padded, sum_in_blocks},
    sparse::{DocId, SparseRows},
};

/// Articles that a named theme starts from at most. 20, 50 and 100 did equally well on BBC news.
const ANCHOR_ROWS: usize = 50;

/// In a small archive a theme starts from its share of the articles over so much, but from
/// [`LEAST_ANCHOR_ROWS`] at least: fewer articles than there are of the theme.
const ANCHOR_PART: usize = 3;
const LEAST_ANCHOR_ROWS: usize = 5;

/// Least margin of an article that a theme starts from, as a share of the greatest.
const LEAST_MARGIN: f32 = 0.25;

/// What holds a named theme where its seeds are: the anchor's share of its centre. From .3 to .5 is best on
/// 20 Newsgroups, 0 to .1 on AG News; BBC news is indifferent.
const ANCHOR_SHARE: f32 = 0.3;

/// Rounds of assignments and means at most.
const ROUNDS: usize = 10;

/// A cluster is claimed by a name whose seeds have this share of the score in it that they have in the name's
/// own articles, and by a name whose anchor is so near by cosine. Picked by leaving names out of the lists
/// for BBC news, AG News and 20 Newsgroups.
const CLAIM: f64 = 0.45;
const NEAR: f32 = 0.25;

/// What became of a list of named themes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedReport {
    /// Themes with their seeds that the vocabulary does not have.
    pub unknown_seeds: Vec<(String, Vec<String>)>,
    /// Themes that no article matches: they are left out.
    pub unmatched: Vec<String>,
}

impl ThemeParams {
    /// Clusters an archive round the themes that somebody named, and finds others beside them.
    ///
    /// Takes what [`ThemeParams::fit`] takes, and the named themes. Each is held near the articles that have
    /// most of its seeds. `n_themes` counts the themes found in addition: none for
    /// [`NThemes::Exactly`]`(0)`; for [`NThemes::Auto`] as few as the archive needs, none where the names
    /// suffice. What they are found in are clusters that no name claims: those whose articles hardly ever
    /// have a seed. They compete with the named themes for every article. A named theme that no article
    /// matches is reported and left out; no theme is empty. Cost and memory as [`ThemeParams::fit`]. The
    /// same seed gives the same bits on any number of threads.
    ///
    /// # Errors
    /// As [`ThemeParams::fit`], and [`ThemeError::NoneMatched`] when no named theme matches and none is to be
    /// found.
    ///
    /// # Source
    /// Basu, Banerjee, Mooney, "Semi-supervised clustering by seeding", 2002; an anchor that keeps its pull
    /// for the fixed seeds.
    pub fn fit_named(
        &self,
        topic_rows: &SparseRows,
        graph: &Neighbours,
        wording: Wording<'_>,
        named: &[SeededTheme],
    ) -> Result<(Themes, NamedReport), ThemeError> {
        let input = Input { topic_rows, graph, wording };
        self.check_all_but_number()?;
        input.check()?;
        let mut report = NamedReport::default();
        for theme in named.iter().filter(|theme| !theme.unknown.is_empty()) {
            report.unknown_seeds.push((theme.name.clone(), theme.unknown.clone()));
        }
        let docs = input.docs_with_words();
        if docs.is_empty() {
            report.unmatched = named.iter().map(|theme| theme.name.clone()).collect();
            return Ok((Themes::none(topic_rows.n_docs()), report));
        }
        let ready = self.prepare(&input, docs)?;
        let hits = hits(topic_rows, &ready.docs, named);
        let n_rows = (ready.docs.len() / (ANCHOR_PART * named.len().max(1)))
            .clamp(LEAST_ANCHOR_ROWS, ANCHOR_ROWS);
        let scores = self.smoothed(&hits, &ready.graph, named.len());
        let (found, anchors) = anchors(&ready.points, &scores, named.len(), n_rows);
        let free = self.free_centres(&input, &ready, &scores, &found, &anchors)?;
        if found.is_empty() && free.nrows() == 0 {
            let names: Vec<String> =
                named.iter().map(|theme| format!("`{}`", theme.name)).collect();
            return Err(ThemeError::NoneMatched { names: names.join(", ") });
        }
        let (clustering, of_anchor) = anchored(&ready.points, &anchors, &free);
        let modularity = ready.graph.modularity(&clustering.labels);
        let (mut themes, order) = self.finish(&input, ready, clustering, modularity)?;
        for (theme, &cluster) in themes.themes.iter_mut().zip(&order) {
            if let Some(anchor) = of_anchor[cluster] {
                let given = &named[found[anchor]];
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

    /// Seed scores, shape (n_points, `n_named` rounded up to eight), drawn towards those of neighbours as
    /// the rows are: an article among others with the same seeds is a safer start than one alone. On
    /// 20 Newsgroups that is worth .015 of accuracy. O(edges · n_named), points in parallel.
    fn smoothed(&self, hits: &[Hit], graph: &Graph, n_named: usize) -> Vec<f32> {
        let width = padded(n_named);
        let mut scores = vec![0.0f32; graph.n_points() * width];
        hits.iter().for_each(|hit| scores[hit.point * width + hit.name] = hit.score);
        for _ in 0..self.n_smoothings {
            let mut next = vec![0.0f32; scores.len()];
            next.par_chunks_exact_mut(width.max(1)).enumerate().for_each(|(point, out)| {
                let degree = graph.degree(point);
                if degree > 0.0 {
                    combine(graph.edges(point), &scores, out);
                }
                let (own, near) = match degree > 0.0 {
                    true => (1.0 - self.smoothing, self.smoothing / degree as f32),
                    false => (1.0, 0.0),
                };
                let before = &scores[point * width..(point + 1) * width];
                out.iter_mut().zip(before).for_each(|(to, before)| *to = own * before + near * *to);
            });
            scores = next;
        }
        let mut greatest = vec![0.0f32; width];
        for line in scores.chunks_exact(width.max(1)) {
            greatest.iter_mut().zip(line).for_each(|(most, &score)| *most = most.max(score));
        }
        for line in scores.chunks_exact_mut(width.max(1)) {
            let known = line.iter_mut().zip(&greatest).filter(|&(_, &most)| most > 0.0);
            known.for_each(|(score, most)| *score /= most);
        }
        scores
    }

    /// Where the themes that nobody named start, shape (n, columns of the points).
    fn free_centres(
        &self,
        input: &Input<'_>,
        ready: &Ready,
        scores: &[f32],
        found: &[usize],
        anchors: &Array2<f32>,
    ) -> Result<Array2<f32>, ThemeError> {
        let Ready { docs, points, graph, .. } = ready;
        let none = Array2::zeros((0, points.ncols()));
        let asked = match self.n_themes {
            NThemes::Exactly(0) => return Ok(none),
            NThemes::Exactly(asked) => Some(asked),
            NThemes::Auto => None,
        };
        let n_over = merge::n_over_clusters(docs.len()).max(asked.unwrap_or(0));
        let n_different = count_different(input.topic_rows, docs, n_over);
        if let Some(asked) = asked.filter(|&asked| n_different < asked) {
            return Err(ThemeError::TooFewArticles { asked, found: n_different });
        }
        let (over, _) = kmeans::best_of(points, graph, n_over.min(n_different), 1, self.seed)?;
        let claims = claims(points, &over, scores, found, anchors);
        let mut weakest_first: Vec<usize> = (0..claims.len()).collect();
        weakest_first.sort_by(|&a, &b| claims[a].total_cmp(&claims[b]).then(a.cmp(&b)));
        let n_unclaimed = claims.iter().filter(|&&claim| claim < CLAIM).count();
        // Whoever asks for more themes than there are clusters without a claim gets the weakest claims.
        let n_taken = n_unclaimed.max(asked.unwrap_or(0));
        let taken = &weakest_first[..n_taken.min(weakest_first.len())];
        let rows: Vec<usize> = (0..docs.len())
            .filter(|&point| taken.contains(&(over.labels[point] as usize)))
            .collect();
        if rows.is_empty() {
            return Ok(none);
        }
        let few = points.select(Axis(0), &rows);
        let few_docs: Vec<DocId> = rows.iter().map(|&point| docs[point]).collect();
        let few_graph = Graph::new(input.graph, &few_docs);
        match asked {
            Some(asked) => {
                let (best, _) =
                    kmeans::best_of(&few, &few_graph, asked, self.n_restarts, self.seed)?;
                Ok(best.centres)
            }
            None => {
                let start = over.centres.select(Axis(0), taken);
                let outside: Vec<u32> = nearest_labels(points, anchors);
                Ok(self.fewest_beside(graph, &outside, &rows, &few, &few_graph, start))
            }
        }
    }

    /// As few centres of the unclaimed rows as make the whole nearly as good as any number does, perhaps none.
    ///
    /// `outside` are the labels by named themes alone. Merging goes down as in [`merge::fewest_good`], but
    /// modularity is that of the whole archive.
    fn fewest_beside(
        &self,
        graph: &Graph,
        outside: &[u32],
        rows: &[usize],
        few: &Points,
        few_graph: &Graph,
        mut centres: Array2<f32>,
    ) -> Array2<f32> {
        let n_named = outside.iter().max().map_or(0, |&most| most + 1);
        let mut curve: Vec<(Array2<f32>, f64)> = Vec::new();
        while centres.nrows() > 0 {
            let refined = centroids::refine(few, centres, ROUNDS);
            let mut labels = outside.to_vec();
            rows.iter()
                .zip(&refined.labels)
                .for_each(|(&row, label)| labels[row] = n_named + label);
            let n = refined.centres.nrows();
            let pair = merge::best_merge(&few_graph.shares(&refined.labels, n), n);
            centres = match pair {
                Some(pair) => {
                    centroids::centres_of(few, &merge::merged(&refined.labels, pair), n - 1)
                }
                None => Array2::zeros((0, few.ncols())),
            };
            curve.push((refined.centres, graph.modularity(&labels)));
        }
        if n_named > 0 {
            curve.push((centres, graph.modularity(outside)));
        }
        let greatest = curve.iter().map(|&(_, modularity)| modularity).fold(0.0, f64::max);
        let good =
            |&&(_, modularity): &&(Array2<f32>, f64)| modularity >= self.auto_share * greatest;
        let fewest = curve.iter().rev().find(good).map(|(centres, _)| centres.clone());
        fewest.unwrap_or_else(|| Array2::zeros((0, few.ncols())))
    }
}

/// A point with seeds of a named theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hit {
    pub(super) point: usize,
    pub(super) name: usize,
    /// Sum of the weights of the theme's seeds in the point's row; above 0.
    pub(super) score: f32,
}

/// The points that have seeds: points ascending, then names. O(nnz), rows in parallel.
pub(super) fn hits(rows: &SparseRows, docs: &[DocId], named: &[SeededTheme]) -> Vec<Hit> {
    // Seeds by the first of their terms; most have no other.
    let mut by_term: hashbrown::HashMap<u32, Vec<(usize, &[u32])>, foldhash::fast::FixedState> =
        hashbrown::HashMap::default();
    for (name, theme) in named.iter().enumerate() {
        for seed in &theme.seeds {
            if let Some((&first, others)) = seed.split_first() {
                by_term.entry(first).or_default().push((name, others));
            }
        }
    }
    let of_point = |(point, &doc): (usize, &DocId)| {
        let row = rows.row(doc);
        let weight_of =
            |term: &u32| row.terms().binary_search(term).map_or(0.0, |at| row.weights()[at]);
        let mut own: Vec<Hit> = Vec::new();
        for (term, weight) in row.iter() {
            for &(name, others) in by_term.get(&term).into_iter().flatten() {
                // A phrase in pieces is only there with its last piece.
                let score = others.iter().map(weight_of).fold(weight, f32::min);
                own.push(Hit { point, name, score });
            }
        }
        // Stable, so that sums are in the order of terms.
        own.sort_by_key(|hit| hit.name);
        let sum = |same: &[Hit]| Hit { score: same.iter().map(|hit| hit.score).sum(), ..same[0] };
        own.chunk_by(|a, b| a.name == b.name).map(sum).filter(|hit| hit.score > 0.0).collect()
    };
    let hits: Vec<Vec<Hit>> = docs.par_iter().enumerate().map(of_point).collect();
    hits.into_iter().flatten().collect()
}

/// The named themes that have an anchor, and the anchors, shape (n, columns): the unit mean of the `n_rows`
/// points whose score with the theme exceeds those with all others most, and by a quarter of the greatest margin.
///
/// `scores` has shape (n_points, a multiple of eight).
fn anchors(
    points: &Points,
    scores: &[f32],
    n_named: usize,
    n_rows: usize,
) -> (Vec<usize>, Array2<f32>) {
    let (mut found, mut anchors) = (Vec::new(), Array2::zeros((0, points.ncols())));
    for name in 0..n_named {
        let lines = scores.chunks_exact(padded(n_named));
        let mut best: Vec<(f32, usize)> = lines
            .enumerate()
            .filter(|(_, line)| line[name] > 0.0)
            .map(|(point, line)| {
                let others = line.iter().enumerate().filter(|&(other, _)| other != name);
                (line[name] - others.map(|(_, &score)| score).fold(0.0, f32::max), point)
            })
            .filter(|&(margin, _)| margin > 0.0)
            .collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        best.truncate(n_rows);
        // An article that only its neighbours lend a seed is no start.
        let least = best.first().map_or(0.0, |&(most, _)| LEAST_MARGIN * most);
        best.retain(|&(margin, _)| margin >= least);
        let rows: Vec<usize> = best.into_iter().map(|(_, point)| point).collect();
        let anchor = centroids::centres_of(&points.select(Axis(0), &rows), &vec![0; rows.len()], 1);
        if anchor.iter().any(|&value| value != 0.0)
            && anchors.append(Axis(0), anchor.view()).is_ok()
        {
            found.push(name);
        }
    }
    (found, anchors)
}

/// How strongly some name claims each cluster: the mean seed score of its points, over that of the points
/// nearest the name's anchor; the greatest over the names that were `found`.
///
/// A cluster whose centre lies within [`NEAR`] of an anchor is claimed whatever its words: `f64::MAX`.
fn claims(
    points: &Points,
    clustering: &Clustering,
    scores: &[f32],
    found: &[usize],
    anchors: &Array2<f32>,
) -> Vec<f64> {
    let n_clusters = clustering.centres.nrows();
    if found.is_empty() {
        return vec![0.0; n_clusters];
    }
    let width = scores.len() / points.nrows().max(1);
    let sums = |labels: &[u32], n: usize| {
        sum_in_blocks(points.nrows(), n * (width + 1), |block, sums| {
            for point in block {
                let line = labels[point] as usize * (width + 1);
                let own = &scores[point * width..(point + 1) * width];
                sums[line..].iter_mut().zip(own).for_each(|(sum, &score)| *sum += f64::from(score));
                sums[line + width] += 1.0;
            }
        })
    };
    let of_anchors = sums(&nearest_labels(points, anchors), found.len());
    let of_clusters = sums(&clustering.labels, n_clusters);
    let mean = |sums: &[f64], at: usize, name: usize| {
        let line = &sums[at * (width + 1)..(at + 1) * (width + 1)];
        line[name] / line[width].max(1.0)
    };
    let nearest: Vec<f32> =
        centroids::assign(&clustering.centres, anchors).iter().map(|near| near.score).collect();
    (0..n_clusters)
        .map(|cluster| {
            if nearest[cluster] >= NEAR {
                return f64::MAX;
            }
            let claim = |(anchor, &name): (usize, &usize)| {
                let own = mean(&of_anchors, anchor, name);
                if own > 0.0 { mean(&of_clusters, cluster, name) / own } else { 0.0 }
            };
            found.iter().enumerate().map(claim).fold(0.0, f64::max)
        })
        .collect()
}

/// The nearest centre of each point.
fn nearest_labels(points: &Points, centres: &Array2<f32>) -> Vec<u32> {
    centroids::assign(points, centres).into_iter().map(|near| near.cluster).collect()
}

/// k-means from anchors, which keep their pull, and free centres; and of each cluster the anchor, if it has
/// one. Clusters without points are left out. O(rounds · n_points · n_clusters · columns).
fn anchored(
    points: &Points,
    anchors: &Array2<f32>,
    free: &Array2<f32>,
) -> (Clustering, Vec<Option<usize>>) {
    let mut centres = anchors.clone();
    if centres.append(Axis(0), free.view()).is_err() {
        // Both have the columns of the points.
        centres = anchors.clone();
    }
    let mut labels = nearest_labels(points, &centres);
    for _ in 0..ROUNDS {
        let mut means = centroids::centres_of(points, &labels, centres.nrows());
        for (mut mean, anchor) in means.outer_iter_mut().zip(anchors.outer_iter()) {
            mean.zip_mut_with(&anchor, |mean, anchor| {
                *mean = ANCHOR_SHARE * anchor + (1.0 - ANCHOR_SHARE) * *mean;
            });
            mean.as_slice_mut().map(to_unit_length);
        }
        centres = means;
        let new = nearest_labels(points, &centres);
        let moved = labels.iter().zip(&new).filter(|(old, new)| old != new).count();
        labels = new;
        if moved * 10_000 <= points.nrows() {
            break;
        }
    }
    let mut used = vec![false; centres.nrows()];
    labels.iter().for_each(|&label| used[label as usize] = true);
    let kept: Vec<usize> = (0..centres.nrows()).filter(|&cluster| used[cluster]).collect();
    let mut number_of = vec![0u32; centres.nrows()];
    (0u32..).zip(&kept).for_each(|(number, &cluster)| number_of[cluster] = number);
    labels.iter_mut().for_each(|label| *label = number_of[*label as usize]);
    let of_anchor =
        kept.iter().map(|&cluster| (cluster < anchors.nrows()).then_some(cluster)).collect();
    (Clustering { labels, centres: centres.select(Axis(0), &kept) }, of_anchor)
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::anchors;
    use crate::reduce::padded;

    #[test]
    fn an_anchor_is_made_of_articles_that_have_its_seeds_and_not_of_their_neighbours() {
        let points = array![[1.0, 0.0], [0.0, 1.0]];
        let width = padded(1);
        let anchor = |second: f32| {
            let mut scores = vec![0.0; 2 * width];
            (scores[0], scores[width]) = (1.0, second);
            anchors(&points, &scores, 1, 5).1
        };
        assert_eq!(anchor(0.2), array![[1.0, 0.0]]);
        assert!((anchor(0.3)[[0, 1]] - 0.5f32.sqrt()).abs() < 1e-6);
    }
}
