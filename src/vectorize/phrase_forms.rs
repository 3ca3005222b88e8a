//! The commonest form of every phrase.

use rayon::prelude::*;

use super::ids::NONE;
use super::ngram_view::{Reading, Walk};
use super::phrases::Phrases;
use super::segments::Segment;
use super::spans::N_PARTS;
use super::surfaces::TermForm;
use crate::article::Lang;
use crate::text::Gap;

/// The form of every phrase of one length.
pub(super) struct PhraseForms {
    /// A share has the numbers that end in the same bits: as common terms have low ones, all shares have some.
    shares: Vec<Vec<PhraseForm>>,
    /// Number of these bits.
    shift: u32,
}

impl PhraseForms {
    /// The form of the phrase with a number.
    pub(super) fn of(&self, number: u32) -> TermForm {
        self.shares[number as usize % self.shares.len()][number as usize >> self.shift].form
    }
}

/// A phrase's form so far, by majority vote: each other form costs it a vote, at 0 it is replaced.
#[derive(Clone, Copy)]
struct PhraseForm {
    form: TermForm,
    votes: u32,
    is_known: bool,
}

impl PhraseForm {
    const UNKNOWN: Self = Self { form: TermForm::FIRST, votes: 0, is_known: false };

    /// The form in an article of `n` words that starts at a word.
    #[inline(always)]
    #[expect(
        clippy::manual_memcpy,
        reason = "calls that copy two bytes cost the vote a third more"
    )]
    fn read(variants: &[u8], gaps: &[Gap], at: usize, n: usize, lang: Lang) -> Self {
        let mut form = TermForm { lang, ..TermForm::FIRST };
        for word in 0..n {
            form.variants[word] = variants[at + word];
        }
        for word in 1..n {
            form.gaps[word - 1] = gaps[at + word];
        }
        Self { form, votes: 1, is_known: true }
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
        } else if (self.form.variants, self.form.gaps) == (read.form.variants, read.form.gaps) {
            self.votes += 1;
        } else {
            self.votes -= 1;
        }
    }
}

/// Finds the commonest form of every phrase, level by level, by the numbers that stand in the text: below
/// `n_terms` for the longest.
///
/// The vote (Boyer & Moore, "MJRTY: a fast majority vote algorithm", 1991) needs one form a phrase and
/// finds any that has more than half of the occurrences; bodies vote, titles only stand in. The
/// text is walked in order for every phrase, so threads change nothing. O(words) a thread and level.
pub(super) fn phrase_forms(
    walk: Walk<'_>,
    segments: &[Segment],
    n_terms: usize,
) -> Vec<PhraseForms> {
    let shift = rayon::current_num_threads().next_power_of_two().trailing_zeros();
    let of_level = |(level, phrases): (usize, &Phrases)| {
        let is_longest = level + 1 == walk.phrases.len();
        let n_numbers = if is_longest { n_terms } else { phrases.keys.len() };
        let share = |share: u32| {
            let mut known = vec![PhraseForm::UNKNOWN; (n_numbers >> shift) + 1];
            for segment in segments {
                vote(walk, segment, level, (share, shift), &mut known);
            }
            known
        };
        PhraseForms { shares: (0..1 << shift).into_par_iter().map(share).collect(), shift }
    };
    walk.phrases.iter().enumerate().map(of_level).collect()
}

/// Lets the phrases of a segment vote, of which `known` has a share: those with numbers that end in these bits,
/// so many.
fn vote(
    walk: Walk<'_>,
    segment: &Segment,
    level: usize,
    (share, shift): (u32, u32),
    known: &mut [PhraseForm],
) {
    let mut met: Vec<(u32, u32)> = Vec::new();
    walk.articles(segment, |article| {
        let Reading { start, ends, lang, .. } = article;
        let (variants, gaps) = (article.variants(), article.gaps());
        let numbers = article.numbers(level + 1);
        let body = (ends[N_PARTS - 2] - start) as u32;
        // Places for all, filled without branches: which phrases are ours is hard to foretell.
        met.resize(numbers.len(), (0, 0));
        let mut n_met = 0;
        for (at, &number) in (0u32..).zip(numbers) {
            met[n_met] = (at, number >> shift);
            let is_ours = (number != NONE) & (number & ((1 << shift) - 1) == share);
            n_met += usize::from(is_ours);
        }
        let met = &met[..n_met];
        // Read first, judged later: the processor waits for many places at once, not for each.
        let touched: u32 = met.iter().map(|&(_, number)| known[number as usize].votes & 1).sum();
        std::hint::black_box(touched);
        for &(at, number) in met {
            let form = PhraseForm::read(variants, gaps, at as usize, level + 2, lang);
            known[number as usize].hear(form, at < body);
        }
    });
}
