//! From neighbours to lists a reader sees: who may stand in them, what counts beside the words, teasers and
//! reasons.

mod candidates;
mod diversity;
mod duplicates;
mod eligibility;
mod error;
mod explain;
mod factors;
mod fill;
mod history;
mod inbound;
mod list;
mod metadata;
mod policy;
mod preset;
mod rules;
mod select;
mod teaser;
#[cfg(test)]
mod tests;

pub use duplicates::{DuplicateGroups, DuplicateParams};
pub use eligibility::Exclusion;
pub use error::RecommendError;
pub use explain::{TermContribution, explain_score};
pub use factors::Factors;
pub use history::{History, Reader};
pub use list::{RelatedItem, RelatedList, Shortfall, ShortfallCause};
pub use metadata::{ArticleMetadata, MetadataTable};
pub use policy::{
    Direction, DiversityPolicy, EligibilityPolicy, FillPolicy, Nearness, Policy, Recency,
    SectionPolicy, Stance, TimePolicy,
};
pub use preset::Preset;
pub use rules::{Decision, Origin, ResolvedRules, Rule, RuleFault, RuleProblem};
pub use select::{Reason, Recommendation, Selector};
pub use teaser::{TEASER_CHARS, teaser};
