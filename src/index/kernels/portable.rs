//! The bodies of the loops, and what they are without any processor's extensions.

use super::{Bar, Reaching};

/// Rows compared at once.
pub(in super::super) const BLOCK: usize = 64;

pub(super) fn count(sums: &[u16], steps: &[u8], bar: Bar) -> usize {
    count_body(sums, steps, bar)
}

pub(super) fn collect(sums: &mut [u16], steps: &[u8], bar: Bar, reaching: &mut Vec<Reaching>) {
    collect_body(sums, steps, bar, reaching);
}

/// Sum of a row and the most that its rest can add.
#[inline(always)]
fn bound(sum: u16, steps: u8, bar: Bar) -> u16 {
    let rest = (u32::from(u16::from(steps) << 8) * u32::from(bar.step)) >> 16;
    sum.saturating_add(rest as u16 + 1)
}

#[inline(always)]
pub(super) fn count_body(sums: &[u16], steps: &[u8], bar: Bar) -> usize {
    let mut n = 0;
    for (sums, steps) in sums.chunks(BLOCK).zip(steps.chunks(BLOCK)) {
        n += count_block(sums, steps, bar);
    }
    n
}

#[inline(always)]
fn count_block(sums: &[u16], steps: &[u8], bar: Bar) -> usize {
    // A u16 for each lane: a block cannot overflow it, and wider counters would halve the lanes.
    let reaches = |(&sum, &steps): (&u16, &u8)| u16::from(bound(sum, steps, bar) >= bar.least);
    match (sums.first_chunk::<BLOCK>(), steps.first_chunk::<BLOCK>()) {
        (Some(sums), Some(steps)) => usize::from(sums.iter().zip(steps).map(reaches).sum::<u16>()),
        _ => usize::from(sums.iter().zip(steps).map(reaches).sum::<u16>()),
    }
}

#[inline(always)]
pub(super) fn collect_body(
    sums: &mut [u16],
    steps: &[u8],
    bar: Bar,
    reaching: &mut Vec<Reaching>,
) {
    let mut first = 0u32;
    for (sums, steps) in sums.chunks_mut(BLOCK).zip(steps.chunks(BLOCK)) {
        if count_block(sums, steps, bar) > 0 {
            for (doc, (&sum, &steps)) in (first..).zip(sums.iter().zip(steps)) {
                let bound = bound(sum, steps, bar);
                if bound >= bar.least {
                    reaching.push(Reaching { bound, sum, doc });
                }
            }
        }
        sums.fill(0);
        first += BLOCK as u32;
    }
}

pub(super) fn add(postings: &[u32], factor: u32, doc_mask: u32, sums: &mut [u16]) {
    for &posting in postings {
        let product = u64::from(posting) * u64::from(factor);
        let sum = &mut sums[(posting & doc_mask) as usize];
        *sum = sum.saturating_add(((product + u64::from(u32::MAX)) >> 32) as u16);
    }
}
