//! Lists of related articles, by a policy.

use std::sync::{Arc, OnceLock};

use super::{Engine, EngineError, RecommendOptions};
use crate::article::{ArticleId, Date};
use crate::index::{Neighbour, Progress};
use crate::rank::{RankPart, Ranked, Ranker};
use crate::recommend::{
    Policy, Recommendation, RelatedList, ResolvedRules, Rule, RuleProblem, Selector, ThemeOrders,
};
use crate::sparse::DocId;
use crate::themes::{Membership, ThemeError};

/// An engine with a policy, rules and a moment: what lists are asked from.
///
/// A recommender is a handle: a clone costs nothing, and it can be kept in the state of a server and asked
/// from many threads. Making one costs no pass over the archive, so that a server may make one for each
/// request.
#[derive(Clone, Debug)]
pub struct Recommender {
    engine: Engine,
    request: Arc<Request>,
}

#[derive(Debug)]
struct Request {
    selector: Selector,
    /// The policy before rules changed it, and the rules: to find what is wrong with the rules.
    policy: Policy,
    rules: Vec<Rule>,
    now: Date,
    ranker: Option<Ranker>,
    /// All lists, when a cap on inbound links makes each depend on all others.
    capped: OnceLock<Vec<Vec<Recommendation>>>,
}

impl Engine {
    /// Puts the archive and a request's policy, rules and moment together.
    ///
    /// O(rules + n_docs / 512); where the policy hides copies, the first call also searches the archive for
    /// them.
    ///
    /// # Errors
    /// [`EngineError::Recommend`] for a value out of range, and [`EngineError::Eligibility`] when `listed` does
    /// not have one value for each article.
    pub fn recommender(&self, options: &RecommendOptions) -> Result<Recommender, EngineError> {
        let RecommendOptions { policy: asked, rules, now, listed, ranker } = options;
        asked.check()?;
        let n_docs = self.corpus().n_docs();
        if let Some(n_listed) = listed.as_ref().map(|all| all.len()).filter(|&n| n != n_docs) {
            return Err(EngineError::Eligibility { n_docs, n_listed });
        }
        let mut policy = asked.clone();
        let (resolved, _) = self.resolve_rules(rules, *now, &mut policy);
        policy.check()?;
        let (index, catalog) = (&self.archive.index, &self.archive.catalog);
        let selector = Selector::new(
            Arc::clone(index),
            Arc::clone(catalog),
            policy,
            resolved,
            listed.clone(),
            *now,
        );
        let request = Request {
            selector,
            policy: asked.clone(),
            rules: rules.clone(),
            now: *now,
            ranker: ranker.clone(),
            capped: OnceLock::new(),
        };
        Ok(Recommender { engine: self.clone(), request: Arc::new(request) })
    }

    fn resolve_rules(
        &self,
        rules: &[Rule],
        now: Date,
        policy: &mut Policy,
    ) -> (ResolvedRules, Vec<RuleProblem>) {
        let row_of = |id: &ArticleId| self.corpus().doc(id.as_str()).ok();
        ResolvedRules::resolve(rules, row_of, &self.archive.catalog, now, policy)
    }

    /// The articles of each theme by date, for filling lists. The first call makes the themes of the archive by
    /// the engine's settings. `None` when the archive is too small for themes.
    fn theme_orders(
        &self,
        progress: Progress<'_>,
    ) -> Result<Option<Arc<ThemeOrders>>, EngineError> {
        self.archive.theme_orders(|| {
            // The rows of this search are not reported, because the caller counts those of the lists.
            let silent = |_| progress.poll();
            let graph = self.neighbor_graph(Progress::new(&silent))?;
            match self.themes(&graph, &self.archive.theme_params) {
                Ok(themes) => {
                    let theme = |membership: &Option<Membership>| {
                        membership.map(|membership| membership.theme as u32)
                    };
                    Ok(Some(themes.memberships.iter().map(theme).collect()))
                }
                Err(EngineError::Themes(ThemeError::TooFewArticles { .. })) => Ok(None),
                Err(error) => Err(error),
            }
        })
    }
}

impl Recommender {
    /// The engine that is asked.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The policy over the archive, without names and texts.
    #[must_use]
    pub fn selector(&self) -> &Selector {
        &self.request.selector
    }

    /// The moment at which embargoes, expiry and ages are judged.
    #[must_use]
    pub fn now(&self) -> Date {
        self.request.now
    }

    pub(super) fn ranker(&self) -> Option<&Ranker> {
        self.request.ranker.as_ref()
    }

    /// What is wrong with the rules: those of the request and those in the fields of articles. O(rules).
    #[must_use]
    pub fn problems(&self) -> Vec<RuleProblem> {
        let Request { policy, rules, now, .. } = &*self.request;
        let own = self.engine.archive.catalog.own_rules();
        let all: Vec<Rule> = own.iter().chain(rules).cloned().collect();
        self.engine.resolve_rules(&all, *now, &mut policy.clone()).1
    }

    /// Chooses what stands in the lists of `docs`, in the order given. Parallel; `progress` counts rows.
    ///
    /// The first call that has to fill a place makes the archive's themes. Under a cap on inbound links the
    /// first call makes all lists of the archive, and later calls look them up.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancelled the search.
    pub fn recommend(
        &self,
        docs: &[DocId],
        progress: Progress<'_>,
    ) -> Result<Vec<Vec<Recommendation>>, EngineError> {
        if self.selector().policy().max_inbound.is_none() {
            return self.make_lists(docs, progress);
        }
        let capped = match self.request.capped.get() {
            Some(lists) => lists,
            None => {
                let all: Vec<DocId> = self.engine.index().rows().docs().collect();
                let lists = self.make_lists(&all, progress)?;
                self.request.capped.get_or_init(|| lists)
            }
        };
        Ok(docs.iter().map(|doc| capped[doc.index()].clone()).collect())
    }

    fn make_lists(
        &self,
        docs: &[DocId],
        progress: Progress<'_>,
    ) -> Result<Vec<Vec<Recommendation>>, EngineError> {
        let ranked = |docs: &[DocId]| self.ranked(docs, progress);
        let ranked: Option<&dyn Fn(&[DocId]) -> _> =
            if self.ranker().is_some() { Some(&ranked) } else { None };
        self.selector().recommend(docs, ranked, || self.engine.theme_orders(progress), progress)
    }

    /// The candidates of `docs` by the learned weights, best first.
    ///
    /// # Panics
    /// Without learned weights.
    pub(super) fn ranked(
        &self,
        docs: &[DocId],
        progress: Progress<'_>,
    ) -> Result<Vec<Vec<Neighbour>>, EngineError> {
        let ranker = self.ranker().expect("only called with learned weights");
        let (selector, view) = (self.selector(), self.engine.rank_view(progress)?);
        let admits = |doc, other| selector.admits(doc, other);
        let near = |one: &Ranked| Neighbour { doc: one.doc, score: one.score as f32 };
        let lists = view.lists(ranker, docs, selector.policy().min_score, admits)?;
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
        let Some(ranker) = self.ranker() else { return Ok(None) };
        let (doc, other) = (self.engine.corpus().doc(article)?, self.engine.corpus().doc(item)?);
        let view = self.engine.rank_view(Progress::none())?;
        let admits = |doc, other| self.selector().admits(doc, other);
        Ok(Some(view.explain(ranker, doc, other, admits)?))
    }

    /// The articles of each theme by date, when one of `lists` has places to fill.
    pub(super) fn themes_to_fill(
        &self,
        lists: &[Vec<Recommendation>],
        progress: Progress<'_>,
    ) -> Result<Option<Arc<ThemeOrders>>, EngineError> {
        let policy = self.selector().policy();
        if policy.fill.on && lists.iter().any(|list| list.len() < policy.k) {
            self.engine.theme_orders(progress)
        } else {
            Ok(None)
        }
    }

    /// The list of an article as its readers see it, with `n_because` reasons for each item.
    #[must_use]
    pub fn list(&self, doc: DocId, items: &[Recommendation], n_because: usize) -> RelatedList<'_> {
        self.selector().list(doc, items, self.engine.vectorizer().vocabulary(), n_because)
    }

    /// The list of one article, with `n_because` reasons for each item.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`].
    pub fn related(&self, id: &str, n_because: usize) -> Result<RelatedList<'_>, EngineError> {
        let doc = self.engine.corpus().doc(id)?;
        let lists = self.recommend(&[doc], Progress::none())?;
        Ok(self.list(doc, &lists[0], n_because))
    }
}
