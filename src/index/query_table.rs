//! The query as a lookup table by term, so that scoring a row reads little more than the row itself.

use super::residual_norms::CUTS;
use crate::sparse::Row;

/// Terms below this are looked up in a direct array; the others in a hash table.
const N_COMMON: usize = CUTS[0] as usize;
/// Marks an empty slot; no term has this number.
const EMPTY: u32 = u32::MAX;
/// Slots and marks for each term of the query. With 16 marks for each term, few other terms hit a set mark.
const SLOTS_PER_TERM: usize = 2;
const MARKS_PER_SLOT: usize = 8;
const MIN_SLOTS: usize = 1 << 8;

/// Weights of one query by term. Memory: 256 KB, and up to 64 bytes for each term of the longest query.
#[derive(Clone, Debug)]
pub(super) struct QueryTable {
    /// Weights of the terms below [`N_COMMON`], 0 for terms that the query lacks.
    common: Box<[f32; N_COMMON]>,
    /// Terms of the query in an open-addressing hash table.
    slots: Vec<u32>,
    /// Weight of the term in each slot.
    weights: Vec<f32>,
    /// Right shift that turns a hash into an index of `marks`.
    shift: u32,
    /// For each hash value, 1 if a term of the query has it, else 0.
    marks: Vec<u8>,
    /// Positions in a row whose terms hit a mark.
    hits: Vec<u32>,
}

impl Default for QueryTable {
    fn default() -> Self {
        let common = vec![0.0; N_COMMON].into_boxed_slice();
        let common =
            common.try_into().unwrap_or_else(|_| unreachable!("the vector has N_COMMON items"));
        Self {
            common,
            slots: Vec::new(),
            weights: Vec::new(),
            shift: 0,
            marks: Vec::new(),
            hits: Vec::new(),
        }
    }
}

impl QueryTable {
    /// Loads a query. The previous query must have been removed with [`QueryTable::unload`].
    pub(super) fn load(&mut self, query: Row<'_>) {
        let n_slots = (SLOTS_PER_TERM * query.len()).next_power_of_two().max(MIN_SLOTS);
        self.slots.clear();
        self.slots.resize(n_slots, EMPTY);
        self.weights.resize(n_slots, 0.0);
        let n_marks = n_slots * MARKS_PER_SLOT;
        self.marks.clear();
        self.marks.resize(n_marks, 0);
        self.shift = 32 - n_marks.trailing_zeros();
        for (term, weight) in query.iter() {
            let hash = self.hash(term);
            self.marks[hash] = 1;
            let slot = self.find(term);
            (self.slots[slot], self.weights[slot]) = (term, weight);
            if let Some(common) = self.common.get_mut(term as usize) {
                *common = weight;
            }
        }
    }

    /// Removes the query that was loaded.
    pub(super) fn unload(&mut self, query: Row<'_>) {
        for &term in query.terms() {
            if let Some(common) = self.common.get_mut(term as usize) {
                *common = 0.0;
            }
        }
    }

    /// Returns the score of the query with a row, bit for bit that of `sparse::dot`.
    pub(super) fn dot(&mut self, row: Row<'_>) -> f32 {
        self.hits.resize(self.hits.len().max(row.len()), 0);
        let (hits, marks, mask) =
            (&mut self.hits[..row.len()], &self.marks[..], self.marks.len() - 1);
        let shift = self.shift;
        let mut n_hits = 0;
        for (place, &term) in (0u32..).zip(row.terms()) {
            // Branchless: which terms are shared is unpredictable.
            hits[n_hits] = place;
            n_hits += usize::from(marks[hash(term, shift) & mask]);
        }
        let mut sum = 0.0;
        for &place in &self.hits[..n_hits] {
            let place = place as usize;
            let (term, weight) = (row.terms()[place], row.weights()[place]);
            // A hit may be a term that the query lacks. It adds 0, which changes no bit.
            sum += f64::from(self.weight(term)) * f64::from(weight);
        }
        sum as f32
    }

    fn weight(&self, term: u32) -> f32 {
        match self.common.get(term as usize) {
            Some(&weight) => weight,
            None => {
                let slot = self.find(term);
                if self.slots[slot] == term { self.weights[slot] } else { 0.0 }
            }
        }
    }

    /// Returns the slot of a term of the query, or the empty slot where the term would go.
    fn find(&self, term: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = self.hash(term) / MARKS_PER_SLOT;
        while self.slots[slot] != term && self.slots[slot] != EMPTY {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn hash(&self, term: u32) -> usize {
        hash(term, self.shift)
    }

    /// Returns an upper bound on what the terms below `cut` add to the score with a row: an `f32` sum plus its largest
    /// rounding error.
    pub(super) fn dot_below(&self, row: Row<'_>, cut: u32) -> f32 {
        let common = |term: u32, weight: f32| self.common[usize::from(term as u16)] * weight;
        let (mut sums, mut at) = ([0.0f32; 4], 0);
        let (terms, _) = row.terms().as_chunks::<4>();
        let (weights, _) = row.weights().as_chunks::<4>();
        for (terms, weights) in terms.iter().zip(weights) {
            if terms[3] >= cut {
                break;
            }
            for lane in 0..4 {
                sums[lane] += common(terms[lane], weights[lane]);
            }
            at += 4;
        }
        let mut sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        for (&term, &weight) in row.terms()[at..].iter().zip(&row.weights()[at..]) {
            if term >= cut {
                break;
            }
            sum += common(term, weight);
            at += 1;
        }
        let n = (at + 8) as f32;
        sum * (1.0 + n * f32::EPSILON) + n * f32::MIN_POSITIVE
    }
}

fn hash(term: u32, shift: u32) -> usize {
    (term.wrapping_mul(0x9e37_79b1) >> shift) as usize
}
