//! Adds the postings of a term to the sums of their rows.
//!
//! The loop is bound by one store for each posting, so it has no variants with wider registers.

/// What each posting of a term adds to the sum of its row.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct PostingScale {
    /// A posting adds its value times this, in units of 1/2³², rounded up.
    pub(in super::super) multiplier: u32,
    /// Whether a sum may exceed `u16::MAX` and must saturate there. Saturating additions cost a twentieth of the
    /// search.
    pub(in super::super) saturates: bool,
}

/// Adds each posting to the sum of its row.
///
/// # Panics
/// When `sums` has at most `doc_mask` items.
pub(in super::super) fn add(
    postings: &[u32],
    scale: PostingScale,
    doc_mask: u32,
    sums: &mut [u16],
) {
    add_visiting(postings, scale, doc_mask, sums, |_, _| ());
}

/// Like [`add`], and appends each row whose sum was 0 to `touched`.
///
/// # Panics
/// When `sums` has at most `doc_mask` items.
pub(in super::super) fn add_recording(
    postings: &[u32],
    scale: PostingScale,
    doc_mask: u32,
    sums: &mut [u16],
    touched: &mut Vec<u32>,
) {
    let mut n_touched = touched.len();
    touched.resize(n_touched + postings.len(), 0);
    let slots = &mut touched[..];
    add_visiting(postings, scale, doc_mask, sums, |doc, sum| {
        // Branchless: whether a row was touched before is unpredictable.
        slots[n_touched] = doc;
        n_touched += usize::from(sum == 0);
    });
    touched.truncate(n_touched);
}

/// Calls `visit` with each row and its sum before the addition.
#[inline(always)]
fn add_visiting(
    postings: &[u32],
    scale: PostingScale,
    doc_mask: u32,
    sums: &mut [u16],
    visit: impl FnMut(u32, u16),
) {
    if scale.saturates {
        add_with(u16::saturating_add, postings, scale, doc_mask, sums, visit);
    } else {
        add_with(|sum, product| sum + product, postings, scale, doc_mask, sums, visit);
    }
}

#[inline(always)]
fn add_with(
    plus: impl Fn(u16, u16) -> u16,
    postings: &[u32],
    scale: PostingScale,
    doc_mask: u32,
    sums: &mut [u16],
    mut visit: impl FnMut(u32, u16),
) {
    // Every row is within the mask, so the compiler removes the bounds check from the loop.
    let sums = &mut sums[..=doc_mask as usize];
    for &posting in postings {
        let doc = posting & doc_mask;
        let sum = &mut sums[doc as usize];
        visit(doc, *sum);
        *sum = plus(*sum, product(posting, scale.multiplier));
    }
}

fn product(posting: u32, multiplier: u32) -> u16 {
    ((u64::from(posting) * u64::from(multiplier) + u64::from(u32::MAX)) >> 32) as u16
}
