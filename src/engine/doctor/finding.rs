//! What one check found.

use crate::article::Lang;
use crate::sparse::DocId;

/// What readers notice of a problem; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
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
pub enum Problem {
    /// Articles with the address of another.
    SameUrl,
    /// Articles whose list names one that is nearly the same.
    NearCopy,
    /// Lists with articles in another language.
    OtherLanguage,
    /// Articles without a title, while others have one.
    NoTitle,
    /// Lists without an item.
    EmptyList,
    /// Articles that no list names.
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
    /// Languages with too few articles to fill a list.
    LoneLanguage,
    /// Lines left out as page furniture.
    Furniture,
}

/// Why a list is shorter than it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhyShort {
    /// The article has no word that some articles have but not all.
    NoTerms,
    /// The article has no date, and lists are limited in time.
    NoDate,
    /// More articles share its words, but score too low.
    MinScore,
    /// More articles share its words, but may not stand in its list.
    NotEligible,
    /// More would be there without either limit, but not without one alone.
    BothLimits,
    /// No more articles share its words.
    NothingShared,
}

/// What is known of one case.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// Only that it is one.
    None,
    /// The score that counts: of the two nearest copies, or the best of a list.
    Score(f32),
    /// Number of lists that name the article.
    Inbound(usize),
    /// Number of items of a list, and why there are no more.
    Length(usize, WhyShort),
    /// Number of different terms of the article.
    Terms(usize),
    /// Language of the articles.
    Lang(Lang),
    /// The address that the articles share.
    Url(String),
    /// The line, and in how many articles it stands.
    Line(String, usize),
}

/// One article, or some articles together.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The articles, ascending unless an order is said; none for a furniture line.
    pub docs: Vec<DocId>,
    /// What is known of it.
    pub detail: Detail,
}

/// A problem with all its cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// How grave it is.
    pub gravity: Gravity,
    /// What is wrong.
    pub problem: Problem,
    /// Number of articles concerned.
    pub n_articles: usize,
    /// All cases, the worst first.
    pub cases: Vec<Case>,
}

impl Finding {
    /// A finding whose articles are those of its cases; `None` without cases.
    pub(super) fn new(gravity: Gravity, problem: Problem, cases: Vec<Case>) -> Option<Self> {
        let n_articles = cases.iter().map(|case| case.docs.len()).sum();
        (!cases.is_empty()).then_some(Self { gravity, problem, n_articles, cases })
    }
}

impl Case {
    /// A case of one article.
    pub(super) fn of(doc: DocId, detail: Detail) -> Self {
        Self { docs: vec![doc], detail }
    }
}
