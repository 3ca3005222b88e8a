//! Repulsion of all points from all others, near ones one by one and far ones by the square.

use rayon::prelude::*;

use super::Spot;

/// Points of a finest square that are looked at one by one; of a fuller one this many are taken, evenly
/// spread, and stand for all: bounds the cost where many points lie on one spot.
const ONE_BY_ONE: usize = 256;

/// Finest squares on a side are 2 to this power at most.
const MOST_LEVELS: u32 = 8;

/// Points in one place, seen from afar.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    mass: f32,
    x: f32,
    y: f32,
}

/// Push on a point: Σ q² · (here − there) over all others, and Σ q, where q = 1 / (1 + distance²).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Push {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) q: f32,
}

impl Push {
    fn add(&mut self, here: Spot, there: Spot, mass: f32) {
        let (dx, dy) = (here[0] - there[0], here[1] - there[1]);
        let q = 1.0 / (1.0 + dx * dx + dy * dy);
        self.q += mass * q;
        let force = mass * q * q;
        self.x += force * dx;
        self.y += force * dy;
    }
}

/// The push of all points on each, shape (n_points,).
///
/// A square of squares is laid over the map, and over it coarser and coarser ones. A point sees those in its
/// own finest square and the eight around it one by one, and all others as the middle of a square that is
/// small for its distance. Far ones push on the middle of the own finest square, for all its points at once:
/// some 5 % off, and the cost of a point is that of its near ones. O(n_points + squares) for points that are spread out; parallel. What is summed is
/// fixed by the positions alone, so the bits do not depend on the number of threads.
///
/// # Source
/// Barnes, Hut, "A hierarchical O(N log N) force-calculation algorithm", 1986, with the lists of squares of
/// Greengard, Rokhlin, "A fast algorithm for particle simulations", 1987.
pub(super) fn pushes(spots: &[Spot]) -> Vec<Push> {
    let pyramid = Pyramid::new(spots);
    let side = 1usize << pyramid.n_levels;
    let far: Vec<Push> = (0..side * side)
        .into_par_iter()
        .map(
            |cell| {
                if pyramid.members(cell).is_empty() { Push::default() } else { pyramid.far(cell) }
            },
        )
        .collect();
    let push = |(point, &cell): (usize, &u32)| {
        let mut push = far[cell as usize];
        pyramid.add_near(spots, point, cell as usize, &mut push);
        push
    };
    pyramid.cell_of.par_iter().enumerate().map(push).collect()
}

/// Squares over the map: at level `l` there are 2^l on a side, row by row.
struct Pyramid {
    n_levels: u32,
    levels: Vec<Vec<Cell>>,
    /// Finest square of each point, shape (n_points,).
    cell_of: Vec<u32>,
    /// Where the points of each finest square begin in `order`, and the end.
    starts: Vec<usize>,
    /// Points by finest square, then ascending.
    order: Vec<u32>,
}

impl Pyramid {
    fn new(spots: &[Spot]) -> Self {
        // About two points to a finest square; half of the squares or more are sea.
        let n_levels = (2..MOST_LEVELS).find(|&level| spots.len() >> (2 * level) < 2);
        let n_levels = n_levels.unwrap_or(MOST_LEVELS);
        let side = 1usize << n_levels;
        let (mut least, mut most) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for spot in spots {
            for axis in 0..2 {
                least[axis] = least[axis].min(spot[axis]);
                most[axis] = most[axis].max(spot[axis]);
            }
        }
        let extent = (most[0] - least[0]).max(most[1] - least[1]).max(f32::MIN_POSITIVE);
        let scale = side as f32 / extent;
        let along =
            |value: f32, axis: usize| (((value - least[axis]) * scale) as usize).min(side - 1);
        let cell = |spot: &Spot| (along(spot[1], 1) * side + along(spot[0], 0)) as u32;
        let cell_of: Vec<u32> = spots.iter().map(cell).collect();

        let mut starts = vec![0usize; side * side + 1];
        cell_of.iter().for_each(|&cell| starts[cell as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let (mut next, mut order) = (starts.clone(), vec![0u32; spots.len()]);
        for (point, &cell) in (0u32..).zip(&cell_of) {
            order[next[cell as usize]] = point;
            next[cell as usize] += 1;
        }
        let mut pyramid = Self { n_levels, levels: Vec::new(), cell_of, starts, order };
        pyramid.add_up(spots);
        pyramid
    }

    /// Mass and middle of every square, from the finest to the coarsest.
    fn add_up(&mut self, spots: &[Spot]) {
        let n_cells = self.starts.len() - 1;
        let middle = |(mass, x, y): (f32, f64, f64)| {
            let scale = 1.0 / f64::from(mass.max(1.0));
            Cell { mass, x: (x * scale) as f32, y: (y * scale) as f32 }
        };
        let finest = (0..n_cells).map(|cell| {
            middle(self.members(cell).iter().fold((0.0, 0.0, 0.0), |(mass, x, y), &point| {
                let spot = spots[point as usize];
                (mass + 1.0, x + f64::from(spot[0]), y + f64::from(spot[1]))
            }))
        });
        let mut levels = vec![finest.collect::<Vec<Cell>>()];
        for level in (0..self.n_levels).rev() {
            let (side, finer) = (1usize << level, &levels[levels.len() - 1]);
            let cells = (0..side * side).map(|cell| {
                let (row, column) = (cell / side * 2, cell % side * 2);
                let parts = [(0, 0), (0, 1), (1, 0), (1, 1)];
                middle(parts.iter().fold((0.0, 0.0, 0.0), |(mass, x, y), &(down, right)| {
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

    /// The push of all squares that are not next to a finest one, on its middle.
    fn far(&self, cell: usize) -> Push {
        let finest = &self.levels[self.n_levels as usize][cell];
        let (here, side) = ([finest.x, finest.y], 1usize << self.n_levels);
        let (row, column) = (cell / side, cell % side);
        let mut push = Push::default();
        for level in 2..=self.n_levels {
            let (side, shift) = (1usize << level, self.n_levels - level);
            let (row, column) = (row >> shift, column >> shift);
            // What is next to the coarser square but not to this one: the rest was seen a level before.
            for other_row in around_parent(row, side) {
                for other_column in around_parent(column, side) {
                    let next_to =
                        row.abs_diff(other_row) <= 1 && column.abs_diff(other_column) <= 1;
                    let other = self.levels[level as usize][other_row * side + other_column];
                    if !next_to && other.mass > 0.0 {
                        push.add(here, [other.x, other.y], other.mass);
                    }
                }
            }
        }
        push
    }

    /// Adds the points in the own finest square and in those around it.
    fn add_near(&self, spots: &[Spot], point: usize, cell: usize, push: &mut Push) {
        let side = 1usize << self.n_levels;
        let (row, column) = (cell / side, cell % side);
        for other_row in row.saturating_sub(1)..=(row + 1).min(side - 1) {
            for other_column in column.saturating_sub(1)..=(column + 1).min(side - 1) {
                let members = self.members(other_row * side + other_column);
                let step = members.len().div_ceil(ONE_BY_ONE).max(1);
                let n_seen = members.len().div_ceil(step).max(1);
                let mass = members.len() as f32 / n_seen as f32;
                for &other in members.iter().step_by(step).filter(|&&other| other as usize != point)
                {
                    push.add(spots[point], spots[other as usize], mass);
                }
            }
        }
    }
}

/// The children of the parent and of the squares next to it, along one side.
fn around_parent(at: usize, side: usize) -> std::ops::RangeInclusive<usize> {
    let parent = at / 2;
    parent.saturating_sub(1) * 2..=(parent * 2 + 3).min(side - 1)
}

#[cfg(test)]
mod tests {
    use super::{Push, pushes};

    #[test]
    fn pushes_are_nearly_those_of_all_pairs() {
        // Two clouds, one dense, and a stray.
        let at = |i: usize, salt: usize| ((i * 7919 + salt * 104_729) % 1009) as f32 / 1009.0;
        let spot = |i: usize| match i {
            0..200 => [at(i, 1) * 4.0, at(i, 2) * 4.0],
            200..1499 => [30.0 + at(i, 3) * 20.0, 5.0 + at(i, 4) * 20.0],
            _ => [-20.0, 40.0],
        };
        let spots: Vec<[f32; 2]> = (0..1500).map(spot).collect();
        let (mut error, mut size, mut q_error, mut q_size) = (0.0f64, 0.0, 0.0, 0.0);
        for (point, push) in pushes(&spots).iter().enumerate() {
            let mut exact = Push::default();
            for (other, &there) in spots.iter().enumerate() {
                if other != point {
                    exact.add(spots[point], there, 1.0);
                }
            }
            error += f64::from(push.x - exact.x).powi(2) + f64::from(push.y - exact.y).powi(2);
            size += f64::from(exact.x).powi(2) + f64::from(exact.y).powi(2);
            q_error += f64::from(push.q - exact.q).abs();
            q_size += f64::from(exact.q);
        }
        // Measured: .055, all of it because far squares push on the middle of the own finest one; at
        // the point itself it would be .006.
        assert!((error / size).sqrt() < 0.08, "{}", (error / size).sqrt());
        assert!(q_error / q_size < 0.02, "{}", q_error / q_size);
    }

    #[test]
    fn points_on_one_spot_do_not_push() {
        for push in pushes(&[[3.0, 4.0]; 500]) {
            assert!(push.x == 0.0 && push.y == 0.0 && push.q.is_finite());
        }
        assert!(pushes(&[]).is_empty());
    }
}
