//! The words of a theme: keywords and a label.

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
    candidates::Archive,
    cooccurrence::Company,
    keywords::{Keyword, Ranked},
    labels::{all_different, labels},
};
use crate::sparse::DocId;

pub(super) use self::terms::Terms;
pub use self::terms::Wording;

/// What a theme is called whose articles share nothing that can be read.
const UNNAMED: &str = "unnamed";

/// What a theme is called and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) label: String,
    pub(super) keywords: Vec<String>,
    /// The words of the label.
    pub(super) words: Vec<u32>,
}

/// Keywords and label of each theme, from the terms that its articles have and others do not.
///
/// `members` holds the articles of each theme, of which only counts whether they have a term, and in how many
/// of the archive it is said again. Those in another language than most of a theme count as outside it.
/// Keywords have the greatest p_in · ln(p_in / (p_out + .01)), p the share of articles with the term, and a word
/// counts less where those that say it again are less than .7 of the usual share. A phrase must stand in 4 % of
/// the theme, in four articles or a fifth, and in 30 % of the theme's articles that have the phrase's rarest word,
/// and then counts 1.3-fold, from 50 % on 1.6-fold; one with a small word inside ("black and white"), unless it
/// ends in a capital, needs 50 % and counts like a word. No two keywords of a theme share a word. The label is the two keywords
/// of greatest F1 of "has the term" against "is in the theme", phrases 1.5-fold, but names only where half
/// of the theme has them; a word stands in one label only, that of the theme where its F1 is greatest. A
/// term must stand in the theme 3 times as often as elsewhere for the label, 2 times for the keywords: others
/// fill up to one and to five. Words of tables and of signatures, phrases out of repeated sentences, and what hardly any
/// article says again, come last; vague words are left out. No label has one of the `taken` words. All factors
/// were picked by reading the labels of eight archives. O(nnz + n_themes · n_terms); memory 4 bytes a term and
/// thread.
pub(super) fn words(
    terms: &Terms<'_>,
    members: &[Vec<DocId>],
    n_keywords: usize,
    taken: &[u32],
) -> Vec<Words> {
    let members: &[Vec<DocId>] =
        &members.iter().map(|docs| terms.of_main_lang(docs)).collect::<Vec<_>>();
    let (rows, vocabulary) = (terms.rows(), terms.vocabulary());
    let counts: Vec<Vec<(u32, u32)>> = members
        .par_iter()
        .map_init(|| vec![0u32; rows.n_terms()], |dense, docs| candidates::count(rows, docs, dense))
        .collect();
    let archive = Archive::new(terms, &counts, members);
    let keywords: Vec<Vec<Keyword>> = counts
        .par_iter()
        .zip(members)
        .map(|(counts, docs)| {
            let candidates = archive.candidates(counts, docs.len());
            let company = Company::new(rows, docs, candidates.iter().map(|one| one.term));
            Ranked { candidates: &candidates, company: &company, docs, rows, vocabulary }.keywords()
        })
        .collect();
    let labels = labels(&keywords, n_keywords, taken, vocabulary);
    let text = |keyword: &&Keyword| keyword.text.clone();
    let joined = |label: &Vec<&Keyword>| label.iter().map(text).collect::<Vec<_>>().join(", ");
    let named = |label: &Vec<&Keyword>| match joined(label) {
        // Its articles have no word that a reader could read.
        label if label.is_empty() => UNNAMED.to_owned(),
        label => label,
    };
    let names = all_different(labels.iter().map(named).collect());
    labels
        .iter()
        .zip(names)
        .zip(&keywords)
        .map(|((label, name), keywords)| Words {
            label: name,
            words: label.iter().flat_map(|keyword| keyword.words.iter().copied()).collect(),
            keywords: keywords
                .iter()
                .take(n_keywords)
                .map(|keyword| keyword.text.clone())
                .collect(),
        })
        .collect()
}
#[cfg(test)]
mod tests {
    use super::{Terms, Wording, words};
    use crate::{
        article::Lang,
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

    /// Labels and up to three keywords of themes, of which `members` has the articles, and `docs` the terms of
    /// these.
    fn named(
        terms: &[&[&str]],
        n_repeated: &[u32],
        docs: &[&[u32]],
        members: &[&[u32]],
    ) -> Vec<(String, Vec<String>)> {
        named_in(&vec![Lang::ENGLISH; docs.len()], terms, n_repeated, docs, members)
    }

    /// The same where each article has a language.
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
        let found =
            words(&Terms::new(Wording { rows, vocabulary, n_repeated, langs }), &members, 3, &[]);
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
    fn a_theme_is_called_by_words_of_its_commonest_language() {
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
    fn vague_words_are_no_keywords_and_some_are_parts_of_names() {
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
    fn pairs_that_stand_together_are_one_name_but_no_sentence() {
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
    fn what_no_article_says_again_comes_last() {
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
