//! Words met and what became of each, found without following a pointer.

use super::gap::Step;
use super::strings::Interned;

/// What became of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordClass {
    /// Number of the form of a kept word; 0 for all others.
    pub(super) form: u32,
    /// Whether the word is kept, and else what it does to the gap.
    pub(super) step: Step,
    /// What is written together before a kept word, as in "l'Assemblée".
    pub(super) elided: Step,
}

impl WordClass {
    /// A stop word or a single letter or digit.
    pub(super) const DROPPED: Self = Self { form: 0, step: Step::HIDDEN, elided: Step::NONE };

    pub(super) fn kept(form: u32) -> Self {
        Self { form, step: Step::KEPT, elided: Step::NONE }
    }

    pub(super) fn is_kept(self) -> bool {
        self.step == Step::KEPT
    }
}

/// A word met. 32 bytes that begin at a multiple of 32 lie in one line of the cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(super) struct Met {
    key: u128,
    pub(super) verdict: WordClass,
    /// Occurrences in titles, tags and at starts of sentences, and inside a sentence of a body, where
    /// case says something.
    pub(super) n_read: [u32; 2],
}

impl Met {
    const NONE: Self = Self { key: 0, verdict: WordClass::DROPPED, n_read: [0; 2] };
}

/// A word to look up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probe {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a sentence may end before, or a quotation begin.
    pub(super) after_sign: bool,
    key: u128,
    slot: usize,
}

/// Words as keys of 16 bytes in an open table, at most three quarters full.
///
/// Nearly all words have 16 bytes or fewer and *are* their keys; a longer one has its number among the
/// long ones for a key, below a byte that no text has. Words are looked up by the batch: first all of
/// its slots are read, so that the processor waits for many at a time, then the words are served.
#[derive(Clone, Debug)]
pub(super) struct WordTable {
    slots: Vec<Met>,
    n_words: usize,
    long_words: Interned,
}

/// Longest word that is its own key, in bytes.
const SHORT: usize = 16;
/// Longer words, in bytes, share one key: no language has them.
const ABSURD: usize = 1 << 10;
/// UTF-8 has neither of these bytes.
const LONG_MARK: u128 = 0xff << 120;
const ABSURD_MARK: u128 = 0xfe << 120;

impl WordTable {
    /// An empty table with room for some words given apart.
    pub(super) fn with_capacity(n_words: usize) -> Self {
        let n_slots = (4 * n_words).next_power_of_two().max(1 << 8);
        Self { slots: vec![Met::NONE; n_slots], n_words: 0, long_words: Interned::default() }
    }

    /// The word of `text` in a range, to look up with others of a batch.
    #[inline(always)]
    pub(super) fn seek(&mut self, text: &str, start: usize, end: usize, after_sign: bool) -> Probe {
        let length = end - start;
        let key = if length <= SHORT {
            short_key(text.as_bytes(), start, end)
        } else {
            self.long_key(&text[start..end])
        };
        Probe { start, end, after_sign, key, slot: slot(key, self.slots.len() - 1) }
    }

    #[cold]
    fn long_key(&mut self, word: &str) -> u128 {
        if word.len() <= ABSURD {
            LONG_MARK | u128::from(self.long_words.number_of(Interned::hash(word), word))
        } else {
            ABSURD_MARK
        }
    }

    /// Makes room for a batch of words that is then sought, found and inserted, and for as many again by
    /// [`WordTable::insert_apart`].
    pub(super) fn make_room(&mut self, n_words: usize) {
        if 4 * (self.n_words + 2 * n_words) > 3 * self.slots.len() {
            self.grow();
        }
    }

    /// Reads the slots of a batch and nothing else, so that the processor has as many reads as it can
    /// under way at once.
    pub(super) fn prefetch(&self, batch: &[Probe]) {
        let touched = batch.iter().fold(0, |all, sought| all ^ self.slots[sought.slot].n_read[0]);
        std::hint::black_box(touched);
    }

    /// Where a word is, or else where it will be inserted.
    #[inline(always)]
    pub(super) fn find(&self, sought: &Probe) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = sought.slot;
        loop {
            let key = self.slots[slot].key;
            if key == sought.key {
                return Ok(slot);
            }
            if key == 0 {
                return Err(slot);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// What became of a word given apart from any batch.
    pub(super) fn verdict(&mut self, word: &str) -> Option<WordClass> {
        let sought = self.seek(word, 0, word.len(), false);
        self.find(&sought).ok().map(|slot| self.slots[slot].verdict)
    }

    /// Inserts a word given apart from any batch, unless it is there, and returns what becomes of it.
    pub(super) fn insert_apart(
        &mut self,
        word: &str,
        verdict: impl FnOnce() -> WordClass,
    ) -> WordClass {
        let sought = self.seek(word, 0, word.len(), false);
        match self.find(&sought) {
            Ok(slot) => self.slots[slot].verdict,
            Err(slot) => {
                let verdict = verdict();
                self.insert(&sought, slot, verdict);
                verdict
            }
        }
    }

    /// Inserts a word where `find` missed it.
    pub(super) fn insert(&mut self, sought: &Probe, slot: usize, verdict: WordClass) {
        self.slots[slot] = Met { key: sought.key, verdict, ..Met::NONE };
        self.n_words += 1;
    }

    #[inline(always)]
    pub(super) fn at(&mut self, slot: usize) -> &mut Met {
        &mut self.slots[slot]
    }

    /// All words met, in no order that means anything.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Met> {
        self.slots.iter().filter(|met| met.key != 0)
    }

    #[cold]
    fn grow(&mut self) {
        let n_slots = 2 * self.slots.len();
        let old = std::mem::replace(&mut self.slots, vec![Met::NONE; n_slots]);
        for met in old.into_iter().filter(|met| met.key != 0) {
            let mut slot = slot(met.key, n_slots - 1);
            while self.slots[slot].key != 0 {
                slot = (slot + 1) & (n_slots - 1);
            }
            self.slots[slot] = met;
        }
    }
}

#[inline(always)]
fn short_key(bytes: &[u8], start: usize, end: usize) -> u128 {
    let length = end - start;
    let key = match bytes[start..].first_chunk::<SHORT>() {
        Some(bytes) => u128::from_le_bytes(*bytes),
        None => {
            let mut padded = [0; SHORT];
            padded[..length].copy_from_slice(&bytes[start..end]);
            u128::from_le_bytes(padded)
        }
    };
    key & FIRST[length]
}

/// The first so many bytes of a key.
const FIRST: [u128; SHORT + 1] = {
    let mut first = [0; SHORT + 1];
    let mut length = 1;
    while length <= SHORT {
        first[length] = u128::MAX >> (8 * (SHORT - length));
        length += 1;
    }
    first
};

/// A folded multiplication. The seeds are fixed, as numbers never depend on the slots; collisions made on
/// purpose cost time alone.
#[inline(always)]
fn slot(key: u128, mask: usize) -> usize {
    let low = key as u64 ^ 0x9e37_79b9_7f4a_7c15;
    let high = (key >> 64) as u64 ^ 0xd1b5_4a32_d192_ed03;
    let product = u128::from(low) * u128::from(high);
    (product as u64 ^ (product >> 64) as u64) as usize & mask
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::{WordClass, WordTable};

    proptest! {
        /// Every word keeps its verdict through growth, whatever its length.
        #[test]
        fn the_table_is_a_map(words in prop::collection::vec("[ab]{1,7}|é{7,10}|[xy]{15,18}|z{1020,1030}", 0..900)) {
            let mut table = WordTable::with_capacity(0);
            let mut expected: HashMap<String, u32> = HashMap::new();
            for words in words.chunks(40) {
                let text = words.concat();
                table.make_room(words.len());
                let mut start = 0;
                let mut batch = Vec::new();
                for word in words {
                    batch.push(table.seek(&text, start, start + word.len(), false));
                    start += word.len();
                }
                table.prefetch(&batch);
                for sought in &batch {
                    let word = &text[sought.start..sought.end];
                    let word = if word.len() > 1024 { "absurd" } else { word };
                    let next = expected.len() as u32;
                    let number = *expected.entry(word.to_owned()).or_insert(next);
                    let slot = match table.find(sought) {
                        Ok(slot) => slot,
                        Err(slot) => {
                            prop_assert_eq!(number, next);
                            table.insert(sought, slot, WordClass::kept(number));
                            slot
                        }
                    };
                    prop_assert_eq!(table.at(slot).verdict, WordClass::kept(number));
                }
            }
            prop_assert_eq!(table.iter().count(), expected.len());
        }
    }
}
