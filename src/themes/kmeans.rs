//! Spherical k-means: starts, linfa's iterations, refinement over all points.

use linfa::{DatasetBase, ParamGuard, traits::Fit};
use linfa_clustering::{KMeans, KMeansInit};
use linfa_nn::distance::Distance;
use ndarray::{Array2, ArrayView, ArrayView2, Dimension};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::{
    ThemeError,
    graph::Graph,
    smooth::{Points, to_unit_length},
};
use crate::reduce::{combine, padded, sum_in_blocks};

/// Points beyond this number are only seen by the refinement: restarts run on a sample.
const SAMPLE: usize = 100_000;

/// Iterations end when the matrix of centres moves by less than this: at the recipe's measurements later
/// ones moved no row.
const TOLERANCE: f32 = 1e-3;

/// Iterations of one restart at most; 20 to 40 are usual.
const MAX_ITERATIONS: u64 = 100;

/// Iterations over all points after a restart.
const REFINEMENTS: usize = 10;

/// Points that one task takes.
const TASK_POINTS: usize = 256;

/// A partition of points: cluster of each point, shape (n_points,), and centres of unit length, shape
/// (n_clusters, the columns of the points). No cluster is empty.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clustering {
    pub(super) labels: Vec<u32>,
    pub(super) centres: Array2<f32>,
}

/// The nearest centre of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Nearest {
    pub(super) cluster: u32,
    pub(super) score: f32,
}

/// Partitions points into `n_clusters`, the best of `n_restarts` by modularity of the graph; ties to the
/// earlier restart.
///
/// Each restart has its own part of the stream of random numbers that `seed` starts. O(n_restarts ·
/// iterations · n_points · n_clusters · columns), restarts in parallel; beyond 100,000 points the iterations
/// run on a sample of that many. The same seed gives the same bits on any number of threads.
///
/// # Errors
/// [`ThemeError::Clustering`] when linfa refuses, which no checked input should make it do.
///
/// # Panics
/// When there are fewer points than clusters.
pub(super) fn best_of(
    points: &Points,
    graph: &Graph,
    n_clusters: usize,
    n_restarts: usize,
    seed: u64,
) -> Result<(Clustering, f64), ThemeError> {
    let sample = sample(points, SAMPLE, seed);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let streams: Vec<Xoshiro256PlusPlus> = (0..n_restarts)
        .map(|_| {
            rng.jump();
            rng.clone()
        })
        .collect();
    let runs: Result<Vec<(Clustering, f64)>, ThemeError> = streams
        .into_par_iter()
        .map(|mut rng| {
            let centres = run(sample.as_ref().unwrap_or(points), n_clusters, &mut rng)?;
            let clustering = refine(points, centres, REFINEMENTS);
            let modularity = graph.modularity(&clustering.labels);
            Ok((clustering, modularity))
        })
        .collect();
    let best = runs?.into_iter().reduce(|best, run| if run.1 > best.1 { run } else { best });
    best.ok_or_else(|| ThemeError::Clustering("no restart was asked for".to_owned()))
}

/// One restart: a greedy start, then linfa's iterations; centres of unit length.
pub(super) fn run(
    points: &Points,
    n_clusters: usize,
    rng: &mut Xoshiro256PlusPlus,
) -> Result<Array2<f32>, ThemeError> {
    let start = greedy_start(points, n_clusters, rng);
    iterate(points.view(), start, rng)
}

/// A seeded choice of `n` points, in their order; `None` when there are no more than that.
pub(super) fn sample(points: &Points, n: usize, seed: u64) -> Option<Points> {
    if points.nrows() <= n {
        return None;
    }
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..points.nrows()).collect();
    for at in 0..n {
        order.swap(at, rng.gen_range(at..points.nrows()));
    }
    order[..n].sort_unstable();
    Some(points.select(ndarray::Axis(0), &order[..n]))
}

/// Centres to start from: greedy k-means++, 2 + ln k candidates a step, the best of them kept.
///
/// Candidates are drawn with the distance to the nearest centre as their weight. When no point is away from
/// the centres any more, points are taken in their order. O(n_points · k · ln k · columns).
///
/// # Source
/// Arthur, Vassilvitskii, "k-means++: the advantages of careful seeding", 2007, section 5.
fn greedy_start(points: &Points, n_clusters: usize, rng: &mut Xoshiro256PlusPlus) -> Array2<f32> {
    let n_points = points.nrows();
    assert!(n_clusters <= n_points, "{n_points} points for {n_clusters} clusters");
    let n_candidates = 2 + (n_clusters as f64).ln() as usize;
    let mut chosen = vec![rng.gen_range(0..n_points)];
    let mut distances = distances_to(points, &chosen).swap_remove(0);
    while chosen.len() < n_clusters {
        let candidates = draw(&distances, n_candidates, rng);
        if candidates.is_empty() {
            let left = (0..n_points).filter(|point| !chosen.contains(point));
            let more: Vec<usize> = left.take(n_clusters - chosen.len()).collect();
            chosen.extend(more);
            break;
        }
        let mut nearer = distances_to(points, &candidates);
        let inertia = |new: &Vec<f32>| {
            sum_in_blocks(n_points, 1, |block, sum| {
                let pairs = new[block.clone()].iter().zip(&distances[block]);
                sum[0] = pairs.map(|(new, old)| f64::from(new.min(*old))).sum();
            })[0]
        };
        let inertias: Vec<f64> = nearer.iter().map(inertia).collect();
        let best = (0..candidates.len())
            .min_by(|&a, &b| inertias[a].total_cmp(&inertias[b]))
            .unwrap_or_default();
        let new = nearer.swap_remove(best);
        distances.iter_mut().zip(new).for_each(|(old, new)| *old = old.min(new));
        // A chosen point never comes again, not even by the rounding of its distance to itself.
        distances[candidates[best]] = 0.0;
        chosen.push(candidates[best]);
    }
    points.select(ndarray::Axis(0), &chosen)
}

/// Draws points with the given weights; none when all weights are 0.
fn draw(weights: &[f32], n: usize, rng: &mut Xoshiro256PlusPlus) -> Vec<usize> {
    let mut total = 0.0;
    let sums: Vec<f64> = weights
        .iter()
        .map(|&weight| {
            total += f64::from(weight);
            total
        })
        .collect();
    if total <= 0.0 {
        return Vec::new();
    }
    let mut one = || {
        let at = rng.gen_range(0.0..total);
        sums.partition_point(|&sum| sum <= at).min(weights.len() - 1)
    };
    (0..n).map(|_| one()).collect()
}

/// Distances, 1 − cosine, of all points to each of a few of them.
fn distances_to(points: &Points, few: &[usize]) -> Vec<Vec<f32>> {
    let centres = Transposed::new(&points.select(ndarray::Axis(0), few));
    let scores = centres.scores(points);
    let column = |at: usize| {
        scores.iter().skip(at).step_by(centres.stride).map(|score| distance(*score)).collect()
    };
    (0..few.len()).into_par_iter().map(column).collect()
}

/// 1 − cosine, 0 when that is rounding.
fn distance(score: f32) -> f32 {
    let distance = 1.0 - score;
    if distance > 1e-6 { distance } else { 0.0 }
}

/// linfa's k-means from given centres, by cosine; centres of unit length.
fn iterate(
    points: ArrayView2<'_, f32>,
    start: Array2<f32>,
    rng: &Xoshiro256PlusPlus,
) -> Result<Array2<f32>, ThemeError> {
    let failed = |error: &dyn std::error::Error| ThemeError::Clustering(error.to_string());
    let params = KMeans::params_with(start.nrows(), rng.clone(), Cosine)
        .n_runs(1)
        .tolerance(TOLERANCE)
        .max_n_iterations(MAX_ITERATIONS)
        .init_method(KMeansInit::Precomputed(start))
        .check()
        .map_err(|error| failed(&error))?;
    let model = params.fit(&DatasetBase::from(points)).map_err(|error| failed(&error))?;
    let mut centres = model.centroids().to_owned();
    centres.outer_iter_mut().filter_map(|row| row.into_slice()).for_each(to_unit_length);
    Ok(centres)
}

/// linfa's distance for unit rows: 1 − cosine between a centre, which is a mean, and a row.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cosine;

impl Distance<f32> for Cosine {
    /// Length of the difference: linfa measures with it how far the centres moved.
    fn distance<D: Dimension>(&self, a: ArrayView<'_, f32, D>, b: ArrayView<'_, f32, D>) -> f32 {
        a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt()
    }

    /// Never below 0; 1 for a centre or a row of zeros.
    fn rdistance<D: Dimension>(&self, a: ArrayView<'_, f32, D>, b: ArrayView<'_, f32, D>) -> f32 {
        let (Some(centre), Some(row)) = (a.as_slice(), b.as_slice()) else { return 1.0 };
        let (product, square) = product_and_square(centre, row);
        if square > 0.0 { (1.0 - product / square.sqrt()).max(0.0) } else { 1.0 }
    }
}

/// centre · row and centre · centre, in eight sums that the compiler keeps in vector registers.
#[inline]
fn product_and_square(centre: &[f32], row: &[f32]) -> (f32, f32) {
    let (mut products, mut squares) = ([0.0f32; 8], [0.0f32; 8]);
    for (centre, row) in centre.as_chunks::<8>().0.iter().zip(row.as_chunks::<8>().0) {
        for lane in 0..8 {
            products[lane] += centre[lane] * row[lane];
            squares[lane] += centre[lane] * centre[lane];
        }
    }
    (products.iter().sum(), squares.iter().sum())
}

/// Centres turned round, so that one pass over a point gives its scores with all of them.
struct Transposed {
    centres: Vec<f32>,
    n_centres: usize,
    stride: usize,
}

impl Transposed {
    fn new(centres: &Array2<f32>) -> Self {
        let stride = padded(centres.nrows());
        let mut turned = vec![0.0; centres.ncols() * stride];
        for ((centre, column), &value) in centres.indexed_iter() {
            turned[column * stride + centre] = value;
        }
        Self { centres: turned, n_centres: centres.nrows(), stride }
    }

    /// What `then` makes of each point and its scores with all centres.
    fn map<T: Send>(&self, points: &Points, then: impl Fn(usize, &[f32]) -> T + Sync) -> Vec<T> {
        let width = points.ncols();
        let values = points.as_slice().unwrap_or_default();
        let tasks: Vec<Vec<T>> = (0..points.nrows().div_ceil(TASK_POINTS))
            .into_par_iter()
            .map(|task| {
                let mut scores = vec![0.0; self.stride];
                let range = task * TASK_POINTS..((task + 1) * TASK_POINTS).min(points.nrows());
                range
                    .map(|point| {
                        let own = &values[point * width..(point + 1) * width];
                        combine(own.iter().copied().enumerate(), &self.centres, &mut scores);
                        then(point, &scores[..self.n_centres])
                    })
                    .collect()
            })
            .collect();
        tasks.into_iter().flatten().collect()
    }

    /// Scores, shape (n_points, stride).
    fn scores(&self, points: &Points) -> Vec<f32> {
        let width = points.ncols();
        let values = points.as_slice().unwrap_or_default();
        let mut scores = vec![0.0; points.nrows() * self.stride];
        scores.par_chunks_mut(TASK_POINTS * self.stride).enumerate().for_each(|(task, out)| {
            for (at, out) in out.chunks_exact_mut(self.stride).enumerate() {
                let point = task * TASK_POINTS + at;
                let point = &values[point * width..(point + 1) * width];
                combine(point.iter().copied().enumerate(), &self.centres, out);
            }
        });
        scores
    }
}

/// The centre of greatest cosine for each point; ties to the lower centre.
pub(super) fn assign(points: &Points, centres: &Array2<f32>) -> Vec<Nearest> {
    Transposed::new(centres).map(points, |_, scores| {
        let mut nearest = Nearest { cluster: 0, score: f32::NEG_INFINITY };
        for (cluster, &score) in (0..).zip(scores) {
            if score > nearest.score {
                nearest = Nearest { cluster, score };
            }
        }
        nearest
    })
}

/// Score of each point with its own centre, and the best of the others: `None` when there are no others.
pub(super) fn scores_with_next(
    points: &Points,
    clustering: &Clustering,
) -> Vec<(f32, Option<f32>)> {
    Transposed::new(&clustering.centres).map(points, |point, scores| {
        let own = clustering.labels[point] as usize;
        let others = scores.iter().enumerate().filter(|&(cluster, _)| cluster != own);
        (scores[own], others.map(|(_, &score)| score).max_by(f32::total_cmp))
    })
}

/// Unit mean of the points of each cluster, shape (n_clusters, columns): zeros for an empty one.
pub(super) fn centres_of(points: &Points, labels: &[u32], n_clusters: usize) -> Array2<f32> {
    let width = points.ncols();
    let values = points.as_slice().unwrap_or_default();
    let sums = sum_in_blocks(points.nrows(), n_clusters * width, |block, sums| {
        for point in block {
            let line = labels[point] as usize * width;
            let own = &values[point * width..(point + 1) * width];
            sums[line..line + width].iter_mut().zip(own).for_each(|(sum, &v)| *sum += f64::from(v));
        }
    });
    let mut centres = Array2::zeros((n_clusters, width));
    for (mut centre, sums) in centres.outer_iter_mut().zip(sums.chunks(width.max(1))) {
        let length = sums.iter().map(|sum| sum * sum).sum::<f64>().sqrt();
        if length > 0.0 {
            centre.iter_mut().zip(sums).for_each(|(to, sum)| *to = (sum / length) as f32);
        }
    }
    centres
}

/// Lloyd's iterations over all points from given centres, until less than one point in ten thousand moves.
///
/// A cluster without points takes over the point that is served worst by its own, so none is empty at the
/// end. O(iterations · n_points · n_clusters · columns).
pub(super) fn refine(points: &Points, mut centres: Array2<f32>, iterations: usize) -> Clustering {
    let n_clusters = centres.nrows();
    let mut labels = labels_of(points, &mut centres);
    for _ in 0..iterations {
        centres = centres_of(points, &labels, n_clusters);
        let new = labels_of(points, &mut centres);
        let moved = labels.iter().zip(&new).filter(|(old, new)| old != new).count();
        labels = new;
        if moved * 10_000 <= points.nrows() {
            break;
        }
    }
    Clustering { labels, centres }
}

/// Assigns all points and fills empty clusters, whose centres move.
fn labels_of(points: &Points, centres: &mut Array2<f32>) -> Vec<u32> {
    let mut nearest = assign(points, centres);
    let mut sizes = vec![0usize; centres.nrows()];
    nearest.iter().for_each(|near| sizes[near.cluster as usize] += 1);
    for empty in 0..centres.nrows() {
        if sizes[empty] > 0 {
            continue;
        }
        let movable =
            (0..points.nrows()).filter(|&point| sizes[nearest[point].cluster as usize] > 1);
        let worst = movable.min_by(|&a, &b| nearest[a].score.total_cmp(&nearest[b].score));
        let Some(worst) = worst else { break };
        sizes[nearest[worst].cluster as usize] -= 1;
        sizes[empty] = 1;
        // A score above all others: the point is not taken away again.
        nearest[worst] = Nearest { cluster: u32::try_from(empty).unwrap_or_default(), score: 2.0 };
        centres.row_mut(empty).assign(&points.row(worst));
    }
    nearest.into_iter().map(|near| near.cluster).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::{best_of, refine, run, sample};
    use crate::{
        sparse::DocId,
        themes::{
            graph::{Graph, tests::neighbours},
            smooth::{Points, to_unit_length},
        },
    };

    fn unit(mut points: Points) -> Points {
        points.outer_iter_mut().filter_map(|row| row.into_slice()).for_each(to_unit_length);
        points
    }

    /// `n` points round each of the first three axes.
    fn planted(n: usize) -> Points {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
        unit(Points::from_shape_fn((3 * n, 8), |(point, column)| {
            f32::from(u8::from(point % 3 == column)) + rng.gen_range(-0.2..0.2)
        }))
    }

    /// A ring of neighbours inside each residue class.
    fn ring(n_points: usize, n_classes: usize) -> Graph {
        let lists: Vec<Vec<(u32, f32)>> = (0..n_points)
            .map(|point| vec![(((point + n_classes) % n_points) as u32, 0.5)])
            .collect();
        let lists: Vec<&[(u32, f32)]> = lists.iter().map(Vec::as_slice).collect();
        let docs: Vec<DocId> = (0..n_points).map(DocId::from_index).collect();
        Graph::new(&neighbours(&lists), &docs)
    }

    #[test]
    fn planted_clusters_are_found_on_any_number_of_threads() {
        let (points, graph) = (planted(700), ring(2100, 3));
        let on = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| best_of(&points, &graph, 3, 4, 42).unwrap())
        };
        let (clustering, modularity) = on(1);
        assert!((modularity - 2.0 / 3.0).abs() < 1e-6, "{modularity}");
        for (point, &label) in clustering.labels.iter().enumerate() {
            assert_eq!(label, clustering.labels[point % 3]);
        }
        assert_eq!(on(4), (clustering, modularity));
    }

    proptest! {
        #[test]
        fn no_cluster_is_empty(
            values in prop::collection::vec(prop::sample::select(vec![-1.0f32, 0.0, 1.0]), 12 * 8),
            n_distinct in 1usize..=12,
            n_clusters in 1usize..=12,
            seed in 0u64..100,
        ) {
            let points = unit(Points::from_shape_fn((12, 8), |(point, column)| values[point % n_distinct * 8 + column]));
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
            let clustering = refine(&points, run(&points, n_clusters, &mut rng).unwrap(), 10);
            for cluster in 0..n_clusters {
                prop_assert!(clustering.labels.contains(&(cluster as u32)));
            }
            prop_assert!(clustering.centres.iter().all(|value| value.is_finite()));
        }
    }

    #[test]
    fn a_sample_keeps_the_order_of_the_points() {
        let points = Points::from_shape_fn((50, 8), |(point, _)| point as f32);
        let few = sample(&points, 20, 3).unwrap();
        let firsts = few.column(0).to_vec();
        assert!(firsts.is_sorted() && firsts.len() == 20);
        assert_eq!(sample(&points, 50, 3), None);
    }
}
