//! Converts a frozen model to plain parts that can be saved, and back.

use super::ids::NONE;
use super::ngrams::{MAX_NGRAM, NO_STEM, NgramId, StemIds, stem_ids};
use super::surfaces::{Surfaces, TermForm};
use super::{Vectorizer, VectorizerParams, Vocabulary};
use crate::text::{ArchiveLanguages, Strings};

/// The parts of a frozen model. Everything else in the model is derived from them.
#[derive(Clone, Debug)]
pub struct VectorizerParts {
    /// The settings.
    pub params: VectorizerParams,
    /// Number of articles of the fit.
    pub n_docs: usize,
    /// Stems, alphabetical.
    pub stems: Strings,
    /// For phrases of two words, then of three words: (number of the prefix, last word), ascending.
    pub phrases: Vec<Vec<u64>>,
    /// Level of each term and its number on that level, shape (n_terms,).
    pub places: Vec<(u32, u32)>,
    /// Document frequencies, shape (n_terms,), descending.
    pub df: Vec<u32>,
    /// Inverse document frequencies, shape (n_terms,).
    pub idf: Vec<f32>,
    /// The forms of all stems, grouped by stem.
    pub forms: Strings,
    /// Start of each stem's forms, then the end of the last group.
    pub form_starts: Vec<u32>,
    /// Display form of each term, shape (n_terms,).
    pub shown: Vec<TermForm>,
    /// Hashes of the boilerplate lines, ascending.
    pub boilerplate: Vec<u64>,
    /// The languages of the archive.
    pub languages: ArchiveLanguages,
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
            languages: self.languages.clone(),
        }
    }

    /// Builds a model from its parts. O(terms).
    ///
    /// # Errors
    /// The invariant that the parts violate.
    pub fn from_parts(parts: VectorizerParts) -> Result<Self, &'static str> {
        let VectorizerParts { params, n_docs, idf, .. } = &parts;
        params.check().map_err(|_| "a setting is outside its range")?;
        if parts.phrases.len() + 1 != params.ngrams.1 {
            return Err("the phrase lengths differ from the settings");
        }
        if idf.len() != parts.df.len() || !idf.iter().all(|idf| idf.is_finite() && *idf >= 0.0) {
            return Err("an idf is missing, negative or not finite");
        }
        if parts.df.iter().any(|&df| df == 0 || df as usize > *n_docs) {
            return Err("a document frequency is 0 or above the number of articles");
        }
        let (params, n_docs, idf) = (params.clone(), *n_docs, idf.clone());
        let boilerplate = parts.boilerplate.iter().copied().collect();
        let languages = parts.languages.clone();
        Ok(Self::new(params, languages, vocabulary(parts)?, idf, n_docs, boilerplate))
    }
}

fn vocabulary(parts: VectorizerParts) -> Result<Vocabulary, &'static str> {
    let VectorizerParts { stems, phrases, places, df, forms, form_starts, shown, .. } = parts;
    let sizes: Vec<usize> =
        std::iter::once(stems.len()).chain(phrases.iter().map(Vec::len)).collect();
    // Numbers stay below `NONE`.
    if sizes.len() > MAX_NGRAM || sizes.iter().any(|&size| size >= NONE as usize) {
        return Err("too many stems, phrases or phrase lengths");
    }
    if stems.iter().zip(stems.iter().skip(1)).any(|(stem, next)| stem >= next) {
        return Err("the stems are not in ascending order");
    }
    for (keys, &n_below) in phrases.iter().zip(&sizes) {
        let known =
            |key: &u64| ((key >> 32) as usize) < n_below && (*key as u32 as usize) < sizes[0];
        if !keys.is_sorted_by(|key, next| key < next) || !keys.iter().all(known) {
            return Err("the phrases are not in ascending order, or one contains an unknown word");
        }
    }
    if form_starts.len() != sizes[0] + 1
        || !form_starts.is_sorted()
        || form_starts.last().is_none_or(|&end| end as usize != forms.len())
        || shown.len() != places.len()
    {
        return Err("a stem or a term has no form");
    }
    if df.len() != places.len() || !df.is_sorted_by(|df, next| df >= next) {
        return Err("the terms are not in order of document frequency");
    }
    let mut term_of: Vec<Vec<u32>> = sizes.iter().map(|&size| vec![NONE; size + 1]).collect();
    for (term, &(level, number)) in (0u32..).zip(&places) {
        // The last place of a level stays NONE, so it is never the number of a term.
        let at = sizes.get(level as usize).filter(|&&size| (number as usize) < size);
        at.ok_or("a term refers to no stem or phrase")?;
        let at = &mut term_of[level as usize][number as usize];
        if *at != NONE {
            return Err("two terms refer to the same stem or phrase");
        }
        *at = term;
    }
    let places: Vec<NgramId> =
        places.into_iter().map(|(level, number)| NgramId { level, number }).collect();
    let words: Vec<StemIds> =
        places.iter().map(|&place| stem_ids(|level| &phrases[level], place)).collect();
    let is_form = |(&word, variant): (&u32, u8)| {
        let word = word as usize;
        word == NO_STEM as usize || form_starts[word] + u32::from(variant) < form_starts[word + 1]
    };
    let can_show =
        |(words, form): (&StemIds, &TermForm)| words.iter().zip(form.variants).all(is_form);
    if !words.iter().zip(&shown).all(can_show) {
        return Err("the display form of a term refers to a form that does not exist");
    }
    let surfaces = Surfaces { texts: forms, starts: form_starts, terms: shown };
    Ok(Vocabulary::new(stems, phrases, term_of, words, df, surfaces))
}
