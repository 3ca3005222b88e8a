//! The factors by which each score is multiplied: time, sections and series.

#[cfg(feature = "serde")]
use serde::Serialize;

use super::catalog::{ArticleCatalog, BlockSummary};
use super::metadata::{Metadata, SECONDS_A_DAY};
use super::policy::{Nearness, Policy, Recency, Stance};
use super::recency::{credible, latest_credible};
use crate::article::Date;
use crate::sparse::DocId;

/// The factors of one item. A factor that does not apply is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[non_exhaustive]
pub struct Factors {
    /// Factor for publication near the date of the list's own article.
    pub nearness: f64,
    /// Factor for the age of the item.
    pub recency: f64,
    /// Weight of the item's section.
    pub section: f64,
    /// Factor for sharing the section of the list's own article.
    pub same_section: f64,
    /// Factor for sharing the series of the list's own article.
    pub same_series: f64,
}

impl Default for Factors {
    /// Returns factors of 1.
    fn default() -> Self {
        Self { nearness: 1.0, recency: 1.0, section: 1.0, same_section: 1.0, same_series: 1.0 }
    }
}

impl Factors {
    /// Returns the product of all factors, by which the score is multiplied.
    #[must_use]
    pub fn product(&self) -> f64 {
        self.nearness * self.recency * self.section * self.same_section * self.same_series
    }

    /// Returns the name and value of each factor other than 1.
    pub fn applied(&self) -> impl Iterator<Item = (&'static str, f64)> + use<> {
        let all = [
            ("nearness", self.nearness),
            ("recency", self.recency),
            ("section", self.section),
            ("same_section", self.same_section),
            ("same_series", self.same_series),
        ];
        #[expect(clippy::float_cmp, reason = "a factor that does not apply is exactly 1")]
        all.into_iter().filter(|&(_, factor)| factor != 1.0)
    }
}

/// Computes the factors of pairs of articles, for one policy at one time.
///
/// Factors are computed when the search checks a pair. Construction reads the summaries of row blocks, not the
/// articles.
#[derive(Clone, Debug)]
pub(super) struct PairFactors {
    nearness: Option<Nearness>,
    recency: Option<Recency>,
    /// Weight of each section by its number; empty when the policy gives no weights.
    section_weights: Vec<f64>,
    prefers_section: Option<f64>,
    prefers_series: Option<f64>,
    /// Upper bound for each row block on the product of all factors except nearness.
    bounds: Vec<f64>,
    now: Date,
}

impl PairFactors {
    /// Combines a policy with an archive. Recency counts from `now`.
    ///
    /// # Performance
    /// O(n_docs / 512), and with section weights the number of different sections of each block.
    pub(super) fn new(catalog: &ArticleCatalog, policy: &Policy, now: Date) -> Self {
        let (time, sections) = (&policy.time, &policy.sections);
        let prefers = |stance: Stance| (stance == Stance::Prefer).then_some(sections.prefer);
        let mut section_weights = Vec::new();
        if !sections.weights.is_empty() {
            section_weights = vec![1.0; catalog.metadata().n_sections()];
            for (name, &weight) in &sections.weights {
                if let Some(number) = catalog.metadata().section_number(name) {
                    section_weights[number as usize] = weight;
                }
            }
        }
        let mut rule = Self {
            nearness: time.nearness,
            recency: time.recency,
            section_weights,
            prefers_section: prefers(sections.same_section),
            prefers_series: prefers(sections.same_series),
            bounds: Vec::new(),
            now,
        };
        rule.bounds =
            catalog.blocks().iter().map(|block| rule.bound_without_nearness(block)).collect();
        rule
    }

    fn bound_without_nearness(&self, block: &BlockSummary) -> f64 {
        let recency = self.recency.map_or(1.0, |rule| match block.dates {
            _ if block.has_evergreen => 1.0,
            // The factor never rises with age, so the latest date has the largest one.
            Some((_, last)) => age_factor(rule, last.min(latest_credible(self.now)), self.now),
            None => rule.floor,
        });
        let weight = if self.section_weights.is_empty() {
            1.0
        } else {
            let weights =
                block.sections.iter().map(|&number| self.section_weights[number as usize]);
            weights.fold(if block.has_no_section { 1.0 } else { 0.0 }, f64::max)
        };
        recency * weight * self.prefers_section.unwrap_or(1.0) * self.prefers_series.unwrap_or(1.0)
    }

    /// Returns an upper bound on the product of the factors of any item of a block, in the list of `article`.
    pub(super) fn block_bound(
        &self,
        catalog: &ArticleCatalog,
        article: &Metadata,
        block: usize,
    ) -> f64 {
        let nearness = match (self.nearness, article.date, catalog.blocks()[block].dates) {
            (Some(rule), Some(date), Some((first, last))) => {
                nearness_factor(rule, date.abs_diff(date.clamp(first, last)))
            }
            _ => 1.0,
        };
        // The margin covers rounding, because `Factors::product` multiplies in another order.
        self.bounds[block] * nearness * (1.0 + 1e-12)
    }

    /// Returns the product of the factors of `other` in the list of `article`.
    pub(super) fn product(
        &self,
        catalog: &ArticleCatalog,
        article: &Metadata,
        other: DocId,
    ) -> f64 {
        let is_time_alone = self.recency.is_none()
            && self.section_weights.is_empty()
            && self.prefers_section.is_none()
            && self.prefers_series.is_none();
        if is_time_alone {
            self.nearness(catalog, article, other)
        } else {
            self.of(catalog, article, other).product()
        }
    }

    fn nearness(&self, catalog: &ArticleCatalog, article: &Metadata, other: DocId) -> f64 {
        // Reading a date may miss the cache, so it happens only when nearness is in force.
        let Some(rule) = self.nearness else { return 1.0 };
        match (article.date, catalog.date(other)) {
            (Some(a), Some(b)) => nearness_factor(rule, a.abs_diff(b)),
            _ => 1.0,
        }
    }

    /// Returns the factors of `other` in the list of `article`.
    pub(super) fn of(&self, catalog: &ArticleCatalog, article: &Metadata, other: DocId) -> Factors {
        let item = catalog.metadata().of(other);
        let weight =
            item.section.number().and_then(|number| self.section_weights.get(number as usize));
        let when =
            |prefers: Option<f64>, is_shared: bool| prefers.filter(|_| is_shared).unwrap_or(1.0);
        Factors {
            nearness: self.nearness(catalog, article, other),
            recency: self.recency.map_or(1.0, |rule| recency_factor(rule, item, self.now)),
            section: weight.copied().unwrap_or(1.0),
            same_section: when(self.prefers_section, article.section.is_shared(item.section)),
            same_series: when(self.prefers_series, article.series.is_shared(item.series)),
        }
    }
}

/// Returns the factor for two dates that are `seconds` apart.
fn nearness_factor(rule: Nearness, seconds: u64) -> f64 {
    let days = seconds as f64 / SECONDS_A_DAY;
    1.0 + rule.weight * (-days / rule.half_life_days).exp2()
}

/// Returns the factor for the age of an item.
fn recency_factor(rule: Recency, item: &Metadata, now: Date) -> f64 {
    if item.evergreen {
        return 1.0;
    }
    credible(item, now).map_or(rule.floor, |date| age_factor(rule, date, now))
}

fn age_factor(rule: Recency, date: i64, now: Date) -> f64 {
    let age = now.unix_seconds().saturating_sub(date) as f64 / SECONDS_A_DAY;
    let counted = (age - rule.offset_days).max(0.0);
    rule.floor + (1.0 - rule.floor) * (-counted / rule.half_life_days).exp2()
}

#[cfg(test)]
mod tests {
    use super::PairFactors;
    use crate::article::{ArticleId, Date, Editorial, Lang};
    use crate::index::ROW_BLOCK;
    use crate::recommend::{ArticleCatalog, ArticleMetadata, Preset};
    use crate::sparse::DocId;
    use crate::text::{NumberSketch, WordSketch};

    const DAY: i64 = 86_400;

    /// One article per day; every seventh has no date.
    fn catalog(n_docs: usize) -> ArticleCatalog {
        let editorial = Editorial::default();
        let article = |day: usize| ArticleMetadata {
            lang: Lang::ENGLISH,
            date: (!day.is_multiple_of(7)).then(|| Date::from_unix_seconds(day as i64 * DAY)),
            section: Some(["sport", "arts"][day % 2]),
            url: None,
            n_chars: 0,
            text_hash: None,
            numbers: NumberSketch::default(),
            sketch: WordSketch::default(),
            editorial: &editorial,
        };
        let ids: Vec<ArticleId> = (0..n_docs).map(|day| day.to_string().into()).collect();
        ArticleCatalog::new(ids.iter().zip((0..n_docs).map(article)), |_| None)
    }

    #[test]
    fn block_bounds_cover_every_factor_of_their_block() {
        let n_docs = 3 * ROW_BLOCK - 100;
        let catalog = catalog(n_docs);
        for preset in Preset::ALL {
            for day in [0, n_docs / 2, n_docs] {
                let mut policy = preset.policy();
                policy.sections.weights.insert("arts".to_owned(), 1.5);
                let rule =
                    PairFactors::new(&catalog, &policy, Date::from_unix_seconds(day as i64 * DAY));
                for doc in (0..n_docs).step_by(97).map(DocId::from_index) {
                    let article = catalog.metadata().of(doc);
                    for other in (0..n_docs).map(DocId::from_index) {
                        let factor = rule.product(&catalog, article, other);
                        let bound = rule.block_bound(&catalog, article, other.index() / ROW_BLOCK);
                        assert!(factor <= bound, "{factor} above {bound}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_future_date_counts_as_no_date() {
        let catalog = catalog(20);
        let policy = Preset::Latest.policy();
        let rule = PairFactors::new(&catalog, &policy, Date::from_unix_seconds(11 * DAY));
        let article = catalog.metadata().of(DocId(1));
        let recency = |day: usize| rule.of(&catalog, article, DocId::from_index(day)).recency;
        // Day 12 may be today in another time zone; day 14 has no date.
        assert_eq!([10, 11, 12].map(|day| recency(day).to_bits()), [1.0f64; 3].map(f64::to_bits));
        assert_eq!([13, 19].map(|day| recency(day).to_bits()), [recency(14).to_bits(); 2]);
        assert!(recency(14) < 0.1);
    }

    #[test]
    fn block_bounds_are_tight() {
        let catalog = catalog(3 * ROW_BLOCK);
        let rule = |preset: Preset, day: usize| {
            PairFactors::new(&catalog, &preset.policy(), Date::from_unix_seconds(day as i64 * DAY))
        };
        let bounds = |rule: PairFactors| {
            let bound = |block| rule.block_bound(&catalog, catalog.metadata().of(DocId(1)), block);
            [0, 1, 2].map(|block| (bound(block) * 1e4).round() as u32)
        };
        // Dates 511 and 1,023 days apart, half-life 90 days.
        assert_eq!(bounds(rule(Preset::AlsoLike, 0)), [16_000, 10_117, 10_002]);
        // The latest dates of the blocks are 1,026, 513 and 1 days old. Half-life 180 days, floor .05; the
        // first 7 days do not count.
        assert_eq!(bounds(rule(Preset::Latest, 3 * ROW_BLOCK)), [688, 1_854, 10_000]);
    }
}
