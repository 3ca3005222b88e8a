//! The ids read so far, each with the place of its first record.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;
use hashbrown::HashTable;

use alsolike::text::Strings;

/// Where a record starts; a compact [`Place`](super::Place).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Index of the input.
    pub file: u32,
    /// Line from 1; 0 when the record is the whole file.
    pub line: u64,
}

/// The ids read so far, each with the place of its first record.
///
/// Memory: the bytes of the ids, and about 32 bytes per id. Iteration order is never observed, so a hash table keeps
/// the output deterministic.
#[derive(Default)]
pub(super) struct SeenIds {
    ids: Strings,
    /// Shape (n_ids,).
    spots: Vec<Spot>,
    /// Indices into `ids`.
    table: HashTable<usize>,
    hasher: FixedState,
}

impl SeenIds {
    /// Adds an id. Returns the place of its first record when the id was there before.
    pub(super) fn insert(&mut self, id: &str, spot: Spot) -> Option<Spot> {
        let Self { ids, spots, table, hasher } = self;
        let hash = hasher.hash_one(id);
        if let Some(&known) = table.find(hash, |&index| ids.at(index) == id) {
            return Some(spots[known]);
        }
        let index = ids.len();
        ids.push(id);
        spots.push(spot);
        table.insert_unique(hash, index, |&index| hasher.hash_one(ids.at(index)));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{SeenIds, Spot};

    #[test]
    fn keeps_the_place_of_the_first_record() {
        let mut seen = SeenIds::default();
        for number in 0..1000 {
            assert_eq!(seen.insert(&number.to_string(), Spot { file: 0, line: number }), None);
        }
        let again = Spot { file: 7, line: 7 };
        assert_eq!(seen.insert("999", again), Some(Spot { file: 0, line: 999 }));
        assert_eq!(seen.insert("", again), None);
        assert_eq!(seen.insert("", Spot { file: 8, line: 8 }), Some(again));
    }
}
