//! Lists that are empty, short, weak, or in two languages.

use super::{Case, Detail, Eligible, EngineError, Finding, Gravity, Patient, Problem, WhyShort};
use crate::engine::ListSettings;
use crate::index::{Neighbours, Watch};
use crate::sparse::DocId;

/// Empty lists and short ones, each with the reason.
pub(super) fn short(
    patient: &Patient<'_>,
    eligible: &Eligible,
    watch: &Watch<'_>,
) -> Result<Vec<Finding>, EngineError> {
    let Patient { engine, neighbours, settings, .. } = patient;
    let is_short = |doc: &DocId| neighbours.of(*doc).len() < settings.k;
    let docs: Vec<DocId> = patient.docs().filter(is_short).collect();
    // Which limit to blame is known when the lists are made without it. These rows are counted already.
    let lengths = |settings: ListSettings, rules: &Eligible| -> Result<Vec<usize>, EngineError> {
        if (settings.min_score.total_cmp(&patient.settings.min_score).is_eq()) && rules == eligible
        {
            return Ok(docs.iter().map(|&doc| neighbours.of(doc).len()).collect());
        }
        let lists = engine.neighbours_of(&docs, settings, rules, &|_| watch(0))?;
        Ok(lists.iter().map(<[_]>::len).collect())
    };
    let any_score = ListSettings { min_score: 0.0, ..*settings };
    let all = Eligible { listed: eligible.listed.clone(), ..Eligible::default() };
    let without_score = lengths(any_score, eligible)?;
    let without_rules = lengths(*settings, &all)?;
    let without_both = lengths(any_score, &all)?;
    let mut cases = Vec::new();
    for (at, &doc) in docs.iter().enumerate() {
        let length = neighbours.of(doc).len();
        let why = if engine.index.rows().row(doc).is_empty() {
            WhyShort::NoTerms
        } else if eligible.days_apart.is_some() && engine.corpus.entry(doc).date.is_none() {
            WhyShort::NoDate
        } else if without_score[at] > length {
            WhyShort::MinScore
        } else if without_rules[at] > length {
            WhyShort::NotEligible
        } else if without_both[at] > length {
            WhyShort::BothLimits
        } else {
            WhyShort::NothingShared
        };
        cases.push((length, why, doc));
    }
    cases.sort_unstable();
    let n_empty = cases.partition_point(|case| case.0 == 0);
    let short = cases.split_off(n_empty);
    let finding = |problem, cases: Vec<(usize, WhyShort, DocId)>| {
        let case = |(length, why, doc)| Case::of(doc, Detail::Length(length, why));
        Finding::new(Gravity::Missing, problem, cases.into_iter().map(case).collect())
    };
    let findings = [finding(Problem::EmptyList, cases), finding(Problem::ShortList, short)];
    Ok(findings.into_iter().flatten().collect())
}

/// Lists whose best score is low, the lowest first.
pub(super) fn weak(patient: &Patient<'_>) -> Option<Finding> {
    let best = |doc: DocId| Some((patient.neighbours.of(doc).first()?.score, doc));
    let mut weak: Vec<(f32, DocId)> = patient.docs().filter_map(best).collect();
    weak.retain(|&(score, _)| score < patient.params.weak_score);
    weak.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let cases = weak.into_iter().map(|(score, doc)| Case::of(doc, Detail::Score(score)));
    Finding::new(Gravity::Weak, Problem::WeakList, cases.collect())
}

/// Lists that name an article in another language.
pub(super) fn other_language(patient: &Patient<'_>) -> Option<Finding> {
    let corpus = &patient.engine.corpus;
    let case = |doc: DocId| {
        let lang = corpus.entry(doc).lang;
        let mut others = patient.neighbours.of(doc).iter().map(|near| corpus.entry(near.doc).lang);
        let other = others.find(|&other| other != lang)?;
        Some(Case::of(doc, Detail::Lang(other)))
    };
    let cases = patient.docs().filter_map(case).collect();
    Finding::new(Gravity::Wrong, Problem::OtherLanguage, cases)
}

/// Best score of the list in the middle; the lower of two.
pub(super) fn median_best_score(neighbours: &Neighbours) -> Option<f32> {
    let mut best: Vec<f32> =
        neighbours.iter().filter_map(|list| Some(list.first()?.score)).collect();
    best.sort_by(f32::total_cmp);
    best.get(best.len().checked_sub(1)? / 2).copied()
}
