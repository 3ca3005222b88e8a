//! Classifies one byte at a time. This is the definition that the other kernels must equal.

use super::classes::{BLOCK, ByteTests, Classes};

pub(super) fn classes(block: &[u8; BLOCK]) -> Classes {
    Classes::from_tests(ByteTests {
        equal: |other| mask(block, |byte| byte == other),
        between: |first, last| mask(block, |byte| (first..=last).contains(&byte)),
        letters: mask(block, |byte| byte.is_ascii_alphabetic()),
        beyond_ascii: mask(block, |byte| !byte.is_ascii()),
    })
}

fn mask(block: &[u8; BLOCK], test: impl Fn(u8) -> bool) -> u64 {
    block.iter().rev().fold(0, |mask, &byte| mask << 1 | u64::from(test(byte)))
}
