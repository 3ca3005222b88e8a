//! How many of their words two texts share, from 64 bytes of each.

use std::hash::BuildHasher;

/// Bins of a sketch: an estimate is off by .06 at most two times in three.
const N_BINS: usize = 64;
/// Bits of a hash that say its bin.
const BIN_BITS: u32 = N_BINS.ilog2();

/// What a text's words leave behind: of each bin of hashes a byte of the least one.
///
/// It knows all words, also those that no other text has. Words and their order make no difference beyond that:
/// how often one stands in the text does not count.
///
/// # Source
/// Li, Owen & Zhang, "One Permutation Hashing", 2012, with the bytes of Li & König, "b-Bit Minwise Hashing", 2010.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WordSketch([u8; N_BINS]);

impl Default for WordSketch {
    /// That of a text without words.
    fn default() -> Self {
        Self([EMPTY; N_BINS])
    }
}

/// No word fell in the bin.
const EMPTY: u8 = 0;

/// The hash of a word for [`WordSketch::of`]; the same in every archive.
pub(crate) fn word_hash(word: &str) -> u32 {
    (foldhash::quality::FixedState::default().hash_one(word) >> 32) as u32
}

impl WordSketch {
    /// Sketches the words with these hashes, each given once or more, in any order. O(words).
    pub(crate) fn of(hashes: impl Iterator<Item = u32>) -> Self {
        let mut least = [u32::MAX; N_BINS];
        for hash in hashes {
            let bin = (hash >> (u32::BITS - BIN_BITS)) as usize;
            least[bin] = least[bin].min(hash & (u32::MAX >> BIN_BITS));
        }
        // The upper bits of a least one are mostly zeros.
        let byte = |least| if least == u32::MAX { EMPTY } else { (least % 255) as u8 + 1 };
        Self(least.map(byte))
    }

    /// The share of the distinct words of both that stand in both, 0 to 1: an estimate. 1 for two texts without words.
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
        WordSketch::of(words.map(|word| word_hash(&format!("word{word}"))))
    }

    #[test]
    fn an_estimate_is_near_the_share_that_two_texts_have() {
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
    fn texts_of_the_same_words_and_of_none_are_alike() {
        let (none, one, many) = (WordSketch::default(), sketch(0..1), sketch(3..90));
        assert!(many.jaccard(&many) >= 1.0 && none.jaccard(&none) >= 1.0);
        assert!(none.jaccard(&one) <= 0.0);
        let again = WordSketch::of([7, 7, 1 << 31, 7].into_iter());
        assert_eq!(again, WordSketch::of([1 << 31, 7].into_iter()));
    }
}
