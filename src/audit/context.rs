//! The thresholds of an audit and the data that all its checks share.

use crate::engine::{Engine, EngineError, Recommender};
use crate::recommend::{DuplicateGroups, Recommendation, Selector};
use crate::setting::InvalidSetting;
use crate::sparse::DocId;

/// Thresholds of the audit.
///
/// The defaults were picked by eye on the lists of four archives.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuditParams {
    /// A list whose best score is below this is weak; 0 to 1, by default .05.
    pub weak_score: f32,
    /// An article with fewer different terms than this has too few; by default 10.
    pub few_terms: usize,
    /// An article that appears in more lists than this multiple of the mean is over-linked; from 1, by default 6.
    pub over_linked: f64,
}

impl Default for AuditParams {
    fn default() -> Self {
        Self { weak_score: 0.05, few_terms: 10, over_linked: 6.0 }
    }
}

impl AuditParams {
    /// Checks that every threshold is in its range. A command can call this before it reads an archive.
    ///
    /// # Errors
    /// [`EngineError::InvalidSetting`] with the first threshold that is out of range.
    pub fn check(&self) -> Result<(), EngineError> {
        InvalidSetting::check_range("weak_score", self.weak_score.into(), 0.0, 1.0)?;
        if !self.over_linked.is_finite() {
            return Err(InvalidSetting::new("over_linked", self.over_linked, "1 or more").into());
        }
        InvalidSetting::check_range("over_linked", self.over_linked, 1.0, f64::INFINITY)?;
        Ok(())
    }
}

/// The data that all checks share.
pub(super) struct AuditContext<'e> {
    pub(super) recommender: &'e Recommender,
    pub(super) lists: &'e [Vec<Recommendation>],
    pub(super) copies: DuplicateGroups,
    pub(super) params: AuditParams,
}

impl AuditContext<'_> {
    pub(super) fn engine(&self) -> &Engine {
        self.recommender.engine()
    }

    pub(super) fn selector(&self) -> &Selector {
        self.recommender.selector()
    }

    pub(super) fn docs(&self) -> impl Iterator<Item = DocId> + '_ {
        self.engine().index().rows().docs()
    }

    pub(super) fn list(&self, doc: DocId) -> &[Recommendation] {
        &self.lists[doc.index()]
    }
}
