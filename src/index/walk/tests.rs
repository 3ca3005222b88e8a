//! Walks that stop early, on archives that stress every bound.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::scratch::WalkParams;
use super::{SearchStats, WalkScratch, walk};
use crate::cpu::Isa;
use crate::index::kernels::BLOCK;
use crate::index::{
    Index, ROW_BLOCK, ScoreModifier, Search, TopK, brute_force_weighted, tests::sparse,
};
use crate::sparse::{DocId, SparseRows};

/// Weights terms like a steep idf and scales each row to norm 1.
fn weighted(rows: Vec<Vec<u32>>, n_terms: u32) -> SparseRows {
    let row = |mut terms: Vec<u32>| {
        terms.sort_unstable();
        terms.dedup();
        let raw = |&term: &u32| (f64::from(term) + 2.0).ln().powf(1.25);
        let norm = terms.iter().map(|term| raw(term).powi(2)).sum::<f64>().sqrt();
        terms.iter().map(|term| (*term, (raw(term) / norm) as f32)).collect()
    };
    sparse(rows.into_iter().map(row).collect(), n_terms as usize)
}

/// Draws a term; lower numbers are more likely.
fn term(rng: &mut Xoshiro256PlusPlus, n_terms: u32) -> u32 {
    (f64::from(n_terms) * rng.r#gen::<f64>().powi(4)) as u32
}

/// Rows like those of texts. Every third row copies most of another, some are empty, and one has most terms.
fn texts(n_docs: usize, n_terms: u32, length: usize, seed: u64) -> SparseRows {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut rows: Vec<Vec<u32>> = Vec::new();
    for doc in 0..n_docs {
        let mut row: Vec<u32> = match doc {
            _ if doc % 50 == 49 => Vec::new(),
            GIANT => (0..n_terms).filter(|term| term % 3 != 0).collect(),
            _ => (0..length).map(|_| term(&mut rng, n_terms)).collect(),
        };
        if doc % 3 == 2 {
            let other = &rows[rng.gen_range(0..doc)];
            row.truncate(length / 4);
            row.extend(other.iter().take(length));
        }
        rows.push(row);
    }
    weighted(rows, n_terms)
}

/// Rows that differ in three terms at most.
fn nearly_equal(n_docs: usize) -> SparseRows {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(4);
    let common: Vec<u32> = (0..60).map(|term| term * 40).collect();
    let row = |_| common.iter().copied().chain((0..3).map(|_| rng.gen_range(0..3_000))).collect();
    weighted((0..n_docs).map(row).collect(), 3_000)
}

/// Groups of equal rows, rows of one term, and rows of the most common terms alone.
fn groups(n_docs: usize) -> SparseRows {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
    let mut rows: Vec<Vec<u32>> = Vec::new();
    for doc in 0..n_docs {
        let row = match doc % 4 {
            0 => vec![term(&mut rng, 2_000)],
            1 => (0..12).filter(|_| rng.r#gen()).collect(),
            _ if doc % 40 < 30 && doc > 40 => rows[doc - 40].clone(),
            _ => (0..50).map(|_| term(&mut rng, 2_000)).collect(),
        };
        rows.push(row);
    }
    weighted(rows, 2_000)
}

/// A row with so many terms that rounding alone can overflow its sum.
const GIANT: usize = 7;

fn queries(n_docs: usize) -> impl Iterator<Item = usize> {
    (0..n_docs).step_by(1 + n_docs / 40).chain((GIANT < n_docs).then_some(GIANT))
}

/// Compares walks with brute force: every kernel, one pass and ranges of rows, with and without refinement, several k.
fn check(name: &str, rows: SparseRows, must_stop: bool) {
    let index = Index::build(rows);
    let n_docs = index.rows().n_docs();
    for isa in Isa::available() {
        let in_ranges = WalkParams {
            max_single_pass_rows: 0,
            rows_per_range: 8 * BLOCK as u32,
            ..WalkParams::default()
        };
        let refining = WalkParams { min_refine_postings: 0, ..WalkParams::default() };
        for params in [refining, in_ranges, WalkParams { min_refine_postings: 0, ..in_ranges }] {
            let mut scratch = WalkScratch::new(isa, params);
            for (k, min_score) in [(1, 0.0), (10, 0.0), (10, 0.3), (100, 0.0)] {
                let search = Search { k, min_score };
                for (place, doc) in queries(n_docs).map(DocId::from_index).enumerate() {
                    let row = index.rows().row(doc);
                    let others = |other: DocId| other != doc && other.0 % 5 != 3;
                    let is_plain = place % 3 > 0;
                    let block_max = |row_block: usize| match row_block % 5 {
                        _ if is_plain => 1.0,
                        at => [0.4, 1.6, 0.0, 1.6, 1.61][(at + place) % 5],
                    };
                    let factor = |other: DocId| match other.index() % 4 {
                        _ if is_plain => 1.0,
                        at => [1.0, 0.7, 0.4, 0.9][at] * block_max(other.index() / ROW_BLOCK),
                    };
                    let modifier = ScoreModifier { eligible: others, factor, block_max };
                    let top = TopK::new(k);
                    let list = walk(&index, row, search, top, modifier, |_| {}, &mut scratch);
                    let expected = brute_force_weighted(index.rows(), row, search, modifier);
                    assert_eq!(
                        list.into_sorted(),
                        expected,
                        "{name}, row {}, k {k}, {isa:?}",
                        doc.0
                    );
                }
            }
            let SearchStats { stops, refinements, .. } = scratch.stats;
            assert!(!must_stop || stops > 0, "{name}: no walk stopped early");
            assert!(
                !must_stop || params.min_refine_postings > 0 || refinements > 0,
                "{name}: no list was refined"
            );
        }
    }
}

#[test]
fn walks_equal_brute_force() {
    check("short texts", texts(1_500, 3_000, 60, 1), true);
    check("few terms", texts(700, 400, 120, 2), true);
    check("many terms", texts(3_000, 90_000, 40, 3), true);
    check("nearly equal", nearly_equal(1_000), false);
    check("groups", groups(2_000), false);
    check("one row", texts(1, 50, 20, 6), false);
    check("no rows", texts(0, 50, 20, 7), false);
}
