//! What files are to Jekyll.

/// What a file is to Jekyll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Post,
    Draft,
    /// A document of the collection of this name.
    Collection(String),
    Page,
}
