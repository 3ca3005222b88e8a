//! One sum a row.

/// Sums of the rows, in memory that begins where a line of the cache does.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    memory: Vec<u16>,
    first: usize,
}

/// Sums in a line of the cache.
const LINE: usize = 32;

impl Sums {
    /// Makes room for some sums, all 0; those there must be 0.
    pub(super) fn fit(&mut self, n_sums: usize) {
        if self.memory.len() < n_sums + LINE {
            self.memory = vec![0; n_sums + LINE];
            // What cannot be aligned works as well, only slower.
            self.first = self.memory.as_ptr().align_offset(2 * LINE).min(LINE);
        }
    }

    pub(super) fn all(&mut self) -> &mut [u16] {
        &mut self.memory[self.first..]
    }

    pub(super) fn of(&self, doc: u32) -> u16 {
        self.memory[self.first + doc as usize]
    }
}
