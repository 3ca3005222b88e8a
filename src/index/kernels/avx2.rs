//! Blocks compared 16 rows at a time.

use std::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_adds_epu16, _mm256_cmpeq_epi16, _mm256_cvtepu8_epi16,
    _mm256_loadu_si256, _mm256_max_epu16, _mm256_movemask_epi8, _mm256_mulhi_epu16,
    _mm256_packs_epi16, _mm256_permute4x64_epi64, _mm256_set1_epi16, _mm256_slli_epi16,
};

use super::scan::{Hit, Pass, scan_by};
use super::{BLOCK, Bar, Steps};
use crate::cpu::Avx2;

const LANES: usize = 16;

#[expect(unsafe_code, reason = "a call of code for detected features")]
pub(super) fn scan(
    _: Avx2,
    sums: &mut [u16],
    steps: Steps<'_>,
    bar: Bar,
    pass: Pass,
    hit: &mut Hit<'_>,
) {
    #[target_feature(enable = "avx2")]
    fn scan(sums: &mut [u16], steps: Steps<'_>, bar: Bar, pass: Pass, hit: &mut Hit<'_>) {
        let (any, reach) =
            (|sums: &_, least| any(sums, least), |sums: &_, steps: &_| reach(sums, steps, bar));
        scan_by(sums, steps, bar, pass, hit, any, reach);
    }
    // SAFETY: `Avx2` proves that the processor has what `scan` asks for.
    unsafe { scan(sums, steps, bar, pass, hit) }
}

#[target_feature(enable = "avx2")]
#[inline]
fn reach(sums: &[u16; BLOCK], steps: &[u8; BLOCK], bar: Bar) -> u64 {
    let (sums, _) = sums.as_chunks::<LANES>();
    let (steps, _) = steps.as_chunks::<LANES>();
    let lanes = |at: usize| reach_lanes(&sums[at], &steps[at], bar);
    let half = |first: usize| -> u32 {
        let bytes = _mm256_packs_epi16(lanes(first), lanes(first + 1));
        // Packing takes 8 lanes of each in turn; this puts them in order.
        _mm256_movemask_epi8(_mm256_permute4x64_epi64::<0b11_01_10_00>(bytes)).cast_unsigned()
    };
    u64::from(half(0)) | u64::from(half(2)) << (2 * LANES)
}

/// `portable::bound` of each lane, compared: all bits of a lane that reaches the bar.
#[target_feature(enable = "avx2")]
#[inline]
fn reach_lanes(sums: &[u16; LANES], steps: &[u8; LANES], bar: Bar) -> __m256i {
    let all = |value: u16| -> __m256i { _mm256_set1_epi16(value.cast_signed()) };
    // SAFETY: `steps` is 16 readable bytes; no alignment is needed.
    #[expect(unsafe_code, reason = "loads a register")]
    let steps = unsafe { _mm_loadu_si128(steps.as_ptr().cast()) };
    let steps = _mm256_slli_epi16::<8>(_mm256_cvtepu8_epi16(steps));
    let rest = _mm256_mulhi_epu16(steps, all(bar.step));
    let bound = _mm256_adds_epu16(load(sums), _mm256_adds_epu16(rest, all(bar.rounding)));
    // There is no unsigned comparison, but the larger of both is the bound where it reaches.
    _mm256_cmpeq_epi16(_mm256_max_epu16(bound, all(bar.least)), bound)
}

/// `portable::any`.
#[target_feature(enable = "avx2")]
#[inline]
fn any(sums: &[u16; BLOCK], least: u16) -> bool {
    let (quarters, _) = sums.as_chunks::<LANES>();
    let most = |a: usize, b: usize| _mm256_max_epu16(load(&quarters[a]), load(&quarters[b]));
    let most = _mm256_max_epu16(most(0, 1), most(2, 3));
    let least = _mm256_set1_epi16(least.cast_signed());
    _mm256_movemask_epi8(_mm256_cmpeq_epi16(_mm256_max_epu16(most, least), most)) != 0
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
