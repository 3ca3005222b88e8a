//! Finds the most frequent form of every phrase.

use rayon::prelude::*;

use super::ids::NONE;
use super::ngram_view::{ArticleView, NgramView};
use super::phrases::Phrases;
use super::segments::Segment;
use super::spans::N_PARTS;
use super::surfaces::TermForm;
use crate::article::Lang;
use crate::text::Gap;

/// The form of every phrase of one length.
pub(super) struct PhraseForms {
    /// The low bits of a number choose its shard. Frequent terms have low numbers, so every shard holds some
    /// of them.
    shards: Vec<Vec<Candidate>>,
    /// Number of the low bits.
    shift: u32,
}

impl PhraseForms {
    /// Returns the form of a phrase.
    pub(super) fn form(&self, number: u32) -> TermForm {
        self.shards[number as usize % self.shards.len()][number as usize >> self.shift].form
    }
}

/// A phrase's leading form in a majority vote. Every other form costs it a vote; at 0 votes it is replaced.
#[derive(Clone, Copy)]
struct Candidate {
    form: TermForm,
    votes: u32,
    is_known: bool,
}

impl Candidate {
    const UNKNOWN: Self = Self { form: TermForm::FIRST, votes: 0, is_known: false };

    /// Returns the form of the `n` words that start at word `at` of an article.
    #[inline(always)]
    #[expect(
        clippy::manual_memcpy,
        reason = "calls that copy two bytes make the vote a third slower"
    )]
    fn at_word(variants: &[u8], gaps: &[Gap], at: usize, n: usize, lang: Lang) -> Self {
        let mut form = TermForm { lang, ..TermForm::FIRST };
        for word in 0..n {
            form.variants[word] = variants[at + word];
        }
        for word in 1..n {
            form.gaps[word - 1] = gaps[at + word];
        }
        Self { form, votes: 1, is_known: true }
    }

    /// Counts the form of one more occurrence. Occurrences in headings have no vote; their form is used only
    /// until a body has one.
    #[inline(always)]
    fn vote(&mut self, seen: Self, in_heading: bool) {
        if in_heading {
            if !self.is_known {
                *self = Self { votes: 0, ..seen };
            }
        } else if self.votes == 0 {
            *self = seen;
        } else if (self.form.variants, self.form.gaps) == (seen.form.variants, seen.form.gaps) {
            self.votes += 1;
        } else {
            self.votes -= 1;
        }
    }
}

/// Finds the most frequent form of every phrase, level by level.
///
/// Phrases are numbered as [`NgramView`] numbers them. The longest phrases have term numbers, which are
/// below `n_terms`. The vote stores one form for each phrase, and it finds every form that has more than
/// half of the occurrences in bodies. The votes for a phrase are counted in the order of the text, so the
/// result does not depend on the number of threads. O(words) for each thread and level.
///
/// # Source
/// Boyer & Moore, "MJRTY: a fast majority vote algorithm", 1991.
pub(super) fn phrase_forms(
    view: NgramView<'_>,
    segments: &[Segment],
    n_terms: usize,
) -> Vec<PhraseForms> {
    let shift = rayon::current_num_threads().next_power_of_two().trailing_zeros();
    let of_level = |(level, phrases): (usize, &Phrases)| {
        let is_longest = level + 1 == view.phrases.len();
        let n_numbers = if is_longest { n_terms } else { phrases.keys.len() };
        let vote_in_shard = |shard: u32| {
            let mut candidates = vec![Candidate::UNKNOWN; (n_numbers >> shift) + 1];
            for segment in segments {
                vote_in_segment(view, segment, level, (shard, shift), &mut candidates);
            }
            candidates
        };
        let shards = (0..1 << shift).into_par_iter().map(vote_in_shard).collect();
        PhraseForms { shards, shift }
    };
    view.phrases.iter().enumerate().map(of_level).collect()
}

/// Counts the forms of a segment for one shard: the phrases whose `shift` low bits equal `shard`.
fn vote_in_segment(
    view: NgramView<'_>,
    segment: &Segment,
    level: usize,
    (shard, shift): (u32, u32),
    candidates: &mut [Candidate],
) {
    let mut found: Vec<(u32, u32)> = Vec::new();
    view.articles(segment, |article| {
        let ArticleView { start, ends, lang, .. } = article;
        let (variants, gaps) = (article.variants(), article.gaps());
        let numbers = article.numbers(level + 1);
        let body = (ends[N_PARTS - 2] - start) as u32;
        // Branchless: which phrases belong to the shard is unpredictable. Every phrase is written, and the
        // length grows only for those of the shard.
        found.resize(numbers.len(), (0, 0));
        let mut n_found = 0;
        for (at, &number) in (0u32..).zip(numbers) {
            found[n_found] = (at, number >> shift);
            let is_in_shard = (number != NONE) & (number & ((1 << shift) - 1) == shard);
            n_found += usize::from(is_in_shard);
        }
        let found = &found[..n_found];
        // Prefetch: independent reads first, so that the processor has many cache misses under way at once.
        let prefetched: u32 =
            found.iter().map(|&(_, number)| candidates[number as usize].votes & 1).sum();
        std::hint::black_box(prefetched);
        for &(at, number) in found {
            let seen = Candidate::at_word(variants, gaps, at as usize, level + 2, lang);
            candidates[number as usize].vote(seen, at < body);
        }
    });
}
