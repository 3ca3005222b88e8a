//! Points on a flat map: groups as islands, near things near each other.

mod pyramid;
mod start;

use ndarray::Array2;
use rayon::prelude::*;

use pyramid::pushes;

/// A place on the map: right, then down.
pub(crate) type Spot = [f32; 2];

/// Moves of all points. Half as many left groups torn on an archive of 18,000 articles.
const N_ROUNDS: usize = 250;
/// How much stronger points pull than the method says, at the beginning; then less and less, and from half of
/// the rounds on as `LAST_PULL` says. At 1 a large map is an even plain, from 4 up groups shrink to knots.
/// Picked by eye on four archives.
const FIRST_PULL: f32 = 2.0;
const LAST_PULL: f32 = 1.2;
/// Size of the map at the start, in discs that hold a point a unit: points that start far apart never meet.
const START_SIZE: f32 = 0.1;
/// Weight of an edge to another group: the bridges between islands stay, the islands do not run together.
const ACROSS: f32 = 0.25;
/// Share of the pull on a point that goes to the middle of its group; all of it for one without edges.
const HOME: f32 = 0.02;
/// Share of the last move that a point goes on with.
const MOMENTUM: f32 = 0.8;

/// A place for every point, shape (n_points,), in the square from 0 to 1, the wider way across.
///
/// `rows`, shape (n_points, n_columns), say where a point starts inside its group, `labels`, shape
/// (n_points,), which row of `centres` its group is, and `edges` gives the points that one is near to with
/// weights above 0, the same from both ends. Points pull their neighbours and push all others. The same
/// input gives the same bits on any number of threads. O(rounds · (n_points + edges)) for 250 rounds;
/// memory 100 bytes a point beside the input.
///
/// # Source
/// Van der Maaten, "Accelerating t-SNE using tree-based algorithms", 2014, with more pull than there (Böhm,
/// Berens, Kobak, "Attraction-repulsion spectrum in neighbor embeddings", 2022) and from a start that
/// already lies right at large (Kobak, Linderman, "Initialization is critical for preserving global data
/// structure in both t-SNE and UMAP", 2021).
///
/// # Panics
/// When there are not as many labels as rows, or a label is no row of `centres`.
pub(crate) fn map2d<E>(
    rows: &Array2<f32>,
    labels: &[u32],
    centres: &Array2<f32>,
    edges: impl Fn(usize) -> E + Sync,
) -> Vec<Spot>
where
    E: Iterator<Item = (usize, f32)>,
{
    assert_eq!(rows.nrows(), labels.len(), "a label for every row");
    let n = labels.len();
    let mut spots = start::spots(rows, labels, centres);
    spots.iter_mut().flatten().for_each(|value| *value *= START_SIZE);
    let weight = |point: usize, target: usize, weight: f32| {
        if labels[point] == labels[target] { weight } else { ACROSS * weight }
    };
    let degree =
        |point: usize| edges(point).map(|(target, w)| weight(point, target, w)).sum::<f32>();
    let degrees: Vec<f32> = (0..n).into_par_iter().map(degree).collect();
    let mut speeds = vec![[0.0f32; 2]; n];
    for round in 0..N_ROUNDS {
        let done = (2.0 * round as f32 / N_ROUNDS as f32).min(1.0);
        let stronger = FIRST_PULL + (LAST_PULL - FIRST_PULL) * done;
        let homes = middles(&spots, labels, centres.nrows());
        let pushes = pushes(&spots);
        let total: f64 = pushes.iter().map(|push| f64::from(push.q)).sum();
        let push_scale = if total > 0.0 { (n as f64 / total) as f32 / stronger } else { 0.0 };
        let pull = |point: usize| {
            let here = spots[point];
            let mut sum = [0.0f32; 2];
            let mut add = |there: Spot, share: f32| {
                let (dx, dy) = (there[0] - here[0], there[1] - here[1]);
                let force = share / (1.0 + dx * dx + dy * dy);
                sum[0] += force * dx;
                sum[1] += force * dy;
            };
            let home = if degrees[point] > 0.0 { HOME } else { 1.0 };
            for (target, w) in edges(point) {
                let w = weight(point, target, w) * 0.5;
                // Half by what the edge is to this end, half by what it is to the other.
                add(spots[target], (1.0 - home) * (w / degrees[point] + w / degrees[target]));
            }
            add(homes[labels[point] as usize], home);
            [sum[0] + push_scale * pushes[point].x, sum[1] + push_scale * pushes[point].y]
        };
        let step = |(point, speed): (usize, &Spot)| {
            let force = pull(point);
            [MOMENTUM * speed[0] + force[0], MOMENTUM * speed[1] + force[1]]
        };
        speeds = speeds.par_iter().enumerate().map(step).collect();
        for (spot, speed) in spots.iter_mut().zip(&speeds) {
            *spot = [spot[0] + speed[0], spot[1] + speed[1]];
        }
    }
    framed(&spots)
}

/// The middle of each group.
fn middles(spots: &[Spot], labels: &[u32], n_groups: usize) -> Vec<Spot> {
    let mut sums = vec![(0.0f64, 0.0f64, 0.0f64); n_groups];
    for (spot, &label) in spots.iter().zip(labels) {
        let sum = &mut sums[label as usize];
        *sum = (sum.0 + f64::from(spot[0]), sum.1 + f64::from(spot[1]), sum.2 + 1.0);
    }
    sums.iter().map(|&(x, y, n)| [(x / n.max(1.0)) as f32, (y / n.max(1.0)) as f32]).collect()
}

/// Turned so that the map is widest across, and moved and scaled into the square from 0 to 1.
fn framed(spots: &[Spot]) -> Vec<Spot> {
    let n = spots.len().max(1) as f64;
    let sums = spots.iter().fold([0.0f64; 2], |sums, spot| {
        [sums[0] + f64::from(spot[0]), sums[1] + f64::from(spot[1])]
    });
    let mean = [sums[0] / n, sums[1] / n];
    let (mut xx, mut xy, mut yy) = (0.0f64, 0.0f64, 0.0f64);
    for spot in spots {
        let (x, y) = (f64::from(spot[0]) - mean[0], f64::from(spot[1]) - mean[1]);
        (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
    }
    let (sin, cos) = (0.5 * (2.0 * xy).atan2(xx - yy)).sin_cos();
    let turned: Vec<[f64; 2]> = spots
        .iter()
        .map(|spot| {
            let (x, y) = (f64::from(spot[0]) - mean[0], f64::from(spot[1]) - mean[1]);
            [x * cos + y * sin, y * cos - x * sin]
        })
        .collect();
    let least = |axis: usize| turned.iter().map(|at| at[axis]).fold(f64::INFINITY, f64::min);
    let most = |axis: usize| turned.iter().map(|at| at[axis]).fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = ([least(0), least(1)], [most(0), most(1)]);
    let extent = (high[0] - low[0]).max(high[1] - low[1]);
    let scale = if extent > 0.0 { 1.0 / extent } else { 0.0 };
    let put = |at: [f64; 2], axis: usize| {
        ((at[axis] - 0.5 * (low[axis] + high[axis])) * scale + 0.5).clamp(0.0, 1.0) as f32
    };
    turned.iter().map(|&at| [put(at, 0), put(at, 1)]).collect()
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::{Spot, map2d};

    /// Rows, labels, centres and edges.
    type Rings = (Array2<f32>, Vec<u32>, Array2<f32>, Vec<Vec<(usize, f32)>>);

    /// Groups of points in a ring each, with edges to the two next to it, and one edge from each group to the
    /// following one.
    fn rings(n_groups: usize, size: usize) -> Rings {
        let n = n_groups * size;
        let labels: Vec<u32> = (0..n).map(|point| (point / size) as u32).collect();
        let centres = Array2::from_shape_fn((n_groups, 8), |(group, at)| {
            if group % 8 == at { 1.0 } else { 0.1 * (group / 8) as f32 }
        });
        let rows = Array2::from_shape_fn((n, 8), |(point, at)| {
            centres[[point / size, at]] + 0.1 * ((point * 31 + at * 17) % 13) as f32 / 13.0
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
        (rows, labels, centres, edges)
    }

    fn spots(n_groups: usize, size: usize) -> (Vec<Spot>, Vec<u32>) {
        let (rows, labels, centres, edges) = rings(n_groups, size);
        (map2d(&rows, &labels, &centres, |point| edges[point].iter().copied()), labels)
    }

    #[test]
    fn bits_do_not_depend_on_threads() {
        let on = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| spots(12, 150).0)
        };
        let bits =
            |spots: Vec<Spot>| spots.into_iter().map(|s| s.map(f32::to_bits)).collect::<Vec<_>>();
        assert_eq!(bits(on(1)), bits(on(4)));
    }

    #[test]
    fn groups_are_islands_in_the_frame() {
        let (spots, labels) = spots(9, 60);
        assert!(spots.iter().flatten().all(|value| (0.0..=1.0).contains(value)));
        let mut same = 0;
        for (point, here) in spots.iter().enumerate() {
            let distance = |&other: &usize| {
                (spots[other][0] - here[0]).powi(2) + (spots[other][1] - here[1]).powi(2)
            };
            let mut others: Vec<usize> = (0..spots.len()).filter(|&other| other != point).collect();
            others.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
            same += others[..15].iter().filter(|&&other| labels[other] == labels[point]).count();
        }
        assert!(same as f64 > 0.95 * 15.0 * spots.len() as f64, "{same}");
    }

    #[test]
    fn odd_input_has_a_place_for_every_point() {
        let none = |_: usize| std::iter::empty();
        assert!(map2d(&Array2::zeros((0, 8)), &[], &Array2::zeros((0, 8)), none).is_empty());
        // One point; points that are all the same, without edges; no columns at all.
        for (n, width) in [(1, 8), (40, 8), (40, 0)] {
            let spots =
                map2d(&Array2::zeros((n, width)), &vec![0; n], &Array2::zeros((1, width)), none);
            assert_eq!(spots.len(), n);
            assert!(spots.iter().flatten().all(|value| (0.0..=1.0).contains(value)), "{spots:?}");
        }
    }
}
