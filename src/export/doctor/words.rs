//! The sentences of the report.

use std::collections::BTreeMap;

use crate::engine::{
    Case, Corpus, Detail, Entry, Examination, Finding, Gravity, Problem, WhyShort,
};

/// One word for how grave something is.
pub(super) fn gravity(gravity: Gravity) -> &'static str {
    match gravity {
        Gravity::Wrong => "wrong",
        Gravity::Missing => "missing",
        Gravity::Weak => "weak",
        Gravity::Note => "note",
    }
}

/// The name of a problem for programs.
pub(super) fn code(problem: Problem) -> &'static str {
    match problem {
        Problem::SameUrl => "same_url",
        Problem::NearCopy => "near_copy",
        Problem::OtherLanguage => "other_language",
        Problem::NoTitle => "no_title",
        Problem::EmptyList => "empty_list",
        Problem::Orphan => "orphan",
        Problem::ShortList => "short_list",
        Problem::NoUrl => "no_url",
        Problem::OverLinked => "over_linked",
        Problem::WeakList => "weak_list",
        Problem::FewTerms => "few_terms",
        Problem::NoDate => "no_date",
        Problem::LoneLanguage => "lone_language",
        Problem::Furniture => "furniture",
    }
}

/// The name of a reason for programs.
pub(super) fn reason_code(why: WhyShort) -> &'static str {
    match why {
        WhyShort::NoTerms => "no_terms",
        WhyShort::NoDate => "no_date",
        WhyShort::MinScore => "min_score",
        WhyShort::NotEligible => "not_eligible",
        WhyShort::BothLimits => "both_limits",
        WhyShort::NothingShared => "nothing_shared",
    }
}

fn reason(why: WhyShort) -> &'static str {
    match why {
        WhyShort::NoTerms => "no telling word",
        WhyShort::NoDate => "no date",
        WhyShort::MinScore => "others score below --min-score",
        WhyShort::NotEligible => "others are in another language or too far in time",
        WhyShort::BothLimits => "others fall to --min-score and to language or time",
        WhyShort::NothingShared => "no more articles share its words",
    }
}

/// What is wrong, with its number.
pub(super) fn headline(finding: &Finding, k: usize) -> String {
    let n = finding.n_articles;
    let articles = |one: &str, more: &str| {
        if n == 1 { format!("1 article {one}") } else { format!("{n} articles {more}") }
    };
    match finding.problem {
        Problem::SameUrl => articles("shares its address", "share an address with another"),
        Problem::NearCopy => {
            articles("is nearly the same as another", "are nearly the same as another")
        }
        Problem::OtherLanguage => {
            articles("lists others in another language", "list others in another language")
        }
        Problem::NoTitle => articles("has no title", "have no title"),
        Problem::EmptyList => articles("has an empty list", "have an empty list"),
        Problem::Orphan => articles("is in no list", "are in no list"),
        Problem::ShortList => {
            let fewer = format!("fewer than {k} items");
            articles(&format!("lists {fewer}"), &format!("list {fewer}"))
        }
        Problem::NoUrl => articles("has no address", "have no address"),
        Problem::OverLinked => {
            articles("is in far more lists than most", "are in far more lists than most")
        }
        Problem::WeakList => articles("lists nothing near it", "list nothing near them"),
        Problem::FewTerms => articles("has few telling words", "have few telling words"),
        Problem::NoDate => articles("has no date", "have no date"),
        Problem::LoneLanguage => articles(
            "is in a language that few others are in",
            "are in languages that few others are in",
        ),
        Problem::Furniture if finding.cases.len() == 1 => {
            format!("1 line is page furniture, in {n} articles")
        }
        Problem::Furniture => {
            let n_lines = finding.cases.len();
            format!("{n_lines} lines are page furniture, the commonest in {n} articles")
        }
    }
}

/// Why it matters to readers.
pub(super) fn why(problem: Problem) -> &'static str {
    match problem {
        Problem::SameUrl => "A reader who follows the link comes back to the same page.",
        Problem::NearCopy => "A reader of one is offered the same text again.",
        Problem::OtherLanguage => "A reader is offered what they may not be able to read.",
        Problem::NoTitle => "A reader sees the id in place of a title.",
        Problem::EmptyList => "A reader is offered nothing.",
        Problem::Orphan => "No reader of another article is led to them.",
        Problem::ShortList => "A reader is offered less than there is room for.",
        Problem::NoUrl => "A list can name them, but not link to them.",
        Problem::OverLinked => "Readers meet the same article again and again.",
        Problem::WeakList => "A reader is offered articles that have little to do with this one.",
        Problem::FewTerms => "A list that rests on a handful of words is right by luck.",
        Problem::NoDate => "They fall out of every list that is limited in time.",
        Problem::LoneLanguage => {
            "There are too few to fill a list in that language; often the language was detected wrongly."
        }
        Problem::Furniture => {
            "Lines that many articles repeat say nothing about any of them, so they do not count."
        }
    }
}

/// What to do: a command, an option or a field.
pub(super) fn fix(problem: Problem) -> &'static str {
    match problem {
        Problem::SameUrl => "Give each its own `url`, or take all but one out of the source.",
        Problem::NearCopy => {
            "Keep one of each group and take the others out of the source; `alsolike explain SOURCE ID ID` \
             shows what two of them share."
        }
        Problem::OtherLanguage => {
            "`related` keeps to one language unless told `--preset text`; where the language is wrong, set the field `lang`."
        }
        Problem::NoTitle => "Set the field `title`.",
        Problem::EmptyList => {
            "No telling word: write a `title`, a `summary` or `tags`. A limit: lower `--min-score`, raise \
             `--days-apart` or set the `date`. Nothing shared: choose some by hand."
        }
        Problem::Orphan => {
            "Link to the good ones by hand; lists that are longer, by `-k`, reach more of them."
        }
        Problem::ShortList => {
            "A limit: lower `--min-score` or raise `--days-apart`. Nothing shared: add `tags` or a `summary` \
             in the words of related articles."
        }
        Problem::NoUrl => "Set the field `url`.",
        Problem::OverLinked => {
            "Look at what it is: digests, indexes and pages of links are near to everything. Take those out \
             of the source."
        }
        Problem::WeakList => {
            "Read these lists first, with `alsolike related SOURCE --for ID --because 5`; `--min-score` cuts \
             what is too far."
        }
        Problem::FewTerms => "Write a `summary` or `tags`, or take pages that are no articles out.",
        Problem::NoDate => "Set the field `date`.",
        Problem::LoneLanguage => "Set the field `lang`, or give `--language` for all.",
        Problem::Furniture => "Nothing, if that is what they are; else give `--keep-furniture`.",
    }
}

/// What is known of a case, in a few words; empty when that is nothing.
pub(super) fn detail(problem: Problem, detail: &Detail) -> String {
    match detail {
        Detail::Lang(lang) if problem == Problem::OtherLanguage => format!("lists one in {lang}"),
        Detail::None => String::new(),
        Detail::Score(score) => format!("score {score:.3}"),
        Detail::Inbound(1) => "in 1 list".to_owned(),
        Detail::Inbound(n) => format!("in {n} lists"),
        Detail::Length(0, why) => reason(*why).to_owned(),
        Detail::Length(1, why) => format!("1 item: {}", reason(*why)),
        Detail::Length(n, why) => format!("{n} items: {}", reason(*why)),
        Detail::Terms(1) => "1 term".to_owned(),
        Detail::Terms(n) => format!("{n} terms"),
        Detail::Lang(lang) => format!("in {lang}"),
        Detail::Url(url) => url.clone(),
        Detail::Line(_, n) => format!("in {n} articles"),
    }
}

/// The reasons of short lists with their numbers, the commonest first; empty for other problems.
pub(super) fn reasons(finding: &Finding) -> Vec<String> {
    let mut counts: BTreeMap<WhyShort, usize> = BTreeMap::new();
    for case in &finding.cases {
        if let Detail::Length(_, why) = case.detail {
            *counts.entry(why).or_default() += 1;
        }
    }
    let mut counts: Vec<(WhyShort, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(why, n)| (std::cmp::Reverse(n), why));
    counts.into_iter().map(|(why, n)| format!("{n} × {}", reason(why))).collect()
}

/// The cases to show: none when every article is one, since any article is an example.
pub(super) fn examples<'f>(finding: &'f Finding, found: &Examination, n: usize) -> &'f [Case] {
    let is_all = finding.n_articles == found.n_docs && finding.cases.len() > n;
    &finding.cases[..if is_all { 0 } else { n.min(finding.cases.len()) }]
}

/// The line that a case is about, for page furniture.
pub(super) fn line(case: &Case) -> Option<&str> {
    match &case.detail {
        Detail::Line(line, _) if line.is_empty() => Some("(a line of which no copy was kept)"),
        Detail::Line(line, _) => Some(line),
        _ => None,
    }
}

/// The title, else the id.
pub(super) fn name(entry: &Entry) -> &str {
    if entry.title.is_empty() { entry.id.as_str() } else { &entry.title }
}

/// `12.3 %`; `< 0.1 %` for what would be rounded away.
pub(super) fn percent(part: usize, whole: usize) -> String {
    let share = 100.0 * part as f64 / whole.max(1) as f64;
    if part > 0 && share < 0.1 { "< 0.1 %".to_owned() } else { format!("{share:.1} %") }
}

/// How the lists are as a whole, in pairs of a figure and what it is.
pub(super) fn figures(found: &Examination) -> Vec<(String, String)> {
    let Examination { n_docs, k, n_full, n_empty, median_best_score, inbound, .. } = found;
    let lists = if *k == 1 { "1 item".to_owned() } else { format!("{k} items") };
    let most = inbound.counts.iter().max().copied().unwrap_or(0);
    let mut figures = vec![
        (n_docs.to_string(), if *n_docs == 1 { "article" } else { "articles" }.to_owned()),
        (percent(*n_full, *n_docs), format!("have a full list of {lists}")),
        (n_empty.to_string(), "have an empty list".to_owned()),
        (percent(n_docs - inbound.n_orphans(), *n_docs), "are in a list of another".to_owned()),
        (most.to_string(), "lists name the article named most".to_owned()),
        (format!("{:.2}", inbound.gini), "Gini of how often each is named; 0 is evenly".to_owned()),
    ];
    if let Some(score) = median_best_score {
        figures.push((format!("{score:.3}"), "best score of a middling list".to_owned()));
    }
    figures
}

/// `en 2,290, fr 11`: languages with their number of articles.
pub(super) fn languages(found: &Examination) -> String {
    let langs: Vec<String> = found.langs.iter().map(|(lang, n)| format!("{lang} {n}")).collect();
    langs.join(", ")
}

/// Articles of a case that are named as examples; the others are counted.
const SHOWN_OF_A_CASE: usize = 5;

/// The first articles of a case, and how many more there are.
pub(super) fn shown<'c>(case: &Case, corpus: &'c Corpus) -> (Vec<&'c Entry>, usize) {
    let shown = case.docs.iter().take(SHOWN_OF_A_CASE).map(|&doc| corpus.entry(doc)).collect();
    (shown, case.docs.len().saturating_sub(SHOWN_OF_A_CASE))
}
