//! Classifies 64 bytes with AVX2 comparisons of 32 bytes.

use std::arch::x86_64::{
    __m256i, _mm256_add_epi8, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_movemask_epi8,
    _mm256_or_si256, _mm256_set_epi64x, _mm256_set1_epi8,
};
use std::hint::black_box;

use super::classes::{BLOCK, ByteTests, Classes};
use super::cutter::RunCutter;
use crate::cpu::Avx2;

#[expect(unsafe_code, reason = "calls a kernel for CPU features that were detected")]
pub(super) fn refill(_: Avx2, cutter: &mut RunCutter<'_>) {
    #[target_feature(enable = "avx2")]
    fn refill(cutter: &mut RunCutter<'_>) {
        cutter.refill_by(|block| classes(block));
    }
    // SAFETY: `Avx2` proves that the processor has the features that `refill` enables.
    unsafe { refill(cutter) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn classes(block: &[u8; BLOCK]) -> Classes {
    let (eights, _) = block.as_chunks::<8>();
    let eight = |at: usize| i64::from_le_bytes(eights[at]);
    let low = _mm256_set_epi64x(eight(3), eight(2), eight(1), eight(0));
    let high = _mm256_set_epi64x(eight(7), eight(6), eight(5), eight(4));
    let mask = |low, high| {
        let bits = |bytes| u64::from(_mm256_movemask_epi8(bytes).cast_unsigned());
        // `black_box` hides one half from the compiler. Otherwise the compiler treats the mask as 64 flags and
        // works on them byte by byte, at a fifth of the speed.
        black_box(bits(low)) | bits(high) << 32
    };
    let lower_case = |bytes| _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
    Classes::from_tests(ByteTests {
        equal: |other: u8| {
            let other = _mm256_set1_epi8(other.cast_signed());
            mask(_mm256_cmpeq_epi8(low, other), _mm256_cmpeq_epi8(high, other))
        },
        between: |first, last| mask(between(low, first, last), between(high, first, last)),
        letters: mask(between(lower_case(low), b'a', b'z'), between(lower_case(high), b'a', b'z')),
        beyond_ascii: mask(low, high),
    })
}

/// Returns which bytes are in an inclusive range.
///
/// AVX2 compares bytes as signed numbers. The range is therefore shifted to begin at the smallest signed byte.
#[inline]
#[target_feature(enable = "avx2")]
fn between(bytes: __m256i, first: u8, last: u8) -> __m256i {
    let moved = _mm256_add_epi8(bytes, _mm256_set1_epi8((0x80 - first).cast_signed()));
    _mm256_cmpgt_epi8(_mm256_set1_epi8((0x81 + (last - first)).cast_signed()), moved)
}
