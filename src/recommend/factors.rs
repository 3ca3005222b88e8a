//! What counts beside the words: by what each score is multiplied.

use serde::Serialize;

use super::metadata::{Metadata, MetadataTable};
use super::policy::{Nearness, Policy, Recency, Stance};
use crate::article::Date;
use crate::index::ROW_BLOCK;
use crate::sparse::DocId;

/// The factors of one item; each is 1 where it does not apply.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Factors {
    /// For nearness in time.
    pub nearness: f64,
    /// For recency.
    pub recency: f64,
    /// The weight of the item's section.
    pub section: f64,
    /// For the same section.
    pub same_section: f64,
    /// For the same series.
    pub same_series: f64,
}

impl Default for Factors {
    /// None applies.
    fn default() -> Self {
        Self { nearness: 1.0, recency: 1.0, section: 1.0, same_section: 1.0, same_series: 1.0 }
    }
}

impl Factors {
    /// By what the score is multiplied.
    #[must_use]
    pub fn product(&self) -> f64 {
        self.nearness * self.recency * self.section * self.same_section * self.same_series
    }

    /// Those that are not 1, with their names.
    pub fn applied(&self) -> impl Iterator<Item = (&'static str, f64)> + use<> {
        let all = [
            ("nearness", self.nearness),
            ("recency", self.recency),
            ("section", self.section),
            ("same_section", self.same_section),
            ("same_series", self.same_series),
        ];
        #[expect(clippy::float_cmp, reason = "what does not apply is exactly 1")]
        all.into_iter().filter(|&(_, factor)| factor != 1.0)
    }
}

/// Makes the factors of pairs.
#[derive(Clone, Debug)]
pub(super) struct FactorRule {
    nearness: Option<Nearness>,
    /// Seconds since 1970 of each article, close together: the search asks often.
    dates: Vec<Option<i64>>,
    /// Recency and section weight of each article, or of all.
    of_item: Vec<(f64, f64)>,
    prefers_section: Option<f64>,
    prefers_series: Option<f64>,
    row_blocks: Vec<Stretch>,
}

/// What is known of a stretch of rows: where an archive is in the order of time, its dates are close together.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// The first date and the last of what may be listed.
    dates: Option<(i64, i64)>,
    /// What no product is above, nearness aside; 0 where nothing may be listed.
    most: f64,
}

pub(super) const SECONDS_A_DAY: f64 = 86_400.0;

impl FactorRule {
    /// `now` is the time recency counts from; `may_be_listed` says which articles `most` has to allow for.
    pub(super) fn new(
        metadata: &MetadataTable,
        policy: &Policy,
        now: Date,
        may_be_listed: impl Fn(DocId) -> bool,
    ) -> Self {
        let (time, sections) = (&policy.time, &policy.sections);
        let of_item = |(doc, article_metadata): (usize, &Metadata)| {
            let section = metadata.section(DocId::from_index(doc));
            let weight = section.and_then(|section| sections.weights.get(section)).copied();
            let recency = time.recency.map_or(1.0, |rule| recency(rule, article_metadata, now));
            (recency, weight.unwrap_or(1.0))
        };
        let is_plain = time.recency.is_none() && sections.weights.is_empty();
        let of_item: Vec<(f64, f64)> = if is_plain {
            vec![]
        } else {
            metadata.all().iter().enumerate().map(of_item).collect()
        };
        let prefers = |stance: Stance| (stance == Stance::Prefer).then_some(sections.prefer);
        let (prefers_section, prefers_series) =
            (prefers(sections.same_section), prefers(sections.same_series));
        let dates: Vec<Option<i64>> =
            metadata.all().iter().map(|article_metadata| article_metadata.date).collect();
        let preferred = prefers_section.unwrap_or(1.0) * prefers_series.unwrap_or(1.0);
        let row_block = |start: usize| {
            let mut row_block = Stretch { dates: None, most: 0.0 };
            let docs = start..metadata.n_docs().min(start + ROW_BLOCK);
            for doc in docs.filter(|&doc| may_be_listed(DocId::from_index(doc))) {
                let (recency, weight) = of_item.get(doc).copied().unwrap_or((1.0, 1.0));
                row_block.most = row_block.most.max(recency * weight * preferred);
                if let Some(date) = dates[doc] {
                    let (first, last) = row_block.dates.unwrap_or((date, date));
                    row_block.dates = Some((first.min(date), last.max(date)));
                }
            }
            row_block
        };
        let row_blocks = (0..metadata.n_docs()).step_by(ROW_BLOCK).map(row_block).collect();
        Self {
            nearness: time.nearness,
            dates,
            of_item,
            prefers_section,
            prefers_series,
            row_blocks,
        }
    }

    /// What no product for an article with these facts is above in a stretch of rows.
    pub(super) fn most(&self, article_metadata: &Metadata, row_block: usize) -> f64 {
        let Stretch { dates, most } = self.row_blocks[row_block];
        let nearness = match (self.nearness, article_metadata.date, dates) {
            (Some(rule), Some(date), Some((first, last))) => {
                worth(rule, date.abs_diff(date.clamp(first, last)))
            }
            _ => 1.0,
        };
        // Products are rounded differently when they are made in another order.
        most * nearness * (1.0 + 1e-12)
    }

    /// The product of the factors of `other` in a list for an article with the facts `article_metadata`.
    pub(super) fn product(
        &self,
        metadata: &MetadataTable,
        article_metadata: &Metadata,
        other: DocId,
    ) -> f64 {
        let is_time_alone = self.of_item.is_empty()
            && self.prefers_section.is_none()
            && self.prefers_series.is_none();
        if is_time_alone {
            self.nearness(article_metadata, other)
        } else {
            self.of(metadata, article_metadata, other).product()
        }
    }

    fn nearness(&self, article_metadata: &Metadata, other: DocId) -> f64 {
        // Dates are not near the processor: without need they are not looked at.
        let Some(rule) = self.nearness else { return 1.0 };
        match (article_metadata.date, self.dates[other.index()]) {
            (Some(a), Some(b)) => worth(rule, a.abs_diff(b)),
            _ => 1.0,
        }
    }

    /// The factors of `other` in a list for an article with the facts `article_metadata`.
    pub(super) fn of(
        &self,
        metadata: &MetadataTable,
        article_metadata: &Metadata,
        other: DocId,
    ) -> Factors {
        let other_fact = metadata.of(other);
        let nearness = self.nearness(article_metadata, other);
        let (recency, section) = self.of_item.get(other.index()).copied().unwrap_or((1.0, 1.0));
        let when =
            |prefers: Option<f64>, is_shared: bool| prefers.filter(|_| is_shared).unwrap_or(1.0);
        Factors {
            nearness,
            recency,
            section,
            same_section: when(
                self.prefers_section,
                article_metadata.section.is_shared(other_fact.section),
            ),
            same_series: when(
                self.prefers_series,
                article_metadata.series.is_shared(other_fact.series),
            ),
        }
    }
}

/// The date of an article, unless that is more than a day after `now`: then it is wrong, or the article is not out
/// yet, and nobody knows how new it is. A day, since times are written without their zone.
pub(super) fn credible(article_metadata: &Metadata, now: Date) -> Option<i64> {
    article_metadata
        .date
        .filter(|&date| date.saturating_sub(now.unix_seconds()) <= SECONDS_A_DAY as i64)
}

/// What nearness is worth so many seconds apart.
fn worth(rule: Nearness, seconds: u64) -> f64 {
    let days = seconds as f64 / SECONDS_A_DAY;
    1.0 + rule.weight * (-days / rule.half_life_days).exp2()
}

fn recency(rule: Recency, article_metadata: &Metadata, now: Date) -> f64 {
    if article_metadata.evergreen {
        return 1.0;
    }
    let Some(date) = credible(article_metadata, now) else { return rule.floor };
    let age = now.unix_seconds().saturating_sub(date) as f64 / SECONDS_A_DAY;
    let counted = (age - rule.offset_days).max(0.0);
    rule.floor + (1.0 - rule.floor) * (-counted / rule.half_life_days).exp2()
}

#[cfg(test)]
mod tests {
    use super::FactorRule;
    use crate::article::{Date, Editorial, Lang};
    use crate::index::ROW_BLOCK;
    use crate::recommend::{ArticleMetadata, MetadataTable, Preset};
    use crate::sparse::DocId;
    use crate::text::WordSketch;

    const DAY: i64 = 86_400;

    /// An article a day, every seventh without a date.
    fn metadata(n_docs: usize) -> MetadataTable {
        let editorial = Editorial::default();
        let article_metadata = |day: usize| ArticleMetadata {
            lang: Lang::ENGLISH,
            date: (!day.is_multiple_of(7)).then(|| Date::from_unix_seconds(day as i64 * DAY)),
            section: Some(["sport", "arts"][day % 2]),
            url: None,
            n_chars: 0,
            text_hash: None,
            sketch: WordSketch::default(),
            editorial: &editorial,
        };
        MetadataTable::new((0..n_docs).map(article_metadata))
    }

    #[test]
    fn no_factor_is_above_the_bound_of_its_stretch() {
        let n_docs = 3 * ROW_BLOCK - 100;
        let metadata = metadata(n_docs);
        for preset in Preset::ALL {
            let mut policy = preset.policy();
            policy.sections.weights.insert("arts".to_owned(), 1.5);
            let now = Date::from_unix_seconds(n_docs as i64 * DAY);
            let rule = FactorRule::new(&metadata, &policy, now, |doc| doc.0 % 3 > 0);
            for doc in (0..n_docs).step_by(97).map(DocId::from_index) {
                for other in (0..n_docs).map(DocId::from_index).filter(|doc| doc.0 % 3 > 0) {
                    let factor = rule.product(&metadata, metadata.of(doc), other);
                    assert!(factor <= rule.most(metadata.of(doc), other.index() / ROW_BLOCK));
                }
            }
        }
    }

    #[test]
    fn an_article_from_the_future_is_no_newer_than_one_without_a_date() {
        let metadata = metadata(20);
        let policy = Preset::Latest.policy();
        let rule = FactorRule::new(&metadata, &policy, Date::from_unix_seconds(11 * DAY), |_| true);
        let recency =
            |day: usize| rule.of(&metadata, metadata.of(DocId(1)), DocId::from_index(day)).recency;
        // Day 12 may be today elsewhere; day 14 has no date.
        assert_eq!([10, 11, 12].map(|day| recency(day).to_bits()), [1.0f64; 3].map(f64::to_bits));
        assert_eq!([13, 19].map(|day| recency(day).to_bits()), [recency(14).to_bits(); 2]);
        assert!(recency(14) < 0.1);
    }

    #[test]
    fn bounds_are_near_the_factors_they_bound() {
        let metadata = metadata(3 * ROW_BLOCK);
        let (policy, now) = (Preset::AlsoLike.policy(), Date::from_unix_seconds(0));
        let most = |n_listed: usize, row_block| {
            let rule = FactorRule::new(&metadata, &policy, now, |doc| doc.index() < n_listed);
            rule.most(metadata.of(DocId(1)), row_block)
        };
        let all = 3 * ROW_BLOCK;
        let in_10_000 = |n_listed, row_block| (most(n_listed, row_block) * 1e4).round() as u32;
        // 511 and 1,023 days at a half-life of 90.
        assert_eq!([0, 1, 2].map(|row_block| in_10_000(all, row_block)), [16_000, 10_117, 10_002]);
        assert_eq!([1, 2].map(|row_block| in_10_000(ROW_BLOCK, row_block)), [0, 0]);
    }
}
