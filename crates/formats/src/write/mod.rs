//! Results as JSON, text, Markdown and HTML, and arrays for Python.
//!
//! Each writer returns a `String` or writes to a stream that the caller opens.

pub mod audit;
mod html;
pub mod inspect;
pub mod npz;
pub mod publish;
pub mod related;
mod shortfall;
pub mod themes;
mod title;
mod wrap;

pub use html::escape;
pub use wrap::wrap;
