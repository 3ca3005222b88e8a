//! Chooses the items of lists: exact search under the rules, weighed, then made to differ.

use std::borrow::Cow;

use rayon::prelude::*;

use super::candidates::Candidates;
use super::diversity::{choose, differs, first_look};
use super::duplicates::Telling;
use super::eligibility::Eligibility;
use super::factors::{FactorRule, Factors};
use super::fill::Substitutes;
use super::inbound::lists_to_drop;
use super::list::Shortfall;
use super::list::related_item;
use super::metadata::{ArticleMetadata, MetadataTable};
use super::policy::Policy;
use super::rules::{Origin, ResolvedRules};
use super::{DuplicateGroups, DuplicateParams, Exclusion, RelatedList};
use crate::article::Date;
use crate::index::{Cancelled, Index, Neighbour, Progress, ScoreModifier, Scratch, Search};
use crate::sparse::{DocId, Row};
use crate::vectorize::Vocabulary;

/// Why an item stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// An editor pinned it there.
    Pin,
    /// It is similar.
    Similar,
    /// It is of the same theme, and recent.
    SameTheme,
    /// It is of the same section, and recent.
    SameSection,
    /// It is recent.
    Latest,
}

impl Reason {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Similar => "similar",
            Self::SameTheme => "same theme",
            Self::SameSection => "same section",
            Self::Latest => "latest",
        }
    }
}

/// An item of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommendation {
    /// The article.
    pub doc: DocId,
    /// Why it stands there.
    pub reason: Reason,
    /// Its score times its factors; 0 for an item that does not stand there for its likeness.
    pub weighted: f32,
}

/// Articles nearest to an unseen one that are compared with it: more of one text are in a group.
const MOST_PUBLISHED: usize = 32;

/// A list, and what else may stand in it; nothing where no cap asks for more.
pub(super) type Draft = (Vec<Recommendation>, Candidates);

/// Makes lists of one archive by one policy at one moment.
///
/// A list equals weighing every eligible article of the archive and choosing from all of them. Answers
/// take `&self`. Memory: about 135 bytes an article.
#[derive(Clone, Debug)]
pub struct Selector<'i> {
    pub(super) index: &'i Index,
    policy: Policy,
    pub(super) eligibility: Eligibility,
    pub(super) factors: FactorRule,
}

impl<'i> Selector<'i> {
    /// Makes a policy ready for an archive. O(n_docs), and where copies are collapsed the search for them.
    ///
    /// `listed` says for each article whether it may stand in a list at all, shape (n_docs,); `now` is the
    /// time that embargoes, expiry and ages are judged at.
    ///
    /// # Panics
    /// When `metadata` or `listed` are not as many as the index has rows.
    #[must_use]
    pub fn new(
        index: &'i Index,
        metadata: MetadataTable,
        policy: &Policy,
        rules: ResolvedRules,
        listed: Option<&[bool]>,
        now: Date,
    ) -> Self {
        let groups = DuplicateGroups::find(index, &metadata, policy.duplicates);
        let eligibility = Eligibility::new(metadata, policy, groups, rules, listed, now);
        let is_listed = |doc| eligibility.is_listed(doc);
        let factors = FactorRule::new(eligibility.metadata(), policy, now, is_listed);
        Self { index, policy: policy.clone(), eligibility, factors }
    }

    /// The policy in force.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What rules and factors know of the archive's articles.
    #[must_use]
    pub fn metadata(&self) -> &MetadataTable {
        self.eligibility.metadata()
    }

    /// Why an article may stand in no list at all; `None` when it may.
    #[must_use]
    pub fn unlisted(&self, doc: DocId) -> Option<Exclusion> {
        self.eligibility.unlisted(doc)
    }

    /// The groups of articles that are nearly the same.
    #[must_use]
    pub fn groups(&self) -> &DuplicateGroups {
        self.eligibility.groups()
    }

    /// Whether an article is that of its group which lists show where nothing of their own is in the way: the first
    /// that may stand in lists, else the first. An article alone always is.
    #[must_use]
    pub fn stands_for_its_copies(&self, doc: DocId) -> bool {
        let group = self.groups().of(doc);
        let shown = group.iter().find(|&&copy| self.eligibility.is_listed(copy));
        shown.or(group.first()).is_none_or(|&shown| shown == doc)
    }

    /// Why `other` may not stand in the list of `doc`; `None` when it may.
    #[must_use]
    pub fn exclusion(&self, doc: DocId, other: DocId) -> Option<Exclusion> {
        self.eligibility.exclusion(doc, other)
    }

    /// The factors of `other` in the list of `doc`.
    #[must_use]
    pub fn factors(&self, doc: DocId, other: DocId) -> Factors {
        let metadata = self.eligibility.metadata();
        self.factors.of(metadata, metadata.of(doc), other)
    }

    /// The articles whose lists have to be made together with those of `docs`: with a cap on inbound links all of
    /// the archive, since who is let go depends on all of them; else those of `docs` alone.
    #[must_use]
    pub fn together<'d>(&self, docs: &'d [DocId]) -> Cow<'d, [DocId]> {
        match self.policy.max_inbound {
            None => Cow::Borrowed(docs),
            Some(_) => Cow::Owned(self.index.rows().docs().collect()),
        }
    }

    /// The lists of `docs`, in the order given: what is pinned, then what is similar. Parallel; the result does
    /// not depend on the number of threads. `progress` counts rows.
    ///
    /// A cap on inbound links is met in rounds: each article above it is let go by the lists that rate it
    /// lowest, for good, and those lists take their next best, until none is above. Lists that are then below the
    /// policy's minimum, and are not to be filled, are emptied for others to have their places, the shortest first.
    ///
    /// # Errors
    /// [`Cancelled`] when `progress` cancelled the search.
    ///
    /// # Panics
    /// When there is a cap on inbound links and `docs` are not those of [`Selector::together`].
    pub fn lists(
        &self,
        docs: &[DocId],
        progress: Progress<'_>,
    ) -> Result<Vec<Vec<Recommendation>>, Cancelled> {
        let lists = self.uncapped(docs, progress)?;
        Ok(self.under_the_cap(lists, |doc, k, scratch| self.ranked_of(doc, k, scratch)))
    }

    /// Lists by something else than this policy's factors: from candidates of each of `docs` that may stand in
    /// its list ([`Selector::admits`]), best first. Pins come before them, items are made to differ, and a cap on
    /// inbound links is met, as in [`Selector::lists`].
    ///
    /// # Panics
    /// As [`Selector::lists`], and when there are not as many `ranked` as `docs`.
    #[must_use]
    pub fn lists_from(
        &self,
        docs: &[DocId],
        ranked: &[Vec<Neighbour>],
    ) -> Vec<Vec<Recommendation>> {
        assert_eq!(docs.len(), ranked.len(), "each list has its candidates");
        // There are no others to ask for.
        let first = |(&doc, ranked): (&DocId, &Vec<Neighbour>)| {
            self.first(doc, ranked.clone(), usize::MAX, |_| Vec::new())
        };
        let lists = docs.par_iter().zip(ranked).map(first).collect();
        self.under_the_cap(lists, |_, _, _| Vec::new())
    }

    /// The lists of `docs` without a look at the cap, and what else may stand in them.
    fn uncapped(&self, docs: &[DocId], progress: Progress<'_>) -> Result<Vec<Draft>, Cancelled> {
        let (n_first, metadata) = (first_look(&self.policy), self.eligibility.metadata());
        let modifier = ScoreModifier {
            eligible: |doc, other| self.eligibility.admits(doc, other),
            factor: |doc, other| self.factors.product(metadata, metadata.of(doc), other),
            block_max: |doc, row_block| self.factors.most(metadata.of(doc), row_block),
        };
        let ranked = self.index.weighted_pairs(docs, self.search(n_first), modifier, progress)?;
        let ranked: Vec<(DocId, &[Neighbour])> = docs.iter().copied().zip(ranked.iter()).collect();
        let list = |scratch: &mut Scratch, &(doc, ranked): &(DocId, &[Neighbour])| {
            self.first(doc, ranked.to_vec(), n_first, |k| self.ranked_of(doc, k, scratch))
        };
        Ok(ranked.par_iter().map_init(Scratch::default, list).collect())
    }

    /// The list of an article from its `n` best, and what else may stand in it; `more` finds more than `n`.
    fn first(
        &self,
        doc: DocId,
        ranked: Vec<Neighbour>,
        n: usize,
        more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Draft {
        let pins = self.pins(doc);
        let mut candidates = Candidates::of(ranked, n, |other| self.is_free(&pins, other));
        let list = self.behind(doc, &pins, &mut candidates, more);
        // Only a cap sends a list back to them, and those of a whole archive are many.
        let is_capped = self.policy.max_inbound.is_some();
        (list, if is_capped { candidates } else { Candidates::default() })
    }

    /// The list of an article from what may still stand in it.
    pub(super) fn drafts(
        &self,
        doc: DocId,
        candidates: &mut Candidates,
        more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Vec<Recommendation> {
        self.behind(doc, &self.pins(doc), candidates, more)
    }

    fn pins(&self, doc: DocId) -> Vec<DocId> {
        let mut pins = self.eligibility.pins(doc);
        pins.truncate(self.policy.k);
        pins
    }

    /// Whether neither an item nor a copy of it is pinned.
    fn is_free(&self, pins: &[DocId], item: DocId) -> bool {
        !pins.iter().any(|&pin| pin == item || self.groups().are_together(pin, item))
    }

    fn behind(
        &self,
        doc: DocId,
        pins: &[DocId],
        candidates: &mut Candidates,
        more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Vec<Recommendation> {
        let pinned =
            pins.iter().map(|&doc| Recommendation { doc, reason: Reason::Pin, weighted: 0.0 });
        let mut list: Vec<Recommendation> = pinned.collect();
        let is_free = |other| self.is_free(pins, other);
        list.extend(self.chosen(self.index.rows().row(doc), pins, candidates, is_free, more));
        list
    }

    /// Whether `other` may stand in the list of `doc`.
    #[must_use]
    pub fn admits(&self, doc: DocId, other: DocId) -> bool {
        self.eligibility.admits(doc, other)
    }

    /// Fills the lists of `docs` that are shorter than asked, when the policy says so, and empties those that
    /// are still below its minimum: in the order given, from the article's theme, its section, then from all,
    /// the most recent first. Caps on inbound links and on likeness hold here too; under a cap the places of
    /// lists that are emptied fill others, as in [`Selector::lists`].
    ///
    /// `themes` has the theme of each article, shape (n_docs,); without it that step is left out.
    pub fn fill(
        &self,
        docs: &[DocId],
        lists: &mut [Vec<Recommendation>],
        themes: Option<&[Option<u32>]>,
    ) {
        let min = self.policy.fill.min;
        if self.policy.fill.on {
            let substitutes = Substitutes::new(&self.eligibility, themes);
            let gives_back = self.policy.max_inbound.is_some() && min > 0;
            let unfilled = if gives_back { lists.to_vec() } else { Vec::new() };
            let mut is_out = vec![false; lists.len()];
            loop {
                self.fill_once(docs, lists, &is_out, &substitutes);
                let lists_to_drop =
                    if gives_back { lists_to_drop(lists, &is_out, min) } else { Vec::new() };
                if lists_to_drop.is_empty() {
                    break;
                }
                lists_to_drop.into_iter().for_each(|list| is_out[list] = true);
                for ((list, unfilled), &out) in lists.iter_mut().zip(&unfilled).zip(&is_out) {
                    *list = if out { Vec::new() } else { unfilled.clone() };
                }
            }
        }
        lists.iter_mut().filter(|list| list.len() < min).for_each(Vec::clear);
    }

    /// Fills the lists that are not out, each as far as those before it leave room.
    fn fill_once(
        &self,
        docs: &[DocId],
        lists: &mut [Vec<Recommendation>],
        is_out: &[bool],
        substitutes: &Substitutes<'_>,
    ) {
        let (k, most) = (self.policy.k, self.policy.max_inbound);
        let mut inbound = vec![0u32; self.index.rows().n_docs()];
        lists.iter().flatten().for_each(|pick| inbound[pick.doc.index()] += 1);
        let all = docs.iter().zip(lists).zip(is_out);
        for ((&doc, list), _) in all.filter(|((_, list), out)| list.len() < k && !**out) {
            let n_before = list.len();
            let may_join = |other: DocId, picks: &[Recommendation]| {
                let items = picks.iter().map(|pick| pick.doc);
                most.is_none_or(|most| inbound[other.index()] < most)
                    && self.admits(doc, other)
                    && differs(&self.policy, self.index.rows(), other, items.chain([doc]))
            };
            substitutes.fill(&[doc], list, k, may_join);
            list[n_before..].iter().for_each(|pick| inbound[pick.doc.index()] += 1);
        }
    }

    /// Why the list of an article is shorter than asked: what its nearest articles are refused for.
    ///
    /// One search; looks at the [`Shortfall::LOOKED_AT`] nearest by text, or as many as were asked for, whoever they
    /// are.
    #[must_use]
    pub fn shortfall(
        &self,
        doc: DocId,
        picks: &[Recommendation],
        scratch: &mut Scratch,
    ) -> Shortfall {
        let row = self.index.rows().row(doc);
        self.short_by(row, picks, |other| other != doc, |other| self.exclusion(doc, other), scratch)
    }

    /// Why a list is short: `looked_at` says who is worth a word, `exclusion` what is said.
    pub(super) fn short_by(
        &self,
        row: Row<'_>,
        picks: &[Recommendation],
        looked_at: impl Fn(DocId) -> bool,
        exclusion: impl Fn(DocId) -> Option<Exclusion>,
        scratch: &mut Scratch,
    ) -> Shortfall {
        let search = Search { k: Shortfall::LOOKED_AT.max(self.policy.k), min_score: 0.0 };
        let near = self.index.search(row, search, looked_at, scratch);
        let mut short = Shortfall {
            asked: self.policy.k,
            minimum: self.policy.fill.min,
            found: picks.len(),
            terms: row.len(),
            near: near.len(),
            ..Shortfall::default()
        };
        for Neighbour { doc: other, score } in near {
            if picks.iter().any(|pick| pick.doc == other) {
                continue;
            }
            match exclusion(other) {
                Some(exclusion) => *short.refused.entry(exclusion).or_insert(0) += 1,
                None if score < self.policy.min_score => short.below_min_score += 1,
                None => short.left_out += 1,
            }
        }
        short
    }

    /// Where it stands that `other` must not stand in the list of `doc`.
    #[must_use]
    pub fn block(&self, doc: DocId, other: DocId) -> Option<&Origin> {
        self.eligibility.rules().block(doc, other)
    }

    /// The article that stands in the list of `doc` in place of `other`, which is nearly the same.
    #[must_use]
    pub fn shown_instead(&self, doc: DocId, other: DocId) -> Option<DocId> {
        self.eligibility.shown_instead_of(doc, other)
    }

    /// The place that `other` has among all articles that may stand in the list of `doc`, by weighted score,
    /// from 1, before any are made to differ; `None` when it is not among them. One search of all rows.
    #[must_use]
    pub fn rank(&self, doc: DocId, other: DocId) -> Option<usize> {
        let all = self.ranked_of(doc, usize::MAX, &mut Scratch::default());
        all.iter().position(|item| item.doc == other).map(|place| place + 1)
    }

    /// The list of an article as its readers see it, from what was chosen for it.
    #[must_use]
    pub fn list<'v>(
        &self,
        doc: DocId,
        picks: &[Recommendation],
        vocabulary: &'v Vocabulary,
        n_because: usize,
    ) -> RelatedList<'v> {
        let item = |pick: &Recommendation| {
            let (rows, factors) = (self.index.rows(), self.factors(doc, pick.doc));
            let also = self.copies(pick.doc);
            related_item(rows.row(doc), pick, factors, also, rows, vocabulary, n_because)
        };
        let is_short = picks.len() < self.policy.k;
        let short = is_short.then(|| self.shortfall(doc, picks, &mut Scratch::default()));
        RelatedList { article: Some(doc), items: picks.iter().map(item).collect(), short }
    }

    /// The listed articles that are nearly the same as `doc`.
    pub(super) fn copies(&self, doc: DocId) -> Vec<DocId> {
        let copies = self.groups().of(doc).iter().copied();
        copies.filter(|&copy| copy != doc && self.eligibility.is_listed(copy)).collect()
    }

    /// The articles of the archive that an unseen one is, be it as a draft: those at its address, of its text or nearly
    /// that, whatever the policy says of copies, and their copies; by row. One search.
    #[must_use]
    pub fn published(
        &self,
        row: Row<'_>,
        article: &ArticleMetadata<'_>,
        scratch: &mut Scratch,
    ) -> Vec<DocId> {
        let (metadata, params) = (self.eligibility.metadata(), DuplicateParams::default());
        let article_metadata = metadata.article_metadata(article);
        let ArticleMetadata { n_chars, text_hash, ref sketch, .. } = *article;
        let unseen = Telling { row, n_chars, text_hash, sketch };
        let is_it = |other: &DocId| {
            let told = Telling::of(self.index, metadata, *other);
            // A text too short to be a copy of another is still its own.
            let has_its_words = told.n_chars == n_chars && told.sketch == sketch;
            has_its_words || unseen.is_copy_of(&told, params)
        };
        let search = Search { k: MOST_PUBLISHED, min_score: params.min_cosine };
        let near = self.index.search(row, search, |_| true, scratch);
        let near = near.into_iter().map(|near| near.doc).filter(is_it);
        let mut published: Vec<DocId> = near.collect();
        if article_metadata.address.number().is_some() {
            let is_there =
                |doc: &DocId| metadata.of(*doc).address.is_shared(article_metadata.address);
            published.extend(self.index.rows().docs().filter(is_there));
        }
        let copies: Vec<DocId> =
            published.iter().flat_map(|&doc| self.groups().of(doc)).copied().collect();
        published.extend(copies);
        published.sort_unstable();
        published.dedup();
        published
    }

    /// The list of an article that is not in the archive, from its unit row and its facts; nothing of `published` is in
    /// it.
    #[must_use]
    pub fn unseen<'v>(
        &self,
        row: Row<'_>,
        article: ArticleMetadata<'_>,
        published: &[DocId],
        vocabulary: &'v Vocabulary,
        n_because: usize,
        scratch: &mut Scratch,
    ) -> RelatedList<'v> {
        let metadata = self.eligibility.metadata();
        let article_metadata = metadata.article_metadata(&article);
        let refusal_but_for_copies =
            |other| self.eligibility.refusal_but_for_copies(&article_metadata, other);
        let exclusion = |other: DocId| {
            if published.contains(&other) {
                return Some(Exclusion::Itself);
            }
            if article_metadata.legal {
                return Some(Exclusion::LegalList);
            }
            refusal_but_for_copies(other).or_else(|| {
                let may_stand = |copy| refusal_but_for_copies(copy).is_none();
                let instead = self.eligibility.shown_instead(other, may_stand);
                instead.map(|_| Exclusion::AlsoPublished)
            })
        };
        let modifier = ScoreModifier {
            eligible: |other| exclusion(other).is_none(),
            factor: |other| self.factors.product(metadata, &article_metadata, other),
            block_max: |row_block| self.factors.most(&article_metadata, row_block),
        };
        let picks = self.picks_by(row, modifier, scratch);
        let item = |pick: &Recommendation| {
            let factors = self.factors.of(metadata, &article_metadata, pick.doc);
            let also = self.copies(pick.doc);
            related_item(row, pick, factors, also, self.index.rows(), vocabulary, n_because)
        };
        let is_short = picks.len() < self.policy.k;
        let is_another = |other: DocId| !published.contains(&other);
        let short = is_short.then(|| self.short_by(row, &picks, is_another, exclusion, scratch));
        RelatedList { article: None, items: picks.iter().map(item).collect(), short }
    }

    /// What stands in the list of a query that is no article of the archive.
    pub(super) fn picks_by(
        &self,
        row: Row<'_>,
        modifier: ScoreModifier<
            impl Fn(DocId) -> bool,
            impl Fn(DocId) -> f64,
            impl Fn(usize) -> f64,
        >,
        scratch: &mut Scratch,
    ) -> Vec<Recommendation> {
        let ScoreModifier { eligible, factor, block_max } = &modifier;
        let mut ranked = |k: usize| {
            let modifier = ScoreModifier { eligible, factor, block_max };
            self.index.weighted_search(row, self.search(k), modifier, scratch)
        };
        let n_first = first_look(&self.policy);
        let mut candidates = Candidates::of(ranked(n_first), n_first, |_| true);
        self.chosen(row, &[], &mut candidates, |_| true, ranked)
    }

    /// The `k` best items of an article by weighted score, before any are made to differ.
    pub(super) fn ranked_of(&self, doc: DocId, k: usize, scratch: &mut Scratch) -> Vec<Neighbour> {
        let metadata = self.eligibility.metadata();
        let modifier = ScoreModifier {
            eligible: |other| self.eligibility.admits(doc, other),
            factor: |other| self.factors.product(metadata, metadata.of(doc), other),
            block_max: |row_block| self.factors.most(metadata.of(doc), row_block),
        };
        self.index.weighted_search(self.index.rows().row(doc), self.search(k), modifier, scratch)
    }

    fn search(&self, k: usize) -> Search {
        Search { k, min_score: self.policy.min_score }
    }

    /// Chooses what stands behind `pins`, looking for more candidates while they do not suffice.
    fn chosen(
        &self,
        row: Row<'_>,
        pins: &[DocId],
        candidates: &mut Candidates,
        is_free: impl Fn(DocId) -> bool,
        mut more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Vec<Recommendation> {
        loop {
            let (free, is_all) = (candidates.free(), candidates.is_all());
            if let Some(chosen) = choose(&self.policy, self.index.rows(), row, pins, free, is_all) {
                let pick = |Neighbour { doc, score }| Recommendation {
                    doc,
                    reason: Reason::Similar,
                    weighted: score,
                };
                return chosen.into_iter().map(pick).collect();
            }
            candidates.look_further(&mut more, &is_free);
        }
    }
}
