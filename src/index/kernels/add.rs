//! Adds the postings of a term to the sums of their rows.
//!
//! One store a posting bounds this, so registers of many lanes have nothing to give.

/// Adds each posting times `factor` in 1/2³², rounded up, to the sum of its row.
///
/// # Panics
/// When `sums` has not more than `doc_mask` items.
pub(in super::super) fn add(postings: &[u32], factor: u32, doc_mask: u32, sums: &mut [u16]) {
    // Every row is within the mask, so the compiler needs no check in the loop.
    let sums = &mut sums[..=doc_mask as usize];
    for &posting in postings {
        let sum = &mut sums[(posting & doc_mask) as usize];
        *sum = sum.saturating_add(product(posting, factor));
    }
}

/// The same, and appends each row whose sum was 0 to `met`.
///
/// # Panics
/// When `sums` has not more than `doc_mask` items.
pub(in super::super) fn add_meeting(
    postings: &[u32],
    factor: u32,
    doc_mask: u32,
    sums: &mut [u16],
    met: &mut Vec<u32>,
) {
    let sums = &mut sums[..=doc_mask as usize];
    let mut n_met = met.len();
    met.resize(n_met + postings.len(), 0);
    let places = &mut met[..];
    for &posting in postings {
        let doc = posting & doc_mask;
        let sum = &mut sums[doc as usize];
        // No branch: whether a row was met before is hard to foretell.
        places[n_met] = doc;
        n_met += usize::from(*sum == 0);
        *sum = sum.saturating_add(product(posting, factor));
    }
    met.truncate(n_met);
}

fn product(posting: u32, factor: u32) -> u16 {
    ((u64::from(posting) * u64::from(factor) + u64::from(u32::MAX)) >> 32) as u16
}
