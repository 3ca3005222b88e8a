//! What to do about a finding.

use alsolike::audit::{Check, Finding, Severity};

/// The sentences of a report that may name flags and commands of the program that prints it.
///
/// The defaults name none. A program overrides the sentences for which it has a flag. Text between backticks is code.
pub trait Advice {
    /// Returns why a finding matters to readers.
    fn why(&self, finding: &Finding) -> &'static str {
        default_why(finding)
    }

    /// Returns what to do about a finding.
    fn fix(&self, finding: &Finding) -> &'static str {
        default_fix(finding)
    }

    /// Returns how to get all cases of a finding, as a clause after "and 12 more".
    fn all_cases(&self) -> &'static str {
        "all named in the JSON report"
    }
}

/// The default sentences, which name no flags.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultAdvice;

impl Advice for DefaultAdvice {}

fn default_why(finding: &Finding) -> &'static str {
    match finding.problem {
        Check::Rule => "What an editor decided has no effect as it is written.",
        Check::SameUrl => "They count as one page, so lists show only the first of them.",
        Check::NearCopy if finding.severity == Severity::Note => {
            "Lists show one article of a group, and say where else it was published."
        }
        Check::NearCopy => "A reader of one is offered the same text again.",
        Check::OtherLanguage => "A reader is offered articles that they may not be able to read.",
        Check::NoTitle => "A reader sees the id in place of a title.",
        Check::EmptyList => "A reader is offered nothing.",
        Check::Orphan => "No list leads a reader to them.",
        Check::ShortList => "A reader is offered less than there is room for.",
        Check::NoUrl => "A list can name them, but not link to them.",
        Check::OverLinked => "Readers meet the same article again and again.",
        Check::WeakList => "A reader is offered articles that have little to do with this one.",
        Check::FewTerms => "A list that rests on a handful of words is right by luck.",
        Check::NoDate => {
            "Closeness in time does not count for them, and lists that are limited in time never contain them."
        }
        Check::Future => {
            "Their dates are wrong, or they are not published yet; an article that is dated more than a day ahead \
             counts as undated where the newest come first."
        }
        Check::LoneLanguage => {
            "There are too few to fill a list in that language; often the language was detected wrongly."
        }
        Check::Unlisted => "A field, a rule or a setting excludes them.",
        Check::Boilerplate => {
            "Lines that many articles repeat say nothing about any of them, so they do not count."
        }
    }
}

fn default_fix(finding: &Finding) -> &'static str {
    match finding.problem {
        Check::Rule => "Correct the rules.",
        Check::SameUrl => "Give each its own `url`, or remove all but one from the source.",
        Check::NearCopy if finding.severity == Severity::Note => {
            "Nothing, if they belong together."
        }
        Check::NearCopy => "Let lists collapse copies, or remove all but one from the source.",
        Check::OtherLanguage => {
            "Restrict lists to one language; where the language is wrong, set the field `lang`."
        }
        Check::NoTitle => "Set the field `title`.",
        Check::EmptyList => {
            "No indexed term: write a `title`, a `summary` or `tags`. Excluded: relax the setting, field or rule that \
             is named. Nothing shared: pin some, or fill lists."
        }
        Check::Orphan => {
            "Pin the good ones to lists; longer lists, and a limit on how often an article is listed, reach more of \
             them."
        }
        Check::ShortList => {
            "Excluded: relax the setting, field or rule that is named. Nothing shared: add `tags` or a `summary` in \
             the words of related articles, or fill lists."
        }
        Check::NoUrl => "Set the field `url`.",
        Check::OverLinked => {
            "Look at the article: digests, indexes and pages of links are similar to everything. Set `hidden`, or \
             limit how often an article is listed."
        }
        Check::WeakList => "Read these lists first; a minimal score cuts what is too far.",
        Check::FewTerms => {
            "Write a `summary` or `tags`, or set `hidden` for pages that are no articles."
        }
        Check::NoDate => "Set the field `date`.",
        Check::Future => {
            "Correct the field `date`, set `embargo` for what is not published yet, or set the present time of an old \
             archive."
        }
        Check::LoneLanguage => "Set the field `lang`, or one language for all.",
        Check::Unlisted => "Nothing, if that is intended.",
        Check::Boilerplate => "Nothing, if these lines are boilerplate; else keep them.",
    }
}
