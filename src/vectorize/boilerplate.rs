//! Takes the lines that many articles repeat out of the token streams.

use hashbrown::HashSet;
use rayon::prelude::*;

use super::ids::NONE;
use super::spans::{ArticleSpan, CHUNK};
use crate::text::{Gap, Tokens, boilerplate};

/// Line hashes of the articles, for [`boilerplate::repeated`]: of each article those that may stand in
/// `threshold` articles or more, once each.
///
/// Lines are first counted by some bits of their hashes, which tells of nearly all that they are too few.
pub(super) fn repeated_lines(
    articles: &[ArticleSpan],
    tokens: &[Tokens],
    threshold: usize,
) -> Vec<u64> {
    let mut n_like = vec![0u16; 1 << LINE_BITS];
    let like = |hash: u64| (hash >> (64 - LINE_BITS)) as usize;
    for line in tokens.iter().flat_map(|tokens| &tokens.lines) {
        let n_like = &mut n_like[like(line.hash)];
        *n_like = n_like.saturating_add(1);
    }
    let threshold = u16::try_from(threshold).unwrap_or(u16::MAX);
    let of_article = |article: &ArticleSpan| {
        let lines = &tokens[article.reader].lines[article.lines.clone()];
        let hashes = lines.iter().map(|line| line.hash);
        let mut hashes: Vec<u64> = hashes.filter(|&hash| n_like[like(hash)] >= threshold).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    };
    articles.par_iter().with_min_len(CHUNK).flat_map_iter(of_article).collect()
}

/// Bits of a line's hash that it is first counted by: 2 MiB of counts.
const LINE_BITS: u32 = 20;

/// Takes the furniture out, and forgets the lines, which nothing else is told by.
pub(super) fn take_out_all(
    articles: &[ArticleSpan],
    tokens: &mut [Tokens],
    boilerplate: &HashSet<u64>,
) {
    tokens.par_iter_mut().enumerate().for_each(|(reader, tokens)| {
        if !boilerplate.is_empty() {
            let its = articles.iter().filter(|article| article.reader == reader);
            its.for_each(|article| take_out(article, tokens, boilerplate));
        }
        tokens.lines = Vec::new();
    });
}

/// Makes [`NONE`] of the words of an article's furniture lines, where that leaves some of its lines.
pub(super) fn take_out(article: &ArticleSpan, tokens: &mut Tokens, boilerplate: &HashSet<u64>) {
    let Tokens { forms, gaps, lines } = tokens;
    let lines = &lines[article.lines.clone()];
    if !boilerplate::leaves_something(lines.iter().map(|line| line.hash), boilerplate) {
        return;
    }
    let ends = lines.iter().skip(1).map(|line| line.first).chain([article.words().end]);
    let mut broken = false;
    for (line, end) in lines.iter().zip(ends) {
        let is_boilerplate = boilerplate.contains(&line.hash);
        if is_boilerplate {
            forms[line.first..end].fill(NONE);
        }
        if is_boilerplate || broken {
            gaps[line.first] = Gap::BREAK;
        }
        broken = is_boilerplate;
    }
}
