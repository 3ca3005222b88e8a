//! The audit report in each format.

mod advice;
mod describe;
mod figures;
mod html;
mod json;
mod text;

use alsolike::audit::AuditReport;
use alsolike::engine::Corpus;

use crate::read::ReadReport;

pub use advice::{Advice, DefaultAdvice};

/// Formats of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text for a terminal, with examples.
    Text,
    /// One JSON object with all cases.
    Json,
    /// One HTML page with examples.
    Html,
}

impl Format {
    /// Returns the whole report, with what `reading` counts of the sources. Text and HTML show `n_examples` cases of each finding, JSON shows all.
    ///
    /// # Panics
    /// When `report` is of another archive than `corpus`.
    #[must_use]
    pub fn report(
        self,
        report: &AuditReport,
        reading: &ReadReport,
        corpus: &Corpus,
        n_examples: usize,
        advice: &dyn Advice,
    ) -> String {
        let figures = figures::figures(report, reading);
        match self {
            Self::Text => text::report(report, &figures, corpus, n_examples, advice),
            Self::Json => json::report(report, reading, corpus, advice),
            Self::Html => html::report(report, &figures, corpus, n_examples, advice),
        }
    }
}
