//! Which keywords are the label.

use super::keywords::{Keyword, N_CANDIDATES, share_a_word};
use crate::vectorize::Vocabulary;

/// Keywords of a label.
const LABEL_KEYWORDS: usize = 2;

/// Least times as often that a term stands in the theme as elsewhere, to be in its label.
const LABEL_LIFT: f64 = 3.0;

/// The keywords of each label: greatest F1 first, over all themes, so that a word goes where it tells most.
/// No label has one of the `taken` words.
pub(super) fn labels<'k>(
    keywords: &'k [Vec<Keyword>],
    n_keywords: usize,
    taken: &[u32],
    vocabulary: &Vocabulary,
) -> Vec<Vec<&'k Keyword>> {
    let mut labels: Vec<Vec<&Keyword>> = vec![Vec::new(); keywords.len()];
    // Keywords first; what comes behind them only where other labels have taken all of a theme's own.
    // What other themes have about as often names a theme that has nothing else.
    let rounds =
        [(0, n_keywords, true), (n_keywords, N_CANDIDATES, true), (0, N_CANDIDATES, false)];
    for (from, to, telling_only) in rounds {
        let mut offers: Vec<(usize, &Keyword)> = Vec::new();
        for (theme, keywords) in keywords.iter().enumerate() {
            let range = from.min(keywords.len())..to.min(keywords.len());
            offers.extend(keywords[range].iter().map(|keyword| (theme, keyword)));
        }
        offers
            .sort_by(|(theme_a, a), (theme_b, b)| b.f1.total_cmp(&a.f1).then(theme_a.cmp(theme_b)));
        let n_keywords = if telling_only { LABEL_KEYWORDS } else { 1 };
        for (theme, offer) in offers {
            let in_own =
                |keyword: &&Keyword| share_a_word(&keyword.words, &offer.words, vocabulary);
            let in_any =
                |keyword: &&Keyword| keyword.words.iter().any(|word| offer.words.contains(word));
            if labels[theme].len() < n_keywords
                && !labels[theme].iter().any(in_own)
                && !labels.iter().flatten().any(in_any)
                && !share_a_word(taken, &offer.words, vocabulary)
                && (offer.lift >= LABEL_LIFT || !telling_only)
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

/// Numbers the labels that stand before: two themes may have the same single word, when they have no other.
pub(super) fn all_different(mut labels: Vec<String>) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::all_different;

    #[test]
    fn no_two_labels_are_the_same() {
        let labels = ["a", "b", "a", "a (2)", "a"].map(str::to_owned).to_vec();
        assert_eq!(all_different(labels), ["a", "b", "a (2)", "a (2) (2)", "a (3)"]);
    }
}
