//! Names for themes that were found: entries of a lexicon whose words they have.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::{Naming, SeededTheme, Themes};
use crate::sparse::{DocId, SparseRows};

/// Terms of a theme that are compared: those that tell it most from the others.
const PROFILE: usize = 60;

/// Least cosine between a theme's terms and an entry's seeds.
const LEAST_COSINE: f64 = 0.22;

/// Least share of the cosine by which it exceeds that of the next best entry.
const LEAST_MARGIN: f64 = 0.25;

/// Least seeds of the entry among the theme's terms.
const LEAST_SEEDS: usize = 3;

/// Least share of the theme's articles that have a seed of the entry.
const LEAST_COVERAGE: f64 = 0.5;

/// Fewer known seeds than this count as so many, or a single word would make a name.
const FULL_ENTRY: usize = 6;

/// Added to the share of other articles that have a term.
const BACKGROUND: f64 = 0.01;

/// The entry that a theme is like.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Match {
    theme: usize,
    entry: usize,
    cosine: f64,
}

impl Themes {
    /// Gives themes that are called by their own words the names of the lexicon entries they are like.
    ///
    /// `rows`, shape (n_docs, n_terms), says which terms an article has; entries are resolved on the same
    /// vocabulary. A theme's terms are the 60 of greatest p_in · ln(p_in / (p_out + .01)), p the share of
    /// articles with the term. A name is given when the cosine between them and the entry's seeds reaches
    /// .22 and exceeds that of the next entry by a quarter, three seeds are among the terms, and half of the
    /// theme's articles have a seed: a wrong name is worse than none. An entry names one theme, that of the
    /// greatest cosine. All bounds were picked by reading the names of five archives. O(nnz + entries).
    pub fn name_by(&mut self, lexicon: &[SeededTheme], rows: &SparseRows) {
        let mut members: Vec<Vec<DocId>> = vec![Vec::new(); self.themes.len()];
        for (doc, membership) in rows.docs().zip(&self.memberships) {
            if let Some(membership) = membership {
                members[membership.theme].push(doc);
            }
        }
        let mut totals = vec![0u32; rows.n_terms()];
        let placed = members.iter().flatten();
        placed.for_each(|&doc| rows.row(doc).terms().iter().for_each(|&t| totals[t as usize] += 1));
        let n_docs: usize = members.iter().map(Vec::len).sum();
        let taken = |name: &str| self.themes.iter().any(|theme| theme.label == name);
        let free: Vec<bool> = lexicon.iter().map(|entry| !taken(&entry.name)).collect();
        let mut matches: Vec<Match> = members
            .par_iter()
            .enumerate()
            .filter(|(theme, _)| self.themes[*theme].naming == Naming::Words)
            .filter_map(|(theme, docs)| {
                let profile = profile(rows, docs, &totals, n_docs);
                let (entry, cosine) = best_entry(lexicon, &profile)?;
                let fits = free[entry] && covered(rows, docs, &lexicon[entry]) >= LEAST_COVERAGE;
                fits.then_some(Match { theme, entry, cosine })
            })
            .collect();
        matches.sort_by(|a, b| b.cosine.total_cmp(&a.cosine).then(a.theme.cmp(&b.theme)));
        let mut used = vec![false; lexicon.len()];
        for Match { theme, entry, .. } in matches {
            if !std::mem::replace(&mut used[entry], true) {
                self.themes[theme].label.clone_from(&lexicon[entry].name);
                self.themes[theme].naming = Naming::Lexicon;
            }
        }
    }
}

/// The terms that tell a theme most from the others, with their scores, scaled to length 1.
fn profile(
    rows: &SparseRows,
    docs: &[DocId],
    totals: &[u32],
    n_docs: usize,
) -> HashMap<u32, f64, foldhash::fast::FixedState> {
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
    scored.truncate(PROFILE);
    let length = scored.iter().map(|(_, score)| score * score).sum::<f64>().sqrt();
    scored.into_iter().map(|(term, score)| (term, score / length)).collect()
}

/// The entry of greatest cosine with its cosine, when it clears the bounds.
fn best_entry(
    lexicon: &[SeededTheme],
    profile: &HashMap<u32, f64, foldhash::fast::FixedState>,
) -> Option<(usize, f64)> {
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
            Some((_, (most, _))) if found.0 <= most => next = next.max(found.0),
            _ => {
                next = best.map_or(0.0, |(_, (most, _))| most);
                best = Some((at, found));
            }
        }
    }
    let (at, (cosine, n_seeds)) = best?;
    let clear = cosine >= LEAST_COSINE && cosine - next >= LEAST_MARGIN * cosine;
    (clear && n_seeds >= LEAST_SEEDS).then_some((at, cosine))
}

/// Share of the articles that have a seed of the entry.
fn covered(rows: &SparseRows, docs: &[DocId], entry: &SeededTheme) -> f64 {
    let has = |doc: &&DocId| {
        let terms = rows.row(**doc).terms();
        let whole = |seed: &Vec<u32>| seed.iter().all(|term| terms.binary_search(term).is_ok());
        entry.seeds.iter().any(whole)
    };
    docs.iter().filter(has).count() as f64 / docs.len().max(1) as f64
}
