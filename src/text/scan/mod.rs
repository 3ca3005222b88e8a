//! Runs of word characters, 64 bytes at a time. The only unsafe code of `text` is in here: calls of code
//! for processors that were asked whether they can run it.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod classes;
mod runs;
mod scalar;

pub(super) use runs::{Run, Runs};

/// A way to find the [`classes::Classes`] of a block. All give the same; `Scalar` is the meaning.
#[derive(Clone, Copy, Debug)]
enum Kernel {
    Scalar,
    #[cfg(target_arch = "x86_64")]
    Avx2(avx2::Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(avx512::Avx512),
}

impl Kernel {
    /// The fastest that this processor can run.
    #[inline]
    fn best() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if let Some(proof) = avx512::Avx512::detect() {
                return Self::Avx512(proof);
            }
            if let Some(proof) = avx2::Avx2::detect() {
                return Self::Avx2(proof);
            }
        }
        Self::Scalar
    }

    /// All that this processor can run.
    #[cfg(test)]
    fn available() -> Vec<Self> {
        let mut kernels = vec![Self::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            kernels.extend(avx2::Avx2::detect().map(Self::Avx2));
            kernels.extend(avx512::Avx512::detect().map(Self::Avx512));
        }
        kernels
    }

    #[inline]
    fn refill(self, runs: &mut Runs<'_>) {
        match self {
            Self::Scalar => runs.refill_by(scalar::classes),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(proof) => proof.refill(runs),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(proof) => proof.refill(runs),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Kernel, Run, Runs};

    fn runs(text: &str, kernel: Kernel) -> Vec<Run> {
        let mut runs = Runs::by(kernel, text);
        std::iter::from_fn(|| runs.next()).collect()
    }

    fn check(text: &str) {
        let expected = runs(text, Kernel::Scalar);
        for kernel in Kernel::available() {
            assert_eq!(runs(text, kernel), expected, "{kernel:?}: {text:?}");
        }
    }

    /// In continuous integration a kernel that is not there must not pass for one that works.
    #[test]
    fn the_kernel_asked_for_is_there() {
        let names: Vec<String> =
            Kernel::available().iter().map(|kernel| format!("{kernel:?}").to_lowercase()).collect();
        if let Some(wanted) = option_env!("REQUIRE_KERNEL") {
            assert!(
                names.iter().any(|name| name.starts_with(wanted)),
                "{wanted} is not in {names:?}"
            );
        }
    }

    #[test]
    fn every_byte_is_classed_alike_at_every_place() {
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
