//! Articles in the order of their dates, for the places that similar articles leave empty.

use std::cmp::Reverse;

use super::metadata::{Metadata, SECONDS_A_DAY};
use crate::article::Date;
use crate::sparse::DocId;

/// Articles, the most recent first.
///
/// The order is made once for an archive. What counts as recent depends on the moment of the request: an
/// article dated more than a day after that moment counts as one without a date.
#[derive(Clone, Debug, Default)]
pub(super) struct RecencyOrder {
    /// Articles with a date, the latest first, then by row.
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

    /// The articles as they are at `now`: the most recent first, then those without a credible date, by row.
    ///
    /// O(log n) to start and O(1) a step; the last group costs a sort of its articles when a date lies ahead.
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

/// The latest date that is believed at `now`, in seconds since 1970: a day ahead, because times are written
/// without their zone.
pub(super) fn latest_credible(now: Date) -> i64 {
    now.unix_seconds().saturating_add(SECONDS_A_DAY as i64)
}

/// The date of an article, unless it lies more than a day after `now`: such a date is wrong, or the article is
/// not published yet.
pub(super) fn credible(metadata: &Metadata, now: Date) -> Option<i64> {
    metadata.date.filter(|&date| date <= latest_credible(now))
}
