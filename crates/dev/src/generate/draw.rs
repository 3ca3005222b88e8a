//! Random numbers of the shapes that language has.
//!
//! Only additions, multiplications, divisions and square roots: IEEE 754 rounds them exactly, while
//! `powf` and `exp` may differ in their last bit from one machine to the next.

use rand::{Rng, RngCore, SeedableRng};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};

/// What a generator is for: equal numbers must not give equal draws.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Article,
    Plan,
    Topic,
    Saga,
    Event,
}

/// The generator of one thing.
pub(super) fn generator_for(seed: u64, purpose: Purpose, number: u32) -> Xoshiro256PlusPlus {
    let place = (purpose as u64) << 32 | u64::from(number);
    Xoshiro256PlusPlus::seed_from_u64(mix(seed) ^ mix(!place))
}

/// Scatters a number over 64 bits, the same way every time.
pub(super) fn mix(number: u64) -> u64 {
    SplitMix64::seed_from_u64(number).next_u64()
}

/// Scatters a number over [0, 1).
pub(super) fn mix_to_unit(number: u64) -> f64 {
    (mix(number) >> 11) as f64 / (1u64 << 53) as f64
}

/// Frequencies of words by rank, the commonest first.
///
/// Up to rank [`N_CORE`] a word has weight 1 / (rank + 45), beyond it the weight falls with the power
/// 1.55, down to rank 2 million: the core of a language and its open end.
///
/// # Source
/// Mandelbrot, "An informational theory of the statistical structure of language", 1953; the two
/// regimes: Ferrer i Cancho & Solé, "Two regimes in the frequency of words", 2001.
#[derive(Clone, Debug)]
pub(super) struct Ranks {
    /// Weight of all ranks up to each, shape (N_CORE,).
    core: Vec<f64>,
}

/// Number of words of the core.
const N_CORE: u32 = 9_000;
const SHIFT: f64 = 45.0;
/// Inverse of the exponent beyond the core, less 1: an exponent of 1.5517.
const TAIL_POWER: f64 = 1.8125;
/// Share of the open end that is cut off, which leaves 2.06 million words.
const CUT: f64 = 0.05;

impl Ranks {
    pub(super) fn new() -> Self {
        let mut sum = 0.0;
        let weigh = |rank: u32| {
            sum += 1.0 / (f64::from(rank) + SHIFT);
            sum
        };
        Self { core: (0..N_CORE).map(weigh).collect() }
    }

    fn core_weight(&self) -> f64 {
        self.core[self.core.len() - 1]
    }

    fn weight(&self) -> f64 {
        self.core_weight() + TAIL_POWER * (1.0 - CUT)
    }

    /// The rank at a place in [0, 1) of the cumulated frequencies. O(log core).
    pub(super) fn draw(&self, place: f64) -> u32 {
        let weight = place * self.weight();
        if weight < self.core_weight() {
            return self.core.partition_point(|&up_to| up_to <= weight) as u32;
        }
        let in_tail = (weight - self.core_weight()) / (TAIL_POWER * (1.0 - CUT));
        let x = 1.0 / (1.0 - in_tail * (1.0 - CUT));
        // x to the power 1.8125 = 1 + 1/2 + 1/4 + 1/16.
        let (half, quarter) = (x.sqrt(), x.sqrt().sqrt());
        let power = x * half * quarter * quarter.sqrt().sqrt();
        (power * (f64::from(N_CORE) + SHIFT) - SHIFT) as u32
    }

    /// The rank at a place in [0, 1) of the cumulated frequencies from rank `lowest` on.
    pub(super) fn draw_beyond(&self, lowest: u32, place: f64) -> u32 {
        let before = self.core[lowest as usize] / self.weight();
        self.draw(before + place * (1.0 - before))
    }
}

/// Number of different words of an article: near log-normal around `mean`, at least 4.
pub(super) fn length(mean: u32, random: &mut impl Rng) -> usize {
    // The sum of twelve uniform numbers less 6 is near normal; (1 + x / 8)^8 is near e^x.
    let normal: f64 = (0..12).map(|_| random.r#gen::<f64>()).sum::<f64>() - 6.0;
    let eighth = 1.0 + SPREAD * normal / 8.0;
    let square = eighth * eighth;
    let factor = square * square * square * square;
    ((f64::from(mean) * factor / MEAN_FACTOR) as usize).max(4)
}

/// Standard deviation of the logarithm of an article's length, by eye on newspapers.
const SPREAD: f64 = 0.45;
/// Mean of the factor in `length`: 1 + 28 (s/8)² + 70 (s/8)⁴ · 2.9 and less than 0.0001 more.
const MEAN_FACTOR: f64 = 1.0906;

/// A term of a list at a place in [0, 1), the first ones more often.
pub(super) fn pick(terms: &[u32], place: f64) -> u32 {
    terms[(place * place.sqrt() * terms.len() as f64) as usize]
}

#[cfg(test)]
mod tests {
    use rand::Rng;

    use super::{N_CORE, Purpose, Ranks, generator_for, length};

    #[test]
    fn ranks_have_the_frequencies_of_the_law() {
        let ranks = Ranks::new();
        let mut random = generator_for(1, Purpose::Plan, 0);
        let drawn: Vec<u32> = (0..200_000).map(|_| ranks.draw(random.r#gen())).collect();
        let share = |low: u32, high: u32| {
            let n_between = drawn.iter().filter(|&&rank| (low..high).contains(&rank)).count();
            n_between as f64 / drawn.len() as f64
        };
        // 1/45 + … + 1/144 over all weight, 5.31 + 1.72.
        assert!((share(0, 100) - 0.1672).abs() < 0.004, "{}", share(0, 100));
        assert!((share(N_CORE, u32::MAX) - 0.2449).abs() < 0.004, "{}", share(N_CORE, u32::MAX));
        // Ten times the rank leaves 10^-0.5517 = .281 of the open end, before its cut of .05.
        assert!((share(90_405, u32::MAX) - 0.2449 * 0.243).abs() < 0.003);
        assert!(drawn.iter().all(|&rank| rank < 1 << 21));
    }

    #[test]
    fn the_ends_of_the_unit_interval_are_drawn() {
        let ranks = Ranks::new();
        assert_eq!(ranks.draw(0.0), 0);
        assert!((1 << 20..1 << 21).contains(&ranks.draw(1.0 - f64::EPSILON)));
        assert_eq!(ranks.draw_beyond(700, 0.0), 701);
    }

    #[test]
    fn lengths_have_the_mean_asked_for() {
        let mut random = generator_for(1, Purpose::Plan, 0);
        let sum: usize = (0..20_000).map(|_| length(200, &mut random)).sum();
        assert!((sum as f64 / 20_000.0 - 199.5).abs() < 2.5, "{}", sum as f64 / 20_000.0);
    }
}
