//! Builds the TF-IDF rows from the words and phrases of the text.

use rayon::prelude::*;

use super::memory::{split_at_lengths, truncate_and_free, zeroed};
use super::ngram_view::{ArticleView, NgramView};
use super::phrases::Phrases;
use super::row_sorter::{BlockIdf, RowBatch, RowSorter};
use super::segments::{Segment, batches_from_end};
use super::spans::N_PARTS;
use super::stream::TokenStream;
use super::terms::Terms;
use crate::sparse::SparseRows;

/// Builds the row of every article, and frees the text from its end on the way.
///
/// O(words), parallel. Only the rows of a few segments for each thread are in memory twice.
pub(super) fn build_rows(
    mut stream: TokenStream,
    phrases: &mut [Phrases],
    segments: &[Segment],
    terms: &Terms,
    idf: &[f32],
    part_weights: [u32; N_PARTS],
) -> SparseRows {
    (stream.variants, stream.gaps) = (Vec::new(), Vec::new());
    // A term with a positive idf has one entry in every article that contains it.
    let weighted = terms.df.iter().zip(idf).filter(|&(_, &idf)| idf > 0.0);
    let nnz = weighted.map(|(&df, _)| df as usize).sum();
    let (mut all_terms, mut all_weights) = (zeroed(nnz), zeroed(nnz));
    let mut offsets = vec![0; stream.part_ends.len() + 1];
    let mut end = nnz;
    let idf = BlockIdf::new(idf);
    for range in batches_from_end(segments) {
        let view = NgramView { stream: &stream, phrases };
        let segments = &segments[range];
        let rows = |sorter: &mut RowSorter<'_>, segment| segment_rows(view, segment, terms, sorter);
        let new_sorter = || RowSorter::new(&idf, part_weights);
        let batches: Vec<RowBatch> = segments.par_iter().map_init(new_sorter, rows).collect();
        let lengths: Vec<usize> = batches.iter().map(|batch| batch.terms.len()).collect();
        let start = end - lengths.iter().sum::<usize>();
        let mut next = start;
        let first = segments[0].articles.start;
        for (offset, length) in
            offsets[first..].iter_mut().zip(batches.iter().flat_map(|batch| &batch.lengths))
        {
            *offset = next;
            next += length;
        }
        let places = split_at_lengths(&mut all_terms[start..], &lengths)
            .into_par_iter()
            .zip(split_at_lengths(&mut all_weights[start..], &lengths));
        batches.into_par_iter().zip(places).for_each(|(batch, (terms, weights))| {
            terms.copy_from_slice(&batch.terms);
            weights.copy_from_slice(&batch.weights);
        });
        end = start;
        let n_left = segments[0].words.start;
        for consumed in
            phrases.iter_mut().map(|phrases| &mut phrases.numbers).chain([&mut stream.words])
        {
            truncate_and_free(consumed, n_left);
        }
    }
    offsets[stream.part_ends.len()] = nnz;
    SparseRows::try_new(offsets, all_terms, all_weights, terms.df.len())
        .expect("terms are sorted and weights finite by construction")
}

/// Builds the rows of a segment.
fn segment_rows(
    view: NgramView<'_>,
    segment: &Segment,
    terms: &Terms,
    sorter: &mut RowSorter<'_>,
) -> RowBatch {
    let mut rows = RowBatch::default();
    view.articles(segment, |article| {
        let ArticleView { start, ends, .. } = article;
        for level in 0..=view.phrases.len() {
            let mut numbers = article.numbers(level);
            let mut part_start = start;
            for (part, &end) in ends.iter().enumerate() {
                let of_part = numbers.split_off(..end - part_start).expect("the parts fit");
                terms.push_to(sorter, level, of_part, part);
                part_start = end;
            }
        }
        if sorter.end_article() {
            sorter.flush(&mut rows);
        }
    });
    sorter.flush(&mut rows);
    rows
}
