//! Adds the postings of a term to the sums of their rows.
//!
//! One store a posting bounds this, so registers of many lanes have nothing to give.

/// What the postings of a term count.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Factor {
    /// A posting counts this many times its value, in 1/2³², rounded up.
    pub(in super::super) per_posting: u32,
    /// Whether a sum may pass what it can hold, where it then stays. To look costs a twentieth of the search.
    pub(in super::super) saturates: bool,
}

/// Adds what each posting counts to the sum of its row.
///
/// # Panics
/// When `sums` has not more than `doc_mask` items.
pub(in super::super) fn add(postings: &[u32], factor: Factor, doc_mask: u32, sums: &mut [u16]) {
    add_each(postings, factor, doc_mask, sums, |_, _| ());
}

/// The same, and appends each row whose sum was 0 to `met`.
///
/// # Panics
/// When `sums` has not more than `doc_mask` items.
pub(in super::super) fn add_meeting(
    postings: &[u32],
    factor: Factor,
    doc_mask: u32,
    sums: &mut [u16],
    met: &mut Vec<u32>,
) {
    let mut n_met = met.len();
    met.resize(n_met + postings.len(), 0);
    let places = &mut met[..];
    add_each(postings, factor, doc_mask, sums, |doc, sum| {
        // No branch: whether a row was met before is hard to foretell.
        places[n_met] = doc;
        n_met += usize::from(sum == 0);
    });
    met.truncate(n_met);
}

/// `before` is told each row and its sum so far.
#[inline(always)]
fn add_each(
    postings: &[u32],
    factor: Factor,
    doc_mask: u32,
    sums: &mut [u16],
    before: impl FnMut(u32, u16),
) {
    if factor.saturates {
        add_by(u16::saturating_add, postings, factor, doc_mask, sums, before);
    } else {
        add_by(|sum, product| sum + product, postings, factor, doc_mask, sums, before);
    }
}

#[inline(always)]
fn add_by(
    plus: impl Fn(u16, u16) -> u16,
    postings: &[u32],
    factor: Factor,
    doc_mask: u32,
    sums: &mut [u16],
    mut before: impl FnMut(u32, u16),
) {
    // Every row is within the mask, so the compiler needs no check in the loop.
    let sums = &mut sums[..=doc_mask as usize];
    for &posting in postings {
        let doc = posting & doc_mask;
        let sum = &mut sums[doc as usize];
        before(doc, *sum);
        *sum = plus(*sum, product(posting, factor.per_posting));
    }
}

fn product(posting: u32, factor: u32) -> u16 {
    ((u64::from(posting) * u64::from(factor) + u64::from(u32::MAX)) >> 32) as u16
}
