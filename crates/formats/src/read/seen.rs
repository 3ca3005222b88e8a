//! Which ids were met, and where.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;
use hashbrown::HashTable;

use alsolike::text::Strings;

/// Where a record starts, by the number of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub file: u32,
    /// Line from 1; 0 when the record is the whole file.
    pub line: u64,
}

/// The ids met so far, each with its first place.
///
/// Memory: the bytes of the ids and some 32 for each. The order of the table reaches nobody.
#[derive(Default)]
pub(super) struct Seen {
    ids: Strings,
    spots: Vec<Spot>,
    numbers: HashTable<usize>,
    hasher: FixedState,
}

impl Seen {
    /// Remembers a new id; for a known one, returns its first place.
    pub(super) fn insert(&mut self, id: &str, spot: Spot) -> Option<Spot> {
        let Self { ids, spots, numbers, hasher } = self;
        let hash = hasher.hash_one(id);
        if let Some(&known) = numbers.find(hash, |&number| ids.at(number) == id) {
            return Some(spots[known]);
        }
        let number = ids.len();
        ids.push(id);
        spots.push(spot);
        numbers.insert_unique(hash, number, |&number| hasher.hash_one(ids.at(number)));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Seen, Spot};

    #[test]
    fn the_first_place_is_kept() {
        let mut seen = Seen::default();
        for number in 0..1000 {
            assert_eq!(seen.insert(&number.to_string(), Spot { file: 0, line: number }), None);
        }
        let again = Spot { file: 7, line: 7 };
        assert_eq!(seen.insert("999", again), Some(Spot { file: 0, line: 999 }));
        assert_eq!(seen.insert("", again), None);
        assert_eq!(seen.insert("", Spot { file: 8, line: 8 }), Some(again));
    }
}
