//! The kept phrases of one length.

/// The kept phrases of two words, three words …, and where each stands.
pub(super) struct Phrases {
    /// Each phrase as (phrase of the level below, last word), ascending; the order is that of the terms'
    /// bytes, since every number in it is alphabetical.
    pub(super) keys: Vec<u64>,
    /// In how many articles each stands.
    pub(super) df: Vec<u32>,
    /// What [`Places::meet_again`] wrote for the phrase that starts at each word of the whole text, or [`NONE`];
    /// empty before.
    pub(super) numbers: Vec<u32>,
}
