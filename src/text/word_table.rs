//! A hash table of words that stores keys in place, so that a lookup follows no pointer.

use super::gap::Step;
use super::strings::StringInterner;

/// Whether a word is kept, and how it changes the gap before the next kept word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordClass {
    /// Form of a kept word; 0 for other words.
    pub(super) form: u32,
    /// [`Step::KEPT`], or the change to the gap.
    pub(super) step: Step,
    /// The clitic before a kept word, as in "l'Assemblée".
    pub(super) elided: Step,
}

impl WordClass {
    /// The class of words that are dropped and not displayed, such as single letters.
    pub(super) const DROPPED: Self = Self { form: 0, step: Step::HIDDEN, elided: Step::NONE };

    pub(super) fn kept(form: u32) -> Self {
        Self { form, step: Step::KEPT, elided: Step::NONE }
    }

    /// Returns the class of a word that is kept where it is written as a name, and has another step elsewhere.
    pub(super) fn name_or(form: u32, elsewhere: Step) -> Self {
        Self { form, step: elsewhere.or_name(), elided: Step::NONE }
    }

    /// Returns whether the word is kept, everywhere or where it is written as a name.
    pub(super) fn is_kept(self) -> bool {
        self.step == Step::KEPT || self.step.may_be_name()
    }
}

/// An entry of the table. Entries of 32 bytes, aligned to 32, never cross a cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(super) struct Entry {
    key: u128,
    pub(super) class: WordClass,
    /// Two counts of occurrences: those elsewhere, then those inside a sentence of a body. See
    /// [`FormCounts`](super::FormCounts).
    pub(super) n_read: [u32; 2],
}

impl Entry {
    const FREE: Self = Self { key: 0, class: WordClass::DROPPED, n_read: [0; 2] };
}

/// A word to look up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probe {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a sentence may end, or a quotation begin, before the word.
    pub(super) after_sign: bool,
    key: u128,
    slot: usize,
}

/// A hash table of words with keys of 16 bytes. Open addressing, at most three quarters full.
///
/// Nearly all words have 16 bytes or fewer and are their own keys. The key of a longer word is its number among
/// the long words, marked by a byte that UTF-8 never contains.
///
/// Words are looked up in batches: [`probe`](Self::probe) each word, [`prefetch`](Self::prefetch) the batch,
/// then [`find`](Self::find) each word. The processor thus waits for many cache misses at once.
#[derive(Clone, Debug)]
pub(super) struct WordTable {
    slots: Vec<Entry>,
    n_words: usize,
    long_words: StringInterner,
}

/// Maximum length in bytes of a word that is its own key.
const MAX_INLINE_BYTES: usize = 16;
/// Maximum length in bytes of a word with a key of its own. All longer ones share a key and are dropped.
const MAX_LONG_BYTES: usize = 1 << 10;
/// Marks of keys that are not words. UTF-8 contains neither byte.
const LONG_MARK: u128 = 0xff << 120;
const TOO_LONG_KEY: u128 = 0xfe << 120;

impl WordTable {
    /// Returns an empty table with room for `n_words` words.
    pub(super) fn with_capacity(n_words: usize) -> Self {
        let n_slots = (4 * n_words).next_power_of_two().max(1 << 8);
        Self {
            slots: vec![Entry::FREE; n_slots],
            n_words: 0,
            long_words: StringInterner::default(),
        }
    }

    /// Computes the key and the first slot of the word at `start..end` of `text`.
    #[inline(always)]
    pub(super) fn probe(
        &mut self,
        text: &str,
        start: usize,
        end: usize,
        after_sign: bool,
    ) -> Probe {
        let length = end - start;
        let key = if length <= MAX_INLINE_BYTES {
            short_key(text.as_bytes(), start, end)
        } else {
            self.long_key(&text[start..end])
        };
        Probe { start, end, after_sign, key, slot: slot(key, self.slots.len() - 1) }
    }

    /// Returns the key of a word of more than 16 bytes.
    #[cold]
    fn long_key(&mut self, word: &str) -> u128 {
        if word.len() <= MAX_LONG_BYTES {
            LONG_MARK | u128::from(self.long_words.intern(StringInterner::hash(word), word))
        } else {
            TOO_LONG_KEY
        }
    }

    /// Makes room for a batch of `n_words` words and for as many calls of [`WordTable::get_or_insert_with`].
    ///
    /// Must precede the probes of the batch, because growth changes the slots.
    pub(super) fn reserve(&mut self, n_words: usize) {
        if 4 * (self.n_words + 2 * n_words) > 3 * self.slots.len() {
            self.grow();
        }
    }

    /// Reads the slots of a batch and nothing else, so that the processor has many cache misses under way at
    /// once.
    pub(super) fn prefetch(&self, batch: &[Probe]) {
        let read = batch.iter().fold(0, |all, probe| all ^ self.slots[probe.slot].n_read[0]);
        std::hint::black_box(read);
    }

    /// Returns the slot of a word, or as an error the free slot where it belongs.
    #[inline(always)]
    pub(super) fn find(&self, probe: &Probe) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = probe.slot;
        loop {
            let key = self.slots[slot].key;
            if key == probe.key {
                return Ok(slot);
            }
            if key == 0 {
                return Err(slot);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Returns the class of a single word, outside any batch.
    pub(super) fn class_of(&mut self, word: &str) -> Option<WordClass> {
        let probe = self.probe(word, 0, word.len(), false);
        self.find(&probe).ok().map(|slot| self.slots[slot].class)
    }

    /// Returns the class of a single word, outside any batch. A new word is inserted with the class that
    /// `class` returns.
    pub(super) fn get_or_insert_with(
        &mut self,
        word: &str,
        class: impl FnOnce() -> WordClass,
    ) -> WordClass {
        let probe = self.probe(word, 0, word.len(), false);
        match self.find(&probe) {
            Ok(slot) => self.slots[slot].class,
            Err(slot) => {
                let class = class();
                self.insert(&probe, slot, class);
                class
            }
        }
    }

    /// Inserts a word into the free slot that [`find`](Self::find) returned.
    pub(super) fn insert(&mut self, probe: &Probe, slot: usize, class: WordClass) {
        self.slots[slot] = Entry { key: probe.key, class, ..Entry::FREE };
        self.n_words += 1;
    }

    /// Returns the entry of an occupied slot.
    #[inline(always)]
    pub(super) fn entry_mut(&mut self, slot: usize) -> &mut Entry {
        &mut self.slots[slot]
    }

    /// Yields all entries in an arbitrary order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.slots.iter().filter(|entry| entry.key != 0)
    }

    /// Doubles the number of slots.
    #[cold]
    fn grow(&mut self) {
        let n_slots = 2 * self.slots.len();
        let old = std::mem::replace(&mut self.slots, vec![Entry::FREE; n_slots]);
        for entry in old.into_iter().filter(|entry| entry.key != 0) {
            let mut slot = slot(entry.key, n_slots - 1);
            while self.slots[slot].key != 0 {
                slot = (slot + 1) & (n_slots - 1);
            }
            self.slots[slot] = entry;
        }
    }
}

/// Returns the key of a word of up to 16 bytes.
#[inline(always)]
fn short_key(bytes: &[u8], start: usize, end: usize) -> u128 {
    let length = end - start;
    let key = match bytes[start..].first_chunk::<MAX_INLINE_BYTES>() {
        Some(bytes) => u128::from_le_bytes(*bytes),
        None => {
            let mut padded = [0; MAX_INLINE_BYTES];
            padded[..length].copy_from_slice(&bytes[start..end]);
            u128::from_le_bytes(padded)
        }
    };
    key & PREFIX_MASKS[length]
}

/// Masks of the first 0 to 16 bytes of a key.
const PREFIX_MASKS: [u128; MAX_INLINE_BYTES + 1] = {
    let mut masks = [0; MAX_INLINE_BYTES + 1];
    let mut length = 1;
    while length <= MAX_INLINE_BYTES {
        masks[length] = u128::MAX >> (8 * (MAX_INLINE_BYTES - length));
        length += 1;
    }
    masks
};

/// Hashes a key with a folded multiplication.
///
/// The seeds are fixed. Forms are not numbered by slot, so crafted collisions cost only time.
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
        /// Every word keeps its class while the table grows, whatever its length.
        #[test]
        fn behaves_like_a_hash_map(words in prop::collection::vec("[ab]{1,7}|é{7,10}|[xy]{15,18}|z{1020,1030}", 0..900)) {
            let mut table = WordTable::with_capacity(0);
            let mut expected: HashMap<String, u32> = HashMap::new();
            for words in words.chunks(40) {
                let text = words.concat();
                table.reserve(words.len());
                let mut start = 0;
                let mut batch = Vec::new();
                for word in words {
                    batch.push(table.probe(&text, start, start + word.len(), false));
                    start += word.len();
                }
                table.prefetch(&batch);
                for probe in &batch {
                    let word = &text[probe.start..probe.end];
                    let word = if word.len() > 1024 { "too long" } else { word };
                    let next = expected.len() as u32;
                    let number = *expected.entry(word.to_owned()).or_insert(next);
                    let slot = match table.find(probe) {
                        Ok(slot) => slot,
                        Err(slot) => {
                            prop_assert_eq!(number, next);
                            table.insert(probe, slot, WordClass::kept(number));
                            slot
                        }
                    };
                    prop_assert_eq!(table.entry_mut(slot).class, WordClass::kept(number));
                }
            }
            prop_assert_eq!(table.iter().count(), expected.len());
        }
    }
}
