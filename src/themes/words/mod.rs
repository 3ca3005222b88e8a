//! Keywords and labels of themes.

mod candidates;
mod cooccurrence;
mod keywords;
mod labels;
mod readable;
mod repeats;
mod sentences;
mod tables;
mod terms;
mod vague;

use rayon::prelude::*;

use self::{
    candidates::{ThemeTotals, count_terms},
    cooccurrence::Cooccurrence,
    keywords::{Keyword, RankedCandidates},
    labels::{choose_labels, number_duplicates},
};
use crate::sparse::DocId;

pub(super) use self::terms::TermInfo;

/// Label of a theme whose articles have no readable term.
const UNNAMED: &str = "unnamed";

/// The label and keywords of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClusterWords {
    pub(super) label: String,
    pub(super) keywords: Vec<String>,
    /// The words of the label.
    pub(super) label_words: Vec<u32>,
}

/// Returns the label and keywords of each cluster: terms that are more common in its articles than elsewhere.
///
/// `members` holds the articles of each cluster. Articles in another language than most of the cluster count as
/// outside it. No label has one of the `taken` words. All factors were picked by reading the labels of eight archives.
///
/// - **Score.** Keywords have the greatest p_in · ln(p_in / (p_out + .01)), where p is the share of articles with the
///   term inside or outside the cluster. The score of a word falls in proportion when articles repeat it less than .7
///   times as often as the usual word.
/// - **Phrases.** A phrase must be in 4 % of the cluster's articles, in four of them (a fifth in a small cluster), and
///   in 30 % of those that have its rarest word. Its score counts 1.3-fold, or 1.6-fold from 50 % on. A phrase with a
///   small word inside, like "black and white", needs 50 % and counts 1-fold, unless its last word is capitalized.
/// - **Keywords.** No two keywords of a cluster share a word. A keyword must be 2 times as common in the cluster as
///   elsewhere; other terms fill up to five. Words of tables and signatures, phrases from repeated sentences and terms
///   that hardly any article repeats come last. Vague words are left out.
/// - **Labels.** The label is the two keywords of greatest F1 of "has the term" as a test for "is in the cluster". The
///   F1 of a phrase counts 1.5-fold, except for a name that less than half of the cluster has. A label keyword must be
///   3 times as common in the cluster as elsewhere; if no keyword is, the label is a single one. A word is in one label
///   only: where its F1 is greatest.
///
/// # Performance
/// O(nnz + n_clusters · n_terms), clusters in parallel. Memory: 4 bytes for each term and thread.
pub(super) fn cluster_words(
    terms: &TermInfo<'_>,
    members: &[Vec<DocId>],
    n_keywords: usize,
    taken: &[u32],
) -> Vec<ClusterWords> {
    let members: Vec<Vec<DocId>> =
        members.iter().map(|docs| terms.docs_in_main_lang(docs)).collect();
    let keywords = cluster_keywords(terms, &members);
    let label_keywords = choose_labels(&keywords, n_keywords, taken, terms.vocabulary());
    let labels = number_duplicates(label_keywords.iter().map(|label| joined(label)).collect());
    labels
        .into_iter()
        .zip(label_keywords)
        .zip(&keywords)
        .map(|((label, label_keywords), keywords)| ClusterWords {
            label,
            keywords: keywords
                .iter()
                .take(n_keywords)
                .map(|keyword| keyword.text.clone())
                .collect(),
            label_words: label_keywords
                .iter()
                .flat_map(|keyword| keyword.words.iter().copied())
                .collect(),
        })
        .collect()
}

/// Returns the keywords of each cluster, best first.
fn cluster_keywords(terms: &TermInfo<'_>, members: &[Vec<DocId>]) -> Vec<Vec<Keyword>> {
    let (rows, vocabulary) = (terms.rows(), terms.vocabulary());
    let counts: Vec<Vec<(u32, u32)>> = members
        .par_iter()
        .map_init(|| vec![0u32; rows.n_terms()], |scratch, docs| count_terms(rows, docs, scratch))
        .collect();
    let totals = ThemeTotals::new(terms, &counts, members);
    counts
        .par_iter()
        .zip(members)
        .map(|(counts, docs)| {
            let candidates = &totals.candidates(counts, docs.len());
            let of_candidates = candidates.iter().map(|candidate| candidate.term);
            let cooccurrence = &Cooccurrence::new(rows, docs, of_candidates);
            RankedCandidates { candidates, cooccurrence, docs, rows, vocabulary }.keywords()
        })
        .collect()
}

/// Returns the text of a label.
fn joined(label: &[&Keyword]) -> String {
    if label.is_empty() {
        return UNNAMED.to_owned();
    }
    label.iter().map(|keyword| keyword.text.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{TermInfo, cluster_words};
    use crate::{
        article::Lang,
        sparse::{DocId, SparseRows},
        themes::Wording,
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

    /// Returns the label and up to three keywords of each theme. `docs` has the terms of each article, and `members`
    /// the articles of each theme.
    fn named(
        terms: &[&[&str]],
        n_repeated: &[u32],
        docs: &[&[u32]],
        members: &[&[u32]],
    ) -> Vec<(String, Vec<String>)> {
        named_in(&vec![Lang::ENGLISH; docs.len()], terms, n_repeated, docs, members)
    }

    /// The same for articles of several languages.
    fn named_in(
        langs: &[Lang],
        terms: &[&[&str]],
        n_repeated: &[u32],
        docs: &[&[u32]],
        members: &[&[u32]],
    ) -> Vec<(String, Vec<String>)> {
        let mut df = vec![0; terms.len()];
        docs.iter().copied().flatten().for_each(|&term| df[term as usize] += 1);
        let vocabulary = &Vocabulary::for_tests(terms, &df);
        let mut offsets = vec![0];
        docs.iter().for_each(|doc| offsets.push(offsets[offsets.len() - 1] + doc.len()));
        let weights = vec![1.0; offsets[docs.len()]];
        let rows = &SparseRows::try_new(offsets, docs.concat(), weights, terms.len()).unwrap();
        let members: Vec<Vec<DocId>> =
            members.iter().map(|docs| docs.iter().copied().map(DocId).collect()).collect();
        let terms = TermInfo::new(Wording { rows, vocabulary, n_repeated, langs });
        let found = cluster_words(&terms, &members, 3, &[]);
        found.into_iter().map(|found| (found.label, found.keywords)).collect()
    }

    fn check(docs: &[&[u32]], members: &[&[u32]], expected: &[(&str, &[&str])]) {
        let found = named(&TERMS, &[0; TERMS.len()], docs, members);
        assert_eq!(found.len(), expected.len());
        for ((label, keywords), expected) in found.iter().zip(expected) {
            assert_eq!(label, expected.0);
            assert_eq!(keywords, expected.1);
        }
    }

    #[test]
    fn labels_have_terms_that_other_themes_lack() {
        // Single letters, numbers, forms of a keyword and words of a keyword's phrase are left out.
        // "game" is in all articles of its theme: 1 · ln(1 / ½) = .69. "goal" is in two thirds: ⅔ · ln(⅔ / ¼) = .65.
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
    fn keywords_come_from_the_most_common_language_of_a_theme() {
        let terms: [&[&str]; 4] = [&["game"], &["goal"], &["spiel"], &["bank"]];
        let docs: [&[u32]; 7] = [&[0, 1], &[0, 1], &[0], &[2], &[2], &[3], &[3]];
        let (en, de) = (Lang::ENGLISH, Lang::parse("de").unwrap());
        let langs = [en, en, en, de, de, de, de];
        let members: [&[u32]; 2] = [&[0, 1, 2, 3, 4], &[5, 6]];
        let found = named_in(&langs, &terms, &[0; 4], &docs, &members);
        assert_eq!(found[0], ("game, goal".into(), vec!["game".into(), "goal".into()]));
        assert_eq!(found[1].0, "bank");
        let in_one = named(&terms, &[0; 4], &docs, &members);
        assert_eq!(in_one[0].1, ["game", "goal", "spiel"]);
    }

    #[test]
    fn a_word_is_in_one_label_only() {
        // "game" is equally common in two themes, so it distinguishes neither.
        check(
            &[&[0, 1], &[0, 1], &[0, 9], &[0, 9], &[2], &[2]],
            &[&[0, 1], &[2, 3], &[4, 5]],
            &[("goal", &["goal", "game"]), ("coach", &["coach", "game"]), ("bank", &["bank"])],
        );
    }

    #[test]
    fn a_single_theme_has_its_most_common_words() {
        check(
            &[&[0, 1], &[0, 2], &[0, 1]],
            &[&[0, 1, 2]],
            &[("game, goal", &["game", "goal", "bank"])],
        );
        check(&[], &[], &[]);
    }

    #[test]
    fn vague_words_are_no_keywords_but_can_be_parts_of_names() {
        let terms: [&[&str]; 5] =
            [&["something"], &["six"], &["nation"], &["six", "nation"], &["rugby"]];
        let docs: [&[u32]; 4] = [&[0, 1, 2, 3, 4], &[0, 1, 2, 3], &[2], &[2]];
        let found = named(&terms, &[0; 5], &docs, &[&[0, 1], &[2, 3]]);
        assert_eq!(
            found[0],
            ("six nation, rugby".into(), vec!["six nation".into(), "rugby".into()])
        );
    }

    #[test]
    fn overlapping_pairs_are_joined_to_names_but_not_to_sentences() {
        let terms: [&[&str]; 8] = [
            &["general", "service"],
            &["service", "administration"],
            &["budget"],
            &["views", "expressed"],
            &["expressed", "herein"],
            &["herein", "belong"],
            &["belong", "author"],
            &["film"],
        ];
        let (with_sentence, without): (&[u32], &[u32]) = (&[0, 1, 2, 3, 4, 5, 6], &[0, 1, 2]);
        let docs = [with_sentence, with_sentence, without, without, without, &[7], &[7]];
        let found = named(&terms, &[0; 8], &docs, &[&[0, 1, 2, 3, 4], &[5, 6]]);
        let expected = ["general service administration", "budget", "views expressed"];
        assert_eq!(found[0].1, expected);
    }

    #[test]
    fn terms_that_no_article_repeats_come_last() {
        let terms: [&[&str]; 4] = [&["jane", "doe"], &["treaty"], &["geneva"], &["film"]];
        let docs: Vec<&[u32]> = [&[0, 1, 2][..]; 40].into_iter().chain([&[3][..]; 40]).collect();
        let members: [Vec<u32>; 2] = [(0..40).collect(), (40..80).collect()];
        let members = [&members[0][..], &members[1][..]];
        let first = |n_repeated: u32| {
            let found = named(&terms, &[n_repeated, 20, 15, 25], &docs, &members);
            found[0].1[0].clone()
        };
        assert_eq!((first(0), first(15)), ("treaty".into(), "jane doe".into()));
    }
}
