//! The words of all articles in one numbering, without boilerplate.

use rayon::prelude::*;

use super::ids::NONE;
use super::lexicon::Form;
use super::memory::{split_at_lengths, truncate_and_free, zeroed};
use super::spans::{ARTICLES_PER_CHUNK, ArticleSpan, N_PARTS};
use crate::article::Lang;
use crate::text::{Gap, Tokens};

/// All articles as words of the [`Lexicon`](super::lexicon::Lexicon).
///
/// Each array is one allocation, so that freeing it returns the memory to the operating system.
pub(super) struct TokenStream {
    /// Word numbers; [`NONE`] where a word is not kept.
    pub(super) words: Vec<u32>,
    /// For each word, which of its forms was written.
    pub(super) variants: Vec<u8>,
    /// The gap before each word. Every part of an article starts with a break. A word that is not kept has a
    /// break on either side.
    pub(super) gaps: Vec<Gap>,
    /// Ends of title, tags, summary and body of each article.
    pub(super) part_ends: Vec<[usize; N_PARTS]>,
    pub(super) langs: Vec<Lang>,
}

/// Number of times that memory is freed while the stream is built.
const N_RELEASES: usize = 16;

impl TokenStream {
    /// Renumbers the words of all articles. Tokens are freed from the end as they are consumed, so two full
    /// copies never coexist.
    ///
    /// `form_of` maps the forms of each reader to those of the lexicon.
    pub(super) fn new(
        articles: &[ArticleSpan],
        mut tokens: Vec<Tokens>,
        form_of: &[Vec<Form>],
    ) -> Self {
        let mut n_words = 0;
        let shift_ends = |article: &ArticleSpan| {
            let start = n_words;
            n_words += article.words().len();
            article.part_ends.map(|end| start + end - article.start)
        };
        let part_ends: Vec<[usize; N_PARTS]> = articles.iter().map(shift_ends).collect();
        let langs = articles.iter().map(|article| article.lang).collect();
        let (words, variants) = (zeroed(n_words), zeroed(n_words));
        let gaps = vec![Gap::NONE; n_words];
        let mut stream = Self { words, variants, gaps, part_ends, langs };
        // A reader appends, so the last articles free the end of every reader's tokens.
        let share = articles.len().div_ceil(N_RELEASES).max(ARTICLES_PER_CHUNK);
        for first in (0..articles.len()).step_by(share).rev() {
            let end = articles.len().min(first + share);
            stream.fill(first, &articles[first..end], &tokens, form_of);
            let mut n_left = vec![0; tokens.len()];
            for article in &articles[..first] {
                n_left[article.reader] = article.words().end.max(n_left[article.reader]);
            }
            for (tokens, n_left) in tokens.iter_mut().zip(n_left) {
                truncate_and_free(&mut tokens.forms, n_left);
                truncate_and_free(&mut tokens.gaps, n_left);
            }
        }
        stream
    }

    /// Writes the words of consecutive articles; `first` is the number of the first one.
    fn fill(
        &mut self,
        first: usize,
        articles: &[ArticleSpan],
        tokens: &[Tokens],
        form_of: &[Vec<Form>],
    ) {
        let n_words =
            |articles: &[ArticleSpan]| articles.iter().map(|article| article.words().len()).sum();
        let lengths: Vec<usize> = articles.chunks(ARTICLES_PER_CHUNK).map(n_words).collect();
        let start = first.checked_sub(1).map_or(0, |before| self.part_ends[before][N_PARTS - 1]);
        let chunks = split_at_lengths(&mut self.words[start..], &lengths)
            .into_par_iter()
            .zip(split_at_lengths(&mut self.variants[start..], &lengths))
            .zip(split_at_lengths(&mut self.gaps[start..], &lengths));
        articles.par_chunks(ARTICLES_PER_CHUNK).zip(chunks).for_each(
            |(articles, ((words, variants), gaps))| {
                let mut places = words.iter_mut().zip(variants).zip(gaps);
                for article in articles {
                    let (form_of, tokens) = (&form_of[article.reader], &tokens[article.reader]);
                    let forms = &tokens.forms[article.words()];
                    let mut after_dropped = false;
                    for ((&form, &gap), ((word, variant), place)) in
                        forms.iter().zip(&tokens.gaps[article.words()]).zip(&mut places)
                    {
                        let form = form_of.get(form as usize).copied().unwrap_or(Form::NONE);
                        let is_dropped = form.word == NONE;
                        (*word, *variant) = (form.word, form.variant);
                        *place = if after_dropped | is_dropped { Gap::BREAK } else { gap };
                        after_dropped = is_dropped;
                    }
                }
            },
        );
    }
}
