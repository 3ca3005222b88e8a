//! What rules ask about articles, as numbers that compare fast.

use std::num::NonZeroU64;

use hashbrown::HashMap;

use crate::article::{Date, Editorial, Lang, canonical_url};
use crate::sparse::DocId;
use crate::text::WordSketch;

/// What is known of an article, as its archive has it.
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

/// One article.
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
    /// An article of another date, in no place and no translation of any.
    pub(super) fn anonymous(self, date: Option<i64>) -> Self {
        Self { date, address: Name::NONE, translation: Name::NONE, ..self }
    }
}

/// The facts of an archive, in row order. About 170 bytes an article beside the sections' names.
#[derive(Clone, Debug, Default)]
pub struct MetadataTable {
    metadata: Vec<Metadata>,
    /// Apart, since only who looks for copies asks for them.
    sketches: Vec<WordSketch>,
    names: FactNames,
    /// Sections by their numbers.
    sections: Vec<String>,
}

/// The names met, so that an article of tomorrow is known by them.
#[derive(Clone, Debug, Default)]
struct FactNames {
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
    /// Gathers the facts of articles, in row order. O(n_docs).
    #[must_use]
    pub fn new<'a>(articles: impl IntoIterator<Item = ArticleMetadata<'a>>) -> Self {
        let articles = articles.into_iter();
        let n_docs = articles.size_hint().0;
        let (metadata, sketches) = (Vec::with_capacity(n_docs), Vec::with_capacity(n_docs));
        let mut metadata = Self { metadata, sketches, ..Self::default() };
        for article in articles {
            let names = &mut metadata.names;
            names.addresses.add(address(&article).as_deref());
            names.sections.add(article.section);
            names.series.add(article.editorial.series.as_deref());
            names.translations.add(article.editorial.translation_key.as_deref());
            let article_metadata = metadata.article_metadata(&article);
            metadata.metadata.push(article_metadata);
            metadata.sketches.push(article.sketch);
        }
        let mut sections: Vec<_> = metadata.names.sections.0.iter().collect();
        sections.sort_unstable_by_key(|&(_, number)| number);
        metadata.sections = sections.into_iter().map(|(name, _)| name.clone()).collect();
        metadata
    }

    /// The facts of an article, by the names of this archive.
    pub(super) fn article_metadata(&self, article: &ArticleMetadata<'_>) -> Metadata {
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

    /// Adds what rules decide about single articles.
    pub(super) fn decide(&mut self, legal: &[DocId], hidden: &[DocId]) {
        legal.iter().for_each(|doc| self.metadata[doc.index()].legal = true);
        hidden.iter().for_each(|doc| self.metadata[doc.index()].hidden = true);
    }

    /// Number of articles.
    #[must_use]
    pub fn n_docs(&self) -> usize {
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

    /// Whether an article has this section.
    pub(super) fn has_section(&self, name: &str) -> bool {
        self.names.sections.of(Some(name)) != Name::NONE
    }

    /// Whether any article has a section.
    pub(super) fn has_sections(&self) -> bool {
        !self.names.sections.0.is_empty()
    }

    /// Whether any article is of a series.
    pub(super) fn has_series(&self) -> bool {
        !self.names.series.0.is_empty()
    }

    /// The name of an article's section.
    pub(super) fn section(&self, doc: DocId) -> Option<&str> {
        self.sections.get(self.of(doc).section.0 as usize).map(String::as_str)
    }
}

/// Where the original of an article is.
fn address(article: &ArticleMetadata<'_>) -> Option<String> {
    article.editorial.canonical_url.as_deref().or(article.url).map(canonical_url)
}
