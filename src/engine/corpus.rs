//! What stays in memory of an archive: everything but the text.

use std::hash::BuildHasher;
use std::num::NonZeroU64;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::EngineError;
use crate::article::{Article, ArticleId, Date, Editorial, Lang};
use crate::rank::RankInput;
use crate::recommend::{ArticleMetadata, teaser};
use crate::sparse::DocId;
use crate::text::WordSketch;

/// Characters from which on a text is known by itself: many short ones say the same of different things.
const KNOWN_CHARS: u32 = 100;

/// The number of a text's characters, and its hash where it is known by that.
pub(super) fn text_facts(text: &str) -> (u32, Option<NonZeroU64>) {
    let n_chars = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let hash = foldhash::quality::FixedState::default().hash_one(text);
    (n_chars, NonZeroU64::new(hash).filter(|_| n_chars >= KNOWN_CHARS))
}

/// An article without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleMeta {
    /// Names the article outside the engine.
    pub id: ArticleId,
    /// Headline; may be empty.
    pub title: String,
    /// The line or two under a title.
    pub teaser: String,
    /// Address of the article's page.
    pub url: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// Language it was read in, declared or detected.
    pub lang: Lang,
    /// Section or desk.
    pub section: Option<String>,
    /// Tags given by editors.
    pub tags: Vec<String>,
    /// Known class, for evaluation alone.
    pub label: Option<String>,
    /// Characters of the text.
    pub n_chars: u32,
    /// Equal texts have equal ones; `None` for a text too short to be known by.
    pub(super) text_hash: Option<NonZeroU64>,
    /// What editors say of it; most archives say it of few articles.
    editorial: Option<Box<Editorial>>,
}

impl ArticleMeta {
    fn without_text(article: Article) -> Self {
        let teaser = teaser(article.summary.as_deref(), &article.text);
        let (n_chars, text_hash) = text_facts(&article.text);
        let Article { id, title, url, date, lang, section, tags, label, editorial, .. } = article;
        let lang = lang.unwrap_or(Lang::ENGLISH);
        let editorial = (!editorial.is_empty()).then(|| Box::new(editorial));
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
            n_chars,
            text_hash,
            editorial,
        }
    }

    /// What lists ask about the article.
    pub(super) fn metadata(&self, sketch: WordSketch) -> ArticleMetadata<'_> {
        ArticleMetadata {
            lang: self.lang,
            date: self.date,
            section: self.section.as_deref(),
            url: self.url.as_deref(),
            n_chars: self.n_chars,
            text_hash: self.text_hash,
            sketch,
            editorial: self.editorial(),
        }
    }

    /// What a ranker asks about the article.
    pub(super) fn rank_input(&self) -> RankInput<'_> {
        RankInput {
            title: &self.title,
            lang: self.lang,
            tags: &self.tags,
            date: self.date,
            section: self.section.as_deref(),
        }
    }

    /// What editors say of it; by default nothing.
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
}

/// The articles of an archive without their texts, numbered as they were read.
///
/// Memory: the fields' text and about 310 bytes an article.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    articles: Vec<ArticleMeta>,
    /// All words of each text, in row order; none until the whole archive is read.
    sketches: Vec<WordSketch>,
    docs: HashMap<ArticleId, DocId>,
}

impl Corpus {
    /// Takes articles over and drops their texts, in parallel. Their languages may be corrected until
    /// all are in.
    pub(super) fn extend(&mut self, articles: Vec<Article>) -> Result<(), EngineError> {
        let entries: Vec<ArticleMeta> =
            articles.into_par_iter().map(ArticleMeta::without_text).collect();
        for entry in entries {
            let doc = DocId::from_index(self.articles.len());
            if self.docs.insert(entry.id.clone(), doc).is_some() {
                return Err(EngineError::DuplicateId(entry.id));
            }
            self.articles.push(entry);
        }
        Ok(())
    }

    /// The articles by id, title, address and date alone.
    pub(super) fn only_names(&self) -> Self {
        let name = |entry: &ArticleMeta| {
            let ArticleMeta { id, title, url, date, .. } = entry.clone();
            ArticleMeta::without_text(Article { id, title, url, date, ..Article::default() })
        };
        let entries = self.articles.par_iter().map(name).collect();
        Self { articles: entries, sketches: Vec::new(), docs: self.docs.clone() }
    }

    pub(super) fn set_langs(&mut self, langs: &[Lang]) {
        self.articles.iter_mut().zip(langs).for_each(|(entry, &lang)| entry.lang = lang);
    }

    pub(super) fn set_sketches(&mut self, sketches: Vec<WordSketch>) {
        self.sketches = sketches;
    }

    /// All words of an article's text, as its sketch.
    pub(super) fn sketch(&self, doc: DocId) -> WordSketch {
        self.sketches.get(doc.index()).copied().unwrap_or_default()
    }

    /// Number of articles.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.articles.len()
    }

    /// The article with a row number.
    ///
    /// # Panics
    /// When `doc` is not below `n_docs`.
    #[must_use]
    pub fn article(&self, doc: DocId) -> &ArticleMeta {
        &self.articles[doc.index()]
    }

    /// All articles, in row order.
    #[must_use]
    pub fn articles(&self) -> &[ArticleMeta] {
        &self.articles
    }

    /// The language of each article, in row order.
    pub(super) fn langs(&self) -> impl Iterator<Item = Lang> + '_ {
        self.articles.iter().map(|entry| entry.lang)
    }

    /// The language of most articles; of equals the first in the alphabet. English for no articles.
    #[must_use]
    pub fn main_lang(&self) -> Lang {
        Lang::commonest(self.langs()).unwrap_or(Lang::ENGLISH)
    }

    /// The row number of an id.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] when no article has it.
    pub fn doc(&self, id: &str) -> Result<DocId, EngineError> {
        self.docs.get(id).copied().ok_or_else(|| EngineError::UnknownId(id.into()))
    }
}
