//! Sketches of 64 bytes that estimate how many words two texts share.

use std::hash::BuildHasher;

/// Number of bins. The standard error of an estimate is at most 0.06.
const N_BINS: usize = 64;
/// Bits of a hash that select its bin.
const BIN_BITS: u32 = N_BINS.ilog2();

/// A min-hash sketch of the distinct words of a text: for each bin of hashes, one byte of the smallest hash.
///
/// Every word counts, also one that no other text has. The order and the number of its occurrences do not
/// matter.
///
/// # Source
/// Li, Owen & Zhang, "One Permutation Hashing", 2012, reduced to bytes as in Li & König, "b-Bit Minwise
/// Hashing", 2010.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WordSketch([u8; N_BINS]);

impl Default for WordSketch {
    /// Returns the sketch of a text without words.
    fn default() -> Self {
        Self([EMPTY; N_BINS])
    }
}

/// Marks a bin without a word.
const EMPTY: u8 = 0;

/// Hashes a word for [`WordSketch::from_hashes`]. The hash is the same in every archive.
pub(crate) fn word_hash(word: &str) -> u32 {
    (foldhash::quality::FixedState::default().hash_one(word) >> 32) as u32
}

impl WordSketch {
    /// Returns the sketch of the words with these hashes. Order and repetition do not matter. O(words).
    pub(crate) fn from_hashes(hashes: impl Iterator<Item = u32>) -> Self {
        let mut smallest = [u32::MAX; N_BINS];
        for hash in hashes {
            let bin = (hash >> (u32::BITS - BIN_BITS)) as usize;
            smallest[bin] = smallest[bin].min(hash & (u32::MAX >> BIN_BITS));
        }
        // The upper bits of a smallest hash are mostly zeros, so the byte comes from all bits.
        let byte = |hash| if hash == u32::MAX { EMPTY } else { (hash % 255) as u8 + 1 };
        Self(smallest.map(byte))
    }

    /// Estimates the Jaccard similarity of the two sets of distinct words, from 0 to 1. Two texts without words
    /// have similarity 1.
    #[must_use]
    pub fn jaccard(&self, other: &Self) -> f64 {
        let (mut n_filled, mut n_equal) = (0u32, 0u32);
        for (&a, &b) in self.0.iter().zip(&other.0) {
            n_filled += u32::from(a | b != EMPTY);
            n_equal += u32::from(a == b && a != EMPTY);
        }
        if n_filled == 0 { 1.0 } else { f64::from(n_equal) / f64::from(n_filled) }
    }
}

#[cfg(test)]
mod tests {
    use super::{WordSketch, word_hash};

    fn sketch(words: std::ops::Range<usize>) -> WordSketch {
        WordSketch::from_hashes(words.map(|word| word_hash(&format!("word{word}"))))
    }

    #[test]
    fn estimates_are_close_to_the_exact_similarity() {
        for n_words in [20, 200, 2_000] {
            for shared in [0, 4, 10, 14, 18, 20] {
                let n_shared = n_words * shared / 20;
                let pairs = (0..40).map(|pair| {
                    let (a, b) = (pair * 10_000, pair * 10_000 + n_words - n_shared);
                    sketch(a..a + n_words).jaccard(&sketch(b..b + n_words))
                });
                let mean = pairs.sum::<f64>() / 40.0;
                let exact = n_shared as f64 / (2 * n_words - n_shared) as f64;
                assert!((mean - exact).abs() < 0.03, "{n_words} words: {mean}, not {exact}");
            }
        }
    }

    #[test]
    fn equal_word_sets_have_similarity_1() {
        let (none, one, many) = (WordSketch::default(), sketch(0..1), sketch(3..90));
        assert!(many.jaccard(&many) >= 1.0 && none.jaccard(&none) >= 1.0);
        assert!(none.jaccard(&one) <= 0.0);
        let again = WordSketch::from_hashes([7, 7, 1 << 31, 7].into_iter());
        assert_eq!(again, WordSketch::from_hashes([1 << 31, 7].into_iter()));
    }
}
