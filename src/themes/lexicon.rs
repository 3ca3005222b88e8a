//! Names for themes that were found: entries of a lexicon whose words they have.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::{
    Naming, SeededTheme, Themes,
    named::{Hit, hits},
};
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

/// Least times as many articles that are led by the entry as by any other.
const LEAST_LEAD: usize = 2;

/// Articles of a theme that are looked at for that, evenly spread.
const MOST_ARTICLES: usize = 1_000;

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
    /// .22 and exceeds that of the next entry by a quarter, three seeds are among the terms, half of the
    /// theme's articles have a seed, and twice as many lean to the entry as to any other: a wrong name is worse than
    /// none. An entry names one theme, that of the
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
                let fits = free[entry] && fits(rows, docs, lexicon, entry);
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

/// Whether half of the articles have a seed of the entry, and twice as many lean to it as to any other, by the weight
/// of their seeds: where films, music and television come together, none of the three is the name. An entry under
/// this one counts for it.
fn fits(rows: &SparseRows, docs: &[DocId], lexicon: &[SeededTheme], entry: usize) -> bool {
    let step = docs.len().div_ceil(MOST_ARTICLES).max(1);
    let docs: Vec<DocId> = docs.iter().copied().step_by(step).collect();
    let is_part = |other: usize| lexicon[other].parent.as_ref() == Some(&lexicon[entry].name);
    let mut n_leading = vec![0usize; lexicon.len()];
    let mut n_covered = 0;
    for of_doc in hits(rows, &docs, lexicon).chunk_by(|a, b| a.point == b.point) {
        n_covered += usize::from(of_doc.iter().any(|hit| hit.name == entry));
        let first = |a: &&Hit, b: &&Hit| a.score.total_cmp(&b.score).then(b.name.cmp(&a.name));
        if let Some(leading) = of_doc.iter().max_by(first) {
            n_leading[if is_part(leading.name) { entry } else { leading.name }] += 1;
        }
    }
    let leading = std::mem::take(&mut n_leading[entry]);
    let next = n_leading.into_iter().max().unwrap_or(0);
    n_covered as f64 >= LEAST_COVERAGE * docs.len() as f64 && leading >= LEAST_LEAD * next
}

#[cfg(test)]
mod tests {
    use super::{SeededTheme, fits};
    use crate::sparse::SparseRows;

    /// Whether "Film", seed 0, names so many articles about films and so many about music, seed 1.
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
    fn what_half_as_many_articles_belong_to_is_no_part_of_another_name() {
        assert!(is_film(4, 2, None));
        assert!(!is_film(5, 3, None));
        assert!(is_film(5, 3, Some("Film")));
        assert!(!is_film(2, 3, Some("Film")), "fewer than half have a seed");
    }
}
