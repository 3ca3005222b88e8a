//! The result of one check.

use crate::article::Lang;
use crate::recommend::{Exclusion, RuleProblem, Shortfall};
use crate::sparse::DocId;

/// How much a finding affects readers, most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Readers see something wrong.
    Wrong,
    /// Readers miss something.
    Missing,
    /// Readers see something that could be better.
    Weak,
    /// Readers see nothing of it.
    Note,
}

/// The checks of the audit. Findings of equal severity and size are reported in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// Rules with problems.
    Rule,
    /// Articles that share an address with another.
    SameUrl,
    /// Articles that are nearly the same as another.
    NearCopy,
    /// Lists with an article in another language.
    OtherLanguage,
    /// Articles without a title.
    NoTitle,
    /// Empty lists.
    EmptyList,
    /// Articles that may appear in lists but appear in none.
    Orphan,
    /// Lists with some items but fewer than requested.
    ShortList,
    /// Articles without an address.
    NoUrl,
    /// Articles that appear in far more lists than most.
    OverLinked,
    /// Lists whose best item has a low score.
    WeakList,
    /// Articles with few indexed terms.
    FewTerms,
    /// Articles without a date.
    NoDate,
    /// Articles dated after the time of the request.
    Future,
    /// Languages with too few articles to fill a list.
    LoneLanguage,
    /// Articles that may appear in no list.
    Unlisted,
    /// Lines left out as boilerplate.
    Boilerplate,
}

/// The detail of a case that its check reports.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// No detail.
    None,
    /// The lowest cosine similarity of a group to its first article, or the best score of a list.
    Score(f32),
    /// Number of lists in which the article appears.
    Inbound(usize),
    /// Why the list is short.
    Shortfall(Shortfall),
    /// Number of different terms of the article.
    Terms(usize),
    /// Language of the articles, or the other language that a list contains.
    Lang(Lang),
    /// The address that the articles share.
    Url(String),
    /// The text of a line, and the number of articles that contain it.
    Line(String, usize),
    /// The rule and its problem.
    Rule(RuleProblem),
    /// Why the article may appear in no list.
    Exclusion(Exclusion),
}

/// One occurrence of a problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The articles, ascending unless their check defines another order; empty for rules and boilerplate lines.
    pub docs: Vec<DocId>,
    /// The detail that the check reports.
    pub detail: Detail,
}

/// The result of one check: a problem with all its cases.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// How much it affects readers.
    pub severity: Severity,
    /// The check that found it.
    pub problem: Check,
    /// Number of articles concerned; 0 for rules.
    pub n_articles: usize,
    /// All cases, in the order that their check defines, usually most severe first.
    pub cases: Vec<Case>,
}

impl Finding {
    /// Creates a finding that counts the articles of its cases; `None` without cases.
    pub(super) fn new(severity: Severity, problem: Check, cases: Vec<Case>) -> Option<Self> {
        let n_articles = cases.iter().map(|case| case.docs.len()).sum();
        (!cases.is_empty()).then_some(Self { severity, problem, n_articles, cases })
    }
}

impl Case {
    /// Creates a case of one article.
    pub(super) fn of(doc: DocId, detail: Detail) -> Self {
        Self { docs: vec![doc], detail }
    }
}
