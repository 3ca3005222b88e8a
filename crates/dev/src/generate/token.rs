//! The words of an article before they are written.

/// One content word of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) term: u32,
    /// Whether it directly follows the word before it, as the second word of a fixed pair.
    pub(super) joined: bool,
    /// Whether it comes from the saga or the event, not from the language or the topic.
    pub(super) of_story: bool,
}
