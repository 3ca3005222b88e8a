//! Random numbers with the distributions of natural language.
//!
//! The code uses additions, multiplications, divisions and square roots alone. IEEE 754 rounds them exactly, while the
//! last bit of `powf` and `exp` may differ between machines.

use rand::{Rng, RngCore, SeedableRng};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};

/// What a random generator draws. Two purposes with one number get different generators.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Article,
    Plan,
    Topic,
    Saga,
    Event,
}

/// Returns the random generator of one purpose and number.
pub(super) fn generator_for(seed: u64, purpose: Purpose, number: u32) -> Xoshiro256PlusPlus {
    let stream = (purpose as u64) << 32 | u64::from(number);
    Xoshiro256PlusPlus::seed_from_u64(mix(seed) ^ mix(!stream))
}

/// Hashes a number to 64 bits.
pub(super) fn mix(number: u64) -> u64 {
    SplitMix64::seed_from_u64(number).next_u64()
}

/// Hashes a number to [0, 1).
pub(super) fn mix_to_unit(number: u64) -> f64 {
    (mix(number) >> 11) as f64 / (1u64 << 53) as f64
}

/// The distribution of words by frequency rank, the most common first.
///
/// Up to rank [`N_CORE`] a word has weight 1 / (rank + 45): the core of the language. Beyond it the weight falls with
/// the power 1.55, up to rank 2 million: the tail.
///
/// # Source
/// Mandelbrot, "An informational theory of the statistical structure of language", 1953; the two
/// regimes: Ferrer i Cancho & Solé, "Two regimes in the frequency of words", 2001.
#[derive(Clone, Debug)]
pub(super) struct Ranks {
    /// Cumulative weight up to each rank, shape (N_CORE,).
    core: Vec<f64>,
}

/// Number of words in the core.
const N_CORE: u32 = 9_000;
/// Shift of the rank in the core, by Mandelbrot.
const SHIFT: f64 = 45.0;
/// 1 / (exponent of the tail - 1); the exponent is 1.5517.
const TAIL_POWER: f64 = 1.8125;
/// Share of the tail that is cut off, which leaves 2.06 million words.
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

    /// Returns the rank at a quantile in [0, 1) of the distribution. O(log core).
    pub(super) fn draw(&self, quantile: f64) -> u32 {
        let weight = quantile * self.weight();
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

    /// Returns the rank at a quantile in [0, 1) of the distribution restricted to ranks above `lowest`.
    pub(super) fn draw_beyond(&self, lowest: u32, quantile: f64) -> u32 {
        let before = self.core[lowest as usize] / self.weight();
        self.draw(before + quantile * (1.0 - before))
    }
}

/// Draws the number of distinct words of an article: nearly log-normal with this mean, and at least 4.
pub(super) fn length(mean: u32, random: &mut impl Rng) -> usize {
    // The sum of twelve uniform numbers minus 6 is nearly normal, and (1 + x / 8)^8 is nearly e^x.
    let normal: f64 = (0..12).map(|_| random.r#gen::<f64>()).sum::<f64>() - 6.0;
    let eighth = 1.0 + SPREAD * normal / 8.0;
    let square = eighth * eighth;
    let factor = square * square * square * square;
    ((f64::from(mean) * factor / MEAN_FACTOR) as usize).max(4)
}

/// Standard deviation of the logarithm of an article's length. Chosen by eye on newspapers.
const SPREAD: f64 = 0.45;
/// Mean of the factor in `length`, with s = `SPREAD`: 1 + 28 (s/8)² + 70 (s/8)⁴ · 2.9 + less than 0.0001.
const MEAN_FACTOR: f64 = 1.0906;

/// Chooses a term of a list by a number in [0, 1); earlier terms are more likely.
pub(super) fn choose_term(terms: &[u32], quantile: f64) -> u32 {
    terms[(quantile * quantile.sqrt() * terms.len() as f64) as usize]
}

#[cfg(test)]
mod tests {
    use rand::Rng;

    use super::{N_CORE, Purpose, Ranks, generator_for, length};

    #[test]
    fn ranks_follow_the_distribution() {
        let ranks = Ranks::new();
        let mut random = generator_for(1, Purpose::Plan, 0);
        let drawn: Vec<u32> = (0..200_000).map(|_| ranks.draw(random.r#gen())).collect();
        let share = |low: u32, high: u32| {
            let n_between = drawn.iter().filter(|&&rank| (low..high).contains(&rank)).count();
            n_between as f64 / drawn.len() as f64
        };
        // 1/45 + … + 1/144 over the total weight, 5.31 + 1.72.
        assert!((share(0, 100) - 0.1672).abs() < 0.004, "{}", share(0, 100));
        assert!((share(N_CORE, u32::MAX) - 0.2449).abs() < 0.004, "{}", share(N_CORE, u32::MAX));
        // Ten times the rank leaves 10^-0.5517 = .281 of the tail, before its cut of .05.
        assert!((share(90_405, u32::MAX) - 0.2449 * 0.243).abs() < 0.003);
        assert!(drawn.iter().all(|&rank| rank < 1 << 21));
    }

    #[test]
    fn the_ends_of_the_unit_interval_give_the_first_and_last_ranks() {
        let ranks = Ranks::new();
        assert_eq!(ranks.draw(0.0), 0);
        assert!((1 << 20..1 << 21).contains(&ranks.draw(1.0 - f64::EPSILON)));
        assert_eq!(ranks.draw_beyond(700, 0.0), 701);
    }

    #[test]
    fn lengths_have_the_given_mean() {
        let mut random = generator_for(1, Purpose::Plan, 0);
        let sum: usize = (0..20_000).map(|_| length(200, &mut random)).sum();
        assert!((sum as f64 / 20_000.0 - 199.5).abs() < 2.5, "{}", sum as f64 / 20_000.0);
    }
}
