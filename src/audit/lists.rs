//! Checks for lists that are empty, short, weak or in several languages.

use rayon::prelude::*;

use super::context::AuditContext;
use super::finding::{Case, Check, Detail, Finding, Severity};
use crate::index::Scratch;
use crate::recommend::{Exclusion, Reason, Shortfall, ShortfallCause};
use crate::sparse::{DocId, dot};

/// Finds empty and short lists with their causes. Legally sensitive articles are left out, because they have no
/// list on purpose.
pub(super) fn short(context: &AuditContext<'_>) -> Vec<Finding> {
    let k = context.selector().policy().k;
    let docs: Vec<DocId> = context.docs().filter(|&doc| context.list(doc).len() < k).collect();
    let why = |scratch: &mut Scratch, &doc: &DocId| {
        (Shortfall::new(context.selector(), doc, context.list(doc), scratch), doc)
    };
    let mut cases: Vec<(Shortfall, DocId)> =
        docs.par_iter().map_init(Scratch::default, why).collect();
    cases.retain(|(short, _)| short.cause() != ShortfallCause::Excluded(Exclusion::LegalList));
    cases.sort_by_key(|(short, doc)| (short.found, short.cause(), *doc));
    let n_empty = cases.partition_point(|(short, _)| short.found == 0);
    let short = cases.split_off(n_empty);
    let finding = |problem, cases: Vec<(Shortfall, DocId)>| {
        let case = |(short, doc)| Case::of(doc, Detail::Shortfall(short));
        Finding::new(Severity::Missing, problem, cases.into_iter().map(case).collect())
    };
    let findings = [finding(Check::EmptyList, cases), finding(Check::ShortList, short)];
    findings.into_iter().flatten().collect()
}

/// Finds lists with a low best score, lowest first.
pub(super) fn weak(context: &AuditContext<'_>) -> Option<Finding> {
    let best = |doc: DocId| Some((best_score(context, doc)?, doc));
    let mut weak: Vec<(f32, DocId)> = context.docs().filter_map(best).collect();
    weak.retain(|&(score, _)| score < context.params.weak_score);
    weak.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let cases = weak.into_iter().map(|(score, doc)| Case::of(doc, Detail::Score(score)));
    Finding::new(Severity::Weak, Check::WeakList, cases.collect())
}

/// Finds lists that contain an article in another language without a pin.
pub(super) fn other_language(context: &AuditContext<'_>) -> Option<Finding> {
    let corpus = context.engine().corpus();
    let case = |doc: DocId| {
        let lang = corpus.article(doc).lang;
        let unpinned = context.list(doc).iter().filter(|item| item.reason != Reason::Pin);
        let other =
            unpinned.map(|item| corpus.article(item.doc).lang).find(|&other| other != lang)?;
        Some(Case::of(doc, Detail::Lang(other)))
    };
    let cases = context.docs().filter_map(case).collect();
    Finding::new(Severity::Wrong, Check::OtherLanguage, cases)
}

/// Returns the median over lists of the best score; the lower of two in the middle.
pub(super) fn median_best_score(context: &AuditContext<'_>) -> Option<f32> {
    let mut best: Vec<f32> = context.docs().filter_map(|doc| best_score(context, doc)).collect();
    best.sort_by(f32::total_cmp);
    best.get(best.len().checked_sub(1)? / 2).copied()
}

/// Returns the highest cosine similarity among the similar items of a list.
fn best_score(context: &AuditContext<'_>, doc: DocId) -> Option<f32> {
    let rows = context.engine().index().rows();
    let similar = context.list(doc).iter().filter(|item| item.reason == Reason::Similar);
    similar.map(|item| dot(rows.row(doc), rows.row(item.doc))).max_by(f32::total_cmp)
}
