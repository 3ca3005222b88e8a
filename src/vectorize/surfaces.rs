//! The form in which a reader knows a phrase.

use rayon::prelude::*;

use super::MAX_NGRAM;
use super::collector::N_PARTS;
use super::lexicon::Lexicon;
use super::ngrams::Level;
use super::stream::{NONE, Stream};
use crate::article::Lang;
use crate::text::{Gap, connectives};

/// A phrase's form so far, by majority vote: each other form costs it a vote, at 0 it is replaced.
#[derive(Clone, Copy)]
#[repr(align(32))]
pub(super) struct PhraseForm {
    /// Forms of the words; [`NONE`] first where the phrase was not met yet, and behind the last.
    forms: [u32; MAX_NGRAM],
    /// What stands before each word but the first.
    gaps: [Gap; MAX_NGRAM - 1],
    /// Language of the article it is from, for its connectives.
    lang: Lang,
    votes: u32,
}

impl PhraseForm {
    const UNKNOWN: Self = Self {
        forms: [NONE; MAX_NGRAM],
        gaps: [Gap::NONE; MAX_NGRAM - 1],
        lang: Lang::ENGLISH,
        votes: 0,
    };

    /// The form in the text that starts at a word.
    fn read(stream: &Stream, at: usize, n: usize, lang: Lang) -> Self {
        let mut read = Self { lang, votes: 1, ..Self::UNKNOWN };
        read.forms[..n].copy_from_slice(&stream.forms[at..at + n]);
        read.gaps[..n - 1].copy_from_slice(&stream.gaps[at + 1..at + n]);
        read
    }

    /// Writes the words with the connectives that stood between them.
    pub(super) fn push_to(&self, phrase: &mut String, lexicon: &Lexicon) {
        for (at, &form) in self.forms.iter().enumerate().filter(|&(_, &form)| form != NONE) {
            if at > 0 {
                phrase.push(' ');
                self.gaps[at - 1].push_to(phrase, connectives(self.lang));
            }
            phrase.push_str(lexicon.form_text(form));
        }
    }
}

/// Finds the commonest form of every phrase of `n` words, in the order of their numbers.
///
/// The vote (Boyer & Moore, "MJRTY: a fast majority vote algorithm", 1991) needs one form a phrase and
/// finds any that has more than half of the occurrences; bodies vote, titles only stand in. The
/// streams are walked in order for every phrase, so threads change nothing. O(words) a thread.
pub(super) fn phrase_forms(streams: &[Stream], level: &Level, n: usize) -> Vec<PhraseForm> {
    let n_terms = level.df.len();
    let share = n_terms.div_ceil(rayon::current_num_threads()).max(1);
    let mut known = vec![PhraseForm::UNKNOWN; n_terms];
    known.par_chunks_mut(share).enumerate().for_each(|(part, known)| {
        vote(streams, level, n, part * share, known);
    });
    known
}

fn vote(streams: &[Stream], level: &Level, n: usize, first: usize, known: &mut [PhraseForm]) {
    let mut met: Vec<(usize, usize)> = Vec::new();
    for (stream, terms) in streams.iter().zip(&level.at) {
        for ((start, ends), &lang) in stream.articles().zip(&stream.langs) {
            let body = ends[N_PARTS - 2];
            // NONE is far beyond every range of phrases.
            let ours = |&(_, &term): &(usize, &u32)| {
                (term as usize).checked_sub(first).is_some_and(|term| term < known.len())
            };
            let terms = (start..).zip(&terms[start..ends[N_PARTS - 1]]);
            met.clear();
            met.extend(terms.filter(ours).map(|(at, &term)| (at, term as usize - first)));
            // Read first, judged later: the processor waits for many places at once, not for each.
            let touched: u32 = met.iter().map(|&(_, term)| known[term].votes & 1).sum();
            std::hint::black_box(touched);
            for &(at, term) in &met {
                let known = &mut known[term];
                let read = PhraseForm::read(stream, at, n, lang);
                if at < body {
                    if known.forms[0] == NONE {
                        *known = PhraseForm { votes: 0, ..read };
                    }
                } else if known.votes == 0 {
                    *known = read;
                } else if (known.forms, known.gaps) == (read.forms, read.gaps) {
                    known.votes += 1;
                } else {
                    known.votes -= 1;
                }
            }
        }
    }
}
