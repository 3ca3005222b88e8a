//! The terms of all levels in one numbering.

use rayon::prelude::*;

use super::ids::NONE;
use super::lexicon::Lexicon;
use super::ngrams::{MAX_NGRAM, Place, Words, words};
use super::phrase_forms::PhraseForms;
use super::phrases::Phrases;
use super::row_sorter::Sorter;
use super::surfaces::{Surfaces, TermForm};
use super::vocabulary::Vocabulary;

/// The terms of all levels, numbered by df descending, then alphabetically.
pub(super) struct Terms {
    pub(super) df: Vec<u32>,
    /// Term of each level's own numbers, or [`NONE`]; one more [`NONE`] behind.
    pub(super) term_of: Vec<Vec<u32>>,
}

impl Terms {
    /// Numbers the phrases of `shortest` words or more. O(terms + articles).
    pub(super) fn rank(lexicon: &Lexicon, phrases: &[Phrases], shortest: usize) -> Self {
        let levels: Vec<&[u32]> = std::iter::once(&lexicon.df[..])
            .chain(phrases.iter().map(|phrases| &phrases.df[..]))
            .collect();
        let counted = || levels[shortest - 1..].iter().copied().flatten();
        // A counting sort: the ranks behind all terms of greater df, then one by one in the alphabet.
        let max_df = counted().max().map_or(0, |&df| df as usize);
        let mut ranks = vec![0u32; max_df + 1];
        counted().for_each(|&df| ranks[df as usize] += 1);
        let mut df = Vec::with_capacity(counted().count());
        for (of_rank, rank) in ranks.iter_mut().enumerate().rev() {
            let n_before = df.len();
            df.resize(n_before + *rank as usize, of_rank as u32);
            *rank = n_before as u32;
        }
        let mut terms =
            Self { df, term_of: levels.iter().map(|df| vec![NONE; df.len() + 1]).collect() };
        in_alphabet(lexicon.df.len(), phrases, |level, number| {
            if level + 1 >= shortest {
                let rank = &mut ranks[levels[level][number] as usize];
                terms.term_of[level][number] = *rank;
                *rank += 1;
            }
        });
        terms
    }

    /// Terms of the longest phrases, in the order of their numbers.
    pub(super) fn of_longest(&self) -> &[u32] {
        self.term_of.last().and_then(|terms| terms.split_last()).map_or(&[], |(_, terms)| terms)
    }

    /// Hands on the terms of a level's words or phrases, as they stand in the text.
    #[inline(always)]
    pub(super) fn read(&self, level: usize, numbers: &[u32], part: usize, sorter: &mut Sorter<'_>) {
        if level > 0 && level + 1 == self.term_of.len() {
            return sorter.read(numbers.iter().copied(), part);
        }
        // NONE is beyond all numbers. No branch: where a phrase is kept is hard to foretell.
        let term_of = &self.term_of[level][..];
        let nothing = term_of.len() - 1;
        let term = |&number: &u32| term_of[nothing.min(number as usize)];
        sorter.read(numbers.iter().map(term), part);
    }

    /// The frozen terms; `forms` has those of each level of phrases, as they are numbered where they stand.
    pub(super) fn into_vocabulary(
        self,
        lexicon: Lexicon,
        phrases: Vec<Phrases>,
        forms: Vec<PhraseForms>,
    ) -> Vocabulary {
        let Lexicon { stems, texts, starts, best_variant, .. } = lexicon;
        let places = self.places();
        let form = |(term, &Place { level, number }): (usize, &Place)| match level as usize {
            0 => TermForm::of_word(best_variant[number as usize]),
            level if level == forms.len() => forms[level - 1].of(term as u32),
            level => forms[level - 1].of(number),
        };
        let terms = places.par_iter().enumerate().map(form).collect();
        drop(forms);
        let words = |&place: &Place| words(|level| &phrases[level].keys, place);
        let words: Vec<Words> = places.par_iter().map(words).collect();
        let surfaces = Surfaces { texts, starts, terms };
        let keys = phrases.into_iter().map(|phrases| phrases.keys).collect();
        Vocabulary::new(stems, keys, self.term_of, words, self.df, surfaces)
    }

    /// Level and number there of each term.
    fn places(&self) -> Vec<Place> {
        let mut places = vec![Place::default(); self.df.len()];
        for (level, terms) in (0u32..).zip(&self.term_of) {
            for (number, &term) in (0u32..).zip(terms) {
                // NONE is beyond all terms.
                if let Some(place) = places.get_mut(term as usize) {
                    *place = Place { level, number };
                }
            }
        }
        places
    }
}

/// Visits words and phrases by their level and number there, in the order of their bytes: behind each
/// those that begin with it.
fn in_alphabet(n_words: usize, phrases: &[Phrases], mut visit: impl FnMut(usize, usize)) {
    let mut next = [0; MAX_NGRAM];
    let begins = |level: usize, number: usize, with: usize| {
        let keys = phrases.get(level - 1).map(|phrases| &phrases.keys[..]);
        keys.and_then(|keys| keys.get(number)).is_some_and(|key| (key >> 32) as usize == with)
    };
    for word in 0..n_words {
        visit(0, word);
        while begins(1, next[1], word) {
            visit(1, next[1]);
            while begins(2, next[2], next[1]) {
                visit(2, next[2]);
                next[2] += 1;
            }
            next[1] += 1;
        }
    }
}

const _: () = assert!(MAX_NGRAM == 3, "`in_alphabet` goes down three levels");
