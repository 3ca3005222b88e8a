//! The frozen model taken apart, to be saved, and put together again.

use super::ids::NONE;
use super::ngrams::{MAX_NGRAM, NO_WORD, Place, Words, words};
use super::surfaces::{Surfaces, TermForm};
use super::{Vectorizer, VectorizerParams, Vocabulary};
use crate::text::Strings;

/// What a frozen model is made of; everything else in it follows from this.
#[derive(Clone, Debug)]
pub struct VectorizerParts {
    /// The settings.
    pub params: VectorizerParams,
    /// Number of articles that the model was fitted on.
    pub n_docs: usize,
    /// Stems, alphabetical.
    pub stems: Strings,
    /// For phrases of two words, three words: (phrase without the last word, last word), ascending.
    pub phrases: Vec<Vec<u64>>,
    /// Level and number there of each term, shape (n_terms,).
    pub places: Vec<(u32, u32)>,
    /// Shape (n_terms,), descending.
    pub df: Vec<u32>,
    /// Shape (n_terms,).
    pub idf: Vec<f32>,
    /// The forms of all words, word by word, and where each word's begin and the last one's end.
    pub forms: Strings,
    /// Where the forms of each stem start.
    pub form_starts: Vec<u32>,
    /// In which of them each term is shown, shape (n_terms,).
    pub shown: Vec<TermForm>,
    /// Hashes of furniture lines, ascending.
    pub boilerplate: Vec<u64>,
}

impl Vectorizer {
    /// Copies the model into its parts. O(terms).
    pub fn to_parts(&self) -> VectorizerParts {
        let Vocabulary { stems, phrases, term_of, df, surfaces, .. } = &self.vocabulary;
        let mut places = vec![(0, 0); df.len()];
        for (level, terms) in (0..).zip(term_of) {
            for (number, &term) in (0..).zip(terms).filter(|&(_, &term)| term != NONE) {
                places[term as usize] = (level, number);
            }
        }
        let mut boilerplate: Vec<u64> = self.boilerplate.iter().copied().collect();
        boilerplate.sort_unstable();
        VectorizerParts {
            params: self.params.clone(),
            n_docs: self.n_docs,
            stems: stems.clone(),
            phrases: phrases.clone(),
            places,
            df: df.clone(),
            idf: self.idf.clone(),
            forms: surfaces.texts.clone(),
            form_starts: surfaces.starts.clone(),
            shown: surfaces.terms.clone(),
            boilerplate,
        }
    }

    /// Puts a model together. O(terms).
    ///
    /// # Errors
    /// What is wrong with the parts: no model has such.
    pub fn from_parts(parts: VectorizerParts) -> Result<Self, &'static str> {
        let VectorizerParts { params, n_docs, idf, .. } = &parts;
        params.check().map_err(|_| "a setting of the vectors is out of its range")?;
        if parts.phrases.len() + 1 != params.ngrams.1 {
            return Err("the phrases are not those of the settings");
        }
        if idf.len() != parts.df.len() || !idf.iter().all(|idf| idf.is_finite() && *idf >= 0.0) {
            return Err("the idf of the terms is no weight");
        }
        if parts.df.iter().any(|&df| df == 0 || df as usize > *n_docs) {
            return Err("a term stands in no article, or in more than there are");
        }
        let (params, n_docs, idf) = (params.clone(), *n_docs, idf.clone());
        let boilerplate = parts.boilerplate.iter().copied().collect();
        Ok(Self::new(params, vocabulary(parts)?, idf, n_docs, boilerplate))
    }
}

fn vocabulary(parts: VectorizerParts) -> Result<Vocabulary, &'static str> {
    let VectorizerParts { stems, phrases, places, df, forms, form_starts, shown, .. } = parts;
    let sizes: Vec<usize> =
        std::iter::once(stems.len()).chain(phrases.iter().map(Vec::len)).collect();
    // `NONE` marks what is not there, so no number reaches it; `check` holds the levels to MAX_NGRAM.
    if sizes.len() > MAX_NGRAM || sizes.iter().any(|&size| size >= NONE as usize) {
        return Err("there are more words or phrases than can be numbered");
    }
    if stems.iter().zip(stems.iter().skip(1)).any(|(stem, next)| stem >= next) {
        return Err("the stems are out of order");
    }
    for (keys, &n_below) in phrases.iter().zip(&sizes) {
        let known =
            |key: &u64| ((key >> 32) as usize) < n_below && (*key as u32 as usize) < sizes[0];
        if !keys.is_sorted_by(|key, next| key < next) || !keys.iter().all(known) {
            return Err("the phrases are out of order or made of unknown words");
        }
    }
    if form_starts.len() != sizes[0] + 1
        || !form_starts.is_sorted()
        || form_starts.last().is_none_or(|&end| end as usize != forms.len())
        || shown.len() != places.len()
    {
        return Err("not every word and term has a form");
    }
    if df.len() != places.len() || !df.is_sorted_by(|df, next| df >= next) {
        return Err("the terms are out of order");
    }
    let mut term_of: Vec<Vec<u32>> = sizes.iter().map(|&size| vec![NONE; size + 1]).collect();
    for (term, &(level, number)) in (0u32..).zip(&places) {
        // The last place of a level stays empty: it answers for what is not there.
        let at = sizes.get(level as usize).filter(|&&size| (number as usize) < size);
        at.ok_or("a term is no word or phrase")?;
        let at = &mut term_of[level as usize][number as usize];
        if *at != NONE {
            return Err("two terms are one word or phrase");
        }
        *at = term;
    }
    let places: Vec<Place> =
        places.into_iter().map(|(level, number)| Place { level, number }).collect();
    let words: Vec<Words> =
        places.iter().map(|&place| words(|level| &phrases[level], place)).collect();
    let is_form = |(&word, variant): (&u32, u8)| {
        let word = word as usize;
        word == NO_WORD as usize || form_starts[word] + u32::from(variant) < form_starts[word + 1]
    };
    let can_show =
        |(words, form): (&Words, &TermForm)| words.iter().zip(form.variants).all(is_form);
    if !words.iter().zip(&shown).all(can_show) {
        return Err("a term is shown in a form that its words do not have");
    }
    let surfaces = Surfaces { texts: forms, starts: form_starts, terms: shown };
    Ok(Vocabulary::new(stems, phrases, term_of, words, df, surfaces))
}
