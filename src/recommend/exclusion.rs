//! Why an article may not appear in a list.

use serde::Serialize;

use crate::article::{Date, Editorial};

/// Why an article may not stand in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Exclusion {
    /// It is the article itself.
    Itself,
    /// It is hidden.
    Hidden,
    /// It is retracted.
    Retracted,
    /// It is legally sensitive.
    Legal,
    /// The reader knows it.
    Known,
    /// The list's own article is legally sensitive.
    LegalList,
    /// It is under embargo.
    Embargoed,
    /// It has expired.
    Expired,
    /// It is too short.
    TooShort,
    /// It is too old.
    TooOld,
    /// Its section has the weight 0.
    SectionUnlisted,
    /// The program that asked left it out.
    NotAsked,
    /// It is the same page.
    SamePage,
    /// It is nearly the same article.
    NearDuplicate,
    /// It is a translation of the article.
    Translation,
    /// It is in another language.
    OtherLanguage,
    /// It has no date, or the list's own article has none, and dates decide.
    Undated,
    /// It was published too long before or after.
    TooFarApart,
    /// It is newer.
    Newer,
    /// A rule keeps it out of this list.
    Blocked,
    /// It is of the same section.
    SameSection,
    /// It is of the same series.
    SameSeries,
    /// It is nearly the same article as another one that may stand in the list.
    AlsoPublished,
}

impl Exclusion {
    /// The reason in words that follow `it`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Itself => "is the article itself",
            Self::Known => "is known to the reader, or nearly the same as what is",
            Self::Hidden => "is hidden",
            Self::Retracted => "is retracted",
            Self::Legal => "is legally sensitive",
            Self::LegalList => "would stand under a legally sensitive article, which has no list",
            Self::Embargoed => "is under embargo",
            Self::Expired => "has expired",
            Self::TooShort => "is too short",
            Self::TooOld => "is too old",
            Self::SectionUnlisted => "is of a section that stands in no list",
            Self::NotAsked => "was left out by the program that asked",
            Self::SamePage => "is the same page",
            Self::NearDuplicate => "is nearly the same article",
            Self::Translation => "is a translation of the article",
            Self::OtherLanguage => "is in another language",
            Self::Undated => "cannot be compared by date, since one of the two has none",
            Self::TooFarApart => "was published too long before or after",
            Self::Newer => "is newer, and only older ones are asked for",
            Self::Blocked => "is kept out of this list by a rule",
            Self::SameSection => "is of the same section",
            Self::SameSeries => "is of the same series",
            Self::AlsoPublished => "is nearly the same article as one that is shown instead",
        }
    }

    /// Whether a pin must give way: editors forbid the item, or it is the article itself or a copy of it.
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

    /// What an editor's word alone forbids in any list at the moment `now`: hidden, retracted, legally sensitive,
    /// embargoed or expired, the first that applies.
    #[must_use]
    pub fn by_editor(editorial: &Editorial, now: Date) -> Option<Self> {
        let Editorial { hidden, retracted, legal, embargo, expires, .. } = *editorial;
        let seconds = |date: Option<Date>| date.map(Date::unix_seconds);
        forbidding([hidden, retracted, legal], seconds(embargo), seconds(expires), now)
    }
}

/// Returns the first editorial field that forbids an article; times are seconds since 1970.
pub(super) fn forbidding(
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
