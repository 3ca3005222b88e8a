//! What one check found.

use crate::article::Lang;
use crate::recommend::{Exclusion, RuleProblem, Shortfall};
use crate::sparse::DocId;

/// What readers notice of a problem; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Readers see something wrong.
    Wrong,
    /// Readers miss something.
    Missing,
    /// Readers see something that could be better.
    Weak,
    /// Nothing to see, but good to know.
    Note,
}

/// What is wrong. The order is that of the report among problems of the same weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// Rules that do not hold as they are written.
    Rule,
    /// Articles with the address of another.
    SameUrl,
    /// Articles that are nearly the same as another.
    NearCopy,
    /// Lists with articles in another language.
    OtherLanguage,
    /// Articles without a title, while others have one.
    NoTitle,
    /// Lists without an item.
    EmptyList,
    /// Articles that may stand in lists, but do in none.
    Orphan,
    /// Lists with fewer items than they should have, but some.
    ShortList,
    /// Articles without an address.
    NoUrl,
    /// Articles that very many lists name.
    OverLinked,
    /// Lists whose best item is hardly near.
    WeakList,
    /// Articles with few telling words.
    FewTerms,
    /// Articles without a date.
    NoDate,
    /// Articles dated after the moment that is asked about.
    Future,
    /// Languages with too few articles to fill a list.
    LoneLanguage,
    /// Articles that may stand in no list.
    Unlisted,
    /// Lines left out as page furniture.
    Boilerplate,
}

/// What is known of one case.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// Only that it is one.
    None,
    /// The score that counts: of the copy that is least like its group's first, or the best of a list.
    Score(f32),
    /// Number of lists that name the article.
    Inbound(usize),
    /// Why a list has no more items.
    Shortfall(Shortfall),
    /// Number of different terms of the article.
    Terms(usize),
    /// Language of the articles.
    Lang(Lang),
    /// The address that the articles share.
    Url(String),
    /// The line, and in how many articles it stands.
    Line(String, usize),
    /// The rule, and what is wrong with it.
    Rule(RuleProblem),
    /// Why the article may stand in no list.
    Exclusion(Exclusion),
}

/// One article, or some articles together.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The articles, ascending unless an order is said; none for a rule and for a furniture line.
    pub docs: Vec<DocId>,
    /// What is known of it.
    pub detail: Detail,
}

/// A problem with all its cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong.
    pub problem: Check,
    /// Number of articles concerned; 0 for rules.
    pub n_articles: usize,
    /// All cases, the worst first.
    pub cases: Vec<Case>,
}

impl Finding {
    /// A finding whose articles are those of its cases; `None` without cases.
    pub(super) fn new(severity: Severity, problem: Check, cases: Vec<Case>) -> Option<Self> {
        let n_articles = cases.iter().map(|case| case.docs.len()).sum();
        (!cases.is_empty()).then_some(Self { severity, problem, n_articles, cases })
    }
}

impl Case {
    /// A case of one article.
    pub(super) fn of(doc: DocId, detail: Detail) -> Self {
        Self { docs: vec![doc], detail }
    }
}
