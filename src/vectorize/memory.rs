//! Large arrays, cut into pieces and given back to the system.

/// Gives the memory back of all but the first so many.
pub(super) fn give_back<T>(all: &mut Vec<T>, n_left: usize) {
    all.truncate(n_left);
    all.shrink_to_fit();
}

/// Zeros in memory of their own, which the system takes back whole.
///
/// Allocators keep for later what they were given back in pieces below 32 MiB, the GNU one's greatest threshold.
/// Room beyond the zeros is never touched, so it costs addresses and no memory; what is small is not worth them.
pub(super) fn zeros<T: Clone + Default>(n: usize) -> Vec<T> {
    let room = if n * size_of::<T>() < WORTH { n } else { n.max(KEPT / size_of::<T>()) };
    let mut zeros = vec![T::default(); room];
    zeros.truncate(n);
    zeros
}

/// Allocators may keep pieces of fewer bytes.
const KEPT: usize = 33 << 20;
/// What is worth to be given back, in bytes.
const WORTH: usize = 1 << 20;

/// Cuts a slice into pieces of these lengths.
pub(super) fn cut<'s, T>(mut rest: &'s mut [T], lengths: &[usize]) -> Vec<&'s mut [T]> {
    let mut next = |&length| rest.split_off_mut(..length).expect("as many as counted");
    lengths.iter().map(&mut next).collect()
}
