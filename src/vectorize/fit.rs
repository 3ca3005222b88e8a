//! Token streams to terms, weights and rows.

use rayon::prelude::*;

use super::collector::{Chunk, N_PARTS};
use super::lexicon::Lexicon;
use super::ngrams::{DfRange, Level, word_level};
use super::phrases::count_phrases;
use super::stems::Stems;
use super::stream::{NONE, Stream, count_stems, distinct_lines, streams};
use super::surfaces::{PhraseForm, phrase_forms};
use super::tfidf::weigh;
use super::vocabulary::{NO_WORD, Vocabulary, Words};
use super::{Idf, MAX_NGRAM, Vectorized, Vectorizer, VectorizerParams};
use crate::sparse::SparseRows;
use crate::text::{Analyzer, FormCounts, Forms, Strings, furniture};

pub(super) fn fit(
    params: VectorizerParams,
    analyzers: Vec<Analyzer>,
    mut chunks: Vec<Chunk>,
    n_docs: usize,
) -> Vectorized {
    let lines = match params.furniture.threshold(n_docs) {
        Some(threshold) => furniture::repeated(distinct_lines(&chunks), threshold),
        None => hashbrown::HashMap::new(),
    };
    let report = furniture::report(&lines, |line| {
        analyzers.iter().find_map(|analyzer| analyzer.line_sample(line))
    });
    let counts: Vec<Vec<FormCounts>> = analyzers.par_iter().map(Analyzer::counts).collect();
    let forms: Vec<Forms> = analyzers.into_iter().map(Analyzer::into_forms).collect();
    let stems = Stems::of(&forms, params.text.stemming);
    let df = count_stems(&mut chunks, &stems, &lines);
    let range = df_range(&params, n_docs);
    let lexicon = Lexicon::new(forms, &counts, &stems, &df, range);
    drop((counts, stems, df));
    let streams = streams(chunks, &lexicon);

    let mut levels = vec![word_level(&streams, &lexicon)];
    for n in 2..=params.ngrams.1 {
        let level = count_phrases(&streams, &levels[0], &levels[n - 2], n, range);
        levels.push(level);
    }
    let terms = Terms::rank(&levels, params.ngrams.0);
    let idf = params.idf.weights(&terms.df, n_docs);
    let rows = rows(&streams, &levels, &terms.term_of, &idf, &params);
    let langs = streams.iter().flat_map(|stream| stream.langs.iter().copied()).collect();
    let vocabulary = terms.into_vocabulary(&streams, levels, &lexicon);
    Vectorized {
        rows,
        langs,
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

/// The terms of all levels, numbered by df descending, then alphabetically.
struct Terms {
    /// Level and number there of each term.
    places: Vec<Place>,
    df: Vec<u32>,
    /// Term of each level's own numbers, or [`NONE`].
    term_of: Vec<Vec<u32>>,
}

/// A term's level, 0 for words, and its number there.
#[derive(Clone, Copy, Default)]
struct Place {
    level: u32,
    number: u32,
}

impl Terms {
    /// Numbers the phrases of `shortest` words or more. O(terms + articles).
    fn rank(levels: &[Level], shortest: usize) -> Self {
        let counted = &levels[shortest - 1..];
        let n_terms = counted.iter().map(|level| level.df.len()).sum();
        // A counting sort: the ranks behind all terms of greater df, then one by one in the alphabet.
        let max_df = counted.iter().flat_map(|level| &level.df).max().map_or(0, |&df| df as usize);
        let mut ranks = vec![0u32; max_df + 2];
        counted.iter().flat_map(|level| &level.df).for_each(|&df| ranks[df as usize] += 1);
        let mut n_before = 0;
        for rank in ranks.iter_mut().rev() {
            n_before += std::mem::replace(rank, n_before);
        }
        let mut terms = Self {
            places: vec![Place::default(); n_terms],
            df: vec![0; n_terms],
            term_of: levels.iter().map(|level| vec![NONE; level.df.len()]).collect(),
        };
        let mut next = vec![0; levels.len()];
        for number in 0..levels[0].df.len() as u32 {
            alphabetical(levels, Place { level: 0, number }, &mut next, &mut |place| {
                let (level, number) = (place.level as usize, place.number as usize);
                if level + 1 >= shortest {
                    let df = levels[level].df[number];
                    let rank = ranks[df as usize];
                    ranks[df as usize] += 1;
                    terms.places[rank as usize] = place;
                    terms.df[rank as usize] = df;
                    terms.term_of[level][number] = rank;
                }
            });
        }
        terms
    }

    fn into_vocabulary(
        self,
        streams: &[Stream],
        levels: Vec<Level>,
        lexicon: &Lexicon,
    ) -> Vocabulary {
        let stems = lexicon.stems.clone();
        let phrase_forms: Vec<Vec<PhraseForm>> =
            (2..).zip(&levels[1..]).map(|(n, level)| phrase_forms(streams, level, n)).collect();
        let surfaces_of = |places: &[Place]| {
            let mut surfaces = Strings::default();
            for &Place { level, number } in places {
                let (level, number) = (level as usize, number as usize);
                match level.checked_sub(1) {
                    None => {
                        let form = lexicon.best_form[number];
                        surfaces.push(lexicon.form_text(form));
                    }
                    Some(n) => surfaces
                        .push_with(|phrase| phrase_forms[n][number].push_to(phrase, lexicon)),
                }
            }
            surfaces
        };
        let parts: Vec<Strings> = self.places.par_chunks(1 << 14).map(surfaces_of).collect();
        let mut surfaces = Strings::default();
        parts.iter().for_each(|part| surfaces.append(part));
        let words = self.places.par_iter().map(|&place| words(&levels, place)).collect();
        let keys = levels.into_iter().skip(1).map(|level| level.keys).collect();
        Vocabulary::new(stems, keys, self.term_of, words, self.df, surfaces)
    }
}

/// Visits a term and all longer ones that start with it, in the order of their bytes.
///
/// `next` holds the first number of each level that was not visited yet.
fn alphabetical(levels: &[Level], place: Place, next: &mut [usize], visit: &mut impl FnMut(Place)) {
    visit(place);
    let longer = place.level as usize + 1;
    let Some(level) = levels.get(longer) else { return };
    while level.keys.get(next[longer]).is_some_and(|key| (key >> 32) as u32 == place.number) {
        let number = next[longer] as u32;
        next[longer] += 1;
        alphabetical(levels, Place { level: longer as u32, number }, next, visit);
    }
}

/// The stems of a term, as numbers of the first level.
fn words(levels: &[Level], Place { level, mut number }: Place) -> Words {
    let mut words = [NO_WORD; MAX_NGRAM];
    for level in (1..=level as usize).rev() {
        let key = levels[level].keys[number as usize];
        words[level] = key as u32;
        number = (key >> 32) as u32;
    }
    words[0] = number;
    words
}

/// Streams whose rows are in memory twice: enough for many threads, little beside all rows.
const STREAMS_AT_ONCE: usize = 256;

fn rows(
    streams: &[Stream],
    levels: &[Level],
    term_of: &[Vec<u32>],
    idf: &[f32],
    params: &VectorizerParams,
) -> SparseRows {
    let part_weights = params.part_weights();
    // What is no term of its level is sent to a place behind the last.
    let term_of: Vec<Vec<u32>> =
        term_of.iter().map(|terms| terms.iter().copied().chain([NONE]).collect()).collect();
    let of_stream = |(number, stream): (usize, &Stream)| {
        let (mut lengths, mut terms, mut weights, mut counted) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (start, ends) in stream.articles() {
            // Places for all, filled without branches: which words are terms is hard to foretell.
            let part_starts = std::iter::once(&start).chain(ends);
            let n_of_part =
                |((start, end), weight): ((&usize, &usize), u32)| (end - start) * weight as usize;
            let n_words: usize = part_starts.zip(ends).zip(part_weights).map(n_of_part).sum();
            counted.resize(levels.len() * n_words, 0);
            let mut n_counted = 0;
            for (level, term_of) in levels.iter().zip(&term_of) {
                let mut part_start = start;
                for (&end, weight) in ends.iter().zip(part_weights) {
                    for &number in &level.at[number][part_start..end] {
                        let term = term_of[(number as usize).min(term_of.len() - 1)];
                        for _ in 0..weight {
                            counted[n_counted] = term;
                            n_counted += usize::from(term != NONE);
                        }
                    }
                    part_start = end;
                }
            }
            let n_before = terms.len();
            weigh(&mut counted[..n_counted], idf, &mut terms, &mut weights);
            lengths.push(terms.len() - n_before);
        }
        (lengths, terms, weights)
    };
    let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
    let numbered: Vec<(usize, &Stream)> = streams.iter().enumerate().collect();
    for streams in numbered.chunks(STREAMS_AT_ONCE) {
        let parts: Vec<(Vec<usize>, Vec<u32>, Vec<f32>)> =
            streams.par_iter().copied().map(of_stream).collect();
        for (lengths, part_terms, part_weights) in parts {
            for length in lengths {
                offsets.push(offsets[offsets.len() - 1] + length);
            }
            terms.extend(part_terms);
            weights.extend(part_weights);
        }
    }
    terms.shrink_to_fit();
    weights.shrink_to_fit();
    SparseRows::try_new(offsets, terms, weights, idf.len())
        .expect("terms are sorted and weights finite by construction")
}

impl VectorizerParams {
    /// How often the words of title, tags, summary and body count.
    pub(super) fn part_weights(&self) -> [u32; N_PARTS] {
        [self.weights.title, self.weights.tags, self.weights.summary, 1]
    }
}
