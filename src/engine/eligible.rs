//! Which articles may stand in each other's lists.

use super::{Corpus, EngineError};
use crate::article::Lang;
use crate::sparse::DocId;

/// Which articles may stand in each other's lists: all, unless told otherwise.
///
/// A list has its k items whenever k eligible articles share words with its article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Eligible {
    /// Only articles of the same language, declared or detected.
    pub same_language: bool,
    /// Only articles published at most this many days before or after; an article without a date then
    /// stands in no list and has none.
    pub days_apart: Option<u32>,
    /// Whether each article may stand in a list at all, shape (n_docs,); `None` for all.
    pub listed: Option<Vec<bool>>,
}

/// What decides it, by row and close together: the search asks often.
pub(super) struct Check<'e> {
    langs: Vec<Lang>,
    /// Seconds since 1970 of each article, and how many seconds two may be apart.
    dates: Option<(Vec<Option<i64>>, i64)>,
    listed: Option<&'e [bool]>,
}

const SECONDS_A_DAY: i64 = 86_400;

impl Eligible {
    pub(super) fn check<'e>(&'e self, corpus: &Corpus) -> Result<Check<'e>, EngineError> {
        let n_docs = corpus.n_docs();
        let entries = corpus.entries();
        if let Some(n_listed) = self.listed.as_ref().map(Vec::len).filter(|&n| n != n_docs) {
            return Err(EngineError::Eligibility { n_docs, n_listed });
        }
        let langs =
            if self.same_language { entries.iter().map(|e| e.lang).collect() } else { vec![] };
        let dates = self.days_apart.map(|days| {
            let dates = entries.iter().map(|entry| entry.date.map(|date| date.unix_seconds()));
            (dates.collect(), i64::from(days) * SECONDS_A_DAY)
        });
        Ok(Check { langs, dates, listed: self.listed.as_deref() })
    }
}

impl Check<'_> {
    /// Whether `other` may stand in the list of `doc`.
    pub(super) fn admits(&self, doc: DocId, other: DocId) -> bool {
        let (doc, other) = (doc.index(), other.index());
        let near_in_time = |(dates, most): &(Vec<Option<i64>>, i64)| {
            let apart = dates[doc].zip(dates[other]).map(|(a, b)| a.abs_diff(b));
            apart.is_some_and(|apart| apart <= most.unsigned_abs())
        };
        (self.langs.is_empty() || self.langs[doc] == self.langs[other])
            && self.dates.as_ref().is_none_or(near_in_time)
            && self.listed.is_none_or(|listed| listed[other])
    }
}
