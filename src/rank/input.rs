//! The input of the features.

use crate::article::{Date, Lang};

/// The metadata of an article that the features use, beside its row.
#[derive(Clone, Copy, Debug)]
pub struct RankInput<'a> {
    /// Headline.
    pub title: &'a str,
    /// Language of the article.
    pub lang: Lang,
    /// Editorial tags.
    pub tags: &'a [String],
    /// Publication date.
    pub date: Option<Date>,
    /// Section or desk.
    pub section: Option<&'a str>,
}
