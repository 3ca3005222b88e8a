//! Quantized rows: one byte for each number. Each row has its own step size.
//!
//! The rounding error is at most 1/127 of the largest number of the row. A product adds so many numbers that the errors
//! cancel: the quantized axes assign articles as well as the exact ones and need a quarter of the bytes.

use std::ops::RangeInclusive;

/// The largest multiple of a step.
const MAX_MULTIPLE: f32 = 127.0;

/// Allowed exponents of a step, which is a power of two. An entry of orthonormal columns is at most 1; numbers far
/// below the smallest step become 0.
const EXPONENTS: RangeInclusive<i8> = -100..=0;

/// Quantized rows of equal length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantizedRows {
    /// Exponent of the step of each row, shape (n_rows,): the step is 2 to this power.
    pub exponents: Vec<i8>,
    /// Multiples of the step, shape (n_rows, width), row by row.
    pub multiples: Vec<i8>,
}

impl QuantizedRows {
    /// Rounds rows to multiples of a step. Quantizing rounded rows again gives the same values. O(numbers).
    pub fn quantize<'r>(rows: impl Iterator<Item = &'r [f32]>) -> Self {
        let (mut exponents, mut multiples) = (Vec::new(), Vec::new());
        for row in rows {
            let exponent = exponent_of(row);
            exponents.push(exponent);
            // A cast saturates, so 127.6 becomes 127.
            multiples
                .extend(row.iter().map(|value| (value / power_of_two(exponent)).round() as i8));
        }
        Self { exponents, multiples }
    }

    /// Checks that these can be rows of `width` numbers.
    ///
    /// # Errors
    /// A description of the fault: a wrong number of multiples, or an exponent out of range.
    pub fn check(&self, width: usize) -> Result<(), &'static str> {
        if Some(self.multiples.len()) != self.exponents.len().checked_mul(width) {
            return Err("the axes of the space have another length");
        }
        if !self.exponents.iter().all(|exponent| EXPONENTS.contains(exponent)) {
            return Err("an exponent of the axes of the space is out of range");
        }
        Ok(())
    }

    /// Writes the rows of `width` numbers to a matrix with rows of `stride` numbers; the padding stays as it is.
    pub fn write_to(&self, width: usize, matrix: &mut [f32], stride: usize) {
        let lines = matrix.chunks_exact_mut(stride.max(1));
        let rows = lines.zip(self.multiples.chunks_exact(width.max(1)));
        for ((line, multiples), &exponent) in rows.zip(&self.exponents) {
            let step = power_of_two(exponent);
            line.iter_mut()
                .zip(multiples)
                .for_each(|(value, &multiple)| *value = f32::from(multiple) * step);
        }
    }
}

/// Returns the smallest exponent whose 127.5 steps exceed every number of a row.
fn exponent_of(row: &[f32]) -> i8 {
    let greatest = row.iter().fold(0.0f32, |most, value| most.max(value.abs()));
    let suffices = |exponent: &i8| (MAX_MULTIPLE + 0.5) * power_of_two(*exponent) > greatest;
    EXPONENTS.clone().find(suffices).unwrap_or(*EXPONENTS.end())
}

/// Returns 2 to the power of one of [`EXPONENTS`], exactly.
fn power_of_two(exponent: i8) -> f32 {
    f32::from_bits(((i32::from(exponent) + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::QuantizedRows;

    fn dequantize(rows: &QuantizedRows, width: usize) -> Vec<f32> {
        let mut numbers = vec![0.0; rows.multiples.len()];
        rows.write_to(width, &mut numbers, width);
        numbers
    }

    proptest! {
        #[test]
        fn the_error_is_bounded_and_rounding_is_idempotent(
            rows in prop::collection::vec((-1.0f32..1.0, -30i32..1), 12),
        ) {
            let rows: Vec<f32> = rows.into_iter().map(|(value, power)| value * 2f32.powi(power)).collect();
            let quantized = QuantizedRows::quantize(rows.chunks(4));
            let rounded = dequantize(&quantized, 4);
            for (row, rounded) in rows.chunks(4).zip(rounded.chunks(4)) {
                let most = row.iter().fold(0.0f32, |most, value| most.max(value.abs()));
                for (value, rounded) in row.iter().zip(rounded) {
                    prop_assert!((value - rounded).abs() <= most / 127.0, "{value} {rounded}");
                }
            }
            prop_assert_eq!(QuantizedRows::quantize(rounded.chunks(4)), quantized);
        }
    }

    #[test]
    fn zeros_and_the_largest_numbers_are_exact() {
        let row = [0.0, 1.0, -1.0, 0.996];
        assert_eq!(
            dequantize(&QuantizedRows::quantize([&row[..]].into_iter()), 4),
            [0.0, 1.0, -1.0, 1.0]
        );
        assert_eq!(
            dequantize(&QuantizedRows::quantize([&[0.0, 1e-40][..]].into_iter()), 2),
            [0.0; 2]
        );
    }

    #[test]
    fn rejects_impossible_rows() {
        let check = |exponents: &[i8], multiples: &[i8]| {
            let rows =
                QuantizedRows { exponents: exponents.to_vec(), multiples: multiples.to_vec() };
            assert!(rows.check(2).is_err());
        };
        check(&[0], &[1]);
        check(&[1], &[1, 1]);
        check(&[-101], &[1, 1]);
    }
}
