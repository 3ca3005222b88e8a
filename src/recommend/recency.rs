//! Articles in order of date, for filling the places that similar articles leave empty.

use std::cmp::Reverse;

use super::metadata::{Metadata, SECONDS_A_DAY};
use crate::article::Date;
use crate::sparse::DocId;

/// A set of articles in order of date.
///
/// The order is built once for an archive. [`RecencyOrder::at`] adapts it to the time of a request: an article
/// dated more than a day after that time counts as undated.
#[derive(Clone, Debug, Default)]
pub(super) struct RecencyOrder {
    /// Articles with a date, latest first, ties by row.
    dated: Vec<(i64, DocId)>,
    /// Articles without a date, by row.
    undated: Vec<DocId>,
}

impl RecencyOrder {
    /// Sorts articles by date. O(n log n).
    pub(super) fn new(docs: impl Iterator<Item = DocId>, metadata: &[Metadata]) -> Self {
        let mut order = Self::default();
        for doc in docs {
            match metadata[doc.index()].date {
                Some(date) => order.dated.push((date, doc)),
                None => order.undated.push(doc),
            }
        }
        order.dated.sort_unstable_by_key(|&(date, doc)| (Reverse(date), doc));
        order.undated.sort_unstable();
        order
    }

    /// Returns the articles as of `now`: latest first, then those without a credible date, by row.
    ///
    /// # Performance
    /// O(log n) to start, then O(1) per article. The articles without a credible date are copied when the
    /// iterator reaches them, and sorted if some dates lie in the future.
    pub(super) fn at(&self, now: Date) -> impl Iterator<Item = DocId> + '_ {
        let latest = latest_credible(now);
        let n_ahead = self.dated.partition_point(|&(date, _)| date > latest);
        let (ahead, dated) = self.dated.split_at(n_ahead);
        let last = std::iter::once_with(move || {
            let mut last = self.undated.clone();
            if !ahead.is_empty() {
                last.extend(ahead.iter().map(|&(_, doc)| doc));
                last.sort_unstable();
            }
            last
        });
        dated.iter().map(|&(_, doc)| doc).chain(last.flatten())
    }
}

/// Returns the latest credible date at `now`, in seconds since 1970. It is one day ahead, because many dates
/// are written without a time zone.
pub(super) fn latest_credible(now: Date) -> i64 {
    now.unix_seconds().saturating_add(SECONDS_A_DAY as i64)
}

/// Returns the date of an article, or `None` when it lies more than a day after `now`: such a date is wrong, or
/// the article is not published yet.
pub(super) fn credible(metadata: &Metadata, now: Date) -> Option<i64> {
    metadata.date.filter(|&date| date <= latest_credible(now))
}

#[cfg(test)]
mod tests {
    use super::RecencyOrder;
    use crate::article::{Date, Editorial, Lang};
    use crate::recommend::metadata::{ArticleMetadata, MetadataTable};
    use crate::sparse::DocId;
    use crate::text::{NumberSketch, WordSketch};

    /// Days since 1970 of each article; `None` for no date.
    fn order(days: &[Option<i64>]) -> RecencyOrder {
        let editorial = Editorial::default();
        let article = |day: &Option<i64>| ArticleMetadata {
            lang: Lang::ENGLISH,
            date: day.map(|day| Date::from_unix_seconds(day * 86_400)),
            section: None,
            url: None,
            n_chars: 0,
            text_hash: None,
            numbers: NumberSketch::default(),
            sketch: WordSketch::default(),
            editorial: &editorial,
        };
        let table = MetadataTable::new(days.iter().map(article));
        RecencyOrder::new((0..days.len()).map(DocId::from_index), table.all())
    }

    #[test]
    fn future_dates_count_as_undated() {
        let order = order(&[None, Some(5), Some(9), Some(5), None, Some(7)]);
        let at = |day: i64| {
            let now = Date::from_unix_seconds(day * 86_400);
            order.at(now).map(|doc| doc.0).collect::<Vec<_>>()
        };
        assert_eq!(at(9), [2, 5, 1, 3, 0, 4]);
        // Dates up to one day ahead are credible.
        assert_eq!(at(6), [5, 1, 3, 0, 2, 4]);
        assert_eq!(at(0), [0, 1, 2, 3, 4, 5]);
    }
}
