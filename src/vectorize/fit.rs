//! Token streams to terms, weights and rows.

use rayon::prelude::*;

use super::collector::{Chunk, N_PARTS};
use super::ngrams::{DfRange, Level, count_phrases, count_words};
use super::stream::{Lexicon, NONE, Stream, distinct_lines, streams};
use super::surfaces::phrase_forms;
use super::tfidf::weigh;
use super::vocabulary::{NO_WORD, Vocabulary, Words};
use super::{Idf, MAX_NGRAM, Vectorized, Vectorizer, VectorizerParams};
use crate::sparse::SparseRows;
use crate::text::{Analyzer, Strings, furniture};

pub(super) fn fit(
    params: VectorizerParams,
    analyzers: Vec<Analyzer>,
    chunks: Vec<Chunk>,
    n_docs: usize,
) -> Vectorized {
    let lines = match params.furniture.threshold(n_docs) {
        Some(threshold) => furniture::repeated(distinct_lines(&chunks), threshold),
        None => hashbrown::HashMap::new(),
    };
    let report = furniture::report(&lines, |line| {
        analyzers.iter().find_map(|analyzer| analyzer.line_sample(line))
    });
    let lexicon = Lexicon::join(&analyzers);
    drop(analyzers);
    let streams = streams(chunks, &lexicon, &lines);

    let range = df_range(&params, n_docs);
    let mut levels = vec![count_words(&streams, &lexicon.stem_of, lexicon.stems.len(), range)];
    for n in 2..=params.ngrams.1 {
        let level = count_phrases(&streams, &levels[0], &levels[n - 2], n, range);
        levels.push(level);
    }
    let (vocabulary, term_of) = number_terms(&streams, &lexicon, &levels, params.ngrams.0);
    let idf = params.idf.weights(vocabulary.df(), n_docs);
    let rows = rows(&streams, &levels, &term_of, &idf, &params);
    Vectorized {
        rows,
        langs: streams.iter().flat_map(|stream| stream.langs.iter().copied()).collect(),
        vectorizer: Vectorizer::new(params, vocabulary, idf, n_docs, lines.into_keys().collect()),
        furniture: report,
    }
}

fn df_range(params: &VectorizerParams, n_docs: usize) -> DfRange {
    let most = (params.max_df * n_docs as f64).floor() as u32;
    // A term in every article has idf 0: it would take room and tell nothing.
    let most = if matches!(params.idf, Idf::Power(_)) {
        most.min((n_docs as u32).saturating_sub(1))
    } else {
        most
    };
    DfRange { min: params.min_df.max(1), max: most }
}

/// Numbers the terms of all levels by df descending, then alphabetically; returns also the term of each
/// level's own numbers.
fn number_terms(
    streams: &[Stream],
    lexicon: &Lexicon,
    levels: &[Level],
    shortest: usize,
) -> (Vocabulary, Vec<Vec<u32>>) {
    let mut words_of: Vec<Vec<Words>> = Vec::new();
    for (below, level) in levels.iter().enumerate() {
        let words = |&key: &u64| {
            let mut words = [NO_WORD; MAX_NGRAM];
            match below.checked_sub(1) {
                // The first level's keys are stems; its terms are numbered among the kept stems.
                None => {}
                Some(prefix) => words = words_of[prefix][(key >> 32) as usize],
            }
            words[below] = key as u32;
            words
        };
        let words: Vec<Words> = if below == 0 {
            (0..level.keys.len() as u32)
                .map(|word| std::array::from_fn(|at| if at == 0 { word } else { NO_WORD }))
                .collect()
        } else {
            level.keys.par_iter().map(words).collect()
        };
        words_of.push(words);
    }
    // Absent words sort before present ones, as the end of a string sorts before a space.
    let alphabetical = |words: Words| words.map(|word| word.wrapping_add(1));
    let mut terms: Vec<(u32, Words, u8, u32)> = Vec::new();
    for (below, level) in levels.iter().enumerate().skip(shortest - 1) {
        let term = |number: u32| {
            let (df, words) = (level.df[number as usize], words_of[below][number as usize]);
            (u32::MAX - df, alphabetical(words), below as u8, number)
        };
        terms.par_extend((0..level.df.len() as u32).into_par_iter().map(term));
    }
    terms.par_sort_unstable();

    let mut term_of: Vec<Vec<u32>> =
        levels.iter().map(|level| vec![NONE; level.df.len()]).collect();
    let stems: Strings =
        levels[0].keys.iter().map(|&stem| lexicon.stems.at(stem as usize)).collect();
    let word_form = |&stem: &u64| lexicon.forms.at(lexicon.best_form[stem as usize] as usize);
    let mut forms: Vec<Strings> = vec![levels[0].keys.iter().map(word_form).collect()];
    for (below, level) in levels.iter().enumerate().skip(1) {
        forms.push(phrase_forms(streams, level, below + 1, lexicon));
    }
    let mut surfaces = Strings::default();
    for (term, &(_, _, below, number)) in (0u32..).zip(&terms) {
        term_of[below as usize][number as usize] = term;
        surfaces.push(forms[below as usize].at(number as usize));
    }
    let words = terms
        .iter()
        .map(|&(_, _, below, number)| words_of[below as usize][number as usize])
        .collect();
    let df = terms.iter().map(|&(rank, ..)| u32::MAX - rank).collect();
    let keys = levels.iter().skip(1).map(|level| level.keys.clone()).collect();
    (Vocabulary::new(stems, keys, term_of.clone(), words, df, surfaces), term_of)
}

fn rows(
    streams: &[Stream],
    levels: &[Level],
    term_of: &[Vec<u32>],
    idf: &[f32],
    params: &VectorizerParams,
) -> SparseRows {
    let part_weights = params.part_weights();
    let of_stream = |(number, stream): (usize, &Stream)| {
        let (mut lengths, mut terms, mut weights, mut counted) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (start, ends) in stream.articles() {
            counted.clear();
            for (level, term_of) in levels.iter().zip(term_of) {
                let mut part_start = start;
                for (&end, weight) in ends.iter().zip(part_weights) {
                    for &number in
                        level.at[number][part_start..end].iter().filter(|&&number| number != NONE)
                    {
                        let term = term_of[number as usize];
                        if term != NONE {
                            (0..weight).for_each(|_| counted.push(term));
                        }
                    }
                    part_start = end;
                }
            }
            let n_before = terms.len();
            weigh(&mut counted, idf, &mut terms, &mut weights);
            lengths.push(terms.len() - n_before);
        }
        (lengths, terms, weights)
    };
    let parts: Vec<(Vec<usize>, Vec<u32>, Vec<f32>)> =
        streams.par_iter().enumerate().map(of_stream).collect();
    let nnz = parts.iter().map(|(_, terms, _)| terms.len()).sum();
    let (mut offsets, mut terms, mut weights) =
        (vec![0], Vec::with_capacity(nnz), Vec::with_capacity(nnz));
    for (lengths, part_terms, part_weights) in parts {
        for length in lengths {
            offsets.push(offsets[offsets.len() - 1] + length);
        }
        terms.extend(part_terms);
        weights.extend(part_weights);
    }
    SparseRows::try_new(offsets, terms, weights, idf.len())
        .expect("terms are sorted and weights finite by construction")
}

impl VectorizerParams {
    /// How often the words of title, tags, summary and body count.
    pub(super) fn part_weights(&self) -> [u32; N_PARTS] {
        [self.weights.title, self.weights.tags, self.weights.summary, 1]
    }
}
