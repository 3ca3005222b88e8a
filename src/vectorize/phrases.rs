//! The kept phrases of one length.

/// The kept phrases of one length, and the phrase that starts at each word of the text.
pub(super) struct Phrases {
    /// Each phrase as (number of its prefix on the level below, last word), ascending. Numbers on every
    /// level are alphabetical, so this order is that of the terms' bytes.
    pub(super) keys: Vec<u64>,
    /// Number of articles that contain each phrase.
    pub(super) df: Vec<u32>,
    /// The number written by [`PhraseOccurrences::write_numbers`] for the phrase that starts at each word
    /// of the text, or [`NONE`]. Empty before that call.
    ///
    /// [`PhraseOccurrences::write_numbers`]: super::count_phrases::PhraseOccurrences::write_numbers
    /// [`NONE`]: super::ids::NONE
    pub(super) numbers: Vec<u32>,
}
