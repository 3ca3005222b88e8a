//! Many short strings in one allocation.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// Strings numbered in the order they were pushed, end to end in one buffer.
///
/// Memory: the bytes and 8 for each string; a `Vec<String>` would take 24 and an allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    bytes: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Number of strings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Appends a string; its number is the former `len`.
    pub fn push(&mut self, string: &str) {
        self.push_with(|bytes| bytes.push_str(string));
    }

    /// Appends a string written by `write`; its number is the former `len`.
    pub(crate) fn push_with(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.bytes);
        self.ends.push(self.bytes.len());
    }

    /// All strings of `parts`, one after another; the parts are freed on the way.
    #[must_use]
    pub fn concat(parts: Vec<Self>) -> Self {
        let mut all = Self {
            bytes: String::with_capacity(parts.iter().map(|part| part.bytes.len()).sum()),
            ends: Vec::with_capacity(parts.iter().map(Self::len).sum()),
        };
        for part in parts {
            let n_before = all.bytes.len();
            all.bytes.push_str(&part.bytes);
            all.ends.extend(part.ends.iter().map(|end| n_before + end));
        }
        all
    }

    /// The string with a number.
    ///
    /// # Panics
    /// When `number` is not below `len`.
    #[must_use]
    #[inline]
    pub fn at(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.bytes[start..self.ends[number]]
    }

    /// The strings in the order of their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|number| self.at(number))
    }
}

impl<'a> FromIterator<&'a str> for Strings {
    fn from_iter<I: IntoIterator<Item = &'a str>>(strings: I) -> Self {
        let mut all = Self::default();
        strings.into_iter().for_each(|string| all.push(string));
        all
    }
}

/// Distinct strings, numbered in the order of first sight.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interned {
    strings: Strings,
    /// Half of each string's hash beside its number: neither growth nor most misses look at the text.
    numbers: HashTable<(u32, u32)>,
}

impl Interned {
    pub(crate) fn strings(&self) -> &Strings {
        &self.strings
    }

    /// Numbers never depend on the hash, so a fixed seed costs no repeatability; collisions made on
    /// purpose cost time alone.
    pub(crate) fn hash(string: &str) -> u64 {
        FixedState::default().hash_one(string)
    }

    /// Number of the string that has this hash.
    pub(crate) fn number_of(&mut self, hash: u64, string: &str) -> u32 {
        let Self { strings, numbers } = self;
        let half = (hash >> 32) as u32;
        let is_it =
            |&(other, number): &(u32, u32)| other == half && strings.at(number as usize) == string;
        if let Some(&(_, number)) = numbers.find(spread(half), is_it) {
            return number;
        }
        let number = strings.len() as u32;
        strings.push(string);
        numbers.insert_unique(spread(half), (half, number), |&(half, _)| spread(half));
        number
    }
}

/// The table takes its slot from the low bits and its tag from the high ones.
fn spread(half: u32) -> u64 {
    u64::from(half) << 32 | u64::from(half)
}

#[cfg(test)]
mod tests {
    use super::Strings;

    #[test]
    fn strings_come_back_as_they_went_in() {
        let strings: Strings = ["", "a", "été", ""].into_iter().collect();
        assert_eq!(strings.iter().collect::<Vec<_>>(), ["", "a", "été", ""]);
        assert_eq!((strings.len(), strings.is_empty()), (4, false));
        let twice = Strings::concat(vec![strings.clone(), Strings::default(), strings.clone()]);
        assert!(twice.iter().eq(strings.iter().chain(strings.iter())));
    }
}
