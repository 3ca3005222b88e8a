//! The numbers of a text, as evidence that two texts report different things.

use std::hash::BuildHasher;

/// Number of hashes that are kept.
const N_KEPT: usize = 16;

/// The distinct numbers of a text: the 16 smallest of their hashes, in 32 bytes.
///
/// Two reports from one template have the same words and other numbers. A corrected or syndicated copy keeps most
/// numbers.
///
/// # Source
/// Bottom-k sampling: Cohen & Kaplan, "Summarizing data using bottom-k sketches", 2007.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NumberSketch {
    /// The first `n_kept` are hashes in ascending order.
    hashes: [u16; N_KEPT],
    n_kept: u8,
}

impl NumberSketch {
    /// Returns the sketch of the numbers in these texts: runs of digits, with `.`, `,` and `:` between digits, as in
    /// `3.1` and `11:48`. O(length).
    pub(crate) fn of_texts(texts: [&str; 2]) -> Self {
        let hasher = foldhash::quality::FixedState::default();
        let mut sketch = Self::default();
        for text in texts {
            for number in numbers(text.as_bytes()) {
                sketch.add((hasher.hash_one(number) >> 48) as u16);
            }
        }
        sketch
    }

    /// Returns the number of distinct numbers, at most 16.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::from(self.n_kept)
    }

    /// Returns whether the text has no number.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n_kept == 0
    }

    /// Estimates how many of the numbers of the text with fewer numbers the other text has, from 0 to 1. Without
    /// numbers in both texts this is 1: nothing differs.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> f64 {
        // Above the largest hash of a full sketch nothing is known.
        let limit = [self, other].into_iter().filter(|sketch| sketch.len() == N_KEPT);
        let limit = limit.filter_map(|sketch| sketch.hashes().last().copied()).min();
        let known = |sketch: &Self| {
            let hashes = sketch.hashes().iter();
            hashes.filter(|&&hash| limit.is_none_or(|limit| hash <= limit)).count()
        };
        let fewer = known(self).min(known(other));
        let n_shared = self.hashes().iter().filter(|hash| other.hashes().contains(hash)).count();
        if fewer == 0 { 1.0 } else { (n_shared as f64 / fewer as f64).min(1.0) }
    }

    fn hashes(&self) -> &[u16] {
        &self.hashes[..self.len()]
    }

    fn add(&mut self, hash: u16) {
        let Err(at) = self.hashes().binary_search(&hash) else { return };
        if at == N_KEPT {
            return;
        }
        let n_kept = (self.len() + 1).min(N_KEPT);
        self.hashes[at..n_kept].rotate_right(1);
        self.hashes[at] = hash;
        self.n_kept = n_kept as u8;
    }
}

/// Yields the numbers of a text.
fn numbers(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = first_digit(rest)?;
        let mut end = start + 1;
        loop {
            match rest.get(end) {
                Some(b) if b.is_ascii_digit() => end += 1,
                Some(b'.' | b',' | b':') if rest.get(end + 1).is_some_and(u8::is_ascii_digit) => {
                    end += 2;
                }
                _ => break,
            }
        }
        let (number, behind) = (&rest[start..end], &rest[end..]);
        rest = behind;
        Some(number)
    })
}

/// Returns the offset of the first digit. Most texts have few, so blocks without one are skipped whole.
fn first_digit(text: &[u8]) -> Option<usize> {
    const BLOCK: usize = 64;
    let has_digit = |block: &[u8]| block.iter().fold(false, |found, b| found | b.is_ascii_digit());
    let n_skipped = text.chunks(BLOCK).take_while(|block| !has_digit(block)).count();
    let start = (BLOCK * n_skipped).min(text.len());
    Some(start + text[start..].iter().position(u8::is_ascii_digit)?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{NumberSketch, numbers};

    fn sketch(text: &str) -> NumberSketch {
        NumberSketch::of_texts([text, ""])
    }

    #[test]
    fn finds_numbers() {
        let found: Vec<&[u8]> =
            numbers("At 11:48, 3.1 or 1,000. A 0-4 win: 2019.".as_bytes()).collect();
        let expected: [&[u8]; 6] = [b"11:48", b"3.1", b"1,000", b"0", b"4", b"2019"];
        assert_eq!(found, expected);
    }

    #[test]
    fn overlap_is_the_share_of_the_smaller_set() {
        let check = |a: &str, b: &str, expected: f64| {
            assert!((sketch(a).overlap(&sketch(b)) - expected).abs() < 1e-9, "{a}; {b}");
        };
        check("1 2 3 4", "3 4 5 6 7", 0.5);
        check("1 2", "2 1 1 9", 1.0);
        check("no number", "1 2", 1.0);
        check("", "", 1.0);
        check("8", "9", 0.0);
    }

    proptest! {
        #[test]
        fn overlap_of_large_sets_is_near(n_shared in 0u32..60) {
            let words = |range: std::ops::Range<u32>| range.map(|n| format!("{} ", n * 7 + 1000)).collect::<String>();
            let (a, b) = (sketch(&words(0..60)), sketch(&words(60 - n_shared..120)));
            let exact = f64::from(n_shared) / 60.0;
            prop_assert!((a.overlap(&b) - exact).abs() < 0.5);
            prop_assert_eq!(a.overlap(&b).to_bits(), b.overlap(&a).to_bits());
        }

        #[test]
        fn order_does_not_matter(mut list in prop::collection::vec(0u16..40, 0..40)) {
            let text = |list: &[u16]| list.iter().map(|n| format!("{n} ")).collect::<String>();
            let one = sketch(&text(&list));
            let distinct: BTreeSet<u16> = list.iter().copied().collect();
            prop_assert_eq!(one.len(), distinct.len().min(16));
            list.reverse();
            prop_assert_eq!(one, sketch(&text(&list)));
        }
    }
}
