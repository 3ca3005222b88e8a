//! Tests of the whole crate through its public interface, in one binary.

#[cfg(feature = "files")]
mod sklearn_parity;
