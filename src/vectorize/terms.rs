//! The terms of all levels, in one numbering.

use rayon::prelude::*;

use super::ids::NONE;
use super::lexicon::Lexicon;
use super::ngrams::{MAX_NGRAM, NgramId, StemIds, stem_ids};
use super::phrase_forms::PhraseForms;
use super::phrases::Phrases;
use super::row_sorter::RowSorter;
use super::surfaces::{Surfaces, TermForm};
use super::vocabulary::Vocabulary;

/// The terms of all levels, numbered by descending document frequency, then alphabetically.
pub(super) struct Terms {
    pub(super) df: Vec<u32>,
    /// For each level, the term of each word or phrase, or [`NONE`]. Each list ends with an extra [`NONE`].
    pub(super) term_of: Vec<Vec<u32>>,
}

impl Terms {
    /// Numbers the words and phrases of `min_words` words or more. O(terms + articles).
    pub(super) fn new(lexicon: &Lexicon, phrases: &[Phrases], min_words: usize) -> Self {
        let levels: Vec<&[u32]> = std::iter::once(&lexicon.df[..])
            .chain(phrases.iter().map(|phrases| &phrases.df[..]))
            .collect();
        let counted = || levels[min_words - 1..].iter().copied().flatten();
        // A counting sort by df. `next[df]` becomes the next free number for a term of that df.
        let max_df = counted().max().map_or(0, |&df| df as usize);
        let mut next = vec![0u32; max_df + 1];
        counted().for_each(|&df| next[df as usize] += 1);
        let mut df = Vec::with_capacity(counted().count());
        for (value, n_terms) in next.iter_mut().enumerate().rev() {
            let n_before = df.len();
            df.resize(n_before + *n_terms as usize, value as u32);
            *n_terms = n_before as u32;
        }
        let mut terms =
            Self { df, term_of: levels.iter().map(|df| vec![NONE; df.len() + 1]).collect() };
        visit_alphabetically(lexicon.df.len(), phrases, |level, number| {
            if level + 1 >= min_words {
                let next = &mut next[levels[level][number] as usize];
                terms.term_of[level][number] = *next;
                *next += 1;
            }
        });
        terms
    }

    /// Returns the terms of the longest phrases, in the order of the phrases' keys.
    pub(super) fn of_longest_phrases(&self) -> &[u32] {
        self.term_of.last().and_then(|terms| terms.split_last()).map_or(&[], |(_, terms)| terms)
    }

    /// Pushes the terms of consecutive words or phrases of one level to the sorter.
    ///
    /// `numbers` come from [`ArticleView::numbers`](super::ngram_view::ArticleView::numbers). The numbers
    /// of the longest phrases already are term numbers.
    #[inline(always)]
    pub(super) fn push_to(
        &self,
        sorter: &mut RowSorter<'_>,
        level: usize,
        numbers: &[u32],
        part: usize,
    ) {
        if level > 0 && level + 1 == self.term_of.len() {
            return sorter.push(numbers.iter().copied(), part);
        }
        // Branchless: which phrases are kept is unpredictable. NONE is above all numbers, so it maps to the
        // extra NONE at the end of the list.
        let term_of = &self.term_of[level][..];
        let none_place = term_of.len() - 1;
        let term = |&number: &u32| term_of[none_place.min(number as usize)];
        sorter.push(numbers.iter().map(term), part);
    }

    /// Freezes the terms. `forms` holds the phrase forms of each level, with the numbers of
    /// [`phrase_forms`](super::phrase_forms::phrase_forms).
    pub(super) fn into_vocabulary(
        self,
        lexicon: Lexicon,
        phrases: Vec<Phrases>,
        forms: Vec<PhraseForms>,
    ) -> Vocabulary {
        let Lexicon { stems, texts, starts, best_variant, .. } = lexicon;
        let ngrams = self.ngrams();
        let form = |(term, &NgramId { level, number }): (usize, &NgramId)| match level as usize {
            0 => TermForm::from_variant(best_variant[number as usize]),
            level if level == forms.len() => forms[level - 1].form(term as u32),
            level => forms[level - 1].form(number),
        };
        let terms = ngrams.par_iter().enumerate().map(form).collect();
        drop(forms);
        let stems_of = |&ngram: &NgramId| stem_ids(|level| &phrases[level].keys, ngram);
        let words: Vec<StemIds> = ngrams.par_iter().map(stems_of).collect();
        let surfaces = Surfaces { texts, starts, terms };
        let keys = phrases.into_iter().map(|phrases| phrases.keys).collect();
        Vocabulary::new(stems, keys, self.term_of, words, self.df, surfaces)
    }

    /// Returns the word or phrase of each term, shape (n_terms,).
    fn ngrams(&self) -> Vec<NgramId> {
        let mut ngrams = vec![NgramId::default(); self.df.len()];
        for (level, terms) in (0u32..).zip(&self.term_of) {
            for (number, &term) in (0u32..).zip(terms) {
                // NONE is above all terms.
                if let Some(ngram) = ngrams.get_mut(term as usize) {
                    *ngram = NgramId { level, number };
                }
            }
        }
        ngrams
    }
}

/// Visits words and phrases by level and number, in the order of their bytes: each one is followed by those
/// that begin with it.
fn visit_alphabetically(n_words: usize, phrases: &[Phrases], mut visit: impl FnMut(usize, usize)) {
    let mut next = [0; MAX_NGRAM];
    let has_prefix = |level: usize, number: usize, prefix: usize| {
        let keys = phrases.get(level - 1).map(|phrases| &phrases.keys[..]);
        keys.and_then(|keys| keys.get(number)).is_some_and(|key| (key >> 32) as usize == prefix)
    };
    for word in 0..n_words {
        visit(0, word);
        while has_prefix(1, next[1], word) {
            visit(1, next[1]);
            while has_prefix(2, next[2], next[1]) {
                visit(2, next[2]);
                next[2] += 1;
            }
            next[1] += 1;
        }
    }
}

const _: () = assert!(MAX_NGRAM == 3, "`visit_alphabetically` visits three levels");
