//! Classifies 64 bytes with one AVX-512 comparison for each test.

use std::arch::x86_64::{
    _mm512_cmpeq_epi8_mask, _mm512_cmple_epu8_mask, _mm512_movepi8_mask, _mm512_or_si512,
    _mm512_set_epi64, _mm512_set1_epi8, _mm512_sub_epi8,
};

use super::classes::{BLOCK, ByteTests, Classes};
use super::cutter::RunCutter;
use crate::cpu::Avx512;

#[expect(unsafe_code, reason = "calls a kernel for CPU features that were detected")]
pub(super) fn refill(_: Avx512, cutter: &mut RunCutter<'_>) {
    #[target_feature(enable = "avx512f,avx512bw")]
    fn refill(cutter: &mut RunCutter<'_>) {
        cutter.refill_by(|block| classes(block));
    }
    // SAFETY: `Avx512` proves that the processor has the features that `refill` enables.
    unsafe { refill(cutter) }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn classes(block: &[u8; BLOCK]) -> Classes {
    let (eights, _) = block.as_chunks::<8>();
    let eight = |at: usize| i64::from_le_bytes(eights[at]);
    let bytes = _mm512_set_epi64(
        eight(7),
        eight(6),
        eight(5),
        eight(4),
        eight(3),
        eight(2),
        eight(1),
        eight(0),
    );
    let all = |byte: u8| _mm512_set1_epi8(byte.cast_signed());
    let between = |bytes, first: u8, last: u8| {
        _mm512_cmple_epu8_mask(_mm512_sub_epi8(bytes, all(first)), all(last - first))
    };
    Classes::from_tests(ByteTests {
        equal: |other| _mm512_cmpeq_epi8_mask(bytes, all(other)),
        between: |first, last| between(bytes, first, last),
        letters: between(_mm512_or_si512(bytes, all(0x20)), b'a', b'z'),
        beyond_ascii: _mm512_movepi8_mask(bytes),
    })
}
