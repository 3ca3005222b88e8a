//! All pairs of rows with a cosine near 1, without a search for each.

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::sparse::{DocId, Row, SparseRows};

/// The length that the common part of a row, which is left out of the lists, may have at most. A shorter one
/// makes longer lists and fewer pairs to compare; picked by time on an archive of 70,000 articles.
const COMMON_LENGTH: f64 = 0.8;

/// The pairs that `accept`, a lower row and a higher one, takes among all pairs of unit rows whose cosine is
/// at least `min_cosine`; in order of the lower row, then the higher.
///
/// The rarest term that two such rows share stands in the rare part of both, since the common parts alone
/// are too short to bring the cosine about. So only the rare parts are turned into lists. What two rare parts
/// do not share stands in the common part of one of the two rows, so it brings at most that part's length: a
/// pair is compared when both together may reach `min_cosine`, from the rarest terms on and as long as the parts
/// left are long enough, which ends after a dozen terms where little is shared. Rows that are equal are compared
/// once, and paired with the first of them. O(nnz) and the lists; parallel, and the same on any number of
/// threads. Memory: 8 bytes for each term of a rare part and 4 for each row and thread.
pub(super) fn near_pairs(
    rows: &SparseRows,
    min_cosine: f32,
    accept: impl Fn(DocId, DocId) -> bool + Sync,
) -> Vec<(DocId, DocId)> {
    // Less what rounding could take away.
    let least = f64::from(min_cosine) - 1e-6;
    if least <= 0.0 {
        return every_pair(rows, accept);
    }
    let (firsts, mut pairs) = equal_rows(rows);
    pairs.retain(|&(a, b)| accept(a, b));
    let parts: Vec<RarePart> = firsts
        .par_iter()
        .map(|&doc| RarePart::of(rows.row(doc), least.min(COMMON_LENGTH)))
        .collect();
    let lists = Lists::new(rows, &firsts, &parts);
    let near = |sums: &mut Sums, at: usize| {
        let (doc, part) = (firsts[at], &parts[at]);
        let row = rows.row(doc);
        for (&term, &weight) in row.terms()[part.start..].iter().zip(&row.weights()[part.start..]) {
            // Lists ascend, so those before this row are at the head.
            for &(other, other_weight) in
                lists.of(term).iter().take_while(|&&(other, _)| (other as usize) < at)
            {
                sums.add(other, f64::from(weight) * f64::from(other_weight));
            }
        }
        let mut found: Vec<(DocId, DocId)> = sums
            .drain()
            .filter(|&(other, sum)| sum + part.common.max(parts[other as usize].common) >= least)
            .map(|(other, _)| (firsts[other as usize], doc))
            .filter(|&(other, doc)| may_reach(rows.row(other), row, least) && accept(other, doc))
            .collect();
        found.sort_unstable();
        found
    };
    let found: Vec<Vec<(DocId, DocId)>> =
        (0..firsts.len()).into_par_iter().map_init(|| Sums::new(firsts.len()), near).collect();
    pairs.extend(found.into_iter().flatten());
    pairs.sort_unstable();
    pairs
}

/// Whether the cosine of two unit rows may be `least`: what the terms not yet looked at can add is at most the
/// product of the lengths that they have in the two rows.
fn may_reach(a: Row<'_>, b: Row<'_>, least: f64) -> bool {
    let (mut sum, mut rest_a, mut rest_b) = (0.0, 1.0, 1.0);
    let (mut end_a, mut end_b) = (a.len(), b.len());
    while end_a > 0 && end_b > 0 {
        let (term_a, term_b) = (a.terms()[end_a - 1], b.terms()[end_b - 1]);
        let (weight_a, weight_b) =
            (f64::from(a.weights()[end_a - 1]), f64::from(b.weights()[end_b - 1]));
        if term_a == term_b {
            sum += weight_a * weight_b;
        }
        if term_a >= term_b {
            (end_a, rest_a) = (end_a - 1, rest_a - weight_a * weight_a);
        }
        if term_b >= term_a {
            (end_b, rest_b) = (end_b - 1, rest_b - weight_b * weight_b);
        }
        let missing = least - sum;
        if missing <= 0.0 {
            return true;
        }
        // More than what rounding takes away from squares of lengths.
        if (rest_a.max(0.0) + 1e-6) * (rest_b.max(0.0) + 1e-6) < missing * missing {
            return false;
        }
    }
    false
}

/// Where nothing can be left out.
fn every_pair(
    rows: &SparseRows,
    accept: impl Fn(DocId, DocId) -> bool + Sync,
) -> Vec<(DocId, DocId)> {
    let of = |b: u32| {
        let accept = &accept;
        (0..b).map(move |a| (DocId(a), DocId(b))).filter(move |&(a, b)| accept(a, b))
    };
    let mut pairs: Vec<(DocId, DocId)> =
        (0..rows.n_docs() as u32).into_par_iter().flat_map_iter(of).collect();
    pairs.sort_unstable();
    pairs
}

/// The first of each kind of equal rows, ascending, and the others paired with their first. Empty rows are
/// left out.
fn equal_rows(rows: &SparseRows) -> (Vec<DocId>, Vec<(DocId, DocId)>) {
    let mut first_of: HashMap<(&[u32], Vec<u32>), DocId> = HashMap::new();
    let (mut firsts, mut pairs) = (Vec::new(), Vec::new());
    for doc in rows.docs().filter(|&doc| !rows.row(doc).is_empty()) {
        let row = rows.row(doc);
        // The heaviest part of a key is compared last, and hardly ever.
        let bits = row.weights().iter().map(|weight| weight.to_bits()).collect();
        match *first_of.entry((row.terms(), bits)).or_insert(doc) {
            first if first == doc => firsts.push(doc),
            first => pairs.push((first, doc)),
        }
    }
    (firsts, pairs)
}

/// The rare end of a row: what stands before `start` is common and has the length `common`.
#[derive(Clone, Copy, Debug)]
struct RarePart {
    start: usize,
    common: f64,
}

impl RarePart {
    /// The shortest end of a row before which there is less than `length`.
    fn of(row: Row<'_>, length: f64) -> Self {
        let (mut squares, mut start) = (0.0, 0);
        for &weight in row.weights() {
            let with = squares + f64::from(weight).powi(2);
            if with.sqrt() >= length {
                break;
            }
            (squares, start) = (with, start + 1);
        }
        Self { start, common: squares.sqrt() }
    }
}

/// For each term the rows, by their place among those compared, that have it in their rare part.
struct Lists {
    starts: Vec<usize>,
    entries: Vec<(u32, f32)>,
}

impl Lists {
    fn new(rows: &SparseRows, firsts: &[DocId], parts: &[RarePart]) -> Self {
        let rare = |at: usize| {
            let (row, start) = (rows.row(firsts[at]), parts[at].start);
            row.terms()[start..].iter().zip(&row.weights()[start..])
        };
        let mut starts = vec![0; rows.n_terms() + 1];
        for at in 0..firsts.len() {
            rare(at).for_each(|(&term, _)| starts[term as usize + 1] += 1);
        }
        for term in 0..rows.n_terms() {
            starts[term + 1] += starts[term];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0.0); starts[rows.n_terms()]];
        for at in 0..firsts.len() {
            for (&term, &weight) in rare(at) {
                entries[next[term as usize]] = (at as u32, weight);
                next[term as usize] += 1;
            }
        }
        Self { starts, entries }
    }

    fn of(&self, term: u32) -> &[(u32, f32)] {
        &self.entries[self.starts[term as usize]..self.starts[term as usize + 1]]
    }
}

/// Sums by place, and which are not 0.
struct Sums {
    sums: Vec<f64>,
    met: Vec<u32>,
}

impl Sums {
    fn new(n: usize) -> Self {
        Self { sums: vec![0.0; n], met: Vec::new() }
    }

    fn add(&mut self, at: u32, part: f64) {
        let sum = &mut self.sums[at as usize];
        if *sum == 0.0 {
            self.met.push(at);
        }
        *sum += part;
    }

    fn drain(&mut self) -> impl Iterator<Item = (u32, f64)> {
        let Self { sums, met } = self;
        met.drain(..).map(|at| (at, std::mem::take(&mut sums[at as usize])))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::near_pairs;
    use crate::sparse::{DocId, SparseRows, dot};

    /// Rows of length 1 or 0 from few terms, so that near and equal ones are common.
    fn rows() -> impl Strategy<Value = SparseRows> {
        let row = prop::collection::vec(prop::sample::select(vec![0u8, 0, 0, 1, 1, 4]), 14);
        prop::collection::vec(row, 0..40).prop_map(|rows| {
            let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
            for row in rows {
                let norm = row.iter().map(|&w| f64::from(w).powi(2)).sum::<f64>().sqrt();
                for (term, &weight) in row.iter().enumerate().filter(|&(_, &weight)| weight > 0) {
                    terms.push(term as u32);
                    weights.push((f64::from(weight) / norm) as f32);
                }
                offsets.push(terms.len());
            }
            SparseRows::try_new(offsets, terms, weights, 14).unwrap()
        })
    }

    proptest! {
        #[test]
        fn no_near_pair_is_missed(rows in rows(), least in prop::sample::select(vec![0.0f32, 0.3, 0.7, 0.85, 1.0])) {
            let near = |a: DocId, b: DocId| {
                !rows.row(a).is_empty() && dot(rows.row(a), rows.row(b)) >= least
            };
            let found = near_pairs(&rows, least, near);
            let all = rows.docs().flat_map(|a| rows.docs().filter(move |&b| a < b).map(move |b| (a, b)));
            // Of equal rows, those but the first are paired with the first alone.
            let first = |doc: DocId| rows.docs().find(|&other| rows.row(other) == rows.row(doc)).unwrap();
            let expected: Vec<(DocId, DocId)> = all
                .filter(|&(a, b)| near(a, b))
                .filter(|&(a, b)| least == 0.0 || first(b) == a || (first(a) == a && first(b) == b))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
