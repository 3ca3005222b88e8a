//! Results to bytes: JSON, text, Markdown, pages, and arrays for Python.
//!
//! Each writer takes results of the engine and gives a `String` or writes to a stream; where it goes is
//! the caller's business.

pub mod audit;
mod html;
pub mod npz;
pub mod related;
mod shortfall;
pub mod themes;
mod wrap;

pub use html::escape;
pub use wrap::wrap;
