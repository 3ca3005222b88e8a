//! Kernels that compare 16 rows at a time.

use std::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_adds_epu16, _mm256_cmpeq_epi16, _mm256_cvtepu8_epi16,
    _mm256_loadu_si256, _mm256_max_epu16, _mm256_movemask_epi8, _mm256_mulhi_epu16,
    _mm256_packs_epi16, _mm256_permute4x64_epi64, _mm256_set1_epi16, _mm256_slli_epi16,
};

use super::filter::{BLOCK, BoundFilter, ResidualSteps};
use super::scan::{OnHit, Pass, scan_blocks};
use crate::cpu::Avx2;

const LANES: usize = 16;

#[expect(unsafe_code, reason = "calls a kernel for CPU features that were detected")]
pub(super) fn scan(
    _: Avx2,
    sums: &mut [u16],
    steps: ResidualSteps<'_>,
    filter: BoundFilter,
    pass: Pass,
    on_hit: &mut OnHit<'_>,
) {
    #[target_feature(enable = "avx2")]
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
    // SAFETY: `Avx2` proves that the processor has the features that `scan` enables.
    unsafe { scan(sums, steps, filter, pass, on_hit) }
}

#[target_feature(enable = "avx2")]
#[inline]
fn passing_rows(sums: &[u16; BLOCK], steps: &[u8; BLOCK], filter: BoundFilter) -> u64 {
    let (sums, _) = sums.as_chunks::<LANES>();
    let (steps, _) = steps.as_chunks::<LANES>();
    let lanes = |at: usize| passing_lanes(&sums[at], &steps[at], filter);
    let half = |first: usize| -> u32 {
        let bytes = _mm256_packs_epi16(lanes(first), lanes(first + 1));
        // Packing interleaves groups of 8 lanes; the permutation restores their order.
        _mm256_movemask_epi8(_mm256_permute4x64_epi64::<0b11_01_10_00>(bytes)).cast_unsigned()
    };
    u64::from(half(0)) | u64::from(half(2)) << (2 * LANES)
}

/// Compares `BoundFilter::upper_bound` of each lane: sets all bits of a lane that passes the filter.
#[target_feature(enable = "avx2")]
#[inline]
fn passing_lanes(sums: &[u16; LANES], steps: &[u8; LANES], filter: BoundFilter) -> __m256i {
    let all = |value: u16| -> __m256i { _mm256_set1_epi16(value.cast_signed()) };
    // SAFETY: `steps` is 16 readable bytes; no alignment is needed.
    #[expect(unsafe_code, reason = "loads a register")]
    let steps = unsafe { _mm_loadu_si128(steps.as_ptr().cast()) };
    let steps = _mm256_slli_epi16::<8>(_mm256_cvtepu8_epi16(steps));
    let residual = _mm256_mulhi_epu16(steps, all(filter.per_step));
    let upper_bound =
        _mm256_adds_epu16(load(sums), _mm256_adds_epu16(residual, all(filter.rounding)));
    // AVX2 has no unsigned comparison. The maximum of both equals the upper bound exactly where that passes.
    _mm256_cmpeq_epi16(_mm256_max_epu16(upper_bound, all(filter.min_bound)), upper_bound)
}

/// As `portable::any_at_least`.
#[target_feature(enable = "avx2")]
#[inline]
fn any_at_least(sums: &[u16; BLOCK], min_sum: u16) -> bool {
    let (quarters, _) = sums.as_chunks::<LANES>();
    let max = |a: usize, b: usize| _mm256_max_epu16(load(&quarters[a]), load(&quarters[b]));
    let max = _mm256_max_epu16(max(0, 1), max(2, 3));
    let min_sum = _mm256_set1_epi16(min_sum.cast_signed());
    _mm256_movemask_epi8(_mm256_cmpeq_epi16(_mm256_max_epu16(max, min_sum), max)) != 0
}

#[target_feature(enable = "avx2")]
#[inline]
fn load(sums: &[u16; LANES]) -> __m256i {
    // SAFETY: `sums` is 32 readable bytes; no alignment is needed.
    #[expect(unsafe_code, reason = "loads a register")]
    unsafe {
        _mm256_loadu_si256(sums.as_ptr().cast())
    }
}
