//! Lists that are empty, short, weak, or in two languages.

use rayon::prelude::*;

use super::{AuditContext, Case, Check, Detail, Finding, Severity};
use crate::index::Scratch;
use crate::recommend::{Exclusion, Reason, Shortfall, ShortfallCause};
use crate::sparse::{DocId, dot};

/// Empty lists and short ones, each with the reason; not those of articles that are to have none.
pub(super) fn short(context: &AuditContext<'_>) -> Vec<Finding> {
    let k = context.selector().policy().k;
    let docs: Vec<DocId> = context.docs().filter(|&doc| context.list(doc).len() < k).collect();
    let why = |scratch: &mut Scratch, &doc: &DocId| {
        (context.selector().shortfall(doc, context.list(doc), scratch), doc)
    };
    let mut cases: Vec<(Shortfall, DocId)> =
        docs.par_iter().map_init(Scratch::default, why).collect();
    cases.retain(|(short, _)| short.why() != ShortfallCause::Excluded(Exclusion::LegalList));
    cases.sort_by_key(|(short, doc)| (short.found, short.why(), *doc));
    let n_empty = cases.partition_point(|(short, _)| short.found == 0);
    let short = cases.split_off(n_empty);
    let finding = |problem, cases: Vec<(Shortfall, DocId)>| {
        let case = |(short, doc)| Case::of(doc, Detail::Shortfall(short));
        Finding::new(Severity::Missing, problem, cases.into_iter().map(case).collect())
    };
    let findings = [finding(Check::EmptyList, cases), finding(Check::ShortList, short)];
    findings.into_iter().flatten().collect()
}

/// Lists whose best score is low, the lowest first.
pub(super) fn weak(context: &AuditContext<'_>) -> Option<Finding> {
    let best = |doc: DocId| Some((best_score(context, doc)?, doc));
    let mut weak: Vec<(f32, DocId)> = context.docs().filter_map(best).collect();
    weak.retain(|&(score, _)| score < context.params.weak_score);
    weak.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let cases = weak.into_iter().map(|(score, doc)| Case::of(doc, Detail::Score(score)));
    Finding::new(Severity::Weak, Check::WeakList, cases.collect())
}

/// Lists that name an article in another language, where no editor pinned it.
pub(super) fn other_language(context: &AuditContext<'_>) -> Option<Finding> {
    let corpus = context.engine().corpus();
    let case = |doc: DocId| {
        let lang = corpus.article(doc).lang;
        let unpinned = context.list(doc).iter().filter(|pick| pick.reason != Reason::Pin);
        let other =
            unpinned.map(|pick| corpus.article(pick.doc).lang).find(|&other| other != lang)?;
        Some(Case::of(doc, Detail::Lang(other)))
    };
    let cases = context.docs().filter_map(case).collect();
    Finding::new(Severity::Wrong, Check::OtherLanguage, cases)
}

/// Best score of the list in the middle; the lower of two.
pub(super) fn median_best_score(context: &AuditContext<'_>) -> Option<f32> {
    let mut best: Vec<f32> = context.docs().filter_map(|doc| best_score(context, doc)).collect();
    best.sort_by(f32::total_cmp);
    best.get(best.len().checked_sub(1)? / 2).copied()
}

/// The highest cosine of the items that stand in a list for their likeness.
fn best_score(context: &AuditContext<'_>, doc: DocId) -> Option<f32> {
    let rows = context.engine().index().rows();
    let similar = context.list(doc).iter().filter(|pick| pick.reason == Reason::Similar);
    similar.map(|pick| dot(rows.row(doc), rows.row(pick.doc))).max_by(f32::total_cmp)
}
