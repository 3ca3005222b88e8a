//! Kernels that compare 32 rows at a time.

use std::arch::x86_64::{
    __m512i, _mm256_loadu_si256, _mm512_adds_epu16, _mm512_cmpge_epu16_mask, _mm512_cvtepu8_epi16,
    _mm512_loadu_si512, _mm512_mulhi_epu16, _mm512_set1_epi16, _mm512_slli_epi16,
};

use super::filter::{BLOCK, BoundFilter, ResidualSteps};
use super::scan::{OnHit, Pass, scan_blocks};
use crate::cpu::Avx512;

const LANES: usize = 32;

#[expect(unsafe_code, reason = "calls a kernel for CPU features that were detected")]
pub(super) fn scan(
    _: Avx512,
    sums: &mut [u16],
    steps: ResidualSteps<'_>,
    filter: BoundFilter,
    pass: Pass,
    on_hit: &mut OnHit<'_>,
) {
    #[target_feature(enable = "avx512f,avx512bw")]
    fn scan(
        sums: &mut [u16],
        steps: ResidualSteps<'_>,
        filter: BoundFilter,
        pass: Pass,
        on_hit: &mut OnHit<'_>,
    ) {
        let any_at_least = |sums: &_, min_sum| any_at_least(sums, min_sum);
        let passing_rows = |sums: &_, steps: &_| passing_rows(sums, steps, filter);
        scan_blocks(sums, steps, filter, pass, on_hit, any_at_least, passing_rows);
    }
    // SAFETY: `Avx512` proves that the processor has the features that `scan` enables.
    unsafe { scan(sums, steps, filter, pass, on_hit) }
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn passing_rows(sums: &[u16; BLOCK], steps: &[u8; BLOCK], filter: BoundFilter) -> u64 {
    let (sums, _) = sums.as_chunks::<LANES>();
    let (steps, _) = steps.as_chunks::<LANES>();
    u64::from(passing_half(&sums[0], &steps[0], filter))
        | u64::from(passing_half(&sums[1], &steps[1], filter)) << LANES
}

/// Compares `BoundFilter::upper_bound` of each lane: sets the bit of a lane that passes the filter.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn passing_half(sums: &[u16; LANES], steps: &[u8; LANES], filter: BoundFilter) -> u32 {
    let all = |value: u16| -> __m512i { _mm512_set1_epi16(value.cast_signed()) };
    // SAFETY: `steps` is 32 readable bytes; no alignment is needed.
    #[expect(unsafe_code, reason = "loads a register")]
    let steps = unsafe { _mm256_loadu_si256(steps.as_ptr().cast()) };
    let steps = _mm512_slli_epi16::<8>(_mm512_cvtepu8_epi16(steps));
    let residual = _mm512_mulhi_epu16(steps, all(filter.per_step));
    let residual = _mm512_adds_epu16(residual, all(filter.rounding));
    _mm512_cmpge_epu16_mask(_mm512_adds_epu16(load(sums), residual), all(filter.min_bound))
}

/// As `portable::any_at_least`.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn any_at_least(sums: &[u16; BLOCK], min_sum: u16) -> bool {
    let min_sum = _mm512_set1_epi16(min_sum.cast_signed());
    let (halves, _) = sums.as_chunks::<LANES>();
    let mask = |half: &[u16; LANES]| _mm512_cmpge_epu16_mask(load(half), min_sum);
    (mask(&halves[0]) | mask(&halves[1])) != 0
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn load(sums: &[u16; LANES]) -> __m512i {
    // SAFETY: `sums` is 64 readable bytes; no alignment is needed.
    #[expect(unsafe_code, reason = "loads a register")]
    unsafe {
        _mm512_loadu_si512(sums.as_ptr().cast())
    }
}
