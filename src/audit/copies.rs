//! Checks for articles that occur twice.

use std::cmp::Reverse;

use super::context::AuditContext;
use super::finding::{Case, Check, Detail, Finding, Severity};
use crate::engine::Recommender;
use crate::recommend::{DuplicateGroups, DuplicateParams, Exclusion};
use crate::sparse::{DocId, dot};

/// Finds groups of articles with the same address after normalization.
pub(super) fn same_url(context: &AuditContext<'_>) -> Option<Finding> {
    let groups = context.copies.groups().iter();
    let cases = groups.flat_map(|group| pages(context, group)).filter(|page| page.len() > 1);
    let case = |mut docs: Vec<DocId>| {
        docs.sort_unstable();
        let url = context.engine().corpus().article(docs[0]).url.clone().unwrap_or_default();
        Case { docs, detail: Detail::Url(url) }
    };
    Finding::new(Severity::Missing, Check::SameUrl, largest_first(cases.map(case).collect()))
}

/// Finds groups of pages that are nearly the same; the first article of a group represents it.
pub(super) fn near_copies(context: &AuditContext<'_>) -> Option<Finding> {
    let rows = context.engine().index().rows();
    let groups = context.copies.groups().iter();
    let case = |group: &Vec<DocId>| {
        let scores = group[1..].iter().map(|&doc| dot(rows.row(group[0]), rows.row(doc)));
        let score = scores.fold(f32::INFINITY, f32::min);
        Case { docs: group.clone(), detail: Detail::Score(score) }
    };
    let cases = groups.filter(|group| pages(context, group).len() > 1).map(case).collect();
    // Lists that show one article of a group hide its duplicates from readers.
    let is_collapsed = context.selector().policy().duplicates.is_some();
    let severity = if is_collapsed { Severity::Note } else { Severity::Wrong };
    Finding::new(severity, Check::NearCopy, largest_first(cases))
}

/// Returns the duplicate groups of the policy. When the policy shows duplicates side by side, returns the groups
/// by the default parameters.
pub(super) fn groups(recommender: &Recommender) -> DuplicateGroups {
    let (selector, engine) = (recommender.selector(), recommender.engine());
    if selector.policy().duplicates.is_some() {
        return selector.groups().clone();
    }
    let params = Some(DuplicateParams::default());
    engine.duplicate_groups(params)
}

/// Splits a group into its pages: articles with the same address.
fn pages(context: &AuditContext<'_>, group: &[DocId]) -> Vec<Vec<DocId>> {
    let mut pages: Vec<Vec<DocId>> = Vec::new();
    for &doc in group {
        let is_page = |page: &&mut Vec<DocId>| {
            context.selector().exclusion(page[0], doc) == Some(Exclusion::SamePage)
        };
        match pages.iter_mut().find(is_page) {
            Some(page) => page.push(doc),
            None => pages.push(vec![doc]),
        }
    }
    pages
}

/// Sorts large groups first, because they take most room in lists.
fn largest_first(mut cases: Vec<Case>) -> Vec<Case> {
    cases.sort_by_key(|case| (Reverse(case.docs.len()), case.docs[0]));
    cases
}
