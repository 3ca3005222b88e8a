//! Parts of addresses that generators share.

/// Encodes a path for an address: all bytes but letters, digits and `-._~!$&'()*+,;=:@/`.
pub(super) fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Encodes an address that an author wrote: what is encoded already stays, and so do query and fragment.
pub(super) fn encode_address(address: &str) -> String {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let parts: Vec<String> = address[..end].split('%').map(encode).collect();
    format!("{}{}", parts.join("%"), &address[end..])
}
