//! The choice of label keywords.

use super::keywords::{Keyword, MAX_KEYWORDS, share_a_word};
use crate::vectorize::Vocabulary;

/// Number of keywords of a label.
const LABEL_KEYWORDS: usize = 2;

/// Smallest lift of a keyword in a label: how many times as common it is in the theme as elsewhere.
const LABEL_LIFT: f64 = 3.0;

/// Returns the keywords of each label.
///
/// Keywords are placed by descending F1 over all themes, so a word goes to the theme that it identifies best. No label
/// has one of the `taken` words. If all keywords of a theme are placed elsewhere, its best keyword is its label.
pub(super) fn choose_labels<'k>(
    keywords: &'k [Vec<Keyword>],
    n_keywords: usize,
    taken: &[u32],
    vocabulary: &Vocabulary,
) -> Vec<Vec<&'k Keyword>> {
    let mut labels: Vec<Vec<&Keyword>> = vec![Vec::new(); keywords.len()];
    // The first round offers the keywords that are shown, the second the remaining ones. The third offers keywords of
    // any lift and gives one of them to each label that is still empty.
    let rounds =
        [(0, n_keywords, true), (n_keywords, MAX_KEYWORDS, true), (0, MAX_KEYWORDS, false)];
    for (from, to, needs_lift) in rounds {
        let mut offers: Vec<(usize, &Keyword)> = Vec::new();
        for (theme, keywords) in keywords.iter().enumerate() {
            let range = from.min(keywords.len())..to.min(keywords.len());
            offers.extend(keywords[range].iter().map(|keyword| (theme, keyword)));
        }
        offers
            .sort_by(|(theme_a, a), (theme_b, b)| b.f1.total_cmp(&a.f1).then(theme_a.cmp(theme_b)));
        let max_keywords = if needs_lift { LABEL_KEYWORDS } else { 1 };
        for (theme, offer) in offers {
            let shares_a_form =
                |keyword: &&Keyword| share_a_word(&keyword.words, &offer.words, vocabulary);
            let has_same_word =
                |keyword: &&Keyword| keyword.words.iter().any(|word| offer.words.contains(word));
            if labels[theme].len() < max_keywords
                && !labels[theme].iter().any(shares_a_form)
                && !labels.iter().flatten().any(has_same_word)
                && !share_a_word(taken, &offer.words, vocabulary)
                && (offer.lift >= LABEL_LIFT || !needs_lift)
            {
                labels[theme].push(offer);
            }
        }
    }
    for (label, keywords) in labels.iter_mut().zip(keywords) {
        if label.is_empty() {
            label.extend(keywords.first());
        }
    }
    labels
}

/// Adds a number to every label that occurs earlier in the list. Two themes can have the same label if each has only
/// one word.
pub(super) fn number_duplicates(mut labels: Vec<String>) -> Vec<String> {
    for at in 0..labels.len() {
        let label = labels[at].clone();
        let mut number = 2;
        while labels[..at].contains(&labels[at]) {
            labels[at] = format!("{label} ({number})");
            number += 1;
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::number_duplicates;

    #[test]
    fn numbered_labels_are_distinct() {
        let labels = ["a", "b", "a", "a (2)", "a"].map(str::to_owned).to_vec();
        assert_eq!(number_duplicates(labels), ["a", "b", "a (2)", "a (2) (2)", "a (3)"]);
    }
}
