//! The form in which a reader knows a phrase.

use rayon::prelude::*;

use super::MAX_NGRAM;
use super::collector::N_PARTS;
use super::lexicon::{Form, Lexicon};
use super::phrases::Phrases;
use super::vocabulary::{NO_WORD, Words};
use super::walk::{Reading, Segment, Walk};
use crate::article::Lang;
use crate::text::{Gap, connectives};

/// A phrase's form so far, by majority vote: each other form costs it a vote, at 0 it is replaced.
#[derive(Clone, Copy)]
pub(super) struct PhraseForm {
    votes: u32,
    /// Which of its word's forms each word is in.
    variants: [u16; MAX_NGRAM],
    /// What stands before each word but the first.
    gaps: [Gap; MAX_NGRAM - 1],
    /// Language of the article it is from, for its connectives.
    lang: Lang,
    is_known: bool,
}

impl PhraseForm {
    const UNKNOWN: Self = Self {
        votes: 0,
        variants: [0; MAX_NGRAM],
        gaps: [Gap::NONE; MAX_NGRAM - 1],
        lang: Lang::ENGLISH,
        is_known: false,
    };

    /// A form in the text: its words' variants, and what stands before each but the first.
    #[inline(always)]
    fn read(variants: &[u16], gaps: &[Gap], lang: Lang) -> Self {
        let mut read = Self { votes: 1, lang, is_known: true, ..Self::UNKNOWN };
        read.variants.iter_mut().zip(variants).for_each(|(here, &there)| *here = there);
        read.gaps.iter_mut().zip(gaps).for_each(|(here, &there)| *here = there);
        read
    }

    /// Counts the form of one more occurrence.
    #[inline(always)]
    fn hear(&mut self, read: Self, in_heading: bool) {
        if in_heading {
            if !self.is_known {
                *self = Self { votes: 0, ..read };
            }
        } else if self.votes == 0 {
            *self = read;
        } else if (self.variants, self.gaps) == (read.variants, read.gaps) {
            self.votes += 1;
        } else {
            self.votes -= 1;
        }
    }

    /// Writes the words with the hyphens and connectives that stood between them.
    pub(super) fn push_to(&self, phrase: &mut String, words: &Words, lexicon: &Lexicon) {
        let forms = words.iter().zip(self.variants).take_while(|&(&word, _)| word != NO_WORD);
        for (at, (&word, variant)) in forms.enumerate() {
            if at > 0 {
                self.gaps[at - 1].push_to(phrase, connectives(self.lang));
            }
            phrase.push_str(lexicon.text(Form { word, variant }));
        }
    }
}

/// Finds the commonest form of every phrase, level by level in the order of their numbers.
///
/// The vote (Boyer & Moore, "MJRTY: a fast majority vote algorithm", 1991) needs one form a phrase and
/// finds any that has more than half of the occurrences; bodies vote, titles only stand in. The
/// text is walked in order for every phrase, so threads change nothing. O(words) a thread and level.
pub(super) fn phrase_forms(walk: Walk<'_>, segments: &[Segment]) -> Vec<Vec<PhraseForm>> {
    let of_level = |(level, phrases): (usize, &Phrases)| {
        let n_phrases = phrases.df.len();
        let share = n_phrases.div_ceil(rayon::current_num_threads()).max(1);
        let mut known = vec![PhraseForm::UNKNOWN; n_phrases];
        known.par_chunks_mut(share).enumerate().for_each(|(part, known)| {
            for segment in segments {
                vote(walk, segment, level, part * share, known);
            }
        });
        known
    };
    walk.phrases.iter().enumerate().map(of_level).collect()
}

/// Lets the phrases of a segment vote, of which `known` has those from the number `first` on.
fn vote(walk: Walk<'_>, segment: &Segment, level: usize, first: usize, known: &mut [PhraseForm]) {
    let mut met: Vec<(usize, usize)> = Vec::new();
    walk.articles(segment, |article| {
        let Reading { start, ends, lang, .. } = article;
        let (variants, gaps) = (article.variants(), article.gaps());
        let numbers = article.numbers(level + 1);
        let body = ends[N_PARTS - 2] - start;
        // Places for all, filled without branches: which phrases are ours is hard to foretell.
        met.resize(numbers.len(), (0, 0));
        let mut n_met = 0;
        for (at, &number) in numbers.iter().enumerate() {
            // NONE is far beyond every range of phrases.
            let number = (number as usize).wrapping_sub(first);
            met[n_met] = (at, number);
            n_met += usize::from(number < known.len());
        }
        let met = &met[..n_met];
        // Read first, judged later: the processor waits for many places at once, not for each.
        let touched: u32 = met.iter().map(|&(_, number)| known[number].votes & 1).sum();
        std::hint::black_box(touched);
        for &(at, number) in met {
            let last = at + level + 1;
            let form = PhraseForm::read(&variants[at..=last], &gaps[at + 1..=last], lang);
            known[number].hear(form, at < body);
        }
    });
}
