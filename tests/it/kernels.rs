//! Which inner loops run on this machine.

use alsolike::cpu::Isa;

/// A machine that checks the wider kernels names the one it must not skip, so that the properties that
/// loop over all kernels cannot pass there by testing the portable one alone.
#[test]
fn the_kernel_that_is_required_runs_here() {
    let kernels: Vec<&str> = Isa::available().into_iter().map(Isa::name).collect();
    assert_eq!(kernels.first(), Some(&"portable"));
    match std::env::var("REQUIRE_KERNEL") {
        Ok(required) => {
            assert!(kernels.contains(&&*required), "{required} is not among {kernels:?}")
        }
        Err(_) => println!("REQUIRE_KERNEL is not set: any of {kernels:?} will do"),
    }
}
