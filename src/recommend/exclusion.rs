//! Reasons that keep an article out of a list.

#[cfg(feature = "serde")]
use serde::Serialize;

use crate::article::{Date, Editorial};

/// Why an article may not appear in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Exclusion {
    /// It is the list's own article.
    Itself,
    /// An editor hid it.
    Hidden,
    /// It is retracted.
    Retracted,
    /// It is legally sensitive.
    Legal,
    /// It is in the reader's history, or a duplicate of an article in it.
    Known,
    /// The list's own article is legally sensitive.
    LegalList,
    /// It is under embargo.
    Embargoed,
    /// It has expired.
    Expired,
    /// Its text is too short.
    TooShort,
    /// It is too old.
    TooOld,
    /// Its section has weight 0.
    SectionUnlisted,
    /// The request does not allow it.
    NotAsked,
    /// It has the address of the list's own article.
    SamePage,
    /// It is a duplicate of the list's own article.
    NearDuplicate,
    /// It is a translation of the list's own article.
    Translation,
    /// It is in another language.
    OtherLanguage,
    /// The policy compares dates, and it or the list's own article has none.
    Undated,
    /// It was published too long before or after the list's own article.
    TooFarApart,
    /// It is newer than the list's own article.
    Newer,
    /// A rule blocks it from this list.
    Blocked,
    /// It is in the same section.
    SameSection,
    /// It is in the same series.
    SameSeries,
    /// It is a duplicate of another article that may appear in the list.
    AlsoPublished,
}

impl Exclusion {
    /// Returns the reason as a predicate: a verb phrase that follows "it", such as `is hidden`.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Itself => "is the article itself",
            Self::Known => "is in the reader's history, or nearly the same as an article in it",
            Self::Hidden => "is hidden",
            Self::Retracted => "is retracted",
            Self::Legal => "is legally sensitive",
            Self::LegalList => "would appear under a legally sensitive article, which has no list",
            Self::Embargoed => "is under embargo",
            Self::Expired => "has expired",
            Self::TooShort => "is too short",
            Self::TooOld => "is too old",
            Self::SectionUnlisted => "is in a section with weight 0",
            Self::NotAsked => "is not among the articles that the request allows",
            Self::SamePage => "is the same page",
            Self::NearDuplicate => "is nearly the same article",
            Self::Translation => "is a translation of the article",
            Self::OtherLanguage => "is in another language",
            Self::Undated => "has no date, or the list's own article has none",
            Self::TooFarApart => "was published too long before or after the article",
            Self::Newer => "is newer, and only older articles are allowed",
            Self::Blocked => "is blocked from this list by a rule",
            Self::SameSection => "is in the same section",
            Self::SameSeries => "is in the same series",
            Self::AlsoPublished => "is nearly the same as another article that is shown instead",
        }
    }

    /// Returns whether the reason also overrides a pin: an editor's decision, or an item that is the list's own
    /// article or a duplicate of it.
    pub(super) fn overrides_pins(self) -> bool {
        matches!(
            self,
            Self::Itself
                | Self::Hidden
                | Self::Retracted
                | Self::Legal
                | Self::LegalList
                | Self::Embargoed
                | Self::Expired
                | Self::NotAsked
                | Self::SamePage
                | Self::NearDuplicate
                | Self::Blocked
        )
    }

    /// Returns the first of an article's own fields that keeps it out of all lists at `now`: hidden, retracted,
    /// legally sensitive, embargoed or expired.
    #[must_use]
    pub fn by_editor(editorial: &Editorial, now: Date) -> Option<Self> {
        let Editorial { hidden, retracted, legal, embargo, expires, .. } = *editorial;
        let seconds = |date: Option<Date>| date.map(Date::unix_seconds);
        editorial_exclusion([hidden, retracted, legal], seconds(embargo), seconds(expires), now)
    }
}

/// Returns the first editorial field that keeps an article out of all lists. Times are seconds since 1970.
pub(super) fn editorial_exclusion(
    [hidden, retracted, legal]: [bool; 3],
    embargo: Option<i64>,
    expires: Option<i64>,
    now: Date,
) -> Option<Exclusion> {
    let now = now.unix_seconds();
    match () {
        () if hidden => Some(Exclusion::Hidden),
        () if retracted => Some(Exclusion::Retracted),
        () if legal => Some(Exclusion::Legal),
        () if embargo.is_some_and(|embargo| now < embargo) => Some(Exclusion::Embargoed),
        () if expires.is_some_and(|expires| now >= expires) => Some(Exclusion::Expired),
        () => None,
    }
}
