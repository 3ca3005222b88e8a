//! What editors decide, as data: a reviewable list of rules.

use thiserror::Error;

use super::exclusion::Exclusion;
use super::policy::Stance;
use crate::article::{ArticleId, Date};

/// Where a rule stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// In a line of the file of rules, from 1.
    Line(u64),
    /// With the article of this id.
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

/// One decision of an editor.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where it stands.
    pub origin: Origin,
    /// From when on it does not hold any more.
    pub until: Option<Date>,
    /// What is decided.
    pub what: Decision,
}

/// What an editor decides.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// These stand first in the article's list, in this order.
    Pin {
        /// Whose list.
        article: ArticleId,
        /// What stands first.
        items: Vec<ArticleId>,
    },
    /// These never stand in the article's list.
    Block {
        /// Whose list.
        article: ArticleId,
        /// What never stands there.
        items: Vec<ArticleId>,
        /// Nor the article in their lists.
        both_ways: bool,
    },
    /// These have no list and stand in none.
    Legal(Vec<ArticleId>),
    /// These stand in no list.
    Hide(Vec<ArticleId>),
    /// The items of a section have their scores multiplied; at 0 the section stands in no list.
    Weight {
        /// The section.
        section: String,
        /// The factor.
        weight: f64,
    },
    /// Settings for all lists; what is `None` stays as the policy has it.
    Lists {
        /// See [`SectionPolicy::same_section`](super::SectionPolicy::same_section).
        same_section: Option<Stance>,
        /// See [`SectionPolicy::same_series`](super::SectionPolicy::same_series).
        same_series: Option<Stance>,
        /// See [`Policy::min_score`].
        min_score: Option<f32>,
        /// See [`EligibilityPolicy::min_chars`](super::EligibilityPolicy::min_chars).
        min_chars: Option<u32>,
        /// See [`Policy::max_inbound`].
        max_inbound: Option<u32>,
    },
}

/// What is wrong with a rule.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{origin}: {what}")]
pub struct RuleProblem {
    /// Where the rule stands.
    pub origin: Origin,
    /// What is wrong.
    pub what: RuleFault,
}

/// What is wrong with a rule, and what is done about it.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RuleFault {
    /// No article has the id.
    #[error("no article has the id `{0}`: this part of the rule does nothing")]
    UnknownId(ArticleId),
    /// The rule's time is over.
    #[error("the rule expired on {0} and does nothing: take it out")]
    Expired(Date),
    /// An article is pinned to or blocked from its own list.
    #[error("`{0}` is its own item: this part of the rule does nothing")]
    Itself(ArticleId),
    /// The same pair is pinned and blocked.
    #[error(
        "`{item}` is pinned here to the list of `{article}` and blocked from it in {other}: the block wins"
    )]
    PinnedAndBlocked {
        /// Whose list.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// Where the block stands.
        other: Origin,
    },
    /// The same item is pinned to a list twice.
    #[error(
        "`{item}` is pinned to the list of `{article}` twice, first in {other}: the first counts"
    )]
    PinnedTwice {
        /// Whose list.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// Where it stands first.
        other: Origin,
    },
    /// A pinned article may stand in no list, or the list's own article has none.
    #[error(
        "`{item}` is pinned to the list of `{article}`, but {which} is legally sensitive: the pin does nothing"
    )]
    PinnedLegal {
        /// Whose list.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// Which of the two.
        which: ArticleId,
    },
    /// An item is pinned that another rule hides.
    #[error(
        "`{item}` is pinned to the list of `{article}`, but hidden by a rule: the pin does nothing"
    )]
    PinnedHidden {
        /// Whose list.
        article: ArticleId,
        /// The item.
        item: ArticleId,
    },
    /// An item is pinned that its own fields keep out of lists.
    #[error(
        "`{item}` is pinned to the list of `{article}`, but it {}: the pin does nothing",
        .exclusion.words()
    )]
    PinnedForbidden {
        /// Whose list.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// What its fields say.
        exclusion: Exclusion,
    },
    /// No article has the section.
    #[error("no article is of the section `{0}`: its weight does nothing")]
    UnknownSection(String),
    /// Lists are to look at a field that no article has.
    #[error("no article has a {field}: `{setting}` does nothing")]
    NoneHas {
        /// The field.
        field: &'static str,
        /// The setting.
        setting: &'static str,
    },
    /// A setting is given twice.
    #[error("`{setting}` is also set in {other}: the last one counts")]
    SetTwice {
        /// The setting.
        setting: String,
        /// Where it is set first.
        other: Origin,
    },
}
