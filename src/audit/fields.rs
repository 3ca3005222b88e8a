//! Checks of fields, terms and languages of articles.

use std::collections::BTreeMap;

use super::context::AuditContext;
use super::finding::{Case, Check, Detail, Finding, Severity};
use crate::article::Lang;
use crate::engine::ArticleMeta;
use crate::sparse::DocId;

/// Finds articles without a title, an address or a date.
///
/// A field that no article has is a property of the archive, and only a note. A field that some articles lack is
/// a mistake.
pub(super) fn missing(context: &AuditContext<'_>) -> Vec<Finding> {
    let empty = |text: &str| text.trim().is_empty();
    let without = |check, severity, lacks: &dyn Fn(&ArticleMeta) -> bool| {
        let corpus = context.engine().corpus();
        let docs = context.docs().filter(|&doc| lacks(corpus.article(doc)));
        let cases: Vec<Case> = docs.map(|doc| Case::of(doc, Detail::None)).collect();
        let severity = if cases.len() == corpus.n_docs() { Severity::Note } else { severity };
        Finding::new(severity, check, cases)
    };
    let no_title = without(Check::NoTitle, Severity::Wrong, &|article| empty(&article.title));
    let no_url = without(Check::NoUrl, Severity::Missing, &|article| {
        article.url.as_deref().is_none_or(empty)
    });
    let no_date = without(Check::NoDate, Severity::Note, &|article| article.date.is_none());
    [no_title, no_url, no_date].into_iter().flatten().collect()
}

/// Finds articles dated after the time of the request, latest first. Reports none when all dated articles are
/// later, because such a request asks for an early time on purpose.
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

/// Finds articles with few terms, fewest first.
pub(super) fn few_terms(context: &AuditContext<'_>) -> Option<Finding> {
    let rows = context.engine().index().rows();
    let mut few: Vec<(usize, DocId)> =
        context.docs().map(|doc| (rows.row(doc).terms().len(), doc)).collect();
    // Articles without terms have an empty list, which is a finding of its own.
    few.retain(|&(n_terms, _)| n_terms > 0 && n_terms < context.params.few_terms);
    few.sort_unstable();
    let cases = few.into_iter().map(|(n_terms, doc)| Case::of(doc, Detail::Terms(n_terms)));
    Finding::new(Severity::Weak, Check::FewTerms, cases.collect())
}

/// Finds languages with too few articles to fill a list, if the archive has several languages.
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

/// Returns languages with their number of articles, most frequent first, then by code.
pub(super) fn languages(context: &AuditContext<'_>) -> Vec<(Lang, usize)> {
    let by_lang = by_language(context).into_iter();
    let mut langs: Vec<(Lang, usize)> = by_lang.map(|(lang, docs)| (lang, docs.len())).collect();
    langs.sort_by_key(|&(lang, n)| (std::cmp::Reverse(n), lang));
    langs
}

/// Reports the lines that were left out of the vectors, most frequent first.
pub(super) fn boilerplate(context: &AuditContext<'_>) -> Option<Finding> {
    let lines = context.engine().boilerplate();
    let case = |line: &crate::text::BoilerplateLine| Case {
        docs: Vec::new(),
        detail: Detail::Line(line.text.clone(), line.n_articles),
    };
    // The articles of a line are not recorded. The most frequent line gives a lower bound on their number.
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
