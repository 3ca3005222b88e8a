//! Keyword candidates: terms that are more common in a theme than elsewhere.

use super::terms::TermInfo;
use crate::sparse::{DocId, SparseRows};

/// Largest number of candidates of a theme.
const MAX_CANDIDATES: usize = 400;

/// A phrase must be in at least this share of a theme's articles, and in this number of them. In a small theme a share
/// of [`PHRASE_SMALL_SHARE`] replaces the number.
const PHRASE_COVERAGE: f64 = 0.04;
const PHRASE_ARTICLES: f64 = 4.0;
const PHRASE_SMALL_SHARE: f64 = 0.2;

/// Smallest cohesion of a phrase: its articles as a share of the theme's articles with its rarest word.
const PHRASE_COHESION: f64 = 0.3;

/// From this cohesion the words of a phrase hardly ever occur without it.
const STRONG_COHESION: f64 = 0.5;

/// Factors of the score of a phrase of at least [`PHRASE_COHESION`] and of [`STRONG_COHESION`].
const PHRASE_FACTOR: f64 = 1.3;
const STRONG_PHRASE_FACTOR: f64 = 1.6;

/// Factor of the F1 of phrases, except names that few of the theme's articles have.
const PHRASE_F1_FACTOR: f64 = 1.5;

/// Added to the share of other articles that have a term, so that a term in no other article scores little more than
/// a term in very few. Without it, signatures and thread titles become keywords.
const BACKGROUND: f64 = 0.01;

/// A name describes the theme when at least this share of the theme's articles have it.
const NAME_COVERAGE: f64 = 0.5;

/// Smallest lift of a keyword: how many times as common it is in the theme as elsewhere.
const KEYWORD_LIFT: f64 = 2.0;

/// Terms of a lower lift fill the keywords up to this number.
const MIN_KEYWORDS: usize = 5;

/// Up to this relative repeat rate, a term belongs to a signature, a tag or a boilerplate sentence. Picked by reading
/// eight archives: most such terms are below .1, and nearly all good keywords are above .5.
const RARELY_REPEATED: f64 = 0.33;

/// The same limit for a name of several words. Articles repeat the names that they are about, but not the names of
/// their authors.
const NAME_RARELY_REPEATED: f64 = 0.5;

/// Below this relative repeat rate the score of a word falls in proportion to the rate.
const SELDOM_REPEATED: f64 = 0.7;

/// A term of a theme.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) term: u32,
    /// p_in · ln(p_in / p_out), times a factor for phrases and repeats.
    score: f64,
    /// Weighted F1 of "has the term" as a test for "is in the theme".
    pub(super) f1: f64,
    /// How many times as common it is in the theme as elsewhere.
    pub(super) lift: f64,
    /// Number of the theme's articles that have it.
    pub(super) n_inside: u32,
    /// Whether it is a phrase whose words mostly occur together.
    pub(super) is_phrase: bool,
    /// Whether hardly any article that has it repeats it.
    pub(super) is_rarely_repeated: bool,
}

/// Number of articles with each term, in all themes together.
pub(super) struct ThemeTotals<'a> {
    terms: &'a TermInfo<'a>,
    /// Shape (n_terms,).
    totals: Vec<u32>,
    n_docs: usize,
}

impl<'a> ThemeTotals<'a> {
    /// Adds up the counts of all themes, which [`count_terms`] returns. `members` holds the articles of each theme.
    pub(super) fn new(
        terms: &'a TermInfo<'a>,
        counts: &[Vec<(u32, u32)>],
        members: &[Vec<DocId>],
    ) -> Self {
        let mut totals = vec![0u32; terms.rows().n_terms()];
        counts.iter().flatten().for_each(|&(term, n)| totals[term as usize] += n);
        Self { terms, totals, n_docs: members.iter().map(Vec::len).sum() }
    }

    /// Returns the presentable terms of a theme with `n_members` articles: those of sufficient lift, best score first,
    /// then others up to [`MIN_KEYWORDS`].
    ///
    /// Returns at least one term for a theme with terms: if none is presentable, the best other one.
    pub(super) fn candidates(&self, counts: &[(u32, u32)], n_members: usize) -> Vec<Candidate> {
        let rate = |&(term, n_inside): &(u32, u32)| self.rate(term, n_inside, counts, n_members);
        let mut candidates: Vec<Candidate> = counts.iter().filter_map(rate).collect();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.term.cmp(&b.term)));
        let best = candidates.first().copied();
        // The check is expensive, so it runs lazily: most terms are never reached.
        let presentable =
            candidates.into_iter().filter(|candidate| self.terms.is_presentable(candidate.term));
        let (mut distinctive, others): (Vec<_>, Vec<_>) =
            presentable.take(MAX_CANDIDATES).partition(|candidate| candidate.lift >= KEYWORD_LIFT);
        // Terms that are more common elsewhere are only used if there is no other.
        let n_missing = MIN_KEYWORDS.saturating_sub(distinctive.len());
        let n_positive = others.partition_point(|candidate| candidate.score > 0.0);
        let n_needed = usize::from(distinctive.is_empty());
        distinctive.extend(others.into_iter().take(n_missing.min(n_positive).max(n_needed)));
        if distinctive.is_empty() { best.into_iter().collect() } else { distinctive }
    }

    /// Rates a term that `n_inside` of the `n_members` articles of a theme have; `None` for an unsuitable phrase.
    fn rate(
        &self,
        term: u32,
        n_inside: u32,
        counts: &[(u32, u32)],
        n_members: usize,
    ) -> Option<Candidate> {
        let phrase_factor = self.phrase_factor(term, n_inside, counts, n_members)?;
        let n_others = (self.n_docs - n_members) as f64;
        let total = f64::from(self.totals[term as usize]);
        let inside = f64::from(n_inside);
        let p_in = inside / n_members as f64;
        let p_out = (total - inside + 1.0) / (n_others + 1.0) + BACKGROUND;
        // Infinite if no other theme has the term, or if there is no other theme.
        let lift =
            if total > inside { p_in / ((total - inside) / n_others) } else { f64::INFINITY };
        // A single theme has no other articles to differ from.
        let contrast = if n_others > 0.0 { (p_in / p_out).ln() } else { 1.0 };
        let repeat_rate = self.terms.repeat_rate(term);
        let is_phrase = phrase_factor > 1.0;
        let has_several_words = self.terms.vocabulary().words(term).len() > 1;
        // Articles repeat phrases less than words, because a single word can replace the phrase.
        let weight = if has_several_words {
            phrase_factor
        } else {
            (repeat_rate / SELDOM_REPEATED).min(1.0)
        };
        // A name says who a theme is about and not what, unless half of the theme has it.
        let is_topic = is_phrase && (p_in >= NAME_COVERAGE || !self.is_name(term));
        let f1 = 2.0 * inside / (total + n_members as f64);
        Some(Candidate {
            term,
            score: p_in * contrast * weight,
            f1: f1 * if is_topic { PHRASE_F1_FACTOR } else { weight.min(1.0) },
            lift,
            n_inside,
            is_phrase,
            is_rarely_repeated: repeat_rate <= RARELY_REPEATED
                || repeat_rate <= NAME_RARELY_REPEATED && has_several_words && self.is_name(term),
        })
    }

    /// Returns whether all words of a phrase are capitalized.
    fn is_name(&self, term: u32) -> bool {
        let surface = self.terms.vocabulary().surface(term);
        surface.split([' ', '-']).all(|word| word.starts_with(char::is_uppercase))
    }

    /// Returns the factor of a term's score: 1 for a word, more for most phrases; `None` for a phrase that is too rare
    /// or whose words mostly occur without it.
    fn phrase_factor(
        &self,
        term: u32,
        n_inside: u32,
        counts: &[(u32, u32)],
        n_members: usize,
    ) -> Option<f64> {
        let words = self.terms.vocabulary().words(term);
        if words.len() == 1 {
            return Some(1.0);
        }
        let n_with_word = |&word: &u32| {
            let term = self.terms.term_of_word(word)?;
            let at = counts.binary_search_by_key(&term, |&(term, _)| term).ok()?;
            Some(counts[at].1)
        };
        let n_members = n_members as f64;
        let min_inside =
            PHRASE_ARTICLES.min(PHRASE_SMALL_SHARE * n_members).max(PHRASE_COVERAGE * n_members);
        if f64::from(n_inside) < min_inside {
            return None;
        }
        let rarest = words.iter().filter_map(n_with_word).min().unwrap_or(n_inside);
        // The display form has words that are no terms, such as "of". If the last word has no capital, the phrase is
        // part of a sentence: "conducted by the team", in contrast to "Bank of England".
        let surface = self.terms.vocabulary().surface(term);
        let n_shown = surface.split([' ', '-']).count();
        let is_capitalized = |word: &str| word.starts_with(char::is_uppercase);
        let is_loose =
            n_shown > words.len() && !surface.split(' ').next_back().is_some_and(is_capitalized);
        let cohesion = f64::from(n_inside) / f64::from(rarest);
        match cohesion {
            _ if cohesion < PHRASE_COHESION => None,
            _ if cohesion < STRONG_COHESION => (!is_loose).then_some(PHRASE_FACTOR),
            _ => Some(if is_loose { 1.0 } else { STRONG_PHRASE_FACTOR }),
        }
    }
}

/// Returns the number of the articles that have each term, terms ascending.
///
/// `scratch`, shape (n_terms,), has zeros before and after.
pub(super) fn count_terms(
    rows: &SparseRows,
    docs: &[DocId],
    scratch: &mut [u32],
) -> Vec<(u32, u32)> {
    let mut seen = Vec::new();
    for &doc in docs {
        for &term in rows.row(doc).terms() {
            if scratch[term as usize] == 0 {
                seen.push(term);
            }
            scratch[term as usize] += 1;
        }
    }
    seen.sort_unstable();
    seen.into_iter().map(|term| (term, std::mem::take(&mut scratch[term as usize]))).collect()
}
