//! The loops for processors with Avx2.

use super::{Bar, Reaching, portable};

/// Proof that this processor has the features: only `detect` makes one.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Avx2(());

impl Avx2 {
    pub(super) fn detect() -> Option<Self> {
        let detected = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2");
        detected.then_some(Self(()))
    }

    pub(super) fn count(self, sums: &[u16], steps: &[u8], bar: Bar) -> usize {
        #[target_feature(enable = "avx2,bmi2")]
        fn count(sums: &[u16], steps: &[u8], bar: Bar) -> usize {
            portable::count_body(sums, steps, bar)
        }
        // SAFETY: `self` proves the features.
        #[expect(unsafe_code, reason = "calls a function compiled for features that were detected")]
        unsafe {
            count(sums, steps, bar)
        }
    }

    pub(super) fn collect(
        self,
        sums: &mut [u16],
        steps: &[u8],
        bar: Bar,
        reaching: &mut Vec<Reaching>,
    ) {
        #[target_feature(enable = "avx2,bmi2")]
        fn collect(sums: &mut [u16], steps: &[u8], bar: Bar, reaching: &mut Vec<Reaching>) {
            portable::collect_body(sums, steps, bar, reaching);
        }
        // SAFETY: `self` proves the features.
        #[expect(unsafe_code, reason = "calls a function compiled for features that were detected")]
        unsafe {
            collect(sums, steps, bar, reaching);
        }
    }
}
