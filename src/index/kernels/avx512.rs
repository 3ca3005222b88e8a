//! Blocks compared 32 rows at a time.

use std::arch::x86_64::{
    __m512i, _mm256_loadu_si256, _mm512_adds_epu16, _mm512_cmpge_epu16_mask, _mm512_cvtepu8_epi16,
    _mm512_loadu_si512, _mm512_mulhi_epu16, _mm512_set1_epi16, _mm512_slli_epi16,
};

use super::{BLOCK, Bar, Reaching, Steps, blocks};

/// Proof that this processor has AVX-512 F and BW: only `detect` makes one.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Avx512(());

const LANES: usize = 32;

impl Avx512 {
    pub(super) fn detect() -> Option<Self> {
        let detected = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw");
        detected.then_some(Self(()))
    }

    pub(super) fn count(self, sums: &[u16], steps: Steps<'_>, bar: Bar, every: usize) -> usize {
        // SAFETY: `self` proves the features.
        #[expect(unsafe_code, reason = "calls a function compiled for detected features")]
        unsafe {
            count(sums, steps, bar, every)
        }
    }

    pub(super) fn collect(
        self,
        sums: &mut [u16],
        steps: Steps<'_>,
        bar: Bar,
        reaching: &mut Vec<Reaching>,
    ) {
        // SAFETY: `self` proves the features.
        #[expect(unsafe_code, reason = "calls a function compiled for detected features")]
        unsafe {
            collect(sums, steps, bar, reaching);
        }
    }
}

#[target_feature(enable = "avx512f,avx512bw")]
fn count(sums: &[u16], steps: Steps<'_>, bar: Bar, every: usize) -> usize {
    blocks::count(
        sums,
        steps,
        bar,
        every,
        |s, least| any(s, least),
        |sums, steps| reach(sums, steps, bar),
    )
}

#[target_feature(enable = "avx512f,avx512bw")]
fn collect(sums: &mut [u16], steps: Steps<'_>, bar: Bar, reaching: &mut Vec<Reaching>) {
    blocks::collect(
        sums,
        steps,
        bar,
        reaching,
        |s, least| any(s, least),
        |sums, steps| reach(sums, steps, bar),
    );
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
