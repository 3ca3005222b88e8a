//! The words of a theme: keywords and a label.

use rayon::prelude::*;

use super::{company::Company, readable::readable, tables::Tables};
use crate::{
    sparse::{DocId, SparseRows},
    vectorize::Vocabulary,
};

/// Terms of a theme that are looked at when its keywords are all taken by other labels.
const N_CANDIDATES: usize = 40;

/// Terms of a theme that are looked at for different keywords.
const N_RANKED: usize = 400;

/// Words of a label.
const LABEL_TERMS: usize = 2;

/// Stems that agree in so many letters are taken for forms of one word.
const SAME_WORD_LETTERS: usize = 4;

/// Least share of a theme's articles that a phrase stands in.
const PHRASE_COVERAGE: f64 = 0.04;

/// Least share, of the theme's articles with the rarest word of a phrase, that have the phrase.
const PHRASE_COHESION: f64 = 0.3;

/// Added to the share of other articles that have a term: one that no other has is worth little more than
/// one that hardly any has. Without it, signatures and thread titles pass for the words of a theme.
const BACKGROUND: f64 = 0.01;

/// From this share on a word is hardly ever seen without its phrase.
const STRONG_COHESION: f64 = 0.5;

/// From this share of a theme's articles on, a name stands for it.
const NAME_COVERAGE: f64 = 0.5;

/// Least times as often that a term stands in the theme as elsewhere, to be one of its keywords.
const KEYWORD_LIFT: f64 = 2.0;

/// The same, to be in its label.
const LABEL_LIFT: f64 = 3.0;

/// Keywords that a theme has although other themes have them about as often, when there are no better ones.
const FEWEST_KEYWORDS: usize = 5;

/// From this share, of the articles with a term, that have it in a longer phrase, the phrase is the term.
const MOSTLY_LONGER: f64 = 0.7;

/// Other words that a term comes with wherever it stands: so many are a repeated sentence.
const SENTENCE_WORDS: usize = 3;

/// What a theme is called and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) label: String,
    pub(super) keywords: Vec<String>,
    /// The terms of the label.
    pub(super) terms: Vec<u32>,
}

/// A term seen from one theme.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    term: u32,
    /// How much more often it stands in the theme than elsewhere.
    score: f64,
    /// How well having the term tells being in the theme.
    f1: f64,
    /// How many times as often it stands in the theme as elsewhere.
    lift: f64,
    /// In how many of the theme's articles it stands.
    inside: u32,
    /// Whether it is a phrase of its own and no part of a sentence.
    is_unit: bool,
}

/// The terms of an archive, read once for all its themes and their parts.
pub(super) struct Terms<'a> {
    rows: &'a SparseRows,
    vocabulary: &'a Vocabulary,
    word_terms: Vec<Option<u32>>,
    tables: Tables,
}

impl<'a> Terms<'a> {
    /// `rows` has one column for each term of `vocabulary`. O(nnz).
    pub(super) fn new(rows: &'a SparseRows, vocabulary: &'a Vocabulary) -> Self {
        let (word_terms, tables) = (word_terms(vocabulary), Tables::new(rows, vocabulary));
        Self { rows, vocabulary, word_terms, tables }
    }

    /// Whether a reader can make something of a term.
    fn readable(&self, term: u32) -> bool {
        let words = self.vocabulary.words(term).iter();
        let mut terms = words.filter_map(|&word| self.word_terms.get(word as usize).copied()?);
        readable(term, self.vocabulary) && !terms.any(|term| self.tables.bound(term))
    }
}

/// Keywords and label of each theme, from the terms that its articles have and others do not.
///
/// Only whether an article has a term counts, since a word repeated in one article says little about a
/// theme. `members` holds the articles of each theme.
/// Keywords have the greatest p_in · ln(p_in / (p_out + .01)), p the share of articles with the term; a phrase must
/// cover 4 % of the theme and 30 % of its articles that have the phrase's rarest word, and then counts
/// 1.3-fold, from 50 % on 1.6-fold; one with a small word inside ("black and white") counts like a word,
/// unless it ends in a capital. No two keywords of a theme share a word. The label is the two keywords
/// of greatest F1 of "has the term" against "is in the theme", phrases 1.5-fold, but names only where half
/// of the theme has them; a word stands in one label only, that of the theme where its F1 is greatest. A
/// term must stand in the theme 3 times as often as elsewhere for the label, 2 times for the keywords: others
/// fill up to one and to five. Words of tables, of repeated sentences and of signatures come last. No label has a word of the `taken` terms. All factors were picked by reading the labels
/// of four archives. O(nnz + n_themes · n_terms); memory 4 bytes a term and thread.
pub(super) fn words(
    terms: &Terms<'_>,
    members: &[Vec<DocId>],
    n_keywords: usize,
    taken: &[u32],
) -> Vec<Words> {
    let &Terms { rows, vocabulary, .. } = terms;
    let counts: Vec<Vec<(u32, u32)>> = members
        .par_iter()
        .map_init(|| vec![0u32; rows.n_terms()], |dense, docs| count(rows, docs, dense))
        .collect();
    let mut totals = vec![0u32; rows.n_terms()];
    counts.iter().flatten().for_each(|&(term, n)| totals[term as usize] += n);
    let archive = Archive { terms, totals, n_docs: members.iter().map(Vec::len).sum() };
    let ranked: Vec<Vec<Candidate>> = counts
        .par_iter()
        .zip(members)
        .map(|(counts, docs)| {
            let ranked = archive.candidates(counts, docs.len());
            let company = Company::new(rows, docs, ranked.iter().map(|candidate| candidate.term));
            distinct(&ranked, &company, vocabulary)
        })
        .collect();
    let labels = labels(&ranked, n_keywords, taken, vocabulary);
    let surface = |candidate: &Candidate| vocabulary.surface(candidate.term).into_owned();
    let joined = |label: &Vec<Candidate>| label.iter().map(surface).collect::<Vec<_>>().join(", ");
    let names = all_different(labels.iter().map(joined).collect());
    labels
        .into_iter()
        .zip(names)
        .zip(&ranked)
        .map(|((label, name), ranked)| Words {
            label: name,
            terms: label.iter().map(|candidate| candidate.term).collect(),
            keywords: ranked.iter().take(n_keywords).map(surface).collect(),
        })
        .collect()
}

/// Numbers the labels that stand before: two themes may have the same single word, when they have no other.
fn all_different(mut labels: Vec<String>) -> Vec<String> {
    for at in 0..labels.len() {
        let own = labels[at].clone();
        let mut number = 2;
        while labels[..at].contains(&labels[at]) {
            labels[at] = format!("{own} ({number})");
            number += 1;
        }
    }
    labels
}

/// In how many of the articles each term stands, terms ascending. `dense` is zeros before and after.
fn count(rows: &SparseRows, docs: &[DocId], dense: &mut [u32]) -> Vec<(u32, u32)> {
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

/// The term that each word is on its own; `None` for a word that only stands in phrases.
fn word_terms(vocabulary: &Vocabulary) -> Vec<Option<u32>> {
    let mut terms = Vec::new();
    for term in 0..u32::try_from(vocabulary.n_terms()).unwrap_or(u32::MAX) {
        if let &[word] = vocabulary.words(term) {
            let word = word as usize;
            terms.resize(terms.len().max(word + 1), None);
            terms[word] = Some(term);
        }
    }
    terms
}

/// What is known of all themes together.
struct Archive<'a> {
    terms: &'a Terms<'a>,
    /// In how many articles with a theme each term stands.
    totals: Vec<u32>,
    n_docs: usize,
}

impl Archive<'_> {
    /// The first [`N_RANKED`] usable terms of a theme with `n_inside` articles: those that others have about
    /// as often last, then score descending, then term.
    fn candidates(&self, counts: &[(u32, u32)], n_inside: usize) -> Vec<Candidate> {
        let n_outside = (self.n_docs - n_inside) as f64;
        let mut candidates: Vec<Candidate> = counts
            .iter()
            .filter_map(|&(term, n_with)| {
                let favour = self.favour(term, n_with, counts, n_inside)?;
                let total = f64::from(self.totals[term as usize]);
                let inside = f64::from(n_with);
                let p_in = inside / n_inside as f64;
                let p_out = (total - inside + 1.0) / (n_outside + 1.0);
                // Infinite where no other theme has the term, or there is no other theme.
                let lift = if total > inside {
                    p_in / ((total - inside) / n_outside)
                } else {
                    f64::INFINITY
                };
                let p_out = p_out + BACKGROUND;
                // A single theme has no outside to differ from.
                let contrast = if n_outside > 0.0 { (p_in / p_out).ln() } else { 1.0 };
                let score = p_in * contrast * favour;
                let f1 = 2.0 * inside / (total + n_inside as f64);
                let is_unit = favour > 1.0;
                // A name says who, not what, unless half of the theme has it.
                let says_what = is_unit && (p_in >= NAME_COVERAGE || !self.is_name(term));
                let f1 = if says_what { 1.5 * f1 } else { f1 };
                Some(Candidate { term, score, f1, lift, inside: n_with, is_unit })
            })
            .collect();
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

    /// Whether all words of a phrase are written with a capital.
    fn is_name(&self, term: u32) -> bool {
        let surface = self.terms.vocabulary.surface(term);
        surface.split(' ').all(|word| word.starts_with(char::is_uppercase))
    }

    /// Factor of a term's score: 1 for a word, more for a phrase; `None` for a phrase that is not one here.
    fn favour(
        &self,
        term: u32,
        inside: u32,
        counts: &[(u32, u32)],
        n_inside: usize,
    ) -> Option<f64> {
        let words = self.terms.vocabulary.words(term);
        if words.len() == 1 {
            return Some(1.0);
        }
        let with_word = |&word: &u32| {
            let term = (*self.terms.word_terms.get(word as usize)?)?;
            let at = counts.binary_search_by_key(&term, |&(term, _)| term).ok()?;
            Some(counts[at].1)
        };
        let coverage = f64::from(inside) / n_inside as f64;
        if coverage < PHRASE_COVERAGE {
            return None;
        }
        let rarest = words.iter().filter_map(with_word).min().unwrap_or(inside);
        // "conducted by the team" is part of a sentence; "Bank of England" is a name.
        let surface = self.terms.vocabulary.surface(term);
        let n_shown = surface.split(' ').count();
        let name = |word: &str| word.starts_with(char::is_uppercase);
        let loose = n_shown > words.len() && !surface.split(' ').next_back().is_some_and(name);
        let cohesion = f64::from(inside) / f64::from(rarest);
        match cohesion {
            _ if cohesion < PHRASE_COHESION => None,
            _ if loose => Some(1.0),
            _ if cohesion < STRONG_COHESION => Some(1.3),
            _ => Some(1.6),
        }
    }
}

/// The best candidates of which no two share a word. Those that only stand where a better one stands come
/// last, so that a signature gives one keyword and not all of them, and behind them the words of repeated
/// sentences. A term that mostly stands in a longer phrase is that phrase: "Programming Interface" is
/// "Application Programming Interface".
fn distinct(ranked: &[Candidate], company: &Company, vocabulary: &Vocabulary) -> Vec<Candidate> {
    let mut kept: Vec<usize> = Vec::new();
    let mut in_sentence = vec![None; ranked.len()];
    for (with_company, with_sentences) in [(false, false), (true, false), (true, true)] {
        for at in 0..ranked.len() {
            if kept.len() == N_CANDIDATES {
                break;
            }
            let at = longer(ranked, at, vocabulary);
            let clashes = |&before: &usize| {
                share_a_word(ranked[before].term, ranked[at].term, vocabulary)
                    || !with_company && company.inseparable(before, at)
            };
            if kept.iter().any(clashes) {
                continue;
            }
            let is_sentence = in_sentence[at]
                .get_or_insert_with(|| is_of_a_sentence(ranked, at, company, vocabulary));
            if with_sentences || !*is_sentence {
                kept.push(at);
            }
        }
    }
    kept.into_iter().map(|at| ranked[at]).collect()
}

/// The candidate that most articles with a candidate have around it, or itself.
fn longer(ranked: &[Candidate], at: usize, vocabulary: &Vocabulary) -> usize {
    let (here, words) = (ranked[at], vocabulary.words(ranked[at].term));
    let around = |&other: &usize| {
        let candidate = ranked[other];
        let others = vocabulary.words(candidate.term);
        candidate.is_unit
            && others.len() > words.len()
            && f64::from(candidate.inside) >= MOSTLY_LONGER * f64::from(here.inside)
            && others.windows(words.len()).any(|part| part == words)
    };
    (0..ranked.len()).filter(around).max_by_key(|&other| ranked[other].inside).unwrap_or(at)
}

/// Whether a candidate comes with so many other words that they are one sentence, or one signature.
fn is_of_a_sentence(
    ranked: &[Candidate],
    at: usize,
    company: &Company,
    vocabulary: &Vocabulary,
) -> bool {
    let own = vocabulary.words(ranked[at].term);
    let mut words: Vec<u32> = Vec::new();
    for (other, candidate) in ranked.iter().enumerate() {
        if other != at && company.inseparable(at, other) {
            for word in vocabulary.words(candidate.term) {
                if !own.contains(word) && !words.contains(word) {
                    words.push(*word);
                }
            }
            if words.len() >= SENTENCE_WORDS {
                return true;
            }
        }
    }
    false
}

fn share_a_word(a: u32, b: u32, vocabulary: &Vocabulary) -> bool {
    let stems = |term| vocabulary.words(term).iter().map(|&word| vocabulary.stem(word));
    stems(a).any(|a| stems(b).any(|b| same_word(a, b)))
}

fn share_a_stem(a: u32, b: u32, vocabulary: &Vocabulary) -> bool {
    let words = vocabulary.words(b);
    vocabulary.words(a).iter().any(|word| words.contains(word))
}

fn same_word(a: &str, b: &str) -> bool {
    let start = |stem: &str| stem.char_indices().nth(SAME_WORD_LETTERS - 1).map(|(at, _)| at);
    a == b || start(a).is_some_and(|at| start(b) == Some(at) && starts_alike(a, b))
}

fn starts_alike(a: &str, b: &str) -> bool {
    a.chars().take(SAME_WORD_LETTERS).eq(b.chars().take(SAME_WORD_LETTERS))
}

/// The terms of each label: greatest F1 first, over all themes, so that a word goes where it tells most.
fn labels(
    ranked: &[Vec<Candidate>],
    n_keywords: usize,
    taken: &[u32],
    vocabulary: &Vocabulary,
) -> Vec<Vec<Candidate>> {
    let mut labels: Vec<Vec<Candidate>> = vec![Vec::new(); ranked.len()];
    // Keywords first; what comes behind them only where other labels have taken all of a theme's own.
    // What other themes have about as often names a theme that has nothing else.
    let rounds =
        [(0, n_keywords, true), (n_keywords, N_CANDIDATES, true), (0, N_CANDIDATES, false)];
    for (from, to, telling_only) in rounds {
        let mut offers: Vec<(usize, Candidate)> = Vec::new();
        for (theme, ranked) in ranked.iter().enumerate() {
            let range = from.min(ranked.len())..to.min(ranked.len());
            offers.extend(ranked[range].iter().map(|&candidate| (theme, candidate)));
        }
        offers
            .sort_by(|(theme_a, a), (theme_b, b)| b.f1.total_cmp(&a.f1).then(theme_a.cmp(theme_b)));
        let n_terms = if telling_only { LABEL_TERMS } else { 1 };
        for (theme, offer) in offers {
            let in_own = |label: &Candidate| share_a_word(label.term, offer.term, vocabulary);
            let in_any = |label: &Candidate| share_a_stem(label.term, offer.term, vocabulary);
            let is_taken = |&term: &u32| share_a_word(term, offer.term, vocabulary);
            if labels[theme].len() < n_terms
                && !labels[theme].iter().any(in_own)
                && !labels.iter().flatten().any(in_any)
                && !taken.iter().any(is_taken)
                && (offer.lift >= LABEL_LIFT || !telling_only)
            {
                labels[theme].push(offer);
            }
        }
    }
    for (label, ranked) in labels.iter_mut().zip(ranked) {
        if label.is_empty() {
            label.extend(ranked.first());
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::{Terms, all_different, same_word, words};
    use crate::{
        sparse::{DocId, SparseRows},
        vectorize::Vocabulary,
    };

    const TERMS: [&[&str]; 11] = [
        &["game"],
        &["goal"],
        &["bank"],
        &["rate"],
        &["interest"],
        &["interest", "rate"],
        &["x"],
        &["2004"],
        &["banker"],
        &["coach"],
        &["game", "rate"],
    ];

    fn check(docs: &[&[u32]], members: &[&[u32]], expected: &[(&str, &[&str])]) {
        let mut df = vec![0; TERMS.len()];
        docs.iter().copied().flatten().for_each(|&term| df[term as usize] += 1);
        let vocabulary = Vocabulary::for_tests(&TERMS, &df);
        let mut offsets = vec![0];
        docs.iter().for_each(|doc| offsets.push(offsets[offsets.len() - 1] + doc.len()));
        let terms = docs.concat();
        let weights = vec![1.0; terms.len()];
        let rows = SparseRows::try_new(offsets, terms, weights, TERMS.len()).unwrap();
        let members: Vec<Vec<DocId>> =
            members.iter().map(|docs| docs.iter().copied().map(DocId).collect()).collect();
        let found = words(&Terms::new(&rows, &vocabulary), &members, 3, &[]);
        assert_eq!(found.len(), expected.len());
        for (found, (label, keywords)) in found.iter().zip(expected) {
            assert_eq!(found.label, *label);
            assert_eq!(found.keywords, *keywords);
        }
    }

    #[test]
    fn themes_are_named_by_what_only_they_have() {
        // Single letters, numbers, forms of a keyword and words inside a keyword's phrase are left out.
        // "game" is in all of its theme, 1 · ln(1 / ½) = .69; "goal" in two thirds, ⅔ · ln(⅔ / ¼) = .65.
        check(
            &[&[0, 1, 6, 7], &[0, 1, 9], &[0, 6, 7], &[2, 3, 4, 5, 8], &[2, 3, 4, 5], &[0, 2]],
            &[&[0, 1, 2], &[3, 4, 5]],
            &[
                ("game, goal", &["game", "goal", "coach"]),
                ("interest rate, bank", &["bank", "interest rate"]),
            ],
        );
    }

    #[test]
    fn a_word_is_in_one_label_only() {
        // "game" stands in two themes alike: it tells neither from the other.
        check(
            &[&[0, 1], &[0, 1], &[0, 9], &[0, 9], &[2], &[2]],
            &[&[0, 1], &[2, 3], &[4, 5]],
            &[("goal", &["goal", "game"]), ("coach", &["coach", "game"]), ("bank", &["bank"])],
        );
    }

    #[test]
    fn one_theme_is_named_by_its_commonest_words() {
        check(
            &[&[0, 1], &[0, 2], &[0, 1]],
            &[&[0, 1, 2]],
            &[("game, goal", &["game", "goal", "bank"])],
        );
        check(&[], &[], &[]);
    }

    #[test]
    fn no_two_labels_are_the_same() {
        let labels = ["a", "b", "a", "a (2)", "a"].map(str::to_owned).to_vec();
        assert_eq!(all_different(labels), ["a", "b", "a (2)", "a (2) (2)", "a (3)"]);
    }

    #[test]
    fn four_letters_make_the_same_word() {
        assert!(same_word("bank", "banker") && same_word("a", "a") && same_word("élève", "élèv"));
        assert!(!same_word("ban", "band") && !same_word("game", "gamma"));
    }
}
