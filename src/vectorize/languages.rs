//! Finds the language of each article: the configured one, else the declared one, else the detected one.

use rayon::prelude::*;

use super::spans::ARTICLES_PER_CHUNK;
use crate::article::{Article, Lang};
use crate::text::{ArchiveLanguages, Guess, TextSettings, guess, with_script_of};

/// Settings of the languages of articles.
#[derive(Clone, Debug)]
pub(super) struct Languages {
    /// Language of every article.
    fixed: Option<Lang>,
    /// The only languages that detection may find; empty for all.
    allowed: Vec<Lang>,
}

/// An article without a language that is too short or unclear to show it.
#[derive(Clone, Debug)]
pub(super) struct Doubtful {
    /// The beginning of title, summary and text.
    pub(super) head: String,
    pub(super) guess: Guess,
}

/// Number of bytes of each part of a short article that detection reads.
const HEAD_BYTES: usize = 1_000;

impl Languages {
    pub(super) fn new(text: &TextSettings) -> Self {
        Self { fixed: text.language, allowed: text.languages.clone() }
    }

    /// Returns the language of an article.
    ///
    /// # Errors
    /// What is known of the article when only the languages of the archive can decide.
    pub(super) fn of(&self, article: &Article) -> Result<Lang, Doubtful> {
        if let Some(fixed) = self.fixed {
            return Ok(fixed);
        }
        if let Some(lang) = article.lang {
            return Ok(if lang.has_several_scripts() {
                with_script_of(lang, &head_of(article))
            } else {
                lang
            });
        }
        let mut found = guess(&article.text);
        let is_allowed = |lang: Option<Lang>| {
            self.allowed.is_empty() || lang.is_some_and(|lang| self.allowed.contains(&lang))
        };
        if found.is_sure && is_allowed(found.lang) {
            return Ok(found.lang.unwrap_or_default());
        }
        let head = head_of(article);
        if !found.is_sure {
            // The title and the summary of a short article show its language too.
            found = guess(&head);
        }
        Err(Doubtful { head, guess: found })
    }
}

/// Returns the beginnings of title, summary and text.
fn head_of(article: &Article) -> String {
    let mut head = String::new();
    for part in [&article.title, article.summary.as_deref().unwrap_or_default(), &article.text] {
        if head.len() < HEAD_BYTES && !part.trim().is_empty() {
            head.push_str(&part[..part.floor_char_boundary(HEAD_BYTES)]);
            head.push('\n');
        }
    }
    head
}

/// Finds the languages of an archive while its articles arrive in batches.
///
/// Articles whose language is clear are counted. The others wait, as copies, until the archive is complete or the
/// copies are large. What is found depends on the order of the articles alone, not on batches or threads.
#[derive(Debug)]
pub(super) struct LanguageFinder {
    languages: Languages,
    /// Languages of the articles that declare one or show one clearly, with the number of articles.
    clear: Vec<(Lang, usize)>,
    waiting: Vec<(usize, Article, Doubtful)>,
    waiting_bytes: usize,
    /// The languages of the archive, once they are decided.
    decided: Option<ArchiveLanguages>,
    detected: Vec<(Lang, usize)>,
}

/// Maximum number of bytes of the articles that wait.
const MAX_WAITING_BYTES: usize = 32 << 20;

/// Articles that waited, in the order of the archive, with their languages.
pub(super) struct Waiting {
    pub(super) numbers: Vec<usize>,
    pub(super) articles: Vec<Article>,
    pub(super) langs: Vec<Lang>,
}

impl LanguageFinder {
    pub(super) fn new(text: &TextSettings) -> Self {
        Self {
            languages: Languages::new(text),
            clear: Vec::new(),
            waiting: Vec::new(),
            waiting_bytes: 0,
            decided: None,
            detected: Vec::new(),
        }
    }

    /// Returns the language of each article of a batch, `None` for those that wait. `first` is the number of the first
    /// article. Parallel; O(bytes of the beginnings).
    pub(super) fn look_at(&mut self, first: usize, articles: &[Article]) -> Vec<Option<Lang>> {
        let languages = &self.languages;
        let found = articles
            .par_iter()
            .with_min_len(ARTICLES_PER_CHUNK)
            .map(|article| languages.of(article));
        let found: Vec<Result<Lang, Doubtful>> = found.collect();
        let found = found.into_iter().zip(first..).zip(articles);
        found.map(|((found, number), article)| self.take(number, article, found)).collect()
    }

    /// Counts the language of an article, or lets the article wait.
    fn take(
        &mut self,
        number: usize,
        article: &Article,
        found: Result<Lang, Doubtful>,
    ) -> Option<Lang> {
        let is_detected = self.languages.fixed.is_none() && article.lang.is_none();
        let lang = match (found, &self.decided) {
            (Ok(lang), _) => {
                count(&mut self.clear, lang);
                lang
            }
            (Err(doubtful), Some(languages)) => {
                languages.resolve(&doubtful.head, doubtful.guess, &self.languages.allowed)
            }
            (Err(doubtful), None) => {
                let summary = article.summary.as_deref().unwrap_or_default();
                let tags: usize = article.tags.iter().map(String::len).sum();
                self.waiting_bytes +=
                    article.text.len() + article.title.len() + summary.len() + tags;
                let copy = Article {
                    title: article.title.clone(),
                    tags: article.tags.clone(),
                    summary: article.summary.clone(),
                    text: article.text.clone(),
                    ..Article::default()
                };
                self.waiting.push((number, copy, doubtful));
                if self.waiting_bytes > MAX_WAITING_BYTES {
                    self.decide();
                }
                return None;
            }
        };
        if is_detected {
            count(&mut self.detected, lang);
        }
        Some(lang)
    }

    /// Decides the languages of the archive by the articles so far, once.
    fn decide(&mut self) {
        if self.decided.is_none() {
            let heads: Vec<&str> =
                self.waiting.iter().map(|(_, _, doubtful)| &*doubtful.head).collect();
            self.decided = Some(ArchiveLanguages::new(&self.clear, &heads));
        }
    }

    /// Returns whether the languages of the archive are decided and articles still wait.
    pub(super) fn is_full(&self) -> bool {
        self.decided.is_some() && !self.waiting.is_empty()
    }

    /// Returns the articles that wait, with their languages. Later articles do not wait.
    pub(super) fn release(&mut self) -> Waiting {
        self.decide();
        let Self { languages, waiting, decided, detected, .. } = self;
        let decided = decided.get_or_insert_default();
        let waiting = std::mem::take(waiting);
        let lang = |(_, _, doubtful): &(usize, Article, Doubtful)| {
            decided.resolve(&doubtful.head, doubtful.guess, &languages.allowed)
        };
        let langs: Vec<Lang> = waiting.par_iter().map(lang).collect();
        langs.iter().for_each(|&lang| count(detected, lang));
        let (numbers, articles) =
            waiting.into_iter().map(|(number, article, _)| (number, article)).unzip();
        Waiting { numbers, articles, langs }
    }

    /// Returns the languages of the archive, and the detected ones with their number of articles.
    pub(super) fn into_found(mut self) -> (ArchiveLanguages, Vec<(Lang, usize)>) {
        self.decide();
        self.detected.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        (self.decided.unwrap_or_default(), self.detected)
    }
}

fn count(counts: &mut Vec<(Lang, usize)>, lang: Lang) {
    match counts.iter_mut().find(|(known, _)| *known == lang) {
        Some((_, n)) => *n += 1,
        None => counts.push((lang, 1)),
    }
}
