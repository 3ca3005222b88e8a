//! Numbers of words and phrases to unit rows.

use rayon::prelude::*;

use super::collector::N_PARTS;
use super::sorter::{BlockIdf, Rows, Sorter};
use super::terms::Terms;
use super::walk::{Reading, Segment, Walk};
use crate::sparse::SparseRows;

/// Makes the row of every article. O(words), in parallel; rows are in memory twice for a few
/// segments a thread.
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
    let idf = BlockIdf::new(idf);
    for segments in segments.chunks(SEGMENTS_A_THREAD * rayon::current_num_threads()) {
        let rows = |sorter: &mut Sorter<'_>, segment: &Segment| {
            let mut rows = Rows::default();
            walk.articles(segment, |article| {
                let Reading { start, ends, .. } = article;
                for level in 0..=walk.phrases.len() {
                    let mut numbers = article.numbers(level);
                    let mut part_start = start;
                    for (part, &end) in ends.iter().enumerate() {
                        let of_part =
                            numbers.split_off(..end - part_start).expect("words end there");
                        terms.read(level, of_part, part, sorter);
                        part_start = end;
                    }
                }
                if sorter.end_article() {
                    sorter.append(&mut rows);
                }
            });
            sorter.append(&mut rows);
            rows
        };
        let new_sorter = || Sorter::new(&idf, part_weights);
        let rows: Vec<Rows> = segments.par_iter().map_init(new_sorter, rows).collect();
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
    SparseRows::try_new(offsets, all_terms, all_weights, terms.df.len())
        .expect("terms are sorted and weights finite by construction")
}

/// Segments whose rows are in memory twice: enough to keep every thread busy, little beside all rows.
const SEGMENTS_A_THREAD: usize = 4;
