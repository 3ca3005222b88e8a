//! What rules ask about articles, as numbers that compare fast.

use std::num::NonZeroU64;

use hashbrown::HashMap;

use super::exclusion::{Exclusion, forbidding};
use crate::article::{Date, Editorial, Lang, canonical_url};
use crate::sparse::DocId;
use crate::text::WordSketch;

/// Seconds of a day.
pub(super) const SECONDS_A_DAY: f64 = 86_400.0;

/// What lists need to know of an article.
#[derive(Clone, Copy, Debug)]
pub struct ArticleMetadata<'a> {
    /// Its language.
    pub lang: Lang,
    /// When it was published.
    pub date: Option<Date>,
    /// Its section.
    pub section: Option<&'a str>,
    /// Address of its page.
    pub url: Option<&'a str>,
    /// Characters of its text.
    pub n_chars: u32,
    /// A hash of its text, where that is long enough for articles of the same text to be copies.
    pub text_hash: Option<NonZeroU64>,
    /// All words of its text, also those that no other article has.
    pub sketch: WordSketch,
    /// What editors say of it.
    pub editorial: &'a Editorial,
}

/// A name of an archive as a number: equal where the names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name(u32);

impl Name {
    const NONE: Self = Self(u32::MAX);

    /// The number, where there is a name.
    pub(super) fn number(self) -> Option<u32> {
        (self != Self::NONE).then_some(self.0)
    }

    /// Whether both have a name and it is the same.
    pub(super) fn is_shared(self, other: Self) -> bool {
        self == other && self != Self::NONE
    }
}

/// The metadata of one article of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Metadata {
    /// Seconds since 1970.
    pub(super) date: Option<i64>,
    pub(super) embargo: Option<i64>,
    pub(super) expires: Option<i64>,
    pub(super) address: Name,
    pub(super) section: Name,
    pub(super) series: Name,
    pub(super) translation: Name,
    pub(super) n_chars: u32,
    pub(super) text_hash: Option<NonZeroU64>,
    pub(super) lang: Lang,
    pub(super) hidden: bool,
    pub(super) retracted: bool,
    pub(super) legal: bool,
    pub(super) evergreen: bool,
    /// Whether it says that its original is at another address.
    pub(super) is_copy: bool,
}

impl Metadata {
    /// Whether a field of an editor may keep the article out of lists.
    pub(super) fn is_restricted(&self) -> bool {
        let &Self { hidden, retracted, legal, embargo, expires, .. } = self;
        hidden || retracted || legal || embargo.is_some() || expires.is_some()
    }

    /// What the fields of an editor forbid in any list at `now`.
    pub(super) fn forbidden(&self, now: Date) -> Option<Exclusion> {
        let &Self { hidden, retracted, legal, embargo, expires, .. } = self;
        forbidding([hidden, retracted, legal], embargo, expires, now)
    }

    /// The article with another date, without its address and its translation key.
    pub(super) fn anonymous(self, date: Option<i64>) -> Self {
        Self { date, address: Name::NONE, translation: Name::NONE, ..self }
    }
}

/// The metadata of an archive's articles, in row order. Memory: about 170 bytes an article beside the names.
#[derive(Clone, Debug, Default)]
pub(super) struct MetadataTable {
    metadata: Vec<Metadata>,
    /// Not part of [`Metadata`], because only the search for copies reads them.
    sketches: Vec<WordSketch>,
    names: NameTables,
}

/// The names of the archive, so that a new article is compared with them.
#[derive(Clone, Debug, Default)]
struct NameTables {
    addresses: Names,
    sections: Names,
    series: Names,
    translations: Names,
}

#[derive(Clone, Debug, Default)]
struct Names(HashMap<String, u32>);

impl Names {
    fn add(&mut self, name: Option<&str>) {
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            let next = self.0.len() as u32;
            self.0.entry_ref(name).or_insert(next);
        }
    }

    /// The number of a name; none for one that was never added.
    fn of(&self, name: Option<&str>) -> Name {
        name.and_then(|name| self.0.get(name).copied()).map_or(Name::NONE, Name)
    }
}

impl MetadataTable {
    /// Gathers the metadata of articles, in row order. O(n_docs).
    pub(super) fn new<'a>(articles: impl IntoIterator<Item = ArticleMetadata<'a>>) -> Self {
        let articles = articles.into_iter();
        let n_docs = articles.size_hint().0;
        let (metadata, sketches) = (Vec::with_capacity(n_docs), Vec::with_capacity(n_docs));
        let mut table = Self { metadata, sketches, ..Self::default() };
        for article in articles {
            let names = &mut table.names;
            names.addresses.add(address(&article).as_deref());
            names.sections.add(article.section);
            names.series.add(article.editorial.series.as_deref());
            names.translations.add(article.editorial.translation_key.as_deref());
            table.metadata.push(table.of_article(&article));
            table.sketches.push(article.sketch);
        }
        table
    }

    /// The metadata of an article that need not be in the archive; names that the archive lacks are left out.
    pub(super) fn of_article(&self, article: &ArticleMetadata<'_>) -> Metadata {
        let (names, editorial) = (&self.names, article.editorial);
        let seconds = |date: Option<Date>| date.map(Date::unix_seconds);
        let own = article.url.map(canonical_url);
        Metadata {
            date: seconds(article.date),
            embargo: seconds(editorial.embargo),
            expires: seconds(editorial.expires),
            is_copy: editorial.canonical_url.is_some() && address(article) != own,
            address: names.addresses.of(address(article).as_deref()),
            section: names.sections.of(article.section),
            series: names.series.of(editorial.series.as_deref()),
            translation: names.translations.of(editorial.translation_key.as_deref()),
            n_chars: article.n_chars,
            text_hash: article.text_hash,
            lang: article.lang,
            hidden: editorial.hidden,
            retracted: editorial.retracted,
            legal: editorial.legal,
            evergreen: editorial.evergreen,
        }
    }

    /// Number of articles.
    pub(super) fn n_docs(&self) -> usize {
        self.metadata.len()
    }

    pub(super) fn of(&self, doc: DocId) -> &Metadata {
        &self.metadata[doc.index()]
    }

    pub(super) fn sketch(&self, doc: DocId) -> &WordSketch {
        &self.sketches[doc.index()]
    }

    pub(super) fn all(&self) -> &[Metadata] {
        &self.metadata
    }

    /// Whether any article has a section.
    pub(super) fn has_sections(&self) -> bool {
        !self.names.sections.0.is_empty()
    }

    /// Whether any article is of a series.
    pub(super) fn has_series(&self) -> bool {
        !self.names.series.0.is_empty()
    }

    /// Number of different sections.
    pub(super) fn n_sections(&self) -> usize {
        self.names.sections.0.len()
    }

    /// The number of a section by its name.
    pub(super) fn section_number(&self, name: &str) -> Option<u32> {
        self.names.sections.of(Some(name)).number()
    }
}

/// Where the original of an article is.
fn address(article: &ArticleMetadata<'_>) -> Option<String> {
    article.editorial.canonical_url.as_deref().or(article.url).map(canonical_url)
}
