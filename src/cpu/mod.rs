//! What this processor can do beyond what every processor of its kind can.
//!
//! A value of [`Avx2`] or [`Avx512`] is the proof that the processor has the features: only `detect`
//! makes one. Inner loops that come in several variants choose by [`Isa`]; plain loops are compiled once for
//! each by [`Isa::run`].

/// Proof that this processor has AVX2.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct Avx2(());

/// Proof that this processor has AVX-512 F and BW: 64 bytes at a time, and operations on bytes and pairs.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct Avx512(());

/// What inner loops are compiled for.
#[derive(Clone, Copy, Debug)]
pub enum Isa {
    /// Every processor.
    Portable,
    /// 32 bytes at a time.
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    /// 64 bytes at a time.
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
}

#[cfg(target_arch = "x86_64")]
impl Avx2 {
    /// The proof, if there is one. O(1): the answer is kept.
    #[inline]
    #[must_use]
    pub fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Self(()))
    }
}

#[cfg(target_arch = "x86_64")]
impl Avx512 {
    /// The proof, if there is one. O(1): the answer is kept.
    #[inline]
    #[must_use]
    pub fn detect() -> Option<Self> {
        let detected = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw");
        detected.then_some(Self(()))
    }
}

impl Isa {
    /// The widest that this processor has.
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

    /// All that this processor has, the widest last: tests and benches go through all of them.
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

    /// Runs a plain loop, compiled for the registers that this stands for.
    ///
    /// Rust neither fuses nor reorders operations on floats, so wider registers change no bits.
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

    /// What a person calls it: `portable`, `avx2` or `avx512`.
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

/// An inner loop in plain Rust that is worth compiling for wider registers.
///
/// `run` must be `#[inline(always)]`, and so what it calls: only what becomes part of the function that asks for
/// the registers is compiled for them.
pub trait Loop {
    /// What the loop finds.
    type Output;

    /// Does the work.
    fn run(self) -> Self::Output;
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[expect(unsafe_code, reason = "a call of code for detected features")]
fn on_avx2<L: Loop>(_: Avx2, work: L) -> L::Output {
    #[target_feature(enable = "avx2")]
    fn run<L: Loop>(work: L) -> L::Output {
        work.run()
    }
    // SAFETY: `Avx2` proves that the processor has what `run` asks for.
    unsafe { run(work) }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[expect(unsafe_code, reason = "a call of code for detected features")]
fn on_avx512<L: Loop>(_: Avx512, work: L) -> L::Output {
    #[target_feature(enable = "avx512f,avx512bw")]
    fn run<L: Loop>(work: L) -> L::Output {
        work.run()
    }
    // SAFETY: `Avx512` proves that the processor has what `run` asks for.
    unsafe { run(work) }
}
