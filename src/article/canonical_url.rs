//! Canonical addresses.

/// Query parameters that track the origin of a visit and do not select a page. Those that begin with `utm_` count
/// as well.
const TRACKING: [&str; 14] = [
    "at_campaign",
    "at_medium",
    "cmpid",
    "dclid",
    "fbclid",
    "gclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "msclkid",
    "ocid",
    "smid",
    "twclid",
    "yclid",
];

/// Returns the canonical form of an address. Two addresses of one page have the same canonical form.
///
/// Removes these differences: the scheme, `www.`, a default port, the case of the host, a fragment, tracking
/// parameters, the order of the other parameters, an index page, trailing slashes. For example,
/// `http://www.Example.org/a/?utm_source=x#top` and `https://example.org/a` are one page.
///
/// Keeps the case of the path. An address without a host, such as `/a/`, belongs to the archive's own site and
/// equals no address with a host. The canonical form of an empty address is empty.
#[must_use]
pub fn canonical_url(url: &str) -> String {
    let url = url.trim();
    let url = url.split('#').next().unwrap_or_default();
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let has_scheme = |scheme: &str| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let (port, rest) = if has_scheme("https://") {
        (":443", Some(&address[8..]))
    } else if has_scheme("http://") {
        (":80", Some(&address[7..]))
    } else {
        ("", address.strip_prefix("//"))
    };
    let mut canonical = String::with_capacity(url.len());
    let path = match rest {
        None => address,
        Some(rest) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = host.to_lowercase();
            let host = host.strip_suffix(port).unwrap_or(&host);
            canonical.push_str(host.strip_prefix("www.").unwrap_or(host));
            path
        }
    };
    let page = path.rsplit('/').next().unwrap_or_default();
    let is_index = ["index.html", "index.htm", "index.php"].contains(&page);
    let path = if is_index { &path[..path.len() - page.len()] } else { path };
    canonical.push_str(path.trim_end_matches('/'));
    // The root of the archive's own site.
    if canonical.is_empty() && !path.is_empty() {
        canonical.push('/');
    }
    let is_tracking = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
        name.is_empty() || name.starts_with("utm_") || TRACKING.contains(&name.as_str())
    };
    let mut parameters: Vec<&str> =
        query.split('&').filter(|parameter| !is_tracking(parameter)).collect();
    parameters.sort_unstable();
    for (place, parameter) in parameters.into_iter().enumerate() {
        canonical.push(if place == 0 { '?' } else { '&' });
        canonical.push_str(parameter);
    }
    canonical
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::canonical_url;

    #[test]
    fn addresses_of_one_page_are_equal() {
        let check = |url: &str, expected: &str| assert_eq!(canonical_url(url), expected, "{url}");
        check("https://example.org/a", "example.org/a");
        check(" HTTP://WWW.Example.org:80/a/?utm_source=x&fbclid=1#top ", "example.org/a");
        check("//example.org/a//", "example.org/a");
        check("https://example.org:443", "example.org");
        check("https://example.org/", "example.org");
        check("https://example.org:8443/a", "example.org:8443/a");
        check("https://example.org/a/index.html", "example.org/a");
        check("https://example.org/A?id=7&b=2&UTM_x=1", "example.org/A?b=2&id=7");
        check("/a/", "/a");
        check("/", "/");
        check("index.html", "");
        check("?id=3", "?id=3");
        check("", "");
        check("https://", "");
    }

    proptest! {
        #[test]
        fn is_idempotent(url in "(https?://)?(www\\.)?[a-z]{0,3}(\\.org)?(/[a-zA-Zé]{0,3}){0,3}(\\?[a-z=&]{0,9})?(#[a-z]{0,3})?", any in any::<String>()) {
            let once = canonical_url(&format!("https://x.org/{url}"));
            prop_assert_eq!(canonical_url(&format!("http://www.{once}")), once.clone(), "{}", once);
            let _ = canonical_url(&any);
        }
    }
}
