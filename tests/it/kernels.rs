//! The kernels that run on this machine.

use alsolike::cpu::Isa;

/// `REQUIRE_KERNEL` names a kernel that this machine must have. Without it, tests that loop over all kernels could
/// pass by testing the portable kernel alone.
#[test]
fn the_required_kernel_is_available() {
    let kernels: Vec<&str> = Isa::available().into_iter().map(Isa::name).collect();
    assert_eq!(kernels.first(), Some(&"portable"));
    match std::env::var("REQUIRE_KERNEL") {
        Ok(required) => {
            assert!(kernels.contains(&&*required), "{required} is not among {kernels:?}")
        }
        Err(_) => println!("REQUIRE_KERNEL is not set: any of {kernels:?} will do"),
    }
}
