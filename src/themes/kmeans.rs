//! Spherical k-means: restarts by linfa, judged by the graph.

use std::array::from_fn;

use linfa::{DatasetBase, ParamGuard, traits::Fit};
use linfa_clustering::{KMeans, KMeansInit};
use linfa_nn::distance::Distance;
use ndarray::{Array2, ArrayView, ArrayView2, Dimension};
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::{
    ThemeError,
    centroids::{Clustering, refine},
    graph::Graph,
    init::greedy_start,
    prepare::{Points, to_unit_length},
};
use crate::cpu::{Isa, Loop};
use crate::reduce;

/// Points beyond this number are only seen by the refinement: restarts run on a sample.
pub(super) const SAMPLE: usize = 20_000;

/// Iterations end when the matrix of centres moves by less than this: at the recipe's measurements later
/// ones moved no row.
const TOLERANCE: f32 = 1e-3;

/// The same on a sample, whose best restart is refined over all points: half of the iterations were spent on
/// moves that this makes again.
const SAMPLE_TOLERANCE: f32 = 1e-2;

/// Iterations of each restart on a sample before it is judged.
const SCREENING_ITERATIONS: usize = 10;

/// Restarts on a sample that go on after that. Where there is no sample all go on: judging so early lost .01
/// NMI on 20 Newsgroups and AG News.
const FINALISTS: usize = 3;

/// Iterations of a finalist at most; 20 to 60 are usual.
const MAX_ITERATIONS: usize = 100;

/// Iterations over all points at the end.
pub(super) const REFINEMENTS: usize = 10;

/// Partitions points into `n_clusters`, the best of `n_restarts` by modularity of the graph; ties to the
/// earlier restart.
///
/// Each restart has its own part of the stream of random numbers that `seed` starts. O(n_restarts · iterations ·
/// n_points · n_clusters · columns), restarts in parallel. Beyond 20,000 points the iterations run on a sample of
/// that many, and after 10 of them only the three restarts of greatest modularity go on. The same seed gives the
/// same bits on any number of threads.
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
    let few = sample.as_ref().unwrap_or(points);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let streams: Vec<Xoshiro256PlusPlus> = (0..n_restarts)
        .map(|_| {
            rng.jump();
            rng.clone()
        })
        .collect();
    let judged = |centres: Array2<f32>, refinements: usize| {
        let clustering = refine(points, centres, refinements);
        let modularity = graph.modularity(&clustering.labels);
        (clustering, modularity)
    };
    let heat = |mut rng: Xoshiro256PlusPlus| {
        let start = greedy_start(few, n_clusters, &mut rng);
        if sample.is_none() {
            return Ok((start, rng, 0.0));
        }
        let centres = iterate(few.view(), start, SCREENING_ITERATIONS, SAMPLE_TOLERANCE, &rng)?;
        let (_, modularity) = judged(centres.clone(), 0);
        Ok((centres, rng, modularity))
    };
    let screened: Result<Vec<_>, ThemeError> = streams.into_par_iter().map(heat).collect();
    let mut screened = screened?;
    screened.sort_by(|a, b| b.2.total_cmp(&a.2));
    // From a sample only the best is refined: over all points that costs more than a restart.
    let (n_finalists, refinements, tolerance) = match sample {
        Some(_) => (FINALISTS, 0, SAMPLE_TOLERANCE),
        None => (n_restarts, REFINEMENTS, TOLERANCE),
    };
    screened.truncate(n_finalists);
    let finish = |(centres, rng, _): (Array2<f32>, Xoshiro256PlusPlus, f64)| {
        let centres = iterate(few.view(), centres, MAX_ITERATIONS, tolerance, &rng)?;
        Ok(judged(centres, refinements))
    };
    let finals: Result<Vec<_>, ThemeError> = screened.into_par_iter().map(finish).collect();
    let best = finals?.into_iter().reduce(|best, run| if run.1 > best.1 { run } else { best });
    let best = best.ok_or_else(|| ThemeError::Clustering("no restart was asked for".to_owned()))?;
    Ok(if sample.is_some() { judged(best.0.centres, REFINEMENTS) } else { best })
}

/// One restart to its end: a greedy start, then linfa's iterations; centres of unit length.
pub(super) fn run(
    points: &Points,
    n_clusters: usize,
    rng: &mut Xoshiro256PlusPlus,
) -> Result<Array2<f32>, ThemeError> {
    let start = greedy_start(points, n_clusters, rng);
    iterate(points.view(), start, MAX_ITERATIONS, TOLERANCE, rng)
}

/// A seeded choice of `n` points, in their order; `None` when there are no more than that.
pub(super) fn sample(points: &Points, n: usize, seed: u64) -> Option<Points> {
    let chosen = || reduce::sample(points.nrows(), n, seed);
    (points.nrows() > n).then(|| points.select(ndarray::Axis(0), &chosen()))
}

/// linfa's k-means from given centres, by cosine, `iterations` times at most or until the matrix of
/// centres moves by less than `tolerance`; centres of unit length.
///
/// linfa is asked for one iteration at a time, so that it starts each from centres of unit length: its
/// distance then needs no length of a centre for every pair of centre and point, half of the work.
fn iterate(
    points: ArrayView2<'_, f32>,
    mut centres: Array2<f32>,
    iterations: usize,
    tolerance: f32,
    rng: &Xoshiro256PlusPlus,
) -> Result<Array2<f32>, ThemeError> {
    let failed = |error: &dyn std::error::Error| ThemeError::Clustering(error.to_string());
    let points = DatasetBase::from(points);
    for _ in 0..iterations {
        let params = KMeans::params_with(centres.nrows(), rng.clone(), Cosine)
            .n_runs(1)
            .max_n_iterations(1)
            .init_method(KMeansInit::Precomputed(centres.clone()))
            .check()
            .map_err(|error| failed(&error))?;
        let mut moved = params.fit(&points).map_err(|error| failed(&error))?.centroids().to_owned();
        moved.outer_iter_mut().filter_map(|row| row.into_slice()).for_each(to_unit_length);
        let shift = Cosine.distance(centres.view(), moved.view());
        centres = moved;
        if shift < tolerance {
            break;
        }
    }
    Ok(centres)
}

/// linfa's distance for centres and rows of unit length: 1 − cosine.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cosine;

impl Distance<f32> for Cosine {
    /// Length of the difference: how far the centres moved.
    fn distance<D: Dimension>(&self, a: ArrayView<'_, f32, D>, b: ArrayView<'_, f32, D>) -> f32 {
        a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt()
    }

    /// Never below 0; 1 for a centre or a row of zeros.
    fn rdistance<D: Dimension>(&self, a: ArrayView<'_, f32, D>, b: ArrayView<'_, f32, D>) -> f32 {
        let (Some(centre), Some(row)) = (a.as_slice(), b.as_slice()) else { return 1.0 };
        (1.0 - Isa::best().run(Product { centre, row })).max(0.0)
    }
}

/// centre · row, both of a multiple of eight columns, in sums that fill vector registers.
struct Product<'a> {
    centre: &'a [f32],
    row: &'a [f32],
}

impl Loop for Product<'_> {
    type Output = f32;

    #[inline(always)]
    fn run(self) -> f32 {
        let (centres, centre_rest) = self.centre.as_chunks::<16>();
        let (rows, row_rest) = self.row.as_chunks::<16>();
        let mut wide = [0.0f32; 16];
        for (centre, row) in centres.iter().zip(rows) {
            for lane in 0..16 {
                wide[lane] += centre[lane] * row[lane];
            }
        }
        let mut sums: [f32; 8] = from_fn(|lane| wide[lane] + wide[lane + 8]);
        for (centre, row) in centre_rest.as_chunks::<8>().0.iter().zip(row_rest.as_chunks::<8>().0)
        {
            for lane in 0..8 {
                sums[lane] += centre[lane] * row[lane];
            }
        }
        // Halves added to halves: each step is one addition of registers.
        let four: [f32; 4] = from_fn(|lane| sums[lane] + sums[lane + 4]);
        (four[0] + four[2]) + (four[1] + four[3])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::{best_of, run, sample};
    use crate::{
        sparse::DocId,
        themes::{
            centroids::refine,
            graph::{Graph, tests::neighbours},
            prepare::{Points, to_unit_length},
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
