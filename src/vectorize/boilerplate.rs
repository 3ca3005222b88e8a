//! Removes boilerplate, the lines that many articles repeat, from the token streams.

use hashbrown::HashSet;
use rayon::prelude::*;

use super::ids::NONE;
use super::spans::{ARTICLES_PER_CHUNK, ArticleSpan};
use crate::text::{Gap, Tokens, boilerplate};

/// Returns the hashes of lines that may stand in `threshold` articles or more, once for each article.
///
/// Counts lines by some bits of their hash, which rules out nearly all rare lines.
/// [`boilerplate::repeated_lines`] counts the others exactly.
pub(super) fn candidate_lines(
    articles: &[ArticleSpan],
    tokens: &[Tokens],
    threshold: usize,
) -> Vec<u64> {
    let mut n_in_bucket = vec![0u16; 1 << BUCKET_BITS];
    let bucket = |hash: u64| (hash >> (64 - BUCKET_BITS)) as usize;
    for line in tokens.iter().flat_map(|tokens| &tokens.lines) {
        let n_lines = &mut n_in_bucket[bucket(line.hash)];
        *n_lines = n_lines.saturating_add(1);
    }
    let threshold = u16::try_from(threshold).unwrap_or(u16::MAX);
    let candidates = |article: &ArticleSpan| {
        let lines = &tokens[article.reader].lines[article.lines.clone()];
        let hashes = lines.iter().map(|line| line.hash);
        let mut hashes: Vec<u64> =
            hashes.filter(|&hash| n_in_bucket[bucket(hash)] >= threshold).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    };
    articles.par_iter().with_min_len(ARTICLES_PER_CHUNK).flat_map_iter(candidates).collect()
}

/// Bits of a line's hash that choose its counter: 2 MiB of counters.
const BUCKET_BITS: u32 = 20;

/// Removes boilerplate from all articles, then frees the lines, which no later step needs.
pub(super) fn remove_boilerplate(
    articles: &[ArticleSpan],
    tokens: &mut [Tokens],
    boilerplate: &HashSet<u64>,
) {
    tokens.par_iter_mut().enumerate().for_each(|(reader, tokens)| {
        if !boilerplate.is_empty() {
            let of_reader = articles.iter().filter(|article| article.reader == reader);
            of_reader.for_each(|article| remove_from_article(article, tokens, boilerplate));
        }
        tokens.lines = Vec::new();
    });
}

/// Replaces the words of an article's boilerplate lines by [`NONE`].
///
/// An article that has only boilerplate lines keeps them all.
pub(super) fn remove_from_article(
    article: &ArticleSpan,
    tokens: &mut Tokens,
    boilerplate: &HashSet<u64>,
) {
    let Tokens { forms, gaps, lines } = tokens;
    let lines = &lines[article.lines.clone()];
    if !boilerplate::has_other_lines(lines.iter().map(|line| line.hash), boilerplate) {
        return;
    }
    let ends = lines.iter().skip(1).map(|line| line.first).chain([article.words().end]);
    let mut after_boilerplate = false;
    for (line, end) in lines.iter().zip(ends) {
        let is_boilerplate = boilerplate.contains(&line.hash);
        if is_boilerplate {
            forms[line.first..end].fill(NONE);
        }
        if is_boilerplate || after_boilerplate {
            gaps[line.first] = Gap::BREAK;
        }
        after_boilerplate = is_boilerplate;
    }
}
