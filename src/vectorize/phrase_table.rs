//! A hash table that counts the phrases of one part.

use super::ids::NONE;
use super::ngrams::DfRange;

/// Counts phrases, given as keys of 48 bits. One table is reused for many parts.
///
/// Open addressing with linear probing.
#[derive(Default)]
pub(super) struct PhraseTable {
    slots: Vec<Slot>,
    /// Number of slots in use for this part, less 1.
    mask: usize,
    /// Number of bits by which a hash is shifted to a slot.
    shift: u32,
    /// Occupied slots, in the order of first sight.
    occupied: Vec<u32>,
    kept: Vec<(u64, u32)>,
}

#[derive(Clone, Copy)]
struct Slot {
    key: u64,
    df: u32,
    /// The last article that contained the phrase; later the rank among the kept phrases, or [`NONE`].
    last: u32,
}

impl Slot {
    /// A free slot. No key has more than 48 bits.
    const FREE: Self = Self { key: u64::MAX, df: 0, last: NONE };
}

impl PhraseTable {
    /// Clears the table and makes room for `n_phrases` phrases.
    pub(super) fn reset(&mut self, n_phrases: usize) {
        for slot in self.occupied.drain(..) {
            self.slots[slot as usize] = Slot::FREE;
        }
        let n_slots = (n_phrases + n_phrases / 2).next_power_of_two().max(2);
        if self.slots.len() < n_slots {
            self.slots = vec![Slot::FREE; n_slots];
        }
        (self.mask, self.shift) = (n_slots - 1, 64 - n_slots.trailing_zeros());
    }

    /// Counts a phrase in an article and returns its slot.
    #[inline(always)]
    pub(super) fn count(&mut self, key: u64, doc: u32) -> u32 {
        let at = self.find(key);
        let slot = &mut self.slots[at];
        if slot.key != key {
            *slot = Slot { key, ..Slot::FREE };
            self.occupied.push(at as u32);
        }
        // `doc` is never NONE: an archive has fewer than 2³² articles.
        slot.df += u32::from(slot.last != doc);
        slot.last = doc;
        at as u32
    }

    /// Ranks the kept phrases by key. Returns their keys and document frequencies.
    pub(super) fn rank(&mut self, range: DfRange) -> &[(u64, u32)] {
        self.kept.clear();
        for &at in &self.occupied {
            let Slot { key, df, last } = &mut self.slots[at as usize];
            *last = NONE;
            if range.keeps(*df) {
                self.kept.push((*key, *df));
            }
        }
        self.kept.sort_unstable();
        for rank in 0..self.kept.len() {
            let at = self.find(self.kept[rank].0);
            self.slots[at].last = rank as u32;
        }
        &self.kept
    }

    /// Replaces slots by ranks, or by [`NONE`] where the phrase is not kept.
    pub(super) fn slots_to_ranks(&self, slots: &mut [u64]) {
        slots.iter_mut().for_each(|slot| *slot = u64::from(self.slots[*slot as usize].last));
    }

    /// Returns the slot of a key, or the free slot where it belongs.
    #[inline(always)]
    fn find(&self, key: u64) -> usize {
        // Fibonacci hashing: the multiplier is 2⁶⁴ divided by the golden ratio.
        let mut at = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        loop {
            let slot = self.slots[at].key;
            if slot == key || slot == Slot::FREE.key {
                return at;
            }
            at = (at + 1) & self.mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::{DfRange, NONE, PhraseTable};

    proptest! {
        /// One table counts parts of different sizes, one after another.
        #[test]
        fn ranks_equal_those_of_a_map(
            parts in prop::collection::vec(prop::collection::vec((0u64..40, 0u32..5), 0..90), 1..4),
            min in 1u32..4,
        ) {
            let mut table = PhraseTable::default();
            let range = DfRange { min, max: 4 };
            for mut part in parts {
                part.sort_by_key(|&(_, doc)| doc);
                let mut docs: BTreeMap<u64, BTreeSet<u32>> = BTreeMap::new();
                part.iter().for_each(|&(key, doc)| { docs.entry(key << 30).or_default().insert(doc); });
                let expected: Vec<(u64, u32)> = docs
                    .iter()
                    .map(|(&key, docs)| (key, docs.len() as u32))
                    .filter(|&(_, df)| range.keeps(df))
                    .collect();
                table.reset(part.len());
                let slot = |&(key, doc): &(u64, u32)| u64::from(table.count(key << 30, doc));
                let mut ranks: Vec<u64> = part.iter().map(slot).collect();
                prop_assert_eq!(table.rank(range), &expected[..]);
                table.slots_to_ranks(&mut ranks);
                for (&(key, _), rank) in part.iter().zip(ranks) {
                    let expected = expected.iter().position(|&(other, _)| other == key << 30);
                    prop_assert_eq!(rank, expected.map_or(u64::from(NONE), |rank| rank as u64));
                }
            }
        }
    }
}
