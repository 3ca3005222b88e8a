//! A ranker in words.

use crate::rank::Feature;

/// Below this share of the largest a group of weights goes unsaid.
const LEAST: f64 = 0.1;

/// What comes first, in words, the weightiest first: "sharper evidence in the words, then closer in time".
///
/// `importance` holds standardised weights. Those of one kind share their work, so they are read as a sum.
#[must_use]
pub fn in_words(importance: &[(Feature, f64)]) -> String {
    use Feature::*;
    let sum = |features: &[Feature]| -> f64 {
        importance.iter().filter(|(f, _)| features.contains(f)).map(|(_, weight)| weight).sum()
    };
    let likeness = [Cosine, FlatCosine, SteepCosine, WordCosine, LogCosine, Place, Scaled];
    let is_sharp = sum(&[SteepCosine]) > sum(&[FlatCosine]);
    let near = if is_sharp { "sharper evidence in the words" } else { "more words in common" };
    let groups: [(&[Feature], &str, &str); 8] = [
        (&likeness, near, "fewer words in common"),
        (&[TitleCosine], "titles alike", "titles unlike"),
        (&[TagCosine], "tags in common", "other tags"),
        (&[SameSection], "the same section", "another section"),
        (&[Near30, Near180, Near720, CosineNear180, Sequence], "closer in time", "farther in time"),
        (&[Older, CosineOlder], "older", "newer"),
        (&[Reciprocity, Mutual], "near to few others", "near to many others"),
        (&[Length], "longer", "shorter"),
    ];
    let mut said: Vec<(f64, &str)> = groups
        .into_iter()
        .map(|(features, more, less)| (sum(features), more, less))
        .map(|(sum, more, less)| (sum.abs(), if sum >= 0.0 { more } else { less }))
        .collect();
    said.sort_by(|a, b| b.0.total_cmp(&a.0));
    let least = said[0].0 * LEAST;
    let words: Vec<&str> =
        said.into_iter().filter(|&(sum, _)| sum > least).map(|(_, words)| words).collect();
    words.join(", then ")
}

#[cfg(test)]
mod tests {
    use super::in_words;
    use crate::rank::Feature;

    #[test]
    fn the_weightiest_comes_first() {
        let importance = [
            (Feature::SteepCosine, 1.5),
            (Feature::FlatCosine, -0.5),
            (Feature::Near180, 0.6),
            (Feature::TagCosine, 0.01),
            (Feature::Length, -0.2),
        ];
        assert_eq!(
            in_words(&importance),
            "sharper evidence in the words, then closer in time, then shorter"
        );
    }
}
