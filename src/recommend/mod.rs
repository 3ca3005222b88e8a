//! Related lists: eligibility, score factors, duplicates, fallbacks, teasers and the reasons for each item.
//!
//! | files | hold |
//! |---|---|
//! | `policy` `preset` `rules` | the settings of a request, as plain data |
//! | `metadata` `duplicates` `recency` `catalog` | tables that are built once for an archive |
//! | `resolve` `exclusion` `eligibility` `factors` `selector` | one request: a policy over a catalog |
//! | `candidates` `diversity` `lists` `cap` `fill` `unseen` `history` | the algorithms that build lists |
//! | `item` `list` `explain` `shortfall` `teaser` | the contents of a list and the reasons for them |

mod candidates;
mod cap;
mod catalog;
mod diversity;
mod duplicates;
mod eligibility;
mod error;
mod exclusion;
mod explain;
mod factors;
mod fill;
mod history;
mod item;
mod list;
mod lists;
mod metadata;
mod policy;
mod preset;
mod recency;
mod resolve;
mod rules;
mod selector;
mod shortfall;
mod teaser;
#[cfg(test)]
mod tests;
mod unseen;

pub use catalog::ArticleCatalog;
pub use duplicates::{DuplicateGroups, DuplicateParams};
pub use error::RecommendError;
pub use exclusion::Exclusion;
pub use explain::{TermContribution, explain_score};
pub use factors::Factors;
pub use fill::ThemeOrders;
pub use history::{History, ReaderProfile, fill_readers};
pub use item::{Reason, Recommendation};
pub use list::{RelatedItem, RelatedList};
pub use metadata::ArticleMetadata;
pub use policy::{
    Direction, DiversityPolicy, EligibilityPolicy, FillPolicy, Nearness, Policy, Recency,
    SectionPolicy, Stance, TimePolicy,
};
pub use preset::Preset;
pub use resolve::ResolvedRules;
pub use rules::{Decision, Origin, Rule, RuleFault, RuleProblem};
pub use selector::Selector;
pub use shortfall::{Shortfall, ShortfallCause};
pub use teaser::{TEASER_COLUMNS, teaser};
