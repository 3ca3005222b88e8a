//! Prefetching: a hint to load memory before it is read.

/// Hints the processor to load `items[at]` into its caches. Does nothing when `at` is out of range or the target has
/// no such instruction.
#[inline]
pub(in super::super) fn prefetch<T>(items: &[T], at: usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(item) = items.get(at) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: the pointer is that of a reference, and fetching changes nothing that a program can see.
        #[expect(unsafe_code, reason = "the prefetch instruction has no safe function")]
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(item).cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (items, at);
}
