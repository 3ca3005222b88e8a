//! Says in one sentence why article B is or is not in the list of article A.

use alsolike::engine::PairExplanation;
use alsolike::recommend::Exclusion;

/// Returns the sentence, without a final dot.
pub(crate) fn verdict(pair: &PairExplanation) -> String {
    if let (Some(place), Some(reason)) = (pair.place, pair.reason) {
        let (asked, reason) = (pair.asked, reason.name());
        return format!("B is in A's list at place {place} of {asked}: {reason}");
    }
    let reason = match (pair.exclusion, pair.rank) {
        (Some(exclusion), _) => excluded(pair, exclusion),
        (None, Some(rank)) => ranked_too_low(pair, rank),
        (None, None) => unranked(pair),
    };
    format!("B is not in A's list: {reason}")
}

/// Why B may not be in the list.
fn excluded(pair: &PairExplanation, exclusion: Exclusion) -> String {
    let rule = pair.rule.as_ref().map_or(String::new(), |rule| format!(" ({rule})"));
    let shown = pair.shown_instead.as_ref().filter(|_| exclusion == Exclusion::AlsoPublished);
    let shown = shown.map_or(String::new(), |id| format!(" (`{id}`)"));
    format!("it {}{rule}{shown}", exclusion.describe())
}

/// Why an eligible article with a rank is not listed.
fn ranked_too_low(pair: &PairExplanation, rank: usize) -> String {
    let last = pair.last.map(|last| format!("; the last listed article scores {last:.6}"));
    let last = last.unwrap_or_default();
    let mut reason =
        format!("it ranks {rank} among the eligible articles, with {:.6}{last}", pair.weighted);
    if rank <= pair.asked {
        reason += "; a pinned article takes its place, it resembles another item too much, or it is \
                   in enough lists already";
    }
    reason
}

/// Why an eligible article is not ranked.
fn unranked(pair: &PairExplanation) -> String {
    if pair.score <= 0.0 {
        return "the two share no indexed term".to_owned();
    }
    if pair.score < pair.min_score {
        let (score, min_score) = (pair.score, pair.min_score);
        return format!("it scores {score:.6}, below the minimum score {min_score}");
    }
    "it is no candidate for the learned weights: too many other articles are nearer".to_owned()
}
