//! Whether a site publishes an article.

use std::fmt;

/// Why a site does not publish an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Unpublished {
    /// It is not finished, or waits for an editor.
    Draft,
    /// Only its editors, or readers with a password, may see it.
    Private,
    /// It was published once and is withdrawn, or lies in the bin.
    Withdrawn,
    /// Its time of publication is ahead.
    Scheduled,
    /// Its time of expiry has passed.
    Expired,
    /// The site's generator makes no page of it.
    NoPage,
    /// It is published, but the site lists it nowhere.
    Unlisted,
    /// It lists other pages: a home page, a section, a tag.
    List,
    /// It is a copy of another page, for example for printing.
    Copy,
    /// It is a page of a built site with little text, and no mark of an article.
    Short,
}

impl Unpublished {
    /// The state in one word or two, as tables of articles show it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Private => "private",
            Self::Withdrawn => "withdrawn",
            Self::Scheduled => "scheduled",
            Self::Expired => "expired",
            Self::NoPage => "no page",
            Self::Unlisted => "unlisted",
            Self::List => "list of pages",
            Self::Copy => "copy of a page",
            Self::Short => "little text",
        }
    }
}

impl fmt::Display for Unpublished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Words of content systems for articles that are not public, in lower case without `-` and `_`.
///
/// WordPress (`future`, `auto-draft`, `inherit`, `pending`, `private`, `trash`), Ghost (`scheduled`), Drupal (`0`,
/// `archived`), Pelican (`draft`), ninjs (`withheld`, `canceled`), and the words that other systems share.
const STATES: [(&str, Unpublished); 35] = [
    ("0", Unpublished::Draft),
    ("archived", Unpublished::Withdrawn),
    ("autodraft", Unpublished::Draft),
    ("canceled", Unpublished::Withdrawn),
    ("cancelled", Unpublished::Withdrawn),
    ("deleted", Unpublished::Withdrawn),
    ("draft", Unpublished::Draft),
    ("embargoed", Unpublished::Scheduled),
    ("expired", Unpublished::Expired),
    ("false", Unpublished::Draft),
    ("future", Unpublished::Scheduled),
    ("hidden", Unpublished::Unlisted),
    ("inactive", Unpublished::Withdrawn),
    ("inherit", Unpublished::NoPage),
    ("inreview", Unpublished::Draft),
    ("needsreview", Unpublished::Draft),
    ("new", Unpublished::Draft),
    ("no", Unpublished::Draft),
    ("off", Unpublished::Draft),
    ("pending", Unpublished::Draft),
    ("pendingreview", Unpublished::Draft),
    ("planned", Unpublished::Scheduled),
    ("private", Unpublished::Private),
    ("protected", Unpublished::Private),
    ("review", Unpublished::Draft),
    ("scheduled", Unpublished::Scheduled),
    ("skip", Unpublished::NoPage),
    ("spiked", Unpublished::Withdrawn),
    ("submitted", Unpublished::Draft),
    ("trash", Unpublished::Withdrawn),
    ("trashed", Unpublished::Withdrawn),
    ("unlisted", Unpublished::Unlisted),
    ("unpublish", Unpublished::Withdrawn),
    ("unpublished", Unpublished::Draft),
    ("withheld", Unpublished::Withdrawn),
];

/// The fields of a record that say whether it is public, as text. An empty text is a missing field.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State<'a> {
    /// A flag.
    pub draft: &'a str,
    /// A flag, or the date of publication.
    pub published: &'a str,
    /// A word of the content system.
    pub status: &'a str,
    /// Who may see the article.
    pub visibility: &'a str,
    /// The password that readers need.
    pub password: &'a str,
}

/// Returns the state of an article by its fields: `draft` is set to anything but no, `published` is no, or `status` or
/// `visibility` is one of the words for articles that are not public. `None` for a published article.
pub(super) fn unpublished_by_fields(state: &State<'_>) -> Option<Unpublished> {
    let is_no = |value: &str| {
        ["false", "no", "off", "0"].iter().any(|no| value.trim().eq_ignore_ascii_case(no))
    };
    if !state.draft.trim().is_empty() && !is_no(state.draft) || is_no(state.published) {
        return Some(Unpublished::Draft);
    }
    let has_password = !state.password.trim().is_empty() && !is_no(state.password);
    by_word(state.status)
        .or_else(|| by_word(state.visibility))
        .or(has_password.then_some(Unpublished::Private))
}

/// Returns the state that a word of a content system stands for.
pub(super) fn by_word(status: &str) -> Option<Unpublished> {
    let is_letter = |c: &char| !matches!(c, '-' | '_' | ' ' | '.' | ':');
    // NewsML writes `stat:withheld`.
    let status = status.trim().rsplit(':').next().unwrap_or_default();
    let status: String = status.chars().filter(is_letter).collect::<String>().to_lowercase();
    let found = STATES.binary_search_by_key(&status.as_str(), |(word, _)| word);
    found.ok().map(|at| STATES[at].1)
}

#[cfg(test)]
mod tests {
    use super::{STATES, State, Unpublished, unpublished_by_fields};

    #[test]
    fn the_words_are_sorted() {
        assert!(STATES.is_sorted_by_key(|(word, _)| word));
    }

    #[test]
    fn recognizes_articles_that_are_not_public() {
        let check = |[draft, published, status]: [&str; 3], expected| {
            let state = State { draft, published, status, ..State::default() };
            let found = unpublished_by_fields(&state);
            assert_eq!(found, expected, "{draft} {published} {status}");
        };
        check(["", "", ""], None);
        check(["true", "", ""], Some(Unpublished::Draft));
        check(["perhaps", "", ""], Some(Unpublished::Draft));
        check([" No ", "", ""], None);
        check(["", "false", ""], Some(Unpublished::Draft));
        check(["", "2021-06-16", ""], None);
        check(["", "", "Draft"], Some(Unpublished::Draft));
        check(["", "", "auto-draft"], Some(Unpublished::Draft));
        check(["", "", "future"], Some(Unpublished::Scheduled));
        check(["", "", "inherit"], Some(Unpublished::NoPage));
        check(["", "", "0"], Some(Unpublished::Draft));
        check(["", "", "1"], None);
        check(["", "", "stat:withheld"], Some(Unpublished::Withdrawn));
        let hidden = State { visibility: "private", ..State::default() };
        assert_eq!(unpublished_by_fields(&hidden), Some(Unpublished::Private));
        let locked = State { status: "publish", password: "x", ..State::default() };
        assert_eq!(unpublished_by_fields(&locked), Some(Unpublished::Private));
        for word in ["publish", "published", "usable", "breaking", "live", "active"] {
            check(["", "", word], None);
        }
    }
}
