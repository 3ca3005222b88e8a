//! Numbers of words and phrases to unit rows.

use rayon::prelude::*;

use super::collector::N_PARTS;
use super::stream::{NONE, Stream};
use super::terms::Terms;
use super::walk::{Reader, Segment, Walk};
use crate::sparse::SparseRows;

/// Makes the row of every article. O(words), in parallel; rows are in memory twice for one segment a
/// thread.
pub(super) fn rows(
    walk: Walk<'_>,
    segments: &[Segment],
    terms: &Terms,
    idf: &[f32],
    part_weights: [u32; N_PARTS],
) -> SparseRows {
    // Every term stands in as many rows as articles have it, if it weighs anything.
    let weighty = terms.df.iter().zip(idf).filter(|&(_, &idf)| idf > 0.0);
    let nnz = weighty.map(|(&df, _)| df as usize).sum();
    let (mut all_terms, mut all_weights) = (vec![0; nnz], vec![0.0; nnz]);
    let mut offsets = vec![0];
    let (mut rest_terms, mut rest_weights) = (&mut all_terms[..], &mut all_weights[..]);
    let counter = Counter::new(terms, idf, part_weights);
    for segments in segments.chunks(rayon::current_num_threads()) {
        let rows = |segment: &Segment| {
            let mut counter = counter.clone();
            let mut rows = Rows::default();
            let mut reader = walk.reader(segment);
            for stream in &walk.streams[segment.streams.clone()] {
                for (start, ends) in stream.articles() {
                    counter.count(&mut reader, stream, start, ends);
                    counter.weigh(&mut rows);
                }
            }
            rows
        };
        let rows: Vec<Rows> = segments.par_iter().map(rows).collect();
        let mut places = Vec::with_capacity(rows.len());
        for rows in &rows {
            for length in &rows.lengths {
                offsets.push(offsets[offsets.len() - 1] + length);
            }
            places.push((
                rest_terms.split_off_mut(..rows.terms.len()).expect("as many as counted"),
                rest_weights.split_off_mut(..rows.terms.len()).expect("as many as counted"),
            ));
        }
        rows.into_par_iter().zip(places).for_each(|(rows, (terms, weights))| {
            terms.copy_from_slice(&rows.terms);
            weights.copy_from_slice(&rows.weights);
        });
    }
    SparseRows::try_new(offsets, all_terms, all_weights, idf.len())
        .expect("terms are sorted and weights finite by construction")
}

/// The rows of some articles.
#[derive(Default)]
struct Rows {
    lengths: Vec<usize>,
    terms: Vec<u32>,
    weights: Vec<f32>,
}

/// Counts the terms of one article after another.
///
/// The terms counted are marked in a bitmap, and the words of that in another, so that they come out in
/// ascending order without being sorted.
#[derive(Clone)]
struct Counter<'t> {
    terms: &'t Terms,
    part_weights: [u32; N_PARTS],
    counts: Vec<Count>,
    marks: Vec<u64>,
    marks_of_marks: Vec<u64>,
    /// 1 + ln tf by tf.
    factors: Vec<f64>,
    raw: Vec<f64>,
}

#[derive(Clone, Copy)]
struct Count {
    tf: u32,
    idf: f32,
}

/// Greater counts have their logarithm computed each time.
const MAX_KNOWN_TF: usize = 1 << 8;

impl<'t> Counter<'t> {
    fn new(terms: &'t Terms, idf: &[f32], part_weights: [u32; N_PARTS]) -> Self {
        let n_marks = idf.len() / 64 + 1;
        // What is no term is counted behind the last, where nobody looks.
        let counts = idf.iter().chain([&0.0]).map(|&idf| Count { tf: 0, idf }).collect();
        Self {
            terms,
            part_weights,
            counts,
            marks: vec![0; n_marks],
            marks_of_marks: vec![0; n_marks / 64 + 1],
            factors: (0..MAX_KNOWN_TF).map(factor).collect(),
            raw: Vec::new(),
        }
    }

    fn count(
        &mut self,
        reader: &mut Reader<'_>,
        stream: &Stream,
        start: usize,
        ends: &[usize; N_PARTS],
    ) {
        let no_term = self.counts.len() - 1;
        let levels = reader.read(stream, start..ends[N_PARTS - 1]);
        for (numbers, term_of) in levels.iter().zip(&self.terms.term_of) {
            let mut part_start = 0;
            for (end, weight) in ends.iter().map(|end| end - start).zip(self.part_weights) {
                for &number in &numbers[part_start..end] {
                    // NONE is far beyond all numbers and all terms.
                    let term = *term_of.get(number as usize).unwrap_or(&NONE);
                    let term = (term as usize).min(no_term);
                    self.counts[term].tf += weight;
                    self.marks[term / 64] |= 1 << (term % 64);
                    self.marks_of_marks[term / 64 / 64] |= 1 << (term / 64 % 64);
                }
                part_start = end;
            }
        }
        self.counts[no_term].tf = 0;
        self.marks[no_term / 64] &= !(1 << (no_term % 64));
    }

    /// Appends the row of what was counted, as [`super::tfidf::weigh`] does, and forgets the counts.
    fn weigh(&mut self, rows: &mut Rows) {
        let n_before = rows.terms.len();
        let mut squares = 0.0;
        self.raw.clear();
        for (at, marks_of_marks) in self.marks_of_marks.iter_mut().enumerate() {
            for at in bits(std::mem::take(marks_of_marks)).map(|bit| 64 * at + bit) {
                for term in bits(std::mem::take(&mut self.marks[at])).map(|bit| 64 * at + bit) {
                    let Count { tf, idf } = &mut self.counts[term];
                    let tf = std::mem::take(tf) as usize;
                    let factor = self.factors.get(tf).copied().unwrap_or_else(|| factor(tf));
                    let weight = factor * f64::from(*idf);
                    if weight > 0.0 {
                        rows.terms.push(term as u32);
                        self.raw.push(weight);
                        squares += weight * weight;
                    }
                }
            }
        }
        let norm = f64::sqrt(squares);
        rows.weights.extend(self.raw.iter().map(|weight| (weight / norm) as f32));
        rows.lengths.push(rows.terms.len() - n_before);
    }
}

/// The places of the bits, ascending.
#[inline(always)]
fn bits(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(bit)
    })
}

fn factor(tf: usize) -> f64 {
    if tf <= 1 { 1.0 } else { 1.0 + (tf as f64).ln() }
}
