//! The sentences of the report.

use std::collections::BTreeMap;

use alsolike::audit::{AuditReport, Case, Check, Detail, Finding, Severity};
use alsolike::engine::{ArticleMeta, Corpus};
use alsolike::recommend::ShortfallCause;

/// One word for how grave something is.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Wrong => "wrong",
        Severity::Missing => "missing",
        Severity::Weak => "weak",
        Severity::Note => "note",
    }
}

/// The name of a problem for programs.
pub(super) fn code(problem: Check) -> &'static str {
    match problem {
        Check::Rule => "rule",
        Check::SameUrl => "same_url",
        Check::NearCopy => "near_copy",
        Check::OtherLanguage => "other_language",
        Check::NoTitle => "no_title",
        Check::EmptyList => "empty_list",
        Check::Orphan => "orphan",
        Check::ShortList => "short_list",
        Check::NoUrl => "no_url",
        Check::OverLinked => "over_linked",
        Check::WeakList => "weak_list",
        Check::FewTerms => "few_terms",
        Check::NoDate => "no_date",
        Check::Future => "future",
        Check::LoneLanguage => "lone_language",
        Check::Unlisted => "unlisted",
        Check::Boilerplate => "furniture",
    }
}

/// What keeps most articles out of some short lists.
fn cause(why: ShortfallCause) -> String {
    match why {
        ShortfallCause::NoTerms => "no telling word".to_owned(),
        ShortfallCause::NothingShared => "no more articles share its words".to_owned(),
        other => format!("others {}", other.describe(2)),
    }
}

/// What is wrong, with its number.
pub(super) fn headline(finding: &Finding, k: usize) -> String {
    let n = finding.n_articles;
    let articles = |one: &str, more: &str| {
        if n == 1 { format!("1 article {one}") } else { format!("{n} articles {more}") }
    };
    match finding.problem {
        Check::Rule if finding.cases.len() == 1 => "1 rule has a problem".to_owned(),
        Check::Rule => format!("{} rules have problems", finding.cases.len()),
        Check::SameUrl => articles("shares its address", "share an address with another"),
        Check::NearCopy => {
            articles("is nearly the same as another", "are nearly the same as another")
        }
        Check::OtherLanguage => {
            articles("lists others in another language", "list others in another language")
        }
        Check::NoTitle => articles("has no title", "have no title"),
        Check::EmptyList => articles("has an empty list", "have an empty list"),
        Check::Orphan => articles("is in no list", "are in no list"),
        Check::Unlisted => articles("may stand in no list", "may stand in no list"),
        Check::ShortList => {
            let fewer = format!("fewer than {k} items");
            articles(&format!("lists {fewer}"), &format!("list {fewer}"))
        }
        Check::NoUrl => articles("has no address", "have no address"),
        Check::OverLinked => {
            articles("is in far more lists than most", "are in far more lists than most")
        }
        Check::WeakList => articles("lists nothing near it", "list nothing near them"),
        Check::FewTerms => articles("has few telling words", "have few telling words"),
        Check::NoDate => articles("has no date", "have no date"),
        Check::Future => articles("is dated after now", "are dated after now"),
        Check::LoneLanguage => articles(
            "is in a language that few others are in",
            "are in languages that few others are in",
        ),
        Check::Boilerplate if finding.cases.len() == 1 => {
            format!("1 line is page furniture, in {n} articles")
        }
        Check::Boilerplate => {
            let n_lines = finding.cases.len();
            format!("{n_lines} lines are page furniture, the commonest in {n} articles")
        }
    }
}

/// Why it matters to readers.
pub(super) fn why(finding: &Finding) -> &'static str {
    match finding.problem {
        Check::Rule => "What an editor decided does not hold as it is written.",
        Check::SameUrl => "They are taken for one page, so lists show the first of them alone.",
        Check::NearCopy if finding.severity == Severity::Note => {
            "Lists show one of a group, and say where else it was published."
        }
        Check::NearCopy => "A reader of one is offered the same text again.",
        Check::OtherLanguage => "A reader is offered what they may not be able to read.",
        Check::NoTitle => "A reader sees the id in place of a title.",
        Check::EmptyList => "A reader is offered nothing.",
        Check::Orphan => "No reader of another article is led to them.",
        Check::ShortList => "A reader is offered less than there is room for.",
        Check::NoUrl => "A list can name them, but not link to them.",
        Check::OverLinked => "Readers meet the same article again and again.",
        Check::WeakList => "A reader is offered articles that have little to do with this one.",
        Check::FewTerms => "A list that rests on a handful of words is right by luck.",
        Check::NoDate => {
            "Nearness in time counts nothing for them, and they fall out of every list that is limited in time."
        }
        Check::Future => {
            "Their dates are wrong, or they are not out yet; from a day ahead on they count as without a date \
             where the newest come first (`--preset latest`, `--fill`)."
        }
        Check::LoneLanguage => {
            "There are too few to fill a list in that language; often the language was detected wrongly."
        }
        Check::Unlisted => "A field, a rule or an option keeps them out.",
        Check::Boilerplate => {
            "Lines that many articles repeat say nothing about any of them, so they do not count."
        }
    }
}

/// What to do: a command, an option or a field.
pub(super) fn fix(finding: &Finding) -> &'static str {
    match finding.problem {
        Check::Rule => "Correct the rules; `alsolike rules check` names the same problems.",
        Check::SameUrl => "Give each its own `url`, or take all but one out of the source.",
        Check::NearCopy if finding.severity == Severity::Note => {
            "Nothing, if they belong together; `alsolike duplicates SOURCE` names all."
        }
        Check::NearCopy => {
            "Let lists collapse copies, as every preset but `text` does, or take all but one out of the source."
        }
        Check::OtherLanguage => {
            "Leave `--any-language` out, or give `--same-language`; where the language is wrong, set the field `lang`."
        }
        Check::NoTitle => "Set the field `title`.",
        Check::EmptyList => {
            "No telling word: write a `title`, a `summary` or `tags`. Kept out: loosen the option, field or rule that is named. Nothing shared: pin some, or give `--fill`."
        }
        Check::Orphan => {
            "Pin the good ones to lists; longer lists, by `-k`, and `--max-inbound` reach more of them."
        }
        Check::ShortList => {
            "Kept out: loosen the option, field or rule that is named. Nothing shared: add `tags` or a `summary` in the words of related articles, or give `--fill`."
        }
        Check::NoUrl => "Set the field `url`.",
        Check::OverLinked => {
            "Look at what it is: digests, indexes and pages of links are near to everything. Set `hidden`, or give `--max-inbound`."
        }
        Check::WeakList => {
            "Read these lists first, with `alsolike related SOURCE --for ID --because 5`; `--min-score` cuts what is too far."
        }
        Check::FewTerms => {
            "Write a `summary` or `tags`, or set `hidden` for pages that are no articles."
        }
        Check::NoDate => "Set the field `date`.",
        Check::Future => {
            "Correct the field `date`, set `embargo` for what is not out yet, or give `--now` where an old archive is meant."
        }
        Check::LoneLanguage => "Set the field `lang`, or give `--language` for all.",
        Check::Unlisted => "Nothing, if that is what was meant.",
        Check::Boilerplate => "Nothing, if that is what they are; else give `--keep-furniture`.",
    }
}

/// What is known of a case, in a few words; empty when that is nothing.
pub(super) fn detail(problem: Check, detail: &Detail) -> String {
    match detail {
        Detail::Lang(lang) if problem == Check::OtherLanguage => format!("lists one in {lang}"),
        Detail::None => String::new(),
        Detail::Score(score) => format!("score {score:.3}"),
        Detail::Inbound(1) => "in 1 list".to_owned(),
        Detail::Inbound(n) => format!("in {n} lists"),
        Detail::Shortfall(short) => match short.found {
            0 => short.describe(),
            1 => format!("1 item: {}", short.describe()),
            n => format!("{n} items: {}", short.describe()),
        },
        Detail::Terms(1) => "1 term".to_owned(),
        Detail::Terms(n) => format!("{n} terms"),
        Detail::Lang(lang) => format!("in {lang}"),
        Detail::Url(url) => url.clone(),
        Detail::Line(_, n) => format!("in {n} articles"),
        Detail::Rule(_) => String::new(),
        Detail::Exclusion(exclusion) => exclusion.describe().to_owned(),
    }
}

/// The reasons of short lists, or of articles in none, with their numbers, the commonest first; empty for other
/// problems.
pub(super) fn reasons(finding: &Finding) -> Vec<String> {
    let mut counts: BTreeMap<ShortfallCause, usize> = BTreeMap::new();
    for case in &finding.cases {
        match &case.detail {
            Detail::Shortfall(short) => *counts.entry(short.cause()).or_default() += 1,
            Detail::Exclusion(exclusion) => {
                *counts.entry(ShortfallCause::Excluded(*exclusion)).or_default() += 1;
            }
            _ => {}
        }
    }
    let mut counts: Vec<(ShortfallCause, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(why, n)| (std::cmp::Reverse(n), why));
    let reason = |(why, n): (ShortfallCause, usize)| match finding.problem {
        Check::Unlisted => format!("{n} {}", why.describe(n)),
        _ => format!("{n} × {}", cause(why)),
    };
    counts.into_iter().map(reason).collect()
}

/// The cases to show: none when every article is one, since any article is an example.
pub(super) fn examples<'f>(finding: &'f Finding, found: &AuditReport, n: usize) -> &'f [Case] {
    let is_all = finding.n_articles == found.n_docs && finding.cases.len() > n;
    &finding.cases[..if is_all { 0 } else { n.min(finding.cases.len()) }]
}

/// What a case is about when that is no article: a line of page furniture, or a rule.
pub(super) fn line(case: &Case) -> Option<String> {
    match &case.detail {
        Detail::Line(line, _) if line.is_empty() => {
            Some("(a line of which no copy was kept)".to_owned())
        }
        Detail::Line(line, _) => Some(line.clone()),
        Detail::Rule(problem) => Some(problem.to_string()),
        _ => None,
    }
}

/// The title, else the id.
pub(super) fn name(entry: &ArticleMeta) -> &str {
    if entry.title.is_empty() { entry.id.as_str() } else { &entry.title }
}

/// `12.3 %`; `< 0.1 %` for what would be rounded away.
pub(super) fn percent(part: usize, whole: usize) -> String {
    let share = 100.0 * part as f64 / whole.max(1) as f64;
    if part > 0 && share < 0.1 { "< 0.1 %".to_owned() } else { format!("{share:.1} %") }
}

/// How the lists are as a whole, in pairs of a figure and what it is.
pub(super) fn figures(found: &AuditReport) -> Vec<(String, String)> {
    let AuditReport { n_docs, k, n_full, n_empty, median_best_score, inbound, .. } = found;
    let lists = if *k == 1 { "1 item".to_owned() } else { format!("{k} items") };
    let most = inbound.counts.iter().max().copied().unwrap_or(0);
    let orphans = found.findings.iter().find(|finding| finding.problem == Check::Orphan);
    let n_orphans = orphans.map_or(0, |finding| finding.n_articles);
    let mut figures = vec![
        (n_docs.to_string(), if *n_docs == 1 { "article" } else { "articles" }.to_owned()),
        (percent(*n_full, *n_docs), format!("have a full list of {lists}")),
        (n_empty.to_string(), "have an empty list".to_owned()),
        (
            percent(inbound.n_candidates - n_orphans, inbound.n_candidates),
            "are in a list of another, copies and those kept out aside".to_owned(),
        ),
        (most.to_string(), "lists name the article named most".to_owned()),
        (format!("{:.2}", inbound.gini), "Gini of how often each is named; 0 is evenly".to_owned()),
    ];
    if let Some(score) = median_best_score {
        figures.push((format!("{score:.3}"), "best cosine of a middling list".to_owned()));
    }
    figures
}

/// `en 2,290, fr 11`: languages with their number of articles.
pub(super) fn languages(found: &AuditReport) -> String {
    let langs: Vec<String> = found.langs.iter().map(|(lang, n)| format!("{lang} {n}")).collect();
    langs.join(", ")
}

/// Articles of a case that are named as examples; the others are counted.
const SHOWN_OF_A_CASE: usize = 5;

/// The first articles of a case, and how many more there are.
pub(super) fn shown<'c>(case: &Case, corpus: &'c Corpus) -> (Vec<&'c ArticleMeta>, usize) {
    let shown = case.docs.iter().take(SHOWN_OF_A_CASE).map(|&doc| corpus.article(doc)).collect();
    (shown, case.docs.len().saturating_sub(SHOWN_OF_A_CASE))
}
