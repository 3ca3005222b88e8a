//! Finds runs of word characters, 64 bytes at a time.
//!
//! This folder holds the only unsafe code of `text`: calls of kernels for CPU features that were detected
//! before.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod classes;
mod cutter;
mod runs;
mod scalar;

pub(super) use cutter::Run;
pub(super) use runs::Runs;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Run, Runs};
    use crate::cpu::Isa;

    fn runs(text: &str, isa: Isa) -> Vec<Run> {
        let mut runs = Runs::with_isa(isa, text);
        std::iter::from_fn(|| runs.next()).collect()
    }

    fn check(text: &str) {
        let expected = runs(text, Isa::Portable);
        for isa in Isa::available() {
            assert_eq!(runs(text, isa), expected, "{isa:?}: {text:?}");
        }
    }

    #[test]
    fn kernels_agree_on_every_byte_at_every_position() {
        for byte in 0..0x80u8 {
            for indent in 0..=64 {
                check(&format!("{}{}x", " ".repeat(indent), char::from(byte)));
            }
        }
    }

    proptest! {
        #[test]
        fn kernels_agree(text in "[ab1_'.,:;\"!?éж…\u{0}\n\t -]{0,300}") {
            check(&text);
        }

        #[test]
        fn kernels_agree_on_any_text(text in any::<String>()) {
            check(&text.repeat(4));
        }
    }
}
