//! Tells the phrases of one part apart.

use super::ids::NONE;
use super::ngrams::DfRange;

/// Phrases as keys of 48 bits in an open table, used for one part after another.
#[derive(Default)]
pub(super) struct Table {
    slots: Vec<Slot>,
    /// Number of slots in use for this part, less 1, and by how much hashes are shifted to it.
    mask: usize,
    shift: u32,
    /// Slots of the phrases met, in the order of first sight.
    met: Vec<u32>,
    kept: Vec<(u64, u32)>,
}

#[derive(Clone, Copy)]
struct Slot {
    key: u64,
    df: u32,
    /// The article it was met in last; later its rank among the kept phrases, or [`NONE`].
    last: u32,
}

impl Slot {
    /// No key has more than 48 bits.
    const FREE: Self = Self { key: u64::MAX, df: 0, last: NONE };
}

impl Table {
    /// Forgets all phrases and makes room for so many.
    pub(super) fn start(&mut self, n_phrases: usize) {
        for slot in self.met.drain(..) {
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
    pub(super) fn meet(&mut self, key: u64, doc: u32) -> u32 {
        let at = self.find(key);
        let slot = &mut self.slots[at];
        if slot.key != key {
            *slot = Slot { key, ..Slot::FREE };
            self.met.push(at as u32);
        }
        // The article NONE would be the last of 2³²: there are fewer.
        slot.df += u32::from(slot.last != doc);
        slot.last = doc;
        at as u32
    }

    /// Ranks the kept phrases by their keys and returns these with the numbers of articles.
    pub(super) fn rank(&mut self, range: DfRange) -> &[(u64, u32)] {
        self.kept.clear();
        for &at in &self.met {
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

    /// Exchanges slots for ranks, [`NONE`] where the phrase is not kept.
    pub(super) fn exchange(&self, slots: &mut [u64]) {
        slots.iter_mut().for_each(|slot| *slot = u64::from(self.slots[*slot as usize].last));
    }

    /// The slot of a key, or the free one where it would be.
    #[inline(always)]
    fn find(&self, key: u64) -> usize {
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

    use super::{DfRange, NONE, Table};

    proptest! {
        /// One table serves parts of all sizes, one after another.
        #[test]
        fn ranks_are_those_of_a_map(
            parts in prop::collection::vec(prop::collection::vec((0u64..40, 0u32..5), 0..90), 1..4),
            min in 1u32..4,
        ) {
            let mut table = Table::default();
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
                table.start(part.len());
                let slot = |&(key, doc): &(u64, u32)| u64::from(table.meet(key << 30, doc));
                let mut ranks: Vec<u64> = part.iter().map(slot).collect();
                prop_assert_eq!(table.rank(range), &expected[..]);
                table.exchange(&mut ranks);
                for (&(key, _), rank) in part.iter().zip(ranks) {
                    let expected = expected.iter().position(|&(other, _)| other == key << 30);
                    prop_assert_eq!(rank, expected.map_or(u64::from(NONE), |rank| rank as u64));
                }
            }
        }
    }
}
