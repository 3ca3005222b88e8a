//! The terms of a query, laid out so that scoring a row reads little more than the row.

use super::residual_norms::CUTS;
use crate::sparse::Row;

/// Terms below this have a place of their own.
const N_COMMON: usize = CUTS[0] as usize;
/// No term has this number.
const EMPTY: u32 = u32::MAX;
/// Slots for each term of the query, and marks: few other terms then meet one that is taken.
const SLOTS_A_TERM: usize = 2;
const MARKS_A_SLOT: usize = 8;
const LEAST_SLOTS: usize = 1 << 8;

/// Weights of one query by term. Memory: 256 KB, and up to 64 bytes a term of the longest query.
#[derive(Clone, Debug)]
pub(super) struct QueryTable {
    common: Box<[f32; N_COMMON]>,
    /// Terms of the query in an open table.
    slots: Vec<u32>,
    weights: Vec<f32>,
    shift: u32,
    /// For each value of a term's hash, 1 if a term of the query has it, else 0.
    marks: Vec<u8>,
    /// Places in a row whose slots are taken.
    taken: Vec<u32>,
}

impl Default for QueryTable {
    fn default() -> Self {
        let common = vec![0.0; N_COMMON].into_boxed_slice();
        let common = common.try_into().unwrap_or_else(|_| unreachable!("made that long"));
        Self {
            common,
            slots: Vec::new(),
            weights: Vec::new(),
            shift: 0,
            marks: Vec::new(),
            taken: Vec::new(),
        }
    }
}

impl QueryTable {
    /// Takes a query in; the one before must have been taken out.
    pub(super) fn enter(&mut self, query: Row<'_>) {
        let n_slots = (SLOTS_A_TERM * query.len()).next_power_of_two().max(LEAST_SLOTS);
        self.slots.clear();
        self.slots.resize(n_slots, EMPTY);
        self.weights.resize(n_slots, 0.0);
        let n_marks = n_slots * MARKS_A_SLOT;
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

    /// Takes the query out.
    pub(super) fn leave(&mut self, query: Row<'_>) {
        for &term in query.terms() {
            if let Some(common) = self.common.get_mut(term as usize) {
                *common = 0.0;
            }
        }
    }

    /// Score of the query with a row, bit for bit that of `sparse::dot`.
    pub(super) fn dot(&mut self, row: Row<'_>) -> f32 {
        self.taken.resize(self.taken.len().max(row.len()), 0);
        let (taken, marks, mask) =
            (&mut self.taken[..row.len()], &self.marks[..], self.marks.len() - 1);
        let shift = self.shift;
        let mut n_taken = 0;
        for (place, &term) in (0u32..).zip(row.terms()) {
            // No branch: which terms are shared is hard to foretell.
            taken[n_taken] = place;
            n_taken += usize::from(marks[hash(term, shift) & mask]);
        }
        let mut sum = 0.0;
        for &place in &self.taken[..n_taken] {
            let place = place as usize;
            let (term, weight) = (row.terms()[place], row.weights()[place]);
            // A term that the query lacks adds 0, which changes no bit.
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

    /// The slot of a term of the query, or the empty one where it would be.
    fn find(&self, term: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = self.hash(term) / MARKS_A_SLOT;
        while self.slots[slot] != term && self.slots[slot] != EMPTY {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn hash(&self, term: u32) -> usize {
        hash(term, self.shift)
    }

    /// What the terms below `cut` add to the score with a row, with the error of an `f32` sum.
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
