//! Repulsion between all points: exact for near pairs, and through the cells of a grid for far ones.

use rayon::prelude::*;

use super::position::Position;

/// Largest number of points that are read in a finest cell. In a fuller cell an evenly spread sample of this size
/// represents all points. This bounds the cost where many points coincide.
const MAX_CELL_POINTS: usize = 256;

/// The finest grid has at most 2 to this power cells on a side.
const MAX_LEVEL: u32 = 8;

/// The points of a grid cell, as one mass at their mean position.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    mass: f32,
    x: f32,
    y: f32,
}

/// The repulsion of a point: x and y are Σ q² · (here − there) over all other points, and q is Σ q, where
/// q = 1 / (1 + distance²).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Repulsion {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) q: f32,
}

impl Repulsion {
    fn add(&mut self, here: Position, there: Position, mass: f32) {
        let (dx, dy) = (here[0] - there[0], here[1] - there[1]);
        let q = 1.0 / (1.0 + dx * dx + dy * dy);
        self.q += mass * q;
        let force = mass * q * q;
        self.x += force * dx;
        self.y += force * dy;
    }
}

/// Returns the repulsion of each point by all others, shape (n_points,).
///
/// Grids of cells, from fine to coarse, cover the map. A point reads the points in its own finest cell and in the eight
/// cells around it. Each other point counts as part of a cell that is small for its distance. The force of these cells
/// is computed at the mean position of the point's own cell, once for all its points. The error is about 5 %. In
/// return, the cost of a point is that of its near points alone. Cells depend on the positions only, so the bits do not
/// depend on the number of threads.
///
/// # Performance
/// O(n_points + cells) for points that are spread out, in parallel.
///
/// # Source
/// Barnes, Hut, "A hierarchical O(N log N) force-calculation algorithm", 1986, with the interaction lists of Greengard,
/// Rokhlin, "A fast algorithm for particle simulations", 1987.
pub(super) fn repulsions(positions: &[Position]) -> Vec<Repulsion> {
    let grids = Grids::new(positions);
    let side = 1usize << grids.finest;
    let far_repulsion = |cell: usize| {
        if grids.members(cell).is_empty() {
            Repulsion::default()
        } else {
            grids.far_repulsion(cell)
        }
    };
    let far: Vec<Repulsion> = (0..side * side).into_par_iter().map(far_repulsion).collect();
    let repulsion = |(point, &cell): (usize, &u32)| {
        let mut repulsion = far[cell as usize];
        grids.add_near_points(positions, point, cell as usize, &mut repulsion);
        repulsion
    };
    grids.cell_of.par_iter().enumerate().map(repulsion).collect()
}

/// Grids over the map. The grid of level `l` has 2^l cells on a side, stored row by row.
struct Grids {
    /// Level of the finest grid.
    finest: u32,
    /// Cells of each level, from 0 to `finest`.
    levels: Vec<Vec<Cell>>,
    /// Finest cell of each point, shape (n_points,).
    cell_of: Vec<u32>,
    /// Start of each finest cell in `order`, and the end, shape (finest cells + 1,).
    starts: Vec<usize>,
    /// Points by finest cell, then ascending.
    order: Vec<u32>,
}

impl Grids {
    fn new(positions: &[Position]) -> Self {
        // About two points for each finest cell; at least half of the cells are empty.
        let finest = (2..MAX_LEVEL).find(|&level| positions.len() >> (2 * level) < 2);
        let finest = finest.unwrap_or(MAX_LEVEL);
        let side = 1usize << finest;
        let (mut min, mut max) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for position in positions {
            for axis in 0..2 {
                min[axis] = min[axis].min(position[axis]);
                max[axis] = max[axis].max(position[axis]);
            }
        }
        let extent = (max[0] - min[0]).max(max[1] - min[1]).max(f32::MIN_POSITIVE);
        let scale = side as f32 / extent;
        let along =
            |value: f32, axis: usize| (((value - min[axis]) * scale) as usize).min(side - 1);
        let cell =
            |position: &Position| (along(position[1], 1) * side + along(position[0], 0)) as u32;
        let cell_of: Vec<u32> = positions.iter().map(cell).collect();

        let mut starts = vec![0usize; side * side + 1];
        cell_of.iter().for_each(|&cell| starts[cell as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let (mut next, mut order) = (starts.clone(), vec![0u32; positions.len()]);
        for (point, &cell) in (0u32..).zip(&cell_of) {
            order[next[cell as usize]] = point;
            next[cell as usize] += 1;
        }
        let mut grids = Self { finest, levels: Vec::new(), cell_of, starts, order };
        grids.add_up(positions);
        grids
    }

    /// Computes the cells of all levels, from the finest to the coarsest.
    fn add_up(&mut self, positions: &[Position]) {
        let n_cells = self.starts.len() - 1;
        let mean_cell = |(mass, x, y): (f32, f64, f64)| {
            let scale = 1.0 / f64::from(mass.max(1.0));
            Cell { mass, x: (x * scale) as f32, y: (y * scale) as f32 }
        };
        let finest = (0..n_cells).map(|cell| {
            mean_cell(self.members(cell).iter().fold((0.0, 0.0, 0.0), |(mass, x, y), &point| {
                let position = positions[point as usize];
                (mass + 1.0, x + f64::from(position[0]), y + f64::from(position[1]))
            }))
        });
        let mut levels = vec![finest.collect::<Vec<Cell>>()];
        for level in (0..self.finest).rev() {
            let (side, finer) = (1usize << level, &levels[levels.len() - 1]);
            let cells = (0..side * side).map(|cell| {
                let (row, column) = (cell / side * 2, cell % side * 2);
                let parts = [(0, 0), (0, 1), (1, 0), (1, 1)];
                mean_cell(parts.iter().fold((0.0, 0.0, 0.0), |(mass, x, y), &(down, right)| {
                    let part = finer[(row + down) * side * 2 + column + right];
                    let of = |value: f32| f64::from(part.mass) * f64::from(value);
                    (mass + part.mass, x + of(part.x), y + of(part.y))
                }))
            });
            let coarser = cells.collect();
            levels.push(coarser);
        }
        levels.reverse();
        self.levels = levels;
    }

    fn members(&self, cell: usize) -> &[u32] {
        &self.order[self.starts[cell]..self.starts[cell + 1]]
    }

    /// Returns the repulsion at the mean position of a finest cell by all cells that are not next to it.
    fn far_repulsion(&self, cell: usize) -> Repulsion {
        let finest = &self.levels[self.finest as usize][cell];
        let (here, side) = ([finest.x, finest.y], 1usize << self.finest);
        let (row, column) = (cell / side, cell % side);
        let mut repulsion = Repulsion::default();
        for level in 2..=self.finest {
            let (side, shift) = (1usize << level, self.finest - level);
            let (row, column) = (row >> shift, column >> shift);
            // Cells next to the coarser cell but not next to this one. Farther cells were added one level before.
            for other_row in around_parent(row, side) {
                for other_column in around_parent(column, side) {
                    let next_to =
                        row.abs_diff(other_row) <= 1 && column.abs_diff(other_column) <= 1;
                    let other = self.levels[level as usize][other_row * side + other_column];
                    if !next_to && other.mass > 0.0 {
                        repulsion.add(here, [other.x, other.y], other.mass);
                    }
                }
            }
        }
        repulsion
    }

    /// Adds the repulsion by the points in the own finest cell and in the cells around it.
    fn add_near_points(
        &self,
        positions: &[Position],
        point: usize,
        cell: usize,
        repulsion: &mut Repulsion,
    ) {
        let side = 1usize << self.finest;
        let (row, column) = (cell / side, cell % side);
        for other_row in row.saturating_sub(1)..=(row + 1).min(side - 1) {
            for other_column in column.saturating_sub(1)..=(column + 1).min(side - 1) {
                let members = self.members(other_row * side + other_column);
                let step = members.len().div_ceil(MAX_CELL_POINTS).max(1);
                let n_seen = members.len().div_ceil(step).max(1);
                let mass = members.len() as f32 / n_seen as f32;
                for &other in members.iter().step_by(step).filter(|&&other| other as usize != point)
                {
                    repulsion.add(positions[point], positions[other as usize], mass);
                }
            }
        }
    }
}

/// Returns the range, along one axis, of the children of the parent cell and of the cells next to it.
fn around_parent(at: usize, side: usize) -> std::ops::RangeInclusive<usize> {
    let parent = at / 2;
    parent.saturating_sub(1) * 2..=(parent * 2 + 3).min(side - 1)
}

#[cfg(test)]
mod tests {
    use super::{Repulsion, repulsions};

    #[test]
    fn repulsions_are_close_to_those_of_all_pairs() {
        // Two clouds, one of them dense, and an isolated point.
        let at = |i: usize, salt: usize| ((i * 7919 + salt * 104_729) % 1009) as f32 / 1009.0;
        let position = |i: usize| match i {
            0..200 => [at(i, 1) * 4.0, at(i, 2) * 4.0],
            200..1499 => [30.0 + at(i, 3) * 20.0, 5.0 + at(i, 4) * 20.0],
            _ => [-20.0, 40.0],
        };
        let positions: Vec<[f32; 2]> = (0..1500).map(position).collect();
        let (mut error, mut size, mut q_error, mut q_size) = (0.0f64, 0.0, 0.0, 0.0);
        for (point, repulsion) in repulsions(&positions).iter().enumerate() {
            let mut exact = Repulsion::default();
            for (other, &there) in positions.iter().enumerate() {
                if other != point {
                    exact.add(positions[point], there, 1.0);
                }
            }
            error +=
                f64::from(repulsion.x - exact.x).powi(2) + f64::from(repulsion.y - exact.y).powi(2);
            size += f64::from(exact.x).powi(2) + f64::from(exact.y).powi(2);
            q_error += f64::from(repulsion.q - exact.q).abs();
            q_size += f64::from(exact.q);
        }
        // Measured: .055, because the force of far cells is computed at the mean of the own cell; computed at the point
        // itself the error would be .006.
        assert!((error / size).sqrt() < 0.08, "{}", (error / size).sqrt());
        assert!(q_error / q_size < 0.02, "{}", q_error / q_size);
    }

    #[test]
    fn coinciding_points_do_not_repel() {
        for repulsion in repulsions(&[[3.0, 4.0]; 500]) {
            assert!(repulsion.x == 0.0 && repulsion.y == 0.0 && repulsion.q.is_finite());
        }
        assert!(repulsions(&[]).is_empty());
    }
}
