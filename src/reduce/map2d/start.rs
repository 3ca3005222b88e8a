//! Where the points of a map start: groups apart, near groups near each other.

use ndarray::{Array2, ArrayView1};
use rayon::prelude::*;

use super::Spot;

/// Rounds that move the middles of groups until their distances fit, and those that push them apart.
const FITTING_ROUNDS: usize = 100;
const PARTING_ROUNDS: usize = 200;

/// Rounds of the search for the two directions in which a group is widest.
const POWER_ROUNDS: usize = 8;

/// The start of every point, shape (n_points,).
///
/// A group gets a disc whose area is its number of points. Discs lie as far from each other as their centres
/// are unlike, without overlap; a point lies in the disc of its group where the two directions in which
/// the group is widest put it. O(n_points · columns + n_groups²), groups in parallel.
pub(super) fn spots(rows: &Array2<f32>, labels: &[u32], centres: &Array2<f32>) -> Vec<Spot> {
    let mut members = vec![Vec::new(); centres.nrows()];
    (0..)
        .zip(labels)
        .for_each(|(point, &label): (usize, &u32)| members[label as usize].push(point));
    let radii: Vec<f64> = members.iter().map(|members| (members.len() as f64).sqrt()).collect();
    let middles = apart(fitted(centres), &radii);
    let inside: Vec<Vec<[f64; 2]>> = members
        .par_iter()
        .zip(centres.outer_iter().collect::<Vec<_>>())
        .map(|(members, centre)| widest(rows, members, centre))
        .collect();
    let mut spots = vec![[0.0; 2]; labels.len()];
    for (group, (members, inside)) in members.iter().zip(&inside).enumerate() {
        // Three standard deviations reach the rim of the disc.
        let square: f64 = inside.iter().map(|at| at[0] * at[0] + at[1] * at[1]).sum();
        let spread = (square / members.len().max(1) as f64).sqrt();
        let scale = if spread > 0.0 { radii[group] / (3.0 * spread) } else { 0.0 };
        for (&point, at) in members.iter().zip(inside) {
            let put = |axis: usize| {
                // Points that are the same must not stay on one spot for ever.
                let jitter = 0.02 * unit(point as u64 * 2 + axis as u64) * radii[group];
                (middles[group][axis] + at[axis] * scale + jitter) as f32
            };
            spots[point] = [put(0), put(1)];
        }
    }
    spots
}

/// Middles whose distances are those of the centres, as well as two dimensions allow.
///
/// # Source
/// De Leeuw, "Applications of convex analysis to multidimensional scaling", 1977 (SMACOF).
fn fitted(centres: &Array2<f32>) -> Vec<[f64; 2]> {
    let n = centres.nrows();
    let all: Vec<usize> = (0..n).collect();
    let mean = centres.mean_axis(ndarray::Axis(0)).unwrap_or_default();
    let mut middles = widest(centres, &all, mean.view());
    let wanted = |a: usize, b: usize| {
        let square = |(a, b): (&f32, &f32)| f64::from(a - b) * f64::from(a - b);
        centres.row(a).iter().zip(centres.row(b)).map(square).sum::<f64>().sqrt()
    };
    let wanted: Vec<Vec<f64>> =
        (0..n).into_par_iter().map(|a| (0..n).map(|b| wanted(a, b)).collect()).collect();
    for (at, middle) in middles.iter_mut().enumerate() {
        middle
            .iter_mut()
            .zip(0..)
            .for_each(|(value, axis)| *value += 0.01 * unit(at as u64 * 2 + axis));
    }
    for _ in 0..FITTING_ROUNDS {
        let moved = |a: usize| {
            let mut sum = [0.0; 2];
            for b in (0..n).filter(|&b| b != a) {
                let apart = [middles[a][0] - middles[b][0], middles[a][1] - middles[b][1]];
                let pull = wanted[a][b] / apart[0].hypot(apart[1]).max(1e-9);
                sum[0] += middles[b][0] + pull * apart[0];
                sum[1] += middles[b][1] + pull * apart[1];
            }
            // The own middle counts as one of the n.
            [(sum[0] + middles[a][0]) / n as f64, (sum[1] + middles[a][1]) / n as f64]
        };
        middles = (0..n).into_par_iter().map(moved).collect();
    }
    middles
}

/// The same arrangement, so large that discs of these radii hardly overlap, and then pushed apart where they do.
fn apart(mut middles: Vec<[f64; 2]>, radii: &[f64]) -> Vec<[f64; 2]> {
    let n = middles.len();
    let spread = middles.iter().flatten().map(|value| value * value).sum::<f64>().sqrt();
    let area = radii.iter().map(|radius| radius * radius).sum::<f64>().sqrt();
    let scale = if spread > 0.0 { area * (n as f64).sqrt() / spread } else { 0.0 };
    middles.iter_mut().flatten().for_each(|value| *value *= scale);
    for _ in 0..PARTING_ROUNDS {
        let mut overlaps = false;
        for a in 0..n {
            for b in a + 1..n {
                let apart = [middles[b][0] - middles[a][0], middles[b][1] - middles[a][1]];
                let distance = apart[0].hypot(apart[1]).max(1e-9);
                let lacking = 1.15 * (radii[a] + radii[b]) - distance;
                if lacking > 0.0 {
                    overlaps = true;
                    // Small discs make way for large ones.
                    let of_b = radii[a] / (radii[a] + radii[b]).max(1e-9);
                    for axis in 0..2 {
                        let step = lacking * apart[axis] / distance;
                        middles[b][axis] += step * of_b;
                        middles[a][axis] -= step * (1.0 - of_b);
                    }
                }
            }
        }
        if !overlaps {
            break;
        }
    }
    middles
}

/// Where rows lie along the two directions in which they are widest about `middle`.
///
/// The first is found by powers, the second the same way across the first. Equal rows lie at 0.
fn widest(rows: &Array2<f32>, members: &[usize], middle: ArrayView1<'_, f32>) -> Vec<[f64; 2]> {
    let along = |row: usize, direction: &[f64]| -> f64 {
        let part = |((value, middle), &direction): ((&f32, &f32), &f64)| {
            f64::from(value - middle) * direction
        };
        rows.row(row).iter().zip(middle).zip(direction).map(part).sum()
    };
    let width = rows.ncols();
    let mut found: [Vec<f64>; 2] = [vec![0.0; width], vec![0.0; width]];
    for axis in 0..2 {
        let mut direction: Vec<f64> = (0..width).map(|at| unit((at * 2 + axis) as u64)).collect();
        for round in 0..=POWER_ROUNDS {
            if axis == 1 {
                let shared: f64 = direction.iter().zip(&found[0]).map(|(a, b)| a * b).sum();
                direction.iter_mut().zip(&found[0]).for_each(|(to, first)| *to -= shared * first);
            }
            let length = direction.iter().map(|value| value * value).sum::<f64>().sqrt();
            if length <= 1e-12 {
                direction.fill(0.0);
                break;
            }
            direction.iter_mut().for_each(|value| *value /= length);
            if round == POWER_ROUNDS {
                break;
            }
            let mut next = vec![0.0; width];
            for &row in members {
                let weight = along(row, &direction);
                for ((to, value), middle) in next.iter_mut().zip(rows.row(row)).zip(middle) {
                    *to += weight * f64::from(value - middle);
                }
            }
            direction = next;
        }
        found[axis] = direction;
    }
    members.iter().map(|&row| [along(row, &found[0]), along(row, &found[1])]).collect()
}

/// A number from -1 to 1 that looks random and depends on `n` alone.
///
/// # Source
/// Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
fn unit(n: u64) -> f64 {
    let mut mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::{apart, spots, widest};

    #[test]
    fn discs_end_up_beside_each_other() {
        let middles = apart(vec![[0.0, 0.0], [0.1, 0.0], [5.0, 0.1]], &[3.0, 4.0, 1.0]);
        let distance = |a: usize, b: usize| {
            (middles[a][0] - middles[b][0]).hypot(middles[a][1] - middles[b][1])
        };
        assert!(distance(0, 1) >= 7.0 && distance(0, 2) >= 4.0 && distance(1, 2) >= 5.0);
    }

    #[test]
    fn like_groups_start_nearer_than_unlike_ones() {
        let centres = array![[1.0f32, 0.0, 0.0], [0.9, 0.436, 0.0], [0.0, 0.0, 1.0]];
        let spots = spots(&centres, &[0, 1, 2], &centres);
        let distance =
            |a: usize, b: usize| (spots[a][0] - spots[b][0]).hypot(spots[a][1] - spots[b][1]);
        assert!(distance(0, 1) < distance(0, 2) && distance(0, 1) < distance(1, 2));
    }

    #[test]
    fn the_widest_direction_comes_first() {
        let rows = array![[0.0f32, 4.0, 0.0], [0.0, -4.0, 0.0], [1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]];
        let middle = array![0.0f32, 0.0, 0.0];
        let found = widest(&rows, &[0, 1, 2, 3], middle.view());
        assert!((found[0][0].abs() - 4.0).abs() < 1e-3 && found[0][1].abs() < 1e-3);
        assert!((found[2][1].abs() - 1.0).abs() < 1e-3 && found[2][0].abs() < 1e-3);
        assert_eq!(widest(&rows, &[1, 1], rows.row(1)), [[0.0; 2]; 2]);
    }
}
