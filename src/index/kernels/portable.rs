//! What the loops mean, and what they are without any processor's extensions.

use super::scan::{Hit, Pass, scan_by};
use super::{BLOCK, Bar, Steps};

pub(super) fn scan(sums: &mut [u16], steps: Steps<'_>, bar: Bar, pass: Pass, hit: &mut Hit<'_>) {
    scan_by(sums, steps, bar, pass, hit, any, |sums, steps| reach(sums, steps, bar));
}

/// Sum of a row and the most that its rest can add.
#[inline(always)]
pub(super) fn bound(sum: u16, steps: u8, bar: Bar) -> u16 {
    let rest = (u32::from(u16::from(steps) << 8) * u32::from(bar.step)) >> 16;
    sum.saturating_add(rest as u16 + bar.rounding)
}

/// The rows of a block that reach the bar, a bit each.
#[inline(always)]
fn reach(sums: &[u16; BLOCK], steps: &[u8; BLOCK], bar: Bar) -> u64 {
    let reaches = |(&sum, &steps): (&u16, &u8)| bound(sum, steps, bar) >= bar.least;
    let rows = sums.iter().zip(steps).map(reaches);
    rows.enumerate().map(|(lane, reaches)| u64::from(reaches) << lane).sum()
}

/// Whether a sum of a block is as large as `least`.
#[inline(always)]
fn any(sums: &[u16; BLOCK], least: u16) -> bool {
    sums.iter().map(|&sum| u16::from(sum >= least)).sum::<u16>() > 0
}
