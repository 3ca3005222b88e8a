//! Lines of a text.

/// Returns the line of a byte offset, from 1.
pub(super) fn line_at(text: &str, offset: usize) -> u64 {
    text.bytes().take(offset).filter(|&byte| byte == b'\n').count() as u64 + 1
}
