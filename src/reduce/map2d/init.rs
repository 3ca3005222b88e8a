//! Initial positions of a map: groups lie apart, and similar groups lie near each other.

use ndarray::{Array2, ArrayView1, Axis};
use rayon::prelude::*;

use super::position::Position;

/// Iterations of the scaling that fits the distances of group centres.
const SCALING_ITERATIONS: usize = 100;

/// Largest number of iterations that move overlapping discs apart.
const SEPARATION_ITERATIONS: usize = 200;

/// Power iterations for the two principal directions of a group.
const POWER_ITERATIONS: usize = 8;

/// Returns the initial position of each point, shape (n_points,).
///
/// Each group gets a disc whose area is proportional to its number of points. The discs do not overlap, and their
/// distances follow those of the centroids. A point lies in the disc of its group according to the two principal
/// directions of the group. O(n_points · columns + n_groups²), groups in parallel.
pub(super) fn initial_positions(
    rows: &Array2<f32>,
    labels: &[u32],
    centroids: &Array2<f32>,
) -> Vec<Position> {
    let mut members = vec![Vec::new(); centroids.nrows()];
    (0..)
        .zip(labels)
        .for_each(|(point, &label): (usize, &u32)| members[label as usize].push(point));
    let radii: Vec<f64> = members.iter().map(|members| (members.len() as f64).sqrt()).collect();
    let centres = separate(scaled(centroids), &radii);
    let inside: Vec<Vec<[f64; 2]>> = members
        .par_iter()
        .zip(centroids.outer_iter().collect::<Vec<_>>())
        .map(|(members, centroid)| principal_coordinates(rows, members, centroid))
        .collect();
    let mut positions = vec![[0.0; 2]; labels.len()];
    for (group, (members, inside)) in members.iter().zip(&inside).enumerate() {
        // The edge of the disc is at three standard deviations.
        let square: f64 = inside.iter().map(|at| at[0] * at[0] + at[1] * at[1]).sum();
        let spread = (square / members.len().max(1) as f64).sqrt();
        let scale = if spread > 0.0 { radii[group] / (3.0 * spread) } else { 0.0 };
        for (&point, at) in members.iter().zip(inside) {
            let coordinate = |axis: usize| {
                // Identical points need different positions, or no force would ever separate them.
                let jitter = 0.02 * random_unit(point as u64 * 2 + axis as u64) * radii[group];
                (centres[group][axis] + at[axis] * scale + jitter) as f32
            };
            positions[point] = [coordinate(0), coordinate(1)];
        }
    }
    positions
}

/// Returns positions whose distances approximate those of the centroids.
///
/// # Source
/// De Leeuw, "Applications of convex analysis to multidimensional scaling", 1977 (SMACOF).
fn scaled(centroids: &Array2<f32>) -> Vec<[f64; 2]> {
    let n = centroids.nrows();
    let Some(mean) = centroids.mean_axis(Axis(0)) else { return Vec::new() };
    let all: Vec<usize> = (0..n).collect();
    let mut positions = principal_coordinates(centroids, &all, mean.view());
    let wanted = |a: usize, b: usize| {
        let square = |(a, b): (&f32, &f32)| f64::from(a - b) * f64::from(a - b);
        centroids.row(a).iter().zip(centroids.row(b)).map(square).sum::<f64>().sqrt()
    };
    let wanted: Vec<Vec<f64>> =
        (0..n).into_par_iter().map(|a| (0..n).map(|b| wanted(a, b)).collect()).collect();
    for (at, position) in positions.iter_mut().enumerate() {
        position
            .iter_mut()
            .zip(0..)
            .for_each(|(value, axis)| *value += 0.01 * random_unit(at as u64 * 2 + axis));
    }
    for _ in 0..SCALING_ITERATIONS {
        let moved = |a: usize| {
            let mut sum = [0.0; 2];
            for b in (0..n).filter(|&b| b != a) {
                let (here, there) = (positions[a], positions[b]);
                let offset = [here[0] - there[0], here[1] - there[1]];
                let ratio = wanted[a][b] / offset[0].hypot(offset[1]).max(1e-9);
                sum[0] += there[0] + ratio * offset[0];
                sum[1] += there[1] + ratio * offset[1];
            }
            // The point itself is one of the n terms of the mean.
            [(sum[0] + positions[a][0]) / n as f64, (sum[1] + positions[a][1]) / n as f64]
        };
        positions = (0..n).into_par_iter().map(moved).collect();
    }
    positions
}

/// Scales positions so that discs of these radii hardly overlap, and then moves overlapping discs apart.
fn separate(mut positions: Vec<[f64; 2]>, radii: &[f64]) -> Vec<[f64; 2]> {
    let n = positions.len();
    let spread = positions.iter().flatten().map(|value| value * value).sum::<f64>().sqrt();
    let area = radii.iter().map(|radius| radius * radius).sum::<f64>().sqrt();
    let scale = if spread > 0.0 { area * (n as f64).sqrt() / spread } else { 0.0 };
    positions.iter_mut().flatten().for_each(|value| *value *= scale);
    for _ in 0..SEPARATION_ITERATIONS {
        let mut has_overlap = false;
        for a in 0..n {
            for b in a + 1..n {
                let (here, there) = (positions[a], positions[b]);
                let offset = [there[0] - here[0], there[1] - here[1]];
                let distance = offset[0].hypot(offset[1]).max(1e-9);
                let overlap = 1.15 * (radii[a] + radii[b]) - distance;
                if overlap > 0.0 {
                    has_overlap = true;
                    // The smaller disc moves further.
                    let share_b = radii[a] / (radii[a] + radii[b]).max(1e-9);
                    for axis in 0..2 {
                        let step = overlap * offset[axis] / distance;
                        positions[b][axis] += step * share_b;
                        positions[a][axis] -= step * (1.0 - share_b);
                    }
                }
            }
        }
        if !has_overlap {
            break;
        }
    }
    positions
}

/// Returns the coordinates of rows along their two principal directions around `centre`, by power iteration. Identical
/// rows have coordinates 0.
fn principal_coordinates(
    rows: &Array2<f32>,
    members: &[usize],
    centre: ArrayView1<'_, f32>,
) -> Vec<[f64; 2]> {
    let along = |row: usize, direction: &[f64]| -> f64 {
        let part = |((value, centre), &direction): ((&f32, &f32), &f64)| {
            f64::from(value - centre) * direction
        };
        rows.row(row).iter().zip(centre).zip(direction).map(part).sum()
    };
    let width = rows.ncols();
    let mut found: [Vec<f64>; 2] = [vec![0.0; width], vec![0.0; width]];
    for axis in 0..2 {
        let mut direction: Vec<f64> =
            (0..width).map(|at| random_unit((at * 2 + axis) as u64)).collect();
        for iteration in 0..=POWER_ITERATIONS {
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
            if iteration == POWER_ITERATIONS {
                break;
            }
            let mut next = vec![0.0; width];
            for &row in members {
                let weight = along(row, &direction);
                for ((to, value), centre) in next.iter_mut().zip(rows.row(row)).zip(centre) {
                    *to += weight * f64::from(value - centre);
                }
            }
            direction = next;
        }
        found[axis] = direction;
    }
    members.iter().map(|&row| [along(row, &found[0]), along(row, &found[1])]).collect()
}

/// Returns a pseudorandom number from -1 to 1 that depends on `n` only.
///
/// # Source
/// Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
fn random_unit(n: u64) -> f64 {
    let mut mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::{initial_positions, principal_coordinates, separate};

    #[test]
    fn separated_discs_do_not_overlap() {
        let positions = separate(vec![[0.0, 0.0], [0.1, 0.0], [5.0, 0.1]], &[3.0, 4.0, 1.0]);
        let distance = |a: usize, b: usize| {
            (positions[a][0] - positions[b][0]).hypot(positions[a][1] - positions[b][1])
        };
        assert!(distance(0, 1) >= 7.0 && distance(0, 2) >= 4.0 && distance(1, 2) >= 5.0);
    }

    #[test]
    fn similar_groups_start_nearer_than_others() {
        let centroids = array![[1.0f32, 0.0, 0.0], [0.9, 0.436, 0.0], [0.0, 0.0, 1.0]];
        let positions = initial_positions(&centroids, &[0, 1, 2], &centroids);
        let distance = |a: usize, b: usize| {
            (positions[a][0] - positions[b][0]).hypot(positions[a][1] - positions[b][1])
        };
        assert!(distance(0, 1) < distance(0, 2) && distance(0, 1) < distance(1, 2));
    }

    #[test]
    fn the_direction_of_greatest_variance_comes_first() {
        let rows = array![[0.0f32, 4.0, 0.0], [0.0, -4.0, 0.0], [1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]];
        let centre = array![0.0f32, 0.0, 0.0];
        let found = principal_coordinates(&rows, &[0, 1, 2, 3], centre.view());
        assert!((found[0][0].abs() - 4.0).abs() < 1e-3 && found[0][1].abs() < 1e-3);
        assert!((found[2][1].abs() - 1.0).abs() < 1e-3 && found[2][0].abs() < 1e-3);
        assert_eq!(principal_coordinates(&rows, &[1, 1], rows.row(1)), [[0.0; 2]; 2]);
    }
}
