//! The metadata of articles, with names as numbers for fast comparison.

use std::num::NonZeroU64;

use hashbrown::HashMap;

use super::exclusion::{Exclusion, editorial_exclusion};
use crate::article::{Date, Editorial, Lang, canonical_url};
use crate::sparse::DocId;
use crate::text::{NumberSketch, WordSketch};

/// Seconds per day.
pub(super) const SECONDS_A_DAY: f64 = 86_400.0;

/// The metadata of an article, as input of [`ArticleCatalog`](super::ArticleCatalog).
#[derive(Clone, Copy, Debug)]
pub struct ArticleMetadata<'a> {
    /// Language of the text.
    pub lang: Lang,
    /// Time of publication.
    pub date: Option<Date>,
    /// Name of the section.
    pub section: Option<&'a str>,
    /// Address of the page.
    pub url: Option<&'a str>,
    /// Number of characters of the text.
    pub n_chars: u32,
    /// Hash of the text; `None` when the text is too short for equal texts to be duplicates.
    pub text_hash: Option<NonZeroU64>,
    /// Numbers in the title and the text.
    pub numbers: NumberSketch,
    /// Sketch of all words of the text, including words that no other article has.
    pub sketch: WordSketch,
    /// Fields set by editors.
    pub editorial: &'a Editorial,
}

/// The number of a name in an archive. Numbers are equal when names are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name(u32);

impl Name {
    const NONE: Self = Self(u32::MAX);

    /// Returns the number; `None` without a name.
    pub(super) fn number(self) -> Option<u32> {
        (self != Self::NONE).then_some(self.0)
    }

    /// Returns whether both have a name and the names are equal.
    pub(super) fn is_shared(self, other: Self) -> bool {
        self == other && self != Self::NONE
    }
}

/// The metadata of one article, with names as numbers.
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
    /// Whether its canonical URL is another address.
    pub(super) is_copy: bool,
}

impl Metadata {
    /// Returns whether an editorial field may keep the article out of all lists, now or at another time.
    pub(super) fn is_restricted(&self) -> bool {
        let &Self { hidden, retracted, legal, embargo, expires, .. } = self;
        hidden || retracted || legal || embargo.is_some() || expires.is_some()
    }

    /// Returns the first editorial field that keeps the article out of all lists at `now`.
    pub(super) fn forbidden(&self, now: Date) -> Option<Exclusion> {
        let &Self { hidden, retracted, legal, embargo, expires, .. } = self;
        editorial_exclusion([hidden, retracted, legal], embargo, expires, now)
    }

    /// Returns the metadata with another date, and without address and translation key.
    pub(super) fn without_identity(self, date: Option<i64>) -> Self {
        Self { date, address: Name::NONE, translation: Name::NONE, ..self }
    }
}

/// The metadata of an archive's articles, in row order.
///
/// # Performance
/// Memory: about 170 bytes per article, and the names.
#[derive(Clone, Debug, Default)]
pub(super) struct MetadataTable {
    metadata: Vec<Metadata>,
    /// Apart from [`Metadata`], because only the search for duplicates reads them.
    sketches: Vec<(WordSketch, NumberSketch)>,
    names: NameTables,
}

/// The names of an archive, which give numbers to the names of new articles.
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

    /// Returns the number of a name; `NONE` for a name that was never added.
    fn of(&self, name: Option<&str>) -> Name {
        name.and_then(|name| self.0.get(name).copied()).map_or(Name::NONE, Name)
    }
}

impl MetadataTable {
    /// Builds the table from articles in row order. O(n_docs).
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
            table.sketches.push((article.sketch, article.numbers));
        }
        table
    }

    /// Returns the metadata of any article, in the archive or not. Names that the archive lacks become `NONE`.
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

    /// Returns the number of articles.
    pub(super) fn n_docs(&self) -> usize {
        self.metadata.len()
    }

    pub(super) fn of(&self, doc: DocId) -> &Metadata {
        &self.metadata[doc.index()]
    }

    /// Returns the sketches of the words and of the numbers of an article.
    pub(super) fn sketches(&self, doc: DocId) -> (&WordSketch, &NumberSketch) {
        let (words, numbers) = &self.sketches[doc.index()];
        (words, numbers)
    }

    pub(super) fn all(&self) -> &[Metadata] {
        &self.metadata
    }

    /// Returns whether any article has a section.
    pub(super) fn has_sections(&self) -> bool {
        !self.names.sections.0.is_empty()
    }

    /// Returns whether any article belongs to a series.
    pub(super) fn has_series(&self) -> bool {
        !self.names.series.0.is_empty()
    }

    /// Returns the number of different sections.
    pub(super) fn n_sections(&self) -> usize {
        self.names.sections.0.len()
    }

    /// Returns the number of a section.
    pub(super) fn section_number(&self, name: &str) -> Option<u32> {
        self.names.sections.of(Some(name)).number()
    }
}

/// Returns the address of an article's original: its canonical URL, else its own URL, in canonical form.
fn address(article: &ArticleMetadata<'_>) -> Option<String> {
    article.editorial.canonical_url.as_deref().or(article.url).map(canonical_url)
}
