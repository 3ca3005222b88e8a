//! Named policies.

use super::DuplicateParams;
use super::policy::{
    Direction, DiversityPolicy, EligibilityPolicy, FillPolicy, Nearness, Policy, Recency,
    SectionPolicy, TimePolicy,
};

/// A named policy. `docs/lab/lists.md` lists the quality and cost of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Preset {
    /// Text similarity alone: all languages, no score factors, duplicates shown.
    Text,
    /// Text similarity and nearness in time, one language, one article per duplicate group.
    #[default]
    AlsoLike,
    /// As `AlsoLike`, with older articles only.
    Background,
    /// Text similarity and recency, one language, one article per duplicate group.
    Latest,
}

/// Measured on three archives whose authors linked their own articles, in `docs/lab/lists.md`. Half-lives from 30 to
/// 365 days and weights from 0.6 to 2 give a mean nDCG@10 of .442 to .452, so these are round values in a flat region.
const NEARNESS: Nearness = Nearness { weight: 0.6, half_life_days: 90.0 };
/// Picked by eye: the factor halves in half a year and never falls below a twentieth.
const RECENCY: Recency = Recency { half_life_days: 180.0, offset_days: 7.0, floor: 0.05 };
/// Measured on news where the dislikes concern another event of the same topic; see `docs/lab/lists.md`.
const DISLIKE: f64 = 0.75;

impl Preset {
    /// All presets.
    pub const ALL: [Self; 4] = [Self::Text, Self::AlsoLike, Self::Background, Self::Latest];

    /// Returns the name used in commands and files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::AlsoLike => "also-like",
            Self::Background => "background",
            Self::Latest => "latest",
        }
    }

    /// Returns the policy.
    #[must_use]
    pub fn policy(self) -> Policy {
        let text = Policy {
            k: 4,
            min_score: 0.0,
            eligibility: EligibilityPolicy { translations: true, ..EligibilityPolicy::default() },
            time: TimePolicy::default(),
            sections: SectionPolicy::default(),
            duplicates: None,
            diversity: DiversityPolicy::default(),
            dislike: DISLIKE,
            max_inbound: None,
            fill: FillPolicy::default(),
        };
        let also_like = Policy {
            eligibility: EligibilityPolicy { same_language: true, ..EligibilityPolicy::default() },
            time: TimePolicy { nearness: Some(NEARNESS), recency: None },
            duplicates: Some(DuplicateParams::default()),
            ..text.clone()
        };
        match self {
            Self::Text => text,
            Self::AlsoLike => also_like,
            Self::Background => {
                let eligibility =
                    EligibilityPolicy { direction: Direction::Older, ..also_like.eligibility };
                Policy { eligibility, ..also_like }
            }
            Self::Latest => {
                let time = TimePolicy { nearness: None, recency: Some(RECENCY) };
                Policy { time, ..also_like }
            }
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Preset::default().policy()
    }
}
