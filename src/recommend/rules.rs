//! What editors decide, as data: a reviewable list of rules.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use thiserror::Error;

use super::Exclusion;
use super::eligibility::forbidden;
use super::metadata::MetadataTable;
use super::policy::{Policy, Stance};
use crate::article::{ArticleId, Date};
use crate::sparse::DocId;

/// Where a rule stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// In a line of the file of rules, from 1.
    Line(u64),
    /// With the article of this id.
    Article(ArticleId),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Article(id) => write!(f, "article `{id}`"),
        }
    }
}

/// One decision of an editor.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where it stands.
    pub origin: Origin,
    /// From when on it does not hold any more.
    pub until: Option<Date>,
    /// What is decided.
    pub what: Decision,
}

/// What an editor decides.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// These stand first in the article's list, in this order.
    Pin {
        /// Whose list.
        article: ArticleId,
        /// What stands first.
        items: Vec<ArticleId>,
    },
    /// These never stand in the article's list.
    Block {
        /// Whose list.
        article: ArticleId,
        /// What never stands there.
        items: Vec<ArticleId>,
        /// Nor the article in their lists.
        both_ways: bool,
    },
    /// These have no list and stand in none.
    Legal(Vec<ArticleId>),
    /// These stand in no list.
    Hide(Vec<ArticleId>),
    /// The items of a section have their scores multiplied; at 0 the section stands in no list.
    Weight {
        /// The section.
        section: String,
        /// The factor.
        weight: f64,
    },
    /// Settings for all lists; what is `None` stays as the policy has it.
    Lists {
        /// See [`SectionPolicy::same_section`](super::SectionPolicy::same_section).
        same_section: Option<Stance>,
        /// See [`SectionPolicy::same_series`](super::SectionPolicy::same_series).
        same_series: Option<Stance>,
        /// See [`Policy::min_score`].
        min_score: Option<f32>,
        /// See [`EligibilityPolicy::min_chars`](super::EligibilityPolicy::min_chars).
        min_chars: Option<u32>,
        /// See [`Policy::max_inbound`].
        max_inbound: Option<u32>,
    },
}

/// What is wrong with a rule.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{origin}: {what}")]
pub struct RuleProblem {
    /// Where the rule stands.
    pub origin: Origin,
    /// What is wrong.
    pub what: RuleFault,
}

/// What is wrong with a rule, and what is done about it.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RuleFault {
    /// No article has the id.
    #[error("no article has the id `{0}`: this part of the rule does nothing")]
    UnknownId(ArticleId),
    /// The rule's time is over.
    #[error("the rule expired on {0} and does nothing: take it out")]
    Expired(Date),
    /// An article is pinned to or blocked from its own list.
    #[error("`{0}` is its own item: this part of the rule does nothing")]
    Itself(ArticleId),
    /// The same pair is pinned and blocked.
    #[error(
        "`{item}` is pinned here to the list of `{article}` and blocked from it in {other}: the block wins"
    )]
    PinnedAndBlocked {
        /// Whose list.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// Where the block stands.
        other: Origin,
    },
    /// The same item is pinned to a list twice.
    #[error(
        "`{item}` is pinned to the list of `{article}` twice, first in {other}: the first counts"
    )]
    PinnedTwice {
        /// Whose list.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// Where it stands first.
        other: Origin,
    },
    /// A pinned article may stand in no list, or the list's own article has none.
    #[error(
        "`{item}` is pinned to the list of `{article}`, but {which} is legally sensitive: the pin does nothing"
    )]
    PinnedLegal {
        /// Whose list.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// Which of the two.
        which: ArticleId,
    },
    /// An item is pinned that another rule hides.
    #[error(
        "`{item}` is pinned to the list of `{article}`, but hidden by a rule: the pin does nothing"
    )]
    PinnedHidden {
        /// Whose list.
        article: ArticleId,
        /// The item.
        item: ArticleId,
    },
    /// An item is pinned that its own fields keep out of lists.
    #[error(
        "`{item}` is pinned to the list of `{article}`, but it {}: the pin does nothing",
        .exclusion.words()
    )]
    PinnedForbidden {
        /// Whose list.
        article: ArticleId,
        /// The item.
        item: ArticleId,
        /// What its fields say.
        exclusion: Exclusion,
    },
    /// No article has the section.
    #[error("no article is of the section `{0}`: its weight does nothing")]
    UnknownSection(String),
    /// Lists are to look at a field that no article has.
    #[error("no article has a {field}: `{setting}` does nothing")]
    NoneHas {
        /// The field.
        field: &'static str,
        /// The setting.
        setting: &'static str,
    },
    /// A setting is given twice.
    #[error("`{setting}` is also set in {other}: the last one counts")]
    SetTwice {
        /// The setting.
        setting: String,
        /// Where it is set first.
        other: Origin,
    },
}

/// Rules by row numbers, the expired ones and what is wrong with them left out.
#[derive(Clone, Debug, Default)]
pub struct ResolvedRules {
    /// What is pinned to each list, in order.
    pub(super) pins: HashMap<DocId, Vec<DocId>>,
    /// Pairs of list and item, sorted.
    blocks: Vec<(DocId, DocId, Origin)>,
    pub(super) legal: Vec<DocId>,
    pub(super) hidden: Vec<DocId>,
}

impl ResolvedRules {
    /// Finds the rows that rules speak of, and what is wrong with the rules; settings go into `policy`.
    ///
    /// `row_of` names the row of an id, `metadata` are those of the archive. Rules hold until their time; in contradictions the block wins over
    /// the pin, and the first pin over the second. Problems are in the order of the rules.
    pub fn resolve(
        rules: &[Rule],
        row_of: impl Fn(&ArticleId) -> Option<DocId>,
        metadata: &MetadataTable,
        now: Date,
        policy: &mut Policy,
    ) -> (Self, Vec<RuleProblem>) {
        let mut problems = Vec::new();
        let mut resolved = Self::default();
        let mut pins: Vec<(DocId, DocId, &ArticleId, &ArticleId, &Origin)> = Vec::new();
        let mut settings = Settings::default();
        for Rule { origin, until, what } in rules {
            let mut faults = Vec::new();
            if let Some(until) = until.filter(|&until| until <= now) {
                problems
                    .push(RuleProblem { origin: origin.clone(), what: RuleFault::Expired(until) });
                continue;
            }
            let rows = |ids: &[ArticleId], faults: &mut Vec<RuleFault>| -> Vec<DocId> {
                let mut row = |id: &ArticleId| {
                    let row = row_of(id);
                    if row.is_none() {
                        faults.push(RuleFault::UnknownId(id.clone()));
                    }
                    row
                };
                ids.iter().filter_map(&mut row).collect()
            };
            match what {
                Decision::Legal(ids) => resolved.legal.extend(rows(ids, &mut faults)),
                Decision::Hide(ids) => resolved.hidden.extend(rows(ids, &mut faults)),
                Decision::Pin { article, items } | Decision::Block { article, items, .. } => {
                    let list = rows(std::slice::from_ref(article), &mut faults);
                    for item in items {
                        let Some(&doc) = rows(std::slice::from_ref(item), &mut faults).first()
                        else {
                            continue;
                        };
                        let Some(&list) = list.first() else { continue };
                        match what {
                            _ if doc == list => faults.push(RuleFault::Itself(item.clone())),
                            Decision::Block { both_ways, .. } => {
                                resolved.blocks.push((list, doc, origin.clone()));
                                if *both_ways {
                                    resolved.blocks.push((doc, list, origin.clone()));
                                }
                            }
                            _ => pins.push((list, doc, article, item, origin)),
                        }
                    }
                }
                Decision::Weight { section, weight } => {
                    if let Some(other) = settings.seen(&format!("weight of {section}"), origin) {
                        let setting = format!("weight of {section}");
                        faults.push(RuleFault::SetTwice { setting, other });
                    }
                    if !metadata.has_section(section) {
                        faults.push(RuleFault::UnknownSection(section.clone()));
                    }
                    policy.sections.weights.insert(section.clone(), *weight);
                }
                Decision::Lists {
                    same_section,
                    same_series,
                    min_score,
                    min_chars,
                    max_inbound,
                } => {
                    let given = [
                        ("same_section", same_section.is_some()),
                        ("same_series", same_series.is_some()),
                        ("min_score", min_score.is_some()),
                        ("min_length", min_chars.is_some()),
                        ("max_inbound", max_inbound.is_some()),
                    ];
                    for (name, _) in given.into_iter().filter(|&(_, given)| given) {
                        if let Some(other) = settings.seen(name, origin) {
                            faults.push(RuleFault::SetTwice { setting: name.to_owned(), other });
                        }
                    }
                    let stances = [
                        ("section", "same_section", same_section, metadata.has_sections()),
                        ("series", "same_series", same_series, metadata.has_series()),
                    ];
                    for (field, setting, stance, has_it) in stances {
                        if !has_it && stance.is_some_and(|stance| stance != Stance::Ignore) {
                            faults.push(RuleFault::NoneHas { field, setting });
                        }
                    }
                    let sections = &mut policy.sections;
                    sections.same_section = same_section.unwrap_or(sections.same_section);
                    sections.same_series = same_series.unwrap_or(sections.same_series);
                    policy.min_score = min_score.unwrap_or(policy.min_score);
                    let eligibility = &mut policy.eligibility;
                    eligibility.min_chars = min_chars.unwrap_or(eligibility.min_chars);
                    policy.max_inbound = max_inbound.or(policy.max_inbound);
                }
            }
            let problem = |what| RuleProblem { origin: origin.clone(), what };
            problems.extend(faults.into_iter().map(problem));
        }
        resolved.blocks.sort();
        let mut pinned: HashMap<(DocId, DocId), &Origin> = HashMap::new();
        for (list, doc, article, item, origin) in pins {
            let (article, item) = (article.clone(), item.clone());
            let fault = if let Some(other) = resolved.block(list, doc) {
                Some(RuleFault::PinnedAndBlocked { article, item, other: other.clone() })
            } else if let Some(&other) = pinned.get(&(list, doc)) {
                Some(RuleFault::PinnedTwice { article, item, other: other.clone() })
            } else if resolved.legal.contains(&list) {
                Some(RuleFault::PinnedLegal { which: article.clone(), article, item })
            } else if resolved.legal.contains(&doc) {
                Some(RuleFault::PinnedLegal { which: item.clone(), article, item })
            } else if resolved.hidden.contains(&doc) {
                Some(RuleFault::PinnedHidden { article, item })
            } else if metadata.of(list).legal {
                Some(RuleFault::PinnedLegal { which: article.clone(), article, item })
            } else {
                let exclusion = forbidden(metadata.of(doc), now);
                exclusion.map(|exclusion| RuleFault::PinnedForbidden { article, item, exclusion })
            };
            match fault {
                Some(what) => problems.push(RuleProblem { origin: origin.clone(), what }),
                None => {
                    pinned.insert((list, doc), origin);
                    resolved.pins.entry(list).or_default().push(doc);
                }
            }
        }
        problems.sort_by(|a, b| a.origin.cmp(&b.origin));
        (resolved, problems)
    }

    /// Whether anything is kept out of the list of `list`.
    pub(super) fn has_blocks(&self, list: DocId) -> bool {
        let at = self.blocks.partition_point(|block| block.0 < list);
        self.blocks.get(at).is_some_and(|block| block.0 == list)
    }

    /// Where it stands that `doc` must not stand in the list of `list`.
    #[must_use]
    pub fn block(&self, list: DocId, doc: DocId) -> Option<&Origin> {
        let at = self.blocks.partition_point(|block| (block.0, block.1) < (list, doc));
        let found = self.blocks.get(at).filter(|block| (block.0, block.1) == (list, doc));
        found.map(|(_, _, origin)| origin)
    }
}

/// Where each setting was given first.
#[derive(Default)]
struct Settings(BTreeMap<String, Origin>);

impl Settings {
    fn seen(&mut self, name: &str, origin: &Origin) -> Option<Origin> {
        let seen = self.0.get(name).cloned();
        self.0.entry(name.to_owned()).or_insert_with(|| origin.clone());
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{Decision, Origin, ResolvedRules, Rule, Stance};
    use crate::article::{ArticleId, Date, Editorial, Lang};
    use crate::recommend::{ArticleMetadata, MetadataTable, Policy};
    use crate::sparse::DocId;
    use crate::text::WordSketch;

    const IDS: [&str; 6] = ["a", "b", "c", "l", "h", "e"];

    /// All of the section Arts, none of a series, the last one expired.
    fn metadata() -> MetadataTable {
        let expired =
            Editorial { expires: Some(Date::from_unix_seconds(0)), ..Editorial::default() };
        let of = |editorial| ArticleMetadata {
            lang: Lang::ENGLISH,
            date: None,
            section: Some("Arts"),
            url: None,
            n_chars: 0,
            text_hash: None,
            sketch: WordSketch::default(),
            editorial,
        };
        let plain = Editorial::default();
        MetadataTable::new(IDS.map(|id| of(if id == "e" { &expired } else { &plain })))
    }

    fn rule(line: u64, what: Decision) -> Rule {
        Rule { origin: Origin::Line(line), until: None, what }
    }

    fn ids(ids: &[&str]) -> Vec<ArticleId> {
        ids.iter().map(|&id| id.into()).collect()
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let pin = |items: &[&str]| Decision::Pin { article: "a".into(), items: ids(items) };
        let block =
            |both_ways| Decision::Block { article: "c".into(), items: ids(&["a"]), both_ways };
        let weight = || Decision::Weight { section: "Arts".into(), weight: 0.5 };
        let mut expired = rule(9, Decision::Hide(ids(&["b"])));
        expired.until = Some(Date::from_unix_seconds(0));
        let rules = [
            rule(1, pin(&["b", "gone", "a"])),
            rule(3, pin(&["c", "b", "l", "h", "e"])),
            rule(5, block(true)),
            rule(7, Decision::Legal(ids(&["l"]))),
            expired,
            rule(11, weight()),
            rule(13, weight()),
            rule(15, Decision::Hide(ids(&["h"]))),
            rule(17, Decision::Weight { section: "Sport".into(), weight: 2.0 }),
            rule(
                19,
                Decision::Lists {
                    same_section: Some(Stance::Prefer),
                    same_series: Some(Stance::Exclude),
                    min_score: None,
                    min_chars: None,
                    max_inbound: None,
                },
            ),
        ];
        let row_of = |id: &ArticleId| {
            IDS.iter().position(|name| *name == id.as_str()).map(DocId::from_index)
        };
        let mut policy = Policy::default();
        let now = Date::from_unix_seconds(0);
        let (resolved, problems) =
            ResolvedRules::resolve(&rules, row_of, &metadata(), now, &mut policy);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "line 1: no article has the id `gone`: this part of the rule does nothing",
                "line 1: `a` is its own item: this part of the rule does nothing",
                "line 3: `c` is pinned here to the list of `a` and blocked from it in line 5: the block wins",
                "line 3: `b` is pinned to the list of `a` twice, first in line 1: the first counts",
                "line 3: `l` is pinned to the list of `a`, but l is legally sensitive: the pin does nothing",
                "line 3: `h` is pinned to the list of `a`, but hidden by a rule: the pin does nothing",
                "line 3: `e` is pinned to the list of `a`, but it has expired: the pin does nothing",
                "line 9: the rule expired on 1970-01-01 and does nothing: take it out",
                "line 13: `weight of Arts` is also set in line 11: the last one counts",
                "line 17: no article is of the section `Sport`: its weight does nothing",
                "line 19: no article has a series: `same_series` does nothing",
            ]
        );
        assert_eq!(resolved.pins[&DocId(0)], [DocId(1)]);
        assert!(
            resolved.block(DocId(2), DocId(0)).is_some()
                && resolved.block(DocId(0), DocId(2)).is_some()
        );
        assert!(resolved.block(DocId(0), DocId(1)).is_none());
        assert_eq!(policy.sections.weights["Arts"].to_bits(), 0.5f64.to_bits());
    }
}
