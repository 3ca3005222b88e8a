//! Every variant against the definition.

use proptest::prelude::*;

use super::{BLOCK, Bar, Factor, Isa, Reaching, Steps, collect, count, find, portable};

/// Whole blocks of sums and steps; zeros, and sums so large that adding saturates, are common.
fn rows() -> impl Strategy<Value = (Vec<u16>, Vec<u8>)> {
    let sum = prop_oneof![Just(0), 0u16..200, 60_000..=u16::MAX, any::<u16>()];
    let row = (sum, prop_oneof![Just(0), Just(u8::MAX), any::<u8>()]);
    let blocks = (0usize..6).prop_flat_map(move |n| prop::collection::vec(row.clone(), n * BLOCK));
    blocks.prop_map(|rows| rows.into_iter().unzip())
}

fn bar() -> impl Strategy<Value = Bar> {
    let least = prop_oneof![Just(1), Just(u16::MAX), any::<u16>()];
    // Whatever a bar can be: bounds of up to FULL and no more.
    (0u16..60_300, 0u16..2, least).prop_map(|(step, rounding, least)| Bar { step, rounding, least })
}

/// The plain loop.
fn reaching(sums: &[u16], steps: &[u8], bar: Bar) -> Vec<Reaching> {
    let row = |(doc, (&sum, &steps)): (u32, (&u16, &u8))| {
        let bound = portable::bound(sum, steps, bar);
        (bound >= bar.least).then_some(Reaching { bound, sum, doc })
    };
    (0..).zip(sums.iter().zip(steps)).filter_map(row).collect()
}

proptest! {
    #[test]
    fn every_kernel_finds_the_rows_of_the_plain_loop((sums, steps) in rows(), bar in bar(), every in 1usize..4) {
        let most: Vec<u8> = steps.chunks(BLOCK).map(|block| *block.iter().max().unwrap()).collect();
        let both = Steps { of_rows: &steps, of_blocks: &most };
        let expected = reaching(&sums, &steps, bar);
        for isa in Isa::available() {
            let mut cleared = sums.clone();
            let mut found = Vec::new();
            collect(isa, &mut cleared, both, bar, &mut found);
            prop_assert_eq!(&found, &expected, "{:?}", isa);
            prop_assert!(cleared.iter().all(|&sum| sum == 0));
            let sampled = |row: &&Reaching| (row.doc as usize / BLOCK).is_multiple_of(every);
            let n_sampled = expected.iter().filter(sampled).count();
            prop_assert_eq!(count(isa, &mut sums.clone(), both, bar, every), n_sampled, "{:?}", isa);
            let (mut same, mut large) = (sums.clone(), Vec::new());
            find(isa, &mut same, both, bar.least, |doc, sum| large.push((doc, sum)));
            let is_large = |&(_, sum): &(u32, u16)| sum >= bar.least;
            let expected: Vec<_> = (0u32..).zip(sums.iter().copied()).filter(is_large).collect();
            prop_assert_eq!(large, expected, "{:?}", isa);
            prop_assert_eq!(&same, &sums);
        }
    }

    #[test]
    fn adding_rounds_up(
        postings in prop::collection::vec(any::<u32>(), 0..300),
        factor in prop_oneof![1u32..100, 1u32..=65_535],
        doc_bits in 0u32..12,
    ) {
        let doc_mask = (1u32 << doc_bits) - 1;
        let product = |posting: u32| (f64::from(posting) * f64::from(factor) / 2f64.powi(32)).ceil();
        let expected = |doc: u32| -> f64 {
            postings.iter().filter(|&posting| posting & doc_mask == doc).map(|&posting| product(posting)).sum()
        };
        let saturates = (0..=doc_mask).any(|doc| expected(doc) > 65_535.0);
        let factor = Factor { per_posting: factor, saturates };
        let (mut sums, mut met) = (vec![0u16; 1 << doc_bits], Vec::new());
        super::add_meeting(&postings, factor, doc_mask, &mut sums, &mut met);
        let mut twin = vec![0u16; 1 << doc_bits];
        super::add(&postings, factor, doc_mask, &mut twin);
        prop_assert_eq!(&sums, &twin);
        for (doc, &sum) in (0u32..).zip(&sums) {
            let expected = expected(doc);
            prop_assert!((f64::from(sum) - expected.min(65_535.0)).abs() < 0.5, "{sum} {expected}");
            prop_assert!(sum == 0 || met.contains(&doc));
        }
    }
}
