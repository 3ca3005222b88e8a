//! Large arrays that return their memory to the operating system when they are freed.

/// Allocates `n` zeros in their own memory mapping, so that freeing them returns the memory to the
/// operating system.
///
/// Allocators keep smaller blocks for later. The block is therefore made larger than any block that they
/// keep. The surplus is never touched, so it costs addresses but no memory. Arrays below
/// [`MIN_MAPPED_BYTES`] are allocated at their own size.
pub(super) fn zeroed<T: Clone + Default>(n: usize) -> Vec<T> {
    let is_small = n * size_of::<T>() < MIN_MAPPED_BYTES;
    let capacity = if is_small { n } else { n.max(MAX_POOLED_BYTES / size_of::<T>()) };
    let mut zeros = vec![T::default(); capacity];
    zeros.truncate(n);
    zeros
}

/// Allocators may keep freed blocks below this size: glibc's `M_MMAP_THRESHOLD` grows up to 32 MiB.
const MAX_POOLED_BYTES: usize = 33 << 20;
/// Arrays below this size are too small to be worth a mapping of their own.
const MIN_MAPPED_BYTES: usize = 1 << 20;

/// Keeps the first `n` elements and frees the memory behind them.
pub(super) fn truncate_and_free<T>(elements: &mut Vec<T>, n: usize) {
    elements.truncate(n);
    elements.shrink_to_fit();
}

/// Splits a slice into consecutive pieces of the given lengths.
///
/// # Panics
/// When the lengths sum to more than the slice has.
pub(super) fn split_at_lengths<'s, T>(
    mut rest: &'s mut [T],
    lengths: &[usize],
) -> Vec<&'s mut [T]> {
    let mut next = |&length| rest.split_off_mut(..length).expect("the lengths fit the slice");
    lengths.iter().map(&mut next).collect()
}
