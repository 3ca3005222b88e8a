//! Addresses of pages in one spelling.

/// Splits an address into host and path, in one spelling: lower case, without `www.`, query, fragment, slashes at the
/// ends, and the extension of a page.
pub(super) fn split_address(address: &str) -> (Option<String>, String) {
    let address = address.trim();
    let address = address.split(['#', '?']).next().unwrap_or_default();
    let rest =
        address.split_once("://").map(|(_, rest)| rest).or_else(|| address.strip_prefix("//"));
    let (host, path) = match rest {
        Some(rest) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            let host = host.to_ascii_lowercase();
            (Some(host.strip_prefix("www.").unwrap_or(&host).to_owned()), path)
        }
        None => (None, address),
    };
    let path = percent_decoded(path).to_lowercase();
    let path = path.trim_start_matches("./").trim_start_matches("../").trim_matches('/');
    let path = [".md", ".markdown", ".html", ".htm"]
        .iter()
        .find_map(|extension| path.strip_suffix(extension))
        .unwrap_or(path);
    let path = path.strip_suffix("/index").or_else(|| path.strip_suffix("/_index")).unwrap_or(path);
    let path = if ["index", "_index"].contains(&path) { "" } else { path };
    (host, path.to_owned())
}

/// Decodes `%20` and the like. A path that is not UTF-8 after decoding stays as it is.
fn percent_decoded(path: &str) -> String {
    let (mut bytes, mut at) = (Vec::with_capacity(path.len()), 0);
    let raw = path.as_bytes();
    while at < raw.len() {
        let hex = raw.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|_| raw[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                at += 3;
            }
            None => {
                bytes.push(raw[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::split_address;

    #[test]
    fn addresses_have_one_spelling() {
        let check = |address: &str, host: Option<&str>, path: &str| {
            let expected = (host.map(str::to_owned), path.to_owned());
            assert_eq!(split_address(address), expected, "{address}");
        };
        check("https://www.Site.org/A/%C3%A9/?q#x", Some("site.org"), "a/é");
        check("../posts/b.md", None, "posts/b");
        check("/posts/c/index.html", None, "posts/c");
        check("index.md", None, "");
        check("/a%ff", None, "a%ff");
    }
}
