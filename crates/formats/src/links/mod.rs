//! The links that authors set between the articles of an archive. They serve as relevance judgments for evaluation.

mod address;
mod own_links;
mod record;
mod resolve;
mod targets;

pub use own_links::OwnLinks;
pub(crate) use record::RecordLinks;
pub use resolve::ResolvedLinks;
pub(crate) use targets::with_targets;
