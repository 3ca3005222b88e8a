//! From neighbours to lists a reader sees: titles, teasers and reasons.

mod explain;
mod list;
mod ranker;
mod teaser;

pub use explain::{Because, because};
pub use list::{RelatedItem, RelatedList, related_list};
pub use ranker::{Feature, Features, N_FEATURES, Ranker, RankerError};
pub use teaser::{TEASER_CHARS, teaser};
