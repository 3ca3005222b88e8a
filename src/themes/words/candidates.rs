//! The terms that a theme has and others do not, best first.

use super::terms::Terms;
use crate::sparse::{DocId, SparseRows};

/// Terms of a theme that are looked at for different keywords.
const N_RANKED: usize = 400;

/// Least share of a theme's articles that a phrase stands in, and least number of them: in a small theme a
/// fifth of them do.
const PHRASE_COVERAGE: f64 = 0.04;
const PHRASE_ARTICLES: f64 = 4.0;
const PHRASE_SHARE: f64 = 0.2;

/// Least share, of the theme's articles with the rarest word of a phrase, that have the phrase.
const PHRASE_COHESION: f64 = 0.3;

/// From this share on a word is hardly ever seen without its phrase.
const STRONG_COHESION: f64 = 0.5;

/// Added to the share of other articles that have a term: one that no other has is worth little more than
/// one that hardly any has. Without it, signatures and thread titles pass for the words of a theme.
const BACKGROUND: f64 = 0.01;

/// From this share of a theme's articles on, a name stands for it.
const NAME_COVERAGE: f64 = 0.5;

/// Least times as often that a term stands in the theme as elsewhere, to be one of its keywords.
const KEYWORD_LIFT: f64 = 2.0;

/// Keywords that a theme has although other themes have them about as often, when there are no better ones.
const FEWEST_KEYWORDS: usize = 5;

/// Up to this share of the usual repeats a term is of a signature, a tag or a sentence of the house. Picked by
/// reading eight archives: most of those are below .1, nearly all that a reader would keep is above .5.
const SAID_ONCE: f64 = 0.33;

/// Below this share a word counts the less the seldomer it is said again.
const SAID_SELDOM: f64 = 0.7;

/// As [`SAID_ONCE`], for a name of several words: who an article is about is named again, who wrote it is not.
const NAMED_ONCE: f64 = 0.5;

/// A term seen from one theme.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) term: u32,
    /// How much more often it stands in the theme than elsewhere.
    score: f64,
    /// How well having the term tells being in the theme.
    pub(super) f1: f64,
    /// How many times as often it stands in the theme as elsewhere.
    pub(super) lift: f64,
    /// In how many of the theme's articles it stands.
    pub(super) inside: u32,
    /// Whether it is a phrase of its own and no part of a sentence.
    pub(super) is_unit: bool,
    /// Whether hardly any article that says it says it again.
    pub(super) is_said_once: bool,
}

/// What is known of all themes together.
pub(super) struct Archive<'a> {
    terms: &'a Terms<'a>,
    /// In how many articles with a theme each term stands.
    totals: Vec<u32>,
    n_docs: usize,
}

impl<'a> Archive<'a> {
    /// From the terms of each theme, as [`count`] gives them, and its articles.
    pub(super) fn new(
        terms: &'a Terms<'a>,
        counts: &[Vec<(u32, u32)>],
        members: &[Vec<DocId>],
    ) -> Self {
        let mut totals = vec![0u32; terms.rows().n_terms()];
        counts.iter().flatten().for_each(|&(term, n)| totals[term as usize] += n);
        Self { terms, totals, n_docs: members.iter().map(Vec::len).sum() }
    }

    /// The first [`N_RANKED`] usable terms of a theme with `n_inside` articles: those that others have about
    /// as often last, then score descending, then term.
    pub(super) fn candidates(&self, counts: &[(u32, u32)], n_inside: usize) -> Vec<Candidate> {
        let rate = |&(term, n_with): &(u32, u32)| self.rate(term, n_with, counts, n_inside);
        let mut candidates: Vec<Candidate> = counts.iter().filter_map(rate).collect();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.term.cmp(&b.term)));
        let best = candidates.first().copied();
        // Reading a term is dear, and most are never looked at.
        let usable = candidates.into_iter().filter(|one| self.terms.readable(one.term));
        let (mut telling, others): (Vec<_>, Vec<_>) =
            usable.take(N_RANKED).partition(|candidate| candidate.lift >= KEYWORD_LIFT);
        // What is commoner elsewhere says nothing, except of a theme that has nothing else.
        let n_more = FEWEST_KEYWORDS.saturating_sub(telling.len());
        let n_better = others.partition_point(|candidate| candidate.score > 0.0);
        let least = usize::from(telling.is_empty());
        telling.extend(others.into_iter().take(n_more.min(n_better).max(least)));
        // A theme of figures alone is called by one.
        if telling.is_empty() { best.into_iter().collect() } else { telling }
    }

    /// A term that `n_with` of the `n_inside` articles of a theme have; `None` for a phrase that is not one
    /// here.
    fn rate(
        &self,
        term: u32,
        n_with: u32,
        counts: &[(u32, u32)],
        n_inside: usize,
    ) -> Option<Candidate> {
        let favour = self.favour(term, n_with, counts, n_inside)?;
        let n_outside = (self.n_docs - n_inside) as f64;
        let total = f64::from(self.totals[term as usize]);
        let inside = f64::from(n_with);
        let p_in = inside / n_inside as f64;
        let p_out = (total - inside + 1.0) / (n_outside + 1.0) + BACKGROUND;
        // Infinite where no other theme has the term, or there is no other theme.
        let lift =
            if total > inside { p_in / ((total - inside) / n_outside) } else { f64::INFINITY };
        // A single theme has no outside to differ from.
        let contrast = if n_outside > 0.0 { (p_in / p_out).ln() } else { 1.0 };
        let said_again = self.terms.said_again(term);
        let is_unit = favour > 1.0;
        let is_phrase = self.terms.vocabulary().words(term).len() > 1;
        // Phrases are said again less than words: what they are made of stands for them.
        let weight = if is_phrase { favour } else { (said_again / SAID_SELDOM).min(1.0) };
        // A name says who, not what, unless half of the theme has it.
        let says_what = is_unit && (p_in >= NAME_COVERAGE || !self.is_name(term));
        let f1 = 2.0 * inside / (total + n_inside as f64);
        Some(Candidate {
            term,
            score: p_in * contrast * weight,
            f1: f1 * if says_what { 1.5 } else { weight.min(1.0) },
            lift,
            inside: n_with,
            is_unit,
            is_said_once: said_again <= SAID_ONCE
                || said_again <= NAMED_ONCE && is_phrase && self.is_name(term),
        })
    }

    /// Whether all words of a phrase are written with a capital.
    fn is_name(&self, term: u32) -> bool {
        let surface = self.terms.vocabulary().surface(term);
        surface.split([' ', '-']).all(|word| word.starts_with(char::is_uppercase))
    }

    /// Factor of a term's score: 1 for a word, more for a phrase; `None` for a phrase that is not one here.
    fn favour(
        &self,
        term: u32,
        inside: u32,
        counts: &[(u32, u32)],
        n_inside: usize,
    ) -> Option<f64> {
        let words = self.terms.vocabulary().words(term);
        if words.len() == 1 {
            return Some(1.0);
        }
        let with_word = |&word: &u32| {
            let term = self.terms.of_word(word)?;
            let at = counts.binary_search_by_key(&term, |&(term, _)| term).ok()?;
            Some(counts[at].1)
        };
        let n_inside = n_inside as f64;
        let least = PHRASE_ARTICLES.min(PHRASE_SHARE * n_inside).max(PHRASE_COVERAGE * n_inside);
        if f64::from(inside) < least {
            return None;
        }
        let rarest = words.iter().filter_map(with_word).min().unwrap_or(inside);
        // "conducted by the team" is part of a sentence; "Bank of England" is a name.
        let surface = self.terms.vocabulary().surface(term);
        let n_shown = surface.split([' ', '-']).count();
        let name = |word: &str| word.starts_with(char::is_uppercase);
        let loose = n_shown > words.len() && !surface.split(' ').next_back().is_some_and(name);
        let cohesion = f64::from(inside) / f64::from(rarest);
        match cohesion {
            _ if cohesion < PHRASE_COHESION => None,
            _ if cohesion < STRONG_COHESION => (!loose).then_some(1.3),
            _ => Some(if loose { 1.0 } else { 1.6 }),
        }
    }
}

/// In how many of the articles each term stands, terms ascending. `dense` is zeros before and after.
pub(super) fn count(rows: &SparseRows, docs: &[DocId], dense: &mut [u32]) -> Vec<(u32, u32)> {
    let mut seen = Vec::new();
    for &doc in docs {
        for &term in rows.row(doc).terms() {
            if dense[term as usize] == 0 {
                seen.push(term);
            }
            dense[term as usize] += 1;
        }
    }
    seen.sort_unstable();
    seen.into_iter().map(|term| (term, std::mem::take(&mut dense[term as usize]))).collect()
}
