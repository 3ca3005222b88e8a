//! Compares every kernel with the plain loop.

use proptest::prelude::*;

use super::{
    BLOCK, BoundFilter, CandidateRow, Isa, PostingScale, ResidualSteps, collect_candidates,
    count_candidates, find_sums,
};

/// Whole blocks of sums and residual steps. Zeros are common, and so are sums that saturate.
fn rows() -> impl Strategy<Value = (Vec<u16>, Vec<u8>)> {
    let sum = prop_oneof![Just(0), 0u16..200, 60_000..=u16::MAX, any::<u16>()];
    let row = (sum, prop_oneof![Just(0), Just(u8::MAX), any::<u8>()]);
    let blocks = (0usize..6).prop_flat_map(move |n| prop::collection::vec(row.clone(), n * BLOCK));
    blocks.prop_map(|rows| rows.into_iter().unzip())
}

fn filter() -> impl Strategy<Value = BoundFilter> {
    let min_bound = prop_oneof![Just(1), Just(u16::MAX), any::<u16>()];
    // All filters that a walk can make: a residual adds at most `FULL_SUM` and its rounding.
    (0u16..60_300, 0u16..2, min_bound).prop_map(|(per_step, rounding, min_bound)| BoundFilter {
        per_step,
        rounding,
        min_bound,
    })
}

/// The plain loop.
fn candidates(sums: &[u16], steps: &[u8], filter: BoundFilter) -> Vec<CandidateRow> {
    let row = |(doc, (&sum, &steps)): (u32, (&u16, &u8))| {
        let upper_bound = filter.upper_bound(sum, steps);
        (upper_bound >= filter.min_bound).then_some(CandidateRow { upper_bound, sum, doc })
    };
    (0..).zip(sums.iter().zip(steps)).filter_map(row).collect()
}

proptest! {
    #[test]
    fn every_kernel_finds_the_rows_of_the_plain_loop((sums, steps) in rows(), filter in filter(), every in 1usize..4) {
        let block_max: Vec<u8> = steps.chunks(BLOCK).map(|block| *block.iter().max().unwrap()).collect();
        let residuals = ResidualSteps { rows: &steps, block_max: &block_max };
        let expected = candidates(&sums, &steps, filter);
        for isa in Isa::available() {
            let mut cleared = sums.clone();
            let mut found = Vec::new();
            collect_candidates(isa, &mut cleared, residuals, filter, &mut found);
            prop_assert_eq!(&found, &expected, "{:?}", isa);
            prop_assert!(cleared.iter().all(|&sum| sum == 0));
            let sampled = |row: &&CandidateRow| (row.doc as usize / BLOCK).is_multiple_of(every);
            let n_sampled = expected.iter().filter(sampled).count();
            let n_counted = count_candidates(isa, &mut sums.clone(), residuals, filter, every);
            prop_assert_eq!(n_counted, n_sampled, "{:?}", isa);
            let (mut same, mut large) = (sums.clone(), Vec::new());
            find_sums(isa, &mut same, residuals, filter.min_bound, |doc, sum| large.push((doc, sum)));
            let is_large = |&(_, sum): &(u32, u16)| sum >= filter.min_bound;
            let expected: Vec<_> = (0u32..).zip(sums.iter().copied()).filter(is_large).collect();
            prop_assert_eq!(large, expected, "{:?}", isa);
            prop_assert_eq!(&same, &sums);
        }
    }

    #[test]
    fn additions_round_up_and_saturate(
        postings in prop::collection::vec(any::<u32>(), 0..300),
        multiplier in prop_oneof![1u32..100, 1u32..=65_535],
        doc_bits in 0u32..12,
    ) {
        let doc_mask = (1u32 << doc_bits) - 1;
        let product = |posting: u32| (f64::from(posting) * f64::from(multiplier) / 2f64.powi(32)).ceil();
        let expected = |doc: u32| -> f64 {
            postings.iter().filter(|&posting| posting & doc_mask == doc).map(|&posting| product(posting)).sum()
        };
        let saturates = (0..=doc_mask).any(|doc| expected(doc) > 65_535.0);
        let scale = PostingScale { multiplier, saturates };
        let (mut sums, mut touched) = (vec![0u16; 1 << doc_bits], Vec::new());
        super::add_recording(&postings, scale, doc_mask, &mut sums, &mut touched);
        let mut twin = vec![0u16; 1 << doc_bits];
        super::add(&postings, scale, doc_mask, &mut twin);
        prop_assert_eq!(&sums, &twin);
        for (doc, &sum) in (0u32..).zip(&sums) {
            let expected = expected(doc);
            prop_assert!((f64::from(sum) - expected.min(65_535.0)).abs() < 0.5, "{sum} {expected}");
            prop_assert!(sum == 0 || touched.contains(&doc));
        }
    }
}
