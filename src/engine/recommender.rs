//! Lists of related articles, by a policy.

use std::borrow::Cow;
use std::ops::ControlFlow;

use rayon::prelude::*;

use super::corpus::text_facts;
use super::{ArticleMeta, Corpus, Engine, EngineError, Settings};
use crate::article::{Article, ArticleId, Date};
use crate::index::{Cancelled, Neighbour, Progress, Scratch};
use crate::rank::{RankPart, RankView, Ranked, Ranker};
use crate::recommend::{
    ArticleMetadata, Decision, Exclusion, Factors, MetadataTable, Origin, Policy, Reason,
    Recommendation, RelatedList, ResolvedRules, Rule, RuleProblem, Selector,
};
use crate::sparse::{DocId, Row};
use crate::text::WordSketch;
use crate::themes::Themes;
use crate::vectorize::UnseenReader;

/// How lists are asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// How they are made.
    pub policy: Policy,
    /// What editors decide; what articles say of themselves comes before it.
    pub rules: Vec<Rule>,
    /// The time at which embargoes, expiry and ages are judged. The engine has no clock.
    pub now: Date,
    /// Whether each article may stand in a list at all, shape (n_docs,); `None` for all.
    pub listed: Option<Vec<bool>>,
    /// Learned weights that rank what may stand in a list, instead of the policy's factors.
    pub ranker: Option<Ranker>,
}

impl Default for Ask {
    /// The default policy at the start of 1970: every embargo that is still in the archive holds.
    fn default() -> Self {
        Self {
            policy: Policy::default(),
            rules: Vec::new(),
            now: Date::from_unix_seconds(0),
            listed: None,
            ranker: None,
        }
    }
}

/// Why an article does or does not stand in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct PairExplanation {
    /// Its place in the list, from 1; `None` when it does not stand there.
    pub place: Option<usize>,
    /// Why it stands there.
    pub reason: Option<Reason>,
    /// Cosine of the two articles.
    pub score: f32,
    /// By what the score is multiplied.
    pub factors: Factors,
    /// The product; with learned weights their sum.
    pub weighted: f32,
    /// What forbids it.
    pub exclusion: Option<Exclusion>,
    /// The rule that keeps it out.
    pub rule: Option<Origin>,
    /// The article that is shown in its place, being nearly the same.
    pub shown_instead: Option<ArticleId>,
    /// Its place by weighted score among all that may stand in the list, from 1; `None` when it may not, shares no
    /// word, scores too low, or is no candidate for learned weights.
    pub rank: Option<usize>,
    /// Items asked for.
    pub asked: usize,
    /// Least score asked for.
    pub min_score: f32,
    /// The weighted score of the last similar item of the list.
    pub last: Option<f32>,
}

/// An engine with a policy: what every face asks for lists.
#[derive(Clone, Debug)]
pub struct Recommender<'e> {
    engine: &'e Engine,
    selector: Selector<'e>,
    now: Date,
    ranker: Option<Ranker>,
    problems: Vec<RuleProblem>,
}

impl Engine {
    /// Makes a policy ready; where copies are collapsed, it looks for them.
    ///
    /// # Errors
    /// [`EngineError::Recommend`] for a value out of range, and [`EngineError::Eligibility`] when `listed` is
    /// of another archive.
    pub fn recommender(&self, ask: &Ask) -> Result<Recommender<'_>, EngineError> {
        let Ask { policy, rules, now, listed, ranker } = ask;
        policy.check()?;
        let n_docs = self.corpus.n_docs();
        if let Some(n_listed) = listed.as_ref().map(Vec::len).filter(|&n| n != n_docs) {
            return Err(EngineError::Eligibility { n_docs, n_listed });
        }
        let mut all: Vec<Rule> =
            self.corpus.articles().iter().flat_map(ArticleMeta::rules).collect();
        all.extend(rules.iter().cloned());
        let mut policy = policy.clone();
        let row_of = |id: &ArticleId| self.corpus.doc(id.as_str()).ok();
        let metadata = metadata(&self.corpus);
        let (rules, problems) = ResolvedRules::resolve(&all, row_of, &metadata, *now, &mut policy);
        policy.check()?;
        let selector =
            Selector::new(&self.index, metadata, &policy, rules, listed.as_deref(), *now);
        Ok(Recommender { engine: self, selector, now: *now, ranker: ranker.clone(), problems })
    }
}

/// What rules ask about the articles of a corpus.
pub(super) fn metadata(corpus: &Corpus) -> MetadataTable {
    let docs = (0..corpus.n_docs()).map(DocId::from_index);
    MetadataTable::new(docs.map(|doc| corpus.article(doc).metadata(corpus.sketch(doc))))
}

impl ArticleMeta {
    /// What its editors say of its list.
    fn rules(&self) -> impl Iterator<Item = Rule> + use<> {
        let editorial = self.editorial();
        let rule = |what| Rule { origin: Origin::Article(self.id.clone()), until: None, what };
        let (article, pinned, blocked) =
            (self.id.clone(), editorial.pinned.clone(), editorial.blocked.clone());
        let pin = (!pinned.is_empty())
            .then(|| rule(Decision::Pin { article: article.clone(), items: pinned }));
        let block = (!blocked.is_empty())
            .then(|| rule(Decision::Block { article, items: blocked, both_ways: false }));
        pin.into_iter().chain(block)
    }

    fn metadata(&self, sketch: WordSketch) -> ArticleMetadata<'_> {
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
}

impl<'e> Recommender<'e> {
    /// The engine that is asked.
    #[must_use]
    pub fn engine(&self) -> &'e Engine {
        self.engine
    }

    /// The rules without the words.
    #[must_use]
    pub fn selector(&self) -> &Selector<'e> {
        &self.selector
    }

    /// The moment that is asked about.
    #[must_use]
    pub fn now(&self) -> Date {
        self.now
    }

    /// What is wrong with the rules.
    #[must_use]
    pub fn problems(&self) -> &[RuleProblem] {
        &self.problems
    }

    /// What stands in the lists of `docs`, in the order given. Parallel; `progress` counts rows.
    ///
    /// When places are to be filled and some are left, the archive's themes are made for it.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancelled the search.
    pub fn recommend(
        &self,
        docs: &[DocId],
        progress: Progress<'_>,
    ) -> Result<Vec<Vec<Recommendation>>, EngineError> {
        let together = self.selector.together(docs);
        let mut lists = match &self.ranker {
            None => self.selector.lists(&together, progress)?,
            Some(ranker) => {
                let view = self.engine.rank_view(progress)?;
                self.selector.lists_from(&together, &self.ranked(&view, ranker, &together)?)
            }
        };
        let themes = self.themes_to_fill(&lists, progress)?;
        self.selector.fill(&together, &mut lists, themes.as_deref());
        Ok(match together {
            Cow::Borrowed(_) => lists,
            Cow::Owned(_) => docs.iter().map(|doc| lists[doc.index()].clone()).collect(),
        })
    }

    /// What may stand in the lists of `docs`, by a ranker, with its scores.
    fn ranked(
        &self,
        view: &RankView<'_>,
        ranker: &Ranker,
        docs: &[DocId],
    ) -> Result<Vec<Vec<Neighbour>>, Cancelled> {
        let (least, admits) =
            (self.selector.policy().min_score, |doc, other| self.selector.admits(doc, other));
        let near = |one: &Ranked| Neighbour { doc: one.doc, score: one.score as f32 };
        let lists = view.lists(ranker, docs, least, admits)?;
        Ok(lists.iter().map(|list| list.iter().map(near).collect()).collect())
    }

    /// What each feature adds to the rank score of an article in the list of another, the largest first:
    /// `None` without learned weights, `Some(None)` when it is no candidate.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`].
    pub fn rank_parts(
        &self,
        article: &str,
        item: &str,
    ) -> Result<Option<Option<Vec<RankPart>>>, EngineError> {
        let Some(ranker) = &self.ranker else { return Ok(None) };
        let (doc, other) = (self.engine.corpus.doc(article)?, self.engine.corpus.doc(item)?);
        let view = self.engine.rank_view(Progress::none())?;
        let admits = |doc, other| self.selector.admits(doc, other);
        Ok(Some(view.explain(ranker, doc, other, admits)?))
    }

    /// The theme of each article by the default settings, when lists are to be filled from it; `None` also for an
    /// archive too small for themes.
    pub(super) fn themes_to_fill(
        &self,
        lists: &[Vec<Recommendation>],
        progress: Progress<'_>,
    ) -> Result<Option<Vec<Option<u32>>>, EngineError> {
        let policy = self.selector.policy();
        if !policy.fill.on || lists.iter().all(|list| list.len() >= policy.k) {
            return Ok(None);
        }
        // The rows of this second search are not counted, but it can be cancelled.
        let silent = |_| match progress.advance(0) {
            Ok(()) => ControlFlow::Continue(()),
            Err(Cancelled) => ControlFlow::Break(()),
        };
        let graph = self.engine.neighbor_graph(Progress::new(&silent))?;
        let themes = self.engine.themes(&graph, &Settings::default().themes);
        let theme_of =
            |themes: Themes| themes.memberships.iter().map(|m| m.map(|m| m.theme as u32)).collect();
        Ok(themes.ok().map(theme_of))
    }

    /// Why an article does or does not stand in the list of another.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`].
    pub fn explain_pair(&self, article: &str, item: &str) -> Result<PairExplanation, EngineError> {
        let corpus = &self.engine.corpus;
        let (doc, other) = (corpus.doc(article)?, corpus.doc(item)?);
        let picks = self.recommend(&[doc], Progress::none())?.swap_remove(0);
        let place = picks.iter().position(|pick| pick.doc == other);
        let selector = &self.selector;
        let exclusion = selector.exclusion(doc, other);
        let factors = selector.factors(doc, other);
        let score = self.engine.similarity(article, item)?;
        let id = |doc: DocId| corpus.article(doc).id.clone();
        let mut similar = picks.iter().filter(|pick| pick.reason == Reason::Similar);
        let mut weighted = (f64::from(score) * factors.product()) as f32;
        let mut rank = exclusion.is_none().then(|| selector.rank(doc, other)).flatten();
        if let Some(ranker) = &self.ranker {
            let ranked = self.ranked(&self.engine.rank_view(Progress::none())?, ranker, &[doc])?;
            let at = ranked[0].iter().position(|near| near.doc == other);
            (rank, weighted) = (at.map(|at| at + 1), at.map_or(0.0, |at| ranked[0][at].score));
        }
        Ok(PairExplanation {
            place: place.map(|place| place + 1),
            reason: place.map(|place| picks[place].reason),
            score,
            factors,
            weighted,
            exclusion,
            rule: selector.block(doc, other).cloned(),
            shown_instead: selector.shown_instead(doc, other).map(id),
            rank,
            asked: selector.policy().k,
            min_score: selector.policy().min_score,
            last: similar.next_back().map(|pick| pick.weighted),
        })
    }

    /// The list of an article as its readers see it, with `n_because` reasons for each item.
    #[must_use]
    pub fn list(&self, doc: DocId, picks: &[Recommendation], n_because: usize) -> RelatedList<'e> {
        self.selector.list(doc, picks, self.engine.vectorizer.vocabulary(), n_because)
    }

    /// The list of one article, with `n_because` reasons for each item.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`].
    pub fn related(&self, id: &str, n_because: usize) -> Result<RelatedList<'e>, EngineError> {
        let doc = self.engine.corpus.doc(id)?;
        let picks = self.recommend(&[doc], Progress::none())?;
        Ok(self.list(doc, &picks[0], n_because))
    }

    /// The list of an article that is not in the archive, through the frozen model.
    ///
    /// Without a date it counts as published now. What of the archive is the same article is left out
    /// ([`Recommender::published`]). O(bytes of text + postings).
    #[must_use]
    pub fn related_to_unseen(&self, article: &Article, n_because: usize) -> RelatedList<'e> {
        let mut reader = self.engine.vectorizer.reader();
        self.unseen(article, n_because, &mut reader, &mut Scratch::default())
    }

    /// The list of each of many articles that are not in the archive, in their order.
    ///
    /// Each is vectorised, searched for and explained in one go, articles in parallel. Memory: a
    /// [`Scratch`] and an [`UnseenReader`] a thread.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancelled the search.
    pub fn related_to_all_unseen(
        &self,
        articles: &[Article],
        n_because: usize,
        progress: Progress<'_>,
    ) -> Result<Vec<RelatedList<'e>>, EngineError> {
        let memory = || (self.engine.vectorizer.reader(), Scratch::default());
        let list = |(reader, scratch): &mut (UnseenReader<'_>, Scratch), article: &Article| {
            let list = self.unseen(article, n_because, reader, scratch);
            progress.advance(1)?;
            Ok(list)
        };
        articles.par_iter().map_init(memory, list).collect()
    }

    /// The articles of the archive that an unseen one is, by row: those of its id, at its address, and of its text or
    /// nearly that, as when a draft is already out. Its list has none of them.
    #[must_use]
    pub fn published(&self, article: &Article) -> Vec<DocId> {
        let mut reader = self.engine.vectorizer.reader();
        let (terms, weights) = reader.read(article);
        let metadata = self.unseen_facts(article, &reader);
        let row = self.row(&terms, &weights);
        self.published_as(&article.id, row, &metadata, &mut Scratch::default())
    }

    fn published_as(
        &self,
        id: &ArticleId,
        row: Row<'_>,
        metadata: &ArticleMetadata<'_>,
        scratch: &mut Scratch,
    ) -> Vec<DocId> {
        let mut published = self.selector.published(row, metadata, scratch);
        if let Ok(doc) = self.engine.corpus.doc(id.as_str()) {
            published.push(doc);
            published.extend(self.selector.groups().of(doc));
            published.sort_unstable();
            published.dedup();
        }
        published
    }

    fn unseen(
        &self,
        article: &Article,
        n_because: usize,
        reader: &mut UnseenReader<'_>,
        scratch: &mut Scratch,
    ) -> RelatedList<'e> {
        let (terms, weights) = reader.read(article);
        let row = self.row(&terms, &weights);
        let metadata = self.unseen_facts(article, reader);
        let published = self.published_as(&article.id, row, &metadata, scratch);
        let vocabulary = self.engine.vectorizer.vocabulary();
        self.selector.unseen(row, metadata, &published, vocabulary, n_because, scratch)
    }

    /// A row of the archive's terms.
    fn row<'r>(&self, terms: &'r [u32], weights: &'r [f32]) -> Row<'r> {
        Row::try_new(terms, weights, self.engine.index.rows().n_terms())
            .expect("terms are sorted and weights finite by construction")
    }

    /// What is known of the article that was read last.
    fn unseen_facts<'a>(
        &self,
        article: &'a Article,
        reader: &UnseenReader<'_>,
    ) -> ArticleMetadata<'a> {
        let (n_chars, text_hash) = text_facts(&article.text);
        ArticleMetadata {
            lang: reader.language(article),
            date: article.date.or(Some(self.now)),
            section: article.section.as_deref(),
            url: article.url.as_deref(),
            n_chars,
            text_hash,
            sketch: reader.sketch(),
            editorial: &article.editorial,
        }
    }
}
