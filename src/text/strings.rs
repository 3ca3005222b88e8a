//! Many short strings in one buffer.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// Strings in one buffer, numbered in the order in which they were pushed.
///
/// Memory: the bytes of the strings and 8 bytes for each string. A `Vec<String>` needs 24 bytes and an
/// allocation for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    bytes: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Returns the number of strings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns whether there are no strings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Appends a string. Its number is the length before the call.
    pub fn push(&mut self, string: &str) {
        self.bytes.push_str(string);
        self.ends.push(self.bytes.len());
    }

    /// Concatenates the strings of all parts. Each part is freed as soon as it is copied.
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

    /// Returns the string with this number.
    ///
    /// # Panics
    /// When `number` is not below `len`.
    #[must_use]
    #[inline]
    pub fn at(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.bytes[start..self.ends[number]]
    }

    /// Yields the strings in the order of their numbers.
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

/// Distinct strings, numbered in the order in which they were first interned.
#[derive(Clone, Debug, Default)]
pub(crate) struct StringInterner {
    strings: Strings,
    /// The upper half of each string's hash, and its number. Growth and most misses need no access to the text.
    numbers: HashTable<(u32, u32)>,
}

impl StringInterner {
    pub(crate) fn strings(&self) -> &Strings {
        &self.strings
    }

    /// Hashes a string for [`intern`](Self::intern).
    ///
    /// The seed is fixed. Numbers do not depend on the hash, so crafted collisions cost only time.
    pub(crate) fn hash(string: &str) -> u64 {
        FixedState::default().hash_one(string)
    }

    /// Returns the number of a string and adds the string if it is new. `hash` must be its hash.
    pub(crate) fn intern(&mut self, hash: u64, string: &str) -> u32 {
        let Self { strings, numbers } = self;
        let half = (hash >> 32) as u32;
        let is_same =
            |&(other, number): &(u32, u32)| other == half && strings.at(number as usize) == string;
        if let Some(&(_, number)) = numbers.find(spread(half), is_same) {
            return number;
        }
        let number = strings.len() as u32;
        strings.push(string);
        numbers.insert_unique(spread(half), (half, number), |&(half, _)| spread(half));
        number
    }
}

/// Doubles a half hash: the table takes the slot from the low bits and the tag from the high ones.
fn spread(half: u32) -> u64 {
    u64::from(half) << 32 | u64::from(half)
}

#[cfg(test)]
mod tests {
    use super::Strings;

    #[test]
    fn returns_the_strings_that_were_pushed() {
        let strings: Strings = ["", "a", "été", ""].into_iter().collect();
        assert_eq!(strings.iter().collect::<Vec<_>>(), ["", "a", "été", ""]);
        assert_eq!((strings.len(), strings.is_empty()), (4, false));
        let twice = Strings::concat(vec![strings.clone(), Strings::default(), strings.clone()]);
        assert!(twice.iter().eq(strings.iter().chain(strings.iter())));
    }
}
