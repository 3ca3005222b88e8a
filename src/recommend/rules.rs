//! Editors' rules, as plain data.

use thiserror::Error;

use super::exclusion::Exclusion;
use super::policy::Stance;
use crate::article::{ArticleId, Date};

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A line of the rules file, from 1.
    Line(u64),
    /// The fields of the article with this id.
    Article(ArticleId),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Article(id) => write!(f, "article `{id}`"),
        }
    }
}

/// One decision of an editor, with its origin and expiry.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where the rule comes from.
    pub origin: Origin,
    /// Time at which the rule expires; `None` for never.
    pub until: Option<Date>,
    /// The decision.
    pub decision: Decision,
}

/// An editor's decision.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Decision {
    /// Puts the items first in the article's list, in this order.
    Pin {
        /// The list's own article.
        article: ArticleId,
        /// The pinned items.
        items: Vec<ArticleId>,
    },
    /// Keeps the items out of the article's list.
    Block {
        /// The list's own article.
        article: ArticleId,
        /// The blocked items.
        items: Vec<ArticleId>,
        /// Whether the article is also kept out of the items' lists.
        both_ways: bool,
    },
    /// Marks articles as legally sensitive: they have no list and appear in none.
    Legal(Vec<ArticleId>),
    /// Hides articles: they appear in no list.
    Hide(Vec<ArticleId>),
    /// Multiplies the scores of a section's articles; with weight 0 they appear in no list.
    Weight {
        /// Name of the section.
        section: String,
        /// The factor.
        weight: f64,
    },
    /// Settings for all lists. `None` leaves the policy's value.
    Lists {
        /// See [`SectionPolicy::same_section`](super::SectionPolicy::same_section).
        same_section: Option<Stance>,
        /// See [`SectionPolicy::same_series`](super::SectionPolicy::same_series).
        same_series: Option<Stance>,
        /// See [`Policy::min_score`](super::Policy::min_score).
        min_score: Option<f32>,
        /// See [`EligibilityPolicy::min_chars`](super::EligibilityPolicy::min_chars).
        min_chars: Option<u32>,
        /// See [`Policy::max_inbound`](super::Policy::max_inbound).
        max_inbound: Option<u32>,
    },
}

/// A problem of a rule.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{origin}: {fault}")]
#[non_exhaustive]
pub struct RuleProblem {
    /// Where the rule comes from.
    pub origin: Origin,
    /// What is wrong, and its effect.
    pub fault: RuleFault,
}

/// What is wrong with a rule, and its effect.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RuleFault {
    /// No article has the id.
    #[error("no article has the id `{0}`: this part of the rule does nothing")]
    UnknownId(ArticleId),
    /// The rule has expired.
    #[error("the rule expired on {0} and does nothing: remove it")]
    Expired(Date),
    /// An article is pinned to or blocked from its own list.
    #[error("`{0}` is pinned to or blocked from its own list: this part of the rule does nothing")]
    Itself(ArticleId),
    /// The same pair is pinned and blocked.
    #[error(
        "`{item}` is pinned here to the list of `{article}` and blocked from it in {other}: the block wins"
    )]
    PinnedAndBlocked {
        /// The list's own article.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// Origin of the block.
        other: Origin,
    },
    /// The same item is pinned to a list twice.
    #[error(
        "`{item}` is pinned to the list of `{article}` twice, first in {other}: the first counts"
    )]
    PinnedTwice {
        /// The list's own article.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// Origin of the first pin.
        other: Origin,
    },
    /// The pinned item or the list's own article is legally sensitive.
    #[error(
        "`{item}` is pinned to the list of `{article}`, but `{which}` is legally sensitive: the pin does nothing"
    )]
    PinnedLegal {
        /// The list's own article.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// The legally sensitive one of the two.
        which: ArticleId,
    },
    /// Another rule hides the pinned item.
    #[error(
        "`{item}` is pinned to the list of `{article}`, but a rule hides it: the pin does nothing"
    )]
    PinnedHidden {
        /// The list's own article.
        article: ArticleId,
        /// The item.
        item: ArticleId,
    },
    /// The pinned item's own fields keep it out of all lists.
    #[error(
        "`{item}` is pinned to the list of `{article}`, but it {}: the pin does nothing",
        .exclusion.describe()
    )]
    PinnedForbidden {
        /// The list's own article.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// The reason from the item's fields.
        exclusion: Exclusion,
    },
    /// No article is in the section.
    #[error("no article is in the section `{0}`: its weight does nothing")]
    UnknownSection(String),
    /// A setting needs a field that no article has.
    #[error("no article has a {field}: `{setting}` does nothing")]
    MissingField {
        /// Name of the field.
        field: &'static str,
        /// Name of the setting.
        setting: &'static str,
    },
    /// Two rules give the same setting.
    #[error("`{setting}` is also set in {other}: the last value counts")]
    SetTwice {
        /// Name of the setting.
        setting: String,
        /// Origin of the first rule that gives it.
        other: Origin,
    },
}
