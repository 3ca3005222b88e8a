//! Yields the runs of a text, with the widest kernel that this processor supports.

use super::cutter::{Run, RunCutter};
use super::scalar;
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};
use crate::cpu::Isa;

/// The runs of word characters of a text, in order.
pub(in crate::text) struct Runs<'t> {
    isa: Isa,
    cutter: RunCutter<'t>,
    /// Number of the next run among those that the cutter holds.
    next: usize,
}

impl<'t> Runs<'t> {
    pub(in crate::text) fn new(text: &'t str) -> Self {
        Self::with_isa(Isa::best(), text)
    }

    pub(super) fn with_isa(isa: Isa, text: &'t str) -> Self {
        Self { isa, cutter: RunCutter::new(text), next: 0 }
    }

    #[inline]
    pub(in crate::text) fn next(&mut self) -> Option<Run> {
        if self.next == self.cutter.n_runs() {
            refill(self.isa, &mut self.cutter);
            self.next = 0;
            if self.cutter.n_runs() == 0 {
                return None;
            }
        }
        let run = self.cutter.run(self.next);
        self.next += 1;
        Some(run)
    }
}

/// Cuts the next runs with the kernel of `isa`. All kernels find the same classes; `scalar` defines them.
#[inline]
fn refill(isa: Isa, cutter: &mut RunCutter<'_>) {
    match isa {
        Isa::Portable => cutter.refill_by(scalar::classes),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2(proof) => avx2::refill(proof, cutter),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512(proof) => avx512::refill(proof, cutter),
    }
}
