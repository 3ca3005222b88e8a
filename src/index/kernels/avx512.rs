//! Blocks compared 32 rows at a time.

use std::arch::x86_64::{
    __m512i, _mm256_loadu_si256, _mm512_adds_epu16, _mm512_cmpge_epu16_mask, _mm512_cvtepu8_epi16,
    _mm512_loadu_si512, _mm512_mulhi_epu16, _mm512_set1_epi16, _mm512_slli_epi16,
};

use super::scan::{Hit, Pass, scan_by};
use super::{BLOCK, Bar, Steps};
use crate::cpu::Avx512;

const LANES: usize = 32;

#[expect(unsafe_code, reason = "a call of code for detected features")]
pub(super) fn scan(
    _: Avx512,
    sums: &mut [u16],
    steps: Steps<'_>,
    bar: Bar,
    pass: Pass,
    hit: &mut Hit<'_>,
) {
    #[target_feature(enable = "avx512f,avx512bw")]
    fn scan(sums: &mut [u16], steps: Steps<'_>, bar: Bar, pass: Pass, hit: &mut Hit<'_>) {
        let (any, reach) =
            (|sums: &_, least| any(sums, least), |sums: &_, steps: &_| reach(sums, steps, bar));
        scan_by(sums, steps, bar, pass, hit, any, reach);
    }
    // SAFETY: `Avx512` proves that the processor has what `scan` asks for.
    unsafe { scan(sums, steps, bar, pass, hit) }
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn reach(sums: &[u16; BLOCK], steps: &[u8; BLOCK], bar: Bar) -> u64 {
    let (sums, _) = sums.as_chunks::<LANES>();
    let (steps, _) = steps.as_chunks::<LANES>();
    u64::from(reach_half(&sums[0], &steps[0], bar))
        | u64::from(reach_half(&sums[1], &steps[1], bar)) << LANES
}

/// `portable::bound` of each lane, compared.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn reach_half(sums: &[u16; LANES], steps: &[u8; LANES], bar: Bar) -> u32 {
    let all = |value: u16| -> __m512i { _mm512_set1_epi16(value.cast_signed()) };
    // SAFETY: `steps` is 32 readable bytes; no alignment is needed.
    #[expect(unsafe_code, reason = "loads a register")]
    let steps = unsafe { _mm256_loadu_si256(steps.as_ptr().cast()) };
    let steps = _mm512_slli_epi16::<8>(_mm512_cvtepu8_epi16(steps));
    let rest = _mm512_mulhi_epu16(steps, all(bar.step));
    let rest = _mm512_adds_epu16(rest, all(bar.rounding));
    _mm512_cmpge_epu16_mask(_mm512_adds_epu16(load(sums), rest), all(bar.least))
}

/// `portable::any`.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn any(sums: &[u16; BLOCK], least: u16) -> bool {
    let least = _mm512_set1_epi16(least.cast_signed());
    let (halves, _) = sums.as_chunks::<LANES>();
    let reach = |half: &[u16; LANES]| _mm512_cmpge_epu16_mask(load(half), least);
    (reach(&halves[0]) | reach(&halves[1])) != 0
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
