//! Feature weights described in words.

use crate::rank::Feature;

/// A group of features is left out when its weight is below this share of the largest group's weight.
const MIN_SHARE: f64 = 0.1;

/// Describes what a ranker prefers, the strongest preference first: "sharper evidence in the words, then closer in
/// time".
///
/// `importance` holds standardised weights. Related features share one effect, so their weights are added up.
#[must_use]
pub fn describe_importance(importance: &[(Feature, f64)]) -> String {
    use Feature::*;
    let sum = |features: &[Feature]| -> f64 {
        importance.iter().filter(|(f, _)| features.contains(f)).map(|(_, weight)| weight).sum()
    };
    let similarity = [Cosine, FlatCosine, SteepCosine, WordCosine, LogCosine, Place, Scaled];
    let is_sharp = sum(&[SteepCosine]) > sum(&[FlatCosine]);
    let more_similar =
        if is_sharp { "sharper evidence in the words" } else { "more words in common" };
    let groups: [(&[Feature], &str, &str); 8] = [
        (&similarity, more_similar, "fewer words in common"),
        (&[TitleCosine], "titles alike", "titles unlike"),
        (&[TagCosine], "tags in common", "other tags"),
        (&[SameSection], "the same section", "another section"),
        (&[Near30, Near180, Near720, CosineNear180, Sequence], "closer in time", "farther in time"),
        (&[Older, CosineOlder], "older", "newer"),
        (&[Reciprocity, Mutual], "near to few others", "near to many others"),
        (&[Length], "longer", "shorter"),
    ];
    let mut preferences: Vec<(f64, &str)> = groups
        .into_iter()
        .map(|(features, more, less)| (sum(features), more, less))
        .map(|(sum, more, less)| (sum.abs(), if sum >= 0.0 { more } else { less }))
        .collect();
    preferences.sort_by(|a, b| b.0.total_cmp(&a.0));
    let min = preferences[0].0 * MIN_SHARE;
    let words: Vec<&str> =
        preferences.into_iter().filter(|&(sum, _)| sum > min).map(|(_, words)| words).collect();
    words.join(", then ")
}

#[cfg(test)]
mod tests {
    use super::describe_importance;
    use crate::rank::Feature;

    #[test]
    fn describes_the_strongest_preference_first() {
        let importance = [
            (Feature::SteepCosine, 1.5),
            (Feature::FlatCosine, -0.5),
            (Feature::Near180, 0.6),
            (Feature::TagCosine, 0.01),
            (Feature::Length, -0.2),
        ];
        assert_eq!(
            describe_importance(&importance),
            "sharper evidence in the words, then closer in time, then shorter"
        );
    }
}
