//! A row of the table of what was read.

use serde::Serialize;

use crate::read::{PassedOverPath, Record};

/// The state of an article that lists may show.
const PUBLISHED: &str = "published";

/// A row of the table: an article, or what was read as none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InspectedRow {
    /// Id of the article.
    pub id: Option<String>,
    /// Path below the source.
    pub path: String,
    /// Line of the record in the file, from 1; `None` when the record is the whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Address of the page.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub date: Option<String>,
    /// Language that the source declares.
    pub lang: Option<String>,
    /// Section.
    pub section: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Number of words of the text, separated by white space.
    pub words: usize,
    /// `published`, or why the record is no published article.
    pub state: String,
}

impl InspectedRow {
    /// The row of a record.
    #[must_use]
    pub fn from_record(record: &Record) -> Self {
        let row = Self { path: record.path.clone(), line: record.place.line, ..Self::default() };
        match &record.article {
            Ok(article) => Self {
                id: Some(article.id.to_string()),
                url: article.url.clone(),
                title: Some(article.title.clone()),
                date: article.date.map(|date| date.to_string()),
                lang: article.lang.map(|lang| lang.to_string()),
                section: article.section.clone(),
                tags: article.tags.clone(),
                words: article.text.split_whitespace().count(),
                state: record.unpublished.map_or(PUBLISHED, |state| state.name()).to_owned(),
                ..row
            },
            Err(skip) => {
                let state = record.unpublished.map(|state| state.name().to_owned());
                Self { state: state.unwrap_or_else(|| format!("skipped: {skip}")), ..row }
            }
        }
    }

    /// The row of a file or folder that was passed over.
    #[must_use]
    pub fn from_passed_over(passed: &PassedOverPath) -> Self {
        let slash = if passed.is_folder { "/" } else { "" };
        Self {
            path: format!("{}{slash}", passed.below),
            state: passed.why.name().to_owned(),
            ..Self::default()
        }
    }

    /// Whether the row is an article that lists may show.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.state == PUBLISHED
    }
}
