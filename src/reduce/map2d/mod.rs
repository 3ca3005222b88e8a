//! A flat map of points: groups as islands, similar points near each other.

mod init;
mod position;
mod repulsion;

use ndarray::Array2;
use rayon::prelude::*;

use self::{init::initial_positions, position::Position, repulsion::repulsions};

/// Number of iterations. With half as many, groups were torn on an archive of 18,000 articles.
const N_ITERATIONS: usize = 250;

/// Factor of the attraction at the first iteration. It falls linearly to [`LAST_ATTRACTION`] until half of the
/// iterations. With the published factor, 1, a large map is an even plain; from a factor of 4 on, groups shrink to
/// knots. Picked by eye on four archives.
const FIRST_ATTRACTION: f32 = 2.0;
const LAST_ATTRACTION: f32 = 1.2;

/// Scale of the initial positions, relative to discs with one point per unit of area. Points that start far apart never
/// meet.
const INITIAL_SCALE: f32 = 0.1;

/// Factor of edges to another group. Islands stay connected but do not merge.
const ACROSS_FACTOR: f32 = 0.25;

/// Share of the attraction of a point that goes to the centre of its group. For a point without edges it is 1.
const HOME_SHARE: f32 = 0.02;

/// Share of the last move that a point repeats.
const MOMENTUM: f32 = 0.8;

/// Returns a position for each point, shape (n_points,), in the square from 0 to 1. The longer side of the map is
/// horizontal.
///
/// `rows`, shape (n_points, n_columns), decide where a point starts inside its group. `labels`, shape (n_points,), are
/// rows of `centroids`, the groups. `edges` returns the neighbours of a point with positive weights that are the same
/// in both directions. Points attract their neighbours and repel all others. The same input gives the same bits on any
/// number of threads.
///
/// # Panics
/// When the number of labels is not the number of rows, or a label is no row of `centroids`.
///
/// # Performance
/// 250 iterations of O(n_points + edges), in parallel. Memory: 100 bytes a point in addition to the input.
///
/// # Source
/// Van der Maaten, "Accelerating t-SNE using tree-based algorithms", 2014. The attraction is stronger than there (Böhm,
/// Berens, Kobak, "Attraction-repulsion spectrum in neighbor embeddings", 2022), and the initial positions already have
/// the right large-scale structure (Kobak, Linderman, "Initialization is critical for preserving global data structure
/// in both t-SNE and UMAP", 2021).
pub(crate) fn map2d<E>(
    rows: &Array2<f32>,
    labels: &[u32],
    centroids: &Array2<f32>,
    edges: impl Fn(usize) -> E + Sync,
) -> Vec<Position>
where
    E: Iterator<Item = (usize, f32)>,
{
    assert_eq!(rows.nrows(), labels.len(), "each row needs one label");
    let n = labels.len();
    let mut positions = initial_positions(rows, labels, centroids);
    positions.iter_mut().flatten().for_each(|value| *value *= INITIAL_SCALE);
    let graph = GroupedGraph::new(labels, edges);
    let mut velocities = vec![[0.0f32; 2]; n];
    for iteration in 0..N_ITERATIONS {
        let progress = (2.0 * iteration as f32 / N_ITERATIONS as f32).min(1.0);
        let attraction = FIRST_ATTRACTION + (LAST_ATTRACTION - FIRST_ATTRACTION) * progress;
        let homes = group_centres(&positions, labels, centroids.nrows());
        let repulsions = repulsions(&positions);
        let total: f64 = repulsions.iter().map(|repulsion| f64::from(repulsion.q)).sum();
        let scale = if total > 0.0 { (n as f64 / total) as f32 / attraction } else { 0.0 };
        let step = |(point, velocity): (usize, &Position)| {
            let attraction = graph.attraction(point, &positions, &homes);
            let force = [
                attraction[0] + scale * repulsions[point].x,
                attraction[1] + scale * repulsions[point].y,
            ];
            [MOMENTUM * velocity[0] + force[0], MOMENTUM * velocity[1] + force[1]]
        };
        velocities = velocities.par_iter().enumerate().map(step).collect();
        for (position, velocity) in positions.iter_mut().zip(&velocities) {
            *position = [position[0] + velocity[0], position[1] + velocity[1]];
        }
    }
    framed(&positions)
}

/// The graph with lower weights between groups.
struct GroupedGraph<'a, F> {
    labels: &'a [u32],
    edges: F,
    /// Sum of the weights of each point, shape (n_points,).
    degrees: Vec<f32>,
}

impl<'a, E, F> GroupedGraph<'a, F>
where
    E: Iterator<Item = (usize, f32)>,
    F: Fn(usize) -> E + Sync,
{
    fn new(labels: &'a [u32], edges: F) -> Self {
        let mut graph = Self { labels, edges, degrees: Vec::new() };
        let degree = |point: usize| {
            (graph.edges)(point).map(|(target, w)| graph.weight(point, target, w)).sum::<f32>()
        };
        graph.degrees = (0..labels.len()).into_par_iter().map(degree).collect();
        graph
    }

    fn weight(&self, point: usize, target: usize, weight: f32) -> f32 {
        if self.labels[point] == self.labels[target] { weight } else { ACROSS_FACTOR * weight }
    }

    /// Returns the force on a point towards its neighbours and towards the centre of its group.
    fn attraction(&self, point: usize, positions: &[Position], homes: &[Position]) -> [f32; 2] {
        let here = positions[point];
        let mut sum = [0.0f32; 2];
        let mut add = |there: Position, share: f32| {
            let (dx, dy) = (there[0] - here[0], there[1] - here[1]);
            let force = share / (1.0 + dx * dx + dy * dy);
            sum[0] += force * dx;
            sum[1] += force * dy;
        };
        let degrees = &self.degrees;
        let home_share = if degrees[point] > 0.0 { HOME_SHARE } else { 1.0 };
        for (target, w) in (self.edges)(point) {
            let w = self.weight(point, target, w) * 0.5;
            // The mean of the shares that the edge has at both ends.
            let share = (1.0 - home_share) * (w / degrees[point] + w / degrees[target]);
            add(positions[target], share);
        }
        add(homes[self.labels[point] as usize], home_share);
        sum
    }
}

/// Returns the mean position of each group.
fn group_centres(positions: &[Position], labels: &[u32], n_groups: usize) -> Vec<Position> {
    let mut sums = vec![(0.0f64, 0.0f64, 0.0f64); n_groups];
    for (position, &label) in positions.iter().zip(labels) {
        let sum = &mut sums[label as usize];
        *sum = (sum.0 + f64::from(position[0]), sum.1 + f64::from(position[1]), sum.2 + 1.0);
    }
    sums.iter().map(|&(x, y, n)| [(x / n.max(1.0)) as f32, (y / n.max(1.0)) as f32]).collect()
}

/// Rotates the map so that its widest direction is horizontal, then moves and scales it into the square from 0 to 1.
fn framed(positions: &[Position]) -> Vec<Position> {
    let n = positions.len().max(1) as f64;
    let sums = positions.iter().fold([0.0f64; 2], |sums, position| {
        [sums[0] + f64::from(position[0]), sums[1] + f64::from(position[1])]
    });
    let mean = [sums[0] / n, sums[1] / n];
    let (mut xx, mut xy, mut yy) = (0.0f64, 0.0f64, 0.0f64);
    for position in positions {
        let (x, y) = (f64::from(position[0]) - mean[0], f64::from(position[1]) - mean[1]);
        (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
    }
    let (sin, cos) = (0.5 * (2.0 * xy).atan2(xx - yy)).sin_cos();
    let rotated: Vec<[f64; 2]> = positions
        .iter()
        .map(|position| {
            let (x, y) = (f64::from(position[0]) - mean[0], f64::from(position[1]) - mean[1]);
            [x * cos + y * sin, y * cos - x * sin]
        })
        .collect();
    let min = |axis: usize| rotated.iter().map(|at| at[axis]).fold(f64::INFINITY, f64::min);
    let max = |axis: usize| rotated.iter().map(|at| at[axis]).fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = ([min(0), min(1)], [max(0), max(1)]);
    let extent = (high[0] - low[0]).max(high[1] - low[1]);
    let scale = if extent > 0.0 { 1.0 / extent } else { 0.0 };
    let put = |at: [f64; 2], axis: usize| {
        ((at[axis] - 0.5 * (low[axis] + high[axis])) * scale + 0.5).clamp(0.0, 1.0) as f32
    };
    rotated.iter().map(|&at| [put(at, 0), put(at, 1)]).collect()
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::{Position, map2d};

    /// Rows, labels, centroids and edges.
    type Rings = (Array2<f32>, Vec<u32>, Array2<f32>, Vec<Vec<(usize, f32)>>);

    /// Groups of points. The edges of a group form a ring, and one edge connects each group with the next.
    fn rings(n_groups: usize, size: usize) -> Rings {
        let n = n_groups * size;
        let labels: Vec<u32> = (0..n).map(|point| (point / size) as u32).collect();
        let centroids = Array2::from_shape_fn((n_groups, 8), |(group, at)| {
            if group % 8 == at { 1.0 } else { 0.1 * (group / 8) as f32 }
        });
        let rows = Array2::from_shape_fn((n, 8), |(point, at)| {
            centroids[[point / size, at]] + 0.1 * ((point * 31 + at * 17) % 13) as f32 / 13.0
        });
        let mut edges = vec![Vec::new(); n];
        let mut tie = |a: usize, b: usize, weight: f32| {
            edges[a].push((b, weight));
            edges[b].push((a, weight));
        };
        for point in 0..n {
            let group = point / size * size;
            tie(point, group + (point - group + 1) % size, 1.0);
            if point == group {
                tie(point, (group + size) % n, 0.5);
            }
        }
        (rows, labels, centroids, edges)
    }

    fn positions(n_groups: usize, size: usize) -> (Vec<Position>, Vec<u32>) {
        let (rows, labels, centroids, edges) = rings(n_groups, size);
        (map2d(&rows, &labels, &centroids, |point| edges[point].iter().copied()), labels)
    }

    #[test]
    fn bits_do_not_depend_on_threads() {
        let on = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| positions(12, 150).0)
        };
        let bits = |positions: Vec<Position>| {
            positions.into_iter().map(|p| p.map(f32::to_bits)).collect::<Vec<_>>()
        };
        assert_eq!(bits(on(1)), bits(on(4)));
    }

    #[test]
    fn groups_are_islands_in_the_frame() {
        let (positions, labels) = positions(9, 60);
        assert!(positions.iter().flatten().all(|value| (0.0..=1.0).contains(value)));
        let mut same = 0;
        for (point, here) in positions.iter().enumerate() {
            let distance = |&other: &usize| {
                (positions[other][0] - here[0]).powi(2) + (positions[other][1] - here[1]).powi(2)
            };
            let mut others: Vec<usize> =
                (0..positions.len()).filter(|&other| other != point).collect();
            others.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
            same += others[..15].iter().filter(|&&other| labels[other] == labels[point]).count();
        }
        assert!(same as f64 > 0.95 * 15.0 * positions.len() as f64, "{same}");
    }

    #[test]
    fn degenerate_input_has_a_position_for_every_point() {
        let none = |_: usize| std::iter::empty();
        assert!(map2d(&Array2::zeros((0, 8)), &[], &Array2::zeros((0, 8)), none).is_empty());
        // One point; identical points without edges; no columns.
        for (n, width) in [(1, 8), (40, 8), (40, 0)] {
            let positions =
                map2d(&Array2::zeros((n, width)), &vec![0; n], &Array2::zeros((1, width)), none);
            assert_eq!(positions.len(), n);
            assert!(
                positions.iter().flatten().all(|value| (0.0..=1.0).contains(value)),
                "{positions:?}"
            );
        }
    }
}
