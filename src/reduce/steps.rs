//! Rows of numbers as a byte each: counts of a step that each row has for itself.
//!
//! A rounding is at most a 127th of the largest number of its row, and a product adds up so many of them that they
//! cancel: articles are placed as well as with all bits, from a quarter of the bytes.

use std::ops::RangeInclusive;

/// The greatest count.
const MOST: f32 = 127.0;

/// A step is 2 to such a power: an entry of orthonormal columns is at most 1, and what is smaller than the
/// smallest step is nothing.
const EXPONENTS: RangeInclusive<i8> = -100..=0;

/// Rows of one length, each in steps of its own size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps {
    /// Of each row: its step is 2 to this power, shape (n_rows,).
    pub exponents: Vec<i8>,
    /// Shape (n_rows, width), row by row.
    pub counts: Vec<i8>,
}

impl Steps {
    /// Rounds rows to steps; rows that were made of steps give the same ones. O(numbers).
    pub fn round<'r>(rows: impl Iterator<Item = &'r [f32]>) -> Self {
        let (mut exponents, mut counts) = (Vec::new(), Vec::new());
        for row in rows {
            let exponent = exponent_of(row);
            exponents.push(exponent);
            // A cast stops at the bounds of its type, so 127.6 is 127.
            counts.extend(row.iter().map(|value| (value / power_of_two(exponent)).round() as i8));
        }
        Self { exponents, counts }
    }

    /// Whether rows of `width` numbers were rounded to these.
    ///
    /// # Errors
    /// When there are not as many counts as such rows take, or a step is of a size that none has.
    pub fn check(&self, width: usize) -> Result<(), &'static str> {
        if Some(self.counts.len()) != self.exponents.len().checked_mul(width)
            || !self.exponents.iter().all(|exponent| EXPONENTS.contains(exponent))
        {
            return Err("the axes of the space are no numbers, or too few");
        }
        Ok(())
    }

    /// Writes the rows, `width` numbers each, to the beginnings of the lines of `to`, `stride` numbers each.
    pub fn write(&self, width: usize, to: &mut [f32], stride: usize) {
        let lines = to.chunks_exact_mut(stride.max(1)).zip(self.counts.chunks_exact(width.max(1)));
        for ((line, counts), &exponent) in lines.zip(&self.exponents) {
            let step = power_of_two(exponent);
            line.iter_mut()
                .zip(counts)
                .for_each(|(value, &count)| *value = f32::from(count) * step);
        }
    }
}

/// The least exponent of which [`MOST`] steps reach, but for half a step, every number of a row.
fn exponent_of(row: &[f32]) -> i8 {
    let most = row.iter().fold(0.0f32, |most, value| most.max(value.abs()));
    let reaches = |exponent: &i8| (MOST + 0.5) * power_of_two(*exponent) > most;
    EXPONENTS.clone().find(reaches).unwrap_or(*EXPONENTS.end())
}

/// 2 to the power of one of [`EXPONENTS`], exactly.
fn power_of_two(exponent: i8) -> f32 {
    f32::from_bits(((i32::from(exponent) + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Steps;

    fn numbers(steps: &Steps, width: usize) -> Vec<f32> {
        let mut numbers = vec![0.0; steps.counts.len()];
        steps.write(width, &mut numbers, width);
        numbers
    }

    proptest! {
        #[test]
        fn a_number_is_off_by_half_a_step_at_most_and_then_stays(
            rows in prop::collection::vec((-1.0f32..1.0, -30i32..1), 12),
        ) {
            let rows: Vec<f32> = rows.into_iter().map(|(value, power)| value * 2f32.powi(power)).collect();
            let steps = Steps::round(rows.chunks(4));
            let rounded = numbers(&steps, 4);
            for (row, rounded) in rows.chunks(4).zip(rounded.chunks(4)) {
                let most = row.iter().fold(0.0f32, |most, value| most.max(value.abs()));
                for (value, rounded) in row.iter().zip(rounded) {
                    prop_assert!((value - rounded).abs() <= most / 127.0, "{value} {rounded}");
                }
            }
            prop_assert_eq!(Steps::round(rounded.chunks(4)), steps);
        }
    }

    #[test]
    fn nothing_stays_nothing_and_the_ends_are_reached() {
        let row = [0.0, 1.0, -1.0, 0.996];
        assert_eq!(numbers(&Steps::round([&row[..]].into_iter()), 4), [0.0, 1.0, -1.0, 1.0]);
        assert_eq!(numbers(&Steps::round([&[0.0, 1e-40][..]].into_iter()), 2), [0.0; 2]);
    }

    #[test]
    fn what_no_rounding_gives_is_refused() {
        let check = |exponents: &[i8], counts: &[i8]| {
            let steps = Steps { exponents: exponents.to_vec(), counts: counts.to_vec() };
            assert!(steps.check(2).is_err());
        };
        check(&[0], &[1]);
        check(&[1], &[1, 1]);
        check(&[-101], &[1, 1]);
    }
}
