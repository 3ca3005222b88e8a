//! The articles of an archive without their texts.

use std::hash::BuildHasher;
use std::num::NonZeroU64;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::EngineError;
use super::leads::Leads;
use crate::article::{Article, ArticleId, Date, Editorial, Lang, Presentation};
use crate::rank::RankInput;
use crate::recommend::{ArticleMetadata, teaser};
use crate::sparse::DocId;
use crate::text::{NumberSketch, WordSketch};
use crate::vectorize::Vectorizer;

/// Minimum number of characters for equal texts to count as duplicates. Short texts are often equal by
/// chance. Measured: see `docs/lab/lists.md`.
const MIN_HASHED_CHARS: u32 = 100;

/// What the search for copies needs of an article beside its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TextMeasures {
    /// Number of characters of the text.
    pub n_chars: u32,
    /// Hash of the text; `None` when the text is too short for equal texts to count as duplicates.
    pub text_hash: Option<NonZeroU64>,
    /// Numbers in the title and in the text.
    pub numbers: NumberSketch,
}

impl TextMeasures {
    pub(super) fn of(article: &Article) -> Self {
        let text = article.text.as_str();
        let n_chars = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let hash = foldhash::quality::FixedState::default().hash_one(text);
        let text_hash = NonZeroU64::new(hash).filter(|_| n_chars >= MIN_HASHED_CHARS);
        Self { n_chars, text_hash, numbers: NumberSketch::of_texts([&article.title, text]) }
    }
}

/// An article without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleMeta {
    /// Id of the article, unique in the archive.
    pub id: ArticleId,
    /// Headline; may be empty.
    pub title: String,
    /// Short text to show under the title.
    pub teaser: String,
    /// Address of the page.
    pub url: Option<String>,
    /// Time of publication.
    pub date: Option<Date>,
    /// Language of the text, declared or detected.
    pub lang: Lang,
    /// Section or desk.
    pub section: Option<String>,
    /// Tags given by editors.
    pub tags: Vec<String>,
    /// Known class, used for evaluation only.
    pub label: Option<String>,
    pub(super) measures: TextMeasures,
    /// Path of the file that holds the article, below its source.
    pub path: Option<String>,
    /// Fields set by editors; boxed because most articles have none.
    editorial: Option<Box<Editorial>>,
    /// Fields for pages; boxed because many archives have none.
    presentation: Option<Box<Presentation>>,
}

impl ArticleMeta {
    fn without_text(article: Article) -> Self {
        let teaser = teaser(&article.title, article.summary.as_deref(), article.lead_text());
        let measures = TextMeasures::of(&article);
        let Article {
            id,
            title,
            url,
            date,
            lang,
            section,
            tags,
            label,
            editorial,
            presentation,
            path,
            text: _,
            summary: _,
            lead: _,
        } = article;
        let lang = lang.unwrap_or(Lang::ENGLISH);
        let editorial = (!editorial.is_empty()).then(|| Box::new(editorial));
        let presentation = (!presentation.is_empty()).then(|| Box::new(presentation));
        Self {
            id,
            title,
            teaser,
            url,
            date,
            lang,
            section,
            tags,
            label,
            measures,
            path,
            editorial,
            presentation,
        }
    }

    /// Returns the number of characters of the text.
    #[must_use]
    pub fn n_chars(&self) -> u32 {
        self.measures.n_chars
    }

    /// Returns the metadata that lists need.
    pub(super) fn metadata(&self, sketch: WordSketch) -> ArticleMetadata<'_> {
        ArticleMetadata {
            lang: self.lang,
            date: self.date,
            section: self.section.as_deref(),
            url: self.url.as_deref(),
            n_chars: self.measures.n_chars,
            text_hash: self.measures.text_hash,
            numbers: self.measures.numbers,
            sketch,
            editorial: self.editorial(),
        }
    }

    /// Returns the metadata that rankers need.
    pub(super) fn rank_input(&self) -> RankInput<'_> {
        RankInput {
            title: &self.title,
            lang: self.lang,
            tags: &self.tags,
            date: self.date,
            section: self.section.as_deref(),
        }
    }

    /// Returns the fields set by editors; by default they are empty.
    #[must_use]
    pub fn editorial(&self) -> &Editorial {
        const NOTHING: &Editorial = &Editorial {
            hidden: false,
            retracted: false,
            legal: false,
            evergreen: false,
            embargo: None,
            expires: None,
            series: None,
            translation_key: None,
            canonical_url: None,
            pinned: Vec::new(),
            blocked: Vec::new(),
        };
        self.editorial.as_deref().unwrap_or(NOTHING)
    }

    /// Returns the picture, the authors and the like; `None` when the source gives none of them.
    #[must_use]
    pub fn presentation(&self) -> Option<&Presentation> {
        self.presentation.as_deref()
    }
}

/// The articles of an archive without their texts, in row order.
///
/// # Performance
/// Memory: the text of the fields, and about 340 bytes per article.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    articles: Vec<ArticleMeta>,
    /// Sketches of the words of each text, in row order; empty until the archive is complete.
    sketches: Vec<WordSketch>,
    docs: HashMap<ArticleId, DocId>,
}

/// A corpus that is being read.
#[derive(Debug, Default)]
pub(super) struct CorpusBuilder {
    corpus: Corpus,
    leads: Leads,
}

impl CorpusBuilder {
    /// Appends articles without their texts. Parallel.
    pub(super) fn extend(&mut self, articles: Vec<Article>) -> Result<(), EngineError> {
        self.leads.add(self.corpus.n_docs(), &articles);
        self.corpus.extend(articles)
    }

    /// Returns the corpus with the languages and the sketches of its articles, in row order.
    pub(super) fn finish(
        self,
        langs: &[Lang],
        sketches: Vec<WordSketch>,
        vectorizer: &Vectorizer,
    ) -> Corpus {
        let Self { mut corpus, leads } = self;
        corpus.articles.iter_mut().zip(langs).for_each(|(article, &lang)| article.lang = lang);
        corpus.sketches = sketches;
        for (doc, teaser) in leads.teasers(vectorizer) {
            corpus.articles[doc.index()].teaser = teaser;
        }
        corpus
    }
}

impl Corpus {
    /// Appends articles without their texts. Parallel.
    pub(super) fn extend(&mut self, articles: Vec<Article>) -> Result<(), EngineError> {
        let articles: Vec<ArticleMeta> =
            articles.into_par_iter().map(ArticleMeta::without_text).collect();
        for article in articles {
            let doc = DocId::from_index(self.articles.len());
            if self.docs.insert(article.id.clone(), doc).is_some() {
                return Err(EngineError::DuplicateId(article.id));
            }
            self.articles.push(article);
        }
        Ok(())
    }

    /// Returns a copy that keeps only id, title, address and date of each article.
    pub(super) fn names_only(&self) -> Self {
        let name = |article: &ArticleMeta| {
            let ArticleMeta { id, title, url, date, .. } = article.clone();
            ArticleMeta::without_text(Article { id, title, url, date, ..Article::default() })
        };
        let articles = self.articles.par_iter().map(name).collect();
        Self { articles, sketches: Vec::new(), docs: self.docs.clone() }
    }

    /// Returns the sketch of the words of an article's text.
    pub(super) fn sketch(&self, doc: DocId) -> WordSketch {
        self.sketches.get(doc.index()).copied().unwrap_or_default()
    }

    /// Returns the number of articles.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.articles.len()
    }

    /// Returns the article of a row.
    ///
    /// # Panics
    /// When `doc` is not below `n_docs`.
    #[must_use]
    pub fn article(&self, doc: DocId) -> &ArticleMeta {
        &self.articles[doc.index()]
    }

    /// Returns all articles, in row order.
    #[must_use]
    pub fn articles(&self) -> &[ArticleMeta] {
        &self.articles
    }

    /// Returns the language of each article, in row order.
    pub(super) fn langs(&self) -> impl Iterator<Item = Lang> + '_ {
        self.articles.iter().map(|article| article.lang)
    }

    /// Returns the most frequent language, ties in alphabetical order; English for an empty corpus.
    #[must_use]
    pub fn main_lang(&self) -> Lang {
        Lang::commonest(self.langs()).unwrap_or(Lang::ENGLISH)
    }

    /// Returns the row of an id.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] when no article has the id.
    pub fn doc(&self, id: &str) -> Result<DocId, EngineError> {
        let found = self.docs.get(id).or_else(|| self.docs.get(ArticleId::from(id).as_str()));
        found.copied().ok_or_else(|| EngineError::UnknownId(id.into()))
    }
}
