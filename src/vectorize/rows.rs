//! Numbers of words and phrases to unit rows.

use rayon::prelude::*;

use super::memory::{cut, give_back, zeros};
use super::ngram_view::{Reading, Walk};
use super::phrases::Phrases;
use super::row_sorter::{BlockIdf, Rows, Sorter};
use super::segments::{Segment, from_behind};
use super::spans::N_PARTS;
use super::stream::Stream;
use super::terms::Terms;
use crate::sparse::SparseRows;

/// Makes the row of every article and gives the text back on the way. O(words), in parallel; rows are in
/// memory twice for a few segments a thread.
pub(super) fn rows(
    mut stream: Stream,
    phrases: &mut [Phrases],
    segments: &[Segment],
    terms: &Terms,
    idf: &[f32],
    part_weights: [u32; N_PARTS],
) -> SparseRows {
    (stream.variants, stream.gaps) = (Vec::new(), Vec::new());
    // Every term stands in as many rows as articles have it, if it weighs anything.
    let weighty = terms.df.iter().zip(idf).filter(|&(_, &idf)| idf > 0.0);
    let nnz = weighty.map(|(&df, _)| df as usize).sum();
    let (mut all_terms, mut all_weights) = (zeros(nnz), zeros(nnz));
    let mut offsets = vec![0; stream.part_ends.len() + 1];
    let mut end = nnz;
    let idf = BlockIdf::new(idf);
    for range in from_behind(segments) {
        let walk = Walk { stream: &stream, phrases };
        let segments = &segments[range];
        let rows = |sorter: &mut Sorter<'_>, segment| rows_of(walk, segment, terms, sorter);
        let new_sorter = || Sorter::new(&idf, part_weights);
        let rows: Vec<Rows> = segments.par_iter().map_init(new_sorter, rows).collect();
        let lengths: Vec<usize> = rows.iter().map(|rows| rows.terms.len()).collect();
        let start = end - lengths.iter().sum::<usize>();
        let mut next = start;
        let first = segments[0].articles.start;
        for (offset, length) in
            offsets[first..].iter_mut().zip(rows.iter().flat_map(|rows| &rows.lengths))
        {
            *offset = next;
            next += length;
        }
        let places = cut(&mut all_terms[start..], &lengths)
            .into_par_iter()
            .zip(cut(&mut all_weights[start..], &lengths));
        rows.into_par_iter().zip(places).for_each(|(rows, (terms, weights))| {
            terms.copy_from_slice(&rows.terms);
            weights.copy_from_slice(&rows.weights);
        });
        end = start;
        let n_left = segments[0].words.start;
        for read in
            phrases.iter_mut().map(|phrases| &mut phrases.numbers).chain([&mut stream.words])
        {
            give_back(read, n_left);
        }
    }
    offsets[stream.part_ends.len()] = nnz;
    SparseRows::try_new(offsets, all_terms, all_weights, terms.df.len())
        .expect("terms are sorted and weights finite by construction")
}

/// The rows of a segment.
fn rows_of(walk: Walk<'_>, segment: &Segment, terms: &Terms, sorter: &mut Sorter<'_>) -> Rows {
    let mut rows = Rows::default();
    walk.articles(segment, |article| {
        let Reading { start, ends, .. } = article;
        for level in 0..=walk.phrases.len() {
            let mut numbers = article.numbers(level);
            let mut part_start = start;
            for (part, &end) in ends.iter().enumerate() {
                let of_part = numbers.split_off(..end - part_start).expect("words end there");
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
}
