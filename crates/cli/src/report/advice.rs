//! The sentences of the audit report that name flags and commands.

use alsolike::audit::{Check, Finding, Severity};
use alsolike_formats::write::audit::{Advice, DefaultAdvice};

/// Advice that names the flags and commands of this program.
pub(crate) struct CommandAdvice;

impl Advice for CommandAdvice {
    fn why(&self, finding: &Finding) -> &'static str {
        match finding.problem {
            Check::Future => {
                "Their dates are wrong, or they are not published yet; an article that is dated more than a day ahead \
                 counts as undated where the newest come first (`--preset latest`, `--fill`)."
            }
            _ => DefaultAdvice.why(finding),
        }
    }

    fn fix(&self, finding: &Finding) -> &'static str {
        match finding.problem {
            Check::Rule => "Correct the rules; `alsolike rules check` names the same problems.",
            Check::NearCopy if finding.severity == Severity::Note => {
                "Nothing, if they belong together; `alsolike duplicates SOURCE` names all."
            }
            Check::NearCopy => {
                "Let lists collapse copies, as every preset but `text` does, or remove all but one from the source."
            }
            Check::OtherLanguage => {
                "Leave `--any-language` out, or give `--same-language`; where the language is wrong, set the field \
                 `lang`."
            }
            Check::EmptyList => {
                "No indexed term: write a `title`, a `summary` or `tags`. Excluded: relax the option, field or rule \
                 that is named. Nothing shared: pin some, or give `--fill`."
            }
            Check::Orphan => {
                "Pin the good ones to lists; longer lists, by `-k`, and `--max-inbound` reach more of them."
            }
            Check::ShortList => {
                "Excluded: relax the option, field or rule that is named. Nothing shared: add `tags` or a `summary` \
                 in the words of related articles, or give `--fill`."
            }
            Check::OverLinked => {
                "Look at the article: digests, indexes and pages of links are similar to everything. Set `hidden`, \
                 or give `--max-inbound`."
            }
            Check::WeakList => {
                "Read these lists first, with `alsolike related SOURCE --for ID --because 5`; `--min-score` cuts \
                 what is too far."
            }
            Check::Future => {
                "Correct the field `date`, set `embargo` for what is not published yet, or give `--now` for an old \
                 archive."
            }
            Check::LoneLanguage => "Set the field `lang`, or give `--language` for all.",
            Check::Boilerplate => {
                "Nothing, if these lines are boilerplate; else give `--keep-boilerplate`."
            }
            _ => DefaultAdvice.fix(finding),
        }
    }

    fn all_cases(&self) -> &'static str {
        "all named by `--format json`"
    }
}
