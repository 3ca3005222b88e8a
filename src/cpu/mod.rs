//! Detects CPU features at run time and compiles inner loops for them.
//!
//! A value of [`Avx2`] or [`Avx512`] proves that the processor has the features, because only `detect` creates
//! one. [`Isa`] selects between hand-written kernels. [`Isa::run`] compiles a plain loop once for each instruction
//! set.

/// Proof that this processor has AVX2.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct Avx2(());

/// Proof that this processor has AVX-512 F and BW: registers of 64 bytes, with operations on 8 and 16 bits.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct Avx512(());

/// An instruction set for which inner loops are compiled.
#[derive(Clone, Copy, Debug)]
pub enum Isa {
    /// The features that every processor of the target has.
    Portable,
    /// Registers of 32 bytes.
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    /// Registers of 64 bytes.
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
}

#[cfg(target_arch = "x86_64")]
impl Avx2 {
    /// Returns the proof if the processor has the features. O(1): the result of the detection is cached.
    #[inline]
    #[must_use]
    pub fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Self(()))
    }
}

#[cfg(target_arch = "x86_64")]
impl Avx512 {
    /// Returns the proof if the processor has the features. O(1): the result of the detection is cached.
    #[inline]
    #[must_use]
    pub fn detect() -> Option<Self> {
        let detected = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw");
        detected.then_some(Self(()))
    }
}

impl Isa {
    /// Returns the widest instruction set of this processor.
    #[inline]
    #[must_use]
    pub fn best() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if let Some(proof) = Avx512::detect() {
                return Self::Avx512(proof);
            }
            if let Some(proof) = Avx2::detect() {
                return Self::Avx2(proof);
            }
        }
        Self::Portable
    }

    /// Returns all instruction sets of this processor, widest last. Tests and benchmarks run each of them.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let mut available = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            available.extend(Avx2::detect().map(Self::Avx2));
            available.extend(Avx512::detect().map(Self::Avx512));
        }
        available
    }

    /// Runs a loop that is compiled for this instruction set.
    ///
    /// Rust neither fuses nor reorders floating-point operations, so wider registers change no bits.
    #[inline]
    pub fn run<L: Loop>(self, work: L) -> L::Output {
        match self {
            Self::Portable => work.run(),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(proof) => on_avx2(proof, work),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(proof) => on_avx512(proof, work),
        }
    }

    /// Returns the name: `portable`, `avx2` or `avx512`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => "avx2",
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => "avx512",
        }
    }
}

/// An inner loop in plain Rust that gains from wider registers.
///
/// `run` and the functions that it calls must be `#[inline(always)]`. Only code that is inlined into the function
/// that enables the features is compiled for them.
pub trait Loop {
    /// Result of the loop.
    type Output;

    /// Runs the loop.
    fn run(self) -> Self::Output;
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[expect(unsafe_code, reason = "calls code for CPU features that were detected")]
fn on_avx2<L: Loop>(_: Avx2, work: L) -> L::Output {
    #[target_feature(enable = "avx2")]
    fn run<L: Loop>(work: L) -> L::Output {
        work.run()
    }
    // SAFETY: `Avx2` proves that the processor has the features that `run` enables.
    unsafe { run(work) }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[expect(unsafe_code, reason = "calls code for CPU features that were detected")]
fn on_avx512<L: Loop>(_: Avx512, work: L) -> L::Output {
    #[target_feature(enable = "avx512f,avx512bw")]
    fn run<L: Loop>(work: L) -> L::Output {
        work.run()
    }
    // SAFETY: `Avx512` proves that the processor has the features that `run` enables.
    unsafe { run(work) }
}
