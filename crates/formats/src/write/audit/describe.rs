//! Descriptions of findings and cases.

use std::collections::BTreeMap;

use alsolike::audit::{Case, Check, Detail, Finding, Severity};
use alsolike::recommend::ShortfallCause;

/// Returns the name of a severity, also for programs.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Wrong => "wrong",
        Severity::Missing => "missing",
        Severity::Weak => "weak",
        Severity::Note => "note",
    }
}

/// Returns the name of a check for programs.
pub(super) fn code(check: Check) -> &'static str {
    match check {
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

/// Returns the number with its noun: `1 article`, `2 articles`.
pub(super) fn counted(n: usize) -> String {
    format!("{n} article{}", if n == 1 { "" } else { "s" })
}

/// Returns the number with its noun: `1 item`, `2 items`.
pub(super) fn items(n: usize) -> String {
    format!("{n} item{}", if n == 1 { "" } else { "s" })
}

/// Describes the main cause of short lists.
fn cause(why: ShortfallCause) -> String {
    match why {
        ShortfallCause::NoTerms => "no indexed term".to_owned(),
        ShortfallCause::NothingShared => "no more articles share its terms".to_owned(),
        other => format!("others {}", other.describe(2)),
    }
}

/// Describes a finding with the number of its articles.
pub(super) fn headline(finding: &Finding, k: usize) -> String {
    let n = finding.n_articles;
    let articles = |singular: &str, plural: &str| {
        format!("{} {}", counted(n), if n == 1 { singular } else { plural })
    };
    match finding.problem {
        Check::Rule if finding.cases.len() == 1 => "the rules have 1 problem".to_owned(),
        Check::Rule => format!("the rules have {} problems", finding.cases.len()),
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
        Check::Unlisted => articles("is excluded from all lists", "are excluded from all lists"),
        Check::ShortList => {
            let fewer = format!("fewer than {}", items(k));
            articles(&format!("lists {fewer}"), &format!("list {fewer}"))
        }
        Check::NoUrl => articles("has no address", "have no address"),
        Check::OverLinked => {
            articles("is in far more lists than most", "are in far more lists than most")
        }
        Check::WeakList => articles("lists nothing similar to it", "list nothing similar to them"),
        Check::FewTerms => articles("has few indexed terms", "have few indexed terms"),
        Check::NoDate => articles("has no date", "have no date"),
        Check::Future => articles("is dated after now", "are dated after now"),
        Check::LoneLanguage => articles(
            "is in a language that few others are in",
            "are in languages that few others are in",
        ),
        Check::Boilerplate if finding.cases.len() == 1 => {
            format!("1 line is boilerplate, in {}", counted(n))
        }
        Check::Boilerplate => {
            let n_lines = finding.cases.len();
            format!("{n_lines} lines are boilerplate, the commonest in {}", counted(n))
        }
    }
}

/// Describes a case in a few words; empty when there is nothing to add.
pub(super) fn detail(check: Check, detail: &Detail) -> String {
    match detail {
        Detail::Lang(lang) if check == Check::OtherLanguage => format!("lists one in {lang}"),
        Detail::None => String::new(),
        Detail::Score(score) => format!("score {score:.3}"),
        Detail::Inbound(1) => "in 1 list".to_owned(),
        Detail::Inbound(n) => format!("in {n} lists"),
        Detail::Shortfall(short) => match short.found {
            0 => short.describe(),
            n => format!("{}: {}", items(n), short.describe()),
        },
        Detail::Terms(1) => "1 term".to_owned(),
        Detail::Terms(n) => format!("{n} terms"),
        Detail::Lang(lang) => format!("in {lang}"),
        Detail::Url(url) => url.clone(),
        Detail::Line(_, n) => format!("in {}", counted(*n)),
        Detail::Rule(_) => String::new(),
        Detail::Exclusion(exclusion) => exclusion.describe().to_owned(),
    }
}

/// Returns the causes of short lists, or of exclusion from all lists, with their counts, the commonest first. Empty for
/// other checks.
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

/// Returns the line of boilerplate or the rule that a case is about; `None` for a case of articles.
pub(super) fn subject_line(case: &Case) -> Option<String> {
    match &case.detail {
        Detail::Line(line, _) if line.is_empty() => {
            Some("(the text of this line was not kept)".to_owned())
        }
        Detail::Line(line, _) => Some(line.clone()),
        Detail::Rule(error) => Some(error.to_string()),
        _ => None,
    }
}
