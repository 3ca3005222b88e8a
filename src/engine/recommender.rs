//! Related lists of an archive, for one policy at one time.

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

/// Answers requests for related lists: an engine with a policy, rules and a time.
///
/// A recommender is a handle. A clone costs one reference count; clones can be stored in the state of a server
/// and used from any thread. Creating one needs no pass over the archive, so a server can create one for each
/// request.
#[derive(Clone, Debug)]
pub struct Recommender {
    engine: Engine,
    request: Arc<Request>,
}

#[derive(Debug)]
struct Request {
    selector: Selector,
    /// The policy before rules changed it, and the rules; needed to report problems of the rules.
    policy: Policy,
    rules: Vec<Rule>,
    now: Date,
    ranker: Option<Ranker>,
    /// All lists of the archive under a cap on inbound links, where each list depends on all others. Empty until
    /// a request needs them.
    capped: OnceLock<Vec<Vec<Recommendation>>>,
}

impl Engine {
    /// Combines the archive with the policy, rules and time of a request.
    ///
    /// # Errors
    /// [`EngineError::Recommend`] for a value out of range, and [`EngineError::ListedLength`] when `listed` does
    /// not have one value for each article.
    ///
    /// # Performance
    /// O(rules + n_docs / 512). The first call with new duplicate parameters also searches the archive for
    /// duplicates.
    pub fn recommender(&self, options: &RecommendOptions) -> Result<Recommender, EngineError> {
        let RecommendOptions { policy: requested, rules, now, listed, ranker } = options;
        requested.check()?;
        let n_docs = self.corpus().n_docs();
        if let Some(n_listed) = listed.as_ref().map(|all| all.len()).filter(|&n| n != n_docs) {
            return Err(EngineError::ListedLength { n_docs, n_listed });
        }
        let mut policy = requested.clone();
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
            policy: requested.clone(),
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

    /// Returns the articles of each theme by date, for filling lists; `None` when the archive is too small for
    /// themes. The first call computes the themes, with the engine's settings.
    pub(super) fn theme_orders(
        &self,
        progress: Progress<'_>,
    ) -> Result<Option<Arc<ThemeOrders>>, EngineError> {
        self.archive.theme_orders(|| {
            // The callback can cancel this search. It counts no rows here, because the caller counts the rows of
            // lists.
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
    /// Returns the engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Returns the selector, which works on row numbers instead of ids.
    #[must_use]
    pub fn selector(&self) -> &Selector {
        &self.request.selector
    }

    /// Returns the time of the request, to which embargoes, expiry and ages refer.
    #[must_use]
    pub fn now(&self) -> Date {
        self.request.now
    }

    pub(super) fn ranker(&self) -> Option<&Ranker> {
        self.request.ranker.as_ref()
    }

    /// Returns the problems of the request's rules and of the articles' own pins and blocks. O(rules).
    #[must_use]
    pub fn problems(&self) -> Vec<RuleProblem> {
        let Request { policy, rules, now, .. } = &*self.request;
        let own = self.engine.archive.catalog.own_rules();
        let all: Vec<Rule> = own.iter().chain(rules).cloned().collect();
        self.engine.resolve_rules(&all, *now, &mut policy.clone()).1
    }

    /// Returns the items of the lists of `docs`, in the order given.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancels the search, and [`EngineError::Themes`] when themes are
    /// needed to fill lists and cannot be computed.
    ///
    /// # Panics
    /// When a row of `docs` does not exist.
    ///
    /// # Performance
    /// Parallel; `progress` counts rows. The first call that fills a list computes the archive's themes, and the
    /// first call with learned weights computes features. Under a cap on inbound links, the first call builds all
    /// lists of the archive and later calls copy from them.
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

    /// Returns the candidates of `docs` ranked by the learned weights, best first.
    ///
    /// # Panics
    /// When the request has no ranker.
    pub(super) fn ranked(
        &self,
        docs: &[DocId],
        progress: Progress<'_>,
    ) -> Result<Vec<Vec<Neighbour>>, EngineError> {
        let ranker = self.ranker().expect("callers check that there is a ranker");
        let (selector, view) = (self.selector(), self.engine.rank_view(progress)?);
        let admits = |doc, other| selector.admits(doc, other);
        let neighbour = |item: &Ranked| Neighbour { doc: item.doc, score: item.score as f32 };
        let lists = view.lists(ranker, docs, selector.policy().min_score, admits)?;
        Ok(lists.iter().map(|list| list.iter().map(neighbour).collect()).collect())
    }

    /// Returns what each feature adds to the rank score of `item` in the list of `article`, largest first.
    ///
    /// `None` without learned weights; `Some(None)` when the item is no candidate.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] with the first id that no article has.
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

    /// Returns the list of an article with up to `n_because` terms as reasons for each item.
    ///
    /// `items` are those of [`Recommender::recommend`].
    #[must_use]
    pub fn list(&self, doc: DocId, items: &[Recommendation], n_because: usize) -> RelatedList<'_> {
        RelatedList::new(
            self.selector(),
            doc,
            items,
            self.engine.vectorizer().vocabulary(),
            n_because,
        )
    }

    /// Returns the list of one article, with up to `n_because` terms as reasons for each item.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] when no article has the id, and the errors of [`Recommender::recommend`].
    pub fn related(&self, id: &str, n_because: usize) -> Result<RelatedList<'_>, EngineError> {
        let doc = self.engine.corpus().doc(id)?;
        let lists = self.recommend(&[doc], Progress::none())?;
        Ok(self.list(doc, &lists[0], n_because))
    }
}

#[cfg(test)]
mod tests {
    use super::Recommender;
    use crate::engine::Engine;

    #[test]
    fn handles_can_be_kept_and_used_by_any_thread() {
        fn check<T: Clone + Send + Sync + 'static>() {}
        check::<Engine>();
        check::<Recommender>();
    }
}
