//! Token streams of all articles in one numbering, without furniture.

use hashbrown::HashSet;
use rayon::prelude::*;

use super::collector::{ArticleSpan, Chunk, N_PARTS};
use super::lexicon::Form;
use super::stems::Stems;
use crate::article::Lang;
use crate::text::{Gap, Tokens, furniture};

/// Fills a place where no term is.
pub(super) const NONE: u32 = u32::MAX;

/// Some consecutive articles as words of the [`Lexicon`](super::lexicon::Lexicon).
pub(super) struct Stream {
    /// All kept words.
    pub(super) words: Vec<u32>,
    /// Which of its word's forms each is in.
    pub(super) variants: Vec<u16>,
    /// What stands before each; a part of an article always starts with a break.
    pub(super) gaps: Vec<Gap>,
    /// Ends of title, tags, summary and body of each article.
    pub(super) part_ends: Vec<[usize; N_PARTS]>,
    pub(super) langs: Vec<Lang>,
}

impl Stream {
    /// Range of each article's words, with its parts' ends.
    pub(super) fn articles(&self) -> impl Iterator<Item = (usize, &[usize; N_PARTS])> {
        let starts = std::iter::once(0).chain(self.part_ends.iter().map(|ends| ends[N_PARTS - 1]));
        starts.zip(&self.part_ends)
    }

    /// Number of kept words.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }
}

/// Line hashes of the articles, for [`furniture::repeated`]: of each article those that may stand in
/// `threshold` articles or more, once each.
///
/// Lines are first counted by some bits of their hashes, which tells of nearly all that they are too few.
pub(super) fn repeated_lines(chunks: &[Chunk], threshold: usize) -> Vec<u64> {
    let mut n_like = vec![0u16; 1 << LINE_BITS];
    let like = |hash: u64| (hash >> (64 - LINE_BITS)) as usize;
    for line in chunks.iter().flat_map(|chunk| &chunk.tokens.lines) {
        let n_like = &mut n_like[like(line.hash)];
        *n_like = n_like.saturating_add(1);
    }
    let threshold = u16::try_from(threshold).unwrap_or(u16::MAX);
    let of_chunk = |chunk: &Chunk| {
        let (mut all, mut start) = (Vec::new(), 0);
        for article in &chunk.articles {
            let of_article = all.len();
            let hashes = chunk.tokens.lines[start..article.lines_end].iter().map(|line| line.hash);
            all.extend(hashes.filter(|&hash| n_like[like(hash)] >= threshold));
            all[of_article..].sort_unstable();
            let mut n_distinct = of_article;
            for at in of_article..all.len() {
                if at == of_article || all[at] != all[at - 1] {
                    all[n_distinct] = all[at];
                    n_distinct += 1;
                }
            }
            all.truncate(n_distinct);
            start = article.lines_end;
        }
        all
    };
    chunks.par_iter().flat_map_iter(of_chunk).collect()
}

/// Bits of a line's hash that it is first counted by: 2 MiB of counts.
const LINE_BITS: u32 = 20;

/// Takes the furniture out, and forgets the lines, which nothing else is told by.
pub(super) fn take_out_all(chunks: &mut [Chunk], furniture: &HashSet<u64>) {
    chunks.par_iter_mut().for_each(|chunk| {
        if !furniture.is_empty() {
            take_out(chunk, furniture);
        }
        chunk.tokens.lines = Vec::new();
    });
}

/// Counts in how many articles each stem stands, shape (bound of the stems,).
///
/// O(words), in as many parts as there are threads, each with 8 bytes a stem.
pub(super) fn count_stems(chunks: &[Chunk], stems: &Stems) -> Vec<u32> {
    let count = |chunks: &[Chunk]| {
        let mut met = vec![Met { df: 0, last_article: NONE }; stems.bound()];
        let mut article = 0;
        for chunk in chunks {
            let stem_of = &stems.of_form[chunk.analyzer];
            let mut start = 0;
            for end in chunk.articles.iter().map(|article| article.part_ends[N_PARTS - 1]) {
                for &form in &chunk.tokens.forms[start..end] {
                    let met = &mut met[stem_of[form as usize] as usize];
                    met.df += u32::from(met.last_article != article);
                    met.last_article = article;
                }
                start = end;
                article += 1;
            }
        }
        met
    };
    let share = chunks.len().div_ceil(rayon::current_num_threads()).max(1);
    let met: Vec<Vec<Met>> = chunks.par_chunks(share).map(count).collect();
    (0..stems.bound()).map(|stem| met.iter().map(|met| met[stem].df).sum()).collect()
}

#[derive(Clone, Copy)]
struct Met {
    df: u32,
    last_article: u32,
}

/// Renumbers the chunks; words that are not kept are left out, and no phrase goes across.
///
/// `form_of` has, for each analyzer, the form in the lexicon of each of its own.
pub(super) fn streams(chunks: Vec<Chunk>, form_of: &[Vec<Form>]) -> Vec<Stream> {
    let stream = |chunk: Chunk| {
        let form_of = &form_of[chunk.analyzer];
        let Tokens { forms: mut words, mut gaps, .. } = chunk.tokens;
        let mut variants = vec![0; words.len()];
        let (mut n_kept, mut start, mut left_out) = (0, 0, false);
        let mut part_ends: Vec<[usize; N_PARTS]> =
            chunk.articles.iter().map(|article| article.part_ends).collect();
        for end in part_ends.iter_mut().flatten() {
            for at in start..*end {
                let Form { word, variant } = form_of[words[at] as usize];
                words[n_kept] = word;
                variants[n_kept] = variant;
                gaps[n_kept] = if left_out { Gap::BREAK } else { gaps[at] };
                left_out = word == NONE;
                n_kept += usize::from(!left_out);
            }
            start = std::mem::replace(end, n_kept);
        }
        words.truncate(n_kept);
        variants.truncate(n_kept);
        gaps.truncate(n_kept);
        let langs = chunk.articles.iter().map(|article| article.lang).collect();
        Stream { words, variants, gaps, part_ends, langs }
    };
    chunks.into_par_iter().map(stream).collect()
}

/// Removes the words of furniture lines from a chunk, in place.
pub(super) fn take_out(chunk: &mut Chunk, furniture: &HashSet<u64>) {
    let Chunk { tokens, articles, .. } = chunk;
    let (mut read, mut written, mut line) = (0, 0, 0);
    for ArticleSpan { part_ends, lines_end, .. } in articles {
        let lines = &tokens.lines[line..*lines_end];
        line = *lines_end;
        let all_stay = !furniture::leaves_something(lines.iter().map(|line| line.hash), furniture);
        let old_ends = *part_ends;
        // Headings have no lines: they are copied whole, as a body without furniture is.
        let body_start = old_ends[N_PARTS - 2];
        let mut broken = false;
        let mut next_line = 0;
        let mut dropping = false;
        let shift = read - written;
        part_ends.iter_mut().for_each(|end| *end -= shift);
        for at in read..old_ends[N_PARTS - 1] {
            if at >= body_start {
                while lines.get(next_line).is_some_and(|line| line.first <= at) {
                    dropping = !all_stay && furniture.contains(&lines[next_line].hash);
                    next_line += 1;
                }
            }
            if dropping {
                broken = true;
                continue;
            }
            tokens.forms[written] = tokens.forms[at];
            tokens.gaps[written] = if broken { Gap::BREAK } else { tokens.gaps[at] };
            broken = false;
            written += 1;
        }
        read = old_ends[N_PARTS - 1];
        part_ends[N_PARTS - 1] = written;
    }
    tokens.forms.truncate(written);
    tokens.gaps.truncate(written);
}
