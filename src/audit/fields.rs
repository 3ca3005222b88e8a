//! Fields, words and languages of the articles themselves.

use std::collections::BTreeMap;

use super::{AuditContext, Case, Check, Detail, Finding, Severity};
use crate::article::Lang;
use crate::engine::ArticleMeta;
use crate::sparse::DocId;

/// Articles without a title, an address or a date.
///
/// A field that no article has is how the archive is; one that some lack is a mistake.
pub(super) fn missing(context: &AuditContext<'_>) -> Vec<Finding> {
    let empty = |text: &str| text.trim().is_empty();
    let without = |problem, severity, lacks: &dyn Fn(&ArticleMeta) -> bool| {
        let corpus = context.engine().corpus();
        let docs = context.docs().filter(|&doc| lacks(corpus.article(doc)));
        let cases: Vec<Case> = docs.map(|doc| Case::of(doc, Detail::None)).collect();
        let severity = if cases.len() == corpus.n_docs() { Severity::Note } else { severity };
        Finding::new(severity, problem, cases)
    };
    let no_title = without(Check::NoTitle, Severity::Wrong, &|entry| empty(&entry.title));
    let no_url =
        without(Check::NoUrl, Severity::Missing, &|entry| entry.url.as_deref().is_none_or(empty));
    let no_date = without(Check::NoDate, Severity::Note, &|entry| entry.date.is_none());
    [no_title, no_url, no_date].into_iter().flatten().collect()
}

/// Articles dated after the moment that is asked about, the latest first; none when all are, since then an early
/// moment was meant.
pub(super) fn in_the_future(context: &AuditContext<'_>) -> Option<Finding> {
    let date = |doc: DocId| context.engine().corpus().article(doc).date;
    let dated: Vec<DocId> = context.docs().filter(|&doc| date(doc).is_some()).collect();
    let now = context.recommender.now();
    let mut late: Vec<DocId> =
        dated.iter().copied().filter(|&doc| date(doc).is_some_and(|date| date > now)).collect();
    late.sort_by_key(|&doc| (std::cmp::Reverse(date(doc)), doc));
    let is_all = late.len() == dated.len();
    let cases = late.into_iter().map(|doc| Case::of(doc, Detail::None)).collect();
    Finding::new(Severity::Weak, Check::Future, cases).filter(|_| !is_all)
}

/// Articles with words, but few of them; the fewest first.
pub(super) fn few_terms(context: &AuditContext<'_>) -> Option<Finding> {
    let rows = context.engine().index().rows();
    let mut few: Vec<(usize, DocId)> =
        context.docs().map(|doc| (rows.row(doc).terms().len(), doc)).collect();
    // Those without any have an empty list, and are named there.
    few.retain(|&(n_terms, _)| n_terms > 0 && n_terms < context.params.few_terms);
    few.sort_unstable();
    let cases = few.into_iter().map(|(n_terms, doc)| Case::of(doc, Detail::Terms(n_terms)));
    Finding::new(Severity::Weak, Check::FewTerms, cases.collect())
}

/// Languages whose articles cannot fill each other's lists, when there are others.
pub(super) fn lone_languages(context: &AuditContext<'_>) -> Option<Finding> {
    let by_lang = by_language(context);
    if by_lang.len() < 2 {
        return None;
    }
    let lone = by_lang.into_iter().filter(|(_, docs)| docs.len() <= context.selector().policy().k);
    let mut cases: Vec<Case> =
        lone.map(|(lang, docs)| Case { docs, detail: Detail::Lang(lang) }).collect();
    cases.sort_by_key(|case| (std::cmp::Reverse(case.docs.len()), case.docs[0]));
    Finding::new(Severity::Note, Check::LoneLanguage, cases)
}

/// Languages with their number of articles, the commonest first, then by code.
pub(super) fn languages(context: &AuditContext<'_>) -> Vec<(Lang, usize)> {
    let by_lang = by_language(context).into_iter();
    let mut langs: Vec<(Lang, usize)> = by_lang.map(|(lang, docs)| (lang, docs.len())).collect();
    langs.sort_by_key(|&(lang, n)| (std::cmp::Reverse(n), lang));
    langs
}

/// Lines left out of the vectors, the commonest first.
pub(super) fn boilerplate(context: &AuditContext<'_>) -> Option<Finding> {
    let lines = context.engine().boilerplate();
    let case = |line: &crate::text::BoilerplateLine| Case {
        docs: Vec::new(),
        detail: Detail::Line(line.text.clone(), line.n_articles),
    };
    // Which articles have a line is forgotten; the commonest says how many there are at least.
    let n_articles = lines.iter().map(|line| line.n_articles).max().unwrap_or(0);
    let finding =
        Finding::new(Severity::Note, Check::Boilerplate, lines.iter().map(case).collect())?;
    Some(Finding { n_articles, ..finding })
}

fn by_language(context: &AuditContext<'_>) -> BTreeMap<Lang, Vec<DocId>> {
    let mut by_lang: BTreeMap<Lang, Vec<DocId>> = BTreeMap::new();
    for doc in context.docs() {
        by_lang.entry(context.engine().corpus().article(doc).lang).or_default().push(doc);
    }
    by_lang
}
