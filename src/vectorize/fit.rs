//! Fits a vectorizer: from token streams to terms, weights and rows.

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::article_reader::ArticleReader;
use super::boilerplate::{candidate_lines, remove_boilerplate};
use super::count_phrases::{PhraseOccurrences, count_phrases};
use super::lexicon::Lexicon;
use super::ngram_view::NgramView;
use super::ngrams::DfRange;
use super::phrase_forms::phrase_forms;
use super::phrases::Phrases;
use super::rows::build_rows;
use super::segments::{Segment, split_into_segments};
use super::sketches::sketch_articles;
use super::spans::ArticleSpan;
use super::stems::Stems;
use super::stream::TokenStream;
use super::terms::Terms;
use super::{Vectorized, Vectorizer, VectorizerParams};
use crate::article::Lang;
use crate::text::{Analyzer, ArchiveLanguages, FormCounts, Forms, Tokens, boilerplate};

/// Fits a vectorizer on the token streams of an archive. Each step frees its input as soon as it can.
pub(super) fn fit_tokens(
    params: VectorizerParams,
    readers: Vec<ArticleReader>,
    articles: Vec<ArticleSpan>,
    (languages, detected): (ArchiveLanguages, Vec<(Lang, usize)>),
) -> Vectorized {
    let n_docs = articles.len();
    let (analyzers, mut tokens): (Vec<Analyzer>, Vec<Tokens>) =
        readers.into_iter().map(|ArticleReader { analyzer, tokens }| (analyzer, tokens)).unzip();
    let lines = match params.boilerplate.threshold(n_docs) {
        Some(threshold) => {
            let candidates = candidate_lines(&articles, &tokens, threshold);
            boilerplate::repeated_lines(candidates, threshold)
        }
        None => HashMap::new(),
    };
    let report = boilerplate::report(&lines, |line| {
        analyzers.iter().find_map(|analyzer| analyzer.line_sample(line))
    });
    let boilerplate: HashSet<u64> = lines.into_keys().collect();
    remove_boilerplate(&articles, &mut tokens, &boilerplate);
    let counts: Vec<Vec<FormCounts>> = analyzers.par_iter().map(Analyzer::counts).collect();
    let forms: Vec<Forms> = analyzers.into_iter().map(Analyzer::into_forms).collect();
    let stems = Stems::new(&forms, params.text.stemming);
    let df = stems.count_df(&articles, &tokens);
    let sketches = sketch_articles(&articles, &tokens, &stems);
    let range = df_range(&params, n_docs);
    let (lexicon, form_of) = Lexicon::new(&forms, &counts, &stems, &df, range);
    drop((forms, counts, stems, df));
    let stream = TokenStream::new(&articles, tokens, &form_of);
    drop((articles, form_of));
    let langs = stream.langs.clone();
    let segments = split_into_segments(&stream);
    let mut phrases: Vec<Phrases> = Vec::new();
    let mut occurrences: Option<PhraseOccurrences> = None;
    for _ in 2..=params.ngrams.1 {
        if let (Some(occurrences), Some(below)) = (occurrences.take(), phrases.last()) {
            let numbers: Vec<u32> = (0..below.df.len() as u32).collect();
            write_numbers(occurrences, &stream, &mut phrases, &segments, &numbers);
        }
        let view = NgramView { stream: &stream, phrases: &phrases };
        let (counted, places) = count_phrases(view, &segments, lexicon.df.len(), range);
        phrases.push(counted);
        occurrences = Some(places);
    }
    let terms = Terms::new(&lexicon, &phrases, params.ngrams.0);
    phrases.iter_mut().for_each(|phrases| phrases.df = Vec::new());
    if let Some(occurrences) = occurrences {
        // No longer phrase builds on the longest ones, so their term numbers are written directly.
        write_numbers(occurrences, &stream, &mut phrases, &segments, terms.of_longest_phrases());
    }
    let view = NgramView { stream: &stream, phrases: &phrases };
    let forms = phrase_forms(view, &segments, terms.df.len());
    let idf = params.idf.weights(&terms.df, n_docs);
    let rows = build_rows(stream, &mut phrases, &segments, &terms, &idf, params.part_weights());
    let vocabulary = terms.into_vocabulary(lexicon, phrases, forms);
    Vectorized {
        rows,
        langs,
        detected,
        sketches,
        vectorizer: Vectorizer::new(params, languages, vocabulary, idf, n_docs, boilerplate),
        boilerplate: report,
    }
}

/// Writes `numbers` to every place where the longest phrases known so far occur.
fn write_numbers(
    occurrences: PhraseOccurrences,
    stream: &TokenStream,
    phrases: &mut [Phrases],
    segments: &[Segment],
    numbers: &[u32],
) {
    let numbers = occurrences.write_numbers(NgramView { stream, phrases }, segments, numbers);
    if let Some(longest) = phrases.last_mut() {
        longest.numbers = numbers;
    }
}

fn df_range(params: &VectorizerParams, n_docs: usize) -> DfRange {
    let max = (params.max_df * n_docs as f64).floor() as u32;
    // A term in every article has an idf of 0, so it would cost memory and change no score.
    let max = if params.idf.drops_common_terms(n_docs) {
        max.min((n_docs as u32).saturating_sub(1))
    } else {
        max
    };
    DfRange { min: params.min_df.max(1), max }
}
