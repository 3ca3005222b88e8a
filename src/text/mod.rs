//! Text to terms.

mod strings;

pub use strings::Strings;
