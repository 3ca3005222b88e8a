//! Token streams to terms, weights and rows.

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::article_reader::ArticleReader;
use super::boilerplate::{repeated_lines, take_out_all};
use super::count_phrases::{Places, count_phrases};
use super::lexicon::Lexicon;
use super::ngram_view::Walk;
use super::ngrams::DfRange;
use super::phrase_forms::phrase_forms;
use super::phrases::Phrases;
use super::rows::rows;
use super::segments::{Segment, segments};
use super::sketches::sketches;
use super::spans::ArticleSpan;
use super::stems::{Stems, count_stems};
use super::stream::{Stream, stream};
use super::terms::Terms;
use super::{Idf, Vectorized, Vectorizer, VectorizerParams};
use crate::text::{Analyzer, FormCounts, Forms, Tokens, boilerplate};

pub(super) fn fit(
    params: VectorizerParams,
    readers: Vec<ArticleReader>,
    articles: Vec<ArticleSpan>,
) -> Vectorized {
    let n_docs = articles.len();
    let (analyzers, mut tokens): (Vec<Analyzer>, Vec<Tokens>) =
        readers.into_iter().map(|ArticleReader { analyzer, tokens }| (analyzer, tokens)).unzip();
    let lines = match params.boilerplate.threshold(n_docs) {
        Some(threshold) => {
            boilerplate::repeated(repeated_lines(&articles, &tokens, threshold), threshold)
        }
        None => HashMap::new(),
    };
    let report = boilerplate::report(&lines, |line| {
        analyzers.iter().find_map(|analyzer| analyzer.line_sample(line))
    });
    let boilerplate: HashSet<u64> = lines.into_keys().collect();
    take_out_all(&articles, &mut tokens, &boilerplate);
    let counts: Vec<Vec<FormCounts>> = analyzers.par_iter().map(Analyzer::counts).collect();
    let forms: Vec<Forms> = analyzers.into_iter().map(Analyzer::into_forms).collect();
    let stems = Stems::of(&forms, params.text.stemming);
    let df = count_stems(&articles, &tokens, &stems);
    let sketches = sketches(&articles, &tokens, &stems);
    let range = df_range(&params, n_docs);
    let (lexicon, form_of) = Lexicon::new(&forms, &counts, &stems, &df, range);
    drop((forms, counts, stems, df));
    let stream = stream(&articles, tokens, &form_of);
    drop((articles, form_of));
    let langs = stream.langs.clone();
    let segments = segments(&stream);
    let mut phrases: Vec<Phrases> = Vec::new();
    let mut unmet: Option<Places> = None;
    for _ in 2..=params.ngrams.1 {
        if let (Some(places), Some(below)) = (unmet.take(), phrases.last()) {
            let numbers: Vec<u32> = (0..below.df.len() as u32).collect();
            meet_again(places, &stream, &mut phrases, &segments, &numbers);
        }
        let walk = Walk { stream: &stream, phrases: &phrases };
        let (counted, places) = count_phrases(walk, &segments, lexicon.df.len(), range);
        phrases.push(counted);
        unmet = Some(places);
    }
    let terms = Terms::rank(&lexicon, &phrases, params.ngrams.0);
    phrases.iter_mut().for_each(|phrases| phrases.df = Vec::new());
    if let Some(places) = unmet {
        // The longest phrases are part of no other: where they stand their terms are written at once.
        meet_again(places, &stream, &mut phrases, &segments, terms.of_longest());
    }
    let walk = Walk { stream: &stream, phrases: &phrases };
    let forms = phrase_forms(walk, &segments, terms.df.len());
    let idf = params.idf.weights(&terms.df, n_docs);
    let rows = rows(stream, &mut phrases, &segments, &terms, &idf, params.part_weights());
    let vocabulary = terms.into_vocabulary(lexicon, phrases, forms);
    Vectorized {
        rows,
        langs,
        sketches,
        vectorizer: Vectorizer::new(params, vocabulary, idf, n_docs, boilerplate),
        boilerplate: report,
    }
}

/// Writes what `numbers` says of the longest phrases known where they stand.
fn meet_again(
    places: Places,
    stream: &Stream,
    phrases: &mut [Phrases],
    segments: &[Segment],
    numbers: &[u32],
) {
    let numbers = places.meet_again(Walk { stream, phrases }, segments, numbers);
    if let Some(longest) = phrases.last_mut() {
        longest.numbers = numbers;
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
