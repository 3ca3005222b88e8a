//! Names from a lexicon: entries whose seeds match the terms of a theme.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::{
    Membership, Naming, SeededTheme, Theme,
    seeds::{SeedHit, seed_hits},
};
use crate::sparse::{DocId, SparseRows};

/// Number of terms in the profile of a theme.
const PROFILE_TERMS: usize = 60;

/// Smallest cosine between the profile of a theme and the seeds of an entry.
const MIN_COSINE: f64 = 0.22;

/// Smallest distance to the cosine of the next best entry, as a share of the cosine.
const MIN_MARGIN: f64 = 0.25;

/// Smallest number of seeds of the entry in the profile.
const MIN_SEEDS: usize = 3;

/// Smallest share of the theme's articles that have a seed of the entry.
const MIN_COVERAGE: f64 = 0.5;

/// Smallest lead of the entry: it must be the best one for this many times as many articles as any other entry.
const MIN_LEAD: usize = 2;

/// Largest number of articles of a theme that are searched for seeds. They are spread evenly over the theme.
const MAX_ARTICLES: usize = 1_000;

/// An entry with fewer known seeds counts as one with this many; otherwise a single word could name a theme.
const FULL_ENTRY: usize = 6;

/// Added to the share of other articles that have a term.
const BACKGROUND: f64 = 0.01;

/// Term weights of a theme, scaled to length 1.
type Profile = HashMap<u32, f64, foldhash::fast::FixedState>;

/// A theme and the entry that matches it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Match {
    theme: usize,
    entry: usize,
    cosine: f64,
}

/// Returns the positions of the themes that an entry names, and the names: see
/// [`Themes::name_from_lexicon`](super::Themes::name_from_lexicon).
pub(super) fn matching_names<'l>(
    themes: &[Theme],
    memberships: &[Option<Membership>],
    lexicon: &'l [SeededTheme],
    rows: &SparseRows,
) -> Vec<(usize, &'l String)> {
    let mut members: Vec<Vec<DocId>> = vec![Vec::new(); themes.len()];
    for (doc, membership) in rows.docs().zip(memberships) {
        if let Some(membership) = membership {
            members[membership.theme].push(doc);
        }
    }
    let mut totals = vec![0u32; rows.n_terms()];
    for &doc in members.iter().flatten() {
        rows.row(doc).terms().iter().for_each(|&term| totals[term as usize] += 1);
    }
    let n_docs: usize = members.iter().map(Vec::len).sum();
    let is_taken = |name: &str| themes.iter().any(|theme| theme.label == name);
    let is_free: Vec<bool> = lexicon.iter().map(|entry| !is_taken(&entry.name)).collect();
    let mut matches: Vec<Match> = members
        .par_iter()
        .enumerate()
        .filter(|(theme, _)| themes[*theme].naming == Naming::Words)
        .filter_map(|(theme, docs)| {
            let profile = profile(rows, docs, &totals, n_docs);
            let (entry, cosine) = best_entry(lexicon, &profile)?;
            let fits = is_free[entry] && fits(rows, docs, lexicon, entry);
            fits.then_some(Match { theme, entry, cosine })
        })
        .collect();
    matches.sort_by(|a, b| b.cosine.total_cmp(&a.cosine).then(a.theme.cmp(&b.theme)));
    let mut is_used = vec![false; lexicon.len()];
    matches.retain(|found| !std::mem::replace(&mut is_used[found.entry], true));
    matches.into_iter().map(|found| (found.theme, &lexicon[found.entry].name)).collect()
}

/// Returns the terms that distinguish a theme best from the others, weighted by p_in · ln(p_in / p_out).
///
/// `totals`, shape (n_terms,), counts the articles with each term, and `n_docs` all articles with a theme.
fn profile(rows: &SparseRows, docs: &[DocId], totals: &[u32], n_docs: usize) -> Profile {
    let mut terms: Vec<u32> =
        docs.iter().flat_map(|&doc| rows.row(doc).terms().iter().copied()).collect();
    terms.sort_unstable();
    let (n_inside, n_outside) = (docs.len() as f64, (n_docs - docs.len()) as f64);
    let scored = terms.chunk_by(PartialEq::eq).map(|same| {
        let inside = same.len() as f64;
        let outside = f64::from(totals[same[0] as usize]) - inside;
        let p_in = inside / n_inside;
        let p_out = (outside + 1.0) / (n_outside + 1.0) + BACKGROUND;
        (same[0], p_in * (p_in / p_out).ln())
    });
    let mut scored: Vec<(u32, f64)> = scored.filter(|&(_, score)| score > 0.0).collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scored.truncate(PROFILE_TERMS);
    let length = scored.iter().map(|(_, score)| score * score).sum::<f64>().sqrt();
    scored.into_iter().map(|(term, score)| (term, score / length)).collect()
}

/// Returns the entry of greatest cosine with the profile, and the cosine; `None` if it is below the bounds.
///
/// Only seeds of one term count.
fn best_entry(lexicon: &[SeededTheme], profile: &Profile) -> Option<(usize, f64)> {
    let cosine = |entry: &SeededTheme| {
        let known = entry.seeds.iter().filter(|terms| terms.len() == 1);
        let shared: Vec<f64> = known.filter_map(|terms| profile.get(&terms[0]).copied()).collect();
        let length = (entry.seeds.len().max(FULL_ENTRY) as f64).sqrt();
        (shared.iter().sum::<f64>() / length, shared.len())
    };
    let mut best: Option<(usize, (f64, usize))> = None;
    let mut next = 0.0f64;
    for (at, entry) in lexicon.iter().enumerate() {
        let found = cosine(entry);
        match best {
            Some((_, (best_cosine, _))) if found.0 <= best_cosine => next = next.max(found.0),
            _ => {
                next = best.map_or(0.0, |(_, (best_cosine, _))| best_cosine);
                best = Some((at, found));
            }
        }
    }
    let (at, (cosine, n_seeds)) = best?;
    let clear = cosine >= MIN_COSINE && cosine - next >= MIN_MARGIN * cosine;
    (clear && n_seeds >= MIN_SEEDS).then_some((at, cosine))
}

/// Returns whether an entry covers enough articles of a theme, and is the best entry of enough of them.
///
/// The best entry of an article is that with the greatest sum of seed weights. An article whose best entry is a child
/// of this one counts for this one. The lead keeps mixed themes unnamed: a theme of films, music and television is
/// none of the three.
fn fits(rows: &SparseRows, docs: &[DocId], lexicon: &[SeededTheme], entry: usize) -> bool {
    let step = docs.len().div_ceil(MAX_ARTICLES).max(1);
    let docs: Vec<DocId> = docs.iter().copied().step_by(step).collect();
    let is_child = |other: usize| lexicon[other].parent.as_ref() == Some(&lexicon[entry].name);
    let mut n_leading = vec![0usize; lexicon.len()];
    let mut n_covered = 0;
    for hits in seed_hits(rows, &docs, lexicon).chunk_by(|a, b| a.point == b.point) {
        n_covered += usize::from(hits.iter().any(|hit| hit.theme == entry));
        // The lower entry wins a tie.
        let by_score =
            |a: &&SeedHit, b: &&SeedHit| a.score.total_cmp(&b.score).then(b.theme.cmp(&a.theme));
        if let Some(leading) = hits.iter().max_by(by_score) {
            n_leading[if is_child(leading.theme) { entry } else { leading.theme }] += 1;
        }
    }
    let n_own = std::mem::take(&mut n_leading[entry]);
    let n_next = n_leading.into_iter().max().unwrap_or(0);
    n_covered as f64 >= MIN_COVERAGE * docs.len() as f64 && n_own >= MIN_LEAD * n_next
}

#[cfg(test)]
mod tests {
    use super::{SeededTheme, fits};
    use crate::sparse::SparseRows;

    /// Returns whether the entry "Film" (seed 0) names a theme with this many articles about films and about music
    /// (seed 1).
    fn is_film(n_films: usize, n_music: usize, above_music: Option<&str>) -> bool {
        let entry = |name: &str, parent: Option<&str>, seed: u32| SeededTheme {
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
            seeds: vec![vec![seed]],
            unknown: vec![],
        };
        let lexicon = [entry("Film", None, 0), entry("Music", above_music, 1)];
        let n = n_films + n_music;
        let terms = [vec![0; n_films], vec![1; n_music]].concat();
        let rows = SparseRows::try_new((0..=n).collect(), terms, vec![1.0; n], 2).unwrap();
        fits(&rows, &rows.docs().collect::<Vec<_>>(), &lexicon, 0)
    }

    #[test]
    fn an_entry_must_lead_in_twice_as_many_articles_as_any_other() {
        assert!(is_film(4, 2, None));
        assert!(!is_film(5, 3, None));
        assert!(is_film(5, 3, Some("Film")));
        assert!(!is_film(2, 3, Some("Film")), "fewer than half have a seed");
    }
}
